# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules about seats, option keys and client sessions.

This module util is PRIVATE to the collection; it can change at any time.

Sources: TMSBA programming guides 14.6 p. 15 (with both kinds of key TMS uses the Package alone) and 15.x p. 13 (sessions
consume Application Integration licences; a table of the active clients tells who does).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from ansible_collections.telepresence.tms.plugins.module_utils._model.audit.expiry import expiry_dates, never_expires
from ansible_collections.telepresence.tms.plugins.module_utils._model.audit.shortage import (
    cannot_be_told,
    without_seat_left,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.audit.situation import (
    Said,
    Situation,
    Unseen,
    Void,
    about_seats,
    about_sites,
    named,
    number,
    unreadable,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.findings import OPTION_KEY, SERVER, Finding
from ansible_collections.telepresence.tms.plugins.module_utils._model.licensing import client_licences, masked
from ansible_collections.telepresence.tms.plugins.module_utils._model.remote_bookings import ENABLED

#: From this share of the client licences on they are nearly used up.
_NEAR = 0.8


def _of_server(id_: str, of: Situation, site: str | None = None, **words: str) -> Finding:
    return Finding(id_, SERVER, of.server, site=site, **words)


@about_sites
@about_seats
def short(of: Situation) -> Iterator[Said]:
    """More declared systems than there are seats for; one finding a site."""
    yield from unreadable(of.declared_readings)
    if cannot_be_told(of):
        yield Unseen(_why_unknown(of))
        return
    left_out = without_seat_left(of)
    for site in dict.fromkeys(target.site for target in left_out):
        names = [f"'{target.system.name}'" for target in left_out if target.site == site]
        yield _of_server(
            "seats_short",
            of,
            site,
            expected=f"{number(len(names), 'more booking seat')} for site {site}",
            found=f"{_in_use(of)}; no seat is left for {named(names)}",
            remedy="add a key with the module option_key, or release systems with the module remote_bookings",
        )


def _in_use(of: Situation) -> str:
    seats = of.seats.seen
    return f"{seats.used.value} of {number(seats.total.value or 0, 'seat')} in use ({seats.total.source})"


def _why_unknown(of: Situation) -> str:
    seats = of.seats.seen
    unknown = seats.total if seats.total.value is None else seats.used
    return f"how many seats are free is not known: {unknown.source}"


@about_seats
def exhausted(of: Situation) -> Iterator[Said]:
    """No seat is free for the next system; a licence that the declaration fills exactly is as it should be."""
    seats = of.seats.seen
    if seats.total.value is None or seats.used.value is None:
        yield Unseen(_why_unknown(of))
        return
    if seats.total.value > seats.used.value or not seats.used.value:
        return
    over = seats.used.value - seats.total.value
    if not over and _filled_as_declared(of):
        return
    yield _of_server(
        "seats_exhausted",
        of,
        expected="a free booking seat, or no more in use than declared",
        found=f"{_in_use(of)}{f', {over} more than there are' if over else ''}; TMS denies the first booking of a further system",
        remedy="see who holds a seat with license_info, then release systems or add a key",
    )


def _filled_as_declared(of: Situation) -> bool:
    holders = [id_ for id_, reading in of.readings.seen.items() if reading.state == ENABLED]
    return bool(holders) and all(of.declared.wants(id_) == ENABLED for id_ in holders)


def both_kinds(of: Situation) -> Iterator[Said]:
    """Beside a Package key, per-system keys are without effect."""
    keys = of.settings.seen.keys
    idle = [key for key in keys if key.brings_seats]
    if of.under_package and idle:
        yield Finding(
            "keys_of_both_kinds",
            OPTION_KEY,
            ", ".join(dict.fromkeys(masked(key.key) for key in idle)),
            expected="keys of one kind",
            found=f"{number(len(idle), 'per-system key')} beside an Application Integration Package key, "
            "of which TMS uses the Package alone",
            remedy="use the per-system keys on another server, or ask Cisco to exchange them",
        )


def expires(of: Situation) -> Iterator[Said]:
    """Where TMS shows when a key expires."""
    keys = of.settings.seen.keys
    if keys and not any(key.expires for key in keys):
        yield Unseen("TMS shows for no option key when it expires")
        return
    limit = of.today + timedelta(days=of.expiry_days)
    for key in keys:
        if not key.expires or never_expires(key.expires):
            continue
        dates = expiry_dates(key.expires)
        if not dates:
            yield Unseen(f"'{key.expires}', the expiry of key {masked(key.key)}, is no date that can be read")
        elif min(dates) <= limit:
            over = max(dates) < of.today
            yield Finding(
                "key_expires",
                OPTION_KEY,
                masked(key.key),
                expected=f"a key that is valid for {of.expiry_days} days and more",
                found=f"'{key.description}' {'expired' if over else 'expires'} on {key.expires}",
                remedy="order a new key, and add it with the module option_key",
            )


def client_sessions(of: Situation) -> Iterator[Said]:
    """Each client session takes a client licence of the Package; one for each declared client is as it should be."""
    if not of.under_package:
        yield Void("client sessions count under an Application Integration Package key alone")
        return
    settings = of.settings.seen
    if settings.clients is None:
        yield Unseen("TMS shows no table 'Active Application Integration Clients' on General Settings")
        return
    total = client_licences(settings.figures)
    if total is None:
        yield Unseen("TMS shows no figure of the Application Integration licences")
        return
    active = len(settings.clients)
    if active > len(of.declared.clients) and active >= _NEAR * total.value:
        yield _of_server(
            "client_sessions_near_licence",
            of,
            expected=f"fewer active clients than the licence has, one for each of {len(of.declared.clients)} declared clients",
            found=f"{number(active, 'active client session')} of {total.value} ('{total.label}')",
            remedy="look which client opens sessions in the table Active Application Integration Clients, and let it keep one",
        )
