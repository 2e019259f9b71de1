# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which label was found where: what a user looks at, or sends along, when a server's pages differ.

This module util is PRIVATE to the collection; it can change at any time.

Reads only; what lies behind a writing button (the dialog of Add Option Key) is not looked at. Every label that the collection
knows is reported: with what is shown instead where it was not found, so that the labels of a server in another language can
be given page by page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import LabelError, NotTmsError, TmsError
from ansible_collections.telepresence.tms.plugins.module_utils._model.licensing import OTHER, PACKAGE, UNKNOWN, kind_of
from ansible_collections.telepresence.tms.plugins.module_utils._model.rights import SECTIONS
from ansible_collections.telepresence.tms.plugins.module_utils._model.systems import System
from ansible_collections.telepresence.tms.plugins.module_utils._web.contents import fillable
from ansible_collections.telepresence.tms.plugins.module_utils._web.grids import Listed, listed, rows, turns_pages
from ansible_collections.telepresence.tms.plugins.module_utils._web.pages import (
    general_settings,
    groups,
    navigator,
    permissions,
    system_settings,
    tickets,
    users,
)
from ansible_collections.telepresence.tms.plugins.module_utils._web.sought import (
    Found,
    clickable,
    clickable_on,
    clicked_on,
    column,
    column_of,
    field,
    missing,
    not_looked,
    not_needed,
    pane,
    texts,
    titles_of,
)
from ansible_collections.telepresence.tms.plugins.module_utils._web.web import Page, Web

_MENUS: Mapping[str, Sequence[str]] = {
    path[-1]: path
    for path in (
        general_settings.MENU,
        navigator.MENU,
        tickets.MENU,
        users.MENU,
        groups.MENU,
        groups.DEFAULT_GROUPS,
    )
}
#: What stands above them: needed only where an entry itself cannot be clicked, or where two are called the same.
_ABOVE = tuple(dict.fromkeys(above for path in _MENUS.values() for above in path[:-1]))
#: So many groups are opened to see one with members.
_MOST_GROUPS = 5


def run(web: Web, sample: System | None) -> list[Found]:
    """Look for every label on the page it belongs to; *sample* is the system whose page is looked at."""
    try:
        start = web.start
    except (LabelError, NotTmsError) as error:
        if not web.may_be_start(web.front):
            raise
        return list(_unknown_start(web, error))
    pages: dict[str, Page] = {}
    told = [*_serial(web, start), *_menus(web, start, pages)]
    for name, look in _LOOKS.items():
        if name in pages:
            told += look(web, pages[name])
    told += _system(web, sample)
    told += _paging(web, [page for name, page in pages.items() if name != "General Settings"])
    told.append(
        not_looked(
            "Access Denied", "every page", "what a page says that the account may not see, if it is not in English"
        )
    )
    return told


# -- the start page


def _unknown_start(web: Web, error: TmsError) -> Iterator[Found]:
    """Without any entry of the menu no other page can be opened."""
    page = web.front
    yield from _serial(web, page)
    there = texts("what can be clicked there", [each.label for dummy, each in page.all_clickables()])
    for label in (*_ABOVE, *_MENUS):
        yield missing(label, "start page", f"{there}; no page can be opened before one of them is known ({error})")


def _serial(web: Web, page: Page) -> Iterator[Found]:
    if web.serial_on(page) is not None:
        yield Found("S/N", "start page", True, "text", "")
        return
    last = [text for document in page.documents for text in document.chunks][-12:]
    yield missing("S/N", "start page", texts("no text of the form 'S/N: ...'; the last texts there", last))


def _menus(web: Web, start: Page, pages: dict[str, Page]) -> Iterator[Found]:
    there = texts("what can be clicked there", [each.label for dummy, each in start.all_clickables()])
    for label, path in _MENUS.items():
        try:
            pages[label] = web.menu(*path)
        except LabelError as error:
            yield missing(label, "menu", f"{there} ({error})")
        except TmsError as error:
            yield missing(label, "menu", str(error))
        else:
            yield Found(label, "menu", True, "page opened", "")
    for label in _ABOVE:
        if start.clickables(web.labels.all(label)):
            yield clickable(web, start, label, "menu")
        elif all(entry in pages for entry, path in _MENUS.items() if label in path):
            yield not_needed(label, "menu", "all entries below it were opened")
        else:
            yield missing(label, "menu", there)


# -- General Settings


