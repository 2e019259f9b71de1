# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Post-backs are as strict as ASP.NET's, and a save changes what was changed and nothing else."""

from __future__ import annotations

import json

import pytest
from tms_simulator.store import EXCHANGE, make_key
from tms_simulator.web.settings import REMOTE_BOOKINGS, SETTINGS
from tms_simulator.web.skins import SKINS
from tms_simulator.web.viewstate import peek

HIDDEN = ("__VIEWSTATE", "__VIEWSTATEGENERATOR", "__EVENTVALIDATION")
OWN = 1004


def state(store):
    return [tuple(row) for row in store.systems()]


def saved(browser, form):
    """Press Save with another form; the status."""
    return browser.click("Save", form).status


@pytest.mark.parametrize("name", HIDDEN)
def test_hidden_fields_are_checked(opened, store, name):
    before = state(store)
    form = opened.filled("Contact", "x")
    altered = [(key, ("A" if value[0] != "A" else "B") + value[1:] if key == name else value) for key, value in form]
    page = opened.page
    for wrong in ([pair for pair in form if pair[0] != name], altered):
        assert saved(opened, wrong) == 500
        assert "Server Error in '/tms' Application." in opened.text
        assert not opened.last.wrote
        opened.page = page
    assert state(store) == before


def test_view_state_belongs_to_a_user(opened, browse, store):
    other = browse("TMS\\videoadmin")
    other.page = opened.page
    assert saved(other, other.filled("Contact", "x")) == 500


def test_view_state_belongs_to_a_page(opened, store):
    before = state(store)
    edit = opened.page
    opened.click("General Settings")
    elsewhere = opened.action
    opened.page = edit
    edit.forms[0].set("action", elsewhere)
    assert saved(opened, opened.filled("Contact", "x")) == 500
    assert state(store) == before


def test_view_state_outlives_a_restart(opened, browse, store):
    again = browse()
    again.page = opened.page
    assert saved(again, again.filled("Contact", "after the restart")) == 200
    assert "after the restart" in store.system(OWN)["settings"]


def test_old_pages_may_be_posted_again(browser, to_view, store):
    to_view(browser, "Oslo", "Oslo Boardroom 1")
    browser.click("Edit Settings")
    first = browser.page
    to_view(browser, "Bergen", "Bergen Boardroom 1")
    browser.click("Edit Settings")
    second = browser.page
    for page, contact in ((first, "one"), (second, "two"), (first, "three")):
        browser.page = page
        assert saved(browser, browser.filled("Contact", contact)) == 200
    contacts = [json.loads(store.system(id_)["settings"])["Contact"] for id_ in (1001, 1002)]
    assert contacts == ["three", "two"]


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("Time Zone", ["(GMT+12:00) Nowhere"]),
        ("Time Zone", []),
        ("Bandwidth", ["4711 kbps"]),
        ("Allowed Protocols", ["H.999"]),
        ("Service Days", ["Someday"]),
        ("Alternate Contacts", ["only one"]),
        ("Contact", []),
        ("Contact", ["one", "two"]),
        ("Contact", ["<ScRipt>alert(1)</script>"]),
        ("Contact", ["Oslo <Reception>"]),
        ("Contact", ["a</b"]),
        ("Contact", ["<!-- x"]),
        ("Contact", ["&#65;"]),
        ("Network Address", ["10.0.0.1"]),
        ("Behind Firewall", ["on"]),
    ],
)
def test_what_was_not_offered_is_refused(opened, store, field, values):
    before = state(store)
    assert saved(opened, opened.filled(field, *values)) == 500
    assert state(store) == before


def test_fields_and_events_that_were_not_offered(opened, store):
    before = state(store)
    page = opened.page
    assert saved(opened, [*opened.form(), ("ctl00$invented", "x")]) == 500
    opened.page = page
    form = [(name, "invented" if name == "__EVENTTARGET" else value) for name, value in opened.form()]
    assert opened.post(form).status == 500
    assert state(store) == before


def test_two_buttons_at_once(opened, skin):
    content = peek({name: [value] for name, value in opened.form()})
    both = [key.partition("|") for key, entry in content["a"].items() if entry[0] in ("Save", "Cancel")]
    if skin == "classic":
        assert opened.post([*opened.form(), *((name, "x") for name, dummy, argument in both)]).status == 500


def test_a_save_without_a_change_changes_nothing(opened, store):
    before = state(store)
    assert saved(opened, opened.form()) == 200
    assert state(store) == before
    assert "The settings were saved." in opened.text
    assert not store.rows("select * from audit")


