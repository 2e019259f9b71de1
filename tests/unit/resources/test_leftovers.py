# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Test bookings of killed runs, as an account sees them that may not read every booking."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from types import SimpleNamespace

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._model.bookings import Booking
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import FaultError, RefusedError
from ansible_collections.telepresence.tms.plugins.module_utils._model.test_bookings import KEY, SOURCE, TITLE
from ansible_collections.telepresence.tms.plugins.module_utils._resources.test_bookings import TestBookings, Window

OWNER = "TMS\\jane"
START = datetime.now(timezone.utc) + timedelta(days=1)
NO_ACCESS, NOT_FOUND, OTHER = -2147218266, -2147218302, -2147218271


class Bookings:
    """What BookingService answers: the lists tell source and key or not, reading by itself ends with *fault*."""

    def __init__(self, *kept, fault=None):
        self.kept = {each.id: each for each in kept}
        self.fault = fault
        self.stays = False

    def conferences_between(self, ids, start, end):
        return list(self.kept.values())

    def conferences_for_user(self, user_name, start, end):
        return [each for each in self.kept.values() if each.start < end]

    def conference(self, id_):
        if self.fault is not None:
            raise FaultError("read a conference", said="no", code=self.fault)
        if id_ not in self.kept:
            raise FaultError("read a conference", said="no", code=NOT_FOUND)
        return self.kept[id_]

    def delete(self, id_):
        if not self.stays:
            del self.kept[id_]


def booking(**more):
    facts = {"id": 7, "title": TITLE, "start": START, "end": START + timedelta(minutes=15), "owner": OWNER}
    return Booking(**(facts | more))


def of(service):
    return TestBookings(SimpleNamespace(booking=service), OWNER, Window())


def test_what_the_list_proves_is_ours_without_reading_it():
    service = Bookings(booking(source=SOURCE, key=KEY + "1"), fault=NO_ACCESS)
    (ours,) = of(service).leftovers([]).ours
    of(service).remove(ours)
    assert service.kept == {}


def test_what_cannot_be_read_stays_and_is_told():
    service = Bookings(booking(), fault=NO_ACCESS)
    found = of(service).leftovers([])
    assert found.ours == ()
    (warning,) = found.warnings
    assert "Conference 7" in warning and OWNER in warning and "delete it in TMS" in warning


def test_another_fault_is_no_answer():
    with pytest.raises(FaultError):
        of(Bookings(booking(), fault=OTHER)).leftovers([])


def test_what_was_deleted_meanwhile_is_no_leftover():
    assert of(Bookings(booking(), fault=NOT_FOUND)).leftovers([]).ours == ()


def test_a_booking_that_changed_hands_is_not_deleted():
    service = Bookings(booking(source="other", key=KEY))
    with pytest.raises(RefusedError, match="no test booking of ours"):
        of(service).remove(booking(source=SOURCE, key=KEY))
    assert list(service.kept) == [7]


@pytest.mark.parametrize("fault", [None, NO_ACCESS])
def test_a_deletion_without_effect_is_noticed(fault):
    service = Bookings(booking(source=SOURCE, key=KEY), fault=fault)
    service.stays = True
    with pytest.raises(Exception, match="TMS still has it"):
        of(service).remove(booking(source=SOURCE, key=KEY))
