# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Random but plausible WebForms pages, each with what is meant by its labels.

Nothing here reads a page, and nothing is taken from the collection: a page is made from what it means.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import controls
from browser import MARK
from controls import Control, Counter, rarely
from hypothesis import strategies as st
from ways import BESIDE, COLUMN, GRID, LEGENDS, TIED, Field, Way

LABELS = (
    "Allow Remote Bookings",
    "Allow Bookings",
    "Allow Booking",
    "System Name",
    "Name",
    "Description",
    "Network Address",
    "Time Zone",
    "IP Zone",
    "H.323 ID",
    "E.164 Alias",
    "SIP URI (primary)",
    "Email Address",
    "Keep Name Persistent",
    "Number of last used systems listed",
    "Fernbuchungen zulassen",
    "Größe & Gewicht",
    "リモート予約を許可",
    "Разрешить бронирование",
    "Save to Log",
    "Yes / No",
    "Option Key",
)
TITLES = ("General", "TMS Scheduling Settings", "Licenses and Option Keys", "Network Settings", "Bearbeiten", "会議室")


@dataclass(frozen=True)
class Asked:
    """A label, in a pane if it is named, and the controls that it means: one, or two that are to be refused.

    ways: how they are related; by_button: asked together with the page's button, which one of two panes alone has.
    """

    label: str
    pane: str
    meant: tuple[Control, ...]
    ways: str
    by_button: bool = False


@dataclass(frozen=True)
class Page:
    """html: the document; asked: what is meant by its labels; save: what its buttons are called.

    button, label: the mark and the text of what is to be clicked.

    beside: the field whose button it is, None for something else to click; framed: shown in a frame of another page;
    shapes: what the page is an example of.
    """

    html: bytes
    content_type: str
    asked: tuple[Asked, ...]
    save: str
    beside: Asked | None
    label: str
    button: int
    framed: bool
    shapes: frozenset[str]


@dataclass
class _Pane:
    title: str
    fields: list[Field]
    way: Way
    button: int | None = None


@dataclass
class _Plan:
    counter: Counter = field(default_factory=Counter)
    shapes: set[str] = field(default_factory=set)
    panes: list[_Pane] = field(default_factory=list)
    #: What else can be clicked: label and mark.
    targets: list[tuple[str, int, str]] = field(default_factory=list)
    #: The pane that alone has a button, where a label stands in two.
    owner: _Pane | None = None


@st.composite
def pages(draw: st.DrawFn, *, address: str = "view.aspx?x=1") -> Page:
    """A page that posts back to *address*."""
    plan = _Plan()
    labels = list(draw(st.permutations(LABELS)))
    titles = list(draw(st.permutations(TITLES)))
    for dummy in range(draw(st.integers(1, 3))):
        plan.panes.append(_pane(draw, plan, titles.pop(), labels))
    asked = _twins(draw, plan)
    save = label = draw(st.sampled_from(("Save", "Speichern", "保存", "Apply & Close")))
    buttons = _buttons(draw, plan, label)
    body = _decorated(draw, plan, _laid_out(draw, plan, buttons))
    beside = draw(st.sampled_from([each for each in asked if len(each.meant) == 1 and not each.by_button]))
    pane = next(pane for pane in plan.panes if any(each.control is beside.meant[0] for each in pane.fields))
    clicked = pane.button if pane.button is not None else buttons.get("", (None, ""))[0]
    if clicked is None or rarely(draw, 2):
        shape = draw(st.sampled_from([name for name, (text, dummy) in _DECORATIONS.items() if text]))
        if not any(shape == each[2] for each in plan.targets):
            body += _decoration(plan, shape)
        label, clicked, shape = next(each for each in plan.targets if each[2] == shape)
        beside = None
        plan.shapes.add(f"click: {shape}")
    framed = rarely(draw, 10)
    if framed:
        plan.shapes.add("page in a frame")
    html_, content_type = _document(draw, plan, body, address)
    return Page(html_, content_type, tuple(asked), save, beside, label, clicked, framed, frozenset(plan.shapes))


