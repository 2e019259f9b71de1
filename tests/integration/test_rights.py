# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Groups, default groups and service users through ansible-playbook."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

CLIENT = ["Booking > Misc > Booking", "Book on behalf of", "Booking > Misc > Update", "Approve Meeting"]
USER = {
    "name": "TMS\\calendar",
    "first_name": "Calendar",
    "last_name": "Service",
    "email": "calendar@example.com",
    "groups": {"set": ["API Booking"]},
}


def restrict():
    return {"name": "Restrict Users", "telepresence.tms.group": {"name": "Users", "permissions": {"set": []}}}


def make_group():
    return {
        "name": "Make the group",
        "telepresence.tms.group": {
            "name": "API Booking",
            "description": "Clients & more",
            "permissions": {"set": CLIENT},
        },
    }


def make_user(**more):
    assume = {"groups": [{"name": "API Booking", "permissions": CLIENT}, {"name": "Users", "permissions": []}]}
    return {"name": "Make the user", "telepresence.tms.service_user": {**USER, "assume": assume, **more}}


def leave_defaults():
    return {
        "name": "Default groups",
        "telepresence.tms.default_groups": {"groups": {"remove": ["Site Administrator"]}},
    }


def state(tms, *what):
    dumped = tms.simulator.dump()
    return {each: dumped[each] for each in what or ("groups", "users")}


def group_of(tms, name):
    return next((each for each in tms.simulator.dump()["groups"] if each["name"] == name), None)


def backup_of(result):
    return [json.loads(line) for line in Path(result["backup_path"]).read_text(encoding="utf-8").splitlines()]


def writes(tms):
    counters = tms.simulator.counters()
    return counters["writes"] + counters["refused_writes"]


def results(run):
    return [
        [(item["id"], item["action"], item["before"], item["after"]) for item in task["result"]["results"]]
        for task in run.tasks
    ]


def test_the_whole_play_on_a_fresh_server(site, skin):
    tms = site(skin=skin, systems=6, fresh=True)
    tasks = [restrict(), leave_defaults(), make_group(), make_user(require_least=True)]
    before = state(tms)
    predicted = tms.play(tasks, "--check", "--diff")
    assert predicted.returncode == 0, predicted.output
    assert writes(tms) == 0
    assert state(tms) == before
    done = tms.play(tasks, "--diff")
    assert done.returncode == 0, done.output
    assert results(done) == results(predicted)
    assert group_of(tms, "Users")["permissions"] == []
    assert not group_of(tms, "Site Administrator")["is_default"]
    made = group_of(tms, "API Booking")
    assert made["description"] == "Clients & more"
    assert sorted(made["permissions"]) == [
        "Booking > Misc > Approve Meeting",
        "Booking > Misc > Book on behalf of",
        "Booking > Misc > Booking",
        "Booking > Misc > Update",
    ]
    assert made["members"] == ["TMS\\calendar"]
    assert done.result["excess"] == []
    count = writes(tms)
    again = tms.play(tasks)
    assert again.returncode == 0, again.output
    assert [task["result"]["changed"] for task in again.tasks] == [False] * 4
    assert writes(tms) == count
    # The user made so books for somebody else, and leaves nothing behind.
    tms.account = "calendar"
    proof = tms.apply("booking_check", systems=[{"id": 1001}], owner="TMS\\jane", seats_held=True)
    assert not proof["failed"] and proof["results"][0]["booked"], proof
    assert proof["users_created"] == ["TMS\\jane"]
    assert "TMS\\jane" not in group_of(tms, "Site Administrator")["members"]
    assert tms.simulator.dump()["bookings"] == []
    # But may open no configuration page.
    refused = tms.apply("option_key", keys=tms.simulator.keys["packs"][:1])
    assert refused["failed"] and "Site Administrator" in refused["msg"]


def test_rights_beyond_the_need_are_told_and_refused_on_request(site, skin):
    tms = site(skin=skin, systems=6, fresh=True)
    before = state(tms)
    options = {"require_least": True, "assume": {"groups": [{"name": "API Booking", "permissions": CLIENT}]}}
    refused = tms.play([make_group(), make_user(**options)], "--check")
    assert refused.failed and "through group 'Users'" in refused.result["msg"]
    assert state(tms) == before
    done = tms.play([make_group(), make_user()])
    assert done.returncode == 0, done.output
    assert "more rights than it needs" in " ".join(done.result["warnings"])
    sources = {each["permission"]: each["groups"] for each in done.result["excess"]}
    assert sources[tms.right("Systems > Navigator > Edit Settings")] == ["Users"]
    assert not set(sources) & {"Booking > Misc > Booking", "Booking > Misc > Approve Meeting"}


