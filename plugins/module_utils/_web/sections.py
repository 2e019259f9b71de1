# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which part of a page a check box belongs to, where each part stands under one of several known titles.

This module util is PRIVATE to the collection; it can change at any time.

Nothing here knows TMS. A page is read in every way in which people lay out such parts: tabs that name their panel, titles
above the columns of a table, parts one after the other, and titles or tabs in a row with as many places behind them.
Whether a reading can be true is for the caller to judge, who knows what has to be there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain

from ansible_collections.telepresence.tms.plugins.module_utils._model.text import shown
from ansible_collections.telepresence.tms.plugins.module_utils._web.contents import type_of
from ansible_collections.telepresence.tms.plugins.module_utils._web.document import (
    LONGEST_TITLE,
    Document,
    Element,
    Field,
)
from ansible_collections.telepresence.tms.plugins.module_utils._web.elements import CONTROLS
from ansible_collections.telepresence.tms.plugins.module_utils._web.headers import own_rows

Look = tuple["str | None", ...]

#: Elements that stand within a line, and tell nothing about where it is.
_INLINE = frozenset(
    {"a", "abbr", "b", "button", "em", "font", "i", "input", "label", "nobr", "small", "span", "strong", "u"}
)
_ROWS = frozenset({"tr", "tbody", "thead", "tfoot"})
#: Attributes of a tab that name nothing but the tab itself.
_OWN = frozenset({"id", "name", "class", "style", "for"})


@dataclass(frozen=True)
class Met:
    """A title (control: None) or a check box with its label; element: what has the title, None for bare text."""

    place: int
    name: str
    element: Element | None
    control: Element | None = None

    @property
    def look(self) -> Look:
        """What things of one sort share: the elements around them, and the class of the nearest."""
        if self.element is None:
            return ()
        around = [self.element, *self.element.iterancestors()]
        return (*(each.tag for each in around), around[1].get("class") if len(around) > 1 else None)


@dataclass(frozen=True)
class Reading:
    """What was met, and the part of each, empty for none; titles: the element with the title of each part.

    guessed: a title and its part are told by their numbers alone.
    """

    met: tuple[Met, ...]
    of: tuple[str, ...]
    titles: Mapping[str, Element] = field(default_factory=dict)
    guessed: bool = False


class Undecided(Exception):
    """Why it cannot be told which part something is of, naming both; no error yet, for another reading may be free of it."""


def things_met(document: Document, name_of: Callable[[str], str]) -> list[Met]:
    """Titles and check boxes in page order, under the names that *name_of* gives them."""
    labels: dict[Element, list[Field]] = {}
    for each in document.fields:
        if each.control is not None and is_check_box(each.control):
            labels.setdefault(each.control, []).append(each)
    lines = document.beside_boxes(labels)
    met = [Met(at, name_of(text), element) for element, at, text in document.outline]
    for control, fields in labels.items():
        place = document.place_of(control)
        own, above = lines.get(control, ("", ""))
        label, titles = _label_of_box(fields, own, place)
        met.append(Met(place, name_of(label), control, control))
        met += [Met(each.place, name_of(each.label), None) for each in titles]
        if own and above:
            met.append(Met(place - 1, name_of(above), None))
    # Bare text behind a box has the place of the box; nothing else shares a place with one.
    return sorted(met, key=lambda met: (met.place, met.control is None))


def _label_of_box(fields: Sequence[Field], own: str, place: int) -> tuple[str, list[Field]]:
    """The label of a check box, and what is the title of several boxes instead: what stands before, although it has a text of its own."""
    tied = [each for each in fields if each.strong]
    if tied:
        return tied[-1].label, []
    if own in [each.label for each in fields]:
        return own, [each for each in fields if each.place < place]
    return fields[0].label, []


def is_check_box(element: Element | None) -> bool:
    return element is not None and element.tag == "input" and type_of(element) == "checkbox"


