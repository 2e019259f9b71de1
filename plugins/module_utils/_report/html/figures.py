# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drawings: the marks of severities, and bars. Each says in words beside it what it shows.

This module util is PRIVATE to the collection; it can change at any time.

Colours come from classes: the page's policy allows no style in an element.
"""

from __future__ import annotations

from collections.abc import Mapping

from ansible_collections.telepresence.tms.plugins.module_utils._report.audits import SEVERITIES, Seats
from ansible_collections.telepresence.tms.plugins.module_utils._report.html.elements import Markup, tag

#: Shapes differ, so that no mark is told by its colour alone.
_SHAPES = {
    "critical": "M1 1h14v14H1z",
    "high": "M8 1.2 15.4 14.5H.6z",
    "medium": "M8 .8 15.2 8 8 15.2 .8 8z",
    "low": "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 1 0 0-13zM8 4.3a3.7 3.7 0 1 1 0 7.4 3.7 3.7 0 1 1 0-7.4z",
    "passed": "M6.3 13.4 1 8.1l2-2 3.3 3.3L13 2.6l2 2z",
    "failed": "M3 1 8 6l5-5 2 2-5 5 5 5-2 2-5-5-5 5-2-2 5-5-5-5z",
}

#: Seats come in packs of this size.
_PACK = 25
_MOST_TICKS = 12


def marks() -> Markup:
    """The shapes, once; each use refers to them."""
    symbols = [
        tag("symbol", tag("path", d=path, fill_rule="evenodd"), id=f"mark-{name}", viewBox="0 0 16 16")
        for name, path in _SHAPES.items()
    ]
    return tag("svg", *symbols, class_="defined", aria_hidden="true", width=0, height=0)


def mark(name: str) -> Markup:
    """A shape that only goes along with a word."""
    return tag("svg", tag("use", href=f"#mark-{name}"), class_=f"mark {name}", aria_hidden="true", width=16, height=16)


def severity(name: str) -> Markup:
    return tag("span", mark(name), name.capitalize(), class_=f"severity {name}")


def severity_bar(numbers: Mapping[str, int], most: int) -> Markup:
    """How many findings of which severity, on the scale of the longest bar."""
    start = 0.0
    parts = []
    for name in SEVERITIES:
        width = 100 * numbers[name] / most if most else 0
        if width:
            parts.append(tag("rect", x=f"{start:.2f}", y=0, width=f"{width:.2f}", height=10, class_=name))
        start += width
    told = ", ".join(f"{numbers[name]} {name}" for name in SEVERITIES if numbers[name]) or "no finding"
    return _bar(told, *parts)


def seat_bar(seats: Seats) -> Markup | None:
    """Seats used of all, with a tick at each pack; None where a figure is not known."""
    if not seats.total or seats.used is None:
        return None
    share = min(100.0, 100 * seats.used / seats.total)
    parts = [
        tag("rect", x=0, y=0, width=100, height=10, class_="track"),
        tag("rect", x=0, y=0, width=f"{share:.2f}", height=10, class_="full" if seats.used >= seats.total else "used"),
    ]
    packs = seats.total // _PACK
    if seats.total % _PACK == 0 and packs <= _MOST_TICKS:
        parts += [
            tag("line", x1=f"{100 * number / packs:.2f}", x2=f"{100 * number / packs:.2f}", y1=0, y2=10, class_="tick")
            for number in range(1, packs)
        ]
    return _bar(f"{seats.used} of {seats.total} seats used", *parts)


def _bar(told: str, *parts: Markup) -> Markup:
    return tag(
        "svg",
        tag("title", told),
        *parts,
        class_="bar",
        role="img",
        aria_label=told,
        viewBox="0 0 100 10",
        preserveAspectRatio="none",
        width="100%",
        height=12,
    )
