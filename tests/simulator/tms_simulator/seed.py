# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A made-up site, the same for the same number."""

from __future__ import annotations

import json
import random
from datetime import timedelta
from typing import Any

from tms_simulator.rights import EVERY
from tms_simulator.store import (
    BOOKER,
    EXCHANGE,
    SITE_ADMINISTRATOR,
    USERS,
    VIDEO_UNIT_ADMINISTRATOR,
    Store,
    make_key,
    now,
)
from tms_simulator.transfer import default_settings
from tms_simulator.web.accounts import AD

#: Windows account -> password and groups beside Users.
ACCOUNTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "tmsadmin": ("Adm1n-of-TMS!", (SITE_ADMINISTRATOR,)),
    "operator": ("0perator-of-TMS!", ()),
    "videoadmin": ("Vide0-of-TMS!", (VIDEO_UNIT_ADMINISTRATOR,)),
    "apiclient": ("Api-0f-TMS!", (BOOKER,)),
}

#: Windows accounts that TMS does not know yet.
WINDOWS = {"calendar": "Ca1endar-0f-TMS!", "jane": "Jane-0f-TMS!"}

_BOOKING = ["Booking > Misc > Booking", "Booking > Misc > Book on behalf of", "Booking > Misc > Update"]
_BOOKING += ["Booking > Misc > Approve Meeting"]
_SYSTEMS = ["Systems > Navigator > Read", "Systems > Navigator > Edit Settings"]

#: Folders of the Navigator; the systems are dealt out to them in turn.
FOLDERS = (("Europe", "Oslo"), ("Europe", "Bergen"), ("Asia", "Tōkyō 東京"))

_ROOMS = (
    "Boardroom",
    "Reception",
    "Lobby",
    "Auditorium",
    "Café",
    "会議室",
    'Chef\'s "Table"',
    "Lab & Studio",
    "Møterom",
    "Corner <3>",
)
_TYPES = ("TANDBERG C40", "Cisco SX80", "Cisco MX300", 'Room Kit "Plus"')


def seed(
    store: Store,
    *,
    systems: int = 60,
    number: int = 1,
    packs: int = 1,
    enabled: int = 0,
    booked: int = 0,
    package: bool = False,
    twins: bool = False,
    folders: tuple[tuple[str, ...], ...] = FOLDERS,
    fresh: bool = False,
    groups: int = 0,
    users: int = 0,
    serial: str = "84000001",
    api_version: int = 15,
) -> None:
    """systems: endpoints and rooms, beside them some equipment and two MCUs; packs: installed seat keys of 25; enabled: so many
    of the first systems hold a seat; booked: so many of the first systems have a future booking; twins: the last two share
    a name; fresh: groups as after an installation, where each has every right and new users land in Site Administrator;
    groups, users: so many more of them, with members and rights of all sorts."""
    chance = random.Random(number)
    with store.transaction():
        store.set_meta("serial", serial)
        store.set_meta("api_version", str(api_version))
        _groups_and_users(store, fresh=fresh)
        _more_groups_and_users(store, chance, groups, users)
        for place in range(systems):
            _system(store, chance, place, folders, place < enabled, twins and place == systems - 1)
        for place, category in enumerate(("Equipment", "MCU", "MCU")):
            _other(store, systems + place, category, folders[0])
        store.write(
            "insert or ignore into option_keys values (?, ?, null)",
            make_key(serial, "WebEx Enabled TelePresence", 0),
            "WebEx Enabled TelePresence",
        )
        for pack in range(packs):
            store.write("insert into option_keys values (?, ?, null)", make_key(serial, EXCHANGE, pack), EXCHANGE)
        if package:
            from tms_simulator.store import PACKAGE

            store.write("insert into option_keys values (?, ?, null)", make_key(serial, PACKAGE, 0), PACKAGE)
        owner = store.rows("select id from users order by id limit 1")[0]["id"]
        first = (now() + timedelta(days=1)).replace(hour=10, minute=0, second=0)
        for place, row in enumerate(store.rows("select id from systems order by id limit ?", booked)):
            store.plant_booking([row["id"]], owner, first + timedelta(days=place % 20), Title=f"Meeting {place}")