# -- fields


def _pane(draw: st.DrawFn, plan: _Plan, title: str, labels: list[str]) -> _Pane:
    way = draw(st.sampled_from((*TIED, *BESIDE, LEGENDS, GRID)))
    plan.shapes.add(way.name)
    fields = []
    for number in range(4 if way is GRID else draw(st.integers(1, 4))):
        only_boxes = way.name == "ASP.NET check boxes" and draw(st.booleans())
        make = controls.box if only_boxes else controls.control
        control = make(draw, plan.counter) if only_boxes else controls.control(draw, plan.counter, single=way.single)
        plan.shapes.update(control.shapes)
        named = f"{fields[-1].label}, {COLUMN}" if way is GRID and number % 2 else labels.pop()
        fields.append(Field(named, control))
    return _Pane(title, fields, way)


def _twins(draw: st.DrawFn, plan: _Plan) -> list[Asked]:
    """Every label; where a page has several panes perhaps one that stands in two of them, or twice in one."""
    asked = []
    twice: tuple[str, ...] = ()
    if draw(st.sampled_from((False, False, True))):
        first = plan.panes[0]
        second = plan.panes[-1]
        single = second.way.single
        control = controls.control(draw, plan.counter, single=single)
        plan.shapes.update(control.shapes)
        second.fields.append(Field(first.fields[0].label, control))
        twice = (first.fields[0].label,)
        meant = (first.fields[0].control, control)
        ways = f"{first.way.name}, {second.way.name}"
        asked.append(Asked(twice[0], "", meant, ways))
        if first is second:
            plan.shapes.add("label twice in a pane")
            asked.append(Asked(twice[0], first.title, meant, ways))
        else:
            plan.shapes.add("label in two panes")
            asked += [
                Asked(twice[0], first.title, meant[:1], first.way.name),
                Asked(twice[0], second.title, meant[1:], second.way.name),
            ]
            if draw(st.booleans()):
                plan.owner, own = draw(st.sampled_from(((first, meant[:1]), (second, meant[1:]))))
                asked.append(Asked(twice[0], "", own, ways, by_button=True))
    asked += [
        Asked(each.label, draw(st.sampled_from(("", pane.title))), (each.control,), pane.way.name)
        for pane in plan.panes
        for each in pane.fields
        if each.label not in twice
    ]
    if all(len(each.meant) > 1 for each in asked):
        control = controls.text(draw, plan.counter)
        plan.panes[0].fields.append(Field("Comment", control))
        asked.append(Asked("Comment", "", (control,), plan.panes[0].way.name))
    return asked


# -- buttons


def _buttons(draw: st.DrawFn, plan: _Plan, label: str) -> dict[str, tuple[int, str]]:
    """The buttons of that label by the title of their pane, "" for that of the page: mark and HTML."""
    if len(plan.panes) > 1 and plan.owner is not None:
        plan.shapes.add("Save in one of two panes")
        plan.owner.button, markup = _button(draw, plan, label)
        return {plan.owner.title: (plan.owner.button, markup)}
    if len(plan.panes) > 1 and draw(st.booleans()):
        plan.shapes.add("two Save buttons")
        found = {}
        for pane in plan.panes:
            pane.button, markup = _button(draw, plan, label)
            found[pane.title] = (pane.button, markup)
        return found
    return {"": _button(draw, plan, label)}


