# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""HTML elements as functions: whatever is not made by them is text, and escaped.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

#: Elements that have no end tag.
_VOID = {"br", "input", "link", "meta"}


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def tag(name: str, /, *children: str | None, **attributes: str | float | None) -> Markup:
    """One element. Children that are no Markup are escaped, None is left out.

    Attributes: class_ and for_ lose their underscore, others become hyphens (aria_label); True stands without a value.
    """
    opened = "<" + name
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        opened += " " + key.rstrip("_").replace("_", "-")
        if value is not True:
            opened += f'="{escape(str(value))}"'
    if name in _VOID:
        return Markup(opened + ">")
    return Markup(f"{opened}>{join(children)}</{name}>")


def join(children: Iterable[str | None]) -> Markup:
    return Markup("".join(each if isinstance(each, Markup) else escape(each, False) for each in children if each))


def foreign(text: str, **attributes: str | float | None) -> Markup:
    """Text that a server or a person gave: its direction of writing must not spill over to what is around it."""
    return tag("bdi", text, **attributes)


def link(target: str, *children: str | None, **attributes: str | float | None) -> Markup:
    return tag("a", *children, href=f"#{target}", **attributes)


def table(
    caption: str, columns: Sequence[str], rows: Iterable[str], *, kind: str = "wide", id_: str | None = None
) -> Markup:
    """A table that scrolls by itself where the page is too narrow, by keyboard too. The caption is for who hears the page."""
    titles = (tag("th", column, scope="col", class_=_kind(column)) for column in columns)
    inner = tag(
        "table",
        tag("caption", tag("span", caption, class_="said")),
        tag("thead", tag("tr", *titles)),
        tag("tbody", *rows, id=f"{id_}-rows" if id_ else None),
        class_=kind,
    )
    return tag("div", inner, class_="scroll", tabindex=0, role="region", aria_label=caption)


def cell(column: str, *children: str | None, labelled: bool = False) -> Markup:
    """labelled: the cell tells its column, for a narrow page that shows rows as blocks."""
    return tag("td", *children, data_label=column if labelled else None, class_=_kind(column))


def head(*children: str | None) -> Markup:
    """The cell that names its row."""
    return tag("th", *children, scope="row")


#: The columns that hold figures, which stand to the right.
_FIGURES = frozenset(
    {"Total", "Used", "Free", "Systems", "At Yes", "Critical", "High", "Medium", "Low", "Accepted", "Future bookings"}
)


def _kind(column: str) -> str | None:
    return "number" if column in _FIGURES else None


def figure(value: int | None) -> Markup:
    """A figure as a person reads it; zero and what is not known step back."""
    if value is None:
        return tag("span", "not known", class_="zero")
    return tag("span", "0", class_="zero") if value == 0 else Markup(f"{value:,}")
