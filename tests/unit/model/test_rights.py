# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rights by their names, and what reaches a user."""

from __future__ import annotations

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import InputError
from ansible_collections.telepresence.tms.plugins.module_utils._model.rights import (
    Permissions,
    Right,
    effective,
    needed_by_client,
    resolve,
    spelled,
)

READ_ALL = Right("Booking", "List Conferences - All", "Read")
UPDATE_ALL = Right("Booking", "List Conferences - All", "Update")
BOOKING = Right("Booking", "Misc", "Booking")
ON_BEHALF = Right("Booking", "Misc", "Book on behalf of")
UPDATE = Right("Booking", "Misc", "Update")
APPROVE = Right("Booking", "Misc", "Approve Meeting")
READ_SYSTEMS = Right("Systems", "Navigator", "Read")
PORTAL = Right("Portal", "", "Portal")
KNOWN = (PORTAL, READ_ALL, UPDATE_ALL, BOOKING, ON_BEHALF, UPDATE, APPROVE, READ_SYSTEMS)


@pytest.mark.parametrize(
    ("wish", "right"),
    [
        ("Booking > Misc > Update", UPDATE),
        ("Misc>Update", UPDATE),
        ("book  on BEHALF of", ON_BEHALF),
        ("Systems > Read", READ_SYSTEMS),
        ("Booking > Booking", BOOKING),
        ("Booking", BOOKING),
        ("Portal > Portal", PORTAL),
    ],
)
def test_a_right_is_named_by_as_many_parts_as_it_takes(wish, right):
    assert resolve(wish, KNOWN) == right


def test_every_right_can_be_named_by_all_its_parts():
    assert [resolve(str(right), KNOWN) for right in KNOWN] == list(KNOWN)


def test_an_ambiguous_right_is_refused_with_all_matches():
    with pytest.raises(InputError) as raised:
        resolve("Booking > Update", KNOWN)
    assert "'Booking > List Conferences - All > Update', 'Booking > Misc > Update'" in str(raised.value)


def test_an_unknown_right_is_refused_with_the_nearest():
    with pytest.raises(InputError, match="'Booking > Misc > Approve Meeting'"):
        resolve("Aprove Meetings", KNOWN)


@pytest.mark.parametrize("wish", ["", "Booking >", "> Update", "Booking > > Update"])
def test_an_empty_part_is_refused(wish):
    with pytest.raises(InputError, match="section > block > name"):
        resolve(wish, KNOWN)


def test_a_parent_in_the_wrong_order_names_nothing():
    with pytest.raises(InputError):
        resolve("Misc > Booking > Update", KNOWN)


def test_a_group_is_named_without_case_unless_two_differ_in_nothing_else():
    assert spelled("api  bookers", ["Users", "API Bookers"]) == "API Bookers"
    assert spelled("api bookers", ["API Bookers", "api bookers"]) == "api bookers"
    assert spelled("Nobody", ["API Bookers"]) is None
    with pytest.raises(InputError, match="'API Bookers', 'api bookers'"):
        spelled("Api Bookers", ["API Bookers", "api bookers"])


def test_of_rights_of_one_name_the_nearest_is_told_first():
    with pytest.raises(InputError, match="the nearest are 'Booking > Misc > Update'"):
        resolve("Bookings > Misc > Update", [UPDATE_ALL, BOOKING, READ_ALL, UPDATE])


def test_what_reaches_a_user_is_the_union_with_its_sources():
    of = {
        "Users": Permissions(KNOWN, frozenset({BOOKING, READ_SYSTEMS})),
        "API": Permissions(KNOWN, frozenset({BOOKING, ON_BEHALF})),
    }
    found = effective(of)
    assert found.rights == {BOOKING, READ_SYSTEMS, ON_BEHALF}
    assert found.sources[BOOKING] == ("Users", "API")
    assert found.beyond({BOOKING, ON_BEHALF}).by_group() == {"Users": [READ_SYSTEMS]}
    assert {"permission": "Systems > Navigator > Read", "groups": ["Users"]} in found.as_result()


@pytest.mark.parametrize(
    ("on_behalf", "approves", "needed"),
    [
        (True, True, {BOOKING, ON_BEHALF, UPDATE, APPROVE}),
        (False, True, {BOOKING, UPDATE, APPROVE}),
        (True, False, {BOOKING, ON_BEHALF, UPDATE}),
    ],
)
def test_what_a_client_needs(on_behalf, approves, needed):
    assert needed_by_client(KNOWN, on_behalf=on_behalf, approves=approves) == needed


def test_a_right_of_the_guide_is_found_in_another_block_where_its_name_is_unique():
    moved = Right("Booking", "Rights", "Approve Meeting")
    known = (*(right for right in KNOWN if right != APPROVE), moved)
    assert moved in needed_by_client(known, on_behalf=False, approves=True)


def test_a_right_that_cannot_be_told_is_refused():
    other = Right("Booking", "Templates", "Update")
    known = tuple(right for right in (*KNOWN, other) if right != UPDATE)
    with pytest.raises(InputError, match="labels"):
        needed_by_client(known, on_behalf=False, approves=False)


def test_rights_are_shown_section_by_section_in_page_order():
    shown = Permissions(KNOWN, frozenset({READ_SYSTEMS, UPDATE, PORTAL, BOOKING}))
    assert shown.by_section() == {
        "Portal": ["Portal"],
        "Booking": ["Misc > Booking", "Misc > Update"],
        "Systems": ["Navigator > Read"],
    }
    assert list(shown.by_section()) == ["Portal", "Booking", "Systems"]
