# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the plan says of a key that is added beside others."""

from __future__ import annotations

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._model import option_keys
from ansible_collections.telepresence.tms.plugins.module_utils._model.licensing import GeneralSettings, ListedKey
from ansible_collections.telepresence.tms.plugins.module_utils._model.overview import change_line

MINE, OTHER, THIRD, ELSE = (
    "A1B2C3D4-11-11111111",
    "A1B2C3D4-22-22222222",
    "A1B2C3D4-33-33333333",
    "EEEEEEEE-44-44444444",
)


@pytest.mark.parametrize(
    ("listed", "keys", "said"),
    [
        ([], [MINE], ""),
        ([ELSE], [MINE], ""),
        (
            [OTHER],
            [MINE],
            "TMS lists 1 other key of this product; on a copy for a rehearsal such a key may stand for this one",
        ),
        ([OTHER, THIRD], [MINE], "TMS lists 2 other keys of this product"),
        # What is wanted as well is installed as such.
        ([OTHER], [OTHER, MINE], ""),
    ],
)
def test_a_key_beside_others_of_its_product_may_be_one_of_them_on_a_copy(listed, keys, said):
    settings = GeneralSettings(tuple(ListedKey(key) for key in listed), ())
    plan = option_keys.plan(option_keys.Situation(settings), keys, accept_package=False)
    (added,) = [action.item() for action in plan.actions]
    line = change_line(added.as_result())
    assert line.startswith("add 'A1B2C3D4-**-********' (id ") and MINE not in line
    assert said in line if said else "product" not in line
