# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A label and what stands with it, in the shapes that HTML and plain layout offer."""

# ruff: noqa: E501 -- a snippet of HTML is read best in one line

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from typing import Any

import lxml.html
import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._web import contents, sections
from ansible_collections.telepresence.tms.plugins.module_utils._web.document import Document
from ansible_collections.telepresence.tms.plugins.module_utils._web.markup import weight

LABEL = "Allow Remote Bookings"

CONTROLS = {
    "label for": '<table><tr><td><label for="b">Allow Remote Bookings</label></td><td><input type=checkbox id=b name=arb></td></tr></table>',
    "label for, behind": '<span><input type=checkbox id=b name=arb></span><label for="b">Allow Remote Bookings</label>',
    "wrapping label": "<div><label><input type=checkbox name=arb> Allow Remote Bookings</label></div>",
    "wrapping label, text first": "<label>Allow Remote Bookings <input type=checkbox name=arb></label>",
    "aria-label": '<div><input type=checkbox name=arb aria-label="Allow Remote Bookings"></div>',
    "aria-labelledby": "<div id=l>Allow Remote Bookings</div><p>Costs a seat.</p><div><input type=checkbox name=arb aria-labelledby=l></div>",
    "aria-labelledby of two": '<b id=l>Allow Remote</b><p>x</p><i id=m>Bookings</i><div><input type=checkbox name=arb aria-labelledby="l m"></div>',
    "title": '<div><input type=checkbox name=arb title="Allow Remote Bookings"></div>',
    "cell before": "<table><tr><td>Allow Remote Bookings:</td><td><input type=checkbox name=arb></td></tr></table>",
    "cell after": "<table><tr><td><input type=checkbox name=arb></td><td>Allow Remote Bookings</td></tr></table>",
    "cell after, in a span": "<table><tr><td><span><input type=checkbox name=arb></span></td><td><span>Allow Remote Bookings</span></td></tr></table>",
    "header cell before": "<table><tr><th>Allow Remote Bookings</th><td><input type=checkbox name=arb></td></tr></table>",
    "header cell above": "<table><tr><th>System Name</th><th>Allow Remote Bookings</th><th>Type</th></tr>"
    "<tr><td>Oslo 1</td><td><input type=checkbox name=arb></td><td>C40</td></tr></table>",
    "cell above": "<table><tr><td>Allow Remote Bookings</td></tr><tr><td><input type=checkbox name=arb></td></tr></table>",
    "plain cell above a row of controls": "<table><tr><td>Zone</td><td>Allow Remote Bookings</td></tr>"
    "<tr><td><select name=z><option>CET</select></td><td><input type=checkbox name=arb></td></tr></table>",
    "line above": "<p>Name:<br><input name=n><br>Allow Remote Bookings:<br><input type=checkbox name=arb><br></p>",
    "colon in a cell of its own": "<table><tr><td>&nbsp;</td><td>Allow Remote Bookings</td><td>:</td><td><input type=checkbox name=arb></td></tr></table>",
    "star in a cell of its own": "<table><tr><td>*</td><td>Allow Remote Bookings</td><td><input type=checkbox name=arb></td></tr></table>",
    "control built of a table": "<table><tr><td>Allow Remote Bookings</td><td><div class=Rad><table><tr><td class=cell><input type=checkbox name=arb></td>"
    "<td class=arrow><a href='javascript:open()'>select</a></td></tr></table><input type=hidden name=state></div></td></tr></table>",
    "line above, in bold": "<b>Allow Remote Bookings</b><br><input type=checkbox name=arb><br>",
    "dt and dd": "<dl><dt>Allow Remote Bookings</dt><dd><input type=checkbox name=arb></dd></dl>",
    "dt and dd in blocks": "<dl><div><dt>Name</dt><dd>x</dd></div><div><dt>Allow Remote Bookings</dt><dd><input type=checkbox name=arb></dd></div></dl>",
    "text after": "<div><input type=checkbox name=arb> Allow Remote Bookings</div>",
    "text before": "<div>Allow Remote Bookings <input type=checkbox name=arb></div>",
    "text before in bold": "<p><b>Allow Remote Bookings:</b> <input type=checkbox name=arb></p>",
    "text in span after": "<div><span><input type=checkbox name=arb></span> <span>Allow Remote Bookings</span></div>",
    "text before, several lines": "Name: <input name=n><br>Allow Remote Bookings: <input type=checkbox name=arb><br>Zone: <input name=z><br>",
    "text after, several lines": "<input type=checkbox name=a> Allow Booking<br><input type=checkbox name=arb> Allow Remote Bookings<br>",
    "pair of blocks": "<div class=row><div class=l>Allow Remote Bookings</div><div class=v><input type=checkbox name=arb></div></div>",
    "blocks in turn": "<div><div class=l>Name</div><div class=v><input name=n></div>"
    "<div class=l>Allow Remote Bookings</div><div class=v><input type=checkbox name=arb></div></div>",
    "list item": "<ul><li><span>Allow Remote Bookings</span><span><input type=checkbox name=arb></span></li></ul>",
    "nested tables": "<table><tr><td>General</td><td><table><tr><td><table><tr><td>Allow Remote Bookings</td></tr></table></td>"
    "<td><table><tr><td><input type=checkbox name=arb></td></tr></table></td></tr></table></td></tr></table>",
    "spacer between": "<table><tr><td>Allow Remote Bookings</td><td>&nbsp;</td><td><input type=checkbox name=arb></td></tr></table>",
    "spacer image between": "<table><tr><td>Allow Remote Bookings</td><td><img src=s.gif width=8></td><td><input type=checkbox name=arb></td></tr></table>",
    "help behind": "<table><tr><td>Allow Remote Bookings</td><td><input type=checkbox name=arb></td><td>Costs one seat.</td></tr></table>",
    "icon before": "<table><tr><td><img src=i.gif alt=''></td><td>Allow Remote Bookings</td><td><input type=checkbox name=arb></td></tr></table>",
    "two in a row": "<table><tr><td>Name</td><td><input name=n></td><td>Allow Remote Bookings</td><td><input type=checkbox name=arb></td></tr></table>",
    "two in a row with spacer": "<table><tr><td>Name</td><td><input name=n></td><td>&nbsp;</td><td>Allow Remote Bookings</td>"
    "<td><input type=checkbox name=arb></td></tr></table>",
    "colon": "<table><tr><td>Allow Remote Bookings : </td><td><input type=checkbox name=arb></td></tr></table>",
    "asterisk": "<table><tr><td>Allow Remote Bookings <span class=req>*</span></td><td><input type=checkbox name=arb></td></tr></table>",
    "non-breaking spaces": "<table><tr><td>Allow&nbsp;Remote&nbsp;Bookings:&nbsp;</td><td><input type=checkbox name=arb></td></tr></table>",
    "case and line ends": "<table><tr><td>\n  allow remote\n  bookings\n</td><td><input type=checkbox name=arb></td></tr></table>",
    "hidden field beside": "<table><tr><td>Allow Remote Bookings</td><td><input type=hidden name=h value=1><input type=checkbox name=arb></td></tr></table>",
    "hidden field behind the label": "<table><tr><td>Allow Remote Bookings<input type=hidden name=h></td><td><input type=checkbox name=arb></td></tr></table>",
    "help link in the label": "<table><tr><td>Allow Remote Bookings <a href='#'>?</a></td><td><input type=checkbox name=arb></td></tr></table>",
    "label link": "<table><tr><td><label>Allow Remote Bookings</label></td><td><input type=checkbox name=arb></td></tr></table>",
    "label without for": "<div><label>Allow Remote Bookings</label><input type=checkbox name=arb></div>",
    "role of a table": "<div role=table><div role=row><div role=rowheader>Allow Remote Bookings</div><div role=cell><input type=checkbox name=arb></div></div></div>",
    "comment between": "<table><tr><td>Allow Remote Bookings</td><!-- x --><td><input type=checkbox name=arb></td></tr></table>",
    "wide colon": "<table><tr><td>Allow Remote Bookings\uff1a</td><td><input type=checkbox name=arb></td></tr></table>",
    "soft hyphens": "<table><tr><td>Allow Re\u00admote Book\u00adings</td><td><input type=checkbox name=arb></td></tr></table>",
    "star before": "<p><span class=req>*</span> <label for=b>Allow Remote Bookings</label> <input type=checkbox id=b name=arb></p>",
    "fieldset around one control": "<fieldset><legend><b>Allow Remote Bookings:</b></legend><input type=checkbox name=arb></fieldset>",
    "one column below a header": "<table><thead><tr><th>Allow Remote Bookings</th></tr></thead><tr><td><input type=checkbox name=arb></td></tr></table>",
    "label of the box before": "<p><input type=checkbox id=b name=arb><label for=b>Allow Remote Bookings</label> <input name=zone></p>",
    "group named by ARIA": "<div role=group aria-labelledby=q><span id=q>Allow Remote Bookings</span><div><input type=checkbox name=arb></div></div>",
}