def _general_settings(web: Web, first: Page) -> Iterator[Found]:
    name = "General Settings"
    try:
        page = general_settings.at_keys(web, first)
    except TmsError:
        page = first
        there = [*titles_of(page), *clicked_on(web, [page])]
        yield missing("Licenses and Option Keys", name, texts("the titles and what can be clicked there", there))
    else:
        title = page.pane(web.labels.all("Licenses and Option Keys"))
        yield Found("Licenses and Option Keys", name, True, f"pane '{title}'" if title else "page opened", "")
    yield _way_to_add(web, page, name)
    keys = general_settings.keys_on(web, page)
    number = len(keys)
    yield Found("option keys", name, number > 0, f"{number} texts of a key's form", "" if number else "none is listed")
    yield from _columns_of_keys(web, page)
    yield field(web, first, "TMS Release Key", name)
    yield field(web, first, "Enable Auditing", name)
    if any(key.kind == PACKAGE for key in keys):
        yield pane(web, page, "Active Application Integration Clients", name)
    else:
        yield not_looked(
            "Active Application Integration Clients", name, "only shown under an Application Integration Package key"
        )
    yield from _products(web, page)
    yield from _roles(web, page)


def _way_to_add(web: Web, page: Page, name: str) -> Found:
    """The button, or the field that is there already, to be shown by a script at a click."""
    button = clickable(web, page, "Add Option Key", name)
    controls = [each.control for dummy, each in page.fields(web.labels.all("Option Key"))]
    if button.found or not any(control is not None and fillable(control) for control in controls):
        return button
    return not_needed(button.label, name, "the field for the key is on the page already")


def _columns_of_keys(web: Web, page: Page) -> Iterator[Found]:
    name = "list of option keys"
    headers = general_settings.headers_of_keys(web, page)
    if any(web.labels.matches("Option Key", header) for header in headers):
        yield column_of(web, headers, "Option Key", name)
    else:
        why = "in the dialog that Add Option Key opens, which is not clicked; needed if it has several text fields"
        yield not_looked("Option Key", name, texts(f"{why}. The columns of the list", headers))
    if headers:
        yield column_of(web, headers, "Description", name)
    else:
        yield not_needed("Description", name, "what stands beside a key is its description")
    if any(web.labels.matches("Expires", header) for header in headers):
        yield column_of(web, headers, "Expires", name)
    else:
        yield not_looked("Expires", name, texts("no such column, if no key expires. The columns there", headers))


def _products(web: Web, page: Page) -> Iterator[Found]:
    """What TMS calls the kinds of keys: one that is recognised tells that they are called as the guide does, or as taught."""
    name = "list of option keys"
    keys = general_settings.keys_on(web, page)
    named = {key.product or key.description: kind_of("", key.product or key.description) for key in keys}
    is_known = any(kind not in (OTHER, UNKNOWN) for kind in named.values())
    for label in general_settings.PRODUCTS:
        found = next((text for text, kind in named.items() if kind == kind_of("", label)), None)
        if found is not None:
            yield Found(label, name, True, f"key called '{found}'", "")
        elif is_known or OTHER not in named.values():
            yield not_needed(label, name, "no key is of this kind, as far as they can be told")
        else:
            yield missing(label, name, texts("if one of the keys is of this kind; they are called", named))


def _roles(web: Web, page: Page) -> Iterator[Found]:
    """What figures count: needed where TMS shows figures of the licences that keys bring."""
    name = "figures of licences"
    figures = general_settings.figures_of_licences(web, page)
    unknown = [figure.label for figure, role in figures if not role]
    for label, role in general_settings.ROLES.items():
        found = next((figure.label for figure, own in figures if own == role), None)
        if found is not None:
            yield Found(label, name, True, f"figure '{found}'", "")
        elif unknown:
            yield missing(label, name, texts("the figures that are not understood", unknown))
        else:
            yield not_needed(label, name, "no figure is to be understood")


# -- a system


