# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan for Default Groups."""

from __future__ import annotations

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._model.accounts import Change
from ansible_collections.telepresence.tms.plugins.module_utils._model.default_groups import Situation, Wish, plan
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import InputError

HERE = Situation(
    {"Users": True, "Site Administrator": True, "API": False},
    frozenset({"Users"}),
    ("Users", "Site Administrator", "API", "AD"),
)


def test_one_is_removed_and_the_rest_stays():
    (action,) = plan(HERE, Wish(Change(remove=("site administrator",)))).actions
    assert action.before == ["Users", "Site Administrator"]
    assert action.after == ["Users"]
    assert action.detail == {"Site Administrator": False}
    assert action.restores == {"groups": {"set": ["Users", "Site Administrator"]}}


def test_set_leaves_users():
    (action,) = plan(HERE, Wish(Change(exactly=("API",)))).actions
    assert action.after == ["Users", "API"]


def test_nothing_to_do():
    assert plan(HERE, Wish(Change(exactly=("users", "Site Administrator")))).phases == ()


def test_users_cannot_be_removed():
    with pytest.raises(InputError, match="always"):
        plan(HERE, Wish(Change(remove=("users",))))


def test_a_group_without_a_box_is_refused():
    with pytest.raises(InputError, match="Active Directory"):
        plan(HERE, Wish(Change(add=("AD",))))


def test_a_fixed_box_is_refused():
    stuck = Situation({"Users": True, "AD": False}, frozenset({"Users", "AD"}), ("Users", "AD"))
    assert plan(stuck, Wish(Change(add=("AD",)))).refusal


def test_an_unknown_group_is_refused_unless_it_is_assumed():
    with pytest.raises(InputError, match="no such group"):
        plan(HERE, Wish(Change(add=("New",))))
    (action,) = plan(HERE, Wish(Change(add=("New",)), ("new",))).actions
    assert action.after == ["Users", "Site Administrator", "New"]
    assert action.assumed
