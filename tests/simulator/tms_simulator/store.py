# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The state of the simulated TMS, in SQLite, and the rules that change it.

Every public method is one transaction. SQLite runs in WAL mode, so what a request has committed survives kill -9.
Rules are those of the guides named in README.md; where they are silent, the rule is a guess and listed there.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from tms_simulator.rights import EVERY

PACK = 25
EXCHANGE = "Exchange Integration Option"
BOOKING_API = "Booking API (25 systems)"
PACKAGE = "Application Integration Package"
WEBEX = "WebEx Enabled TelePresence"
#: Product -> first block of its keys. Only the Package's prefix is published; the others are the simulator's own.
PREFIXES = {EXCHANGE: "7E51EC25", BOOKING_API: "7E51B025", PACKAGE: "113612A1", WEBEX: "7E51EB0E"}
SEAT_PRODUCTS = (EXCHANGE, BOOKING_API)

SITE_ADMINISTRATOR = "Site Administrator"
VIDEO_UNIT_ADMINISTRATOR = "Video Unit Administrator"
USERS = "Users"
BOOKER = "API Bookers"

#: Client sessions live 47 minutes and are honoured 17 minutes longer (guide 15, p. 19).
SESSION_LIFE = timedelta(minutes=64)
#: One Application Integration Package serves one client; per-system keys are not counted by client (guess).
SESSIONS_PER_PACKAGE = 10
#: How far ahead one may book (guess).
WINDOW = timedelta(days=90)

_SCHEMA = """
create table if not exists meta (name text primary key, value text not null);
create table if not exists groups (name text primary key, description text not null, permissions text not null,
    is_default integer not null, built_in integer not null);
create table if not exists users (id integer primary key, username text unique collate nocase not null,
    first_name text not null, last_name text not null, email text not null, hidden integer not null default 0,
    local_admin integer not null default 0, language text not null default 'English', profile text not null default '{}');
create table if not exists windows (username text primary key collate nocase, password text not null);
create table if not exists members (user_id integer not null, group_name text not null, primary key (user_id, group_name));
create table if not exists folders (id integer primary key, parent integer, name text not null);
create table if not exists systems (id integer primary key, name text not null, type text not null, category text not null,
    status text not null, address text not null, folder integer not null, remote_bookings integer not null,
    settings text not null);
create index if not exists systems_of_folders on systems (folder, name);
create table if not exists option_keys (key text primary key, product text not null, expires text);
create table if not exists bookings (id integer primary key, title text not null, start text not null, end text not null,
    owner_id integer not null, status text not null, data text not null);
create table if not exists booked (booking_id integer not null, system_id integer not null,
    primary key (booking_id, system_id));
create index if not exists booked_systems on booked (system_id);
create table if not exists transactions (id integer primary key, booking_id integer not null, kind text not null,
    user_id integer not null);
create table if not exists tickets (id integer primary key, created text not null, system_id integer, title text not null,
    severity text not null, description text not null);
create table if not exists audit (id integer primary key, time text not null, user text not null, operation text not null,
    category text not null, object text not null, attribute text not null, value text not null, origin text not null);
create table if not exists sessions (id text primary key, begun text not null, user text not null default '');
create table if not exists logons (username text primary key collate nocase, failed integer not null);
create table if not exists counters (user text not null, kind text not null, what text not null, number integer not null,
    primary key (user, kind, what));
"""


