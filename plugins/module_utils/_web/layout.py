# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands beside what on a page: pairs of neighbouring places, rows below headers, and lines.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain, groupby, islice, pairwise
from typing import NamedTuple

from ansible_collections.telepresence.tms.plugins.module_utils._model.text import normalised, shown
from ansible_collections.telepresence.tms.plugins.module_utils._web.contents import Element, type_of
from ansible_collections.telepresence.tms.plugins.module_utils._web.elements import (
    BLOCK,
    CONTROLS,
    HEADINGS,
    NOT_FILLED,
    Elements,
    Strong,
    Tied,
    is_fold_sign,
)
from ansible_collections.telepresence.tms.plugins.module_utils._web.headers import own_rows, plain_header

#: A word that says how something is set, in any language.
_WORD = re.compile(r"[^\W\d_]{1,8}")
_CELLS = frozenset({"td", "th", "dd", "dt"})
LISTS = frozenset({"table", "tbody", "thead", "tfoot", "ul", "ol", "menu", "select", "dl"})
#: A line of text above a control that is longer is an explanation.
LONGEST_LABEL = 80
#: What stands in a cell between a label and its value, or behind them.
_SIGNS = (":", "\uff1a", "*")
#: What stands in a region and in no value.
_LAID_OUT = ("tr", "dl", "fieldset", "ul", "ol", "form", *HEADINGS)
#: Attributes that name an element; on a control two more do.
NAMING_ANYTHING = ("aria-labelledby", "aria-label")
NAMING_CONTROLS = (*NAMING_ANYTHING, "title", "aria-describedby")


class Line(NamedTuple):
    """Texts and controls that stand in one line. place: the last element before it begins; members: elements in it.

    above: of a control alone, the text alone in the line above it; heads: whether the line is that text; below: the text
    alone in the line below, where it may be a value.
    """

    owner: Element
    place: int
    members: tuple[Element, ...]
    parts: tuple[Element | str, ...]
    above: str = ""
    heads: bool = False
    below: str = ""