def readings(
    document: Document, met: Sequence[Met], names: Collection[str], name_of: Callable[[str], str]
) -> Iterator[Callable[[], Reading | None]]:
    """The ways to read the page, the surest first; each gives None, or raises Undecided, where the page is not so."""
    spots = spots_of(document, names, name_of)
    # The nearest to what they are the titles of come last: a menu stands before.
    families = _families(spots, names)[::-1]
    yield lambda: _behind_tied_tabs(document, met, spots)
    for family in families:
        yield partial(_in_columns, document, met, family, name_of)
    yield lambda: one_after_the_other(document, met, names)
    for family in families:
        yield partial(_by_number, document, met, family, name_of)


def bars(reading: Reading) -> frozenset[Met]:
    """The check boxes in the title bars: alone with the title within some element, and so in each part or called like it."""
    found = _alone_with(list(reading.titles.values()), _controls(reading.met))
    boxes = [
        (part, entry) for part, entry in zip(reading.of, reading.met, strict=True) if part and entry.control is not None
    ]
    parts = {part for part in reading.of if part}
    in_all = set(reading.titles) == parts and len(found) == len(parts) < len(boxes)
    return frozenset(entry for part, entry in boxes if entry.control in found and (in_all or entry.name == part))


# -- titles of every sort


@dataclass(frozen=True)
class Spot:
    """Where the name of a part can be read, whatever it is: a title, a header cell, a tab, a link."""

    place: int
    name: str
    element: Element

    @property
    def chain(self) -> tuple[str, ...]:
        """The elements around it, without those of a line: the same for all tabs, also for the one that is open."""
        around = (self.element, *self.element.iterancestors())
        return tuple(each.tag for each in around if each.tag not in _INLINE)

    @property
    def block(self) -> Element:
        return next(each for each in (self.element, *self.element.iterancestors()) if each.tag not in _INLINE)


def spots_of(document: Document, names: Collection[str], name_of: Callable[[str], str]) -> list[Spot]:
    """Every place where one of *names* stands alone, in page order."""
    said = [(element, text) for element, text in document.said if element.tag != "option"]
    buttons = (each for each in document.root.iter("input") if type_of(each) in ("button", "submit"))
    named = [
        (element, name_of(shown(text))) for element, text in [*said, *((each, each.get("value")) for each in buttons)]
    ]
    found = [Spot(document.place_of(element), name, element) for element, name in named if name in names]
    return sorted(found, key=lambda spot: spot.place)


def _families(spots: Sequence[Spot], names: Collection[str]) -> list[list[Spot]]:
    """Spots that are laid out alike and name every part once; the classes count where that makes a family."""
    found: dict[tuple[Spot, ...], None] = {}
    for key in (lambda spot: (spot.chain, spot.block.get("class")), lambda spot: spot.chain):
        alike: dict[Hashable, list[Spot]] = {}
        for spot in spots:
            alike.setdefault(key(spot), []).append(spot)
        for each in alike.values():
            found |= dict.fromkeys(_complete(each, names))
    return sorted(map(list, found), key=lambda family: family[-1].place)


def _complete(spots: Sequence[Spot], names: Collection[str]) -> Iterator[tuple[Spot, ...]]:
    family: list[Spot] = []
    for spot in spots:
        if any(each.name == spot.name for each in family):
            family = []
        family.append(spot)
        if len(family) == len(names):
            yield tuple(family)
            family = []


# -- tabs that name their panel


def _behind_tied_tabs(document: Document, met: Sequence[Met], spots: Sequence[Spot]) -> Reading | None:
    panels: dict[str, set[Element]] = {}
    for spot in spots:
        panels.setdefault(spot.name, set()).update(_panels(document, spot.element))
    scopes = {panel: name for name, of in panels.items() for panel in of}
    if not scopes or any(len(of) != 1 for of in panels.values()) or len(scopes) != len(panels):
        return None
    if any(above in scopes for panel in scopes for above in panel.iterancestors()):
        return None
    return _scoped(document, met, scopes)


