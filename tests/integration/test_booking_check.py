# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Test bookings through ansible-playbook."""

from __future__ import annotations

import json
import time
from datetime import datetime, timedelta, timezone

import pytest

SYSTEMS = [{"id": 1001}, {"id": 1002}]

#: What a test booking carries.
OURS = {"ExternalSourceId": "telepresence.tms", "ExternalPrimaryKey": "booking-check-1"}


def bookings(tms):
    return [(each["title"], each["owner"], each["systems"]) for each in tms.simulator.dump()["bookings"]]


def client(site, **options):
    tms = site(**({"systems": 6, "enabled": 6} | options))
    # May open the pages of the systems, and book.
    tms.account = "videoadmin"
    return tms


def plant(tms, owner, data, system):
    """A booking in two days that is called like a test booking."""
    tms.simulator.change(
        "sql",
        statement="insert into bookings (title, start, end, owner_id, status, data) select ?, datetime('now', '+2 days') || 'Z', "
        "datetime('now', '+2 days', '+1 hour') || 'Z', id, 'Pending', ? from users where username = ?",
        values=["telepresence.tms booking check", json.dumps(data), owner],
    )
    tms.simulator.change("sql", statement="insert into booked select max(id), ? from bookings", values=[system])


def may_only_book(tms):
    """Leave the account's group without Book on behalf of, Update and Approve Meeting."""
    tms.simulator.change(
        "sql",
        statement="update groups set permissions = ? where name = ?",
        values=[
            json.dumps(["Booking > Misc > Booking", "Systems > Navigator > Read"]),
            "Video Unit Administrator",
        ],
    )


def operations(tms):
    return [each["operation"] for each in tms.simulator.journal() if each.get("operation")]


def test_a_booking_is_made_read_back_and_deleted(site, skin):
    tms = client(site, skin=skin)
    before = tms.simulator.dump()
    predicted = tms.check("booking_check", systems=SYSTEMS)
    assert not predicted["failed"], predicted["msg"]
    assert "SaveConference" not in operations(tms)
    assert tms.simulator.counters()["writes"] == 0
    done = tms.apply("booking_check", systems=SYSTEMS)
    assert not done["failed"], done["msg"]
    assert not done["changed"] and not predicted["changed"]
    assert [(each["id"], each["booked"], each["error"]) for each in done["results"]] == [
        (1001, True, None),
        (1002, True, None),
    ]
    assert done["client_session_used"] and not predicted["client_session_used"]
    assert tms.simulator.dump() == before
    # One booking of both, asked for once more with the session that TMS suggested.
    assert operations(tms).count("SaveConference") == 2
    assert operations(tms).count("DeleteConferenceById") == 1


def test_on_behalf_of_somebody_new_makes_a_user(site, skin):
    tms = client(site, skin=skin)
    options = {"systems": SYSTEMS[:1], "owner": "TMS\\jane"}
    predicted = tms.check("booking_check", **options)
    assert predicted["changed"] and predicted["users_created"] == ["TMS\\jane"]
    done = tms.apply("booking_check", **options)
    assert not done["failed"], done["msg"]
    assert done["changed"] and done["users_created"] == ["TMS\\jane"]
    assert bookings(tms) == []
    again = tms.apply("booking_check", **options)
    assert not again["failed"] and not again["changed"]


def test_one_without_the_right_is_refused(site, skin):
    tms = site(skin=skin, systems=6, enabled=6)
    tms.account = "videoadmin"
    may_only_book(tms)
    refused = tms.apply("booking_check", systems=SYSTEMS, owner="TMS\\jane")
    assert refused["failed"] and "Book on behalf of" in refused["msg"]
    tms.account = "operator"
    refused = tms.apply("booking_check", systems=SYSTEMS)
    assert refused["failed"] and "bookable by" in refused["msg"]


def test_a_seat_is_claimed_only_on_request(site, skin):
    tms = client(site, skin=skin, enabled=1)
    refused = tms.apply("booking_check", systems=SYSTEMS)
    assert refused["failed"] and "(id 1002)" in refused["msg"] and "claim_seat" in refused["msg"]
    assert "(id 1001)" not in refused["msg"]
    predicted = tms.check("booking_check", systems=SYSTEMS, claim_seat=True)
    done = tms.apply("booking_check", systems=SYSTEMS, claim_seat=True)
    assert not done["failed"], done["msg"]
    assert done["changed"] and [each["id"] for each in done["seats_taken"]] == [1002]
    assert predicted["seats_taken"] == done["seats_taken"]
    assert tms.enabled() == {1001, 1002}


