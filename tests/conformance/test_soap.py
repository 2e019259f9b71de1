# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two services of a genuine ASMX: typed answers, headers, sessions and faults in each of their shapes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._http.session import Http
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import FaultError, UnexpectedReplyError
from ansible_collections.telepresence.tms.plugins.module_utils._model.test_bookings import Wish
from ansible_collections.telepresence.tms.plugins.module_utils._resources.tms import Tms
from ansible_collections.telepresence.tms.plugins.module_utils._soap.booking import BookingService
from ansible_collections.telepresence.tms.plugins.module_utils._soap.remote_setup import RemoteSetup
from mono import Mono

SOAP_1_1, SOAP_1_2 = b"http://schemas.xmlsoap.org/soap/envelope/", b"http://www.w3.org/2003/05/soap-envelope"


class Altered:
    """The sessions of a task, whose SOAP requests are altered on their way."""

    def __init__(self, http: Http, alter: Callable[[bytes], bytes], content_type: str = "text/xml") -> None:
        self._http, self._alter, self._content_type = http, alter, content_type
        self.base = http.base

    def soap(self, path: str, envelope: bytes, *, operation: str, headers: Mapping[str, str]) -> Any:
        headers = {**headers, "Content-Type": f"{self._content_type}; charset=utf-8"}
        return self._http.soap(path, self._alter(envelope), operation=operation, headers=headers)


def in_soap_1_2(http: Http) -> Any:
    return Altered(http, lambda envelope: envelope.replace(SOAP_1_1, SOAP_1_2), "application/soap+xml")


def test_systems_users_and_rights(tms: Tms) -> None:
    setup = tms.remote_setup
    systems = setup.systems()
    assert [system.id for system in systems] == list(range(41, 53))
    assert systems[9].name == '会議室 "3" & more'
    assert (systems[0].category, systems[0].status, systems[3].status) == ("Endpoint", "Idle", "NoResponse")
    assert (systems[0].address, systems[0].time_zone) == ("10.1.1.41", "W. Europe Standard Time")
    assert setup.system(46) == systems[5]
    assert (setup.is_alive(), setup.is_site_admin(), setup.is_local_admin()) == (True, True, False)
    assert [(user.user_name, user.display_name, user.hidden) for user in setup.users()] == [
        ("CORP\\aase", "Åse Øystad", True)
    ]


def test_the_caller_and_the_version_in_the_header_of_the_answer(tms: Tms) -> None:
    told = tms.booking.default_conference()
    assert (told.owner_user_name, told.owner_last_name, told.api_version) == ("CORP\\tmsadmin", "Øystad", 14)


def test_a_test_booking_with_the_session_that_the_server_suggests(tms: Tms) -> None:
    start = (datetime.now(timezone.utc) + timedelta(days=1)).replace(microsecond=0)
    booking = tms.booking
    assert not any(booking.future_bookings([41, 42]).values())
    saved = booking.save(
        Wish(key="key", owner="CORP\\tmsadmin", system_ids=(41,), start=start, end=start + timedelta(minutes=15))
    )
    assert booking.client_session_used
    read = booking.conference(saved.id)
    assert (read.start, read.owner, read.key) == (start, "CORP\\tmsadmin", "key")
    assert [each.id for each in read.participants] == [41]
    booked = booking.future_bookings([41, 42])
    assert {id_: [each.id for each in those] for id_, those in booked.items() if those} == {41: [saved.id]}
    booking.delete(saved.id)
    with pytest.raises(FaultError, match=f"The conference with id {saved.id} does not exist"):
        booking.conference(saved.id)


@pytest.mark.parametrize("version", ["1.1", "1.2"])
@pytest.mark.parametrize("custom_errors", ["on", "off"])
def test_faults_in_the_words_of_the_server(
    mono: Mono, connect: Callable[..., Tms], custom_errors: str, version: str
) -> None:
    tms = connect(url=mono.url if custom_errors == "on" else mono.open_url)
    http: Any = in_soap_1_2(tms.http) if version == "1.2" else tms.http
    with pytest.raises(FaultError) as refused:
        BookingService(http).conference(7)
    assert refused.value.said == "The conference with id 7 does not exist (error -2147218302)"
    assert str(refused.value).startswith(f"Could not call GetConferenceById on {tms.http.base}: ")
    assert refused.value.code == -2147218302
    with pytest.raises(FaultError) as failed:
        RemoteSetup(http).system(99)
    assert failed.value.said == "No system has the id 99"


def test_an_answer_of_soap_1_2_is_read(tms: Tms) -> None:
    assert RemoteSetup(in_soap_1_2(tms.http)).system(46) == tms.remote_setup.system(46)
    assert BookingService(in_soap_1_2(tms.http)).default_conference().api_version == 14


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_values_that_the_server_cannot_read(mono: Mono, connect: Callable[..., Tms], version: str) -> None:
    def alter(envelope: bytes) -> bytes:
        envelope = envelope.replace(b">46<", b">forty-six<")
        return envelope.replace(SOAP_1_1, SOAP_1_2) if version == "1.2" else envelope

    tms = connect(url=mono.open_url)
    http: Any = Altered(tms.http, alter, "application/soap+xml" if version == "1.2" else "text/xml")
    with pytest.raises(
        FaultError, match=r"There is an error in XML document \(\d+, \d+\): Input string was not in a correct format\.$"
    ):
        RemoteSetup(http).system(46)


def test_a_body_that_is_no_xml(tms: Tms) -> None:
    http: Any = Altered(tms.http, lambda envelope: b"This is no XML.")
    with pytest.raises(UnexpectedReplyError, match="HTTP 400, the answer is no XML; look at the log of the TMS server"):
        RemoteSetup(http).system(46)
