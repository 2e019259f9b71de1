# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a report is made of: the results of audit_info, read into typed values.

This module util is PRIVATE to the collection; it can change at any time.

The results may come from files that somebody edited or from another release, so their shape is checked; a fault is one
sentence that names the place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import InputError
from ansible_collections.telepresence.tms.plugins.module_utils._model.findings import SEVERITIES

#: What XML cannot hold at all and no page should: controls but tab and line ends, halves of surrogate pairs, noncharacters.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Acceptance:
    """Why a finding is accepted, and until when (YYYY-MM-DD)."""

    reason: str
    expires: str


@dataclass(frozen=True)
class Finding:
    """One finding on one server. new: whether the earlier report lacks it; None without an earlier report."""

    host: str
    id: str
    severity: str
    site: str | None
    type: str
    object_id: int | str | None
    name: str
    expected: str
    found: str
    remedy: str
    accepted: Acceptance | None = None
    new: bool | None = None

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """What makes it the same finding in two reports. A system that was renamed stays the same one."""
        return key_of(self.id, self.host, self.site, self.type, self.object_id, self.name)

    @property
    def order(self) -> tuple[Any, ...]:
        place = (natural(self.host), natural(self.site or ""), natural(self.name), str(self.object_id))
        return (SEVERITIES.index(self.severity), self.id, *place)


@dataclass(frozen=True)
class Check:
    """Whether the findings of one id were looked for; reason: why not."""

    id: str
    checked: bool
    reason: str | None


@dataclass(frozen=True)
class Seats:
    """Booking seats, None where a figure is not known."""

    total: int | None
    used: int | None
    free: int | None
    total_source: str
    used_source: str


@dataclass(frozen=True)
class Site:
    name: str
    systems: int
    enabled: int | None


@dataclass(frozen=True)
class System:
    id: int | str | None
    name: str
    site: str | None
    declared: str | None
    remote_bookings: str | None
    future_bookings: int | None


@dataclass(frozen=True)
class Server:
    """One audited server. host: its name in the inventory, or its address; time: when it was audited, UTC."""

    host: str
    url: str
    serial_number: str | None
    time: datetime
    checks: tuple[Check, ...]
    seats: Seats | None
    sites: tuple[Site, ...]
    systems: tuple[System, ...]


@dataclass(frozen=True)
class Unreachable:
    """A server that could not be audited."""

    host: str
    msg: str


def key_of(
    check: str, host: str, site: str | None, kind: str, object_id: int | str | None, name: str
) -> tuple[str, str, str, str, str]:
    return (check, host, site or "", kind, name if object_id is None else f"#{object_id}")


def natural(text: str) -> list[tuple[int, str]]:
    """For sorting as people count: tms2 before tms10."""
    parts = [part.lstrip("0") if part.isdecimal() else part.casefold() for part in re.split(r"(\d+)", text)]
    return [(len(part) if index % 2 else -1, part) for index, part in enumerate(parts)]


def clean(text: str) -> str:
    """*text* without what no format can show."""
    return _UNPRINTABLE.sub("\ufffd", text)


