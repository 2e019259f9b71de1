# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan for one group."""

from __future__ import annotations

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._model.accounts import Change
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import InputError
from ansible_collections.telepresence.tms.plugins.module_utils._model.groups import Situation, Wish, as_input, plan
from ansible_collections.telepresence.tms.plugins.module_utils._model.rights import Permissions, Right

BOOKING = Right("Booking", "Misc", "Booking")
UPDATE = Right("Booking", "Misc", "Update")
READ = Right("Systems", "Navigator", "Read")
KNOWN = (BOOKING, UPDATE, READ)
EVERY = Permissions(KNOWN, frozenset(KNOWN))


def of(name="API", granted=(BOOKING,), members=(), **more):
    more.setdefault("users", ("TMS\\a", "TMS\\b", "TMS\\c"))
    return Situation(name, permissions=Permissions(KNOWN, frozenset(granted)), members=members, **more)


def verbs(planned):
    return [[(action.id, action.verb) for action in phase] for phase in planned.phases]


def test_a_new_group_gets_its_rights_before_its_members():
    wish = Wish("API", permissions=Change(exactly=("Update",)), members=Change(add=("a",)))
    planned = plan(of(None, KNOWN), wish)
    assert verbs(planned) == [[("group", "create")], [("permissions", "set")], [("member TMS\\a", "add")]]
    assert planned.stepwise
    assert planned.actions[1].after == {"Booking": ["Misc > Update"]}
    assert planned.actions[1].detail.wanted == {UPDATE}


def test_a_new_group_holds_nothing_that_was_not_asked():
    planned = plan(of(None, KNOWN), Wish("API"))
    assert planned.actions[1].detail.wanted == frozenset()


def test_what_is_not_named_is_not_touched():
    planned = plan(of(granted=(BOOKING, READ), members=("TMS\\a",)), Wish("api"))
    assert planned.phases == ()
    assert [item.id for item in planned.items] == ["group"]


def test_rights_are_added_and_removed_and_the_rest_stays():
    wish = Wish("api", permissions=Change(add=("Update",), remove=("Misc > Booking",)))
    (action,) = plan(of(granted=(BOOKING, READ)), wish).actions
    assert action.detail.wanted == {UPDATE, READ}
    assert action.name == "API"
    assert action.restores == {
        "name": "API",
        "permissions": {"set": ["Booking > Misc > Booking", "Systems > Navigator > Read"]},
    }


def test_set_is_the_whole_list_of_rights():
    (action,) = plan(of(granted=(BOOKING, READ)), Wish("API", permissions=Change(exactly=()))).actions
    assert action.after == {}


def test_a_second_run_plans_nothing():
    wish = Wish(
        "API", description="d", permissions=Change(exactly=("Misc > Booking",)), members=Change(exactly=("tms\\A",))
    )
    planned = plan(of(members=("TMS\\a",), description="d"), wish)
    assert planned.phases == ()
    assert {item.id for item in planned.items} == {"group", "description", "permissions", "member TMS\\a"}


def test_set_removes_other_members():
    wish = Wish("API", members=Change(exactly=("b",)))
    planned = plan(of(members=("TMS\\a",)), wish)
    assert verbs(planned) == [[("member TMS\\b", "add"), ("member TMS\\a", "remove")]]
    assert planned.actions[1].restores == {"name": "API", "members": {"add": ["TMS\\a"]}}


def test_an_unknown_member_is_refused_and_an_assumed_one_marked():
    wish = Wish("API", members=Change(add=("new",)))
    with pytest.raises(InputError, match="no such user"):
        plan(of(), wish)
    assumed = Wish("API", members=Change(add=("new",)), assumed_users=("TMS\\new",))
    assert plan(of(), assumed).actions[0].assumed


def test_a_member_written_in_two_ways_is_one():
    members = ("TMS\\a", "TMS\\b")
    planned = plan(of(members=members), Wish("API", members=Change(remove=("TMS\\a", "A"))))
    assert [action.id for action in planned.actions] == ["member TMS\\a"]
    with pytest.raises(InputError, match="adds and removes the same"):
        plan(of(members=members), Wish("API", members=Change(add=("TMS\\c",), remove=("c",))))


def test_removing_one_who_is_no_member_is_no_error():
    assert plan(of(), Wish("API", members=Change(remove=("stranger",)))).phases == ()


def test_everybody_stays_in_users():
    refusal = plan(of("Users"), Wish("Users", members=Change(remove=("a",)))).refusal
    assert refusal is not None and "everybody" in str(refusal)


def test_members_of_a_group_from_active_directory_are_refused():
    refusal = plan(of(takes_members=False), Wish("API", members=Change(add=("a",)))).refusal
    assert refusal is not None and "Active Directory" in str(refusal)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (Change(remove=("a",)), "signs in with"),
        (Change(exactly=("b",)), "signs in with"),
        (Change(remove=("b", "c")), None),
    ],
)
def test_oneself_stays_in_site_administrator(change, why):
    situation = of("Site Administrator", members=("TMS\\a", "TMS\\b", "TMS\\c"), me="a")
    refusal = plan(situation, Wish("site administrator", members=change)).refusal
    assert (why in str(refusal)) if why else refusal is None


def test_the_last_administrator_stays():
    situation = of("Site Administrator", members=("TMS\\b",), me="TMS\\a")
    refusal = plan(situation, Wish("Site Administrator", members=Change(remove=("b",)))).refusal
    assert "last administrator" in str(refusal)


def test_fixed_rights_are_refused_only_where_they_would_change():
    fixed = Situation("Site Administrator", permissions=Permissions(KNOWN, frozenset(KNOWN), fixed=True))
    assert plan(fixed, Wish("Site Administrator", permissions=Change(remove=("Update",)))).refusal
    assert plan(fixed, Wish("Site Administrator", permissions=Change(add=("Update",)))).refusal is None


@pytest.mark.parametrize("name", ["Users", "site administrator", "Video Unit Administrator"])
def test_a_built_in_group_is_not_removed(name):
    assert plan(of(name), Wish(name, "absent")).refusal


def test_a_removed_group_can_be_brought_back():
    (action,) = plan(of(members=("TMS\\a",), description="d"), Wish("API", "absent")).actions
    assert action.restores == {
        "name": "API",
        "state": "present",
        "description": "d",
        "permissions": {"set": ["Booking > Misc > Booking"]},
        "members": {"set": ["TMS\\a"]},
    }
    assert plan(of(None), Wish("API", "absent")).phases == ()


def test_values_are_given_in_the_shape_of_the_input():
    assert as_input("permissions", "API", {"Booking": ["Misc > Update"]}) == {
        "name": "API",
        "permissions": {"set": ["Booking > Misc > Update"]},
    }
    assert as_input("permissions", "API", None) is None
    assert as_input("member TMS\\a", "API", "absent") == {"name": "API", "members": {"remove": ["TMS\\a"]}}
    assert as_input("group", "API", "absent") == {"name": "API", "state": "absent"}
    assert as_input("description", "API", "d") == {"name": "API", "description": "d"}
