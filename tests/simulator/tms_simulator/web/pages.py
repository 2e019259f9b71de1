# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages of TMS and what their buttons do; how they look is a skin's matter.

Labels are Cisco's own, verbatim from the guides; fields and columns that no guide names are marked as guesses in README.md.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tms_simulator.store import Denied, Store
from tms_simulator.web.model import Action, Branch, Control, Grid, Page, Pane, Row

State = Mapping[str, Any]

ROWS_PER_PAGE = 25

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

#: Settings of a system by pane: name, kind, choices. Only the first pane and the last field are known from guides.
SETTINGS: tuple[tuple[str, tuple[tuple[str, str, tuple[str, ...]], ...]], ...] = (
    (
        "General",
        (
            ("System Name", "text", ()),
            ("Network Address", "text", ()),
            ("Contact", "text", ()),
            ("Description", "textarea", ()),
            ("Email Address", "text", ()),
            ("Time Zone", "select", ("(GMT+01:00) Oslo", "(GMT) London", "(GMT-05:00) New York", "(GMT+09:00) Tōkyō")),
            ("Alert System Contact", "checkbox", ()),
        ),
    ),
    (
        "Network Settings",
        (
            ("SIP URI", "text", ()),
            ("H.323 ID", "text", ()),
            ("E.164 Alias", "text", ()),
            ("IP Zone", "select", ("Default", "Oslo & Bergen", "<none>")),
            ("Bandwidth", "radio", ("384 kbps", "768 kbps", "1920 kbps")),
            ("Allowed Protocols", "multiselect", ("H.323", "SIP", "H.320")),
            ("Device Password", "password", ()),
        ),
    ),
    (
        "TMS Scheduling Settings",
        (
            ("Allow Bookings", "checkbox", ()),
            ("Allow Incoming H.323 Dialing", "checkbox", ()),
            ("Allow Outgoing H.323 Dialing", "checkbox", ()),
            ("Allow Incoming SIP URI Dialing", "checkbox", ()),
            ("Allow Outgoing SIP URI Dialing", "checkbox", ()),
        ),
    ),
)
SCHEDULING = "TMS Scheduling Settings"
REMOTE_BOOKINGS = "Allow Remote Bookings"

TABS = ("Summary", "Settings", "Call Status", "Phone Book", "Connection", "Permissions", "Logs")
SUBTABS = (("View Settings", "view"), ("Edit Settings", "edit"), ("Extended Settings", "empty"), ("Compare Settings", "empty"))


