# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An audit against the simulator: each defect planted alone is found alone, and a converged server has none.

The audit runs in this process, over a read-only connection, as audit_info runs it; playbooks at the end try the module.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._http.connection import Connection
from ansible_collections.telepresence.tms.plugins.module_utils._model.findings import SEVERITY_OF
from ansible_collections.telepresence.tms.plugins.module_utils._resources.audit import report
from ansible_collections.telepresence.tms.plugins.module_utils._resources.tms import Tms
from ansible_collections.telepresence.tms.plugins.module_utils._web.labels import Labels
from playbook import Playbook, Run
from skins import every_skin
from taught_labels import TAUGHT
from tms_simulator.launch import Simulator
from tms_simulator.store import BOOKER, EXCHANGE, PACKAGE, SITE_ADMINISTRATOR, as_tms_time, make_key, now
from tms_simulator.web.language import translator
from tms_simulator.web.skins import EVERYDAY, SKINS

SERIAL = "84000001"
CLIENT = "TMS\\apiclient"
BOOKING = [f"Booking > Misc > {name}" for name in ("Booking", "Book on behalf of", "Update", "Approve Meeting")]

#: What the seeded server is by declaration: the first four systems hold seats, two sites share a client.
DECLARED: dict[str, Any] = {
    "sites": [
        {
            "name": "North",
            "systems": [{"id": 1001}, {"id": 1002}, {"id": 1005, "state": "disabled"}],
            "service_user": {"name": "apiclient", "groups": {"set": [BOOKER]}},
            "groups": [{"name": BOOKER, "permissions": {"set": BOOKING}, "members": {"set": ["apiclient"]}}],
        },
        {
            "name": "South",
            "systems": [{"id": 1003}, {"id": 1004}],
            "service_user": {"name": "apiclient", "groups": {"set": [BOOKER]}},
        },
    ],
    "groups": [
        {"name": "Video Unit Administrator", "permissions": {"add": [BOOKING[1]]}},
        {"name": "Visitors", "state": "absent"},
    ],
    "default_groups": {"set": ["Users"]},
    "expiry_days": 60,
    "seats_total": None,
}


@dataclass
class Site:
    """A server, and what is declared of it."""

    simulator: Simulator
    declared: dict[str, Any] = field(default_factory=lambda: copy.deepcopy(DECLARED))
    account: str = "tmsadmin"
    skin: str = ""

    def sql(self, statement: str, *values: Any) -> None:
        self.simulator.change("sql", statement=statement, values=list(values))

    def audit(self) -> Mapping[str, Any]:
        account = self.simulator.accounts[self.account]
        connection = Connection(
            url=self.simulator.url, username=account["username"], password=account["password"], concurrency=2
        )
        tms = Tms(connection, read_only=True, labels=Labels(TAUGHT.get(self.skin)))
        try:
            return report(tms, self.declared)
        finally:
            tms.close()

    def ids(self) -> set[str]:
        return {finding["id"] for finding in self.audit()["findings"]}

    def join(self, group: str, user: str = CLIENT) -> None:
        self.sql("insert into members select id, ? from users where username = ?", group, user)

    def leave(self, group: str, user: str = CLIENT) -> None:
        self.sql(
            "delete from members where group_name = ? and user_id = (select id from users where username = ?)",
            group,
            user,
        )

    def permit(self, group: str, *rights: str) -> None:
        self.sql("update groups set permissions = ? where name = ?", json.dumps(rights), group)

    def add_group(self, name: str, *rights: str) -> None:
        self.sql("insert into groups values (?, '', ?, 0, 0)", name, json.dumps(rights))

    def add_keys(self, product: str, number: int, expires: str | None = None) -> None:
        self.sql("insert into option_keys values (?, ?, ?)", make_key(SERIAL, product, number), product, expires)

    def ticket(self, title: str, system: int | None = None) -> None:
        statement = "insert into tickets (created, system_id, title, severity, description) values (?, ?, ?, ?, '')"
        self.sql(statement, "2026-01-02 03:04:05Z", system, title, "Critical")


