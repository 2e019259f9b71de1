# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages of User Administration: Users, Groups, Set Permissions, Default Groups.

Known from Cisco's guides are the menu, New, Delete after ticking, the four required fields, the names of the other ones, Add
Members, Set Permissions with its sections and the check box in their title bars, and the rules about built-in groups.
How a member is taken out on the group's page is a guess.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from tms_simulator.rights import RIGHTS
from tms_simulator.store import SITE_ADMINISTRATOR, USERS, Denied, Store
from tms_simulator.web.model import Action, Control, Grid, Name, Page, Pager, Pane, Row

State = Mapping[str, Any]

REQUIRED = ("Windows Username", "First Name", "Last Name", "Email Address")
_LANGUAGES = ("English", "French", "German", "Russian", "Chinese (Simplified)", "Japanese", "Korean")
_ZONES = ("(GMT+01:00) Oslo", "(GMT) London")
#: The other fields of a user with their choices.
_PROFILE: Mapping[str, tuple[str, ...]] = {
    "Language": _LANGUAGES,
    "Office Telephone": (),
    "Mobile Telephone": (),
    "Primary System": (),
    "SIP URI": (),
    "Time Zone": _ZONES,
    "IP Zone": (),
    "Number of last used systems listed": (),
    "WebEx Username": (),
    "WebEx Site": (),
}
#: Groups that come from Active Directory begin so in the seed.
AD = "AD "


