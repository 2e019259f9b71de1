# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The four files, each read as its readers do: nothing is lost, nothing breaks out, nothing is fetched."""

from __future__ import annotations

import base64
import csv
import hashlib
import json
import re
from pathlib import Path

import example_audits
import jsonschema
import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._report.csv_report import COLUMNS, safe
from lxml import etree, html

ACCEPTED = 2


@pytest.fixture
def written(report, paths, baseline):
    """Reports on three servers and one that was not reached, with accepted findings and an earlier report."""
    report(example_audits.audits(3, 30))
    audits = example_audits.audits(3, 60)
    entries = [
        {"id": each["id"], "object": each["object"]["name"], "reason": '=known <&">', "expires": "2027-01-01"}
        for each in audits[0]["findings"][:ACCEPTED]
    ]
    report(
        audits, unreachable=example_audits.unreachable(), baseline=baseline(entries), compare_with=str(paths["json"])
    )
    return audits, paths


def findings(audits):
    return [finding for audit in audits for finding in audit["findings"]]


def shown(text):
    """*text* as the formats show it: what none of them can hold is replaced."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]", "\ufffd", text)


def test_the_example_is_worth_its_name():
    names = [each["object"]["name"] for each in findings(example_audits.audits(20, 250))]
    for sign in ("<", "&", '"', "\u202e", "\x00", "\ud83d", "غ", "北"):
        assert any(sign in name for name in names)


def test_the_json_report_has_the_form_that_is_documented(written, checkout):
    schema = json.loads((checkout / "docs" / "audit_report.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    content = json.loads(written[1]["json"].read_text(encoding="utf-8"))
    jsonschema.validate(content, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(content | {"another": 1}, schema)


def test_the_json_report_has_every_finding_and_system(written):
    audits, paths = written
    content = json.loads(paths["json"].read_text(encoding="utf-8"))
    assert len(content["findings"]) == len(findings(audits))
    assert sorted(each["object"]["name"] for each in content["findings"]) == sorted(
        shown(each["object"]["name"]) for each in findings(audits)
    )
    assert sum(content["summary"].values()) == len(findings(audits)) - sum(content["accepted"].values())
    assert [len(server["systems"]) for server in content["servers"]] == [60, 60, 60]
    assert content["servers"][0]["seats"]["total"]["source"]
    ranks = ["critical", "high", "medium", "low"]
    order = [ranks.index(each["severity"]) for each in content["findings"]]
    assert order == sorted(order)


def test_the_junit_report_fits_the_schema_and_counts_right(written):
    audits, paths = written
    tree = etree.parse(paths["junit"])
    etree.XMLSchema(file=str(Path(__file__).with_name("junit.xsd"))).assertValid(tree)
    root = tree.getroot()
    for element in (root, *root):
        assert int(element.get("tests")) == len(element.findall(".//testcase"))
        for attribute, name in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(element.get(attribute)) == len(element.findall(f".//{name}"))
    checks = [check for audit in audits for check in audit["checks"]]
    unchecked = sum(not check["checked"] for check in checks)
    open_ones = [*audits[0]["findings"][ACCEPTED:], *findings(audits[1:])]
    below = sum(each["severity"] in ("medium", "low") for each in open_ones)
    assert below
    assert len(root.findall(".//failure")) == len(findings(audits)) - ACCEPTED - below
    assert len(root.findall(".//skipped")) == ACCEPTED + unchecked + below
    assert {each.get("type") for each in root.iter("failure")} == {"critical", "high"}
    assert [each.getparent().getparent().get("name") for each in root.iter("error")] == ["tms-lima"]
    found = {(audit["host"], each["id"]) for audit in audits for each in audit["findings"]}
    passed = {each.get("classname") for each in root.iter("testcase") if not len(each)}
    quiet = {
        f"{audit['host']}.{check['id']}"
        for audit in audits
        for check in audit["checks"]
        if check["checked"] and (audit["host"], check["id"]) not in found
    }
    assert passed == quiet


def test_the_junit_report_says_what_to_do(written):
    failure = next(etree.parse(written[1]["junit"]).getroot().iter("failure"))
    assert failure.get("type") in ("critical", "high", "medium", "low")
    assert re.search(r"^expected: .+\nfound: .+\nremedy: .+$", failure.text)


@pytest.mark.parametrize(("threshold", "failures", "errors"), [("low", 1, 1), ("critical", 0, 1), ("never", 0, 0)])
def test_a_test_of_the_junit_report_fails_where_the_task_does(report, paths, threshold, failures, errors):
    (audit,) = example_audits.audits(1, 1)
    key = {"type": "option_key", "id": None, "name": "113612A1-**-********"}
    one = example_audits.finding("key_expires", "high", None, key, "valid", "expires soon", "Order a new key")
    result = report([audit | {"findings": [one]}], unreachable=example_audits.unreachable(), threshold=threshold)
    root = etree.parse(paths["junit"]).getroot()
    assert (root.get("failures"), root.get("errors")) == (str(failures), str(errors))
    assert bool(result.get("failed")) == bool(failures or errors)
    if not failures:
        skipped = next(each for each in root.iter("skipped") if "expires soon" in each.get("message"))
        assert skipped.get("message") == f"high, below the threshold '{threshold}': expires soon"
        assert "remedy: Order a new key" in skipped.text


def test_the_csv_report_has_one_line_a_finding(written):
    audits, paths = written
    raw = paths["csv"].read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") == raw.count(b"\n")
    with open(paths["csv"], encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
    assert tuple(reader.fieldnames) == COLUMNS
    status = [row["status"] for row in rows]
    assert status.count("open") == len(findings(audits)) - ACCEPTED
    assert status.count("accepted") == ACCEPTED
    assert status.count("unreachable") == 1
    assert status.count("unchecked") == sum(not check["checked"] for audit in audits for check in audit["checks"])
    assert {row["new"] for row in rows if row["status"] == "open"} == {"yes", "no"}
    assert [row["reason"] for row in rows if row["status"] == "accepted"] == ["'=known <&\">"] * ACCEPTED
    assert not [cell for row in rows for cell in row.values() if re.search(r"(^|;)\s*[=+\-@＝＋－＠]", cell)]


def test_tests_of_one_name_are_told_apart(report, paths):
    (audit,) = example_audits.audits(1, 1)
    key = {"type": "option_key", "id": None, "name": "113612A1-**-********"}
    one = example_audits.finding("key_expires", "high", None, key, "valid", "expires soon", "Order a new key")
    report([audit | {"findings": [one, one]}])
    tree = etree.parse(paths["junit"])
    etree.XMLSchema(file=str(Path(__file__).with_name("junit.xsd"))).assertValid(tree)
    assert len(tree.findall(".//failure")) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\t=1", "'=1"),
        ("\r\n=1", "'=1"),
        ("＝1", "'＝1"),
        ("a;=1", "a;'=1"),
        ("a; @x", "a;' @x"),
        ("two\nlines", "two lines"),
        ("Oslo 1 - north = new", "Oslo 1 - north = new"),
        ("", ""),
    ],
)
def test_no_cell_is_a_formula(text, expected):
    assert safe(text) == expected


def page(paths):
    return html.document_fromstring(paths["html"].read_text(encoding="utf-8"))


def test_the_page_shows_every_name_as_text(written):
    audits, paths = written
    root = page(paths)
    texts = {each.text_content() for each in root.iter("bdi")}
    for audit in audits:
        for each in (*audit["systems"], *(finding["object"] for finding in audit["findings"])):
            assert shown(each["name"]) in texts
    assert not root.xpath("//bdi/*")
    assert not root.xpath("//img | //iframe | //object | //embed | //base | //b[ancestor::td]")


def test_an_id_breaks_out_of_no_attribute(report, paths):
    (audit,) = example_audits.audits(1, 1)
    odd = audit["findings"][0] | {"id": 'odd" autofocus x="<i>'}
    report([audit | {"findings": [odd]}])
    root = page(paths)
    assert root.xpath("//article/@id") == [f"finding-{odd['severity']}-{odd['id']}"]
    assert not root.xpath("//@autofocus | //i")


def test_the_page_asks_for_nothing(written):
    text = written[1]["html"].read_text(encoding="utf-8")
    root = page(written[1])
    references = [
        value for element in root.iter() for name, value in element.items() if name in ("href", "src", "action")
    ]
    assert {value for value in references if not value.startswith("#")} == {"data:,"}
    assert not re.search(r"url\(|@import", text)
    assert not [
        name for element in root.iter() for name, dummy in element.items() if name.startswith("on") or name == "style"
    ]


def test_the_policy_lets_in_its_own_style_and_script_alone(written):
    root = page(written[1])
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for name in ("style", "script"):
        (element,) = root.iter(name)
        digest = base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy


def test_ids_are_unique_and_every_link_and_label_has_its_target(written):
    root = page(written[1])
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = [each.removeprefix("#") for each in root.xpath("//@href") if each.startswith("#")]
    assert set(targets) | set(root.xpath("//label/@for")) <= set(ids)


def test_the_page_can_be_heard(written):
    root = page(written[1])
    assert root.get("lang") == "en"
    for name in ("header", "nav", "main", "footer", "h1"):
        assert len(root.xpath(f"//{name}")) == 1
    assert not root.xpath("//th[not(@scope)] | //table[not(caption)] | //section[not(@aria-label)]")
    assert not root.xpath("//svg[not(@aria-hidden) and not(@role='img' and @aria-label)]")
    assert root.xpath("//*[@id='count'][@aria-live='polite']")
    for control in root.xpath("//input"):
        assert control.getparent().tag == "label" or root.xpath(f"//label[@for='{control.get('id')}']")


def test_a_severity_is_never_told_by_colour_alone(written):
    for element in page(written[1]).xpath("//span[contains(@class, 'severity')]"):
        assert element.text_content() in ("Critical", "High", "Medium", "Low")


def test_seats_are_drawn_with_their_figures_beside(written):
    root = page(written[1])
    bars = root.xpath("//section[@id='seats']//svg/@aria-label")
    by_host = {audit["host"]: audit["seats"] for audit in written[0]}
    rows = root.xpath("//section[@id='seats']//tbody/tr")
    seats = [by_host[row.find("th").text_content()] for row in rows]
    assert len(seats) == len(by_host)
    assert bars == [
        f"{each['used']['value']} of {each['total']['value']} seats used" for each in seats if each["total"]["value"]
    ]
    assert [row.xpath("td[2]")[0].text_content() for row in rows] == [str(each["used"]["value"]) for each in seats]
    assert "not known" in root.xpath("//section[@id='seats']")[0].text_content()


def test_the_systems_with_findings_come_first(written):
    rows = page(written[1]).xpath("//tbody[@id='systems-rows']/tr")
    assert len(rows) == 180
    marks = [row.get("data-found") for row in rows]
    assert "yes" in marks
    assert marks == sorted(marks, key=lambda mark: mark is None)


def test_a_page_of_twenty_servers_stays_small(report, paths):
    report(example_audits.audits(20, 250))
    assert paths["html"].stat().st_size < 2_000_000
    assert len(page(paths).xpath("//tbody[@id='systems-rows']/tr")) == 5000


def test_what_was_not_looked_at_is_told(written):
    text = page(written[1]).xpath("//section[@id='coverage']")[0].text_content()
    assert "2 could not be made" in text
    assert "TMS does not show the API client sessions on this server." in text
    assert "tms-lima could not be audited: Could not sign in: HTTP 401 <denied>" in page(written[1]).text_content()
