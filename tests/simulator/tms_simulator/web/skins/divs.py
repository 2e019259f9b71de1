# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Blocks and ARIA: a system's settings have an address, tabs and edit are post-backs, keys are entered on a page of their
own, and a save answers with a redirect.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

from tms_simulator.web.model import Action, Branch, Control, Grid, Page, Pager, Pane, Row
from tms_simulator.web.pages import MENU
from tms_simulator.web.skin import Skin, State

_PATHS = {"portal": "", "general": "settings", "navigator": "nav", "system": "sys", "tickets": "tick", "audit": "log"}
_PATHS |= {"users": "people", "groups": "grp", "default_groups": "dgrp", "user": "one", "rights": "may", "empty": "x"}
_PAGES = {path: page for page, path in _PATHS.items()}
#: Titles of pages that show nothing, by the end of their address.
_TITLES = {path[-1].replace(" ", "-").casefold(): path[-1] for path, page in MENU if page == "empty"}


class Divs(Skin):
    """The look of somebody who dislikes tables."""

    name = "divs"
    dialog = True
    redirects = True
    first_tab = "Settings"
    passwords = "empty"

    @classmethod
    def address_of(cls, state: State) -> str | None:
        page = state["page"]
        if page == "system":
            shown = state.get("view", "view") == "view" and state.get("tab", cls.first_tab) == cls.first_tab
            return f"/tms/ui/sys/{state['system']}/show.aspx" if shown else None
        if state.get("adding") or page == "group":
            return None
        if page == "navigator" and "list" in state:
            state = {"folder": 0, **state}
        rest = "/".join(str(state[key]) for key in ("folder", "user", "group", "list", "title") if key in state)
        query = {key: state[key] for key in ("rows", "sort") if key in state}
        address = f"/tms/ui/{_PATHS[page]}/{rest.replace(' ', '-')}".rstrip("/")
        return address + (f"?{urlencode(query)}" if query else "")

    @classmethod
    def state_of(cls, path: str, query: Mapping[str, str]) -> State | None:
        if path.rstrip("/") in ("/tms", "/tms/ui"):
            return {"page": "portal"}
        if not path.startswith("/tms/ui/"):
            return None
        parts = path.removeprefix("/tms/ui/").split("/")
        page = _PAGES.get(parts[0])
        if page == "system":
            return {"page": "system", "system": parts[1]} if len(parts) == 3 and parts[1].isdigit() else None
        shown = {key: query[key] for key in ("rows", "sort") if key in query}
        if page == "navigator":
            return {"page": page} | dict(zip(("folder", "list"), parts[1:], strict=False)) | shown
        if page in ("user", "rights"):
            key = "user" if page == "user" else "group"
            return {"page": page, key: parts[1]} if len(parts) == 2 and parts[1].isdigit() else None
        if page in ("tickets", "audit", "users", "groups"):
            return {"page": page} | dict(zip(("list",), parts[1:], strict=False)) | shown
        if page == "empty":
            return {"page": page, "title": _TITLES.get("".join(parts[1:]), "")}
        return {"page": page} if page is not None else None

    def _control_name(self, number: int, control: Control) -> str:
        return f"ctl00$Main$f{number}x{len(control.name)}"

    def _event_name(self, number: int, action: Action) -> tuple[str, str]:
        return "ctl00$Main", f"cmd:{number}"

    def _choice_value(self, number: int, text: str) -> str:
        return f"{number:02d}x"

    def _action(self, action: Action) -> str:
        address = self._address(action)
        label = self._label(action.label)
        if address is not None and action.kind != "button":
            return f'<a href="{escape(address, quote=True)}" title="{label}">{label}</a>'
        target, argument = self._offer_action(action)
        if action.kind in ("tab", "pager", "sort"):
            role = ' role="tab"' if action.kind == "tab" else ""
            return f'<a{role} href="{self._post_back_call(target, argument)}">{label}</a>'
        told = f"&quot;{escape(target)}&quot;, &quot;{argument}&quot;, true, &quot;&quot;, &quot;&quot;, false, true"
        options = f"new WebForm_PostBackOptions({told})"
        return f'<button type="button" onclick="javascript:WebForm_DoPostBackWithOptions({options})">{label}</button>'

    def _content(self, page: Page) -> str:
        parts = []
        if page.tree:
            parts.append(f'<div role="tree">{"".join(self._branch(branch) for branch in page.tree)}</div>')
        if page.heading:
            parts.append(f'<div role="heading" aria-level="1">{self._label(page.heading)}</div>')
        if page.message:
            parts.append(f'<div class="note" role="alert">{self._label(page.message)}</div>')
        for tabs in (page.tabs, page.subtabs):
            if tabs:
                parts.append(f"<nav>{''.join(f'<span>{self._action(tab)}</span>' for tab in tabs)}</nav>")
        parts += [self._pane(pane, number) for number, pane in enumerate(page.panes)]
        parts.append(f'<div class="foot">{" ".join(self._action(action) for action in page.actions)}</div>')
        return "".join(parts)

    def _branch(self, branch: Branch) -> str:
        below = "".join(self._branch(each) for each in branch.below)
        return f'<ul><li role="treeitem">{self._action(branch.action)}{below}</li></ul>'

    def _pane(self, pane: Pane, number: int | str) -> str:
        bar = self._bar(pane)
        rows = "".join(self._row(row, f"p{number}r{place}") for place, row in enumerate(pane.rows))
        rows += "".join(self._pane(part, f"{number}_{place}") for place, part in enumerate(pane.parts))
        text = f"<p>{self._label(pane.text)}</p>" if pane.text else ""
        grid = self._grid(pane.grid) if pane.grid else ""
        actions = (
            f'<div class="buttons">{" ".join(self._action(action) for action in pane.actions)}</div>'
            if pane.actions
            else ""
        )
        title = f'<div class="bar">{bar}<span id="t{number}">{self._label(pane.title)}</span></div>'
        return f'<div role="region" aria-labelledby="t{number}">{title}{rows}{text}{grid}{self._hidden_controls(pane)}{actions}</div>'

    def _row(self, row: Row, id_: str) -> str:
        content, label = row.content, self._label(row.label)
        if isinstance(content, Control):
            name = self._offer_control(content)
            if content.kind in ("radio", "checkboxes"):
                markup = self._control_markup(content, name, id_)
                return f'<div class="r" role="group" aria-labelledby="{id_}l"><div class="l" id="{id_}l">{label}</div>{markup}</div>'
            if content.kind == "select":
                markup = self._control_markup(content, name, id_, f' aria-labelledby="{id_}l"')
                return f'<div class="r"><div class="l" id="{id_}l">{label}</div><div class="v">{markup}</div></div>'
            return f'<div class="r"><label class="l" for="{id_}">{label}</label>{self._control_markup(content, name, id_)}</div>'
        text = ("Yes" if content else "No") if isinstance(content, bool) else str(content)
        return f'<dl><dt id="{id_}l">{label}</dt><dd>{self._label(text)}</dd></dl>'

    def _grid(self, grid: Grid) -> str:
        head = "".join(
            f'<div role="columnheader">{self._action(header) if isinstance(header, Action) else self._label(header)}</div>'
            for header in grid.headers
        )
        rows = "".join(
            '<div role="row">' + "".join(f'<div role="cell">{self._cell(cell)}</div>' for cell in row) + "</div>"
            for row in grid.rows
        )
        return (
            f'<div role="table"><div role="row">{head}</div>{rows}</div>{self._pager(grid.pager) if grid.pager else ""}'
        )

    def _pager(self, pager: Pager) -> str:
        ways = "".join(f"<span>{self._action(each)}</span>" for each in (pager.previous, pager.following) if each)
        name = self._offer_control(pager.rows)
        markup = self._control_markup(pager.rows, name, "rows")
        choice = f'<label for="rows">{self._label(pager.rows.name)}</label>{markup}{self._action(pager.change)}'
        return f"<div>{ways}</div><div>{choice}</div>"

    def _document(self, page: Page, content: str, hidden: str, action: str) -> str:
        around = self._around
        body = f'<form id="f" method="post" action="{action}">{hidden}{{menu}}<main>{content}</main></form>'
        menu = ""
        if not page.is_dialog:
            entries = "".join(
                f"<div>{' &gt; '.join(map(self._label, path[:-1]))} {self._action(each)}</div>"
                for path, each in self._menu()
            )
            menu = f'<div role="navigation">{entries}</div>'
        return (
            f"<!doctype html><html><head><meta charset=utf-8><title>TMS</title></head><body>{body.replace('{menu}', menu)}"
            f"<div>{escape(around.user)}<br>S/N: {escape(around.serial)} ({escape(around.host)})</div></body></html>"
        )
