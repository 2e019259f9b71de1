# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Declared sites, and what they amount to as a whole."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import InputError
from ansible_collections.telepresence.tms.plugins.module_utils._model.sites import assumed_groups, declaration

BOOKERS: dict[str, Any] = {"name": "API Booking", "permissions": {"set": ["Booking > Misc > Booking"]}}
CLIENT: dict[str, Any] = {"name": "EXAMPLE\\svc-calendar", "groups": {"add": ["API Booking"]}}


def site(name: str, **given: Any) -> dict[str, Any]:
    return {"name": name, **given}


def test_nothing_declared_is_nothing_wanted():
    assert declaration([]).as_result() == {"systems": [], "groups": [], "service_users": [], "booking_checks": []}


def test_the_systems_of_all_sites_come_in_one_list_each_with_its_state():
    read = declaration(
        [
            site("Oslo", systems=[{"folder": "Europe/Oslo", "recurse": True}, {"name": "Spare", "state": "disabled"}]),
            site("Bergen", systems=[{"pattern": "bergen *"}], remote_bookings="disabled"),
        ]
    )
    assert read.systems == [
        {"folder": "Europe/Oslo", "recurse": True, "state": "enabled"},
        {"name": "Spare", "state": "disabled"},
        {"pattern": "bergen *", "state": "disabled"},
    ]


def test_an_unmanaged_site_is_left_as_it_is_but_for_the_systems_that_say_otherwise():
    read = declaration([site("Oslo", systems=[{"id": 1}, {"id": 2, "state": "enabled"}], remote_bookings="unmanaged")])
    assert [selector.state for selector in read.sites[0].selectors] == [None, "enabled"]
    assert read.systems == [{"id": 2, "state": "enabled"}]


def test_what_was_left_out_is_left_out_of_the_result_too():
    """Argument specs fill it with nulls, which other modules would take for a wish."""
    groups = [BOOKERS | {"description": None, "permissions": {"set": ["Booking"], "add": None}}]
    read = declaration(
        [site("Oslo", systems=[{"id": 1, "name": None}], service_user=CLIENT | {"email": None})], groups
    ).as_result()
    assert read["systems"] == [{"id": 1, "state": "enabled"}]
    assert read["groups"] == [{"name": "API Booking", "permissions": {"set": ["Booking"]}}]
    assert read["service_users"] == [CLIENT]


def test_shared_groups_and_users_come_once():
    read = declaration(
        [site("Oslo", groups=[BOOKERS], service_user=CLIENT), site("Bergen", groups=[BOOKERS], service_user=CLIENT)],
        [BOOKERS],
    )
    assert (list(read.groups), list(read.service_users)) == ([BOOKERS], [CLIENT])


@pytest.mark.parametrize(
    ("sites", "message"),
    [
        ([site("Oslo"), site(" oslo")], "Two sites have one name"),
        ([site(" ")], r"A site needs a name \(tms_sites\[0\]\)"),
        ([site("Oslo", remote_bookings="yes")], "remote_bookings of a site must be enabled, disabled or unmanaged"),
        ([site("Oslo", systems=[{"id": 1, "name": "Room"}])], r"systems of site Oslo\[0\].*id and name are given"),
        ([site("Oslo", service_user={"email": "a@b.cc"})], "A service user needs a name"),
        ([site("Oslo", groups=[{"description": "no name"}])], "A group needs a name"),
        (
            [site("Oslo", groups=[BOOKERS]), site("Bergen", groups=[{"name": "api booking"}])],
            "The group is declared in two ways .*'api booking'",
        ),
        (
            [site("Oslo", service_user=CLIENT), site("Bergen", service_user={"name": "svc-calendar"})],
            "The service user is declared in two ways .*'svc-calendar'",
        ),
    ],
)
def test_a_declaration_that_contradicts_itself_is_refused(sites, message):
    with pytest.raises(InputError, match=message):
        declaration(sites)


def test_some_sites_alone_leave_out_what_another_has_too():
    own = {"name": "EXAMPLE\\svc-bergen"}
    read = declaration(
        [
            site("Oslo", systems=[{"id": 1}], service_user=CLIENT),
            site("Bergen", systems=[{"id": 2}], service_user=own),
            site("Tromso", systems=[{"id": 3}], service_user=CLIENT),
        ],
        [BOOKERS],
    )
    assert read.of(["oslo"]).as_result() == {
        "systems": [{"id": 1, "state": "enabled"}],
        "groups": [],
        "service_users": [],
        "booking_checks": [],
    }
    assert list(read.of(["Bergen"]).service_users) == [own]
    assert list(read.of(["Oslo", "Tromso"]).service_users) == [CLIENT]


def test_an_unknown_site_is_refused_with_those_that_are_declared():
    with pytest.raises(InputError, match=r"no such site \(paris\): declared are Oslo, Bergen"):
        declaration([site("Oslo"), site("Bergen")]).of(["Paris"])


def test_the_client_of_a_site_books_its_acceptance_test():
    rooms = [{"name": "Room 1"}]
    read = declaration(
        [
            site("Oslo", service_user=CLIENT, booking_check={"systems": rooms, "username": None}),
            site("Bergen", service_user=CLIENT, booking_check={"systems": rooms, "username": "EXAMPLE\\other"}),
            site("Tromso", booking_check={"systems": rooms}),
            site("Bodo", service_user=CLIENT),
        ]
    )
    assert read.booking_checks == [
        {"site": "Oslo", "systems": rooms, "username": "EXAMPLE\\svc-calendar"},
        {"site": "Bergen", "systems": rooms, "username": "EXAMPLE\\other"},
        {"site": "Tromso", "systems": rooms},
    ]


def test_groups_are_assumed_with_the_rights_that_their_tasks_end_with():
    results = [
        {
            "results": [{"name": "New", "action": "create", "changed": True}],
            "after": [{"name": "New", "state": "present", "permissions": {"set": ["Booking > Misc > Booking"]}}],
        },
        {
            "results": [{"name": "Empty", "action": "create", "changed": True}],
            "after": [{"name": "Empty", "state": "present"}],
        },
        {"results": [{"name": "Old", "action": "none", "changed": False}], "after": [{"name": "Old"}]},
        {"results": [], "after": [{"name": "Gone", "state": "absent"}]},
        {"skipped": True},
    ]
    assert assumed_groups(results) == [
        {"name": "New", "permissions": ["Booking > Misc > Booking"]},
        {"name": "Empty"},
    ]
