# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Forms post exactly what a browser would."""

# ruff: noqa: E501 -- a snippet of HTML is read best in one line

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import UnexpectedReplyError
from ansible_collections.telepresence.tms.plugins.module_utils._web import forms, markup
from ansible_collections.telepresence.tms.plugins.module_utils._web.clickables import Clickable, clickables, labelled
from ansible_collections.telepresence.tms.plugins.module_utils._web.document import Document

Read = Callable[[str], Document]


def click(document: Document, label: str = "Save") -> Clickable:
    (found,) = labelled(document, label)
    return found


def posted(document: Document, label: str = "Save", changes: forms.Changes | None = None) -> list[tuple[str, str]]:
    return list(forms.post(document, click(document, label), changes or {}).fields)


SAVE = "<input type=submit name=save value=Save>"

POSTED = {
    "order of the page, hidden fields untouched": (
        "<input type=hidden name=__VIEWSTATE value='/wEP+x=='><input name=b value=2><input name=a value=1>" + SAVE,
        [("__VIEWSTATE", "/wEP+x=="), ("b", "2"), ("a", "1"), ("save", "Save")],
    ),
    "hidden field without a value": ("<input type=hidden name=h>" + SAVE, [("h", ""), ("save", "Save")]),
    "hidden field with spaces": (
        "<input type=hidden name=h value=' a  b '>" + SAVE,
        [("h", " a  b "), ("save", "Save")],
    ),
    "no name": ("<input value=1><input name='' value=2>" + SAVE, [("save", "Save")]),
    "disabled": (
        "<input name=a disabled value=1><select name=b disabled><option>1</select>" + SAVE,
        [("save", "Save")],
    ),
    "disabled fieldset": (
        "<fieldset disabled><legend><input name=l value=1></legend><input name=a value=2></fieldset>" + SAVE,
        [("l", "1"), ("save", "Save")],
    ),
    "read-only is posted": ("<input name=a readonly value=1>" + SAVE, [("a", "1"), ("save", "Save")]),
    "boxes": (
        "<input type=checkbox name=a><input type=checkbox name=b checked><input type=checkbox name=c value=7 checked>"
        + SAVE,
        [("b", "on"), ("c", "7"), ("save", "Save")],
    ),
    "box with its hidden twin": (
        "<input type=checkbox name=a value=true checked><input type=hidden name=a value=false>" + SAVE,
        [("a", "true"), ("a", "false"), ("save", "Save")],
    ),
    "upper-case types": (
        "<INPUT TYPE=CHECKBOX NAME=a><INPUT TYPE=HIDDEN NAME=h VALUE=1>" + SAVE,
        [("h", "1"), ("save", "Save")],
    ),
    "radio": (
        "<input type=radio name=r value=1><input type=radio name=r value=2 checked><input type=radio name=s value=1>"
        + SAVE,
        [("r", "2"), ("save", "Save")],
    ),
    "choice": (
        "<select name=s><option value=1>A<option value=2 selected>B</select>" + SAVE,
        [("s", "2"), ("save", "Save")],
    ),
    "choice of none posts the first": (
        "<select name=s><option disabled>-<option>  A  b </select>" + SAVE,
        [("s", "A b"), ("save", "Save")],
    ),
    "choice of an empty value": ("<select name=s><option value=''>none</select>" + SAVE, [("s", ""), ("save", "Save")]),
    "choice of several": (
        "<select name=s multiple><option value=1 selected>A<option>B<option value=3 selected>C</select>" + SAVE,
        [("s", "1"), ("s", "3"), ("save", "Save")],
    ),
    "choice of several, none": ("<select name=s multiple><option>A</select>" + SAVE, [("save", "Save")]),
    "list box without a choice": ("<select name=s size=4><option>A</select>" + SAVE, [("save", "Save")]),
    "list box of unclear size": ("<select name=s size=auto><option>A</select>" + SAVE, [("s", "A"), ("save", "Save")]),
    "disabled group of options": (
        "<select name=s multiple><optgroup disabled><option selected>A</optgroup><option selected>B</select>" + SAVE,
        [("s", "B"), ("save", "Save")],
    ),
    "text area": ("<textarea name=t>\n a\nb\r\nc </textarea>" + SAVE, [("t", " a\r\nb\r\nc "), ("save", "Save")]),
    "text area keeps an empty line": ("<textarea name=t>\n\na</textarea>" + SAVE, [("t", "\r\na"), ("save", "Save")]),
    "duplicate names": (
        "<input name=a value=1><input name=a value=2>" + SAVE,
        [("a", "1"), ("a", "2"), ("save", "Save")],
    ),
    "only the clicked button": (
        "<input type=submit name=x value=Cancel>"
        + SAVE
        + "<button name=y value=1>Delete</button><input type=button name=z value=Z>"
        "<input type=reset name=r><input type=image name=i src=i.gif alt=Help>",
        [("save", "Save")],
    ),
    "button element": ("<button name=save value=7>Save</button>", [("save", "7")]),
    "button element of no type": ("<button name=save>Save</button>", [("save", "")]),
    "button in its place": (
        "<input name=a value=1>" + SAVE + "<input name=b value=2>",
        [("a", "1"), ("save", "Save"), ("b", "2")],
    ),
    "image button": (
        "<input name=a value=1><input type=image name=i alt=Save src=s.gif>",
        [("a", "1"), ("i.x", "1"), ("i.y", "1")],
    ),
    "image button without a name": ("<input type=image title=Save src=s.gif>", [("x", "1"), ("y", "1")]),
    "file": ("<input type=file name=f>" + SAVE, [("f", ""), ("save", "Save")]),
    "password": ("<input type=password name=p value=x>" + SAVE, [("p", "x"), ("save", "Save")]),
    "unknown type": ("<input type=wonder name=p value=x>" + SAVE, [("p", "x"), ("save", "Save")]),
    "entities": ("<input name=a value='&lt;&amp;&quot;&#228;&nbsp;'>" + SAVE, [("a", '<&"ä\xa0'), ("save", "Save")]),
    "event fields stay empty for a button": (
        "<input type=hidden name=__EVENTTARGET value=''><input type=hidden name=__EVENTARGUMENT value=''>" + SAVE,
        [("__EVENTTARGET", ""), ("__EVENTARGUMENT", ""), ("save", "Save")],
    ),
    "event fields filled in": (
        "<input type=hidden name=__EVENTARGUMENT value=old><input type=hidden name=__VIEWSTATE value=v>"
        "<input type=hidden name=__EVENTTARGET><a href=\"javascript:__doPostBack('ctl00$x','7')\">Save</a>",
        [("__EVENTARGUMENT", "7"), ("__VIEWSTATE", "v"), ("__EVENTTARGET", "ctl00$x")],
    ),
    "event fields made": (
        "<input name=a value=1><a href=\"javascript:__doPostBack('ctl00$x','')\">Save</a>",
        [("__EVENTTARGET", "ctl00$x"), ("__EVENTARGUMENT", ""), ("a", "1")],
    ),
    "post-back with options": (
        "<input type=hidden name=__EVENTTARGET><input type=hidden name=__EVENTARGUMENT><a href='javascript:WebForm_DoPostBackWithOptions("
        "new WebForm_PostBackOptions(&quot;ctl00$s&quot;, &quot;a&quot;, true, &quot;&quot;, &quot;&quot;, false, true))'>Save</a>",
        [("__EVENTTARGET", "ctl00$s"), ("__EVENTARGUMENT", "a")],
    ),
    "submit button that validates first": (
        "<input type=hidden name=__EVENTTARGET><input type=submit name='ctl00$s' value=Save onclick='javascript:WebForm_DoPostBackWithOptions("
        "new WebForm_PostBackOptions(&quot;ctl00$s&quot;, &quot;&quot;, true, &quot;&quot;, &quot;&quot;, false, false))'>",
        [("__EVENTTARGET", ""), ("ctl00$s", "Save")],
    ),
    "button that posts back by script": (
        "<input type=button name=b value=Save onclick=\"javascript:__doPostBack('ctl00$b','')\">",
        [("__EVENTTARGET", "ctl00$b"), ("__EVENTARGUMENT", "")],
    ),
    "escapes": (
        '<a href="javascript:__doPostBack(&#39;it\\&#39;s\\\\x&#39;,&#39;\\u00e4\\x41 b&#39;)">Save</a>',
        [("__EVENTTARGET", "it's\\x"), ("__EVENTARGUMENT", "äA b")],
    ),
    "percent signs of a script link": (
        "<a href=\"javascript:__doPostBack('t','a%20b')\">Save</a>",
        [("__EVENTTARGET", "t"), ("__EVENTARGUMENT", "a b")],
    ),
    "script behind another": (
        "<a href=# onclick=\"if(!confirm('Sure?')) return false; __doPostBack('t','1'); return false;\">Save</a>",
        [("__EVENTTARGET", "t"), ("__EVENTARGUMENT", "1")],
    ),
    "post-back that waits": (
        "<a href=# onclick=\"setTimeout('__doPostBack(\\'t\\',\\'1\\')', 0)\">Save</a>",
        [("__EVENTTARGET", "t"), ("__EVENTARGUMENT", "1")],
    ),
    "two of a radio group marked": (
        "<input type=radio name=r value=1 checked><input type=radio name=r value=2 checked>" + SAVE,
        [("r", "2"), ("save", "Save")],
    ),
    "hard space in a choice": (
        "<select name=s><option> a\u00a0 b\n c</select>" + SAVE,
        [("s", "a\u00a0 b c"), ("save", "Save")],
    ),
    "tags in a text area": (
        "<textarea name=t><b>1</b> &lt;i> </div></textarea>" + SAVE,
        [("t", "<b>1</b> <i> </div>"), ("save", "Save")],
    ),
    "line ends of a hidden field": (
        "<input type=hidden name=h value='a&#10;b'>" + SAVE,
        [("h", "a\r\nb"), ("save", "Save")],
    ),
    "typed contents": (
        "<input type=number name=n value=x><input type=email name=e value=' a@b.c '><input type=color name=c value='#ABCDEF'>"
        "<input type=range name=r><input type=date name=d value=today>" + SAVE,
        [("n", ""), ("e", "a@b.c"), ("c", "#abcdef"), ("r", "50"), ("d", ""), ("save", "Save")],
    ),
    "submit button in capitals": ("<BUTTON TYPE=SUBMIT NAME=s VALUE=1>Save</BUTTON>", [("s", "1")]),
    "button of an unknown type": ("<button type=wonder name=s value=1>Save</button>", [("s", "1")]),
    "suggestions are none of the form": (
        "<datalist><option>a<input name=q value=1></datalist>" + SAVE,
        [("save", "Save")],
    ),
}


