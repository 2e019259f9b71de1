# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Japanese: tables of headings with what they are about below them, two abreast; wide colons, brackets, digits and blanks,
narrow katakana in the menu; Shift_JIS, as an old server on a Japanese Windows sends it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import quote, unquote, urlencode

from tms_simulator.web.japanese import JAPANESE
from tms_simulator.web.model import Action, Branch, Control, Grid, Page, Pager, Pane, Row
from tms_simulator.web.skin import Skin, State, script_string

_FILES = {
    "portal": "トップ",
    "general": "全般",
    "navigator": "一覧",
    "system": "機器",
    "tickets": "障害",
    "audit": "監査",
}
_FILES |= {"users": "利用者一覧", "user": "利用者", "groups": "グループ一覧", "group": "グループ", "rights": "権限"}
_FILES |= {"default_groups": "既定", "empty": "準備中"}
_PAGES = {file: page for page, file in _FILES.items()}
_NAMES = {"folder": "f", "list": "p", "system": "no", "tab": "tab", "view": "mode", "title": "t", "rows": "n"}
_NAMES |= {"sort": "s", "user": "uid", "group": "gid", "adding": "add"}
#: What may go without a value for a page of its own.
_NEEDS = {"system": "system", "user": "user", "group": "group", "rights": "group"}
#: Narrow katakana, as menus have that must be short.
_NARROW = {
    "ナビゲーター": "ﾅﾋﾞｹﾞｰﾀｰ",
    "チケットサービス": "ﾁｹｯﾄｻｰﾋﾞｽ",
    "デフォルトグループ": "ﾃﾞﾌｫﾙﾄｸﾞﾙｰﾌﾟ",
    "構成テンプレート": "構成ﾃﾝﾌﾟﾚｰﾄ",
}
#: Fields that must not be empty.
_REQUIRED = frozenset({"System Name", "Windows Username", "First Name", "Last Name", "Email Address"})
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


