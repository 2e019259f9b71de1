# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which label was found where: what a user looks at, or sends along, when a server's pages differ.

This module util is PRIVATE to the collection; it can change at any time.

Reads only; what lies behind a writing button (the dialog of Add Option Key) is not looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import TmsError
from ansible_collections.telepresence.tms.plugins.module_utils._model.rights import SECTIONS
from ansible_collections.telepresence.tms.plugins.module_utils._model.systems import System
from ansible_collections.telepresence.tms.plugins.module_utils._model.text import normalised
from ansible_collections.telepresence.tms.plugins.module_utils._web.contents import fillable
from ansible_collections.telepresence.tms.plugins.module_utils._web.grids import Listed, listed, rows
from ansible_collections.telepresence.tms.plugins.module_utils._web.pages import (
    general_settings,
    groups,
    navigator,
    permissions,
    system_settings,
    tickets,
    users,
)
from ansible_collections.telepresence.tms.plugins.module_utils._web.web import MENU_ENTRIES, Page, Web

#: So many texts of a page are named where a label is not among them.
_TOLD = 40


@dataclass(frozen=True)
class Found:
    """One label. where: how it is shown; note: what else there is to say, or what is there instead; teach: the line of
    YAML that would teach a label that was not found."""

    label: str
    page: str
    found: bool
    where: str
    note: str
    teach: str = ""

    def as_result(self) -> dict[str, Any]:
        return asdict(self)


def run(web: Web, sample: System | None) -> list[Found]:
    """Look for every label on the page it belongs to; *sample* is the system whose page is looked at."""
    return [
        *_start_page(web),
        *_general_settings(web),
        *_navigator(web),
        *_system(web, sample),
        *_tickets(web),
        *_users(web),
        *_groups(web),
        *_default_groups(web),
    ]


def _missing(label: str, page: str, note: str) -> Found:
    teach = f'labels: {{"{label}": "..."}}'
    if label in MENU_ENTRIES:
        teach += f' or pages: {{"{label}": "/tms/..."}}'
    return Found(label, page, False, "", note, teach)


def _start_page(web: Web) -> Iterator[Found]:
    note = "" if web.serial else "no text of the form 'S/N: ...'"
    yield Found("S/N", "start page", web.serial is not None, "text" if web.serial else "", note)


def _texts(what: str, texts: Sequence[str]) -> str:
    told = list(dict.fromkeys(text for text in texts if text))
    more = f" and {len(told) - _TOLD} more" if len(told) > _TOLD else ""
    return f"{what}: {', '.join(told[:_TOLD]) or 'nothing'}{more}"


def _clickable(web: Web, page: Page, label: str, name: str) -> Found:
    found = page.clickables(web.labels.all(label))
    if not found:
        there = [each.label for dummy, each in page.all_clickables() if normalised(each.label) not in web.chrome]
        return _missing(label, name, _texts("what can be clicked there", there))
    each = found[0][1]
    how = "with an address" if each.address else "by a post-back"
    return Found(label, name, True, f"{'link' if each.is_link else 'button'} '{each.label}' {how}", "")


def _pane(web: Web, page: Page, label: str, name: str) -> Found:
    title = page.pane(web.labels.all(label))
    if title is None:
        return _missing(
            label, name, _texts("the titles there", [each for document in page.documents for each in document.titles])
        )
    return Found(label, name, True, f"pane '{title}'", "")


def _field(web: Web, page: Page, label: str, name: str) -> Found:
    found = page.fields(web.labels.all(label))
    if not found:
        there = [field.label for document in page.documents for field in document.fields]
        return _missing(label, name, _texts("the fields there", there))
    field = found[0][1]
    how = "tied to the label by the page" if field.strong else "beside the label"
    filled = "to be filled in" if field.control is not None and fillable(field.control) else "to be read"
    return Found(label, name, True, f"'{field.label}' in pane '{field.pane}', {how}, {filled}", "")


