# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds for every role, playbook and filter."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

CHECKOUT = Path(__file__).resolve().parents[3]
ROLES = sorted(path.name for path in (CHECKOUT / "roles").iterdir() if path.is_dir())
PLAYBOOKS = sorted(path.stem for path in (CHECKOUT / "playbooks").glob("*.yml"))
FILTERS = sorted(path.stem for path in (CHECKOUT / "plugins" / "filter").glob("[a-z]*.py"))
MODULES = sorted(path.stem for path in (CHECKOUT / "plugins" / "modules").glob("[a-z]*.py"))


def load(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_documented_and_named(role: str) -> None:
    home = CHECKOUT / "roles" / role
    entries = load(home / "meta" / "argument_specs.yml")["argument_specs"]
    assert {path.stem for path in (home / "tasks").glob("*.yml")} >= set(entries)
    readme = (home / "README.md").read_text(encoding="utf-8")
    assert f"| `{role}` |" in (CHECKOUT / "README.md").read_text(encoding="utf-8")
    for entry in entries.values():
        for option in entry["options"]:
            assert f"`{option}`" in readme, "every variable of a role stands in its README"


@pytest.mark.parametrize("role", ROLES)
def test_a_default_of_a_role_is_documented_as_it_is(role: str) -> None:
    home = CHECKOUT / "roles" / role
    defaults = load(home / "defaults" / "main.yml") if (home / "defaults").exists() else {}
    entries = load(home / "meta" / "argument_specs.yml")["argument_specs"].values()
    for entry in entries:
        for name, option in entry["options"].items():
            if name.startswith(role):
                assert option.get("default") == defaults.get(name), name
    assert {name for entry in entries for name in entry["options"]} >= set(defaults)


@pytest.mark.parametrize("playbook", PLAYBOOKS)
def test_a_playbook_takes_each_server_s_connection_from_its_own_variables(
    playbook: str, given: Callable[[str], Any]
) -> None:
    (play,) = load(CHECKOUT / "playbooks" / f"{playbook}.yml")
    assert play["hosts"] == "{{ tms_hosts | default('tms_servers') }}"
    assert (play["connection"], play["gather_facts"]) == ("local", False)
    options = given("server_info").options
    named = {name for name, spec in options.items() if "fallback" in spec}
    (defaults,) = play["module_defaults"].values()
    assert set(defaults) == named
    assert all(f"tms_{name}" in value for name, value in defaults.items())
    # Left out, these would be taken from the environment, for whichever server lacks them.
    assert not [name for name in ("url", "username", "password") if "omit" in defaults[name]]


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_is_documented_under_its_name(name: str) -> None:
    plugin = importlib.import_module(f"ansible_collections.telepresence.tms.plugins.filter.{name}")
    assert list(plugin.FilterModule().filters()) == [name]
    assert yaml.safe_load(plugin.DOCUMENTATION)["name"] == name
    assert f"`{name}`" in (CHECKOUT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FILTERS)
def test_the_examples_of_a_filter_use_it_on_tasks_of_modules_that_exist(name: str) -> None:
    plugin = importlib.import_module(f"ansible_collections.telepresence.tms.plugins.filter.{name}")
    assert f"telepresence.tms.{name}" in plugin.EXAMPLES
    for task in yaml.safe_load(plugin.EXAMPLES):
        for action in [key for key in task if key.startswith("telepresence.tms.")]:
            assert action.rpartition(".")[2] in MODULES
