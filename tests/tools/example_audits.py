# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Audits as audit_info returns them, of any size, always the same for the same size: `example_audits.py SERVERS SYSTEMS`.

The names are what servers really hold, and what somebody may put there to break a page or a spreadsheet.
"""

from __future__ import annotations

import json
import random
import sys
from typing import Any

Audit = dict[str, Any]

SITES = (
    "Oslo",
    "São Paulo",
    "Łódź",
    "北京",
    "القاهرة",
    "Bergen",
    "München",
    "O'Hare <ORD>",
    "Ньюкасл",
    "Warszawa & Okęcie",
)
ROOMS = (
    "Boardroom",
    "Reception",
    "Huddle <b>4</b>",
    "Salle « Été »",
    "会议室",
    "غرفة الاجتماعات",
    "חדר ישיבות",
    "Café & Bar",
    'The "Big" Room',
    "Zażółć",
)
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=https://example.com/x onerror=alert(1)>',
    '=HYPERLINK("https://example.com/","free seats")',
    "+44 20 7946 0000",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "-1+1",
    "Lab\u202egnp.exe",
    "Room;=1+1",
    "Line\x0bbreak\x00 and half a pair \ud83d",
    "]]> &amp; </testcase>",
)

BOOKED = "system_booked_without_seat"
UNDECLARED = "system_holds_undeclared_seat"
WITHOUT = "system_without_seat"
UNKNOWN = "system_unknown"
SHORT = "seats_short"
BOTH = "keys_of_both_kinds"
EXPIRES = "key_expires"
RIGHT = "service_user_lacks_right"
EXCESS = "service_user_excess_rights"
DEFAULT = "site_administrator_default_group"
AUDITING = "auditing_off"
TICKET = "licence_ticket_open"
SESSIONS = "client_sessions_near_licence"
CHECKS = (
    BOOKED,
    UNDECLARED,
    WITHOUT,
    UNKNOWN,
    SHORT,
    BOTH,
    EXPIRES,
    RIGHT,
    EXCESS,
    DEFAULT,
    AUDITING,
    TICKET,
    SESSIONS,
)


def finding(
    check: str, severity: str, site: str | None, thing: dict[str, Any], expected: str, found: str, remedy: str
) -> Audit:
    return {
        "id": check,
        "severity": severity,
        "site": site,
        "object": thing,
        "expected": expected,
        "found": found,
        "remedy": remedy,
    }


def audits(servers: int = 3, systems: int = 40) -> list[Audit]:
    """One audit a server, of *systems* systems each; the last server has no finding where there are several."""
    return [_audit(number, systems, servers > 1 and number == servers - 1) for number in range(servers)]


def unreachable() -> list[dict[str, str]]:
    return [
        {"host": "tms-lima", "msg": "Could not sign in: HTTP 401 <denied> after the handshake; look at the account."}
    ]


def _audit(number: int, count: int, clean: bool) -> Audit:
    dice = random.Random(number)
    sites = [SITES[(number * 3 + each) % len(SITES)] for each in range(1 if count < 10 else 4)]
    systems = [_system(1001 + each, sites, dice, clean) for each in range(count)]
    found = [] if clean else [*_of_systems(systems, dice), *_of_the_server(number, sites)]
    used = sum(each["remote_bookings"] == "enabled" for each in systems)
    total = max(25, -(-used // 25) * 25) + (25 if clean else 0)
    return {
        "changed": False,
        "host": f"tms{number + 1}.example.com" if number else "tms-oslo",
        "server": {"url": f"https://tms{number + 1}.example.com/tms", "serial_number": f"8400000{number}"},
        "time": f"2026-11-24T21:{number:02d}:07Z",
        "findings": found,
        "summary": {
            name: sum(each["severity"] == name for each in found) for name in ("critical", "high", "medium", "low")
        },
        "checks": [_check(check, number) for check in CHECKS],
        "seats": _seats(number, total, used),
        "sites": [
            {
                "name": site,
                "systems": sum(each["site"] == site for each in systems),
                "enabled": sum(each["site"] == site and each["remote_bookings"] == "enabled" for each in systems),
            }
            for site in sites
        ],
        "systems": systems,
    }


def _seats(number: int, total: int, used: int) -> Audit | None:
    if number == 4:
        return None
    if number == 2:
        return {
            "total": {"value": None, "source": "TMS shows no figure, and the kind of 1 option keys is not known"},
            "used": {"value": used, "source": "systems whose Allow Remote Bookings is Yes"},
            "free": None,
        }
    return {
        "total": {"value": total, "source": f"25 for each of {total // 25} option keys listed"},
        "used": {"value": used, "source": "systems whose Allow Remote Bookings is Yes"},
        "free": max(0, total - used),
    }


def _check(check: str, number: int) -> Audit:
    if check == SESSIONS and number % 2 == 0:
        return {"id": check, "checked": False, "reason": "TMS does not show the API client sessions on this server."}
    return {"id": check, "checked": True, "reason": None}


def _system(number: int, sites: list[str], dice: random.Random, clean: bool) -> Audit:
    site = sites[number % len(sites)] if number % 11 else None
    room = HOSTILE[number % len(HOSTILE)] if number % 17 == 0 and not clean else ROOMS[number % len(ROOMS)]
    declared = None if site is None else "disabled" if number % 9 == 0 else "enabled"
    actual = declared or "disabled"
    if not clean and dice.random() < 0.08:
        actual = "disabled" if actual == "enabled" else "enabled"
    return {
        "id": number,
        "name": f"{site or 'Lager'} {room} {number % 50 + 1}",
        "site": site,
        "declared": declared,
        "remote_bookings": "not_applicable" if declared is None and number % 2 else actual,
        "future_bookings": dice.choice([None, 0, 0, 2, 7]) if actual == "disabled" else None,
    }


def _of_systems(systems: list[Audit], dice: random.Random) -> list[Audit]:
    found = []
    for each in systems:
        thing = {"type": "system", "id": each["id"], "name": each["name"]}
        if each["declared"] == "enabled" and each["remote_bookings"] == "disabled":
            if each["future_bookings"]:
                found.append(
                    finding(
                        BOOKED,
                        "critical",
                        each["site"],
                        thing,
                        "Allow Remote Bookings at Yes for a system with future bookings",
                        f"No, with {each['future_bookings']} future bookings, which TMS deletes when they are edited next",
                        "Turn Allow Remote Bookings on before anybody edits these bookings",
                    )
                )
            found.append(
                finding(WITHOUT, "high", each["site"], thing, "enabled", "disabled", "Run site_rollout for this site")
            )
        elif each["declared"] != "enabled" and each["remote_bookings"] == "enabled":
            found.append(
                finding(
                    UNDECLARED,
                    "medium",
                    each["site"],
                    thing,
                    "no booking seat",
                    "Allow Remote Bookings is Yes",
                    "Declare the system, or give its seat back",
                )
            )
        elif dice.random() < 0.04:
            ticket = {"type": "ticket", "id": f"T{each['id']}", "name": f"Gatekeeper error on {each['name']}"}
            found.append(
                finding(TICKET, "low", each["site"], ticket, "no open licence ticket", "open", "Look at it in TMS")
            )
    return found


def _of_the_server(number: int, sites: list[str]) -> list[Audit]:
    user = {"type": "user", "id": 7, "name": r"EXAMPLE\svc-calendar"}
    found = [
        finding(
            RIGHT,
            "high",
            sites[0],
            user,
            "Booking > Misc > Approve Meeting",
            "not granted by any group of the user",
            "Give the right to the group 'API clients'",
        ),
        finding(
            EXPIRES,
            "medium",
            None,
            {"type": "option_key", "id": None, "name": "113612A1-**-********"},
            "valid for at least 30 days",
            "expires on 2026-12-03",
            "Order a new key",
        ),
        finding(
            AUDITING,
            "low",
            None,
            {"type": "server", "id": None, "name": f"tms{number + 1}"},
            "auditing enabled",
            "auditing disabled",
            "Switch auditing on in General Settings",
        ),
    ]
    if number % 2 == 0:
        group = {"type": "group", "id": 2, "name": "Site Administrator"}
        found.append(
            finding(
                DEFAULT,
                "critical",
                None,
                group,
                "no default group with all rights",
                "Site Administrator is a default group: whoever signs in becomes one",
                "Take it out of the default groups",
            )
        )
    return found


if __name__ == "__main__":
    print(json.dumps(audits(*map(int, sys.argv[1:])), indent=2))