@pytest.mark.parametrize("html", CONTROLS.values(), ids=CONTROLS.keys())
def test_control_of_a_label(read: Callable[[str], Document], html: str) -> None:
    found = read(f"<form>{html}</form>").fields_labelled([LABEL])
    assert {field.control.get("name") for field in found if field.control is not None} == {"arb"}
    assert {field.value for field in found} == {"No"}


YES = {
    "text in the next cell": "<table><tr><td>Allow Remote Bookings:</td><td>Yes</td></tr></table>",
    "text with spaces": "<table><tr><td>Allow Remote Bookings</td><td>\n &nbsp;Yes&nbsp; </td></tr></table>",
    "span": "<table><tr><td><span class=l>Allow Remote Bookings</span></td><td><span class=v>Yes</span></td></tr></table>",
    "disabled box": "<table><tr><td>Allow Remote Bookings</td><td><input type=checkbox checked disabled></td></tr></table>",
    "disabled box in a span": "<table><tr><td>Allow Remote Bookings</td><td><span disabled><input type=checkbox checked disabled></span></td></tr></table>",
    "disabled box before its label": "<div><input type=checkbox checked disabled id=x><label for=x>Allow Remote Bookings</label></div>",
    "read-only text": "<table><tr><td>Allow Remote Bookings</td><td><input readonly value=Yes></td></tr></table>",
    "disabled choice": "<table><tr><td>Allow Remote Bookings</td><td><select disabled><option>No<option selected>Yes</select></td></tr></table>",
    "output": "<div><label for=o>Allow Remote Bookings</label><output id=o>Yes</output></div>",
    "dt": "<dl><dt>Name<dd>Oslo<dt>Allow Remote Bookings<dd>Yes</dl>",
    "blocks": "<div><div>Allow Remote Bookings</div><div>Yes</div></div>",
    "spans in a block": "<div><span>Allow Remote Bookings</span> <span>Yes</span></div>",
    "bold and text": "<p><b>Allow Remote Bookings:</b> Yes</p>",
    "one text": "<p>Allow Remote Bookings: Yes</p>",
    "item of a list": "<ul><li>Allow Booking: No</li><li>Allow Remote Bookings: Yes</li></ul>",
    "lines with breaks": "<p>Allow Booking: No<br>Allow Remote Bookings: Yes<br>Zone: CET</p>",
    "line below": "<p>Allow Booking:<br>No<br>Allow Remote Bookings:<br>Yes<br>Zone:<br><br>Alias:<br>x</p>",
    "picture in a line": "<div><b>Allow Booking:</b> <img src=f.gif alt=No><br><b>Allow Remote Bookings:</b> <img src=t.gif alt=Yes><br></div>",
    "picture in the line below": "<p>Allow Booking:<br><img src=f.gif alt=No><br>Allow Remote Bookings:<br><img src=t.gif alt=Yes></p>",
    "icon in a line": "<div><b>Allow Remote Bookings:</b> <i class=tick title=Yes></i></div>",
    "lines of two looks": "<div><span class=l>Allow Booking</span><br><span class=v>No</span><br>"
    "<span class=l>Allow Remote Bookings</span><br><span class=v>Yes</span><br></div>",
    "colon between": "<table><tr><td>Alias</td><td>:</td><td></td></tr><tr><td>Allow Remote Bookings</td><td>:</td><td>Yes</td></tr></table>",
    "lines in bold with breaks": "<div><b>Allow Booking:</b> No<br><b>Allow Remote Bookings:</b> Yes<br><b>Zone:</b> CET</div>",
    "header above": "<table><tr><th>Allow Booking</th><th>Allow Remote Bookings</th></tr><tr><td>No</td><td>Yes</td></tr></table>",
    "bold cell above": "<table><tr><td><b>Allow Booking</b></td><td><b>Allow Remote Bookings</b></td></tr><tr><td>No</td><td>Yes</td></tr></table>",
    "cell above that is called a head": "<table><tr class=GridHeader><td>Allow Booking</td><td>Allow Remote Bookings</td></tr>"
    "<tr class=GridItem><td>No</td><td>Yes</td></tr></table>",
    "plain rows that alternate in looks": "<table><tr class=even><td>Allow Remote Bookings</td><td>Yes</td></tr>"
    "<tr class=odd><td>Allow Booking</td><td>No</td></tr></table>",
    "three rows that alternate in looks": "<table><tr class=even><td>Zone</td><td>CET</td></tr><tr class=odd><td>Allow Booking</td><td>No</td></tr>"
    "<tr class=even><td>Allow Remote Bookings</td><td>Yes</td></tr></table>",
    "header above in thead": "<table><thead><tr><td>Allow Booking</td><td>Allow Remote Bookings</td><td>Zone</td></tr></thead>"
    "<tbody><tr><td>No</td><td>Yes</td><td>CET</td></tr></tbody></table>",
    "picture": "<table><tr><td>Allow Remote Bookings</td><td><img src=t.gif alt=Yes></td></tr></table>",
    "picture with a title": "<table><tr><td>Allow Remote Bookings</td><td><img src=t.gif title=Yes></td></tr></table>",
    "icon with aria-label": "<table><tr><td>Allow Remote Bookings</td><td><i class=tick aria-label=Yes></i></td></tr></table>",
    "aria on the value": "<div id=a>Allow Remote Bookings</div><p>It costs.</p><div><span aria-labelledby=a>Yes</span></div>",
    "spacer": "<table><tr><td>Allow Remote Bookings</td><td></td><td>Yes</td></tr></table>",
    "spacer and help": "<table><tr><td>Allow Booking</td><td>&nbsp;</td><td>No</td><td>&nbsp;</td></tr>"
    "<tr><td>Allow Remote Bookings</td><td>&nbsp;</td><td>Yes</td><td>&nbsp;</td></tr></table>",
    "four columns": "<table><tr><td>Allow Booking</td><td>No</td><td>Allow Remote Bookings</td><td>Yes</td></tr></table>",
    "radio": "<div role=radiogroup aria-labelledby=r><span id=r>Allow Remote Bookings</span>"
    "<label><input type=radio name=q value=1 checked disabled>Yes</label><label><input type=radio name=q value=0 disabled>No</label></div>",
    "radio in a cell": "<table><tr><td>Allow Remote Bookings</td><td><input type=radio id=y name=q checked><label for=y>Yes</label>"
    "<input type=radio id=n name=q><label for=n>No</label></td></tr></table>",
    "radio in a fieldset": "<fieldset><legend>Allow Remote Bookings</legend><label><input type=radio name=q value=1 checked>Yes</label>"
    "<label><input type=radio name=q value=0>No</label></fieldset>",
    "ARIA box": "<table><tr><td>Allow Remote Bookings</td><td><span role=checkbox aria-checked=true></span></td></tr></table>",
    "blocks that float, ended by a third": "<div class=row><div class=l>Allow Remote Bookings</div><div class=v>Yes</div><div style='clear:both'></div></div>",
    "blocks that float, several lines": "<div><div class=l>Alias</div><div class=v></div><div class=end></div><div class=l>Allow Booking</div><div class=v>No</div>"
    "<div class=end></div><div class=l>Allow Remote Bookings</div><div class=v>Yes</div><div class=end></div></div>",
    "box and an icon of help": "<table><tr><td>Allow Remote Bookings</td><td><input type=checkbox checked disabled><img src=h.gif alt=Help></td></tr></table>",
    "picture in a span of its own": "<ul><li><span class=l>Allow Booking</span> <span class=v><img src=f.gif alt=No></span></li>"
    "<li><span class=l>Allow Remote Bookings</span> <span class=v><img src=t.gif alt=Yes></span></li></ul>",
    "picture with a title in a line": "<p><b>Allow Remote Bookings:</b> <img src=t.gif title=Yes></p>",
    "picture and an icon of help": "<table><tr><td>Allow Remote Bookings</td><td><img src=t.gif alt=Yes><img src=h.gif alt='?'></td></tr></table>",
    "choice in a line": "<p>Allow Remote Bookings: <input type=radio name=q checked disabled> Yes <input type=radio name=q disabled> No</p>",
    "choice with labels in a line": "<ul><li><span>Allow Remote Bookings</span><span><input type=radio name=q id=y checked disabled><label for=y>Yes</label>"
    "<input type=radio name=q id=n disabled><label for=n>No</label></span></li></ul>",
    "ARIA switch that is labelled": "<div><span role=switch aria-checked=true aria-label='Allow Remote Bookings'></span></div>",
}


