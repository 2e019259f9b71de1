# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ids of findings are the same in the rules, in the guide and in the severities."""

from __future__ import annotations

import re
from pathlib import Path

from ansible_collections.telepresence.tms.plugins.module_utils._model.audit.audit import RULES
from ansible_collections.telepresence.tms.plugins.module_utils._model.findings import SEVERITIES, SEVERITY_OF


def test_every_id_has_a_rule_and_a_known_severity() -> None:
    assert list(RULES) == list(SEVERITY_OF)
    assert set(SEVERITY_OF.values()) == set(SEVERITIES)


def test_the_guide_lists_every_id_with_its_severity(checkout: Path) -> None:
    guide = (checkout / "docs" / "docsite" / "rst" / "guide_audit.rst").read_text()
    listed = re.findall(r"^   \* - ``(\w+)``\n     - (\w+)$", guide, re.MULTILINE)
    assert listed == list(SEVERITY_OF.items())
