# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules about groups, and about the groups that a new user lands in.

This module util is PRIVATE to the collection; it can change at any time.

Sources: administrator guide 15.x p. 23-24 and p. 263 (a group starts with every permission; Default Groups); TMSBA guide
15.x p. 10 (a booking on behalf of somebody makes him a user in the default groups).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ansible_collections.telepresence.tms.plugins.module_utils._model import default_groups
from ansible_collections.telepresence.tms.plugins.module_utils._model.accounts import Change, same_account
from ansible_collections.telepresence.tms.plugins.module_utils._model.audit.declared import DeclaredGroup
from ansible_collections.telepresence.tms.plugins.module_utils._model.audit.situation import (
    NotSeen,
    Said,
    Situation,
    Unseen,
    named,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import InputError
from ansible_collections.telepresence.tms.plugins.module_utils._model.findings import GROUP, SERVER, Finding
from ansible_collections.telepresence.tms.plugins.module_utils._model.groups import changed_rights
from ansible_collections.telepresence.tms.plugins.module_utils._model.rights import (
    SITE_ADMINISTRATOR,
    Permissions,
    Right,
    folded,
    on_behalf,
    resolve_all,
    spelled,
)

NO_GROUP = "no group is declared"


def missing(of: Situation) -> Iterator[Said]:
    yield from _undeclared(of)
    for group in of.declared.groups:
        if group.present and spelled(group.name, of.groups.seen) is None:
            yield _finding(
                "group_missing",
                group,
                group.name,
                expected="a group of this name",
                found="TMS lists none",
                remedy="make it with the module group",
            )


def not_removed(of: Situation) -> Iterator[Said]:
    yield from _undeclared(of)
    for group in of.declared.groups:
        name = spelled(group.name, of.groups.seen)
        if not group.present and name is not None:
            yield _finding(
                "group_not_removed",
                group,
                name,
                expected="no group of this name",
                found="TMS lists it",
                remedy="remove it with the module group",
            )


def rights_differ(of: Situation) -> Iterator[Said]:
    """But for Book on behalf of beyond the declaration, which is a finding of its own."""
    yield from _undeclared(of)
    for group, name, shown in _declared(of):
        if group.permissions is None:
            continue
        wanted = _wanted(group, shown)
        beyond = shown.granted - wanted - {_on_behalf(shown)}
        lacking = wanted - shown.granted
        parts = []
        if lacking:
            parts.append(f"lacks {named(shown.spelled(lacking))}")
        if beyond:
            parts.append(f"has {named(shown.spelled(beyond))} beyond it")
        if parts:
            yield _finding(
                "group_rights_differ",
                group,
                name,
                expected=f"the declared permissions: {named(shown.spelled(wanted)) or 'none'}",
                found=f"the group {' and '.join(parts)}",
                remedy="bring it to its permissions with the module group",
            )


def members_differ(of: Situation) -> Iterator[Said]:
    yield from _undeclared(of)
    for group in of.declared.groups:
        name = spelled(group.name, of.groups.seen)
        if not group.present or group.members is None or name is None:
            continue
        if name not in of.members.seen:
            yield Unseen(f"the members of group '{name}' are not TMS's to edit, so they were not read")
            continue
        absent, extra = _membership(group.members, of.members.seen[name])
        parts = [f"lacks {named(absent)}"] if absent else []
        parts += [f"has {named(extra)} beyond them"] if extra else []
        if parts:
            yield _finding(
                "group_members_differ",
                group,
                name,
                expected="the declared members",
                found=f"the group {' and '.join(parts)}",
                remedy="bring it to its members with the module group",
            )


def _membership(wanted: Change, present: Sequence[str]) -> tuple[list[str], list[str]]:
    """The declared members that are absent, and those present that should not be."""
    asked = wanted.add if wanted.exactly is None else wanted.exactly
    absent = [user for user in asked if not any(same_account(user, each) for each in present)]
    extra = [each for each in present if any(same_account(user, each) for user in wanted.remove)]
    if wanted.exactly is not None:
        extra = [each for each in present if not any(same_account(user, each) for user in wanted.exactly)]
    return absent, extra


def books_on_behalf(of: Situation) -> Iterator[Said]:
    """A group that lets its members book in the name of others, though nothing declared needs that."""
    declared = of.declared
    if not declared.groups and not declared.clients:
        yield Unseen("neither a group nor a service user is declared")
        return
    for name, shown in of.permissions.seen.items():
        if folded(name) == folded(SITE_ADMINISTRATOR) or _on_behalf(shown) not in shown.granted:
            continue
        group = next((each for each in declared.groups if folded(each.name) == folded(name)), None)
        if _is_entitled(of, name, group, shown):
            continue
        yield Finding(
            "group_books_on_behalf",
            GROUP,
            name,
            expected="Book on behalf of in the groups of booking clients alone",
            found=f"the group gives {_on_behalf(shown)}, which the declaration does not",
            remedy="take it from the group with the module group, or declare it",
            site=group.site if group else None,
        )


def _is_entitled(of: Situation, name: str, group: DeclaredGroup | None, shown: Permissions) -> bool:
    """Whether the group is declared with that right, or a client that needs it is declared to be in the group."""
    if group is not None and group.permissions is not None:
        asked = group.permissions.add if group.permissions.exactly is None else group.permissions.exactly
        if _on_behalf(shown) in _resolved(asked, shown):
            return True
        if group.permissions.exactly is not None or _on_behalf(shown) in _resolved(group.permissions.remove, shown):
            return False
    for client in of.declared.clients:
        if client.on_behalf and client.groups is not None:
            wanted = client.groups.add if client.groups.exactly is None else client.groups.exactly
            if spelled(name, wanted) is not None:
                return True
    return False


def administrator_is_default(of: Situation) -> Iterator[Said]:
    name = spelled(SITE_ADMINISTRATOR, of.default_groups.seen.ticked)
    if name is not None and of.default_groups.seen.ticked[name]:
        yield Finding(
            "site_administrator_default_group",
            GROUP,
            name,
            expected="a group that nobody lands in by default",
            found="it is a default group: whoever signs in to TMS for the first time, or is booked for, may do everything",
            remedy="remove it with the module default_groups, then look at its members",
        )


def defaults_differ(of: Situation) -> Iterator[Said]:
    """But for Site Administrator, which is a finding of its own."""
    if of.declared.default_groups is None:
        yield Unseen("no default groups are declared")
        return
    shown = of.default_groups.seen
    situation = default_groups.Situation(shown.ticked, shown.fixed, tuple(of.groups.seen))
    try:
        plan = default_groups.plan(situation, default_groups.Wish(of.declared.default_groups))
    except InputError as error:
        raise NotSeen(str(error)) from error
    if plan.refusal is not None:
        yield Unseen(str(plan.refusal))
    for action in plan.actions:
        before, after = _but_administrators(action.before), _but_administrators(action.after)
        if before != after:
            yield Finding(
                "default_groups_differ",
                SERVER,
                of.server,
                expected=f"default groups {', '.join(after) or 'none'}",
                found=f"default groups {', '.join(before) or 'none'}",
                remedy="bring them about with the module default_groups",
            )


def _but_administrators(names: list[str]) -> list[str]:
    return [name for name in names if folded(name) != folded(SITE_ADMINISTRATOR)]


def _undeclared(of: Situation) -> Iterator[Unseen]:
    if not of.declared.groups:
        yield Unseen(NO_GROUP)


def _finding(id_: str, group: DeclaredGroup, name: str, **words: str) -> Finding:
    return Finding(id_, GROUP, name, site=group.site, **words)


def _declared(of: Situation) -> Iterator[tuple[DeclaredGroup, str, Permissions]]:
    """The declared groups that TMS has, with their permissions."""
    for group in of.declared.groups:
        name = spelled(group.name, of.groups.seen)
        if group.present and name is not None:
            yield group, name, of.permissions.seen[name]


def _wanted(group: DeclaredGroup, shown: Permissions) -> frozenset[Right]:
    try:
        return changed_rights(shown.granted, group.permissions or Change(), shown.known)
    except InputError as error:
        raise NotSeen(str(error)) from error


def _resolved(names: tuple[str, ...], shown: Permissions) -> frozenset[Right]:
    try:
        return resolve_all(names, shown.known)
    except InputError as error:
        raise NotSeen(str(error)) from error


def _on_behalf(shown: Permissions) -> Right:
    try:
        return on_behalf(shown.known)
    except InputError as error:
        raise NotSeen(str(error)) from error