@pytest.mark.parametrize("html", YES.values(), ids=YES.keys())
def test_value_of_a_label(read: Callable[[str], Document], html: str) -> None:
    found = read(html).fields_labelled([LABEL])
    assert found and {field.value for field in found} == {"Yes"}


TITLE = "TMS Scheduling Settings"
FIELD = "<table><tr><td>Allow Remote Bookings</td><td>Yes</td></tr></table>"
ELSEWHERE = "<table><tr><td>System Name</td><td>Oslo 1</td></tr></table>"

PANES = {
    "fieldset": f"<fieldset><legend>General</legend>{ELSEWHERE}</fieldset><fieldset><legend>{TITLE}</legend>{FIELD}</fieldset>",
    "heading": f"<h3>General</h3>{ELSEWHERE}<h3>{TITLE}</h3>{FIELD}",
    "heading in a block": f"<div><h3>General</h3><div>{ELSEWHERE}</div></div><div><h3>{TITLE}</h3><div>{FIELD}</div></div>",
    "header row": "<table><tr><th colspan=2>General</th></tr><tr><td>System Name</td><td>Oslo 1</td></tr>"
    f"<tr><th colspan=2>{TITLE}</th></tr><tr><td>Allow Remote Bookings</td><td>Yes</td></tr></table>",
    "row of one cell": "<table><tr><td colspan=2>General</td></tr><tr><td>System Name</td><td>Oslo 1</td></tr>"
    f"<tr><td colspan=2><b>{TITLE}</b></td></tr><tr><td>Allow Remote Bookings</td><td>Yes</td></tr></table>",
    "caption": f"<table><caption>{TITLE}</caption><tr><td>Allow Remote Bookings</td><td>Yes</td></tr></table>",
    "role of a heading": f"<div role=heading>{TITLE}</div><div>{FIELD}</div>",
    "section with a name": f"<section aria-label='{TITLE}'>{FIELD}</section>",
    "region named by another": f"<div role=region aria-labelledby=t><span id=t>{TITLE}</span>{FIELD}</div>",
    "block before": f"<div class=bar>General</div><div>{ELSEWHERE}</div><div class=bar>{TITLE}</div><div>{FIELD}</div>",
    "block before, two of one look": f"<div><div>{TITLE}</div><div>{FIELD}</div></div>",
    "block before one line": f"<div><div>{TITLE}</div><div>Allow Remote Bookings: Yes</div></div>",
    "block before spans": f"<div class=pane><div class=t>{TITLE}</div><div class=r><span>Allow Remote Bookings</span> <span>Yes</span></div></div>",
    "block before two blocks": f"<div class=pane><div class=t>{TITLE}</div><div class=r><div>Allow Remote Bookings</div><div>Yes</div></div></div>",
    "block before lines of two blocks": f"<div class=pane><div class=t>{TITLE}</div><div class=b>"
    "<div class=r><div class=l>Allow Booking</div><div class=v>No</div></div>"
    "<div class=r><div class=l>Allow Remote Bookings</div><div class=v>Yes</div></div></div></div>",
    "block before lines in bold": f"<div class=pane><div class=t>{TITLE}</div><div class=b>"
    "<p><strong>Allow Booking</strong> No</p><p><strong>Allow Remote Bookings</strong> Yes</p></div></div>",
    "block before stacked spans": f"<div class=pane><div class=t>{TITLE}</div><div class=b><span class=l>Allow Booking</span><br>"
    "<span class=v>No</span><br><span class=l>Allow Remote Bookings</span><br><span class=v>Yes</span><br></div></div>",
    "icons of help behind": f"<table><tr><td colspan=3>{TITLE}</td></tr>"
    "<tr><td>Allow Booking</td><td>No</td><td><img src=h.gif alt=Help></td></tr>"
    "<tr><td>Allow Remote Bookings</td><td>Yes</td><td><img src=h.gif alt=Help></td></tr></table>",
    "a value that is empty before": f"<table><tr><td colspan=4>{TITLE}</td></tr>"
    "<tr><td>*</td><td>Zone</td><td>CET</td><td></td></tr><tr><td>*</td><td>Alias</td><td></td><td></td></tr>"
    "<tr><td>*</td><td>Allow Remote Bookings</td><td>Yes</td><td></td></tr></table>",
    "a line without a value before": f"<h3>{TITLE}</h3><div><div>Zone: CET</div><div>Alias: <b></b></div>"
    "<div>Allow Remote Bookings: Yes</div></div>",
    "folding link": f"<div class=bar><a href='#'>{TITLE}</a></div><div>{FIELD}</div>",
    "folding script": f"<div class=bar><a href='javascript:fold(3)'>{TITLE}</a></div><div>{FIELD}</div>",
    "folding picture": f"<div class=bar><img src=f.gif alt=''> {TITLE}</div><div>{FIELD}</div>",
    "cell of a title table": f"<table><tr><td><img src=f.gif></td><td>{TITLE}</td></tr></table><div>{FIELD}</div>",
    "title and table in two rows": f"<table><tr><td>{TITLE}</td></tr><tr><td>{FIELD}</td></tr></table>",
    "text of its own": f"<div>{TITLE}{FIELD}</div>",
    "bold before": f"<b>{TITLE}</b><br>{FIELD}",
    "summary": f"<details open><summary>{TITLE}</summary>{FIELD}</details>",
    "section with two headings": f"<section><h3>General</h3>{ELSEWHERE}<h3>{TITLE}</h3>{FIELD}</section>",
    "section without a name": f"<section><div class=t>{TITLE}</div>{FIELD}</section>",
    "fieldset without a name": f"<h3>{TITLE}</h3><fieldset>{FIELD}</fieldset>",
    "heading within a fieldset": f"<fieldset><legend>Settings</legend><h4>General</h4>{ELSEWHERE}<h4>{TITLE}</h4>{FIELD}</fieldset>",
    "fieldset with an explanation": f"<fieldset><legend>{TITLE}</legend><div>Choose with care</div>{FIELD}</fieldset>",
    "fieldset within a fieldset": f"<fieldset><legend>All</legend><fieldset><legend>{TITLE}</legend>{FIELD}</fieldset></fieldset>",
    "section in a fieldset": f"<section aria-label='{TITLE}'><div>{FIELD}</div></section><fieldset><legend>Other</legend>{ELSEWHERE}</fieldset>",
    "dl below": f"<h4>{TITLE}</h4><dl><dt>Allow Remote Bookings</dt><dd>Yes</dd></dl>",
    "text in groups": f"<h3>{TITLE}</h3><fieldset><legend>Allow Booking</legend>No</fieldset>"
    "<fieldset><legend>Allow Remote Bookings</legend><span>Yes</span></fieldset>",
    "text in groups by role": f"<section aria-label='{TITLE}'><div role=group aria-label='Allow Booking'>No</div>"
    "<div role=group aria-label='Allow Remote Bookings'><p>Yes</p></div></section>",
    "stacked blocks of one look": f"<div><h3>{TITLE}</h3><p>Allow Booking</p><p>No</p><p>Allow Remote Bookings</p><p>Yes</p><h3>X</h3></div>",
    "stacked spans of one look": f"<h3>{TITLE}</h3><div><span>Allow Booking</span><br><span>No</span></div>"
    "<div><span>Allow Remote Bookings</span><br><span>Yes</span></div>",
    "spans of one look in a line": f"<h3>{TITLE}</h3><div><span>Allow Booking</span> <span>No</span> <span>Allow Remote Bookings</span> <span>Yes</span></div>",
    "bold and text in turn": f"<h3>{TITLE}</h3><div><b>Allow Booking</b> No <b>Allow Remote Bookings</b> Yes</div>",
    "lines of text": f"<h3>{TITLE}</h3><div>Allow Booking<br>No<br>Allow Remote Bookings<br>Yes</div>",
    "two lines of text": f"<h3>{TITLE}</h3><div>Allow Booking<br>No</div><div>\n Allow Remote Bookings <br>\n Yes </div>",
    "lines of text between blocks": f"<h3>{TITLE}</h3>Allow Booking<br>No<br>Allow Remote Bookings<br>Yes<h3>Other</h3>",
    "two blocks, the second in bold and text": f"<div><div>{TITLE}</div><div><b>Allow Remote Bookings</b> Yes</div></div>",
    "only header of a table over lines of two blocks": f"<table><thead><tr><th colspan=2>{TITLE}</th></tr></thead><tbody><tr><td>"
    "<div class=r><div class=l>Allow Booking</div><div class=v>No</div></div>"
    "<div class=r><div class=l>Allow Remote Bookings</div><div class=v>Yes</div></div></td></tr></tbody></table>",
    "only header of a table over boxes with texts": f"<table><thead><tr><th>{TITLE}</th></tr></thead><tbody><tr><td>"
    "<div><input type=checkbox disabled> <span>Allow Booking</span></div>"
    "<div><input type=checkbox checked disabled> <span>Allow Remote Bookings</span></div></td></tr></tbody></table>",
    "button that folds": f"<div class=acc><button type=button aria-expanded=true>{TITLE}</button><div class=p>{FIELD}</div></div>",
    "empty value behind a spacer before": f"<h3>{TITLE}</h3><table><tr><td>Alias</td><td><img src=s.gif></td><td>&nbsp;</td></tr>"
    "<tr><td>Allow Remote Bookings</td><td><img src=s.gif></td><td>Yes</td></tr></table>",
    "lines in bold with their values below": f"<div><div>{TITLE}</div><div><strong>Alias</strong><br>oslo one<br>"
    "<strong>Allow Remote Bookings</strong><br>Yes<br></div></div>",
    "bar over lines in bold": f"<table><tr><td>{TITLE}</td><td><img src=f.gif></td></tr><tr><td colspan=2><div><strong>Alias</strong><br><br>"
    "<strong>Allow Remote Bookings</strong><br><img src=t.gif alt=Yes><br></div></td></tr></table>",
    "value in a line before a choice": f"<h3>{TITLE}</h3><p><span>Zone</span> <span>CET</span></p>"
    "<p><span>Allow Remote Bookings</span> <span><input type=radio name=q id=y checked disabled><label for=y>Yes</label>"
    "<input type=radio name=q id=n disabled><label for=n>No</label></span></p><p><span>Alias</span> <span>x</span></p>",
    "title cell beside": f"<table><tr><td valign=top>{TITLE}</td><td>{FIELD}</td></tr></table>",
}


