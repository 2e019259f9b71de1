# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Controls as WebForms pages hold them, with contents that are hard to carry unharmed."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass

from browser import MARK
from hypothesis import strategies as st

#: Contents that a careless client changes on the way.
TEXTS = (
    "",
    "Oslo 1",
    'it\'s "5" & <6>',
    "&amp; &lt;",
    "  two  spaces  ",
    "\u00a0hard\u00a0space",
    "a+b=c%20&d;e",
    "x~*-._y!'()",
    "Møteröm – „Süd“ …",
    "€ 5",
    "東京 会議室",
    "Переговорная",
    "tab\tbed",
    "😀",
    "[x] {y} \\z|^`",
)
LINES = (
    "one",
    "one\ntwo",
    "\n\nthird",
    "a\r\nb\r\n",
    "  <b>no tag</b> &amp; <!-- no comment --> ",
    "東京\n  ä",
    "</div></td>",
    "<script>x</script>\n<input name=inner>",
)


@dataclass(frozen=True)
class Control:
    """One thing to fill in. marks: those of its parts, for radio buttons one each; markup: its HTML with more attributes.

    shapes: what it is an example of; is_box: a check box, whose label may stand behind it.
    """

    marks: tuple[int, ...]
    markup: Callable[[str], str]
    shapes: tuple[str, ...]
    is_box: bool = False

    @property
    def is_single(self) -> bool:
        return len(self.marks) == 1


@dataclass
class Counter:
    """Gives each control of a page its mark."""

    last: int = 0

    def next(self) -> int:
        self.last += 1
        return self.last


def rarely(draw: st.DrawFn, of: int) -> bool:
    """True once in *of* times; false in the smallest page that shows a difference."""
    return draw(st.integers(1, of)) == of


def quoted(draw: st.DrawFn, text: str) -> str:
    """An attribute's value with quotes, written in one of the ways HTML has."""
    way = draw(st.integers(0, 3))
    if way == 0:
        return '"' + "".join(f"&#{ord(each)};" if each in "\"&<>'" or ord(each) > 126 else each for each in text) + '"'
    if way == 1:
        return "'" + text.replace("&", "&amp;").replace("'", "&#39;") + "'"
    if way == 2:
        return '"' + html.escape(text).replace("\u00a0", "&nbsp;").replace("ä", "&auml;").replace("€", "&euro;") + '"'
    return '"' + text.replace("&", "&#x26;").replace('"', "&#34;") + '"'


def name(draw: st.DrawFn, counter: Counter) -> str:
    """Most names are their control's own; some are shared."""
    number = draw(st.sampled_from((counter.last, counter.last, counter.last, 1)))
    return f"ctl00$uxContent$ctl{number:02}$ux{draw(st.sampled_from(('Name', 'Value', 'Field', 'Box')))}"


def control(draw: st.DrawFn, counter: Counter, *, single: bool = False) -> Control:
    """Some control; *single*: none that is made of several."""
    kinds = _SINGLE if single else (*_SINGLE, _radios)
    return draw(st.sampled_from(kinds))(draw, counter)


def box(draw: st.DrawFn, counter: Counter) -> Control:
    mark = counter.next()
    attributes = f'type="checkbox" name="{name(draw, counter)}"'
    if draw(st.booleans()):
        attributes += f" value={quoted(draw, draw(st.sampled_from(TEXTS)))}"
    if draw(st.booleans()):
        attributes += draw(st.sampled_from((' checked="checked"', " checked", ' CHECKED="false"')))
    shapes = ["check box"]
    attributes += _locked(draw, shapes)
    return Control((mark,), _input(mark, attributes), tuple(shapes), is_box=True)


def text(draw: st.DrawFn, counter: Counter) -> Control:
    mark = counter.next()
    kind = draw(
        st.sampled_from(
            ("", 'type="text"', "type=TEXT", 'type="search"', 'type="wonder"', 'type="tel"', 'type="password"')
        )
    )
    attributes = f'{kind} name="{name(draw, counter)}"'
    if draw(st.booleans()):
        attributes += f" value={quoted(draw, draw(st.sampled_from(TEXTS)))}"
    shapes = ["text"]
    attributes += _locked(draw, shapes)
    return Control((mark,), _input(mark, attributes), tuple(shapes))


#: Types whose contents the browser itself puts right.
_TYPED = {
    "number": ("5", " 5", "1e3", "x", "", "-.5", "1."),
    "range": ("30", "300", "x", ""),
    "color": ("#AABBCC", "nonsense", ""),
    "email": (" a@b.c ", "a@b.c"),
    "url": (" https://x.example/ ", ""),
    "date": ("2026-11-24", "24.11.2026", "2026-02-30"),
    "time": ("09:30", "9:30", "25:00"),
    "datetime-local": ("2026-11-24T09:30", "2026-11-24 09:30", "soon"),
    "month": ("2026-11", "2026-13"),
    "week": ("2026-W48", "2026-W99"),
}