CHANGES = {
    "System Name": (["Oslo < Réception & 3 >"], "Oslo < Réception & 3 >"),
    "Description": (["\r\n one\r\n\r\ntwo \r\n"], "\r\n one\r\n\r\ntwo \r\n"),
    "Location Description": ([""], ""),
    "Alternate Contacts": (["a", "a"], ["a", "a"]),
    "Alert System Contact": ([], False),
    "Revision": (['18 "b"'], '18 "b"'),
    "Device Password": (["new & secret"], "new & secret"),
    REMOTE_BOOKINGS: (["on"], True),
}


@pytest.mark.parametrize("field", CHANGES)
def test_a_save_changes_one_field_alone(opened, store, field):
    values, wanted = CHANGES[field]
    before = {row["id"]: tuple(row) for row in store.systems()}
    stored = json.loads(store.system(OWN)["settings"])
    assert saved(opened, opened.filled(field, *values)) == 200
    system = store.system(OWN)
    if field == REMOTE_BOOKINGS:
        assert system["remote_bookings"] == 1
        assert json.loads(system["settings"]) == stored
    else:
        assert json.loads(system["settings"]) == {**stored, field: wanted}
        assert system["remote_bookings"] == 0
    assert [id_ for id_, row in before.items() if row != tuple(store.system(id_))] == [OWN]
    assert [row["attribute"] for row in store.rows("select attribute from audit")] == [field]


@pytest.mark.parametrize("field", ["Time Zone", "Bandwidth", "Allowed Protocols", "Service Days"])
def test_choices_are_posted_by_their_values(opened, store, field):
    content = peek({name: [value] for name, value in opened.form()})
    value, text = list(content["c"][opened.name(field)][2].items())[-1]
    assert saved(opened, opened.filled(field, value)) == 200
    stored = json.loads(store.system(OWN)["settings"])[field]
    assert stored in (text, [text])


def test_readonly_fields_are_posted_and_ignored(opened, store):
    before = state(store)
    assert saved(opened, opened.filled("Manufacturer", "somebody else")) == 200
    assert state(store) == before


def test_values_that_are_no_choice_survive(browser, store, to_view):
    # As they do after a load from a real server.
    values = {"Time Zone": "(GMT+02:00) Helsinki", "Allowed Protocols": "H.323, H.324", "Alert System Contact": "No"}
    stored = {**json.loads(store.system(1001)["settings"]), **values}
    store.write("update systems set settings = ? where id = 1001", json.dumps(stored))
    before = state(store)
    to_view(browser, "Oslo", "Oslo Boardroom 1")
    assert "(GMT+02:00) Helsinki" in browser.text
    browser.click("Edit Settings")
    assert saved(browser, browser.form()) == 200
    assert state(store) == before


def test_yes_without_a_free_seat_has_no_effect_and_says_so(opened, store):
    store.write(
        "update systems set remote_bookings = 1 where id in (select id from systems where id != ? limit 25)", OWN
    )
    opened.click("Save", [*opened.filled(REMOTE_BOOKINGS, "on")])
    assert "no licenses are available" in opened.text
    assert store.system(OWN)["remote_bookings"] == 0
    store.write("update systems set remote_bookings = 0 where id = 1001")
    opened.click("Edit Settings")
    opened.click("Save", opened.filled(REMOTE_BOOKINGS, "on"))
    assert store.system(OWN)["remote_bookings"] == 1


def test_cancel_changes_nothing(opened, store):
    before = state(store)
    answer = opened.click("Cancel", opened.filled("Contact", "x"))
    assert not answer.wrote
    assert state(store) == before
    assert opened.clickables("Edit Settings")


def test_after_a_save_the_view_is_shown(opened, skin):
    count = opened.requests
    opened.click("Save", opened.filled(REMOTE_BOOKINGS, "on"))
    assert opened.requests - count == (2 if SKINS[skin].redirects else 1)
    assert REMOTE_BOOKINGS in opened.text
    assert "Oslo Reception 1" in opened.text


def test_messages_go_to_the_page_they_are_about(browse, store, to_view, skin):
    one, other = browse(), browse()
    other._web = one._web
    to_view(one, "Oslo", "Oslo Boardroom 1")
    to_view(other, "Bergen", "Bergen Boardroom 1")
    one.click("Edit Settings")
    one.click("Save")
    assert "The settings were saved." in one.text
    other.get(other.address)
    assert "The settings were saved." not in other.text


