# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A frameset as in the days of TANDBERG, taught ASP.NET AJAX later: a frame for the menu, one for the content with frames of its
own, and dialogs in windows that a script opens.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from html import escape
from typing import Any
from urllib.parse import urlencode

from tms_simulator.web import partial
from tms_simulator.web.model import Action, Branch, Grid, Page, Pager, Pane
from tms_simulator.web.partial import MANAGER
from tms_simulator.web.skin import Hidden, State, script_string
from tms_simulator.web.skins.frames_labels import Labelled
from tms_simulator.web.skins.frames_scripts import CLOSED, MENU_FRAME, PAGES, PARTIAL

_ROOT = "/tms/"
#: The documents by page and part of it.
_FILES = {
    ("portal", "frameset"): "frames/all.aspx",
    ("portal", "menu"): "frames/menu.aspx",
    ("portal", "status"): "frames/status.aspx",
    ("portal", ""): "portal.aspx",
    ("empty", ""): "info.aspx",
    ("general", ""): "administration/generalsettings.aspx",
    ("general", "keys"): "administration/optionkeys.aspx",
    ("general", "dialog"): "administration/addoptionkey.aspx",
    ("navigator", ""): "systems/navigator.aspx",
    ("navigator", "list"): "systems/systemlist.aspx",
    ("system", ""): "systems/system.aspx",
    ("tickets", ""): "systems/tickets.aspx",
    ("audit", ""): "administration/auditlog.aspx",
    ("users", ""): "administration/users.aspx",
    ("user", "dialog"): "administration/user.aspx",
    ("groups", ""): "administration/groups.aspx",
    ("group", ""): "administration/group.aspx",
    ("rights", "dialog"): "administration/permissions.aspx",
    ("default_groups", ""): "administration/defaultgroups.aspx",
}
_STATES = {file: place for place, file in _FILES.items()}
#: What an address tells; the rest of a state is in its view state.
_ABOUT = {
    "navigator": "folder",
    "system": "system",
    "user": "user",
    "group": "group",
    "rights": "group",
    "empty": "title",
}
_NAMES = {"folder": "folderId", "system": "systemId", "user": "userId", "group": "groupId", "title": "title"}
_NEEDED = frozenset({"system", "user", "group", "rights"})
#: Pages whose lists are a DataGrid, with headers in plain cells.
_OLD_LISTS = frozenset({"general", "tickets", "users"})
#: Numbers that a pager shows at once.
_BLOCK = 10


