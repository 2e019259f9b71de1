# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Twenty servers in one play: what is wrong with two of them does not keep the others from their declared state."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from declared import connection
from playbook import Playbook
from quick import QuickSimulator
from tms_simulator.seed import seed
from tms_simulator.store import Store

SERVERS, SYSTEMS = 20, 5
DOWN, WITHOUT_CREDENTIALS = "tms07", "tms13"


@pytest.fixture
def servers(tmp_path, simulator_server):
    """By name: a simulator, and the password of its administrator, which no other one has."""
    with ExitStack() as stack:
        started = {}
        for number in range(1, SERVERS + 1):
            path, password = tmp_path / f"{number}.sqlite", f"0nly-for-{number:02d}!"
            store = Store(str(path))
            seed(store, systems=SYSTEMS, number=number)
            store.write("update windows set password = ? where username = 'tmsadmin'", password)
            store.close()
            started[f"tms{number:02d}"] = (
                stack.enter_context(QuickSimulator(simulator_server, database=path)),
                password,
            )
        yield started


def test_the_others_converge_and_the_summary_names_the_two(servers, tmp_path, tree):
    hosts = {
        name: connection(simulator) | {"tms_password": password, "tms_timeout": 60, "tms_sites": [all_rooms(name)]}
        for name, (simulator, password) in servers.items()
    }
    del hosts[WITHOUT_CREDENTIALS]["tms_password"]
    servers[DOWN][0].stop()
    # What the environment has is another server's, and must not be tried on the one that has nothing of its own.
    others = {"TMS_URL": hosts["tms01"]["tms_url"], "TMS_PASSWORD": hosts["tms01"]["tms_password"]}
    run = Playbook(tmp_path, tree).by_name("site_rollout", hosts, "-f", "4", TMS_USERNAME="TMS\\tmsadmin", **others)
    assert run.returncode == 2, run.output
    summary = run.shown()[-1]
    assert set(summary["succeeded"]) == set(servers) - {DOWN, WITHOUT_CREDENTIALS}
    assert set(summary["failed"]) == {DOWN, WITHOUT_CREDENTIALS}
    assert hosts[DOWN]["tms_url"] in summary["failed"][DOWN]
    assert "tms13 lacks tms_username or tms_password" in summary["failed"][WITHOUT_CREDENTIALS]
    for name, (simulator, dummy) in servers.items():
        if name == DOWN:
            continue
        states = [each["remote_bookings"] for each in simulator.dump()["systems"]]
        reached = name != WITHOUT_CREDENTIALS
        assert states.count("enabled") == (SYSTEMS if reached else 0), name
        assert simulator.counters()["failed_logons"] == {}, "a password of another server was tried"
        assert bool(simulator.journal()) is reached
    for dummy, password in servers.values():
        assert password not in run.output


def all_rooms(name):
    return {"name": f"Rooms of {name}", "systems": [{"pattern": "*"}]}