def test_the_journal_is_told_what_was_clicked(opened):
    assert (opened.last.trigger, opened.last.wrote) in (("Edit Settings", False), ("", False))
    form = opened.form()
    element = opened.clickables("Save")[0]
    answers = []
    handle = opened._web.handle

    def noted(request):
        answers.append(handle(request))
        return answers[-1]

    opened._web.handle = noted
    opened.press(element, form)
    assert (answers[0].trigger, answers[0].wrote, answers[0].tried) == ("Save", True, False)


def test_rights_are_checked_at_the_save(opened, store):
    before = state(store)
    store.write("delete from members where group_name = 'Site Administrator'")
    opened.click("Save", opened.filled("Contact", "x"))
    assert "You do not have permission" in opened.text
    assert opened.last.tried
    assert not opened.last.wrote
    assert state(store) == before


def test_without_the_right_there_is_no_edit(browse, to_view, store):
    store.set_permissions("Users", ["Systems > Navigator > Read"], "test")
    browser = browse("TMS\\operator")
    to_view(browser, "Oslo", "Oslo Boardroom 1")
    browser.click("Edit Settings")
    assert "You do not have permission" in browser.text
    assert not browser.clickables("Save")


def test_a_system_that_is_gone(opened, store):
    store.write("delete from systems where id = ?", OWN)
    opened.click("Save", opened.filled("Contact", "x"))
    assert "The system does not exist." in opened.text
    assert opened.last.tried


def test_a_device_that_is_offline_and_a_save_that_does_more(opened, store):
    before = state(store)
    page = opened.page
    opened.faults = {"offline_device": {}}
    opened.click("Save", opened.filled("Email Address", "x@example.com"))
    assert "did not respond" in opened.text
    assert state(store) == before
    opened.page = page
    opened.faults = {"other_field": {}}
    opened.click("Save", opened.filled("Email Address", "x@example.com"))
    settings = json.loads(store.system(OWN)["settings"])
    assert (settings["Email Address"], settings["Contact"]) == ("x@example.com", "changed by the save")


# -- option keys


@pytest.fixture
def entering(browser):
    """Where an option key is entered."""
    browser.click("General Settings")
    browser.click("Add Option Key")
    return browser


def enter(browser, key):
    """Press the Save that belongs to the key: the last of the page in a pane, the only one in a dialog."""
    saves = browser.clickables("Save")
    content = peek({name: [value] for name, value in browser.form()})
    own = [
        place
        for place, entry in enumerate(entry for entry in content["a"].values() if entry[0] == "Save")
        if entry[3] == "add_key"
    ]
    return browser.press(saves[own[0]], browser.filled("Option Key", key))


def test_a_key_is_entered_inline_or_in_a_dialog(entering, skin):
    assert "Input the option key string" in entering.text
    # In a window of its own the page behind it stays.
    assert ("TMS Release Key" in entering.windows[-1].text) == (not SKINS[skin].dialog)


def test_a_key_is_added(entering, store):
    key = make_key(store.serial, EXCHANGE, 7)
    enter(entering, f" {key.lower()} ")
    assert "The option key was added successfully." in entering.text
    assert key in entering.text
    assert store.seats_total() == 50


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("nonsense", "not in a valid format"),
        ("7E51EC25-00-00000000", "not valid for this server"),
        ("twice", "has already been added"),
    ],
)
def test_a_key_is_refused(entering, store, key, told):
    before = list(map(tuple, store.keys()))
    enter(entering, make_key(store.serial, EXCHANGE, 0) if key == "twice" else key)
    assert told in entering.text
    assert entering.last.tried
    assert list(map(tuple, store.keys())) == before


def test_the_save_of_the_page_adds_no_key(browser, store, skin):
    browser.click("General Settings")
    if not SKINS[skin].dialog:
        browser.click("Add Option Key")
        form = browser.filled("Option Key", make_key(store.serial, EXCHANGE, 7))
    else:
        form = browser.form()
    content = peek({name: [value] for name, value in form})
    place = [entry[3] for entry in content["a"].values() if entry[0] == "Save"].index("save_general")
    browser.press(browser.clickables("Save")[place], form)
    assert "The settings were saved." in browser.text
    assert store.seats_total() == 25


def test_general_settings_survive_a_save(browser):
    browser.click("General Settings")
    browser.click("Save", browser.filled("Software FTP Directory", "/srv/ftp & more"))
    browser.click("General Settings")
    assert dict(browser.form())[browser.name("Software FTP Directory")] == "/srv/ftp & more"


def test_every_sort_of_control_is_there(opened):
    content = peek({name: [value] for name, value in opened.form()})
    assert {setting.kind for dummy, settings in SETTINGS for setting in settings} == {
        entry[1] for entry in content["c"].values()
    }
