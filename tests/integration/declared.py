# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of roles and playbooks declare: two sites of a simulated server, with all that a site can have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tms_simulator.launch import Simulator

CLIENT_RIGHTS = [
    "Booking > Misc > Approve Meeting",
    "Booking > Misc > Book on behalf of",
    "Booking > Misc > Booking",
    "Booking > Misc > Update",
]


#: What a declared user has; what TMS adds to it, such as a language, is not declared.
PROFILE = ("user_name", "first_name", "last_name", "email")


def connection(simulator: Simulator) -> dict[str, Any]:
    """The variables of an inventory host that say which server it is, and as whom."""
    admin = simulator.accounts["tmsadmin"]
    own = {"tms_url": simulator.url, "tms_username": admin["username"], "tms_password": admin["password"]}
    return own | ({"tms_ca_cert": simulator.ca_file} if simulator.ca_file else {})


def two_sites(simulator: Simulator) -> dict[str, Any]:
    """Variables of a host: Oslo with groups, a client and a test booking, Bergen with its rooms alone; and one pack of seats."""
    calendar = simulator.accounts["calendar"]
    return {
        "tms_option_keys": [simulator.keys["packs"][0]],
        "tms_passwords": {calendar["username"]: calendar["password"]},
        "tms_groups": [{"name": "Users", "permissions": {"set": ["Booking > Misc > Booking"]}}],
        "tms_default_groups": {"remove": ["Site Administrator"]},
        "tms_sites": [
            {
                "name": "Oslo",
                "systems": [{"folder": "Europe/Oslo"}],
                "groups": [
                    {
                        "name": "API Booking",
                        "description": "Books on behalf of all users",
                        "permissions": {"set": CLIENT_RIGHTS},
                    }
                ],
                "service_user": {
                    "name": calendar["username"],
                    "first_name": "Calendar",
                    "last_name": "Service",
                    "email": "calendar@example.com",
                    "groups": {"set": ["API Booking"]},
                    "require_least": True,
                },
                "booking_check": {"systems": [{"name": "Oslo Boardroom 1"}]},
            },
            {"name": "Bergen", "systems": [{"folder": "Europe/Bergen"}]},
        ],
    }


def items(result: Mapping[str, Any]) -> dict[str, list[tuple[Any, ...]]]:
    """What a rollout did, or would do, to which object; without what only a real run can know."""
    kinds = ("option_keys", "groups", "default_groups", "service_users", "systems")
    parts = ("id", "name", "action", "changed", "before", "after", "error")
    return {kind: [tuple(each[part] for part in parts) for each in result[kind]] for kind in kinds}


def rolled_out(before: Mapping[str, Any], simulator: Simulator) -> dict[str, Any]:
    """The state of a server, as `dump` tells it, that was *before* and got the two sites."""
    client = simulator.accounts["calendar"]["username"]
    groups = {each["name"]: dict(each) for each in before["groups"]}
    groups["Users"] |= {
        "permissions": ["Booking > Misc > Booking"],
        "members": sorted([*groups["Users"]["members"], client]),
    }
    groups["Site Administrator"]["is_default"] = False
    groups["API Booking"] = {
        "name": "API Booking",
        "description": "Books on behalf of all users",
        "is_default": False,
        "permissions": CLIENT_RIGHTS,
        "members": [client],
    }
    user = {
        "user_name": client,
        "first_name": "Calendar",
        "last_name": "Service",
        "email": "calendar@example.com",
    }
    bookable = ("Europe/Oslo", "Europe/Bergen")
    return comparable(
        dict(before)
        | {
            "groups": list(groups.values()),
            "users": [*before["users"], user],
            "option_keys": [*before["option_keys"], {"key": simulator.keys["packs"][0]}],
            "systems": [
                each | {"remote_bookings": "enabled"}
                if each["folder"] in bookable and each["remote_bookings"] == "disabled"
                else each
                for each in before["systems"]
            ],
        }
    )


def comparable(dumped: Mapping[str, Any]) -> dict[str, Any]:
    """A dump without what follows from the rest, and without an order that means nothing."""
    groups = [each | {"permissions": sorted(each["permissions"])} for each in dumped["groups"]]
    return dict(dumped) | {
        "groups": sorted(groups, key=lambda each: str(each["name"])),
        "users": sorted([each[part] for part in PROFILE] for each in dumped["users"]),
        "option_keys": sorted(each["key"] for each in dumped["option_keys"]),
    }
