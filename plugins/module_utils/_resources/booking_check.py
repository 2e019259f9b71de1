# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the module booking_check does: see that the systems may be booked, book them, and tell what differs afterwards.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._model import test_bookings as rules
from ansible_collections.telepresence.tms.plugins.module_utils._model.accounts import find_account, same_account
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import (
    InputError,
    LabelError,
    NotAllowedError,
    RefusedError,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.remote_bookings import DISABLED, ENABLED
from ansible_collections.telepresence.tms.plugins.module_utils._model.selection import select, selectors
from ansible_collections.telepresence.tms.plugins.module_utils._model.systems import System
from ansible_collections.telepresence.tms.plugins.module_utils._resources.seats import readings
from ansible_collections.telepresence.tms.plugins.module_utils._resources.test_bookings import (
    TestBookings,
    Tried,
    Window,
)
from ansible_collections.telepresence.tms.plugins.module_utils._resources.tms import Tms


def check(tms: Tms, params: Mapping[str, Any]) -> dict[str, Any]:
    """The module's result; in check mode only what changes nothing is asked."""
    rules.checked_window(params["within_hours"], params["minutes"])
    wanted = selectors(params["systems"], "systems")
    systems = [each.system for each in select(wanted, tms.systems, lambda: _folders(tms))]
    if not systems:
        raise InputError(
            "The option systems must name at least one system", remedy="give those that the client will book"
        )
    me = tms.me
    known = [user.user_name for user in tms.remote_setup.users()]
    owner = (params["owner"] or "").strip() or me
    # As TMS spells it: for a name without its domain it might make another user.
    owner = find_account(owner, known) or owner
    _may_book(tms, systems, me, owner)
    window = Window(timedelta(hours=params["within_hours"]), timedelta(minutes=params["minutes"]))
    bookings = TestBookings(tms, owner, window, waits=not params["check_mode"])
    lacking = _without_seat(tms, systems, params)
    leftovers = bookings.settled(systems)
    if params["check_mode"]:
        times = bookings.free_times(systems)
        tried = [Tried(tuple(systems), None, times[0][0])]
        taken, made = lacking, [] if find_account(owner, known) else [owner]
    else:
        for leftover in leftovers.ours:
            bookings.remove(leftover)
        tried = bookings.book(systems)
        taken = _taken(tms, lacking)
        made = [user.user_name for user in tms.remote_setup.users() if user.user_name not in known]
    failed = [each.error for each in tried if each.error is not None]
    result: dict[str, Any] = {
        "changed": bool(taken or made or leftovers.ours),
        "results": [entry for each in tried for entry in each.as_results()],
        "owner": owner,
        "leftovers": [each.as_result() for each in leftovers.ours],
        "warnings": leftovers.warnings,
        "seats_taken": [{"id": system.id, "name": system.name} for system in taken],
        "users_created": made,
        "client_session_used": tms.booking.client_session_used,
    }
    if failed:
        told = " ".join(str(error) for error in failed)
        result |= {"failed": True, "msg": f"{len(failed)} of {len(tried)} test bookings failed: {told}"}
    return result


def _folders(tms: Tms) -> Mapping[int, tuple[str, ...]]:
    """Which systems each folder holds, as the Navigator shows it: a page that a booking client need not be let into."""
    try:
        return tms.folders
    except (NotAllowedError, LabelError) as error:
        raise NotAllowedError(
            "look up the folders that the option systems names",
            on=f"account '{tms.me}'",
            said=error.said,
            remedy="name these systems by pattern, name or id, as a booking client need not open the Navigator",
        ) from error


def _may_book(tms: Tms, systems: Sequence[System], me: str, owner: str) -> None:
    if not same_account(owner, me) and not tms.remote_setup.is_book_on_behalf_user():
        raise NotAllowedError(
            f"book for {owner}",
            on=f"account '{me}'",
            said="none of its groups has Book on behalf of (IsTMSBookOnBehalfUser)",
            remedy="give it to a group of the account with the module group",
        )
    allowed = {system.id for system in tms.remote_setup.systems_for_user()}
    denied = [system.title for system in systems if system.id not in allowed]
    if denied:
        raise NotAllowedError(
            "make a test booking",
            on=", ".join(denied),
            said=f"TMS does not list them as bookable by '{me}' (GetSystemsForUser)",
            remedy="give the account's groups the system permission Book, and look at Allow Bookings of the systems",
        )


def _without_seat(tms: Tms, systems: Sequence[System], params: Mapping[str, Any]) -> list[System]:
    """The systems that hold no booking seat yet; refused unless the user lets them claim one."""
    if params["seats_held"]:
        return []
    try:
        read = readings(tms, systems)
    except NotAllowedError as error:
        raise NotAllowedError(
            "see whether the systems hold a booking seat",
            on=f"account '{tms.me}'",
            said=error.said,
            remedy="say so with seats_held: true, after the module remote_bookings has enabled them",
        ) from error
    unreadable = next((reading.error for reading in read.values() if reading.error is not None), None)
    if unreadable is not None:
        raise unreadable
    lacking = [system for system in systems if read[system.id].state == DISABLED]
    if lacking and not params["claim_seat"]:
        raise RefusedError(
            "book systems that hold no booking seat",
            on=", ".join(system.title for system in lacking),
            said="a first booking would turn Allow Remote Bookings on",
            remedy="enable them with the module remote_bookings first, or let them claim a seat with claim_seat: true",
        )
    return lacking


def _taken(tms: Tms, lacking: Sequence[System]) -> list[System]:
    """Which of the systems that held no seat hold one now."""
    if not lacking:
        return []
    read = readings(tms, lacking)
    return [system for system in lacking if read[system.id].state == ENABLED]
