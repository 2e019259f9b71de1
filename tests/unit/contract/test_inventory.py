# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds for the inventory plugin: documented as it behaves, with the connection options of every module."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.telepresence.tms.plugins.inventory.systems import SELECTION
from ansible_collections.telepresence.tms.plugins.module_utils._module import CONNECTION

NAME = "telepresence.tms.systems"


@pytest.fixture(scope="module")
def entry(tree: Path) -> dict[str, Any]:
    command = [
        str(Path(sys.executable).with_name("ansible-doc")),
        "--json",
        "-t",
        "inventory",
        "--playbook-dir",
        str(tree),
    ]
    done = subprocess.run([*command, NAME], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout)[NAME])


def test_it_takes_the_connection_as_modules_do(entry: dict[str, Any]) -> None:
    documented = entry["doc"]["options"]
    for name, spec in CONNECTION.items():
        option = documented[name]
        assert option.get("type") == spec["type"]
        assert option.get("default") == spec.get("default")
        assert option.get("aliases", []) == spec.get("aliases", [])
        # A dictionary cannot come from the environment of a plugin.
        variables = [each["name"] for each in option.get("env", ())]
        assert variables == ([] if spec["type"] == "dict" else spec["fallback"][1])
        assert (f"E({spec['fallback'][1][0]})" in str(option["description"])) is bool(variables)
    assert documented["password"]["secret"] is True
    assert not documented["password"].get("ini"), "a password in ansible.cfg is readable by all"


def test_the_documentation_tells_what_is_checked(entry: dict[str, Any]) -> None:
    documented = entry["doc"]["options"]
    for name, spec in SELECTION.items():
        for key in ("type", "elements", "choices", "default"):
            assert documented[name].get(key) == spec.get(key), name
        assert set(documented[name].get("suboptions", ())) == set(spec.get("options", ()))


def test_the_examples_could_run(entry: dict[str, Any]) -> None:
    examples = list(yaml.safe_load_all(entry["examples"]))
    shown: set[str] = set()
    for example in examples:
        assert example["plugin"] == NAME
        assert set(example) <= set(entry["doc"]["options"])
        chosen = {name: value for name, value in example.items() if name in SELECTION}
        assert ArgumentSpecValidator(SELECTION).validate(chosen).error_messages == []
        shown |= set(example)
    assert set(SELECTION) <= shown


def test_it_is_named_where_users_look(checkout: Path) -> None:
    assert "| `systems` |" in (checkout / "README.md").read_text()
    assert f"{NAME}#inventory" in (checkout / "docs" / "docsite" / "rst" / "guide_inventory.rst").read_text()
