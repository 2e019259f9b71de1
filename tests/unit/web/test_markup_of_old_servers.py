# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages as WebForms of the years of TMS drew them: menus under the pointer, title bars, tables within tables, icons."""

# ruff: noqa: E501 -- a snippet of HTML is read best in one line

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._model.systems import System
from ansible_collections.telepresence.tms.plugins.module_utils._web import probe
from ansible_collections.telepresence.tms.plugins.module_utils._web.document import Document
from ansible_collections.telepresence.tms.plugins.module_utils._web.grids import rows
from ansible_collections.telepresence.tms.plugins.module_utils._web.message import message
from ansible_collections.telepresence.tms.plugins.module_utils._web.pages import groups, navigator
from ansible_collections.telepresence.tms.plugins.module_utils._web.web import Page, Web

Read = Callable[[str], Document]

HOVER = '<div style="display: none;"><ul><li><a href="/tms/?e=1">Edit</a></li><li><a href="/tms/?p=1">Set Permissions</a></li></ul></div>'


def test_a_menu_under_the_pointer_is_no_part_of_the_cell(read: Read) -> None:
    document = read(
        f"<table><tr><th>Group Name</th><th>Description</th></tr><tr><td><span>API Booking</span>{HOVER}</td><td>x</td></tr></table>"
    )
    assert [row.cells for row in rows(document)] == [(("Group Name", "API Booking"), ("Description", "x"))]


def test_a_menu_under_the_pointer_is_no_part_of_a_label(read: Read) -> None:
    document = read(f"<table><tr><td>Location{HOVER}</td><td>Oslo</td></tr></table>")
    assert [field.value for field in document.fields_labelled(["Location"])] == ["Oslo"]


def test_what_stands_in_a_hidden_part_of_a_cell_is_read_for_itself(read: Read) -> None:
    document = read('<table><tr><td>Keys <div style="display:none">Option Key: <input name=k></div></td></tr></table>')
    assert [field.control.get("name") for field in document.fields_labelled(["Option Key"])] == ["k"]


BARS = {
    "beside an icon": '<table><tr><td class=bar><span>TMS Scheduling Settings</span></td><td><img src=c.gif alt="Collapse" onclick="t()"></td></tr><tr><td colspan=2>{}</td></tr></table>',
    "beside a link to fold": '<table><tr><td><a href="#" onclick="t()"><img src=c.gif alt="Collapse"></a></td><td>TMS Scheduling Settings</td></tr><tr><td colspan=2>{}</td></tr></table>',
    "as the only header": "<table><thead><tr><th colspan=2>&nbsp;TMS Scheduling Settings&nbsp;</th></tr></thead><tbody><tr><td>{}</td></tr></tbody></table>",
    "with a box": "<fieldset><legend><label><input type=checkbox name=all checked> <span>TMS Scheduling Settings</span></label></legend>{}</fieldset>",
}


@pytest.mark.parametrize("bar", BARS.values(), ids=BARS.keys())
def test_the_title_of_a_pane(read: Read, bar: str) -> None:
    inner = (
        "<table><tr><td>Allow Booking</td><td>Yes</td></tr><tr><td>Allow Remote Bookings</td><td>No</td></tr></table>"
    )
    document = read("<h2>General</h2>" + bar.format(inner))
    (field,) = document.fields_labelled(["Allow Remote Bookings"])
    assert (field.pane, field.value) == ("TMS Scheduling Settings", "No")
    assert document.has_pane("TMS Scheduling Settings")


def test_the_title_of_a_pane_of_lines(read: Read) -> None:
    lines = "".join(
        f"<p><span>{label}</span> <span>{value}</span></p>"
        for label, value in (("Allow Booking", "Yes"), ("Allow Remote Bookings", "No"))
    )
    (field,) = read(BARS["beside an icon"].format(lines)).fields_labelled(["Allow Remote Bookings"])
    assert (field.pane, field.value) == ("TMS Scheduling Settings", "No")


def test_labels_in_rows_above_their_values(read: Read) -> None:
    lines = "".join(
        f"<tr><td colspan=2><b>{label}</b></td></tr><tr><td width=10>&nbsp;</td><td>{value}</td></tr>"
        for label, value in (
            ("System Name", "Oslo"),
            ("Allow Remote Bookings", "No"),
            ("Location", "<input name=l value=x>"),
        )
    )
    document = read(f"<table>{lines}</table>")
    told = {
        label: document.fields_labelled([label])[0].value
        for label in ("System Name", "Allow Remote Bookings", "Location")
    }
    assert told == {"System Name": "Oslo", "Allow Remote Bookings": "No", "Location": "x"}


@pytest.mark.parametrize("icon", ["?", "Help"])
@pytest.mark.parametrize("colon", ["", ":"])
def test_an_icon_beside_a_label_or_a_value_says_nothing(read: Read, colon: str, icon: str) -> None:
    document = read(
        f'<table><tr><td>Allow Remote Bookings{colon}<img alt="{icon}" title="Help"></td><td><img src=s.gif width=1></td><td>No <img alt="?"></td></tr>'
        '<tr><td><img alt="Required">Allow WOL</td><td><img alt="Yes"></td></tr></table>'
    )
    assert [(field.label.rstrip(":"), field.value) for field in document.fields] == [
        ("Allow Remote Bookings", "No"),
        ("Allow WOL", "Yes"),
    ]


