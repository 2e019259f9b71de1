# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is wrong, where, and what to do: the open findings, those of one kind together.

This module util is PRIVATE to the collection; it can change at any time.

What all findings of a group have in common is said once above them; the table holds what differs.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from ansible_collections.telepresence.tms.plugins.module_utils._report.audits import Finding
from ansible_collections.telepresence.tms.plugins.module_utils._report.html.elements import (
    Markup,
    cell,
    foreign,
    head,
    join,
    table,
    tag,
)
from ansible_collections.telepresence.tms.plugins.module_utils._report.html.figures import severity
from ansible_collections.telepresence.tms.plugins.module_utils._report.report import Report, plural

#: A longer list is folded, so that the next kind of finding is in sight.
_UNFOLDED = 10

_ACRONYMS = {"tms": "TMS", "api": "API"}
_SAID = (("Expected", "expected"), ("Found", "found"), ("What to do", "remedy"))


def section(report: Report) -> Markup:
    groups = [list(each) for dummy, each in groupby(report.open, key=lambda each: (each.severity, each.id))]
    if not groups:
        told = "Nothing is left to do." if report.servers else "No server could be audited, so nothing is known."
        return tag("section", tag("h2", "Findings"), tag("p", told), id="findings", aria_label="Findings")
    servers = len(report.servers)
    return tag(
        "section",
        tag("h2", "Findings"),
        *(_group(each, servers) for each in groups),
        id="findings",
        aria_label="Findings",
    )


def title(check: str) -> str:
    """The id of a finding as a heading."""
    words = [_ACRONYMS.get(word, word) for word in check.split("_")]
    return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]])


def named(finding: Finding) -> Markup:
    """The object, with its id in TMS; its type unless that is a system."""
    kind = "" if finding.type == "system" else finding.type.replace("_", " ") + " "
    number = None if finding.object_id is None else tag("span", f" {finding.object_id}", class_="quiet")
    fresh = tag("span", "new", class_="new") if finding.new else None
    return join([kind, foreign(finding.name), number, fresh])


def _group(findings: Sequence[Finding], servers: int) -> Markup:
    first = findings[0]
    common = [(word, name) for word, name in _SAID if len({getattr(each, name) for each in findings}) == 1]
    own = [(word, name) for word, name in _SAID if (word, name) not in common]
    listed = _table(findings, own, servers) if len(findings) > 1 else None
    if listed is not None and len(findings) > _UNFOLDED:
        listed = tag("details", tag("summary", f"Show all {_objects(findings)}"), listed)
    return tag(
        "article",
        tag(
            "div",
            severity(first.severity),
            tag("h3", title(first.id)),
            tag("span", _objects(findings), class_="quiet") if listed else None,
            tag("code", first.id),
            class_="title",
        ),
        _common(first, common, None if listed else _where(first, servers)),
        listed,
        class_="group",
        id=f"finding-{first.severity}-{first.id}",
    )


def _objects(findings: Sequence[Finding]) -> str:
    kinds = {finding.type for finding in findings}
    word = "object" if len(kinds) > 1 else kinds.pop().replace("_", " ")
    sites = {(finding.host, finding.site) for finding in findings if finding.site}
    return plural(len(findings), word) + (f" at {plural(len(sites), 'site')}" if len(sites) > 1 else "")


def _where(finding: Finding, servers: int) -> Markup:
    """The one object of a group, with its place."""
    places = [finding.site and f"site {finding.site}", finding.host if servers > 1 else None]
    return join([named(finding), *(join([", ", foreign(place)]) for place in places if place)])


def _common(first: Finding, common: Sequence[tuple[str, str]], where: Markup | None) -> Markup | None:
    pairs = [join([tag("dt", "Where"), tag("dd", where)])] if where else []
    pairs += [
        join([tag("dt", word), tag("dd", foreign(getattr(first, name)), class_="do" if name == "remedy" else None)])
        for word, name in common
        if getattr(first, name)
    ]
    return tag("dl", *pairs) if pairs else None


def _table(findings: Sequence[Finding], own: Sequence[tuple[str, str]], servers: int) -> Markup:
    places = [("Site", "site")] if any(finding.site for finding in findings) else []
    places += [("Server", "host")] if servers > 1 else []
    columns = [*places, *own]
    rows = [
        tag(
            "tr",
            head(named(finding)),
            *(cell(word, foreign(getattr(finding, name) or ""), labelled=True) for word, name in columns),
            class_="worth" if finding.new else None,
        )
        for finding in findings
    ]
    caption = f"{title(findings[0].id)}: {_objects(findings)}"
    return table(caption, ["Object", *(word for word, dummy in columns)], rows, kind="findings")
