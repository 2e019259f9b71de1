# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A label that is looked for on a page: whether it is there, and what is there instead.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._model.text import normalised
from ansible_collections.telepresence.tms.plugins.module_utils._web.contents import fillable
from ansible_collections.telepresence.tms.plugins.module_utils._web.grids import rows
from ansible_collections.telepresence.tms.plugins.module_utils._web.web import MENU_ENTRIES, Page, Web

#: So many texts of a page are named where a label is not among them.
_TOLD = 80


@dataclass(frozen=True)
class Found:
    """One label. where: how it is shown; note: what else there is to say, or what is there instead; teach: the line of
    YAML that would teach a label that was not found; looked: whether it could be looked for at all."""

    label: str
    page: str
    found: bool
    where: str
    note: str
    teach: str = ""
    looked: bool = True

    def as_result(self) -> dict[str, Any]:
        return asdict(self)


def missing(label: str, page: str, note: str, *, several: bool = False) -> Found:
    teach = f'labels: {{"{label}": {"[...]" if several else chr(34) + "..." + chr(34)}}}'
    if label in MENU_ENTRIES:
        teach += f' or pages: {{"{label}": "/tms/..."}}'
    return Found(label, page, False, "", note, teach)


def not_needed(label: str, page: str, why: str) -> Found:
    return Found(label, page, True, f"not needed: {why}", "")


def not_looked(label: str, page: str, why: str) -> Found:
    """A label that stands where reading does not lead; the note says where a person finds it."""
    return Found(label, page, False, "", why, missing(label, page, "").teach, looked=False)


def texts(what: str, several: Iterable[str]) -> str:
    told = list(dict.fromkeys(text for text in several if text))
    more = f" and {len(told) - _TOLD} more" if len(told) > _TOLD else ""
    return f"{what}: {', '.join(told[:_TOLD]) or 'nothing'}{more}"


def clicked_on(web: Web, pages: Sequence[Page]) -> list[str]:
    """The labels of what can be clicked on pages and not on every page; what stands in the rows of a list comes last."""
    first: list[str] = []
    in_rows: list[str] = []
    for page in pages:
        within = {row.element for document in page.documents for row in rows(document)}
        for dummy, each in page.all_clickables():
            if normalised(each.label) not in web.chrome:
                (in_rows if within.intersection(each.element.iterancestors()) else first).append(each.label)
    return [*first, *in_rows]


def clickable(web: Web, page: Page, label: str, name: str) -> Found:
    return clickable_on(web, [page], label, name)


def clickable_on(web: Web, pages: Sequence[Page], label: str, name: str) -> Found:
    """The label on any of several pages of one sort."""
    for page in pages:
        found = page.clickables(web.labels.all(label))
        if found:
            each = found[0][1]
            how = "with an address" if each.address else "by a post-back"
            return Found(label, name, True, f"{'link' if each.is_link else 'button'} '{each.label}' {how}", "")
    return missing(label, name, texts("what can be clicked there", clicked_on(web, pages)))


def pane(web: Web, page: Page, label: str, name: str) -> Found:
    title = page.pane(web.labels.all(label))
    if title is None:
        return missing(label, name, texts("the titles there", titles_of(page)))
    return Found(label, name, True, f"pane '{title}'", "")


def titles_of(page: Page) -> list[str]:
    return [each for document in page.documents for each in document.titles]


def field(web: Web, page: Page, label: str, name: str) -> Found:
    found = page.fields(web.labels.all(label))
    if not found:
        there = [each.label for document in page.documents for each in document.fields]
        return missing(label, name, texts("the fields there", there))
    of = found[0][1]
    how = "tied to the label by the page" if of.strong else "beside the label"
    filled = "to be filled in" if of.control is not None and fillable(of.control) else "to be read"
    return Found(label, name, True, f"'{of.label}' in pane '{of.pane}', {how}, {filled}", "")


def headers_of(page: Page) -> list[str]:
    return list(
        dict.fromkeys(header for document in page.documents for row in rows(document) for header, dummy in row.cells)
    )


def column(web: Web, page: Page, label: str, name: str) -> Found:
    return column_of(web, headers_of(page), label, name)


def column_of(web: Web, headers: Sequence[str], label: str, name: str) -> Found:
    shown = next((header for header in headers if web.labels.matches(label, header)), None)
    if shown is None:
        return missing(label, name, texts("the columns there", headers))
    return Found(label, name, True, f"column '{shown}'", "")
