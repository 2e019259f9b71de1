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
from ansible_collections.telepresence.tms.plugins.module_utils._model.rights import (
    EVERYBODY,
    folded,
    refuse_unknown_groups,
    spelled,
)

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
    assumed = [name for name in change.all if spelled(name, situation.groups) is None]
    refuse_unknown_groups(assumed, wish.assumed)
    names = [*situation.ticked, *assumed]
    add, remove = _boxed(change.add, names), _boxed(change.remove, names)
    if change.exactly is not None:
        add = _boxed(change.exactly, names)
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


def _boxed(wanted: Collection[str], names: Collection[str]) -> set[str]:
    found = {name: spelled(name, names) for name in wanted}
    without_box = [name for name, as_shown in found.items() if as_shown is None]
    if without_box:
        raise InputError(
            "The group cannot be a default group",
            on=", ".join(f"'{name}'" for name in without_box),
            said="the page Default Groups has no box for it, as for groups that come from Active Directory",
            remedy="leave it out",
        )
    return {as_shown for as_shown in found.values() if as_shown is not None}
