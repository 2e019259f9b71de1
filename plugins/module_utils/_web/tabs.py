# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parts of a page that are shown one at a time: behind links, post-backs, buttons, or a choice from a list.

This module util is PRIVATE to the collection; it can change at any time.

The menu of the server may have entries of the same names: what leads to the same place from the start page is no tab.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import TmsError
from ansible_collections.telepresence.tms.plugins.module_utils._model.text import normalised
from ansible_collections.telepresence.tms.plugins.module_utils._web.clickables import Clickable, choice
from ansible_collections.telepresence.tms.plugins.module_utils._web.contents import selected
from ansible_collections.telepresence.tms.plugins.module_utils._web.document import Document
from ansible_collections.telepresence.tms.plugins.module_utils._web.forms import Changes
from ansible_collections.telepresence.tms.plugins.module_utils._web.sections import (
    Look,
    Spot,
    Undecided,
    spots_of,
    things_met,
)
from ansible_collections.telepresence.tms.plugins.module_utils._web.web import Page, Web

NameOf = Callable[[str], str]

#: How far around a tab its look is compared: the link, the place it fills in the strip, and what that stands in.
_NEAR = 3
_MARKS = ("class", "style", "aria-selected", "aria-current", "disabled", "href", "onclick")


@dataclass(frozen=True)
class Way:
    """A click that shows a part, with what has to be chosen before."""

    document: Document
    clicked: Clickable
    changes: Changes = field(default_factory=dict)


@dataclass(frozen=True)
class Strip:
    """Tabs laid out alike. ways: name of the part -> the click; shown: every name, also that of a tab that leads nowhere."""

    alike: Look
    ways: Mapping[str, Way]
    shown: frozenset[str]
    place: int


def strips(web: Web, page: Page, names: Collection[str], name_of: NameOf) -> list[Strip]:
    """The tabs for *names* in page order; one of them may lead nowhere, that of the part which is shown."""
    found = []
    for document in page.documents:
        for strip in (*_of_clicks(web, page, document, names, name_of), *_of_choices(document, names, name_of)):
            if strip.shown.issuperset(names) and len(strip.ways) >= len(names) - 1:
                found.append(strip)
    return sorted(found, key=lambda strip: strip.place)


def _of_clicks(web: Web, page: Page, document: Document, names: Collection[str], name_of: NameOf) -> Iterator[Strip]:
    chrome = {_leads(each) for dummy, each in web.start.all_clickables()}
    shown: dict[Look, set[str]] = {}
    for spot in spots_of(document, names, name_of):
        shown.setdefault(spot.chain, set()).add(spot.name)
    ways: dict[Look, dict[str, list[Way]]] = {}
    for of, each in page.all_clickables():
        name = name_of(each.label)
        if of is document and name in names and _leads(each) not in chrome:
            spot = Spot(document.place_of(each.element), name, each.element)
            ways.setdefault(spot.chain, {}).setdefault(name, []).append(Way(document, each))
    for alike, by_name in ways.items():
        several = next((name for name, each in by_name.items() if len({_leads(way.clicked) for way in each}) > 1), None)
        if several is None:
            last = max(document.place_of(way.clicked.element) for each in by_name.values() for way in each)
            names_shown = shown.get(alike, set()) | set(by_name)
            yield Strip(alike, {name: each[0] for name, each in by_name.items()}, frozenset(names_shown), last)


def _of_choices(document: Document, names: Collection[str], name_of: NameOf) -> Iterator[Strip]:
    for select in document.root.iter("select"):
        options = {name_of(document.value_of(option)): option for option in select.iter("option")}
        clicks = {name: choice(document, select, options[name]) for name in names if name in options}
        ways = {
            name: Way(document, clicked, {select: [options[name]]})
            for name, clicked in clicks.items()
            if clicked is not None
        }
        yield Strip(("select", select.get("name")), ways, frozenset(clicks), document.place_of(select))


def _leads(each: Clickable) -> tuple[str | None, ...]:
    own = each.element.get("name") if each.submits else None
    return (normalised(each.label), each.address, each.target, each.argument, own)


def opened(
    web: Web, page: Page, strip: Strip, names: Sequence[str], name_of: NameOf, check: Callable[[Page], None]
) -> dict[str, Page]:
    """The page of each of *names*, opened one after the other as a person does; *check* refuses a page of something else.

    Empty where the first click leads to one: then these are no tabs, but a menu.
    """
    found: dict[str, Page] = {}
    now, clicked = page, False
    # What leads nowhere is shown already.
    for name in sorted(names, key=lambda name: name in strip.ways):
        way = _way(web, now, strip, name, name_of)
        if way is not None:
            now = web.click(way.document, way.clicked, "tab", way.changes)
            try:
                check(now)
            except TmsError:
                if clicked:
                    raise
                return {}
            clicked = True
        elif found:
            raise Undecided(f"the tab '{name}' is gone once '{list(found)[-1]}' is shown")
        found[name] = now
    return found


def _way(web: Web, page: Page, strip: Strip, name: str, name_of: NameOf) -> Way | None:
    """The click for *name* on the page that is shown now; a link may be taken from the first one, too."""
    now = (each for each in strips(web, page, strip.shown, name_of) if each.alike == strip.alike)
    way = next((each.ways.get(name) for each in now), None)
    of_first = strip.ways.get(name)
    return way or (of_first if of_first is not None and of_first.clicked.address is not None else None)


def check_apart(pages: Mapping[str, Page], strip: Strip, name_of: NameOf) -> None:
    """Refuse pages of which it cannot be told that each shows the part whose tab was clicked."""
    looks = {name: _looks(page, strip, name_of) for name, page in pages.items()}
    usual = {tab: Counter(of_page.get(tab) for of_page in looks.values()).most_common(1)[0][0] for tab in pages}
    contents: dict[tuple[tuple[str, str | None], ...], str] = {}
    for name, page in pages.items():
        marked = [tab for tab in pages if looks[name].get(tab) != usual[tab]]
        if len(marked) == 1 and marked[0] != name:
            raise Undecided(f"a click on '{name}' shows '{marked[0]}'")
        content = tuple(
            (entry.name, None if entry.control is None else entry.control.get("name"))
            for document in page.documents
            for entry in things_met(document, name_of)
            if entry.control is not None or entry.name not in pages
        )
        other = contents.setdefault(content, name)
        if (
            other != name
            and name not in marked
            and _titled(page, name, name_of) <= _titled(pages[other], name, name_of)
        ):
            raise Undecided(f"the same is shown for '{other}' and for '{name}'")


def _looks(page: Page, strip: Strip, name_of: NameOf) -> dict[str, Look]:
    found: dict[str, Look] = {}
    for document in page.documents:
        for spot in spots_of(document, strip.shown, name_of):
            if spot.chain == strip.alike:
                near = [spot.element, *spot.element.iterancestors()][:_NEAR]
                look = (*(each.tag for each in near), *(str(each.get(mark)) for each in near for mark in _MARKS))
                found.setdefault(spot.name, look)
        for select in document.root.iter("select"):
            if ("select", select.get("name")) == strip.alike:
                found |= {name_of(document.value_of(option)): ("selected",) for option in selected(select)}
    return found


def _titled(page: Page, name: str, name_of: NameOf) -> int:
    return sum(
        1
        for document in page.documents
        for entry in things_met(document, name_of)
        if entry.control is None and entry.name == name
    )