def test_members_and_rights_that_are_not_named_stay(site, skin):
    tms = site(skin=skin, systems=6)
    before = group_of(tms, "API Bookers")
    done = tms.apply(
        "group",
        name="api bookers",
        permissions={"add": ["Reporting > Reporting > Read"], "remove": ["Misc > Update"]},
        members={"add": ["operator"]},
    )
    assert not done["failed"], done["msg"]
    after = group_of(tms, "API Bookers")
    assert set(after["permissions"]) == (set(before["permissions"]) | {"Reporting > Reporting > Read"}) - {
        "Booking > Misc > Update"
    }
    assert after["members"] == ["TMS\\apiclient", "TMS\\operator"]
    text = done["diff"]["after"]
    assert "Reporting:\n" in text and "- Reporting > Read" in text
    # Its backup brings back what was there.
    lines = backup_of(done)
    for line in lines:
        assert not tms.apply("group", **line)["failed"]
    restored = group_of(tms, "API Bookers")
    assert set(restored["permissions"]) == set(before["permissions"])
    assert restored["members"] == before["members"]


def test_set_removes_members_and_a_group_is_removed_and_brought_back(site, skin):
    tms = site(skin=skin, systems=6)
    done = tms.apply("group", name="API Bookers", members={"set": ["operator"]})
    assert group_of(tms, "API Bookers")["members"] == ["TMS\\operator"], done
    before = group_of(tms, "API Bookers")
    gone = tms.apply("group", name="API Bookers", state="absent")
    assert not gone["failed"], gone["msg"]
    assert group_of(tms, "API Bookers") is None
    (line,) = backup_of(gone)
    assert not tms.apply("group", **line)["failed"]
    after = group_of(tms, "API Bookers")
    assert sorted(after.pop("permissions")) == sorted(before.pop("permissions"))
    assert after == before


def test_a_further_member_costs_no_further_reading_of_lists(site, skin):
    tms = site(skin=skin, systems=6, users=90)
    names = [each["user_name"] for each in tms.simulator.dump()["users"] if "user" in each["user_name"]]

    def asked(members):
        tms.simulator.reset()
        done = tms.apply("group", name="API Bookers", members={"add": members})
        assert not done["failed"], done["msg"]
        return len([each for each in tms.simulator.journal() if each])

    few, many = asked(names[:3]), asked(names[3:18])
    # Open the user's page, save it (which may lead on to another page), open it again.
    assert (many - few) / 12 <= 4, (few, many)
    assert set(group_of(tms, "API Bookers")["members"]) == {"TMS\\apiclient", *names[:18]}


@pytest.mark.parametrize(
    ("module", "options", "said"),
    [
        ("group", {"name": "Users", "permissions": {"add": ["Update"]}}, "Booking > Misc > Update"),
        ("group", {"name": "Users", "permissions": {"add": ["Aprove Meeting"]}}, "Approve Meeting"),
        (
            "group",
            {"name": "Site Administrator", "permissions": {"remove": ["Sitemap"]}},
            "does not let them be edited",
        ),
        ("group", {"name": "Site Administrator", "members": {"remove": ["tmsadmin"]}}, "signs in with"),
        ("group", {"name": "AD Staff", "members": {"add": ["operator"]}}, "Active Directory"),
        ("group", {"name": "Users", "members": {"remove": ["operator"]}}, "everybody"),
        ("group", {"name": "Users", "state": "absent"}, "built-in"),
        ("group", {"name": "API Bookers", "members": {"add": ["nobody"]}}, "no such user"),
        ("default_groups", {"groups": {"add": ["Nowhere"]}}, "no such group"),
        ("default_groups", {"groups": {"add": ["AD Staff"]}}, "Active Directory"),
        ("service_user", {"name": "calendar", "email": "calendar@host"}, "name@example.com"),
        ("service_user", {"name": "calendar", "email": "calendar@example.com"}, "first_name"),
        ("service_user", {**USER, "groups": {"add": ["Nowhere"]}}, "no such group"),
        (
            "service_user",
            {**USER, "groups": {"add": ["Video Unit Administrator"]}, "name": "TMS\\ghost"},
            "The Windows account TMS\\ghost was not found",
        ),
        ("service_user", {"name": "tmsadmin", "state": "absent"}, "signs in with"),
        (
            "service_user",
            {
                "name": "svc",
                "windows_account": "create",
                "account_password": "S3cret-0f-svc",
                "email": "svc@example.com",
            },
            "https",
        ),
    ],
)
def test_bad_input_is_one_clear_sentence(site, skin, module, options, said):
    tms = site(skin=skin, systems=6)
    before = state(tms)
    done = tms.apply(module, **options)
    assert done["failed"] and tms.shown(f"{said}.").rstrip(".。") in done["msg"], done["msg"]
    assert done["msg"].count("\n") == 0
    assert "S3cret" not in json.dumps(done)
    assert state(tms) == before


