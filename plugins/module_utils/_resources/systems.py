# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What system_info reports: systems as SOAP lists them, with more on request.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._model.selection import Selector, select, selectors
from ansible_collections.telepresence.tms.plugins.module_utils._model.systems import System
from ansible_collections.telepresence.tms.plugins.module_utils._resources.seats import readings
from ansible_collections.telepresence.tms.plugins.module_utils._resources.tms import Tms


@dataclass(frozen=True)
class Wanted:
    """selectors: None for all systems; categories, statuses: words as TMS writes them, empty for all;
    gather: what is wanted beyond what GetSystems tells."""

    selectors: tuple[Selector, ...] | None
    categories: frozenset[str]
    statuses: frozenset[str]
    gather: frozenset[str]


def wanted(params: Mapping[str, Any]) -> Wanted:
    """What is asked for, in the words of the module's options."""
    systems = params["systems"]
    return Wanted(
        selectors=None if systems is None else selectors(systems, "systems"),
        categories=frozenset(word.casefold() for word in params["categories"]),
        statuses=frozenset(word.casefold() for word in params["statuses"]),
        gather=frozenset(params["gather"]),
    )


def report(tms: Tms, params: Mapping[str, Any]) -> dict[str, Any]:
    """The module's result: GetSystems, and of the systems it reports one page each where their settings are wanted."""
    asked = wanted(params)
    found = _filtered(tms, asked)
    entries = {system.id: asdict(system) for system in found}
    warnings: list[str] = []
    if asked.gather & {"remote_bookings", "settings"}:
        warnings += _add_settings(tms, found, asked, entries)
    if "folder" in asked.gather:
        for id_, entry in entries.items():
            path = tms.folders.get(id_)
            entry["folder"] = None if path is None else "/".join(path)
    if "future_bookings" in asked.gather and found:
        booked = tms.booking.future_bookings([system.id for system in found])
        for id_, entry in entries.items():
            entry["future_bookings"] = [booking.as_result() for booking in booked.get(id_, ())]
    return {"systems": list(entries.values()), "warnings": warnings}


def _filtered(tms: Tms, wanted: Wanted) -> Sequence[System]:
    systems = tms.systems
    if wanted.selectors is not None:
        systems = [each.system for each in select(wanted.selectors, systems, lambda: tms.folders)]
    return [
        system
        for system in systems
        if (not wanted.categories or system.category.casefold() in wanted.categories)
        and (not wanted.statuses or system.status.casefold() in wanted.statuses)
    ]


def _add_settings(tms: Tms, found: Sequence[System], wanted: Wanted, entries: dict[int, dict[str, Any]]) -> list[str]:
    """Add what the pages show to *entries*; returns a warning for each system whose page could not be read."""
    warnings = []
    for id_, reading in readings(tms, found).items():
        entry = entries[id_]
        entry["error"] = None if reading.error is None else str(reading.error)
        if reading.error is not None:
            warnings.append(str(reading.error))
        if "remote_bookings" in wanted.gather:
            entry["remote_bookings"] = reading.state
        if "settings" in wanted.gather:
            fields = reading.settings.fields if reading.settings else ()
            entry["settings"] = [{"pane": pane, "label": label, "value": value} for pane, label, value in fields]
    return warnings