@pytest.mark.parametrize(
    "html",
    [
        "<p>No</p><p>Allow Remote Bookings</p><p>Yes</p><p>Allow Booking</p>",
        "<p>Scheduling settings</p><p>Allow Remote Bookings</p><p>Yes</p>",
        "<span>No</span><span>Allow Remote Bookings</span><span>Yes</span><span>Allow Booking</span>",
        "<p>Allow Remote Bookings</p><p>Allow Booking</p><p>Allow WOL</p><p>Bandwidth settings</p>",
        "<b>Allow Remote Bookings</b><br>Zone: CET<br><b>Others</b><br>Alias: x<br>",
        "<fieldset><legend>Allow Remote Bookings</legend>Systems that are allowed hold a seat each.</fieldset>",
    ],
)
def test_texts_of_one_look_that_may_belong_otherwise(read: Callable[[str], Document], html: str) -> None:
    assert read(f"<div>{html}</div>").fields_labelled([LABEL]) == []


def test_label_that_is_tied_and_beside_is_one(read: Callable[[str], Document]) -> None:
    document = read(
        "<div><label>Total: <input readonly value=25 name=t></label></div><p><b>Free:</b> <input readonly value=3 name=f><br></p>"
    )
    assert [(field.label, field.value) for field in document.fields] == [("Total:", "25"), ("Free:", "3")]


