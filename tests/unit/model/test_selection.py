# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which systems a list of selectors means."""

from __future__ import annotations

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import InputError
from ansible_collections.telepresence.tms.plugins.module_utils._model.selection import select, selectors
from ansible_collections.telepresence.tms.plugins.module_utils._model.systems import System

SYSTEMS = (
    System(1, "Oslo Reception"),
    System(2, "Oslo Boardroom"),
    System(3, "Bergen Lobby"),
    System(4, "Twin"),
    System(5, "Twin"),
    System(6, "Café <A&B> [1]"),
)
FOLDERS = {
    1: ("Europe", "Oslo"),
    2: ("Europe", "Oslo", "Floor 3"),
    3: ("Europe", "Bergen"),
    4: ("Asia", "Oslo"),
}


def chosen(entries, state="enabled"):
    selected = select(selectors(entries, "systems", state), SYSTEMS, lambda: FOLDERS)
    return [(each.system.id, each.selector.state) for each in selected]


def complaint(entries, state="enabled"):
    with pytest.raises(InputError) as caught:
        chosen(entries, state)
    return str(caught.value)


def test_order_given_is_kept_and_patterns_expand_by_name():
    assert chosen([{"id": 3}, {"pattern": "OSLO*"}]) == [(3, "enabled"), (2, "enabled"), (1, "enabled")]


def test_pattern_matches_the_whole_name_only():
    assert "matches the name of none of the 6 systems" in complaint([{"pattern": "oslo"}])


def test_name_is_exact_and_suggests_the_nearest():
    message = complaint([{"name": "oslo reception"}])
    assert "systems[0]: name 'oslo reception'" in message
    assert "nearest: 'Oslo Reception'" in message


def test_pattern_signs_in_a_name_are_plain_text():
    assert chosen([{"name": "Café <A&B> [1]"}]) == [(6, "enabled")]


def test_ambiguous_name_names_the_ids():
    assert "is the name of 2 systems (ids 4, 5): name it by id" in complaint([{"name": "Twin"}])


def test_all_faults_are_told_at_once():
    message = complaint([{"name": "Nowhere"}, {"id": 99}, {"pattern": "x*"}, {"folder": "Mars"}])
    assert [f"systems[{number}]" in message for number in range(4)] == [True] * 4


@pytest.mark.parametrize("entry", [{}, {"id": 1, "name": "Oslo Reception"}, {"name": ""}])
def test_exactly_one_way_of_naming(entry):
    assert "exactly one of id, name, pattern, folder" in complaint([entry])


def test_name_overrides_pattern_in_either_order():
    by_name = {"name": "Oslo Reception", "state": "disabled"}
    assert dict(chosen([by_name, {"pattern": "*"}]))[1] == "disabled"
    assert dict(chosen([{"pattern": "*"}, by_name]))[1] == "disabled"


def test_contradicting_entries_of_one_rank_are_refused():
    message = complaint([{"id": 1, "state": "disabled"}, {"name": "Oslo Reception"}])
    assert "systems[0]: id '1' wants system 'Oslo Reception' (id 1) disabled, systems[1]" in message
    assert "contradict" not in complaint(
        [{"pattern": "oslo*"}, {"folder": "Asia/Oslo/", "state": "disabled"}, {"id": 0}]
    )


def test_repeated_entries_that_agree_are_fine():
    assert chosen([{"id": 1}, {"id": 1}]) == [(1, "enabled")]


def test_folder_by_path_recurses_unless_told_not_to():
    assert [id_ for id_, dummy in chosen([{"folder": "europe/oslo"}])] == [2, 1]
    assert [id_ for id_, dummy in chosen([{"folder": "Europe/Oslo", "recurse": False}])] == [1]


def test_folder_by_last_name_must_be_unique():
    assert [id_ for id_, dummy in chosen([{"folder": "Floor 3"}])] == [2]
    assert "is the name of 2 folders (Asia/Oslo, Europe/Oslo): give the path" in complaint([{"folder": "Oslo"}])


def test_folder_unknown_suggests_the_nearest():
    assert "nearest: 'Europe/Bergen'" in complaint([{"folder": "Europe/Berge"}])


def test_the_navigator_is_read_only_for_folders():
    def costly():
        raise AssertionError("the Navigator was read")

    select(selectors([{"pattern": "*"}], "systems"), SYSTEMS, costly)
