# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What audit_info reports: reads all that the rules look at, once, and lets them judge.

This module util is PRIVATE to the collection; it can change at any time.

What cannot be read is no reason to say nothing about the rest: the rules that need it say so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timezone
from typing import Any, TypeVar

from ansible_collections.telepresence.tms.plugins.module_utils._model.accounts import find_account
from ansible_collections.telepresence.tms.plugins.module_utils._model.audit.audit import audit
from ansible_collections.telepresence.tms.plugins.module_utils._model.audit.declared import Client, Declared, declared
from ansible_collections.telepresence.tms.plugins.module_utils._model.audit.situation import (
    NO_SEATS_NEEDED,
    DefaultGroups,
    Looked,
    NotSeen,
    Person,
    Situation,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.bookings import Booking
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import (
    NotTmsError,
    TmsError,
    UnreachableError,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.findings import summary
from ansible_collections.telepresence.tms.plugins.module_utils._model.licensing import (
    PACKAGE,
    GeneralSettings,
    Seats,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.remote_bookings import (
    DISABLED,
    ENABLED,
    Reading,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.rights import Permissions, spelled
from ansible_collections.telepresence.tms.plugins.module_utils._model.service_users import Wish, already_made
from ansible_collections.telepresence.tms.plugins.module_utils._model.sites import declaration
from ansible_collections.telepresence.tms.plugins.module_utils._model.users import User
from ansible_collections.telepresence.tms.plugins.module_utils._resources.groups import members_of, permissions_of
from ansible_collections.telepresence.tms.plugins.module_utils._resources.seats import readings, seat_reading
from ansible_collections.telepresence.tms.plugins.module_utils._resources.tms import Tms
from ansible_collections.telepresence.tms.plugins.module_utils._resources.users import groups_of
from ansible_collections.telepresence.tms.plugins.module_utils._web.grids import Listed
from ansible_collections.telepresence.tms.plugins.module_utils._web.pages import groups, tickets

T = TypeVar("T")

#: Errors after which nothing more can be looked at.
_ENDS = (UnreachableError, NotTmsError)


def _looked(read: Callable[[], T]) -> Looked[T]:
    try:
        return Looked(read())
    except NotSeen as not_seen:
        return Looked(reason=str(not_seen))
    except TmsError as error:
        if error.stops_everything or isinstance(error, _ENDS):
            raise
        return Looked(reason=str(error).rstrip("."))


def report(tms: Tms, params: Mapping[str, Any]) -> dict[str, Any]:
    """The module's result. sites, groups, default_groups: what is declared; expiry_days, seats_total: see the module."""
    wanted = declaration(params["sites"], params["groups"])
    asked = declared(wanted, tms.systems, lambda: tms.folders, params["default_groups"])
    of = _situation(tms, asked, params)
    found = audit(of)
    return {
        "time": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "findings": [finding.as_result() for finding in found.findings],
        "summary": summary(found.findings),
        "checks": [check.as_result() for check in found.checks],
        "seats": of.seats.value.as_result() if of.seats.value else None,
        "sites": _sites(of),
        "systems": _systems(of),
    }


def _situation(tms: Tms, asked: Declared, params: Mapping[str, Any]) -> Situation:
    settings = _looked(tms.general_settings)
    read = _looked(lambda: _readings(tms, asked))
    listed = _looked(lambda: groups.entries(tms.web))
    return Situation(
        server=tms.http.base,
        today=date.today(),
        expiry_days=params["expiry_days"],
        declared=asked,
        systems=tms.systems,
        settings=settings,
        readings=read,
        seats=_looked(lambda: _seats(tms, settings, read, params["seats_total"])),
        bookings=_looked(lambda: _bookings(tms, read)),
        groups=_looked(lambda: [entry.spelled for entry in listed.seen]),
        permissions=_looked(lambda: _permissions(tms, asked, listed)),
        default_groups=_looked(lambda: _default_groups(tms, listed)),
        people=_looked(lambda: _people(tms, asked.clients)),
        members=_looked(lambda: _members(tms, asked, listed)),
        tickets=_looked(lambda: tickets.read(tms.web)),
    )


def _readings(tms: Tms, asked: Declared) -> Mapping[int, Reading]:
    """Every system that can hold a seat, declared or not, and those declared that cannot."""
    return readings(tms, [system for system in tms.systems if system.bookable or system.id in asked.targets])


def _seats(
    tms: Tms, settings: Looked[GeneralSettings], read: Looked[Mapping[int, Reading]], seats_total: int | None
) -> Seats:
    if any(key.kind == PACKAGE for key in settings.seen.keys):
        raise NotSeen(NO_SEATS_NEEDED)
    counted = seat_reading(tms, read.seen, seats_total=seats_total, holders=True).seats
    if counted is None:
        raise NotSeen("the seats could not be counted")
    return counted


def _bookings(tms: Tms, read: Looked[Mapping[int, Reading]]) -> dict[int, tuple[Booking, ...]]:
    """Of the systems at No, for which alone a booking is in danger; empty for those that have none."""
    asked = [id_ for id_, reading in read.seen.items() if reading.state == DISABLED]
    return dict.fromkeys(asked, ()) | tms.booking.future_bookings(asked)


def _permissions(tms: Tms, asked: Declared, listed: Looked[list[Listed]]) -> dict[str, Permissions]:
    """Of every group, as any may give Book on behalf of."""
    if not asked.groups and not asked.clients:
        raise NotSeen("neither a group nor a service user is declared")
    return permissions_of(tms, listed.seen)


def _default_groups(tms: Tms, listed: Looked[list[Listed]]) -> DefaultGroups:
    boxes = groups.read_default_groups(tms.web, [entry.spelled for entry in listed.seen])
    return DefaultGroups(
        {name: box.ticked for name, box in boxes.items()},
        frozenset(name for name, box in boxes.items() if box.fixed),
    )


def _members(tms: Tms, asked: Declared, listed: Looked[list[Listed]]) -> dict[str, list[str]]:
    wanted = [group.name for group in asked.groups if group.present and group.members is not None]
    if not wanted:
        return {}
    return members_of(tms, [entry for entry in listed.seen if spelled(entry.spelled, wanted) is not None])


def _people(tms: Tms, clients: Sequence[Client]) -> dict[Client, Person | None]:
    """The user of each client, with his groups."""
    if not clients:
        return {}
    known = tms.remote_setup.users()
    names = {client: _name_of(client, known) for client in clients}
    asked = [name for name in dict.fromkeys(names.values()) if name is not None]
    of = groups_of(tms, asked) if asked else {}
    return {client: None if name is None else Person(name, tuple(of[name])) for client, name in names.items()}


def _name_of(client: Client, known: Sequence[User]) -> str | None:
    if client.created:
        return already_made(Wish(client.name, profile={"email": client.email}), known)
    return find_account(client.name, [user.user_name for user in known])


def _sites(of: Situation) -> list[dict[str, Any]]:
    read = of.readings.value or {}
    found = []
    for site in of.declared.sites:
        ids = [id_ for id_, target in of.declared.targets.items() if target.site == site]
        enabled = sum(id_ in read and read[id_].state == ENABLED for id_ in ids)
        found.append({"name": site, "systems": len(ids), "enabled": enabled})
    return found


def _systems(of: Situation) -> list[dict[str, Any]]:
    """Every system that was looked at; future_bookings: null where the question was not asked."""
    read, booked = of.readings.value or {}, of.bookings.value or {}
    chosen = [system for system in of.systems if system.bookable or system.id in of.declared.targets]
    return [
        {
            "id": system.id,
            "name": system.name,
            "site": of.declared.site_of(system.id),
            "declared": of.declared.wants(system.id),
            "remote_bookings": read[system.id].state if system.id in read else None,
            "future_bookings": len(booked[system.id]) if system.id in booked else None,
        }
        for system in chosen
    ]
