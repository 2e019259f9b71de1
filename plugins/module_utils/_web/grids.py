# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists of several columns, and the pages they are spread over.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, replace

from ansible_collections.telepresence.tms.plugins.module_utils._model.text import narrow, normalised, shown
from ansible_collections.telepresence.tms.plugins.module_utils._web.clickables import Clickable, choice, clickables
from ansible_collections.telepresence.tms.plugins.module_utils._web.contents import disabled, selected
from ansible_collections.telepresence.tms.plugins.module_utils._web.document import Document, Element
from ansible_collections.telepresence.tms.plugins.module_utils._web.forms import Changes
from ansible_collections.telepresence.tms.plugins.module_utils._web.headers import plain_header
from ansible_collections.telepresence.tms.plugins.module_utils._web.web import Page, Web

#: A list of more pages than this goes in circles.
_MAX_PAGES = 1000

#: Where a link leads: address, or target and argument of a post-back.
Way = tuple["str | None", ...]

#: Whether an element of a document is in the part of the page that is meant.
Within = Callable[[Document, Element], bool]


def anywhere(document: Document, element: Element) -> bool:
    return True


@dataclass(frozen=True)
class Row:
    """cells: header -> text, in column order; element: the row itself."""

    cells: tuple[tuple[str, str], ...]
    element: Element

    def cell(self, spellings: Sequence[str]) -> str | None:
        """The cell of the first of *spellings* that is a column, None where it is empty or there is none."""
        by_header = {normalised(header): text for header, text in self.cells}
        for spelling in spellings:
            text = by_header.get(normalised(spelling))
            if text:
                return text
        return None


def rows(document: Document) -> Iterator[Row]:
    """The rows of every list on the page that has a row of headers."""
    away = document.put_away_elements
    for table in document.root.iter():
        if not isinstance(table.tag, str) or table in away:
            continue
        if table.tag == "table" or table.get("role") in ("table", "grid", "treegrid"):
            yield from _rows_of(document, table)
        elif table.tag in ("div", "section", "ul", "ol"):
            yield from _rows_of_blocks(document, table)


def _rows_of(document: Document, table: Element) -> Iterator[Row]:
    headers: list[str] = []
    lines = list(_lines(table))
    plain = plain_header(lines)
    for line in lines:
        cells = [cell for cell in line if isinstance(cell.tag, str)]
        if line is plain or _is_header(line, cells):
            headers = [document.value_of(cell) for cell in cells]
        elif len(headers) > 1 and len(cells) == len(headers):
            yield Row(tuple(zip(headers, (document.value_of(cell) for cell in cells), strict=True)), line)


def _lines(table: Element) -> Iterator[Element]:
    """The rows of *table* itself, not those of tables inside of its cells."""
    for line in table.iterdescendants():
        if isinstance(line.tag, str) and (line.tag == "tr" or line.get("role") == "row"):
            around = (
                above
                for above in line.iterancestors()
                if above.tag == "table" or above.get("role") in ("table", "grid", "treegrid")
            )
            if next(around, None) is table:
                yield line


def _is_header(line: Element, cells: Sequence[Element]) -> bool:
    if len(cells) < 2:
        return False
    if all(cell.tag == "th" or cell.get("role") == "columnheader" for cell in cells):
        return True
    return line.getparent() is not None and line.getparent().tag == "thead"


def _rows_of_blocks(document: Document, block: Element) -> Iterator[Row]:
    """A list made of blocks: lines of equally many places each, the first with texts alone that all differ."""
    if block.get("role") in ("row", "table", "grid", "treegrid", "rowgroup", "navigation", "menu"):
        return
    lines = [line for line in block if isinstance(line.tag, str) and line.tag in ("div", "li", "section")]
    counts = {len(line) for line in lines}
    if len(lines) < 2 or len(counts) != 1 or counts.pop() < 3:
        return
    headers = [document.value_of(cell) for cell in lines[0]]
    if len(set(headers)) != len(headers) or not all(headers) or any(each.tag == "input" for each in lines[0].iter()):
        return
    for line in lines[1:]:
        yield Row(tuple(zip(headers, (document.value_of(cell) for cell in line), strict=True)), line)


@dataclass(frozen=True)
class Listed:
    """A row of a list with where it stands; spelled: what it shows in the column it was found by."""

    page: Page
    document: Document
    row: Row
    spelled: str

    def clickables(self) -> list[Clickable]:
        """What can be clicked in the row."""
        return [each for each in clickables(self.document) if self.row.element in each.element.iterancestors()]

    def clickable(self, spellings: Sequence[str]) -> Clickable | None:
        """The first thing in the row to click under one of these labels, None without one."""
        wanted = {normalised(each) for each in spellings}
        return next((each for each in self.clickables() if normalised(each.label) in wanted), None)

    def box(self) -> Element | None:
        """The check box that picks the row."""
        boxes = [each for each in self.row.element.iter("input") if each.get("type", "").casefold() == "checkbox"]
        return boxes[0] if len(boxes) == 1 else None


def listed(web: Web, first: Page, column: Sequence[str]) -> Iterator[Listed]:
    """The rows of a list over all its pages, that show something in the column of the first of these names there is."""
    for page in pages(web, first):
        for document in page.documents:
            for row in rows(document):
                spelled = row.cell(column)
                if spelled:
                    yield Listed(page, document, row, spelled)