@pytest.mark.parametrize("html", PANES.values(), ids=PANES.keys())
def test_pane_is_no_field(read: Callable[[str], Document], html: str) -> None:
    """Its text holds those of all fields, so that a change of one would be one of it too."""
    assert [field for field in read(html).fields if field.label == TITLE] == []


@pytest.mark.parametrize("html", PANES.values(), ids=PANES.keys())
def test_pane_of_a_field(read: Callable[[str], Document], html: str) -> None:
    document = read(html)
    assert document.has_pane(TITLE)
    assert [(field.pane, field.value) for field in document.fields_labelled([LABEL])] == [(TITLE, "Yes")]


#: Found by generated pages: what stands in a pane but is no title of it, and titles that look like labels.
PANES_OF_CONTROLS = {
    "list before": f"<h3>{TITLE}</h3><table><tr><th>System</th><th>Address</th><th>Port</th></tr><tr><td>Oslo 1</td><td>10.0.0.1</td>"
    "<td>80</td></tr></table><div><input aria-label='Allow Remote Bookings' value=Yes></div>",
    "row of headers": f"<h3>{TITLE}</h3><table><tr><th>Allow Remote Bookings</th><th>Zone:</th></tr><tr><td><input value=Yes></td><td><input></td></tr></table>",
    "rows in turn": f"<h3>{TITLE}</h3><table><tr><td>Allow Remote Bookings</td></tr><tr><td><input value=Yes></td></tr></table>",
    "cells above, tied": f"<h3>{TITLE}</h3><table><tr><td id=a>Name</td><td id=b>Allow Remote Bookings</td></tr>"
    "<tr><td><input aria-labelledby=a></td><td><input aria-labelledby=b value=Yes></td></tr></table>",
    "lines below": f"<div><h3>{TITLE}</h3><div><b>Name:</b> <input><br><b>Allow Remote Bookings</b> <input value=Yes><br><div>Save</div></div></div>",
    "boxes before their labels": f"<h3>{TITLE}</h3><div><input type=checkbox> <b>Name</b> <span class=req>*</span><br>"
    "<input type=hidden><b>Allow Remote Bookings</b> <span class=req>*</span> <input value=Yes><div>Save</div></div>",
    "bar over lines of which the first is a box": f"<div><div class=bar>{TITLE}</div><div class=body><input type=checkbox> Allow Booking<br>"
    "Allow Remote Bookings <input value=Yes><br></div></div>",
    "title cell beside lines": f"<table><tr><td>{TITLE}</td><td>Allow Booking <input type=checkbox><br>Allow Remote Bookings <input value=Yes></td></tr></table>",
    "bar over a line": f"<div><div class=bar>{TITLE}</div><div class=body><p>Allow Remote Bookings: <input value=Yes></p></div></div>",
    "bar over a label": f"<div><div class=bar>{TITLE}</div><div class=body><label for=x>Allow Remote Bookings</label> <input id=x value=Yes></div></div>",
    "bar over named controls": f"<div><div class=bar>{TITLE}</div><div class=body><div><input aria-label=Name></div>"
    "<div><input aria-label='Allow Remote Bookings' value=Yes></div></div></div>",
    "row over a named control": f"<table><tr><td>{TITLE}</td></tr><tr><td><p><input title='Allow Remote Bookings' value=Yes></p></td></tr></table>",
}


