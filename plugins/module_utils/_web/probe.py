# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which label was found where: what a user looks at, or sends along, when a server's pages differ.

This module util is PRIVATE to the collection; it can change at any time.

Reads only; what lies behind a writing button (the dialog of Add Option Key) is not looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import TmsError
from ansible_collections.telepresence.tms.plugins.module_utils._model.systems import System
from ansible_collections.telepresence.tms.plugins.module_utils._web.pages import (
    general_settings,
    navigator,
    system_settings,
    tickets,
)
from ansible_collections.telepresence.tms.plugins.module_utils._web.web import Page, Web


@dataclass(frozen=True)
class Found:
    """One label. where: how it is shown; note: what else there is to say, or why it was not found."""

    label: str
    page: str
    found: bool
    where: str
    note: str

    def as_result(self) -> dict[str, Any]:
        return asdict(self)


def run(web: Web, sample: System | None) -> list[Found]:
    """Look for every label on the page it belongs to; *sample* is the system whose page is looked at."""
    return [*_start_page(web), *_general_settings(web), *_navigator(web), *_system(web, sample), *_tickets(web)]


def _start_page(web: Web) -> Iterator[Found]:
    note = "" if web.serial else "no text of the form 'S/N: ...'"
    yield Found("S/N", "start page", web.serial is not None, "text" if web.serial else "", note)


def _clickable(web: Web, page: Page, label: str, name: str) -> Found:
    found = page.clickables(web.labels.all(label))
    if not found:
        return Found(label, name, False, "", f"nothing of {', '.join(web.labels.all(label))} can be clicked")
    each = found[0][1]
    how = "with an address" if each.address else "by a post-back"
    return Found(label, name, True, f"{'link' if each.is_link else 'button'} '{each.label}' {how}", "")


def _pane(web: Web, page: Page, label: str, name: str) -> Found:
    title = page.pane(web.labels.all(label))
    return Found(label, name, title is not None, f"pane '{title}'" if title else "", "" if title else _panes(page))


def _panes(page: Page) -> str:
    titles = [title for document in page.documents for title in document.titles]
    return f"the titles on the page are {', '.join(titles[:30]) or 'none'}"


def _field(web: Web, page: Page, label: str, name: str) -> Found:
    found = page.fields(web.labels.all(label))
    if not found:
        return Found(label, name, False, "", f"nothing is labelled {' or '.join(web.labels.all(label))}")
    field = found[0][1]
    how = "tied to the label by the page" if field.strong else "beside the label"
    return Found(label, name, True, f"'{field.label}' in pane '{field.pane}', {how}", "")


def _reached(label: str, name: str, open_: Callable[[], Page]) -> tuple[Page | None, Found]:
    try:
        page = open_()
    except TmsError as error:
        return None, Found(label, name, False, "", str(error))
    return page, Found(label, name, True, "page opened", "")


def _general_settings(web: Web) -> Iterator[Found]:
    name = "General Settings"
    page, reached = _reached(name, "menu", lambda: web.menu(*general_settings.MENU))
    yield reached
    if page is not None:
        yield _pane(web, page, "Licenses and Option Keys", name)
        yield _clickable(web, page, "Add Option Key", name)
        listed = len(general_settings.keys_on(web, page))
        yield Found(
            "option keys", name, listed > 0, f"{listed} texts of a key's form", "" if listed else "none is listed"
        )


def _navigator(web: Web) -> Iterator[Found]:
    dummy, reached = _reached("Navigator", "menu", lambda: web.menu(*navigator.MENU))
    yield reached


def _system(web: Web, sample: System | None) -> Iterator[Found]:
    name = "system"
    if sample is None:
        yield Found("Settings", name, False, "", "TMS lists no system that responds and can be booked")
        return
    page, reached = _reached("View Settings", name, lambda: system_settings.view_page(web, sample))
    yield reached
    if page is not None:
        yield _field(web, page, "System Name", name)
        yield _pane(web, page, "TMS Scheduling Settings", name)
        yield _field(web, page, "Allow Remote Bookings", name)
        yield _clickable(web, page, "Edit Settings", name)


def _tickets(web: Web) -> Iterator[Found]:
    dummy, reached = _reached("Ticketing Service", "menu", lambda: web.menu(*tickets.MENU))
    yield reached
