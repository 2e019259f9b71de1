# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the contract tests look at: each module's documentation as Ansible shows it, and its argument spec as it runs."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from ansible.module_utils import basic

FQCN = "telepresence.tms"
Spec = dict[str, Any]


@dataclass(frozen=True)
class Given:
    """What a module gives to AnsibleModule."""

    options: Spec
    rules: dict[str, Any]


class _Caught(Exception):
    """Thrown out of AnsibleModule, so that nothing of the module runs."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "module_name" in metafunc.fixturenames:
        modules = Path(__file__).resolve().parents[3] / "plugins" / "modules"
        metafunc.parametrize("module_name", sorted(path.stem for path in modules.glob("[a-z]*.py")))


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Given]:
    """Give a module's name, get its argument spec: what its main() really hands over, not a copy."""

    def catch(name: str) -> Given:
        caught: list[Given] = []

        def take(dummy: basic.AnsibleModule, argument_spec: Spec, **rules: Any) -> None:
            caught.append(Given(argument_spec, rules))
            raise _Caught

        monkeypatch.setattr(basic.AnsibleModule, "__init__", take)
        module = importlib.import_module(f"ansible_collections.telepresence.tms.plugins.modules.{name}")
        with pytest.raises(_Caught):
            module.main()
        return caught[0]

    return catch


@pytest.fixture(scope="session")
def documentation(checkout: Path, tree: Path) -> dict[str, dict[str, Any]]:
    """By module name: doc, examples and return, with all fragments merged, from ansible-doc itself."""
    names = [f"{FQCN}.{path.stem}" for path in sorted((checkout / "plugins" / "modules").glob("[a-z]*.py"))]
    if not names:
        return {}
    command = [str(Path(sys.executable).with_name("ansible-doc")), "--json", "--playbook-dir", str(tree), *names]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return {name.rpartition(".")[2]: entry for name, entry in json.loads(done.stdout).items()}
