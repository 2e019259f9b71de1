# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ways in which HTML and layout say that a label belongs to a control; each draws a whole pane of fields in its way."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from controls import Control, rarely
from hypothesis import strategies as st


@dataclass(frozen=True)
class Field:
    """A label with the control that is meant by it."""

    label: str
    control: Control

    @property
    def id(self) -> str:
        return f"ctl00_ux{self.control.marks[0]}"


@dataclass(frozen=True)
class Way:
    """draw: the fields as HTML; single: only for controls of one part."""

    name: str
    draw: Callable[[st.DrawFn, Sequence[Field]], str]
    single: bool = False


def dressed(draw: st.DrawFn, label: str) -> str:
    """A label as a page writes it: with a colon, an asterisk, hard spaces, in bold, with a picture."""
    text = html.escape(label.upper() if rarely(draw, 10) else label)
    if rarely(draw, 6):
        text = text.replace(" ", "&nbsp;")
    if rarely(draw, 6):
        text = text.replace(" ", "\n   ", 1)
    text += draw(
        st.sampled_from(("", "", ":", " :", ":&nbsp;", "*", " <span class=required>*</span>", ": *", "\uff1a"))
    )
    frame = draw(st.sampled_from(("{}", "{}", "{}", "<b>{}</b>", "<span id=s>{}</span>", "<font color=blue>{}</font>")))
    before = draw(st.sampled_from(("", "", "", "", '<img src="i.gif" alt="">')))
    return before + frame.format(text)


def _plain(field: Field) -> str:
    return field.control.markup("")


def _called(field: Field, attribute: str, value: str) -> str:
    return field.control.markup(f'{attribute}="{html.escape(value)}"')


def _with_id(field: Field) -> str:
    return field.control.markup(f'id="{field.id}"')


# -- tied by the page


def _label_for(draw: st.DrawFn, fields: Sequence[Field]) -> str:
    frame = draw(
        st.sampled_from(
            (
                "<div>{label} {control}</div>",
                "<p>{label}<br>{control}</p>",
                "<div class=row><div class=l>{label}</div><div class=v>{control}</div></div>",
                "<tr><td>{label}</td><td>{control}</td></tr>",
                "<li>{control}{label}</li>",
            )
        )
    )
    rows = "".join(
        frame.format(label=f'<label for="{field.id}">{dressed(draw, field.label)}</label>', control=_with_id(field))
        for field in fields
    )
    return _around(frame, rows)


def _around(frame: str, rows: str) -> str:
    return f"<table>{rows}</table>" if frame.startswith("<tr") else f"<ul>{rows}</ul>" if frame[:3] == "<li" else rows


def _wrapping(draw: st.DrawFn, fields: Sequence[Field]) -> str:
    between = draw(st.sampled_from(("", "<br>", "\n")))
    return between.join(
        f"<label>{_plain(field)} {dressed(draw, field.label)}</label>"
        if field.control.is_box
        else f"<label>{dressed(draw, field.label)} {_plain(field)}</label>"
        for field in fields
    )


def _aria_label(draw: st.DrawFn, fields: Sequence[Field]) -> str:
    frame = draw(st.sampled_from(("<div>{}</div>", "<td>{}</td>")))
    cells = "".join(frame.format(_called(field, "aria-label", field.label)) for field in fields)
    return f"<table><tr>{cells}</tr></table>" if frame.startswith("<td") else cells


def _title(draw: st.DrawFn, fields: Sequence[Field]) -> str:
    return "".join(f"<p>{_called(field, 'title', field.label)}</p>" for field in fields)


def _labelled_by(draw: st.DrawFn, fields: Sequence[Field]) -> str:
    attribute = draw(st.sampled_from(("aria-labelledby", "aria-labelledby", "aria-describedby")))
    labels = "".join(f'<td id="l{field.id}">{dressed(draw, field.label)}</td>' for field in fields)
    cells = "".join(f"<td>{_called(field, attribute, 'l' + field.id)}</td>" for field in fields)
    return f"<table><tr>{labels}</tr><tr>{cells}</tr></table>"


# -- beside each other


def _cells(draw: st.DrawFn, fields: Sequence[Field]) -> str:
    tag = draw(st.sampled_from(("td", "th", 'td class="l"')))
    behind = draw(st.sampled_from(("", "", "<td></td>", "<td>&nbsp;</td>")))
    frame = draw(st.sampled_from(("{}", "{}", "<div>{}</div>", "<span class=v>{}</span>")))
    rows = "".join(
        f"<tr><{tag}>{dressed(draw, field.label)}</{tag.partition(' ')[0]}><td>{frame.format(_plain(field))}</td>{behind}</tr>"
        for field in fields
    )
    return f"<table>{rows}</table>"


def _cells_in_twos(draw: st.DrawFn, fields: Sequence[Field]) -> str:
    """Two labels with their controls in each row, perhaps with an empty column between."""
    gap = draw(st.sampled_from(("", "<td width=20></td>", "<td>&nbsp;</td>")))
    cells = [f"<td>{dressed(draw, field.label)}</td><td>{_plain(field)}</td>" for field in fields]
    if len(cells) % 2:
        cells.append("<td></td><td></td>")
    rows = "".join(f"<tr>{first}{gap}{second}</tr>" for first, second in zip(cells[::2], cells[1::2], strict=True))
    return f"<table>{rows}</table>"


def _nested_tables(draw: st.DrawFn, fields: Sequence[Field]) -> str:
    rows = "".join(
        "<tr><td><table><tr>"
        f"<td>{dressed(draw, field.label)}</td></tr></table></td><td><table><tr><td>{_plain(field)}</td></tr></table></td></tr>"
        for field in fields
    )
    layout = draw(st.sampled_from(("{}", "<table><tr><td>{}</td></tr></table>")))
    return layout.format(f"<table>{rows}</table>")


