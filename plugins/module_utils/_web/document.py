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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from urllib.parse import urldefrag, urljoin

from ansible_collections.telepresence.tms.plugins.module_utils._web.contents import (
    Element,
    checked,
    held,
    option_text,
    selected,
    type_of,
)
from ansible_collections.telepresence.tms.plugins.module_utils._web.text import normalised, shown

_BLOCK = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figure footer form frame "  # noqa: SIM905
    "frameset h1 h2 h3 h4 h5 h6 header hr html iframe legend li main menu nav ol p pre section summary table tbody td tfoot "
    "th thead tr ul".split()
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "legend", "caption", "summary"})
_UNSEEN = frozenset({"script", "style", "head", "template", "noscript", "title"})
CONTROLS = frozenset({"input", "select", "textarea"})
_BUTTON_TYPES = frozenset({"submit", "button", "reset", "image"})
_NOT_FILLED = _BUTTON_TYPES | {"hidden"}
_ICONS = frozenset({"i", "span", "svg", "b", "em"})
_CLICKED = frozenset({"a", "button", "option"})
#: Elements that may do no more than place what is in them.
_BOXES = frozenset({"table", "tbody", "tr", "td", "div", "span", "p", "center", "font", "b", "strong"})
_REGIONS = frozenset(
    {"div", "section", "fieldset", "table", "tbody", "form", "article", "aside", "ul", "ol", "dl", "dialog"}
)
_LISTS = frozenset({"table", "tbody", "thead", "tfoot", "ul", "ol", "menu", "select", "dl"})
#: Attributes that name an element; on a control two more do.
_NAMING_ANYTHING = ("aria-labelledby", "aria-label")
_NAMING_CONTROLS = (*_NAMING_ANYTHING, "title", "aria-describedby")
_NAMED_ROLES = frozenset({"region", "group", "dialog", "tabpanel", "form"})
_NAMED_TAGS = frozenset({"section", "fieldset", "form", "dialog", "details", "article"})
_NEVER_PANES = CONTROLS | {"a", "button", "label"}
#: A pane's title is short; longer text is an explanation.
_LONGEST_TITLE = 80


@dataclass(frozen=True)
class Field:
    """A label with what stands beside it. value: text, or what its control holds; control: None for plain text.

    strong: the page itself ties the two together (label for, ARIA), it is not read off the layout.
    """

    pane: str
    label: str
    value: str
    control: Element | None
    strong: bool
    place: int


@dataclass(frozen=True)
class _Heading:
    """owner: for legends and captions the element they are the title of; marked: the page itself says it is a heading."""

    place: int
    text: str
    owner: Element | None
    marked: bool
    element: Element | None = None


class _Tied(str):
    """The text of a label that the page ties to *target*."""

    target: Element

    def __new__(cls, text: str, target: Element) -> _Tied:
        made = super().__new__(cls, text)
        made.target = target
        return made


@dataclass(frozen=True)
class _Line:
    """Texts and controls that stand in one line. place: the last element before it begins; members: elements in it."""

    owner: Element
    place: int
    members: tuple[Element, ...]
    parts: tuple[Element | str, ...]


