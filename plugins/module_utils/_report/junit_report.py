# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report as JUnit XML, which CI services show as tests.

This module util is PRIVATE to the collection; it can change at any time.

A suite is a server. A check without a finding is a test that passed; each finding is a test of its own that failed if it
reaches the threshold, and was skipped if it does not or is accepted: services fail a run for one failed test, and show of a
test that passed nothing but its name. A check that was not made is a skipped test; a server that could not be audited is an
error, unless nothing fails the audit.
The form is the one that Jenkins, GitLab and GitHub actions read in common: no attribute is used that one of them refuses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from ansible_collections.telepresence.tms.plugins.module_utils._report.audits import Finding, Server, Unreachable
from ansible_collections.telepresence.tms.plugins.module_utils._report.report import Report


@dataclass(frozen=True)
class Case:
    """One test. outcome: the element that says why it did not pass, or None."""

    group: str
    name: str
    outcome: str | None = None
    message: str = ""
    kind: str | None = None
    text: str = ""


def render(report: Report) -> str:
    suites = [_suite(server, list(_cases(server, report))) for server in report.servers]
    suites += [_unreachable_suite(each, report) for each in report.unreachable]
    root = ElementTree.Element("testsuites", {"name": "TMS audit", **_totals(suites), "time": "0"})
    root.extend(suites)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _totals(suites: list[ElementTree.Element]) -> dict[str, str]:
    return {
        name: str(sum(int(suite.attrib[name]) for suite in suites))
        for name in ("tests", "failures", "errors", "skipped")
    }


def _cases(server: Server, report: Report) -> Iterator[Case]:
    own = [finding for finding in report.findings if finding.host == server.host]
    known = [check.id for check in server.checks]
    for check in server.checks:
        found = [finding for finding in own if finding.id == check.id]
        if not check.checked:
            yield Case(check.id, "not checked", "skipped", check.reason or "no reason was given")
        elif not found:
            yield Case(check.id, "no finding")
        yield from (_case(finding, report) for finding in found)
    yield from (_case(finding, report) for finding in own if finding.id not in known)


def _case(finding: Finding, report: Report) -> Case:
    number = "" if finding.object_id is None else f" ({finding.object_id})"
    site = f"{finding.site}: " if finding.site else ""
    name = f"{site}{finding.type.replace('_', ' ')} {finding.name}{number}"
    if finding.accepted:
        message = f"accepted until {finding.accepted.expires}: {finding.accepted.reason}"
        return Case(finding.id, name, "skipped", message)
    text = f"expected: {finding.expected}\nfound: {finding.found}\nremedy: {finding.remedy}"
    if not report.reaches(finding):
        message = f"{finding.severity}, below the threshold '{report.threshold}': {finding.found}"
        return Case(finding.id, name, "skipped", message, text=text)
    return Case(finding.id, name, "failure", f"{finding.severity}: {finding.found}", finding.severity, text)


def _suite(server: Server, cases: list[Case]) -> ElementTree.Element:
    suite = _empty_suite(server.host, cases)
    # Without a zone, as the form has it; it is UTC.
    suite.set("timestamp", server.time.strftime("%Y-%m-%dT%H:%M:%S"))
    properties = ElementTree.SubElement(suite, "properties")
    for name, value in (("url", server.url), ("serial_number", server.serial_number)):
        ElementTree.SubElement(properties, "property", name=name, value=value or "")
    _append(suite, server.host, cases)
    return suite


def _unreachable_suite(each: Unreachable, report: Report) -> ElementTree.Element:
    outcome, kind = ("skipped", None) if report.passed else ("error", "unreachable")
    cases = [Case("audit", "the server could be audited", outcome, each.msg, kind, each.msg)]
    suite = _empty_suite(each.host, cases)
    _append(suite, each.host, cases)
    return suite


def _empty_suite(host: str, cases: list[Case]) -> ElementTree.Element:
    outcomes = Counter(case.outcome for case in cases)
    return ElementTree.Element(
        "testsuite",
        name=host,
        tests=str(len(cases)),
        failures=str(outcomes["failure"]),
        errors=str(outcomes["error"]),
        skipped=str(outcomes["skipped"]),
        time="0",
    )


def _append(suite: ElementTree.Element, host: str, cases: list[Case]) -> None:
    seen: Counter[tuple[str, str]] = Counter()
    for case in cases:
        seen[case.group, case.name] += 1
        # Services know a test by its names; two of one name would be shown as one.
        times = seen[case.group, case.name]
        name = case.name if times == 1 else f"{case.name} [{times}]"
        # The last dot parts package and class for Jenkins: the server, then the check.
        element = ElementTree.SubElement(suite, "testcase", classname=f"{host}.{case.group}", name=name, time="0")
        if case.outcome:
            outcome = ElementTree.SubElement(element, case.outcome, message=case.message)
            outcome.text = case.text or None
            if case.kind:
                outcome.set("type", case.kind)
