# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The baseline: findings that somebody has accepted, each with a reason and a day on which that ends.

This module util is PRIVATE to the collection; it can change at any time.

An entry holds through the day that it names, seen from the time of the server's audit and not from the clock: the same
audits always give the same report.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import InputError
from ansible_collections.telepresence.tms.plugins.module_utils._report.audits import (
    Acceptance,
    Finding,
    Server,
    Unreachable,
    clean,
)

_KEYS = ("id", "object", "site", "host", "reason", "expires")
_OBJECT_KEYS = ("type", "id", "name")


@dataclass(frozen=True)
class Entry:
    """One entry. object: what must be equal, by type, id and name; None where only a text was given that is name or id."""

    number: int
    id: str
    object: str | Mapping[str, str]
    site: str | None
    host: str | None
    reason: str
    expires: date

    def matches(self, finding: Finding, url: str) -> bool:
        return (
            self.id == finding.id
            and self.site in (None, finding.site)
            and self.host in (None, finding.host, url)
            and self._names(finding)
        )

    def _names(self, finding: Finding) -> bool:
        known = {"type": finding.type, "id": str(finding.object_id), "name": finding.name}
        if isinstance(self.object, str):
            return self.object in (known["id"], known["name"])
        return all(known[key] == value for key, value in self.object.items())

    def __str__(self) -> str:
        named = self.object if isinstance(self.object, str) else ", ".join(self.object.values())
        where = "".join(f", {word} {value}" for word, value in (("site", self.site), ("host", self.host)) if value)
        return f"entry {self.number} ({self.id} on '{named}'{where})"


@dataclass(frozen=True)
class Applied:
    """The findings with what is accepted marked, and what is wrong with the baseline, one sentence each."""

    findings: tuple[Finding, ...]
    expired: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()


def read(content: Any, path: str) -> list[Entry]:
    """The entries of a baseline from what its file holds; an empty file accepts nothing."""
    if content is None:
        return []
    if not isinstance(content, list):
        raise _fault(path, "it must be a list of accepted findings")
    return [_entry(each, number, path) for number, each in enumerate(content, 1)]


def apply(
    entries: Sequence[Entry],
    findings: Sequence[Finding],
    servers: Sequence[Server],
    unreachable: Sequence[Unreachable] = (),
) -> Applied:
    """Mark what is accepted; tell which entries have expired, and which match nothing although it was looked for."""
    by_host = {server.host: server for server in servers}
    used: set[int] = set()
    expired: dict[int, Entry] = {}
    marked = []
    for finding in findings:
        server = by_host[finding.host]
        for entry in entries:
            if not entry.matches(finding, server.url):
                continue
            used.add(entry.number)
            if entry.expires < server.time.date():
                expired[entry.number] = entry
            elif finding.accepted is None:
                finding = replace(finding, accepted=Acceptance(entry.reason, entry.expires.isoformat()))
        marked.append(finding)
    stale = [entry for entry in entries if entry.number not in used and _was_looked_for(entry, servers, unreachable)]
    return Applied(
        findings=tuple(marked),
        expired=tuple(
            f"Baseline {entry} expired on {entry.expires.isoformat()} and accepts nothing any more: {entry.reason}"
            for dummy, entry in sorted(expired.items())
        ),
        stale=tuple(f"Baseline {entry} matches no finding; remove it if it is done with" for entry in stale),
    )


def _was_looked_for(entry: Entry, servers: Sequence[Server], unreachable: Sequence[Unreachable]) -> bool:
    """Whether the finding would have been seen: on no server that it may be on was the check left out."""
    if entry.host is None and unreachable:
        return False
    if entry.host in {each.host for each in unreachable}:
        return False
    asked = [server for server in servers if entry.host in (None, server.host, server.url)]
    return not any(check.id == entry.id and not check.checked for server in asked for check in server.checks)


def _entry(value: Any, number: int, path: str) -> Entry:
    place = f"entry {number}"
    if not isinstance(value, Mapping):
        raise _fault(path, f"{place} must be a dictionary")
    unknown = sorted(str(key) for key in value if key not in _KEYS)
    if unknown:
        raise _fault(path, f"{place} has a key '{unknown[0]}' that is not one of {', '.join(_KEYS)}")
    site, host = value.get("site"), value.get("host")
    return Entry(
        number=number,
        id=_text(value.get("id"), "id", place, path),
        object=_object(value.get("object"), place, path),
        site=None if site is None else _text(site, "site", place, path),
        host=None if host is None else _text(host, "host", place, path),
        reason=_text(value.get("reason"), "reason", place, path),
        expires=_day(value.get("expires"), place, path),
    )


def _text(value: Any, name: str, place: str, path: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _fault(path, f"'{name}' of {place} must be a text that is not empty")
    return clean(value)


def _object(value: Any, place: str, path: str) -> str | Mapping[str, str]:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, Mapping):
        return _text(value, "object", place, path)
    given = {str(key): clean(str(each)) for key, each in value.items() if each is not None}
    if not given or not set(given) <= set(_OBJECT_KEYS) or set(given) == {"type"}:
        raise _fault(path, f"'object' of {place} must be a name, an id, or a dictionary of type, id and name")
    return given


def _day(value: Any, place: str, path: str) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise _fault(path, f"'expires' of {place} must be a day as YYYY-MM-DD; what is accepted is accepted until then")


def _fault(path: str, said: str) -> InputError:
    return InputError(
        "The baseline cannot be used",
        on=path,
        said=said,
        remedy="write it as the guide of the module audit_report shows",
    )
