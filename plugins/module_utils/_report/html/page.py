# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The report as one HTML page that needs no other file and no network.

This module util is PRIVATE to the collection; it can change at any time.

Its policy lets nothing load and nothing run but the one style and the one script that it brings, known by their hashes: a
name that a server gives cannot become a script even if it were not escaped.
"""

from __future__ import annotations

import base64
import hashlib

from ansible_collections.telepresence.tms.plugins.module_utils._model.findings import SEVERITIES
from ansible_collections.telepresence.tms.plugins.module_utils._report.html import conditions, estate, findings
from ansible_collections.telepresence.tms.plugins.module_utils._report.html.elements import (
    Markup,
    foreign,
    join,
    link,
    tag,
)
from ansible_collections.telepresence.tms.plugins.module_utils._report.html.figures import mark, marks
from ansible_collections.telepresence.tms.plugins.module_utils._report.html.script import SCRIPT
from ansible_collections.telepresence.tms.plugins.module_utils._report.html.style import STYLE
from ansible_collections.telepresence.tms.plugins.module_utils._report.report import Report, counts, plural, verdict


def render(report: Report) -> str:
    sections = {
        "Findings": ("findings", findings.section(report)),
        "Changes": ("changes", conditions.changes_section(report)),
        "Sites": ("sites", estate.sites_section(report)),
        "Seats": ("seats", estate.seats_section(report)),
        "Accepted": ("accepted", conditions.accepted_section(report)),
        "What was looked at": ("coverage", conditions.coverage_section(report)),
        "Systems": ("systems", estate.systems_section(report)),
    }
    there = {name: (target, section) for name, (target, section) in sections.items() if section is not None}
    contents = tag("ul", *(tag("li", link(target, name)) for name, (target, dummy) in there.items()))
    body = tag(
        "body",
        link("findings", "Skip to the findings", class_="skip"),
        marks(),
        tag("header", _top(report), _verdict(report), _numbers(report), tag("nav", contents, aria_label="Sections")),
        tag("main", *(section for dummy, section in there.values())),
        tag("footer", "Made by telepresence.tms.audit_report. Times are UTC."),
        tag("script", Markup(SCRIPT)),
    )
    return "<!DOCTYPE html>\n" + tag("html", _head(report), body, lang="en") + "\n"


def _head(report: Report) -> Markup:
    word = "passed" if report.passed else "failed"
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        Markup(f'<meta http-equiv="Content-Security-Policy" content="{policy()}">'),
        tag("meta", name_="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name_="color-scheme", content="light dark"),
        tag("meta", name_="referrer", content="no-referrer"),
        tag("meta", name_="robots", content="noindex"),
        # Without one, a browser asks the web server for an icon.
        tag("link", rel="icon", href="data:,"),
        tag("title", f"TMS audit {word}, {_day(report)}"),
        tag("style", Markup(STYLE)),
    )


def policy() -> str:
    return (
        f"default-src 'none'; style-src '{_hash(STYLE)}'; script-src '{_hash(SCRIPT)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _day(report: Report) -> str:
    # Not strftime: the names of months would follow the locale.
    time = report.time
    return f"{time.day} {_MONTHS[time.month - 1]} {time.year}" if time else "no server audited"


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def _top(report: Report) -> Markup:
    systems = sum(len(server.systems) for server in report.servers)
    clock = f", {report.time:%H:%M} UTC" if report.time else ""
    told = [_day(report) + clock, plural(len(report.servers), "server"), plural(systems, "system")]
    if len(report.servers) == 1:
        told[1] = report.servers[0].host
    return tag(
        "div",
        tag("h1", "TMS audit ", tag("span", " · ".join(["", *told]).strip(), class_="quiet")),
        tag("button", "Theme: ", tag("span", "automatic", id="theme-name"), type="button", id="theme", hidden=True),
        class_="top",
    )


def _verdict(report: Report) -> Markup:
    word = "passed" if report.passed else "failed"
    missed = [
        tag("li", foreign(each.host), " could not be audited: ", foreign(each.msg)) for each in report.unreachable
    ]
    return tag(
        "div",
        tag("strong", mark(word), f"{word.capitalize()}"),
        tag("p", verdict(report), "."),
        tag("ul", *missed) if missed else None,
        class_=f"verdict {word}",
    )


def _numbers(report: Report) -> Markup:
    """What is open by severity, and what else bears on it."""
    found = counts(report.open)
    tiles = [_tile(found[name], join([mark(name), name.capitalize()]), name) for name in SEVERITIES]
    tiles.append(_tile(len(report.accepted), "Accepted"))
    tiles.append(_tile(len(report.unreachable), "Not audited"))
    if report.comparison:
        tiles.append(_tile(sum(finding.new is True for finding in report.findings), "New"))
        tiles.append(_tile(len(report.comparison.gone), "Gone"))
    return tag("ul", *tiles, class_="numbers", aria_label="Open findings by severity")


def _tile(number: int, word: str, kind: str = "quiet") -> Markup:
    return tag("li", tag("span", word, class_=kind), tag("b", f"{number:,}"), class_=None if number else "none")
