# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every page in every skin: the labels are there, and all names survive the markup."""

from __future__ import annotations

import json
import re

import pytest
from tms_simulator.store import PACKAGE, make_key
from tms_simulator.web.language import GERMAN
from tms_simulator.web.pages import AUDIT_COLUMNS, MENU
from tms_simulator.web.settings import REMOTE_BOOKINGS, SETTINGS
from tms_simulator.web.skins import SKINS

#: Skins whose lists have numbers alone.
NUMBERED = ("postback", "deutsch", "frames")

#: What is posted for 50 rows a page.
ROWS = {"classic": "1", "divs": "01x", "postback": "50", "deutsch": "wert-1", "frames": "2"}
ROWS |= {"japanese": "選択1"}

STRANGE = "Møte & \"Lab\" < b >東京< /b > 'x'"


def visible(text):
    return re.sub(r"[\s\xa0]+", " ", text)


@pytest.mark.parametrize("path", [path for path, dummy in MENU], ids=lambda path: path[-1])
def test_each_entry_of_the_menu_leads_to_a_page(browser, path):
    for label in path:
        assert label in browser.text
    assert browser.click(path[-1]).status == 200
    assert browser.page.forms[0].get("method") == "post"
    assert re.search(rf"S/N: ?{browser._web._store.serial} ?\(tms\)", browser.text)
    assert "TMS\\tmsadmin" in browser.text


def test_general_settings(browse, store):
    browser = browse(figures=True)
    keys = store.keys()
    browser.click("General Settings")
    for label in (
        "TMS Release Key",
        "Enable Auditing",
        "Licenses and Option Keys",
        "Total System Licenses",
        "Available Provisioning Licenses",
        "Total Exchange Integration Licenses",
        *(row["key"] for row in keys),
        *(row["product"] for row in keys),
    ):
        assert label in browser.text
    assert browser.clickables("Add Option Key")
    assert browser.clickables("Save")
    assert "Expires" not in browser.text
    store.write("update option_keys set expires = '2027-01-31'")
    browser.click("General Settings")
    assert "2027-01-31" in browser.text


def test_seats_are_not_shown_unless_asked_for(browser):
    browser.click("General Settings")
    assert "Exchange Integration Licenses" not in browser.text


def test_licence_counters_have_the_ids_that_public_scripts_read(browser, skin):
    browser.click("General Settings")
    if skin == "classic":
        span = browser.page.get_element_by_id("ctl00_uxContent_ctl01_uxTotalSystemLicenses")
        assert (span.text, span.get("class")) == ("500", "textbox")


def test_view_shows_every_setting(browser, to_view):
    to_view(browser, "Oslo", "Oslo Boardroom 1")
    text = visible(browser.text)
    for title, settings in SETTINGS:
        assert title in text
        for setting in settings:
            assert ((setting.label or setting.name) in text) == (setting.kind != "hidden")
    assert "Facilities (facilities@example.com) < floor 2" in text
    assert "not for you" not in text
    assert REMOTE_BOOKINGS in text
    for tab in ("Summary", "Settings", "Call Status", "Phone Book", "Connection", "Permissions", "Logs"):
        assert browser.clickables(tab)
    for tab in ("View Settings", "Edit Settings", "Extended Settings", "Compare Settings"):
        assert browser.clickables(tab)


def test_remote_bookings_in_the_view(browser, skin, to_view):
    shown = []
    for system in ("Oslo Boardroom 1", "Oslo Reception 1"):
        to_view(browser, "Oslo", system)
        boxes = [
            box for box in browser.page.xpath("//input[@disabled]") if REMOTE_BOOKINGS in box.getparent().text_content()
        ]
        if skin == "frames":
            # Below its label.
            heads, values = browser.page.xpath("//table[tr[@class='head']]/tr")
            shown.append(values[[each.text for each in heads].index(REMOTE_BOOKINGS)].text == "Yes")
            continue
        below = browser.page.xpath(
            "//th[contains(., $label)]/parent::tr/following-sibling::tr[1]"
            "/td[count(//th[contains(., $label)]/preceding-sibling::th) + 1]",
            label=REMOTE_BOOKINGS,
        )
        beside = re.search(rf"{REMOTE_BOOKINGS}:? ?(Yes|No)", browser.text)
        shown.append("checked" in boxes[0].attrib if boxes else (below[0].text if below else beside[1]) == "Yes")
        assert bool(boxes) == (skin == "postback")
    assert shown == [True, False]


@pytest.mark.parametrize("category", ["MCU", "Equipment"])
def test_what_is_no_endpoint_has_no_such_setting(browser, store, to_view, category):
    row = store.row("select name from systems where category = ?", category)
    to_view(browser, "Oslo", row["name"])
    assert REMOTE_BOOKINGS not in browser.text
    assert ("TMS Scheduling Settings" in browser.text) == (category == "MCU")
    browser.click("Edit Settings")
    assert REMOTE_BOOKINGS not in browser.text


def test_a_package_hides_it_in_view_and_edit(browser, store, to_view):
    store.add_key(make_key(store.serial, PACKAGE, 0), "test")
    to_view(browser, "Oslo", "Oslo Boardroom 1")
    assert "TMS Scheduling Settings" in browser.text
    assert REMOTE_BOOKINGS not in browser.text
    browser.click("Edit Settings")
    assert REMOTE_BOOKINGS not in browser.text
    browser.click("Save")
    assert browser.last.status == 200
    assert store.system(1001)["remote_bookings"] == 1


