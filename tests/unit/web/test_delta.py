# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Post-backs that are answered by the parts of the page that change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import UnexpectedReplyError
from ansible_collections.telepresence.tms.plugins.module_utils._web import delta, forms
from ansible_collections.telepresence.tms.plugins.module_utils._web.clickables import labelled
from ansible_collections.telepresence.tms.plugins.module_utils._web.document import Document

PAGE = """<form action=a.aspx><input type=hidden name=__VIEWSTATE id=__VIEWSTATE value=old><h3>General</h3><div id=panel>
<p>Name: <input name=n value=1></p></div><input name=kept value=7><input type=submit name=s value=Save></form>"""


def answer(*parts: tuple[str, str, str]) -> str:
    return "".join(f"{len(content.encode('utf-16-le')) // 2}|{kind}|{id_}|{content}|" for kind, id_, content in parts)


CHANGED = answer(
    (
        "updatePanel",
        "panel",
        "<p>New 😀 |text|</p> <table><tr><td>Name:</td><td><input name=n value=2></td></tr></table>",
    ),
    ("hiddenField", "__VIEWSTATE", "new|er"),
    ("hiddenField", "__EVENTVALIDATION", "ev"),
    ("formAction", "", "b.aspx?x=1"),
    ("scriptBlock", "ScriptPath", "/x.js"),
)


def test_parts_are_counted_as_scripts_count() -> None:
    found = delta.parts(CHANGED)
    assert found is not None
    assert [(part.kind, part.id) for part in found][:2] == [("updatePanel", "panel"), ("hiddenField", "__VIEWSTATE")]
    assert found[1].content == "new|er"


@pytest.mark.parametrize(
    "text", ["", "hello", "5|updatePanel|p|abc|", "3|updatePanel|p|abc", "<html>|", "99999999999|a||"]
)
def test_what_is_no_such_answer(text: str) -> None:
    assert delta.parts(text) is None


def test_page_after_the_answer(read: Callable[[str], Document]) -> None:
    before = read(PAGE)
    after = delta.applied(before, delta.parts(CHANGED) or [], "click 'Save'")
    assert [(field.pane, field.value) for field in after.fields_labelled(["Name"])] == [("General", "2")]
    assert [field.value for field in before.fields_labelled(["Name"])] == ["1"]
    (save,) = labelled(after, "Save")
    post = forms.post(after, save, {})
    assert post.address.endswith("/b.aspx?x=1")
    assert post.fields == (
        ("__VIEWSTATE", "new|er"),
        ("n", "2"),
        ("kept", "7"),
        ("s", "Save"),
        ("__EVENTVALIDATION", "ev"),
    )


def test_click_that_is_answered_in_parts(site: Any, web_of: Callable[..., Any]) -> None:
    site.pages["/page"] = f"<html><body>{PAGE.replace('a.aspx', '/tms/save')}</body></html>"
    web = web_of(site)
    page = web.open(f"{site.base}/page")
    site.pages["/save"] = lambda fields: CHANGED
    site.content_type = "text/plain; charset=utf-8"
    after = web.click(*page.clickables(["Save"])[0], "button")
    assert [field.value for dummy, field in after.fields(["Name"])] == ["2"]
    site.pages["/save"] = lambda fields: answer(("pageRedirect", "", "%2ftms%2fpage"))
    site.pages["/page"] = "no page"
    with pytest.raises(UnexpectedReplyError, match="text/plain"):
        web.click(*page.clickables(["Save"])[0], "button")
    assert site.asked[-1][:2] == ("GET", f"{site.base}/page")
    site.pages["/save"] = lambda fields: answer(("error", "500", "No seat left"))
    with pytest.raises(UnexpectedReplyError, match="error 500 'No seat left'"):
        web.click(*page.clickables(["Save"])[0], "button")
    # As ASP.NET quotes a value that it takes for an attack.
    said = 'A potentially dangerous Request.Form value was detected from the client (uxKey="<Secret").'
    site.pages["/save"] = lambda fields: answer(("error", "500", said))
    with pytest.raises(UnexpectedReplyError, match=r"client \(uxKey\)\.'; look at the log of the TMS server"):
        web.click(*page.clickables(["Save"])[0], "button")
