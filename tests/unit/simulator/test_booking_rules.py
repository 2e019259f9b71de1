# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The licence rules of bookings, client sessions, and faults, as the guides tell them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from lxml import etree
from tms_simulator.seed import seed
from tms_simulator.soap import dispatch
from tms_simulator.soap.operations import Operations
from tms_simulator.soap.services import BOOKING
from tms_simulator.store import PACKAGE, Denied, Store, as_tms_time, make_key, now

LICENSE = -2147219503


@pytest.fixture
def store(tmp_path):
    made = Store(tmp_path / "tms.sqlite")
    seed(made, systems=30, packs=1, enabled=24)
    yield made
    made.close()


@pytest.fixture
def client(store):
    return Operations(store, store.user("TMS\\apiclient"))


def conference(*systems, **more):
    start = now() + timedelta(days=1)
    return {
        "Title": "Test",
        "StartTimeUTC": as_tms_time(start),
        "EndTimeUTC": as_tms_time(start + timedelta(hours=1)),
        "Participants": [{"ParticipantId": each, "ParticipantCallType": "TMS"} for each in systems],
        **more,
    }


def is_on(store, id_):
    return bool(store.system(id_)["remote_bookings"])


def test_first_booking_turns_a_system_on_while_a_seat_is_free(store, client):
    assert not is_on(store, 1025)
    client.SaveConference(conference(1025))
    assert is_on(store, 1025)
    with pytest.raises(Denied) as denied:
        client.SaveConference(conference(1026))
    assert denied.value.code == LICENSE
    assert not is_on(store, 1026)
    assert [row["system_id"] for row in store.rows("select * from tickets")] == [1026]


def test_a_booking_edited_without_a_seat_is_deleted(store, client):
    booked = client.SaveConference(conference(1025))["ConferenceId"]
    store.save_settings(1025, {}, False, "admin")
    store.save_settings(1026, {}, True, "admin")
    assert is_on(store, 1026)
    with pytest.raises(Denied):
        client.SaveConference(conference(1025, ConferenceId=booked, Title="Edited"))
    with pytest.raises(Denied) as gone:
        client.GetConferenceById(booked)
    assert gone.value.code == -2147218302


def test_yes_without_a_seat_has_no_effect_and_says_so(store):
    assert store.save_settings(1025, {}, True, "admin") == "The settings were saved."
    assert "no licenses are available" in store.save_settings(1026, {}, True, "admin")
    assert not is_on(store, 1026)


def test_a_package_key_overrides(store, client):
    store.add_key(make_key(store.serial, PACKAGE, 1), "admin")
    assert not store.remote_bookings_applies(store.system(1026))
    client.SaveConference(conference(1026))
    assert not is_on(store, 1026)


def test_replies_for_systems_are_bare(store, client):
    booked = client.SaveConference(conference(1001))["ConferenceId"]
    assert len(client.GetConferenceById(booked)["Participants"]) == 1
    listed = client.GetConferencesForSystems("2020-01-01T00:00:00Z", "2100-01-01T00:00:00Z", "All", [1001])
    assert [row["ConferenceId"] for row in listed] == [booked]
    assert "Participants" not in listed[0]


def call(store, soap, session=""):
    header = f"<ClientVersionIn>15</ClientVersionIn><ClientSession>{session}</ClientSession>"
    envelope = (
        f'<s:Envelope xmlns:s="{soap}"><s:Header><ExternalAPIVersionSoapHeader xmlns="{BOOKING.namespace}">{header}'
        f'</ExternalAPIVersionSoapHeader></s:Header><s:Body><GetTransactionsSince xmlns="{BOOKING.namespace}">'
        "<CurrentTransactionId>0</CurrentTransactionId></GetTransactionsSince></s:Body></s:Envelope>"
    )
    user = store.user("TMS\\apiclient")
    return dispatch.handle(store, user, "POST", BOOKING.path, "", envelope.encode(), "http://localhost")


@pytest.mark.parametrize("soap", [dispatch.SOAP11, dispatch.SOAP12])
def test_a_licensed_call_needs_the_session_that_the_fault_suggests(store, soap):
    answer = call(store, soap)
    assert answer.status == 500
    fault = etree.fromstring(answer.body).find(f".//{{{soap}}}Fault")
    assert fault.find("detail/errorcode").text == "-2147218247"
    session = fault.find("detail/clientsessionid").text
    assert call(store, soap, session).status == 200
    assert b"-2147218253" in call(store, soap, "made-up").body
