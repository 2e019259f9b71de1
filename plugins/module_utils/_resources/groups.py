# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Groups of TMS: read, plan, apply; and what group_info reports.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._engine.engine import Applied
from ansible_collections.telepresence.tms.plugins.module_utils._model import groups as rules
from ansible_collections.telepresence.tms.plugins.module_utils._model.accounts import change, find_account
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import (
    InputError,
    TmsError,
    VerificationError,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.groups import (
    ABSENT,
    DESCRIPTION,
    GROUP,
    MEMBER,
    PERMISSIONS,
    PRESENT,
    Situation,
    Wish,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.plan import Action, Item, Plan
from ansible_collections.telepresence.tms.plugins.module_utils._model.rights import (
    EVERYBODY,
    Permissions,
    effective,
    folded,
    spelled,
)
from ansible_collections.telepresence.tms.plugins.module_utils._resources.tms import Tms
from ansible_collections.telepresence.tms.plugins.module_utils._web.grids import Listed
from ansible_collections.telepresence.tms.plugins.module_utils._web.pages import groups, permissions, users
from ansible_collections.telepresence.tms.plugins.module_utils._web.web import Page


def wanted(params: Mapping[str, Any]) -> Wish:
    """The wish in the words of the module's options."""
    if not params["name"].strip():
        raise InputError("The option name must not be empty", remedy="give the name of the group")
    return Wish(
        name=params["name"].strip(),
        state=params["state"],
        description=params["description"],
        permissions=change(params["permissions"], "permissions"),
        members=change(params["members"], "members"),
        assumed_users=tuple((params["assume"] or {}).get("users") or ()) if params["check_mode"] else (),
    )


def found_in(entries: Sequence[Listed], name: str) -> Listed | None:
    """The row of the group *name*, without regard to case."""
    as_listed = spelled(name, [entry.spelled for entry in entries])
    return next((entry for entry in entries if entry.spelled == as_listed), None)


class Groups:
    """The resource: one group, its parts the objects of the results."""

    objects = "parts of the group"

    def __init__(self) -> None:
        #: What TMS said to each write, by the action's id: the reason if it took no effect.
        self._answers: dict[int | str, str] = {}

    def read(self, tms: Tms, wanted: Wish) -> Situation:
        entries = groups.entries(tms.web)
        entry = found_in(entries, wanted.name)
        going = wanted.state == ABSENT
        if entry is None:
            template = None if going else groups.read_permissions(tms.web, entries[-1])
            known = self._users(tms) if wanted.members and not going else ()
            return Situation(None, permissions=template, users=known)
        of_members = going or wanted.members is not None
        page = groups.edit_page(tms.web, entry) if of_members else None
        return Situation(
            name=entry.spelled,
            description=groups.description(tms.web, entry),
            permissions=groups.read_permissions(tms.web, entry, page)
            if going or wanted.permissions is not None
            else None,
            members=member_names(tms, entry, page) if of_members else (),
            takes_members=page is None or groups.takes_members(tms.web, page),
            users=self._users(tms) if of_members else (),
            me=tms.me if of_members else "",
        )

    @staticmethod
    def _users(tms: Tms) -> tuple[str, ...]:
        return tuple(user.user_name for user in tms.remote_setup.users())

    def plan(self, state: Situation, wanted: Wish) -> Plan:
        return rules.plan(state, wanted)

    def apply(self, tms: Tms, action: Action) -> Applied:
        web, name = tms.web, action.name
        if action.id == GROUP and action.after == PRESENT:
            said = groups.create(web, name, action.detail)
        elif action.id == GROUP:
            said = groups.delete(web, groups.find(web, name))
        elif action.id == DESCRIPTION:
            said = groups.save_description(web, groups.find(web, name), action.detail)
        elif action.id == PERMISSIONS:
            said = self._set_permissions(tms, action)
        else:
            said = set_membership(tms, name, action.detail, member=action.after == PRESENT)
        self._answers[action.id] = said
        return Applied()

    @staticmethod
    def _set_permissions(tms: Tms, action: Action) -> str:
        def opened() -> Page:
            return groups.permissions_page(tms.web, groups.find(tms.web, action.name))

        page = opened()
        shown = permissions.read(tms.web, page, action.name)
        rights: rules.Rights = action.detail
        if rights.before is not None and shown.granted != rights.before:
            raise VerificationError(
                "set the permissions",
                on=f"group '{action.name}'",
                said="somebody else changed them since they were read",
                remedy="run again",
            )
        return permissions.save(tms.web, page, action.name, rights.wanted, opened)

    def read_back(self, tms: Tms, action: Action) -> Applied:
        if str(action.id).startswith(MEMBER):
            return Applied(PRESENT if is_member(tms, action.name, action.detail) else ABSENT)
        entry = found_in(groups.entries(tms.web), action.name)
        if action.id == GROUP:
            return Applied(ABSENT if entry is None else PRESENT)
        if entry is None:
            raise VerificationError("read the group back", on=f"group '{action.name}'", said="TMS does not list it")
        if action.id == DESCRIPTION:
            return Applied(groups.description(tms.web, entry))
        return Applied(groups.read_permissions(tms.web, entry).by_section())

    def mismatch(self, action: Action, after: Any) -> TmsError:
        return VerificationError(
            f"{action.verb} the {'group' if action.id == GROUP else action.id}",
            on=f"group '{action.name}'",
            said=answered(self._answers.get(action.id), f"read back it is {after}, not {action.after}"),
            remedy="look at the group in TMS",
        )

    def as_input(self, item: Item, value: Any) -> Mapping[str, Any] | None:
        return rules.as_input(str(item.id), item.name, value)


def member_names(tms: Tms, entry: Listed, edit: Page | None = None) -> tuple[str, ...]:
    """edit: the page Edit Group, where it was opened already."""
    return tuple(member.spelled for member in groups.members(tms.web, entry, edit))


def answered(said: str | None, found: str) -> str:
    """What was found after a write, behind what TMS said to it."""
    return f"TMS answered '{said}', and {found}" if said else found


def set_membership(tms: Tms, group: str, user: str, *, member: bool) -> str:
    """Tick or clear the group on the user's own page, or, of a user without one, on that of the group. One write."""
    page = users.opened(tms.web, user, group_names(tms))
    if page is not None:
        return users.save(tms.web, page, page.name, {}, {spelled(group, page.groups) or group: member})
    of = groups.find(tms.web, group)
    if member:
        return groups.add_member(tms.web, of, user)
    listed = {each.spelled: each for each in groups.members(tms.web, of)}
    as_listed = find_account(user, listed)
    if as_listed is None:
        raise TmsError(
            "remove a member",
            on=f"group '{group}', user '{user}'",
            said="TMS does not list this user",
            remedy="check the user name",
        )
    return groups.remove_member(tms.web, of, listed[as_listed])


def is_member(tms: Tms, group: str, user: str) -> bool:
    """Whether a user is in a group, read anew: on the user's own page, where he has one with the group's box."""
    page = users.opened(tms.web, user, group_names(tms))
    box = page and spelled(group, page.groups)
    if page and box:
        return page.groups[box].ticked
    return find_account(user, member_names(tms, groups.find(tms.web, group))) is not None


def group_names(tms: Tms) -> tuple[str, ...]:
    """The names of all groups, read once a task: group boxes are known by them."""
    names: tuple[str, ...] = tms.web.once(
        "names of groups", lambda: tuple(entry.spelled for entry in groups.entries(tms.web))
    )
    return names


# -- group_info


def report(tms: Tms, params: Mapping[str, Any]) -> dict[str, Any]:
    """The module's result. groups: patterns of names, empty for all; effective_for: users whose rights are wanted."""
    entries = groups.entries(tms.web)
    patterns = [pattern.casefold() for pattern in params["groups"]]
    chosen = [
        entry
        for entry in entries
        if not patterns or any(fnmatch.fnmatchcase(entry.spelled.casefold(), pattern) for pattern in patterns)
    ]
    gather = set(params["gather"])
    defaults = groups.read_default_groups(tms.web, [entry.spelled for entry in entries])
    rights = permissions_of(tms, chosen) if "permissions" in gather else {}
    of_members = members_of(tms, chosen) if "members" in gather else {}
    found = []
    for entry in chosen:
        box = defaults.get(entry.spelled)
        result: dict[str, Any] = {
            "name": entry.spelled,
            "description": groups.description(tms.web, entry),
            "is_default": None if box is None else box.ticked,
        }
        if entry.spelled in rights:
            shown = rights[entry.spelled]
            result["permissions"] = shown.spelled(shown.granted)
            result["permissions_fixed"] = shown.fixed
        if "members" in gather:
            result["members"] = of_members.get(entry.spelled)
        found.append(result)
    return {"groups": found, "effective": [_effective(tms, entries, user, rights) for user in params["effective_for"]]}


def permissions_of(tms: Tms, entries: Collection[Listed]) -> dict[str, Permissions]:
    """The rights of each group by its name; one page a group."""
    found: dict[str, Permissions] = {}
    for entry, result in tms.each(lambda each: groups.read_permissions(tms.web, each), entries, "reading permissions"):
        if isinstance(result, TmsError):
            raise result
        found[entry.spelled] = result
    return found


def members_of(tms: Tms, entries: Collection[Listed]) -> dict[str, list[str]]:
    """The members of each group by its name; everybody is in Users, so its list is not read."""
    found: dict[str, list[str]] = {}
    asked = [entry for entry in entries if folded(entry.spelled) != folded(EVERYBODY)]
    for entry, result in tms.each(lambda each: groups.members(tms.web, each), asked, "reading members"):
        if isinstance(result, TmsError):
            raise result
        found[entry.spelled] = [member.spelled for member in result]
    return found


def _effective(tms: Tms, entries: Sequence[Listed], user: str, known: Mapping[str, Permissions]) -> dict[str, Any]:
    page = users.opened(tms.web, user, [entry.spelled for entry in entries])
    if page is not None:
        name, of = page.name, own_groups(page)
    else:
        # TMS lists no page for a user that it made itself.
        hidden = find_account(user, [each.user_name for each in tms.remote_setup.users()])
        if hidden is None:
            raise InputError("TMS knows no such user", on=f"'{user}' in effective_for", remedy="check the user name")
        name, of = hidden, list(groups_by_members(tms, hidden))
    missing = [entry for entry in entries if entry.spelled in of and entry.spelled not in known]
    rights = dict(known) | permissions_of(tms, missing)
    sources = effective({name: rights[name] for name in of if name in rights})
    return {"user": name, "groups": of, "permissions": sources.as_result()}


def groups_by_members(tms: Tms, name: str) -> tuple[str, ...]:
    """The groups of a user without a page, from the members of all groups."""
    of = members_of(tms, groups.entries(tms.web))
    return (*(group for group, names in of.items() if find_account(name, names)), EVERYBODY)


def own_groups(page: users.UserPage) -> list[str]:
    """The groups ticked on a user's page; Users is among them, whether its box is shown or not."""
    ticked = [name for name, box in page.groups.items() if box.ticked]
    if not any(folded(name) == folded(EVERYBODY) for name in ticked):
        ticked.append(EVERYBODY)
    return ticked
