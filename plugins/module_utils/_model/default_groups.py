# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The groups that a new user lands in, and the plan that changes them.

This module util is PRIVATE to the collection; it can change at any time.

Administrator guide 15.x p. 263: Users always is one of them; groups that come from Active Directory cannot be.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ansible_collections.telepresence.tms.plugins.module_utils._model.accounts import Change
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import InputError, RefusedError
from ansible_collections.telepresence.tms.plugins.module_utils._model.plan import NONE, Action, Item, Plan
from ansible_collections.telepresence.tms.plugins.module_utils._model.rights import EVERYBODY, folded

ID, NAME = "default_groups", "Default Groups"


@dataclass(frozen=True)
class Wish:
    """assumed: groups that earlier tasks of the same run make, which in check mode do not exist yet."""

    change: Change
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Situation:
    """ticked: by the name of each group that has a box; fixed: those whose box cannot be changed."""

    ticked: Mapping[str, bool]
    fixed: frozenset[str]
    groups: tuple[str, ...]


def plan(situation: Situation, wish: Wish) -> Plan:
    before = [name for name, tick in situation.ticked.items() if tick]
    change = wish.change
    assumed = [name for name in change.all if _spelled(name, situation.groups) is None]
    strangers = [name for name in assumed if _spelled(name, wish.assumed) is None]
    if strangers:
        raise InputError(
            "TMS has no such group", on=", ".join(f"'{name}'" for name in strangers), remedy="make it with group first"
        )
    names = [*situation.ticked, *assumed]
    add, remove = _all_spelled(change.add, names), _all_spelled(change.remove, names)
    if change.exactly is not None:
        add = _all_spelled(change.exactly, names)
        remove = {name for name in before if name not in add and name not in situation.fixed}
    after = [name for name in names if (name in before or name in add) and name not in remove]
    stuck = [name for name in situation.fixed if (name in before) != (name in after)]
    if any(folded(name) == folded(EVERYBODY) for name in remove):
        raise InputError(f"Group '{EVERYBODY}' always is a default group", remedy="leave it out of remove")
    if stuck:
        refusal = RefusedError(
            "change the default groups",
            on=", ".join(f"group '{name}'" for name in stuck),
            said="TMS does not let its box be changed, as for groups that come from Active Directory",
            remedy="leave it out",
        )
        return Plan((), refusal=refusal)
    if before == after:
        return Plan((), (Item(ID, NAME, NONE, False, before, before),), (ID,))
    action = Action(
        ID,
        NAME,
        "set",
        before,
        after,
        assumed="an earlier task of the same run makes the group" if assumed else None,
        restores={"groups": {"set": before}},
        detail={name: name in after for name in names if (name in after) != (name in before)},
    )
    return Plan(((action,),), order=(ID,))


def _spelled(name: str, names: Collection[str]) -> str | None:
    return next((each for each in names if folded(each) == folded(name)), None)


def _all_spelled(wanted: Collection[str], names: Collection[str]) -> set[str]:
    found = {name: _spelled(name, names) for name in wanted}
    without_box = [name for name, spelled in found.items() if spelled is None]
    if without_box:
        raise InputError(
            "The group cannot be a default group",
            on=", ".join(f"'{name}'" for name in without_box),
            said="the page Default Groups has no box for it, as for groups that come from Active Directory",
        )
    return {spelled for spelled in found.values() if spelled is not None}