@pytest.mark.parametrize(("html", "expected"), POSTED.values(), ids=POSTED.keys())
def test_posted(read: Read, html: str, expected: list[tuple[str, str]]) -> None:
    assert posted(read(f"<form method=post action=x.aspx>{html}</form>")) == expected


def test_fields_of_other_forms_stay_out(read: Read) -> None:
    document = read(
        f"<form id=one><input name=a value=1></form><form id=two><input name=b value=2>{SAVE}</form><input name=c form=two value=3>"
    )
    assert posted(document) == [("b", "2"), ("save", "Save"), ("c", "3")]


def test_button_outside_of_its_form(read: Read) -> None:
    document = read(
        "<form><input name=a></form><form id=two><input name=b value=2></form><button form=two name=s value=1>Save</button>"
    )
    assert posted(document) == [("b", "2"), ("s", "1")]


def test_link_outside_of_every_form_posts_the_one_form(read: Read) -> None:
    document = read("<a href=\"javascript:__doPostBack('t','')\">Save</a><form><input name=a value=1></form>")
    assert posted(document) == [("__EVENTTARGET", "t"), ("__EVENTARGUMENT", ""), ("a", "1")]


def test_submit_button_that_says_nothing(read: Read) -> None:
    assert posted(read("<form><input type=submit name=s></form>"), "Submit") == [("s", "Submit")]


