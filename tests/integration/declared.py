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
