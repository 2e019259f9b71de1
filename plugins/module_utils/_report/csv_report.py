# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report as CSV: one line a finding, for a spreadsheet.

This module util is PRIVATE to the collection; it can change at any time.

It begins with a byte order mark: without it, spreadsheets take UTF-8 for the local code page and garble names that are not
plain English. Programs read it as `utf-8-sig`. Names come from a server, so a cell that a spreadsheet would take for a
formula gets an apostrophe in front (OWASP, CSV Injection).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from ansible_collections.telepresence.tms.plugins.module_utils._report.audits import Finding
from ansible_collections.telepresence.tms.plugins.module_utils._report.report import Report

COLUMNS = (
    "status",
    "severity",
    "id",
    "host",
    "site",
    "object_type",
    "object_id",
    "object",
    "expected",
    "found",
    "remedy",
    "new",
    "reason",
    "expires",
)

#: At the start of a cell, or after a semicolon: where that is the local separator, a spreadsheet begins a cell there,
#: quotes or not. The wide forms are taken for the plain ones where East Asian scripts are written.
_FORMULA = re.compile(r"(^|;)(\s*[=+\-@＝＋－＠])")


def render(report: Report) -> str:
    stream = io.StringIO()
    stream.write("\ufeff")
    # Lines end as RFC 4180 wants them.
    writer = csv.DictWriter(stream, COLUMNS, restval="", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writeheader()
    for row in _rows(report):
        writer.writerow({name: safe(value) for name, value in row.items()})
    return stream.getvalue()


def safe(value: str) -> str:
    """*value* on one line, and no formula."""
    return _FORMULA.sub(r"\1'\2", " ".join(value.split()))


def _rows(report: Report) -> Iterator[dict[str, str]]:
    for each in report.unreachable:
        yield {"status": "unreachable", "host": each.host, "object_type": "server", "found": each.msg}
    for finding in report.findings:
        yield _row(finding)
    for server in report.servers:
        for check in server.checks:
            if not check.checked:
                yield {"status": "unchecked", "id": check.id, "host": server.host, "found": check.reason or ""}


def _row(finding: Finding) -> dict[str, str]:
    accepted = finding.accepted
    return {
        "status": "accepted" if accepted else "open",
        "severity": finding.severity,
        "id": finding.id,
        "host": finding.host,
        "site": finding.site or "",
        "object_type": finding.type,
        "object_id": "" if finding.object_id is None else str(finding.object_id),
        "object": finding.name,
        "expected": finding.expected,
        "found": finding.found,
        "remedy": finding.remedy,
        "new": {True: "yes", False: "no", None: ""}[finding.new],
        "reason": accepted.reason if accepted else "",
        "expires": accepted.expires if accepted else "",
    }
