# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Test bookings: when there is a free time, which bookings are ours, and what may be deleted.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import TypeVar

from ansible_collections.telepresence.tms.plugins.module_utils._model.accounts import same_account
from ansible_collections.telepresence.tms.plugins.module_utils._model.bookings import Booking
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import InputError

#: What a test booking is called; only its source and key tell whether it is one.
TITLE = "telepresence.tms booking check"
SOURCE = "telepresence.tms"
KEY = "booking-check-"

#: Test bookings begin at a quarter of an hour, as people's do.
_STEP = timedelta(minutes=15)

_TIME = "%Y%m%dT%H%M%SZ"

T = TypeVar("T")


@dataclass(frozen=True)
class Run:
    """Who made a test booking. machine, process: which process where; until: by then it is deleted again.

    Two runs of one owner may go on at the same time, and neither must take the other's booking for one that a killed run
    left behind. So every key tells its run.
    """

    machine: str
    process: str
    until: datetime

    def key(self, unique: str) -> str:
        return f"{KEY}{self.machine}-{self.process}-{self.until.strftime(_TIME)}-{unique}"

    @classmethod
    def of(cls, key: str) -> Run | None:
        """The run that a key tells; None for a key that tells none."""
        told = re.fullmatch(re.escape(KEY) + r"(\w+)-([\d.]+)-(\d{8}T\d{6}Z)-\w+", key)
        if told is None:
            return None
        try:
            until = datetime.strptime(told[3], _TIME).replace(tzinfo=timezone.utc)
        except ValueError:
            return None
        return cls(told[1], told[2], until)


def may_go_on(key: str, here: Run, now: datetime, lives: Callable[[str], bool]) -> bool:
    """Whether the run that made a test booking may still be at it; here: this run; lives: whether a process of this machine
    does. Of one on another machine only time tells.
    """
    run = Run.of(key)
    if run is None or run.until < now or (run.machine, run.process) == (here.machine, here.process):
        return False
    return run.machine != here.machine or lives(run.process)


@dataclass(frozen=True)
class Wish:
    """key: unique to this run; owner: whom the booking is for; start, end: UTC."""

    key: str
    owner: str
    system_ids: tuple[int, ...]
    start: datetime
    end: datetime


def is_ours(booking: Booking, owner: str) -> bool:
    """Whether a booking, read by itself, is a test booking of this owner: source, key and owner, never the title alone."""
    return (
        booking.source == SOURCE
        and booking.key.startswith(KEY)
        and bool(booking.owner)
        and same_account(booking.owner, owner)
    )


def may_be_ours(booking: Booking, owner: str) -> bool:
    """Whether a booking from a list, which tells no source, is worth reading by itself."""
    return booking.title == TITLE and (not booking.owner or same_account(booking.owner, owner))


def free_times(
    taken: Iterable[Booking], earliest: datetime, latest: datetime, duration: timedelta
) -> Iterator[tuple[datetime, datetime]]:
    """The times of *duration* at which none of *taken* is, the earliest first.

    A series counts with its first meeting alone, as lists tell no more of it: TMS may refuse a time that seems free.
    """
    busy = [(each.start, each.end) for each in taken if each.start is not None and each.end is not None]
    start = _next_step(earliest)
    while start + duration <= latest:
        end = start + duration
        if not any(begun < end and over > start for begun, over in busy):
            yield start, end
        start += _STEP


def spread(times: Sequence[T]) -> Iterator[T]:
    """A few of *times*, ever farther apart: what takes one that seemed free, as a series does, mostly takes those after it."""
    place = 0
    while place < len(times):
        yield times[place]
        place = 2 * place + 1


def _next_step(time: datetime) -> datetime:
    plain = time.replace(minute=0, second=0, microsecond=0)
    while plain < time:
        plain += _STEP
    return plain


def checked_window(within_hours: int, minutes: int) -> None:
    if minutes < 1 or within_hours < 1 or timedelta(minutes=minutes) > timedelta(hours=within_hours):
        raise InputError(
            "The options within_hours and minutes leave no time for a booking",
            on=f"{within_hours} hours, {minutes} minutes",
            remedy="give more hours or fewer minutes",
        )


def verified(booking: Booking, wish: Wish) -> str | None:
    """What is wrong with a test booking as TMS keeps it; None where it is as it was asked for."""
    missing = sorted(set(wish.system_ids) - set(booking.system_ids))
    if missing:
        return f"system {', '.join(map(str, missing))} is not in it"
    if (booking.source, booking.key) != (SOURCE, wish.key):
        return "it carries another source or key"
    if not same_account(booking.owner, wish.owner):
        return f"its owner is '{booking.owner}'"
    return None