def _panels(document: Document, tab: Element) -> Iterator[Element]:
    """The elements with check boxes in them that a tab, or what stands around it alone, names by their id."""
    label = shown(tab.text_content())
    for element in (tab, *tab.iterancestors()):
        if shown(element.text_content()) != label:
            return
        for attribute, value in element.attrib.items():
            if attribute in _OWN or "dopostback" in value.casefold():
                continue
            for id_ in re.findall(r"[\w:.\-]+", value):
                panel = document.by_id(id_)
                if panel is None or panel is tab or panel in element.iterancestors():
                    continue
                if any(map(is_check_box, panel.iter("input"))):
                    yield panel


# -- titles above the columns of a table


def _in_columns(
    document: Document, met: Sequence[Met], family: Sequence[Spot], name_of: Callable[[str], str]
) -> Reading | None:
    controls = frozenset(_controls(met))
    lone: list[Element] = []
    scopes: dict[Element, str] = {}
    titles: dict[str, Element] = {}
    beside = False
    names = {spot.element: spot.name for spot in family}
    for table in document.root.iter("table"):
        above: list[tuple[int, int, str]] = []
        for cells in _grid(table):
            heads = [(cell, start, stop, _title_in(cell, names, controls)) for cell, start, stop in cells]
            named = [(start, stop, name) for cell, start, stop, name in heads if name]
            if named:
                beside = beside or len(named) > 1
                above = [each for each in above if not any(_overlap(each, other) for other in named)] + named
                titles |= {name: cell for cell, start, stop, name in heads if name}
            for cell, start, stop, name in heads:
                over = [each for each in above if _overlap(each, (start, stop))]
                if name or not over:
                    continue
                if len(over) == 1 and over[0][0] <= start and stop <= over[0][1]:
                    scopes[cell] = over[0][2]
                    if over[0][:2] == (start, stop):
                        lone.append(cell)
                elif len(over) > 1:
                    shared = [
                        entry.name
                        for entry in met
                        if entry.control is not None and cell in entry.control.iterancestors()
                    ]
                    if shared:
                        raise Undecided(
                            f"the check box '{shared[0]}' stands below both '{over[0][2]}' and '{over[1][2]}'"
                        )
    return _scoped(document, _with_blocks(document, met, lone, name_of), scopes, titles) if beside else None


def _with_blocks(
    document: Document, met: Sequence[Met], cells: Collection[Element], name_of: Callable[[str], str]
) -> list[Met]:
    """What was met, and the text of each cell that holds no more: in a column that is the title of what stands below."""
    places = {entry.place for entry in met}
    added = []
    for cell in cells:
        text = shown(cell.text_content())
        start, stop = _interval(document, cell)
        if not text or len(text) > LONGEST_TITLE or next(cell.iter("a", "button", *CONTROLS), None) is not None:
            continue
        if places.isdisjoint(range(start, stop + 1)):
            added.append(Met(start, name_of(text), cell))
    return sorted([*met, *added], key=lambda entry: (entry.place, entry.control is None))


def _title_in(cell: Element, names: Mapping[Element, str], controls: Collection[Element]) -> str:
    """The part whose name a cell shows with no more than one check box beside it; empty for none."""
    found = {names[element] for element in cell.iter() if element in names}
    boxes = sum(1 for element in cell.iter() if element in controls)
    return next(iter(found)) if len(found) == 1 and boxes <= 1 and cell.find(".//table") is None else ""


def _overlap(first: Sequence[int | str], second: Sequence[int | str]) -> bool:
    return int(first[0]) < int(second[1]) and int(second[0]) < int(first[1])


