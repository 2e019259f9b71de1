# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The info modules through ansible-playbook: what they report is what the simulator holds, and they write nothing."""

from __future__ import annotations

import json
import re

import pytest
from tms_simulator.web.skins import SKINS

FIRST = 1001


@pytest.fixture
def quiet():
    """Nothing was posted that could write: quiet(tms)."""

    def check(tms):
        counters = tms.simulator.counters()
        assert (counters["writes"], counters["refused_writes"]) == (0, 0)

    return check


def test_license_info_counts_the_systems_at_yes(site, skin, quiet):
    tms = site(skin=skin, systems=40, enabled=12)
    info = tms.apply("license_info")
    assert not info["failed"], info["msg"]
    assert info["mode"] == "per_system"
    assert info["seats"]["total"] == {"value": 25, "source": "25 for each of 1 option keys listed"}
    assert info["seats"]["used"] == {"value": 12, "source": "systems whose Allow Remote Bookings is Yes"}
    assert info["seats"]["free"] == 13
    assert {each["id"] for each in info["holders"]} == set(range(FIRST, FIRST + 12))
    assert [key["kind"] for key in info["option_keys"]] == ["other", "exchange_integration"]
    assert all("*" in key["key"] for key in info["option_keys"])
    assert info["inconsistencies"] == []
    quiet(tms)


def test_license_info_takes_the_figures_that_tms_shows_and_no_others(site, skin, quiet):
    tms = site(skin=skin, systems=40, enabled=12, figures=True)
    tms.simulator.reset()
    info = tms.apply("license_info", holders=False)
    assert info["seats"]["total"]["value"] == 25
    assert tms.shown("Total Exchange Integration Licenses") in info["seats"]["total"]["source"]
    assert info["seats"]["used"]["value"] == 12
    assert tms.shown("Available Exchange Integration Licenses") in info["seats"]["used"]["source"]
    assert info["holders"] is None
    assert not [each for each in tms.simulator.journal() if each.get("system")]
    quiet(tms)


def test_license_info_names_what_does_not_fit_together(site):
    tms = site(systems=40, enabled=12)
    info = tms.apply("license_info", seats_total=10)
    assert any("12 seats are used, but there are only 10" in sentence for sentence in info["inconsistencies"])
    tms.simulator.change("clear_keys")
    info = tms.apply("license_info")
    assert info["mode"] == "none"
    assert any("no key is listed that brings seats" in sentence for sentence in info["inconsistencies"])


def test_license_info_reports_unknown_as_null(site):
    tms = site(systems=12, enabled=3)
    tms.simulator.change("hide_products")
    info = tms.apply("license_info")
    assert info["mode"] == "unknown"
    assert info["seats"]["total"]["value"] is None
    assert info["seats"]["free"] is None
    assert info["seats"]["used"]["value"] == 3


def test_forecast_tells_whether_a_wish_fits_and_the_task_then_agrees(site, skin, quiet):
    tms = site(skin=skin, systems=40, enabled=20)
    wish = [{"id": FIRST + 20 + number} for number in range(7)]
    off = [{"id": FIRST, "state": "disabled"}]
    # An entry of a forecast says what it wants as one of remote_bookings does.
    short = tms.apply("license_info", forecast=wish)["forecast"]
    assert (short["fits"], short["claims"], short["releases"], short["missing"]) == (False, 7, 0, 2)
    assert [each["id"] for each in short["without_seat"]] == [1026, 1027]
    fits = tms.apply("license_info", forecast=[*wish[:6], *off])["forecast"]
    assert (fits["fits"], fits["missing"], fits["free_after"]) == (True, 0, 0)
    quiet(tms)
    assert "2 booking seats are missing" in tms.apply("remote_bookings", systems=wish)["msg"]
    assert not tms.apply("remote_bookings", systems=[*wish[:6], *off])["failed"]


def test_system_info_gathers_all(site, skin, quiet):
    tms = site(skin=skin, systems=20, enabled=5)
    tms.simulator.change("add_booking", systems=[1002, 1003], Title="Board <of> directors")
    held = {each["id"]: each for each in tms.simulator.dump()["systems"]}
    info = tms.apply("system_info", gather=["remote_bookings", "folder", "future_bookings", "settings"])
    assert not info["failed"], info["msg"]
    found = {each["id"]: each for each in info["systems"]}
    # GetSystems lists no MCU.
    assert set(found) == {id_ for id_, each in held.items() if each["category"] != "MCU"}
    for id_, each in found.items():
        for name in ("name", "address", "type", "category", "status"):
            assert each[name] == held[id_][name]
        assert each["folder"] == held[id_]["folder"]
        assert each["remote_bookings"] == held[id_]["remote_bookings"]
        assert each["error"] is None
        assert [booking["title"] for booking in each["future_bookings"]] == (
            ["Board <of> directors"] if id_ in (1002, 1003) else []
        )
        shown = {field["label"]: field["value"] for field in each["settings"]}
        words = SKINS[skin].words
        assert shown[words.get("System Name", "System Name")] == held[id_]["name"]
        assert shown[words.get("Contact", "Contact")] == held[id_]["fields"]["Contact"]
        assert "not for you" not in str(each["settings"])
    quiet(tms)


def test_system_info_filters(site):
    tms = site(systems=20)
    tms.simulator.change("set_status", id=1004, status="NoResponse")
    rooms = tms.apply("system_info", categories=["room"])["systems"]
    assert [each["id"] for each in rooms] == [1010, 1020]
    silent = tms.apply("system_info", statuses=["NORESPONSE"])["systems"]
    assert [each["id"] for each in silent] == [1004]
    order = tms.apply("system_info", systems=[{"id": 1007}, {"id": 1002}])["systems"]
    assert [each["id"] for each in order] == [1007, 1002]
    assert tms.simulator.counters()["by_kind"].get("soap GetConferencesForSystems", 0) == 0


