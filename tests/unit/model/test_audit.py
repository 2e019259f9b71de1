# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of an audit: a defect gives exactly its id, without it there is nothing, and what was not seen is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timezone

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._model import licensing
from ansible_collections.telepresence.tms.plugins.module_utils._model.audit.audit import audit
from ansible_collections.telepresence.tms.plugins.module_utils._model.audit.declared import declared
from ansible_collections.telepresence.tms.plugins.module_utils._model.audit.expiry import expiry_dates
from ansible_collections.telepresence.tms.plugins.module_utils._model.audit.situation import (
    DefaultGroups,
    Looked,
    Person,
    Situation,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.bookings import Booking
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import InputError, LabelError
from ansible_collections.telepresence.tms.plugins.module_utils._model.findings import SEVERITY_OF
from ansible_collections.telepresence.tms.plugins.module_utils._model.licensing import (
    Figure,
    GeneralSettings,
    ListedKey,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.remote_bookings import Reading
from ansible_collections.telepresence.tms.plugins.module_utils._model.rights import Permissions, Right
from ansible_collections.telepresence.tms.plugins.module_utils._model.sites import declaration
from ansible_collections.telepresence.tms.plugins.module_utils._model.systems import System
from ansible_collections.telepresence.tms.plugins.module_utils._model.tickets import Ticket

PACK = ListedKey("7E51EC25-00-11111111", "Exchange Integration Option", "2031-01-01")
PACKAGE = ListedKey("113612A1-00-11111111", "Application Integration Package", "2031-01-01")
SYSTEMS = [System(id_, f"Room {id_}", category="Endpoint", status="Idle") for id_ in range(1, 6)]
STATES = {1: "enabled", 2: "enabled", 3: "enabled", 4: "disabled", 5: "disabled"}

BOOKING, ON_BEHALF, UPDATE, APPROVE = (
    Right("Booking", "Misc", name) for name in ("Booking", "Book on behalf of", "Update", "Approve Meeting")
)
REPORTS = Right("Reporting", "", "Read")
KNOWN = (BOOKING, ON_BEHALF, UPDATE, APPROVE, REPORTS)
CLIENT = (BOOKING, ON_BEHALF, UPDATE, APPROVE)

NORTH = {
    "name": "North",
    "systems": [{"id": 1}, {"id": 2}],
    "service_user": {"name": "svc", "groups": {"set": ["Bookers"]}},
    "groups": [{"name": "Bookers", "permissions": {"set": [str(right) for right in CLIENT]}}],
}
SOUTH = {"name": "South", "systems": [{"id": 3}]}


def rights(**of):
    shown = {"Users": (), "Site Administrator": KNOWN, "Bookers": CLIENT} | of
    return {name: Permissions(KNOWN, frozenset(granted)) for name, granted in shown.items()}


def readings(**states):
    by_id = STATES | {int(key.removeprefix("_")): value for key, value in states.items()}
    error = LabelError("read", label="Allow Remote Bookings", where="here")
    return {
        system.id: Reading(system, None, error=error) if by_id[system.id] is None else Reading(system, by_id[system.id])
        for system in SYSTEMS
    }


def situation(*sites, groups=(), default_groups=None, keys=(PACK,), states=None, total=None, **more):
    """A server as declared, but for what is given."""
    chosen = sites or (NORTH, SOUTH)
    asked = declared(declaration(chosen, groups), SYSTEMS, dict, default_groups)
    read = readings(**(states or {}))
    settings = GeneralSettings(
        tuple(keys), more.pop("figures", ()), more.pop("auditing", True), more.pop("clients", None)
    )
    known = all(each.error is None for each in read.values())
    enabled = sum(each.state == "enabled" for each in read.values()) if known else None
    seats = licensing.seats(settings, seats_total=total, enabled=enabled)
    booked = more.pop("booked", {})
    person = more.pop("person", Person("EXAMPLE\\svc", ("Bookers", "Users")))
    ticked = more.pop("ticked", ("Users",))
    permissions = rights(**more.pop("rights", {}))
    made = Situation(
        server="https://tms.example.com/tms",
        today=date(2026, 3, 1),
        expiry_days=60,
        declared=asked,
        systems=SYSTEMS,
        settings=Looked(settings),
        readings=Looked(read),
        seats=Looked(seats),
        bookings=Looked({id_: booked.get(id_, ()) for id_, each in read.items() if each.state == "disabled"}),
        groups=Looked(list(permissions)),
        permissions=Looked(permissions),
        default_groups=Looked(DefaultGroups({name: name in ticked for name in permissions}, frozenset())),
        people=Looked({client: person for client in asked.clients}),
        members=Looked(more.pop("members", {})),
        tickets=Looked(
            [
                title if isinstance(title, Ticket) else Ticket((("Ticket", title),), title=title)
                for title in more.pop("tickets", ())
            ]
        ),
    )
    return replace(made, **more)


def found(of):
    return [finding.id for finding in audit(of).findings]


def unseen(of):
    return {check.id: check.reason for check in audit(of).checks if not check.checked}


MEETING = Booking(7, "Budget", datetime(2026, 4, 1, 9, tzinfo=timezone.utc), None)


SVC_IN = {"service_user": {"name": "svc", "groups": {"add": ["Bookers", "Choir"]}}}

#: Each defect with what makes it.
DEFECTS = {
    "system_booked_without_seat": {"booked": {4: (MEETING,)}},
    "system_without_seat": {"states": {"_1": "disabled"}},
    "system_holds_undeclared_seat": {"states": {"_4": "enabled"}},
    "system_unknown": {"sites": [NORTH, {**SOUTH, "systems": [{"id": 3}, {"name": "Room 33"}]}]},
    "system_unreadable": {"states": {"_5": None}},
    "seats_short": {"sites": [NORTH, {**SOUTH, "systems": [{"id": 3}, {"id": 4}]}], "total": 3},
    "seats_exhausted": {"sites": [NORTH, {**SOUTH, "remote_bookings": "unmanaged"}], "total": 3},
    "keys_of_both_kinds": {"keys": (PACK, PACKAGE), "clients": ()},
    "key_expires": {"keys": (replace(PACK, expires="2026-04-20 00:00:00"),)},
    "client_sessions_near_licence": {
        "keys": (PACKAGE,),
        "clients": ((("User", "a"),),) * 4,
        "figures": (
            Figure("Total Application Integration Licenses", 5),
            Figure("Available Application Integration", 1),
        ),
    },
    "service_user_missing": {"person": None},
    "service_user_disabled": {"person": Person("svc", ("Users",))},
    "service_user_lacks_right": {
        "rights": {"Half": CLIENT[:3]},
        "person": Person("svc", ("Half", "Users")),
        "groups": [{"name": "Half", "permissions": {"add": ["Book on behalf of"]}}],
    },
    "service_user_excess_rights": {"rights": {"Users": (REPORTS,)}},
    "service_user_site_administrator": {"person": Person("svc", ("Bookers", "Users", "Site Administrator"))},
    "service_user_groups_differ": {"sites": [{**NORTH, **SVC_IN}, SOUTH], "rights": {"Choir": ()}},
    "group_missing": {"groups": [{"name": "Choir"}]},
    "group_not_removed": {"groups": [{"name": "Choir", "state": "absent"}], "rights": {"Choir": ()}},
    "group_rights_differ": {"groups": [{"name": "users", "permissions": {"set": ["Update"]}}]},
    "group_members_differ": {
        "groups": [{"name": "Choir", "members": {"set": ["jane", "joe"]}}],
        "rights": {"Choir": ()},
        "members": {"Choir": ["EXAMPLE\\jane", "EXAMPLE\\mallory"]},
    },
    "group_books_on_behalf": {"rights": {"Choir": (ON_BEHALF,)}},
    "site_administrator_default_group": {"ticked": ("Users", "Site Administrator")},
    "default_groups_differ": {"default_groups": {"set": ["Users", "Bookers"]}},
    "auditing_off": {"auditing": False},
    "licence_ticket_open": {"tickets": ["Battery low", "No licences left"]},
}


def test_each_id_has_a_defect():
    assert list(DEFECTS) == list(SEVERITY_OF)


@pytest.mark.parametrize("id_", DEFECTS)
def test_a_defect_gives_its_id_alone(id_):
    given = dict(DEFECTS[id_])
    of = situation(*given.pop("sites", ()), **given)
    assert found(of) == [id_]
    (finding,) = audit(of).findings
    assert finding.expected and finding.found and finding.remedy


def test_a_converged_server_has_no_finding_and_all_is_seen():
    of = situation(default_groups={"set": ["Users"]})
    assert found(of) == []
    assert unseen(of) == {}


def test_a_licence_that_is_filled_as_declared_is_no_finding():
    assert found(situation(total=3)) == []
    assert found(situation(total=2)) == ["seats_exhausted"]


def test_a_shortage_names_those_left_out_site_by_site():
    of = situation({**NORTH, "systems": [{"id": 1}, {"id": 4}]}, {**SOUTH, "systems": [{"id": 3}, {"id": 5}]}, total=3)
    shown = [(finding.id, finding.site, finding.name) for finding in audit(of).findings]
    # The seat of Room 2, which nobody declares, is none that the declaration can count on.
    assert shown == [
        ("seats_short", "North", of.server),
        ("seats_short", "South", of.server),
        ("system_holds_undeclared_seat", None, "Room 2"),
        ("seats_exhausted", None, of.server),
    ]


def test_a_booked_system_is_served_first():
    sites = [NORTH, {**SOUTH, "systems": [{"id": 3}, {"id": 4}, {"id": 5}]}]
    of = situation(*sites, total=4, booked={5: (MEETING,)})
    assert found(of) == ["system_booked_without_seat", "seats_short"]
    assert "'Room 4'" in audit(of).findings[1].found


def test_nothing_about_seats_under_a_package_key():
    states = {f"_{id_}": "void" for id_ in STATES}
    of = situation(keys=(PACKAGE,), states=states, clients=(), figures=(Figure("Application Integration Licenses", 1),))
    assert found(of) == []
    checks = {check.id: check for check in audit(of).checks}
    for id_ in ("system_booked_without_seat", "system_without_seat", "seats_short", "seats_exhausted"):
        assert checks[id_].checked and "needs no seats" in checks[id_].reason


def test_one_client_on_one_licence_is_as_it_should_be():
    one = {"keys": (PACKAGE,), "states": {f"_{id_}": "void" for id_ in STATES}, "clients": ((("User", "svc"),),)}
    assert found(situation(**one, figures=(Figure("Application Integration Licenses", 1),))) == []
    assert "no figure" in unseen(situation(**one))["client_sessions_near_licence"]


def test_what_was_not_read_is_said():
    of = replace(
        situation(),
        settings=Looked(reason="page away"),
        tickets=Looked(reason="no tickets"),
        people=Looked(reason="no people"),
        permissions=Looked(reason="no rights"),
    )
    reasons = unseen(of)
    assert reasons["auditing_off"] == reasons["seats_short"] == reasons["key_expires"] == "page away"
    assert reasons["licence_ticket_open"] == "no tickets"
    assert reasons["service_user_lacks_right"] == "no people"
    assert reasons["group_books_on_behalf"] == reasons["group_rights_differ"] == "no rights"


def test_rules_over_systems_name_the_one_that_was_not_read():
    of = situation(states={"_5": None})
    assert "'Room 5' (id 5)" in unseen(of)["system_booked_without_seat"]
    assert "'Room 5' (id 5)" in unseen(of)["system_holds_undeclared_seat"]
    # It is declared by no site, so it is nothing to the rules about declared systems.
    assert "system_without_seat" not in unseen(of)


def test_unknown_seats_are_no_shortage():
    of = situation(NORTH, {**SOUTH, "systems": [{"id": 3}, {"id": 4}]}, keys=(replace(PACK, description=""),))
    assert "seats_short" not in found(of)
    assert "not known" in unseen(of)["seats_short"]
    assert "kind" in unseen(of)["system_booked_without_seat"]


def test_entries_that_contradict_each_other_are_refused():
    with pytest.raises(InputError, match="wants"):
        situation({**NORTH, "systems": [{"id": 1}]}, {**SOUTH, "systems": [{"id": 1, "state": "disabled"}]})


def test_tickets_in_a_language_whose_word_for_licences_is_not_known():
    title = "Lizenzlimit erreicht"
    untold = [Ticket((("Ticket", title),), title=title, about_licences=None)]
    assert "labels: {License: ...}" in unseen(situation(NORTH, tickets=untold))["licence_ticket_open"]
    told = [Ticket((("Ticket", title),), title=title, about_licences=True)]
    assert "licence_ticket_open" in {found.id for found in audit(situation(NORTH, tickets=told)).findings}


def test_a_managed_entry_counts_more_than_an_unmanaged_one():
    of = situation({**SOUTH, "systems": [{"id": 4}], "remote_bookings": "unmanaged"}, {**NORTH, "systems": [{"id": 4}]})
    assert of.declared.targets[4].site == "North"


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2026-04-20", [date(2026, 4, 20)]),
        ("2026-04-20T00:00:00", [date(2026, 4, 20)]),
        ("20 April 2026", [date(2026, 4, 20)]),
        ("Apr 20, 2026", [date(2026, 4, 20)]),
        ("20.04.2026 12:00", [date(2026, 4, 20)]),
        ("4/20/2026 12:00:00 AM", [date(2026, 4, 20)]),
        ("04/05/2026", [date(2026, 5, 4), date(2026, 4, 5)]),
        ("2026年4月20日 9:00", [date(2026, 4, 20)]),
        ("2026년 4월 20일", [date(2026, 4, 20)]),
        ("soon", []),
    ],
)
def test_dates_in_whatever_way_they_are_written(text, dates):
    assert list(expiry_dates(text)) == dates


@pytest.mark.parametrize("text", ["Never", "-", "permanent"])
def test_a_key_that_never_expires(text):
    assert found(situation(keys=(replace(PACK, expires=text), PACK))) == []


def test_an_expiry_that_cannot_be_read_is_said():
    assert "no date" in unseen(situation(keys=(replace(PACK, expires="soon"),)))["key_expires"]


def test_a_group_that_is_declared_without_the_right_must_not_have_it():
    asked = [{"name": "Choir", "permissions": {"set": ["Update"]}}]
    of = situation(groups=asked, rights={"Choir": (UPDATE, ON_BEHALF)})
    assert found(of) == ["group_books_on_behalf"]


def test_a_user_of_no_site_is_not_looked_for():
    of = situation(SOUTH, groups=[{"name": "Bookers", "permissions": {"add": ["Book on behalf of"]}}])
    assert found(of) == ["system_holds_undeclared_seat", "system_holds_undeclared_seat"]
    assert unseen(of)["service_user_missing"] == "no service user is declared"
