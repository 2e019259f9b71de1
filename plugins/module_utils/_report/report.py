# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report itself, before it takes the form of a file: what was found, what of it is accepted, and the verdict.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ansible_collections.telepresence.tms.plugins.module_utils._model.findings import SEVERITIES
from ansible_collections.telepresence.tms.plugins.module_utils._report.audits import (
    Finding,
    Server,
    Unreachable,
)
from ansible_collections.telepresence.tms.plugins.module_utils._report.comparison import Comparison

NEVER = "never"
THRESHOLDS = (*SEVERITIES, NEVER)

#: How many findings a message names one by one.
_NAMED = 3


@dataclass(frozen=True)
class Report:
    """What every format shows. findings: sorted, worst first, accepted ones among them."""

    servers: tuple[Server, ...]
    unreachable: tuple[Unreachable, ...]
    findings: tuple[Finding, ...]
    threshold: str
    expired: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    comparison: Comparison | None = None

    @property
    def time(self) -> datetime | None:
        """When the last of the servers was audited: never the time of writing, so that equal audits give equal files."""
        return max((server.time for server in self.servers), default=None)

    @property
    def open(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.accepted is None)

    @property
    def accepted(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.accepted is not None)

    @property
    def reached(self) -> tuple[Finding, ...]:
        """The findings that make the audit fail."""
        return tuple(finding for finding in self.findings if self.reaches(finding))

    def reaches(self, finding: Finding) -> bool:
        """Whether a finding makes the audit fail."""
        if finding.accepted is not None or self.threshold == NEVER:
            return False
        return SEVERITIES.index(finding.severity) <= SEVERITIES.index(self.threshold)

    @property
    def passed(self) -> bool:
        """A server that could not be audited may hide anything, so it counts as worse than every threshold."""
        return self.threshold == NEVER or not (self.reached or self.unreachable)

    @property
    def notes(self) -> tuple[str, ...]:
        """What is wrong with the baseline."""
        return (*self.expired, *self.stale)


def counts(findings: Iterable[Finding]) -> dict[str, int]:
    """How many of each severity."""
    found = dict.fromkeys(SEVERITIES, 0)
    for finding in findings:
        found[finding.severity] += 1
    return found


def plural(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def joined(parts: list[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def described(finding: Finding) -> str:
    """Where a finding is, in a few words."""
    site = f", site {finding.site}" if finding.site else ""
    return f"{finding.id} on {finding.type.replace('_', ' ')} '{finding.name}' ({finding.host}{site})"


def verdict(report: Report) -> str:
    """One sentence: what made the audit fail, or that nothing did."""
    reasons = []
    if report.reached:
        numbers = counts(report.reached)
        kinds = [f"{numbers[severity]:,} {severity}" for severity in SEVERITIES if numbers[severity]]
        word = "finding reaches" if len(report.reached) == 1 else "findings reach"
        reasons.append(f"{joined(kinds)} {word} the threshold '{report.threshold}'")
    if report.unreachable and not report.passed:
        reasons.append(f"{plural(len(report.unreachable), 'server')} could not be audited")
    if reasons:
        return ", and ".join(reasons)
    if report.threshold == NEVER:
        return f"{plural(len(report.open), 'open finding')}; the threshold is '{NEVER}', so nothing fails the audit"
    if report.open:
        return f"{plural(len(report.open), 'open finding')}, none of which reaches the threshold '{report.threshold}'"
    return "No open finding"


def failure(report: Report, where: str | None) -> str:
    """The message of a failed task: how many of which severity, the first few of them, and where the rest is."""
    named = [
        f"{described(finding)}: {finding.found or finding.expected}; {finding.remedy}".rstrip(" .;")
        for finding in report.reached[:_NAMED]
    ]
    left = _NAMED - len(named)
    named += [f"{each.host} could not be audited: {each.msg}".rstrip(" .") for each in report.unreachable[:left]]
    more = len(report.reached) + len(report.unreachable) - len(named)
    tail = f". And {more:,} more" if more else ""
    place = f". The whole is in {where}" if where else ""
    return f"The audit failed: {verdict(report)}. {'. '.join(named)}{tail}{place}."
