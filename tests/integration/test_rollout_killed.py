# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A rollout that is killed between any two of its tasks, and run again, ends as one that was not killed."""

from __future__ import annotations

import signal

import pytest
from declared import comparable, connection, rolled_out, two_sites

#: What the rollout of the two sites runs outside of check mode, in this order.
WRITING = ["option_key", "group", "group", "default_groups", "service_user", "remote_bookings", "booking_check"]


@pytest.mark.parametrize("counts", [range(1, len(WRITING) + 1, 2), range(2, len(WRITING) + 1, 2)], ids=["odd", "even"])
def test_kill_at_a_boundary_between_tasks(site, counts):
    """Each run goes on from where the one before was killed, two tasks further; the last one is not killed."""
    tms = site(systems=5, packs=0, fresh=True)
    host = {"tms1": connection(tms.simulator) | two_sites(tms.simulator)}
    before = tms.simulator.dump()
    for count in counts:
        killed = tms.playbook.by_name(
            "site_rollout", host, ANSIBLE_CALLBACKS_ENABLED="record,kill_after", TMS_TEST_KILL_AFTER=str(count)
        )
        assert killed.returncode == -signal.SIGKILL, killed.output
        assert "PLAY RECAP" not in killed.output
        done = WRITING[:count]
        assert set(done) == written_by(tms.simulator.dump(), before) | ({"booking_check"} & set(done))

    again = tms.playbook.by_name("site_rollout", host)
    assert again.returncode == 0, again.output
    assert comparable(tms.simulator.dump()) == rolled_out(before, tms.simulator)


def written_by(now, before):
    """Which modules have left something."""
    groups = {each["name"]: each for each in now["groups"]}
    formerly = {each["name"]: each for each in before["groups"]}
    traces = {
        "option_key": len(now["option_keys"]) > len(before["option_keys"]),
        "group": groups["Users"]["permissions"] != formerly["Users"]["permissions"],
        "default_groups": groups["Site Administrator"]["is_default"] != formerly["Site Administrator"]["is_default"],
        "service_user": len(now["users"]) > len(before["users"]),
        "remote_bookings": now["systems"] != before["systems"],
    }
    return {module for module, found in traces.items() if found}
