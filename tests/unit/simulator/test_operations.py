# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All operations of both services answer, with what the guides tell of them, and refuse with the documented codes."""

from __future__ import annotations

import base64
from datetime import timedelta

import pytest
from lxml import etree
from tms_simulator.soap.dispatch import SOAP11, SOAP12
from tms_simulator.soap.operations import LICENSED
from tms_simulator.soap.services import BOOKING, REMOTE_SETUP
from tms_simulator.store import as_tms_time, now

#: The documented codes (guide 15.x p. 52 and 54).
LICENSE = -2147219503
MEETING_NOT_FOUND = -2147218302
SYSTEM_NOT_FOUND = -2147218301
ALREADY_BOOKED = -2147218300
NOT_ACTIVE = -2147218272
IS_DELETED = -2147218271
ACTIVE = -2147218270
IN_THE_PAST = -2147218269
NO_ACCESS = -2147218266
TOO_FAR = -2147218265
NEVER_ENDING = -2147218264
NOT_ALLOWED = -2147218262
USER_NOT_FOUND = -2147218255
SESSION_EXPIRED = -2147218253
NO_INSTANCE = -2147218252
SESSION_BLANK = -2147218247

PATTERN = (
    "<RecurrencePattern><FrequencyType>Weekly</FrequencyType><Interval>1</Interval><FirstDayOfWeek>Monday</FirstDayOfWeek>"
    "<BySetPosition>0</BySetPosition><PatternEndType>{}</PatternEndType>"
    "<PatternEndDateUTC>2099-01-01 00:00:00Z</PatternEndDateUTC><PatternInstances>3</PatternInstances></RecurrencePattern>"
)


def schema_of(service):
    """What the served WSDL allows, as a schema that stands alone."""
    schema = etree.fromstring(service.wsdl("http://tms").encode()).find("{*}types/{*}schema")
    return etree.XMLSchema(etree.fromstring(etree.tostring(schema)))


SCHEMAS = {service.name: schema_of(service) for service in (BOOKING, REMOTE_SETUP)}


@pytest.fixture
def booked(call, conference):
    """Books: booked(1001, more=...); the id of the conference."""

    def made(*systems, user="apiclient", **more):
        told = call("SaveConference", conference(*systems, **more), user=user)
        assert told.status == 200, told.all("faultstring")
        return told.one("ConferenceId")

    return made


def id_(conference_id):
    return f"<ConferenceId>{conference_id}</ConferenceId>"


def update(content, conference_id):
    return content.replace("<Title>", f"{id_(conference_id)}<Title>")


# -- all of them

_PERIOD = "<StartTime>2020-01-01T00:00:00</StartTime><EndTime>2100-01-01T00:00:00Z</EndTime>"
_PERIOD += "<ConferenceStatus>All</ConferenceStatus>"


@pytest.mark.parametrize("soap", [SOAP11, SOAP12])
@pytest.mark.parametrize("operation", [*REMOTE_SETUP.operations, *BOOKING.operations])
def test_every_operation_answers_in_the_form_of_the_wsdl(call, conference, store, booked, operation, soap):
    """Announced is API 9, that of the WSDL: nothing newer may be in the answer."""
    store.plant_booking([1001], store.user("apiclient")["id"], now() - timedelta(minutes=5), ExternalSourceId="s")
    planted = store.row("select id from bookings")["id"]
    series = booked(1002, more=PATTERN.format("EndByDate"))
    arguments = {
        "SetPrimarySystem": "<primSys>Oslo Boardroom 1</primSys>",
        "GetSystemById": "<TMSSystemId>1001</TMSSystemId>",
        "GenerateConferenceAPIUser": "<userNameBase>c</userNameBase><encPassword>eA==</encPassword>",
        "DisableConferenceAPIUser": "<userName>TMS\\operator</userName>",
        "GetConferencesForSystems": f"<SystemIds>1001</SystemIds><SystemIds>1002</SystemIds>{_PERIOD}",
        "GetConferencesForUser": f"<UserName>TMS\\apiclient</UserName>{_PERIOD}",
        "SaveConference": conference(1003),
        "SaveConferences": (conference(1003) + conference(1004)).replace("Conference>", "Conferences>")
        + "<oneTransaction>true</oneTransaction>",
        "SaveConferenceRecInstance": update(conference(1002), series),
        "DeleteConferenceRecInstanceById": id_(series),
        "GetConferenceIdByExternalId": "<ExternalSourceId>s</ExternalSourceId>",
        "GetTransactionsSince": "<CurrentTransactionId>0</CurrentTransactionId>",
        "GetRecordingAliases": "<UserName>TMS\\apiclient</UserName>",
    }
    content = arguments.get(operation, id_(planted) if "ById" in operation else "")
    told = call(operation, content, user="tmsadmin", soap=soap, version=9)
    assert told.status == 200, [*told.all("faultstring"), *told.all("Text")]
    service = REMOTE_SETUP if operation in REMOTE_SETUP.operations else BOOKING
    (body,) = told.root.iterfind(f"{{{soap}}}Body")
    (response,) = body
    assert response.tag == f"{{{service.namespace}}}{operation}Response"
    SCHEMAS[service.name].assertValid(response)
    assert len(response) == (0 if service.result(operation) is None else 1)


