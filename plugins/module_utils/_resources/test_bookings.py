# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Test bookings: made, read back, and deleted; the one implementation for all that book to try something out.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._model import test_bookings as rules
from ansible_collections.telepresence.tms.plugins.module_utils._model.bookings import Booking
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import (
    FaultError,
    InputError,
    RefusedError,
    TmsError,
    VerificationError,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.systems import System
from ansible_collections.telepresence.tms.plugins.module_utils._model.test_bookings import Run, Wish
from ansible_collections.telepresence.tms.plugins.module_utils._resources import this_process
from ansible_collections.telepresence.tms.plugins.module_utils._resources.tms import Tms

#: Faults of TMSBA (TMSBA guide, error table): no such conference, no right to read it, the time is taken, no such user, and
#: too far ahead.
_NOT_FOUND, _NO_ACCESS, _TAKEN, _NO_USER, _TOO_FAR = -2147218302, -2147218266, -2147218300, -2147218255, -2147218265

#: A test booking is gone after so many requests at most: saved (the first time without a session), read, looked for among the
#: requests for approval, read again, deleted.
_REQUESTS = 6


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
    """ours: test bookings that runs for this owner left behind; at_work: of runs that may still go on; hidden: called so, but
    the account may not read whether they are; unlisted: why the owner's bookings could not be listed."""

    ours: tuple[Booking, ...] = ()
    at_work: tuple[Booking, ...] = ()
    hidden: tuple[Booking, ...] = ()
    unlisted: str | None = None

    @property
    def warnings(self) -> list[str]:
        told = [
            f"{_named(each)} may be a test booking that a killed run left behind, but this account may not read it, so it stays; "
            "delete it in TMS if nobody needs it."
            for each in self.hidden
        ]
        told += [
            f"{_named(each)} is a test booking of a run that may still go on; a real run waits for its end, and deletes what is "
            "left then."
            for each in self.at_work
        ]
        if self.unlisted is not None:
            told.append(f"Test bookings that a killed run left behind on other systems are not found: {self.unlisted}")
        return told


def _named(booking: Booking) -> str:
    return f"Conference {booking.id} {booking.title_and_time} of {booking.owner or 'an unknown owner'}"


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
    """For one owner, who is the account itself or one it books on behalf of.

    waits: whether to wait for the end of other runs of this owner; in check mode they are told alone.
    """

    #: pytest takes every class of this name for a test.
    __test__ = False

    def __init__(self, tms: Tms, owner: str, window: Window, *, waits: bool = True) -> None:
        self._tms = tms
        self._owner = owner
        self._window = window
        self._waits = waits
        #: So long a test booking stands at most, its deletion included.
        self._life = timedelta(seconds=_REQUESTS * tms.timeout)
        self._unlisted: str | None = None
        self._lock = threading.Lock()
        now = datetime.now(timezone.utc).replace(microsecond=0)
        #: Not at once: a test booking never takes a room that somebody is about to enter.
        self._earliest = now + timedelta(hours=1)
        self._latest = now + window.within + window.duration

    def leftovers(self, systems: Sequence[System]) -> Leftovers:
        """Test bookings that a run which was killed has left behind, on these systems or on others."""
        now = datetime.now(timezone.utc).replace(microsecond=0)
        start, end = now - timedelta(days=1), now + timedelta(days=400)
        ours, hidden = list[Booking](), list[Booking]()
        for each in self._listed([system.id for system in systems], start, end):
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
        at_work = [each for each in ours if self._may_go_on(each)]
        left = [each for each in ours if each not in at_work]
        return Leftovers(tuple(left), tuple(at_work), tuple(hidden), self._unlisted)

    def settled(self, systems: Sequence[System]) -> Leftovers:
        """The leftovers once all other runs of this owner are over; in check mode nothing is waited for."""
        found = self.leftovers(systems)
        if not self._waits:
            return found
        outlived = [each for each in found.at_work if self._outlives_its_run(each)]
        return replace(found, ours=(*found.ours, *outlived), at_work=())

    def _may_go_on(self, booking: Booking) -> bool:
        return rules.may_go_on(booking.key, self._run(), datetime.now(timezone.utc), this_process.lives)

    def _outlives_its_run(self, booking: Booking) -> bool:
        """Wait for a booking of another run to go; whether it still stands when that run must be over."""
        # Clocks differ: whatever the key says, no run holds its booking longer than this.
        end = time.monotonic() + self._life.total_seconds()
        while self._may_go_on(booking) and time.monotonic() < end:
            if not self.is_there(booking):
                return False
            time.sleep(1)
        return self.is_there(booking)

    def _run(self) -> Run:
        until = datetime.now(timezone.utc).replace(microsecond=0) + self._life
        return Run(this_process.machine(), this_process.process(), until)

    def _listed(self, ids: Sequence[int], start: datetime, end: datetime) -> list[Booking]:
        """What is on these systems, and what the owner has on any."""
        listed = self._tms.booking.conferences_between(ids, start, end) if ids else []
        listed += self._owned(start, end)
        return list({booking.id: booking for booking in listed}.values())

    def _owned(self, start: datetime, end: datetime) -> list[Booking]:
        """What the owner has on any system; nothing where TMS does not know him yet, or does not tell this account."""
        try:
            return self._tms.booking.conferences_for_user(self._owner, start, end)
        except FaultError as error:
            if error.code == _NO_ACCESS:
                self._unlisted = f"TMS does not list the bookings of {self._owner} for this account ({error.said})"
            elif error.code != _NO_USER:
                raise
            return []

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
            return self._shown(booking) is not None

    def _shown(self, booking: Booking) -> Booking | None:
        """A booking as the lists show it, where the account may not read it by itself; None if they do not."""
        start = booking.start or self._earliest
        end = max(booking.end or self._latest, start + timedelta(minutes=1))
        listed = self._listed(booking.system_ids, start, end)
        shown = next((each for each in listed if each.id == booking.id), None)
        if shown is None or shown.source or shown.title != booking.title:
            return shown
        # Lists of some servers tell neither source nor key: what was read of it before stands.
        return replace(shown, source=booking.source, key=booking.key)

    def remove(self, booking: Booking) -> None:
        """Delete a test booking: re-read just before, and looked for afterwards."""
        try:
            read = self._read(booking.id)
        except _HiddenError:
            # An account that books for others without the right to read their bookings.
            read = self._shown(booking)
        if read is None:
            return
        if not rules.is_ours(read, self._owner):
            raise RefusedError(
                "delete a booking that is no test booking of ours",
                on=f"conference {booking.id} '{read.title}' of {read.owner}",
                said="its mark or its owner is another one",
                remedy="look at it in TMS",
            )
        try:
            self._tms.booking.delete(booking.id)
        except FaultError as error:
            if error.code != _NOT_FOUND:
                raise
        if self.is_there(booking):
            raise VerificationError(
                "delete the test booking",
                on=f"conference {booking.id}",
                said="TMS still has it",
                remedy="delete it in TMS",
            )

    def _clear(self, systems: Sequence[System]) -> None:
        """Delete what this run booked although the answer never came."""
        here = self._run()
        for leftover in self.leftovers(systems).ours:
            run = Run.of(leftover.key)
            if run is not None and (run.machine, run.process) == (here.machine, here.process):
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
            raise VerificationError(
                "read the test booking back",
                on=f"conference {made.id}",
                said=wrong,
                remedy="look at the rights of the account with the module group_info (effective_for)",
            )

    def _kept(self, made: Booking) -> Booking:
        """The booking as TMS keeps it; as it answered when it was made, where the account may not read it."""
        try:
            return self._read(made.id) or made
        except _HiddenError:
            return made

    def _made(self, systems: tuple[System, ...]) -> tuple[Booking, Wish]:
        times = list(rules.spread(self.free_times(systems)))
        for number, (start, end) in enumerate(times, 1):
            key = self._run().key(uuid.uuid4().hex[:12])
            wish = Wish(key, self._owner, tuple(system.id for system in systems), start, end)
            try:
                return self._tms.booking.save(wish), wish
            except FaultError as error:
                if error.code != _TAKEN or number == len(times):
                    raise
        raise InputError("There is no free time to try", remedy="raise within_hours, or check fewer systems at once")


def _explained(error: TmsError, systems: Sequence[System], owner: str) -> TmsError:
    """The same error, naming the systems and the owner of the booking that it ended."""
    if isinstance(error, FaultError):
        remedy = error.remedy or "look at the rights of the account with the module group_info (effective_for)"
        if error.code == _TOO_FAR:
            remedy = "lower within_hours to what the booking window of TMS allows, or check fewer systems at once"
        elif error.code == _TAKEN:
            remedy = "raise within_hours, or check fewer systems at once: series take times that seem free"
        return FaultError(
            f"book {', '.join(system.title for system in systems)} for {owner}",
            said=error.said,
            remedy=remedy,
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