def _grid(table: Element) -> Iterator[list[tuple[Element, int, int]]]:
    """The rows of a table itself: each cell with the columns it fills, the last excluded."""
    lines = own_rows(table)
    filled: dict[int, int] = {}
    for line in lines:
        cells, column, lower = [], 0, dict[int, int]()
        for cell in line:
            if cell.tag not in ("td", "th"):
                continue
            while filled.get(column):
                column += 1
            wide, high = span(cell, "colspan"), span(cell, "rowspan")
            cells.append((cell, column, column + wide))
            lower |= dict.fromkeys(range(column, column + wide), high)
            column += wide
        filled = {number: left - 1 for number, left in (filled | lower).items() if left > 1}
        yield cells


#: Python reads no number of thousands of digits.
_DIGITS = 9


def span(cell: Element, attribute: str) -> int:
    """How many columns or rows a cell fills: 1 to 1000, the most that browsers know."""
    given = (cell.get(attribute) or "").strip()
    return min(max(int(given[:_DIGITS]), 1), 1000) if given.isdecimal() else 1


# -- one after the other


def one_after_the_other(document: Document, met: Sequence[Met], names: Collection[str]) -> Reading:
    """Each part below its title, and all titles of one look: a menu, and blocks within the parts, have such names too."""
    look = _look_of_titles(met, names)
    of, now, titles = [], "", dict[str, Element | None]()
    for entry in met:
        if entry.name in names and entry.name not in titles and entry.look == look:
            now, titles[entry.name] = entry.name, entry.element
            of.append("")
        else:
            of.append(now)
    elements = {name: element for name, element in titles.items() if element is not None}
    if len(elements) == len(titles) > 1:
        of = _ended(document, met, of, elements)
    return Reading(tuple(met), tuple(of), elements)


def _look_of_titles(met: Sequence[Met], names: Collection[str]) -> Look | None:
    """How the titles look: as those below which most parts have check boxes."""

    def filled(look: Look) -> int:
        part, done, with_boxes = "", set[str](), set[str]()
        for entry in met:
            if entry.name in names and entry.look == look and entry.name not in done:
                part = entry.name
                done.add(part)
            elif part and entry.control is not None and entry.name != part:
                with_boxes.add(part)
        return len(with_boxes)

    looks = dict.fromkeys(entry.look for entry in met if entry.name in names)
    return max(looks, key=filled, default=None)


def _ended(document: Document, met: Sequence[Met], of: Sequence[str], titles: Mapping[str, Element]) -> list[str]:
    """The last part ends where the element around all parts does, or its own where each part has one for itself."""
    above = [list(element.iterancestors()) for element in titles.values()]
    around = next(each for each in above[0] if all(each in others for others in above[1:]))
    branches = {
        name: ([element, *ancestors][ancestors.index(around)])
        for (name, element), ancestors in zip(titles.items(), above, strict=True)
    }
    *earlier, last = titles
    own = {name: _interval(document, branch) for name, branch in branches.items()}
    each_for_itself = len(set(branches.values())) == len(branches) and all(
        own[part][0] <= entry.place <= own[part][1]
        for part, entry in zip(of, met, strict=True)
        if part in earlier and entry.control is not None
    )
    start, stop = own[last] if each_for_itself else _interval(document, around)
    return [
        "" if part == last and not start <= entry.place <= stop else part for part, entry in zip(of, met, strict=True)
    ]


# -- as many places as titles