class Layout(Elements):
    """The places of a document that belong together by where they stand."""

    @cached_property
    def _paired(self) -> frozenset[Element]:
        """The elements that are a label or a value by layout, so no titles; and all inside of them."""
        found: set[Element] = set()
        for label, value in self._pairs:
            found.update(label.iter())
            found.update(value.iter())
        return frozenset(found)

    @cached_property
    def _pairs(self) -> tuple[tuple[Element, Element], ...]:
        pairs: list[tuple[Element, Element]] = []
        for element in self._visible:
            if element not in self._leaves:
                pairs += self._pairs_among(element)
            elif element in self._broken_up:
                pairs += self._stacked(element)
        return tuple(pairs)

    def _stacked(self, leaf: Element) -> Iterator[tuple[Element, Element]]:
        """Texts of two looks in turn, each in a line of its own: a label, and its value below."""
        if leaf not in self._broken_up:
            return
        children = [child for child in leaf if child in self._seen]
        places = [child for child in children if child.tag != "br"]
        if len(places) == len(children) or len(places) < 2 or len(places) % 2:
            return
        looks = [(place.tag, place.get("class")) for place in places]
        in_turn = looks[0] != looks[1] and looks == looks[:2] * (len(looks) // 2)
        if not in_turn and leaf.tag not in _CELLS:
            in_turn = say_how([self._text(place) for place in places])
        if in_turn and not shown(leaf.text) and not any(shown(child.tail) for child in children):
            yield from self._in_twos(places)

    @cached_property
    def _broken_up(self) -> frozenset[Element]:
        """The elements with line breaks right within them."""
        return frozenset(each.getparent() for each in self.root.iter("br"))

    def _pairs_among(self, parent: Element) -> Iterator[tuple[Element, Element]]:
        """Pairs of neighbouring places: the cells of a row, dt and dd, or blocks of two alternating looks."""
        if parent.tag == "tr":
            yield from self._in_twos(self._cells(parent))
            return
        children = self._within.get(parent, [])
        if parent.tag == "dl":
            terms = [] if parent in self._lists_of_boxes else [child for child in children if child.tag in ("dt", "dd")]
            for first, second in pairwise(terms):
                if first.tag == "dt" and second.tag == "dd":
                    yield from self._in_twos([first, second])
        elif parent.tag in LISTS:
            rows = [child for child in children if child.tag == "tr"]
            if len(rows) > 1 and all(len(self._cells(row)) == 1 for row in rows):
                yield from self._below([self._cells(row)[0] for row in rows], rows)
        elif shown(parent.text):
            return
        elif len(children := self._without_ends(children)) >= 2 and len(children) % 2 == 0:
            looks = [(child.tag, child.get("class")) for child in children]
            alternate = looks[0] != looks[1] and looks == looks[:2] * (len(looks) // 2)
            are_lines = not alternate and all(self._begins_with_label(child) for child in children)
            if (alternate or len(children) == 2) and not are_lines and not self._is_title_of(children[0], children[1]):
                yield from self._in_twos(children)
            else:
                yield from self._of_one_look(children)
        else:
            yield from self._of_one_look(children)

    @staticmethod
    def _without_ends(children: list[Element]) -> list[Element]:
        """Blocks without the empty one that ends each line of label and value: what floats beside one another ends there."""
        if len(children) < 3 or not is_blank(children[-1]):
            return children
        if len(children) % 3 == 0 and all(map(is_blank, children[2::3])):
            return [child for number, child in enumerate(children) if number % 3 != 2]
        return children[:-1] if len(children) % 2 else children

    @cached_property
    def _lists_of_boxes(self) -> frozenset[Element]:
        """Lists of terms that are no labels but titles, each over check boxes with labels of their own: one has several."""
        lists = [each for each in self._seen_of("dl") if each in self._around_controls]
        of_boxes = [
            each
            for each in lists
            if all(self._is_labelled_box(dd) for dd in each.iterchildren("dd")) and each.find("dt") is not None
        ]
        several = any(
            all(dd is not None and dd.tag == "dd" for dd in islice(chain(dt.itersiblings(), (None, None)), 2))
            for each in of_boxes
            for dt in each.iterchildren("dt")
        )
        return frozenset(of_boxes) if several else frozenset()

    def _is_labelled_box(self, place: Element) -> bool:
        """Whether a box stands in it, and a text."""
        return place in self._leaves and is_box(self._only_control(place)) and bool(self._text(place))

    def _below(self, places: Sequence[Element], rows: Sequence[Element]) -> Iterator[tuple[Element, Element]]:
        """A column of places: labels each with its value in the row below, where the two kinds of row look different."""
        looks = [
            (len(row), place.tag, place.get("class"), place.get("colspan"))
            for place, row in zip(places, rows, strict=True)
        ]
        in_twos = len(rows) % 2 == 0 and looks[0] != looks[1] and looks == looks[:2] * (len(looks) // 2)
        if in_twos and (len(rows) > 2 or self._text(places[0]).endswith((":", "："))):
            yield from self._in_twos(places)
        else:
            yield from self._alternating(places)

    @cached_property
    def _title_bars(self) -> frozenset[Element]:
        """Rows that are the title of the one cell below them: a text, and beside it nothing but icons to fold what is below."""
        found = set()
        for row in self._seen_of("tr"):
            below = next(row.itersiblings("tr"), None)
            if below is None or len(self._cells_of(below)) != 1:
                continue
            cells = self._cells_of(row)
            texts = [cell for cell in cells if shown(cell.text_content())]
            spans = below[0].get("colspan", "1") == str(len(cells))
            is_text = len(texts) == 1 and all(self._only_control(cell) is None for cell in cells)
            # Lines of text alone may be laid out, too; a single one may be a hint to the row above.
            has_parts = is_region(below[0]) or sum(1 for dummy in below[0].iterdescendants(*BLOCK)) > 1
            has_parts = has_parts or self._has_labelled_lines(self._innermost(below[0]))
            if len(cells) > 1 and spans and is_text and has_parts:
                found.add(row)
        return frozenset(found)

    @cached_property
    def _bar_icons(self) -> frozenset[Element]:
        """What stands in title bars beside the title."""
        cells = [cell for row in self._title_bars for cell in self._cells_of(row)]
        return frozenset(inner for cell in cells if not shown(cell.text_content()) for inner in cell.iter())

    def _cells(self, row: Element) -> list[Element]:
        """The cells of a row without those that only keep a distance, and none of a list's rows, headers and titles."""
        if row in self._without_labels:
            return []
        cells = self._without_marks(self._cells_of(row))
        if len(cells) > 2 and self._is_picture(cells[0]) and not self._is_empty(cells[0]):
            # An icon before the label; one without a text is empty, and left out as such.
            spacers = self._spacers(row.getparent()).get(len(cells), frozenset())
            cells = [cell for number, cell in enumerate(cells) if number > 0 and number not in spacers]
        if len(cells) == 2 and self._is_empty(cells[0]):
            return cells[1:]
        if len(cells) % 2 and len(cells) > 1:
            told = [number for number, cell in enumerate(cells) if not self._is_empty(cell)]
            if len(told) == 1 and told[0] in self._label_columns(row.getparent()).get(len(self._cells_of(row)), ()):
                return cells[told[0] : told[0] + 2]
            return [cells[number] for number in told]
        spacers = self._spacers(row.getparent()).get(len(cells), frozenset())
        return [cell for number, cell in enumerate(cells) if number not in spacers]

    @cached_property
    def _without_labels(self) -> frozenset[Element]:
        """The rows whose cells are no labels."""
        return self._headers | self._only_values | self._title_bars | self._below_headers

    def _is_picture(self, cell: Element) -> bool:
        """Whether a cell has a picture and nothing else."""
        return (
            next(cell.iter("img"), None) is not None
            and not shown(cell.text_content())
            and self._only_control(cell) is None
        )

    def _without_marks(self, cells: list[Element]) -> list[Element]:
        """Cells without those that hold no more than a mark; label and value on both sides of a colon stay, also an empty one.

        Of two cells neither is a mark, for the second is a value; but a sign that folds what stands below is none.
        """
        if len(cells) < 3:
            told = [cell for cell in cells if not self._holds_fold_mark(cell)]
            return told if len(told) == 1 else cells
        marks = [number for number, cell in enumerate(cells) if self._is_mark(cell)]
        for number in marks:
            inside = 0 < number < len(cells) - 1
            if inside and self._is_text(cells[number - 1]) and self._is_empty(cells[number + 1]):
                return [cells[number - 1], cells[number + 1]] if number + 2 >= len(cells) else cells
        return [cell for number, cell in enumerate(cells) if number not in marks]

    def _holds_fold_mark(self, cell: Element) -> bool:
        """Whether a cell holds nothing but a sign to fold what stands below."""
        inner = cell
        while len(inner) == 1 and not shown(inner.text):
            inner = inner[0]
        return len(inner) == 0 and is_fold_sign(inner.text)

    def _is_mark(self, cell: Element) -> bool:
        """Whether a cell holds the colon between a label and its value, or the star of a field that is required."""
        return len(shown(cell.text)) < 2 and self.value_of(cell) in _SIGNS and self._only_control(cell) is None

    def _is_empty(self, cell: Element) -> bool:
        # Most cells begin with what they say.
        return not shown(cell.text) and not self.value_of(cell) and self._only_control(cell) is None

    def _spacers(self, rows: Element) -> dict[int, frozenset[int]]:
        """By the number of cells in a row: the columns in which several such rows hold nothing at all."""
        if rows not in self._known_spacers:
            by_width: dict[int, list[list[Element]]] = {}
            for row in rows:
                cells = self._cells_of(row)
                if len(cells) > 3:
                    by_width.setdefault(len(cells), []).append(cells)
            self._known_spacers[rows] = {
                width: frozenset(
                    number for number in range(width) if all(self._is_empty(cells[number]) for cells in lines)
                )
                for width, lines in by_width.items()
                if len(lines) > 1
            }
        return self._known_spacers[rows]

    def _label_columns(self, rows: Element) -> dict[int, frozenset[int]]:
        """By the number of cells in a row: the columns of labels, without marks, told by the rows in which a value follows."""
        if rows not in self._known_columns:
            found: dict[int, set[int]] = {}
            for row in rows:
                cells = self._without_marks(self._cells_of(row))
                if len(cells) < 3:
                    continue
                told = [number for number, cell in enumerate(cells) if not self._is_empty(cell)]
                # Between label and value may be a cell that keeps a distance.
                if len(told) > 1 and told[1] <= told[0] + 2 and self._is_text(cells[told[0]]):
                    found.setdefault(len(self._cells_of(row)), set()).add(told[0])
            self._known_columns[rows] = {width: frozenset(columns) for width, columns in found.items()}
        return self._known_columns[rows]

    @cached_property
    def _known_columns(self) -> dict[Element, dict[int, frozenset[int]]]:
        return {}

    @cached_property
    def _known_spacers(self) -> dict[Element, dict[int, frozenset[int]]]:
        return {}

    def _is_title_of(self, first: Element, second: Element) -> bool:
        """Whether *first* is the title of a pair in *second*, and no label."""
        return self._holds_pair(self._innermost(second)) and not self.end_of(first).endswith((":", "\uff1a"))

    def _holds_pair(self, line: Element) -> bool:
        """Whether label and value stand in it together: "label: value", or two elements and no text of its own, or several in turn."""
        if line not in self._leaves:
            return False
        if len(line) and say_how(self._texts_of(line)):
            return True
        apart = (
            not shown(line.text)
            and len([child for child in line if self._text(child) and not self._is_icon(child)]) == 2
        )
        alone = apart and not any(shown(child.tail) for child in line)
        return alone or re.search(r"\w\s*(?::\s+|\uff1a\s*)\S", self._text(line)) is not None

    def _texts_of(self, line: Element) -> list[str]:
        """The texts in an element that holds nothing else but line breaks, each for itself."""
        parts: list[Element | str] = []
        self._flatten(line, parts)
        texts = [text for part in parts if isinstance(part, str) and (text := shown(part))]
        return texts if all(isinstance(part, str) or part.tag == "br" for part in parts) else []

    def _begins_with_label(self, line: Element) -> bool:
        """Whether an element and a text of its own behind it make up a line."""
        parts = [child for child in line if child in self._seen and self._text(child)]
        return not shown(line.text) and len(parts) == 1 and bool(shown(parts[0].tail))

    def _of_one_look(self, places: Sequence[Element]) -> Iterator[tuple[Element, Element]]:
        """Blocks that nothing but what is in them tells labels and values by."""
        yield from self._alternating(places)
        for dummy, run in groupby(places, lambda place: (place in self._leaves, place.tag, place.get("class"))):
            blocks = list(run)
            if len(blocks) > 1 and blocks[0] in self._leaves and say_how([self._text(block) for block in blocks]):
                yield from self._in_twos(blocks)

    def _alternating(self, places: Sequence[Element]) -> Iterator[tuple[Element, Element]]:
        """Blocks of one look, each either a text or a field to fill in: a field belongs to the text before it.

        Where a box comes first, each belongs to the text behind it.
        """
        if not any(self._is_bare_control(place) for place in places):
            return
        behind = self._is_bare_control(places[0])
        for first, second in pairwise(places):
            label, value = (second, first) if behind else (first, second)
            if self._is_bare_control(value) and self._is_text(label) and not is_heading(label):
                yield label, value

    def _is_bare_control(self, place: Element) -> bool:
        if place not in self._around_controls and place.tag not in CONTROLS:
            return False
        place = self._innermost(place)
        is_control = place.tag in CONTROLS and type_of(place) not in NOT_FILLED
        if place not in self._leaves or (not is_control and self._only_control(place) is None):
            return False
        return not self._text(place) or (self._is_one_choice(place) and not self._labels_its_choice(place))

    def _labels_its_choice(self, place: Element) -> bool:
        """Whether it says more than how each of its radio buttons is called."""
        parts: list[Element | str] = []
        self._flatten(place, parts)
        said = sum(isinstance(part, str) for part in parts)
        return said > sum(not isinstance(part, str) and part.tag != "br" for part in parts)

    def _in_twos(self, places: Sequence[Element]) -> Iterator[tuple[Element, Element]]:
        for first, second in zip(places[::2], places[1::2], strict=False):
            label, value = first, second
            if self._is_bare_control(first) and is_box(self._only_control(first)) and self._is_text(second):
                label, value = second, first
            if self._is_text(label) and not is_heading(label) and not self._holds_rows(value):
                yield label, value

    def _holds_rows(self, element: Element) -> bool:
        """Whether something laid out stands in it, so that it is a region and no value."""
        element = self._innermost(element)
        if element in self._leaves:
            return next(self._stacked(element), None) is not None or self._has_labelled_lines(element)
        if element not in self._known_rows:
            self._known_rows[element] = not self._holds_one(element) and self._is_laid_out(element)
        return self._known_rows[element]

    def _has_labelled_lines(self, leaf: Element) -> bool:
        """Whether its lines are labels in bold, each with its value in the line below, or several have a text and a control each."""
        if leaf not in self._broken_up:
            return False
        parts: list[Element | str] = []
        self._flatten(leaf, parts)
        lines = in_lines(parts)
        labelled = [line for line in lines if len({isinstance(part, str) for part in line}) > 1]
        return below_bold(lines) is not None or (len(labelled) > 1 and not self._is_one_choice(leaf))

    @cached_property
    def _known_rows(self) -> dict[Element, bool]:
        return {}

    def _holds_one(self, element: Element) -> bool:
        """Whether a control stands in it that nothing else in it labels, however many boxes it is built of.

        Or one choice of radio buttons, which ASP.NET lays out as a table, too.
        """
        controls = [each for each in element.iter(*CONTROLS) if type_of(each) not in NOT_FILLED and each in self._seen]
        if len(controls) > 1:
            return self._is_one_choice(element)
        return len(controls) == 1 and not self._text(element) and not self._has_labels(element, "")

    def _is_laid_out(self, element: Element) -> bool:
        if is_region(element) or self._has_labels(element, ""):
            return True
        lines = 0
        for inner in element.iter("*"):
            if inner in self._leaves:
                is_place = inner.getparent() not in self._leaves
                lines += is_place and (
                    self._holds_pair(inner) or self._begins_with_label(inner) or self._is_labelled_box(inner)
                )
            elif next(self._pairs_among(inner), None) is not None:
                return True
        return lines > 1

    @cached_property
    def _over_labels(self) -> tuple[tuple[Element, Element], ...]:
        """What stands beside controls that have labels of their own: it may be a label, or the title of what is beside it."""
        return tuple(
            (label, value)
            for label, value in self._pairs
            if self._places[label] < self._places[value] and self._has_labels(value, normalised(self._text(label)))
        )

    def _has_labels(self, value: Element, label: str) -> bool:
        """Whether a control in *value* is called otherwise than *label*."""
        if value not in self._around_controls:
            return False
        for each in value.iter("label", *CONTROLS):
            if each.tag == "label":
                name = self._text(each)
            else:
                given = ((attribute, each.get(attribute)) for attribute in NAMING_CONTROLS)
                name = next((self._named_by(attribute, text) for attribute, text in given if text), "")
            if name and normalised(name) != label:
                return True
        boxes = [each for each in value.iter("input") if type_of(each) == "checkbox"]
        if len(boxes) > 1:
            # Each has a text of its own, before or behind it.
            return True
        parts: list[Element | str] = []
        self._flatten(value, parts)
        first = next((part for part in parts if not isinstance(part, str) or normalised(part)), None)
        return isinstance(first, str)

    def _speaks_for_another(self, label: Element, value: Element) -> bool:
        """Whether the text in *label* is tied to something that is not in *value*."""
        targets = [self._ids.get(each.get("for") or "") for each in label.iter("label")]
        return any(each is not None and each is not value and value not in each.iterancestors() for each in targets)

    @cached_property
    def _lists(self) -> tuple[tuple[list[Element], list[list[Element]]], ...]:
        """Tables with a row of headers: the headers, and the cells of each row of as many cells."""
        found = []
        for table in self._seen_of("table"):
            lines, plain = self._rows_and_header(table)
            headers: list[Element] = []
            rows: list[list[Element]] = []
            for number, line in enumerate(lines):
                cells = self._cells_of(line)
                is_head = line.getparent().tag == "thead"
                # Of headers two abreast the last may be alone.
                several = len(cells) > 1 or (len(rows) == 1 and self._is_alone_above(lines[number : number + 2]))
                if cells and (line is plain or is_head or (several and all(cell.tag == "th" for cell in cells))):
                    if rows:
                        found.append((headers, rows))
                    headers, rows = cells, []
                elif headers and len(cells) == len(headers):
                    rows.append(cells)
            if rows:
                found.append((headers, rows))
        return tuple((headers, rows) for headers, rows in found if len(headers) > 1 or not self._are_panes(rows))

    def header_of(self, table: Element) -> Element | None:
        """The row of headers of a table in which no cell is marked as one, None without such a row."""
        return self._rows_and_header(table)[1]

    def _rows_and_header(self, table: Element) -> tuple[list[Element], Element | None]:
        if table not in self._known_headers:
            lines = own_rows(table)
            self._known_headers[table] = lines, plain_header(lines)
        return self._known_headers[table]

    @cached_property
    def _known_headers(self) -> dict[Element, tuple[list[Element], Element | None]]:
        return {}

    def _are_panes(self, rows: Sequence[list[Element]]) -> bool:
        """Whether one header over these rows is the title of a pane: something is laid out in them."""
        return any(is_region(row[0]) or row[0] in self._broken_up for row in rows) or (
            len(rows) == 1 and self._holds_rows(rows[0][0])
        )

    def _is_alone_above(self, lines: Sequence[Element]) -> bool:
        """Whether the first row is one header, and the second one cell of the same width."""
        cells = [self._cells_of(line) for line in lines]
        if len(cells) != 2 or any(len(each) != 1 or each[0].get("colspan") for each in cells):
            return False
        return cells[0][0].tag == "th" and cells[1][0].tag == "td"

    @cached_property
    def _below_headers(self) -> frozenset[Element]:
        """The rows of a form that is laid out in headers with a single row below each: its cells are no labels."""
        forms: dict[Element, list[list[list[Element]]]] = {}
        for headers, rows in self._lists:
            forms.setdefault(next(headers[0].iterancestors("table")), []).append(rows)
        found: set[Element] = set()
        for table, of in forms.items():
            headers = [self.value_of(each) for each in table.iter("th")]
            if all(len(rows) == 1 for rows in of) and (
                len(of) > 1 or all(each.endswith((":", "：")) for each in headers)
            ):
                found.update(rows[0][0].getparent() for rows in of)
        return frozenset(found)

    @cached_property
    def _headers(self) -> frozenset[Element]:
        return frozenset(headers[0].getparent() for headers, dummy in self._lists)

    @cached_property
    def _only_values(self) -> frozenset[Element]:
        """Single rows below headers in which nothing is a label: each of its cells is what its header is."""
        return frozenset(
            rows[0][0].getparent()
            for headers, rows in self._lists
            if len(rows) == 1 and all(self._text(header) for header in headers) and self._says_values(rows[0])
        )

    def _says_values(self, cells: Sequence[Element]) -> bool:
        """Whether a row cannot begin with its label: controls and words like Yes and No, or texts side by side."""
        if all(self._only_control(cell) is not None or says_how(self.value_of(cell)) for cell in cells):
            return True
        return len(cells) > 2 and not all(re.fullmatch(r"[\d.,\s%]*", self.value_of(cell)) for cell in cells[1:])

    @cached_property
    def _in_lists(self) -> frozenset[Element]:
        """The headers and cells of lists, which are no titles."""
        return frozenset(
            cell
            for headers, rows in self._lists
            for cells in (headers, *rows)
            for cell in (*cells, cells[0].getparent())
        )

    @cached_property
    def _lines(self) -> tuple[Line, ...]:
        """What stands in one line: texts and controls of a leaf, or between the blocks of another element."""
        found: list[Line] = []
        for element in self._visible:
            if element not in self._leaves:
                found += self._between_blocks(element)
            elif element.tag in BLOCK and self._is_place(element):
                parts: list[Element | str] = []
                self._flatten(element, parts)
                found += _broken(element, self._places[element], [element], parts)
        return tuple(found)

    def _is_place(self, leaf: Element) -> bool:
        """Whether lines of its own stand in it, and no more than a value or label."""
        parent = leaf.getparent()
        if parent is None or (parent in self._leaves and leaf not in self._folded):
            return False
        is_read = leaf in self._paired and leaf not in self._around_controls
        return not is_read and next(self._stacked(leaf), None) is None

    def _between_blocks(self, owner: Element) -> Iterator[Line]:
        """The lines of what stands in *owner* itself: at its start, and right behind each block in it."""
        block: Element | None = None
        members: list[Element] = []
        parts: list[Element | str] = []
        if (text := owner.text) and not text.isspace():
            parts.append(text)
        for child in owner:
            if isinstance(child.tag, str) and (child not in self._leaves or child.tag in BLOCK):
                if parts:
                    yield from self._behind(owner, block, members, parts)
                block, members, parts = child, [], []
            else:
                self._flatten_child(child, parts)
                members.append(child)
            if (text := child.tail) and not text.isspace():
                parts.append(text)
        if parts:
            yield from self._behind(owner, block, members, parts)

    def _behind(
        self, owner: Element, block: Element | None, members: Sequence[Element], parts: Sequence[Element | str]
    ) -> Iterator[Line]:
        return _broken(owner, self._places[owner if block is None else _last_in(block)], members, parts)


def says_how(text: str) -> bool:
    """Whether a text is a word as Yes or No, in any language."""
    return _WORD.fullmatch(text) is not None


def say_how(texts: Sequence[str]) -> bool:
    """Whether texts of one look are labels each with its value behind: each second is a word as Yes or No, and no other is."""
    said = [says_how(text) for text in texts]
    return len(said) > 1 and said == [False, True] * (len(said) // 2)


def is_region(element: Element) -> bool:
    """Whether rows, lists or parts with titles stand in it."""
    return next(element.iterdescendants(*_LAID_OUT), None) is not None


def is_heading(element: Element) -> bool:
    return element.tag in HEADINGS or element.get("role") == "heading"


def is_blank(element: Element) -> bool:
    """Whether it is a block with nothing in it."""
    return element.tag in BLOCK and not len(element) and not shown(element.text)


def is_box(control: Element | None) -> bool:
    return control is not None and control.get("type", "").casefold() in ("checkbox", "radio")


def in_lines(parts: Iterable[Element | str]) -> list[list[Element | str]]:
    """What stands in each line, as line breaks part them, without lines of nothing."""
    lines: list[list[Element | str]] = [[]]
    for part in parts:
        if not isinstance(part, str) and part.tag == "br":
            lines.append([])
        elif not isinstance(part, str) or normalised(part):
            lines[-1].append(part)
    return [line for line in lines if line]


def _broken(owner: Element, place: int, members: Sequence[Element], parts: Sequence[Element | str]) -> Iterator[Line]:
    """The lines of *parts*, as line breaks part them, without what is nothing to see."""
    everyone = tuple(members)
    lines = in_lines(parts)
    lines = below_bold(lines) or lines
    if say_how([shown(only_text(line)) for line in lines]):
        lines = [[*label, *value] for label, value in zip(lines[::2], lines[1::2], strict=True)]
    above = ["", *(only_text(line) for line in lines)]
    if lines and not isinstance(lines[0][0], str):
        # Where a control comes first, each may belong to the text below it.
        above = [""] * len(above)
    is_alone = [len(line) == 1 and not isinstance(line[0], str) for line in lines]
    for number, line in enumerate(lines):
        label = above[number] if is_alone[number] else ""
        following = lines[number + 1] if number + 1 < len(lines) else []
        heads = bool(above[number + 1] and following) and is_alone[number + 1]
        below = "".join(part for part in following if isinstance(part, str)) if _is_value(following) else ""
        yield Line(owner, place, everyone, tuple(line), label, heads, below)


def below_bold(lines: Sequence[list[Element | str]]) -> list[list[Element | str]] | None:
    """Lines in bold each with the line below it, where nothing else is there, and nothing but values: a title has more below."""
    is_label = [len(line) == 1 and isinstance(line[0], Strong) for line in lines]
    if sum(is_label) < 2 or not is_label[0] or not all(map(any, pairwise(is_label))):
        return None
    joined: list[list[Element | str]] = []
    for line, is_a_label in zip(lines, is_label, strict=True):
        if is_a_label:
            joined.append(list(line))
        elif _is_value(line) or not all(isinstance(part, str) for part in line):
            joined[-1] += line
        else:
            return None
    return joined


def _is_value(line: Sequence[Element | str]) -> bool:
    """Whether a line has one text alone that is neither a label nor begins with one."""
    return len(line) == 1 and isinstance(line[0], str) and re.search(r"[^\W\d]\s*(?::(?:\s|$)|\uff1a)", line[0]) is None


def only_text(line: Sequence[Element | str]) -> str:
    """The text of a line of nothing else, where it may be a label."""
    text = line[0] if len(line) == 1 and isinstance(line[0], str) and not isinstance(line[0], Tied) else ""
    return text if len(text) <= LONGEST_LABEL else ""


def _last_in(element: Element) -> Element:
    while len(element):
        element = element[-1]
    return element
