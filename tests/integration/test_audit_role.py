# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook audit over several servers, as users type it: one report of all, whatever becomes of each."""

from __future__ import annotations

import json

from declared import connection, two_sites

NORTH = {"name": "North", "systems": [{"id": 1001}, {"id": 1002}]}


def declared(simulator):
    return {**connection(simulator), "tms_sites": [NORTH]}


def test_one_report_of_all_servers(site, tmp_path):
    tms, other = site(systems=4, enabled=2, skin="divs"), site(systems=4, enabled=3)
    tms.simulator.change("rename_system", id=1002, name="{{ 6 * 7 }}")
    nowhere = {
        "tms_url": "http://127.0.0.1:9",
        "tms_username": "somebody",
        "tms_password": "out-of-0rder!",
        "tms_sites": [NORTH],
    }
    # The first host has not even an address: the report is made all the same.
    hosts = {
        "tms0": {"tms_sites": [NORTH]},
        "tms1": declared(tms.simulator),
        "tms2": declared(other.simulator),
        "tms3": nowhere,
    }
    dest = {"json": "out/report.json", "html": "out/report.html"}
    run = tms.playbook.by_name("audit", hosts, "-e", json.dumps({"audit_dest": dest}))
    assert run.returncode == 2, run.output
    assert (tmp_path / "out" / "report.json").exists(), run.output
    report = (tmp_path / "out" / "report.json").read_text()
    made = run.result
    assert made["not_audited"] == ["tms0", "tms3"]
    assert made["summary"] == {"critical": 0, "high": 0, "medium": 1, "low": 0}
    assert made["passed"] is False
    assert "system_holds_undeclared_seat" in report
    assert "lacks tms_url" in report, run.output
    assert "{{ 6 * 7 }}" in report
    assert (tmp_path / "out" / "report.html").exists()
    password = tms.simulator.accounts["tmsadmin"]["password"]
    assert password not in report + run.output
    for simulator in (tms.simulator, other.simulator):
        counters = simulator.counters()
        assert (counters["writes"], counters["refused_writes"]) == (0, 0)


def test_what_a_rollout_made_has_no_finding(site, tmp_path):
    tms = site(systems=12, packs=0, fresh=True, skin="postback")
    host = connection(tms.simulator) | two_sites(tms.simulator)
    # After installation every group may book on behalf of others.
    groups = ("Video Unit Administrator", "API Bookers")
    host["tms_groups"] += [{"name": name, "permissions": {"set": ["Systems > Navigator > Read"]}} for name in groups]
    done = tms.playbook.by_name("site_rollout", {"tms1": host}, "-e", "site_rollout_booking_check=false")
    assert done.returncode == 0, done.output
    tms.simulator.reset()
    audit = tms.playbook.by_name(
        "audit", {"tms1": host | {"audit_dest": {"json": "new/report.json"}, "audit_threshold": "low"}}, "--check"
    )
    assert audit.returncode == 0, audit.output
    assert audit.fact("audit_result")["findings"] == []
    assert audit.result["passed"] is True
    assert not (tmp_path / "new").exists(), "no file is written in check mode"
    assert tms.simulator.counters()["writes"] == 0
