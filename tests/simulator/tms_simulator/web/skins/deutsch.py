# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""German: a fieldset for every pane, also for a single choice; labels around their controls or as their title alone; the view
in read-only controls; a pager within its list; a menu that is hidden until the pointer is on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import urlencode

from tms_simulator.web.language import GERMAN
from tms_simulator.web.model import Action, Branch, Control, Grid, Page, Pager, Pane, Row
from tms_simulator.web.skin import Skin, State

_FILES = {"portal": "start", "general": "optionen", "navigator": "ordner", "system": "geraet", "tickets": "meldungen"}
_FILES |= {"audit": "protokoll", "users": "konten", "user": "konto", "groups": "rollen", "group": "rolle"}
_FILES |= {"rights": "rechte", "default_groups": "vorgabe", "empty": "leer"}
_PAGES = {file: page for page, file in _FILES.items()}
_NAMES = {"folder": "o", "list": "seite", "system": "nr", "tab": "reiter", "view": "sicht", "title": "titel"}
_NAMES |= {"rows": "zeilen", "sort": "sortierung", "user": "nr", "group": "nr"}
#: Posted back from the page before, so that they have no address.
_POSTED = frozenset({"edit"})


class Deutsch(Skin):
    """The look of an intranet page."""

    name = "deutsch"
    words = GERMAN
    passwords = "mask"

    @classmethod
    def address_of(cls, state: State) -> str | None:
        if state.get("adding") or state.get("view") in _POSTED:
            return None
        query = {_NAMES[key]: value for key, value in state.items() if key != "page"}
        address = f"/tms/Seiten/{_FILES[state['page']]}.aspx"
        return address + (f"?{urlencode(query)}" if query else "")

    @classmethod
    def state_of(cls, path: str, query: Mapping[str, str]) -> State | None:
        if path.rstrip("/") == "/tms":
            return {"page": "portal"}
        page = _PAGES.get(path.removeprefix("/tms/seiten/").removesuffix(".aspx"))
        if page is None or not path.startswith("/tms/seiten/"):
            return None
        number = page if page in ("system", "user") else "group"
        names = {name: key for key, name in _NAMES.items()} | {"nr": number}
        state = {"page": page} | {names[name]: value for name, value in query.items() if name in names}
        # What a page is about stands in its address, or there is no such page.
        about = {"system": "system", "user": "user", "group": "group", "rights": "group"}.get(page)
        return state if about is None or about in state else None

    def _control_name(self, number: int, control: Control) -> str:
        return f"ctl00$Inhalt$Feld_{number}"

    def _event_name(self, number: int, action: Action) -> tuple[str, str]:
        if action.kind == "pager":
            return "ctl00$Inhalt$Liste", f"Page${action.to['list']}"
        if action.kind == "sort":
            return "ctl00$Inhalt$Liste", f"Sort${action.to['sort']}"
        return f"ctl00$Inhalt$Knopf_{number}", ""

    def _choice_value(self, number: int, text: str) -> str:
        return f"wert-{number}"

    def _action(self, action: Action) -> str:
        address = self._address(action)
        label = self._label(action.label)
        if address is not None and action.kind not in ("button", "pager"):
            return f'<a href="{escape(address, quote=True)}">{label}</a>'
        target, argument = self._offer_action(action)
        call = self._post_back_call(target, argument)
        if action.kind == "button":
            return f'<input type="button" value="{label}" onclick="{call}">'
        return f'<a href="{call}">{label}</a>'

    def _content(self, page: Page) -> str:
        parts = []
        if page.tree:
            parts.append(f'<ul class="Baum">{"".join(self._branch(branch) for branch in page.tree)}</ul>')
        if page.heading:
            parts.append(f"<h1>{self._label(page.heading)}</h1>")
        if page.message:
            parts.append(f'<p class="Hinweis" role="status">{self._label(page.message)}</p>')
        for tabs in (page.tabs, page.subtabs):
            if tabs:
                entries = "".join(f'<li role="presentation">{self._action(tab)}</li>' for tab in tabs)
                parts.append(f'<ul class="Reiter" role="tablist">{entries}</ul>')
        parts += [self._pane(pane) for pane in page.panes]
        parts.append(f'<p class="Knoepfe">{" ".join(self._action(action) for action in page.actions)}</p>')
        return "".join(parts)

    def _branch(self, branch: Branch) -> str:
        below = f"<ul>{''.join(self._branch(each) for each in branch.below)}</ul>" if branch.below else ""
        return f'<li><span class="Knoten">{self._action(branch.action)}</span>{below}</li>'

    def _pane(self, pane: Pane) -> str:
        bar = self._bar(pane)
        rows = "".join([*map(self._row, pane.rows), *map(self._pane, pane.parts)])
        text = f"<p>{self._label(pane.text)}</p>" if pane.text else ""
        grid = self._grid(pane.grid) if pane.grid else ""
        actions = f"<p>{' '.join(self._action(action) for action in pane.actions)}</p>" if pane.actions else ""
        legend = f"<legend>{bar}{self._label(pane.title)}</legend>"
        return f"<fieldset>{legend}{rows}{text}{grid}{self._hidden_controls(pane)}{actions}</fieldset>"

    def _row(self, row: Row) -> str:
        content, label = row.content, self._label(row.label)
        if not isinstance(content, Control):
            text = ("Yes" if content else "No") if isinstance(content, bool) else str(content)
            shown = f'<input type="text" readonly value="{self._label(text)}">'
            return f'<div class="Zeile"><label>{label}: {shown}</label></div>'
        name = self._offer_control(content)
        id_ = name.replace("$", "_")
        if content.kind in ("radio", "checkboxes"):
            markup = self._control_markup(content, name, id_)
            return f"<fieldset><legend>{label}</legend>{markup}</fieldset>"
        if content.kind in ("select", "multiselect"):
            titled = f' title="{label}"'
            return f'<div class="Zeile">{self._control_markup(content, name, id_, titled)}</div>'
        markup = self._control_markup(content, name, id_)
        if content.kind == "texts":
            return f'<div class="Zeile">{label}: {markup}</div>'
        if content.kind == "checkbox":
            return f'<div class="Zeile"><label>{markup} {label}</label></div>'
        return f'<div class="Zeile"><label>{label}: {markup}</label></div>'

    def _grid(self, grid: Grid) -> str:
        head = "".join(
            f'<th scope="col">{self._action(header) if isinstance(header, Action) else self._label(header)}</th>'
            for header in grid.headers
        )
        rows = "".join("<tr>" + "".join(f"<td>{self._cell(cell)}</td>" for cell in row) + "</tr>" for row in grid.rows)
        pager = self._pager(grid.pager, len(grid.headers)) if grid.pager else ""
        return f'<table class="Liste" rules="all"><tr>{head}</tr>{rows}{pager}</table>'

    def _pager(self, pager: Pager, columns: int) -> str:
        """GridView's own: the last row of the list, with a table in its only cell."""
        numbers = "".join(
            f"<td>{self._action(each) if isinstance(each, Action) else f'<span>{each}</span>'}</td>"
            for each in pager.numbers
        )
        rows = self._choosing(pager.rows, pager.change, "ctl00_Inhalt_Zeilen")
        choice = f"<label>{self._label(pager.rows.name)}: {rows}</label>"
        return f'<tr><td colspan="{columns}"><table><tr>{numbers}<td>{choice}</td></tr></table></td></tr>'

    def _menu_level(self, level: Mapping[str, Any]) -> str:
        entries = []
        for label, below in level.items():
            if isinstance(below, Action):
                entries.append(f"<li>{self._action(below)}</li>")
            else:
                hidden = f'<ul style="display: none">{self._menu_level(below)}</ul>'
                entries.append(f'<li onmouseover="zeigen(this)"><span>{self._label(label)}</span>{hidden}</li>')
        return "".join(entries)

    def _document(self, page: Page, content: str, hidden: str, action: str) -> str:
        around = self._around
        menu = f'<ul class="Menue">{self._menu_level(self._menu_tree())}</ul>'
        scripts = (
            "var theForm = document.forms['aspnetForm'];"
            "function __doPostBack(eventTarget, eventArgument) { theForm.__EVENTTARGET.value = eventTarget;"
            " theForm.__EVENTARGUMENT.value = eventArgument; theForm.submit(); }"
            "function zeigen(punkt) { punkt.lastChild.style.display = 'block'; }"
        )
        return (
            f'<!DOCTYPE html><html lang="de"><head><title>{escape(page.title)}</title></head><body>'
            f'<form name="aspnetForm" method="post" action="{action}" id="aspnetForm"><div>{hidden}</div>'
            f"<script>{scripts}</script>{menu}<div>{content}</div>"
            f"<div>{escape(around.user)} | S/N: {escape(around.serial)} ({escape(around.host)})</div></form></body></html>"
        )