def test_button_of_a_form_that_is_not_there(read: Read) -> None:
    with pytest.raises(UnexpectedReplyError, match="holds no form"):
        posted(read("<form><input type=submit name=s value=Save form=other></form>"))


@pytest.mark.parametrize(
    ("attributes", "encoding"),
    [
        ("", "utf-8"),
        ("accept-charset=koi8-r", "koi8-r"),
        ("accept-charset='x-none, ISO-8859-1'", "cp1252"),
        ("accept-charset=utf-16", "utf-8"),
        ("accept-charset=rot13", "utf-8"),
    ],
)
def test_encoding_of_a_post(read: Read, attributes: str, encoding: str) -> None:
    document = read(f"<form {attributes}>{SAVE}</form>")
    assert forms.post(document, click(document), {}).encoding == encoding


@pytest.mark.parametrize("attributes", ["method=get", "method=' GET '", "method=post"])
def test_form_that_is_sent_as_the_query_of_its_address(read: Read, attributes: str) -> None:
    button = SAVE if "post" not in attributes else SAVE.replace(">", " formmethod=get>")
    document = read(f"<form {attributes} action='list.aspx?old=1'><input name=q value='a &amp; \xfc'>{button}</form>")
    sent = forms.post(document, click(document), {})
    assert sent.by_get
    assert sent.address == "https://tms.example.com/tms/page/list.aspx?q=a+%26+%C3%BC&save=Save"