class Japanese(Skin):
    """The look of a form on paper."""

    name = "japanese"
    words = JAPANESE
    charset = "shift_jis"
    dialog = True
    redirects = True
    menus = True
    passwords = "mask"

    # -- addresses: file names in Japanese

    @classmethod
    def address_of(cls, state: State) -> str | None:
        if state.get("view") == "edit" or (state["page"] == "group" and state.get("adding")):
            return None
        query = {_NAMES[key]: int(value) if value is True else value for key, value in state.items() if key != "page"}
        address = f"/tms/{quote('画面')}/{quote(_FILES[state['page']])}.aspx"
        return address + (f"?{urlencode(query)}" if query else "")

    @classmethod
    def state_of(cls, path: str, query: Mapping[str, str]) -> State | None:
        path = unquote(path)
        if path.rstrip("/") == "/tms":
            return {"page": "portal"}
        page = _PAGES.get(path.removeprefix("/tms/画面/").removesuffix(".aspx"))
        if page is None or not path.startswith("/tms/画面/"):
            return None
        keys = {name: key for key, name in _NAMES.items()}
        state = {"page": page} | {keys[name]: value for name, value in query.items() if name in keys}
        return state if page not in _NEEDS or _NEEDS[page] in state else None

    @classmethod
    def page_key(cls, path: str, query: Mapping[str, str]) -> str:
        return unquote(path).casefold()

    # -- names

    def _control_name(self, number: int, control: Control) -> str:
        return f"入力${number}"

    def _event_name(self, number: int, action: Action) -> tuple[str, str]:
        return f"操作${number}", action.kind

    def _choice_value(self, number: int, text: str) -> str:
        return f"選択{number}"

    # -- markup

    def _action(self, action: Action) -> str:
        address = self._address(action)
        label = self._label(action.label)
        if action.kind == "button":
            if len(label) == 2:
                # Two signs are spread over the width of a button.
                label = f"{label[0]}\u3000{label[1]}"
            if action.to.get("adding") and address is not None:
                opening = f"showModalDialog('{script_string(unquote(address))}', '', 'dialogWidth:480px')"
                return f'<button type="button" onclick="{opening}">{label}</button>'
            name = f"操作${len(self.posted.actions)}"
            self._offer(name, "", action)
            return f'<input type="submit" name="{name}" value="{label}">'
        if address is not None:
            return f'<a href="{escape(unquote(address), quote=True)}">{label}</a>'
        target, argument = self._offer_action(action)
        return f'<a href="{self._post_back_call(target, argument)}">{label}</a>'

    def _content(self, page: Page) -> str:
        parts = []
        if page.tree:
            parts.append(f"<dl>{''.join(map(self._branch, page.tree))}</dl>")
        if page.heading:
            parts.append(f"<h2>■{self._label(page.heading)}</h2>")
        if page.message:
            parts.append(f'<p><font color="red">{self._label(page.message)}</font></p>')
        for tabs in (page.tabs, page.subtabs):
            if tabs:
                parts.append(f"<div>｜{'｜'.join(self._action(tab) for tab in tabs)}｜</div>")
        parts += [self._pane(pane) for pane in page.panes]
        parts.append(f"<center>{'　'.join(self._action(action) for action in page.actions)}</center>")
        return "".join(parts)

    def _branch(self, branch: Branch) -> str:
        below = "".join(self._branch(each) for each in branch.below)
        return f"<dt>{'▼' if below else '・'}{self._action(branch.action)}</dt>{f'<dd><dl>{below}</dl></dd>' if below else ''}"

    def _pane(self, pane: Pane) -> str:
        rows = [f"<caption>{self._bar(pane)}【{self._label(pane.title)}】</caption>", *self._rows(pane.rows)]
        whole = [self._pane(part) for part in pane.parts]
        if pane.text:
            whole.append(f"<p>{self._label(pane.text)}</p>")
        if pane.grid:
            whole.append(self._grid(pane.grid))
        whole += [self._hidden_controls(pane), "　".join(self._action(action) for action in pane.actions)]
        rows += [f'<tr><td colspan="2">{each}</td></tr>' for each in whole if each]
        return f'<table class="hyou" border="1">{"".join(rows)}</table>'

    def _rows(self, rows: Sequence[Row]) -> list[str]:
        """Two headings abreast and below them what they are about; boxes have their label behind them instead."""
        ticked = [row for row in rows if isinstance(row.content, Control) and row.content.kind == "checkbox"]
        if len(ticked) == len(rows):
            cells = [f"<td>{self._ticked(row)}</td>" for row in rows]
            return [f"<tr>{''.join(cells[place : place + 2])}</tr>" for place in range(0, len(cells), 2)]
        made = []
        for place in range(0, len(rows), 2):
            pair = rows[place : place + 2]
            made.append(f"<tr>{''.join(f'<th>{self._heading(row)}</th>' for row in pair)}</tr>")
            made.append(f"<tr>{''.join(f'<td>{self._below(row)}</td>' for row in pair)}</tr>")
        return made

    def _heading(self, row: Row) -> str:
        required = isinstance(row.content, Control) and row.label in _REQUIRED
        return f"{'<font color=red>※</font>' if required else ''}{self._label(row.label)}：\u3000"

    def _below(self, row: Row) -> str:
        if isinstance(row.content, Control):
            return self._cell(row.content)
        text = ("Yes" if row.content else "No") if isinstance(row.content, bool) else str(row.content)
        return self._label(text) or "&nbsp;"

    def _ticked(self, row: Row) -> str:
        assert isinstance(row.content, Control)
        name = self._offer_control(row.content)
        id_ = name.replace("$", "_")
        return (
            f'{self._control_markup(row.content, name, id_)}<label for="{id_}">\u3000{self._label(row.label)}</label>'
        )

    def _grid(self, grid: Grid) -> str:
        head = "".join(
            f"<th>{self._action(header) + '▲▼' if isinstance(header, Action) else self._label(header)}</th>"
            for header in grid.headers
        )
        rows = "".join("<tr>" + "".join(f"<td>{self._cell(cell)}</td>" for cell in row) + "</tr>" for row in grid.rows)
        pager = self._pager(grid.pager) if grid.pager else ""
        return f'{pager}<table class="ichiran" border="1"><tr bgcolor="#cccccc">{head}</tr>{rows}</table>'

    def _pager(self, pager: Pager) -> str:
        ends = [self._wide(each, "＜＜") if each else "" for each in (pager.previous, pager.following)]
        numbers = [
            self._wide(each) if isinstance(each, Action) else f"<b>{each.translate(_WIDE)}</b>"
            for each in pager.numbers
        ]
        rows = re.sub(r"(\d)</option>", r"\1件</option>", self._choosing(pager.rows, pager.change, "件数"))
        return f"<p>{'　'.join([ends[0], *numbers, ends[1]])}　{self._label(pager.rows.name)}：{rows}</p>"

    def _wide(self, action: Action, mark: str = "") -> str:
        """A way through a list, with wide digits or marks."""
        target, argument = self._offer_action(action)
        label = self._label(action.label).translate(_WIDE)
        if mark:
            label = mark + label if action.label == "Previous" else label + "＞＞"
        return f'<a href="{self._post_back_call(target, argument)}">{label}</a>'

    def _menu_level(self, level: Mapping[str, Any]) -> str:
        entries = []
        for label, below in level.items():
            if isinstance(below, Action):
                entries.append(f"<dd>・{self._narrow(self._action(below))}</dd>")
            else:
                entries.append(f"<dt>▼{self._label(label)}</dt><dd><dl>{self._menu_level(below)}</dl></dd>")
        return "".join(entries)

    @staticmethod
    def _narrow(markup: str) -> str:
        for wide, narrow in _NARROW.items():
            markup = markup.replace(f">{wide}<", f">{narrow}<")
        return markup

    def _document(self, page: Page, content: str, hidden: str, action: str) -> str:
        around = self._around
        menu = "" if page.is_dialog else f"<td nowrap><dl>{self._menu_level(self._menu_tree())}</dl></td>"
        script = (
            "function __doPostBack(t, a) { var f = document.forms[0]; f.__EVENTTARGET.value = t;"
            " f.__EVENTARGUMENT.value = a; f.submit(); }"
        )
        # Posts come in UTF-8, for a form in Shift_JIS loses every name that Shift_JIS lacks.
        return (
            '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN"><html lang="ja"><head>'
            '<meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS">'
            f"<title>{self._label(page.title)}</title><script>{script}</script></head><body>"
            f'<form method="post" action="{action}" accept-charset="UTF-8">{hidden}'
            f"<table><tr valign=top>{menu}<td>{content}</td></tr></table>"
            f"<hr>{escape(around.user)}　さん　S/N：{escape(around.serial)}（{escape(around.host)}）</form></body></html>"
        )
