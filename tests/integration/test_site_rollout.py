# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sites rolled out and taken out of use by the playbooks of the collection, as users type them."""

from __future__ import annotations

import json
from pathlib import Path

from declared import CLIENT_RIGHTS, connection, items, two_sites


def rollout(tms, host, *arguments, playbook="site_rollout", **environment):
    return tms.playbook.by_name(playbook, {"tms1": connection(tms.simulator) | host}, *arguments, **environment)


def writes(tms):
    counters = tms.simulator.counters()
    return counters["writes"] + counters["refused_writes"]


def by_name(dumped, what):
    key = "user_name" if what == "users" else "name"
    return {each[key]: each for each in dumped[what]}


def decommission(*sites):
    return ("-e", json.dumps({"tms_decommission": list(sites)}))


def test_from_an_empty_server_to_the_declared_state_and_back(site, tmp_path):
    tms = site(systems=12, packs=0, fresh=True)
    host = two_sites(tms.simulator)
    before = tms.simulator.dump()

    predicted = rollout(tms, host, "--check")
    assert predicted.returncode == 0, predicted.output
    assert (writes(tms), tms.simulator.dump()) == (0, before)
    overview = predicted.shown()[0]
    assert overview["systems"] == "9 systems are declared, 8 of them change."
    assert overview["seats"].endswith("8 afterwards.")
    assert "enable 'Oslo Boardroom 1' (id 1001): disabled -> enabled" in overview["changes"]

    done = rollout(tms, host)
    assert done.returncode == 0, done.output
    assert items(done.fact("site_rollout_result")) == items(predicted.fact("site_rollout_result"))
    assert done.shown()[0] == overview, "the real run shows first what it will do"
    reached = tms.simulator.dump()
    groups = by_name(reached, "groups")
    assert len(reached["option_keys"]) == len(before["option_keys"]) + 1
    assert sorted(groups["API Booking"]["permissions"]) == CLIENT_RIGHTS
    assert groups["API Booking"]["members"] == ["TMS\\calendar"]
    assert groups["Users"]["permissions"] == ["Booking > Misc > Booking"]
    assert not groups["Site Administrator"]["is_default"]
    enabled = {each["name"] for each in reached["systems"] if each["remote_bookings"] == "enabled"}
    assert enabled == {
        each["name"] for each in before["systems"] if each["folder"] in ("Europe/Oslo", "Europe/Bergen")
    } - {each["name"] for each in before["systems"] if each["remote_bookings"] == "not_applicable"}
    assert reached["bookings"] == []

    tms.simulator.reset()
    again = rollout(tms, host)
    assert again.returncode == 0 and "changed=0" in again.output, again.output
    assert tms.simulator.dump() == reached
    booked = [entry.get("operation") for entry in tms.simulator.journal()]
    assert writes(tms) == booked.count("SaveConference") + booked.count("DeleteConferenceById")

    gone = rollout(tms, host, *decommission("Oslo", "Bergen"), playbook="decommission")
    assert gone.returncode == 0, gone.output
    left = tms.simulator.dump()
    assert left["systems"] == before["systems"], "every field of every system"
    # What stays: the key, the groups as they were declared, and the client's user, which is in Users alone.
    for what, differs in (("groups", {"API Booking", "Users", "Site Administrator"}), ("users", {"TMS\\calendar"})):
        then, now = by_name(before, what), by_name(left, what)
        assert {name for name in {*then, *now} if then.get(name) != now.get(name)} == differs
    assert by_name(left, "groups")["API Booking"]["members"] == []

    backups = done.fact("site_rollout_result")["backups"]
    assert {Path(path).parent for paths in backups.values() for path in paths} == {tmp_path / "backup"}
    restore(tms, backups)
    restored = tms.simulator.dump()
    for what in ("systems", "groups", "users"):
        assert by_name(restored, what) == by_name(before, what)
    assert restored["bookings"] == []


def restore(tms, backups):
    """The documented way back: the lines of the backups as input of the same module, the last step first."""
    for module in ("remote_bookings", "service_user", "default_groups", "group"):
        lines = [
            json.loads(line)
            for path in reversed(backups[module])
            for line in reversed(Path(path).read_text(encoding="utf-8").splitlines())
        ]
        inputs = [{"systems": lines}] if module == "remote_bookings" and lines else lines
        for options in inputs:
            result = tms.apply(module, **options)
            assert not result["failed"], result["msg"]


def test_it_stops_before_any_write_or_goes_as_far_as_it_can(site):
    tms = site(systems=12)
    host = two_sites(tms.simulator)
    oslo = host["tms_sites"][0]
    oslo["groups"][0]["permissions"] = {"set": ["Booking > Misc > Bokking"]}
    del host["tms_option_keys"], oslo["service_user"], oslo["booking_check"]
    before = tms.simulator.dump()
    # Three seats are missing and a right is misspelt: of all that could be done nothing is.
    refused = rollout(tms, host, "-e", json.dumps({"remote_bookings_seats_total": 5}))
    assert refused.failed and refused.returncode == 2, refused.output
    assert refused.result["msg"].startswith("Nothing was changed: ")
    assert "Bokking" in refused.result["msg"] and "3 booking seats are missing" in refused.result["msg"]
    assert "with site_rollout_best_effort: true" in refused.result["msg"] and "on_shortage" not in refused.result["msg"]
    assert "3 booking seats" not in str(refused.shown()[0]), (
        "the overview counts the reasons, which are told at the end"
    )
    assert (writes(tms), tms.simulator.dump()) == (0, before)
    assert refused.shown()[-1]["failed"] == {"tms1": refused.result["msg"]}

    extra = {"remote_bookings_seats_total": 5, "site_rollout_best_effort": True}
    done = rollout(tms, host, "-e", json.dumps(extra))
    assert done.failed and done.result["msg"].startswith("The rollout went as far as it could: "), done.output
    assert "Bokking" in done.result["msg"] and done.result["msg"].count("no seat is left for it") == 3
    assert len(tms.enabled()) == 5
    assert by_name(tms.simulator.dump(), "groups")["Users"]["permissions"] == ["Booking > Misc > Booking"]


def test_sites_that_still_need_something_do_not_lose_it(site):
    """A shared client stays, and systems with future bookings stop the whole before anything is written."""
    tms = site(systems=12, enabled=12, booked=1)
    shared = {"name": "TMS\\apiclient"}
    host = {
        "tms_sites": [
            {"name": "Oslo", "systems": [{"folder": "Europe/Oslo"}], "service_user": shared},
            {"name": "Bergen", "systems": [{"folder": "Europe/Bergen"}], "service_user": shared},
        ]
    }
    before = tms.simulator.dump()
    refused = rollout(tms, host, *decommission("Oslo", "Bergen"), playbook="decommission")
    assert refused.failed and refused.result["msg"].startswith("Nothing was changed: "), refused.output
    assert "1 future booking" in refused.result["msg"]
    assert (writes(tms), tms.simulator.dump()) == (0, before)
    done = rollout(tms, host, *decommission("Bergen"), playbook="decommission")
    assert done.returncode == 0, done.output
    assert tms.enabled() == {each["id"] for each in before["systems"] if each["remote_bookings"] == "enabled"} - {
        each["id"] for each in before["systems"] if each["folder"] == "Europe/Bergen"
    }
    assert by_name(tms.simulator.dump(), "groups") == by_name(before, "groups")