@pytest.mark.parametrize(
    "row", ["<tr><td>{}</td><td>{}</td></tr>", "<dl><dt>{}</dt><dd>{}</dd></dl>"], ids=["in cells", "in a list"]
)
def test_one_choice_that_is_laid_out_as_a_table(read: Read, row: str) -> None:
    choice = "".join(
        f"<td><input id=a{value} type=radio name=a value={value}{checked}><label for=a{value}>{text}</label></td>"
        for value, text, checked in ((0, "Yes", ""), (1, "No", " checked"))
    )
    html = row.format("Enable Auditing", f"<table><tr>{choice}</tr></table>")
    document = read(html if html.startswith("<dl") else f"<table>{html}</table>")
    assert [field.value for field in document.fields_labelled(["Enable Auditing"])] == ["No"]


def test_the_probe_knows_a_field_that_a_click_would_show(site: Any, web_of: Callable[..., Web]) -> None:
    dialog = "<div style='display:none'><p>Option Key: <input name=k></p><input type=submit name=s value=Save></div>"
    button = "<input type=button value='Add Option Key' onclick=\"document.getElementById('d').style.display='block'\">"
    site.pages |= {
        "/?p=gs": f"<form method=post action='/tms/?p=gs'><h2>Licenses and Option Keys</h2>{button}{dialog}</form>"
    }
    (found,) = [each for each in probe.run(web_of(site), None) if each.label == "Add Option Key"]
    assert found.found and "already" in found.where


HEADERS = {
    "bold": "<tr><td>&nbsp;</td><td><b>Group Name</b></td><td><b>Description</b></td></tr>",
    "of another class": "<tr><td class=h></td><td class=h>Group Name</td><td class=h>Description</td></tr>",
    "of another colour": "<tr><td bgcolor=blue></td><td bgcolor=blue>Group Name</td><td bgcolor=blue>Description</td></tr>",
    "below a row of pages": "<tr><td colspan=3><a href='/tms/?2'>2</a></td></tr><tr><td></td><td><strong>Group Name</strong></td><td><strong>Description</strong></td></tr>",
}


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS.keys())
def test_headers_that_are_plain_cells(read: Read, header: str) -> None:
    body = "".join(f"<tr><td><input type=checkbox name={name}><td>{name}<td>of {name}</tr>" for name in ("A", "B"))
    found = [row.cells for row in rows(read(f"<table>{header}{body}</table>"))]
    assert [cells[1:] for cells in found] == [
        (("Group Name", name), ("Description", f"of {name}")) for name in ("A", "B")
    ]


def test_labels_and_values_are_no_headers(read: Read) -> None:
    pairs = "<tr class=odd><td><b>System Name</b></td><td>Oslo</td></tr><tr class=even><td><b>Location</b></td><td>2nd floor</td></tr>"
    document = read(f"<table>{pairs}</table>")
    assert list(rows(document)) == []
    assert [(field.label, field.value) for field in document.fields] == [
        ("System Name", "Oslo"),
        ("Location", "2nd floor"),
    ]


def test_the_page_of_a_list_that_is_shown_is_no_title(read: Read) -> None:
    pager = "<tr><td colspan=2><table><tr><td><a href='/tms/?1'>1</a></td><td><span>2</span></td><td><a href='/tms/?3'>3</a></td></tr></table></td></tr>"
    lines = "<tr><th></th><th>Windows Username</th></tr><tr><td><input type=checkbox name=b></td><td>EX/joe</td></tr>"
    document = read(f"<h2>Add Members</h2><table>{pager}{lines}</table>")
    assert [document.pane_of(row.element) for row in rows(document)] == ["Add Members"]


def test_what_a_script_says_as_the_page_comes(read: Read) -> None:
    before = read("<script>function ask() { alert('Are you sure?'); }</script><p>Keys</p>")
    after = read(
        "<script>function ask() { alert('Are you sure?'); }</script><script>alert('The key isn\\'t valid.');</script><p>Keys</p>"
    )
    assert message(Page((after,), False), [Page((before,), True)]) == "The key isn't valid."


MENUS = {
    "nested": "<ul><li><a href='#'>Reporting</a><ul><li><a href='/tms/?p=calls'>Users</a></li></ul></li>"
    "<li><a href='#'>Administrative Tools</a><ul><li><a href='#'>User Administration</a><ul><li><a href='/tms/?p=groups'>Groups</a></li>"
    "<li><a href='/tms/?p=users'>Users</a></li></ul></li></ul></li></ul>",
    "parts apart": "<table><tr><td><a href='#'>Reporting</a></td><td><a href='#'>Administrative Tools</a></td></tr></table>"
    "<div id=a style='display:none'><table><tr><td><a href='/tms/?p=calls'>Users</a></td></tr></table></div>"
    "<div id=c style='display:none'><table><tr><td><a href='/tms/?p=groups'>Groups</a></td></tr><tr><td><a href='/tms/?p=users'>Users</a></td></tr></table></div>"
    "<div id=b style='display:none'><table><tr><td><a href='#'>User Administration</a></td></tr></table></div>",
}