def _system(web: Web, sample: System | None) -> Iterator[Found]:
    name = "system"
    if sample is None:
        yield Found("Settings", name, False, "", "TMS lists no system that responds and can be booked", looked=False)
        return
    try:
        opened = navigator.open_system(web, sample)
    except TmsError as error:
        yield missing("Navigator", name, str(error))
        return
    try:
        page = system_settings.view_page(web, sample)
    except TmsError as error:
        yield from _way_to_view(web, [opened, *system_settings.behind_settings(web, opened)], str(error))
        return
    for label in ("Settings", "View Settings"):
        if any(each.clickables(web.labels.all(label)) for each in (opened, page)):
            yield clickable_on(web, [opened, page], label, name)
        else:
            yield not_needed(label, name, "the settings were opened")
    yield field(web, page, "System Name", name)
    yield field(web, page, "Network Address", name)
    yield pane(web, page, "TMS Scheduling Settings", name)
    remote = field(web, page, "Allow Remote Bookings", name)
    yield remote
    yield from _other_settings(web, page, is_known=remote.found)
    yield from _yes_and_no(web, page)
    yield clickable(web, page, "Edit Settings", name)
    found = page.clickables(web.labels.all("Edit Settings"))
    if found:
        form = web.click(*found[0], "tab")
        yield field(web, form, "Allow Remote Bookings", "Edit Settings")
        yield clickable(web, form, "Save", "Edit Settings")


def _way_to_view(web: Web, pages: Sequence[Page], error: str) -> Iterator[Found]:
    for label in ("Settings", "View Settings", "Edit Settings"):
        found = clickable_on(web, pages, label, "system")
        yield found if found.found else missing(label, "system", f"{found.note} ({error})")
    for label in ("TMS Scheduling Settings", "Allow Remote Bookings"):
        yield missing(label, "system", texts("the titles there", [each for page in pages for each in titles_of(page)]))


def _other_settings(web: Web, page: Page, *, is_known: bool) -> Iterator[Found]:
    label, name = "Other Scheduling Settings", "system"
    others = system_settings.other_switches(web, page) if is_known else ()
    if others:
        yield missing(label, name, texts("what else in the pane says Yes or No", others), several=True)
    elif is_known:
        yield Found(label, name, True, "all that says Yes or No there is known", "")
    else:
        yield not_looked(
            label, name, "all that says Yes or No there, but for Allow Remote Bookings, which is not known yet"
        )


def _yes_and_no(web: Web, page: Page) -> Iterator[Found]:
    values = system_settings.values_in_pane(web, page)
    known = {word for word in ("Yes", "No") if any(web.labels.matches(word, value) for value in values)}
    strange = [value for value in values if not any(web.labels.matches(word, value) for word in ("Yes", "No"))]
    for word in ("Yes", "No"):
        if word in known:
            yield Found(word, "system", True, "value in the pane", "")
        elif strange or not known:
            yield missing(word, "system", texts("the values in the pane", strange))
        else:
            yield not_needed(word, "system", f"nothing in the pane is {word} on this system")


# -- tickets


def _tickets(web: Web, page: Page) -> Iterator[Found]:
    name = "Ticketing Service"
    labels = ("ID", "System", "Ticket", "Severity", "Date")
    if not any(True for document in page.documents for dummy in rows(document)):
        for label in (*labels, "License"):
            yield not_looked(label, name, "no ticket is open, so that there is no list to look at")
        return
    for label in labels:
        yield column(web, page, label, name)
    said = [text for document in page.documents for row in rows(document) for dummy, text in row.cells]
    about = next((text for text in said if web.labels.within("License", text)), None)
    if about is not None:
        yield Found("License", name, True, f"ticket '{about}'", "")
    else:
        yield not_looked(
            "License", name, "no open ticket is known to be about licences; the word for it in the text of one"
        )


# -- users and groups


def _users(web: Web, page: Page) -> Iterator[Found]:
    yield column(web, page, "Windows Username", "Users")
    yield clickable(web, page, "New", "Users")
    yield clickable(web, page, "Delete", "Users")
    entry = next(iter(listed(web, page, web.labels.all("Windows Username"))), None)
    if entry is None:
        return
    try:
        known = [each.spelled for each in groups.entries(web)]
    except TmsError:
        known = []
    try:
        profile = users.user_page(web, entry, known)
    except TmsError as error:
        there = texts("what can be clicked in a row", [each.label for each in entry.clickables()])
        yield missing("Edit", "Users", f"{there} ({error})")
        return
    yield _row_link(web, entry, "Users")
    for label in users.PROFILE.values():
        yield field(web, profile.page, label, "user")
    number = len(profile.groups)
    note = "" if number else "none, as far as the names of groups are known"
    yield Found("boxes of groups", "user", number > 0, f"{number} check boxes beside names of groups", note)


def _row_link(web: Web, entry: Listed, name: str) -> Found:
    link = None if entry.clickable([entry.spelled]) else entry.clickable(web.labels.all("Edit"))
    if link is None:
        return not_needed("Edit", name, "a row is opened by its name")
    return Found("Edit", name, True, f"link '{link.label}' in the rows", "")


