# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Under read_only, as check mode and info modules work, each call that could write raises before it is sent."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._http.connection import Connection
from ansible_collections.telepresence.tms.plugins.module_utils._http.policy import READING_OPERATIONS
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import ReadOnlyError
from ansible_collections.telepresence.tms.plugins.module_utils._model.test_bookings import Wish
from ansible_collections.telepresence.tms.plugins.module_utils._resources.tms import Tms
from ansible_collections.telepresence.tms.plugins.module_utils._web.pages import (
    general_settings,
    groups,
    permissions,
    system_settings,
    users,
)
from tms_simulator.launch import Simulator
from tms_simulator.soap.operations import LICENSED, WRITING
from tms_simulator.soap.services import BOOKING, REMOTE_SETUP
from tms_simulator.store import now
from tms_simulator.web.skins import EVERYDAY

SKIN_NAMES = sorted({*EVERYDAY, "frames"})
GROUP = "API Bookers"


def test_every_operation_of_both_services_is_known_to_read_or_is_refused() -> None:
    operations = {*BOOKING.operations, *REMOTE_SETUP.operations}
    assert len(operations) == 26
    assert operations - READING_OPERATIONS == WRITING | LICENSED
    assert operations > READING_OPERATIONS


class Server:
    """A simulator with one connection that may write and one that may not."""

    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator
        account = simulator.accounts["tmsadmin"]
        connection = Connection(simulator.url, username=account["username"], password=account["password"])
        self.reader = Tms(connection, read_only=True)
        self.writer = Tms(connection, read_only=False)
        self.web = self.reader.web
        self.system = self.reader.systems[0]

    def group(self) -> Any:
        return groups.find(self.web, GROUP)

    def user(self) -> Any:
        return users.find(self.web, "TMS\\operator")

    def close(self) -> None:
        self.reader.close()
        self.writer.close()


@pytest.fixture(scope="module", params=SKIN_NAMES)
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    with Simulator(systems=3, skin=request.param) as simulator:
        made = Server(simulator)
        yield made
        made.close()


def _member(server: Server) -> Any:
    return next(each for each in groups.members(server.web, server.group()) if "apiclient" in each.spelled)


#: Every function that writes -> how to call it with all that it needs, read before.
PAGES: dict[str, Callable[[Server], Callable[[], Any]]] = {
    "general_settings.add_option_key": lambda server: (
        lambda: general_settings.add_option_key(server.web, server.simulator.keys["packs"][0])
    ),
    "system_settings.set_remote_bookings": lambda server: (
        lambda before: lambda: system_settings.set_remote_bookings(server.web, server.system, True, before)
    )(system_settings.view(server.web, server.system)),
    "groups.create": lambda server: lambda: groups.create(server.web, "New group", ""),
    "groups.save_description": lambda server: (lambda entry: lambda: groups.save_description(server.web, entry, "x"))(
        server.group()
    ),
    "groups.delete": lambda server: (lambda entry: lambda: groups.delete(server.web, entry))(server.group()),
    "groups.delete_row": lambda server: (lambda entry: lambda: groups.delete_row(server.web, entry, "x"))(
        server.group()
    ),
    "groups.add_member": lambda server: (lambda entry: lambda: groups.add_member(server.web, entry, "TMS\\operator"))(
        server.group()
    ),
    "groups.remove_member": lambda server: (
        lambda entry, member: lambda: groups.remove_member(server.web, entry, member)
    )(server.group(), _member(server)),
    "groups.save_default_groups": lambda server: lambda: groups.save_default_groups(server.web, {GROUP: True}, [GROUP]),
    "groups.tick_and_save": lambda server: (
        lambda of: lambda: groups.tick_and_save(server.web, of.page, of.groups, {GROUP: True}, "x")
    )(users.user_page(server.web, server.user(), [GROUP])),
    "permissions.save": lambda server: (
        lambda page: lambda: permissions.save(server.web, page, GROUP, (), lambda: page)
    )(groups.permissions_page(server.web, server.group())),
    "users.new_page": lambda server: lambda: users.new_page(server.web, [GROUP]),
    # The page of a new user, which a read-only connection cannot even open.
    "users.save": lambda server: (
        lambda of: lambda: users.save(server.web, of, "TMS\\jane", {"email": "j@example.com"}, {GROUP: True})
    )(users.new_page(server.writer.web, [GROUP])),
    "users.delete": lambda server: (lambda entry: lambda: users.delete(server.web, entry))(server.user()),
}

CALLS: dict[str, Callable[[Tms], Any]] = {
    "SaveConference": lambda tms: tms.booking.save(Wish("key", "TMS\\tmsadmin", (1001,), now(), now())),
    "DeleteConferenceById": lambda tms: tms.booking.delete(1),
    "GenerateConferenceAPIUser": lambda tms: tms.remote_setup.generate_user("a", "b", "c", send_notifications=False),
    "DisableConferenceAPIUser": lambda tms: tms.remote_setup.disable_user("TMS\\operator"),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_writes_raises_before_anything_is_sent(server: Server, name: str) -> None:
    write = PAGES[name](server)
    before = server.simulator.dump()
    server.simulator.reset()
    with pytest.raises(ReadOnlyError, match="the connection is read-only"):
        write()
    assert server.simulator.dump() == before
    counters = server.simulator.counters()
    assert (counters["writes"], counters["refused_writes"]) == (0, 0)
    clicked = {entry.get("trigger") for entry in server.simulator.journal()}
    assert clicked.isdisjoint({"Save", "Add", "Add Option Key", "Add Members", "New", "Delete", "Remove"})


@pytest.mark.parametrize("operation", CALLS)
def test_a_call_that_writes_raises_before_it_is_sent(server: Server, operation: str) -> None:
    server.simulator.reset()
    with pytest.raises(ReadOnlyError, match=f"call {operation}"):
        CALLS[operation](server.reader)
    assert [entry for entry in server.simulator.journal() if entry] == []


def test_every_function_that_clicks_a_button_is_tested_here(checkout: Path) -> None:
    """Public functions of the pages that lead, within their room, to a click on a button."""
    calls: dict[str, set[str]] = {}
    clicking: set[str] = set()
    for path in (checkout / "plugins/module_utils/_web/pages").glob("*.py"):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef):
                name = f"{path.stem}.{function.name}"
                calls[name] = {_called(path.stem, each) for each in ast.walk(function) if isinstance(each, ast.Call)}
                if any(_clicks_a_button(each) for each in ast.walk(function)):
                    clicking.add(name)
    imported = {"users.delete_row": "groups.delete_row", "users.tick_and_save": "groups.tick_and_save"}
    while True:
        more = {name for name, called in calls.items() if {imported.get(each, each) for each in called} & clicking}
        if more <= clicking:
            break
        clicking |= more
    assert {name for name in clicking if not name.partition(".")[2].startswith("_")} == set(PAGES)


def _called(module: str, call: ast.Call) -> str:
    return f"{module}.{call.func.id}" if isinstance(call.func, ast.Name) else ""


def _clicks_a_button(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "click"
        and any(isinstance(each, ast.Constant) and each.value == "button" for each in node.args)
    )


def test_every_call_that_soap_writes_with_is_tested_here(checkout: Path) -> None:
    used = {
        each.value
        for path in (checkout / "plugins/module_utils/_soap").glob("*.py")
        if path.stem in ("booking", "remote_setup")
        for each in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(each, ast.Constant) and each.value in {*BOOKING.operations, *REMOTE_SETUP.operations}
    }
    assert used - READING_OPERATIONS == set(CALLS)