class Pages:
    """Makes the page of a state, and carries out what is clicked. figures: whether General Settings shows seat figures."""

    def __init__(self, store: Store, *, figures: bool, dialog: bool) -> None:
        self._store = store
        self._figures = figures
        self._dialog = dialog

    # -- pages

    def page(self, state: State, user: Any, message: str = "", *, is_error: bool = False) -> Page:
        """The page of *state*; Denied if the user may not see it."""
        name = str(state.get("page", "portal"))
        made = getattr(self, f"_{name}", self._empty)(state, user)
        if message:
            return Page(**{**made.__dict__, "message": message, "is_error": is_error})
        return made

    def _portal(self, state: State, user: Any) -> Page:
        return Page("Portal", "Welcome to Cisco TMS", (Pane("Systems", text="Systems are monitored."),))

    def _empty(self, state: State, user: Any) -> Page:
        return Page(str(state.get("title", "Page")), str(state.get("title", "")), (Pane("Information", text="Nothing to show."),))

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
                Row("Enable Auditing", Control("Enable Auditing", "select", settings.get("Enable Auditing", "Yes"), ("Yes", "No"))),
                Row("Software FTP Directory", Control("Software FTP Directory", "text", settings.get("Software FTP Directory", ""))),
            ),
        )
        systems = len(store.systems())
        licences = [
            Row("Total System Licenses", "500"),
            Row("Available System Licenses", str(500 - systems)),
            Row("Total Provisioning Licenses", "1000"),
            Row("Available Provisioning Licenses", "740"),
        ]
        if self._figures:
            licences += [
                Row("Total Exchange Integration Licenses", str(store.seats_total())),
                Row("Available Exchange Integration Licenses", str(max(0, store.seats_total() - store.seats_used()))),
            ]
        keys = store.keys()
        headers = ["Option Key", "Description", *(["Expires"] if any(row["expires"] for row in keys) else [])]
        hidden = bool(store.meta("products hidden"))
        rows = [[row["key"], "" if hidden else row["product"], *([row["expires"] or ""] if len(headers) == 3 else [])] for row in keys]
        enter = Action("Add Option Key", "button", {"page": "general", "adding": True})
        adding: tuple[Pane, ...] = ()
        actions = (enter,)
        if state.get("adding"):
            adding = (
                Pane(
                    "Add Option Key",
                    (Row("Input the option key string", Control("Option Key", "text")),),
                    actions=(Action("Save", "button", {"page": "general"}, "add_key"), Action("Cancel", "button", {"page": "general"})),
                ),
            )
            if self._dialog:
                return Page("Add Option Key", "Add Option Key", adding, is_dialog=True)
        pane = Pane("Licenses and Option Keys", tuple(licences), Grid(headers, rows), actions)
        save = Action("Save", "button", {"page": "general"}, "save_general")
        return Page("General Settings", "General Settings", (general, pane, *adding), actions=(save,))

    # -- the Navigator

    def _navigator(self, state: State, user: Any) -> Page:
        folder = int(state.get("folder", 0))
        path = self._store.folder_path(folder)
        heading = " / ".join(path) or "Navigator"
        systems = self._store.rows("select * from systems where folder = ? order by name, id", folder)
        number = int(state.get("list", 1))
        shown = systems[(number - 1) * ROWS_PER_PAGE : number * ROWS_PER_PAGE]
        rows = [[Action(row["name"], "row", {"page": "system", "system": row["id"]}), row["type"], row["address"]] for row in shown]
        last = max(1, -(-len(systems) // ROWS_PER_PAGE))
        pager = [
            Action(str(each), "pager", {"page": "navigator", "folder": folder, "list": each})
            for each in range(1, last + 1)
            if last > 1 and each != number
        ]
        if number < last:
            pager.append(Action("Next", "pager", {"page": "navigator", "folder": folder, "list": number + 1}))
        grid = Grid(("System Name", "System Type", "Network Address"), rows, pager)
        actions = (Action("Folder and System Permissions", "button", {"page": "empty", "title": "Folder and System Permissions"}),)
        return Page("Navigator", heading, (Pane("Systems", grid=grid),), tree=self._branches(0), actions=actions)

    def _branches(self, parent: int) -> list[Branch]:
        return [
            Branch(Action(row["name"], "tree", {"page": "navigator", "folder": row["id"]}), self._branches(row["id"]))
            for row in self._store.rows("select * from folders where parent = ? order by name", parent)
        ]

    def _system(self, state: State, user: Any) -> Page:
        id_ = int(state["system"])
        system = self._store.system(id_)
        if system is None:
            raise Denied("The system does not exist.")
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
        return Page(system["name"], system["name"], panes, tabs, subtabs, actions=actions)

    def _settings(self, system: Any, *, editable: bool) -> tuple[Pane, ...]:
        values = json.loads(system["settings"])
        panes = []
        for title, fields in SETTINGS:
            rows = [_row(name, kind, choices, values.get(name, ""), editable=editable) for name, kind, choices in fields]
            if title == SCHEDULING:
                if system["category"] not in ("Endpoint", "Room"):
                    rows = rows[:1] if system["category"] == "MCU" else []
                elif self._store.remote_bookings_applies(system):
                    ticked = bool(system["remote_bookings"])
                    rows.insert(1, Row(REMOTE_BOOKINGS, Control(REMOTE_BOOKINGS, "checkbox", ticked) if editable else ticked))
            if rows:
                panes.append(Pane(title, tuple(rows)))
        return tuple(panes)

    # -- lists

    def _tickets(self, state: State, user: Any) -> Page:
        rows = self._store.rows(
            "select tickets.*, systems.name as system from tickets left join systems on systems.id = system_id order by tickets.id"
        )
        number = int(state.get("list", 1))
        shown = rows[(number - 1) * ROWS_PER_PAGE : number * ROWS_PER_PAGE]
        pager = [Action("Next", "pager", {"page": "tickets", "list": number + 1})] if len(rows) > number * ROWS_PER_PAGE else []
        grid = Grid(
            ("ID", "System", "Ticket", "Severity", "Date"),
            [[str(row["id"]), row["system"] or "", row["title"], row["severity"], row["created"]] for row in shown],
            pager,
        )
        return Page("Ticketing Service", "Ticketing Service", (Pane("Open Tickets", grid=grid),))

    def _audit(self, state: State, user: Any) -> Page:
        self._needs_administrator(user)
        grid = Grid(
            (
                "Date and Time",
                "User Name",
                "Object Operation",
                "Object Category",
                "Object Name",
                "Attribute Name",
                "New Value",
                "Service Name",
                "Origin HostAddress",
            ),
            [
                [*(row[name] for name in ("time", "user", "operation", "category", "object", "attribute", "value")), "TMSWeb", row["origin"]]
                for row in self._store.rows("select * from audit order by id desc limit 100")
            ],
        )
        return Page("Audit Log", "Audit Log", (Pane("Audit Log", grid=grid),))

    def _users(self, state: State, user: Any) -> Page:
        self._needs_administrator(user)
        rows = [
            [row["username"], row["first_name"], row["last_name"], row["email"]]
            for row in self._store.rows("select * from users where not hidden order by username")
        ]
        return Page("Users", "Users", (Pane("Users", grid=Grid(("Windows Username", "First Name", "Last Name", "Email Address"), rows)),))

    def _groups(self, state: State, user: Any) -> Page:
        self._needs_administrator(user)
        rows = [[row["name"], row["description"]] for row in self._store.rows("select * from groups order by name")]
        return Page("Groups", "Groups", (Pane("Groups", grid=Grid(("Name", "Description"), rows)),))

    def _default_groups(self, state: State, user: Any) -> Page:
        self._needs_administrator(user)
        rows = [Row(row["name"], bool(row["is_default"])) for row in self._store.rows("select * from groups order by name")]
        return Page("Default Groups", "Default Groups", (Pane("Default Groups", tuple(rows)),))

    # -- commands

    def carry_out(self, command: str, state: State, values: Mapping[str, Any], user: Any) -> str:
        """Do what a button does; returns what TMS says, raises Denied where it refuses."""
        return str(getattr(self, f"_do_{command}")(state, values, user))

    def _do_add_key(self, state: State, values: Mapping[str, Any], user: Any) -> str:
        self._needs_administrator(user)
        return self._store.add_key(str(values.get("Option Key", "")), user["username"])

    def _do_save_general(self, state: State, values: Mapping[str, Any], user: Any) -> str:
        self._needs_administrator(user)
        self._store.set_meta("general", json.dumps({name: value for name, value in values.items() if name != "Option Key"}))
        return "The settings were saved."

    def _do_save_settings(self, state: State, values: Mapping[str, Any], user: Any) -> str:
        if not self._store.may_edit_systems(user["id"]):
            raise Denied("You do not have permission to edit this system.")
        settings = {name: value for name, value in values.items() if name != REMOTE_BOOKINGS}
        ticked = values.get(REMOTE_BOOKINGS)
        return self._store.save_settings(int(state["system"]), settings, ticked, user["username"])


def _row(name: str, kind: str, choices: tuple[str, ...], value: Any, *, editable: bool) -> Row:
    if editable:
        shown = tuple(value) if kind == "multiselect" else bool(value) if kind == "checkbox" else value
        return Row(name, Control(name, kind, shown, choices, disabled=name == "Network Address"))
    if kind == "checkbox":
        return Row(name, bool(value))
    if kind == "multiselect":
        return Row(name, ", ".join(value))
    return Row(name, "********" if kind == "password" and value else str(value).replace("\r\n", " "))
