# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows of headers that are made of plain cells, as ASP.NET's DataGrid makes them: told by how they look beside the others.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ansible_collections.telepresence.tms.plugins.module_utils._web.contents import Element, type_of

_CALLED_HEAD = re.compile(r"head|hdr|title|caption", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_LOOKS = ("class", "style", "bgcolor")


def plain_header(lines: Sequence[Element]) -> Element | None:
    """The one of a table's own rows that says what stands below it, where no cell of the table is marked as a header.

    It is the first row as wide as those below it, has texts alone, no two alike, and looks like none of the others: it is bold
    or called a head, or more than one row follows (of two rows that alternate in looks neither is a header). A row of controls
    alone below it needs no looks.
    """
    rows = [(line, _cells(line)) for line in lines]
    if any(cell.tag == "th" for dummy, cells in rows for cell in cells):
        return None
    # The bar of a pager has fewer cells.
    width = max((len(cells) for dummy, cells in rows), default=0)
    first, *below = [(line, cells) for line, cells in rows if len(cells) == width] or [(None, [])]
    line, cells = first
    if width < 2 or line is None or not below or not _says_columns(cells):
        return None
    if all(_is_control(cell) for cell in below[0][1]):
        return line
    look = _look(line, cells)
    if look is None or any(_look(*each) == look for each in below):
        return None
    return line if len(below) > 1 or _stands_out(line, cells) else None


def own_rows(table: Element) -> list[Element]:
    """The rows of a table itself, not those of tables inside of its cells."""
    return [line for line in table.iterdescendants("tr") if next(line.iterancestors("table"), None) is table]


def _cells(line: Element) -> list[Element]:
    return [cell for cell in line if cell.tag in ("td", "th")]


def _says_columns(cells: Sequence[Element]) -> bool:
    """Whether cells can be headers: texts that all differ, links to sort by, and a box to tick all."""
    texts = [" ".join(cell.text_content().split()) for cell in cells]
    told = [text for text in texts if text.strip("\xa0 ")]
    if len(told) < 2 or len(set(told)) < len(told) or any(text.endswith((":", "\uff1a")) for text in told):
        return False
    boxes = [each for cell in cells for each in cell.iter("input", "select", "textarea", "button", "table")]
    return all(type_of(each) == "checkbox" for each in boxes) and len(boxes) <= 1


def _is_control(cell: Element) -> bool:
    controls = [each for each in cell.iter("input", "select", "textarea") if type_of(each) != "hidden"]
    return len(controls) == 1 and (controls[0].tag == "select" or not cell.text_content().strip())


def _look(line: Element, cells: Sequence[Element]) -> tuple[object, ...] | None:
    """How a row looks, None where its cells differ; a cell that says nothing need not be bold."""
    looks = {(tuple(cell.get(name) for name in _LOOKS), _is_bold(cell)) for cell in cells if _says_anything(cell)}
    return (tuple(line.get(name) for name in _LOOKS), looks.pop()) if len(looks) == 1 else None


def _says_anything(cell: Element) -> bool:
    return bool(cell.text_content().strip())


def _is_bold(cell: Element) -> bool:
    inner = [each.tag for each in cell]
    return inner[:1] in (["b"], ["strong"]) or _BOLD.search(cell.get("style") or "") is not None


def _stands_out(line: Element, cells: Sequence[Element]) -> bool:
    named = [line.get("class") or "", *(cell.get("class") or "" for cell in cells[:1])]
    is_bold = (
        all(_is_bold(cell) for cell in cells if _says_anything(cell))
        or _BOLD.search(line.get("style") or "") is not None
    )
    return is_bold or any(_CALLED_HEAD.search(name) for name in named)
