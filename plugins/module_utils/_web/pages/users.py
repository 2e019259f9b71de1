# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Administrative Tools > User Administration > Users, and the page of a user.

This module util is PRIVATE to the collection; it can change at any time.

Administrator guides 14.1 p. 25 and 15.x p. 260: New, Delete after ticking, Windows Username, First Name, Last Name and Email
Address are required. Cisco 213287: a user's groups are ticked on the same page.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from ansible_collections.telepresence.tms.plugins.module_utils._model.accounts import find_account, same_account
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import (
    TmsError,
    UnexpectedReplyError,
    WrongObjectError,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.text import named
from ansible_collections.telepresence.tms.plugins.module_utils._web.contents import selected
from ansible_collections.telepresence.tms.plugins.module_utils._web.document import Document, Element
from ansible_collections.telepresence.tms.plugins.module_utils._web.grids import Listed, listed
from ansible_collections.telepresence.tms.plugins.module_utils._web.nearest import only_control
from ansible_collections.telepresence.tms.plugins.module_utils._web.pages.groups import (
    GroupBox,
    delete_row,
    group_boxes,
    text_field,
    tick_and_save,
)
from ansible_collections.telepresence.tms.plugins.module_utils._web.web import Page, Web

MENU = ("Administrative Tools", "User Administration", "Users")

#: The profile fields that a task can set, by the option's name.
PROFILE = {
    "first_name": "First Name",
    "last_name": "Last Name",
    "email": "Email Address",
    "language": "Language",
    "time_zone": "Time Zone",
}


def entries(web: Web) -> Iterator[Listed]:
    """The rows of the list of users, page by page as they are asked for."""
    first = web.menu(*MENU)
    rows = listed(web, first, web.labels.all("Windows Username"))
    entry = next(rows, None)
    if entry is None:
        # TMS lists at least the account that asks; an empty list would make others think that a user is not there.
        raise web.missing(first, "Windows Username", "read the users", "the list of users")
    yield entry
    yield from rows


@dataclass(frozen=True)
class UserPage:
    """The page of a user. name: empty on that of a new one; profile: by option name; groups: the boxes beside them."""

    page: Page
    name: str
    profile: Mapping[str, str]
    groups: Mapping[str, GroupBox]


def listed_by_name(web: Web) -> Mapping[str, Listed]:
    """The rows of the list of users by name, read once until forget()."""
    rows: Mapping[str, Listed] = web.once("users", lambda: {entry.spelled: entry for entry in entries(web)})
    return rows


def forget(web: Web) -> None:
    """Let the list of users be read anew: for whoever is about to make or delete one."""
    web.forget("users")


def find(web: Web, name: str) -> Listed | None:
    """The row of a user; None if TMS lists none. The whole list is read: two may be of one name."""
    rows = listed_by_name(web)
    spelled = find_account(name, rows)
    return None if spelled is None else rows[spelled]


def opened(web: Web, name: str, group_names: Collection[str]) -> UserPage | None:
    """The page of a user, read anew; None if TMS lists none."""
    entry = find(web, name)
    if entry is None:
        return None
    try:
        return user_page(web, entry, group_names)
    except (WrongObjectError, UnexpectedReplyError):
        # The list may have changed since it was read, or its page be too old to be clicked on.
        forget(web)
        entry = find(web, name)
        return None if entry is None else user_page(web, entry, group_names)


def user_page(web: Web, entry: Listed, group_names: Collection[str]) -> UserPage:
    for spellings in ((entry.spelled,), web.labels.all("Edit"), tuple(text for dummy, text in entry.row.cells)):
        link = entry.clickable(spellings)
        if link is not None:
            read = _read(web, web.click(entry.document, link, "row"), group_names)
            if not same_account(read.name, entry.spelled):
                raise WrongObjectError(
                    "use the page of a user", on=f"user '{entry.spelled}'", said=f"it shows the user name '{read.name}'"
                )
            return replace(read, name=entry.spelled)
    raise web.missing(entry.page, "Edit", f"open user '{entry.spelled}'", "its row in the list of users")


def new_page(web: Web, group_names: Collection[str]) -> UserPage:
    page = web.menu(*MENU)
    new = page.clickables(web.labels.all("New"))
    if not new:
        raise web.missing(page, "New", "create a user", "the page Users")
    return _read(web, web.click(*new[0], "button"), group_names)


def unwanted(of: UserPage, groups: Collection[str]) -> Mapping[str, bool]:
    """The boxes to clear of what a new user's page comes with, as the default groups are ticked on some: all but *groups*."""
    kept = {named(name) for name in groups}
    return {name: False for name, box in of.groups.items() if box.ticked and not box.fixed and named(name) not in kept}


def _read(web: Web, page: Page, group_names: Collection[str]) -> UserPage:
    error = web.foreign(page, "open the page of a user")
    if error is not None:
        raise error
    profile = {}
    for option, label in PROFILE.items():
        control = _control(web, page, label)
        if control is not None:
            profile[option] = control[0].value_of(control[1])
    named = _control(web, page, "Windows Username")
    if named is not None:
        name = named[0].value_of(named[1])
    else:
        shown = page.fields(web.labels.all("Windows Username"))
        if not shown:
            raise web.missing(page, "Windows Username", "read a user", page.url)
        name = shown[0][1].value
    return UserPage(page, name, profile, group_boxes(page, group_names))


def _control(web: Web, page: Page, label: str) -> tuple[Document, Element] | None:
    found = page.fields(web.labels.all(label))
    return only_control(found, label, "read a user", page.url, buttons=page.clickables(web.labels.all("Save")))


def save(web: Web, of: UserPage, name: str, profile: Mapping[str, str], groups: Mapping[str, bool]) -> str:
    """Save the page of a user with the profile fields and groups given, the rest as it is; returns what TMS says. One write."""
    changes: dict[Element, str | bool | list[Element]] = {}
    if not of.name:
        changes[text_field(web, of.page, web.labels.all("Windows Username"), "the page of a new user")[1]] = name
    for option, value in profile.items():
        found = _control(web, of.page, PROFILE[option])
        if found is None:
            raise web.missing(of.page, PROFILE[option], "set the profile", f"the page of user '{name}'")
        changes[found[1]] = _content(found[0], found[1], value, PROFILE[option])
    return tick_and_save(web, of.page, of.groups, groups, f"user '{name}'", changes)


def _content(document: Document, control: Element, value: str, label: str) -> str | list[Element]:
    if control.tag != "select":
        return value
    options = [each for each in control.iter("option") if named(document.value_of(each)) == named(value)]
    if len(options) != 1:
        offered = ", ".join(f"'{document.value_of(each)}'" for each in control.iter("option"))
        raise TmsError(
            f"choose '{value}'", on=f"the field '{label}'", said=f"TMS offers {offered}", remedy="write it as TMS does"
        )
    return options if options != selected(control) else selected(control)


def delete(web: Web, entry: Listed) -> str:
    """One write; returns what TMS says."""
    return delete_row(web, entry, f"user '{entry.spelled}'")
