# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Host names of systems: unique, safe, and the same whatever else is selected."""

from __future__ import annotations

import re

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._model.host_names import host_names, safe
from ansible_collections.telepresence.tms.plugins.module_utils._model.systems import System
from hypothesis import given
from hypothesis import strategies as st


def systems(*names: str) -> list[System]:
    return [System(number, name) for number, name in enumerate(names, 1)]


@pytest.mark.parametrize(
    ("name", "host"),
    [
        ("Oslo Reception", "Oslo_Reception"),
        ("Tōkyō 東京 1", "Tōkyō_東京_1"),
        ("{{ lookup('pipe', 'id') }}", "lookup_pipe_id"),
        ('Room "Kit" <3>, floor 2', "Room_Kit_3_floor_2"),
        ("../../etc/passwd", "etc_passwd"),
        ("-oProxyCommand=id", "oProxyCommand_id"),
        ("a:&b[0:3]!c*", "a_b_0_3_c"),
        ("Café".replace("é", "e\u0301"), "Café"),
        ("line\nbreak\0", "line_break"),
    ],
)
def test_a_name_is_made_safe(name: str, host: str) -> None:
    assert safe(name) == host


def test_systems_of_one_name_all_get_their_id() -> None:
    assert host_names(systems("Lobby", "Hall", "Lobby")) == {1: "Lobby_1", 2: "Hall", 3: "Lobby_3"}


def test_names_that_become_one_are_told_apart() -> None:
    assert host_names(systems("Lab & Studio", "Lab + Studio")) == {1: "Lab_Studio_1", 2: "Lab_Studio_2"}


def test_a_name_that_is_anothers_with_its_id_gets_one_too() -> None:
    assert host_names(systems("A", "A", "A_1")) == {1: "A_1", 2: "A_2", 3: "A_1_3"}


@pytest.mark.parametrize("name", ["localhost", "ALL", "ungrouped", "127.0.0.1", "", "{{}}"])
def test_no_system_is_taken_for_something_of_ansible(name: str) -> None:
    (host,) = host_names(systems(name)).values()
    assert host.endswith("_1")


def test_other_ways_and_a_prefix() -> None:
    two = systems("Lobby", "Lobby")
    assert host_names(two, "id") == {1: "system_1", 2: "system_2"}
    assert host_names(systems("Lobby"), "name_and_id", "oslo_") == {1: "oslo_Lobby_1"}
    assert host_names(systems("localhost"), prefix="oslo_") == {1: "oslo_localhost"}


@given(st.lists(st.text(alphabet="ab1_2 {}-:", max_size=4), max_size=12))
def test_every_system_has_a_safe_name_of_its_own(names: list[str]) -> None:
    hosts = host_names(systems(*names))
    assert len(set(hosts.values())) == len(names)
    assert all(re.fullmatch(r"\w[\w.-]*", host) for host in hosts.values())
