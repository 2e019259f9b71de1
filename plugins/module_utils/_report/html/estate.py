# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The servers, sites, seats and systems that were looked at.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._model.findings import SEVERITIES
from ansible_collections.telepresence.tms.plugins.module_utils._report.audits import (
    Finding,
    Seats,
    Server,
    System,
    natural,
)
from ansible_collections.telepresence.tms.plugins.module_utils._report.html.elements import (
    Markup,
    cell,
    figure,
    foreign,
    head,
    join,
    table,
    tag,
)
from ansible_collections.telepresence.tms.plugins.module_utils._report.html.figures import (
    seat_bar,
    severity,
    severity_bar,
)
from ansible_collections.telepresence.tms.plugins.module_utils._report.report import Report, counts, plural

_BOOKABLE = {"enabled": "Yes", "disabled": "No", "void": "void, Package key", "not_applicable": "not bookable"}
_DECLARED = {"enabled": "Yes", "disabled": "No"}


def sites_section(report: Report) -> Markup | None:
    """Findings by severity and site, the worst first; who has none is named below."""
    found: dict[tuple[str, str | None], list[Finding]] = defaultdict(list)
    for finding in report.findings:
        found[finding.host, finding.site].append(finding)
    for server in report.servers:
        for site in server.sites:
            found.setdefault((server.host, site.name), [])
    if not found:
        return None
    sizes = {(server.host, site.name): site for server in report.servers for site in server.sites}
    numbers = {place: counts(each for each in listed if not each.accepted) for place, listed in found.items()}
    most = max(sum(each.values()) for each in numbers.values())
    several = len(report.servers) > 1
    rows, spared = [], []
    for place in sorted(
        found,
        key=lambda each: ([-numbers[each][name] for name in SEVERITIES], natural(each[0]), natural(each[1] or "")),
    ):
        if not found[place]:
            spared.append(place)
            continue
        size = sizes.get((place[0], place[1] or ""))
        accepted = sum(finding.accepted is not None for finding in found[place])
        rows.append(
            tag(
                "tr",
                head(foreign(place[1]) if place[1] else tag("span", "server as a whole", class_="quiet")),
                cell("Server", foreign(place[0])) if several else None,
                tag("td", severity_bar(numbers[place], most), class_="chart"),
                *(cell(name.capitalize(), figure(numbers[place][name])) for name in SEVERITIES),
                cell("Accepted", figure(accepted)),
                cell("Systems", figure(size.systems) if size else None),
                cell("At Yes", figure(size.enabled) if size else None),
            )
        )
    columns = ["Site", *(["Server"] if several else []), "Findings", *(name.capitalize() for name in SEVERITIES)]
    listed = table("Findings by severity and site", [*columns, "Accepted", "Systems", "At Yes"], rows) if rows else None
    return tag("section", tag("h2", "Sites"), listed, _spared(spared, several), id="sites", aria_label="Sites")


def _spared(places: Sequence[tuple[str, str | None]], several: bool) -> Markup | None:
    if not places:
        return None
    names = join(
        join([", " if number else None, foreign(site or ""), f" ({host})" if several else None])
        for number, (host, site) in enumerate(places)
    )
    told = f"{plural(len(places), 'site')} without any finding"
    if len(places) > 12:
        return tag("details", tag("summary", told), tag("p", names, class_="quiet"))
    return tag("p", f"{told}: ", names, class_="quiet")


def seats_section(report: Report) -> Markup | None:
    if not report.servers:
        return None
    columns = ["Server", "Seats used", "Used", "Total", "Free", "Where the figures come from"]
    rows = [_seats_row(server) for server in report.servers]
    return tag(
        "section",
        tag("h2", "Booking seats"),
        tag("p", "Each system at Yes holds one seat. A tick in a bar is a pack of 25.", class_="quiet"),
        table("Booking seats by server", columns, rows),
        id="seats",
        aria_label="Booking seats",
    )