def _groups(web: Web, page: Page) -> Iterator[Found]:
    yield column(web, page, "Group Name", "Groups")
    yield clickable(web, page, "New", "Groups")
    yield clickable(web, page, "Delete", "Groups")
    entries = list(listed(web, page, web.labels.all("Group Name")))[:_MOST_GROUPS]
    if not entries:
        return
    yield _row_link(web, entries[0], "Groups")
    edits: list[Page] = []
    try:
        for entry in entries:
            edits.append(groups.edit_page(web, entry))
            if len(edits) > 1 and groups.members(web, entry, edits[-1]) and groups.takes_members(web, edits[-1]):
                break
    except TmsError as error:
        there = texts("what can be clicked in a row", [each.label for each in entry.clickables()])
        yield missing("Edit", "Groups", f"{there} ({error})")
        return
    if any(next(iter(listed(web, edit, web.labels.all("Windows Username"))), None) for edit in edits):
        yield not_needed("Members", "group", "the members are on the page of the group")
    else:
        yield clickable_on(web, edits, "Members", "group")
    if any(edit.pane(web.labels.all("Add Members")) is not None for edit in edits):
        yield not_needed("Add Members", "group", "the users to add are on the page of the group")
    else:
        yield clickable_on(web, edits, "Add Members", "group")
    yield clickable_on(web, edits, "Remove", "group")
    yield not_looked(
        "Add", "group", "on the page that Add Members opens, which is not clicked: the button for the ticked users"
    )
    yield from _permissions(web, entries[0], edits[0])


def _permissions(web: Web, entry: Listed, edit: Page) -> Iterator[Found]:
    if entry.clickable(web.labels.all("Set Permissions")) is None and not edit.clickables(
        web.labels.all("Set Permissions")
    ):
        there = [*clicked_on(web, [edit]), *(each.label for each in entry.clickables())]
        yield missing(
            "Set Permissions", "Groups", texts("what can be clicked on the page of a group and in its row", there)
        )
        return
    try:
        page = groups.permissions_page(web, entry, edit)
    except TmsError as error:
        yield missing("Set Permissions", "Groups", str(error))
        return
    try:
        rights = list(permissions.boxes(web, page))
    except TmsError as error:
        rights, why = [], f" ({error})"
    else:
        why = ""
    yield Found("Set Permissions", "Groups", True, f"page opened, {len(rights)} rights", why.strip(" ()"))
    name = "permissions"
    said = [text for document in page.documents for dummy, text in document.said]
    for label in SECTIONS:
        if any(right.section == label for right in rights) or any(web.labels.matches(label, text) for text in said):
            yield Found(label, name, True, "title of a section", "")
        else:
            yield missing(label, name, texts("the titles there", titles_of(page)) + why)
    blocks, names = {right.block for right in rights}, {right.name for right in rights}
    for label, known in (
        ("Misc", blocks),
        *((each, names) for each in ("Book on behalf of", "Update", "Approve Meeting")),
    ):
        if label in known:
            yield Found(label, name, True, "title of a block" if known is blocks else "name of a right", "")
        elif rights:
            yield missing(
                label, name, texts("the blocks there" if known is blocks else "the rights there", sorted(known))
            )
        else:
            yield not_looked(label, name, "the sections are not known yet")


def _default_groups(web: Web, page: Page) -> Iterator[Found]:
    yield clickable(web, page, "Save", "Default Groups")


# -- the pages of a list


def _paging(web: Web, pages: Sequence[Page]) -> Iterator[Found]:
    """Next and Previous: needed where a list has more pages, and neither numbers nor a choice of them."""
    links = [each.label for page in pages for dummy, each in page.all_clickables()]
    has_numbers = any(label.isdecimal() for label in links) or not any(map(_is_long, pages))
    for label in ("Next", "Previous"):
        if any(page.clickables(web.labels.all(label)) for page in pages):
            yield clickable_on(web, pages, label, "lists")
        elif has_numbers or any(turns_pages(web, each) for each in links):
            yield not_needed(label, "lists", "no list was seen that could not be read to its end")
        else:
            yield missing(label, "lists", texts("what can be clicked there", clicked_on(web, pages)))


def _is_long(page: Page) -> bool:
    return sum(1 for document in page.documents for dummy in rows(document)) >= 10


_LOOKS = {
    "General Settings": _general_settings,
    "Ticketing Service": _tickets,
    "Users": _users,
    "Groups": _groups,
    "Default Groups": _default_groups,
}
