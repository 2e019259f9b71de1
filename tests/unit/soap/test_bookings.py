# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Future bookings of many systems by few calls."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import FaultError
from ansible_collections.telepresence.tms.plugins.module_utils._soap.booking import BookingService

BOOKING = "http://tandberg.net/2004/02/tms/external/booking/"
NOW = datetime.now(timezone.utc)


def written(moment):
    return moment.strftime("%Y-%m-%d %H:%M:%SZ")


def conference(number, *, start=NOW + timedelta(days=1), end=None, extra=""):
    end = end or start + timedelta(hours=1)
    return (
        f"<Conference><ConferenceId>{number}</ConferenceId><Title>Weekly &amp; {number}</Title>"
        f"<StartTimeUTC>{written(start)}</StartTimeUTC><EndTimeUTC>{written(end)}</EndTimeUTC>{extra}"
        "<OwnerId>1</OwnerId><OwnerUserName>SITE\\bob</OwnerUserName><ConferenceType>No Connect</ConferenceType></Conference>"
    )


SERIES = "<RecurrencePattern><FrequencyType>Weekly</FrequencyType><Interval>1</Interval></RecurrencePattern>"


def site(tms, booked):
    """A server on which *booked* tells the conferences of each system."""

    def result(asked):
        ids = [int(text) for text in asked.values("SystemIds")]
        return "".join(dict.fromkeys(each for system in ids for each in booked.get(system, ())))

    return tms(result, namespace=BOOKING)


def test_nothing_booked_costs_one_call(tms):
    server = site(tms, {})
    assert BookingService(server).future_bookings(range(1, 501)) == {}
    (asked,) = server.asked
    assert asked.operation == "GetConferencesForSystems"
    assert asked.values("SystemIds") == [str(number) for number in range(1, 501)]
    assert asked.values("ConferenceStatus") == ["AllExceptDeleted"]
    assert [child.tag.rpartition("}")[2] for child in asked.body][-3:] == ["StartTime", "EndTime", "ConferenceStatus"]


def test_times_are_asked_in_utc_from_now_to_far_ahead(tms):
    server = site(tms, {})
    BookingService(server).future_bookings([1])
    (start,), (end,) = server.asked[0].values("StartTime"), server.asked[0].values("EndTime")
    assert abs(datetime.fromisoformat(start.replace("Z", "+00:00")) - NOW) < timedelta(minutes=5)
    assert datetime.fromisoformat(end.replace("Z", "+00:00")) > NOW + timedelta(days=3000)
    assert start.endswith(("Z", "+00:00"))


def test_no_systems_cost_no_call(tms):
    server = site(tms, {})
    assert BookingService(server).future_bookings([]) == {}
    assert server.asked == []


def test_bookings_are_found_at_their_systems(tms):
    shared = conference(1)
    server = site(tms, {3: [shared], 64: [shared, conference(2)]})
    found = BookingService(server).future_bookings(range(1, 65))
    assert {system: [each.id for each in bookings] for system, bookings in found.items()} == {3: [1], 64: [1, 2]}
    assert len(server.asked) <= 2 * 2 * 6 + 1


def test_what_is_over_is_no_future_booking_but_a_series_is(tms):
    past = NOW - timedelta(days=7)
    server = site(tms, {1: [conference(1, start=past)], 2: [conference(2, start=past, extra=SERIES)]})
    found = BookingService(server).future_bookings([1, 2])
    assert {system: [each.id for each in bookings] for system, bookings in found.items()} == {2: [2]}
    assert found[2][0].is_series


def test_what_is_going_on_counts(tms):
    server = site(tms, {1: [conference(1, start=NOW - timedelta(minutes=30))]})
    assert list(BookingService(server).future_bookings([1])) == [1]


def test_a_time_that_cannot_be_read_counts_as_booked(tms):
    server = site(tms, {1: [conference(1).replace(written(NOW + timedelta(days=1, hours=1)), "soon")]})
    (booking,) = BookingService(server).future_bookings([1])[1]
    assert booking.end is None


def test_a_fault_is_not_taken_for_nothing_booked(faulty):
    with pytest.raises(FaultError, match="right to read all conferences"):
        BookingService(
            faulty("<faultstring>No access</faultstring><detail><errorcode>-2147218266</errorcode></detail>")
        ).future_bookings([1, 2])


def test_one_conference_comes_with_its_participants(tms):
    people = (
        "<Participants><Participant><ParticipantId>7</ParticipantId><NameOrNumber>Oslo</NameOrNumber><EmailAddress/>"
        "<ParticipantCallType>TMS</ParticipantCallType></Participant><Participant><ParticipantId>0</ParticipantId>"
        "<NameOrNumber>a@example.com</NameOrNumber><ParticipantCallType>SIP -&gt;</ParticipantCallType></Participant></Participants>"
    )
    inside = conference(5).replace("</Conference>", f"{people}</Conference>")
    server = tms(inside.removeprefix("<Conference>").removesuffix("</Conference>"), namespace=BOOKING)
    booking = BookingService(server).conference(5)
    assert (booking.id, booking.title, booking.owner) == (5, "Weekly & 5", "SITE\\bob")
    assert booking.system_ids == (7,)
    assert [each.call_type for each in booking.participants] == ["TMS", "SIP ->"]
    assert server.asked[0].values("ConferenceId") == ["5"]


def test_conferences_of_a_user(tms):
    server = tms(conference(1) + conference(2), namespace=BOOKING)
    found = BookingService(server).conferences_for_user("SITE\\bob", NOW, NOW + timedelta(days=1))
    assert [each.id for each in found] == [1, 2]
    assert server.asked[0].values("UserName") == ["SITE\\bob"]
