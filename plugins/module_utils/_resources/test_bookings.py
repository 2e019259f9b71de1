# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Test bookings: made, read back, and deleted; the one implementation for all that book to try something out.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._model import test_bookings as rules
from ansible_collections.telepresence.tms.plugins.module_utils._model.accounts import find_account, same_account
from ansible_collections.telepresence.tms.plugins.module_utils._model.bookings import Booking
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import (
    FaultError,
    InputError,
    NotAllowedError,
    RefusedError,
    TmsError,
    VerificationError,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.remote_bookings import DISABLED, ENABLED
from ansible_collections.telepresence.tms.plugins.module_utils._model.selection import select, selectors
from ansible_collections.telepresence.tms.plugins.module_utils._model.systems import System
from ansible_collections.telepresence.tms.plugins.module_utils._model.test_bookings import Wish
from ansible_collections.telepresence.tms.plugins.module_utils._resources.seats import readings
from ansible_collections.telepresence.tms.plugins.module_utils._resources.tms import Tms

#: Faults of TMSBA (TMSBA guide, error table): no such conference, no right to read it, the time is taken, no such user.
_NOT_FOUND, _NO_ACCESS, _TAKEN, _NO_USER = -2147218302, -2147218266, -2147218300, -2147218255

#: So many times are tried where TMS says that one is taken which seemed free.
_TRIES = 5


@dataclass(frozen=True)
class Tried:
    """conference_id: of the booking, None where none was made; error: why the test failed."""

    systems: tuple[System, ...]
    conference_id: int | None = None
    start: datetime | None = None
    error: TmsError | None = None

    def as_results(self) -> list[dict[str, Any]]:
        return [
            {
                "id": system.id,
                "name": system.name,
                "booked": self.conference_id is not None,
                "conference_id": self.conference_id,
                "start": self.start.isoformat() if self.start else None,
                "error": None if self.error is None else str(self.error),
            }
            for system in self.systems
        ]


@dataclass(frozen=True)
class Leftovers:
    """ours: test bookings of this owner; hidden: called so, but the account may not read whether they are."""

    ours: tuple[Booking, ...] = ()
    hidden: tuple[Booking, ...] = ()

    @property
    def warnings(self) -> list[str]:
        return [
            f"Conference {each.id} {each.title_and_time} of {each.owner or 'an unknown owner'} may be a test booking that a killed "
            "run left behind, but this account may not read it, so it stays; delete it in TMS if nobody needs it."
            for each in self.hidden
        ]


@dataclass(frozen=True)
class Window:
    """Where a free time is looked for. within: how far ahead; duration: of the booking."""

    within: timedelta = timedelta(hours=72)
    duration: timedelta = timedelta(minutes=15)


class _HiddenError(TmsError):
    """TMS has the conference, but does not let this account read it."""

    def __init__(self) -> None:
        super().__init__("read a conference")


class TestBookings:
    """For one owner, who is the account itself or one it books on behalf of."""

    #: pytest takes every class of this name for a test.
    __test__ = False

    def __init__(self, tms: Tms, owner: str, window: Window) -> None:
        self._tms = tms
        self._owner = owner
        self._window = window
        self._lock = threading.Lock()
        now = datetime.now(timezone.utc).replace(microsecond=0)
        #: Not at once: a test booking never takes a room that somebody is about to enter.
        self._earliest = now + timedelta(hours=1)
        self._latest = now + window.within + window.duration

    def leftovers(self, systems: Sequence[System]) -> Leftovers:
        """Test bookings that a run which was killed has left behind, on these systems or on others."""
        now = datetime.now(timezone.utc).replace(microsecond=0)
        start, end = now - timedelta(days=1), now + timedelta(days=400)
        listed = self._tms.booking.conferences_between([system.id for system in systems], start, end)
        listed += self._owned(start, end)
        ours, hidden = list[Booking](), list[Booking]()
        for each in {booking.id: booking for booking in listed}.values():
            if not rules.may_be_ours(each, self._owner):
                continue
            try:
                # A list tells source and key on some servers only, the booking itself always.
                read = self._read(each.id)
            except _HiddenError:
                (ours if rules.is_ours(each, self._owner) else hidden).append(each)
            else:
                if read is not None and rules.is_ours(read, self._owner):
                    ours.append(read)
        return Leftovers(tuple(ours), tuple(hidden))

    def _owned(self, start: datetime, end: datetime) -> list[Booking]:
        """What the owner has on any system; nothing where TMS does not know him yet."""
        try:
            return self._tms.booking.conferences_for_user(self._owner, start, end)
        except FaultError as error:
            if error.code == _NO_USER:
                return []
            raise

    def _read(self, id_: int) -> Booking | None:
        """A booking by itself; None if it is gone meanwhile; a _HiddenError where this account may not read it."""
        try:
            return self._tms.booking.conference(id_)
        except FaultError as error:
            if error.code == _NOT_FOUND:
                return None
            if error.code == _NO_ACCESS:
                raise _HiddenError from error
            raise

    def is_there(self, booking: Booking) -> bool:
        """Whether TMS still has it; where the account may not read it, the lists tell."""
        try:
            return self._read(booking.id) is not None
        except _HiddenError:
            start = booking.start or self._earliest
            end = max(booking.end or self._latest, start + timedelta(minutes=1))
            return booking.id in {each.id for each in self._owned(start, end)}

    def remove(self, booking: Booking) -> None:
        """Delete a test booking: re-read just before, and looked for afterwards."""
        try:
            read = self._read(booking.id)
        except _HiddenError:
            # An account that books for others without the right to read their bookings: what it saw of this one stands.
            read = booking
        if read is None:
            return
        if not rules.is_ours(read, self._owner):
            raise RefusedError(
                "delete a booking that is no test booking of ours",
                on=f"conference {booking.id} '{read.title}' of {read.owner}",
            )
        self._tms.booking.delete(booking.id)
        if self.is_there(booking):
            raise VerificationError(
                "delete the test booking",
                on=f"conference {booking.id}",
                said="TMS still has it",
                remedy="delete it in TMS",
            )

    def _clear(self, systems: Sequence[System]) -> None:
        for leftover in self.leftovers(systems).ours:
            self.remove(leftover)

    def free_times(self, systems: Sequence[System]) -> list[tuple[datetime, datetime]]:
        ids = [system.id for system in systems]
        taken = self._tms.booking.conferences_between(ids, self._earliest, self._latest)
        times = list(rules.free_times(taken, self._earliest, self._latest, self._window.duration))
        if not times:
            raise InputError(
                "There is no time at which all systems are free",
                on=", ".join(system.title for system in systems),
                said=f"none within {self._window.within} from now",
                remedy="raise within_hours, or check fewer systems at once",
            )
        return times

    def book(self, systems: Sequence[System]) -> list[Tried]:
        """One booking of all systems; if it fails, one of each, so that the culprit is named."""
        together = self._try(tuple(systems))
        if together.error is None or len(systems) == 1 or together.error.stops_everything:
            return [together]
        return [self._try((system,)) for system in systems]

    def claim(self, system: System) -> None:
        """Let a first booking turn Allow Remote Bookings on, as calendar connectors do; one booking, removed again."""
        # The SOAP client is shared by the threads of a task, and a booking wants one call after the other.
        with self._lock:
            tried = self._try((system,))
        if tried.error is not None:
            raise tried.error

    def _try(self, systems: tuple[System, ...]) -> Tried:
        made: Booking | None = None
        start: datetime | None = None
        error: TmsError | None = None
        try:
            made, wish = self._made(systems)
            start = wish.start
            self._verify(made, wish)
        except TmsError as failed:
            error = _explained(failed, systems, self._owner)
        try:
            if made is not None:
                self.remove(made)
            elif error is not None and error.outcome_unknown:
                # It may have been made although the answer never came.
                self._clear(systems)
        except TmsError as stays:
            error = _left_behind(stays)
        return Tried(systems, None if made is None else made.id, start, error)

    def _verify(self, made: Booking, wish: Wish) -> None:
        wrong = rules.verified(self._kept(made), wish)
        if wrong is None:
            waiting = self._tms.booking.meeting_requests(wish.system_ids, wish.start, wish.end)
            if any(each.id == made.id for each in waiting):
                wrong = "it is a meeting request that waits for approval: no group of the account has Approve Meeting"
        if wrong is not None:
            raise VerificationError("read the test booking back", on=f"conference {made.id}", said=wrong)

    def _kept(self, made: Booking) -> Booking:
        """The booking as TMS keeps it; as it answered when it was made, where the account may not read it."""
        try:
            return self._read(made.id) or made
        except _HiddenError:
            return made

    def _made(self, systems: tuple[System, ...]) -> tuple[Booking, Wish]:
        times = self.free_times(systems)[:_TRIES]
        for number, (start, end) in enumerate(times, 1):
            key = f"{rules.KEY}{uuid.uuid4()}"
            wish = Wish(key, self._owner, tuple(system.id for system in systems), start, end)
            try:
                return self._tms.booking.save(wish), wish
            except FaultError as error:
                if error.code != _TAKEN or number == len(times):
                    raise
        raise InputError("There is no free time to try")


def _explained(error: TmsError, systems: Sequence[System], owner: str) -> TmsError:
    """The same error, naming the systems and the owner of the booking that it ended."""
    if isinstance(error, FaultError):
        return FaultError(
            f"book {', '.join(system.title for system in systems)} for {owner}",
            said=error.said,
            remedy=error.remedy or "look at the rights of the account with group_info (effective_for)",
            code=error.code,
        )
    return error


def _left_behind(error: TmsError) -> TmsError:
    """Worse than a failed test: a room stays booked. No further booking is made, and the rest of the task is still told."""
    left = VerificationError(
        error.tried,
        on=error.on,
        said=error.said,
        remedy="the next run of this task tries again to delete the test booking",
    )
    left.stops_everything = True
    return left


# -- the module booking_check


def check(tms: Tms, params: Mapping[str, Any]) -> dict[str, Any]:
    """The module's result; in check mode only what changes nothing is asked."""
    rules.checked_window(params["within_hours"], params["minutes"])
    wanted = selectors(params["systems"], "systems")
    systems = [each.system for each in select(wanted, tms.systems, lambda: tms.folders)]
    if not systems:
        raise InputError("The option systems must name at least one system")
    me = tms.me
    owner = params["owner"] or me
    _may_book(tms, systems, me, owner)
    window = Window(timedelta(hours=params["within_hours"]), timedelta(minutes=params["minutes"]))
    bookings = TestBookings(tms, owner, window)
    lacking = _without_seat(tms, systems, params)
    known = [user.user_name for user in tms.remote_setup.users()]
    leftovers = bookings.leftovers(systems)
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
            "book",
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
            remedy="say so with seats_held: true, after remote_bookings has enabled them",
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
            remedy="enable them with remote_bookings first, or let them claim a seat with claim_seat: true",
        )
    return lacking


def _taken(tms: Tms, lacking: Sequence[System]) -> list[System]:
    """Which of the systems that held no seat hold one now."""
    if not lacking:
        return []
    read = readings(tms, lacking)
    return [system for system in lacking if read[system.id].state == ENABLED]