def _button(draw: st.DrawFn, plan: _Plan, label: str) -> tuple[int, str]:
    mark = plan.counter.next()
    kind = draw(st.sampled_from(("submit", "submit", "button", "image", "link", "validated", "onclick")))
    plan.shapes.add(f"click: {kind}")
    text, name = html.escape(label), f"ctl00$uxContent$uxSave{mark}"
    marked = f'{MARK}="{mark}"'
    action = draw(st.sampled_from(("", "", "", 'formaction="other.aspx?y=2"')))
    if kind in ("submit", "button") and action:
        plan.shapes.add("formaction")
    # In a script within an attribute.
    call = f"__doPostBack(&#39;{name}&#39;,&#39;{draw(st.sampled_from(('', '7', 'Page$2')))}&#39;)"
    options = (
        f"javascript:WebForm_DoPostBackWithOptions(new WebForm_PostBackOptions(&quot;{name}&quot;, &quot;&quot;, true, "
        "&quot;&quot;, &quot;{}&quot;, false, {}))"
    )
    markup = {
        "submit": f'<input {marked} type="submit" name="{name}" value="{text}" {action}>',
        "button": f'<button {marked} name="{name}" value="1" {action}><span>{text}</span></button>',
        "image": f'<input {marked} type="image" name="{name}" alt="{text}" src="save.gif">',
        "link": f'<a {marked} href="javascript:{call}">{text}</a>',
        "validated": (
            f'<input {marked} type="submit" name="{name}" value="{text}" onclick="{options.format("", "false")}">'
            if draw(st.booleans())
            else f'<a {marked} href="{options.format(draw(st.sampled_from(("", "third.aspx"))), "true")}">{text}</a>'
        ),
        "onclick": f'<input {marked} type="button" name="{name}" value="{text}" onclick="javascript:{call};return false;">',
    }[kind]
    return mark, markup


def _others(draw: st.DrawFn, plan: _Plan) -> str:
    """Buttons that are not clicked."""
    number = plan.counter.next()
    return draw(
        st.sampled_from(
            (
                "",
                f'<input type="submit" name="cancel{number}" value="Cancel">',
                f'<button type="button" name="b{number}" value="1">Browse</button>',
                '<input type="reset" name="reset" value="Reset"><input type="image" name="help" alt="Help" src="h.gif">',
            )
        )
    )


# -- panes

_Frame = Callable[[str, str], str]

#: How a pane shows its title: by what it is, or by what stands before it.
_FRAMES: dict[str, _Frame] = {
    "pane: fieldset": lambda title, body: f"<fieldset><legend>{title}</legend>{body}</fieldset>",
    "pane: heading": lambda title, body: f"<div><h3>{title}</h3><div>{body}</div></div>",
    "pane: bar": lambda title, body: (
        f'<div class="pane"><div class="bar">{title}</div><div class="body">{body}</div></div>'
    ),
    "pane: folding": lambda title, body: (
        f'<div class="pane"><div class="bar"><a href="javascript:fold(3)">{title}</a></div><div class="body">{body}</div></div>'
    ),
    "pane: caption": lambda title, body: f"<table><caption>{title}</caption><tr><td>{body}</td></tr></table>",
    "pane: title row": lambda title, body: (
        f'<table><tr class="t"><td>{title}</td></tr><tr><td>{body}</td></tr></table>'
    ),
    "pane: section": lambda title, body: f'<section aria-label="{title}">{body}</section>',
    "pane: tab": lambda title, body: f'<div role="tabpanel" aria-label="{title}">{body}</div>',
    "pane: dialog": lambda title, body: f'<div role="dialog" aria-label="{title}">{body}</div>',
    "pane: details": lambda title, body: f"<details open><summary>{title}</summary>{body}</details>",
    "pane: folded": lambda title, body: f'<div><h4>{title}</h4><div style="display:none">{body}</div></div>',
}


def _laid_out(draw: st.DrawFn, plan: _Plan, buttons: dict[str, tuple[int, str]]) -> str:
    kind = draw(st.sampled_from(sorted(_FRAMES)))
    plan.shapes.add(kind)
    parts = []
    for pane in plan.panes:
        body = pane.way.draw(draw, pane.fields)
        if pane.button is not None:
            body += f"<div>{buttons[pane.title][1]}{_others(draw, plan)}</div>"
        if rarely(draw, 8):
            plan.shapes.add("disabled fieldset")
            mark = plan.counter.next()
            body += f'<fieldset disabled><input {MARK}="{mark}" name="off{mark}" value="1"></fieldset>'
        parts.append(_FRAMES[kind](html.escape(pane.title), body))
    if "" in buttons:
        foot = f"<div>{buttons[''][1]}{_others(draw, plan)}</div>"
        parts.insert(draw(st.sampled_from((0, len(parts)))), foot)
    return "".join(parts)


