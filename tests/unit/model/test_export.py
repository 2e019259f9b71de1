# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A masked export tells no name, and still tells what belongs together."""

from __future__ import annotations

import json
from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._model.export import masked


def system(id_: int, name: str, **more: Any) -> dict[str, Any]:
    return {"id": id_, "name": name, "category": "Endpoint", "status": "Idle", "folder": "Europe/Oslo"} | more


STATE: dict[str, Any] = {
    "server": {"url": "https://tms.corp.example/tms", "serial_number": "84000001"},
    "serial_number": "84000001",
    "option_keys": [
        {"key": "7E51EC25-**-********", "kind": "exchange_integration", "description": "Exchange Integration"}
    ],
    "systems": [
        system(
            1, "Oslo Boardroom", address="10.1.2.3", contact="Jane Doe <jane@corp.example>", remote_bookings="enabled"
        ),
        system(2, "Oslo Lobby", address="lobby.corp.example", sip_uri="lobby@corp.example", h323_id="lobby-oslo"),
        system(3, "Oslo Lobby", folder="Asia/東京", description="Key at the desk of Jane Doe"),
        system(
            4,
            "Room",
            future_bookings=[{"id": 9, "title": "Merger talks", "owner": "CORP\\jane", "start": "2026-01-02"}],
        ),
    ],
    "groups": [
        {"name": "Users", "description": "Users", "permissions": ["Booking > Misc > Booking"], "members": None},
        {"name": "Merger Team", "description": "", "permissions": [], "members": ["CORP\\jane"]},
    ],
    "users": [{"user_name": "CORP\\jane", "first_name": "Jane", "last_name": "Doe", "email": "jane@corp.example"}],
    "windows_accounts": ["CORP\\svc-merger"],
}
DECLARED: dict[str, Any] = {
    "tms_sites": [
        {
            "name": "Headquarters",
            "systems": [
                {"folder": "Europe/Oslo"},
                {"pattern": "oslo*", "state": "disabled"},
                {"name": "Oslo Boardroom"},
            ],
            "groups": [{"name": "Merger Team", "members": {"add": ["jane"]}}, {"name": "New Team"}],
            "service_user": {"name": "CORP\\svc-merger", "first_name": "Merger", "groups": {"set": ["New Team"]}},
        }
    ]
}


def test_no_name_is_left_but_words_of_tms() -> None:
    found = masked(STATE, DECLARED)
    text = json.dumps([found["state"], found["declared"]], ensure_ascii=False).casefold()
    for name in (
        "oslo",
        "lobby",
        "東京",
        "jane",
        "doe",
        "corp",
        "merger",
        "headquarters",
        "84000001",
        "10.1.2.3",
        "team",
    ):
        assert name not in text
    assert found["not_masked"] == ["Room", "Users"]
    assert found["state"]["systems"][3]["name"] == "Room"


def test_what_belongs_together_still_does() -> None:
    found = masked(STATE, DECLARED)
    state, (site,) = found["state"], found["declared"]["tms_sites"]
    names = [each["name"] for each in state["systems"]]
    assert names[1] == names[2] != names[0]
    assert site["systems"][-1] == {"name": names[0]}
    assert site["systems"][0]["folder"] == state["systems"][0]["folder"]
    assert state["groups"][1]["members"] == [state["users"][0]["user_name"]]
    assert state["systems"][3]["future_bookings"][0]["owner"] == state["users"][0]["user_name"]
    assert site["groups"][0]["name"] == state["groups"][1]["name"]
    assert site["groups"][0]["members"]["add"][0] == state["users"][0]["user_name"].rpartition("\\")[2]
    assert site["service_user"]["groups"]["set"] == [site["groups"][1]["name"]]
    assert [site["service_user"]["name"]] == state["windows_accounts"]
    kept = [(each["id"], each["category"], each["status"]) for each in state["systems"]]
    assert kept == [(number, "Endpoint", "Idle") for number in (1, 2, 3, 4)]
    assert state["groups"][0]["permissions"] == ["Booking > Misc > Booking"]
    assert masked(STATE, DECLARED) == found


def test_a_pattern_becomes_what_it_matches_but_for_what_is_named() -> None:
    (site,) = masked(STATE, DECLARED)["declared"]["tms_sites"]
    assert site["systems"][1:3] == [{"id": 2, "state": "disabled"}, {"id": 3, "state": "disabled"}]
