# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How many requests reading and changing many systems takes on each skin, counted by the simulator."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._http.connection import Connection
from ansible_collections.telepresence.tms.plugins.module_utils._resources.seats import readings
from ansible_collections.telepresence.tms.plugins.module_utils._resources.tms import Tms
from ansible_collections.telepresence.tms.plugins.module_utils._web.pages import system_settings
from tms_simulator.launch import Simulator

CONNECTIONS = 4
#: What a connection may need beside the systems' own pages: the start page, menus, folders, the ways to the first system.
AROUND = 12 * CONNECTIONS

#: Skin -> requests to read a system, and to change one that was read: pages with an address are read by it, others by the
#: clicks a person needs, with the redirect behind a save (divs: the view, Edit Settings, Save, the view again).
COSTS = {"classic": (1, 2), "divs": (1, 4), "frames": (2, 4), "postback": (2, 4)}


@pytest.fixture
def start() -> Iterator[Callable[..., tuple[Simulator, Tms]]]:
    simulators: list[tuple[Simulator, Tms]] = []

    def started(skin: str, **options: int) -> tuple[Simulator, Tms]:
        simulator = Simulator(skin=skin, packs=3, **options)
        simulator.start()
        account = simulator.accounts["tmsadmin"]
        tms = Tms(
            Connection(
                simulator.url, username=account["username"], password=account["password"], concurrency=CONNECTIONS
            ),
            read_only=False,
        )
        simulators.append((simulator, tms))
        return simulator, tms

    yield started
    for simulator, tms in simulators:
        tms.close()
        simulator.stop()


@pytest.mark.parametrize("skin", sorted(COSTS))
def test_reading_and_changing_sixty_systems(start: Callable[..., tuple[Simulator, Tms]], skin: str) -> None:
    simulator, tms = start(skin, systems=60)
    to_read, to_change = COSTS[skin]
    systems = [system for system in tms.systems if system.bookable]
    read = readings(tms, systems)
    counters = simulator.counters()
    assert len(read) == 60
    assert 60 * to_read <= counters["reads"] <= 60 * to_read + AROUND
    assert counters["by_kind"]["soap GetSystems"] == 1

    simulator.reset()
    changed = list(
        tms.each(
            lambda system: system_settings.set_remote_bookings(tms.web, system, True, read[system.id].settings),
            systems[:30],
        )
    )
    counters = simulator.counters()
    assert [outcome for dummy, outcome in changed if isinstance(outcome, Exception)] == []
    assert counters["writes"] == 30
    assert counters["reads"] + counters["writes"] <= 30 * to_change + CONNECTIONS


@pytest.mark.parametrize("skin", ["classic", "divs"])
def test_naming_ten_of_many_reads_ten(start: Callable[..., tuple[Simulator, Tms]], skin: str) -> None:
    simulator, tms = start(skin, systems=300)
    wanted = tms.systems[150:160]
    readings(tms, wanted)
    seen = [entry["system"] for entry in simulator.journal() if entry.get("system")]
    assert set(seen) == {system.id for system in wanted}
    assert simulator.counters()["reads"] <= 10 + AROUND
