# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules about systems: which hold a booking seat, and which should.

This module util is PRIVATE to the collection; it can change at any time.

Source: TMSBA programming guides 14.6 p. 15 (a first booking turns a system on) and 15.x p. 16 (an edited booking whose
systems lack a seat is deleted).
"""

from __future__ import annotations

from collections.abc import Iterator

from ansible_collections.telepresence.tms.plugins.module_utils._model.audit.shortage import without_seat_left
from ansible_collections.telepresence.tms.plugins.module_utils._model.audit.situation import (
    Said,
    Situation,
    Unseen,
    Void,
    about_seats,
    about_sites,
    number,
    unreadable,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.findings import SYSTEM, Finding
from ansible_collections.telepresence.tms.plugins.module_utils._model.remote_bookings import DISABLED, ENABLED
from ansible_collections.telepresence.tms.plugins.module_utils._model.systems import System

YES, NO = "Allow Remote Bookings is Yes", "Allow Remote Bookings is No"


def _finding(id_: str, system: System, of: Situation, **words: str) -> Finding:
    return Finding(id_, SYSTEM, system.name, object_id=system.id, site=of.declared.site_of(system.id), **words)


@about_seats
def booked_without_seat(of: Situation) -> Iterator[Said]:
    """Per-system licensing: TMS deletes the bookings of a system without a seat when they are edited."""
    if of.mode == "none":
        yield Void("no option key is listed that licenses bookings")
        return
    if of.mode == "unknown":
        yield Unseen("the kind of the option keys is not known")
        return
    yield from unreadable(of.readings.seen)
    for id_, bookings in of.bookings.seen.items():
        reading = of.readings.seen[id_]
        if reading.state != DISABLED or not bookings:
            continue
        first = min(bookings, key=lambda booking: (booking.start is None, booking.start))
        wanted = of.declared.wants(id_)
        yield _finding(
            "system_booked_without_seat",
            reading.system,
            of,
            expected=f"{YES} on a system that is booked",
            found=f"{NO}, with {number(len(bookings), 'future booking')}, the first {first.title_and_time}; "
            "TMS deletes a booking without a seat when it is edited",
            remedy="turn the system on with the module remote_bookings before anybody edits these bookings"
            + (", or move them to another system and cancel them" if wanted == DISABLED else ""),
        )


@about_sites
@about_seats
def without_seat(of: Situation) -> Iterator[Said]:
    """Declared enabled, at No, with a seat to be had; those for which there is none are told by seats_short."""
    readings = of.readings.seen
    yield from unreadable(of.declared_readings)
    booked = of.bookings.value or {}
    short = {target.system.id for target in without_seat_left(of)}
    for id_, target in of.declared.targets.items():
        if target.state != ENABLED or readings[id_].state != DISABLED or id_ in short or booked.get(id_):
            continue
        yield _finding(
            "system_without_seat",
            target.system,
            of,
            expected=YES,
            found=NO if target.system.responds else f"{NO}, and TMS shows its status as {target.system.status}",
            remedy="run site_rollout, or remote_bookings for this system",
        )


@about_sites
@about_seats
def holds_undeclared_seat(of: Situation) -> Iterator[Said]:
    """A first booking through the API turns a system on by itself; nobody may have noticed."""
    yield from unreadable(of.readings.seen)
    for id_, reading in of.readings.seen.items():
        target = of.declared.targets.get(id_)
        if reading.state != ENABLED or (target is not None and target.state != DISABLED):
            continue
        yield _finding(
            "system_holds_undeclared_seat",
            reading.system,
            of,
            expected=f"{NO}, as declared" if target else "no seat, as no site declares the system",
            found=f"{YES}: the system holds a booking seat",
            remedy="declare the system, or turn it off with the module remote_bookings",
        )


@about_sites
def unknown(of: Situation) -> Iterator[Said]:
    """An entry of a site that selects no system."""
    for stranger in of.declared.strangers:
        selector = stranger.selector
        yield Finding(
            "system_unknown",
            SYSTEM,
            str(selector.value),
            expected=f"a system of this {selector.by}",
            found=f"{selector.by} '{selector.value}' {stranger.complaint}",
            remedy=f"correct the entry of site {stranger.site}, or add the system to TMS",
            object_id=selector.value if selector.by == "id" else None,
            site=stranger.site,
        )


def unread(of: Situation) -> Iterator[Said]:
    """A system whose Settings could not be read: nothing is known of its seat."""
    for reading in of.readings.seen.values():
        if reading.error is not None:
            yield _finding(
                "system_unreadable",
                reading.system,
                of,
                expected="Settings that show Allow Remote Bookings",
                found=str(reading.error),
                remedy=reading.error.remedy or "look at the system in TMS",
            )
