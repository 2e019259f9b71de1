# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Users, groups, rights and default groups on the pages of every skin."""

from __future__ import annotations

import json

import pytest


def filled(browser, person):
    """The form of the page with these fields filled in."""
    names = {browser.name(field): text for field, text in person.items()}
    return [(name, names.get(name, value)) for name, value in browser.form()]


def group(store, name):
    return store.row("select * from groups where name = ?", name)


def test_a_new_group_may_do_everything(browser, store):
    browser.click("Groups")
    browser.click("New")
    browser.click("Save", filled(browser, {"Name": "Bookers", "Description": "All & more"}))
    row = group(store, "Bookers")
    assert row["description"] == "All & more"
    assert len(json.loads(row["permissions"])) > 30


def test_a_name_is_taken_once(browser, store):
    browser.click("Groups")
    browser.click("New")
    browser.click("Save", filled(browser, {"Name": "users"}))
    assert "already exists" in browser.text
    assert len(store.rows("select * from groups where name = 'users' collate nocase")) == 1


@pytest.mark.parametrize(
    ("label", "value", "said"),
    [
        ("Email Address", "jane@host", "xxx@yyy.zz"),
        ("Email Address", "", "Email Address is required"),
        ("Windows Username", "TMS\\ghost", "ghost was not found"),
        ("Windows Username", "OPERATOR", "already exists"),
    ],
)
def test_a_user_is_checked(browser, store, label, value, said):
    count = len(store.rows("select * from users"))
    browser.click("Users")
    browser.click("New")
    person = {
        "Windows Username": "jane",
        "First Name": "Jane",
        "Last Name": "Doe",
        "Email Address": "jane@example.com",
        label: value,
    }
    browser.click("Save", filled(browser, person))
    assert said in browser.text
    assert len(store.rows("select * from users")) == count


def test_ordinary_users_see_none_of_it(browse):
    for page in ("Users", "Groups", "Default Groups"):
        browser = browse("TMS\\operator")
        browser.click(page)
        assert "You do not have permission" in browser.text


def test_the_rights_of_site_administrator_are_fixed(browser, store):
    row = store.row("select rowid as id from groups where name = 'Site Administrator'")
    browser.click("Groups")
    browser.click("Site Administrator")
    assert row is not None
    buttons = browser.clickables("Set Permissions")
    if buttons:
        browser.click("Set Permissions")
        assert not browser.clickables("Save")
