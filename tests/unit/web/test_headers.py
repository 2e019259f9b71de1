# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists whose headers are plain cells, and rows that are no headers however they look."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._web.document import Document
from ansible_collections.telepresence.tms.plugins.module_utils._web.grids import rows

PAGER = "<tr><td colspan=2><table><tr><td><span>1</span></td><td><a href='javascript:__doPostBack(1,2)'>2</a></td></tr></table></td></tr>"
ITEMS = "<tr><td>Oslo</td><td>C40</td></tr><tr><td>Bergen</td><td>C20</td></tr>"

LISTS = {
    "a look of its own": f"<tr class=a><td>Name</td><td>Type</td></tr>{ITEMS}",
    "below a pager": f"{PAGER}<tr class=GridHead><td>Name</td><td>Type</td></tr>{ITEMS}{PAGER}",
    "links to sort by": "<tr class=DataGridHeader><td><a href='javascript:s()'>Name</a></td><td><a href='javascript:s()'>Type</a></td></tr>"
    f"{ITEMS}",
    "bold": f"<tr><td><b>Name</b></td><td><b>Type</b></td></tr>{ITEMS}",
    "looks that alternate below": "<tr class=h><td>Name</td><td>Type</td></tr><tr class=i><td>Oslo</td><td>C40</td></tr>"
    "<tr class=j><td>Bergen</td><td>C20</td></tr>",
    "marked": f"<tr><th>Name</th><th>Type</th></tr>{ITEMS}",
}


@pytest.mark.parametrize("html", LISTS.values(), ids=LISTS.keys())
def test_rows_below_headers(read: Callable[[str], Document], html: str) -> None:
    found = [dict(row.cells) for row in rows(read(f"<table>{html}</table>"))]
    assert found == [{"Name": "Oslo", "Type": "C40"}, {"Name": "Bergen", "Type": "C20"}]


def test_one_row_below_a_head_with_a_box_to_tick_all(read: Callable[[str], Document]) -> None:
    html = (
        "<table><tr class=head><td><input type=checkbox></td><td>Name</td><td>Type</td></tr>"
        "<tr><td><input type=checkbox></td><td>Oslo</td><td>C40</td></tr></table>"
    )
    assert [row.cell(["Name"]) for row in rows(read(html))] == ["Oslo"]


NO_LISTS = {
    "all alike": "<tr><td>Name</td><td>Oslo</td></tr><tr><td>Type</td><td>C40</td></tr>",
    "two that alternate": "<tr class=i><td>Name</td><td>Oslo</td></tr><tr class=j><td>Type</td><td>C40</td></tr>",
    "three that alternate": "<tr class=i><td>Name</td><td>Oslo</td></tr><tr class=j><td>Type</td><td>C40</td></tr>"
    "<tr class=i><td>Zone</td><td>CET</td></tr>",
    "bold labels": "<tr><td><b>Name</b></td><td>Oslo</td></tr><tr><td>Type</td><td>C40</td></tr>",
    "colons": "<tr class=head><td>Name:</td><td>Oslo</td></tr><tr><td>Type:</td><td>C40</td></tr>",
}


@pytest.mark.parametrize("html", NO_LISTS.values(), ids=NO_LISTS.keys())
def test_labels_with_values_are_no_list(read: Callable[[str], Document], html: str) -> None:
    document = read(f"<table>{html}</table>")
    assert list(rows(document)) == []
    assert ("Type" if "Type" in html else "Zone", "C40") in [
        (field.label.rstrip(":"), field.value) for field in document.fields
    ]


def test_what_stands_below_headers_is_no_label(read: Callable[[str], Document]) -> None:
    """A word like Yes would be taken for the label of the next one, and its change for that of another field."""
    for cell in ("th", "td class=head"):
        end = cell[:2]
        html = (
            f"<table><tr><{cell}>Allow Bookings</{end}><{cell}>Allow Remote Bookings</{end}></tr>"
            "<tr><td>Yes</td><td>No</td></tr></table>"
        )
        found = [(field.label, field.value) for field in read(html).fields]
        assert found == [("Allow Bookings", "Yes"), ("Allow Remote Bookings", "No")]


def test_texts_side_by_side_below_headers_are_no_labels(read: Callable[[str], Document]) -> None:
    html = (
        "<table><tr><th>Name</th><th>Address</th><th>Zone</th><th>Type</th></tr>"
        "<tr><td>Oslo 1</td><td>10.0.0.1</td><td>Central Europe</td><td>C40</td></tr></table>"
    )
    found = [(field.label, field.value) for field in read(html).fields]
    assert found == [("Name", "Oslo 1"), ("Address", "10.0.0.1"), ("Zone", "Central Europe"), ("Type", "C40")]


def test_a_line_without_a_value_takes_none_from_the_next_label(read: Callable[[str], Document]) -> None:
    found = [
        (field.label, field.value)
        for field in read("<p>Alias:<br><br>Zone:<br>CET<br>At: 10:30<br>(GMT+01:00) Oslo</p>").fields
    ]
    assert found == [("Alias", ""), ("Zone", "CET"), ("At", "10:30")]


def test_a_single_row_below_headers_may_still_begin_with_its_label(read: Callable[[str], Document]) -> None:
    for more, number in (("", ""), ("<th>Free</th>", "<td>3</td>")):
        html = f"<table><tr><th>Licence</th><th>Total</th>{more}</tr><tr><td>Exchange Integration</td><td>25</td>{number}</tr></table>"
        assert ("Exchange Integration", "25") in [(field.label, field.value) for field in read(html).fields]
