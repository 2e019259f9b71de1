# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules about the users of booking clients.

This module util is PRIVATE to the collection; it can change at any time.

Source: TMSBA programming guide 15.x p. 10 (what an API client's group needs).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ansible_collections.telepresence.tms.plugins.module_utils._model.audit.declared import Client
from ansible_collections.telepresence.tms.plugins.module_utils._model.audit.situation import (
    NotSeen,
    Person,
    Said,
    Situation,
    Unseen,
    named,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import InputError
from ansible_collections.telepresence.tms.plugins.module_utils._model.findings import USER, Finding
from ansible_collections.telepresence.tms.plugins.module_utils._model.rights import (
    EVERYBODY,
    SITE_ADMINISTRATOR,
    Effective,
    Right,
    effective,
    folded,
    needed_by_client,
)

NO_CLIENT = "no service user is declared"


def _undeclared(of: Situation) -> Iterator[Unseen]:
    if not of.declared.clients:
        yield Unseen(NO_CLIENT)


def _people(of: Situation) -> Iterator[tuple[Client, Person]]:
    """The declared clients that TMS has a user for."""
    for client, person in of.people.seen.items():
        if person is not None:
            yield client, person


def _finding(id_: str, client: Client, name: str, **words: str) -> Finding:
    return Finding(id_, USER, name, object_id=None, site=client.site, **words)


def _administers(person: Person) -> bool:
    return any(folded(name) == folded(SITE_ADMINISTRATOR) for name in person.groups)


def _rights(of: Situation, person: Person) -> Effective:
    """What reaches a user through his groups, but for Site Administrator, which is told by a finding of its own."""
    permissions = of.permissions.seen
    counted = [name for name in person.groups if folded(name) != folded(SITE_ADMINISTRATOR)]
    unread = [name for name in counted if name not in permissions]
    if unread:
        raise NotSeen(f"the permissions of group {named(unread)} were not read")
    return effective({name: permissions[name] for name in counted})


def _known(of: Situation) -> Sequence[Right]:
    return max((each.known for each in of.permissions.seen.values()), key=len, default=())


def _needed(of: Situation, client: Client) -> frozenset[Right]:
    try:
        return needed_by_client(_known(of), on_behalf=client.on_behalf, approves=client.approves)
    except InputError as error:
        raise NotSeen(str(error)) from error


def _lacking(of: Situation, client: Client, person: Person) -> list[Right]:
    if _administers(person):
        return []
    needed, has = _needed(of, client), _rights(of, person).rights
    return [right for right in _known(of) if right in needed and right not in has]


def _is_disabled(of: Situation, client: Client, person: Person) -> bool:
    """In no group but Users, as TMS leaves a user that it disables, and without what he needs."""
    return all(folded(name) == folded(EVERYBODY) for name in person.groups) and bool(_lacking(of, client, person))


def missing(of: Situation) -> Iterator[Said]:
    yield from _undeclared(of)
    for client, person in of.people.seen.items():
        if person is None:
            yield _finding(
                "service_user_missing",
                client,
                client.name,
                expected=f"a TMS user for the booking client of site {client.site}",
                found="TMS lists no user of this name; it would make one in the default groups at its first access",
                remedy="make it with the module service_user",
            )


def disabled(of: Situation) -> Iterator[Said]:
    yield from _undeclared(of)
    for client, person in _people(of):
        if _is_disabled(of, client, person):
            yield _finding(
                "service_user_disabled",
                client,
                person.name,
                expected="a user with the rights of a booking client",
                found=f"it is in no group but {EVERYBODY}, as a user that was disabled",
                remedy="find out why it was disabled, then bring it back with the module service_user",
            )


def lacks_right(of: Situation) -> Iterator[Said]:
    yield from _undeclared(of)
    for client, person in _people(of):
        lacking = _lacking(of, client, person)
        if lacking and not _is_disabled(of, client, person):
            yield _finding(
                "service_user_lacks_right",
                client,
                person.name,
                expected=f"the permissions {', '.join(map(str, sorted(_needed(of, client))))}",
                found=f"its groups ({', '.join(person.groups)}) do not give {', '.join(map(str, lacking))}",
                remedy="put it into a group that does with the module service_user, or give them to its group with the module group",
            )


def excess(of: Situation) -> Iterator[Said]:
    """Rights beyond what a client needs; those of Site Administrator are a finding of its own."""
    yield from _undeclared(of)
    for client, person in _people(of):
        beyond = _rights(of, person).beyond(_needed(of, client)).by_group()
        if beyond:
            told = "; ".join(
                f"{named(list(map(str, rights)))} through group '{name}'" for name, rights in beyond.items()
            )
            yield _finding(
                "service_user_excess_rights",
                client,
                person.name,
                expected="no permission but those that a booking client needs",
                found=told,
                remedy="restrict these groups with the module group, or take the user out of them with the module service_user",
            )


def site_administrator(of: Situation) -> Iterator[Said]:
    yield from _undeclared(of)
    for client, person in _people(of):
        if _administers(person):
            yield _finding(
                "service_user_site_administrator",
                client,
                person.name,
                expected=f"a user outside of group '{SITE_ADMINISTRATOR}'",
                found=f"it is a member of '{SITE_ADMINISTRATOR}' and may do everything in TMS",
                remedy="take it out of the group with the module service_user",
            )


def groups_differ(of: Situation) -> Iterator[Said]:
    """Groups other than declared that change no right; what changes one is told by the other rules."""
    yield from _undeclared(of)
    for client, person in _people(of):
        if client.groups is None or _is_disabled(of, client, person) or _lacking(of, client, person):
            continue
        quiet = [name for name in person.groups if folded(name) not in (folded(EVERYBODY), folded(SITE_ADMINISTRATOR))]
        loud = _rights(of, person).beyond(_needed(of, client)).by_group()
        wanted = client.groups.add if client.groups.exactly is None else client.groups.exactly
        has = {folded(name) for name in person.groups}
        absent = [name for name in wanted if folded(name) not in has]
        allowed = {folded(name) for name in wanted}
        removed = {folded(name) for name in client.groups.remove}
        extra = [
            name
            for name in quiet
            if name not in loud
            and (folded(name) in removed or (client.groups.exactly is not None and folded(name) not in allowed))
        ]
        if absent or extra:
            parts = [f"not in {named(absent)}"] if absent else []
            parts += [f"in {named(extra)}"] if extra else []
            yield _finding(
                "service_user_groups_differ",
                client,
                person.name,
                expected="the declared groups",
                found=f"it is {' and '.join(parts)}, which changes none of its rights",
                remedy="bring it to its groups with the module service_user",
            )