def typed(draw: st.DrawFn, counter: Counter) -> Control:
    mark = counter.next()
    kind = draw(st.sampled_from(sorted(_TYPED)))
    value = draw(st.sampled_from(_TYPED[kind]))
    attributes = f'type="{kind}" name="{name(draw, counter)}" value={quoted(draw, value)}'
    return Control((mark,), _input(mark, attributes), ("typed text",))


def area(draw: st.DrawFn, counter: Counter) -> Control:
    mark = counter.next()
    lines = draw(st.sampled_from((*LINES, *TEXTS)))
    written = draw(
        st.sampled_from((lines.replace("&", "&amp;"), html.escape(lines), html.escape(lines).replace("\n", "&#10;")))
    )
    shapes = ["text area"]
    attributes = f'name="{name(draw, counter)}"' + _locked(draw, shapes)
    start = draw(st.sampled_from(("", "\n", "\r\n")))
    return Control(
        (mark,),
        lambda more: f'<textarea {MARK}="{mark}" {attributes} {more}>{start}{written}</textarea>',
        tuple(shapes),
    )


def choice(draw: st.DrawFn, counter: Counter) -> Control:
    mark = counter.next()
    shapes = ["select"]
    attributes = f'name="{name(draw, counter)}"'
    several = draw(st.sampled_from((False, False, True)))
    if several:
        attributes += draw(st.sampled_from((' multiple="multiple"', " multiple size=4")))
        shapes.append("multi-select")
    elif draw(st.booleans()):
        attributes += draw(st.sampled_from((' size="4"', " size=1", " size=x")))
    options = "".join(_option(draw, number) for number in range(draw(st.integers(1, 4))))
    if draw(st.sampled_from((False, False, True))):
        options += f"<optgroup label=More{draw(st.sampled_from(('', ' disabled')))}>{_option(draw, 9)}</optgroup>"
    attributes += _locked(draw, shapes, read_only=False)
    return Control(
        (mark,), lambda more: f'<select {MARK}="{mark}" {attributes} {more}>{options}</select>', tuple(shapes)
    )


def _option(draw: st.DrawFn, number: int) -> str:
    shown = draw(st.sampled_from((f"Option {number}", " two  words\n ", "hard\u00a0 \u00a0space", "東京", "a &amp; b")))
    attributes = ""
    if draw(st.booleans()):
        attributes += f" value={quoted(draw, draw(st.sampled_from((str(number), '', *TEXTS))))}"
    attributes += draw(st.sampled_from(("", "", "", ' selected="selected"', " selected", " disabled")))
    attributes += draw(st.sampled_from(("", "", "", ' label="Called otherwise"')))
    return f"<option{attributes}>{shown}</option>" if draw(st.booleans()) else f"<option{attributes}>{shown}"


def _radios(draw: st.DrawFn, counter: Counter) -> Control:
    """A group of radio buttons, as RadioButtonList renders it in flow; some with more than one checked."""
    number = draw(st.integers(2, 3))
    marks = tuple(counter.next() for dummy in range(number))
    group = f"ctl00$uxContent$ctl{marks[0]:02}$uxList"
    parts = []
    for mark, shown in zip(marks, ("Yes", "No", "By default"), strict=False):
        checked = draw(st.sampled_from(("", ' checked="checked"')))
        parts.append(
            f'<input {MARK}="{mark}" id="r{mark}" type="radio" name="{group}" value="{shown}"{checked}>'
            f'<label for="r{mark}">{shown}</label>'
        )
    between = draw(st.sampled_from((" ", "<br>")))
    return Control(marks, lambda more: f"<span {more}>{between.join(parts)}</span>", ("radio buttons",))


def twin(draw: st.DrawFn, counter: Counter) -> Control:
    """A check box with a hidden field of the same name behind it, as MVC has them."""
    mark = counter.next()
    name_ = f"twin{mark}"
    checked = draw(st.sampled_from(("", " checked")))
    return Control(
        (mark,),
        lambda more: (
            f'<input {MARK}="{mark}" type=checkbox name={name_} value=true{checked} {more}>'
            f"<input type=hidden name={name_} value=false>"
        ),
        ("check box", "duplicate name"),
        is_box=True,
    )


def file(draw: st.DrawFn, counter: Counter) -> Control:
    mark = counter.next()
    return Control((mark,), _input(mark, f'type="file" name="{name(draw, counter)}"'), ("file",))


_SINGLE = (text, text, typed, area, choice, choice, box, twin, file)


def _input(mark: int, attributes: str) -> Callable[[str], str]:
    return lambda more: f'<input {MARK}="{mark}" {attributes} {more}>'


def _locked(draw: st.DrawFn, shapes: list[str], *, read_only: bool = True) -> str:
    how = draw(st.sampled_from(("", "", "", "", "disabled", "readonly" if read_only else "")))
    if how:
        shapes.append(how)
    return {"": "", "disabled": ' disabled="disabled" class="aspNetDisabled"', "readonly": " readonly"}[how]
