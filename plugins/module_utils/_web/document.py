# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A page as a person reads it: panes, labels, and what stands with each label.

This module util is PRIVATE to the collection; it can change at any time.

Nothing here knows TMS. A label and its value or control are related in the ways HTML and plain layout offer: label for,
a wrapping label, ARIA, title, the cell before, dt and dd, text beside. The pane of a field is the fieldset, section or
table that names itself around it, else the heading before it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import NamedTuple
from urllib.parse import urldefrag

from ansible_collections.telepresence.tms.plugins.module_utils._http.connection import joined
from ansible_collections.telepresence.tms.plugins.module_utils._model.text import narrow, normalised, shown
from ansible_collections.telepresence.tms.plugins.module_utils._web.contents import Element, checked, type_of
from ansible_collections.telepresence.tms.plugins.module_utils._web.elements import (
    BLOCK,
    CONTROLS,
    HEADINGS,
    NOT_FILLED,
    Tied,
    hides,
)
from ansible_collections.telepresence.tms.plugins.module_utils._web.layout import (
    NAMING_ANYTHING,
    NAMING_CONTROLS,
    Layout,
    Line,
    in_lines,
    is_box,
    is_heading,
    only_text,
    say_how,
    says_how,
)
from ansible_collections.telepresence.tms.plugins.module_utils._web.panels import NAMING_PANELS, Tab, tabs_among

_NAMED_ROLES = frozenset({"region", "group", "dialog", "tabpanel", "form"})
_NAMED_TAGS = frozenset({"section", "fieldset", "form", "dialog", "details", "article"})
_NEVER_PANES = CONTROLS | {"a", "button", "label"}
_LETTER = re.compile(r"[^\W\d_]")
#: A pane's title is short; longer text is an explanation.
LONGEST_TITLE = 80


class Field(NamedTuple):
    """A label with what stands beside it. value: text, or what its control holds; control: None for plain text.

    strong: the page itself ties the two together (label for, ARIA), it is not read off the layout.
    """

    pane: str
    label: str
    value: str
    control: Element | None
    strong: bool
    place: int


class _Heading(NamedTuple):
    """owner: for legends and captions the element they are the title of; marked: the page itself says it is a heading."""

    place: int
    text: str
    owner: Element | None
    marked: bool
    element: Element | None = None


