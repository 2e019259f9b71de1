# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers of every API version from TMS 13.0.1 to 15.11: all that the modules ask over SOAP, and what they announce."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._http.connection import Connection
from ansible_collections.telepresence.tms.plugins.module_utils._http.policy import READING_OPERATIONS
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import FaultError
from ansible_collections.telepresence.tms.plugins.module_utils._resources import booking_check, server
from ansible_collections.telepresence.tms.plugins.module_utils._resources.tms import Tms
from ansible_collections.telepresence.tms.plugins.module_utils._soap.announced import HIGHEST
from ansible_collections.telepresence.tms.plugins.module_utils._soap.description import BOOKING, REMOTE_SETUP
from tms_simulator.launch import Simulator
from tms_simulator.soap.operations import WRITING

VERSIONS = range(6, 23)

#: The operations of both of a server's own WSDLs, which are of API 9 to 10: no later one is asked for on any server.
KNOWN = {
    *("SetPrimarySystem", "GetUsers", "GetSystemsForUser", "GetSystems", "GetSystemById", "GenerateConferenceAPIUser"),
    *(
        "DisableConferenceAPIUser",
        "IsAlive",
        "IsTMSSiteAdmin",
        "IsTMSServiceUser",
        "IsTMSBookOnBehalfUser",
        "IsLocalAdmin",
    ),
    *("GetConferencesForSystems", "GetConferenceById", "GetRecurrentConferenceById", "GetDefaultConference"),
    *("SaveConference", "SaveConferences", "SaveConferenceRecInstance", "DeleteConferenceById", "EndConferenceById"),
    *(
        "DeleteConferenceRecInstanceById",
        "GetConferenceIdByExternalId",
        "GetTransactionsSince",
        "GetConferencesForUser",
    ),
    "GetRecordingAliases",
}


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with Simulator(systems=6, enabled=3) as simulator:
        yield simulator


@pytest.fixture
def signed_in(simulator: Simulator) -> Iterator[Any]:
    """A server of an API version, and an account of it: signed_in(9, "apiclient")."""
    opened: list[Tms] = []

    def sign_in(version: int, name: str = "tmsadmin", *, read_only: bool = True) -> Tms:
        simulator.change("sql", statement="update meta set value = ? where name = 'api_version'", values=[str(version)])
        simulator.reset()
        account = simulator.accounts[name]
        connection = Connection(simulator.url, username=account["username"], password=account["password"])
        opened.append(Tms(connection, read_only=read_only))
        return opened[-1]

    yield sign_in
    for tms in opened:
        tms.close()


def calls(simulator: Simulator) -> list[tuple[str, int]]:
    """Operation and announced version of each call over SOAP, in order."""
    return [(each["operation"], each["announced"]) for each in simulator.journal() if each.get("operation")]


@pytest.mark.parametrize("version", VERSIONS)
def test_the_version_is_told_and_everything_is_read(simulator: Simulator, signed_in: Any, version: int) -> None:
    tms = signed_in(version)
    told = server.report(tms, {"probe": False, "record": None, "mask": False})
    assert told["api_version"] == version
    assert (told["user"]["site_administrator"], told["user"]["local_administrator"]) == (True, True)
    assert {system.category for system in tms.systems} <= {"Endpoint", "Room", "Equipment"}
    assert len(tms.systems) == 6 + 1
    assert "TMS\\tmsadmin" in {user.user_name for user in tms.remote_setup.users()}
    assert tms.booking.future_bookings([1001, 1002]) == {}
    (first, *later) = calls(simulator)
    # Only GetDefaultConference tells the version, so it is asked first here; then neither service hears of a higher one.
    assert first == ("GetDefaultConference", HIGHEST)
    assert {announced for dummy, announced in later} == {min(version, HIGHEST)}


@pytest.mark.parametrize("version", VERSIONS)
def test_a_test_booking_on_every_version(simulator: Simulator, signed_in: Any, version: int) -> None:
    tms = signed_in(version, "apiclient", read_only=False)
    options = {"systems": [{"id": 1001}], "owner": None, "within_hours": 72, "minutes": 15}
    checked = booking_check.check(tms, options | {"claim_seat": False, "seats_held": True, "check_mode": False})
    # Sessions came with API 13.
    assert checked["client_session_used"] == (version >= 13)
    assert simulator.dump()["bookings"] == []
    written = {operation: announced for operation, announced in calls(simulator) if operation in WRITING}
    assert {"SaveConference", "DeleteConferenceById"} <= set(written)
    # Before anything is written the version is known.
    assert set(written.values()) == {min(version, HIGHEST)}


@pytest.mark.parametrize("version", [6, 9, 15, 22])
def test_an_account_is_made_and_disabled(simulator: Simulator, signed_in: Any, version: int) -> None:
    tms = signed_in(version, read_only=False)
    assert tms.me == "TMS\\tmsadmin"
    made = tms.remote_setup.generate_user(
        f"svc{version}", "S3cret&Pass-word", f"svc{version}@example.com", send_notifications=False
    )
    assert made.endswith(f"svc{version}")
    tms.remote_setup.disable_user(made)
    assert {announced for operation, announced in calls(simulator)[1:]} == {min(version, HIGHEST)}


def test_no_operation_is_asked_for_that_an_old_server_lacks() -> None:
    for description in (BOOKING, REMOTE_SETUP):
        assert set(description.operations) <= KNOWN
    assert set(READING_OPERATIONS) <= KNOWN


def test_an_operation_that_a_server_lacks_is_one_sentence(signed_in: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """As ASP.NET answers: the request names an operation that this server does not have."""
    tms = signed_in(6)
    service = tms.remote_setup._service
    ask = service._http.soap
    monkeypatch.setattr(
        service._http,
        "soap",
        lambda path, envelope, **more: ask(path, envelope.replace(b"GetUsers", b"GetPeople"), **more),
    )
    with pytest.raises(FaultError) as told:
        tms.remote_setup.users()
    assert str(told.value).startswith("Could not call GetUsers on http")
    assert "did not recognize the value of HTTP Header SOAPAction" in str(told.value)
    assert "\n" not in str(told.value)
