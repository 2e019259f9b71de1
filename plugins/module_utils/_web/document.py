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

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._web.text import normalised, shown

#: lxml's elements, which have no types of their own here.
Element = Any

_BLOCK = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figure footer form frame "  # noqa: SIM905
    "frameset h1 h2 h3 h4 h5 h6 header hr html iframe legend li main menu nav ol p pre section summary table tbody td tfoot "
    "th thead tr ul".split()
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "legend", "caption", "summary"})
_UNSEEN = frozenset({"script", "style", "head", "template", "noscript", "title"})
CONTROLS = frozenset({"input", "select", "textarea"})
_BUTTON_TYPES = frozenset({"submit", "button", "reset", "image"})
_CLICKED = frozenset({"a", "button", "option"})
#: Attributes that name an element; on a control two more do.
_NAMING_ANYTHING = ("aria-labelledby", "aria-label")
_NAMING_CONTROLS = (*_NAMING_ANYTHING, "title", "aria-describedby")
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
        named = [shown(self._name_of(each)) for each in self.root.iter() if self._names_itself(each)]
        return tuple(
            dict.fromkeys(text for text in [*[text for dummy, text, *dummies in self._headings], *named] if text)
        )

    def has_pane(self, title: str) -> bool:
        return any(normalised(each) == normalised(title) for each in self.titles)

    def fields_labelled(self, labels: Sequence[str]) -> list[Field]:
        """The fields whose label is one of *labels*, whole after normalising; the tied ones alone where there are any."""
        wanted = {normalised(label) for label in labels}
        found = [field for field in self.fields if normalised(field.label) in wanted]
        return [field for field in found if field.strong] or found

    @cached_property
    def page_title(self) -> str:
        node = self.root.find(".//title")
        return shown(node.text_content()) if node is not None else ""

    @cached_property
    def chunks(self) -> tuple[str, ...]:
        """Every run of text that is not part of a link, button or choice: what the page says, not what it offers."""
        found: list[str] = []
        for element in self._visible:
            if element.tag in CONTROLS or self._inside(element, _CLICKED) or element.get("onclick"):
                continue
            found += [shown(text) for text in self._own_texts(element)]
        return tuple(text for text in found if text)

    @cached_property
    def text(self) -> str:
        """All that can be read, as one line."""
        return shown(" ".join(text for element in self._visible for text in self._own_texts(element)))

    def pane_of(self, element: Element) -> str:
        """The title of the pane that *element* is in, empty without one."""
        for ancestor in element.iterancestors():
            if self._names_itself(ancestor):
                return shown(self._name_of(ancestor))
        places = [place for place, *dummies in self._headings]
        for number in range(bisect_left(places, self._places[element]) - 1, -1, -1):
            dummy, text, owner = self._headings[number]
            if owner is None or owner in element.iterancestors():
                return text
        return ""

    def value_of(self, element: Element) -> str:
        """What a control holds or an element says, as text."""
        tag = element.tag
        if tag == "select":
            return ", ".join(shown(option.text_content()) for option in selected(element))
        if tag == "textarea":
            return shown(element.text_content())
        if tag == "input":
            if element.get("type", "text").casefold() in ("checkbox", "radio"):
                return "Yes" if "checked" in element.attrib else "No"
            return shown(element.get("value"))
        parts = [shown(element.text)]
        for child in element:
            if isinstance(child.tag, str) and child.tag not in _UNSEEN:
                parts.append(shown(child.get("alt")) if child.tag == "img" else self.value_of(child))
            parts.append(shown(child.tail))
        return shown(" ".join(part for part in parts if part))

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
        found: list[Element] = []
        pending = [self.root]
        while pending:
            element = pending.pop()
            if isinstance(element.tag, str) and element.tag not in _UNSEEN:
                found.append(element)
                pending.extend(reversed(element))
        return tuple(found)

    @staticmethod
    def _own_texts(element: Element) -> Iterator[str]:
        if element.text:
            yield element.text
        for child in element:
            if child.tail:
                yield child.tail

    @staticmethod
    def _inside(element: Element, tags: frozenset[str]) -> bool:
        return element.tag in tags or any(ancestor.tag in tags for ancestor in element.iterancestors())

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
        """A label's place: text alone, nothing to fill in or click."""
        if element not in self._leaves or element.tag in CONTROLS:
            return False
        if any(child.tag in CONTROLS or child.tag in ("a", "button", "img") for child in element.iterdescendants()):
            return False
        return bool(shown(element.text_content())) and element.tag not in ("a", "button")

    @cached_property
    def _headings(self) -> list[tuple[int, str, Element | None]]:
        """Place, text, and for legends and captions the element they are the title of."""
        found = []
        paired = self._paired
        for element in self._visible:
            text = ""
            owner = None
            if element.tag in _HEADINGS or element.get("role") == "heading":
                text = shown(element.text_content())
                owner = element.getparent() if element.tag in ("legend", "caption", "summary") else None
            elif (
                element not in paired
                and element.getparent() is not None
                and element.getparent() not in self._leaves
                and self._is_text(element)
                and element.tag not in ("p", "label", "li", "option")
            ):
                text = shown(element.text_content())
            if text and len(text) <= _LONGEST_TITLE:
                found.append((self._places[element], text, owner))
        return found

    @staticmethod
    def _names_itself(element: Element) -> bool:
        if not isinstance(element.tag, str) or element.tag in CONTROLS or element.tag in ("a", "button", "label"):
            return False
        if element.tag in ("fieldset", "section", "details"):
            return True
        has_name = element.get("aria-label") or element.get("aria-labelledby")
        return bool(has_name) and element.get("role") in ("region", "group", "dialog", "tabpanel", "form")

    def _name_of(self, element: Element) -> str:
        name = shown(element.get("aria-label")) or self.by_ids(element.get("aria-labelledby"))
        if name:
            return name
        for child in element.iter("legend", "summary", "h1", "h2", "h3", "h4", "h5", "h6"):
            return shown(child.text_content())
        return ""

    # -- labels that the page ties to something

    def _tied(self) -> Iterator[Field]:
        for element in self._visible:
            if element.tag == "label":
                yield from self._by_label(element)
            elif element.tag not in ("a", "button"):
                is_control = element.tag in CONTROLS
                for attribute in _NAMING_CONTROLS if is_control else _NAMING_ANYTHING:
                    given = element.get(attribute)
                    if not given or not (is_control or (element in self._leaves and not self._names_itself(element))):
                        continue
                    text = shown(given) if attribute in ("aria-label", "title") else self.by_ids(given)
                    if text:
                        yield self._field(text, element, element, strong=True)

    def _by_label(self, label: Element) -> Iterator[Field]:
        target = self._ids.get(label.get("for") or "")
        if target is None:
            target = next((each for each in label.iterdescendants() if each.tag in CONTROLS), None)
        if target is not None:
            yield self._field(_text_without_controls(label), label, target, strong=True)

    def _field(self, label: str, at: Element, target: Element, *, strong: bool) -> Field:
        control = target if target.tag in CONTROLS else self._only_control(target)
        value = self._grouped_value(target, control)
        return Field(self.pane_of(at), shown(label), value, control, strong, self._places[at])

    @staticmethod
    def _only_control(element: Element) -> Element | None:
        inside = [
            each
            for each in element.iterdescendants()
            if each.tag in CONTROLS and each.get("type", "").casefold() not in ("hidden", *_BUTTON_TYPES)
        ]
        return inside[0] if inside else None

    def _grouped_value(self, target: Element, control: Element | None) -> str:
        if control is None or control is target:
            return self.value_of(target)
        if control.get("type", "").casefold() == "radio":
            checked = [each for each in target.iterdescendants("input") if "checked" in each.attrib]
            return self._radio_text(checked[0]) if checked else ""
        return self.value_of(control)

    def _radio_text(self, radio: Element) -> str:
        label = next(
            (each for each in self.root.iter("label") if each.get("for") and each.get("for") == radio.get("id")), None
        )
        if label is None:
            label = next((each for each in radio.iterancestors() if each.tag == "label"), None)
        if label is not None:
            return shown(_text_without_controls(label))
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
    def _pairs(self) -> tuple[tuple[Element, Element], ...]:
        pairs: list[tuple[Element, Element]] = []
        for element in self._visible:
            if element in self._leaves:
                continue
            pairs += self._pairs_among(element)
        return tuple(pairs)

    def _pairs_among(self, parent: Element) -> Iterator[tuple[Element, Element]]:
        """Pairs of neighbouring places: the cells of a row, dt and dd, or blocks of two alternating looks."""
        children = [child for child in parent if isinstance(child.tag, str) and child.tag not in _UNSEEN]
        if parent.tag == "tr":
            cells = [child for child in children if child.tag in ("td", "th")]
            if len(cells) % 2 and len(cells) > 1:
                cells = [cell for cell in cells if self.value_of(cell) or self._only_control(cell) is not None]
            yield from self._in_twos(cells)
        elif parent.tag == "dl":
            terms = [child for child in children if child.tag in ("dt", "dd")]
            for first, second in pairwise(terms):
                if first.tag == "dt" and second.tag == "dd":
                    yield from self._in_twos([first, second])
        elif len(children) >= 2 and len(children) % 2 == 0:
            looks = [(child.tag, child.get("class")) for child in children]
            alternate = looks[0] != looks[1] and looks == looks[:2] * (len(looks) // 2)
            if (alternate or len(children) == 2) and not shown(parent.text):
                yield from self._in_twos(children)

    def _in_twos(self, places: Sequence[Element]) -> Iterator[tuple[Element, Element]]:
        for label, value in zip(places[::2], places[1::2], strict=False):
            is_title = label.tag in _HEADINGS or label.get("role") == "heading"
            if self._is_text(label) and not is_title and not self._holds_rows(value):
                yield label, value

    def _holds_rows(self, element: Element) -> bool:
        """Whether something laid out stands in it, so that it is a region and no value."""
        if element in self._leaves:
            return False
        return any(
            inner.tag in ("tr", "dl", "fieldset", "ul", "ol", "form") or inner.tag in _HEADINGS
            for inner in element.iterdescendants()
        )

    def _laid_out(self) -> Iterator[Field]:
        for label, value in self._pairs:
            yield self._field(shown(label.text_content()), label, value, strong=False)
        for element in self._visible:
            parent = element.getparent()
            if element in self._leaves and parent is not None and parent not in self._leaves:
                yield from self._beside(element)

    def _beside(self, place: Element) -> Iterator[Field]:
        """Label and value within one place: "<b>Label:</b> value", "label <input>", "<input> label"."""
        parts: list[Element | str] = []
        _flatten(place, parts)
        texts_and_controls = [part for part in parts if not isinstance(part, str) or shown(part)]
        for number, part in enumerate(texts_and_controls):
            before = texts_and_controls[number - 1] if number else None
            after = texts_and_controls[number + 1] if number + 1 < len(texts_and_controls) else None
            if not isinstance(part, str) and part.tag in CONTROLS:
                is_box = part.get("type", "").casefold() in ("checkbox", "radio")
                for beside in (after, before) if is_box else (before,):
                    if isinstance(beside, str):
                        yield self._field(beside, part, part, strong=False)
                        break
        only_text = all(isinstance(part, str) for part in texts_and_controls)
        if only_text and len(texts_and_controls) == 2 and place not in self._paired:
            label, value = (shown(str(part)) for part in texts_and_controls)
            yield Field(self.pane_of(place), label, value, None, False, self._places[place])
        elif only_text and len(texts_and_controls) == 1 and place not in self._paired:
            label, colon, value = shown(str(texts_and_controls[0])).partition(":")
            if colon and label and len(label) <= _LONGEST_TITLE and not value.startswith("//"):
                yield Field(self.pane_of(place), label, shown(value), None, False, self._places[place])


def selected(select: Element) -> list[Element]:
    """The options of a select that a browser holds selected: a single choice without one holds the first that can be."""
    options = list(select.iter("option"))
    chosen = [option for option in options if "selected" in option.attrib]
    if "multiple" in select.attrib:
        return chosen
    if chosen:
        return chosen[-1:]
    if int(select.get("size") or 1) > 1:
        return []
    return [option for option in options if "disabled" not in option.attrib][:1]


def _text_without_controls(element: Element) -> str:
    parts: list[Element | str] = []
    _flatten(element, parts)
    return " ".join(part for part in parts if isinstance(part, str))


def _flatten(element: Element, parts: list[Element | str]) -> None:
    """The texts and controls in *element*, in order; text of links and buttons is no label and is left out."""
    if element.text:
        parts.append(element.text)
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _UNSEEN:
            if child.tag in CONTROLS:
                if child.get("type", "").casefold() not in ("hidden", *_BUTTON_TYPES):
                    parts.append(child)
            elif child.tag == "img":
                parts.append(child.get("alt") or "")
            elif child.tag not in ("a", "button"):
                _flatten(child, parts)
        if child.tail:
            parts.append(child.tail)
