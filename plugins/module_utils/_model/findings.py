# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Findings of an audit: which there are, how bad each is, and the shape in which they are told.

This module util is PRIVATE to the collection; it can change at any time.

The ids are part of the interface: baseline files name them, so an id is never given a second meaning.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

CRITICAL, HIGH, MEDIUM, LOW = "critical", "high", "medium", "low"
#: The worst first.
SEVERITIES = (CRITICAL, HIGH, MEDIUM, LOW)

#: What a finding can be about.
SERVER, OPTION_KEY, SYSTEM, USER, GROUP, TICKET = "server", "option_key", "system", "user", "group", "ticket"

#: Every id with its severity. docs/docsite/rst/guide_audit.rst says what each means.
SEVERITY_OF: Mapping[str, str] = {
    "system_booked_without_seat": CRITICAL,
    "system_without_seat": HIGH,
    "system_holds_undeclared_seat": MEDIUM,
    "system_unknown": HIGH,
    "system_unreadable": HIGH,
    "seats_short": HIGH,
    "seats_exhausted": MEDIUM,
    "keys_of_both_kinds": MEDIUM,
    "key_expires": HIGH,
    "client_sessions_near_licence": MEDIUM,
    "service_user_missing": HIGH,
    "service_user_disabled": HIGH,
    "service_user_lacks_right": HIGH,
    "service_user_excess_rights": MEDIUM,
    "service_user_site_administrator": HIGH,
    "service_user_groups_differ": LOW,
    "group_missing": HIGH,
    "group_not_removed": LOW,
    "group_rights_differ": MEDIUM,
    "group_members_differ": MEDIUM,
    "group_books_on_behalf": HIGH,
    "site_administrator_default_group": HIGH,
    "default_groups_differ": MEDIUM,
    "auditing_off": MEDIUM,
    "licence_ticket_open": MEDIUM,
}


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be.

    id: one of SEVERITY_OF; object_id, name: the object as TMS knows it; site: the declared site it belongs to, None without
    one; expected: what was declared, or should be; found: what the server shows; remedy: what to do, as an imperative.
    """

    id: str
    kind: str
    name: str
    expected: str
    found: str
    remedy: str
    object_id: int | str | None = None
    site: str | None = None

    @property
    def severity(self) -> str:
        return SEVERITY_OF[self.id]

    def as_result(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "severity": self.severity,
            "site": self.site,
            "object": {"type": self.kind, "id": self.object_id, "name": self.name},
            "expected": self.expected,
            "found": self.found,
            "remedy": self.remedy,
        }


@dataclass(frozen=True)
class Check:
    """Whether all that one kind of finding needs was looked at; reason: what was not, or why there is nothing to look at."""

    id: str
    checked: bool
    reason: str | None = None

    def as_result(self) -> dict[str, Any]:
        return {"id": self.id, "checked": self.checked, "reason": self.reason}


def summary(findings: Iterable[Finding]) -> dict[str, int]:
    """How many findings there are of each severity."""
    counted = dict.fromkeys(SEVERITIES, 0)
    for finding in findings:
        counted[finding.severity] += 1
    return counted
