# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages of TMS and what their buttons do; how they look is a skin's matter.

Labels are Cisco's own, verbatim from the guides; what no guide names is listed as a guess in the README beside this file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tms_simulator.store import Denied, Store
from tms_simulator.web.accounts import AccountPages
from tms_simulator.web.model import Action, Branch, Control, Grid, Name, Page, Pager, Pane, Row, Word
from tms_simulator.web.settings import REMOTE_BOOKINGS, SCHEDULING, SETTINGS, changed

State = Mapping[str, Any]

#: How many rows a page of a list may have; the first is the default.
ROWS_PER_PAGE = (25, 50, 100)

MENU: tuple[tuple[tuple[str, ...], str], ...] = (
    (("Portal",), "portal"),
    (("Booking", "New Conference"), "empty"),
    (("Booking", "List Conferences"), "empty"),
    (("Monitoring", "Graphical Monitor"), "empty"),
    (("Monitoring", "Conference Control Center"), "empty"),
    (("Systems", "Navigator"), "navigator"),
    (("Systems", "System Overview"), "empty"),
    (("Systems", "Ticketing Service"), "tickets"),
    (("Systems", "Configuration Templates"), "empty"),
    (("Phone Books",), "empty"),
    (("Reporting",), "empty"),
    (("Administrative Tools", "Configuration", "General Settings"), "general"),
    (("Administrative Tools", "Configuration", "Network Settings"), "empty"),
    (("Administrative Tools", "User Administration", "Users"), "users"),
    (("Administrative Tools", "User Administration", "Groups"), "groups"),
    (("Administrative Tools", "User Administration", "Default Groups"), "default_groups"),
    (("Administrative Tools", "User Administration", "Default System Permissions"), "empty"),
    (("Administrative Tools", "Audit Log"), "audit"),
    (("Administrative Tools", "TMS Server Maintenance"), "empty"),
)

TABS = ("Summary", "Settings", "Call Status", "Phone Book", "Connection", "Permissions", "Logs")
SUBTABS = (
    ("View Settings", "view"),
    ("Edit Settings", "edit"),
    ("Extended Settings", "empty"),
    ("Compare Settings", "empty"),
)

#: Columns of a list of systems, with the words by which they are sorted.
_COLUMNS = (("System Name", "name"), ("System Type", "type"), ("Network Address", "address"))

AUDIT_COLUMNS = (
    "Date and Time",
    "User Name",
    "Object Operation",
    "Object Category",
    "Object Name",
    "Attribute Name",
    "New Value",
    "Service Name",
    "Origin HostAddress",
)


ACCOUNT_PAGES = frozenset({"users", "user", "groups", "group", "rights", "default_groups"})
ACCOUNT_COMMANDS = frozenset({"delete_users", "save_user", "delete_groups", "save_group", "save_rights"})
ACCOUNT_COMMANDS |= {"add_members", "remove_members", "save_default_groups"}


class Missing(Denied):
    """What a page is about does not exist."""


