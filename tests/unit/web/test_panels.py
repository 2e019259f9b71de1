# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages that hold all of their tabs at once, and show one of them by a script or a style sheet."""

# ruff: noqa: E501 -- a snippet of HTML is read best in one line

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import (
    AmbiguousLabelError,
    WrongObjectError,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.systems import System
from ansible_collections.telepresence.tms.plugins.module_utils._web.document import Document
from ansible_collections.telepresence.tms.plugins.module_utils._web.pages import groups, system_settings
from ansible_collections.telepresence.tms.plugins.module_utils._web.web import Web

#: How a tab names what it shows.
TABS = {
    "place in the page": '<li><a href="#{id}">{label}</a></li>',
    "place in the page, with a script": '<li><a href="#{id}" onclick="show(this);return false;">{label}</a></li>',
    "data-target": '<li><a href="#" data-target="#{id}">{label}</a></li>',
    "data-tab": '<li data-tab="{id}">{label}</li>',
    "ARIA": '<button type=button aria-controls="{id}">{label}</button>',
    "script": "<span class=tab onclick=\"showPane('{id}')\">{label}</span>",
    "AJAX Control Toolkit": "<span id='{id}_tab'><span class=outer><span class=inner><span class=ajax__tab_tab id='__tab_{id}'>{label}</span></span></span></span>",
    "AJAX Control Toolkit, with a link": "<span id='{id}_tab'><span class=outer><a class=ajax__tab_tab id='__tab_{id}' href='#'><span>{label}</span></a></span></span>",
    "RadTabStrip, by number": "<li class=rtsLI><a class=rtsLink href='#'><span class=rtsOut><span class=rtsTxt>{label}</span></span></a></li>",
    "by number, without an address": "<li><a>{label}</a></li>",
    "by number, with a script": '<li><a href="javascript:void(0)" onclick="showTab(3)">{label}</a></li>',
    "script in the address": "<td class=tab><a href=\"javascript:showPane('{id}')\">{label}</a></td>",
}
#: How what a tab does not show is hidden.
HIDDEN = ["style='display:none'", "class=hidden"]

#: By number tabs are told only where the page itself says what is hidden.
WAYS = {
    f"{name}, {hidden}": (tab, hidden)
    for name, tab in TABS.items()
    for hidden in HIDDEN
    if "number" not in name or "style" in hidden
}

TWINS = [System(id=61, name="Boardroom", address="10.0.0.1"), System(id=62, name="Boardroom", address="10.0.0.2")]


def strip(tab: str, **labels: str) -> str:
    tabs = "".join(tab.format(id=id_, label=label) for id_, label in labels.items())
    return f"<table><tr>{tabs}</tr></table>" if tab.startswith("<td") else f"<div class=strip>{tabs}</div>"


class Rooms:
    """Two systems of one name, each with a single page: view and edit form lie in it behind tabs within tabs."""

    def __init__(self, site: Any, tab: str, hidden: str) -> None:
        self.tab, self.hidden = tab, hidden
        self.on = {61: False, 62: False}
        site.pages |= {"/?p=nav": self.answer}

    def answer(self, fields: Sequence[tuple[str, str]] | None) -> str:
        given = dict(fields or ())
        if "id" in given and "save" in given:
            self.on[int(given["id"])] = "arb" in given
        target = given.get("__EVENTTARGET", "")
        system = next((each for each in TWINS if target == f"s{each.id}" or given.get("id") == str(each.id)), None)
        if system is None:
            rows = "".join(
                f"<tr><td><a href=\"javascript:__doPostBack('s{each.id}','')\">{each.name}</a></td><td>{each.address}</td></tr>"
                for each in TWINS
            )
            return f"<form method=post><input type=hidden name=__EVENTTARGET><table>{rows}</table></form>"
        on, how = self.on[system.id], self.hidden
        view = f"<h3>Network</h3><p>Network Address: {system.address}</p><h3>TMS Scheduling Settings</h3><p>Allow Booking: Yes</p><p>Allow Remote Bookings: {'Yes' if on else 'No'}</p>"
        box = f"<label><input type=checkbox name=arb{' checked' if on else ''}> Allow Remote Bookings</label>"
        edit = f"<h3>TMS Scheduling Settings</h3><label><input type=checkbox name=ab checked> Allow Booking</label>{box}<div><input type=submit name=save value=Save></div>"
        inner = f"{strip(self.tab, view='View Settings', edit='Edit Settings')}<div id=view>{view}</div><div id=edit {how}>{edit}</div>"
        outer = f"{strip(self.tab, sum='Summary', set='Settings', log='Logs')}<div id=sum><p>Status: Idle</p></div><div id=set {how}>{inner}</div><div id=log {how}><p>Nothing happened.</p></div>"
        return f"<h1>{system.name}</h1><form method=post><input type=hidden name=id value={system.id}>{outer}</form>"


@pytest.mark.parametrize(("tab", "hidden"), WAYS.values(), ids=WAYS)
def test_settings_behind_tabs_within_the_page(site: Any, web_of: Callable[..., Web], tab: str, hidden: str) -> None:
    rooms = Rooms(site, tab, hidden)
    web = web_of(site, *TWINS)
    before = system_settings.view(web, TWINS[1])
    assert before.remote_bookings is False
    assert [field[1:] for field in before.fields if field[0] == "TMS Scheduling Settings"] == [
        ("Allow Booking", "Yes"),
        ("Allow Remote Bookings", "No"),
    ]
    system_settings.set_remote_bookings(web, TWINS[1], True, before)
    assert rooms.on == {61: False, 62: True}
    assert set(site.posts[-1]) == {("id", "62"), ("ab", "on"), ("arb", "on"), ("save", "Save")}
    assert system_settings.view(web, TWINS[1]).remote_bookings is True


def test_edit_form_that_tells_one_of_a_name_from_another_by_nothing(site: Any, web_of: Callable[..., Web]) -> None:
    pages = {
        "/?p=nav": "".join(f"<tr><td><a href='/tms/?sys={each.id}'>{each.name}</a></td></tr>" for each in TWINS),
        "/?p=edit": "<h1>Boardroom</h1><h3>TMS Scheduling Settings</h3><label><input type=checkbox name=arb> Allow Remote Bookings</label><input type=submit name=save value=Save>",
    }
    view = "<h1>Boardroom</h1><h3>TMS Scheduling Settings</h3><p>Allow Remote Bookings: No</p><a href='/tms/?p=edit'>Edit Settings</a>"
    site.pages |= {**pages, "/?sys=61": view, "/?sys=62": view}
    web = web_of(site, *TWINS)
    before = system_settings.view(web, TWINS[0])
    with pytest.raises(
        WrongObjectError, match="others have the same name, and it shows neither the address nor the id"
    ):
        system_settings.set_remote_bookings(web, TWINS[0], True, before)
    assert site.posts == []


GROUPS = """<html><body><ul><li><a href="/tms/?p=adm">Administrative Tools</a><ul><li><a href="/tms/?p=ua">User Administration</a>
<ul><li><a href="/tms/?p=groups">Groups</a></li></ul></li></ul></li></ul><div>S/N: 84000001 (tms)</div></body></html>"""


@pytest.mark.parametrize(("tab", "hidden"), WAYS.values(), ids=WAYS)
def test_members_are_not_those_that_another_tab_offers_to_add(
    site: Any, web_of: Callable[..., Web], tab: str, hidden: str
) -> None:
    def users(prefix: str, *names: str) -> str:
        lines = "".join(f"<tr><td><input type=checkbox name={prefix}{each}></td><td>{each}</td></tr>" for each in names)
        return f"<h4>Users</h4><table><tr><th></th><th>Windows Username</th></tr>{lines}</table>"

    panels = f"<div id=in>{users('m', 'jane')}<input type=submit name=remove value=Remove></div><div id=out {hidden}>{users('a', 'john', 'joan')}<input type=submit name=add value=Add></div>"
    edit = f"<h1>Bookers</h1><form method=post><input name=desc value=x>{strip(tab, **{'in': 'Members', 'out': 'Add Members'})}{panels}</form>"
    site.pages |= {
        "/": GROUPS,
        "/?p=groups": "<table><tr><th>Group Name</th><th>Description</th></tr><tr><td><a href='/tms/?g=1'>Bookers</a></td><td>x</td></tr></table>",
        "/?g=1": lambda fields: edit,
    }
    web = web_of(site)
    entry = groups.find(web, "Bookers")
    assert [each.spelled for each in groups.members(web, entry)] == ["jane"]
    groups.add_member(web, entry, "john")
    assert set(site.posts[-1]) == {("desc", "x"), ("ajohn", "on"), ("add", "Add")}


def test_lists_of_users_that_nothing_tells_apart_are_refused(site: Any, web_of: Callable[..., Web]) -> None:
    """A style sheet hides one of them, and a script that is not run here shows it."""
    lists = "".join(
        f"<div class=x{number}><table><tr><th></th><th>Windows Username</th></tr><tr><td><input type=checkbox name={name}></td><td>{name}</td></tr></table></div>"
        for number, name in enumerate(("jane", "john"))
    )
    edit = f"<h1>Bookers</h1><form method=post><ul><li><a href='#'>Members</a></li><li><a href='#'>Add Members</a></li></ul>{lists}</form>"
    site.pages |= {
        "/": GROUPS,
        "/?p=groups": "<table><tr><th>Group Name</th><th>Description</th></tr><tr><td><a href='/tms/?g=1'>Bookers</a></td><td>x</td></tr></table>",
        "/?g=1": edit,
    }
    web = web_of(site)
    with pytest.raises(AmbiguousLabelError, match="has 2 lists of users, and which of them is that of 'Add Members'"):
        groups.members(web, groups.find(web, "Bookers"))


def test_panel_without_a_title_is_called_as_its_tab_is(read: Callable[[str], Document]) -> None:
    tabs = strip(TABS["place in the page"], a="General", b="TMS Scheduling Settings")
    document = read(
        f"<h2>Oslo 1</h2>{tabs}<div id=a><p>Zone: CET</p></div><div id=b><p>Allow Remote Bookings: No</p></div>"
    )
    assert [(each.pane, each.label) for each in document.fields] == [
        ("General", "Zone"),
        ("TMS Scheduling Settings", "Allow Remote Bookings"),
    ]
    assert document.has_pane("TMS Scheduling Settings")


@pytest.mark.parametrize(
    "links",
    [
        '<a href="#main">Skip to content</a>',
        '<a href="#main">Skip to content</a><a href="#part">Skip to settings</a>',
        '<a href="#main">Top</a><a href="#main">Content</a>',
        "<a href=\"javascript:__doPostBack('main','')\">A</a><a href=\"javascript:__doPostBack('other','')\">B</a>",
        '<a href="#box">Name</a><a href="#other">Zone</a>',
    ],
)
def test_links_to_places_in_the_page_are_no_tabs(read: Callable[[str], Document], links: str) -> None:
    """Neither one alone, nor two of which one place is within the other, nor what asks the server, nor a link to a control."""
    document = read(
        f"<div class=top>{links}</div><div id=main><h2>Oslo 1</h2><div id=part><p>Zone: CET</p></div><input id=box name=n></div>"
    )
    assert document.tabs == ()
    assert document.fields[0].pane == "Oslo 1"
