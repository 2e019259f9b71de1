# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The elements of a page: which can be seen, in which order, and what each says or holds.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

import re
from functools import cached_property
from itertools import chain, islice
from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._model.text import shown
from ansible_collections.telepresence.tms.plugins.module_utils._web.contents import (
    Element,
    checked,
    held,
    option_text,
    selected,
    type_of,
)

BLOCK = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figure footer form frame "  # noqa: SIM905
    "frameset h1 h2 h3 h4 h5 h6 header hr html iframe legend li main menu nav ol p pre section summary table tbody td tfoot "
    "th thead tr ul".split()
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "legend", "caption", "summary"})
_UNSEEN = frozenset({"script", "style", "head", "template", "noscript", "title"})
CONTROLS = frozenset({"input", "select", "textarea"})
_HOLDING = CONTROLS | {"option"}
_BUTTON_TYPES = frozenset({"submit", "button", "reset", "image"})
NOT_FILLED = _BUTTON_TYPES | {"hidden"}
_ICONS = frozenset({"i", "span", "svg", "b", "em"})
_CLICKED = frozenset({"a", "button", "option"})
#: Elements that may do no more than place what is in them.
BOXES = frozenset({"table", "tbody", "tr", "td", "div", "span", "p", "center", "font", "b", "strong"})
_REGIONS = frozenset(
    {"div", "section", "fieldset", "table", "tbody", "form", "article", "aside", "ul", "ol", "dl", "dialog"}
)


#: A title bar has signs and words that fold, close or explain what stands below: arrows, crosses, "[-]", "Hide". A hyphen alone is
#: one only where it can be clicked, for it may say that there is no value.
_SIGN = re.compile(r"\s*(?:[\[(]\s*[-+\u2212\u2013?x]\s*[\])]|[+?\u2212▲△▼▽▴▾▵▿▸▹►▶◀◂◄◁▷⊞⊟×✕✖«»‹›⌃⌄˄˅∧∨⇑⇓↑↓]{1,2})\s*")
_MARK = re.compile(
    rf"{_SIGN.pattern}|\s*\(\d+\)\s*|\s*[-\u2013]\s*|\s*(?:hide|show|collapse|expand|close|minimi[sz]e|maximi[sz]e|help)\s*",
    re.IGNORECASE,
)
_LONGEST_MARK = 16
_MARKING = ("a", "button", "span", "i", "b", "em", "strong", "font", "small", "div")
#: A title bar has a box, an icon, the title, and a few of these.
_MOST_IN_A_BAR = 8


class Tied(str):
    """The text of a label that the page ties to *target*."""

    target: Element

    def __new__(cls, text: str, target: Element) -> Tied:
        made = super().__new__(cls, text)
        made.target = target
        return made


class Strong(str):
    """A text in bold."""