class Document:
    """One HTML document with the address it came from."""

    def __init__(self, root: Element, url: str, encoding: str = "utf-8") -> None:
        self.root = root
        self.url = url
        self.encoding = encoding

    # -- reading

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """All labels with their values, in page order."""
        found = [*self._tied(), *self._laid_out()]
        return tuple(sorted(found, key=lambda field: field.place))

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """The titles of all panes, in page order."""
        named = [shown(self._name_of(each)) for each in self._visible if each in self._named]
        return tuple(dict.fromkeys(text for text in [*[heading.text for heading in self._headings], *named] if text))

    def has_pane(self, title: str) -> bool:
        return any(normalised(each) == normalised(title) for each in self.titles)

    def fields_labelled(self, labels: Sequence[str]) -> list[Field]:
        """The fields whose label is one of *labels*, whole after normalising; of one control the tied ones alone."""
        wanted = {normalised(label) for label in labels}
        found = [field for field in self.fields if normalised(field.label) in wanted]
        tied = {field.control for field in found if field.strong and field.control is not None}
        return [field for field in found if field.strong or field.control not in tied]

    @cached_property
    def page_title(self) -> str:
        node = self.root.find(".//title")
        return shown(node.text_content()) if node is not None else ""

    @cached_property
    def chunks(self) -> tuple[str, ...]:
        """Every run of text that is not part of a link, button or choice: what the page says, not what it offers."""
        clicked = {inner for element in self.root.iter(*_CLICKED, *CONTROLS) for inner in element.iter("*")}
        clicked.update(self.root.xpath("//*[@onclick]"))
        return tuple(shown(text) for element, text in self._said if element not in clicked)

    @cached_property
    def text(self) -> str:
        """All that can be read, as one line."""
        return shown(" ".join(text for dummy, text in self._said))

    @cached_property
    def _said(self) -> tuple[tuple[Element, str], ...]:
        """Every text that can be seen with the element it stands in, in the order of reading."""
        found: list[tuple[Element, str]] = []
        seen = self._seen

        def take_in(element: Element) -> None:
            text = element.text
            if text and not text.isspace():
                found.append((element, text))
            for child in element:
                if child in seen:
                    take_in(child)
                text = child.tail
                if text and not text.isspace():
                    found.append((element, text))

        take_in(self.root)
        return tuple(found)

    def pane_of(self, element: Element) -> str:
        """The title of the pane that *element* is in, empty without one."""
        return self._pane_at(tuple(element.iterancestors()), self._places[element])

    def _pane_at(self, above: Sequence[Element], place: int) -> str:
        """The title of the pane of something at *place* that stands in *above*, the innermost first."""
        named = next((ancestor for ancestor in above if ancestor in self._named), None)
        start = -1 if named is None else self._places[named]
        for number in range(bisect_left(self._places_of_headings, place) - 1, -1, -1):
            heading = self._headings[number]
            if heading.place <= start:
                break
            # Within an element that has a name, only what is marked as a heading goes before that name.
            if (heading.owner is None or heading.owner in above) and (named is None or heading.marked):
                return heading.text
        return "" if named is None else shown(self._name_of(named))

    @cached_property
    def _places_of_headings(self) -> list[int]:
        return [heading.place for heading in self._headings]

    def place_of(self, element: Element) -> int:
        """Where an element stands in page order."""
        return self._places[element]

    @cached_property
    def outline(self) -> tuple[tuple[Element | None, int, str], ...]:
        """Every title with the element that has it (None for bare text) and its place, in page order."""
        found = [(heading.element, heading.place, heading.text) for heading in self._headings]
        said = {(heading.owner, heading.text) for heading in self._headings}
        named = ((each, shown(self._name_of(each))) for each in self._named)
        # A legend is a title already; the fieldset that it names is not a second one.
        found += [(each, self._places[each], name) for each, name in named if name and (each, name) not in said]
        return tuple(sorted(found, key=lambda entry: entry[1]))

    def is_offered(self, element: Element) -> bool:
        """Whether a link or button can be brought to be seen: what a menu shows under the pointer is hidden before."""
        return element in self._seen or not (_is_hidden(element) or element in self._unseen)

    def value_of(self, element: Element) -> str:
        """What a control holds or an element says, as text."""
        tag = element.tag
        if tag == "select":
            return ", ".join(self.value_of(option) for option in selected(element))
        if tag == "option":
            return shown(element.get("label")) or shown(option_text(element))
        if tag == "textarea":
            return shown(held(element))
        if tag == "input":
            if type_of(element) in ("checkbox", "radio"):
                return "Yes" if checked(element) else "No"
            return shown(held(element))
        if element.get("role") in ("checkbox", "switch", "radio") and element.get("aria-checked"):
            return "Yes" if element.get("aria-checked").casefold() == "true" else "No"
        if tag == "img":
            return shown(element.get("alt")) or shown(element.get("title"))
        if len(element):
            parts = [element.text or ""]
            for child in element:
                if child in self._seen:
                    parts.append(self.value_of(child))
                parts.append(child.tail or "")
            text = shown(" ".join(parts))
        else:
            text = shown(element.text)
        # An icon has no text of its own.
        return text or shown(element.get("aria-label")) or (shown(element.get("title")) if tag in _ICONS else "")

    def lines_of(self, element: Element) -> list[str]:
        """What an element says, line by line as its line breaks part it."""
        parts: list[Element | str] = []
        self._flatten(element, parts)
        lines = [""]
        for part in parts:
            if not isinstance(part, str) and part.tag == "br":
                lines.append("")
            else:
                lines[-1] += f" {part if isinstance(part, str) else self.value_of(part)}"
        return [shown(line) for line in lines]

    def by_ids(self, ids: str | None) -> str:
        """The text of the elements that an ARIA attribute names."""
        found = (self._ids.get(id_) for id_ in (ids or "").split())
        return shown(" ".join(each.text_content() for each in found if each is not None))

    def labels_of(self, control: Element) -> list[tuple[str, bool]]:
        """Everything that labels *control*, each with whether it is tied to it."""
        return [(field.label, field.strong) for field in self.fields if field.control is control]

    # -- structure

    @cached_property
    def _places(self) -> dict[Element, int]:
        return {element: place for place, element in enumerate(self.root.iter())}

    @cached_property
    def _ids(self) -> dict[str, Element]:
        found: dict[str, Element] = {}
        for element in self.root.iter():
            if isinstance(element.tag, str) and element.get("id"):
                found.setdefault(element.get("id"), element)
        return found

    @cached_property
    def _visible(self) -> tuple[Element, ...]:
        """Every element that can be seen, in page order."""
        unseen = set(self._unseen)
        for element in self.root.xpath("//*[@style or @hidden]"):
            if _is_hidden(element):
                unseen.update(element.iter("*"))
        return tuple(element for element in self.root.iter("*") if element not in unseen)

    @cached_property
    def _unseen(self) -> frozenset[Element]:
        return frozenset(inner for element in self.root.iter(*_UNSEEN) for inner in element.iter("*"))

    @cached_property
    def _seen(self) -> frozenset[Element]:
        return frozenset(self._visible)

    def _text(self, element: Element) -> str:
        """What an element says beside the controls, links and buttons in it."""
        if not len(element):
            return shown(element.text) if element.tag not in CONTROLS else ""
        if element not in self._texts:
            parts: list[Element | str] = []
            self._flatten(element, parts)
            self._texts[element] = shown(" ".join(part for part in parts if isinstance(part, str)))
        return self._texts[element]

    @cached_property
    def _texts(self) -> dict[Element, str]:
        return {}

    def _flatten(self, element: Element, parts: list[Element | str]) -> None:
        """The texts, controls and line breaks in *element*, in order."""
        if element.text:
            parts.append(element.text)
        for child in element:
            self._flatten_child(child, parts)
            if child.tail:
                parts.append(child.tail)

    def _flatten_child(self, child: Element, parts: list[Element | str]) -> None:
        """The same of one element; the text of links and buttons is no label and is left out."""
        tag = child.tag
        if tag in ("a", "button") or child not in self._seen:
            return
        if tag in CONTROLS:
            if child.get("type", "").casefold() not in _NOT_FILLED:
                parts.append(child)
        elif tag == "br":
            parts.append(child)
        elif tag == "img":
            parts.append(child.get("alt") or "")
        elif tag == "label" and child.get("for") in self._ids:
            parts.append(_Tied(self._text(child), self._ids[child.get("for")]))
        else:
            self._flatten(child, parts)

    @cached_property
    def _leaves(self) -> frozenset[Element]:
        """Elements without a block in them: what stands in one place of the layout."""
        with_block: set[Element] = set()
        leaves: set[Element] = set()
        for element in reversed(self._visible):
            parent = element.getparent()
            if element in with_block or element.tag in _BLOCK:
                with_block.add(parent)
            if element not in with_block:
                leaves.add(element)
        return frozenset(leaves)

    def _is_text(self, element: Element) -> bool:
        """A label's place: text, and nothing to fill in; a link beside the text may explain it."""
        element = self._innermost(element)
        if element not in self._leaves or element.tag in CONTROLS or element.tag in ("a", "button", "img"):
            return False
        return self._only_control(element) is None and bool(self._text(element))

    def _is_title(self, element: Element) -> bool:
        """Text alone, or a link that does no more than fold what stands below."""
        first = next(element.iterdescendants("a", "button"), None)
        if first is None:
            return self._is_text(element) and not self._holds_pair(element)
        # Cheap questions first: most elements with a link in them are large parts of the page.
        if element not in self._leaves or first.tag != "a" or len(list(element.iterdescendants("a", "button"))) != 1:
            return False
        only_folds = (first.get("href") or "#").startswith(("#", "javascript:"))
        scripted = "PostBack" in f"{first.get('href')}{first.get('onclick')}"
        return only_folds and not scripted and not self._text(element) and self._only_control(element) is None

    def _is_before_control(self, element: Element) -> bool:
        """Whether a control follows in the same line."""
        if element.tag in _BLOCK:
            return False
        for each in element.itersiblings():
            if each.tag == "br" or each.tag == "label" or each not in self._leaves or each.tag in _BLOCK:
                return False
            if each.tag in CONTROLS or each in self._around_controls:
                return True
        return False

    def _innermost(self, element: Element) -> Element:
        """What stands in *element* alone, however many boxes are drawn around it."""
        while element not in self._leaves and not shown(element.text):
            children = [child for child in element if child in self._seen]
            if len(children) != 1 or children[0].tag not in _BOXES or any(shown(child.tail) for child in element):
                break
            element = children[0]
        return element

    @cached_property
    def _headings(self) -> list[_Heading]:
        found = [_Heading(self._places[label], self._text(label), value, False, label) for label, value in self._over_labels]
        paired = self._paired
        for element in self._visible:
            text = ""
            owner = None
            marked = element.tag in HEADINGS or element.get("role") == "heading"
            if marked:
                text = self.value_of(element)
                owner = element.getparent() if element.tag in ("legend", "caption", "summary") else None
            elif (
                element not in paired
                and element not in self._in_lists
                and element not in self._naming
                and self._innermost(element) not in paired
                and element.getparent() is not None
                and element.getparent() not in self._leaves
                and element.tag not in ("p", "label", "li", "option")
                and self._is_title(element)
                and not self._is_before_control(element)
            ):
                text = self.value_of(element)
            if text and len(text) <= _LONGEST_TITLE:
                found.append(_Heading(self._places[element], text, owner, marked and owner is None, element))
        for line in self._lines:
            text = shown(str(line.parts[0]))
            bare = line.owner not in self._leaves and not line.members and len(line.parts) == 1
            if bare and isinstance(line.parts[0], str) and len(text) <= _LONGEST_TITLE and ":" not in text:
                found.append(_Heading(line.place, text, None, False))
        return sorted(found, key=lambda heading: heading.place)

    @cached_property
    def _named(self) -> frozenset[Element]:
        """The elements that are panes by what they are, and say themselves how they are called."""
        regions = self.root.xpath("//*[@aria-label or @aria-labelledby]")
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

    # -- labels that the page ties to something

    def _tied(self) -> Iterator[Field]:
        named = self.root.xpath(
            "//label | //fieldset | //*[@aria-label or @aria-labelledby or @aria-describedby or @title]"
        )
        for element in named:
            if element not in self._seen:
                continue
            if element.tag == "label":
                yield from self._by_label(element)
            elif element.tag == "fieldset" and self._is_around_one(element):
                yield self._field(self._name_of(element), element, element, strong=True)
            elif element.tag not in ("a", "button"):
                is_control = element.tag in CONTROLS
                for attribute in _NAMING_CONTROLS if is_control else _NAMING_ANYTHING:
                    given = element.get(attribute)
                    if not given or not (is_control or (element in self._leaves and element not in self._named)):
                        continue
                    text = self._named_by(attribute, given)
                    if text:
                        yield self._field(text, element, element, strong=True)

    def _named_by(self, attribute: str, given: str) -> str:
        return shown(given) if attribute in ("aria-label", "title") else self.by_ids(given)

    @cached_property
    def _naming(self) -> frozenset[Element]:
        """What the page ties to a control as its label, and what stands around or in it in the same place: no titles."""
        found: set[Element] = set()
        for label in self.root.iter("label"):
            if label.get("for") in self._ids:
                found.update(self._place_of_text(label))
        for control in self.root.xpath("//*[@aria-labelledby or @aria-describedby]"):
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

    def _is_one_choice(self, element: Element) -> bool:
        """Whether it holds radio buttons of one name and no other control."""
        controls = [each for each in element.iter(*CONTROLS) if type_of(each) not in _NOT_FILLED]
        return len({each.get("name") for each in controls}) == 1 and {type_of(each) for each in controls} == {"radio"}

    def _is_around_one(self, fieldset: Element) -> bool:
        """Whether a fieldset holds one choice, or one control that has no text beside it."""
        if self._is_one_choice(fieldset):
            return True
        controls = [each for each in fieldset.iter(*CONTROLS) if type_of(each) not in _NOT_FILLED]
        return len(controls) == 1 and self._text(fieldset) == self._name_of(fieldset)

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

    @cached_property
    def _around_controls(self) -> frozenset[Element]:
        return frozenset(above for control in self.root.iter(*CONTROLS) for above in control.iterancestors())

    def _only_control(self, element: Element) -> Element | None:
        if element not in self._around_controls:
            return None
        inside = element.iterdescendants(*CONTROLS)
        return next((each for each in inside if each.get("type", "").casefold() not in _NOT_FILLED), None)

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

    # -- labels that merely stand beside something

    @cached_property
    def _paired(self) -> frozenset[Element]:
        """The elements that are a label or a value by layout, so no titles; and all inside of them."""
        found: set[Element] = set()
        for label, value in self._pairs:
            found.update(label.iter())
            found.update(value.iter())
        return frozenset(found)

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
                given = ((attribute, each.get(attribute)) for attribute in _NAMING_CONTROLS)
                name = next((self._named_by(attribute, text) for attribute, text in given if text), "")
            if name and normalised(name) != label:
                return True
        parts: list[Element | str] = []
        self._flatten(value, parts)
        first = next((part for part in parts if not isinstance(part, str) or normalised(part)), None)
        return isinstance(first, str)

    @cached_property
    def _pairs(self) -> tuple[tuple[Element, Element], ...]:
        pairs: list[tuple[Element, Element]] = []
        for element in self._visible:
            if element in self._leaves:
                continue
            pairs += self._pairs_among(element)
        return tuple(pairs)

    def _pairs_among(self, parent: Element) -> Iterator[tuple[Element, Element]]:
        """Pairs of neighbouring places: the cells of a row, dt and dd, or blocks of two alternating looks."""
        children = [child for child in parent if child in self._seen]
        if parent.tag == "tr":
            yield from self._in_twos(self._cells(parent))
        elif parent.tag == "dl":
            terms = [child for child in children if child.tag in ("dt", "dd")]
            for first, second in pairwise(terms):
                if first.tag == "dt" and second.tag == "dd":
                    yield from self._in_twos([first, second])
        elif parent.tag in _LISTS:
            rows = [child for child in children if child.tag == "tr"]
            if len(rows) > 1 and all(len(self._cells(row)) == 1 for row in rows):
                yield from self._alternating([self._cells(row)[0] for row in rows])
        elif shown(parent.text):
            return
        elif len(children) >= 2 and len(children) % 2 == 0:
            looks = [(child.tag, child.get("class")) for child in children]
            alternate = looks[0] != looks[1] and looks == looks[:2] * (len(looks) // 2)
            if (alternate or len(children) == 2) and not self._is_title_of(children[0], children[1]):
                yield from self._in_twos(children)
            else:
                yield from self._alternating(children)
        else:
            yield from self._alternating(children)

    def _cells(self, row: Element) -> list[Element]:
        """The cells of a row without those that only keep a distance, and none of a list's rows and headers."""
        cells = [child for child in row if child.tag in ("td", "th")]
        if row in self._headers:
            return []
        if len(cells) % 2 and len(cells) > 1:
            return [cell for cell in cells if not self._is_empty(cell)]
        spacers = self._spacers(row.getparent()).get(len(cells), frozenset())
        return [cell for number, cell in enumerate(cells) if number not in spacers]

    def _is_empty(self, cell: Element) -> bool:
        return not self.value_of(cell) and self._only_control(cell) is None

    def _spacers(self, rows: Element) -> dict[int, frozenset[int]]:
        """By the number of cells in a row: the columns in which several such rows hold nothing at all."""
        if rows not in self._known_spacers:
            by_width: dict[int, list[list[Element]]] = {}
            for row in rows:
                cells = [child for child in row if child.tag in ("td", "th")]
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

    @cached_property
    def _known_spacers(self) -> dict[Element, dict[int, frozenset[int]]]:
        return {}

    def _is_title_of(self, first: Element, second: Element) -> bool:
        """Whether *first* is the title of a pair in *second*, and no label."""
        return not self.value_of(first).endswith(":") and self._holds_pair(self._innermost(second))

    def _holds_pair(self, line: Element) -> bool:
        """Whether label and value stand in it together: "label: value", or two elements and no text of its own."""
        if line not in self._leaves:
            return False
        apart = not shown(line.text) and len([child for child in line if (self._text(child))]) == 2
        alone = apart and not any(shown(child.tail) for child in line)
        return alone or re.search(r"\w\s*:\s+\S", self._text(line)) is not None

    def _alternating(self, places: Sequence[Element]) -> Iterator[tuple[Element, Element]]:
        """Blocks of one look, each either a text or a field to fill in: a field belongs to the text before it.

        Where a box comes first, each belongs to the text behind it.
        """
        if not any(self._is_bare_control(place) for place in places):
            return
        behind = self._is_bare_control(places[0])
        for first, second in pairwise(places):
            label, value = (second, first) if behind else (first, second)
            if self._is_bare_control(value) and self._is_text(label) and not _is_heading(label):
                yield label, value

    def _is_bare_control(self, place: Element) -> bool:
        place = self._innermost(place)
        if place not in self._leaves or (place.tag not in CONTROLS and self._only_control(place) is None):
            return False
        return not self._text(place) or self._is_one_choice(place)

    def _in_twos(self, places: Sequence[Element]) -> Iterator[tuple[Element, Element]]:
        for first, second in zip(places[::2], places[1::2], strict=False):
            label, value = first, second
            if self._is_bare_control(first) and _is_box(self._only_control(first)) and self._is_text(second):
                label, value = second, first
            if self._is_text(label) and not _is_heading(label) and not self._holds_rows(value):
                yield label, value

    def _holds_rows(self, element: Element) -> bool:
        """Whether something laid out stands in it, so that it is a region and no value."""
        element = self._innermost(element)
        if element in self._leaves:
            return False
        if any(
            inner.tag in ("tr", "dl", "fieldset", "ul", "ol", "form") or inner.tag in HEADINGS
            for inner in element.iterdescendants()
        ):
            return True
        return next(self._pairs_among(element), None) is not None or self._has_labels(element, "")

    def _laid_out(self) -> Iterator[Field]:
        for label, value in self._pairs:
            if not self._speaks_for_another(label, value):
                yield self._field(self._text(label), label, value, strong=False)
        for table in self._lists:
            yield from self._in_list(table)
        for line in self._lines:
            yield from self._beside(line)

    def _speaks_for_another(self, label: Element, value: Element) -> bool:
        """Whether the text in *label* is tied to something that is not in *value*."""
        targets = [self._ids.get(each.get("for") or "") for each in label.iter("label")]
        return any(each is not None and each is not value and value not in each.iterancestors() for each in targets)

    @cached_property
    def _lists(self) -> tuple[tuple[list[Element], list[list[Element]]], ...]:
        """Tables with a row of headers: the headers, and the cells of each row of as many cells."""
        found = []
        for table in self._visible:
            if table.tag != "table":
                continue
            lines = [line for line in table.iterdescendants("tr") if next(line.iterancestors("table")) is table]
            headers: list[Element] = []
            rows: list[list[Element]] = []
            for line in lines:
                cells = [cell for cell in line if cell.tag in ("td", "th")]
                is_head = line.getparent().tag == "thead"
                if cells and (is_head or (len(cells) > 1 and all(cell.tag == "th" for cell in cells))):
                    if rows:
                        found.append((headers, rows))
                    headers, rows = cells, []
                elif headers and len(cells) == len(headers):
                    rows.append(cells)
            if rows:
                found.append((headers, rows))
        return tuple(found)

    @cached_property
    def _headers(self) -> frozenset[Element]:
        return frozenset(headers[0].getparent() for headers, dummy in self._lists)

    @cached_property
    def _in_lists(self) -> frozenset[Element]:
        """The headers and cells of lists, which are no titles."""
        return frozenset(
            cell for headers, rows in self._lists for cells in (headers, *rows) for cell in (*cells, cells[0].getparent())
        )

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

    @cached_property
    def _lines(self) -> tuple[_Line, ...]:
        """What stands in one line: texts and controls of a leaf, or between the blocks of another element."""
        found: list[_Line] = []
        for element in self._visible:
            parent = element.getparent()
            if element in self._leaves:
                is_place = element.tag in _BLOCK and parent is not None and parent not in self._leaves
                if is_place and not (element in self._paired and element not in self._around_controls):
                    parts: list[Element | str] = []
                    self._flatten(element, parts)
                    found += _broken(element, self._places[element], [element], parts)
                continue
            at, parts = element, [element.text or ""]
            members: list[Element] = []
            for child in element:
                if isinstance(child.tag, str) and (child not in self._leaves or child.tag in _BLOCK):
                    found += self._run(element, at, members, parts)
                    at, members, parts = child, [], []
                else:
                    self._flatten_child(child, parts)
                    members.append(child)
                if child.tail:
                    parts.append(child.tail)
            found += self._run(element, at, members, parts)
        return tuple(found)

    def _run(self, owner: Element, at: Element, members: list[Element], parts: list[Element | str]) -> Iterator[_Line]:
        """The lines of what stands in *owner* right behind the block *at*, or at its own start."""
        if any(not isinstance(part, str) or (part and not part.isspace()) for part in parts):
            place = self._places[owner if at is owner else _last_in(at)]
            yield from _broken(owner, place, members, parts)

    def _beside(self, line: _Line) -> Iterator[Field]:
        """Label and value within one line: "<b>Label:</b> value", "label <input>", "<input> label"."""
        parts = line.parts
        if all(isinstance(part, str) for part in parts):
            yield from self._texts_beside(line)
            return
        for number, part in enumerate(parts):
            if isinstance(part, str):
                continue
            before = parts[number - 1] if number else None
            after = parts[number + 1] if number + 1 < len(parts) else None
            for beside in (after, before) if _is_box(part) else (before,):
                if isinstance(beside, str) and (not isinstance(beside, _Tied) or beside.target is part):
                    yield self._field(beside, part, part, strong=False)
                    break

    def _texts_beside(self, line: _Line) -> Iterator[Field]:
        if not self._paired.isdisjoint(line.members):
            return
        texts = [shown(str(part)) for part in line.parts]
        label, colon, value = texts[0].partition(":")
        if len(texts) == 2:
            label, value = texts
        elif len(texts) > 2 or not colon or not label or len(label) > _LONGEST_TITLE or value.startswith("//"):
            return
        if not value and _is_heading(line.owner):
            return
        pane = self._pane_at((line.owner, *line.owner.iterancestors()), line.place + 1)
        yield Field(pane, label, shown(value), None, False, line.place)


def resolved(document: Document, address: str) -> str:
    """An address of the page in full, as its base has it, without the place within the page."""
    base = document.root.find(".//base[@href]")
    start = document.url if base is None else urljoin(document.url, base.get("href"))
    return urldefrag(urljoin(start, address)).url


def _is_hidden(element: Element) -> bool:
    """Whether a field is hidden. A region that is hidden is a folded pane, a tab or a dialog: it can be made to show."""
    style = element.get("style")
    if style is not None:
        style = "".join(style.split()).casefold()
    if "hidden" not in element.attrib and not (style and ("display:none" in style or "visibility:hidden" in style)):
        return False
    if element.tag not in _REGIONS:
        return True
    look = (element.tag, element.get("class"))
    of_several = any(
        (each.tag, each.get("class")) == look for each in (element.getprevious(), element.getnext()) if each is not None
    )
    return of_several and sum(1 for text in element.itertext() if shown(text)) <= 2


def _is_heading(element: Element) -> bool:
    return element.tag in HEADINGS or element.get("role") == "heading"


def _is_box(control: Element | None) -> bool:
    return control is not None and control.get("type", "").casefold() in ("checkbox", "radio")


def _broken(owner: Element, place: int, members: Sequence[Element], parts: Sequence[Element | str]) -> Iterator[_Line]:
    """The lines of *parts*, as line breaks part them, without what is nothing to see."""
    line: list[Element | str] = []
    for part in (*parts, None):
        if part is None or (not isinstance(part, str) and part.tag == "br"):
            if line:
                yield _Line(owner, place, tuple(members), tuple(line))
            line = []
        elif not isinstance(part, str) or normalised(part):
            line.append(part)


def _last_in(element: Element) -> Element:
    while len(element):
        element = element[-1]
    return element
