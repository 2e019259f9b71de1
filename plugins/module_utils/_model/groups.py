# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A group: its description, rights and members, and the plan that brings a wish about.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._model.accounts import Change, find_account, same_account
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import InputError, RefusedError, TmsError
from ansible_collections.telepresence.tms.plugins.module_utils._model.plan import NONE, Action, Item, Plan
from ansible_collections.telepresence.tms.plugins.module_utils._model.rights import (
    EVERYBODY,
    SITE_ADMINISTRATOR,
    Permissions,
    Right,
    folded,
    resolve_all,
)

#: Groups that TMS comes with; they can be modified, not removed (administrator guide).
BUILT_IN = (SITE_ADMINISTRATOR, "Video Unit Administrator", EVERYBODY)

PRESENT, ABSENT = "present", "absent"

#: What an action is about: the ids of a group's results.
GROUP, DESCRIPTION, PERMISSIONS = "group", "description", "permissions"
MEMBER = "member "


@dataclass(frozen=True)
class Wish:
    """description, permissions, members: None where nothing is wanted of them. assumed_users: made by earlier tasks of the
    same run, which in check mode do not exist yet."""

    name: str
    state: str = PRESENT
    description: str | None = None
    permissions: Change | None = None
    members: Change | None = None
    assumed_users: tuple[str, ...] = ()


@dataclass(frozen=True)
class Situation:
    """name: as TMS spells it, None where there is no such group; permissions of a group that is still to be made: those of
    another one, for the rights there are. users: all that TMS knows; me: the account that the task signs in with."""

    name: str | None
    description: str = ""
    permissions: Permissions | None = None
    members: tuple[str, ...] = ()
    takes_members: bool = True
    users: tuple[str, ...] = ()
    me: str = ""


@dataclass(frozen=True)
class Rights:
    """What an action on permissions needs: wanted, and what the page must still show before (None: whatever TMS started
    the group with)."""

    wanted: frozenset[Right]
    before: frozenset[Right] | None


def is_group(name: str, other: str) -> bool:
    return folded(name) == folded(other)


def plan(situation: Situation, wish: Wish) -> Plan:
    """What is to be done to the group, step by step: a group that was made gets its rights before its members."""
    if wish.state == ABSENT:
        return _removal(situation, wish)
    refusal = _refusal(situation, wish)
    if refusal is not None:
        return Plan((), refusal=refusal)
    name = situation.name or wish.name
    steps: list[tuple[Action, ...]] = []
    items: list[Item] = []
    if situation.name is None:
        steps.append((_creation(wish),))
    else:
        items.append(Item(GROUP, name, NONE, False, PRESENT, PRESENT))
        if wish.description is not None:
            _add(_description(situation, wish.description), steps, items)
    if situation.permissions is not None and (wish.permissions is not None or situation.name is None):
        _add(_permissions(situation, wish, name), steps, items)
    joined: list[Action] = []
    for each in _members(situation, wish, name):
        if isinstance(each, Action):
            joined.append(each)
        else:
            items.append(each)
    if joined:
        steps.append(tuple(joined))
    actions = [action for step in steps for action in step]
    ids = [*(item.id for item in items), *(action.id for action in actions)]
    order = [id_ for id_ in ids if str(id_).startswith(MEMBER)]
    return Plan(tuple(steps), tuple(items), (GROUP, DESCRIPTION, PERMISSIONS, *order), stepwise=True)


def _add(step: Action | Item, steps: list[tuple[Action, ...]], items: list[Item]) -> None:
    if isinstance(step, Action):
        steps.append((step,))
    else:
        items.append(step)


def _creation(wish: Wish) -> Action:
    restores = {"name": wish.name, "state": ABSENT}
    return Action(GROUP, wish.name, "create", ABSENT, PRESENT, restores=restores, detail=wish.description or "")


def _description(situation: Situation, wanted: str) -> Action | Item:
    name, before = str(situation.name), situation.description
    if before == wanted:
        return Item(DESCRIPTION, name, NONE, False, before, before)
    return Action(
        DESCRIPTION, name, "set", before, wanted, restores={"name": name, "description": before}, detail=wanted
    )


def _permissions(situation: Situation, wish: Wish, name: str) -> Action | Item:
    shown = situation.permissions
    if shown is None:
        raise InputError(
            "The permissions were not read", on=f"group '{name}'", remedy="report this defect of the collection"
        )
    new = situation.name is None
    start = frozenset[Right]() if new else shown.granted
    wanted = changed_rights(start, wish.permissions or Change(), shown.known)
    before, after = shown.by_section(start), shown.by_section(wanted)
    if wanted == start and not new:
        return Item(PERMISSIONS, name, NONE, False, before, before)
    restores = {"name": name, "permissions": {"set": shown.spelled(start)}}
    detail = Rights(wanted, None if new else start)
    return Action(PERMISSIONS, name, "set", None if new else before, after, restores=restores, detail=detail)


def changed_rights(start: frozenset[Right], change: Change, known: Sequence[Right]) -> frozenset[Right]:
    """The rights of *start* after a change."""
    if change.exactly is not None:
        return resolve_all(change.exactly, known)
    add, remove = resolve_all(change.add, known), resolve_all(change.remove, known)
    both = add & remove
    if both:
        raise InputError(
            "The option permissions adds and removes the same",
            on=", ".join(map(str, sorted(both))),
            remedy="name it in one of the two",
        )
    return (start | add) - remove


