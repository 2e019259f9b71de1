# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An API client's user: what he needs, what reaches him beyond that, and the plan that brings a wish about.

This module util is PRIVATE to the collection; it can change at any time.

TMSBA guide 15.x p. 10: one service user books on behalf of all (on_behalf), or every user signs in himself (self).
TMSBA guide 13.0.1 p. 13: an account made by GenerateConferenceAPIUser is in Site Administrator.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._model.accounts import (
    Change,
    find_account,
    made_from,
    same_account,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import InputError, RefusedError, TmsError
from ansible_collections.telepresence.tms.plugins.module_utils._model.groups import still_administered
from ansible_collections.telepresence.tms.plugins.module_utils._model.plan import NONE, Action, Item, Plan
from ansible_collections.telepresence.tms.plugins.module_utils._model.rights import (
    EVERYBODY,
    SITE_ADMINISTRATOR,
    Effective,
    Permissions,
    effective,
    folded,
    needed_by_client,
    refuse_unknown_groups,
    resolve_all,
    spelled,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.users import User

PRESENT, DISABLED, ABSENT = "present", "disabled", "absent"
ON_BEHALF = "on_behalf"
EXISTING, CREATE = "existing", "create"

#: What an action is about: the ids of the results.
ACCOUNT, ADMINISTRATION, USER = "account", "administration", "user"
#: Required by TMS for a new user (administrator guide 14.1 p. 25).
REQUIRED = ("first_name", "last_name", "email")


@dataclass(frozen=True)
class Wish:
    """profile: by option name, only what was given; groups: None where nothing is wanted of them.

    assumed_groups: the rights of groups that earlier tasks of the same run make, which in check mode do not exist yet.
    """

    name: str
    state: str = PRESENT
    profile: Mapping[str, str] = field(default_factory=dict)
    groups: Change | None = None
    model: str = ON_BEHALF
    approves: bool = True
    require_least: bool = False
    windows_account: str = EXISTING
    send_notifications: bool = False
    assumed_groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """The user as his page shows him, or, of a user without one, as GetUsers tells. listed: he has a page."""

    name: str
    profile: Mapping[str, str]
    groups: tuple[str, ...]
    listed: bool = True


@dataclass(frozen=True)
class Situation:
    """groups: the names of all; permissions: of those that count for this user, and of one more where there are none.

    administrators: the members of Site Administrator; me: the account that the task signs in with.
    """

    user: Found | None
    groups: tuple[str, ...]
    permissions: Mapping[str, Permissions]
    administrators: tuple[str, ...]
    me: str
    secure: bool = True
    may_create: bool = True


def already_made(wish: Wish, users: Sequence[User]) -> str | None:
    """The account that an earlier run made for this wish: of the base name, and of the same e-mail or without one.

    TMS appends a number where a name is taken, so the name alone does not tell one client's account from another's. The e-mail
    alone does not either: it may be a person's, whose account must not be taken for the client's.
    """
    email = wish.profile.get("email", "").casefold()
    by_mail = {user.user_name for user in users if email and user.email.strip().casefold() == email}
    strangers = sorted(name for name in by_mail if not made_from(wish.name, name))
    if strangers:
        raise InputError(
            "The e-mail address belongs to somebody else",
            on=f"'{wish.name}', {wish.profile['email']}",
            said=f"it is that of {', '.join(strangers)}",
            remedy="give the client an address of its own, or that user's name with windows_account: existing",
        )
    of_name = [user for user in users if made_from(wish.name, user.user_name)]
    names = sorted(by_mail or {user.user_name for user in of_name if not user.email})
    taken = [user for user in of_name if user.email and same_account(wish.name, user.user_name)]
    if len(names) > 1 or (taken and not names):
        raise InputError(
            "It cannot be told which user was made for this wish",
            on=f"'{wish.name}'",
            said=f"TMS has {', '.join(names or [f'{user.user_name} ({user.email})' for user in taken])}",
            remedy="give the whole name of the right one with windows_account: existing, or another name",
        )
    return names[0] if names else None


def plan(situation: Situation, wish: Wish) -> Plan:
    if wish.state == PRESENT:
        return _presence(situation, wish)
    user = situation.user
    if user is None:
        return Plan((), (Item(USER, wish.name, NONE, False, None, None),), (USER,))
    if same_account(situation.me, user.name):
        return Plan(
            (),
            refusal=RefusedError(
                "disable or delete the account that the task signs in with",
                on=f"user '{user.name}'",
                remedy="sign in as another Site Administrator for that",
            ),
        )
    refusal = _last_administrator(situation, user, ())
    if refusal is not None:
        return Plan((), refusal=refusal)
    before = _value(user.profile, user.groups)
    restores = {"name": user.name, **user.profile, "groups": {"set": list(user.groups)}}
    if wish.state == ABSENT:
        if not user.listed:
            return Plan(
                (),
                refusal=RefusedError(
                    "delete the user",
                    on=f"user '{user.name}'",
                    said="TMS does not list it under Users, as accounts that it made itself",
                    remedy="use state: disabled, and delete the Windows account on the server",
                ),
            )
        return Plan(((Action(USER, user.name, "delete", before, None, restores=restores),),), order=(USER,))
    left = tuple(name for name in user.groups if folded(name) == folded(EVERYBODY))
    if left == user.groups:
        return Plan((), (Item(USER, user.name, NONE, False, before, before),), (USER,))
    after = _value(user.profile, left)
    leave = {name: False for name in user.groups if name not in left}
    action = Action(USER, user.name, "disable", before, after, restores=restores, detail=Saving({}, leave, user.listed))
    return Plan(((action,),), order=(USER,))


@dataclass(frozen=True)
class Saving:
    """What applying needs. profile: what to fill in; groups: boxes to tick or clear; listed: the user has a page."""

    profile: Mapping[str, str]
    groups: Mapping[str, bool]
    listed: bool = True
    new: bool = False


def _value(profile: Mapping[str, str], groups: Collection[str]) -> dict[str, Any]:
    return {**profile, "groups": sorted(groups, key=folded)}


def _presence(situation: Situation, wish: Wish) -> Plan:
    user = situation.user
    creates = user is None and wish.windows_account == CREATE
    refusal = _cannot_be_made(situation, wish, creates=creates)
    if refusal is not None:
        return Plan((), refusal=refusal)
    before = user.groups if user else ()
    after = _groups_after(situation, wish, before)
    if wish.windows_account == CREATE:
        after = tuple(name for name in after if folded(name) != folded(SITE_ADMINISTRATOR))
    refusal = _last_administrator(situation, user, after)
    if refusal is not None:
        return Plan((), refusal=refusal)
    rights, unknown = _rights(situation, wish, after)
    known = _all_known(situation)
    needed = needed_by_client(known, on_behalf=wish.model == ON_BEHALF, approves=wish.approves)
    lacking = [right for right in known if right in needed and right not in rights.rights]
    excess = rights.beyond(needed)
    facts = {"excess": excess.as_result(), "lacking": [str(right) for right in lacking]}
    if lacking and not unknown:
        return Plan(
            (),
            facts=facts,
            refusal=RefusedError(
                "make a service user that could not do its work",
                on=f"user '{wish.name}'",
                said=f"its groups ({', '.join(after)}) do not give {', '.join(map(str, lacking))}",
                remedy="put it into a group that does, or give them to its groups with the module group",
            ),
        )
    warnings: tuple[str, ...] = ()
    if excess.sources:
        told = _told(excess)
        if wish.require_least:
            return Plan(
                (),
                facts=facts,
                refusal=RefusedError(
                    "give more rights than a service user needs",
                    on=f"user '{wish.name}'",
                    said=told,
                    remedy="restrict these groups with the module group, or leave require_least out",
                ),
            )
        warnings = (
            f"User '{wish.name}' gets more rights than it needs: {told}. Restrict these groups with the module group.",
        )
    steps, items = _steps(situation, wish, after, creates=creates)
    return Plan(
        tuple((step,) for step in steps),
        tuple(items),
        (ACCOUNT, ADMINISTRATION, USER),
        stepwise=True,
        facts=facts,
        warnings=warnings,
    )


def _cannot_be_made(situation: Situation, wish: Wish, *, creates: bool) -> TmsError | None:
    if situation.user is not None:
        return None
    missing = [name for name in (("email",) if creates else REQUIRED) if not wish.profile.get(name)]
    if missing:
        raise InputError(
            f"A new user needs {', '.join(missing)}",
            on=f"'{wish.name}'",
            said="TMS does not list the user yet",
            remedy="give them, or check the user name",
        )
    if not creates:
        return None
    if not situation.secure:
        return RefusedError(
            "send the password of a new Windows account",
            on=f"user '{wish.name}'",
            said="url is not an https address, and TMSBA sends the password readable",
            remedy="give the https address of the server as url",
        )
    if not situation.may_create:
        return RefusedError(
            "make a Windows account",
            on=f"user '{wish.name}'",
            said=f"the account '{situation.me}' is no administrator of the Windows server (IsLocalAdmin)",
            remedy="use an account that is Site Administrator and local administrator, or windows_account: existing",
        )
    return None


def _groups_after(situation: Situation, wish: Wish, before: Collection[str]) -> tuple[str, ...]:
    change = wish.groups or Change()
    names = [*situation.groups, *(name for name in wish.assumed_groups if spelled(name, situation.groups) is None)]
    refuse_unknown_groups(change.all, names)
    start = before if change.exactly is None else [name for name in before if folded(name) == folded(EVERYBODY)]
    add = [spelled(name, names) for name in (change.add if change.exactly is None else change.exactly)]
    remove = {spelled(name, names) for name in change.remove}
    if any(name is not None and folded(name) == folded(EVERYBODY) for name in remove):
        raise InputError(f"Nobody can leave the group '{EVERYBODY}'", on="groups.remove", remedy="leave it out")
    everybody = spelled(EVERYBODY, names)
    chosen = dict.fromkeys([*start, *add, *([everybody] if everybody else [])])
    return tuple(name for name in chosen if name is not None and name not in remove)


def _last_administrator(situation: Situation, user: Found | None, after: Collection[str]) -> TmsError | None:
    if user is None or not any(folded(name) == folded(SITE_ADMINISTRATOR) for name in user.groups):
        return None
    if any(folded(name) == folded(SITE_ADMINISTRATOR) for name in after):
        return None
    as_member = find_account(user.name, situation.administrators)
    return still_administered(situation.administrators, [as_member] if as_member else [], situation.me)


def _all_known(situation: Situation) -> Sequence[Any]:
    return max((each.known for each in situation.permissions.values()), key=len, default=())


def _rights(situation: Situation, wish: Wish, groups: Collection[str]) -> tuple[Effective, bool]:
    """What the groups give, and whether one is among them whose rights cannot be known yet."""
    known = _all_known(situation)
    of: dict[str, Permissions] = {}
    unknown = False
    for name in groups:
        assumed = next((rights for each, rights in wish.assumed_groups.items() if folded(each) == folded(name)), None)
        if assumed is not None:
            of[name] = Permissions(tuple(known), resolve_all(assumed, known))
        elif name in situation.permissions:
            of[name] = situation.permissions[name]
        else:
            unknown = True
    return effective(of), unknown


#: So many rights of a group are named in a message; the result names all.
_TOLD = 3


def _told(excess: Effective) -> str:
    parts = []
    for group, rights in excess.by_group().items():
        named = ", ".join(f"'{right}'" for right in rights[:_TOLD])
        more = f" and {len(rights) - _TOLD} more" if len(rights) > _TOLD else ""
        parts.append(f"{named}{more} through group '{group}'")
    return "; ".join(parts)


def _steps(
    situation: Situation, wish: Wish, after: tuple[str, ...], *, creates: bool
) -> tuple[list[Action], list[Item]]:
    user = situation.user
    steps: list[Action] = []
    items: list[Item] = []
    if creates:
        steps.append(
            Action(
                ACCOUNT,
                wish.name,
                "create",
                ABSENT,
                PRESENT,
                assumed="TMS appends a number where the name is taken",
                restores={"name": wish.name, "state": DISABLED},
                detail=wish,
            )
        )
    in_charge = creates or (
        wish.windows_account == CREATE
        and user is not None
        and any(folded(name) == folded(SITE_ADMINISTRATOR) for name in user.groups)
    )
    if in_charge:
        name = user.name if user else wish.name
        restores = {"name": name, "groups": {"add": [SITE_ADMINISTRATOR]}}
        steps.append(
            Action(ADMINISTRATION, name, f"leave {SITE_ADMINISTRATOR}", PRESENT, ABSENT, restores=restores, detail=wish)
        )
    step = _saving(situation, wish, after)
    if isinstance(step, Action):
        steps.append(step)
    else:
        items.append(step)
    return steps, items


def _saving(situation: Situation, wish: Wish, after: tuple[str, ...]) -> Action | Item:
    user = situation.user
    ticked = boxes(user.groups if user else (), after, generated=wish.windows_account == CREATE)
    if user is None:
        value = _value(wish.profile, after)
        undo = {"name": wish.name, "state": ABSENT}
        is_new = wish.windows_account != CREATE
        return Action(
            USER, wish.name, "create", None, value, restores=undo, detail=Saving(wish.profile, ticked, new=is_new)
        )
    profile = {name: text for name, text in wish.profile.items() if not _same(name, user.profile.get(name, ""), text)}
    before = _value({name: user.profile.get(name, "") for name in wish.profile}, user.groups)
    # What differs in the case of an address alone stays as it is.
    wanted = _value({name: profile.get(name, user.profile.get(name, "")) for name in wish.profile}, after)
    settled = tuple(
        name
        for name in user.groups
        if not (wish.windows_account == CREATE and folded(name) == folded(SITE_ADMINISTRATOR))
    )
    if not profile and sorted(settled) == sorted(after):
        return Item(USER, user.name, NONE, False, wanted, wanted)
    restores: dict[str, Any] = {"name": user.name, "groups": {"set": list(user.groups)}}
    restores |= {name: user.profile.get(name, "") for name in profile}
    return Action(
        USER, user.name, "update", before, wanted, restores=restores, detail=Saving(profile, ticked, user.listed)
    )


def _same(option: str, one: str, other: str) -> bool:
    """Whether two values of a profile field mean the same: addresses do without regard to case."""
    return one == other or (option == "email" and one.strip().casefold() == other.strip().casefold())


def boxes(before: Collection[str], after: Collection[str], *, generated: bool) -> dict[str, bool]:
    """The boxes to tick and to clear; Users is always ticked, and a generated account left the administrators before."""
    fixed = {folded(EVERYBODY)} | ({folded(SITE_ADMINISTRATOR)} if generated else set())
    ticked = {name: True for name in after if name not in before and folded(name) not in fixed}
    cleared = {name: False for name in before if name not in after and folded(name) not in fixed}
    return ticked | cleared


def as_input(id_: str, name: str, value: Any) -> Mapping[str, Any] | None:
    """The value of one part as input of the module."""
    if id_ == ADMINISTRATION:
        return None
    if id_ == ACCOUNT:
        return {"name": name, "state": PRESENT if value == PRESENT else DISABLED}
    if value is None:
        return {"name": name, "state": ABSENT}
    profile = {key: each for key, each in value.items() if key != "groups"}
    return {"name": name, **profile, "groups": {"set": list(value["groups"])}}