@pytest.mark.parametrize("html", PANES_OF_CONTROLS.values(), ids=PANES_OF_CONTROLS.keys())
def test_pane_of_a_control(read: Callable[[str], Document], html: str) -> None:
    found = read(f"<form>{html}</form>").fields_labelled([LABEL])
    assert {(field.pane, field.value) for field in found} == {(TITLE, "Yes")}


def test_a_picture_behind_a_control_is_no_label_of_it(read: Callable[[str], Document]) -> None:
    """Else what a save changes would be changed under a second name, too."""
    cells = "<td>Allow Remote Bookings</td><td><span><input type=checkbox checked></span><img src=h.gif alt='?'></td>"
    assert [field.label for field in read(f"<table><tr>{cells}</tr></table>").fields] == [LABEL]


def test_label_of_two_controls_means_both(read: Callable[[str], Document]) -> None:
    """A label that the page ties to one control does not hide the one that merely stands beside the same text."""
    document = read(
        "<label for=a>Description</label><input id=a name=a><table><tr><td>Description:</td><td><input name=b></td></tr></table>"
    )
    assert [field.control.get("name") for field in document.fields_labelled(["Description"])] == ["a", "b"]


@pytest.mark.parametrize(
    ("html", "value"),
    [
        ("<select><option label='All of them' selected>all</select>", "All of them"),
        ("<textarea>\n one <b>two</b></textarea>", "one <b>two</b>"),
        ("<input type=number value=x>", ""),
        ("<input type=range value=300 max=120>", "120"),
        ("<input type=datetime-local value='2026-11-24 09:30'>", "2026-11-24T09:30"),
        (
            "<input type=radio name=r id=y checked><label for=y>Yes</label><input type=radio name=r id=n checked><label for=n>No</label>",
            "No",
        ),
    ],
)
def test_value_as_a_browser_holds_it(read: Callable[[str], Document], html: str, value: str) -> None:
    document = read(f"<table><tr><td>Zone</td><td>{html}</td></tr></table>")
    assert [field.value for field in document.fields_labelled(["Zone"])] == [value]


NOT_SEEN = {
    "row": "<table><tr><td>Allow Booking</td><td>Yes</td></tr><tr style='display:none'><td>Allow Remote Bookings</td><td>No</td></tr></table>",
    "row, spelt otherwise": "<table><tr style=' DISPLAY : none; '><td>Allow Remote Bookings</td><td>No</td></tr></table>",
    "attribute": "<table><tr hidden><td>Allow Remote Bookings</td><td>No</td></tr></table>",
    "label": "<div><span style='visibility:hidden'>Allow Remote Bookings</span> <span style='visibility:hidden'>No</span></div>",
    "block of several": "<div><div class=r>Allow Booking: Yes</div><div class=r style='display:none'>Allow Remote Bookings: No</div></div>",
    "script": "<script>var t = '<tr><td>Allow Remote Bookings</td><td>No</td></tr>';</script>",
    "comment": "<!-- <table><tr><td>Allow Remote Bookings</td><td>No</td></tr></table> -->",
    "template": "<template><div>Allow Remote Bookings: No</div></template>",
}


