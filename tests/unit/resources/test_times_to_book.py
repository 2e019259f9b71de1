# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which times a test booking tries where TMS refuses one that seemed free."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._model.bookings import Booking, Participant
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import FaultError
from ansible_collections.telepresence.tms.plugins.module_utils._model.systems import System
from ansible_collections.telepresence.tms.plugins.module_utils._model.test_bookings import SOURCE, TITLE
from ansible_collections.telepresence.tms.plugins.module_utils._resources.test_bookings import TestBookings, Window

TAKEN, TOO_FAR, NOT_FOUND = -2147218300, -2147218265, -2147218302
ROOM = System(1001, "Oslo 1")


class Bookings:
    """A server on which a series, that no list tells, takes the first hours."""

    def __init__(self, hours, code=TAKEN):
        self.hours, self.code = hours, code
        self.starts = []
        self.kept = None

    def conferences_between(self, ids, start, end):
        return []

    def meeting_requests(self, ids, start, end):
        return []

    def save(self, wish):
        self.starts.append(wish.start)
        if wish.start < self.starts[0] + timedelta(hours=self.hours):
            raise FaultError("save", said="no", code=self.code)
        people = tuple(Participant(id_, "", "TMS") for id_ in wish.system_ids)
        self.kept = Booking(7, TITLE, wish.start, wish.end, wish.owner, False, people, SOURCE, wish.key)
        return self.kept

    def conference(self, id_):
        if self.kept is None:
            raise FaultError("read", said="no", code=NOT_FOUND)
        return self.kept

    def delete(self, id_):
        self.kept = None


def tried(service):
    window = replace(Window(), within=timedelta(hours=72))
    (done,) = TestBookings(SimpleNamespace(booking=service, timeout=30), "TMS\\svc", window).book([ROOM])
    return done


@pytest.mark.parametrize("hours", [1, 4, 30])
def test_a_series_is_stepped_over_in_a_few_tries(hours):
    service = Bookings(hours)
    assert tried(service).error is None
    assert len(service.starts) <= 8 and service.kept is None


@pytest.mark.parametrize(("code", "advice"), [(TAKEN, "raise within_hours"), (TOO_FAR, "lower within_hours")])
def test_the_error_says_what_to_do_about_the_times(code, advice):
    error = tried(Bookings(1000, code)).error
    assert advice in str(error) and "Oslo 1" in str(error) and "TMS\\svc" in str(error)
