# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names replaced by stand-ins, however a page writes them."""

from __future__ import annotations

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._model.masking import Mask

NAMES = {
    "System": ["Oslo 1", "Oslo 12", "Lab & Studio", "O'Brien's", "Café", "会議室"],
    "user": ["jane"],
    "DOMAIN": ["CORP"],
}
LABELS = ["Allow Remote Bookings", "TMS Scheduling Settings", "No", "Booking"]


@pytest.fixture
def mask() -> Mask:
    return Mask(NAMES, keep=LABELS)


@pytest.mark.parametrize(
    ("written", "masked"),
    [
        ("Oslo 1", "System1"),
        ("oslo 1", "System1"),
        ("Oslo 12 and Oslo 1", "System2 and System1"),
        ("Oslo 123", "Oslo 123"),
        ("<td>Lab &amp; Studio</td>", "<td>System3</td>"),
        ("<a title='O&#39;Brien&#39;s'>", "<a title='System4'>"),
        ("<a title='O&#x27;Brien&#x27;s'>", "<a title='System4'>"),
        (r"show('O\'Brien\'s')", "show('System4')"),
        ("Caf&#233;", "System5"),
        ("?name=Oslo%201&x=Oslo+1", "?name=System1&x=System1"),
        ("?path=Europe%2FOslo%201", "?path=Europe%2FSystem1"),
        ("?name=%E4%BC%9A%E8%AD%B0%E5%AE%A4", "?name=System6"),
        ("\\u4f1a\\u8b70\\u5ba4", "System6"),
        (r"CORP\jane", r"DOMAIN1\user1"),
        (r"CORP\\jane", r"DOMAIN1\\user1"),
        ("ctl00_Café_x", "ctl00_System5_x"),
    ],
)
def test_a_name_has_one_stand_in_however_it_is_written(mask: Mask, written: str, masked: str) -> None:
    assert mask.text(written) == masked


@pytest.mark.parametrize(
    ("written", "masked"),
    [
        ("T&#333;ky&#x14D; 東京 &lt;1&gt;", "Room1 &lt;1&gt;"),
        ("Z&uuml;rich&nbsp;&#160;", "Room2&nbsp;&#160;"),
        ("新会議室２階", "新Room3２階"),
        ("予約を許可する", "予約を許可する"),
        ("予約", "Group1"),
    ],
)
def test_names_in_pages_of_a_legacy_encoding_and_without_blanks(written: str, masked: str) -> None:
    names = {"Room": ["Tōkyō 東京", "Zürich", "会議室"], "Group": ["予約"]}
    assert Mask(names, keep=["予約を許可する"]).page(written) == masked


@pytest.mark.parametrize(
    ("written", "masked"),
    [
        ("jane.doe@corp.example", "person1@example.com"),
        ("mailto:jane.doe%40corp.example", "mailto:person1@example.com"),
        ("10.1.2.3 and 10.1.2.4, again 10.1.2.3", "198.18.0.1 and 198.18.0.2, again 198.18.0.1"),
        ("113612A1-4F-0123ABCD", "113612A1-00-00000001"),
        ("S/N: 84001234 (tms-oslo)", "S/N: 80000001 (tms)"),
        ("00:1A:2B:3C:4D:5E", "02:00:00:00:00:01"),
        ("call +47 22 33 44 55", "call +15550000001"),
        ("dDwtMTM4MzkyOTU0Mjt0PDtsPGk8MT47PjtsPHQ8O2w8aTwxPg==", "token1"),
    ],
)
def test_what_has_a_form_is_known_by_it(mask: Mask, written: str, masked: str) -> None:
    assert mask.text(written) == masked


def test_the_markup_stays(mask: Mask) -> None:
    page = """<input type="hidden" name="__VIEWSTATE" value="Oslo 1"><input type=password value='s3cret' name="p">
<input id="ctl00_uxContent_ctl01_uxTotalSystemLicenses" value="60"><label for="x">Allow Remote Bookings</label>"""
    assert (
        mask.page(page)
        == """<input type="hidden" name="__VIEWSTATE" value="masked"><input type=password value="" name="p">
<input id="ctl00_uxContent_ctl01_uxTotalSystemLicenses" value="60"><label for="x">Allow Remote Bookings</label>"""
    )


def test_what_was_masked_stays_as_it_is(mask: Mask) -> None:
    once = mask.text("10.1.2.3 jane.doe@corp.example Oslo 1 113612A1-4F-0123ABCD")
    assert mask.text(once) == once


def test_a_name_that_is_a_word_of_a_label_is_left_and_told() -> None:
    mask = Mask({"System": ["Booking", "TMS", "No", "A1", "4711", "44711"]}, keep=LABELS)
    assert mask.text("Booking TMS No A1 4711 44711") == "Booking TMS No A1 4711 System6"
    assert mask.left == ("Booking", "TMS", "No", "A1", "4711")


def test_a_result_is_masked_in_depth(mask: Mask) -> None:
    result = {"probe": [{"note": "there is Oslo 1", "found": True}], "pages": 3, "none": None}
    assert mask.value(result) == {"probe": [{"note": "there is System1", "found": True}], "pages": 3, "none": None}