def test_system_info_reports_void_under_a_package_key(site, skin):
    tms = site(skin=skin, systems=6, enabled=2, package=True)
    info = tms.apply("system_info", systems=[{"pattern": "*"}], gather=["remote_bookings"])
    states = {each["id"]: each["remote_bookings"] for each in info["systems"]}
    assert {state for id_, state in states.items() if id_ < 9000} == {"void"}
    assert {state for id_, state in states.items() if id_ > 9000} == {"not_applicable"}


def test_ticket_info_lists_tickets_over_all_pages(site, skin, quiet):
    tms = site(skin=skin, systems=40)
    names = {each["id"]: each["name"] for each in tms.simulator.dump()["systems"]}
    for number in range(60):
        tms.simulator.change(
            "sql",
            statement="insert into tickets (created, system_id, title, severity, description) values (?, ?, ?, ?, '')",
            values=[
                "2026-01-02 03:04:05Z",
                1001 + number % 40,
                "License limit reached" if number % 2 else "Low battery",
                "Critical",
            ],
        )
    info = tms.apply("ticket_info")
    assert not info["failed"], info["msg"]
    assert len(info["tickets"]) == 60
    first = info["tickets"][0]
    assert {name: first[name] for name in ("id", "system", "title", "severity", "created")} == {
        "id": "1",
        "system": names[1001],
        "title": "Low battery",
        "severity": tms.shown("Critical"),
        "created": "2026-01-02 03:04:05Z",
    }
    some = tms.apply("ticket_info", systems=["oslo*"], containing=tms.shown("License limit reached").upper())["tickets"]
    assert some
    assert all(
        each["system"].startswith("Oslo") and each["title"] == tms.shown("License limit reached") for each in some
    )
    quiet(tms)


def test_ticket_info_without_tickets_is_an_empty_list(site, skin):
    info = site(skin=skin, systems=6).apply("ticket_info")
    assert not info["failed"]
    assert info["tickets"] == []


def test_server_info_probes_every_label(site, skin, quiet):
    tms = site(skin=skin, systems=12)
    info = tms.apply("server_info", probe=True)
    assert not info["failed"], info["msg"]
    assert info["api_version"] == 15
    assert info["schemes"] == ["Negotiate", "NTLM"]
    assert info["server"]["serial_number"] == "84000001"
    assert info["user"]["name"] == "TMS\\tmsadmin"
    assert (info["user"]["site_administrator"], info["user"]["local_administrator"]) == (True, True)
    assert {each["label"]: each["note"] for each in info["probe"] if each["looked"] and not each["found"]} == {}
    assert {"Allow Remote Bookings", "Licenses and Option Keys", "Edit Settings"} <= {
        each["label"] for each in info["probe"]
    }
    quiet(tms)


def test_server_info_saves_what_the_probe_reads_without_a_name(site, skin, quiet, tmp_path):
    tms = site(skin=skin, systems=12)
    recording = tmp_path / "recording"
    info = tms.apply("server_info", probe=True, mask=True, record=str(recording), mask_words=["Welcome"])
    assert not info["failed"], info["msg"]
    assert info["recording"]["path"] == str(recording)
    files = {path.name: path.read_text(encoding="utf-8") for path in recording.iterdir()}
    assert len(files) == info["recording"]["pages"] + 1
    assert {path.stat().st_mode & 0o777 for path in recording.iterdir()} == {0o600}
    told = "".join(files.values()) + json.dumps(
        {"probe": info["probe"], "user": info["user"], "server": info["server"]}
    )
    state = tms.simulator.dump()
    names = {system["name"].partition(" <")[0].partition(" &")[0] for system in state["systems"]}
    names |= {"Boardroom", "東京", "tmsadmin", "apiclient", "84000001", "113612A1-", "127.0.0.1"}
    assert [name for name in names if name in told] == []
    assert "Allow Remote Bookings" in told
    assert re.search(r"S/N(?:: |：)8", told)
    quiet(tms)


def test_server_info_says_where_pages_cannot_be_saved(site, tmp_path):
    tms = site(systems=6)
    (tmp_path / "file").write_text("")
    info = tms.apply("server_info", probe=True, record=str(tmp_path / "file" / "below"))
    assert info["msg"].startswith("Could not save the pages on")
    assert "give another directory as record" in info["msg"]


def test_server_info_tells_which_label_differs(site, skin):
    tms = site(skin=skin, systems=12)
    tms.simulator.faults(
        {"kind": "renamed_label", "label": "Allow Remote Bookings", "text": "Permit API Reservations", "times": None}
    )
    info = tms.apply("server_info", probe=True)
    assert not info["failed"], info["msg"]
    missing = [each for each in info["probe"] if each["looked"] and not each["found"]]
    assert {each["label"] for each in missing} == {"Allow Remote Bookings"}
    assert {each["page"] for each in missing} == {"system", "Edit Settings"}
    assert all("Permit API Reservations" in each["note"] for each in missing)
    assert all(each["teach"] == 'labels: {"Allow Remote Bookings": "..."}' for each in missing)


def test_server_info_tells_what_an_ordinary_user_may_not(site, skin):
    tms = site(skin=skin, systems=12)
    tms.account = "operator"
    info = tms.apply("server_info", probe=True)
    assert not info["failed"], info["msg"]
    assert info["user"]["site_administrator"] is False
    missing = {each["label"]: each["note"] for each in info["probe"] if each["looked"] and not each["found"]}
    assert "Licenses and Option Keys" in missing
