# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server's state as one JSON document: out of a simulator, into one, and out of the info modules' results."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from tms_simulator.store import (
    EXCHANGE,
    PACKAGE,
    PREFIXES,
    SITE_ADMINISTRATOR,
    WINDOW,
    Store,
    as_tms_time,
    make_key,
    now,
)

#: What Windows accounts that a state names sign in with.
REHEARSAL = "Rehearsal-0f-TMS!"


def dump(store: Store) -> dict[str, Any]:
    """The state in the shape that system_info and license_info report: systems, groups, users, option_keys,
    bookings."""
    keys = store.keys()
    return {
        "serial_number": store.serial,
        "api_version": store.api_version,
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
                "is_hidden_user": bool(row["hidden"]),
                "is_local_admin": bool(row["local_admin"]),
            }
            for row in store.rows("select * from users order by id")
        ],
        "option_keys": [{"key": row["key"], "description": row["product"], "expires": row["expires"]} for row in keys],
        "bookings": [
            {
                "id": row["id"],
                "title": row["title"],
                "start": row["start"],
                "end": row["end"],
                "owner": row["username"],
                "series": "RecurrencePattern" in json.loads(row["data"]),
                "status": row["status"],
                "systems": store.booked_systems(row["id"]),
                "fields": json.loads(row["data"]),
            }
            for row in store.rows(
                "select bookings.*, username from bookings left join users on users.id = owner_id "
                "where status != 'Deleted' order by bookings.id"
            )
        ],
    }


def _state(store: Store, row: Any) -> str:
    if row["category"] not in ("Endpoint", "Room"):
        return "not_applicable"
    if store.has_package():
        return "void"
    return "enabled" if row["remote_bookings"] else "disabled"


def load(store: Store, state: Mapping[str, Any]) -> None:
    """Replace systems, keys and bookings by those of *state*. Masked keys are made anew for this server's serial number.

    Users are added or changed; those that *state* does not name stay, and who administers this server goes on to, so that
    one can still sign in. If *state* names groups, those of Windows and those that come with TMS stay beside them.
    """
    with store.transaction():
        for table in ("systems", "folders", "option_keys", "bookings", "booked"):
            store.write(f"delete from {table}")
        if state.get("serial_number"):
            store.set_meta("serial", str(state["serial_number"]))
        if state.get("api_version"):
            store.set_meta("api_version", str(state["api_version"]))
        for each in state.get("systems", ()):
            _load_system(store, each)
        for number, each in enumerate(state.get("option_keys", ())):
            _load_key(store, each, number)
        for each in state.get("users", ()):
            _load_user(store, each)
        administrators = store.rows(
            "select id from users join members on user_id = id where local_admin and group_name = ?", SITE_ADMINISTRATOR
        )
        if state.get("groups"):
            _forget_groups(store, {str(each["name"]) for each in state["groups"]})
        for each in state.get("groups", ()):
            _load_group(store, each)
        for row in administrators:
            store.join(row["id"], SITE_ADMINISTRATOR)
        for name in state.get("windows_accounts", ()):
            plain = str(name).rpartition("\\")[2].partition("@")[0]
            if not store.windows_account(plain):
                store.add_windows_account(plain, REHEARSAL)
        for each in _bookings(state):
            _load_booking(store, each)


def _load_system(store: Store, each: Mapping[str, Any]) -> None:
    folder = [part for part in str(each.get("folder") or "").split("/") if part]
    settings = dict(each.get("fields") or _settings_told(each))
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


def _settings_told(each: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of a system whose own were not reported: what system_info tells, and else as it is added."""
    told = {"Contact": "contact", "Description": "description", "SIP URI": "sip_uri", "H.323 ID": "h323_id"}
    told |= {"E.164 Alias": "e164_alias", "Time Zone": "time_zone"}
    own = {label: each[name] for label, name in told.items() if each.get(name)}
    return default_settings(str(each["name"]), str(each.get("address", ""))) | own


def _load_user(store: Store, each: Mapping[str, Any]) -> None:
    known = store.user(each["user_name"])
    row = known if known is not None else store.add_user(each["user_name"])
    flags = [each.get(name) for name in ("is_hidden_user", "is_local_admin")]
    hidden, local_admin = (
        row[column] if flag is None else int(flag)
        for column, flag in zip(("hidden", "local_admin"), flags, strict=True)
    )
    store.write(
        "update users set first_name = ?, last_name = ?, email = ?, hidden = ?, local_admin = ? where id = ?",
        *(each.get(name) or "" for name in ("first_name", "last_name", "email")),
        hidden,
        local_admin,
        row["id"],
    )


def _load_booking(store: Store, each: Mapping[str, Any]) -> None:
    """A booking with its owner if TMS knows him, else owned by the first user."""
    owner = store.user(str(each.get("owner") or "")) or store.rows("select * from users order by id limit 1")[0]
    start = _utc(each["start"])
    end = _utc(each["end"]) if each.get("end") else start + timedelta(hours=1)
    fields = dict(each.get("fields") or {"Title": each.get("title") or "Meeting"})
    if each.get("series") and "RecurrencePattern" not in fields:
        # A list of bookings tells of a series its first meeting alone; here it lasts until the end of the booking window.
        fields["RecurrencePattern"] = {"FrequencyType": "Weekly", "PatternEndDateUTC": as_tms_time(now() + WINDOW)}
    store.restore_booking(each, owner["id"], start, end, fields)


def _utc(text: Any) -> datetime:
    found = datetime.fromisoformat(str(text).replace("Z", "+00:00"))
    return (found if found.tzinfo else found.replace(tzinfo=timezone.utc)).astimezone(timezone.utc)


def _forget_groups(store: Store, named: set[str]) -> None:
    for row in store.rows("select name from groups where not built_in and description != 'From Active Directory'"):
        if row["name"] not in named:
            store.write("delete from members where group_name = ?", row["name"])
            store.write("delete from groups where name = ?", row["name"])


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
        "Contact": "Facilities (facilities@example.com) < floor 2",
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