class Document(Layout):
    """One HTML document with the address it came from."""

    @cached_property
    def base(self) -> str:
        """The address that those of the page are relative to."""
        named = self.root.find(".//base[@href]")
        return self.url if named is None else joined(self.url, named.get("href")) or self.url

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """All labels with their values, in page order."""
        found: list[Field] = []
        known: set[tuple[Element, str]] = set()
        for field in (*self._tied(), *self._laid_out()):
            # What ties a label to its control often stands beside it, too.
            said = (field.control, normalised(field.label))
            if field.control is None or field.strong or said not in known:
                found.append(field)
                known.add(said)
        return tuple(sorted(found, key=lambda field: field.place))

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """The titles of all panes, in page order."""
        named = [shown(self._name_of(each)) for each in self._visible if each in self._named]
        by_tabs = [title for panel, title in self._titles_by_tabs.items() if panel in self._seen]
        headings = [heading.text for heading in self._headings]
        return tuple(dict.fromkeys(text for text in (*headings, *named, *by_tabs) if text))

    def has_pane(self, title: str) -> bool:
        return any(normalised(each) == normalised(title) for each in self.titles)

    def fields_labelled(self, labels: Sequence[str]) -> list[Field]:
        """The fields whose label is one of *labels*, whole after normalising; of one control the tied ones alone."""
        wanted = {normalised(label) for label in labels}
        found = [field for field in self.fields if normalised(field.label) in wanted]
        tied = {field.control for field in found if field.strong and field.control is not None}
        return [field for field in found if field.strong or field.control not in tied]

    def pane_of(self, element: Element) -> str:
        """The title of the pane that *element* is in, empty without one."""
        return self._pane_at(tuple(element.iterancestors()), self._places[element])

    def _pane_at(self, above: Sequence[Element], place: int) -> str:
        """The title of the pane of something at *place* that stands in *above*, the innermost first."""
        named = next((ancestor for ancestor in above if ancestor in self._named), None)
        panels = self._titles_by_tabs
        panel = next((ancestor for ancestor in above if ancestor in panels), None) if panels else None
        if panel is not None and (named is None or named in panel.iterancestors()):
            # What names a part around all tabs is not the title of one of them.
            named = None
        else:
            panel = None
        around = panel if panel is not None else named
        start = -1 if around is None else self._places[around]
        for number in range(bisect_left(self._places_of_headings, place) - 1, -1, -1):
            heading = self._headings[number]
            if heading.place <= start:
                break
            # Within an element that has a name, only what is marked as a heading goes before that name.
            if (heading.owner is None or heading.owner in above) and (named is None or heading.marked):
                return heading.text
        if panel is not None:
            return panels[panel]
        return "" if named is None else shown(self._name_of(named))

    @cached_property
    def tabs(self) -> tuple[Tab, ...]:
        """The tabs that show parts of the page without asking the server, but for those in a part that is not shown now."""
        links = (each for each in self.root.iter("a") if not each.get("href"))
        naming = sorted(self._having_any(*NAMING_PANELS).union(links) - self._unseen, key=self.place_of)
        return tabs_among(naming, self.by_id, hides)

    @cached_property
    def _titles_by_tabs(self) -> dict[Element, str]:
        return {tab.panel: tab.label for tab in self.tabs}

    def tabs_around(self, element: Element) -> tuple[str, ...]:
        """The labels of the tabs that show what *element* stands in."""
        if not self._titles_by_tabs:
            return ()
        return tuple(self._titles_by_tabs[above] for above in element.iterancestors() if above in self._titles_by_tabs)

    def showing(self, panel: Element, instead_of: Sequence[Element]) -> Document:
        """The document once a tab shows *panel* in place of others."""
        away = (self.put_away - {panel, *panel.iterancestors()}).union(instead_of)
        return Document(self.root, self.url, self.encoding, lossy=self.lossy, put_away=away)

    @cached_property
    def _places_of_headings(self) -> list[int]:
        return [heading.place for heading in self._headings]

    @cached_property
    def outline(self) -> tuple[tuple[Element | None, int, str], ...]:
        """Every title with the element that has it (None for bare text) and its place, in page order."""
        found = [(heading.element, heading.place, heading.text) for heading in self._headings]
        said = {(heading.owner, heading.text) for heading in self._headings}
        named = ((each, shown(self._name_of(each))) for each in self._named)
        # A legend is a title already; the fieldset that it names is not a second one.
        found += [(each, self._places[each], name) for each, name in named if name and (each, name) not in said]
        return tuple(sorted(found, key=lambda entry: entry[1]))

    def labels_of(self, control: Element) -> list[tuple[str, bool]]:
        """Everything that labels *control*, each with whether it is tied to it."""
        return [(field.label, field.strong) for field in self.fields if field.control is control]

    def beside_boxes(self, boxes: Iterable[Element]) -> dict[Element, tuple[str, str]]:
        """The text that each check box has in its own line, and the text alone in the line above."""
        found: dict[Element, tuple[str, str]] = {}
        for place in dict.fromkeys(map(self._place_around, boxes)):
            parts: list[Element | str] = []
            self._flatten(place, parts)
            above = ""
            for line in in_lines(parts):
                for number, part in enumerate(line):
                    if not isinstance(part, str):
                        beside = [*line[number + 1 : number + 2], *line[max(number - 1, 0) : number]]
                        found[part] = (next((shown(each) for each in beside if isinstance(each, str)), ""), above)
                above = shown(only_text(line))
        return found

    def _place_around(self, element: Element) -> Element:
        """The place of the layout that it stands in."""
        while (parent := element.getparent()) is not None and parent in self._leaves:
            element = parent
        return element

    @cached_property
    def _marked(self) -> frozenset[Element]:
        """What the page itself says is a heading."""
        return frozenset((*self.root.iter(*HEADINGS), *filter(is_heading, self._having.get("role", ()))))

    @cached_property
    def _no_titles(self) -> frozenset[Element]:
        """Labels, values, parts of lists, and icons beside a title."""
        return self._paired | self._in_lists | self._bar_icons | self._naming | self._explanations

    @cached_property
    def _explanations(self) -> frozenset[Element]:
        """Texts in cells behind a label and its value."""
        behind = (
            cell
            for label, value in self._pairs
            if value.tag == "td" and value.getparent() is label.getparent()
            for cell in value.itersiblings("td")
        )
        return frozenset(
            inner for cell in behind if cell in self._leaves and cell not in self._paired for inner in cell.iter()
        )

    @cached_property
    def _alone(self) -> list[Element]:
        """What stands in a place of its own, or holds such places."""
        return [
            element
            for parent, within in self._within.items()
            if parent is not None and parent not in self._leaves
            for element in within
        ]

    def _may_be_title(self, element: Element) -> bool:
        """Whether its place, however many boxes are drawn around it, is that of nothing else."""
        if element in self._no_titles or element.tag in ("p", "label", "li", "option"):
            return False
        inner = self._innermost(element)
        return inner in self._leaves and inner not in self._paired

    def _is_title(self, element: Element) -> bool:
        """A text that has no value, and no control beside it."""
        return (
            self._says_title(element)
            # A picture alone is an icon.
            and bool(shown(element.text_content()))
            and not self._lacks_value(element)
            and not self._is_beside_control(element)
        )

    def _says_title(self, element: Element) -> bool:
        """Text alone, or a link or button that does no more than fold what stands below."""
        if element.tag == "button":
            return element.get("aria-expanded") is not None and element.get("type", "").casefold() == "button"
        clicked = [each for each in islice(element.iterdescendants("a", "button"), 3) if not self._is_icon(each)]
        first = clicked[0] if clicked else None
        if first is None:
            return (
                self._is_text(element)
                and not self._holds_pair(element)
                and next(self._stacked(element), None) is None
                and not self._has_labelled_lines(self._innermost(element))
            )
        if element in self._leaves and self._is_bar_with_links(element):
            return True
        # Cheap questions first: most elements with a link in them are large parts of the page.
        if element not in self._leaves or first.tag != "a" or len(clicked) != 1:
            return False
        only_folds = (first.get("href") or "#").startswith(("#", "javascript:"))
        scripted = "PostBack" in f"{first.get('href')}{first.get('onclick')}"
        return only_folds and not scripted and not self._text(element) and self._only_control(element) is None

    def _is_bar_with_links(self, place: Element) -> bool:
        """One text with something to click beside it, right above a part of the page; in a list one such line follows the other."""
        below = place.getnext()
        if place.tag not in BLOCK or below is None or not self._text(place):
            return False
        if below in self._leaves and below not in self._broken_up:
            return False
        above = place.getprevious()
        if above is not None and (above.tag, above.get("class")) == (place.tag, place.get("class")):
            return False
        texts = [
            child for child in place if child in self._seen and child.tag not in ("a", "button") and self._text(child)
        ]
        return len(texts) + bool(shown(place.text)) == 1 and not self._text(place).endswith((":", "\uff1a"))

    def _lacks_value(self, element: Element) -> bool:
        """Whether it is a label whose value is empty: it ends in a colon, and so made is a line beside it that has both."""
        if not self._text(element).endswith((":", "\uff1a")):
            return False
        beside = (element.getprevious(), element.getnext())
        look = (element.tag, element.get("class"))
        return any(
            each is not None and (each.tag, each.get("class")) == look and self._holds_pair(each) for each in beside
        )

    def _is_beside_control(self, element: Element) -> bool:
        """Whether a control follows in the same line, or a box stands right before."""
        if element.tag in BLOCK:
            return False
        before = element.getprevious()
        while before is not None and not shown(before.tail) and (before.tag == "img" or type_of(before) == "hidden"):
            before = before.getprevious()
        if before is not None and is_box(before) and not shown(before.tail):
            return True
        for each in element.itersiblings():
            if each.tag == "br" or each.tag == "label" or each not in self._leaves or each.tag in BLOCK:
                return False
            if each.tag in CONTROLS or each in self._around_controls:
                return True
        return False

    @cached_property
    def _headings(self) -> list[_Heading]:
        found = [
            _Heading(self._places[label], self._text(label), value, False, label) for label, value in self._over_labels
        ]
        for element in self._marked & self._seen:
            # A box in a title bar is no part of the title.
            text = self._text(element) if element in self._around_controls else self.value_of(element)
            owner = element.getparent() if element.tag in ("legend", "caption", "summary") else None
            if len(text) <= LONGEST_TITLE and normalised(text):
                found.append(_Heading(self._places[element], text, owner, owner is None, element))
        for element in self._alone:
            if element in self._marked or not self._may_be_title(element) or not self._is_title(element):
                continue
            # What can be clicked beside a title is no part of it.
            text = self._text(element) or self.value_of(element)
            # The page of a list that is shown is no title.
            if len(text) <= LONGEST_TITLE and normalised(text) and _LETTER.search(text):
                found.append(_Heading(self._places[element], text, None, False, element))
        for line in self._lines:
            text = shown(str(line.parts[0]))
            bare = line.owner not in self._leaves and not line.members and len(line.parts) == 1
            bare = bare and not (line.owner in self._groups and self._word_in(line.owner))
            if bare and isinstance(line.parts[0], str) and len(text) <= LONGEST_TITLE and ":" not in narrow(text):
                found.append(_Heading(line.place, text, None, False))
        return sorted(found, key=lambda heading: heading.place)

    @cached_property
    def _named(self) -> frozenset[Element]:
        """The elements that are panes by what they are, and say themselves how they are called."""
        regions = self._having_any(*NAMING_ANYTHING)
        return frozenset(
            (
                *(each.getparent() for each in self.root.iter("legend", "summary")),
                *(each for each in regions if each.get("role") in _NAMED_ROLES and each.tag not in _NEVER_PANES),
                *(each for each in regions if each.tag in _NAMED_TAGS and not each.get("role")),
            )
        )

    def _name_of(self, element: Element) -> str:
        name = shown(element.get("aria-label")) or self.by_ids(element.get("aria-labelledby"))
        if name:
            return name
        for child in element.iter("legend", "summary", "h1", "h2", "h3", "h4", "h5", "h6"):
            return shown(child.text_content())
        return ""

    def _tied(self) -> Iterator[Field]:
        named = self._having_any(*NAMING_CONTROLS).union(self.root.iter("label"), self._groups)
        for element in sorted(named & self._seen, key=self.place_of):
            if element.tag == "label":
                yield from self._by_label(element)
            elif element in self._groups and self._is_around_one(element):
                yield self._field(self._name_of(element), element, element, strong=True)
            elif element in self._groups and self._word_in(element):
                at = self._places[element]
                yield Field(self.pane_of(element), self._name_of(element), self._word_in(element), None, True, at)
            elif element.tag not in ("a", "button"):
                is_control = element.tag in CONTROLS
                for attribute in NAMING_CONTROLS if is_control else NAMING_ANYTHING:
                    given = element.get(attribute)
                    if not given or not (is_control or (element in self._leaves and element not in self._named)):
                        continue
                    text = self._named_by(attribute, given)
                    if text:
                        yield self._field(text, element, element, strong=True)

    @cached_property
    def _naming(self) -> frozenset[Element]:
        """What the page ties to a control as its label, and what stands around or in it in the same place: no titles."""
        found: set[Element] = set()
        for label in self.root.iter("label"):
            if label.get("for") in self._ids:
                found.update(self._place_of_text(label))
        for control in self._having_any("aria-labelledby", "aria-describedby"):
            if control.tag in CONTROLS:
                for id_ in f"{control.get('aria-labelledby') or ''} {control.get('aria-describedby') or ''}".split():
                    if id_ in self._ids:
                        found.update(self._place_of_text(self._ids[id_]))
        return frozenset(found)

    def _place_of_text(self, element: Element) -> Iterator[Element]:
        yield from element.iter()
        for above in element.iterancestors():
            if above not in self._leaves:
                break
            yield above

    def _is_around_one(self, fieldset: Element) -> bool:
        """Whether a fieldset holds one choice, or one control that has no text beside it."""
        if self._is_one_choice(fieldset):
            return True
        controls = [each for each in fieldset.iter(*CONTROLS) if type_of(each) not in NOT_FILLED]
        return len(controls) == 1 and self._text(fieldset) == self._name_of(fieldset)

    @cached_property
    def _groups(self) -> frozenset[Element]:
        """What HTML has to put a name around things that belong together."""
        by_role = (each for each in self._having.get("role", ()) if each.get("role") == "group")
        return frozenset((*self.root.iter("fieldset"), *by_role))

    def _word_in(self, group: Element) -> str:
        """What a group says beside its name, where that is no more than a word as Yes or No."""
        said = shown(self.value_of(group).removeprefix(self._name_of(group)))
        return said if says_how(said) and self._only_control(group) is None else ""

    def _by_label(self, label: Element) -> Iterator[Field]:
        target = self._ids.get(label.get("for") or "")
        if target is None:
            target = self._only_control(label)
        if target is not None:
            yield self._field(self._text(label), label, target, strong=True)

    def _field(self, label: str, at: Element, target: Element, *, strong: bool) -> Field:
        control = target if target.tag in CONTROLS else self._only_control(target)
        value = self._grouped_value(target, control)
        # An element without a text is called by its name, which is no value.
        value = "" if strong and control is None and value == shown(label) else value
        return Field(self.pane_of(at), shown(label), value, control, strong, self._places[at])

    def _grouped_value(self, target: Element, control: Element | None) -> str:
        if control is None or control is target:
            return self.value_of(target)
        if control.get("type", "").casefold() == "radio":
            chosen = [each for each in target.iterdescendants("input") if checked(each)]
            return self._radio_text(chosen[0]) if chosen else ""
        return self.value_of(control)

    def _radio_text(self, radio: Element) -> str:
        label = next(
            (each for each in self.root.iter("label") if each.get("for") and each.get("for") == radio.get("id")), None
        )
        if label is None:
            label = next((each for each in radio.iterancestors() if each.tag == "label"), None)
        if label is not None:
            return self._text(label)
        return shown(radio.get("aria-label")) or shown(radio.tail) or shown(radio.get("value"))

    def _laid_out(self) -> Iterator[Field]:
        for label, value in self._pairs:
            if not self._speaks_for_another(label, value):
                yield self._field(self._text(label), label, value, strong=False)
        for table in self._lists:
            yield from self._in_list(table)
        for line in self._lines:
            yield from self._beside(line)

    def _in_list(self, table: tuple[list[Element], list[list[Element]]]) -> Iterator[Field]:
        """A single row below headers says what each header is; of several rows each is named by its first cell."""
        headers, rows = table
        if not all(self._is_text(header) or self._is_empty(header) for header in headers):
            return
        for cells in rows:
            for number, (header, cell) in enumerate(zip(headers, cells, strict=True)):
                name = self._text(header)
                if not name or self._holds_rows(cell):
                    continue
                if len(rows) == 1:
                    yield self._field(name, cell, cell, strong=False)
                elif number > 1 and self._is_text(cells[0]):
                    yield self._field(f"{self.value_of(cells[0])}, {name}", cell, cell, strong=False)

    def _beside(self, line: Line) -> Iterator[Field]:
        """Label and value within one line: "<b>Label:</b> value", "label <input>", "<input> label"."""
        parts = line.parts
        if line.heads:
            return
        if all(isinstance(part, str) for part in parts):
            yield from self._texts_beside(line)
            return
        yield from self._choice_beside(line)
        for number, part in enumerate(parts):
            if isinstance(part, str):
                continue
            before = parts[number - 1] if number else None
            after = parts[number + 1] if number + 1 < len(parts) else None
            for beside in (after, before) if is_box(part) else (before,):
                if isinstance(beside, str) and (not isinstance(beside, Tied) or beside.target is part):
                    yield self._field(beside, part, part, strong=False)
                    break
        if line.above:
            yield self._field(line.above, parts[0], parts[0], strong=False)

    def _choice_beside(self, line: Line) -> Iterator[Field]:
        """Label and choice within one line: "label: (x) Yes ( ) No"."""
        label, *rest = line.parts
        radios = [part for part in rest if not isinstance(part, str)]
        if not isinstance(label, str) or isinstance(label, Tied) or len(radios) < 2 or isinstance(rest[0], str):
            return
        if {(each.get("name"), type_of(each)) for each in radios} == {(radios[0].get("name"), "radio")}:
            value = next((self._radio_text(each) for each in radios if checked(each)), "")
            yield Field(self.pane_of(radios[0]), shown(label), value, radios[0], False, self._places[radios[0]])

    def _texts_beside(self, line: Line) -> Iterator[Field]:
        texts = [shown(str(part)) for part in line.parts]
        if len(texts) > 2 and say_how(texts):
            for at in range(0, len(texts), 2):
                yield from self._texts_beside(line._replace(parts=line.parts[at : at + 2]))
            return
        label, *after = re.split("[:\uff1a]", texts[0], maxsplit=1)
        value = "".join(after)
        if len(texts) == 1 and after and not value:
            value = shown(line.below)
        if len(texts) == 2:
            label, value = texts[0], texts[1].lstrip(":\uff1a ")
        elif len(texts) > 2 or not after or not label or len(label) > LONGEST_TITLE or value.startswith("//"):
            return
        if line.owner.getparent() in self._below_headers or (not value and line.owner in self._in_lists):
            return
        if len(texts) == 1 and label[-1].isdigit() and value[:1].isdigit():
            # A time.
            return
        # Last, for all lines of one place share what stands in it.
        if (not value and is_heading(line.owner)) or not self._paired.isdisjoint(line.members):
            return
        pane = self._pane_at((line.owner, *line.owner.iterancestors()), line.place + 1)
        yield Field(pane, label, shown(value), None, False, line.place)


def resolved(document: Document, address: str) -> str:
    """An address of the page in full, as its base has it, without the place within the page; empty where it is none."""
    return urldefrag(joined(document.base, address)).url