def _groups_and_users(store: Store, *, fresh: bool) -> None:
    defaults: list[tuple[str, int]] = []
    for name, permissions, is_default in (
        (SITE_ADMINISTRATOR, [], 0),
        (VIDEO_UNIT_ADMINISTRATOR, [*_SYSTEMS, *_BOOKING], 0),
        (USERS, [], 1),
        (BOOKER, _BOOKING, 0),
    ):
        rights = list(EVERY) if fresh else permissions
        default = int(is_default or (fresh and name == SITE_ADMINISTRATOR))
        built_in = int(name != BOOKER)
        store.write("insert or ignore into groups values (?, ?, ?, ?, ?)", name, name, json.dumps(rights), 0, built_in)
        defaults.append((name, default))
    store.write("insert or ignore into groups values (?, 'From Active Directory', '[]', 0, 0)", f"{AD}Staff")
    for name, (password, dummy) in ACCOUNTS.items():
        store.add_windows_account(name, password)
    for name, password in WINDOWS.items():
        store.add_windows_account(name, password)
    for name, (dummy, groups) in ACCOUNTS.items():
        row = store.add_user(
            f"TMS\\{name}", name.title(), "Example", f"{name}@example.com", local_admin=int(name == "tmsadmin")
        )
        for group in groups:
            store.join(row["id"], group)
    for name, default in defaults:
        # Set last: who was there at the installation landed nowhere by default.
        store.write("update groups set is_default = ? where name = ?", default, name)


def _more_groups_and_users(store: Store, chance: random.Random, groups: int, users: int) -> None:
    for number in range(groups):
        rights = [right for right in EVERY if chance.random() < 0.2]
        store.write(
            "insert into groups values (?, ?, ?, 0, 0)", f"Group {number + 1:03d}", "One of many", json.dumps(rights)
        )
    for number in range(users):
        name = f"user{number + 1:04d}"
        id_ = store.write(
            "insert into users (username, first_name, last_name, email) values (?, ?, ?, ?)",
            f"TMS\\{name}",
            "Usér & Co",
            f"Number {number + 1}",
            f"{name}@example.com",
        )
        store.join(id_, USERS)
        if groups:
            store.join(id_, f"Group {chance.randrange(groups) + 1:03d}")


def _system(store: Store, chance: random.Random, place: int, folders: Any, enabled: bool, twin: bool) -> None:
    folder = folders[place % len(folders)]
    name = f"{folder[-1].split()[0]} {_ROOMS[(place // len(folders)) % len(_ROOMS)]} {place // (len(folders) * len(_ROOMS)) + 1}"
    if twin:
        name = str(store.rows("select name from systems order by id desc limit 1")[0]["name"])
    address = f"10.{place // 65536}.{place // 256 % 256}.{place % 256}"
    store.write(
        "insert into systems values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        1001 + place,
        name,
        chance.choice(_TYPES),
        "Room" if place % 10 == 9 else "Endpoint",
        "Idle" if place % 5 else "Alive",
        address,
        store.folder(folder),
        int(enabled),
        json.dumps(default_settings(name, address)),
    )


def _other(store: Store, place: int, category: str, folder: Any) -> None:
    name = f"{category} {place}"
    store.write(
        "insert into systems values (?, ?, ?, ?, ?, ?, ?, 0, ?)",
        9001 + place,
        name,
        "TANDBERG MPS" if category == "MCU" else "Projector",
        category,
        "Alive",
        f"10.255.0.{place % 256}",
        store.folder(folder),
        json.dumps(default_settings(name, f"10.255.0.{place % 256}")),
    )
