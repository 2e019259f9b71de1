# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The inventory plugin through ansible-inventory: the systems as hosts, their texts as data, and few requests."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

NASTY = """{{ lookup('pipe', 'touch owned') }} "q" 'x' & <b>"""


class Sources:
    """Files of inventory sources, and runs of ansible-inventory and ansible over them."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._names: list[str] = []

    def write(self, tms, name="a.tms.yml", **options) -> None:
        source = {"plugin": "telepresence.tms.systems"} | tms.options(**options)
        (self._directory / name).write_text(yaml.safe_dump(source, allow_unicode=True), encoding="utf-8")
        if name not in self._names:
            self._names.append(name)

    def run(self, tms, program, *arguments, **environment) -> subprocess.CompletedProcess[str]:
        sources = [part for name in self._names for part in ("-i", name)]
        return subprocess.run(
            [str(Path(sys.executable).with_name(program)), *sources, *arguments],
            env=tms.playbook.environment(**environment),
            cwd=self._directory,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def listed(self, tms, *arguments, **environment):
        done = self.run(tms, "ansible-inventory", "--list", *arguments, **environment)
        assert done.returncode == 0, done.stderr
        return plain(json.loads(done.stdout)), done.stderr


def plain(value):
    """What ansible-inventory printed, without its marks of text that is no template."""
    if isinstance(value, dict):
        return value["__ansible_unsafe"] if "__ansible_unsafe" in value else {k: plain(v) for k, v in value.items()}
    return [plain(each) for each in value] if isinstance(value, list) else value


@pytest.fixture
def sources(tmp_path):
    return Sources(tmp_path)


def test_hosts_are_systems_and_their_texts_are_data(site, sources, tmp_path, skin):
    tms = site(systems=9, enabled=3, twins=True, skin=skin)
    tms.simulator.change("rename_system", id=1002, name=NASTY)
    tms.simulator.change("set_status", id=1004, status="NoResponse")
    held = {each["id"]: each for each in tms.simulator.dump()["systems"]}
    sources.write(
        tms,
        gather=["folder", "remote_bookings"],
        compose={"loud": "tms_name | upper", "joined": "'' ~ tms_name", "selector": "{'id': tms_id}"},
        keyed_groups=[{"key": "tms_folder", "prefix": "folder"}],
        groups={"bookable": "tms_remote_bookings == 'enabled'", "silent": "tms_status == 'NoResponse'"},
        strict=True,
    )
    listing, errors = sources.listed(tms)
    assert "WARNING" not in errors
    hosts = listing["_meta"]["hostvars"]
    by_id = {of["tms_id"]: (name, of) for name, of in hosts.items()}
    assert set(by_id) == {id_ for id_, each in held.items() if each["category"] != "MCU"}
    for id_, (dummy, of) in by_id.items():
        for name in ("name", "type", "category", "status", "address", "folder", "remote_bookings"):
            assert of[f"tms_{name}"] == held[id_][name]
        assert (of["tms_server"], of["tms_error"]) == (tms.simulator.url + "/tms", None)
        assert of["tms_time_zone"] == held[id_]["fields"]["Time Zone"]
        assert "ansible_host" not in of
    names = {id_: name for id_, (name, dummy) in by_id.items()}
    assert names[1002] == "lookup_pipe_touch_owned_q_x_b"
    assert (names[1008], names[1009]) == ("Bergen_Lobby_1_1008", "Bergen_Lobby_1_1009")
    assert names[1003] == "Tōkyō_Boardroom_1"
    assert set(listing["bookable"]["hosts"]) == {names[id_] for id_ in (1001, 1002, 1003)}
    assert listing["silent"]["hosts"] == [names[1004]]
    assert set(listing["folder_Asia_Tōkyō_東京"]["hosts"]) == {names[id_] for id_ in (1003, 1006, 1009)}
    selectors = [hosts[name]["selector"] for name in listing["bookable"]["hosts"]]
    assert sorted(each["id"] for each in selectors) == [1001, 1002, 1003]
    # A play that uses the texts, and expressions over them, gets them as they are.
    said = sources.run(
        tms, "ansible", names[1002], "-m", "debug", "-a", "msg={{ [tms_name, loud, joined] | to_json | b64encode }}"
    )
    texts = json.loads(base64.b64decode(json.loads(said.stdout.partition("=>")[2])["msg"]))
    assert texts == [NASTY, NASTY.upper(), NASTY]
    assert not list(tmp_path.rglob("owned"))
    counters = tms.simulator.counters()
    assert (counters["writes"], counters["refused_writes"], counters["failed_logons_total"]) == (0, 0, 0)


def test_the_cache_spares_the_server_and_holds_no_secret(site, sources, tmp_path):
    tms = site(systems=6)
    password = tms.simulator.accounts["tmsadmin"]["password"]
    cached = {"cache": True, "cache_plugin": "ansible.builtin.jsonfile", "cache_connection": str(tmp_path / "cache")}
    tms.connection = {"password": "{{ lookup('ansible.builtin.env', 'SECRET_OF_TMS') }}"}
    sources.write(tms, **cached)
    first, dummy = sources.listed(tms, SECRET_OF_TMS=password)
    assert len(first["_meta"]["hostvars"]) == 7
    assert tms.simulator.counters()["reads"] > 0
    (held,) = (tmp_path / "cache").iterdir()
    assert password not in held.read_text(encoding="utf-8")
    tms.simulator.reset()
    again, dummy = sources.listed(tms, SECRET_OF_TMS=password)
    assert again == first
    assert not tms.simulator.journal()
    # What was cached under other options is not used; and somebody may ask for a fresh look.
    sources.write(tms, categories=["ROOM"], **cached)
    rooms, dummy = sources.listed(tms, SECRET_OF_TMS=password)
    assert not rooms.get("_meta", {}).get("hostvars")
    tms.simulator.reset()
    tms.simulator.change("rename_system", id=1001, name="Renamed")
    sources.write(tms, systems=[{"id": 1001}], **cached)
    sources.listed(tms, SECRET_OF_TMS=password)
    tms.simulator.change("rename_system", id=1001, name="Renamed twice")
    assert list(sources.listed(tms, SECRET_OF_TMS=password)[0]["_meta"]["hostvars"]) == ["Renamed"]
    (tmp_path / "play.yml").write_text("- hosts: all\n", encoding="utf-8")
    fresh = sources.run(tms, "ansible-playbook", "--list-hosts", "--flush-cache", "play.yml", SECRET_OF_TMS=password)
    assert "Renamed_twice" in fresh.stdout


def test_two_servers_are_two_files_and_never_one_host(site, sources):
    oslo, bergen = site(systems=4), site(systems=4)
    sources.write(oslo, "a.tms.yml", systems=[{"pattern": "oslo*"}])
    sources.write(bergen, "b.tms.yaml", systems=[{"pattern": "*"}], hostname="id")
    graph = sources.run(oslo, "ansible-inventory", "--graph")
    assert "WARNING" not in graph.stderr
    assert [name in graph.stdout for name in ("Oslo_Boardroom_1", "system_1001", "Bergen")] == [True, True, False]
    # The same names: refused as a whole, the first server's hosts are not touched.
    sources.write(bergen, "b.tms.yaml", systems=[{"pattern": "*"}])
    listing, errors = sources.listed(oslo)
    assert "would be the host 'Oslo_Boardroom_1', which is one of" in " ".join(errors.split())
    assert {of["tms_server"] for of in listing["_meta"]["hostvars"].values()} == {oslo.simulator.url + "/tms"}
    sources.write(bergen, "b.tms.yaml", hostname_prefix="b_")
    assert "b_Oslo_Boardroom_1" in sources.run(oslo, "ansible-inventory", "--graph").stdout


def test_a_wrong_password_is_one_failed_logon_and_one_sentence(site, sources):
    tms = site(systems=4)
    tms.connection = {"password": "Wr0ng&Secret!"}
    sources.write(tms)
    done = sources.run(tms, "ansible-inventory", "--list", "-vvvv", ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED="true")
    assert done.returncode != 0
    assert tms.simulator.counters()["failed_logons_total"] == 1
    everything = " ".join((done.stdout + done.stderr).split())
    assert "Could not sign in" in everything
    assert "Wr0ng&Secret!" not in everything
    assert "Traceback" not in everything


def test_what_cannot_be_meant_is_told_in_one_sentence(site, sources):
    tms = site(systems=4)
    wrong = {
        "unknown": ({"gathr": []}, "options that nobody knows: gathr"),
        "name": ({"systems": [{"name": "Oslo Bordroom 1"}]}, "nearest: 'Oslo Boardroom 1'"),
        "entry": ({"systems": [{"nam": "x"}]}, "systems.nam. Supported parameters include: folder"),
        "gather": ({"gather": ["settings"]}, "['settings']"),
        "url": ({"url": "tms.example.com"}, "The option url must be an address"),
        "expression": ({"compose": {"x": "no_such_thing + 1"}, "strict": True}, "no_such_thing"),
    }
    for name, (options, dummy) in wrong.items():
        sources.write(tms, f"{name}.tms.yml", **options)
    dummy, errors = sources.listed(tms)
    said = " ".join(errors.split())
    assert [sentence for dummy, sentence in wrong.values() if sentence not in said] == []
    assert "Traceback" not in said
    assert "defect" not in said