def test_click_that_sends_a_form_by_get(site: Any, web_of: Callable[..., Any]) -> None:
    site.pages["/list"] = "<form method=get action=found><input name=q value=x><input type=submit value=Find></form>"
    site.pages["/found?q=x"] = "<h1>Found</h1>"
    web = web_of(site)
    ((document, found),) = web.open(f"{site.base}/list").clickables(["Find"])
    assert "Found" in web.click(document, found, "button").text
    assert site.posts == []


def test_form_for_files(read: Read) -> None:
    document = read(f"<form enctype=multipart/form-data><input type=file name=f>{SAVE}</form>")
    assert forms.post(document, click(document), {}).multipart
    document = read("<form><input name=a><button name=b formenctype=multipart/form-data>Save</button></form>")
    assert forms.post(document, click(document), {}).multipart


def test_no_form(read: Read) -> None:
    with pytest.raises(UnexpectedReplyError, match="holds no form"):
        posted(read(SAVE))


def test_changes(read: Read) -> None:
    document = read(
        "<form><input name=t value=1><textarea name=a>x</textarea><input type=checkbox name=on><input type=checkbox name=off checked>"
        "<input type=radio name=r value=1 checked><input type=radio name=r value=2>"
        f"<select name=s><option value=1 selected>A<option value=2>B</select>{SAVE}</form>"
    )
    named = {}
    for control in document.root.iter("input", "textarea", "select"):
        named.setdefault(control.get("name"), []).append(control)
    changes = {
        named["t"][0]: "neu ä",
        named["a"][0]: "1\n2",
        named["on"][0]: True,
        named["off"][0]: False,
        named["r"][0]: False,
        named["r"][1]: True,
        named["s"][0]: [named["s"][0][1]],
    }
    assert posted(document, changes=changes) == [
        ("t", "neu ä"),
        ("a", "1\r\n2"),
        ("on", "on"),
        ("r", "2"),
        ("s", "2"),
        ("save", "Save"),
    ]


ACTIONS = {
    "edit.aspx?id=3": "https://tms.example.com/tms/page/edit.aspx?id=3",
    "./edit.aspx?id=3&amp;x=1": "https://tms.example.com/tms/page/edit.aspx?id=3&x=1",
    "?y=2": "https://tms.example.com/tms/page/view.aspx?y=2",
    "../default.aspx": "https://tms.example.com/tms/default.aspx",
    "/tms/z": "https://tms.example.com/tms/z",
    "": "https://tms.example.com/tms/page/view.aspx?x=1",
    " edit.aspx ": "https://tms.example.com/tms/page/edit.aspx",
    "edit.aspx#top": "https://tms.example.com/tms/page/edit.aspx",
}


