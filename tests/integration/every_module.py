# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A task of every module that talks to a server, with a wish that a freshly seeded one does not fulfil."""

from __future__ import annotations

EVERY_MODULE = {
    "option_key": {"keys": "{{ secret_keys }}"},
    "remote_bookings": {"systems": [{"id": 1001}]},
    "license_info": {},
    "system_info": {"gather": ["remote_bookings", "settings"]},
    "ticket_info": {},
    "server_info": {"probe": True},
    "group": {"name": "API Bookers", "members": {"add": ["operator"]}},
    "default_groups": {"groups": {"add": ["API Bookers"]}},
    "service_user": {
        "name": "svc",
        "windows_account": "create",
        "account_password": "{{ secret_account }}",
        "email": "svc@example.com",
        "groups": {"add": ["API Bookers"]},
    },
    "user_info": {"gather": ["groups"]},
    "group_info": {"gather": ["members"]},
    "booking_check": {"systems": [{"id": 1001}], "claim_seat": True},
    "audit_info": {"sites": [{"name": "Oslo", "systems": [{"folder": "Europe/Oslo"}]}]},
}
#: Those that talk to none.
WITHOUT_SERVER = {"audit_report"}