class Elements:
    """The elements of one HTML document with the address it came from."""

    def __init__(
        self,
        root: Element,
        url: str,
        encoding: str = "utf-8",
        *,
        lossy: bool = False,
        put_away: frozenset[Element] = frozenset(),
    ) -> None:
        self.root = root
        self.url = url
        self.encoding = encoding
        #: Some of its bytes are no text in its encoding.
        self.lossy = lossy
        #: The parts of the page that a tab within it does not show now: they are posted back, and not read.
        self.put_away = put_away
        #: What can be clicked, once somebody has looked for it.
        self.known_clickables: tuple[Any, ...] | None = None

    @cached_property
    def page_title(self) -> str:
        node = self.root.find(".//title")
        return shown(node.text_content()) if node is not None else ""

    @cached_property
    def chunks(self) -> tuple[str, ...]:
        """Every run of text that is not part of a link, button or choice: what the page says, not what it offers."""
        clicked = {inner for element in self.root.iter(*_CLICKED, *CONTROLS) for inner in element.iter("*")}
        clicked |= self._having_any("onclick")
        return tuple(shown(text) for element, text in self.said if element not in clicked)

    @cached_property
    def scripts(self) -> str:
        """The scripts that stand in the page itself."""
        return "\n".join(element.text for element in self.root.iter("script") if element.text)

    @cached_property
    def text(self) -> str:
        """All that can be read, as one line."""
        return shown(" ".join(text for dummy, text in self.said))

    @cached_property
    def said(self) -> tuple[tuple[Element, str], ...]:
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

    def place_of(self, element: Element) -> int:
        """Where an element stands in page order."""
        return self._places[element]

    def by_id(self, id_: str) -> Element | None:
        return self._ids.get(id_)

    def is_offered(self, element: Element) -> bool:
        """Whether a link or button can be brought to be seen: what a menu shows under the pointer is hidden before."""
        return element in self._seen or not (_is_hidden(element) or element in self._unseen)

    def value_of(self, element: Element) -> str:
        """What a control holds or an element says, as text."""
        tag = element.tag
        if tag in _HOLDING:
            return self._held_by(element)
        if element.get("role") in ("checkbox", "switch", "radio") and element.get("aria-checked"):
            return "Yes" if element.get("aria-checked").casefold() == "true" else "No"
        if tag == "img":
            return shown(element.get("alt")) or shown(element.get("title"))
        text = self._said_in(element) if len(element) else shown(element.text)
        # An icon has no text of its own.
        return text or shown(element.get("aria-label")) or (shown(element.get("title")) if tag in _ICONS else "")

    def _held_by(self, element: Element) -> str:
        """What a control holds, or an option offers."""
        tag = element.tag
        if tag == "select":
            return ", ".join(self.value_of(option) for option in selected(element))
        if tag == "option":
            return shown(element.get("label")) or shown(option_text(element))
        if tag == "input" and type_of(element) in ("checkbox", "radio"):
            return "Yes" if checked(element) else "No"
        return shown(held(element))

    def _said_in(self, element: Element) -> str:
        """What an element with others in it says; an image beside a text is an icon, and adds nothing to it."""
        texts: list[str] = [element.text or ""]
        images: list[str] = []
        for child in element:
            if child in self._seen and child not in self._folded:
                (images if _is_image(child) else texts).append(self.value_of(child))
            texts.append(child.tail or "")
        # Of several the one that is no word is an icon, too.
        words = [image for image in images if any(letter.isalpha() for letter in image)] if len(images) > 1 else images
        return shown(" ".join(texts)) or shown(" ".join(words or images))

    def end_of(self, element: Element) -> str:
        """The last text of what value_of() says, without reading all of a large part of the page."""
        if element.tag in _HOLDING or element.get("role"):
            return self.value_of(element)
        for child in element.iterchildren(reversed=True):
            if shown(child.tail):
                return shown(child.tail)
            is_read = child in self._seen and child not in self._folded and not _is_image(child)
            text = self.end_of(child) if is_read else ""
            if text:
                return text
        return shown(element.text) or self.value_of(element)

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

    @cached_property
    def _places(self) -> dict[Element, int]:
        return {element: place for place, element in enumerate(self.root.iter())}

    @cached_property
    def _ids(self) -> dict[str, Element]:
        found: dict[str, Element] = {}
        for element in self._having.get("id", ()):
            if element.get("id"):
                found.setdefault(element.get("id"), element)
        return found

    @cached_property
    def _elements(self) -> tuple[Element, ...]:
        """All of them, in page order; held, for otherwise lxml makes them anew for each who asks."""
        return tuple(self.root.iter("*"))

    @cached_property
    def _having(self) -> dict[str, list[Element]]:
        """The elements that have each attribute, in page order."""
        found: dict[str, list[Element]] = {}
        for element in self._elements:
            for attribute in element.attrib:
                found.setdefault(attribute, []).append(element)
        return found

    def _having_any(self, *attributes: str) -> set[Element]:
        return {element for attribute in attributes for element in self._having.get(attribute, ())}

    @cached_property
    def _visible(self) -> tuple[Element, ...]:
        """Every element that can be seen, in page order."""
        unseen = {*self._unseen, *self._fold_marks}
        for element in self._having_any("style", "hidden"):
            if _is_hidden(element):
                unseen.update(element.iter("*"))
        return tuple([element for element in self._elements if element not in unseen])

    @cached_property
    def _fold_marks(self) -> frozenset[Element]:
        """What folds, closes or explains the part that a title stands over, beside that title: signs, and a few words to click."""
        return frozenset(
            element
            for element in self.root.iter(*_MARKING)
            if (text := element.text)
            and len(text) <= _LONGEST_MARK
            and _MARK.fullmatch(text)
            and len(element) == 0
            and _is_mark_beside(element, text)
        )

    def _is_icon(self, element: Element) -> bool:
        """What can be clicked beside a title to fold or close what stands below: a sign, or a picture without a text."""
        return element in self._fold_marks or (element.tag in ("a", "button") and not shown(element.text_content()))

    @cached_property
    def _within(self) -> dict[Element, list[Element]]:
        """What can be seen right within each element that anything can be seen in."""
        found: dict[Element, list[Element]] = {}
        for element in self._visible:
            found.setdefault(element.getparent(), []).append(element)
        return found

    def _seen_of(self, tag: str) -> list[Element]:
        """The elements of one kind that can be seen, in page order."""
        return [element for element in self.root.iter(tag) if element in self._seen]

    def _cells_of(self, row: Element) -> list[Element]:
        return self._known_cells.get(row, [])

    @cached_property
    def _known_cells(self) -> dict[Element, list[Element]]:
        found: dict[Element, list[Element]] = {}
        for cell in self.root.iter("td", "th"):
            found.setdefault(cell.getparent(), []).append(cell)
        return found

    @cached_property
    def _folded(self) -> frozenset[Element]:
        """Parts that do not show as they stand, but can be made to: a menu under the pointer, a folded pane, a tab, a dialog.

        They are read for themselves, and say nothing for what they stand in.
        """
        return frozenset(each for each in self._having_any("style", "hidden") if hides(each)) - self._unseen

    @cached_property
    def _unseen(self) -> frozenset[Element]:
        return self.put_away_elements.union(
            inner for element in self.root.iter(*_UNSEEN) for inner in element.iter("*")
        )

    @cached_property
    def put_away_elements(self) -> frozenset[Element]:
        return frozenset(inner for element in self.put_away for inner in element.iter("*"))

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
        """The texts, controls and line breaks in *element*, in order, without texts of blanks alone."""
        if (text := element.text) and not text.isspace():
            parts.append(text)
        for child in element:
            self._flatten_child(child, parts)
            if (text := child.tail) and not text.isspace():
                parts.append(text)

    def _flatten_child(self, child: Element, parts: list[Element | str]) -> None:
        """The same of one element; the text of links and buttons is no label and is left out."""
        tag = child.tag
        if tag in ("a", "button") or child not in self._seen or child in self._folded:
            return
        if tag in CONTROLS:
            if child.get("type", "").casefold() not in NOT_FILLED:
                parts.append(child)
        elif tag == "br":
            parts.append(child)
        elif tag == "img":
            if self._is_value(child, parts):
                parts.append(child.get("alt") or child.get("title") or "")
        elif tag in _ICONS and not len(child) and not shown(child.text):
            if self._is_value(child, parts):
                parts.append(child.get("aria-label") or child.get("title") or "")
        elif tag == "label" and child.get("for") in self._ids:
            parts.append(Tied(self._text(child), self._ids[child.get("for")]))
        elif tag in ("b", "strong"):
            inside: list[Element | str] = []
            self._flatten(child, inside)
            is_text = inside and all(isinstance(part, str) for part in inside)
            parts += [Strong(" ".join(map(str, inside)))] if is_text else inside
        else:
            self._flatten(child, parts)

    @staticmethod
    def _is_value(icon: Element, before: list[Element | str]) -> bool:
        """Whether a picture says something by itself; behind a text or control it is an icon: of help, of what must be filled in.

        Behind a label with a colon, where nothing follows in the line nor in a cell beside, it is the value; without a
        colon where the two stand each in an element of its own, and nothing else does.
        """
        line: list[str] = []
        is_behind_control = False
        for part in before:
            if isinstance(part, str):
                line += [part] if shown(part) else []
            elif part.tag == "br":
                line, is_behind_control = [], False
            else:
                is_behind_control = True
        if shown(icon.tail) or is_behind_control:
            return False
        if not line:
            return True
        following = next((each for each in icon.itersiblings() if isinstance(each.tag, str)), None)
        ends = following is None or following.tag == "br"
        is_word = any(letter.isalpha() for letter in icon.get("alt") or icon.get("title") or "")
        is_behind_label = shown(line[-1]).endswith((":", "\uff1a")) or _is_half_of_a_line(icon.getparent())
        return ends and is_word and is_behind_label and not _has_cell_behind(icon)

    @cached_property
    def _leaves(self) -> frozenset[Element]:
        """Elements without a block in them: what stands in one place of the layout."""
        with_block: set[Element] = set()
        leaves: set[Element] = set()
        for element in reversed(self._visible):
            parent = element.getparent()
            if (element in with_block or element.tag in BLOCK) and element not in self._folded:
                with_block.add(parent)
            if element not in with_block:
                leaves.add(element)
        return frozenset(leaves)

    def _innermost(self, element: Element) -> Element:
        """What stands in *element* alone, however many boxes are drawn around it."""
        while element not in self._leaves and not shown(element.text):
            children = [child for child in element if child in self._seen]
            if len(children) != 1 or children[0].tag not in BOXES or any(shown(child.tail) for child in element):
                break
            element = children[0]
        return element

    @cached_property
    def _around_controls(self) -> frozenset[Element]:
        return frozenset(above for control in self.root.iter(*CONTROLS) for above in control.iterancestors())

    def _only_control(self, element: Element) -> Element | None:
        if element not in self._around_controls:
            return None
        inside = element.iterdescendants(*CONTROLS)
        return next((each for each in inside if each.get("type", "").casefold() not in NOT_FILLED), None)

    def _is_one_choice(self, element: Element) -> bool:
        """Whether it holds radio buttons of one name and no other control."""
        controls = [each for each in element.iter(*CONTROLS) if type_of(each) not in NOT_FILLED]
        return len({each.get("name") for each in controls}) == 1 and {type_of(each) for each in controls} == {"radio"}

    def _is_text(self, element: Element) -> bool:
        """A label's place: text, and nothing to fill in; a link beside the text may explain it."""
        element = self._innermost(element)
        if element not in self._leaves or element.tag in CONTROLS or element.tag in ("a", "button", "img"):
            return False
        return self._only_control(element) is None and bool(self._text(element))

    def _named_by(self, attribute: str, given: str) -> str:
        return shown(given) if attribute in ("aria-label", "title") else self.by_ids(given)


