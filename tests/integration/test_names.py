# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Systems, groups and people with names in many writings, on pages in Shift_JIS, which lacks most of them."""

from __future__ import annotations

import pytest

SYSTEMS = [
    "髙橋（役員）会議室①",
    "㈱サンプル～本社",
    "ｶｲｷﾞｼﾂ",
    # The same in wide signs is another system.
    "カイギシツ",
    "会議室１",
    "会議室1",
    "【別館】会議室：大",
    "Переговорная №1",
    "غرفة الاجتماعات",
    "회의실 2층",
    "会議室 🎥",
    "Straße & Söhne <3>",
]
GROUP = {"name": "予約係 ① ～ Бронь", "description": "「会議」＜予約＞ & more"}
RIGHTS = [f"Booking > Misc > {each}" for each in ("Booking", "Book on behalf of", "Update", "Approve Meeting")]
PERSON = {"first_name": "花子", "last_name": "髙橋 Ю", "email": "hanako@example.com"}


@pytest.fixture
def tms(site):
    tms = site(skin="japanese", systems=len(SYSTEMS) + 2)
    for number, name in enumerate(SYSTEMS):
        tms.simulator.change("rename_system", id=1001 + number, name=name)
    return tms


def test_systems_are_told_apart_by_names_of_any_writing(tms):
    before = {each["id"]: each["fields"] for each in tms.simulator.dump()["systems"]}
    wanted = [each for each in SYSTEMS if each not in ("カイギシツ", "会議室1")]
    done = tms.apply("remote_bookings", systems=[{"name": each} for each in wanted])
    assert not done["failed"], done["msg"]
    assert tms.enabled() == {1001 + SYSTEMS.index(each) for each in wanted}
    assert {each["id"]: each["fields"] for each in tms.simulator.dump()["systems"]} == before
    again = tms.apply("remote_bookings", systems=[{"pattern": "*"}], state="disabled")
    assert {each["name"] for each in again["results"] if each["changed"]} == set(wanted)


def test_groups_and_people_come_back_as_they_were_given(tms):
    made = tms.apply("group", **GROUP, members={"set": ["apiclient"]}, permissions={"set": RIGHTS})
    assert not made["failed"], made["msg"]
    user = {"name": "TMS\\calendar", **PERSON, "groups": {"set": [GROUP["name"]]}}
    assert not (done := tms.apply("service_user", **user))["failed"], done["msg"]
    assert not tms.apply("service_user", **user)["changed"]
    state = tms.simulator.dump()
    (group,) = [each for each in state["groups"] if each["name"] == GROUP["name"]]
    assert (group["description"], sorted(group["members"])) == (
        GROUP["description"],
        ["TMS\\apiclient", "TMS\\calendar"],
    )
    (told,) = tms.apply("user_info", users=["*calendar"], gather=["groups"])["users"]
    assert (told["first_name"], told["last_name"]) == (PERSON["first_name"], PERSON["last_name"])
    assert GROUP["name"] in told["groups"]
