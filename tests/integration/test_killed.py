# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A run that is killed at any request of its writing leaves everything that is needed to go on or to go back."""

from __future__ import annotations

import json
import signal

import pytest
from tms_simulator.launch import Simulator

FIRST = 1001
RELEASED = {FIRST + number for number in range(10)}
CLAIMED = {FIRST + number for number in range(20, 30)}
WISH = [{"id": id_, "state": "disabled"} for id_ in sorted(RELEASED)] + [{"id": id_} for id_ in sorted(CLAIMED)]
#: So many requests read, and so many write: for each system Edit Settings and Save.
READING, WRITING = 27, 40


def _writing(simulator):
    """How many requests of the write phase were handled: those from the first Edit Settings on."""
    journal = [entry for entry in simulator.journal() if entry]
    edits = [number for number, entry in enumerate(journal) if _is_edit(entry)]
    return len(journal) - edits[0] if edits else 0


def _is_edit(entry):
    return "Sub=edit" in entry.get("path", "") or entry.get("trigger") in ("Edit Settings", "Save")


def options(directory):
    return {"systems": WISH, "backup_options": {"dir_path": str(directory), "filename": "killed.jsonl"}}


def goes_on_or_back(tms, former, directory):
    """What was overwritten is in the backup; the same task brings the wish about, and the backup then the former state.

    Returns what was overwritten.
    """
    backup = directory / "killed.jsonl"
    saved = {}
    for line in backup.read_text(encoding="utf-8").splitlines() if backup.exists() else ():
        entry = json.loads(line)
        saved[entry["id"]] = entry["state"]
    overwritten = tms.enabled() ^ former
    assert overwritten <= set(saved)
    assert all(saved[id_] == ("enabled" if id_ in former else "disabled") for id_ in saved)

    rerun = tms.run("remote_bookings", **options(directory))
    assert not rerun.failed, rerun.output
    assert tms.enabled() == (former - RELEASED) | CLAIMED

    lines = [json.loads(line) for line in backup.read_text(encoding="utf-8").splitlines()]
    restored = tms.run("remote_bookings", systems=lines)
    assert not restored.failed, restored.output
    assert tms.enabled() == former
    return overwritten


@pytest.mark.parametrize("request_number", range(1, WRITING + 1))
def test_the_module_is_killed_at_a_request_of_the_write_phase(site, tmp_path, request_number):
    """kill -9 of the module's own process, just when TMS has carried out a request: none is left out."""
    tms = site(systems=40, enabled=15)
    former = tms.enabled()
    killed = tms.alone("remote_bookings", kill_at=READING + request_number, **options(tmp_path))
    assert killed.returncode == -signal.SIGKILL
    # Each of the other three connections may have had a request on its way.
    assert request_number <= _writing(tms.simulator) <= request_number + 3
    overwritten = goes_on_or_back(tms, former, tmp_path)
    assert bool(overwritten) == (request_number > 1)


@pytest.mark.parametrize("request_number", [1, 12, WRITING - 1])
def test_all_of_ansible_is_killed_at_a_request_of_the_write_phase(site, tmp_path, request_number):
    tms = site(systems=40, enabled=15)
    former = tms.enabled()
    task = [{"name": "Killed", "telepresence.tms.remote_bookings": options(tmp_path)}]
    tms.simulator.latency(10)
    command = tms.playbook.command(task, tms.options())
    tms.simulator.reset()
    tms.playbook.kill(command, when=lambda: _writing(tms.simulator) >= request_number)
    tms.simulator.latency(0)
    assert _writing(tms.simulator) >= request_number
    goes_on_or_back(tms, former, tmp_path)


def test_the_simulator_survives_kill_9(tmp_path):
    with Simulator(systems=5) as simulator:
        simulator.change("set_remote_bookings", id=FIRST, value=True)
        before = simulator.dump()
        simulator.kill()
        simulator.start()
        assert simulator.dump() == before
