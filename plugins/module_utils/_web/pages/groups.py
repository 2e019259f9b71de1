# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Administrative Tools > User Administration > Groups and Default Groups.

This module util is PRIVATE to the collection; it can change at any time.

Every function that writes makes one write, and returns what TMS says then; whether it took effect is read back.

Administrator guide 15.x p. 23-24 and p. 263: New, Add Members, Set Permissions, Save; Default Groups has check boxes
beside the groups. The columns of the list and of the members are not known.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from ansible_collections.telepresence.tms.plugins.module_utils._model.accounts import find_account
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import (
    AmbiguousLabelError,
    LabelError,
    NotAllowedError,
    TmsError,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.rights import Permissions, spelled
from ansible_collections.telepresence.tms.plugins.module_utils._model.text import named, normalised, shown
from ansible_collections.telepresence.tms.plugins.module_utils._web.contents import fillable, takes_text
from ansible_collections.telepresence.tms.plugins.module_utils._web.document import Document, Element
from ansible_collections.telepresence.tms.plugins.module_utils._web.forms import Changes
from ansible_collections.telepresence.tms.plugins.module_utils._web.grids import Listed, listed
from ansible_collections.telepresence.tms.plugins.module_utils._web.message import answer
from ansible_collections.telepresence.tms.plugins.module_utils._web.nearest import button_beside, control_labelled
from ansible_collections.telepresence.tms.plugins.module_utils._web.pages import permissions
from ansible_collections.telepresence.tms.plugins.module_utils._web.web import Page, Web

MENU = ("Administrative Tools", "User Administration", "Groups")
DEFAULT_GROUPS = ("Administrative Tools", "User Administration", "Default Groups")


def entries(web: Web) -> list[Listed]:
    """The rows of the list of groups, over all its pages."""
    found: dict[str, Listed] = {}
    for entry in listed(web, web.menu(*MENU), web.labels.all("Group Name")):
        found.setdefault(entry.spelled, entry)
    if not found:
        raise web.missing(web.menu(*MENU), "Group Name", "read the groups", "the list of groups")
    return list(found.values())


def description(web: Web, entry: Listed) -> str:
    """The description of a group as the list shows it."""
    return entry.row.cell([web.labels.first("Description")]) or ""


def find(web: Web, name: str) -> Listed:
    """The row of a group, read anew."""
    found = {entry.spelled: entry for entry in entries(web)}
    as_listed = spelled(name, found)
    if as_listed is not None:
        return found[as_listed]
    raise TmsError("find the group", on=f"group '{name}'", said="TMS lists none of this name", remedy="check the name")


def edit_page(web: Web, entry: Listed) -> Page:
    """The page Edit Group."""
    link = entry.clickable([entry.spelled]) or entry.clickable(web.labels.all("Edit"))
    if link is not None:
        page = web.click(entry.document, link, "row")
        permissions.check(page, entry.spelled)
        return page
    raise web.missing(entry.page, "Edit", f"open group '{entry.spelled}'", "its row in the list of groups")


def permissions_page(web: Web, entry: Listed, edit: Page | None = None) -> Page:
    """The page Set Permissions: by the row's own menu, else by the button of Edit Group."""
    in_row = entry.clickable(web.labels.all("Set Permissions"))
    if in_row is not None:
        page = web.click(entry.document, in_row, "tab")
    else:
        edit = edit or edit_page(web, entry)
        found = edit.clickables(web.labels.all("Set Permissions"))
        if not found:
            raise web.missing(edit, "Set Permissions", "read the permissions", f"group '{entry.spelled}'")
        page = web.click(*found[0], "tab")
    error = web.foreign(page, f"read the permissions of group '{entry.spelled}'")
    if error is not None:
        raise error
    return page


def read_permissions(web: Web, entry: Listed, edit: Page | None = None) -> Permissions:
    """edit: the page Edit Group, where it was opened already."""
    return permissions.read(web, permissions_page(web, entry, edit), entry.spelled)


def members(web: Web, entry: Listed, edit: Page | None = None) -> list[Listed]:
    """The rows of the members of a group, over all pages of the list."""
    page = edit or edit_page(web, entry)
    found = _members_on(web, page)
    if not found:
        tabs = page.clickables(web.labels.all("Members"))
        if tabs:
            found = _members_on(web, web.click(*tabs[0], "tab"))
    return list({each.spelled: each for each in found}.values())


def _members_on(web: Web, page: Page) -> list[Listed]:
    """The list of users on a page of the group, but for the one that Add Members chooses from."""
    found = [each for each in listed(web, page, web.labels.all("Windows Username")) if not _is_to_add(web, each)]
    lists = {next(each.row.element.iterancestors("table"), None) for each in found if each.page is page}
    if len(lists) > 1 and not takes_members(web, page) and _says(web, page, "Add Members"):
        raise AmbiguousLabelError(
            "read the members of a group",
            label=web.labels.first("Members"),
            where=page.url,
            said=f"it has {len(lists)} lists of users, and which of them is that of '{web.labels.first('Add Members')}' cannot be told",
            remedy="leave out the members, and report the page with what the module server_info records with probe: true",
        )
    return found


def _says(web: Web, page: Page, label: str) -> bool:
    """Whether a text of the page is a label, wherever it stands."""
    return any(web.labels.matches(label, text) for document in page.documents for dummy, text in document.said)


def _is_to_add(web: Web, row: Listed) -> bool:
    around = (row.document.pane_of(row.row.element), *row.document.tabs_around(row.row.element))
    return any(web.labels.matches("Add Members", title) for title in around)


def remove_member(web: Web, entry: Listed, member: Listed) -> str:
    """Take one user out of a group on the group's own page: tick his row, and Remove (guess)."""
    return _tick_and_click(web, member, "Remove", f"take {member.spelled} out of group '{entry.spelled}'")


def add_member(web: Web, entry: Listed, user: str) -> str:
    """Bring one user into a group on the group's own page: Add Members, tick his row, and Add (guess)."""
    tried = f"add {user} to group '{entry.spelled}'"
    page = edit_page(web, entry)
    found = page.clickables(web.labels.all("Add Members"))
    if found:
        page = web.click(*found[0], "button")
    elif not takes_members(web, page):
        raise web.missing(page, "Add Members", tried, f"the page of group '{entry.spelled}'")
    rows = list(listed(web, page, web.labels.all("Windows Username")))
    # Where the list of members stands on the same page, only the list of those to add is chosen from.
    to_add = [each for each in rows if _is_to_add(web, each)] or rows
    offered = {each.spelled: each for each in to_add}
    spelled = find_account(user, offered)
    if spelled is None:
        raise TmsError(
            tried,
            on=f"the page of group '{entry.spelled}'",
            said="TMS does not offer this user",
            remedy="check the user name",
        )
    return _tick_and_click(web, offered[spelled], "Add", tried)


def _tick_and_click(web: Web, row: Listed, label: str, tried: str) -> str:
    """Tick the row, and click the button *label* of its list."""
    box = row.box()
    if box is None:
        raise web.missing(row.page, label, tried, row.page.url)
    button = button_beside(web, row.page, row.document, box, label, tried, row.page.url)
    return answer(web, row.page, web.click(row.document, button, "button", {box: True}), tried)


def takes_members(web: Web, page: Page) -> bool:
    """Whether the page Edit Group offers to add members: those of AD groups and of Users are not TMS's to edit."""
    spellings = web.labels.all("Add Members")
    return bool(page.clickables(spellings)) or page.pane(spellings) is not None


def save_description(web: Web, entry: Listed, description: str) -> str:
    page = edit_page(web, entry)
    document, control = text_field(web, page, [web.labels.first("Description")], f"the page of group '{entry.spelled}'")
    return _save(web, page, document, control, {control: description}, f"group '{entry.spelled}'")


def create(web: Web, name: str, description: str) -> str:
    """New, name and description, Save."""
    page = web.menu(*MENU)
    new = page.clickables(web.labels.all("New"))
    if not new:
        raise web.missing(page, "New", "create a group", "the page Groups")
    form = web.click(*new[0], "button")
    document, name_field = text_field(web, form, web.labels.all("Group Name"), "the page of a new group")
    changes: dict[Element, str | bool | list[Element]] = {name_field: name}
    if description:
        changes[text_field(web, form, [web.labels.first("Description")], "the page of a new group")[1]] = description
    return _save(web, form, document, name_field, changes, f"group '{name}'")


def delete(web: Web, entry: Listed) -> str:
    return delete_row(web, entry, f"group '{entry.spelled}'")


def delete_row(web: Web, entry: Listed, on: str) -> str:
    """Delete the object of a row: by the row's own Delete, else by ticking the row alone and the Delete of the page."""
    button = entry.clickable(web.labels.all("Delete"))
    changes: Changes = {}
    if button is None:
        box, where = entry.box(), f"{on} in the list"
        if box is None:
            raise web.missing(entry.page, "Delete", "delete it", where)
        button = button_beside(web, entry.page, entry.document, box, "Delete", "delete it", where)
        changes = {box: True} | {other: False for other in _boxes_in_rows(entry) if other is not box}
    return answer(web, entry.page, web.click(entry.document, button, "button", changes), f"delete {on}")


def _boxes_in_rows(entry: Listed) -> list[Element]:
    """The check boxes of the list that *entry* is a row of."""
    around = entry.row.element.getparent()
    return [each for each in around.iter("input") if each.get("type", "").casefold() == "checkbox"]


def text_field(web: Web, page: Page, spellings: Sequence[str], where: str) -> tuple[Document, Element]:
    """The one control to fill in under a label; of several, the one with a Save of its own."""
    tried = f"fill in '{spellings[0]}'"
    try:
        return control_labelled(page, spellings, tried, where, button=web.labels.all("Save"), fits=takes_text)
    except AmbiguousLabelError:
        raise
    except LabelError as error:
        raise web.foreign(page, tried) or error from None


def _save(web: Web, page: Page, document: Document, control: Element, changes: Changes, on: str) -> str:
    button = button_beside(web, page, document, control, "Save", f"save {on}", page.url)
    return answer(web, page, web.click(document, button, "button", changes), f"save {on}")


# -- boxes beside the names of groups: Default Groups, and the page of a user


@dataclass(frozen=True)
class GroupBox:
    """ticked: the group is chosen; fixed: the box cannot be changed."""

    document: Document
    control: Element

    @property
    def ticked(self) -> bool:
        return "checked" in self.control.attrib

    @property
    def fixed(self) -> bool:
        return not fillable(self.control)


class _ByName:
    """Names, found by what stands beside a box: as it is written, else without regard to what a page writes around it."""

    def __init__(self, names: Collection[str]) -> None:
        self._known: dict[tuple[int, str], set[str]] = {}
        for name in names:
            for key in self._keys(name):
                self._known.setdefault(key, set()).add(name)

    @staticmethod
    def _keys(text: str) -> list[tuple[int, str]]:
        return list(enumerate((shown(text), shown(text).casefold(), named(text), normalised(text))))

    def get(self, text: str) -> str | None:
        """The one name that *text* means, None where there is none or where two come equally near."""
        found = next((self._known[key] for key in self._keys(text) if key in self._known), set())
        return next(iter(found)) if len(found) == 1 else None


def group_boxes(page: Page, names: Collection[str]) -> dict[str, GroupBox]:
    """The check box beside each of the groups *names*; where several panes have such labels, those of the one with most."""
    by_pane: dict[str, dict[str, GroupBox]] = {}
    known = _ByName(names)
    for document in page.documents:
        for field in document.fields:
            name = known.get(field.label)
            control = field.control
            if name is not None and control is not None and control.get("type", "").casefold() == "checkbox":
                by_pane.setdefault(document.pane_of(control), {}).setdefault(name, GroupBox(document, control))
    return max(by_pane.values(), key=len, default={})


def read_default_groups(web: Web, names: Collection[str]) -> dict[str, GroupBox]:
    page = web.menu(*DEFAULT_GROUPS)
    found = group_boxes(page, names)
    if not found:
        raise web.missing(page, "Default Groups", "read the default groups", "the page Default Groups")
    return found


def save_default_groups(web: Web, wanted: Mapping[str, bool], names: Collection[str]) -> str:
    """Tick or clear the boxes of the groups in *wanted*."""
    page = web.menu(*DEFAULT_GROUPS)
    found = group_boxes(page, names)
    return tick_and_save(web, page, found, wanted, "Default Groups")


def tick_and_save(
    web: Web,
    page: Page,
    found: Mapping[str, GroupBox],
    wanted: Mapping[str, bool],
    on: str,
    more: Changes | None = None,
) -> str:
    """Save the page with the boxes of the groups in *wanted* as given, and with *more* changes."""
    changes: dict[Element, str | bool | list[Element]] = dict(more or {})
    for name, tick in wanted.items():
        box = found.get(name)
        if box is None:
            raise LabelError("choose the groups", label=name, where=f"{on} ({page.url})")
        if box.ticked == tick:
            continue
        if box.fixed:
            raise NotAllowedError(
                f"{'tick' if tick else 'clear'} group '{name}'",
                on=on,
                said="TMS does not let this box be changed",
                remedy="leave the group out; members of AD groups and of Users are not TMS's to edit",
            )
        changes[box.control] = tick
    if not changes:
        return ""
    control = next(iter(changes))
    document = next(document for document in page.documents if control in set(document.root.iter()))
    return _save(web, page, document, control, changes, on)