def test_an_account_that_tms_makes_leaves_the_administrators_and_books(site, skin):
    tms = site(skin=skin, systems=6, tls=True)
    options = {
        "name": "svc",
        "windows_account": "create",
        "account_password": "S3cret-0f-svc",
        "email": "svc@example.com",
        "groups": {"add": ["API Bookers"]},
    }
    predicted = tms.check("service_user", **options)
    assert not predicted["failed"], predicted["msg"]
    assert writes(tms) == 0
    done = tms.apply("service_user", **options)
    assert not done["failed"], done["msg"]
    assert done["results"][0]["user_name"] == "TMS\\svc"
    assert "TMS\\svc" in group_of(tms, "API Bookers")["members"]
    assert "TMS\\svc" not in group_of(tms, "Site Administrator")["members"]
    assert "S3cret" not in json.dumps(done)
    again = tms.apply("service_user", **options)
    assert not again["failed"] and not again["changed"], again
    gone = tms.apply("service_user", name="svc", state="disabled")
    assert not gone["failed"], gone["msg"]
    assert group_of(tms, "API Bookers")["members"] == ["TMS\\apiclient"]


def test_an_account_that_cannot_leave_the_administrators_is_disabled(site, skin):
    tms = site(skin=skin, systems=6, tls=True)
    tms.simulator.change("sql", statement="insert into meta values ('stuck administrators', 'yes')", values=[])
    done = tms.apply(
        "service_user",
        name="svc",
        windows_account="create",
        account_password="S3cret-0f-svc",
        email="svc@example.com",
        groups={"add": ["API Bookers"]},
    )
    assert done["failed"] and "it was disabled" in done["msg"], done["msg"]
    assert [each["name"] for each in tms.simulator.dump()["groups"] if "TMS\\svc" in each["members"]] == ["Users"]


def test_the_user_is_disabled_and_deleted(site, skin):
    tms = site(skin=skin, systems=6)
    done = tms.apply("service_user", **(USER | {"groups": {"add": ["API Bookers"]}}))
    assert not done["failed"], done["msg"]
    disabled = tms.apply("service_user", name="calendar", state="disabled")
    assert disabled["changed"] and group_of(tms, "API Bookers")["members"] == ["TMS\\apiclient"]
    (line,) = backup_of(disabled)
    assert not tms.apply("service_user", **line)["failed"]
    assert "TMS\\calendar" in group_of(tms, "API Bookers")["members"]
    count = len(tms.simulator.dump()["users"])
    assert tms.apply("service_user", name="calendar", state="absent")["changed"]
    assert len(tms.simulator.dump()["users"]) == count - 1
    assert not tms.apply("service_user", name="calendar", state="absent")["changed"]


def test_what_the_info_modules_report(site, skin):
    tms = site(skin=skin, systems=6, groups=30, users=60)
    told = tms.apply("group_info", gather=["permissions", "members"], effective_for=["apiclient"])
    assert not told["failed"], told["msg"]
    real = {each["name"]: each for each in tms.simulator.dump()["groups"]}
    assert len(told["groups"]) == len(real)
    for each in told["groups"]:
        if each["name"] == "Site Administrator":
            assert each["permissions_fixed"]
        else:
            assert set(each["permissions"]) == set(map(tms.right, real[each["name"]]["permissions"]))
        if each["name"] != "Users":
            assert sorted(each["members"]) == sorted(real[each["name"]]["members"])
    (effective,) = told["effective"]
    assert effective["groups"] == ["API Bookers", "Users"]
    assert {each["permission"] for each in effective["permissions"]} == set(
        map(tms.right, real["API Bookers"]["permissions"])
    )
    users = tms.apply("user_info", gather=["groups"])["users"]
    assert len(users) == len(tms.simulator.dump()["users"])
    by_name = {each["user_name"]: sorted(each["groups"]) for each in users}
    assert by_name == {name: sorted(group for group in real if name in real[group]["members"]) for name in by_name}
    few = tms.apply("user_info", users=["api*"], gather=["groups"])["users"]
    assert [sorted(each["groups"]) for each in few] == [["API Bookers", "Users"]]
    assert writes(tms) == 0


def test_the_user_proves_himself_by_signing_in(site, skin):
    tms = site(skin=skin, systems=6)
    options = USER | {"groups": {"add": ["API Bookers"]}, "prove": True}
    password = tms.simulator.accounts["calendar"]["password"]
    done = tms.apply("service_user", **options, account_password=password)
    assert not done["failed"], done["msg"]
    assert done["proof"] == {"signed_in": True, "books_on_behalf": True}
    before = state(tms)
    refused = tms.apply("service_user", **options, account_password="Wr0ng-0ne")
    assert refused["failed"] and "sign in as the service user" in refused["msg"], refused["msg"]
    assert "Wr0ng" not in json.dumps(refused)
    assert tms.simulator.counters()["failed_logons"] == {"calendar": 1}
    assert state(tms) == before