def _members(situation: Situation, wish: Wish, name: str) -> Iterator[Action | Item]:
    change = wish.members
    if change is None:
        return
    wanted = _each_once(change.exactly if change.exactly is not None else change.add)
    unwanted = _each_once(change.remove)
    both = [user for user in unwanted if any(same_account(user, other) for other in wanted)]
    if both:
        raise InputError(
            "The option members adds and removes the same", on=", ".join(both), remedy="name it in one of the two"
        )
    for user in wanted:
        yield _membership(situation, wish, name, user, wanted=True)
    for user in unwanted:
        yield _membership(situation, wish, name, user, wanted=False)
    if change.exactly is not None:
        for member in situation.members:
            if not any(same_account(member, user) for user in change.exactly):
                yield _membership(situation, wish, name, member, wanted=False)


def _each_once(names: Sequence[str]) -> list[str]:
    """Each account once, though it may be written in several ways; of these the first."""
    found: list[str] = []
    for name in names:
        if not any(same_account(name, other) for other in found):
            found.append(name)
    return found


def _membership(situation: Situation, wish: Wish, name: str, user: str, *, wanted: bool) -> Action | Item:
    spelled = find_account(user, situation.members)
    known = spelled or find_account(user, situation.users)
    assumed = None
    if known is None and wanted:
        if find_account(user, wish.assumed_users) is None:
            raise InputError(
                "TMS knows no such user",
                on=f"'{user}', a member of group '{name}'",
                said="neither its list of users nor assume.users has it",
                remedy="make it with the module service_user first",
            )
        assumed = "an earlier task of the same run makes the user"
    before, after = (PRESENT if spelled else ABSENT), (PRESENT if wanted else ABSENT)
    id_ = f"{MEMBER}{known or user}"
    if before == after:
        return Item(id_, name, NONE, False, before, before)
    undo = {"remove": [known or user]} if wanted else {"add": [known or user]}
    verb = "add" if wanted else "remove"
    restores = {"name": name, "members": undo}
    return Action(id_, name, verb, before, after, assumed, restores=restores, detail=known or user)


def _refusal(situation: Situation, wish: Wish) -> TmsError | None:
    name = situation.name or wish.name
    change = wish.members
    if change is None:
        pass
    elif is_group(name, EVERYBODY):
        return InputError(
            f"The members of group '{EVERYBODY}' cannot be given",
            said="everybody is in it, and TMS lets nobody leave",
            remedy="leave members out",
        )
    elif situation.name is not None and not situation.takes_members:
        return RefusedError(
            "change the members",
            on=f"group '{name}'",
            said="TMS offers no Add Members for it, as for groups that come from Active Directory",
            remedy="change the group in Active Directory",
        )
    elif is_group(name, SITE_ADMINISTRATOR):
        return still_administered(situation.members, _leaving(situation, change), situation.me)
    permissions = situation.permissions
    if wish.permissions is None or permissions is None or situation.name is None or not permissions.fixed:
        return None
    if changed_rights(permissions.granted, wish.permissions, permissions.known) == permissions.granted:
        return None
    return RefusedError(
        "change the permissions",
        on=f"group '{name}'",
        said="TMS does not let them be edited, as those of built-in groups with fixed rights",
        remedy="leave permissions out, and take its members out of the group instead",
    )


def _leaving(situation: Situation, change: Change) -> tuple[str, ...]:
    if change.exactly is not None:
        stay = change.exactly
        return tuple(each for each in situation.members if not any(same_account(each, user) for user in stay))
    return tuple(each for each in situation.members if any(same_account(each, user) for user in change.remove))


def still_administered(members: Collection[str], leaving: Collection[str], me: str) -> TmsError | None:
    """Why *leaving* must not leave Site Administrator, None where they may."""
    if not leaving:
        return None
    if any(same_account(me, each) for each in leaving):
        return RefusedError(
            "take the account that the task signs in with out of the administrators",
            on=f"group '{SITE_ADMINISTRATOR}', user '{me}'",
            remedy="sign in as another Site Administrator for that",
        )
    if len(set(members) - set(leaving)) == 0:
        return RefusedError(
            "remove the last administrator",
            on=f"group '{SITE_ADMINISTRATOR}'",
            said="nobody could administer TMS any more",
            remedy="add another one first",
        )
    return None


def _removal(situation: Situation, wish: Wish) -> Plan:
    name = situation.name
    if name is None:
        return Plan((), (Item(GROUP, wish.name, NONE, False, ABSENT, ABSENT),), (GROUP,))
    if any(is_group(name, built_in) for built_in in BUILT_IN):
        refusal = RefusedError(
            "remove a built-in group",
            on=f"group '{name}'",
            said="TMS comes with it and needs it",
            remedy="take it off the list, or restrict its permissions instead",
        )
        return Plan((), refusal=refusal)
    restores: dict[str, Any] = {"name": name, "state": PRESENT, "description": situation.description}
    if situation.permissions is not None:
        restores["permissions"] = {"set": situation.permissions.spelled(situation.permissions.granted)}
    if situation.takes_members:
        restores["members"] = {"set": list(situation.members)}
    action = Action(GROUP, name, "remove", PRESENT, ABSENT, restores=restores)
    return Plan(((action,),), order=(GROUP,))


def as_input(id_: str, name: str, value: Any) -> Mapping[str, Any] | None:
    """The value of one part of a group as input of the module."""
    if id_ == GROUP:
        return {"name": name, "state": value}
    if value is None:
        return None
    if id_ == DESCRIPTION:
        return {"name": name, "description": value}
    if id_ == PERMISSIONS:
        return {
            "name": name,
            "permissions": {"set": [f"{section} > {right}" for section, rights in value.items() for right in rights]},
        }
    return {"name": name, "members": {"add" if value == PRESENT else "remove": [id_.removeprefix(MEMBER)]}}
