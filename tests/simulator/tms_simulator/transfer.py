# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server's state as one JSON document: out of a simulator, into one, and out of the info modules' results."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from tms_simulator.store import EXCHANGE, PACKAGE, PREFIXES, Store, make_key


def dump(store: Store) -> dict[str, Any]:
    """The state in the shape that system_info and license_info report: systems, groups, users, option_keys,
    bookings."""
    keys = store.keys()
    return {
        "serial_number": store.serial,
        "systems": [
            {
                "id": row["id"],
                "name": row["name"],
                "type": row["type"],
                "category": row["category"],
                "status": row["status"],
                "address": row["address"],
                "folder": "/".join(store.folder_path(row["folder"])),
                "remote_bookings": _state(store, row),
                "fields": json.loads(row["settings"]),
            }
            for row in store.systems()
        ],
        "groups": [
            {
                "name": row["name"],
                "description": row["description"],
                "is_default": bool(row["is_default"]),
                "permissions": json.loads(row["permissions"]),
                "members": [
                    member["username"]
                    for member in store.rows(
                        "select username from users join members on user_id = id where group_name = ? order by username",
                        row["name"],
                    )
                ],
            }
            for row in store.rows("select * from groups order by name")
        ],
        "users": [
            {
                "user_name": row["username"],
                "first_name": row["first_name"],
                "last_name": row["last_name"],
                "email": row["email"],
            }
            for row in store.rows("select * from users order by id")
        ],
        "option_keys": [{"key": row["key"], "description": row["product"], "expires": row["expires"]} for row in keys],
        "bookings": [
            {
                "title": row["title"],
                "start": row["start"],
                "owner": row["owner_id"],
                "systems": store.booked_systems(row["id"]),
            }
            for row in store.rows("select * from bookings where status != 'Deleted' order by id")
        ],
    }


def _state(store: Store, row: Any) -> str:
    if row["category"] not in ("Endpoint", "Room"):
        return "not_applicable"
    if store.has_package():
        return "void"
    return "enabled" if row["remote_bookings"] else "disabled"


def load(store: Store, state: Mapping[str, Any]) -> None:
    """Replace systems, keys and bookings by those of *state*. Masked keys are made anew for this server's serial number."""
    with store.transaction():
        for table in ("systems", "folders", "option_keys", "bookings", "booked"):
            store.write(f"delete from {table}")
        if state.get("serial_number"):
            store.set_meta("serial", str(state["serial_number"]))
        for each in state.get("systems", ()):
            _load_system(store, each)
        for number, each in enumerate(state.get("option_keys", ())):
            _load_key(store, each, number)
        for each in state.get("users", ()):
            if store.user(each["user_name"]) is None:
                store.add_user(
                    each["user_name"], each.get("first_name", ""), each.get("last_name", ""), each.get("email", "")
                )
        for each in state.get("groups", ()):
            _load_group(store, each)
        owner = store.rows("select id from users order by id limit 1")
        for each in _bookings(state):
            start = datetime.fromisoformat(str(each["start"]).replace("Z", "+00:00"))
            store.plant_booking(
                each["systems"], owner[0]["id"] if owner else 1, start, Title=each.get("title", "Meeting")
            )


def _load_system(store: Store, each: Mapping[str, Any]) -> None:
    folder = [part for part in str(each.get("folder") or "").split("/") if part]
    settings = dict(each.get("fields") or default_settings(str(each["name"]), str(each.get("address", ""))))
    settings["System Name"] = each["name"]
    store.write(
        "insert into systems values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        each["id"],
        each["name"],
        each.get("type", ""),
        each.get("category") or "Endpoint",
        each.get("status") or "Alive",
        each.get("address", ""),
        store.folder(folder),
        int(each.get("remote_bookings") == "enabled"),
        json.dumps(settings),
    )


def _load_group(store: Store, each: Mapping[str, Any]) -> None:
    """Make or replace a group; members that were not reported stay as they are."""
    name = str(each["name"])
    store.write("insert or ignore into groups values (?, '', '[]', 0, 0)", name)
    store.write("update groups set description = ? where name = ?", each.get("description") or "", name)
    if each.get("permissions") is not None:
        store.write("update groups set permissions = ? where name = ?", json.dumps(list(each["permissions"])), name)
    if each.get("is_default") is not None:
        store.write("update groups set is_default = ? where name = ?", int(each["is_default"]), name)
    if each.get("members") is not None:
        store.write("delete from members where group_name = ?", name)
        for member in each["members"]:
            row = store.user(member)
            if row is not None:
                store.join(row["id"], name)


def _load_key(store: Store, each: Mapping[str, Any], number: int) -> None:
    text = f"{each.get('description') or ''} {each.get('kind') or ''}".casefold()
    product = next((name for name in PREFIXES if name.casefold() in text), None)
    if product is None:
        product = PACKAGE if "package" in text else EXCHANGE if "exchange" in text or "booking" in text else None
    key = str(each.get("key", ""))
    if product and "*" in key:
        key = make_key(store.serial, product, number)
    store.write(
        "insert or ignore into option_keys values (?, ?, ?)",
        key,
        product or each.get("description", ""),
        each.get("expires"),
    )


def _bookings(state: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Those of a dump, else those that system_info reports with each system."""
    if state.get("bookings"):
        return list(state["bookings"])
    found: dict[Any, dict[str, Any]] = {}
    for system in state.get("systems", ()):
        for each in system.get("future_bookings") or ():
            found.setdefault(each["id"], {**each, "systems": []})["systems"].append(system["id"])
    return list(found.values())


def default_settings(name: str, address: str) -> dict[str, Any]:
    """The settings of a system that has just been added."""
    plain = "".join(sign for sign in name.casefold() if sign.isascii() and sign.isalnum()) or "system"
    return {
        "System Name": name,
        "Network Address": address,
        "Contact": "Facilities <facilities@example.com>",
        "Description": "First line\r\n  second line & more",
        "Email Address": f"{plain}@example.com",
        "Time Zone": "(GMT+01:00) Oslo",
        "Alert System Contact": True,
        "SIP URI": f"{plain}@video.example.com",
        "H.323 ID": plain,
        "E.164 Alias": "",
        "IP Zone": "Oslo & Bergen",
        "Bandwidth": "768 kbps",
        "Allowed Protocols": ["H.323", "SIP"],
        "Device Password": "not for you",
        "Allow Bookings": True,
        "Allow Incoming H.323 Dialing": True,
        "Allow Outgoing H.323 Dialing": False,
        "Allow Incoming SIP URI Dialing": True,
        "Allow Outgoing SIP URI Dialing": True,
    }