@pytest.mark.parametrize("operation", [*REMOTE_SETUP.operations, *BOOKING.operations])
def test_a_session_is_asked_for_by_licensed_operations_alone(call, conference, operation):
    told = call(operation, session="", user="tmsadmin")
    assert (told.code == SESSION_BLANK) == (operation in LICENSED)


# -- RemoteSetupService


@pytest.mark.parametrize(
    ("user", "told"),
    [
        ("tmsadmin", {"IsTMSSiteAdmin": "true", "IsTMSBookOnBehalfUser": "true", "IsLocalAdmin": "true"}),
        ("apiclient", {"IsTMSSiteAdmin": "false", "IsTMSBookOnBehalfUser": "true", "IsLocalAdmin": "false"}),
        ("operator", {"IsTMSSiteAdmin": "false", "IsTMSBookOnBehalfUser": "false", "IsLocalAdmin": "false"}),
    ],
)
def test_the_self_checks_tell_of_the_caller(call, user, told):
    told = told | {"IsAlive": "true", "IsTMSServiceUser": "false"}
    assert {name: call(name, user=user).one(f"{name}Result") for name in told} == told


def test_systems_and_who_may_book_them(call):
    ids = call("GetSystems").all("SystemId")
    assert len(ids) == 31
    assert "9002" not in ids
    assert len(call("GetSystemsForUser").all("SystemId")) == 30
    assert call("GetSystemsForUser", user="operator").all("SystemId") == []


def test_an_account_is_made_in_site_administrators_and_disabled_again(call, store):
    content = "<userNameBase>conf</userNameBase><encPassword>{}</encPassword><emailAddress>c@example.com</emailAddress>"
    content = content.format(base64.b64encode("Pä$$1".encode()).decode())
    names = [
        call("GenerateConferenceAPIUser", content, user="tmsadmin").one("GenerateConferenceAPIUserResult") for _ in "ab"
    ]
    assert names == ["TMS\\conf", "TMS\\conf1"]
    assert store.is_site_administrator(store.user("conf")["id"])
    assert store.row("select password from windows where username = 'conf'")["password"] == "Pä$$1"
    hidden = dict(zip(call("GetUsers").all("UserName"), call("GetUsers").all("IsHiddenUser"), strict=True))
    assert (hidden["TMS\\conf"], hidden["TMS\\tmsadmin"]) == ("true", "false")
    assert call("DisableConferenceAPIUser", "<userName>TMS\\conf</userName>", user="tmsadmin").status == 200
    assert store.groups_of(store.user("conf")["id"]) == ["Users"]


@pytest.mark.parametrize(
    ("user", "operation", "content", "code"),
    [
        ("apiclient", "GenerateConferenceAPIUser", "<userNameBase>c</userNameBase>", None),
        ("tmsadmin", "GenerateConferenceAPIUser", "<userNameBase>c</userNameBase><encPassword>ä</encPassword>", None),
        ("apiclient", "DisableConferenceAPIUser", "<userName>TMS\\operator</userName>", None),
        ("tmsadmin", "DisableConferenceAPIUser", "<userName>TMS\\nobody</userName>", USER_NOT_FOUND),
        ("tmsadmin", "GetSystemById", "<TMSSystemId>4711</TMSSystemId>", None),
    ],
)
def test_what_remote_setup_refuses(call, store, user, operation, content, code):
    before = [tuple(row) for row in store.rows("select * from users")]
    told = call(operation, content, user=user)
    assert (told.status, told.code) == (500, code)
    assert [tuple(row) for row in store.rows("select * from users")] == before


# -- BookingService


def test_the_default_conference_is_the_callers_and_saves_nothing(call, store):
    told = call("GetDefaultConference", user="operator")
    assert (told.one("ConferenceId"), told.one("OwnerUserName")) == ("-1", "TMS\\operator")
    assert told.has("Participants")
    assert not told.has("Participant")
    assert store.rows("select * from bookings") == []