def test_no_seat_left_names_the_culprit(site, skin):
    tms = client(site, skin=skin, systems=30, enabled=25)
    done = tms.apply("booking_check", systems=[{"id": 1001}, {"id": 1030}], claim_seat=True)
    assert done["failed"] and done["msg"].startswith("1 of 2 test bookings failed")
    assert "(id 1030)" in done["msg"] and "no booking seat is free" in done["msg"]
    assert [each["booked"] for each in done["results"]] == [True, False]
    assert bookings(tms) == []


def test_a_taken_time_is_stepped_over_and_no_time_is_told(site, skin):
    tms = client(site, skin=skin)
    free = tms.check("booking_check", systems=SYSTEMS)["results"][0]["start"]
    hours = (datetime.fromisoformat(free) - datetime.now(timezone.utc)).total_seconds() / 3600
    tms.simulator.change("add_booking", systems=[1001], hours=hours)
    later = tms.check("booking_check", systems=SYSTEMS)
    assert later["results"][0]["start"] > free, later
    none = tms.check("booking_check", systems=SYSTEMS, within_hours=1, minutes=45)
    assert none["failed"] and "no time at which all systems are free" in none["msg"]


def test_bookings_of_others_stay_whatever_they_are_called(site, skin):
    tms = client(site, skin=skin)
    for owner, data in (
        ("TMS\\tmsadmin", OURS),
        ("TMS\\videoadmin", {}),
        ("TMS\\videoadmin", {"ExternalSourceId": "telepresence.tms"}),
        ("TMS\\videoadmin", OURS | {"ExternalSourceId": "other"}),
    ):
        plant(tms, owner, data, 1001)
    before = bookings(tms)
    assert len(before) == 4
    done = tms.apply("booking_check", systems=SYSTEMS)
    assert not done["failed"], done["msg"]
    assert bookings(tms) == before


def killed(tms, when, module, options):
    """A run that is killed as soon as something is so."""
    tms.simulator.latency(60)
    command = tms.playbook.command([{"name": "check", f"telepresence.tms.{module}": options}], tms.options())
    tms.playbook.kill(command, when=when)
    # What was sent before the kill is still carried out.
    time.sleep(0.3)
    tms.simulator.latency(0)


@pytest.mark.parametrize(
    ("module", "options"),
    [
        ("booking_check", {"systems": SYSTEMS, "claim_seat": True}),
        ("remote_bookings", {"systems": SYSTEMS, "method": "test_booking"}),
    ],
)
def test_what_a_killed_run_leaves_is_predicted_and_removed_by_the_next(site, skin, module, options):
    """tests/integration/test_killed_bookings.py meets every request; here whole processes are killed."""
    tms = site(skin=skin, systems=6)
    plant(tms, "TMS\\operator", OURS, 1006)
    foreign = bookings(tms)
    # It was saved at the second try, with the session of TMS's own; it is read now.
    killed(tms, lambda: len(bookings(tms)) > len(foreign), module, options)
    assert len(bookings(tms)) == 2
    task = {"name": "next", f"telepresence.tms.{module}": options}
    run = tms.play([task | {"check_mode": True}, task])
    assert run.returncode == 0, run.output
    assert [each["result"]["changed"] for each in run.tasks] == [True, True]
    assert bookings(tms) == foreign


def test_a_leftover_on_other_systems_is_removed_too(site, skin):
    tms = client(site, skin=skin)
    plant(tms, "TMS\\videoadmin", OURS, 1005)
    assert len(bookings(tms)) == 1
    done = tms.apply("booking_check", systems=SYSTEMS[:1])
    assert not done["failed"], done["msg"]
    assert done["changed"] and len(done["leftovers"]) == 1
    assert bookings(tms) == []


def test_a_leftover_of_a_run_on_another_machine_is_removed_once_that_must_be_over(site, skin):
    tms = client(site, skin=skin)
    until = (datetime.now(timezone.utc) + timedelta(minutes=5)).strftime("%Y%m%dT%H%M%SZ")
    plant(tms, "TMS\\videoadmin", OURS | {"ExternalPrimaryKey": f"booking-check-0a1b-12.34-{until}-5e6f"}, 1005)
    start = time.monotonic()
    done = tms.apply("booking_check", systems=SYSTEMS[:1], timeout=1)
    assert not done["failed"], done["msg"]
    assert time.monotonic() - start > 6
    assert done["changed"] and len(done["leftovers"]) == 1
    assert bookings(tms) == []


