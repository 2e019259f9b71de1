# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Partial post-backs: who asks for what changed gets that in ASP.NET's form, who does not gets the whole document."""

from __future__ import annotations

import json
from typing import Any

import pytest
from windows import pieces_of, with_event
from tms_simulator.http_types import Request
from tms_simulator.web import partial
from tms_simulator.web.ui import WebUI

HEADER = {"x-microsoftajax": "Delta=true"}


@pytest.fixture
def skin() -> str:
    return "frames"


@pytest.fixture
def ask(opened: Any) -> Any:
    """Posts Save on Edit Settings: ask(), ask(headers=HEADER), ask([("__ASYNCPOST", "true")])."""
    (save, *dummy) = opened.clickables("Save")

    def asked(more: Any = (), headers: Any = None, form: Any = None) -> Any:
        path, dummy, query = opened.action.partition("?")
        fields = [*(form or opened.form()), (save.get("name"), "Save"), *more]
        request = Request(
            "POST", path.partition("//tms")[2], [tuple(query.split("="))], fields, opened._user, {}, headers or {}
        )
        return opened._web.handle(request)

    return asked


def test_a_plain_post_back_gets_the_whole_document(ask, store):
    answer = ask()
    assert answer.content_type.startswith("text/html")
    assert answer.body.startswith("<!DOCTYPE html")
    assert "The settings were saved." in answer.body


@pytest.mark.parametrize(
    ("more", "headers"), [((), HEADER), ([(partial.FIELD, "true")], {}), ([(partial.MANAGER, "a|b")], HEADER)]
)
def test_a_partial_one_gets_what_changed(ask, opened, store, more, headers):
    name = opened.name("Contact")
    # Beyond the basic plane a character counts twice.
    form = [(key, "\U0001f3a5 Møte" if key == name else value) for key, value in opened.form()]
    answer = ask(more, headers, form)
    assert (answer.content_type, answer.wrote) == ("text/plain", True)
    pieces = pieces_of(answer.body)
    panels = {id_: content for kind, id_, content in pieces if kind == "updatePanel"}
    assert "The settings were saved." in panels["ctl00_uxFeedbackPanel"]
    assert "\U0001f3a5 Møte" in panels["ctl00_uxContentPanel"]
    assert {id_ for kind, id_, dummy in pieces if kind == "hiddenField"} >= {"__VIEWSTATE", "__EVENTVALIDATION"}
    assert ("formAction", "", "system.aspx?systemId=1004") in pieces
    assert json.loads(store.system(1004)["settings"])["Contact"] == "\U0001f3a5 Møte"


def test_what_is_refused_is_a_piece_of_its_own(ask, opened, store):
    before = tuple(store.system(1004))
    answer = ask(headers=HEADER, form=[pair for pair in opened.form() if pair[0] != "__VIEWSTATE"])
    assert answer.status == 200
    ((kind, status, told),) = pieces_of(answer.body)
    assert (kind, status) == ("error", "500")
    assert "state information is invalid" in told
    assert tuple(store.system(1004)) == before


def test_what_the_answer_brings_can_be_posted_again(opened, store):
    """The small browser asks as ASP.NET's script does, and goes on with what it got."""
    opened.click("Save", opened.filled("Contact", "one"))
    assert opened.last.content_type.startswith("text/plain")
    opened.click("Edit Settings")
    opened.click("Save", opened.filled("Contact", "two"))
    assert json.loads(store.system(1004)["settings"])["Contact"] == "two"


def test_a_window_is_answered_whole_and_closes_itself(browser, store):
    browser.click("Users")
    browser.click("TMS\\operator")
    assert len(browser.windows) == 2
    browser.click("Save", browser.filled("First Name", ""))
    assert (len(browser.windows), browser.last.content_type) == (2, "text/html")
    assert "First Name is required" in browser.text
    browser.click("Save", browser.filled("First Name", "Otto"))
    assert len(browser.windows) == 1
    assert "The user was saved." in browser.said
    # The list was loaded again.
    assert "Otto" in browser.page.text_content()


def test_dots_lead_on(browser, store):
    for number in range(25 * 21):
        store.add_ticket(1001, f"Ticket no. {number}", "Critical", "")
    browser.click("Ticketing Service")
    assert [bool(browser.clickables(label)) for label in ("10", "11")] == [True, False]
    for first in ("Ticket no. 250", "Ticket no. 500"):
        browser.press(browser.clickables("...")[-1])
        assert first in browser.text
    browser.press(browser.clickables("...")[0])
    assert "Ticket no. 499" in browser.text


def test_a_skin_without_the_script_knows_no_such_field(store):
    other = WebUI(store, "classic")
    user = store.signed_in("TMS\\tmsadmin")
    answer = other.handle(
        Request("POST", "/tms/default.aspx", [("pageId", "35")], [(partial.FIELD, "true")], user, {}, HEADER)
    )
    assert (answer.status, answer.content_type) == (500, "text/html")


def test_every_event_is_checked(opened):
    form = with_event(opened.form(), "ctl00$cph$uxTabs", "99")
    opened.post(form)
    assert opened.last.status == 500
