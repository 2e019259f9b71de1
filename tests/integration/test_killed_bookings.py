# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs that book and are killed, at each of their requests: the next run removes what they leave, and nothing else, not even
the booking of a run that goes on at the same time.

The runs go on in this process, without Ansible: only so is every request met exactly.
"""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._engine.engine import Orders, run
from ansible_collections.telepresence.tms.plugins.module_utils._http.connection import Connection
from ansible_collections.telepresence.tms.plugins.module_utils._http.line import Line
from ansible_collections.telepresence.tms.plugins.module_utils._resources import test_bookings, this_process
from ansible_collections.telepresence.tms.plugins.module_utils._resources.booking_check import check
from ansible_collections.telepresence.tms.plugins.module_utils._resources.remote_bookings import RemoteBookings, wanted
from ansible_collections.telepresence.tms.plugins.module_utils._resources.tms import Tms
from ansible_collections.telepresence.tms.plugins.module_utils._web.labels import Labels
from knife import Killed, Knife
from taught_labels import TAUGHT
from tms_simulator.launch import Simulator

ANY = {"id": None, "name": None, "pattern": None, "folder": None, "recurse": True}
SYSTEMS = [{**ANY, "id": 1001}, {**ANY, "id": 1002}]
CHECK = {"systems": SYSTEMS, "owner": None, "within_hours": 72, "minutes": 15, "claim_seat": False, "seats_held": False}
CLAIM = {
    "systems": [{**each, "state": None} for each in SYSTEMS],
    "state": "enabled",
    "exclusive": False,
    "scope": None,
    "allow_empty": False,
    "on_shortage": "fail",
    "method": "test_booking",
    "seats_total": None,
    "protect_booked": True,
    "include_unreachable": False,
    "assume": None,
}


@pytest.fixture
def knife(monkeypatch):
    return Knife(monkeypatch)


class Rehearsal:
    """One simulated server, and runs against it as one account."""

    def __init__(self, simulator, account):
        self.simulator = simulator
        self._account = simulator.accounts[account]

    def tms(self, *, check_mode):
        connection = Connection(self.simulator.url, self._account["username"], self._account["password"])
        labels = Labels(TAUGHT.get(self.simulator.skin))
        return Tms(connection, read_only=check_mode, labels=labels)

    def check(self, options, check_mode=False):
        """What booking_check returns."""
        with closing(self.tms(check_mode=check_mode)) as tms:
            result = check(tms, CHECK | options | {"check_mode": check_mode})
            assert not result.get("failed"), result["msg"]
            return result["changed"]

    def claim(self, options, check_mode=False):
        """Whether remote_bookings changes something."""
        with closing(self.tms(check_mode=check_mode)) as tms:
            params = CLAIM | options | {"check_mode": check_mode}
            outcome = run(RemoteBookings(), tms, wanted(params), Orders(check_mode=check_mode))
            assert outcome.failure is None, outcome.failure
            return outcome.changed

    def bookings(self):
        return [(each["title"], each["owner"], each["systems"]) for each in self.simulator.dump()["bookings"]]


#: Runs to be killed: the account, which of the runs, its options, and the options of the next run.
KILLS = {
    "same systems": ("videoadmin", "check", {}, {}),
    "other systems": ("videoadmin", "check", {}, {"systems": [{**ANY, "id": 1005}]}),
    "on behalf": ("apiclient", "check", {"owner": "TMS\\jane", "seats_held": True}, {}),
    "first booking": ("tmsadmin", "claim", {}, {}),
}


@pytest.mark.parametrize("kind", KILLS)
def test_a_run_killed_at_any_request_leaves_nothing_that_the_next_does_not_remove(kind, skin, knife, monkeypatch):
    account, what, options, others = KILLS[kind]
    with Simulator(systems=6, enabled=6, skin=skin) as simulator:
        site = Rehearsal(simulator, account)
        work = getattr(site, what)
        # A booking of the same title, source and key, but of somebody else.
        data = {"ExternalSourceId": "telepresence.tms", "ExternalPrimaryKey": "booking-check-1"}
        simulator.change(
            "sql",
            statement="insert into bookings (title, start, end, owner_id, status, data) select ?, datetime('now', '+2 days') || "
            "'Z', datetime('now', '+2 days', '+1 hour') || 'Z', id, 'Pending', ? from users where username = ?",
            values=["telepresence.tms booking check", json.dumps(data), "TMS\\operator"],
        )
        simulator.change("sql", statement="insert into booked select max(id), ? from bookings", values=[1006])
        foreign = site.bookings()
        assert len(foreign) == 1

        def before():
            if what == "claim":
                simulator.change("sql", statement="update systems set remote_bookings = 0 where id < 1003", values=[])

        before()
        work(options)
        # Before it is saved for the first time nothing can be left.
        first, requests, left_behind = knife.first(b"SaveConference"), len(knife.asked), 0
        for number in range(first, requests + 1):
            before()
            knife.sharpen(number)
            with monkeypatch.context() as patch, pytest.raises(Killed):
                # A process of its own, which is gone when the next run asks.
                patch.setattr(this_process, "process", lambda: "1.0")
                work(options)
            knife.sharpen(None)
            if site.bookings() != foreign:
                left_behind += 1
                assert work(options | others, check_mode=True)
                assert work(options | others)
                assert site.bookings() == foreign
        # Those killed between the booking and its removal.
        assert left_behind >= 3


def test_runs_at_the_same_time_leave_each_others_bookings_alone(skin, monkeypatch):
    """The first run stands still before it deletes its booking, until the second has met that booking and waits."""
    plain, first = Line.exchange, threading.local()
    booked, met = threading.Event(), threading.Event()
    deleted = []

    def exchange(line, request):
        if b"DeleteConferenceById" in (request.body or b""):
            deleted.append(bool(getattr(first, "here", False)))
            if deleted[-1]:
                booked.set()
                assert met.wait(60)
        return plain(line, request)

    def started():
        first.here = True
        return site.check({})

    monkeypatch.setattr(Line, "exchange", exchange)
    monkeypatch.setattr(this_process, "process", lambda: "1.1" if getattr(first, "here", False) else "2.2")
    monkeypatch.setattr(this_process, "lives", lambda name: True)
    monkeypatch.setattr(test_bookings.time, "sleep", lambda seconds: met.set() or threading.Event().wait(0.1))
    with Simulator(systems=6, enabled=6, skin=skin) as simulator, ThreadPoolExecutor(1) as other:
        site = Rehearsal(simulator, "videoadmin")
        running = other.submit(started)
        assert booked.wait(60)
        # In check mode nothing is waited for, and nothing predicted to be deleted.
        assert not site.check({}, check_mode=True) and not met.is_set()
        assert not site.check({})
        assert not running.result(60)
        assert deleted == [True, False]
        assert site.bookings() == []
