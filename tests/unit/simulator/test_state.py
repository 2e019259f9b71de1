# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the simulator counts, what it keeps over kill -9, and the state it starts from and writes out."""

from __future__ import annotations

import io
import json
import os
import runpy
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
import tms_simulator.store
from tms_simulator.seed import seed
from tms_simulator.server import act
from tms_simulator.soap.services import REMOTE_SETUP
from tms_simulator.store import EXCHANGE, PACKAGE, Denied, Store, as_tms_time, make_key, now
from tms_simulator.transfer import dump, load

SIMULATOR = Path(tms_simulator.store.__file__).parents[1]


# -- counters


def test_reads_writes_and_failed_logons_are_counted_by_user(run, enveloped):
    server = run()
    admin, operator = server.signed_in("tmsadmin"), server.signed_in("operator")
    for peer in (admin, admin, operator):
        assert peer.ask().status == 200
    admin.ask("/tms/")
    generate = enveloped(
        "GenerateConferenceAPIUser", "<userNameBase>made</userNameBase><encPassword>eA==</encPassword>"
    )
    statuses = [
        peer.ask(REMOTE_SETUP.path, method="POST", body=generate, Content_Type="text/xml").status
        for peer in (admin, operator)
    ]
    server.connect().sign_in("TMS\\operator", "wrong")
    counters = server.simulator.counters()
    assert statuses == [200, 500]
    assert (counters["reads"], counters["writes"], counters["refused_writes"]) == (4, 1, 1)
    assert counters["by_user"] == {
        "TMS\\tmsadmin": {"reads": 3, "writes": 1},
        "TMS\\operator": {"reads": 1, "refused_writes": 1},
    }
    assert counters["by_kind"] == {"soap IsAlive": 3, "page": 1, "soap GenerateConferenceAPIUser": 2}
    assert counters["failed_logons"] == {"operator": 1}
    server.simulator.reset()
    counters = server.simulator.counters()
    assert not any(counters.values())


def test_legs_of_a_sign_in_are_counted_apart(run):
    server = run()
    server.connect().sign_in("TMS\\tmsadmin", server.password["tmsadmin"])
    counters = server.simulator.counters()
    assert (counters["sign_in_legs"], counters["reads"]) == (1, 1)


# -- kill -9

_WRITER = """
import sys, time
sys.path.insert(0, sys.argv[1])
from tms_simulator.store import Store
store = Store(sys.argv[2])
store.save_settings(1025, {"Contact": "committed"}, True, "somebody")
store.failed_logon("operator")
with store.transaction():
    store.save_settings(1026, {"Contact": "under way"}, False, "somebody")
    print("now", flush=True)
    time.sleep(60)
"""


def test_what_was_committed_survives_kill_9_and_nothing_else(store, tmp_path):
    before = dump(store)
    store.close()
    with subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(SIMULATOR), str(tmp_path / "tms.sqlite")], stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout.readline() == b"now\n"
        os.kill(writer.pid, signal.SIGKILL)
    again = Store(tmp_path / "tms.sqlite")
    after = dump(again)
    changed = [new for old, new in zip(before["systems"], after["systems"], strict=True) if old != new]
    assert [(each["id"], each["remote_bookings"], each["fields"]["Contact"]) for each in changed] == [
        (1025, "enabled", "committed")
    ]
    assert again.row("select failed from logons where username = 'operator'")["failed"] == 1
    again.close()


def test_a_client_session_and_a_made_account_survive_a_restart(store, tmp_path):
    with pytest.raises(Denied) as denied:
        store.client_session("")
    store.add_windows_account("made", "Secret-0f-it")
    store.close()
    again = Store(tmp_path / "tms.sqlite")
    again.client_session(denied.value.session)
    assert again.windows_account("TMS\\made")
    again.close()


# -- seed


def seeded(tmp_path, name, **options):
    made = Store(tmp_path / name)
    seed(made, **{"systems": 40, "enabled": 10, "booked": 8, "groups": 4, "users": 12, "number": 7} | options)
    return made


def test_the_same_number_makes_the_same_site(tmp_path):
    first, again, other = (
        dump(seeded(tmp_path, name, number=number)) for name, number in (("a", 7), ("b", 7), ("c", 8))
    )
    assert first == again
    assert first != other


def test_names_are_awkward(tmp_path):
    names = " ".join(each["name"] for each in dump(seeded(tmp_path, "a"))["systems"])
    for awkward in ("&", "<", ">", '"', "'", "é", "ō", "会議室"):
        assert awkward in names


@pytest.mark.parametrize("options", [{"packs": 0}, {"packs": 3}, {"package": True}, {"twins": True}, {"fresh": True}])
def test_a_site_is_as_it_was_asked_for(tmp_path, options):
    made = seeded(tmp_path, "a", **options)
    told = dump(made)
    kinds = [each["description"] for each in told["option_keys"]]
    assert kinds.count(EXCHANGE) == options.get("packs", 1)
    assert (PACKAGE in kinds) == ("package" in options)
    names = [each["name"] for each in told["systems"]]
    assert len(names) - len(set(names)) == ("twins" in options)
    assert len([each for each in told["systems"] if each["category"] in ("Endpoint", "Room")]) == 40
    assert len(told["bookings"]) == 8
    assert all(each["start"] > as_tms_time(now()) for each in told["bookings"])
    assert ("Site Administrator" in {each["name"] for each in told["groups"] if each["is_default"]}) == (
        "fresh" in options
    )


