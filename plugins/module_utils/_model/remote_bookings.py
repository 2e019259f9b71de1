# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Allow Remote Bookings: its states, and the plan that brings systems to the wanted ones.

This module util is PRIVATE to the collection; it can change at any time.

Sources: TMSBA programming guide 14.6 p. 15 (a seat each; void and hidden under the Application Integration Package),
15.x p. 16 (an edited booking without a seat is deleted).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import LabelError, RefusedError, TmsError
from ansible_collections.telepresence.tms.plugins.module_utils._model.licensing import Seats, shortfall
from ansible_collections.telepresence.tms.plugins.module_utils._model.plan import NONE, SKIPPED, Action, Item, Plan
from ansible_collections.telepresence.tms.plugins.module_utils._model.selection import Selected
from ansible_collections.telepresence.tms.plugins.module_utils._model.systems import System, SystemSettings

if TYPE_CHECKING:
    from ansible_collections.telepresence.tms.plugins.module_utils._model.bookings import Booking

LABEL = "Allow Remote Bookings"
PANE = "TMS Scheduling Settings"

ENABLED = "enabled"
DISABLED = "disabled"
VOID = "void"
NOT_APPLICABLE = "not_applicable"

#: What becomes of a test booking that a killed run left behind.
BOOKED = "booked"
DELETED = "deleted"

#: The states a user can ask for.
SETTABLE = (ENABLED, DISABLED)

#: How many booked systems a refusal names.
BOOKED_SHOWN = 20

_VERBS = {ENABLED: "enable", DISABLED: "disable"}


def state_of(system: System, settings: SystemSettings, package_listed: bool | None) -> str:
    """The state that a system's View Settings shows.

    package_listed: whether the key list of General Settings shows an Application Integration Package key; None: not read.
    A pane without the label is void only with that proof, and only if nothing in the pane can be the setting under another
    name; anything else that lacks the label is a LabelError that names it.
    """
    if settings.remote_bookings is not None:
        return ENABLED if settings.remote_bookings else DISABLED
    if not system.bookable:
        return NOT_APPLICABLE
    tried = "read the setting of Allow Remote Bookings"
    if not settings.scheduling_pane:
        raise LabelError(tried, label=PANE, where=f"the Settings tab of {system.title}")
    if package_listed and not settings.unexplained:
        return VOID
    where = f"pane '{PANE}' of {system.title}"
    said = f"no label '{LABEL}' was found"
    if not package_listed:
        said += ", and no Application Integration Package key is listed that would hide it"
    if not settings.unexplained:
        raise LabelError(tried, label=LABEL, where=where, said=said)
    shown = ", ".join(f"'{label}'" for label in settings.unexplained)
    raise LabelError(
        tried,
        label=LABEL,
        where=where,
        said=f"{said}, but {shown} may be it under another name",
        remedy="see what the module server_info reports with probe: true, and "
        f"give the label this server shows as labels: {{'{LABEL}': ...}}, "
        "or those that are something else as labels: {'Other Scheduling Settings': [...]}",
    )


def needs_package_proof(system: System, settings: SystemSettings) -> bool:
    """Whether state_of must know if a Package key is listed."""
    return settings.remote_bookings is None and settings.scheduling_pane and system.bookable


def state_after_save(system: System, settings: SystemSettings) -> str:
    """The state that a view read back after a save shows; a label that was there before the save must still be."""
    if settings.remote_bookings is None:
        raise LabelError(
            "verify Allow Remote Bookings",
            label=LABEL,
            where=f"the Settings tab of {system.title}",
            said=f"the label '{LABEL}' was there before the save and is gone after it",
        )
    return ENABLED if settings.remote_bookings else DISABLED


def differences(before: SystemSettings, after: SystemSettings) -> list[str]:
    """The fields, other than Allow Remote Bookings, that two views of one system show differently."""
    first, second = _by_place(before), _by_place(after)
    changed = []
    for place in dict.fromkeys((*first, *second)):
        old, new = first.get(place), second.get(place)
        if old != new:
            pane, label, dummy = place
            changed.append(f"'{label}' in '{pane}' as {_shown(label, new)} instead of {_shown(label, old)}")
    return changed


def _by_place(settings: SystemSettings) -> dict[tuple[str, str, int], str]:
    """Every field but Allow Remote Bookings; a label shown more than once in a pane is told apart by its place."""
    found: dict[tuple[str, str, int], str] = {}
    for pane, label, value in settings.fields:
        if label == settings.remote_bookings_label:
            continue
        number = 0
        while (pane, label, number) in found:
            number += 1
        found[(pane, label, number)] = value
    return found


#: Words in a label whose value must not be repeated in a message.
_SECRET_WORDS = ("password", "pin", "secret", "community", "key", "token")


def _shown(label: str, value: str | None) -> str:
    if value is None:
        return "nothing"
    if any(word in label.casefold() for word in _SECRET_WORDS):
        return "another value (not shown)"
    return repr(value)


@dataclass(frozen=True)
class Reading:
    """What was read of one system; error: why it could not be read."""

    system: System
    state: str | None
    settings: SystemSettings | None = None
    error: TmsError | None = None