def _by_number(
    document: Document, met: Sequence[Met], family: Sequence[Spot], name_of: Callable[[str], str]
) -> Reading | None:
    """Titles or tabs in a row, and as many places with check boxes behind them."""
    controls = _controls(met)
    in_bars = _alone_with([spot.element for spot in family], controls)
    if len(in_bars) != len(family):
        in_bars = []
    above = set(chain.from_iterable((spot.element, *spot.element.iterancestors()) for spot in family))
    bodies = dict.fromkeys(_below(control, above) for control in controls if control not in in_bars)
    runs: list[tuple[list[Spot], list[Element]]] = []
    for thing in sorted([*family, *bodies], key=lambda each: _place(document, each)):
        if isinstance(thing, Spot):
            if not runs or runs[-1][1]:
                runs.append(([], []))
            runs[-1][0].append(thing)
        elif runs:
            runs[-1][1].append(thing)
    scopes: dict[Element, str] = {}
    for titles, places in runs:
        given = _matched([spot.name for spot in titles], places)
        if given is None:
            return None
        scopes |= given
    everything = _with_blocks(document, met, scopes, name_of)
    return _scoped(document, everything, scopes, {spot.name: spot.element for spot in family}, guessed=True)


def _place(document: Document, thing: Spot | Element) -> int:
    return thing.place if isinstance(thing, Spot) else document.place_of(thing)


def _below(control: Element, above: Collection[Element]) -> Element:
    """The largest element around a control that holds no title."""
    element = control
    while element.getparent() is not None and element.getparent() not in above:
        element = element.getparent()
    return element


def _matched(names: Sequence[str], places: Sequence[Element]) -> dict[Element, str] | None:
    """The part of each place, or of each column where the places are lines of as many cells; None where neither fits."""
    if len(names) == 1:
        return dict.fromkeys(places, names[0])
    if not places:
        return None
    while len(places) == 1:
        inner = [child for child in _children(places[0]) if any(map(is_check_box, child.iter("input")))]
        if not inner:
            return None
        if len(inner) == 1 and inner[0].tag in CONTROLS:
            return None
        places = inner
    are_lines = all(len(_children(place)) == len(names) for place in places)
    if are_lines and len(places) != len(names):
        alike = [line for line in _children(places[0].getparent()) if len(_children(line)) == len(names)]
        return {cell: name for line in alike for cell, name in zip(_children(line), names, strict=True)}
    if len(places) != len(names) or are_lines or any(place.tag in _ROWS for place in places):
        return None
    return dict(zip(places, names, strict=True))


# -- what they share


def _children(element: Element) -> list[Element]:
    return [child for child in element if isinstance(child.tag, str)]


def _controls(met: Sequence[Met]) -> list[Element]:
    return [entry.control for entry in met if entry.control is not None]


def _alone_with(titles: Sequence[Element], controls: Collection[Element]) -> list[Element]:
    """For each title the control that is alone with it in an element around both, in none of which is another title."""
    others = {
        title: {above for each in titles if each is not title for above in each.iterancestors()} for title in titles
    }
    known = set(controls)
    found = []
    for title in titles:
        for element in (title, *title.iterancestors()):
            inside = [each for each in element.iter("input") if each in known]
            if inside or element in others[title]:
                if len(inside) == 1 and element not in others[title]:
                    found.append(inside[0])
                break
    return found


def _scoped(
    document: Document,
    met: Sequence[Met],
    scopes: Mapping[Element, str],
    titles: Mapping[str, Element] | None = None,
    *,
    guessed: bool = False,
) -> Reading | None:
    """Each thing met is of the part whose element is around it; None where a box between the parts is of none."""
    if not scopes:
        return None
    intervals = [(*_interval(document, element), name) for element, name in scopes.items()]
    first, last = min(start for start, dummy, name in intervals), max(stop for dummy, stop, name in intervals)
    controls = _controls(met)
    in_bars = _alone_with(list((titles or {}).values()), controls)
    of = [next((name for start, stop, name in intervals if start <= entry.place <= stop), "") for entry in met]
    for part, entry in zip(of, met, strict=True):
        if not part and entry.control is not None and entry.control not in in_bars and first <= entry.place <= last:
            return None
    return Reading(tuple(met), tuple(of), guessed=guessed)


def _interval(document: Document, element: Element) -> tuple[int, int]:
    """The places of an element and of the last one in it."""
    last = element
    while len(last):
        last = last[-1]
    return document.place_of(element), document.place_of(last)
