# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Option keys through ansible-playbook, on every skin."""

from __future__ import annotations

import json


def mask(key):
    return key[:8] + "-**-********"


def listed(tms):
    return [each["key"] for each in tms.simulator.dump()["option_keys"]]


def writes(tms):
    counters = tms.simulator.counters()
    return counters["writes"] + counters["refused_writes"]


def test_keys_are_added_as_predicted_and_a_second_run_changes_nothing(site, skin):
    tms = site(skin=skin, systems=6)
    keys = [*tms.simulator.keys["packs"][:2], tms.simulator.keys["other"]]
    before = listed(tms)
    predicted = tms.check("option_key", keys=keys)
    assert writes(tms) == 0
    assert predicted["changed"]
    assert [item["kind"] for item in predicted["results"]] == ["exchange_integration"] * 2 + ["other"]
    assert all("valid" in item["assumed"] for item in predicted["results"])
    done = tms.apply("option_key", keys=keys)
    assert not done["failed"], done["msg"]
    assert listed(tms) == before + keys
    assert tms.simulator.counters()["writes"] == 3
    assert [(item["name"], item["action"], item["before"], item["after"]) for item in done["results"]] == [
        (mask(key), "add", "absent", "present") for key in keys
    ]
    assert done["results"][0]["description"] == tms.shown("Exchange Integration Option")
    for name in ("before", "after", "diff"):
        assert done[name] == predicted[name]
    again = tms.apply("option_key", keys=[keys[0].lower(), f" {keys[1]} "])
    assert not again["changed"]
    assert [item["action"] for item in again["results"]] == ["none", "none"]
    assert tms.simulator.counters()["writes"] == 3
    shown = json.dumps([predicted, done, again])
    assert not [key for key in keys if key in shown]


def test_the_form_of_general_settings_survives(site, skin):
    tms = site(skin=skin, systems=6)
    settings = json.dumps(
        {"TMS Release Key": "R3L34S3-KEY", "Enable Auditing": "No", "Software FTP Directory": "C:\\ftp"}
    )
    tms.simulator.change("sql", statement="insert or replace into meta values ('general', ?)", values=[settings])
    assert tms.apply("option_key", keys=tms.simulator.keys["packs"][:1])["changed"]
    # Only the Save of the key's own dialog was clicked; that of the page would have been a second write.
    triggers = [each["trigger"] for each in tms.simulator.journal() if each.get("wrote")]
    assert triggers == ["Save"]
    assert not [each for each in tms.simulator.journal() if each.get("trigger") == "Save" and not each.get("wrote")]


def test_a_malformed_or_repeated_key_is_refused_without_being_shown(site):
    tms = site(systems=6)
    pack = tms.simulator.keys["packs"][0]
    short = tms.apply("option_key", keys=[pack, "7E51EC25-XX"])
    assert short["failed"]
    assert "keys[1]" in short["msg"]
    assert "XXXXXXXX-XX-XXXXXXXX" in short["msg"]
    twice = tms.apply("option_key", keys=[pack, pack.lower()])
    assert "keys[0] and keys[1]" in twice["msg"]
    assert mask(pack) in twice["msg"]
    assert pack not in json.dumps([short, twice])
    assert writes(tms) == 0


def test_a_key_that_tms_refuses_fails_with_its_words_and_the_others_are_added(site, skin):
    tms = site(skin=skin, systems=6)
    wrong, right = "7E51EC25-AA-DEADBEEF", tms.simulator.keys["packs"][0]
    result = tms.apply("option_key", keys=[wrong, right])
    assert result["failed"]
    assert tms.shown("The option key is not valid for this server.") in result["msg"]
    assert mask(wrong) in result["msg"]
    assert wrong not in json.dumps(result)
    assert [(item["after"], item["changed"]) for item in result["results"]] == [("absent", False), ("present", True)]
    assert right in listed(tms)
    assert wrong not in listed(tms)


def test_a_package_key_is_refused_where_it_would_void_something(site, skin):
    tms = site(skin=skin, systems=6)
    package = tms.simulator.keys["package"]
    for run in (tms.check, tms.apply):
        result = run("option_key", keys=[package])
        assert result["failed"]
        assert "accept_package: true" in result["msg"]
        assert "7E51EC25-**-********" in result["msg"]
    assert writes(tms) == 0
    assert package not in listed(tms)
    done = tms.apply("option_key", keys=[package], accept_package=True)
    assert not done["failed"], done["msg"]
    assert done["results"][0]["kind"] == "application_integration_package"
    assert package in listed(tms)
    # Where there is one already, nothing is left to void.
    assert not tms.apply("option_key", keys=[package])["changed"]


def test_a_package_key_is_refused_where_a_system_is_at_yes_without_any_key(site):
    tms = site(systems=40, packs=0)
    package = tms.simulator.keys["package"]
    tms.simulator.change("set_remote_bookings", id=1037, value=True)
    result = tms.check("option_key", keys=[package])
    assert "Allow Remote Bookings at Yes" in result["msg"]
    tms.simulator.change("set_remote_bookings", id=1037, value=False)
    assert not tms.apply("option_key", keys=[package])["failed"]
    assert package in listed(tms)


def test_a_lost_reply_to_a_key_is_read_back_and_the_key_not_entered_again(site, skin):
    tms = site(skin=skin, systems=6)
    pack = tms.simulator.keys["packs"][0]
    tms.simulator.faults({"kind": "cut_after", "matching": {"trigger": "Save"}})
    done = tms.apply("option_key", keys=[pack])
    assert not done["failed"], done["msg"]
    assert pack in listed(tms)
    # A second attempt would have been refused as a duplicate.
    counters = tms.simulator.counters()
    assert (counters["writes"], counters["refused_writes"]) == (1, 0)


def test_a_rollout_is_previewed_with_the_keys_that_it_would_add(site):
    tms = site(systems=40, enabled=25)
    wish = {"systems": [{"id": 1030}, {"id": 1031}]}
    assert "2 booking seats are missing" in tms.check("remote_bookings", **wish)["msg"]
    run = tms.play(
        [
            {"telepresence.tms.option_key": {"keys": tms.simulator.keys["packs"][:1]}, "register": "added"},
            {"telepresence.tms.remote_bookings": {**wish, "assume": {"option_keys": "{{ added.results }}"}}},
        ],
        "--check",
    )
    assert not run.failed, run.output
    assert all("taken as installed" in item["assumed"] for item in run.result["results"])
    assert run.result["seats"]["free_after"] == 23
    assert writes(tms) == 0
