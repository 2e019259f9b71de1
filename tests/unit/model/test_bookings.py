# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bookings: times as TMS writes them, and whose they are when replies name no participants."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._model.bookings import Booking, by_system, parsed_time
from hypothesis import given
from hypothesis import strategies as st

MOMENT = datetime(2026, 12, 1, 9, 0, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-12-01 09:00:00Z", MOMENT),
        ("2026-12-01T09:00:00Z", MOMENT),
        ("2026-12-01T09:00:00", MOMENT),
        (" 2026-12-01 09:00:00.123Z ", MOMENT),
        ("01.12.2026 09:00", None),
        ("", None),
        (None, None),
    ],
)
def test_times(text, moment):
    assert parsed_time(text) == moment


def test_how_messages_name_a_booking():
    assert Booking(1, "Weekly", MOMENT, MOMENT).title_and_time == "'Weekly' 2026-12-01 09:00Z"
    assert Booking(1, "Weekly", MOMENT, None, is_series=True).title_and_time == "series 'Weekly' 2026-12-01 09:00Z"
    assert Booking(1, "Odd", None, None).title_and_time == "'Odd' at an unknown time"


class Server:
    def __init__(self, booked):
        self.booked = {
            system: [Booking(number, "", None, None) for number in numbers] for system, numbers in booked.items()
        }
        self.calls = 0

    def fetch(self, ids):
        self.calls += 1
        return list(dict.fromkeys(each for system in ids for each in self.booked.get(system, ())))


@given(
    st.lists(st.integers(1, 200), unique=True, max_size=60),
    st.dictionaries(st.integers(1, 200), st.sets(st.integers(1, 20), min_size=1, max_size=3), max_size=12),
)
def test_each_system_gets_its_own_bookings(ids, booked):
    server = Server(booked)
    found = by_system(server.fetch, ids)
    assert {system: {each.id for each in bookings} for system, bookings in found.items()} == {
        system: numbers for system, numbers in booked.items() if system in ids
    }
    assert server.calls <= max(1, 2 * len(ids))


@pytest.mark.parametrize("system", [1, 256, 511, 512])
def test_one_booked_system_of_512_is_found_by_few_calls(system):
    server = Server({system: {1}})
    assert list(by_system(server.fetch, range(1, 513))) == [system]
    assert server.calls <= 1 + 2 * 9


@given(st.sets(st.integers(1, 64)), st.integers(1, 5))
def test_a_few_of_the_booked_systems_are_enough(booked, enough):
    server = Server({system: {system} for system in booked})
    found = by_system(server.fetch, range(1, 65), enough)
    assert len(found) == min(enough, len(booked))
    assert set(found) <= booked


def test_where_all_are_booked_each_is_asked_once_or_a_few_are_enough():
    booked = {system: {system} for system in range(1, 501)}
    for enough, calls in ((None, 501), (20, 21)):
        server = Server(booked)
        assert len(by_system(server.fetch, range(1, 501), enough)) == (enough or 500)
        assert server.calls == calls
    # A series on all of them is one booking: halving cannot tell, and costs two calls a system.
    server = Server({system: {1} for system in range(1, 501)})
    assert len(by_system(server.fetch, range(1, 501), 20)) == 20
    assert server.calls < 60


def test_what_the_fetch_raises_ends_the_search():
    def fetch(ids):
        if len(ids) < 4:
            raise LookupError
        return [Booking(1, "", None, None)]

    with pytest.raises(LookupError):
        by_system(fetch, [1, 2, 3, 4])
