# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tabs within a page: each shows one of several parts of it in place of the others, and the server is not asked.

This module util is PRIVATE to the collection; it can change at any time.

A tab names its part by the id: in a link to a place within the page, in what ARIA and the usual libraries of scripts read,
or as a string of its own script. That the part is shown then, and the others are not, is taken for granted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ansible_collections.telepresence.tms.plugins.module_utils._model.text import shown
from ansible_collections.telepresence.tms.plugins.module_utils._web.contents import Element

#: Where a tab may name its part.
NAMING_PANELS = ("href", "aria-controls", "data-target", "data-bs-target", "data-tab", "data-panel", "onclick")
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


def tabs_among(elements: Iterable[Element], by_id: Callable[[str], Element | None]) -> tuple[Tab, ...]:
    """The tabs among *elements*: at least two in a strip, each with a panel of its own."""
    strips: dict[Element, dict[Element, tuple[Element, Element]]] = {}
    for element in elements:
        # Cheap questions first: on most pages there are many links and no tabs.
        panels = set(_named(element, by_id)) if element.tag in _TABS else set()
        label = _label(element) if len(panels) == 1 else ""
        if label:
            top = _place_in_strip(element, label)
            strip = top.getparent()
            if strip is not None:
                strips.setdefault(strip, {}).setdefault(top, (element, panels.pop()))
    found = []
    for strip in strips.values():
        shown_by = [panel for dummy, panel in strip.values()]
        if len(strip) < 2 or len(set(shown_by)) < len(shown_by):
            continue
        if any(above in shown_by for panel in shown_by for above in panel.iterancestors()):
            continue
        for element, panel in strip.values():
            found.append(Tab(_label(element), element, panel, tuple(each for each in shown_by if each is not panel)))
    return tuple(found)


def _label(element: Element) -> str:
    return shown(element.text_content()) or shown(element.get("value"))


def _named(element: Element, by_id: Callable[[str], Element | None]) -> Iterator[Element]:
    """The parts of the page that an element names, beside those it stands in."""
    href = element.get("href") or ""
    if href and not href.startswith(("#", "javascript:")):
        return
    if any(_ASKS.search(element.get(attribute) or "") for attribute in ("href", "onclick")):
        return
    for attribute in NAMING_PANELS:
        given = (element.get(attribute) or "").strip()
        if attribute == "href":
            ids = [given[1:]] if given.startswith("#") else _STRING.findall(given)
        else:
            ids = _STRING.findall(given) if attribute == "onclick" else [given.removeprefix("#")]
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
