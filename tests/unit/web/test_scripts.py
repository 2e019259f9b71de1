# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where scripts lead that put their addresses together; what depends on something leads nowhere."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._web.clickables import labelled
from ansible_collections.telepresence.tms.plugins.module_utils._web.document import Document

SCRIPT = """<script>
function openDialog(id, mode) { var url = 'dialog.aspx?id=' + id; window.open(url + '&m=' + mode, 'w', 'width=3'); return false; }
function go(u) { top.location = u; }
var show = function (a) { openDialog(a, "it's"); };
function both(a) { if (a) window.open('a.aspx'); else window.open('b.aspx'); }
function edit(row) { __doPostBack('grid$' + row, 'Edit'); }
function fold(n) { document.getElementById('pane' + n).style.display = 'none'; }
var root = '/tms/page/';
var twice = 'a'; twice = 'b';
function openPage(page, id) { window.open(root + page + '.aspx?id=' + id, 'w' + id, 'width=8'); }
function edit2(id) {
  var url = root + "user.aspx?id=" + id;
  url += "&rnd=" + Math.random();
  var w = window.open(url, "user");
  w.focus();
}
function addKey() {
  var done = window.showModalDialog('key.aspx?t=' + new Date().getTime(), window, 'dialogWidth:4px');
  if (done) { location.href = location.href; }
}
function forked(a) { var url = 'x.aspx'; if (a) { url += '?a=1'; } window.open(url); }
function used(a) { var url = 'x.aspx'; window.open(url); url += '?a=1'; log(url); }
function unknown(a) { window.open(twice + a); }
function round(a) { round(a); round(a); }
</script>"""

LEADS_TO = {
    "joined": (
        "<a onclick=\"window.open('x.aspx?id=' + 5 + '&amp;n=' + encodeURIComponent('a b'))\">Go</a>",
        "x.aspx?id=5&n=a%20b",
    ),
    "variable": ("<a onclick=\"var u='x.aspx?id='+3; window.open(u,'_blank');\">Go</a>", "x.aspx?id=3"),
    "function": ("<a href=# onclick=\"return openDialog(3, 'new')\">Go</a>", "dialog.aspx?id=3&m=new"),
    "function in a link": ("<a href=\"javascript:go('x.aspx?a=1')\">Go</a>", "x.aspx?a=1"),
    "function that calls another": ("<a href='javascript:show(7)'>Go</a>", "dialog.aspx?id=7&m=it's"),
    "modal dialog": (
        "<input type=button value=Go onclick=\"showModalDialog('x.aspx?id=' + 3, window)\">",
        "x.aspx?id=3",
    ),
    "variable of the page": ("<a href=\"javascript:openPage('user', 3)\">Go</a>", "user.aspx?id=3"),
    "line by line, past the cache": ("<a href=# onclick='edit2(3); return false;'>Go</a>", "user.aspx?id=3&rnd=1"),
    "modal dialog, past the cache": ("<input type=button value=Go onclick='addKey();'>", "key.aspx?t=1"),
    "rounded": ("<a onclick=\"window.open('x.aspx?r=' + Math.round(Math.random() * 100))\">Go</a>", "x.aspx?r=1"),
    "location": ("<button type=button onclick='location.href=\"y.aspx?q=\" + 12'>Go</button>", "y.aspx?q=12"),
}


@pytest.mark.parametrize(("html", "address"), LEADS_TO.values(), ids=LEADS_TO.keys())
def test_address_put_together(read: Callable[[str], Document], html: str, address: str) -> None:
    (found,) = labelled(read(f"<form>{SCRIPT}{html}</form>"), "Go")
    assert found.address == f"https://tms.example.com/tms/page/{address}"


def test_post_back_put_together(read: Callable[[str], Document]) -> None:
    (found,) = labelled(read(f"<form>{SCRIPT}<a onclick=\"edit('ctl02')\">Go</a></form>"), "Go")
    assert (found.target, found.argument) == ("grid$ctl02", "Edit")


@pytest.mark.parametrize(
    "html",
    [
        "<a href='javascript:both(1)'>Go</a>",
        "<a href='javascript:fold(3)'>Go</a>",
        "<a href='javascript:round(3)'>Go</a>",
        "<a href='javascript:forked(1)'>Go</a>",
        "<a href='javascript:used(1)'>Go</a>",
        "<a href='javascript:unknown(1)'>Go</a>",
        "<a onclick=\"window.open('x.aspx?id=' + document.forms[0].x.value)\">Go</a>",
        "<a onclick=\"var u = 'a.aspx'; if (x) u = 'b.aspx'; window.open(u)\">Go</a>",
    ],
)
def test_what_depends_on_something_leads_nowhere(read: Callable[[str], Document], html: str) -> None:
    assert labelled(read(f"<form>{SCRIPT}{html}</form>"), "Go") == []


def test_huge_scripts_take_no_time(read: Callable[[str], Document]) -> None:
    begun = time.process_time()
    for filling in ("a" * 300_000, "'" * 50_000, "f(" * 50_000, "x={" * 50_000, "function a(b){" * 5_000):
        labelled(read(f"<form><script>{filling}</script><a onclick='f(1)'>Go</a></form>"), "Go")
        labelled(read(f'<form>{SCRIPT}<a onclick="{filling.replace(chr(34), "")}">Go</a></form>'), "Go")
    assert time.process_time() - begun < 5
