# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tabs within a page: each shows one of several parts of it in place of the others, and the server is not asked.

This module util is PRIVATE to the collection; it can change at any time.

A tab names its part by the id: in a link to a place within the page, in what ARIA and the usual libraries of scripts read,
as a string of its own script, or in its own id, as the tabs of the AJAX Control Toolkit do. Else the tabs of a strip are told by
their number: as many parts follow it, and all but one are hidden. That a part is shown then, and the others are not, is taken for
granted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ansible_collections.telepresence.tms.plugins.module_utils._model.text import shown
from ansible_collections.telepresence.tms.plugins.module_utils._web.contents import Element

#: Where a tab may name its part.
NAMING_PANELS = ("href", "aria-controls", "data-target", "data-bs-target", "data-tab", "data-panel", "onclick", "id")
#: How the AJAX Control Toolkit begins the id of a tab; that of its panel follows.
_TAB_OF = "__tab_"
_LONGEST_LABEL = 60
_MOST_AROUND_STRIP = 3
_PARTS = frozenset({"div", "section", "fieldset", "table", "tbody", "form", "article", "ul", "ol", "dl"})
_TABS = frozenset({"a", "li", "td", "th", "button", "span", "div", "input"})
_STRING = re.compile(r"""['"]#?([\w:.\-]+)['"]""")
#: What asks the server.
_ASKS = re.compile(r"postback|open\(|location|submit", re.IGNORECASE)


@dataclass(frozen=True)
class Tab:
    """element: what is clicked; panel: what it shows; beside: the panels of the other tabs of its strip."""

    label: str
    element: Element
    panel: Element
    beside: tuple[Element, ...]


def tabs_among(
    elements: Iterable[Element], by_id: Callable[[str], Element | None], hides: Callable[[Element], bool]
) -> tuple[Tab, ...]:
    """The tabs among *elements*: at least two in a strip, each with a panel of its own."""
    strips: dict[Element, dict[Element, tuple[Element, str, set[Element]]]] = {}
    for element in elements:
        if element.tag not in _TABS or not _asks_nothing(element):
            continue
        panels = set(_named(element, by_id))
        # Cheap questions first: on most pages there are many links and no tabs.
        label = _label(element) if len(panels) == 1 or element.tag != "input" else ""
        if label and len(panels) < 2 and len(label) <= _LONGEST_LABEL:
            top = _place_in_strip(element, label)
            strip = top.getparent()
            if strip is not None:
                known = strips.setdefault(strip, {})
                if top not in known or (panels and not known[top][2]):
                    known[top] = (element, label, panels)
    found: list[Tab] = []
    for strip, tabs in strips.items():
        named = {top: each for top, each in tabs.items() if each[2]}
        shown_by = [panel for dummy, dummy_label, panels in named.values() for panel in panels]
        if not named:
            named, shown_by = tabs, _by_number(strip, len(tabs), hides)
        if len(named) < 2 or len(set(shown_by)) != len(named):
            continue
        if any(above in shown_by for panel in shown_by for above in panel.iterancestors()):
            continue
        for (element, label, dummy), panel in zip(named.values(), shown_by, strict=True):
            found.append(Tab(label, element, panel, tuple(each for each in shown_by if each is not panel)))
    return tuple(found)


def _by_number(strip: Element, count: int, hides: Callable[[Element], bool]) -> list[Element]:
    """As many parts as tabs, in the element behind the strip or right behind it, all but one of them hidden; else none."""
    around: Element | None = strip
    for dummy in range(_MOST_AROUND_STRIP):
        if count < 2 or around is None or around.tag == "body":
            break
        behind = [each for each in around.itersiblings() if isinstance(each.tag, str)]
        inside = [each for each in (behind[0] if behind else ()) if isinstance(each.tag, str)]
        for parts in (inside, behind[:count]):
            are_parts = len(parts) == count and all(each.tag in _PARTS for each in parts)
            if are_parts and sum(map(hides, parts)) == count - 1:
                return parts
        if behind:
            break
        around = around.getparent()
    return []


def _asks_nothing(element: Element) -> bool:
    """Whether a click on it does no more than a script of the page can do."""
    href = element.get("href") or ""
    if href and not href.startswith(("#", "javascript:")):
        return False
    if element.tag != "a" and not any(element.get(each) for each in NAMING_PANELS if each != "id"):
        return (element.get("id") or "").startswith(_TAB_OF)
    return not any(_ASKS.search(element.get(attribute) or "") for attribute in ("href", "onclick"))


def _label(element: Element) -> str:
    return shown(element.text_content()) or shown(element.get("value"))


def _named(element: Element, by_id: Callable[[str], Element | None]) -> Iterator[Element]:
    """The parts of the page that an element names, beside those it stands in."""
    for attribute in NAMING_PANELS:
        given = (element.get(attribute) or "").strip()
        if attribute == "id":
            ids = [given.removeprefix(_TAB_OF)] if given.startswith(_TAB_OF) else []
        elif attribute == "onclick" or not given.startswith("#"):
            ids = _STRING.findall(given) if attribute in ("href", "onclick") else [given]
        else:
            ids = [given[1:]]
        for id_ in ids:
            part = by_id(id_) if id_ else None
            if part is not None and part.tag in _PARTS and part not in (element, *element.iterancestors()):
                yield part


def _place_in_strip(element: Element, label: str) -> Element:
    """The largest element that has nothing but the tab in it."""
    parent = element.getparent()
    while parent is not None and parent.tag != "body" and shown(parent.text_content()) == label:
        element, parent = parent, parent.getparent()
    return element