# -- the page around

_SCRIPT = """<script type="text/javascript">
//<![CDATA[
var theForm = document.forms['aspnetForm'] || document.aspnetForm;
function __doPostBack(eventTarget, eventArgument) {
  theForm.__EVENTTARGET.value = eventTarget; theForm.__EVENTARGUMENT.value = eventArgument; theForm.submit(); }
function WebForm_PostBackOptions(eventTarget, eventArgument, validation, group, actionUrl, trackFocus, clientSubmit) {
  this.t = eventTarget; this.a = eventArgument; this.u = actionUrl; this.s = clientSubmit; }
function WebForm_DoPostBackWithOptions(o) {
  if (o.u) theForm.action = o.u;
  if (o.s) __doPostBack(o.t, o.a); }
function fold(n) {}
//]]>
</script>"""


def _decorated(draw: st.DrawFn, plan: _Plan, body: str) -> str:
    """What else stands on a page: menus, trees, lists, pagers, tabs, search boxes, frames, and what opens dialogs."""
    for name in _DECORATIONS:
        if rarely(draw, 4):
            markup = _decoration(plan, name)
            body = body + markup if draw(st.booleans()) else markup + body
    return body


def _decoration(plan: _Plan, name: str) -> str:
    """One of them; what can be clicked in it is noted."""
    plan.shapes.add(name)
    label, markup = _DECORATIONS[name]
    if label:
        mark = plan.counter.next()
        plan.targets.append((label, mark, name))
        markup = markup.replace("<@", f'<{{}} {MARK}="{mark}"')
        for tag in ("a", "input", "span"):
            markup = markup.replace(f'<{{}} {MARK}="{mark}"{tag}', f'<{tag} {MARK}="{mark}"')
    return markup


_ROWS = "".join(
    f'<tr><td><input type="checkbox" name="grid$ctl0{number}$pick"></td><td><a href="v.aspx?id={number}">Oslo {number}</a></td>'
    f"<td>10.0.0.{number}</td></tr>"
    for number in range(2, 5)
)
#: By name: what can be clicked in it, written <@a for <a, and its HTML.
_DECORATIONS = {
    "hover menu": (
        "Navigator",
        '<ul class="menu"><li><a href="s.aspx">Systems</a><ul style="display:none"><li><@a href="n.aspx?a=1&amp;b=2#top">Navigator</a>'
        "</li></ul></li></ul>",
    ),
    "tree": (
        "Norway",
        '<div class="tree"><table><tr><td><a href="javascript:__doPostBack(\'tree\',\'t1\')"><img src="plus.gif" alt="Expand"></a>'
        "</td><td><@a href=\"javascript:__doPostBack('tree','sNorway\\\\\\\\Oslo')\">Norway</a></td></tr></table>"
        '<div style="display:none"><table><tr><td><a href="v.aspx?id=4">Oslo 4</a></td></tr></table></div></div>',
    ),
    "grid": (
        "Oslo 9",
        f'<table class="grid"><tr><th></th><th>System</th><th>Address</th></tr>{_ROWS}<tr><td><input type="checkbox" name="g9"></td>'
        '<td><@a href="v.aspx?id=9">Oslo 9</a></td><td>10.0.0.9</td></tr></table>',
    ),
    "pager": (
        "3",
        "<table><tr><td><span>1</span></td><td><a href=\"javascript:__doPostBack('grid','Page$2')\">2</a></td>"
        "<td><@a href=\"javascript:__doPostBack('grid','Page$3')\">3</a></td></tr></table>",
    ),
    "tabs": (
        "Settings",
        '<div class="tabs"><span class="on">Summary</span><@a href="javascript:__doPostBack(\'tab\',\'1\')">Settings</a>'
        "<a href=\"javascript:__doPostBack('tab','2')\">Logs</a></div>",
    ),
    "search": (
        "",
        '<div class="top"><input type="text" name="ctl00$uxSearch" value="Search"><input type="submit" name="go" value="Go"></div>',
    ),
    "frame": ("", '<iframe src="about:blank" name="inner"></iframe>'),
    "status": ("", '<div class="status"><span>Last refresh</span> <span>2026-11-24</span></div>'),
    "opens a window": (
        "Select Users",
        "<@a href=\"#\" onclick=\"window.open('users.aspx?id=3&amp;x=%C3%A4','w','width=300');return false;\">Select Users</a>",
    ),
    "opens a modal dialog": (
        "Select Zone",
        '<@input type="button" value="Select Zone" onclick=\'showModalDialog("zone.aspx", window)\'>',
    ),
    "address put together": (
        "Phone Book",
        "<@a href=\"#\" onclick=\"var u = 'book.aspx?id=' + 7; window.open(u + '&amp;n=' + encodeURIComponent('a b')); return false;\">"
        "Phone Book</a>",
    ),
    "function of the page": (
        "Add Members",
        '<script>function openDialog(page, id) { var url = page + ".aspx?id=" + id; window.open(url, "d", "width=3"); }</script>'
        "<@a href=\"javascript:openDialog('members',12)\">Add Members</a>",
    ),
    "goes by script": (
        "Summary page",
        '<@span class="link" onclick="window.location.href=\'sum.aspx?id=1\'">Summary page</span>',
    ),
}