def _column(web: Web, page: Page, label: str, name: str) -> Found:
    found = next(iter(listed(web, page, web.labels.all(label))), None)
    if found is None:
        there = [header for document in page.documents for row in rows(document) for header, dummy in row.cells]
        return _missing(label, name, _texts("the columns there", there))
    column = next(header for header, dummy in found.row.cells if web.labels.matches(label, header))
    return Found(label, name, True, f"column '{column}'", "")


def _reached(label: str, name: str, open_: Callable[[], Page]) -> tuple[Page | None, Found]:
    try:
        page = open_()
    except TmsError as error:
        return None, _missing(label, name, str(error))
    return page, Found(label, name, True, "page opened", "")


def _general_settings(web: Web) -> Iterator[Found]:
    name = "General Settings"
    page, reached = _reached(name, "menu", lambda: web.menu(*general_settings.MENU))
    yield reached
    if page is not None:
        yield _pane(web, page, "Licenses and Option Keys", name)
        yield _clickable(web, page, "Add Option Key", name)
        number = len(general_settings.keys_on(web, page))
        yield Found(
            "option keys", name, number > 0, f"{number} texts of a key's form", "" if number else "none is listed"
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
    if page is None:
        return
    yield _field(web, page, "System Name", name)
    yield _pane(web, page, "TMS Scheduling Settings", name)
    yield _field(web, page, "Allow Remote Bookings", name)
    yield _clickable(web, page, "Edit Settings", name)
    found = page.clickables(web.labels.all("Edit Settings"))
    if found:
        form = web.click(*found[0], "tab")
        yield _field(web, form, "Allow Remote Bookings", "Edit Settings")
        yield _clickable(web, form, "Save", "Edit Settings")


def _tickets(web: Web) -> Iterator[Found]:
    page, reached = _reached("Ticketing Service", "menu", lambda: web.menu(*tickets.MENU))
    yield reached
    if page is not None and any(True for document in page.documents for dummy in rows(document)):
        for label in ("ID", "System", "Ticket", "Severity", "Date"):
            yield _column(web, page, label, "Ticketing Service")


def _users(web: Web) -> Iterator[Found]:
    page, reached = _reached("Users", "menu", lambda: web.menu(*users.MENU))
    yield reached
    if page is None:
        return
    yield _column(web, page, "Windows Username", "Users")
    yield _clickable(web, page, "New", "Users")
    yield _clickable(web, page, "Delete", "Users")
    entry = next(iter(listed(web, page, web.labels.all("Windows Username"))), None)
    if entry is None:
        return
    try:
        profile = users.user_page(web, entry, [each.spelled for each in groups.entries(web)])
    except TmsError as error:
        yield _missing("Edit", "Users", str(error))
        return
    for label in ("First Name", "Last Name", "Email Address"):
        yield _field(web, profile.page, label, "user")
    number = len(profile.groups)
    yield Found(
        "boxes of groups", "user", number > 0, f"{number} check boxes beside names of groups", "" if number else "none"
    )


def _groups(web: Web) -> Iterator[Found]:
    page, reached = _reached("Groups", "menu", lambda: web.menu(*groups.MENU))
    yield reached
    if page is None:
        return
    yield _column(web, page, "Group Name", "Groups")
    yield _clickable(web, page, "New", "Groups")
    entry = next(iter(listed(web, page, web.labels.all("Group Name"))), None)
    if entry is not None:
        yield _permissions(web, entry)


def _permissions(web: Web, entry: Listed) -> Found:
    try:
        found = permissions.boxes(web, groups.permissions_page(web, entry))
    except TmsError as error:
        return _missing("Set Permissions", "Groups", str(error))
    if not found:
        return _missing("Set Permissions", "Groups", f"none of the sections {', '.join(SECTIONS)}")
    return Found("Set Permissions", "Groups", True, f"{len(found)} rights in {len(SECTIONS)} sections", "")


def _default_groups(web: Web) -> Iterator[Found]:
    page, reached = _reached("Default Groups", "menu", lambda: web.menu(*groups.DEFAULT_GROUPS))
    yield reached
    if page is not None:
        yield _clickable(web, page, "Save", "Default Groups")