def _seats_row(server: Server) -> Markup:
    seats = server.seats
    if seats is None:
        told = tag(
            "td", "not counted: a Package key needs no seats, or they could not be read", colspan=5, class_="quiet"
        )
        return tag("tr", head(foreign(server.host)), told)
    drawn = seat_bar(seats) or tag("span", "not known", class_="quiet")
    return tag(
        "tr",
        head(foreign(server.host)),
        tag("td", drawn, class_="chart"),
        cell("Used", figure(seats.used)),
        cell("Total", figure(seats.total)),
        cell("Free", tag("strong", "none left", class_="high") if seats.free == 0 else figure(seats.free)),
        tag("td", foreign(_source(seats)), class_="quiet"),
    )


def _source(seats: Seats) -> str:
    return "; ".join(
        f"{word}: {source}" for word, source in (("total", seats.total_source), ("used", seats.used_source)) if source
    )


def systems_section(report: Report) -> Markup | None:
    """Every system; those with findings first. The search appears where scripts run."""
    listed = [(server, system) for server in report.servers for system in server.systems]
    if not listed:
        return None
    found: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in report.open:
        if finding.type == "system":
            found[_place(finding.host, finding.object_id, finding.name)].append(finding)
    several = len(report.servers) > 1
    listed.sort(key=lambda each: _order(each[0], each[1], found))
    columns = ["System", "Id", "Site", *(["Server"] if several else []), "Declared", "Allow Remote Bookings"]
    rows = [_system_row(server, system, found, several) for server, system in listed]
    return tag(
        "section",
        tag("h2", "Systems"),
        _search(),
        table("Systems", [*columns, "Future bookings", "Findings"], rows, id_="systems"),
        tag("p", tag("button", "Show all", type="button", id="all", hidden=True)),
        id="systems",
        aria_label="Systems",
    )


def _search() -> Markup:
    # No form: there is nothing to send, and the policy would complain of an attempt.
    return tag(
        "div",
        tag("label", "Search systems", for_="query", class_="said"),
        tag("input", type="search", id="query", placeholder="Name, id, site or server", autocomplete="off"),
        tag("label", tag("input", type="checkbox", id="only"), "only with findings"),
        tag("span", id="count", class_="quiet", role="status", aria_live="polite"),
        class_="search",
        id="search",
        role="search",
        hidden=True,
    )


def _place(host: str, number: int | str | None, name: str) -> tuple[str, str]:
    return (host, name if number is None else f"#{number}")


def _order(server: Server, system: System, found: Mapping[tuple[str, str], Sequence[Finding]]) -> tuple[Any, ...]:
    own = found.get(_place(server.host, system.id, system.name), ())
    worst = min((SEVERITIES.index(finding.severity) for finding in own), default=len(SEVERITIES))
    return (worst, natural(server.host), system.site is None, natural(system.site or ""), natural(system.name))


def _system_row(
    server: Server, system: System, found: Mapping[tuple[str, str], Sequence[Finding]], several: bool
) -> Markup:
    own = found.get(_place(server.host, system.id, system.name), ())
    number = "" if system.id is None else str(system.id)
    bookings = "" if system.future_bookings is None else f"{system.future_bookings:,}"
    return tag(
        "tr",
        head(foreign(system.name)),
        tag("td", number),
        tag("td", foreign(system.site) if system.site else None),
        tag("td", foreign(server.host)) if several else None,
        tag("td", _DECLARED.get(system.declared, system.declared) if system.declared else None),
        tag("td", _bookable(system.remote_bookings)),
        tag("td", bookings, class_="number"),
        tag("td", *_found(own)),
        data_found="yes" if own else None,
    )


def _bookable(value: str | None) -> Markup | str:
    if value is None:
        return tag("span", "not read", class_="quiet")
    return _BOOKABLE.get(value, value)


def _found(findings: Sequence[Finding]) -> list[Markup]:
    """The severities, each a link to where the finding is explained."""
    numbers = counts(findings)
    first = {finding.severity: finding for finding in reversed(findings)}
    links = [
        join(
            [
                tag("a", severity(name), href=f"#finding-{name}-{first[name].id}"),
                f" ×{numbers[name]}" if numbers[name] > 1 else "",
            ]
        )
        for name in SEVERITIES
        if numbers[name]
    ]
    return [join([each, " "]) for each in links]
