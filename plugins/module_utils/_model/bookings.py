# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bookings of systems, as GetConferencesForSystems tells them.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any


@dataclass(frozen=True)
class Participant:
    """Who takes part. For a system of TMS, id is the system's and call_type "TMS" (guide 9, p. 34)."""

    id: int
    name: str
    call_type: str


@dataclass(frozen=True)
class Booking:
    """A conference, single or series. start, end: UTC, None where TMS wrote something that is no time.

    participants, source and key (ExternalSourceId, ExternalPrimaryKey): only where the conference was read by itself; lists
    of conferences come without.
    """

    id: int
    title: str
    start: datetime | None
    end: datetime | None
    owner: str = ""
    is_series: bool = False
    participants: tuple[Participant, ...] = ()
    source: str = ""
    key: str = ""

    @property
    def system_ids(self) -> tuple[int, ...]:
        return tuple(each.id for each in self.participants if each.call_type == "TMS")

    @property
    def title_and_time(self) -> str:
        """How messages name it."""
        when = self.start.strftime("%Y-%m-%d %H:%MZ") if self.start else "at an unknown time"
        return f"{'series ' if self.is_series else ''}'{self.title}' {when}"

    def as_result(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "title": self.title,
            "start": self.start.isoformat() if self.start else None,
            "end": self.end.isoformat() if self.end else None,
            "owner": self.owner,
            "series": self.is_series,
        }


def parsed_time(text: str | None) -> datetime | None:
    """A time of TMSBA: UTC, with a space or a T in the middle and mostly a Z at the end (guides 13.0.1 p. 18, 15.x p. 24)."""
    if not text:
        return None
    plain = text.strip().rstrip("Zz").replace("T", " ").partition(".")[0]
    try:
        return datetime.strptime(plain, "%Y-%m-%d %H:%M:%S").replace(tzinfo=timezone.utc)
    except ValueError:
        return None


def by_system(
    fetch: Callable[[Sequence[int]], Sequence[Booking]], ids: Sequence[int], enough: int | None = None
) -> dict[int, tuple[Booking, ...]]:
    """The bookings of each system, of those that have any; of no more than the first *enough* of them, if that is given.

    A reply names no participants, so a list that comes back with bookings is halved until each system's own are known;
    where there is a booking for every other system, halving would only cost more, and each is asked by itself. One call
    suffices where nothing is booked; whatever *fetch* raises ends the search.
    """
    known: dict[int, tuple[Booking, ...]] = {}
    if ids:
        _narrow(fetch, tuple(ids), tuple(fetch(ids)), known, len(ids) if enough is None else enough)
    return known


def _narrow(
    fetch: Callable[[Sequence[int]], Sequence[Booking]],
    ids: tuple[int, ...],
    found: tuple[Booking, ...],
    known: dict[int, tuple[Booking, ...]],
    enough: int,
) -> None:
    if not found or len(known) >= enough:
        return
    if len(ids) == 1:
        known[ids[0]] = found
    elif 2 * len(found) >= len(ids):
        for id_ in ids:
            if len(known) < enough:
                _narrow(fetch, (id_,), tuple(fetch((id_,))), known, enough)
    else:
        half = len(ids) // 2
        first = tuple(fetch(ids[:half]))
        _narrow(fetch, ids[:half], first, known, enough)
        if len(known) < enough:
            # Without a booking in the first half, all of them are in the second: no need to ask.
            _narrow(fetch, ids[half:], tuple(fetch(ids[half:])) if first else found, known, enough)
