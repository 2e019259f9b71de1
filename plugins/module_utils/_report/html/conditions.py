# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a reader must know before trusting the findings: what was not looked at, what is accepted, what has changed.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

from collections.abc import Sequence

from ansible_collections.telepresence.tms.plugins.module_utils._report.audits import Finding, stamp
from ansible_collections.telepresence.tms.plugins.module_utils._report.html.elements import (
    Markup,
    cell,
    figure,
    foreign,
    head,
    table,
    tag,
)
from ansible_collections.telepresence.tms.plugins.module_utils._report.html.figures import severity
from ansible_collections.telepresence.tms.plugins.module_utils._report.html.findings import named, title
from ansible_collections.telepresence.tms.plugins.module_utils._report.report import Report, plural


def accepted_section(report: Report) -> Markup | None:
    """Accepted findings stay in sight, and so does what is wrong with the baseline."""
    if not (report.accepted or report.notes):
        return None
    columns = ["Object", "Finding", "Severity", "Site", "Server", "Reason", "Until"]
    rows = [
        tag(
            "tr",
            head(named(finding)),
            cell("Finding", title(finding.id), labelled=True),
            cell("Severity", severity(finding.severity), labelled=True),
            cell("Site", foreign(finding.site or ""), labelled=True),
            cell("Server", foreign(finding.host), labelled=True),
            cell("Reason", foreign(finding.accepted.reason), labelled=True),
            cell("Until", tag("time", finding.accepted.expires), labelled=True),
        )
        for finding in report.accepted
        if finding.accepted
    ]
    notes = tag("ul", *(tag("li", foreign(note)) for note in report.notes)) if report.notes else None
    return tag(
        "section",
        tag("h2", "Accepted"),
        notes,
        table("Accepted findings", columns, rows, kind="findings") if rows else None,
        id="accepted",
        aria_label="Accepted",
    )


def changes_section(report: Report) -> Markup | None:
    comparison = report.comparison
    if comparison is None:
        return None
    new = sum(finding.new is True for finding in report.findings)
    told = f"Compared with the report of {comparison.time or 'an unknown time'}: {plural(new, 'finding is', 'findings are')} new"
    told += f" and {plural(len(comparison.gone), 'is', 'are')} gone. New ones are marked as new above."
    return tag(
        "section",
        tag("h2", "Changes"),
        tag("p", told),
        _earlier("Gone", comparison.gone),
        _earlier("Not looked at this time, so perhaps still there", comparison.unseen),
        id="changes",
        aria_label="Changes",
    )


def _earlier(heading: str, findings: Sequence[Finding]) -> Markup | None:
    if not findings:
        return None
    rows = [
        tag(
            "tr",
            head(named(finding)),
            cell("Finding", title(finding.id), labelled=True),
            cell("Severity", severity(finding.severity), labelled=True),
            cell("Site", foreign(finding.site or ""), labelled=True),
            cell("Server", foreign(finding.host), labelled=True),
        )
        for finding in findings
    ]
    return Markup(
        tag("h3", heading) + table(heading, ["Object", "Finding", "Severity", "Site", "Server"], rows, kind="findings")
    )


def coverage_section(report: Report) -> Markup:
    """Which servers were audited, when, and which checks could not be made there."""
    made = sum(check.checked for server in report.servers for check in server.checks)
    left = [(server, check) for server in report.servers for check in server.checks if not check.checked]
    told = f"{plural(made, 'check was', 'checks were')} made on {plural(len(report.servers), 'server')}"
    told += f"; {plural(len(left), 'could', 'could')} not be made." if left else ", and none was left out."
    skipped = [
        tag(
            "tr",
            head(title(check.id)),
            cell("Server", foreign(server.host), labelled=True),
            cell("Why", foreign(check.reason or "no reason was given"), labelled=True),
        )
        for server, check in left
    ]
    servers = [
        tag(
            "tr",
            head(foreign(server.host)),
            cell("Address", foreign(server.url), labelled=True),
            cell("Serial number", foreign(server.serial_number or "not known"), labelled=True),
            cell("Audited", tag("time", stamp(server.time), datetime=stamp(server.time)), labelled=True),
            cell("Systems", figure(len(server.systems)), labelled=True),
        )
        for server in report.servers
    ]
    return tag(
        "section",
        tag("h2", "What was looked at"),
        tag("p", told),
        table("Checks that could not be made", ["Check", "Server", "Why"], skipped, kind="findings")
        if skipped
        else None,
        table("Servers", ["Server", "Address", "Serial number", "Audited", "Systems"], servers, kind="findings")
        if servers
        else None,
        id="coverage",
        aria_label="What was looked at",
    )
