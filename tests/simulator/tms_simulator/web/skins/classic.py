# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables all over, an address for every page, submit buttons; labels in the cell before."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import urlencode

from tms_simulator.web.model import Action, Branch, Control, Grid, Page, Pager, Pane, Row
from tms_simulator.web.skin import Skin, State

_NUMBERS = {
    "portal": 1,
    "general": 35,
    "navigator": 48,
    "system": 51,
    "tickets": 62,
    "audit": 88,
    "users": 90,
    "groups": 91,
}
_NUMBERS |= {"default_groups": 92, "user": 93, "group": 94, "rights": 95, "empty": 99}
_PAGES = {number: page for page, number in _NUMBERS.items()}
_NAMES = {"folder": "FolderId", "list": "Pg", "system": "SystemId", "tab": "Tab", "view": "Sub", "title": "T"}
_NAMES |= {"rows": "Rows", "sort": "Sort", "user": "UserId", "group": "GroupId"}
_STATES = {name.casefold(): key for key, name in _NAMES.items()}


class Classic(Skin):
    """The look of old WebForms."""

    name = "classic"
    menus = True

    @classmethod
    def address_of(cls, state: State) -> str | None:
        if state.get("adding"):
            return None
        query = {"pageId": _NUMBERS[state["page"]]} | {
            _NAMES[key]: value for key, value in state.items() if key != "page"
        }
        return f"/tms/default.aspx?{urlencode(query)}"

    @classmethod
    def state_of(cls, path: str, query: Mapping[str, str]) -> State | None:
        if path.rstrip("/") == "/tms":
            return {"page": "portal"}
        number = query.get("pageid", "")
        if path != "/tms/default.aspx" or not number.isdigit() or int(number) not in _PAGES:
            return None
        return {"page": _PAGES[int(number)]} | {
            _STATES[name]: value for name, value in query.items() if name in _STATES
        }

    @classmethod
    def page_key(cls, path: str, query: Mapping[str, str]) -> str:
        # One file shows all pages, each from controls of its own.
        return f"{path}?{query.get('pageid', '')}"

    def _control_name(self, number: int, control: Control) -> str:
        return "ctl00$uxContent$ctl01$ux" + "".join(filter(str.isalnum, control.name.title()))

    def _event_name(self, number: int, action: Action) -> tuple[str, str]:
        if action.kind == "sort":
            return "ctl00$uxContent$ctl01$uxGrid", f"Sort${action.to['sort']}"
        return f"ctl00$uxContent$ctl01$ux{''.join(filter(str.isalnum, action.label.title()))}{number}", ""

    def _choice_value(self, number: int, text: str) -> str:
        return str(number)

    def _action(self, action: Action) -> str:
        address = self._address(action)
        if address is not None and action.kind != "button":
            return f'<a href="{escape(address, quote=True)}">{self._label(action.label)}</a>'
        target, argument = self._offer_action(action)
        if action.kind == "sort":
            return f'<a href="{self._post_back_call(target, argument)}">{self._label(action.label)}</a>'
        return f'<INPUT type="submit" name="{target}" value="{self._label(action.label)}" class="button">'

    def _content(self, page: Page) -> str:
        parts = []
        if page.tree:
            parts.append(f'<ul class="tree">{"".join(self._branch(branch) for branch in page.tree)}</ul>')
        if page.heading:
            parts.append(f"<h2>{self._label(page.heading)}</h2>")
        if page.message:
            parts.append(
                f'<span id="ctl00_uxContent_uxFeedback_uxErrorLabel" class="feedback">{self._label(page.message)}</span>'
            )
        for tabs in (page.tabs, page.subtabs):
            if tabs:
                parts.append(
                    '<table class="tabs"><tr><td>'
                    + " | ".join(self._action(tab) for tab in tabs)
                    + "</td></tr></table>"
                )
        parts += [self._pane(pane) for pane in page.panes]
        parts.append("<p>" + " ".join(self._action(action) for action in page.actions) + "</p>")
        return "".join(parts)

    def _branch(self, branch: Branch) -> str:
        below = f"<ul>{''.join(self._branch(each) for each in branch.below)}</ul>" if branch.below else ""
        return f"<li>{self._action(branch.action)}{below}</li>"

    def _pane(self, pane: Pane) -> str:
        rows = [f'<tr><td class="paneHeader" colspan="2">{self._bar(pane)}{self._label(pane.title)}</td></tr>']
        rows += [self._row(row) for row in pane.rows]
        rows += [f'<tr><td colspan="2">{self._pane(part)}</td></tr>' for part in pane.parts]
        if pane.text:
            rows.append(f'<tr><td colspan="2"><p>{self._label(pane.text)}</p></td></tr>')
        if pane.grid:
            rows.append(f'<tr><td colspan="2">{self._grid(pane.grid)}</td></tr>')
        if pane.hidden:
            rows.append(f'<tr style="display:none"><td>{self._hidden_controls(pane)}</td></tr>')
        if pane.actions:
            rows.append(f'<tr><td colspan="2">{" ".join(self._action(action) for action in pane.actions)}</td></tr>')
        return f'<table class="pane" cellspacing="0">{"".join(rows)}</table>'

    def _row(self, row: Row) -> str:
        content = row.content
        if isinstance(content, Control):
            name = self._offer_control(content)
            markup = self._control_markup(content, name, name.replace("$", "_"))
        else:
            text = ("Yes" if content else "No") if isinstance(content, bool) else str(content)
            id_ = f' id="ctl00_uxContent_ctl01_{row.key}"' if row.key else ""
            markup = f'<span{id_} class="textbox">{self._label(text)}</span>'
        return (
            f'<tr><td class="PropertyName">{self._label(row.label)}:</td><td class="PropertyValue">{markup}</td></tr>'
        )

    def _grid(self, grid: Grid) -> str:
        head = "".join(
            f"<th>{self._action(header) if isinstance(header, Action) else self._label(header)}</th>"
            for header in grid.headers
        )
        rows = "".join("<tr>" + "".join(f"<td>{self._cell(cell)}</td>" for cell in row) + "</tr>" for row in grid.rows)
        return f'<table class="grid"><tr>{head}</tr>{rows}</table>{self._pager(grid.pager) if grid.pager else ""}'

    def _pager(self, pager: Pager) -> str:
        ends = [
            self._action(action) if action else f'<a class="aspNetDisabled">{self._label(label)}</a>'
            for action, label in ((pager.previous, "Previous"), (pager.following, "Next"))
        ]
        numbers = [self._action(each) if isinstance(each, Action) else f"<span>{each}</span>" for each in pager.numbers]
        cells = "".join(f"<td>{each}</td>" for each in (ends[0], *numbers, ends[1]))
        rows = self._choosing(pager.rows, pager.change, "ctl00_uxContent_ctl01_uxRows")
        return f'<table class="pager"><tr>{cells}<td>{self._label(pager.rows.name)}: {rows}</td></tr></table>'

    def _menu_lines(self, level: Mapping[str, Any]) -> list[str]:
        lines = []
        for label, below in level.items():
            lines += (
                [self._action(below)]
                if isinstance(below, Action)
                else [f"<i>{self._label(label)}</i>", *self._menu_lines(below)]
            )
        return lines

    def _document(self, page: Page, content: str, hidden: str, action: str) -> str:
        cells = []
        for title, below in self._menu_tree().items():
            lines = (
                [self._action(below)]
                if isinstance(below, Action)
                else [f"<b>{self._label(title)}</b>", *self._menu_lines(below)]
            )
            cells.append(f"<td>{'<br>'.join(lines)}</td>")
        menu = "".join(cells)
        around = self._around
        return (
            '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
            '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">'
            f"<html><head><title>{escape(page.title)} - TMS</title></head>"
            f'<body><form name="aspnetForm" method="post" action="{action}" id="aspnetForm">{hidden}'
            f'<table class="menu"><tr>{menu}</tr></table>{content}'
            f'<div class="footer"><a href="/tms/default.aspx?pageId=99&amp;T=User">{escape(around.user)}</a> '
            f"S/N: {escape(around.serial)} ({escape(around.host)})</div></form></body></html>"
        )