@dataclass(frozen=True)
class Policy:
    """How the user wants hard cases decided; the options of the module remote_bookings.

    by_booking: seats are claimed by a first booking, as calendar connectors do, not on the pages.
    """

    on_shortage: str = "fail"
    protect_booked: bool = True
    include_unreachable: bool = False
    by_booking: bool = False

    @property
    def partial(self) -> bool:
        return self.on_shortage == "partial"


@dataclass(frozen=True)
class Wish:
    """A system and the state it shall have.

    named: the user named it by id or name (not by pattern, folder or exclusive), the only way to lift the protection
    of a system with future bookings.
    """

    system: System
    state: str
    named: bool


def wishes(selected: Sequence[Selected], rest: Sequence[Selected]) -> tuple[Wish, ...]:
    """The wishes for the systems selected, and for the *rest* of an exclusive scope, which is turned off."""
    chosen = {each.system.id for each in selected}
    wanted = [Wish(each.system, str(each.selector.state), each.selector.exact) for each in selected]
    wanted += [Wish(each.system, DISABLED, False) for each in rest if each.system.id not in chosen]
    return tuple(wanted)


@dataclass(frozen=True)
class Moves:
    """The wishes sorted: seats given back, seats claimed, and systems that are left alone (with the reason, if any)."""

    releases: tuple[Wish, ...]
    claims: tuple[Wish, ...]
    items: tuple[Item, ...]

    @property
    def net(self) -> int:
        return len(self.claims) - len(self.releases)


def moves(wanted: Sequence[Wish], readings: Mapping[int, Reading], policy: Policy) -> Moves:
    """Sort the wishes by what was read."""
    releases: list[Wish] = []
    claims: list[Wish] = []
    items: list[Item] = []
    for wish in wanted:
        system, reading = wish.system, readings[wish.system.id]
        if reading.error is not None:
            items.append(_left(system, None, error=str(reading.error)))
        elif reading.state not in SETTABLE or reading.state == wish.state:
            items.append(_left(system, reading.state))
        elif not system.responds and not policy.include_unreachable:
            refusal = RefusedError(
                f"change {LABEL}",
                on=system.title,
                said=f"TMS shows its status as {system.status}",
                remedy="bring the system back, or allow it with include_unreachable: true",
            )
            items.append(_left(system, reading.state, action=SKIPPED, error=str(refusal)))
        else:
            (claims if wish.state == ENABLED else releases).append(wish)
    return Moves(tuple(releases), tuple(claims), tuple(items))


def _left(
    system: System, state: str | None, *, action: str = NONE, error: str | None = None, note: str | None = None
) -> Item:
    return Item(system.id, system.name, action, False, state, state, error=error, note=note)


@dataclass(frozen=True)
class Situation:
    """All that the plan depends on.

    seats: None where no net claim needs them; bookings: the future bookings of systems by id, as far as they were read
    (those of BOOKED_SHOWN systems suffice to refuse);
    bookings_error: why they could not be read; assumed: why the number of seats is not certain (check mode with keys that
    an earlier task would add); leftovers: test bookings of killed runs, which a task that books deletes first;
    notes: what the reading cost, for the user.
    """

    wanted: tuple[Wish, ...]
    readings: Mapping[int, Reading]
    policy: Policy
    seats: Seats | None = None
    bookings: Mapping[int, Sequence[Booking]] = field(default_factory=dict)
    bookings_error: TmsError | None = None
    assumed: str | None = None
    leftovers: Sequence[Booking] = ()
    notes: tuple[str, ...] = ()


def plan(situation: Situation) -> Plan:
    """Releases before claims; refuses what would harm bookings or, with on_shortage: fail, what seats do not suffice for."""
    sorted_out = moves(situation.wanted, situation.readings, situation.policy)
    claims, refusal = sorted_out.claims, _protection(situation, sorted_out.releases)
    if situation.policy.by_booking and sorted_out.releases:
        refusal = RefusedError(
            "turn systems off by a test booking",
            on=", ".join(wish.system.title for wish in sorted_out.releases),
            said="a booking can only claim a seat",
            remedy="use method: web_ui for these systems",
        )
    short: tuple[Wish, ...] = ()
    free = situation.seats.free if situation.seats else None
    missing = shortfall(len(claims), len(sorted_out.releases), free)
    until_no_seat = missing is None and (situation.policy.partial or situation.assumed is not None)
    if situation.policy.partial:
        claims = _booked_first(claims, situation.bookings)
        if missing:
            claims, short = claims[:-missing], claims[-missing:]
    elif situation.assumed is None or missing is not None:
        refusal = refusal or _shortage(situation, sorted_out, missing)
    assumed = situation.assumed or ("how many seats are free is not known" if until_no_seat else None)
    items = sorted_out.items + tuple(
        _left(wish.system, DISABLED, action=SKIPPED, note="no seat is left for it") for wish in short
    )
    deletions = tuple(_deletion(booking) for booking in situation.leftovers)
    return Plan(
        phases=tuple(
            phase
            for phase in (
                deletions,
                tuple(_action(wish, situation, seats=1) for wish in sorted_out.releases),
                tuple(_action(wish, situation, seats=-1, assumed=assumed) for wish in claims),
            )
            if phase
        ),
        items=items,
        order=(*(action.id for action in deletions), *(wish.system.id for wish in situation.wanted)),
        seats_free=free,
        until_no_seat=until_no_seat,
        partial=situation.policy.partial,
        # Who cannot delete a test booking makes no further one.
        stepwise=bool(deletions),
        refusal=refusal,
        facts={"seats": _seats_result(situation, len(claims) - len(sorted_out.releases))},
        warnings=situation.notes,
    )