def _definitions(draw: st.DrawFn, fields: Sequence[Field]) -> str:
    frame = draw(st.sampled_from(("{}", "<div>{}</div>")))
    rows = "".join(frame.format(f"<dt>{dressed(draw, field.label)}</dt><dd>{_plain(field)}</dd>") for field in fields)
    return f"<dl>{rows}</dl>"


def _text_before(draw: st.DrawFn, fields: Sequence[Field]) -> str:
    frame = draw(st.sampled_from(("{} {}<br>", "<p>{} {}</p>", "<div>{}{}</div>", "<li>{} {}</li>")))
    rows = "".join(frame.format(dressed(draw, field.label), _plain(field)) for field in fields)
    return _around(frame, rows)


def _text_behind(draw: st.DrawFn, fields: Sequence[Field]) -> str:
    """Boxes with their text behind them; what is no box has its text before it."""
    frame = draw(st.sampled_from(("{} {}<br>", "<p>{} {}</p>", "<div>{}{}</div>", "<tr><td>{}</td><td>{}</td></tr>")))
    rows = "".join(
        frame.format(
            *(
                (_plain(field), dressed(draw, field.label))
                if field.control.is_box
                else (dressed(draw, field.label), _plain(field))
            )
        )
        for field in fields
    )
    return _around(frame, rows)


def _blocks_in_rows(draw: st.DrawFn, fields: Sequence[Field]) -> str:
    label, value = draw(st.sampled_from((("div", "div"), ("span", "div"), ("label", "div"), ("div", "span"))))
    return "".join(
        f'<div class="form-row"><{label} class="name">{dressed(draw, field.label)}</{label}>'
        f'<{value} class="value">{_plain(field)}</{value}></div>'
        for field in fields
    )


def _blocks_in_turn(draw: st.DrawFn, fields: Sequence[Field]) -> str:
    rows = "".join(
        f'<div class="name">{dressed(draw, field.label)}</div><div class="value">{_plain(field)}</div>'
        for field in fields
    )
    return f"<div>{rows}</div>"


def _rows_in_turn(draw: st.DrawFn, fields: Sequence[Field]) -> str:
    rows = "".join(
        f"<tr><td>{dressed(draw, field.label)}</td></tr><tr><td>{_plain(field)}</td></tr>" for field in fields
    )
    return f"<table>{rows}</table>"


def _header_row(draw: st.DrawFn, fields: Sequence[Field]) -> str:
    head = draw(st.sampled_from(("<tr>{}</tr>", "<thead><tr>{}</tr></thead>")))
    labels = head.format("".join(f"<th>{dressed(draw, field.label)}</th>" for field in fields))
    cells = "".join(f"<td>{_plain(field)}</td>" for field in fields)
    return f"<table>{labels}<tr>{cells}</tr></table>"


def _grid(draw: st.DrawFn, fields: Sequence[Field]) -> str:
    """Rows named by their first cell, two controls in each: the first is called as its row, the second also as its column."""
    head = "<tr><th>{}</th><th>Incoming</th><th>{}</th></tr>".format(draw(st.sampled_from(("", "Protocol"))), COLUMN)
    rows = []
    for first, second in zip(fields[::2], [*fields[1::2], None], strict=False):
        other = _plain(second) if second is not None else "-"
        rows.append(f"<tr><td>{html.escape(first.label)}</td><td>{_plain(first)}</td><td>{other}</td></tr>")
    return f"<table>{head}{''.join(rows)}</table>"


def _legends(draw: st.DrawFn, fields: Sequence[Field]) -> str:
    """Each control, or each group of radio buttons, in a fieldset of its own that is called as it is."""
    return "".join(
        f"<fieldset><legend>{dressed(draw, field.label)}</legend>{_plain(field)}</fieldset>" for field in fields
    )


def _asp_boxes(draw: st.DrawFn, fields: Sequence[Field]) -> str:
    """CheckBoxList where all are boxes: a table of inputs with labels; else ASP.NET's own CheckBox, a span."""
    boxes = all(field.control.is_box for field in fields)
    rows = ""
    for field in fields:
        label = f'<label for="{field.id}">{html.escape(field.label)}</label>'
        inner = _with_id(field) + label if field.control.is_box else f"{label} {_with_id(field)}"
        rows += f"<tr><td>{inner}</td></tr>" if boxes else f'<span class="aspNetCheck">{inner}</span><br />'
    return f'<table id="list">{rows}</table>' if boxes else rows


TIED = (
    Way("label for", _label_for, single=True),
    Way("wrapping label", _wrapping, single=True),
    Way("aria-label", _aria_label, single=True),
    Way("title", _title, single=True),
    Way("aria-labelledby or -describedby", _labelled_by, single=True),
    Way("ASP.NET check boxes", _asp_boxes, single=True),
)
BESIDE = (
    Way("cell before", _cells),
    Way("two pairs of cells in a row", _cells_in_twos),
    Way("nested tables", _nested_tables),
    Way("definition list", _definitions),
    Way("text before", _text_before, single=True),
    Way("text behind a box", _text_behind, single=True),
    Way("blocks in rows", _blocks_in_rows),
    Way("blocks in turn", _blocks_in_turn),
    Way("rows in turn", _rows_in_turn),
    Way("row of headers", _header_row),
)
#: The second column of a grid.
COLUMN = "Outgoing"
GRID = Way("rows and columns", _grid, single=True)
LEGENDS = Way("fieldset around", _legends)