def test_a_booking_that_waits_for_approval_is_not_taken_for_booked(site, skin):
    tms = client(site, skin=skin)
    may_only_book(tms)
    done = tms.apply("booking_check", systems=SYSTEMS[:1], seats_held=True)
    assert done["failed"] and "waits for approval" in done["msg"], done
    assert bookings(tms) == []


def test_a_deletion_that_fails_does_not_hide_the_rest_of_the_result(site, skin):
    tms = client(site, skin=skin, enabled=1)
    tms.simulator.faults({"kind": "cut_before", "matching": {"operation": "DeleteConferenceById"}})
    done = tms.apply("booking_check", systems=SYSTEMS[1:], claim_seat=True)
    assert done["failed"] and done["changed"], done
    assert [each["id"] for each in done["seats_taken"]] == [1002]
    assert done["results"][0]["conference_id"] and done["results"][0]["error"]
    assert not tms.apply("booking_check", systems=SYSTEMS[:1])["failed"]
    assert bookings(tms) == []


def test_who_cannot_delete_a_test_booking_makes_no_further_one(site, skin):
    tms = client(site, skin=skin)
    tms.simulator.faults({"kind": "cut_before", "matching": {"operation": "DeleteConferenceById"}})
    tms.simulator.reset()
    done = tms.apply("booking_check", systems=SYSTEMS)
    assert done["failed"] and "tries again to delete" in done["msg"], done
    assert operations(tms).count("SaveConference") == 2
    assert len(bookings(tms)) == 1


def test_a_claim_whose_booking_stays_is_told_and_the_last_one(site, skin):
    tms = site(skin=skin, systems=6)
    tms.simulator.faults({"kind": "cut_before", "matching": {"operation": "DeleteConferenceById"}})
    done = tms.apply("remote_bookings", systems=SYSTEMS, method="test_booking")
    assert done["failed"] and done["changed"], done
    assert [(each["id"], each["action"], each["after"]) for each in done["results"]] == [
        (1001, "enable", "enabled"),
        (1002, "skipped", "disabled"),
    ]
    assert tms.enabled() == {1001} and len(bookings(tms)) == 1
    predicted = tms.check("remote_bookings", systems=SYSTEMS, method="test_booking")
    again = tms.apply("remote_bookings", systems=SYSTEMS, method="test_booking")
    assert not again["failed"], again["msg"]
    assert [each["action"] for each in again["results"]] == ["delete", "none", "enable"]
    assert [each["action"] for each in predicted["results"]] == ["delete", "none", "enable"]
    assert [each["id"] for each in again["before"]] == [1001, 1002]
    assert tms.enabled() == {1001, 1002} and bookings(tms) == []
    assert not tms.apply("remote_bookings", systems=SYSTEMS, method="test_booking")["changed"]


def test_a_client_with_least_rights_says_that_the_seats_are_held(site, skin):
    tms = client(site, skin=skin)
    tms.account = "apiclient"
    refused = tms.apply("booking_check", systems=SYSTEMS)
    assert refused["failed"] and "seats_held" in refused["msg"], refused["msg"]
    done = tms.apply("booking_check", systems=SYSTEMS, seats_held=True)
    assert not done["failed"], done["msg"]
    assert not done["changed"] and bookings(tms) == []


@pytest.mark.parametrize("fault", ["cut_after", "cut_before"])
def test_an_answer_that_never_comes_leaves_nothing_behind(site, skin, fault):
    tms = client(site, skin=skin)
    tms.simulator.faults({"kind": fault, "matching": {"operation": "SaveConference"}, "skip": 1})
    done = tms.apply("booking_check", systems=SYSTEMS[:1])
    assert done["failed"], done
    assert done["msg"].count("\n") == 0
    assert bookings(tms) == []


def test_a_first_booking_claims_the_seats(site, skin):
    tms = site(skin=skin, systems=6)
    predicted = tms.check("remote_bookings", systems=SYSTEMS, method="test_booking")
    assert tms.simulator.counters()["writes"] == 0 and "SaveConference" not in operations(tms)
    done = tms.apply("remote_bookings", systems=SYSTEMS, method="test_booking")
    assert not done["failed"], done["msg"]
    assert done["after"] == predicted["after"] and done["changed"]
    assert tms.enabled() == {1001, 1002} and bookings(tms) == []
    assert not tms.apply("remote_bookings", systems=SYSTEMS, method="test_booking")["changed"]
    refused = tms.apply("remote_bookings", systems=SYSTEMS, state="disabled", method="test_booking")
    assert refused["failed"] and "can only claim a seat" in refused["msg"]
    assert tms.enabled() == {1001, 1002}