def _is_half_of_a_line(element: Element) -> bool:
    """Whether it is the second of two elements that make up a line, with one element in it and no text."""
    line = element.getparent()
    if (
        line is None
        or line.tag not in ("li", "p", "div")
        or len(line) != 2
        or len(element) != 1
        or line[1] is not element
    ):
        return False
    texts = (line.text, line[0].tail, element.tail, element.text, element[0].tail)
    return element.tag == line[0].tag and not any(map(shown, texts))


def _has_cell_behind(element: Element) -> bool:
    """Whether it stands in a cell or term that a cell with something in it follows."""
    cell = next((above for above in element.iterancestors() if above.tag in ("td", "th", "dt")), None)
    if cell is None:
        return False
    return any(
        shown(each.text_content()) or next(each.iter("img", *CONTROLS), None) is not None
        for each in cell.itersiblings("td", "dd")
    )


def _is_image(element: Element) -> bool:
    """Whether it is an image, or a link or the like with nothing but images in it."""
    while element.tag != "img":
        if len(element) != 1 or shown(element.text) or shown(element[0].tail):
            return False
        element = element[0]
    return True


def hides(element: Element) -> bool:
    """Whether an element says itself that it does not show."""
    if "hidden" in element.attrib:
        return True
    style = "".join((element.get("style") or "").split()).casefold()
    return "display:none" in style or "visibility:hidden" in style