class Pages:
    """Makes the page of a state, and carries out what is clicked. figures: whether General Settings shows seat figures."""

    def __init__(self, store: Store, *, figures: bool, dialog: bool, menus: bool) -> None:
        self._store = store
        self._figures = figures
        self._dialog = dialog
        self._accounts = AccountPages(store, _window, _pager, menus=menus)

    # -- pages

    def page(self, state: State, user: Any, message: str = "", *, is_error: bool = False) -> Page:
        """The page of *state*; Denied if the user may not see it."""
        name = str(state.get("page", "portal"))
        if name in ACCOUNT_PAGES:
            self._accounts.may_enter(user)
            made = getattr(self._accounts, name)(state, user)
        else:
            made = getattr(self, f"_{name}", self._empty)(state, user)
        if message:
            return Page(**{**made.__dict__, "message": message, "is_error": is_error})
        return made

    def _portal(self, state: State, user: Any) -> Page:
        return Page("Portal", "Welcome to Cisco TMS", (Pane("Systems", text="Systems are monitored."),))

    def _empty(self, state: State, user: Any) -> Page:
        return Page(
            str(state.get("title", "Page")),
            str(state.get("title", "")),
            (Pane("Information", text="Nothing to show."),),
        )

    def _needs_administrator(self, user: Any) -> None:
        if not self._store.is_site_administrator(user["id"]):
            raise Denied("You do not have permission to view this page.")

    def _general(self, state: State, user: Any) -> Page:
        self._needs_administrator(user)
        store = self._store
        settings = json.loads(store.meta("general", "{}"))
        general = Pane(
            "General Settings",
            (
                Row("TMS Release Key", Control("TMS Release Key", "text", settings.get("TMS Release Key", ""))),
                _choice("Enable Auditing", settings, (Word("Yes"), Word("No"))),
                _choice("Default Time Zone", settings, ("(GMT+01:00) Oslo", "(GMT) London")),
                Row(
                    "Software FTP Directory",
                    Control("Software FTP Directory", "text", settings.get("Software FTP Directory", "")),
                ),
                Row(
                    "Show Contact Information",
                    Control("Show Contact Information", "checkbox", settings.get("Show Contact Information", True)),
                ),
            ),
        )
        keys = store.keys()
        headers = ["Option Key", "Description", *(["Expires"] if any(row["expires"] for row in keys) else [])]
        hidden = bool(store.meta("products hidden"))
        rows = [
            [row["key"], "" if hidden else Word(row["product"]), *([row["expires"] or ""] if len(headers) == 3 else [])]
            for row in keys
        ]
        enter = Action("Add Option Key", "button", {"page": "general", "adding": True})
        adding: tuple[Pane, ...] = ()
        actions = (enter,)
        if state.get("adding"):
            adding = (
                Pane(
                    "Add Option Key",
                    (Row("Input the option key string", Control("Option Key", "text")),),
                    actions=(
                        Action("Save", "button", {"page": "general"}, "add_key"),
                        Action("Cancel", "button", {"page": "general"}),
                    ),
                ),
            )
            if self._dialog:
                return Page("Add Option Key", "Add Option Key", adding, is_dialog=True)
        pane = Pane("Licenses and Option Keys", self._licences(), Grid(headers, rows), actions)
        save = Action("Save", "button", {"page": "general"}, "save_general")
        panes = (general, pane, *self._clients(), *adding)
        return Page("General Settings", "General Settings", panes, actions=(save,))

    def _licences(self) -> tuple[Row, ...]:
        """The counters of all sorts of licences."""
        store = self._store
        systems = store.rows("select count(*) as number from systems")[0]["number"]
        total = max(500, -(-systems // 500) * 500)
        counters = [
            Row("Total System Licenses", str(total), "uxTotalSystemLicenses"),
            Row("Available System Licenses", str(total - systems), "uxAvailableSystemLicenses"),
            Row("Total Provisioning Licenses", "1000", "uxTotalProvisioningLicenses"),
            Row("Available Provisioning Licenses", "740", "uxAvailableProvisioningLicenses"),
        ]
        if self._figures:
            counters += _counter("Exchange Integration", store.seats_total(), store.seats_used())
            if store.has_package():
                counters += _counter("Application Integration", store.sessions_total(), len(store.sessions()))
        return tuple(counters)

    def _clients(self) -> tuple[Pane, ...]:
        """Who holds a client session, under a Package key, whose licences they take."""
        if not self._store.has_package():
            return ()
        rows = [[row["id"], row["user"], row["begun"]] for row in self._store.sessions()]
        grid = Grid(("Client Session", "User Name", "Active Since"), rows)
        return (Pane("Active Application Integration Clients", grid=grid),)

    # -- the Navigator

    def _needs(self, user: Any, right: str) -> None:
        if not self._store.may(user["id"], right):
            raise Denied("You do not have permission to view this page.")

    def _navigator(self, state: State, user: Any) -> Page:
        self._needs(user, "Systems > Navigator > Read")
        folder = int(state.get("folder", 0))
        heading = Name(" / ".join(self._store.folder_path(folder))) or "Navigator"
        count = self._store.rows("select count(*) as number from systems where folder = ?", folder)[0]["number"]
        first, per_page = _window(state)
        column = str(state.get("sort", "name"))
        if column not in dict(_COLUMNS).values():
            raise ValueError(column)
        systems = self._store.rows(
            f"select id, name, type, address from systems where folder = ? order by {column}, name, id limit ? offset ?",
            folder,
            per_page,
            first,
        )
        rows = [
            [Action(Name(row["name"]), "row", {"page": "system", "system": row["id"]}), row["type"], row["address"]]
            for row in systems
        ]
        here = {key: value for key, value in state.items() if key != "list"}
        headers = [Action(label, "sort", {**here, "sort": name}) for label, name in _COLUMNS]
        grid = Grid(headers, rows, _pager(state, count))
        actions = (
            Action(
                "Folder and System Permissions", "button", {"page": "empty", "title": "Folder and System Permissions"}
            ),
        )
        return Page("Navigator", heading, (Pane("Systems", grid=grid),), tree=self._tree(), actions=actions)

    def _tree(self) -> list[Branch]:
        below: dict[int, list[Any]] = {}
        for row in self._store.rows("select id, parent, name from folders order by name"):
            below.setdefault(row["parent"] or 0, []).append(row)

        def branches(parent: int) -> list[Branch]:
            return [
                Branch(
                    Action(Name(row["name"]), "tree", {"page": "navigator", "folder": row["id"]}), branches(row["id"])
                )
                for row in below.get(parent, ())
            ]

        return branches(0)

    def _system(self, state: State, user: Any) -> Page:
        self._needs(user, "Systems > Navigator > Read")
        # An address without a system, which no page leads to, is one of a system that is none.
        id_ = int(state.get("system", 0))
        system = self._store.system(id_)
        if system is None:
            raise Missing("The system does not exist.")
        tab = str(state.get("tab", "Summary"))
        tabs = tuple(Action(each, "tab", {"page": "system", "system": id_, "tab": each}) for each in TABS)
        subtabs: tuple[Action, ...] = ()
        panes: tuple[Pane, ...] = (Pane(tab, (Row("System Type", system["type"]), Row("Status", system["status"]))),)
        actions: tuple[Action, ...] = ()
        if tab == "Settings":
            where = {"page": "system", "system": id_, "tab": "Settings"}
            subtabs = tuple(Action(label, "tab", {**where, "view": view}) for label, view in SUBTABS)
            view = str(state.get("view", "view"))
            if view == "edit":
                if not self._store.may_edit_systems(user["id"]):
                    raise Denied("You do not have permission to edit this system.")
                panes = self._settings(system, editable=True)
                actions = (Action("Save", "button", where, "save_settings"), Action("Cancel", "button", where))
            elif view == "view":
                panes = self._settings(system, editable=False)
        return Page(system["name"], Name(system["name"]), panes, tabs, subtabs, actions=actions)

    def _settings(self, system: Any, *, editable: bool) -> tuple[Pane, ...]:
        values = json.loads(system["settings"])
        panes = []
        for title, settings in SETTINGS:
            rows = [each.row(values, editable=editable) for each in settings if each.kind != "hidden"]
            hidden = [each.control(values) for each in settings if each.kind == "hidden" and editable]
            if title == SCHEDULING:
                rows = self._scheduling(system, rows, editable=editable)
            if rows:
                panes.append(Pane(title, tuple(rows), hidden=hidden))
        return tuple(panes)

    def _scheduling(self, system: Any, rows: list[Row], *, editable: bool) -> list[Row]:
        """The scheduling pane by category: without Allow Remote Bookings for a bridge, none at all for equipment."""
        if system["category"] not in ("Endpoint", "Room"):
            return rows if system["category"] == "MCU" else []
        if not self._store.remote_bookings_applies(system):
            return rows
        ticked = bool(system["remote_bookings"])
        own = Row(REMOTE_BOOKINGS, Control(REMOTE_BOOKINGS, "checkbox", ticked) if editable else ticked)
        return [rows[0], own, *rows[1:]]

    # -- lists

    def _tickets(self, state: State, user: Any) -> Page:
        self._needs(user, "Systems > Ticketing Service > Read")
        first, per_page = _window(state)
        count = self._store.rows("select count(*) as number from tickets")[0]["number"]
        rows = self._store.rows(
            "select tickets.*, systems.name as system from tickets left join systems on systems.id = system_id "
            "order by tickets.id limit ? offset ?",
            per_page,
            first,
        )
        grid = Grid(
            ("ID", "System", "Ticket", "Severity", "Date"),
            [
                [str(row["id"]), row["system"] or "", Word(row["title"]), Word(row["severity"]), row["created"]]
                for row in rows
            ],
            _pager(state, count),
        )
        return Page("Ticketing Service", "Ticketing Service", (Pane("Open Tickets", grid=grid),))

    def _audit(self, state: State, user: Any) -> Page:
        self._needs_administrator(user)
        first, per_page = _window(state)
        count = self._store.rows("select count(*) as number from audit")[0]["number"]
        columns = ("time", "user", "operation", "category", "object", "attribute", "value")
        rows = self._store.rows("select * from audit order by id desc limit ? offset ?", per_page, first)
        cells = [[*(row[name] for name in columns), "TMSWeb", row["origin"]] for row in rows]
        return Page(
            "Audit Log", "Audit Log", (Pane("Audit Log", grid=Grid(AUDIT_COLUMNS, cells, _pager(state, count))),)
        )

    # -- commands

    def carry_out(self, command: str, state: State, values: Mapping[str, Any], user: Any) -> str:
        """Do what a button does; returns what TMS says, raises Denied where it refuses."""
        if command in ACCOUNT_COMMANDS:
            self._accounts.may_enter(user)
            return str(getattr(self._accounts, command)(state, values, user))
        return str(getattr(self, f"_do_{command}")(state, values, user))

    def _do_add_key(self, state: State, values: Mapping[str, Any], user: Any) -> str:
        self._needs_administrator(user)
        return self._store.add_key(str(values.get("Option Key", "")), user["username"])

    def _do_save_general(self, state: State, values: Mapping[str, Any], user: Any) -> str:
        self._needs_administrator(user)
        self._store.set_meta(
            "general", json.dumps({name: value for name, value in values.items() if name != "Option Key"})
        )
        return "The settings were saved."

    def _do_save_settings(self, state: State, values: Mapping[str, Any], user: Any) -> str:
        if not self._store.may_edit_systems(user["id"]):
            raise Denied("You do not have permission to edit this system.")
        # An address without a system, which no page leads to, is one of a system that is none.
        id_ = int(state.get("system", 0))
        system = self._store.system(id_)
        if system is None:
            raise Missing("The system does not exist.")
        settings = changed(json.loads(system["settings"]), values)
        return self._store.save_settings(id_, settings, values.get(REMOTE_BOOKINGS), user["username"])


def _counter(licence: str, total: int, used: int) -> list[Row]:
    return [
        Row(f"Total {licence} Licenses", str(total)),
        Row(f"Available {licence} Licenses", str(max(0, total - used))),
    ]


def _choice(name: str, settings: Mapping[str, Any], choices: tuple[str, ...]) -> Row:
    return Row(name, Control(name, "select", settings.get(name, choices[0]), choices))


def _window(state: State) -> tuple[int, int]:
    """The first row of a page of a list, and how many it has."""
    per_page = int(state.get("rows", ROWS_PER_PAGE[0]))
    number = int(state.get("list", 1))
    if per_page not in ROWS_PER_PAGE or number < 1:
        raise ValueError(number, per_page)
    return (number - 1) * per_page, per_page


def _pager(state: State, count: int) -> Pager | None:
    """The ways through a list; none where the smallest page holds it."""
    if count <= ROWS_PER_PAGE[0]:
        return None
    first, per_page = _window(state)
    number, last = first // per_page + 1, -(-count // per_page)

    def to(page: int) -> Mapping[str, Any]:
        return {**state, "list": page}

    return Pager(
        Action("Previous", "pager", to(number - 1)) if number > 1 else None,
        [str(each) if each == number else Action(str(each), "pager", to(each)) for each in range(1, last + 1)],
        Action("Next", "pager", to(number + 1)) if number < last else None,
        Control("Rows per page", "select", str(per_page), tuple(map(str, ROWS_PER_PAGE))),
        Action("Rows per page", "choice", {**state, "list": 1}, takes={"rows": "Rows per page"}),
    )