#: Every table that a defect is planted in.
_TABLES = ("users", "members", "groups", "systems", "option_keys", "bookings", "booked", "tickets", "sessions", "meta")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each defect on one skin, the next one on another, unless every skin is asked for."""
    if "id_" not in metafunc.fixturenames:
        return
    every = metafunc.config.getoption("--every-skin")
    skins, ids = sorted(SKINS if every else EVERYDAY), list(DEFECTS)
    pairs = [(id_, skin) for place, id_ in enumerate(ids) for skin in (skins[place % len(skins)],)]
    if every:
        pairs = [(id_, skin) for id_ in ids for skin in skins]
    metafunc.parametrize(("id_", "look"), pairs)


@pytest.fixture(scope="module")
def simulators() -> Iterator[Callable[[str], Simulator]]:
    """One server a skin for all tests."""
    started: dict[str, Simulator] = {}
    with ExitStack() as stack:

        def start(look: str) -> Simulator:
            if look not in started:
                simulator = started[look] = stack.enter_context(Simulator(systems=8, enabled=4, skin=look))
                for table in _TABLES:
                    simulator.change("sql", statement=f"create table kept_{table} as select * from {table}")
            return started[look]

        yield start


@pytest.fixture
def playbook(tmp_path: Path, tree: Path) -> Callable[..., Run]:
    """Runs tasks on a server: playbook(tms, tasks)."""

    def run(tms: Site, tasks: Sequence[Mapping[str, Any]]) -> Run:
        account = tms.simulator.accounts[tms.account]
        connection = {"url": tms.simulator.url, "username": account["username"], "password": account["password"]}
        connection |= {"labels": TAUGHT[tms.skin]} if tms.skin in TAUGHT else {}
        return Playbook(tmp_path, tree).run(tasks, connection)

    return run


@pytest.fixture
def look() -> str:
    """The skin of a test that is not about skins."""
    return "classic"


@pytest.fixture
def tms(simulators: Callable[[str], Simulator], look: str) -> Iterator[Site]:
    """A server as it was seeded; what a test does to it is undone."""
    simulator = simulators(look)
    simulator.reset()
    yield Site(simulator, skin=look)
    simulator.faults()
    for table in _TABLES:
        simulator.change("sql", statement=f"delete from {table}")
        simulator.change("sql", statement=f"insert into {table} select * from kept_{table}")


# -- the defects


def _booked_without_seat(tms: Site) -> None:
    tms.simulator.change("add_booking", systems=[1006], Title="Budget")
    tms.simulator.change("add_booking", systems=[1001], Title="Elsewhere")


def _without_seat(tms: Site) -> None:
    tms.simulator.change("set_remote_bookings", id=1003, value=0)


def _undeclared_seat(tms: Site) -> None:
    tms.simulator.change("set_remote_bookings", id=1007, value=1)


def _unknown(tms: Site) -> None:
    tms.declared["sites"][1]["systems"].append({"name": "Bergen Boardrom 1"})


def _unreadable(tms: Site) -> None:
    fault = {"kind": "renamed_label", "label": "Allow Remote Bookings", "text": "Bookable"}
    tms.simulator.faults({**fault, "matching": {"system": 1006}, "times": None})


def _seats_short(tms: Site) -> None:
    tms.declared["seats_total"] = 4
    tms.declared["sites"][1]["systems"].append({"id": 1006})


def _seats_exhausted(tms: Site) -> None:
    tms.declared["seats_total"] = 4
    tms.declared["sites"][1]["remote_bookings"] = "unmanaged"


def _both_kinds(tms: Site) -> None:
    tms.add_keys(PACKAGE, 5)


def _key_expires(tms: Site) -> None:
    tms.sql("update option_keys set expires = ? where product = ?", _in_days(20), EXCHANGE)
    tms.sql("update option_keys set expires = ? where product <> ?", _in_days(90), EXCHANGE)


def _in_days(days: int) -> str:
    return str(date.today() + timedelta(days=days))


def _service_user_missing(tms: Site) -> None:
    tms.declared["sites"].append({"name": "West", "service_user": {"name": "calendar", "groups": {"set": [BOOKER]}}})


def _service_user_disabled(tms: Site) -> None:
    tms.leave(BOOKER)
    del tms.declared["sites"][0]["groups"][0]["members"]


def _lacks_right(tms: Site) -> None:
    tms.add_group("Half", BOOKING[0], BOOKING[2])
    tms.leave(BOOKER)
    tms.join("Half")
    del tms.declared["sites"][0]["groups"][0]["members"]


def _excess_rights(tms: Site) -> None:
    tms.add_group("Reporters", "Reporting > Reporting > Read")
    tms.join("Reporters")


def _client_administers(tms: Site) -> None:
    tms.join(SITE_ADMINISTRATOR)


def _groups_differ(tms: Site) -> None:
    tms.add_group("Choir")
    tms.join("Choir")


def _group_missing(tms: Site) -> None:
    tms.declared["groups"].append({"name": "Reception", "permissions": {"set": BOOKING[:1]}})


def _group_not_removed(tms: Site) -> None:
    tms.add_group("Visitors")


def _group_rights(tms: Site) -> None:
    tms.declared["groups"].append({"name": "Reception", "permissions": {"set": BOOKING[:1]}})
    tms.add_group("Reception", BOOKING[0], "Reporting > Reporting > Read")


def _group_members(tms: Site) -> None:
    tms.join(BOOKER, "TMS\\operator")


def _on_behalf(tms: Site) -> None:
    tms.permit("Users", BOOKING[1])


def _administrator_default(tms: Site) -> None:
    tms.sql("update groups set is_default = 1 where name = ?", SITE_ADMINISTRATOR)


def _default_groups(tms: Site) -> None:
    tms.sql("update groups set is_default = 1 where name = ?", "Video Unit Administrator")


def _auditing_off(tms: Site) -> None:
    tms.sql("insert or replace into meta values ('general', ?)", json.dumps({"Enable Auditing": "No"}))


def _ticket(tms: Site) -> None:
    tms.ticket("Low battery", 1001)
    tms.ticket("License limit reached", 1003)


#: id -> what plants it, the type and name of the object that is found, and its site.
DEFECTS: dict[str, tuple[Callable[[Site], None], str, str, str | None]] = {
    "system_booked_without_seat": (_booked_without_seat, "system", "", None),
    "system_without_seat": (_without_seat, "system", "", "South"),
    "system_holds_undeclared_seat": (_undeclared_seat, "system", "", None),
    "system_unknown": (_unknown, "system", "Bergen Boardrom 1", "South"),
    "system_unreadable": (_unreadable, "system", "", None),
    "seats_short": (_seats_short, "server", "", "South"),
    "seats_exhausted": (_seats_exhausted, "server", "", None),
    "key_expires": (_key_expires, "option_key", "7E51EC25-**-********", None),
    "service_user_missing": (_service_user_missing, "user", "calendar", "West"),
    "service_user_disabled": (_service_user_disabled, "user", CLIENT, "North"),
    "service_user_lacks_right": (_lacks_right, "user", CLIENT, "North"),
    "service_user_excess_rights": (_excess_rights, "user", CLIENT, "North"),
    "service_user_site_administrator": (_client_administers, "user", CLIENT, "North"),
    "service_user_groups_differ": (_groups_differ, "user", CLIENT, "North"),
    "group_missing": (_group_missing, "group", "Reception", None),
    "group_not_removed": (_group_not_removed, "group", "Visitors", None),
    "group_rights_differ": (_group_rights, "group", "Reception", None),
    "group_members_differ": (_group_members, "group", BOOKER, "North"),
    "group_books_on_behalf": (_on_behalf, "group", "Users", None),
    "site_administrator_default_group": (_administrator_default, "group", SITE_ADMINISTRATOR, None),
    "default_groups_differ": (_default_groups, "server", "", None),
    "auditing_off": (_auditing_off, "server", "", None),
    "licence_ticket_open": (_ticket, "ticket", "License limit reached", "South"),
    "keys_of_both_kinds": (_both_kinds, "option_key", "7E51EC25-**-********", None),
}


def test_a_defect_planted_alone_is_found_alone(tms: Site, id_: str) -> None:
    plant, kind, name, site = DEFECTS[id_]
    if kind == "ticket":
        name = translator(SKINS[tms.skin].words)(name)
    plant(tms)
    audit = tms.audit()
    (found,) = audit["findings"]
    assert (found["id"], found["severity"], found["site"]) == (id_, SEVERITY_OF[id_], site)
    assert found["object"]["type"] == kind
    assert found["object"]["name"] == name if name else found["object"]["name"]
    assert found["expected"] and found["found"] and found["remedy"]
    assert audit["summary"][found["severity"]] == 1
    assert tms.simulator.counters()["writes"] == 0


@every_skin
def test_a_converged_server_has_no_finding(tms: Site) -> None:
    audit = tms.audit()
    assert audit["findings"] == []
    assert audit["summary"] == {"critical": 0, "high": 0, "medium": 0, "low": 0}
    assert {check["id"] for check in audit["checks"] if not check["checked"]} == {"key_expires"}
    assert [check["id"] for check in audit["checks"]] == list(SEVERITY_OF)
    assert audit["sites"] == [
        {"name": "North", "systems": 3, "enabled": 2},
        {"name": "South", "systems": 2, "enabled": 2},
    ]
    assert audit["seats"]["free"] == 21
    counters = tms.simulator.counters()
    assert (counters["writes"], counters["refused_writes"]) == (0, 0)
    # Bookings of all systems at No are asked for at once.
    assert counters["by_kind"]["soap GetConferencesForSystems"] == 1


def test_client_sessions_near_the_licence(skin: str) -> None:
    with Simulator(systems=4, packs=0, package=True, figures=True, skin=skin) as simulator:
        tms = Site(simulator, skin=skin)
        tms.declared["sites"] = [{"name": "North", "service_user": DECLARED["sites"][0]["service_user"]}]
        tms.declared["groups"].append({"name": BOOKER, "permissions": {"set": BOOKING}})
        for number in range(8):
            begun = as_tms_time(now())
            tms.sql(
                "insert into sessions values (?, ?, ?)", f"0000000{number}-1111-2222-3333-444444444444", begun, CLIENT
            )
        (found,) = tms.audit()["findings"]
        assert found["id"] == "client_sessions_near_licence"
        assert "8 active client sessions of 10" in found["found"]
        tms.sql("delete from sessions where id > '00000001'")
        audit = tms.audit()
        assert audit["findings"] == []
        assert audit["seats"] is None
        reasons = {check["id"]: check["reason"] for check in audit["checks"]}
        assert reasons["seats_exhausted"] == "the Application Integration Package needs no seats"


def test_every_id_has_a_defect_that_plants_it() -> None:
    assert {*DEFECTS, "client_sessions_near_licence"} == set(SEVERITY_OF)


def test_what_cannot_be_looked_at_is_said(tms: Site) -> None:
    tms.simulator.faults(
        {"kind": "500", "matching": {"operation": "GetConferencesForSystems"}, "times": None},
        {"kind": "500", "matching": {"path": "pageId=62"}, "times": None},
        {"kind": "renamed_label", "label": "Name", "text": "Team", "matching": {"path": "pageId=91"}, "times": None},
        {
            "kind": "renamed_label",
            "label": "Enable Auditing",
            "text": "Log",
            "matching": {"path": "pageId=35"},
            "times": None,
        },
    )
    audit = tms.audit()
    unseen = {check["id"]: check["reason"] for check in audit["checks"] if not check["checked"]}
    assert "HTTP 500" in unseen["system_booked_without_seat"]
    assert "HTTP 500" in unseen["licence_ticket_open"]
    assert "Enable Auditing" in unseen["auditing_off"]
    for id_ in (
        "group_missing",
        "group_books_on_behalf",
        "site_administrator_default_group",
        "service_user_lacks_right",
    ):
        assert "Group Name" in unseen[id_]
    assert audit["findings"] == []


def test_an_account_that_may_see_little_says_so(tms: Site) -> None:
    tms.account = "operator"
    audit = tms.audit()
    assert audit["findings"] == []
    # The list of systems is open to everybody, so what is declared can be looked for in it.
    assert [check["id"] for check in audit["checks"] if check["checked"]] == ["system_unknown"]
    assert all(check["reason"] for check in audit["checks"] if not check["checked"])


def test_a_server_without_a_declaration(tms: Site) -> None:
    tms.declared |= {"sites": [], "groups": [], "default_groups": None}
    tms.ticket("No license left")
    audit = tms.audit()
    assert [found["id"] for found in audit["findings"]] == ["licence_ticket_open"]
    unseen = {check["id"]: check["reason"] for check in audit["checks"] if not check["checked"]}
    assert unseen["system_without_seat"] == "no site is declared"
    assert unseen["service_user_missing"] == "no service user is declared"
    assert len(audit["systems"]) == 8


@pytest.mark.parametrize("look", ["divs", "postback"])
def test_the_module_returns_the_audit(tms: Site, playbook: Callable[..., Run]) -> None:
    """Both modes in one playbook, on a server whose texts look like templates."""
    _booked_without_seat(tms)
    tms.simulator.change("rename_system", id=1007, name="{{ lookup(1) }}")
    asked = {"telepresence.tms.audit_info": tms.declared}
    run = playbook(tms, [{"name": "Audit", **asked}, {"name": "Audit in check mode", "check_mode": True, **asked}])
    assert run.returncode == 0, run.output
    audit, checked = (task["result"] for task in run.tasks)
    assert not audit["changed"] and not checked["changed"]
    assert [found["id"] for found in audit["findings"]] == ["system_booked_without_seat"]
    assert audit["findings"] == checked["findings"]
    assert audit["server"]["serial_number"] == SERIAL
    assert datetime.fromisoformat(audit["time"]).utcoffset() == timedelta(0)
    by_id = {system["id"]: system for system in audit["systems"]}
    assert by_id[1006]["future_bookings"] == 1
    assert by_id[1005]["future_bookings"] == 0
    assert by_id[1001]["future_bookings"] is None
    assert (by_id[1001]["site"], by_id[1001]["declared"], by_id[1001]["remote_bookings"]) == (
        "North",
        "enabled",
        "enabled",
    )
    assert by_id[1007]["name"] == "{{ lookup(1) }}"
    assert tms.simulator.counters()["writes"] == 0