@pytest.mark.parametrize("menu", MENUS.values(), ids=MENUS.keys())
def test_an_entry_whose_name_stands_twice_in_the_menu(site: Any, web_of: Callable[..., Web], menu: str) -> None:
    start = f"<a href='/tms/?p=nav'>Navigator</a>{menu}"
    site.pages = {"/": start, "/?p=calls": "<h1>Calls of users</h1>", "/?p=users": "<h1>Accounts</h1>"}
    assert "Accounts" in web_of(site).menu("Administrative Tools", "User Administration", "Users").text


def test_a_menu_that_is_opened_step_by_step(site: Any, web_of: Callable[..., Web]) -> None:
    top = "<a href='/tms/?p=sys'>Systems</a> <a href='/tms/?p=adm'>Administrative Tools</a>"
    site.pages = {
        "/": top,
        "/?p=adm": f"{top}<ul><li><a href='/tms/?p=c'>Configuration</a></li><li><a href='/tms/?p=ua'>User Administration</a></li></ul>",
        "/?p=ua": f"{top}<ul><li><a href='/tms/?p=users'>Users</a></li></ul>",
        "/?p=users": f"{top}<h1>Accounts</h1>",
    }
    assert "Accounts" in web_of(site).menu("Administrative Tools", "User Administration", "Users").text


def people(names: dict[str, str]) -> str:
    lines = "".join(f"<tr><td><input type=checkbox name={box}></td><td>{name}</td></tr>" for box, name in names.items())
    return f"<table><tr><th></th><th>Windows Username</th></tr>{lines}</table>"


def test_members_are_added_where_all_tabs_stand_on_one_page(site: Any, web_of: Callable[..., Web]) -> None:
    menu = "<a href='/tms/?p=g'>Groups</a><a href='/tms/?p=n'>Navigator</a>"
    site.pages = {
        "/": menu,
        "/?p=g": menu + "<table><tr><th>Group Name</th><th>Description</th></tr>"
        "<tr><td><a href='/tms/?g=1'>API Booking</a></td><td>x</td></tr></table>",
        "/?g=1": f"<form method=post action='/tms/?g=1'><h1>API Booking</h1><ul><li><a href='#m'>Members</a></li><li><a href='#a'>Add Members</a></li></ul>"
        f"<div id=m><h2>Members</h2>{people({'m1': 'EX/jane'})}<input type=submit name=r value=Remove></div>"
        f"<div id=a style='display:none'><h2>Add Members</h2>{people({'a1': 'EX/joe'})}</div><input type=submit name=s value=Save></form>",
    }
    web = web_of(site)
    entry = groups.find(web, "API Booking")
    assert groups.takes_members(web, groups.edit_page(web, entry))
    assert [each.spelled for each in groups.members(web, entry)] == ["EX/jane"]
    groups.add_member(web, entry, "EX/joe")
    assert site.posts == [(("a1", "on"), ("s", "Save"))]


TWINS = (System(id=21, name="Boardroom", address="10.0.0.1"), System(id=22, name="Boardroom", address="10.0.0.2"))


def test_systems_of_one_name_are_told_by_the_address_in_their_rows(site: Any, web_of: Callable[..., Web]) -> None:
    lines = "".join(
        f"<tr><td><a href='/tms/?guid={letter}'>Boardroom</a></td><td>10.0.0.{number}</td></tr>"
        for letter, number in (("a", 1), ("b", 2))
    )
    site.pages |= {
        "/?p=nav": f"<table>{lines}</table>",
        **{
            f"/?guid={letter}": f"<h1>Boardroom</h1><p>IP {number}</p><a href='/tms/?guid={letter}&amp;tab=s'>Settings</a>"
            for letter, number in (("a", 1), ("b", 2))
        },
    }
    web = web_of(site, *TWINS)
    assert "IP 2" in navigator.open_system(web, TWINS[1]).text


def test_nothing_is_clicked_on_the_page_of_a_system_in_search_of_folders(site: Any, web_of: Callable[..., Web]) -> None:
    """Two systems of one name that nothing tells apart: their links lead to systems, and to no folders."""
    links = "".join(f"<li><a href='/tms/?guid={letter}'>Boardroom</a></li>" for letter in "ab")
    save = "<form method=post action='/tms/?w=1'><a href=\"javascript:__doPostBack('x','')\">Save/Try</a></form>"
    site.pages |= {
        "/?p=nav": f"<ul>{links}<li><a href='/tms/?guid=c'>Lobby</a></li></ul>",
        "/?w=1": "<p>Written</p>",
        **{f"/?guid={letter}": f"<h1>{name}</h1>{save}" for letter, name in zip("abc", ("x", "y", "z"), strict=True)},
    }
    lobby = System(id=23, name="Lobby", address="10.0.0.3")
    web = web_of(site, *TWINS, lobby)
    navigator.directory(web).explore_all()
    assert site.posts == []