@pytest.mark.parametrize("html", NOT_SEEN.values(), ids=NOT_SEEN.keys())
def test_label_that_is_not_shown(read: Callable[[str], Document], html: str) -> None:
    assert read(html).fields_labelled([LABEL]) == []


def test_folded_pane_is_read(read: Callable[[str], Document]) -> None:
    rows = "<tr><td>Allow Booking</td><td>Yes</td></tr><tr><td>Allow Remote Bookings</td><td>No</td></tr>"
    document = read(f"<h3>{TITLE}</h3><div style='display: none'><table>{rows}</table></div>")
    assert [field.value for field in document.fields_labelled([LABEL])] == ["No"]


def test_other_labels_are_not_taken(read: Callable[[str], Document]) -> None:
    document = read(
        "<table><tr><td>Allow Remote Bookings from Exchange</td><td>Yes</td></tr><tr><td>Allow Booking</td><td>Yes</td></tr>"
        "<tr><td>Remote Bookings</td><td>Yes</td></tr></table><p>Allow Remote Bookings uses one licence.</p>"
    )
    assert document.fields_labelled([LABEL]) == []


def test_every_cell_of_a_grid_is_a_field(read: Callable[[str], Document]) -> None:
    """What a save must not change may stand in a grid of its own."""
    document = read(
        "<table><tr><th></th><th>Incoming</th><th>Outgoing</th></tr><tr><td>H.323</td><td>Yes</td><td>No</td></tr>"
        "<tr><td>SIP</td><td>Yes</td><td><input type=checkbox checked disabled></td></tr></table>"
    )
    shown = {(field.label, field.value) for field in document.fields}
    assert ("H.323, Outgoing", "No") in shown and ("SIP, Outgoing", "Yes") in shown
    assert {value for label, value in shown if label == "SIP"} == {"Yes"}


def test_list_of_settings_and_values_below_headers(read: Callable[[str], Document]) -> None:
    rows = "<tr><td>System Name</td><td>Oslo 1</td></tr><tr><td>Allow Remote Bookings</td><td>Yes</td></tr>"
    document = read(f"<table><tr><th>Setting</th><th>Value</th></tr>{rows}</table>")
    assert [field.value for field in document.fields_labelled([LABEL])] == ["Yes"]
    assert [field.value for field in document.fields_labelled(["Setting"])] == []


def test_tied_label_goes_before_layout(read: Callable[[str], Document]) -> None:
    document = read(
        "<table><tr><td><label for=a>Allow Remote Bookings</label></td><td><input name=other></td></tr></table>"
        "<input type=checkbox id=a name=arb checked>"
    )
    assert [field.control.get("name") for field in document.fields_labelled([LABEL])] == ["arb"]


def test_numbers_of_thousands_of_digits_are_large_ones(read: Callable[[str], Any]) -> None:
    """Python itself refuses to read them."""
    document = read(f"<select size={'9' * 5000}><option>a</select><table><tr><td colspan={'9' * 5000}>x</table>")
    assert contents.selected(next(document.root.iter("select"))) == []
    assert sections.span(next(document.root.iter("td")), "colspan") == 1000


def test_texts_are_in_the_order_of_reading(read: Callable[[str], Document]) -> None:
    document = read("<p>S/N: <b>84000001</b> (<i>tms</i>) end</p><p>next</p>")
    assert document.text == "S/N: 84000001 ( tms ) end next"
    assert document.chunks == ("S/N:", "84000001", "(", "tms", ") end", "next")


def test_lines_of_one_place_share_what_stands_in_it(read: Callable[[str], Any]) -> None:
    """Else a page of many lines would take memory by the square of their number."""
    document = read(f"<div><div>Title</div>{'<br>line ' * 5000}</div>")
    tracemalloc.start()
    assert document.fields == ()
    assert tracemalloc.get_traced_memory()[1] < 20 * 1024 * 1024
    tracemalloc.stop()


def test_text_nested_deeper_than_a_page_can_be_is_weighed() -> None:
    flat = lxml.html.document_fromstring("<p>" + "a" * 1000 + "</p>")
    deep = lxml.html.document_fromstring("<b>" * 100 + "a" * 1000 + "</b>" * 100 + "tail")
    assert weight(flat) == 3 * 1000
    assert weight(deep) == 102 * 1000 + 2 * 4


BARS = {
    "sign behind": "<div class=h><span>Licenses</span><span class=t>\u25b2</span></div>",
    "sign before": "<div class=h><span class=t>+</span> Licenses</div>",
    "sign in brackets": "<div class=h><span>Licenses</span> <span>[-]</span></div>",
    "sign in a block": "<div class=h><div>Licenses</div><div>\u25bc</div></div>",
    "sign to click": "<div class=h><span>Licenses</span><span><a href='#' onclick='fold(1)'>\u25b2</a></span></div>",
    "hyphen to click": "<div class=h><span onclick='fold(1)'>-</span><span>Licenses</span></div>",
    "word to click": "<div class=h><span>Licenses</span> <a href='#' onclick='fold(1)'>Hide</a></div>",
    "button": "<div class=h><span>Licenses</span><button type=button>-</button></div>",
    "picture to click": "<div class=h><a href='#' onclick='fold(1)'><img src=x alt=Collapse></a> <span>Licenses</span></div>",
    "picture that posts back": "<div class=h><a href=\"javascript:__doPostBack('f','')\"><img src=x></a> <span>Licenses</span></div>",
    "empty icon": "<div class=h><i class=caret></i><span>Licenses</span></div>",
    "help": "<div class=h><i class=caret></i><span>Licenses</span><span title=Help>?</span></div>",
    "link that leads elsewhere": "<div class=h><span>Licenses</span> <a href='/tms/?e=1'>Edit</a></div>",
    "count": "<div class=h><span>Licenses</span> <span>(3)</span></div>",
    "button that posts": "<div class=h><span>Licenses</span><input type=submit name=r value=Refresh></div>",
    "row of a table": "<table class=h><tr><td>Licenses</td><td align=right>[-]</td></tr></table>",
    "row of a table, to click": "<table class=h><tr><td>Licenses</td><td align=right><a href='#' onclick='fold(1)'>[-]</a></td></tr></table>",
}