class Denied(Exception):
    """TMS refuses; code: the documented errorcode, if any."""

    def __init__(self, message: str, code: int | None = None, session: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.session = session


def make_key(serial: str, product: str, number: int, *, prefix: str | None = None) -> str:
    """An option key that this simulator takes for a server of that serial number."""
    first = prefix or PREFIXES[product]
    middle = f"{number % 256:02X}"
    return f"{first}-{middle}-{_check(serial, first, middle)}"


def _check(serial: str, first: str, middle: str) -> str:
    return hashlib.sha256(f"{serial}/{first}/{middle}".encode()).hexdigest()[:8].upper()


def now() -> datetime:
    return datetime.now(timezone.utc).replace(microsecond=0)


def as_tms_time(time: datetime) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%SZ")


class Store:
    """The database of one simulated server."""

    def __init__(self, path: str | Path) -> None:
        self._lock = threading.RLock()
        self._database = sqlite3.connect(str(path), check_same_thread=False, isolation_level=None)
        self._database.row_factory = sqlite3.Row
        for statement in ("pragma journal_mode = wal", "pragma synchronous = normal"):
            self._database.execute(statement)
        self._database.executescript(_SCHEMA)

        #: Told of every Windows account that is made, so that it can sign in.
        self.account_made: Callable[[str, str], None] = lambda username, password: None

    def close(self) -> None:
        with self._lock:
            self._database.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """What is done within it is done whole or not at all; nests."""
        with self._lock:
            if self._database.in_transaction:
                yield
                return
            self._database.execute("begin immediate")
            try:
                yield
            except BaseException:
                self._database.execute("rollback")
                raise
            self._database.execute("commit")

    def rows(self, statement: str, *values: Any) -> list[sqlite3.Row]:
        with self._lock:
            return self._database.execute(statement, values).fetchall()

    def row(self, statement: str, *values: Any) -> sqlite3.Row | None:
        with self._lock:
            return self._database.execute(statement, values).fetchone()

    def write(self, statement: str, *values: Any) -> int:
        with self._lock:
            return int(self._database.execute(statement, values).lastrowid or 0)

    # -- the server itself

    def meta(self, name: str, default: str = "") -> str:
        row = self.row("select value from meta where name = ?", name)
        return row["value"] if row else default

    def set_meta(self, name: str, value: str) -> None:
        self.write("insert or replace into meta values (?, ?)", name, value)

    @property
    def serial(self) -> str:
        return self.meta("serial", "84000001")

    @property
    def api_version(self) -> int:
        return int(self.meta("api_version", "15"))

    # -- users, groups, rights

    def user(self, username: str) -> sqlite3.Row | None:
        """By name, without regard to case, with or without its domain."""
        plain = username.rpartition("\\")[2].partition("@")[0]
        return self.row(
            "select * from users where username = ? or username like ? escape '~'",
            username,
            "%\\" + plain.replace("~", "~~").replace("%", "~%").replace("_", "~_"),
        ) or self.row("select * from users where username = ?", plain)

    def signed_in(self, username: str) -> sqlite3.Row:
        """The TMS user of a Windows account; made at its first access, in the default groups."""
        found = self.user(username)
        return found if found is not None else self.add_user(username)

    def add_user(self, username: str, first: str = "", last: str = "", email: str = "", **more: int) -> sqlite3.Row:
        with self.transaction():
            id_ = self.write(
                "insert into users (username, first_name, last_name, email, hidden, local_admin) values (?, ?, ?, ?, ?, ?)",
                username,
                first,
                last,
                email,
                more.get("hidden", 0),
                more.get("local_admin", 0),
            )
            self.join(id_, USERS)
            for group in self.rows("select name from groups where is_default"):
                self.join(id_, group["name"])
            found = self.row("select * from users where id = ?", id_)
        if found is None:
            raise LookupError(username)
        return found

    def windows_account(self, username: str) -> bool:
        """Whether Windows knows an account, with or without its domain."""
        plain = username.rpartition("\\")[2].partition("@")[0]
        return self.row("select username from windows where username = ?", plain) is not None

    def add_windows_account(self, username: str, password: str) -> None:
        self.write("insert or replace into windows values (?, ?)", username, password)
        self.account_made(username, password)

    def save_user(
        self,
        id_: int,
        name: str,
        person: tuple[str, str, str],
        profile: Mapping[str, Any],
        groups: Mapping[str, bool],
        by: str,
    ) -> None:
        """Change a user, or make one where id_ is 0; groups: only those whose boxes could be changed."""
        with self.transaction():
            if not id_:
                id_ = int(
                    self.write(
                        "insert into users (username, first_name, last_name, email) values (?, '', '', '')", name
                    )
                )
                self.join(id_, USERS)
                self._audit(by, "Create", "Users", name, "", "")
            self.write(
                "update users set username = ?, first_name = ?, last_name = ?, email = ?, profile = ? where id = ?",
                name,
                *person,
                json.dumps(dict(profile)),
                id_,
            )
            self._audit(by, "Update", "Users", name, "Profile", "")
            for group, member in groups.items():
                self.change_membership(id_, group, member, by)

    def change_membership(self, id_: int, group: str, member: bool, by: str) -> None:
        if (group in self.groups_of(id_)) == member:
            return
        if not member and group == SITE_ADMINISTRATOR and self.meta("stuck administrators"):
            # As if TMS took no notice: a fault of the seed.
            return
        if member:
            self.join(id_, group)
        else:
            self.write("delete from members where user_id = ? and group_name = ?", id_, group)
        row = self.row("select username from users where id = ?", id_)
        self._audit(
            by, "Update", "Groups", group, "Members" if member else "Members removed", row["username"] if row else ""
        )

    def remove_user(self, id_: int, by: str) -> None:
        with self.transaction():
            row = self.row("select username from users where id = ?", id_)
            self.write("delete from members where user_id = ?", id_)
            self.write("delete from users where id = ?", id_)
            self._audit(by, "Delete", "Users", row["username"] if row else "", "", "")

    def save_group(self, old: str | None, name: str, description: str, by: str) -> None:
        """Change a group, or make one that may do everything, as TMS starts it."""
        with self.transaction():
            if old is None:
                self.write("insert into groups values (?, ?, ?, 0, 0)", name, description, json.dumps(EVERY))
                self._audit(by, "Create", "Groups", name, "", "")
                return
            self.write("update groups set name = ?, description = ? where name = ?", name, description, old)
            self.write("update members set group_name = ? where group_name = ?", name, old)
            self._audit(by, "Update", "Groups", name, "Description", description)

    def remove_group(self, name: str, by: str) -> None:
        with self.transaction():
            self.write("delete from members where group_name = ?", name)
            self.write("delete from groups where name = ?", name)
            self._audit(by, "Delete", "Groups", name, "", "")

    def set_permissions(self, group: str, permissions: Sequence[str], by: str) -> None:
        with self.transaction():
            self.write("update groups set permissions = ? where name = ?", json.dumps(list(permissions)), group)
            self._audit(by, "Update", "Groups", group, "Permissions", str(len(permissions)))

    def set_default(self, group: str, value: bool, by: str) -> None:
        with self.transaction():
            self.write("update groups set is_default = ? where name = ?", int(value), group)
            self._audit(by, "Update", "Groups", group, "Default Group", "Yes" if value else "No")

    def join(self, user_id: int, group: str) -> None:
        self.write("insert or ignore into members values (?, ?)", user_id, group)

    def groups_of(self, user_id: int) -> list[str]:
        return [row["group_name"] for row in self.rows("select group_name from members where user_id = ?", user_id)]

    def is_site_administrator(self, user_id: int) -> bool:
        return SITE_ADMINISTRATOR in self.groups_of(user_id)

    def may(self, user_id: int, permission: str) -> bool:
        """Whether a group of the user gives *permission* ("Booking > Misc > Booking"); the Site Administrator's all do."""
        if self.is_site_administrator(user_id):
            return True
        return any(
            permission in json.loads(row["permissions"])
            for row in self.rows(
                "select permissions from groups join members on group_name = name where user_id = ?", user_id
            )
        )

    def may_edit_systems(self, user_id: int) -> bool:
        return self.may(user_id, "Systems > Navigator > Edit Settings")

    # -- logons

    def failed_logon(self, username: str) -> None:
        plain = username.rpartition("\\")[2]
        with self.transaction():
            self.write("insert or ignore into logons values (?, 0)", plain)
            self.write("update logons set failed = failed + 1 where username = ?", plain)
            self.count(plain, "failed logon", "")

    def logged_on(self, username: str) -> None:
        """A success begins the count of failures anew."""
        if self.row("select failed from logons where username = ?", username):
            self.write("delete from logons where username = ?", username)

    def is_locked(self, username: str) -> bool:
        row = self.row("select failed from logons where username = ?", username.rpartition("\\")[2])
        return row is not None and row["failed"] >= 5

    def count(self, user: str, kind: str, what: str) -> None:
        with self.transaction():
            self.write("insert or ignore into counters values (?, ?, ?, 0)", user, kind, what)
            self.write(
                "update counters set number = number + 1 where user = ? and kind = ? and what = ?", user, kind, what
            )

    # -- licences

    def keys(self) -> list[sqlite3.Row]:
        return self.rows("select * from option_keys order by rowid")

    def has_package(self) -> bool:
        return any(row["product"] == PACKAGE for row in self.keys())

    def seats_total(self) -> int:
        return PACK * sum(row["product"] in SEAT_PRODUCTS for row in self.keys())

    def seats_used(self) -> int:
        row = self.row("select count(*) as number from systems where remote_bookings")
        return int(row["number"]) if row else 0

    def add_key(self, text: str, by: str) -> str:
        """Add an option key; returns what TMS says, raises Denied where it refuses."""
        key = text.strip().upper()
        parts = key.split("-")
        if not re.fullmatch(r"[0-9A-Z]{8}-[0-9A-Z]{2}-[0-9A-Z]{8}", key):
            raise Denied("The option key is not in a valid format.")
        if self.row("select key from option_keys where key = ?", key):
            raise Denied("This option key has already been added.")
        product = next((name for name, prefix in PREFIXES.items() if prefix == parts[0]), None)
        if product is None or parts[2] != _check(self.serial, parts[0], parts[1]):
            raise Denied("The option key is not valid for this server.")
        with self.transaction():
            self.write("insert into option_keys values (?, ?, null)", key, product)
            self._audit(by, "Create", "TMS Settings", "Option Key", "Key", product)
        return "The option key was added successfully."

    # -- systems

    def system(self, id_: int) -> sqlite3.Row | None:
        return self.row("select * from systems where id = ?", id_)

    def systems(self) -> list[sqlite3.Row]:
        return self.rows("select * from systems order by id")

    def remote_bookings_applies(self, system: Mapping[str, Any]) -> bool:
        """Whether the setting is shown: endpoints and rooms, and not under a Package key."""
        return system["category"] in ("Endpoint", "Room") and not self.has_package()

    def save_settings(self, id_: int, settings: Mapping[str, Any], remote_bookings: bool | None, by: str) -> str:
        """Save a system's settings; returns what TMS says. Yes without a free seat has no effect (guide 14.6 p. 15: in part
        a guess), which is said."""
        with self.transaction():
            system = self.system(id_)
            if system is None:
                raise Denied("The system does not exist.")
            before = json.loads(system["settings"])
            for name, value in settings.items():
                if before.get(name) != value:
                    self._audit(by, "Update", "Systems", system["name"], name, str(value))
            name = str(settings.get("System Name", system["name"]))
            self.write(
                "update systems set settings = ?, name = ? where id = ?", json.dumps({**before, **settings}), name, id_
            )
            if remote_bookings is None or bool(system["remote_bookings"]) == remote_bookings:
                return "The settings were saved."
            if remote_bookings and self.seats_used() >= self.seats_total():
                return "The settings were saved, but Allow Remote Bookings was not enabled: no licenses are available."
            self._set_remote_bookings(id_, remote_bookings, by)
        return "The settings were saved."

    def _set_remote_bookings(self, id_: int, value: bool, by: str) -> None:
        system = self.system(id_)
        self.write("update systems set remote_bookings = ? where id = ?", int(value), id_)
        word = "Yes" if value else "No"
        self._audit(by, "Update", "Systems", system["name"] if system else "", "Allow Remote Bookings", word)

    def _audit(self, by: str, operation: str, category: str, name: str, attribute: str, value: str) -> None:
        self.write(
            "insert into audit (time, user, operation, category, object, attribute, value, origin) "
            "values (?, ?, ?, ?, ?, ?, ?, ?)",
            as_tms_time(now()),
            by,
            operation,
            category,
            name,
            attribute,
            value,
            "127.0.0.1",
        )

    def add_ticket(self, system_id: int | None, title: str, severity: str, description: str) -> None:
        self.write(
            "insert into tickets (created, system_id, title, severity, description) values (?, ?, ?, ?, ?)",
            as_tms_time(now()),
            system_id,
            title,
            severity,
            description,
        )

    # -- folders

    def folder_path(self, id_: int | None) -> list[str]:
        path: list[str] = []
        while id_:
            row = self.row("select * from folders where id = ?", id_)
            if row is None:
                break
            path.insert(0, row["name"])
            id_ = row["parent"]
        return path

    def folder(self, path: Sequence[str]) -> int:
        """The folder of that path, made where it is missing; 0 is the top."""
        parent = 0
        for name in path:
            row = self.row("select id from folders where parent = ? and name = ?", parent, name)
            parent = row["id"] if row else self.write("insert into folders (parent, name) values (?, ?)", parent, name)
        return parent

    # -- bookings

    def sessions(self) -> list[sqlite3.Row]:
        """The client sessions that are alive, the oldest first."""
        return self.rows("select * from sessions where begun > ? order by begun", as_tms_time(now() - SESSION_LIFE))

    def sessions_total(self) -> int:
        return SESSIONS_PER_PACKAGE * sum(row["product"] == PACKAGE for row in self.keys())

    def client_session(self, given: str | None, user: str = "") -> None:
        """The rule of API 15 (guide 15, p. 19): a blank or expired session is a fault that suggests a new one.

        Sessions came with API 13, whose rule differed in how the first one is told; that is not copied.
        """
        if self.api_version < 13:
            return
        # The suggested session is kept although the call fails, so the fault is raised behind the transaction.
        with self.transaction():
            limit = as_tms_time(now() - SESSION_LIFE)
            if given and given.strip():
                row = self.row("select begun from sessions where id = ?", given.strip())
                if row and row["begun"] > limit:
                    return
                fault = self._session_fault("Client session has expired.", -2147218253, user)
            else:
                fault = self._session_fault("Client session is blank.", -2147218247, user)
        raise fault

    def _session_fault(self, text: str, code: int, user: str) -> Denied:
        limit = as_tms_time(now() - SESSION_LIFE)
        self.write("delete from sessions where begun <= ?", limit)
        row = self.row("select count(*) as number from sessions")
        if not self.keys() or (self.has_package() and row and row["number"] >= SESSIONS_PER_PACKAGE):
            return Denied("There are not enough Application Integration licenses.", -2147219503)
        session = str(uuid.uuid4())
        self.write("insert into sessions values (?, ?, ?)", session, as_tms_time(now()), user)
        return Denied(f"{text} Use the suggested session ID.", code, session)

    def claim_seats(self, ids: Sequence[int]) -> None:
        """The first booking through the API turns Allow Remote Bookings on, or is denied with a ticket."""
        if self.has_package():
            return
        for id_ in ids:
            system = self.system(id_)
            if system is None or system["remote_bookings"] or system["category"] not in ("Endpoint", "Room"):
                continue
            if self.seats_used() >= self.seats_total():
                raise Denied("There are no available licenses for booking one or more of the systems.", -2147219503)
            self._set_remote_bookings(id_, True, "TMSWeb")

    def save_booking(
        self, data: Mapping[str, Any], systems: Sequence[int], owner_id: int, by: int, *, approved: bool = True
    ) -> int:
        """Create or update a booking with all the documented rules; returns its id. One that is not approved waits as a
        MeetingRequest."""
        start, end = _time(data.get("StartTimeUTC")), _time(data.get("EndTimeUTC"))
        if start is None or end is None or end <= start:
            raise Denied("Unspecified Error: start time and end time are not valid.")
        if end < now():
            raise Denied("The conference can not end in the past.", -2147218269)
        if start > now() + WINDOW:
            raise Denied("The start time is too far in the future.", -2147218265)
        id_ = int(data.get("ConferenceId") or 0)
        existing = self.row("select * from bookings where id = ? and status != 'Deleted'", id_) if id_ > 0 else None
        if id_ > 0 and existing is None:
            raise Denied("The conference does not exist.", -2147218302)
        if (data.get("RecurrencePattern") or {}).get("PatternEndType") == "EndNever":
            raise Denied("A recurrence that never ends is not supported.", -2147218264)
        if existing is not None:
            self._may_become(existing, data, start)
        for system_id in systems:
            system = self.system(system_id)
            if system is None:
                raise Denied(f"The system {system_id} was not found.", -2147218301)
            if str(json.loads(system["settings"]).get("Allow Bookings", True)).casefold() in (
                "no",
                "false",
                "0",
                "off",
            ):
                raise Denied(f"The system {system['name']} is not allowed in bookings.", -2147218262)
            clash = self.row(
                "select id from bookings join booked on booking_id = id where system_id = ? and status != 'Deleted' "
                "and id != ? and start < ? and end > ?",
                system_id,
                id_,
                as_tms_time(end),
                as_tms_time(start),
            )
            if clash:
                raise Denied("The system is already scheduled to be used at this time", -2147218300)
        try:
            with self.transaction():
                self.claim_seats(systems)
                made = self._put_booking(id_ if existing else None, data, systems, owner_id, by)
                if not approved:
                    self.write("update bookings set status = 'MeetingRequest' where id = ?", made)
                return made
        except Denied as denied:
            if denied.code == -2147219503:
                self._seat_denied(existing, systems, by)
            raise

    @staticmethod
    def _may_become(existing: sqlite3.Row, data: Mapping[str, Any], start: datetime) -> None:
        """What an update must not do, whatever its systems are."""
        if str(existing["start"]) <= as_tms_time(now()) < str(existing["end"]) and start != _time(existing["start"]):
            raise Denied("The start time of an active conference can not be changed.", -2147218270)
        version = json.loads(existing["data"]).get("Version")
        if data.get("Version") not in (None, version):
            # Guide 15.x p. 14.
            raise Denied("The conference has been changed since it was read.")

    def _seat_denied(self, existing: sqlite3.Row | None, systems: Sequence[int], by: int) -> None:
        with self.transaction():
            for system_id in systems:
                self.add_ticket(
                    system_id, "License limit reached", "Critical", "A booking was denied: no license available."
                )
            if existing is not None:
                # Guide 15.x p. 16: an existing booking that is edited without sufficient licences is deleted.
                self.delete_booking(existing["id"], by)

    def _put_booking(
        self, id_: int | None, data: Mapping[str, Any], systems: Sequence[int], owner_id: int, by: int
    ) -> int:
        start, end = _time(data.get("StartTimeUTC")), _time(data.get("EndTimeUTC"))
        former = self.row("select data from bookings where id = ?", id_) if id_ is not None else None
        version = (json.loads(former["data"]).get("Version") or 0) + 1 if former else 1
        values = (
            str(data.get("Title") or "Meeting")[:255],
            as_tms_time(start) if start else "",
            as_tms_time(end) if end else "",
            owner_id,
            "Pending",
            json.dumps({**data, "Version": version}),
        )
        if id_ is None:
            id_ = self.write(
                "insert into bookings (title, start, end, owner_id, status, data) values (?, ?, ?, ?, ?, ?)", *values
            )
            kind = "New"
        else:
            self.write(
                "update bookings set title = ?, start = ?, end = ?, owner_id = ?, status = ?, data = ? where id = ?",
                *values,
                id_,
            )
            self.write("delete from booked where booking_id = ?", id_)
            kind = "Updated"
        for system_id in dict.fromkeys(systems):
            self.write("insert into booked values (?, ?)", id_, system_id)
        self.write("insert into transactions (booking_id, kind, user_id) values (?, ?, ?)", id_, kind, by)
        return id_

    def plant_booking(self, systems: Sequence[int], owner_id: int, start: datetime, **data: Any) -> int:
        """A booking that is simply there: made elsewhere, without any rule."""
        end = start + timedelta(hours=1)
        times = {"StartTimeUTC": as_tms_time(start), "EndTimeUTC": as_tms_time(end)}
        with self.transaction():
            return self._put_booking(None, {**times, **data}, systems, owner_id, owner_id)

    def restore_booking(
        self, told: Mapping[str, Any], owner_id: int, start: datetime, end: datetime, data: Mapping[str, Any]
    ) -> None:
        """A booking as it was reported: told by its id (a new one if it has none), title, status and systems."""
        with self.transaction():
            id_ = self.write(
                "insert into bookings (id, title, start, end, owner_id, status, data) values (?, ?, ?, ?, ?, ?, ?)",
                told.get("id"),
                told.get("title") or "Meeting",
                as_tms_time(start),
                as_tms_time(end),
                owner_id,
                told.get("status") or "Pending",
                json.dumps(dict(data)),
            )
            for system_id in told["systems"]:
                self.write("insert into booked values (?, ?)", id_, system_id)

    def delete_booking(self, id_: int, by: int) -> None:
        with self.transaction():
            if self.row("select id from bookings where id = ? and status != 'Deleted'", id_) is None:
                raise Denied("The conference does not exist.", -2147218302)
            self.write("update bookings set status = 'Deleted' where id = ?", id_)
            self.write("insert into transactions (booking_id, kind, user_id) values (?, 'Deleted', ?)", id_, by)

    def end_booking(self, id_: int, by: int) -> None:
        """End a conference that goes on, now."""
        with self.transaction():
            row, moment = self.row("select * from bookings where id = ?", id_), as_tms_time(now())
            if row is None or not str(row["start"]) <= moment < str(row["end"]):
                raise Denied("The conference is not active.", -2147218272)
            self.write("update bookings set end = ? where id = ?", moment, id_)
            self.write("insert into transactions (booking_id, kind, user_id) values (?, 'Updated', ?)", id_, by)

    def bookings(
        self, start: datetime, end: datetime, status: str, systems: Sequence[int] = (), owner_id: int | None = None
    ) -> list[sqlite3.Row]:
        """Bookings that touch the time; a series touches it until its pattern ends."""
        where = "select distinct bookings.* from bookings"
        values: list[Any] = []
        if systems:
            marks = ",".join("?" * len(systems))
            where += f" join booked on booking_id = id and system_id in ({marks})"
            values += systems
        found = self.rows(where + " order by bookings.id", *values)
        kept = []
        for row in found:
            if owner_id is not None and row["owner_id"] != owner_id:
                continue
            last = _series_end(json.loads(row["data"])) or _time(row["end"])
            touches = last is not None and last > start and (_time(row["start"]) or end) < end
            if touches and _has_status(row, last, status):
                kept.append(row)
        return kept

    def booked_systems(self, booking_id: int) -> list[int]:
        return [row["system_id"] for row in self.rows("select system_id from booked where booking_id = ?", booking_id)]


def _time(text: Any) -> datetime | None:
    plain = str(text or "").strip().rstrip("Z").replace("T", " ").partition(".")[0]
    try:
        return datetime.strptime(plain, "%Y-%m-%d %H:%M:%S").replace(tzinfo=timezone.utc)
    except ValueError:
        return None


def _series_end(data: Mapping[str, Any]) -> datetime | None:
    pattern = data.get("RecurrencePattern")
    return _time(pattern.get("PatternEndDateUTC")) if isinstance(pattern, dict) else None


def _has_status(row: sqlite3.Row, last: datetime | None, status: str) -> bool:
    if row["status"] == "Deleted":
        return status in ("All", "Deleted")
    if row["status"] == "MeetingRequest":
        return status in ("All", "AllExceptDeleted", "MeetingRequest")
    current = now()
    begun, over = (_time(row["start"]) or current) <= current, last is not None and last <= current
    actual = "Finished" if over else "Ongoing" if begun and _series_end(json.loads(row["data"])) is None else "Pending"
    return status in ("All", "AllExceptDeleted", actual) or (
        status == "PendingAndOngoing" and actual in ("Pending", "Ongoing")
    )
