# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An earlier report beside this one: what is new, what is gone, and what could not be looked at this time.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import InputError
from ansible_collections.telepresence.tms.plugins.module_utils._report.audits import (
    Entry,
    Finding,
    Server,
    read_finding,
)

FORMAT = "telepresence.tms audit report"
VERSION = 1


@dataclass(frozen=True)
class Earlier:
    """What an earlier JSON report tells: its time as written there, and its findings."""

    time: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Comparison:
    """time: of the earlier report; unseen: earlier findings on servers or in checks that were left out this time."""

    time: str
    gone: tuple[Finding, ...]
    unseen: tuple[Finding, ...]


def read(content: Any, path: str) -> Earlier:
    """The earlier report from what its file holds."""
    try:
        entry = Entry(content, path)
        if entry.any_text("format") != FORMAT:
            raise entry.fault("it is no JSON report of audit_report")
        if entry.number("version") != VERSION:
            raise entry.fault(f"it has version {entry.number('version')} of the format, and {VERSION} is known")
        findings = [read_finding(each, each.text("host")) for each in entry.entries("findings")]
        return Earlier(entry.any_text("time"), tuple(findings))
    except InputError as error:
        raise InputError(
            "The reports cannot be compared",
            on=error.on,
            said=error.said,
            remedy="give compare_with the path of a report that the module audit_report wrote as JSON",
        ) from None


def compare(
    earlier: Earlier, findings: Sequence[Finding], servers: Sequence[Server]
) -> tuple[tuple[Finding, ...], Comparison]:
    """The findings, each marked as new or not, and what the earlier report has beyond them."""
    # Two keys that are masked to the same text are told apart by nothing; they are counted.
    before = Counter(finding.key for finding in earlier.findings)
    marked = []
    for finding in findings:
        new = not before[finding.key]
        before[finding.key] -= not new
        marked.append(replace(finding, new=new))
    looked_at = {(server.host, check.id) for server in servers for check in server.checks if check.checked}
    missing = []
    for finding in reversed(earlier.findings):
        if before[finding.key] > 0:
            before[finding.key] -= 1
            missing.append(finding)
    missing.sort(key=lambda finding: finding.order)
    return tuple(marked), Comparison(
        time=earlier.time,
        gone=tuple(finding for finding in missing if (finding.host, finding.id) in looked_at),
        unseen=tuple(finding for finding in missing if (finding.host, finding.id) not in looked_at),
    )
