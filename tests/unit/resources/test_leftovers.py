# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Test bookings of killed runs, of runs that go on, and as an account sees them that may not read every booking."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from types import SimpleNamespace

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._model.bookings import Booking
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import FaultError, RefusedError
from ansible_collections.telepresence.tms.plugins.module_utils._model.test_bookings import KEY, SOURCE, TITLE, Run
from ansible_collections.telepresence.tms.plugins.module_utils._resources import this_process
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
        #: What TMS says to GetConferencesForUser.
        self.of_user = None
        #: So often is a booking read before its own run deletes it.
        self.goes_after = None

    def conferences_between(self, ids, start, end):
        return [each for each in self.kept.values() if set(ids) & set(each.system_ids)]

    def conferences_for_user(self, user_name, start, end):
        if self.of_user is not None:
            raise FaultError("list conferences", said="no", code=self.of_user)
        return [each for each in self.kept.values() if each.start < end]

    def conference(self, id_):
        if self.fault is not None:
            raise FaultError("read a conference", said="no", code=self.fault)
        if self.goes_after is not None:
            self.goes_after -= 1
            if self.goes_after < 0:
                self.kept.clear()
        if id_ not in self.kept:
            raise FaultError("read a conference", said="no", code=NOT_FOUND)
        return self.kept[id_]

    def delete(self, id_):
        if not self.stays:
            del self.kept[id_]


def booking(**more):
    facts = {"id": 7, "title": TITLE, "start": START, "end": START + timedelta(minutes=15), "owner": OWNER}
    return Booking(**(facts | more))


def of(service, timeout=30, **more):
    return TestBookings(SimpleNamespace(booking=service, timeout=timeout), OWNER, Window(), **more)


def of_run(machine=None, process=None, seconds=60):
    """A booking of a run that says to be over in so many seconds."""
    until = datetime.now(timezone.utc).replace(microsecond=0) + timedelta(seconds=seconds)
    run = Run(machine or this_process.machine(), process or this_process.process(), until)
    return booking(source=SOURCE, key=run.key("1f2e"))


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


def test_what_an_account_may_not_read_is_looked_up_in_the_list_before_it_is_deleted():
    mine = booking(source=SOURCE, key=KEY + "1")
    service = Bookings(booking(owner="TMS\\other"), fault=NO_ACCESS)
    with pytest.raises(RefusedError, match="no test booking of ours"):
        of(service).remove(mine)
    service = Bookings(booking(title="Board meeting"), fault=NO_ACCESS)
    with pytest.raises(RefusedError, match="no test booking of ours"):
        of(service).remove(mine)
    service = Bookings(booking(), fault=NO_ACCESS)
    of(service).remove(mine)
    assert service.kept == {}


def test_an_owner_whose_bookings_are_not_listed_is_told():
    service = Bookings(booking(source=SOURCE, key=KEY + "1"))
    service.of_user = NO_ACCESS
    found = of(service).leftovers([])
    assert found.ours == ()
    assert "other systems are not found" in found.warnings[0] and OWNER in found.warnings[0]


@pytest.mark.parametrize(
    ("run", "left"),
    [
        ({}, True),
        ({"process": "1.0"}, True),
        ({"process": f"{os.getppid()}.0"}, True),
        ({"machine": "elsewhere"}, False),
        ({"machine": "elsewhere", "seconds": -60}, True),
        ({"machine": "elsewhere", "seconds": 3600}, False),
    ],
)
def test_a_booking_is_left_behind_once_its_run_is_over(run, left):
    # Made now and not where the tests are collected: its run is over after a minute.
    made = of_run(**run)
    found = of(Bookings(made), waits=False).settled([])
    assert found.ours == ((made,) if left else ())
    assert found.at_work == (() if left else (made,))
    assert left or "may still go on" in found.warnings[0]


def test_a_run_that_goes_on_on_this_machine_keeps_its_booking():
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        made = of_run(process=this_process.process_of(other.pid))
        assert of(Bookings(made), waits=False).settled([]).at_work == (made,)
        other.kill()
        # Nobody has asked for its end yet, so that it is still listed.
        os.waitid(os.P_PID, other.pid, os.WEXITED | os.WNOWAIT)
        assert of(Bookings(made), waits=False).settled([]).ours == (made,)


def test_the_end_of_another_run_is_waited_for():
    service = Bookings(of_run(machine="elsewhere"))
    service.goes_after = 2
    found = of(service).settled([])
    assert found.ours == () and found.at_work == () and service.goes_after < 0


@pytest.mark.parametrize("seconds", [1, 3600])
def test_what_outlives_its_run_is_left_behind_whatever_its_key_says(seconds):
    made = of_run(machine="elsewhere", seconds=seconds)
    assert of(Bookings(made), timeout=0.2).settled([]).ours == (made,)
