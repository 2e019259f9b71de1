# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What makes an audit fail, what is accepted, what is new: the result of audit_report, whatever the format."""

from __future__ import annotations

import copy
import json
import os
from datetime import date

import example_audits
import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import InputError, TmsError
from ansible_collections.telepresence.tms.plugins.module_utils._report.html.style import DARK, LIGHT, TEXT_ON

AUDIT = example_audits.audits(1, 1)[0] | {"findings": [], "systems": [], "sites": []}


def finding(check="system_without_seat", severity="high", name="Oslo 1", number=1001, site="Oslo", **more):
    return {
        "id": check,
        "severity": severity,
        "site": site,
        "object": {"type": "system", "id": number, "name": name},
        "expected": "enabled",
        "found": "disabled",
        "remedy": "Turn it on",
    } | more


def audit(*findings, **more):
    return copy.deepcopy(AUDIT) | {"findings": list(findings)} | more


def accept(**more):
    return {
        "id": "system_without_seat",
        "object": "Oslo 1",
        "reason": "being rebuilt",
        "expires": date(2026, 11, 24),
    } | more


@pytest.mark.parametrize(
    ("severity", "threshold", "passed"),
    [
        ("critical", "critical", True),
        ("high", "critical", False),
        ("high", "high", True),
        ("medium", "high", False),
        ("low", "low", True),
        ("critical", "never", False),
    ],
)
def test_the_threshold_decides(report, severity, threshold, passed):
    result = report([audit(finding(severity=severity))], threshold=threshold)
    assert result.get("failed", False) is passed
    assert result["passed"] is not passed
    assert result["summary"][severity] == 1


def test_the_message_counts_names_the_first_and_says_where_the_rest_is(report, paths):
    found = [finding(name=f"Oslo {number}", number=number) for number in range(1, 6)]
    msg = report([audit(*found, finding("system_booked_without_seat", "critical", "Oslo 9", 9))])["msg"]
    assert msg.startswith(
        "The audit failed: 1 critical and 5 high findings reach the threshold 'high'. "
        "system_booked_without_seat on system 'Oslo 9' (tms-oslo, site Oslo): disabled; Turn it on. "
    )
    assert msg.count("Turn it on") == 3
    assert msg.endswith(f"And 3 more. The whole is in {paths['html']}.")


def test_a_server_without_an_audit_fails_at_every_threshold_but_never(report):
    missed = [{"host": "tms-lima", "msg": "no route to host"}]
    result = report([audit()], unreachable=missed, threshold="critical")
    assert result["failed"]
    assert "1 server could not be audited. tms-lima could not be audited: no route to host." in result["msg"]
    assert result["not_audited"] == ["tms-lima"]
    assert "failed" not in report([audit()], unreachable=missed, threshold="never")


def test_no_server_at_all_is_no_success_where_some_were_missed(report, paths):
    assert report([], unreachable=[{"host": "tms-lima"}])["failed"]
    assert "No server could be audited, so nothing is known." in paths["html"].read_text()


def test_a_second_run_changes_nothing(report, paths):
    audits = example_audits.audits(2, 20)
    first = report(audits)
    assert first["changed"]
    assert all(each["changed"] for each in first["files"].values())
    times = {name: path.stat().st_mtime_ns for name, path in paths.items()}
    second = report(audits)
    assert not second["changed"]
    assert second["moved"] == []
    assert "diff" not in second
    assert {name: path.stat().st_mtime_ns for name, path in paths.items()} == times


def test_check_mode_judges_and_writes_nothing(report, paths):
    result = report([audit(finding())], check_mode=True)
    assert (result["changed"], result["failed"]) == (True, True)
    assert "The whole is in" not in result["msg"]
    assert not paths["json"].parent.exists()


def test_the_difference_is_that_of_the_findings(report):
    report([audit(finding())])
    result = report([audit(finding(), finding(name="Oslo 2", number=1002))])
    before, after = (result["diff"][name].splitlines() for name in ("before", "after"))
    assert after[:1] == before
    assert after[1] == "high: system_without_seat on system 'Oslo 2' (tms-oslo, site Oslo): disabled"