def test_a_booking_can_be_read_back_in_all_ways(call, booked, store):
    key = "<ExternalSourceId>here</ExternalSourceId><ExternalPrimaryKey>k &amp; 1</ExternalPrimaryKey>"
    made = booked(1001, 1002, more=key)
    whole = call("GetConferenceById", id_(made))
    assert whole.all("ParticipantId") == ["1001", "1002"]
    assert whole.one("ExternalPrimaryKey") == "k & 1"
    for content, found in (("<SystemIds>1002</SystemIds>", [made]), ("<SystemIds>1003</SystemIds>", [])):
        told = call("GetConferencesForSystems", content + _PERIOD)
        assert told.all("ConferenceId") == found
        # Bare, as documented.
        assert not told.has("Participants")
    assert call("GetConferencesForUser", f"<UserName>apiclient</UserName>{_PERIOD}").all("ConferenceId") == [made]
    keys = "<ExternalSourceId>here</ExternalSourceId><ExternalConferenceId>k &amp; 1</ExternalConferenceId>"
    assert call("GetConferenceIdByExternalId", keys).one("GetConferenceIdByExternalIdResult") == made


def test_transactions_tell_who_did_what(call, booked, conference, store):
    made = booked(1001)
    call("SaveConference", update(conference(1002), made))
    call("DeleteConferenceById", id_(made))
    told = call("GetTransactionsSince", "<CurrentTransactionId>1</CurrentTransactionId>")
    assert told.all("TransType") == ["Updated", "Deleted"]
    assert set(told.all("ConferenceId")) == {made}
    assert set(told.all("PerformedByUserId")) == {str(store.user("apiclient")["id"])}


def test_an_update_replaces_what_was_booked_and_counts_its_version(call, booked, conference):
    made = booked(1001)
    told = call("SaveConference", update(conference(1002, hours=30), made))
    assert (told.one("ConferenceId"), told.all("ParticipantId"), told.one("Version")) == (made, ["1002"], "2")
    assert call("GetConferencesForSystems", "<SystemIds>1001</SystemIds>").all("ConferenceId") == []
    # Saved with another Version than was read, it is declined (guide 15.x p. 14).
    stale = update(conference(1003, more="<Version>1</Version>"), made)
    assert call("SaveConference", stale).status == 500
    assert call("SaveConference", stale.replace("<Version>1", "<Version>2")).one("Version") == "3"


def test_all_of_several_are_saved_or_none(call, conference):
    several = (conference(1001) + conference(4711)).replace("Conference>", "Conferences>")
    assert call("SaveConferences", several).code == SYSTEM_NOT_FOUND
    assert call("GetConferencesForSystems", "<SystemIds>1001</SystemIds>").all("ConferenceId") == []


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("All", {"over", "now", "next", "gone", "series"}),
        ("AllExceptDeleted", {"over", "now", "next", "series"}),
        ("Pending", {"next", "series"}),
        ("Ongoing", {"now"}),
        ("PendingAndOngoing", {"now", "next", "series"}),
        ("Finished", {"over"}),
        ("Deleted", {"gone"}),
        ("MeetingRequest", set()),
    ],
)
def test_lists_are_asked_by_status(call, store, status, expected):
    pattern = {"RecurrencePattern": {"PatternEndDateUTC": "2099-01-01 00:00:00Z"}}
    for title, hours, more in (
        ("over", -5, {}),
        ("now", -0.5, {}),
        ("next", 5, {}),
        ("gone", 6, {}),
        ("series", -50, pattern),
    ):
        made = store.plant_booking([1001], 1, now() + timedelta(hours=hours), Title=title, **more)
        if title == "gone":
            store.delete_booking(made, 1)
    told = call("GetConferencesForSystems", _PERIOD.replace(">All<", f">{status}<"))
    assert set(told.all("Title")) == expected


def test_a_time_without_its_bookings_is_empty(call, booked):
    booked(1001, hours=24)
    later = now() + timedelta(hours=48)
    period = f"<StartTime>{as_tms_time(later)}</StartTime><EndTime>{as_tms_time(later + timedelta(days=9))}</EndTime>"
    assert call("GetConferencesForSystems", period).all("ConferenceId") == []


def test_an_ongoing_conference_is_ended(call, store, booked):
    made = store.plant_booking([1001], store.user("apiclient")["id"], now() - timedelta(minutes=5))
    assert call("EndConferenceById", id_(made)).status == 200
    assert call("EndConferenceById", id_(made)).code == NOT_ACTIVE
    # The system is free again.
    booked(1001, hours=0.1)


def test_somebody_unknown_becomes_a_user_of_the_default_groups(call, booked, store):
    made = booked(1001, more="<OwnerId>0</OwnerId><OwnerUserName>TMS\\jane</OwnerUserName>")
    assert call("GetConferenceById", id_(made), user="tmsadmin").one("OwnerUserName") == "TMS\\jane"
    assert store.groups_of(store.user("jane")["id"]) == ["Users"]


