# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A rehearsal: the state of a server exported, loaded into a simulator, and a rollout tried there that then does the same."""

from __future__ import annotations

import json

from declared import connection, items, two_sites


def outcome(result):
    """What of a rollout does not depend on names, nor on their order."""
    told = {kind: [(each["action"], each["changed"]) for each in result[kind]] for kind in NAMED}
    parts = ("id", "action", "changed", "before", "after", "error")
    return told | {"systems": sorted(tuple(each[part] for part in parts) for each in result["systems"])}


NAMED = ("option_keys", "groups", "default_groups", "service_users")


def test_a_copy_foretells_what_the_original_does(site, tmp_path):
    tms = site(systems=14, packs=1, enabled=5, booked=3, groups=2, users=3, twins=True)
    tms.simulator.change("add_booking", systems=[1001, 1004], Title="Merger talks")
    calendar = tms.simulator.accounts["calendar"]
    host = two_sites(tms.simulator)
    host["tms_sites"][1]["systems"] = [{"pattern": "bergen*"}, {"id": 1002, "state": "disabled"}]
    host |= {"remote_bookings_protect_booked": False, "tms_backup_dir": str(tmp_path / "backup")}
    exports = tmp_path / "exports"
    hosts = {"plain": connection(tms.simulator) | host, "masked": connection(tms.simulator) | host}
    hosts["masked"] |= {"tms_export_mask": True}
    exported = tms.playbook.by_name("export", hosts, "--diff", "-e", f"tms_export_dir={exports}")
    assert exported.returncode == 0, exported.output
    counters = tms.simulator.counters()
    assert (counters["writes"], counters["refused_writes"]) == (0, 0)
    assert (exports / "plain.json").stat().st_mode & 0o777 == 0o600

    # The masked one tells nobody's name, and no file a secret.
    secrets = [tms.options()["password"], tms.simulator.keys["packs"][0], calendar["password"]]
    texts = {path.name: path.read_text(encoding="utf-8") for path in exports.iterdir()}
    assert set(texts) == {"plain.json", "masked.json", "masked.declared.json"}
    assert [secret for secret in secrets for text in [*texts.values(), exported.output] if secret in text] == []
    names = [each["name"] for each in tms.simulator.dump()["systems"] if each["category"] != "MCU"]
    names += ["Merger talks", "Boardroom", "Europe", "Bergen", "calendar", "tmsadmin", "example\\", "84000001"]
    shown = json.dumps([json.loads(text) for name, text in texts.items() if name != "plain.json"], ensure_ascii=False)
    assert [name for name in names if name.casefold() in shown.casefold()] == []

    # What the original would do, the copy foretells and does, and so does the masked copy of what is declared under other names.
    run = tms.playbook.by_name("site_rollout", {"original": connection(tms.simulator) | host}, "--check")
    overview, foretold = run.shown()[0], results(run)["original"]
    assert sum(each["changed"] for each in foretold["systems"]) > 3
    copy, masked = (site(load=exports / name, systems=1) for name in ("plain.json", "masked.json"))
    hidden = json.loads(texts["masked.declared.json"])
    servers = {
        "copy": connection(copy.simulator) | host,
        "masked": connection(masked.simulator) | host | hidden,
    }
    # Bought keys fit one serial number; and who has another name cannot sign in under it.
    servers["masked"] |= {"tms_option_keys": [masked.simulator.keys["packs"][0]], "site_rollout_booking_check": False}
    run = tms.playbook.by_name("site_rollout", servers)
    done = results(run)
    assert overview in run.shown(), "a rollout shows first what it will do"
    assert items(done["copy"]) == items(foretold)
    assert outcome(done["masked"]) == outcome(foretold)
    assert copy.enabled() == masked.enabled()
    assert tms.simulator.counters()["writes"] == 0


def results(run):
    """What the role tells of each server."""
    assert run.returncode == 0, run.output
    facts = [(task["host"], task["result"].get("ansible_facts") or {}) for task in run.tasks]
    return {host: each["site_rollout_result"] for host, each in facts if "site_rollout_result" in each}


def test_booked_systems_stay_protected_on_the_copy(site, tmp_path):
    tms = site(systems=6, enabled=4, booked=2)
    hosts = {"one": connection(tms.simulator)}
    assert tms.playbook.by_name("export", hosts, "-e", f"tms_export_dir={tmp_path}").returncode == 0
    copy = site(load=tmp_path / "one.json", systems=1)
    off = {"systems": [{"id": number} for number in (1001, 1002, 1003)], "state": "disabled"}
    there, here = (each.check("remote_bookings", **off) for each in (tms, copy))
    assert there["failed"] and "future booking" in there["msg"]
    assert here["msg"] == there["msg"]
