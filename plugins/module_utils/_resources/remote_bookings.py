# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Allow Remote Bookings of systems: read, plan, apply.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ansible_collections.telepresence.tms.plugins.module_utils._engine.engine import Applied
from ansible_collections.telepresence.tms.plugins.module_utils._model import remote_bookings as rules
from ansible_collections.telepresence.tms.plugins.module_utils._model.bookings import Booking
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import (
    InputError,
    SideEffectError,
    TmsError,
    VerificationError,
    WrongObjectError,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.licensing import PACKAGE, UNKNOWN
from ansible_collections.telepresence.tms.plugins.module_utils._model.plan import Action, Item, Plan
from ansible_collections.telepresence.tms.plugins.module_utils._model.remote_bookings import Policy, Reading, Situation
from ansible_collections.telepresence.tms.plugins.module_utils._model.selection import Selector, select, selectors
from ansible_collections.telepresence.tms.plugins.module_utils._model.systems import SystemSettings
from ansible_collections.telepresence.tms.plugins.module_utils._resources.seats import (
    package_listed,
    readings,
    seat_reading,
)
from ansible_collections.telepresence.tms.plugins.module_utils._resources.tms import Tms
from ansible_collections.telepresence.tms.plugins.module_utils._web.pages import system_settings

if TYPE_CHECKING:
    from ansible_collections.telepresence.tms.plugins.module_utils._resources.test_bookings import TestBookings


@dataclass(frozen=True)
class Wanted:
    """What the user wants; scope: the systems of which all others are turned off, None without exclusive.

    assumed_kinds: kinds of the option keys that earlier tasks would add (check mode only); check_mode: nothing is waited for.
    """

    selectors: tuple[Selector, ...]
    policy: Policy
    scope: tuple[Selector, ...] | None = None
    allow_empty: bool = False
    seats_total: int | None = None
    assumed_kinds: tuple[str, ...] = ()
    check_mode: bool = False


def wanted(params: Mapping[str, Any]) -> Wanted:
    """The wish in the words of the module's options; contradictions in the entries themselves are InputErrors."""
    if params["exclusive"] != (params["scope"] is not None):
        raise InputError(
            "The options exclusive: true and scope go together: the systems of the scope that are not listed are turned off",
            said="only one of them is given",
        )
    state = params["state"]
    return Wanted(
        selectors=selectors(params["systems"], "systems", state),
        policy=Policy(
            on_shortage=params["on_shortage"],
            protect_booked=params["protect_booked"],
            include_unreachable=params["include_unreachable"],
            by_booking=params["method"] == "test_booking",
        ),
        scope=selectors(params["scope"], "scope", rules.DISABLED) if params["exclusive"] else None,
        allow_empty=params["allow_empty"],
        seats_total=params["seats_total"],
        assumed_kinds=assumed_kinds(params),
        check_mode=params["check_mode"],
    )


def assumed_kinds(params: Mapping[str, Any]) -> tuple[str, ...]:
    """The kinds of the keys that earlier tasks of a check-mode run would have added: results of option_key that changed.

    A real run assumes nothing: what earlier tasks did is on the server by then.
    """
    if not params["check_mode"]:
        return ()
    entries = (params["assume"] or {}).get("option_keys") or ()
    return tuple(str(entry.get("kind") or UNKNOWN) for entry in entries if entry.get("changed", True))


class RemoteBookings:
    """The resource: one action a system."""

    objects = "systems"

    def __init__(self) -> None:
        #: What claims seats by booking, None where the pages do it.
        self._bookings: TestBookings | None = None
        #: What TMS answered to a save, by the action's id: the reason if the box is as it was afterwards.
        self._answers: dict[int | str, str] = {}

    def read(self, tms: Tms, wanted: Wanted) -> Situation:
        if wanted.policy.by_booking:
            # Loaded where it is asked for, because most tasks are spared it.
            from ansible_collections.telepresence.tms.plugins.module_utils._resources.test_bookings import (
                TestBookings,
                Window,
            )

            self._bookings = TestBookings(tms, tms.me, Window(), waits=not wanted.check_mode)
        if not wanted.selectors and wanted.scope is not None and not wanted.allow_empty:
            raise InputError(
                "The list of systems is empty while exclusive is true, which would turn off every system of the scope",
                remedy="give the systems that stay on, or allow it with allow_empty: true",
            )
        selected = select(wanted.selectors, tms.systems, lambda: tms.folders)
        rest = select(wanted.scope or (), tms.systems, lambda: tms.folders)
        wishes = rules.wishes(selected, [each for each in rest if each.system.bookable])
        read = readings(tms, (wish.system for wish in wishes))
        if PACKAGE in wanted.assumed_kinds and not package_listed(tms):
            read = {id_: _voided(reading) for id_, reading in read.items()}
        return self._situation(tms, wanted, wishes, read)

    def _situation(
        self, tms: Tms, wanted: Wanted, wishes: tuple[rules.Wish, ...], read: Mapping[int, Reading]
    ) -> Situation:
        """Read what the moves between the states depend on: bookings for releases, seats for a net claim."""
        moves = rules.moves(wishes, read, wanted.policy)
        leftovers: Sequence[Booking] = ()
        seats = None
        notes: tuple[str, ...] = ()
        if self._bookings is not None:
            left = self._bookings.settled([wish.system for wish in wishes])
            leftovers, notes = left.ours, tuple(left.warnings)
        if moves.net > 0:
            counted = seat_reading(tms, read, seats_total=wanted.seats_total, assumed_kinds=wanted.assumed_kinds)
            seats, notes = counted.seats, (*notes, *counted.notes)
        bookings, bookings_error = {}, None
        protected = [wish.system.id for wish in moves.releases if rules.protects(wish, wanted.policy)]
        try:
            if protected:
                # One that is booked ends the task, and a message names no more than a few.
                bookings = tms.booking.future_bookings(protected, rules.BOOKED_SHOWN)
            if not bookings and wanted.policy.partial and moves.net > 0:
                bookings = tms.booking.future_bookings([wish.system.id for wish in moves.claims])
        except TmsError as error:
            bookings_error = error
        return Situation(
            wanted=wishes,
            readings=read,
            policy=wanted.policy,
            seats=seats,
            bookings=bookings,
            bookings_error=bookings_error,
            assumed=_assumption(wanted),
            leftovers=leftovers,
            notes=notes,
        )

    def plan(self, state: Situation, wanted: Wanted) -> Plan:
        return rules.plan(state)

    def apply(self, tms: Tms, action: Action) -> Applied:
        if self._bookings is not None:
            return self._booked(tms, self._bookings, action)
        system, before = action.detail
        after = system_settings.set_remote_bookings(
            tms.web, system, action.after == rules.ENABLED, before, lambda said: self._answers.update({action.id: said})
        )
        if after is None or rules.differences(before, after) or rules.state_after_save(system, after) != action.after:
            # What TMS says about a save stands on the page of the reply and can look like a field of it, and a page may come
            # from a cache: a difference, or a box that stayed as it was, counts only if the view, read anew, still shows it.
            return Applied()
        return self._compared(action, after)

    def _booked(self, tms: Tms, bookings: TestBookings, action: Action) -> Applied:
        """Carry out by booking: delete a leftover, or let a first booking claim a seat."""
        if isinstance(action.detail, Booking):
            bookings.remove(action.detail)
            return Applied(after=rules.DELETED)
        try:
            bookings.claim(action.detail[0])
        except TmsError as error:
            if not error.outcome_unknown:
                # The booking may have failed after it had claimed the seat. What cannot be read now must not hide that error.
                with suppress(TmsError):
                    error.after = self.read_back(tms, action).after
            raise
        return Applied()

    def read_back(self, tms: Tms, action: Action) -> Applied:
        if self._bookings is not None and isinstance(action.detail, Booking):
            return Applied(after=rules.BOOKED if self._bookings.is_there(action.detail) else rules.DELETED)
        system, dummy = action.detail
        try:
            after = system_settings.view(tms.web, system)
        except WrongObjectError as error:
            if tms.is_gone(system):
                raise WrongObjectError(
                    error.tried, on=system.title, said="TMS does not list it any more: it was deleted meanwhile"
                ) from error
            raise
        return self._compared(action, after)

    def _compared(self, action: Action, after: SystemSettings) -> Applied:
        """The state read back, once it is sure that the save changed nothing else."""
        system, before = action.detail
        state = rules.state_after_save(system, after)
        others = rules.differences(before, after)
        if others:
            error = SideEffectError(
                "change nothing but Allow Remote Bookings",
                on=system.title,
                said=f"after the save TMS also shows {'; '.join(others)}",
                remedy="look at this system in TMS before anything else is changed",
            )
            error.after = state
            raise error
        return Applied(after=state)

    def mismatch(self, action: Action, after: Any) -> TmsError:
        answer = self._answers.get(action.id)
        if action.after == rules.ENABLED:
            return VerificationError(
                "turn on Allow Remote Bookings",
                on=action.detail[0].title,
                said=f"TMS answered '{answer}' and left the box at No"
                if answer
                else "TMS took the save but left the box at No, as it does when no booking seat is free",
                remedy=f"{'unless the answer says why, ' if answer else ''}look at the seats with the module license_info, "
                "then add a key or release a system",
            )
        return VerificationError(
            "turn off Allow Remote Bookings",
            on=action.detail[0].title,
            said=f"TMS answered '{answer}', and the box still shows Yes"
            if answer
            else "TMS took the save, but the box still shows Yes",
            remedy=f"{'unless the answer says why, ' if answer else ''}look at the system in TMS: a booking through the API may "
            "have turned it on again",
        )

    def as_input(self, item: Item, value: Any) -> Mapping[str, Any] | None:
        return {"id": item.id, "state": value} if value in rules.SETTABLE else None


def _voided(reading: Reading) -> Reading:
    """What the system would show once the Package key of an earlier task is installed."""
    return Reading(reading.system, rules.VOID, reading.settings) if reading.state in rules.SETTABLE else reading


def _assumption(wanted: Wanted) -> str | None:
    if not wanted.assumed_kinds:
        return None
    return f"{len(wanted.assumed_kinds)} option keys that an earlier task would add are taken as installed"