def test_a_file_that_cannot_be_written_is_told_in_one_sentence(report, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(TmsError, match=r"Could not write the report on .*file/r.html: .*; give a path in dest"):
        report([audit()], dest={"html": str(tmp_path / "file" / "r.html")})
    with pytest.raises(InputError, match="it is a directory"):
        report([audit()], dest={"html": str(tmp_path)})
    with pytest.raises(InputError, match="Two formats would be written to one file"):
        report([audit()], dest={"html": str(tmp_path / "r"), "json": os.path.join(tmp_path, "x", "..", "r")})


def test_nothing_is_left_beside_a_file_that_could_not_be_moved(report, paths, monkeypatch):
    def refuse(*dummy):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(TmsError, match="No space left on device"):
        report([audit()])
    assert list(paths["json"].parent.iterdir()) == []


# The baseline


def test_what_is_accepted_does_not_fail_and_stays_in_sight(report, baseline, paths):
    result = report([audit(finding())], baseline=baseline([accept()]))
    assert result["passed"]
    assert (result["summary"]["high"], result["accepted"]["high"]) == (0, 1)
    (shown,) = json.loads(paths["json"].read_text())["findings"]
    assert shown["accepted"] == {"reason": "being rebuilt", "expires": "2026-11-24"}
    for path in paths.values():
        assert "being rebuilt" in path.read_text(encoding="utf-8")
    assert result["warnings"] == []


def test_an_entry_holds_through_its_day_as_seen_at_the_audit(report, baseline):
    day_before = baseline([accept(expires=date(2026, 11, 23))])
    result = report([audit(finding())], baseline=day_before)
    assert result["failed"]
    assert result["warnings"] == [
        "Baseline entry 1 (system_without_seat on 'Oslo 1') expired on 2026-11-23 and accepts nothing any more: being rebuilt"
    ]
    assert report([audit(finding(), time="2026-11-23T23:59:59Z")], baseline=day_before)["passed"]
    assert report([audit(finding(), time="2026-11-24T00:59:59+01:00")], baseline=day_before)["passed"]


@pytest.mark.parametrize(
    ("narrower", "matches"),
    [
        ({"object": 1001}, True),
        ({"object": "1001"}, True),
        ({"object": {"type": "system", "name": "Oslo 1"}}, True),
        ({"object": {"type": "user", "name": "Oslo 1"}}, False),
        ({"object": {"id": 1001, "name": "Oslo 2"}}, False),
        ({"object": "oslo 1"}, False),
        ({"object": "Oslo *"}, False),
        ({"id": "system_unknown"}, False),
        ({"site": "Oslo"}, True),
        ({"site": "Bergen"}, False),
        ({"host": "tms-oslo"}, True),
        ({"host": "https://tms1.example.com/tms"}, True),
        ({"host": "tms-lima"}, False),
    ],
)
def test_an_entry_matches_by_all_that_it_names(report, baseline, narrower, matches):
    result = report([audit(finding())], baseline=baseline([accept(**narrower)]))
    assert result["passed"] is matches
    assert bool(result["baseline"]["stale"]) is not matches


def test_an_entry_is_stale_only_if_it_was_looked_for(report, baseline):
    entries = baseline([accept()])
    assert "matches no finding" in report([audit()], baseline=entries)["warnings"][0]
    unseen = [{"id": "system_without_seat", "checked": False, "reason": "not allowed"}]
    assert report([audit(checks=unseen)], baseline=entries)["warnings"] == []
    missed = [{"host": "tms-lima", "msg": "down"}]
    assert report([audit()], unreachable=missed, baseline=entries)["warnings"] == []
    elsewhere = baseline([accept(host="tms-oslo")])
    assert len(report([audit()], unreachable=missed, baseline=elsewhere)["warnings"]) == 1


def test_the_entry_that_still_holds_accepts_beside_one_that_has_expired(report, baseline):
    both = baseline([accept(expires=date(2026, 1, 1)), accept(reason="again", expires=date(2027, 1, 1))])
    result = report([audit(finding())], baseline=both)
    assert result["passed"]
    assert len(result["baseline"]["expired"]) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("- [", "it is not YAML"),
        ("accepted: []", "it must be a list of accepted findings"),
        ("- system_without_seat", "entry 1 must be a dictionary"),
        ([accept(), accept(expire="x")], "entry 2 has a key 'expire' that is not one of"),
        ([accept(reason=" ")], "'reason' of entry 1 must be a text that is not empty"),
        ([accept(expires=None)], "'expires' of entry 1 must be a day as YYYY-MM-DD"),
        ([accept(expires="2027-02-30")], "'expires' of entry 1 must be a day"),
        ([accept(expires="soon")], "'expires' of entry 1 must be a day"),
        ([accept(object={"type": "system"})], "'object' of entry 1 must be a name, an id, or a dictionary"),
        ([accept(object={"named": "x"})], "'object' of entry 1 must be"),
        ([accept(object=None)], "'object' of entry 1 must be a text"),
    ],
)
def test_a_malformed_baseline_is_told_in_one_sentence(report, baseline, content, said):
    path = baseline(content)
    with pytest.raises(InputError, match=said) as raised:
        report([audit()], baseline=path)
    assert path in str(raised.value)
    assert "\n" not in str(raised.value)


def test_an_empty_baseline_accepts_nothing_and_a_missing_one_is_an_error(report, baseline, tmp_path):
    assert report([audit(finding())], baseline=baseline(""))["failed"]
    with pytest.raises(InputError, match="there is no such file"):
        report([audit()], baseline=str(tmp_path / "missing.yml"))


def test_a_json_baseline_is_read_too(report, tmp_path):
    path = tmp_path / "accepted.json"
    path.write_text(json.dumps([accept(expires="2027-01-31")]))
    assert report([audit(finding())], baseline=str(path))["passed"]
    path.write_text("[{]")
    with pytest.raises(InputError, match="it is not JSON"):
        report([audit()], baseline=str(path))