_CHARSETS = ("utf-8", "utf-8", "utf-8", "windows-1252", "iso-8859-1", "shift_jis", "koi8-r", "iso-8859-15", "euc-kr")


def _document(draw: st.DrawFn, plan: _Plan, body: str, address: str) -> tuple[bytes, str]:
    charset = draw(st.sampled_from(_CHARSETS))
    if charset != "utf-8":
        plan.shapes.add("another encoding")
    hidden = (
        '<input type="hidden" name="__EVENTTARGET" id="__EVENTTARGET" value="" />'
        '<input type="hidden" name="__EVENTARGUMENT" id="__EVENTARGUMENT" value="" />'
        '<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="/wEPDwUK+x/LTE2Nj==" />'
    )
    attributes = _form_attributes(draw, plan)
    inside = f"{hidden}{body}"
    outside = ""
    mark = plan.counter.next()
    if rarely(draw, 4):
        plan.shapes.add("form attribute")
        outside = (
            f'<input {MARK}="{mark}" name="outside{mark}" value="7" form="aspnetForm"><input name="lost" value="1">'
        )
    if rarely(draw, 5):
        plan.shapes.add("second form")
        outside += (
            '<form id="search" action="search.aspx"><input name="q" value="x"><input type="submit" value="Find"></form>'
        )
    if rarely(draw, 6):
        plan.shapes.add("duplicate name")
        inside += '<input type="hidden" name="twice" value="1"><input type="hidden" name="twice" value="a\nb">'
    meta = f'<meta charset="{charset}">'
    page = (
        f"<!DOCTYPE html><html><head>{meta}<title>Page</title></head><body>"
        f'<form method="post" action="{html.escape(address)}" id="aspnetForm" name="aspnetForm"{attributes}>{inside}</form>'
        f"{outside}{_SCRIPT}</body></html>"
    )
    content_type = "text/html"
    if draw(st.booleans()):
        content_type += f"; charset={charset}"
    return page.encode(charset, errors="xmlcharrefreplace"), content_type


def _form_attributes(draw: st.DrawFn, plan: _Plan) -> str:
    attributes = ""
    if rarely(draw, 6):
        plan.shapes.add("accept-charset")
        attributes += draw(st.sampled_from((' accept-charset="utf-8"', ' accept-charset="x-unknown, iso-8859-1"')))
    if rarely(draw, 8):
        plan.shapes.add("multipart")
        attributes += ' enctype="multipart/form-data"'
    return attributes


def every_shape(found: Sequence[frozenset[str]]) -> dict[str, int]:
    """How often each shape occurred."""
    counted: dict[str, int] = {}
    for shapes in found:
        for each in shapes:
            counted[each] = counted.get(each, 0) + 1
    return dict(sorted(counted.items()))
