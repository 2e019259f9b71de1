# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Results as lines for people."""

from __future__ import annotations

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._model.overview import change_line


@pytest.mark.parametrize(
    ("item", "line"),
    [
        (
            {"id": 1002, "name": "Oslo 1", "action": "enable", "before": "disabled", "after": "enabled", "error": None},
            "enable 'Oslo 1' (id 1002): disabled -> enabled",
        ),
        (
            {"id": "permissions", "name": "API", "action": "set", "before": None, "after": {"Booking": ["Misc"]}},
            "set 'API' (permissions)",
        ),
        (
            {"id": "default_groups", "name": "Default Groups", "action": "set", "before": ["A", "B"], "after": []},
            "set 'Default Groups' (default_groups): A, B -> none",
        ),
        (
            {"id": "description", "name": "API", "action": "set", "before": "", "after": "Clients"},
            "set 'API' (description): nothing -> Clients",
        ),
        (
            {
                "id": 7,
                "name": "Bodo",
                "action": "skipped",
                "before": "disabled",
                "after": "disabled",
                "note": "no seat",
            },
            "skipped 'Bodo' (id 7): disabled -> disabled (no seat)",
        ),
        ({"id": 1, "name": "7E51****", "action": "add", "assumed": "TMS decides"}, "add '7E51****' (id 1)"),
    ],
)
def test_an_item_is_one_line(item, line):
    assert change_line(item) == line
