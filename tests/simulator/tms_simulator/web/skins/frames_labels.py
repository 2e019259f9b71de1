# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the skin `frames` puts a label to what it labels: each pane in another way, as if many hands had written it over the years."""

from __future__ import annotations

import re

from tms_simulator.web.model import Control, Row
from tms_simulator.web.settings import SCHEDULING
from tms_simulator.web.skin import Skin

#: Kinds of several controls, which are labelled by what is around them.
_SEVERAL = ("radio", "checkboxes", "texts")


class Labelled(Skin):
    """Rows of a pane, by the pane's title."""

    def _rows(self, title: str, rows: tuple[Row, ...]) -> str:
        if not rows:
            return ""
        ways = {
            "General": self._definitions,
            "General Settings": self._definitions,
            "Location": self._described,
            "Group": self._described,
            "Network Settings": self._named,
            SCHEDULING: self._headed,
            "Groups": self._ticked,
            "Default Groups": self._ticked,
            "Add Option Key": self._preceded,
        }
        return ways.get(title, self._beside)(rows)

    def _definitions(self, rows: tuple[Row, ...]) -> str:
        """A definition list; what cannot be changed stands in a read-only box, which is posted as any other."""
        made = "".join(
            f"<dt>{self._label(row.label)}:</dt><dd>{self._value(row, locked='readonly')}</dd>" for row in rows
        )
        return f"<dl>{made}</dl>"

    def _described(self, rows: tuple[Row, ...]) -> str:
        """The label stands behind the control, small, and the control refers to it; what cannot be changed is disabled."""
        made = []
        for number, row in enumerate(rows):
            id_ = f"hint{len(self.posted.controls)}_{number}"
            around = f' aria-describedby="{id_}"'
            value = self._value(row, around, locked="disabled")
            made.append(f'<p>{value} <small id="{id_}">{self._label(row.label)}</small></p>')
        return "".join(made)

    def _named(self, rows: tuple[Row, ...]) -> str:
        """The label is told to screen readers alone; others see an icon."""
        made = []
        for row in rows:
            label = self._label(row.label)
            value = self._value(row, f' aria-label="{label}"', locked="readonly")
            made.append(f'<div><img src="/tms/images/field.gif" alt=""> {value}</div>')
        return "".join(made)

    def _headed(self, rows: tuple[Row, ...]) -> str:
        """Header cells in one row, and what they label in the next."""
        head = "".join(f'<td class="head">{self._label(row.label)}</td>' for row in rows)
        values = "".join(f"<td>{self._value(row)}</td>" for row in rows)
        return f'<table cellspacing="0" border="1"><tr class="head">{head}</tr><tr>{values}</tr></table>'

    def _ticked(self, rows: tuple[Row, ...]) -> str:
        """ASP.NET's CheckBoxList."""
        return f"<table>{''.join(f'<tr><td>{self._check_box(row)}</td></tr>' for row in rows)}</table>"

    def _preceded(self, rows: tuple[Row, ...]) -> str:
        return "".join(f"{self._label(row.label)}:<br>{self._value(row)}<br>" for row in rows)

    def _beside(self, rows: tuple[Row, ...]) -> str:
        made = "".join(
            f"<tr><td nowrap>{self._label(row.label)}:&nbsp;</td><td>{self._value(row)}</td></tr>" for row in rows
        )
        return f"<table>{made}</table>"

    def _check_box(self, row: Row) -> str:
        """ASP.NET's CheckBox with its Text."""
        control = row.content
        assert isinstance(control, Control), row
        name = self._offer_control(control)
        id_ = re.sub(r"\W", "_", name)
        box = self._control_markup(control, name, id_) + f'<label for="{id_}">{self._label(row.label)}</label>'
        return f'<span disabled="disabled">{box}</span>' if control.disabled else box

    def _value(self, row: Row, attributes: str = "", locked: str = "") -> str:
        """The control of a row, or what it shows: locked in a control, or as text. attributes: those that label it."""
        content = row.content
        if isinstance(content, Control):
            name = self._offer_control(content)
            id_ = re.sub(r"\W", "_", name)
            if attributes and content.kind in _SEVERAL:
                return f'<span role="group"{attributes}>{self._control_markup(content, name, id_)}</span>'
            return self._control_markup(content, name, id_, attributes)
        if isinstance(content, bool):
            if not locked:
                return self._label("Yes" if content else "No")
            return f'<input type="checkbox" disabled{attributes}{" checked" if content else ""}>'
        if not locked:
            id_ = f' id="ctl00_cph_{row.key}"' if row.key else ""
            return f"<span{id_}>{self._label(content)}</span>"
        is_long = len(content) > 40
        shown = Control(
            f"shown {row.label}", "textarea" if is_long else "text", content, (), locked == "disabled", True
        )
        name = self._offer_control(shown)
        return self._control_markup(shown, name, re.sub(r"\W", "_", name), attributes)
