# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading the Settings of many systems, and the seats they hold.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ansible_collections.telepresence.tms.plugins.module_utils._model import remote_bookings as rules
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import (
    LabelError,
    TmsError,
    WrongObjectError,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.licensing import (
    PACK,
    PACKAGE,
    Seats,
    seats,
    used_is_shown,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.remote_bookings import Reading
from ansible_collections.telepresence.tms.plugins.module_utils._model.systems import System, SystemSettings
from ansible_collections.telepresence.tms.plugins.module_utils._resources.tms import Tms
from ansible_collections.telepresence.tms.plugins.module_utils._web.pages import system_settings

#: Errors that concern one system; any other error of reading concerns the server or the account, and ends the task.
_OF_ONE_SYSTEM = (LabelError, WrongObjectError)

#: After so many systems in a row that cannot be read, the rest will be no better.
_UNREADABLE_IN_A_ROW = 3


def package_listed(tms: Tms) -> bool:
    return any(key.kind == PACKAGE for key in tms.general_settings().keys)


def readings(tms: Tms, systems: Iterable[System]) -> dict[int, Reading]:
    """The state of Allow Remote Bookings of each system, by its id; one page a system."""
    wanted = tuple(systems)
    shown: dict[int, SystemSettings | TmsError] = {}
    in_a_row = 0
    for system, result in tms.fetch_each(
        lambda system: system_settings.fetch(tms.web, system),
        lambda system, fetched: system_settings.read(tms.web, system, fetched),
        wanted,
        "reading systems",
    ):
        if isinstance(result, TmsError):
            in_a_row += 1
            if not isinstance(result, _OF_ONE_SYSTEM) or in_a_row >= _UNREADABLE_IN_A_ROW:
                raise result
        else:
            in_a_row = 0
        shown[system.id] = result
    package = None
    hidden = (
        isinstance(settings, SystemSettings) and rules.needs_package_proof(system, settings)
        for system in wanted
        for settings in (shown[system.id],)
    )
    if any(hidden):
        package = package_listed(tms)
    return {system.id: _reading(system, shown[system.id], package) for system in wanted}


def _reading(system: System, shown: SystemSettings | TmsError, package: bool | None) -> Reading:
    if isinstance(shown, TmsError):
        return Reading(system, None, error=shown)
    try:
        return Reading(system, rules.state_of(system, shown, package), shown)
    except LabelError as error:
        return Reading(system, None, shown, error)


@dataclass(frozen=True)
class SeatReading:
    """seats: None under a Package key, which needs none; enabled: ids of all systems at Yes, None where not every system
    was read; notes: what it cost."""

    seats: Seats | None
    enabled: tuple[int, ...] | None
    notes: tuple[str, ...] = ()


def seat_reading(
    tms: Tms,
    known: Mapping[int, Reading],
    *,
    seats_total: int | None = None,
    assumed_kinds: Sequence[str] = (),
    holders: bool = False,
) -> SeatReading:
    """The seats total and used. Where TMS shows no figure of those used (or *holders* asks for them), every bookable
    system that is not yet *known* is read, once."""
    settings = tms.general_settings()
    if used_is_shown(settings) and not holders:
        return SeatReading(seats(settings, seats_total=seats_total, assumed_kinds=assumed_kinds), None)
    rest = [system for system in tms.systems if system.bookable and system.id not in known]
    everything = dict(known) | readings(tms, rest)
    enabled = None
    if all(reading.error is None for reading in everything.values()):
        enabled = tuple(id_ for id_, reading in everything.items() if reading.state == rules.ENABLED)
    counted = seats(
        settings,
        seats_total=seats_total,
        assumed_kinds=assumed_kinds,
        enabled=None if enabled is None else len(enabled),
    )
    note = f"TMS shows no figure of the booking seats in use: {len(rest)} further systems were read to count them."
    return SeatReading(counted, enabled, (note,) if rest and not used_is_shown(settings) else ())


def any_enabled(tms: Tms) -> bool:
    """Whether any bookable system is at Yes; reads no further than the first packs of systems that hold one."""
    bookable = [system for system in tms.systems if system.bookable]
    for start in range(0, len(bookable), PACK):
        read = readings(tms, bookable[start : start + PACK])
        unreadable = next((reading.error for reading in read.values() if reading.error is not None), None)
        if unreadable is not None:
            raise unreadable
        if any(reading.state == rules.ENABLED for reading in read.values()):
            return True
    return False
