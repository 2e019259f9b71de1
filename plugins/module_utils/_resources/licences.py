# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What license_info reports: keys, seats, holders, and whether a wish would fit.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._model import remote_bookings as rules
from ansible_collections.telepresence.tms.plugins.module_utils._model.licensing import (
    ListedKey,
    Seats,
    inconsistencies,
    masked,
    mode,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.plan import SKIPPED
from ansible_collections.telepresence.tms.plugins.module_utils._model.remote_bookings import Policy, Reading, Situation
from ansible_collections.telepresence.tms.plugins.module_utils._model.selection import Selector, select, selectors
from ansible_collections.telepresence.tms.plugins.module_utils._resources.seats import (
    SeatReading,
    readings,
    seat_reading,
)
from ansible_collections.telepresence.tms.plugins.module_utils._resources.tms import Tms


@dataclass(frozen=True)
class Wanted:
    """seats_total: what the user knows of the licence; holders: read every system for the list of those that hold a seat;
    forecast: a wish to be judged, None without one."""

    seats_total: int | None = None
    holders: bool = True
    forecast: tuple[Selector, ...] | None = None


def wanted(params: Mapping[str, Any]) -> Wanted:
    """What is asked for, in the words of the module's options."""
    forecast = params["forecast"]
    return Wanted(
        seats_total=params["seats_total"],
        holders=params["holders"],
        forecast=None if forecast is None else selectors(forecast, "forecast", rules.ENABLED),
    )


def report(tms: Tms, params: Mapping[str, Any]) -> dict[str, Any]:
    """The module's result; reads General Settings, and each bookable system at most once."""
    return _report(tms, wanted(params))


def _report(tms: Tms, wanted: Wanted) -> dict[str, Any]:
    settings = tms.general_settings()
    licensing = mode(key.kind for key in settings.keys)
    wishes: tuple[rules.Wish, ...] = ()
    if wanted.forecast is not None:
        wishes = rules.wishes(select(wanted.forecast, tms.systems, lambda: tms.folders), ())
    known = readings(tms, (wish.system for wish in wishes))
    counted = SeatReading(None, None)
    if licensing != "package":
        counted = seat_reading(tms, known, seats_total=wanted.seats_total, holders=wanted.holders)
    enabled = None if counted.enabled is None else len(counted.enabled)
    result: dict[str, Any] = {
        "mode": licensing,
        "option_keys": [_key(row, licensing) for row in settings.keys],
        "seats": counted.seats.as_result() if counted.seats else None,
        "holders": _holders(tms, counted) if wanted.holders else None,
        "inconsistencies": inconsistencies(settings, counted.seats, enabled),
        "warnings": [] if wanted.holders else list(counted.notes),
    }
    if wanted.forecast is not None:
        result["forecast"] = _forecast(wishes, known, counted.seats)
    return result


def _key(row: ListedKey, licensing: str) -> dict[str, Any]:
    """idle: a per-system key beside a Package key, of which TMS uses the Package alone (guide 14.6 p. 15)."""
    return {
        "key": masked(row.key),
        "kind": row.kind,
        "description": row.description,
        "expires": row.expires,
        "idle": licensing == "package" and row.brings_seats,
    }


def _holders(tms: Tms, counted: SeatReading) -> list[dict[str, Any]] | None:
    if counted.enabled is None:
        return None
    holding = set(counted.enabled)
    return [{"id": system.id, "name": system.name} for system in tms.systems if system.id in holding]


def _forecast(wishes: tuple[rules.Wish, ...], known: Mapping[int, Reading], seats: Seats | None) -> dict[str, Any]:
    """What remote_bookings with on_shortage: partial would do for the wish, as far as seats go."""
    situation = Situation(wishes, known, Policy(on_shortage="partial", protect_booked=False), seats=seats)
    plan = rules.plan(situation)
    moves = rules.moves(wishes, known, situation.policy)
    short = [item for item in plan.items if item.action == SKIPPED and item.error is None]
    unreadable = [str(item.error) for item in plan.items if item.error]
    unknown = plan.until_no_seat or bool(unreadable)
    return {
        "fits": None if unknown and not short else not short,
        "claims": len(moves.claims),
        "releases": len(moves.releases),
        "missing": None if unknown else len(short),
        "free_after": None if seats is None or seats.free is None else max(0, seats.free - moves.net),
        "without_seat": [{"id": item.id, "name": item.name} for item in short],
        "errors": unreadable,
    }
