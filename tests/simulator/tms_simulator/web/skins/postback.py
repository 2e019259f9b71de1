# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Only the menu has addresses: tree, lists, tabs and edit are __doPostBack links; labels wrap their controls."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from tms_simulator.web.model import Action, Branch, Control, Grid, Page, Pager, Pane, Row
from tms_simulator.web.skin import Skin, State

_FILES = {
    "portal": "home.aspx",
    "general": "admin/config.aspx",
    "navigator": "systems/nav.aspx",
    "tickets": "systems/tickets.aspx",
    "audit": "admin/audit.aspx",
    "users": "admin/users.aspx",
    "groups": "admin/groups.aspx",
    "default_groups": "admin/defaultgroups.aspx",
}


#: So many page numbers are shown at a time.
_BLOCK = 3


class Postback(Skin):
    """The look of a later WebForms, with fieldsets."""

    name = "postback"
    passwords = "mask"

    @classmethod
    def address_of(cls, state: State) -> str | None:
        if state["page"] == "empty":
            return f"/tms/other.aspx?what={state.get('title', '').replace(' ', '-')}"
        alone = set(state) == {"page"}
        return f"/tms/{_FILES[state['page']]}" if alone and state["page"] in _FILES else None

    @classmethod
    def state_of(cls, path: str, query: Mapping[str, str]) -> State | None:
        if path.rstrip("/") == "/tms":
            return {"page": "portal"}
        if path == "/tms/other.aspx":
            return {"page": "empty", "title": query.get("what", "").replace("-", " ")}
        return next(({"page": page} for page, file in _FILES.items() if path == f"/tms/{file}"), None)

    def _control_name(self, number: int, control: Control) -> str:
        return f"m$c${number:03d}"

    def _event_name(self, number: int, action: Action) -> tuple[str, str]:
        if action.kind == "tree":
            return "m$tree", "s" + "\\".join(str(each) for each in action.to.values())
        if action.kind == "row":
            # The place in the list, whatever the list is of.
            return "m$list", f"Open${sum(key.startswith('m$list|Open$') for key in self.posted.actions)}"
        if action.kind == "sort":
            return "m$list", f"Sort${action.to['sort']}"
        return f"m$lnk{number}", ""

    def _action(self, action: Action) -> str:
        address = self._address(action)
        if address is not None:
            return f'<a href="{escape(address, quote=True)}"><span>{self._label(action.label)}</span></a>'
        target, argument = self._offer_action(action)
        return f'<a class="act" href="{self._post_back_call(target, argument)}">{self._label(action.label)}</a>'

    def _content(self, page: Page) -> str:
        parts = []
        if page.tree:
            parts.append(f'<div class="tree">{"".join(self._branch(branch, 0) for branch in page.tree)}</div>')
        if page.message:
            parts.append(f'<div role="{"alert" if page.is_error else "status"}">{self._label(page.message)}</div>')
        if page.heading:
            parts.append(f"<h1>{self._label(page.heading)}</h1>")
        for tabs in (page.tabs, page.subtabs):
            if tabs:
                parts.append(f"<ul>{''.join(f'<li>{self._action(tab)}</li>' for tab in tabs)}</ul>")
        parts += [self._pane(pane) for pane in page.panes]
        parts.append(f'<div class="bar">{" ".join(self._action(action) for action in page.actions)}</div>')
        return "".join(parts)

    def _branch(self, branch: Branch, depth: int) -> str:
        # ASP.NET's TreeView: a table a node, and the children of a node in a div behind it.
        node = f'<table><tr><td style="width:{depth * 20}px"></td><td>{self._action(branch.action)}</td></tr></table>'
        below = "".join(self._branch(each, depth + 1) for each in branch.below)
        return node + (f"<div>{below}</div>" if below else "")

    def _pane(self, pane: Pane) -> str:
        bar = self._bar(pane)
        rows = "".join([*map(self._row, pane.rows), *map(self._pane, pane.parts)])
        text = f"<p>{self._label(pane.text)}</p>" if pane.text else ""
        grid = self._grid(pane.grid) if pane.grid else ""
        actions = f"<div>{' '.join(self._action(action) for action in pane.actions)}</div>" if pane.actions else ""
        legend = f"<legend>{bar}{self._label(pane.title)}</legend>"
        return f"<fieldset>{legend}{rows}{text}{grid}{self._hidden_controls(pane)}{actions}</fieldset>"

    def _row(self, row: Row) -> str:
        content, label = row.content, self._label(row.label)
        if isinstance(content, Control):
            name = self._offer_control(content)
            markup = self._control_markup(content, name, name.replace("$", "_"))
            if content.kind == "checkbox":
                return f"<div><label>{markup} {label}</label></div>"
            if content.kind in ("radio", "checkboxes"):
                return f"<div><span>{label}</span><span>{markup}</span></div>"
            return f"<div><label>{label} * {markup}</label></div>"
        if isinstance(content, bool):
            return f'<div><label><input type="checkbox" disabled{" checked" if content else ""}> {label}</label></div>'
        return f"<div><span>{label}:&nbsp;</span><span>{self._label(str(content))}</span></div>"

    def _grid(self, grid: Grid) -> str:
        head = "".join(
            f"<th scope=col>{self._action(header) if isinstance(header, Action) else self._label(header)}</th>"
            for header in grid.headers
        )
        rows = "".join("<tr>" + "".join(f"<td>{self._cell(cell)}</td>" for cell in row) + "</tr>" for row in grid.rows)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{self._pager(grid.pager) if grid.pager else ''}"

    def _pager(self, pager: Pager) -> str:
        # GridView's PagerSettings.NumericFirstLast: some numbers, dots to those before and behind, and arrows to both ends.
        numbers = pager.numbers
        here = next(place for place, each in enumerate(numbers) if not isinstance(each, Action))
        first, last = here // _BLOCK * _BLOCK, len(numbers) - 1
        behind = first + _BLOCK
        ways = [self._turn(numbers[0], "<<", "First")] if here else []
        ways += [self._turn(numbers[first - 1], "...", str(first))] if first else []
        ways += [self._turn(each, str(place + 1), str(place + 1)) for place, each in enumerate(numbers)][first:behind]
        ways += [self._turn(numbers[behind], "...", str(behind + 1))] if behind <= last else []
        ways += [self._turn(numbers[last], ">>", "Last")] if here < last else []
        rows = self._choosing(pager.rows, pager.change, "m_rows")
        return f"<div>{'&nbsp;'.join(ways)}</div><div><label>{self._label(pager.rows.name)} {rows}</label></div>"

    def _turn(self, way: Action | str, label: str, to: str) -> str:
        if not isinstance(way, Action):
            return f"<span>{way}</span>"
        self._offer("m$list", f"Page${to}", way)
        return f'<a class="act" href="{self._post_back_call("m$list", f"Page${to}")}">{escape(label)}</a>'

    def _menu_level(self, level: Mapping[str, Any]) -> str:
        entries = []
        for label, below in level.items():
            if isinstance(below, Action):
                entries.append(f"<li>{self._action(below)}</li>")
            else:
                entries.append(f'<li><a class="popout" href="#">{self._label(label)}</a>{self._menu_level(below)}</li>')
        return f"<ul>{''.join(entries)}</ul>"

    def _document(self, page: Page, content: str, hidden: str, action: str) -> str:
        menu = self._menu_level(self._menu_tree())
        around = self._around
        script = "function __doPostBack(t,a){var f=document.forms[0];f.__EVENTTARGET.value=t;f.__EVENTARGUMENT.value=a;f.submit();}"
        return (
            f"<!DOCTYPE html><html><head><title>Cisco TMS</title><script>{script}</script></head><body>"
            f'<form method="post" action="{action}"><div class="aspNetHidden">{hidden}</div><div id="menu">{menu}</div>'
            f"<div id='c'>{content}</div><footer>{escape(around.user)} &middot; S/N: {escape(around.serial)} "
            f"({escape(around.host)})</footer></form></body></html>"
        )