@pytest.mark.parametrize(("action", "expected"), ACTIONS.items())
def test_address(read: Read, action: str, expected: str) -> None:
    document = read(f'<form method=post action="{action}">{SAVE}</form>')
    assert forms.post(document, click(document), {}).address == expected


def test_address_of_a_form_without_an_action(read: Read) -> None:
    document = read(f"<form>{SAVE}</form>")
    assert forms.post(document, click(document), {}).address == document.url


def test_address_of_the_button(read: Read) -> None:
    document = read("<form action=a.aspx><button formaction=b.aspx>Save</button></form>")
    assert forms.post(document, click(document), {}).address == "https://tms.example.com/tms/page/b.aspx"


def test_address_below_a_base(read: Read) -> None:
    document = read(f"<base href='/tms/else/'><form action=a.aspx>{SAVE}</form>")
    assert forms.post(document, click(document), {}).address == "https://tms.example.com/tms/else/a.aspx"


LEADS_TO = {
    "relative": ("<a href='edit.aspx?id=3&amp;v=1'>Go</a>", "https://tms.example.com/tms/page/edit.aspx?id=3&v=1"),
    "spaces around": ("<a href=' edit.aspx '>Go</a>", "https://tms.example.com/tms/page/edit.aspx"),
    "fragment behind": ("<a href='edit.aspx#x'>Go</a>", "https://tms.example.com/tms/page/edit.aspx"),
    "picture": ("<a href='/tms/x'><img src=i.gif alt=Go></a>", "https://tms.example.com/tms/x"),
    "title": ("<a href='/tms/x' title=Go><img src=i.gif></a>", "https://tms.example.com/tms/x"),
    "aria": ("<a href='/tms/x' aria-label=Go><i></i></a>", "https://tms.example.com/tms/x"),
    "window": (
        "<a href='#' onclick=\"window.open('/tms/x?a=1&amp;b=2','w','width=3')\">Go</a>",
        "https://tms.example.com/tms/x?a=1&b=2",
    ),
    "location": ("<div onclick=\"location.href='x.aspx'\">Go</div>", "https://tms.example.com/tms/page/x.aspx"),
    "window location": (
        "<td onclick='window.location = \"x.aspx\"'>Go</td>",
        "https://tms.example.com/tms/page/x.aspx",
    ),
    "button with a script": (
        "<button type=button onclick=\"window.location='x.aspx'\">Go</button>",
        "https://tms.example.com/tms/page/x.aspx",
    ),
    "script in the link": (
        "<a href=\"javascript:window.open('x.aspx')\">Go</a>",
        "https://tms.example.com/tms/page/x.aspx",
    ),
    "modal dialog": (
        "<a href=# onclick=\"showModalDialog('x.aspx')\">Go</a>",
        "https://tms.example.com/tms/page/x.aspx",
    ),
    "area": ("<map><area href='x.aspx' alt=Go></map>", "https://tms.example.com/tms/page/x.aspx"),
    "role of a link": (
        "<span role=link tabindex=0 onclick=\"location='x.aspx'\">Go</span>",
        "https://tms.example.com/tms/page/x.aspx",
    ),
}


@pytest.mark.parametrize(("html", "address"), LEADS_TO.values(), ids=LEADS_TO.keys())
def test_where_a_click_leads(read: Read, html: str, address: str | None) -> None:
    found = click(read(html), "Go")
    assert found.address == address