# -- documented codes


@pytest.mark.parametrize(
    ("systems", "options", "code"),
    [
        ([4711], {}, SYSTEM_NOT_FOUND),
        ([1001], {"hours": -9}, IN_THE_PAST),
        ([1001], {"hours": 24 * 200}, TOO_FAR),
        ([1001], {"more": PATTERN.format("EndNever")}, NEVER_ENDING),
        ([1001], {"lasting": -1}, None),
        ([1028, 1029], {}, LICENSE),
        ([1001], {"more": id_(4711)}, MEETING_NOT_FOUND),
        ([1002], {}, ALREADY_BOOKED),
        ([1003], {}, NOT_ALLOWED),
        ([1001], {"more": "<OwnerUserName>TMS\\nobody</OwnerUserName>", "user": "operator"}, None),
    ],
)
def test_a_booking_that_is_refused_leaves_nothing(call, conference, store, systems, options, code):
    store.plant_booking([1002], 1, now() + timedelta(hours=24))
    store.save_settings(1003, {"Allow Bookings": False}, None, "admin")
    user = options.pop("user", "apiclient")
    before = [tuple(row) for row in store.rows("select * from bookings")], [tuple(row) for row in store.systems()]
    told = call("SaveConference", conference(*systems, **options), user=user)
    assert (told.status, told.code) == (500, code)
    assert (
        [tuple(row) for row in store.rows("select * from bookings")],
        [tuple(row) for row in store.systems()],
    ) == before


@pytest.mark.parametrize(
    ("operation", "code"),
    [
        ("GetConferenceById", MEETING_NOT_FOUND),
        ("GetRecurrentConferenceById", MEETING_NOT_FOUND),
        ("DeleteConferenceById", MEETING_NOT_FOUND),
        ("DeleteConferenceRecInstanceById", MEETING_NOT_FOUND),
        ("EndConferenceById", IS_DELETED),
    ],
)
def test_a_deleted_conference_is_gone(call, booked, operation, code):
    made = booked(1001)
    call("DeleteConferenceById", id_(made))
    assert call(operation, id_(made)).code == code


def test_other_codes(call, conference, booked, store):
    assert call("EndConferenceById", id_(4711)).code == MEETING_NOT_FOUND
    assert call("EndConferenceById", id_(booked(1004))).code == NOT_ACTIVE
    single = booked(1005)
    assert call("SaveConferenceRecInstance", update(conference(1005), single)).code == NO_INSTANCE
    assert call("DeleteConferenceRecInstanceById", id_(single)).code == NO_INSTANCE
    assert call("GetConferencesForUser", "<UserName>nobody</UserName>").code == USER_NOT_FOUND
    assert call("GetConferenceIdByExternalId", "<ExternalSourceId>x</ExternalSourceId>").code == MEETING_NOT_FOUND
    # Somebody else's, for a caller without the right to read all conferences.
    theirs = booked(1006, user="tmsadmin")
    assert call("GetConferenceById", id_(theirs)).code == NO_ACCESS
    assert call("GetConferenceById", id_(theirs), user="tmsadmin").status == 200
    # The start of a conference that goes on.
    ongoing = store.plant_booking([1007], store.user("apiclient")["id"], now() - timedelta(minutes=5))
    assert call("SaveConference", update(conference(1007, hours=1), ongoing)).code == ACTIVE
    assert call("GetTransactionsSince", session="made-up").code == SESSION_EXPIRED


def test_a_session_ends_after_its_grace(call, store):
    blank = call("GetTransactionsSince", session="")
    session = blank.one("clientsessionid")
    for minutes, status in ((63, 200), (65, 500)):
        begun = as_tms_time(now() - timedelta(minutes=minutes))
        store.write("update sessions set begun = ? where id = ?", begun, session)
        assert call("GetTransactionsSince", session=session).status == status
    expired = call("GetTransactionsSince", session=session)
    assert expired.code == SESSION_EXPIRED
    assert call("GetTransactionsSince", session=expired.one("clientsessionid")).status == 200


def test_sessions_are_counted_against_the_package(call, store):
    from tms_simulator.store import PACKAGE, SESSIONS_PER_PACKAGE, make_key

    store.add_key(make_key(store.serial, PACKAGE, 1), "admin")
    codes = [call("GetTransactionsSince", session="").code for dummy in range(SESSIONS_PER_PACKAGE + 1)]
    assert codes == [SESSION_BLANK] * SESSIONS_PER_PACKAGE + [LICENSE]