# The comparison


def test_what_is_new_and_what_is_gone(report, paths, tmp_path):
    report([audit(finding(), finding(name="Oslo 2", number=1002))])
    earlier = paths["json"].rename(tmp_path / "earlier.json")
    result = report(
        [audit(finding(name="Oslo renamed"), finding(name="Oslo 3", number=1003, severity="low"))],
        compare_with=str(earlier),
    )
    compared = result["comparison"]
    assert compared["time"] == "2026-11-24T21:00:07Z"
    assert [each["object"]["name"] for each in compared["new"]] == ["Oslo 3"]
    assert [each["object"]["name"] for each in compared["gone"]] == ["Oslo 2"]
    assert compared["unseen"] == []
    shown = json.loads(paths["json"].read_text())
    assert [each["new"] for each in shown["findings"]] == [False, True]
    assert [each["object"]["id"] for each in shown["comparison"]["gone"]] == [1002]


def test_what_was_not_looked_at_is_not_gone(report, paths, tmp_path):
    report([audit(finding()), audit(finding(number=7), host="tms-lima")])
    earlier = paths["json"].rename(tmp_path / "earlier.json")
    unseen = [{"id": "system_without_seat", "checked": False, "reason": "not allowed"}]
    compared = report([audit(checks=unseen)], compare_with=str(earlier))["comparison"]
    assert (compared["new"], compared["gone"]) == ([], [])
    assert {each["host"] for each in compared["unseen"]} == {"tms-oslo", "tms-lima"}


def test_keys_of_one_mask_are_counted(report, paths, tmp_path):
    key = {"type": "option_key", "id": None, "name": "113612A1-**-********"}
    expires = finding("key_expires", object=key)
    report([audit(expires)])
    earlier = paths["json"].rename(tmp_path / "earlier.json")
    compared = report([audit(expires, expires)], compare_with=str(earlier))["comparison"]
    assert (len(compared["new"]), compared["gone"]) == (1, [])


def test_the_report_may_be_compared_with_itself_and_the_first_run_only_warns(report, paths):
    own = str(paths["json"])
    first = report([audit(finding())], compare_with=own)
    assert first["comparison"] is None
    assert f"There is no earlier report at {own}" in first["warnings"][0]
    second = report([audit(finding(), finding(number=2))], compare_with=own)
    assert len(second["comparison"]["new"]) == 1
    assert report([audit(finding(), finding(number=2))], compare_with=own)["comparison"]["new"] == []


@pytest.mark.parametrize(
    "content", ["[]", '{"findings": []}', "no json", '{"format": "telepresence.tms audit report", "version": 9}']
)
def test_what_is_no_report_cannot_be_compared_with(report, tmp_path, content):
    path = tmp_path / "other.json"
    path.write_text(content)
    with pytest.raises(InputError) as raised:
        report([audit()], compare_with=str(path))
    assert str(path) in str(raised.value)


# The input


@pytest.mark.parametrize(
    ("audits", "said"),
    [
        (["x"], r"\(audits\[0\]\): it must be a dictionary"),
        (
            [{"failed": True, "msg": "no route"}],
            r"\(audits\[0\]\): it has no 'server', so it is no result of audit_info",
        ),
        ([audit(finding(severity="bad"))], r"\(audits\[0\]\.findings\[0\]\): 'severity' must be one of critical, high"),
        ([audit(finding(object=None))], r"'object' is missing"),
        (
            [audit(finding(object={"type": "system", "id": 1.5}))],
            r"findings\[0\]\.object\): 'id' must be a number or a text",
        ),
        ([audit(time="yesterday")], r"'time' must be a time as 2026-01-31T12:00:00Z, not 'yesterday'"),
        ([audit(findings=None)], r"'findings' must be a list"),
        ([audit(checks=[{"id": "x", "checked": "yes"}])], r"checks\[0\]\): 'checked' must be true or false"),
        ([audit(), audit()], r"\(audits\[1\]\): 'tms-oslo' was given twice"),
    ],
)
def test_what_is_no_audit_is_told_in_one_sentence(report, audits, said):
    with pytest.raises(InputError, match=said):
        report(audits)


def test_an_audit_without_a_host_goes_by_its_address(report, paths):
    plain = audit(finding())
    del plain["host"]
    report([plain])
    assert json.loads(paths["json"].read_text())["servers"][0]["host"] == "https://tms1.example.com/tms"


# The palette


def luminance(colour):
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (byte / 255 for byte in bytes.fromhex(colour[1:]))
    ]
    return sum(value * share for value, share in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_text_can_be_read_on_its_ground(palette):
    for colour, grounds in TEXT_ON.items():
        for ground in grounds:
            low, high = sorted((luminance(palette[colour]), luminance(palette[ground])))
            assert (high + 0.05) / (low + 0.05) >= 4.5, f"{colour} on {ground}"


def test_both_palettes_name_the_same_colours():
    assert set(LIGHT) == set(DARK)
