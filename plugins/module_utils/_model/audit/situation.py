# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an audit looks at, and what its rules say of it.

This module util is PRIVATE to the collection; it can change at any time.

A rule is a generator that yields findings, Unseen for what it could not look at, or Void where it does not apply. Whatever
could not be read raises NotSeen as soon as a rule asks for it, so no rule passes it silently.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Generic, TypeAlias, TypeVar

from ansible_collections.telepresence.tms.plugins.module_utils._model.audit.declared import Client, Declared
from ansible_collections.telepresence.tms.plugins.module_utils._model.bookings import Booking
from ansible_collections.telepresence.tms.plugins.module_utils._model.findings import Finding
from ansible_collections.telepresence.tms.plugins.module_utils._model.licensing import GeneralSettings, Seats, mode
from ansible_collections.telepresence.tms.plugins.module_utils._model.remote_bookings import Reading
from ansible_collections.telepresence.tms.plugins.module_utils._model.rights import Permissions
from ansible_collections.telepresence.tms.plugins.module_utils._model.systems import System
from ansible_collections.telepresence.tms.plugins.module_utils._model.tickets import Ticket

T = TypeVar("T")

#: Why a rule about seats finds nothing.
NO_SEATS_NEEDED = "the Application Integration Package needs no seats"


class NotSeen(Exception):
    """Something that a rule needs could not be looked at."""


class Looked(Generic[T]):
    """Something that was looked at, or why it was not."""

    def __init__(self, value: T | None = None, reason: str = "") -> None:
        self._value = value
        self._reason = reason

    @property
    def seen(self) -> T:
        if self._value is None:
            raise NotSeen(self._reason)
        return self._value

    @property
    def value(self) -> T | None:
        return self._value


@dataclass(frozen=True)
class Unseen:
    """A part of what a rule needs could not be looked at."""

    reason: str


@dataclass(frozen=True)
class Void:
    """There is nothing to look at, by the nature of this server."""

    reason: str


@dataclass(frozen=True)
class Person:
    """The TMS user of a client. name: as TMS spells it; groups: of those he is in."""

    name: str
    groups: tuple[str, ...]


@dataclass(frozen=True)
class DefaultGroups:
    """ticked: by the name of each group that has a box; fixed: those whose box cannot be changed."""

    ticked: Mapping[str, bool]
    fixed: frozenset[str]


@dataclass(frozen=True)
class Situation:
    """Everything the rules look at. today: by the clock of whoever runs the audit.

    readings: of all bookable and all declared systems, by id; bookings: the future bookings of those at No, by id;
    groups: names of all; permissions: by name of the group; people: each client's user, None where TMS has none;
    members: of the declared groups whose members are declared.
    """

    server: str
    today: date
    expiry_days: int
    declared: Declared
    systems: Sequence[System]
    settings: Looked[GeneralSettings]
    readings: Looked[Mapping[int, Reading]]
    seats: Looked[Seats]
    bookings: Looked[Mapping[int, Sequence[Booking]]]
    groups: Looked[Sequence[str]]
    permissions: Looked[Mapping[str, Permissions]]
    default_groups: Looked[DefaultGroups]
    people: Looked[Mapping[Client, Person | None]]
    members: Looked[Mapping[str, Sequence[str]]]
    tickets: Looked[Sequence[Ticket]]

    @property
    def mode(self) -> str:
        """How the server licenses bookings, see licensing.mode."""
        return mode(key.kind for key in self.settings.seen.keys)

    @property
    def under_package(self) -> bool:
        return self.mode == "package"

    @property
    def declared_readings(self) -> Mapping[int, Reading]:
        """The readings of the declared systems alone."""
        return {id_: self.readings.seen[id_] for id_ in self.declared.targets}


Said: TypeAlias = Finding | Unseen | Void
Rule = Callable[[Situation], Iterator[Said]]


def about_sites(rule: Rule) -> Rule:
    """A rule that compares with what sites declare, and has nothing to compare without any."""

    @wraps(rule)
    def told(of: Situation) -> Iterator[Said]:
        if of.declared.sites:
            yield from rule(of)
        else:
            yield Unseen("no site is declared")

    return told


def about_seats(rule: Rule) -> Rule:
    """A rule about booking seats, of which a server under a Package key has none."""

    @wraps(rule)
    def told(of: Situation) -> Iterator[Said]:
        if of.under_package:
            yield Void(NO_SEATS_NEEDED)
        else:
            yield from rule(of)

    return told


def unreadable(readings: Mapping[int, Reading]) -> Iterator[Unseen]:
    """What a rule says that looks at many systems, where some could not be read."""
    titles = [reading.system.title for reading in readings.values() if reading.error is not None]
    if titles:
        yield Unseen(f"could not be read: {named(titles)}")


#: So many objects are named in a sentence.
_TOLD = 3


def named(titles: Sequence[str]) -> str:
    more = f" and {len(titles) - _TOLD} more" if len(titles) > _TOLD else ""
    return ", ".join(titles[:_TOLD]) + more


def number(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
