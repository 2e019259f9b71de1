# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report as JSON: everything, for programs, and for a later report to be compared with.

This module util is PRIVATE to the collection; it can change at any time.

docs/audit_report.schema.json describes the form.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._report.audits import Finding, Seats, Server, stamp
from ansible_collections.telepresence.tms.plugins.module_utils._report.comparison import FORMAT, VERSION
from ansible_collections.telepresence.tms.plugins.module_utils._report.report import Report, counts


def render(report: Report) -> str:
    return json.dumps(content(report), ensure_ascii=False, indent=2) + "\n"


def content(report: Report) -> dict[str, Any]:
    comparison = report.comparison
    return {
        "format": FORMAT,
        "version": VERSION,
        "time": stamp(report.time) if report.time else None,
        "verdict": {
            "passed": report.passed,
            "threshold": report.threshold,
            "reached": len(report.reached),
            "unreachable": len(report.unreachable),
        },
        "summary": counts(report.open),
        "accepted": counts(report.accepted),
        "findings": [_finding(finding) | {"new": finding.new} for finding in report.findings],
        "unreachable": [asdict(each) for each in report.unreachable],
        "baseline": {"expired": list(report.expired), "stale": list(report.stale)},
        "comparison": None
        if comparison is None
        else {
            "time": comparison.time,
            "new": sum(finding.new is True for finding in report.findings),
            "gone": [_finding(finding) for finding in comparison.gone],
            "unseen": [_finding(finding) for finding in comparison.unseen],
        },
        "servers": [_server(server, report.findings) for server in report.servers],
    }


def brief(finding: Finding) -> dict[str, Any]:
    """A finding without its sentences, for the result of the module."""
    return {
        "id": finding.id,
        "severity": finding.severity,
        "host": finding.host,
        "site": finding.site,
        "object": {"type": finding.type, "id": finding.object_id, "name": finding.name},
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return brief(finding) | {
        "expected": finding.expected,
        "found": finding.found,
        "remedy": finding.remedy,
        "accepted": asdict(finding.accepted) if finding.accepted else None,
    }


def _server(server: Server, findings: Sequence[Finding]) -> dict[str, Any]:
    own = [finding for finding in findings if finding.host == server.host]
    return {
        "host": server.host,
        "url": server.url,
        "serial_number": server.serial_number,
        "time": stamp(server.time),
        "summary": counts(finding for finding in own if not finding.accepted),
        "accepted": counts(finding for finding in own if finding.accepted),
        "checks": [asdict(check) for check in server.checks],
        "seats": _seats(server.seats) if server.seats else None,
        "sites": [asdict(site) for site in server.sites],
        "systems": [asdict(system) for system in server.systems],
    }


def _seats(seats: Seats) -> dict[str, Any]:
    """In the form in which license_info gives them."""
    return {
        "total": {"value": seats.total, "source": seats.total_source},
        "used": {"value": seats.used, "source": seats.used_source},
        "free": seats.free,
    }
