# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a role takes as declaration, the audit takes, too: one shape for both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

Spec = dict[str, Any]
SHARED = {"tms_sites": "sites", "tms_groups": "groups", "tms_default_groups": "default_groups"}


@pytest.fixture(scope="module")
def of_role(checkout: Path) -> Spec:
    path = checkout / "roles" / "site_rollout" / "meta" / "argument_specs.yml"
    options: Spec = yaml.safe_load(path.read_text())["argument_specs"]["main"]["options"]
    return options


def _differences(role: Spec, module: Spec, path: str) -> Iterator[str]:
    for name in sorted(set(role) | set(module)):
        here = f"{path}.{name}"
        if name not in role or name not in module:
            yield f"{here} is known to the {'role' if name in role else 'module'} alone"
            continue
        for key in ("type", "elements", "choices", "default"):
            if role[name].get(key) != module[name].get(key):
                yield f"{here}: {key} is {role[name].get(key)!r} in the role, {module[name].get(key)!r} in the module"
        if "options" in module[name]:
            yield from _differences(role[name].get("options") or {}, module[name]["options"], here)


@pytest.mark.parametrize("variable", SHARED)
def test_the_audit_takes_what_a_rollout_takes(of_role: Spec, given: Callable[[str], Any], variable: str) -> None:
    option = given("audit_info").options[SHARED[variable]]
    assert list(_differences(of_role[variable].get("options") or {}, option["options"], variable)) == []