class AccountPages:
    """window and pager: how the other lists are cut into pages."""

    def __init__(
        self,
        store: Store,
        window: Callable[[State], tuple[int, int]],
        pager: Callable[[State, int], Pager | None],
        *,
        menus: bool,
    ) -> None:
        self._store = store
        self._window = window
        self._pager = pager
        #: Whether a row of the list of groups has Set Permissions in a menu of its own; else Edit Group has a button.
        self._menus = menus

    def may_enter(self, user: Any) -> None:
        if not self._store.may(user["id"], "Administrative Tools > User Administration > Update"):
            raise Denied("You do not have permission to view this page.")

    # -- pages

    def users(self, state: State, user: Any) -> Page:
        first, per_page = self._window(state)
        count = self._store.rows("select count(*) as number from users where not hidden")[0]["number"]
        rows = self._store.rows(
            "select * from users where not hidden order by username limit ? offset ?", per_page, first
        )
        cells = [
            [
                Control(f"pick {row['id']}", "checkbox", False),
                Action(Name(row["username"]), "row", {"page": "user", "user": row["id"]}),
                row["first_name"],
                row["last_name"],
                row["email"],
            ]
            for row in rows
        ]
        grid = Grid(("", *REQUIRED), cells, self._pager(state, count))
        actions = (
            Action("New", "button", {"page": "user", "user": 0}),
            Action("Delete", "button", {"page": "users"}, "delete_users"),
            Action("Synchronize all user(s) with AD", "button", {"page": "users"}),
        )
        return Page("Users", "Users", (Pane("Users", grid=grid, actions=actions),))

    def user(self, state: State, user: Any) -> Page:
        id_ = int(state.get("user", -1))
        row = self._store.row("select * from users where id = ?", id_)
        if id_ and row is None:
            raise Denied("The user does not exist.")
        shown = dict(row) if row is not None else {}
        profile = json.loads(shown.get("profile") or "{}")
        fields = [
            Row(
                "Windows Username",
                Control("Windows Username", "text", shown.get("username", ""), readonly=id_ == user["id"]),
            ),
            Row("First Name", Control("First Name", "text", shown.get("first_name", ""))),
            Row("Last Name", Control("Last Name", "text", shown.get("last_name", ""))),
            Row("Email Address", Control("Email Address", "text", shown.get("email", ""))),
        ]
        for label, choices in _PROFILE.items():
            value = profile.get(label, choices[0] if choices else "")
            fields.append(Row(label, Control(label, "select" if choices else "text", value, choices)))
        fields.append(Row("WebEx Password", Control("WebEx Password", "password", profile.get("WebEx Password", ""))))
        of = self._store.groups_of(id_) if id_ else [USERS]
        groups = [
            Row(
                Name(each["name"]),
                Control(f"group {each['name']}", "checkbox", each["name"] in of, disabled=not self._editable(each)),
            )
            for each in self._groups()
        ]
        save = Action("Save", "button", {"page": "user", "user": id_} if id_ else {"page": "users"}, "save_user")
        actions = (save, Action("Update from AD", "button", {"page": "user", "user": id_}))
        title = Name(shown["username"]) if shown else "New User"
        return Page("Edit User", title, (Pane("User", tuple(fields)), Pane("Groups", tuple(groups))), actions=actions)

    def _groups(self) -> list[Any]:
        return self._store.rows("select rowid as id, * from groups order by name")

    @staticmethod
    def _editable(group: Any) -> bool:
        """Whether TMS manages the members of a group."""
        return group["name"] != USERS and not group["name"].startswith(AD)

    def groups(self, state: State, user: Any) -> Page:
        first, per_page = self._window(state)
        found = self._groups()
        cells: list[list[Any]] = []
        for each in found[first : first + per_page]:
            to = {"group": each["id"]}
            row: list[Any] = [
                Control(f"pick {each['id']}", "checkbox", False, disabled=bool(each["built_in"])),
                Action(Name(each["name"]), "row", {"page": "group", **to}),
                each["description"],
            ]
            if self._menus:
                row.append(Action("Set Permissions", "link", {"page": "rights", **to}))
            cells.append(row)
        headers = ("", "Name", "Description", *(("Actions",) if self._menus else ()))
        actions = (
            Action("New", "button", {"page": "group", "group": 0}),
            Action("Delete", "button", {"page": "groups"}, "delete_groups"),
            Action("Import from AD", "button", {"page": "empty", "title": "Import from AD"}),
        )
        grid = Grid(headers, cells, self._pager(state, len(found)))
        return Page("Groups", "Groups", (Pane("Groups", grid=grid, actions=actions),))

    def _group_row(self, state: State) -> Any:
        row = self._store.row("select rowid as id, * from groups where rowid = ?", int(state.get("group", -1)))
        if row is None:
            raise Denied("The group does not exist.")
        return row

    def group(self, state: State, user: Any) -> Page:
        id_ = int(state.get("group", -1))
        here = {"page": "group", "group": id_}
        if not id_:
            fields = (Row("Name", Control("Name", "text")), Row("Description", Control("Description", "text")))
            save = Action("Save", "button", {"page": "groups"}, "save_group")
            return Page("New Group", "New Group", (Pane("Group", fields),), actions=(save,))
        row = self._group_row(state)
        if state.get("adding"):
            return self._add_members(state, row, here)
        name = Control("Name", "text", row["name"], readonly=bool(row["built_in"]))
        fields = (Row("Name", name), Row("Description", Control("Description", "text", row["description"])))
        first, per_page = self._window(state)
        members = self._store.rows(
            "select users.* from users join members on user_id = id where group_name = ? order by username", row["name"]
        )
        editable = self._editable(row)
        cells: list[list[Any]] = []
        for each in members[first : first + per_page]:
            pick = [Control(f"pick {each['id']}", "checkbox", False)] if editable else []
            cells.append([*pick, each["username"], each["first_name"], each["last_name"]])
        headers = (*(("",) if editable else ()), *REQUIRED[:3])
        buttons: tuple[Action, ...] = ()
        if editable:
            buttons = (
                Action("Remove", "button", here, "remove_members"),
                Action("Add Members", "button", {**here, "adding": True}),
            )
        panes = (
            Pane("Group", fields),
            Pane("Members", grid=Grid(headers, cells, self._pager(state, len(members))), actions=buttons),
        )
        actions = [Action("Save", "button", here, "save_group")]
        if not self._menus:
            actions.append(Action("Set Permissions", "button", {"page": "rights", "group": id_}))
        return Page("Edit Group", f"Edit Group - {row['name']}", panes, actions=tuple(actions))

    def _add_members(self, state: State, row: Any, here: State) -> Page:
        first, per_page = self._window(state)
        others = self._store.rows(
            "select * from users where id not in (select user_id from members where group_name = ?) order by username",
            row["name"],
        )
        cells = [
            [Control(f"pick {each['id']}", "checkbox", False), each["username"], each["first_name"], each["last_name"]]
            for each in others[first : first + per_page]
        ]
        grid = Grid(("", *REQUIRED[:3]), cells, self._pager(state, len(others)))
        actions = (Action("Add", "button", here, "add_members"), Action("Cancel", "button", here))
        return Page("Add Members", f"Edit Group - {row['name']}", (Pane("Add Members", grid=grid, actions=actions),))

    def rights(self, state: State, user: Any) -> Page:
        row = self._group_row(state)
        fixed = row["name"] == SITE_ADMINISTRATOR
        granted = set(json.loads(row["permissions"]))
        panes = []
        for section, blocks in RIGHTS.items():
            parts = []
            for block, names in blocks.items():
                rows = []
                for name in names:
                    right = f"{section} > {block} > {name}"
                    ticked = fixed or right in granted
                    rows.append(Row(name, Control(right, "checkbox", ticked, disabled=fixed)))
                parts.append(Pane(block, tuple(rows)))
            panes.append(
                Pane(section, parts=tuple(parts), bar=Control(f"all {section}", "checkbox", False, disabled=fixed))
            )
        here = {"page": "rights", "group": row["id"]}
        actions = () if fixed else (Action("Save", "button", here, "save_rights"),)
        return Page("Set Permissions", f"Set Permissions - {row['name']}", tuple(panes), actions=actions)

    def default_groups(self, state: State, user: Any) -> Page:
        rows = [
            Row(
                Name(each["name"]),
                Control(f"group {each['name']}", "checkbox", bool(each["is_default"]), disabled=each["name"] == USERS),
            )
            for each in self._groups()
            if not each["name"].startswith(AD)
        ]
        save = Action("Save", "button", {"page": "default_groups"}, "save_default_groups")
        return Page("Default Groups", "Default Groups", (Pane("Default Groups", tuple(rows)),), actions=(save,))

    # -- commands

    @staticmethod
    def _picked(values: Mapping[str, Any]) -> list[int]:
        return [
            int(name.removeprefix("pick ")) for name, ticked in values.items() if name.startswith("pick ") and ticked
        ]

    def delete_users(self, state: State, values: Mapping[str, Any], user: Any) -> str:
        picked = self._picked(values)
        if user["id"] in picked:
            raise Denied("You can not delete yourself.")
        for id_ in picked:
            self._store.remove_user(id_, user["username"])
        return f"{len(picked)} user(s) were deleted."

    def save_user(self, state: State, values: Mapping[str, Any], user: Any) -> str:
        id_ = int(state.get("user", -1))
        missing = [label for label in REQUIRED if not str(values.get(label, "x")).strip()]
        if missing:
            raise Denied(f"The field {missing[0]} is required.")
        if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}", str(values["Email Address"])):
            raise Denied("The Email Address must be of the form xxx@yyy.zz.")
        name = str(values.get("Windows Username", user["username"])).strip()
        same = self._store.user(name)
        if same is not None and same["id"] != id_:
            raise Denied(f"A user with the Windows Username {name} already exists.")
        if not id_ and not self._store.windows_account(name):
            raise Denied(f"The Windows account {name} was not found.")
        groups = {
            key.removeprefix("group "): bool(ticked) for key, ticked in values.items() if key.startswith("group ")
        }
        profile = {label: values[label] for label in (*_PROFILE, "WebEx Password") if label in values}
        self._store.save_user(
            id_,
            name if "\\" in name else f"TMS\\{name}",
            (str(values["First Name"]), str(values["Last Name"]), str(values["Email Address"])),
            profile,
            groups,
            user["username"],
        )
        return "The user was saved."

    def delete_groups(self, state: State, values: Mapping[str, Any], user: Any) -> str:
        for id_ in self._picked(values):
            row = self._group_row({"group": id_})
            if row["built_in"]:
                raise Denied(f"The group {row['name']} can not be deleted.")
            self._store.remove_group(row["name"], user["username"])
        return "The groups were deleted."

    def save_group(self, state: State, values: Mapping[str, Any], user: Any) -> str:
        id_, name = int(state.get("group", -1)), str(values.get("Name", "")).strip()
        if not id_ and not name:
            raise Denied("The field Name is required.")
        old = self._group_row(state)["name"] if id_ else None
        same = self._store.row("select name from groups where name = ? collate nocase", name)
        if same is not None and same["name"] != old:
            raise Denied(f"A group with the name {name} already exists.")
        self._store.save_group(old, name or str(old), str(values.get("Description", "")), user["username"])
        return "The group was saved."

    def save_rights(self, state: State, values: Mapping[str, Any], user: Any) -> str:
        row = self._group_row(state)
        granted = [right for right, ticked in values.items() if ticked and " > " in right]
        self._store.set_permissions(row["name"], granted, user["username"])
        return "The permissions were saved."

    def add_members(self, state: State, values: Mapping[str, Any], user: Any) -> str:
        for id_ in self._picked(values):
            self._store.change_membership(id_, self._group_row(state)["name"], True, user["username"])
        return "The members were added."

    def remove_members(self, state: State, values: Mapping[str, Any], user: Any) -> str:
        for id_ in self._picked(values):
            self._store.change_membership(id_, self._group_row(state)["name"], False, user["username"])
        return "The members were removed."

    def save_default_groups(self, state: State, values: Mapping[str, Any], user: Any) -> str:
        for key, ticked in values.items():
            if key.startswith("group "):
                self._store.set_default(key.removeprefix("group "), bool(ticked), user["username"])
        return "The default groups were saved."