@pytest.mark.parametrize("bar", BARS.values(), ids=BARS)
@pytest.mark.parametrize(
    "body",
    [
        "<table><tr><td>Total:</td><td>3</td></tr></table>",
        "<div class=row><label>Total</label><div><span>3</span></div></div>",
    ],
)
def test_title_beside_what_folds_or_explains_the_part_below(
    read: Callable[[str], Document], bar: str, body: str
) -> None:
    other = "".join(part.replace("Licenses", "Other").replace("Total", "Free") for part in (bar, body))
    document = read(f"<div class=p>{bar}{body}</div><div class=p>{other}</div>")
    assert document.titles == ("Licenses", "Other")
    assert [(each.pane, each.label.rstrip(":"), each.value) for each in document.fields] == [
        ("Licenses", "Total", "3"),
        ("Other", "Free", "3"),
    ]


def test_lines_of_a_list_with_links_are_no_titles(read: Callable[[str], Document]) -> None:
    lines = "".join(
        f"<div class=r><span>{name}</span> <a href='/tms/?e={name}'>Edit</a></div>" for name in ("Oslo", "Bergen")
    )
    assert read(f"<h2>Rooms</h2>{lines}").titles == ("Rooms",)
    below = "<div class=b><table><tr><td>Zone</td><td>CET</td></tr></table></div>"
    assert read(f"<h2>Rooms</h2>{lines}{below}").titles == ("Rooms",)


def test_explanation_behind_label_and_value_is_no_title(read: Callable[[str], Document]) -> None:
    lines = "".join(
        f"<tr><td>{label}</td><td>{value}</td><td><em>Says whether it is so.</em></td></tr>"
        for label, value in (("Zone", "CET"), ("Name", "<input name=n value=x>"), ("DHCP", "On"))
    )
    document = read(f"<h3>Network</h3><table>{lines}</table>")
    assert document.titles == ("Network",)
    assert [(each.pane, each.label, each.value) for each in document.fields] == [
        ("Network", "Zone", "CET"),
        ("Network", "Name", "x"),
        ("Network", "DHCP", "On"),
    ]


BOXES_IN_A_LINE = {
    "text behind": "<input type=checkbox name=a> Allow Booking<br><input type=checkbox name=arb> Allow Remote Bookings<br>",
    "text before": "Allow Booking: <input type=checkbox name=a><br>Allow Remote Bookings: <input type=checkbox name=arb><br>",
    "label behind": "<span><input type=checkbox name=a id=a><label for=a>Allow Booking</label></span><br><span><input type=checkbox name=arb id=b><label for=b>Allow Remote Bookings</label></span><br>",
}


@pytest.mark.parametrize("boxes", BOXES_IN_A_LINE.values(), ids=BOXES_IN_A_LINE)
@pytest.mark.parametrize(
    "part",
    [
        "<div class=t>{title}</div><div class=c>{body}</div>",
        "<div class=t><span>{title}</span> <a href='/tms/?e=1'>Edit</a></div><div class=c>{body}</div>",
        "<table><thead><tr><th colspan=2>{title}</th></tr></thead><tbody><tr><td>{body}</td></tr></tbody></table>",
    ],
)
def test_title_over_check_boxes_in_lines(read: Callable[[str], Document], part: str, boxes: str) -> None:
    """The title is not a label whose value is what stands below it."""
    general = part.format(title="General", body="<table><tr><td>Zone</td><td>CET</td></tr></table>")
    document = read(f"<div class=p>{general}</div><div class=p>{part.format(title='Scheduling', body=boxes)}</div>")
    assert document.titles == ("General", "Scheduling")
    assert [
        (each.pane, each.control.get("name")) for each in document.fields_labelled([LABEL]) if each.control is not None
    ] == [("Scheduling", "arb")]


def test_icon_in_a_cell_before_the_label(read: Callable[[str], Document]) -> None:
    lines = "".join(
        f"<tr><td><img src=q.gif alt=Help></td><td>{label}</td><td><input type=checkbox name={name}></td></tr>"
        for label, name in (("Allow Booking", "a"), (LABEL, "arb"))
    )
    found = read(f"<h3>Scheduling</h3><table>{lines}</table>").fields_labelled([LABEL])
    assert [each.control is not None and each.control.get("name") for each in found] == ["arb"]


@pytest.mark.parametrize("alt", ["", "Required"])
def test_icon_before_the_label_and_a_distance_before_the_value(read: Callable[[str], Document], alt: str) -> None:
    lines = "".join(
        f"<tr><td><img src=q.gif alt='{alt}'></td><td>{label}</td><td>&nbsp;</td><td>Yes</td>"
        "<td><a href='javascript:help()'><img src=h.gif alt=Help></a></td></tr>"
        for label in ("Allow Booking", LABEL)
    )
    document = read(f"<h3>Scheduling</h3><table>{lines}</table>")
    assert [(each.label, each.value) for each in document.fields] == [("Allow Booking", "Yes"), (LABEL, "Yes")]


def test_colon_behind_a_label_is_no_part_of_the_value(read: Callable[[str], Document]) -> None:
    document = read("<div class=c><b>Zone</b>: CET<br><b>DHCP</b> : On<br></div>")
    assert [(each.label, each.value) for each in document.fields] == [("Zone", "CET"), ("DHCP", "On")]


@pytest.mark.parametrize("value", ["-", "\u2013", "Hide", "\u2713", "3"])
def test_value_that_is_like_what_folds_a_part(read: Callable[[str], Document], value: str) -> None:
    document = read(
        f"<div><span>Location:</span> <span>{value}</span></div><table><tr><td>Zone</td><td>{value}</td></tr></table>"
    )
    assert [(each.label.rstrip(":"), each.value) for each in document.fields] == [("Location", value), ("Zone", value)]