def pages(web: Web, first: Page, within: Within = anywhere) -> Iterator[Page]:
    """*first* and the pages of the list after it: by its Next, its page numbers, or a choice of the page or of how many rows.

    Where more rows are chosen, the ones that were read already come once more. within: where what turns the pages may be,
    on a page that shows other things too.
    """
    page, seen, turned = first, {_content(first)}, set[Way]()
    yield page
    for number in range(2, _MAX_PAGES):
        following = _following(web, page, number, turned, within)
        if following is not None:
            document, each = following
            turned.add(_way(each))
            page = web.click(document, replace(each, label=_bare(each.label)), "pager")
        else:
            chosen = _by_choice(page, number, within)
            if chosen is None:
                return
            page = web.click(*chosen)
        content = _content(page)
        if content in seen:
            return
        seen.add(content)
        _check_turned(web, page)
        yield page


def _check_turned(web: Web, page: Page) -> None:
    """What came in place of a page of the list would hide its rows."""
    tried = "turn the pages of a list"
    error = web.lost(page, tried)
    if error is None and not any(True for document in page.documents for dummy in rows(document)):
        error = web.foreign(page, tried) or web.bare(page, tried)
    if error is not None:
        raise error


def turns_pages(web: Web, label: str) -> bool:
    """Whether a link of this label turns the pages of a list."""
    bare = re.sub(r"^[<«‹|\s]+|[>»›|\s]+$", "", narrow(shown(label)))
    words = {normalised(word) for way in ("Next", "Previous") for word in web.labels.with_defaults(way)}
    bare = normalised(bare)
    return bare.removesuffix(" page") in words or re.fullmatch(r"[\d.…\s]*", bare) is not None


def _content(page: Page) -> int:
    return hash(page.text)


def _way(each: Clickable) -> Way:
    return (each.address, each.target, each.argument)


def _bare(label: str) -> str:
    """A label without the arrow behind it; an arrow alone as it is."""
    plain = narrow(shown(label))
    return re.sub(r"\s*[>»›]+$", "", plain) or plain


def _compared(label: str) -> str:
    return normalised(_bare(label)) or _bare(label)


def _following(
    web: Web, page: Page, number: int, turned: Set[Way], within: Within
) -> tuple[Document, Clickable] | None:
    """What leads to page *number*: Next, the number itself, an arrow, the dots behind the numbers, or else two arrows.

    Beside any of these, two arrows lead to the last page (PagerSettings of ASP.NET).
    """
    next_page = [f"{next_} page" for next_ in web.labels.all("Next")]
    offered = [
        (document, each)
        for document, each in page.all_clickables()
        if (each.is_link or not each.label.isdigit()) and within(document, each.element)
    ]
    for spellings in (web.labels.all("Next"), next_page, (str(number),), (">", "›")):
        wanted = {_compared(spelling) for spelling in spellings}
        for document, each in offered:
            if _compared(each.label) in wanted:
                return document, each
    # A row of numbers ends in dots that lead on to more of them.
    dots = [entry for entry in offered if entry[1].label in ("...", "…") and _way(entry[1]) not in turned]
    if dots and any(each.label.isdigit() for dummy, each in offered):
        return dots[-1]
    last = next((entry for entry in offered if entry[1].label in ("»", ">>")), None)
    if last is not None:
        return last
    # The numbers of a second list on the page.
    return next(((of, each) for of, each in offered if _way(each) not in turned and _is_behind_its_page(each)), None)


def _is_behind_its_page(each: Clickable) -> bool:
    """Whether a number stands in a row of numbers right behind the one that is no link, which is the page that is shown."""
    if not each.label.isdecimal():
        return False
    for around in each.element.iterancestors():
        told = " ".join(around.itertext()).split()
        if not all(re.fullmatch(r"\d{1,4}|\.{3}|…", text) for text in told):
            return False
        links = {shown(link.text_content()) for link in around.iter("a")}
        plain = [text for text in told if text not in links]
        if plain:
            return plain == [str(int(each.label) - 1)]
    return False


def _number_in(text: str) -> int | None:
    """The number of a choice: "25", "25 rows", "Page 2"; None for what is none."""
    found = re.fullmatch(r"[^\d.,:/-]{0,12}(\d{1,5})[^\d.,:/-]{0,16}", narrow(text))
    return int(found.group(1)) if found else None


def _by_choice(page: Page, number: int, within: Within) -> tuple[Document, Clickable, str, Changes] | None:
    """The click that chooses page *number*, or the most rows a page where the page is full; None without such a choice."""
    for document in page.documents:
        for select in document.root.iter("select"):
            options = {
                count: each
                for each in select.iter("option")
                if (count := _number_in(document.value_of(each))) is not None
            }
            now = [count for each in selected(select) if (count := _number_in(document.value_of(each))) is not None]
            if len(options) < 2 or len(options) != len(list(select.iter("option"))) or not now or disabled(select):
                continue
            if not within(document, select):
                continue
            if sorted(options) == list(range(1, len(options) + 1)):
                wanted = number
            elif sum(1 for dummy in rows(document)) >= now[0]:
                wanted = max(options)
            else:
                continue
            clicked = choice(document, select, options[wanted]) if wanted in options and wanted > now[0] else None
            if clicked is not None:
                return document, clicked, "pager", {select: [options[wanted]]}
    return None