@pytest.mark.parametrize(
    "html",
    [
        "<a href='#'>Go</a>",
        "<a>Go</a>",
        "<a href='mailto:a@b.c'>Go</a>",
        "<a href='javascript:void(0)'>Go</a>",
        "<a href='JavaScript:fold(1)'>Go</a>",
        "<button disabled>Go</button>",
        "<input type=submit disabled value=Go>",
        "<fieldset disabled><input type=submit value=Go></fieldset>",
        "<input type=hidden value=Go>",
        "<button type=button>Go</button>",
        "<input type=submit value=Go style='display:none'>",
        "<a class=aspNetDisabled disabled=disabled href='x'>Go</a>",
        "<button type=reset>Go</button>",
    ],
)
def test_what_leads_nowhere(read: Read, html: str) -> None:
    assert labelled(read(f"<form>{html}</form>"), "Go") == []


def test_each_is_found_once(read: Read) -> None:
    """A row that is clicked as a whole and the link in it are one thing, and a link shows its text once."""
    document = read("<ul><li onclick=\"location='x.aspx'\"><a href=x.aspx><span>Go</span></a></li></ul>")
    assert {each.address for each in labelled(document, "Go")} == {"https://tms.example.com/tms/page/x.aspx"}


@pytest.mark.parametrize("label", ["Save", "save", " Save ", "Save\xa0", "SAVE", "Save…", "Save..."])
def test_label_in_other_dress(read: Read, label: str) -> None:
    assert len(labelled(read(f"<form><button>{label}</button></form>"), "Save")) == 1


@pytest.mark.parametrize("label", ["Save As", "Save All", "Don't Save", "Saved", "Save and Delete"])
def test_label_is_matched_whole(read: Read, label: str) -> None:
    assert labelled(read(f"<form><button>{label}</button></form>"), "Save") == []


def test_order_of_the_page(read: Read) -> None:
    document = read("<a href=1>One</a><form><button>Two</button></form><a href=3>Three</a>")
    assert [each.label for each in clickables(document)] == ["One", "Two", "Three"]


@pytest.mark.parametrize(
    "html",
    [
        "<a href='javascript:WebForm_DoPostBackWithOptions(new WebForm_PostBackOptions(&quot;t&quot;, &quot;&quot;, false, &quot;&quot;, &quot;else.aspx&quot;, false, true))'>Save</a>",
        "<input type=submit name=t value=Save onclick='WebForm_DoPostBackWithOptions(new WebForm_PostBackOptions(&quot;t&quot;, &quot;&quot;, true, &quot;g&quot;, &quot;else.aspx&quot;, false, false))'>",
    ],
)
def test_post_to_another_page(read: Read, html: str) -> None:
    document = read(f"<form action=a.aspx>{html}</form>")
    assert forms.post(document, click(document), {}).address == "https://tms.example.com/tms/page/else.aspx"


@pytest.mark.parametrize(
    "menu",
    [
        "<ul><li>Systems<ul style='display:none'><li><a href=x.aspx>Go</a></li></ul></li></ul>",
        "<div class=m style='visibility:hidden'><a href=x.aspx>Go</a></div><div class=m style='visibility:hidden'><a href=y>Stay</a></div>",
        "<table><tr style='display:none'><td><a href=x.aspx>Go</a></td></tr></table>",
    ],
)
def test_menu_that_shows_under_the_pointer(read: Read, menu: str) -> None:
    assert click(read(menu), "Go").address == "https://tms.example.com/tms/page/x.aspx"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<textarea a='>'><b>1</b></TEXTAREA><b>", "<textarea a='>'>&lt;b>1&lt;/b></TEXTAREA><b>"),
        ("<textarea><!-- </textarea><b> -->", "<textarea>&lt;!-- </textarea><b> -->"),
        ("<script>x = '<textarea>'</script><b></textarea>", "<script>x = '<textarea>'</script><b></textarea>"),
        ("<!-- <textarea> --><b></textarea>", "<!-- <textarea> --><b></textarea>"),
        ("<textarea><b>", "<textarea><b>"),
        ("<textarea>a\r&#10;b\r\nc</textarea>", "<textarea>a\n&#10;b\nc</textarea>"),
        ("", ""),
    ],
)
def test_tags_in_a_text_area_are_none(html: str, expected: str) -> None:
    assert markup.escaped(html) == expected