class Frames(Labelled):
    """The look of what several hands have extended."""

    name = "frames"
    dialog = True
    menus = True
    partials = True
    passwords = "mask"

    # -- addresses

    @classmethod
    def address_of(cls, state: State) -> str | None:
        page, about = state["page"], _ABOUT.get(state["page"], "")
        part = "dialog" if page in ("user", "rights") or state.get("adding") else state.get("part", "")
        if (page, part) not in _FILES or not set(state) <= {"page", "part", "adding", about}:
            return None
        query = {_NAMES[about]: state[about]} if about in state else {}
        return _ROOT + _FILES[page, part] + (f"?{urlencode(query)}" if query else "")

    @classmethod
    def state_of(cls, path: str, query: Mapping[str, str]) -> State | None:
        place = _STATES.get("frames/all.aspx" if path.rstrip("/") == "/tms" else path.removeprefix(_ROOT))
        if place is None or not f"{path}/".startswith(_ROOT):
            return None
        page, part = place
        about = _ABOUT.get(page, "")
        name = _NAMES.get(about, "").casefold()
        if page in _NEEDED and name not in query:
            return None
        state = {"page": page, "part": part} | ({about: query[name]} if name in query else {})
        return {**state, "adding": True} if place == ("general", "dialog") else state

    @classmethod
    def after(cls, state: State, to: State) -> State:
        # A window that a script opened closes itself, and the page that it was opened from shows what became of it.
        return {"page": "empty", "part": "closed"} if state.get("part") == "dialog" else to

    # -- names

    def _control_name(self, number: int, control: Any) -> str:
        return f"ctl00$cph$ctl{number:02d}$uxField"

    def _event_name(self, number: int, action: Action) -> tuple[str, str]:
        if action.kind == "pager":
            return "ctl00$cph$uxGrid", f"Page${action.to['list']}"
        if action.kind == "sort":
            return "ctl00$cph$uxGrid", f"Sort${action.to['sort']}"
        if action.kind == "tab":
            return "ctl00$cph$uxTabs", f"{number}"
        return f"ctl00$cph$ctl{number:02d}$ux{''.join(filter(str.isalnum, action.label))}", ""

    def _choice_value(self, number: int, text: str) -> str:
        return f"{number + 1}"

    # -- what is clicked

    def _action(self, action: Action) -> str:
        label, address = self._label(action.label), self._address(action)
        opening = None if action.do else self._opening(action)
        if opening is not None:
            if action.kind == "button":
                return f'<input type="button" value="{label}" onclick="{escape(opening, quote=True)}" class="btn">'
            return f'<a href="#" onclick="javascript:{escape(opening, quote=True)} return false;">{label}</a>'
        if self._state.get("part") == "dialog" and action.label == "Cancel":
            return f'<input type="button" value="{label}" onclick="window.close();" class="btn">'
        if address is not None and action.kind == "button" and action.to["page"] not in ("general", "system"):
            target = escape(f"location.href = '{script_string(address)}';", quote=True)
            return f'<input type="button" value="{label}" onclick="{target}" class="btn">'
        if address is not None and action.kind not in ("button", "tab"):
            return f'<a href="{escape(address, quote=True)}">{label}</a>'
        target, argument = self._offer_action(action)
        if action.kind == "button":
            asked = " onclick=\"return confirm('Are you sure?');\"" if action.label == "Delete" else ""
            return f'<input type="submit" name="{target}" value="{label}"{asked} class="btn">'
        return f'<a href="{self._post_back_call(target, argument)}">{label}</a>'

    def _opening(self, action: Action) -> str | None:
        """The script that opens a window, None for what opens none."""
        to, page = action.to, action.to.get("page")
        if page == "general" and to.get("adding"):
            return "addOptionKey();"
        if page == "user" and action.kind == "row":
            return f"editUser({to['user']});"
        if page == "user" and self._state["page"] == "users":
            return "window.open('user.aspx?userId=' + 0, '_blank', 'width=640,height=480,resizable=yes');"
        if page == "rights":
            return f"openWindow('permissions', 'groupId', {to['group']});"
        if page == "empty" and action.kind == "button":
            return f"openInfo('{script_string(str(to['title']))}');"
        return None

    # -- documents

    def render(self, page: Page, hidden: Hidden, action: str) -> str:
        part = self._state.get("part", "")
        if part == "frameset":
            return self._frameset()
        content = {"menu": self._menu_frame, "status": self._status, "closed": self._closed}.get(part, self._whole)(
            page
        )
        fields = self._hidden_fields(hidden(self.posted))
        # ASP.NET writes the address as it is seen from the page itself.
        own = escape(action.rpartition("/")[2], quote=True)
        script = {"menu": MENU_FRAME, "closed": CLOSED}.get(part, PAGES)
        head = f'<title>{self._title(page)}</title><script type="text/javascript">{script}</script>'
        if part == "menu":
            head += '<base target="content"><style>.popout { display: none; }</style>'
        return (
            '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
            f'"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd"><html><head>{head}</head><body>'
            f'<form name="aspnetForm" method="post" action="{own}" id="aspnetForm"><div>{fields}</div>{content}</form></body></html>'
        )

    def partial(self, page: Page, hidden: Hidden, action: str) -> str | None:
        if self._state.get("part") in ("dialog", "closed"):
            return None
        panels = self._panels(page)
        own = action.rpartition("/")[2]
        return partial.page(self._title(page), panels, hidden(self.posted), own)

    def _title(self, page: Page) -> str:
        return self._label(page.title)

    def _frameset(self) -> str:
        frames = "".join(
            f'<frame name="{name}" src="{_ROOT}{_FILES["portal", part]}" frameborder="0"{more}>'
            for name, part, more in (
                ("menu", "menu", ' scrolling="no" noresize'), ("content", "", ""), ("status", "status", ' scrolling="no" noresize')
            )
        )  # fmt: skip
        return (
            '<html><head><title>Cisco TelePresence Management Suite</title></head><frameset rows="64,*,24" border="0" '
            f'framespacing="0">{frames}<noframes><body>This page uses frames, but your browser does not support them.</body>'
            "</noframes></frameset></html>"
        )

    def _menu_frame(self, page: Page) -> str:
        """ASP.NET's Menu: the first level in a table, all further ones behind it, hidden, and tied to it by a script."""
        static, hidden = [], []
        for number, (label, below) in enumerate(self._menu_tree().items()):
            id_ = f"uxMenun{number}"
            static.append(f'<td onmouseover="Menu_HoverStatic(this)" id="{id_}">{self._menu_item(label, below)}</td>')
            if not isinstance(below, Action):
                hidden += self._popout(id_, below)
        return f'<table id="uxMenu" cellpadding="0"><tr>{"".join(static)}</tr></table>{"".join(hidden)}'

    def _menu_item(self, label: str, below: Any) -> str:
        text = self._label(label)
        if not isinstance(below, Action):
            return f'<table><tr><td><a href="#" onclick="return false;">{text}</a></td><td>&#9662;</td></tr></table>'
        address = escape(str(self.address_of(below.to)), quote=True)
        if below.to["page"] in ("general", "users"):
            link = f"<a href=\"javascript:go('{address}')\">{text}</a>"
        else:
            link = f'<a href="{address}">{text}</a>'
        return f"<table><tr><td>{link}</td></tr></table>"

    def _popout(self, above: str, level: Mapping[str, Any]) -> list[str]:
        lines, further = [], []
        for number, (label, below) in enumerate(level.items()):
            id_ = f"{above}_{number}"
            lines.append(
                f'<tr onmouseover="Menu_HoverDynamic(this)" id="{id_}"><td>{self._menu_item(label, below)}</td></tr>'
            )
            if not isinstance(below, Action):
                further += self._popout(id_, below)
        return [f'<div id="{above}Items" class="popout"><table>{"".join(lines)}</table></div>', *further]

    def _status(self, page: Page) -> str:
        around = self._around
        return (
            f'<table width="100%"><tr><td>{escape(around.user)}</td><td align="right">S/N: {escape(around.serial)} '
            f"({escape(around.host)})</td></tr></table>"
        )

    def _closed(self, page: Page) -> str:
        return f'<span class="feedback">{self._label(page.message)}</span>'

    def _whole(self, page: Page) -> str:
        if self._state.get("part") == "dialog":
            return self._feedback(page) + self._content(page)
        at = (self._state["page"], self._state.get("part", ""))
        return self._navigator(page) if at == ("navigator", "") else self._updated(page)

    def _updated(self, page: Page) -> str:
        """A document whose panels a partial post-back brings up to date."""
        panels = "".join(f'<div id="{id_}">{html}</div>' for id_, html in self._panels(page).items())
        return f'<script type="text/javascript">{PARTIAL.format(manager=MANAGER)}</script>{panels}'

    def _panels(self, page: Page) -> dict[str, str]:
        return {"ctl00_uxFeedbackPanel": self._feedback(page), "ctl00_uxContentPanel": self._content(page)}

    def _navigator(self, page: Page) -> str:
        here = {"page": "navigator", "part": "list"} | {
            key: self._state[key] for key in ("folder",) if key in self._state
        }
        frame = escape(str(self.address_of(here)), quote=True)
        tree = "".join(self._branch(branch, 0) for branch in page.tree)
        return (
            f'<table width="100%"><tr><td valign="top"><div id="uxTree">{tree}</div></td>'
            f'<td width="75%"><iframe name="details" src="{frame}" frameborder="0"></iframe></td></tr></table>'
        )

    @staticmethod
    def _feedback(page: Page) -> str:
        if not page.message:
            return ""
        return (
            f'<span id="ctl00_uxFeedback" class="{"error" if page.is_error else "done"}">{escape(page.message)}</span>'
        )

    # -- content

    def _content(self, page: Page) -> str:
        part = self._state.get("part")
        if part == "keys":
            return "".join(
                self._grid(pane.grid) for pane in page.panes if pane.title == "Licenses and Option Keys" and pane.grid
            )
        parts = [f'<div class="heading">{self._label(page.heading)}</div>'] if page.heading else []
        for tabs in (page.tabs, page.subtabs):
            if tabs:
                cells = "".join(f"<td>{self._action(tab)}</td>" for tab in tabs)
                parts.append(f'<table class="tabs"><tr>{cells}</tr></table>')
        # Each pane of a system's settings has a Save of its own, which saves them all.
        saves = tuple(action for action in page.actions if action.do == "save_settings")
        parts += [self._pane(pane, saves) for pane in page.panes]
        rest = [self._action(action) for action in page.actions if action not in saves]
        return "".join(parts) + (f'<div class="buttons">{" ".join(rest)}</div>' if rest else "")

    def _branch(self, branch: Branch, depth: int) -> str:
        """ASP.NET's TreeView, whose nodes lead into the other frame."""
        to = {**branch.action.to, "part": "list"}
        label = self._label(branch.action.label)
        toggle = (
            f'<a href="javascript:TreeView_ToggleNode(this)"><img src="/tms/images/minus.gif" alt="Collapse {label}"></a>'
            if branch.below
            else '<img src="/tms/images/line.gif" alt="">'
        )
        node = f'<a href="{escape(str(self.address_of(to)), quote=True)}" target="details">{label}</a>'
        spaces = '<td><div style="width:20px;height:1px"></div></td>' * depth
        below = "".join(self._branch(each, depth + 1) for each in branch.below)
        table = f'<table cellpadding="0"><tr>{spaces}<td>{toggle}</td><td style="white-space:nowrap">{node}</td></tr></table>'
        return table + (f'<div style="display:block">{below}</div>' if below else "")

    def _pane(self, pane: Pane, saves: tuple[Action, ...] = ()) -> str:
        is_list = pane.grid is not None and pane.title == "Licenses and Option Keys"
        rows = self._rows(pane.title, pane.rows) if not pane.parts else ""
        blocks = "".join(self._block(part) for part in pane.parts)
        text = f"<p>{self._label(pane.text)}</p>" if pane.text else ""
        if is_list:
            address = escape(str(self.address_of({"page": "general", "part": "keys"})), quote=True)
            grid = f'<iframe name="keys" src="{address}" width="100%" height="160" frameborder="0"></iframe>'
        else:
            grid = self._grid(pane.grid) if pane.grid else ""
        buttons = " ".join(self._action(action) for action in (*pane.actions, *saves))
        foot = f'<div class="buttons">{buttons}</div>' if buttons else ""
        bar = f'<img src="/tms/images/up.gif" alt="" onclick="togglePane(this)"> {self._pane_title(pane)}'
        body = f"{rows}{blocks}{text}{grid}{self._hidden_controls(pane)}{foot}"
        return f'<div class="pane"><div class="paneBar">{bar}</div><div class="paneBody">{body}</div></div>'

    def _pane_title(self, pane: Pane) -> str:
        title = self._label(pane.title)
        if pane.bar is None:
            return f"<span>{title}</span>"
        name = self._offer_control(pane.bar)
        id_ = re.sub(r"\W", "_", name)
        box = self._control_markup(pane.bar, name, id_, ' onclick="setAll(this)"')
        return f'{box}<label for="{id_}">{title}</label>'

    def _block(self, part: Pane) -> str:
        boxes = "".join(f"<tr><td>{self._check_box(row)}</td></tr>" for row in part.rows)
        return f"<table><tr><th>{self._label(part.title)}</th></tr>{boxes}</table>"

    def _grid(self, grid: Grid) -> str:
        """ASP.NET's GridView, or the DataGrid that was there before it, with a pager above and below."""
        is_old = self._state["page"] in _OLD_LISTS
        tag = "td" if is_old else 'th scope="col"'
        head = "".join(
            f"<{tag}>{self._action(header) if isinstance(header, Action) else self._label(header) or '&nbsp;'}</{tag[:2]}>"
            for header in grid.headers
        )
        looks = ("", ' class="gridAlternating"') if is_old else ("", "")
        rows = "".join(
            f"<tr{looks[number % 2]}>{''.join(self._grid_cell(cell) for cell in row)}</tr>"
            for number, row in enumerate(grid.rows)
        )
        numbers = self._pager(grid.pager, len(grid.headers)) if grid.pager else ""
        first = '<tr class="gridHeader">' if is_old else "<tr>"
        table = f'<table cellspacing="0" rules="all" border="1" id="uxGrid">{numbers}{first}{head}</tr>{rows}{numbers}</table>'
        return f"<div>{table}</div>{self._rows_per_page(grid.pager) if grid.pager else ''}"

    def _grid_cell(self, cell: Any) -> str:
        if isinstance(cell, Action) and cell.kind == "link":
            menu = f'<div class="hover" style="visibility:hidden">{self._action(cell)}</div>'
            return f'<td onmouseover="showMenu(this)"><img src="/tms/images/down.gif" alt="">{menu}</td>'
        return f"<td>{self._cell(cell)}</td>"

    def _pager(self, pager: Pager, columns: int) -> str:
        """Numbers in blocks; dots lead to the block before and the one behind."""
        here = next(place for place, each in enumerate(pager.numbers) if not isinstance(each, Action))
        first = here // _BLOCK * _BLOCK
        shown = list(pager.numbers[first : first + _BLOCK])
        for place, edge in ((first - 1, 0), (first + _BLOCK, len(shown) + 1)):
            if 0 <= place < len(pager.numbers):
                further = pager.numbers[place]
                assert isinstance(further, Action)
                shown.insert(edge, replace(further, label="..."))
        cells = "".join(
            f"<td>{self._action(each) if isinstance(each, Action) else f'<span>{each}</span>'}</td>" for each in shown
        )
        return f'<tr><td colspan="{columns}"><table><tr>{cells}</tr></table></td></tr>'

    def _rows_per_page(self, pager: Pager) -> str:
        label = self._label(pager.rows.name)
        return f"<div>{label}: {self._choosing(pager.rows, pager.change, 'ctl00_cph_uxRows')}</div>"