def is_fold_sign(text: str | None) -> bool:
    return text is not None and len(text) <= _LONGEST_MARK and _SIGN.fullmatch(text) is not None


def _is_mark_beside(element: Element, text: str) -> bool:
    """Whether a sign or word that may fold something stands beside a text, and can be nothing else there."""
    tag = element.tag
    if _SIGN.fullmatch(text) is None and "(" not in text:
        href = (element.get("href") or "#").casefold()
        is_clicked = tag == "a" or (tag == "button" and element.get("type") == "button") or "onclick" in element.attrib
        script = f"{href}{element.get('onclick')}".casefold()
        if not is_clicked or not href.startswith(("#", "javascript:")) or "postback" in script:
            return False
    while not _is_beside_text(element):
        # The link may have a box of its own.
        element = element.getparent()
        if element is None or element.tag not in _ICONS or len(element) > 1:
            return False
    return True


def _is_beside_text(element: Element) -> bool:
    parent = element.getparent()
    if parent is None or len(parent) > _MOST_IN_A_BAR:
        return False
    text = shown(element.text_content())
    return shown(parent.text_content()) not in ("", text)


def _is_hidden(element: Element) -> bool:
    """Whether a field is hidden. A region that is hidden is a folded pane, a tab or a dialog: it can be made to show."""
    if not hides(element):
        return False
    if element.tag not in _REGIONS:
        return True
    look = (element.tag, element.get("class"))
    of_several = any(
        (each.tag, each.get("class")) == look for each in (element.getprevious(), element.getnext()) if each is not None
    )
    if not of_several or sum(1 for text in element.itertext() if shown(text)) > 2:
        return False
    return not (element.get("role") == "tabpanel" or _is_panel_of_boxes(element, look))


def _is_panel_of_boxes(element: Element, look: tuple[str, str | None]) -> bool:
    """Whether it is one of several regions with check boxes: one of them has more than one, which no field has."""
    if not any(type_of(each) == "checkbox" for each in element.iter("input")):
        return False
    beside = chain(islice(element.itersiblings(preceding=True), 20), islice(element.itersiblings(), 20))
    return any(
        sum(1 for box in each.iter("input") if type_of(box) == "checkbox") > 1
        for each in beside
        if (each.tag, each.get("class")) == look
    )
