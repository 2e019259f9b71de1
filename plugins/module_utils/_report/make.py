# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the options of audit_report to its files and its result.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import InputError
from ansible_collections.telepresence.tms.plugins.module_utils._report import (
    baseline,
    comparison,
    csv_report,
    files,
    json_report,
    junit_report,
)
from ansible_collections.telepresence.tms.plugins.module_utils._report.audits import (
    Finding,
    natural,
    read_audits,
    read_unreachable,
)
from ansible_collections.telepresence.tms.plugins.module_utils._report.html import page
from ansible_collections.telepresence.tms.plugins.module_utils._report.report import (
    Report,
    counts,
    described,
    failure,
    verdict,
)

FORMATS: Mapping[str, Callable[[Report], str]] = {
    "json": json_report.render,
    "junit": junit_report.render,
    "csv": csv_report.render,
    "html": page.render,
}
#: Which file a message names: the one for people first.
_FOR_PEOPLE = ("html", "csv", "json", "junit")


def make(params: Mapping[str, Any], desk: files.Desk) -> dict[str, Any]:
    """Make the report, write its files unless in check mode, and judge."""
    paths = _paths(params["dest"] or {})
    report, warnings = assemble(params, desk)
    contents = {name: FORMATS[name](report) for name in paths}
    written = {name: {"path": path, "changed": not files.same_as(path, contents[name])} for name, path in paths.items()}
    difference = _diff(paths["json"], report) if "json" in paths and written["json"]["changed"] else None
    if not desk.check_mode:
        for name, path in paths.items():
            if written[name]["changed"]:
                files.replace(path, contents[name], desk)
    result: dict[str, Any] = {
        "changed": any(each["changed"] for each in written.values()),
        "files": written,
        "passed": report.passed,
        "verdict": verdict(report),
        "summary": counts(report.open),
        "accepted": counts(report.accepted),
        # Not called unreachable: Ansible takes a result with that word for one of a host that it could not reach.
        "not_audited": [each.host for each in report.unreachable],
        "baseline": {"expired": list(report.expired), "stale": list(report.stale)},
        "comparison": _compared(report),
        "warnings": [*warnings, *report.notes],
    }
    if difference is not None:
        result["diff"] = difference
    if not report.passed:
        where = None if desk.check_mode else next((paths[name] for name in _FOR_PEOPLE if name in paths), None)
        result |= {"failed": True, "msg": failure(report, where)}
    return result


def assemble(params: Mapping[str, Any], desk: files.Desk) -> tuple[Report, list[str]]:
    """The report, and what the user should be told of the earlier one."""
    servers, findings = read_audits(params["audits"])
    unreachable = read_unreachable(params["unreachable"] or [])
    entries = []
    if params["baseline"]:
        content = files.load(params["baseline"], "baseline", desk.load_yaml)
        entries = baseline.read(content, params["baseline"])
    applied = baseline.apply(entries, sorted(findings, key=lambda each: each.order), servers, unreachable)
    marked = applied.findings
    compared, warnings = None, []
    if params["compare_with"]:
        earlier = _earlier(params["compare_with"])
        if earlier is None:
            warnings.append(f"There is no earlier report at {params['compare_with']}, so nothing was compared.")
        else:
            marked, compared = comparison.compare(earlier, marked, servers)
    report = Report(
        servers=tuple(sorted(servers, key=lambda server: natural(server.host))),
        unreachable=tuple(sorted(unreachable, key=lambda each: natural(each.host))),
        findings=marked,
        threshold=params["threshold"],
        expired=applied.expired,
        stale=applied.stale,
        comparison=compared,
    )
    return report, warnings


def _earlier(path: str) -> comparison.Earlier | None:
    """None where there is no such file: the first run of a job has nothing to compare with."""
    if files.read_text(path, "earlier report") is None:
        return None
    return comparison.read(files.load(path, "earlier report"), path)


def _paths(dest: Mapping[str, str | None]) -> dict[str, str]:
    # Absolute: Ansible's move into place needs a directory.
    paths = {name: os.path.abspath(path) for name, path in dest.items() if path}
    for name, path in paths.items():
        if list(paths.values()).count(path) > 1:
            raise InputError(
                "Two formats would be written to one file", on=path, remedy="give each its own path in dest"
            )
        if os.path.isdir(path):
            raise InputError(f"The {name} report needs a file name", on=path, said="it is a directory")
    return paths


def _diff(path: str, report: Report) -> dict[str, str]:
    """Before and after of the JSON report, a line a finding: its systems may be thousands, and --diff is for people."""
    try:
        before = _earlier(path)
    except InputError:
        # It is replaced, whatever it is.
        before = None
    return {
        "before_header": path,
        "after_header": path,
        "before": "".join(_line(finding) for finding in (before.findings if before else ())),
        "after": "".join(_line(finding) for finding in report.findings),
    }


def _line(finding: Finding) -> str:
    return " ".join(f"{finding.severity}: {described(finding)}: {finding.found}".split()) + "\n"


def _compared(report: Report) -> dict[str, Any] | None:
    if report.comparison is None:
        return None
    return {
        "time": report.comparison.time,
        "new": [json_report.brief(finding) for finding in report.findings if finding.new],
        "gone": [json_report.brief(finding) for finding in report.comparison.gone],
        "unseen": [json_report.brief(finding) for finding in report.comparison.unseen],
    }
