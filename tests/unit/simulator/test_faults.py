# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each fault does what it says, when it is to and as often as it is to; and counted is what took effect."""

from __future__ import annotations

import http.client
import json
import time
from urllib.parse import urlencode

import lxml.html
import pytest
from tms_simulator.faults import KINDS, UNHANDLED, Faults
from tms_simulator.soap.services import BOOKING, REMOTE_SETUP
from tms_simulator.web.skins.classic import Classic

ROOM = 1030
VIEW = Classic.address_of({"page": "system", "system": ROOM, "tab": "Settings", "view": "view"})
EDIT = Classic.address_of({"page": "system", "system": ROOM, "tab": "Settings", "view": "edit"})
FORM = {"Content_Type": "application/x-www-form-urlencoded"}
SAVE = {"trigger": "Save", "system": ROOM}


class Desk:
    """Somebody at a browser with the edit form of a room open."""

    def __init__(self, server):
        self.server = server
        self.store = server.store
        self.peer = server.signed_in()
        page = lxml.html.document_fromstring(self.peer.ask(EDIT).text)
        self._form = page.forms[0]
        self._box = next(each.get("name") for each in page.iter("input") if "RemoteBookings" in each.get("name", ""))
        self._save = next(each.get("name") for each in page.iter("input") if each.get("value") == "Save")
        server.simulator.reset()

    def faults(self, *faults):
        self.server.simulator.faults.set(faults)

    def save(self):
        """Tick Allow Remote Bookings and press Save."""
        # A browser leaves out the newline behind <textarea> and posts all others as two characters.
        shown = [(name, value.removeprefix("\n").replace("\n", "\r\n")) for name, value in self._form.form_values()]
        fields = [*shown, (self._box, "on"), (self._save, "Save")]
        return self.peer.ask(self._form.get("action"), method="POST", body=urlencode(fields), **FORM)

    @property
    def is_on(self):
        return bool(self.store.system(ROOM)["remote_bookings"])

    def counted(self):
        counters = self.server.simulator.counters()
        return {name: counters[name] for name in ("reads", "writes", "refused_writes")}


@pytest.fixture
def desk(run):
    return Desk(run())


NOTHING = {"reads": 0, "writes": 0, "refused_writes": 0}


def test_without_a_fault_a_save_is_one_write(desk):
    assert desk.save().status == 200
    assert desk.is_on
    assert desk.counted() == NOTHING | {"writes": 1}


@pytest.mark.parametrize(
    ("kind", "status", "says"),
    [
        ("401", 401, ""),
        ("500", 500, "Server Error in '/tms' Application."),
        ("503", 503, "Service Unavailable"),
        ("database_down", 500, "Server Error in '/tms' Application."),
        ("view_state", 500, "Validation of viewstate MAC failed."),
        ("login_page", 200, "<title>Sign in</title>"),
        ("lost_session", 302, ""),
    ],
)
def test_a_fault_without_effect_happens_once(desk, kind, status, says):
    desk.faults({"kind": kind, "matching": SAVE})
    answer = desk.save()
    assert (answer.status, desk.is_on) == (status, False)
    assert says in answer.text
    # It is in the journal, with what was clicked, and in no counter.
    assert desk.counted() == NOTHING
    (entry,) = (each for each in desk.server.simulator.journal if each.get("fault"))
    assert (entry["fault"], entry["trigger"], entry["system"]) == (kind, "Save", ROOM)
    if kind == "401":
        assert answer.challenges == ("Negotiate", "NTLM")
        assert desk.save().status == 401
        assert desk.peer.sign_in("TMS\\tmsadmin", desk.server.password["tmsadmin"]).status == 200
    if kind == "lost_session":
        assert answer.headers["Location"] == "/tms/"
    assert desk.save().status == 200
    assert desk.is_on


def test_all_faults_without_effect_are_tested_here():
    tested = next(mark for mark in test_a_fault_without_effect_happens_once.pytestmark if mark.name == "parametrize")
    assert {case[0] for case in tested.args[1]} == set(UNHANDLED) - {"cut_before"}


@pytest.mark.parametrize(("kind", "effect"), [("cut_before", False), ("cut_after", True)])
def test_a_connection_is_cut_before_or_after_the_effect(desk, kind, effect):
    desk.faults({"kind": kind, "matching": SAVE})
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        desk.save()
    assert desk.is_on == effect
    assert desk.counted() == NOTHING | {"writes": int(effect)}
    assert [each["trigger"] for each in desk.server.simulator.journal] == ["Save"]


def test_a_cut_after_a_soap_call_leaves_its_effect(run, enveloped):
    server = run()
    peer = server.signed_in()
    server.simulator.faults.set([{"kind": "cut_after", "matching": {"operation": "GenerateConferenceAPIUser"}}])
    body = enveloped(
        "GenerateConferenceAPIUser",
        "<userNameBase>conf</userNameBase><encPassword>UGE1NSFh</encPassword><sendNotifications>0</sendNotifications>",
    )
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        peer.ask(REMOTE_SETUP.path, method="POST", body=body, Content_Type="text/xml")
    assert server.store.user("conf") is not None
    assert server.simulator.counters()["writes"] == 1


def test_a_busy_server_says_when_to_come_back(desk):
    desk.faults({"kind": "503", "retry_after": 7, "times": 2})
    assert [desk.peer.ask(VIEW).headers.get("Retry-After") for dummy in range(3)] == ["7", "7", None]


def test_a_slow_answer_takes_its_time_and_effect(desk):
    desk.faults({"kind": "slow", "seconds": 0.3, "matching": SAVE})
    began = time.monotonic()
    assert desk.save().status == 200
    assert time.monotonic() - began >= 0.3
    assert desk.is_on


