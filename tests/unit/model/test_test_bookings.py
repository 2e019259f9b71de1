# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which bookings are ours, and when a time is free."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._model.bookings import Booking, Participant
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import InputError
from ansible_collections.telepresence.tms.plugins.module_utils._model.test_bookings import (
    KEY,
    SOURCE,
    TITLE,
    Run,
    Wish,
    checked_window,
    free_times,
    is_ours,
    may_be_ours,
    may_go_on,
    spread,
    verified,
)

NINE = datetime(2026, 11, 24, 9, tzinfo=timezone.utc)
QUARTER = timedelta(minutes=15)
OURS = Booking(
    1, TITLE, NINE, NINE + QUARTER, "TMS\\svc", participants=(Participant(7, "", "TMS"),), source=SOURCE, key=KEY + "1"
)


def at(start, end):
    return Booking(1, "x", NINE + timedelta(minutes=start), NINE + timedelta(minutes=end))


@pytest.mark.parametrize(
    ("change", "ours"),
    [
        ({}, True),
        ({"title": "Renamed"}, True),
        ({"source": "other"}, False),
        ({"key": "other"}, False),
        ({"key": ""}, False),
        ({"owner": "TMS\\jane"}, False),
        ({"owner": ""}, False),
    ],
)
def test_source_key_and_owner_tell_ours_and_not_the_title(change, ours):
    assert is_ours(replace(OURS, **change), "svc") is ours


def test_only_what_may_be_ours_is_read_by_itself():
    assert may_be_ours(OURS, "svc")
    assert may_be_ours(replace(OURS, owner="", source="", key=""), "svc")
    assert not may_be_ours(replace(OURS, title="Board meeting"), "svc")
    assert not may_be_ours(replace(OURS, owner="TMS\\jane"), "svc")


def test_free_times_are_at_quarters_and_between_the_bookings():
    taken = [at(0, 20), at(45, 60)]
    times = [
        int((start - NINE).total_seconds() // 60)
        for start, end in free_times(taken, NINE, NINE + timedelta(hours=2), QUARTER)
    ]
    assert times == [30, 60, 75, 90, 105]


def test_a_booking_that_ends_when_ours_begins_does_no_harm():
    (first, *dummy) = free_times([at(0, 15)], NINE + timedelta(minutes=3), NINE + timedelta(hours=1), QUARTER)
    assert first[0] == NINE + QUARTER


def test_no_time_is_free():
    assert list(free_times([at(-60, 600)], NINE, NINE + timedelta(hours=2), QUARTER)) == []


@pytest.mark.parametrize(("hours", "minutes"), [(0, 15), (1, 0), (1, 61)])
def test_a_window_without_room_is_refused(hours, minutes):
    with pytest.raises(InputError):
        checked_window(hours, minutes)


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({}, None),
        ({"participants": ()}, "system 7"),
        ({"key": KEY + "2"}, "key"),
        ({"owner": "TMS\\jane"}, "owner"),
    ],
)
def test_a_booking_is_compared_with_the_wish(change, wrong):
    said = verified(replace(OURS, **change), Wish(KEY + "1", "svc", (7,), NINE, NINE + QUARTER))
    assert (said is None) if wrong is None else wrong in said


HERE = Run("a1", "7.70", NINE)


def test_a_key_tells_its_run():
    key = HERE.key("1f2e")
    assert key.startswith(KEY) and Run.of(key) == HERE
    assert HERE.key("1f2f") != key


@pytest.mark.parametrize(
    "key", [KEY + "1", KEY + "0b0c7f9e-6a0e-4c51-9d3c-0a4f5b7e2d11", KEY + "a1-7.70-99999999T999999Z-1f", "other"]
)
def test_a_key_that_tells_no_run_is_of_none_that_goes_on(key):
    assert Run.of(key) is None
    assert not may_go_on(key, HERE, NINE, lambda process: True)


@pytest.mark.parametrize(
    ("run", "now", "lives", "goes_on"),
    [
        (Run("a1", "8.80", NINE), NINE, True, True),
        (Run("a1", "8.80", NINE), NINE, False, False),
        (Run("a1", "8.80", NINE), NINE + QUARTER, True, False),
        (Run("b2", "8.80", NINE), NINE, False, True),
        (Run("b2", "8.80", NINE), NINE + QUARTER, False, False),
        (Run("b2", "7.70", NINE), NINE, False, True),
        (HERE, NINE, True, False),
    ],
)
def test_a_run_goes_on_until_its_process_or_its_time_is_over(run, now, lives, goes_on):
    assert may_go_on(run.key("1f"), HERE, now, lambda process: lives) is goes_on


def test_times_to_try_lie_ever_farther_apart():
    assert list(spread(range(20))) == [0, 1, 3, 7, 15]
    assert list(spread([])) == []