# -- load and dump

SERIES = {"RecurrencePattern": {"FrequencyType": "Weekly", "Interval": 1, "PatternEndDateUTC": "2099-01-01 00:00:00Z"}}


def test_what_was_dumped_is_loaded_as_it_was(tmp_path):
    first = seeded(tmp_path, "a", serial="84009999", api_version=22, packs=2)
    first.plant_booking(
        [1003, 1004], 2, now() + timedelta(hours=5), Title='Q & <A> "東"', ExternalSourceId="x", **SERIES
    )
    first.plant_booking([1005], 3, now() - timedelta(days=3), Title="Over")
    first.write("update bookings set status = 'MeetingRequest' where title = 'Meeting 3'")
    first.delete_booking(1, 1)
    act_on(first, "rename_system", id=1001, name='O\'Hara "<&>" Ø')
    told = json.loads(json.dumps(dump(first)))
    second = seeded(tmp_path, "b", number=1, systems=3, groups=0, users=0, booked=2)
    load(second, told)
    assert dump(second) == told
    # And what depends on it: the seats, the bookings of a system, the rights.
    assert (second.seats_total(), second.seats_used()) == (50, 10)
    assert len(second.bookings(now(), now() + timedelta(days=900), "All", [1003, 1004])) == len(
        first.bookings(now(), now() + timedelta(days=900), "All", [1003, 1004])
    )
    user = second.user("TMS\\user0001")
    assert second.groups_of(user["id"]) == first.groups_of(first.user("TMS\\user0001")["id"])


def act_on(store, kind, **options):
    class Only:
        pass

    holder = Only()
    holder.store = store
    return act(holder, kind, options)


def test_results_of_the_info_modules_are_loaded(store):
    """As system_info, license_info, group_info and user_info report them: keys masked, bookings beside their systems."""
    state = {
        "serial_number": "84012345",
        "systems": [
            {
                "id": 7,
                "name": "Çorum <1>",
                "type": "SX80",
                "category": "Endpoint",
                "status": "Alive",
                "address": "192.0.2.7",
                "folder": "Türkiye/Çorum",
                "remote_bookings": "enabled",
                "contact": "Ayşe & Co",
                "future_bookings": [
                    {
                        "id": 70,
                        "title": "Both",
                        "start": (now() + timedelta(hours=4)).isoformat(),
                        "end": (now() + timedelta(hours=6)).isoformat(),
                        "owner": "CORP\\ayse",
                        "series": True,
                    }
                ],
            },
            {"id": 8, "name": "Bridge", "category": "MCU", "folder": None, "remote_bookings": "not_applicable"},
            {"id": 9, "name": "Unread", "category": "Room", "remote_bookings": None, "future_bookings": []},
        ],
        "option_keys": [
            {"key": "7E51****-**-*****", "kind": "exchange_integration", "description": EXCHANGE, "expires": None},
            {"key": "113612A1-**-*****", "kind": "application_integration_package", "description": "", "expires": None},
        ],
        "users": [{"user_name": "CORP\\ayse", "first_name": "Ayşe", "last_name": "Ü", "email": "a@example.com"}],
        "groups": [{"name": "Kiosk", "description": "x", "permissions": ["Booking > Misc > Booking"]}],
    }
    state["systems"][2]["future_bookings"] = state["systems"][0]["future_bookings"]
    load(store, state)
    told = dump(store)
    assert [(each["id"], each["name"], each["folder"], each["remote_bookings"]) for each in told["systems"]] == [
        (7, "Çorum <1>", "Türkiye/Çorum", "void"),
        (8, "Bridge", "", "not_applicable"),
        (9, "Unread", "", "void"),
    ]
    assert told["systems"][0]["fields"]["Contact"] == "Ayşe & Co"
    assert [each["key"] for each in told["option_keys"]] == [
        make_key("84012345", EXCHANGE, 0),
        make_key("84012345", PACKAGE, 1),
    ]
    (booking,) = told["bookings"]
    assert (booking["id"], booking["owner"], booking["systems"]) == (70, "CORP\\ayse", [7, 9])
    # The first meeting of a series is all that was told; it goes on as long as one may book.
    later = now() + timedelta(days=80)
    assert len(store.bookings(later, later + timedelta(days=1), "All", [9])) == 1
    # One can still sign in.
    assert store.is_site_administrator(store.user("tmsadmin")["id"])


def test_the_command_line_loads_and_dumps(tmp_path, monkeypatch, capsys):
    main = runpy.run_path(str(SIMULATOR / "__main__.py"))["main"]

    def command(*arguments, given=""):
        monkeypatch.setattr(sys, "argv", ["simulator", *arguments])
        monkeypatch.setattr(sys, "stdin", io.StringIO(given))
        main()
        return capsys.readouterr().out

    source, target, file = (str(tmp_path / name) for name in ("a.sqlite", "b.sqlite", "state.json"))
    command("seed", "--database", source, "--systems", "5", "--number", "3", "--booked", "1")
    command("dump", "--database", source, file)
    command("seed", "--database", target, "--systems", "2")
    command("load", "--database", target, given=Path(file).read_text(encoding="utf-8"))
    assert json.loads(command("dump", "--database", target)) == json.loads(Path(file).read_text(encoding="utf-8"))