def test_latency_is_added_to_each_request(desk):
    desk.server.simulator.latency = 0.1
    began = time.monotonic()
    for dummy in range(2):
        desk.peer.ask()
    assert time.monotonic() - began >= 0.2


def test_another_language_shows_other_labels(desk):
    desk.faults({"kind": "german", "times": 1})
    german, english = desk.peer.ask(VIEW).text, desk.peer.ask(VIEW).text
    for foreign, known in (("Externe Buchungen zulassen", "Allow Remote Bookings"), (">Einstellungen<", ">Settings<")):
        assert foreign in german
        assert known not in german
        assert known in english


def test_a_label_is_renamed(desk):
    desk.faults({"kind": "renamed_label", "label": "Allow Remote Bookings", "text": "API <Bookings>"})
    renamed = desk.peer.ask(VIEW).text
    assert "API &lt;Bookings&gt;" in renamed
    assert "Allow Remote Bookings" not in renamed
    assert "Allow Remote Bookings" in desk.peer.ask(VIEW).text


def test_a_save_that_changes_another_field_too(desk):
    desk.faults({"kind": "other_field", "matching": SAVE})
    before = json.loads(desk.store.system(ROOM)["settings"])
    assert desk.save().status == 200
    after = json.loads(desk.store.system(ROOM)["settings"])
    assert desk.is_on
    assert after["Contact"] != before["Contact"]
    assert {name for name, value in before.items() if after[name] != value} == {"Contact"}


def test_a_device_that_does_not_answer_keeps_what_it_has(desk):
    desk.faults({"kind": "offline_device", "matching": SAVE})
    before = [tuple(row) for row in desk.store.systems()]
    assert "did not respond" in desk.save().text
    assert [tuple(row) for row in desk.store.systems()] == before
    assert desk.counted() == NOTHING | {"refused_writes": 1}


def test_what_others_do_meanwhile_is_done_before_the_request(desk):
    desk.faults(
        {"kind": "rename_system", "id": 1001, "name": 'Q & <A> "z"', "matching": SAVE},
        {"kind": "book_system", "id": 1029, "matching": SAVE},
        {"kind": "delete_system", "id": 1028, "matching": SAVE},
    )
    # The booking took the last seat, so the save finds none.
    assert "no licenses are available" in desk.save().text
    assert (desk.store.system(1029)["remote_bookings"], desk.is_on) == (1, False)
    assert desk.store.system(1001)["name"] == 'Q & <A> "z"'
    assert desk.store.system(1028) is None


def test_a_partial_post_back_is_known_by_its_header(run):
    peer = run(skin="frames").signed_in()
    form = lxml.html.document_fromstring(peer.ask("/tms/portal.aspx").text).forms[0]
    posted = {"method": "POST", "body": urlencode(form.form_values()), **FORM}
    answers = [
        peer.ask("/tms/portal.aspx", **posted),
        peer.ask("/tms/portal.aspx", X_MicrosoftAjax="Delta=true", **posted),
    ]
    kinds = [answer.headers["Content-Type"] for answer in answers]
    assert kinds == ["text/html; charset=utf-8", "text/plain; charset=utf-8"]
    assert "|updatePanel|ctl00_uxContentPanel|" in answers[1].text


def test_a_database_that_is_down_is_a_documented_fault(run, enveloped):
    server = run()
    peer = server.signed_in()
    server.simulator.faults.set([{"kind": "database_down", "matching": {"operation": "GetSystems"}}])
    bodies = {name: enveloped(name) for name in ("GetSystems", "GetUsers")}
    answers = [peer.ask(REMOTE_SETUP.path, method="POST", body=bodies[name]) for name in ("GetUsers", "GetSystems")]
    assert [answer.status for answer in answers] == [200, 500]
    assert answers[1].xml.find(".//errorcode").text == "-2147219500"


# -- which requests a fault meets


def due(faults, **request):
    return [fault.kind for fault in faults.due({"method": "GET", "path": "/", **request})]


def test_skip_and_times():
    faults = Faults()
    faults.set([{"kind": "503", "matching": {"method": "GET"}, "skip": 2, "times": 2}])
    assert [due(faults, method="POST"), due(faults), due(faults)] == [[], [], []]
    assert [due(faults), due(faults), due(faults)] == [["503"], ["503"], []]
    faults.set([{"kind": "slow", "times": None}])
    assert [due(faults) for dummy in range(5)] == [["slow"]] * 5
    faults.set([])
    assert due(faults) == []


@pytest.mark.parametrize(
    ("matching", "met"),
    [
        ({"path": "BOOKINGSERVICE"}, True),
        ({"path": "remotesetup"}, False),
        ({"operation": "GetUsers"}, True),
        ({"operation": "getusers"}, False),
        ({"method": "POST", "operation": "GetUsers", "path": ".asmx"}, True),
        ({"method": "GET", "operation": "GetUsers"}, False),
        ({"system": 1001}, False),
        ({}, True),
    ],
)
def test_all_that_is_asked_must_match(matching, met):
    faults = Faults()
    faults.set([{"kind": "500", "matching": matching}])
    assert bool(due(faults, method="POST", path=BOOKING.path, operation="GetUsers", system=None)) == met


def test_an_unknown_fault_is_refused_and_leaves_those_in_force():
    faults = Faults()
    faults.set([{"kind": "slow", "times": None}])
    with pytest.raises(ValueError, match="unknown fault 'sloow'; known: slow, 401"):
        faults.set([{"kind": "503"}, {"kind": "sloow"}])
    assert due(faults) == ["slow"]


def test_every_kind_is_tested_here():
    with open(__file__, encoding="utf-8") as file:
        text = file.read()
    assert [kind for kind in KINDS if f'"{kind}"' not in text] == []
