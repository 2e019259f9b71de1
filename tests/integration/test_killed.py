# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A run that is killed at any request of its writing leaves everything that is needed to go on or to go back."""

from __future__ import annotations

import json

import pytest
from tms_simulator.launch import Simulator

FIRST = 1001
RELEASED = {FIRST + number for number in range(10)}
CLAIMED = {FIRST + number for number in range(20, 30)}
WISH = [{"id": id_, "state": "disabled"} for id_ in sorted(RELEASED)] + [{"id": id_} for id_ in sorted(CLAIMED)]


def _writing(simulator):
    """How many requests of the write phase were handled: those from the first Edit Settings on."""
    journal = [entry for entry in simulator.journal() if entry]
    edits = [number for number, entry in enumerate(journal) if _is_edit(entry)]
    return len(journal) - edits[0] if edits else 0


def _is_edit(entry):
    return "Sub=edit" in entry.get("path", "") or entry.get("trigger") in ("Edit Settings", "Save")


@pytest.mark.parametrize("request_number", range(1, 41))
def test_kill_at_a_request_of_the_write_phase(site, tmp_path, request_number):
    tms = site(systems=40, enabled=15)
    former = tms.enabled()
    backup = tmp_path / "backup" / "killed.jsonl"
    options = {"systems": WISH, "backup_options": {"dir_path": str(backup.parent), "filename": backup.name}}
    task = [{"name": "Killed", "telepresence.tms.remote_bookings": options}]
    tms.simulator.latency(10)
    command = tms.playbook.command(task, tms.options())
    tms.simulator.reset()
    tms.playbook.kill(command, when=lambda: _writing(tms.simulator) >= request_number)
    tms.simulator.latency(0)

    reached = tms.enabled()
    saved = {}
    for line in backup.read_text(encoding="utf-8").splitlines() if backup.exists() else ():
        entry = json.loads(line)
        saved[entry["id"]] = entry["state"]
    overwritten = reached ^ former
    assert overwritten <= set(saved)
    assert all(saved[id_] == ("enabled" if id_ in former else "disabled") for id_ in saved)

    rerun = tms.run("remote_bookings", **options)
    assert not rerun.failed, rerun.output
    assert tms.enabled() == (former - RELEASED) | CLAIMED

    lines = [json.loads(line) for line in backup.read_text(encoding="utf-8").splitlines()]
    restored = tms.run("remote_bookings", systems=lines)
    assert not restored.failed, restored.output
    assert tms.enabled() == former


def test_the_simulator_survives_kill_9(tmp_path):
    with Simulator(systems=5) as simulator:
        simulator.change("set_remote_bookings", id=FIRST, value=True)
        before = simulator.dump()
        simulator.kill()
        simulator.start()
        assert simulator.dump() == before
