# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Allow Remote Bookings through ansible-playbook, on every skin."""

from __future__ import annotations

import json
from pathlib import Path

#: Seeded systems have the ids 1001, 1002, ...
FIRST = 1001


def ids(start, count, **more):
    return [{"id": FIRST + start + number, **more} for number in range(count)]


def without_assumptions(result):
    return [{name: value for name, value in item.items() if name != "assumed"} for item in result["results"]]


def test_check_predicts_apply_item_by_item_and_a_second_run_changes_nothing(site, skin):
    tms = site(skin=skin, systems=30, enabled=5)
    wish = {"systems": [*ids(3, 6), {"folder": "Europe/Bergen"}, *ids(0, 1, state="disabled")]}
    before = tms.simulator.dump()
    tms.simulator.reset()
    predicted = tms.check("remote_bookings", **wish)
    counters = tms.simulator.counters()
    assert (counters["writes"], counters["refused_writes"]) == (0, 0)
    assert tms.simulator.dump() == before
    done = tms.apply("remote_bookings", **wish)
    assert without_assumptions(predicted) == without_assumptions(done)
    assert (predicted["before"], predicted["after"], predicted["diff"]) == (done["before"], done["after"], done["diff"])
    changed = [item for item in done["results"] if item["changed"]]
    assert len(changed) == tms.simulator.counters()["writes"] > 5
    after = tms.simulator.dump()
    assert tms.enabled() == {entry["id"] for entry in done["after"] if entry["state"] == "enabled"} | {1002, 1003}
    for old, new in zip(before["systems"], after["systems"], strict=True):
        assert old["fields"] == new["fields"]
    again = tms.apply("remote_bookings", **wish)
    assert not again["changed"]
    assert tms.simulator.counters()["writes"] == len(changed)


def test_the_backup_brings_the_former_state_back(site, skin, tmp_path):
    tms = site(skin=skin, systems=20, enabled=4)
    former = tms.enabled()
    done = tms.apply("remote_bookings", systems=[*ids(2, 5), *ids(0, 2, state="disabled")])
    lines = [json.loads(line) for line in Path(done["backup_path"]).read_text(encoding="utf-8").splitlines()]
    assert tms.enabled() != former
    assert not tms.apply("remote_bookings", systems=lines)["failed"]
    assert tms.enabled() == former


def test_seats_move_although_none_is_free(site):
    tms = site(systems=60, enabled=25)
    done = tms.apply("remote_bookings", systems=[*ids(30, 10), *ids(0, 10, state="disabled")])
    assert not done["failed"]
    assert tms.enabled() == {FIRST + number for number in (*range(10, 25), *range(30, 40))}