def _action(wish: Wish, situation: Situation, *, seats: int, assumed: str | None = None) -> Action:
    before = situation.readings[wish.system.id]
    return Action(
        id=wish.system.id,
        name=wish.system.name,
        verb=_VERBS[wish.state],
        before=before.state,
        after=wish.state,
        assumed=assumed,
        seats=seats,
        restores={"id": wish.system.id, "state": before.state},
        detail=(wish.system, before.settings),
    )


def _deletion(booking: Booking) -> Action:
    return Action(
        id=f"conference {booking.id}",
        name=booking.title,
        verb="delete",
        before=BOOKED,
        after=DELETED,
        detail=booking,
    )


def _booked_first(claims: Sequence[Wish], bookings: Mapping[int, Sequence[Booking]]) -> tuple[Wish, ...]:
    """Systems with future bookings first: without a seat TMS deletes their bookings when they are edited."""
    return tuple(sorted(claims, key=lambda wish: not bookings.get(wish.system.id)))


def _protection(situation: Situation, releases: Sequence[Wish]) -> TmsError | None:
    """Why the releases may not be made, if they may not."""
    protected = [wish for wish in releases if protects(wish, situation.policy)]
    if not protected:
        return None
    tried = f"turn off {LABEL}"
    if situation.bookings_error is not None:
        return RefusedError(
            tried,
            on=_titles(protected),
            said=f"whether they have future bookings cannot be known: {situation.bookings_error}",
            remedy="make the bookings readable for this account, or name the systems by id or name with protect_booked: false",
        )
    booked = [wish for wish in protected if situation.bookings.get(wish.system.id)]
    if not booked:
        return None
    shown = "; ".join(
        f"{wish.system.title} has {_booking_list(situation.bookings[wish.system.id])}" for wish in booked[:BOOKED_SHOWN]
    )
    if len(booked) >= BOOKED_SHOWN and len(protected) > BOOKED_SHOWN:
        shown += "; of the others not all were asked (system_info with gather: [future_bookings] lists every booking)"
    return RefusedError(
        tried,
        said=f"{shown}, and TMS deletes a booking that is edited while one of its systems holds no seat",
        remedy="move or end these bookings, or name the systems by id or name with protect_booked: false",
    )


def protects(wish: Wish, policy: Policy) -> bool:
    """Whether a system keeps its seat as long as it has future bookings."""
    return policy.protect_booked or not wish.named


def _booking_list(bookings: Sequence[Booking]) -> str:
    shown = ", ".join(booking.title_and_time for booking in bookings[:3])
    more = f" and {len(bookings) - 3} more" if len(bookings) > 3 else ""
    return f"{len(bookings)} future booking{'s' if len(bookings) != 1 else ''} ({shown}{more})"


def _shortage(situation: Situation, sorted_out: Moves, missing: int | None) -> TmsError | None:
    """Why not all claims can be served, if they cannot."""
    tried = f"turn on {LABEL}"
    if missing is None:
        seats = situation.seats
        said = "how many booking seats are free is not known"
        if seats is not None:
            said += f" (total: {_words(seats.total.value)}, {seats.total.source}; used: {_words(seats.used.value)}, {seats.used.source})"
        return RefusedError(
            tried,
            on=_titles(sorted_out.claims),
            said=said,
            remedy="give the number of seats of your licence as seats_total, or go on until none is left with on_shortage: partial",
        )
    if not missing:
        return None
    seats = situation.seats
    free = seats.free if seats else 0
    total = seats.total if seats else None
    return RefusedError(
        tried,
        on=f"{len(sorted_out.claims)} systems",
        said=f"{missing} booking seat{'s are' if missing != 1 else ' is'} missing ({free} free"
        + (f" of {total.value}, {total.source}" if total else "")
        + f", {len(sorted_out.releases)} given back by this task), none would be left for "
        + _titles(sorted_out.claims[-missing:]),
        remedy="add an option key, release other systems, or serve as many as possible with on_shortage: partial",
    )


def _words(value: int | None) -> str:
    return "unknown" if value is None else str(value)


def _titles(wanted: Sequence[Wish]) -> str:
    shown = ", ".join(wish.system.title for wish in wanted[:20])
    return shown + (f" and {len(wanted) - 20} more" if len(wanted) > 20 else "")


def _seats_result(situation: Situation, net: int) -> dict[str, Any] | None:
    if situation.seats is None:
        return None
    used, free = situation.seats.used.value, situation.seats.free
    return situation.seats.as_result() | {
        "used_after": None if used is None else used + net,
        "free_after": None if free is None else free - net,
    }
