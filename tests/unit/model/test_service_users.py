# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan for a service user."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._model.accounts import Change
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import InputError
from ansible_collections.telepresence.tms.plugins.module_utils._model.rights import Permissions, Right
from ansible_collections.telepresence.tms.plugins.module_utils._model.service_users import (
    Found,
    Situation,
    Wish,
    already_made,
    plan,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.users import User

BOOKING, ON_BEHALF, UPDATE, APPROVE = (
    Right("Booking", "Misc", name) for name in ("Booking", "Book on behalf of", "Update", "Approve Meeting")
)
READ = Right("Systems", "Navigator", "Read")
KNOWN = (BOOKING, ON_BEHALF, UPDATE, APPROVE, READ)
CLIENT = frozenset({BOOKING, ON_BEHALF, UPDATE, APPROVE})
PROFILE = {"first_name": "C", "last_name": "S", "email": "c@example.com"}


def of(user=None, users=(BOOKING,), **more):
    rights = {
        "Users": Permissions(KNOWN, frozenset(users)),
        "API": Permissions(KNOWN, CLIENT),
        "Site Administrator": Permissions(KNOWN, frozenset(KNOWN), fixed=True),
    }
    more.setdefault("administrators", ("TMS\\admin",))
    return Situation(user, tuple(rights), rights, me="TMS\\admin", **more)


def wish(**more):
    return Wish(**({"name": "TMS\\svc", "profile": PROFILE, "groups": Change(add=("api",))} | more))


def test_a_new_user_gets_profile_and_groups_in_one_write():
    planned = plan(of(), wish())
    (action,) = planned.actions
    assert (action.verb, action.before) == ("create", None)
    assert action.after == PROFILE | {"groups": ["API", "Users"]}
    assert action.detail.new and action.detail.groups == {"API": True}
    assert action.restores == {"name": "TMS\\svc", "state": "absent"}
    assert planned.warnings == ()


def test_a_second_run_plans_nothing():
    user = Found("TMS\\svc", PROFILE | {"language": "English"}, ("API", "Users"))
    assert plan(of(user), wish()).phases == ()


def test_only_what_differs_is_written_and_can_be_undone():
    user = Found("TMS\\svc", PROFILE | {"email": "old@example.com"}, ("API", "Users", "Other"))
    (action,) = plan(of(user), wish()).actions
    assert action.detail.profile == {"email": "c@example.com"}
    assert action.detail.groups == {}
    assert action.restores == {
        "name": "TMS\\svc",
        "email": "old@example.com",
        "groups": {"set": ["API", "Users", "Other"]},
    }


def test_an_address_in_another_case_is_the_same():
    user = Found("TMS\\svc", PROFILE | {"email": "c@example.com"}, ("API", "Users"))
    (item,) = plan(of(user), wish(profile={"email": "C@Example.com"})).items
    assert not item.changed and item.after["email"] == "c@example.com"


def test_set_leaves_every_other_group():
    user = Found("TMS\\svc", PROFILE, ("Users", "Site Administrator"))
    situation = of(user, administrators=("TMS\\admin", "TMS\\svc"))
    (action,) = plan(situation, wish(groups=Change(exactly=("API",)))).actions
    assert action.detail.groups == {"API": True, "Site Administrator": False}
    assert action.after["groups"] == ["API", "Users"]


def test_rights_beyond_the_need_are_told_with_their_source():
    planned = plan(of(users=(BOOKING, READ)), wish())
    assert planned.facts["excess"] == [{"permission": "Systems > Navigator > Read", "groups": ["Users"]}]
    assert "'Systems > Navigator > Read' through group 'Users'" in planned.warnings[0]
    refused = plan(of(users=(BOOKING, READ)), wish(require_least=True))
    assert refused.phases == () and "more rights" in str(refused.refusal)


def test_book_on_behalf_of_is_too_much_for_one_who_signs_in_himself():
    planned = plan(of(), wish(model="self"))
    assert planned.facts["excess"] == [{"permission": "Booking > Misc > Book on behalf of", "groups": ["API"]}]


def test_a_user_without_a_needed_right_is_refused():
    refusal = plan(of(), wish(groups=None)).refusal
    assert "Book on behalf of" in str(refusal)


def test_an_assumed_group_counts_with_its_rights():
    names = ("Booking", "Book on behalf of", "Update", "Approve Meeting")
    planned = plan(of(), wish(groups=Change(add=("New",)), assumed_groups={"New": names}))
    assert planned.refusal is None and planned.actions[0].after["groups"] == ["New", "Users"]
    assert plan(of(), wish(groups=Change(add=("New",)), assumed_groups={"New": ()})).refusal


def test_an_unknown_group_is_refused():
    with pytest.raises(InputError, match="no such group"):
        plan(of(), wish(groups=Change(add=("Nowhere",))))


def test_a_new_user_needs_the_four_fields():
    with pytest.raises(InputError, match="first_name, last_name"):
        plan(of(), wish(profile={"email": "c@example.com"}))


def test_nobody_leaves_users():
    with pytest.raises(InputError, match="Nobody can leave"):
        plan(of(), wish(groups=Change(add=("API",), remove=("users",))))


@pytest.mark.parametrize("state", ["disabled", "absent"])
def test_oneself_is_neither_disabled_nor_deleted(state):
    me = Found("tms\\ADMIN", PROFILE, ("Users", "Site Administrator"))
    assert "signs in with" in str(plan(of(me), wish(name="admin", state=state)).refusal)


@pytest.mark.parametrize("state", ["disabled", "absent"])
def test_the_last_administrator_stays(state):
    user = Found("TMS\\svc", PROFILE, ("Users", "Site Administrator"))
    situation = of(user, administrators=("TMS\\svc",))
    assert "last administrator" in str(plan(situation, wish(state=state)).refusal)


def test_disabling_leaves_every_group_but_users_and_can_be_undone():
    user = Found("TMS\\svc", PROFILE, ("API", "Users"))
    (action,) = plan(of(user), wish(state="disabled")).actions
    assert action.detail.groups == {"API": False}
    assert action.after["groups"] == ["Users"]
    assert action.restores["groups"] == {"set": ["API", "Users"]}
    assert plan(of(Found("TMS\\svc", PROFILE, ("Users",))), wish(state="disabled")).phases == ()


def test_absent_is_deleted_once():
    user = Found("TMS\\svc", PROFILE, ("API", "Users"))
    (action,) = plan(of(user), wish(state="absent")).actions
    assert (action.verb, action.after) == ("delete", None)
    assert plan(of(), wish(state="absent")).phases == ()
    hidden = replace(user, listed=False)
    assert "state: disabled" in str(plan(of(hidden), wish(state="absent")).refusal)


def test_an_account_is_made_then_leaves_the_administrators_then_gets_its_groups():
    planned = plan(of(), wish(name="svc", windows_account="create"))
    assert [(phase[0].id, phase[0].verb) for phase in planned.phases] == [
        ("account", "create"),
        ("administration", "leave Site Administrator"),
        ("user", "create"),
    ]
    assert planned.stepwise and planned.actions[0].assumed
    assert not planned.actions[2].detail.new


def test_an_account_that_was_made_but_still_administers_leaves_and_is_not_made_again():
    user = Found("TMS\\svc1", PROFILE, ("Users", "Site Administrator"), listed=False)
    situation = of(user, administrators=("TMS\\admin", "TMS\\svc1"))
    planned = plan(situation, wish(name="svc", windows_account="create"))
    assert [action.id for action in planned.actions] == ["administration", "user"]
    assert planned.actions[1].detail.groups == {"API": True}


def test_a_password_travels_over_https_only():
    refusal = plan(of(secure=False), wish(name="svc", windows_account="create")).refusal
    assert "https" in str(refusal)


def test_an_account_is_made_by_a_local_administrator_only():
    refusal = plan(of(may_create=False), wish(name="svc", windows_account="create")).refusal
    assert "IsLocalAdmin" in str(refusal)


@pytest.mark.parametrize(
    ("users", "found"),
    [
        ([], None),
        ([User("TMS\\svc")], "TMS\\svc"),
        ([User("TMS\\svc1", email="C@example.com")], "TMS\\svc1"),
        ([User("TMS\\svc2", email=" c@example.com "), User("TMS\\other")], "TMS\\svc2"),
        ([User("TMS\\svc1", email="x@example.com")], None),
    ],
)
def test_an_account_of_an_earlier_run_is_found(users, found):
    assert already_made(wish(name="svc"), users) == found


def test_the_user_of_somebody_else_is_not_taken_over():
    with pytest.raises(InputError, match="another name"):
        already_made(wish(name="svc"), [User("TMS\\svc", email="other@example.com")])


def test_a_person_of_the_same_address_is_not_taken_for_the_client():
    with pytest.raises(InputError, match=r"that of TMS\\jane"):
        already_made(wish(name="svc"), [User("TMS\\jane", email="C@example.com")])


def test_two_that_could_be_meant_are_refused():
    users = [User("TMS\\svc", email="c@example.com"), User("TMS\\svc1", email="c@example.com")]
    with pytest.raises(InputError, match="which user was made"):
        already_made(wish(name="svc"), users)