def test_names_of_all_sorts(browser, store, to_view):
    settings = json.dumps({**json.loads(store.system(1001)["settings"]), "System Name": STRANGE, "Contact": STRANGE})
    store.write("update systems set name = ?, settings = ? where id = 1001", STRANGE, settings)
    to_view(browser, "Oslo", STRANGE)
    assert browser.text.count(STRANGE) >= 3
    browser.click("Edit Settings")
    assert dict(browser.form())[browser.name("Contact")] == STRANGE


def test_lists_are_paged(browser, store, skin):
    store.write("update systems set folder = 0")
    browser.click("Navigator")
    seen = set()
    number = 1
    while True:
        seen |= {row["name"] for row in store.systems() if browser.clickables(row["name"])}
        number += 1
        ways = browser.clickables(str(number) if skin in NUMBERED else "Next")
        if not ways:
            break
        browser.press(ways[0])
    assert number == 4
    assert seen == {row["name"] for row in store.systems()}
    assert bool(browser.clickables("Previous")) == (skin not in NUMBERED)


def test_rows_per_page(browser, store, skin):
    store.write("update systems set folder = 0")
    browser.click("Navigator")
    form = browser.filled("Rows per page", ROWS[skin])
    if skin == "divs":
        browser.click("Rows per page", form)
    else:
        name = browser.name("Rows per page")
        assert "__doPostBack" in browser.page.xpath("//select[@name=$name]/@onchange", name=name)[0]
        browser.post([(key, name if key == "__EVENTTARGET" else value) for key, value in form])
    assert sum(len(browser.clickables(row["name"])) for row in store.systems()) == 50
    browser.click("2" if skin in NUMBERED else "Next")
    assert sum(len(browser.clickables(row["name"])) for row in store.systems()) == 13


def test_sorted_by_the_title_of_a_column(browser, store):
    browser.click("Navigator")
    browser.click("Oslo")
    browser.click("Network Address")
    names = [row["name"] for row in store.rows("select name from systems where folder = 2 order by address limit 25")]
    shown = [each.text_content().strip() for each in browser.page.iter("a", "button")]
    assert [name for name in shown if name in names] == names


def test_audit_log_and_tickets(opened, store):
    opened.click("Save", opened.filled("Contact", "somebody else"))
    opened.click("Audit Log")
    for label in (*AUDIT_COLUMNS, "somebody else", "Contact", "Update"):
        assert label in opened.text
    for number in range(60):
        store.add_ticket(1001, f"Ticket no. {number}", "Critical", "")
    opened.click("Ticketing Service")
    assert "Ticket no. 24" in opened.text
    assert "Ticket no. 25" not in opened.text


@pytest.mark.parametrize("label", ["General Settings", "Audit Log", "Users"])
def test_only_site_administrators_see_administration(browse, store, label):
    browser = browse("TMS\\operator")
    browser.click(label)
    assert "You do not have permission" in browser.text
    keys = store.keys()
    assert not any(row["key"] in browser.text for row in keys)


def test_another_language(browser, to_view):
    to_view(browser, "Oslo", "Oslo Boardroom 1")
    browser.faults = {"german": {}}
    browser.get(browser.address)
    for label in ("Navigator", "Allow Remote Bookings"):
        assert label not in browser.text
    browser.faults = {"german": {}, "renamed_label": {"label": "Audit Log", "text": "Diary"}}
    browser.get("/tms")
    assert GERMAN["Navigator"] in browser.text
    assert "Diary" in browser.text


def test_a_skin_speaks_its_own_language(browse, skin):
    browser = browse(english=False)
    words = SKINS[skin].words
    assert words.get("Portal", "Portal") in browser.text
    assert words.get("Systems", "Systems") in browser.text
    assert ("Navigator" in browser.text) == (not words)
    browser.click(words.get("Groups", "Groups"))
    # Names are no labels.
    assert browser.clickables("Users")


def test_addresses_without_a_page(browser):
    for address in ("/tms/nowhere.aspx", "/tms/default.aspx?pageId=4711", "/tms/ui/nowhere"):
        assert browser.get(address).status == 404
        assert browser.post([], address).status == 404


def test_addresses_do_not_tell_capitals_from_small_letters(browser):
    browser.click("Navigator")
    path, dummy, query = browser.address.partition("?")
    browser.get(path.upper() + (f"?{query.upper()}" if query else ""))
    assert browser.clickables("Oslo")


def test_addresses_without_their_query(browser, to_view):
    """The page of a system, a group or a user without what says of which."""
    to_view(browser, "Oslo", "Oslo Boardroom 1")
    path, dummy, query = browser.address.partition("?")
    number = next((part for part in query.split("&") if part.startswith("pageId=")), "")
    assert browser.get(f"{path}?{number}").status in (200, 404)


@pytest.mark.parametrize(
    "address", ["/tms/default.aspx?pageId=48&FolderId=x", "/tms/default.aspx?pageId=48&Pg=0", "/tms/ui/nav/1/x"]
)
def test_addresses_that_make_no_sense(browser, skin, address):
    assert browser.get(address).status in (404, 500)