def stamp(time: datetime) -> str:
    """ISO 8601, UTC, to the second."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


class Entry:
    """One dictionary of the input, with its place for messages."""

    def __init__(self, value: Any, place: str) -> None:
        self.place = place
        if not isinstance(value, Mapping):
            raise self.fault("it must be a dictionary")
        self._value = value

    def fault(self, said: str, remedy: str = "give the results of audit_info as they were registered") -> InputError:
        return InputError("The report cannot be made", on=self.place, said=said, remedy=remedy)

    def text(self, name: str) -> str:
        value = self._value.get(name)
        if not isinstance(value, str) or not value.strip():
            raise self.fault(f"'{name}' must be a text that is not empty")
        return clean(value)

    def optional_text(self, name: str) -> str | None:
        return None if self._value.get(name) is None else self.text(name)

    def any_text(self, name: str) -> str:
        """A text that may be missing or empty."""
        value = self._value.get(name)
        if value is not None and not isinstance(value, (str, int, float)):
            raise self.fault(f"'{name}' must be a text")
        return "" if value is None else clean(str(value))

    def identity(self, name: str) -> int | str | None:
        value = self._value.get(name)
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        if not isinstance(value, str):
            raise self.fault(f"'{name}' must be a number or a text")
        return clean(value)

    def number(self, name: str) -> int | None:
        value = self._value.get(name)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
            raise self.fault(f"'{name}' must be a number that is not negative, or null")
        return value

    def flag(self, name: str) -> bool:
        value = self._value.get(name)
        if not isinstance(value, bool):
            raise self.fault(f"'{name}' must be true or false")
        return value

    def choice(self, name: str, choices: Sequence[str]) -> str:
        value = self._value.get(name)
        if value not in choices:
            raise self.fault(f"'{name}' must be one of {', '.join(choices)}")
        return str(value)

    def time(self, name: str) -> datetime:
        text = self.text(name)
        try:
            # Pythons before 3.11 do not know the Z.
            time = datetime.fromisoformat(re.sub(r"[Zz]$", "+00:00", text))
        except ValueError:
            raise self.fault(f"'{name}' must be a time as 2026-01-31T12:00:00Z, not '{text}'") from None
        return (time if time.tzinfo else time.replace(tzinfo=timezone.utc)).astimezone(timezone.utc)

    def entry(self, name: str) -> Entry | None:
        value = self._value.get(name)
        return None if value is None else Entry(value, f"{self.place}.{name}")

    def entries(self, name: str) -> list[Entry]:
        value = self._value.get(name)
        if not isinstance(value, (list, tuple)):
            raise self.fault(f"'{name}' must be a list")
        return [Entry(each, f"{self.place}.{name}[{index}]") for index, each in enumerate(value)]

    def optional_entries(self, name: str) -> list[Entry]:
        return [] if self._value.get(name) is None else self.entries(name)


def read_audits(audits: Sequence[Any]) -> tuple[list[Server], list[Finding]]:
    """The servers and all their findings from what audit_info returned for each of them."""
    servers: list[Server] = []
    findings: list[Finding] = []
    for index, audit in enumerate(audits):
        entry = Entry(audit, f"audits[{index}]")
        server = _server(entry)
        if server.host in {each.host for each in servers}:
            raise entry.fault(
                f"'{server.host}' was given twice", "give one audit a server, with its inventory name as host"
            )
        servers.append(server)
        findings += [read_finding(each, server.host) for each in entry.entries("findings")]
    return servers, findings


def read_unreachable(entries: Sequence[Any]) -> list[Unreachable]:
    found = []
    for index, each in enumerate(entries):
        entry = Entry(each, f"unreachable[{index}]")
        found.append(Unreachable(entry.text("host"), entry.any_text("msg") or "no reason was given"))
    return found


def read_finding(entry: Entry, host: str) -> Finding:
    thing = entry.entry("object")
    if thing is None:
        raise entry.fault("'object' is missing")
    return Finding(
        host=host,
        id=entry.text("id"),
        severity=entry.choice("severity", SEVERITIES),
        site=entry.optional_text("site"),
        type=thing.text("type"),
        object_id=thing.identity("id"),
        name=thing.any_text("name"),
        expected=entry.any_text("expected"),
        found=entry.any_text("found"),
        remedy=entry.any_text("remedy"),
    )


def read_check(entry: Entry) -> Check:
    return Check(entry.text("id"), entry.flag("checked"), entry.any_text("reason") or None)


def _server(entry: Entry) -> Server:
    server = entry.entry("server")
    if server is None:
        raise entry.fault(
            "it has no 'server', so it is no result of audit_info",
            "give a server that could not be audited as an entry of unreachable",
        )
    url = server.text("url")
    seats = entry.entry("seats")
    return Server(
        host=entry.optional_text("host") or url,
        url=url,
        serial_number=server.any_text("serial_number") or None,
        time=entry.time("time"),
        checks=tuple(read_check(each) for each in entry.entries("checks")),
        seats=None if seats is None else _seats(seats),
        sites=tuple(
            Site(each.text("name"), each.number("systems") or 0, each.number("enabled"))
            for each in entry.optional_entries("sites")
        ),
        systems=tuple(_system(each) for each in entry.optional_entries("systems")),
    )


def _seats(entry: Entry) -> Seats:
    total, used = entry.entry("total"), entry.entry("used")
    return Seats(
        total=total.number("value") if total else None,
        used=used.number("value") if used else None,
        free=entry.number("free"),
        total_source=total.any_text("source") if total else "",
        used_source=used.any_text("source") if used else "",
    )


def _system(entry: Entry) -> System:
    return System(
        id=entry.identity("id"),
        name=entry.any_text("name"),
        site=entry.optional_text("site"),
        declared=entry.optional_text("declared"),
        remote_bookings=entry.optional_text("remote_bookings"),
        future_bookings=entry.number("future_bookings"),
    )
