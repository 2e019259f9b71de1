# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One shape for what users declare: the argument specs of the roles, the options of the modules, the schema, the examples."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.telepresence.tms.plugins.module_utils._model.sites import declaration

CHECKOUT = Path(__file__).resolve().parents[3]
EXAMPLES = sorted(path for path in (CHECKOUT / "docs" / "examples").iterdir() if path.is_dir())
Spec = dict[str, Any]


def role_options() -> Spec:
    text = (CHECKOUT / "roles" / "site_rollout" / "meta" / "argument_specs.yml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text)["argument_specs"]["main"]["options"])


def site_options() -> Spec:
    return dict(role_options()["tms_sites"]["options"])


def differences(role: Spec, module: Spec, path: str = "") -> Iterator[str]:
    """What the role takes and the module takes otherwise, or not at all."""
    for name, option in role.items():
        other = module.get(name)
        if other is None:
            yield f"{path}{name} is no option of the module"
            continue
        for key in ("type", "elements", "choices", "default"):
            if option.get(key) != other.get(key):
                yield f"{path}{name}: {key} is {option.get(key)!r} for the role, {other.get(key)!r} for the module"
        yield from differences(option.get("options") or {}, other.get("options") or {}, f"{path}{name}.")


#: Which options of a module a site has no word for, as the role gives them or they are not for a declared state.
LEFT_OUT = {
    "group": {"assume"},
    "service_user": {"state", "account_password", "assume"},
    "booking_check": {"claim_seat", "seats_held"},
    "default_groups": {"assume"},
}
EVERY_CHANGE = {"backup", "backup_options", "max_changes", "max_failures"}


@pytest.mark.parametrize("module", sorted(LEFT_OUT))
def test_a_site_takes_what_the_module_takes(module: str, given: Callable[[str], Any]) -> None:
    sites = site_options()
    role = {
        "group": sites["groups"]["options"],
        "service_user": sites["service_user"]["options"],
        "booking_check": sites["booking_check"]["options"],
        "default_groups": {"groups": role_options()["tms_default_groups"]},
    }[module]
    spec = given(module).options
    connection = {name for name, option in spec.items() if "fallback" in option}
    # Who books is an option of the connection for the module, and has the spec of one.
    own = {name: option for name, option in spec.items() if name not in connection - set(role)}
    # Their systems are checked as those of remote_bookings are.
    compared = {name: option for name, option in role.items() if name != "systems"}
    assert list(differences(compared, own)) == []
    assert set(own) - set(role) == LEFT_OUT[module] | (EVERY_CHANGE & set(own))


def test_a_site_names_systems_as_the_module_does(given: Callable[[str], Any]) -> None:
    spec = given("remote_bookings").options
    role = site_options()["systems"]
    assert list(differences(role["options"], spec["systems"]["options"])) == []
    assert set(role["options"]) == set(spec["systems"]["options"])


def test_groups_of_the_server_are_written_as_those_of_a_site() -> None:
    assert role_options()["tms_groups"]["options"] == site_options()["groups"]["options"]


def test_the_variables_of_the_remote_bookings_role_are_options_of_its_module(given: Callable[[str], Any]) -> None:
    text = (CHECKOUT / "roles" / "remote_bookings" / "meta" / "argument_specs.yml").read_text(encoding="utf-8")
    options = yaml.safe_load(text)["argument_specs"]["main"]["options"]
    own = {
        name.removeprefix("remote_bookings_"): option for name, option in options.items() if not name.startswith("tms_")
    }
    assert list(differences(own, given("remote_bookings").options)) == []


def test_the_schema_is_the_one_that_the_argument_specs_make() -> None:
    command = [sys.executable, str(CHECKOUT / "tests" / "tools" / "make_schema.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def validator() -> Any:
    schema = json.loads((CHECKOUT / "docs" / "tms_sites.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_an_example_is_what_the_schema_and_the_roles_take(example: Path, validator: Any) -> None:
    command = [str(Path(sys.executable).with_name("ansible-inventory")), "-i", str(example / "inventory.yml"), "--list"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    hosts = json.loads(done.stdout)["_meta"]["hostvars"]
    assert hosts
    for name, variables in hosts.items():
        assert variables["tms_sites"], name
        assert variables["tms_url"], name
        assert [error.message for error in validator.iter_errors(variables)] == []
        own = {key: each for key, each in variables.items() if key in role_options()}
        assert ArgumentSpecValidator(role_options()).validate(own).error_messages == []
        declaration(variables["tms_sites"], variables.get("tms_groups", ()))


@pytest.mark.parametrize(
    "wrong",
    [
        {"tms_sites": [{"systems": []}]},
        {"tms_sites": [{"name": "Oslo", "system": []}]},
        {"tms_sites": [{"name": "Oslo", "systems": [{"id": 1, "name": "Room"}]}]},
        {"tms_sites": [{"name": "Oslo", "systems": [{"state": "enabled"}]}]},
        {"tms_sites": [{"name": "Oslo", "remote_bookings": "yes"}]},
        {"tms_groups": [{"name": "API", "permissions": {"set": [], "add": ["Update"]}}]},
        {"tms_default_groups": ["Users"]},
        {"tms_auth": "digest"},
    ],
)
def test_the_schema_sees_what_is_wrong(wrong: Any, validator: Any) -> None:
    assert list(validator.iter_errors(wrong))


def test_the_schema_lets_variables_be_made_of_others(validator: Any) -> None:
    templated = {"tms_sites": "{{ all_sites }}", "tms_timeout": "{{ patience }}", "my_own": 1}
    assert list(validator.iter_errors(templated)) == []
