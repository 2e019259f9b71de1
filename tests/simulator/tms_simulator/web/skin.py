# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A skin: how pages look, what their controls are called, and which of them have an address.

Skins differ in everything but the labels. This is what they have in common: a page is one form with its hidden fields, and
whatever can be posted is written down for the view state.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

from tms_simulator.web.model import Action, Control, Name, Page, Pane, Word
from tms_simulator.web.pages import MENU

State = Mapping[str, Any]


@dataclass
class Posted:
    """What a rendered page offers to be posted. controls: post name -> [field, kind, choices, lock], where choices are texts by
    the value that is posted for them, and lock is disabled, readonly or empty; actions: "target|argument" -> [label, kind,
    to, do, takes], where a button is its own target."""

    controls: dict[str, list[Any]] = field(default_factory=dict)
    actions: dict[str, list[Any]] = field(default_factory=dict)


#: From what a page offers to be posted to its hidden fields.
Hidden = Callable[[Posted], Mapping[str, str]]


@dataclass(frozen=True)
class Surroundings:
    """What stands on every page. translate: from Cisco's label to the one shown."""

    serial: str
    host: str
    user: str
    translate: Callable[[str], str]


class Skin:
    """Base of all skins; a subclass writes the markup. redirects: a save answers with a redirect to the view."""

    name = ""
    #: What its pages are encoded in.
    charset = "utf-8"
    #: Whether a key is entered on a page of its own.
    dialog = False
    redirects = False
    #: Whether it answers partial post-backs.
    partials = False
    #: The tab that a system's link opens.
    first_tab = "Summary"
    #: Whether a row of a list has a menu of its own.
    menus = False
    #: What it shows instead of Cisco's English labels.
    words: Mapping[str, str] = {}
    #: How a password field shows that there is a password: plain, mask or empty.
    passwords = "plain"

    def __init__(self, surroundings: Surroundings, state: State) -> None:
        self._around = surroundings
        self._state = state
        self.posted = Posted()

    # -- addresses

    @classmethod
    def address_of(cls, state: State) -> str | None:
        """The address of a page, None where it has none."""
        raise NotImplementedError

    @classmethod
    def state_of(cls, path: str, query: Mapping[str, str]) -> State | None:
        """The page behind an address, None where there is none."""
        raise NotImplementedError

    @classmethod
    def page_key(cls, path: str, query: Mapping[str, str]) -> str:
        """Which page an address belongs to; the view state of one page is void on another."""
        return path

    @classmethod
    def after(cls, state: State, to: State) -> State:
        """What is shown after something was done on the page *state*, where TMS would show *to*."""
        return to

    # -- names

    def _control_name(self, number: int, control: Control) -> str:
        raise NotImplementedError

    def _event_name(self, number: int, action: Action) -> tuple[str, str]:
        """Event target and argument."""
        raise NotImplementedError

    def _choice_value(self, number: int, text: str) -> str:
        """What is posted for one of several choices."""
        return text

    # -- markup

    def render(self, page: Page, hidden: Hidden, action: str) -> str:
        """The whole document; *hidden* makes the hidden fields once all is known that can be posted."""
        content = self._content(page)
        return self._document(page, content, self._hidden_fields(hidden(self.posted)), escape(action, quote=True))

    def partial(self, page: Page, hidden: Hidden, action: str) -> str | None:
        """What a partial post-back is answered with; None where it gets the whole document, as any other."""
        return None

    def _content(self, page: Page) -> str:
        raise NotImplementedError

    def _document(self, page: Page, content: str, hidden: str, action: str) -> str:
        raise NotImplementedError

    # -- what skins use

    @staticmethod
    def _hidden_fields(fields: Mapping[str, str]) -> str:
        return "".join(
            f'<input type="hidden" name="{name}" id="{name}" value="{value}">' for name, value in fields.items()
        )

    def _label(self, text: str) -> str:
        return escape(text if isinstance(text, Name) else self._around.translate(text))

    def _given(self, text: str) -> str:
        """A text that somebody gave, unless it is TMS's own."""
        return self._label(text) if isinstance(text, Word) else escape(text)

    def _offer_control(self, control: Control) -> str:
        name = self._control_name(len(self.posted.controls), control)
        lock = "disabled" if control.disabled else "readonly" if control.readonly else ""
        self.posted.controls[name] = [control.name, control.kind, self._choices(control), lock]
        return name

    def _choices(self, control: Control) -> dict[str, str]:
        if control.kind == "texts":
            return {str(number): "" for number in range(len(control.value))}
        return {self._choice_value(number, text): text for number, text in enumerate(control.options)}

    def _offer_action(self, action: Action) -> tuple[str, str]:
        target, argument = self._event_name(len(self.posted.actions), action)
        self._offer(target, argument, action)
        return target, argument

    def _offer(self, target: str, argument: str, action: Action) -> None:
        self.posted.actions[f"{target}|{argument}"] = [
            action.label,
            action.kind,
            dict(action.to),
            action.do,
            dict(action.takes),
        ]

    def _address(self, action: Action) -> str | None:
        return None if action.do or action.takes or action.kind == "sort" else self.address_of(action.to)

    def _post_back_call(self, target: str, argument: str) -> str:
        return f"javascript:__doPostBack('{script_string(target)}','{script_string(argument)}')"

    def _choosing(self, control: Control, action: Action, id_: str) -> str:
        """A list of choices that posts back as soon as one is chosen (AutoPostBack)."""
        name = self._offer_control(control)
        self._offer(name, "", action)
        call = f"javascript:setTimeout('__doPostBack(\\'{script_string(name)}\\',\\'\\')', 0)"
        return self._control_markup(control, name, id_, f' onchange="{call}"')

    def _hidden_controls(self, pane: Pane) -> str:
        made = []
        for control in pane.hidden:
            name = self._offer_control(control)
            made.append(f'<input type="hidden" name="{name}" value="{escape(str(control.value), quote=True)}">')
        return "".join(made)

    def _menu(self) -> list[tuple[tuple[str, ...], Action]]:
        return [
            (path, Action(path[-1], "menu", {"page": page} if page != "empty" else {"page": page, "title": path[-1]}))
            for path, page in MENU
        ]

    def _menu_tree(self) -> dict[str, Any]:
        """The menu by levels: label -> what is below it, or the action."""
        tree: dict[str, Any] = {}
        for path, action in self._menu():
            level = tree
            for label in path[:-1]:
                level = level.setdefault(label, {})
            level[path[-1]] = action
        return tree

    def _cell(self, cell: str | Action | Control) -> str:
        if isinstance(cell, Action):
            return self._action(cell)
        if isinstance(cell, Control):
            name = self._offer_control(cell)
            return self._control_markup(cell, name, re.sub(r"\W", "_", name))
        return self._given(cell)

    def _bar(self, pane: Pane) -> str:
        """The check box in the title bar of a pane, with a blank behind it."""
        if pane.bar is None:
            return ""
        name = self._offer_control(pane.bar)
        return self._control_markup(pane.bar, name, re.sub(r"\W", "_", name), ' onclick="setAll(this)"') + " "

    def _action(self, action: Action) -> str:
        raise NotImplementedError

    def _control_markup(self, control: Control, name: str, id_: str, attributes: str = "") -> str:
        """The bare control."""
        lock = " disabled" if control.disabled else " readonly" if control.readonly else ""
        common = f'name="{name}" id="{id_}"{lock}{attributes}'
        if control.kind == "textarea":
            # HTML drops one line end behind the tag, so one of ours stands there.
            return f'<textarea {common} rows="3">\n{escape(str(control.value))}</textarea>'
        if control.kind in ("select", "multiselect"):
            return self._list_markup(control, common)
        if control.kind in ("radio", "checkboxes"):
            return self._group_markup(control, name, id_, lock)
        if control.kind == "checkbox":
            return f'<input type="checkbox" {common}{" checked" if control.value else ""}>'
        if control.kind == "texts":
            return " ".join(
                f'<input type="text" name="{name}" id="{id_ if number == 0 else f"{id_}_{number}"}"{lock} '
                f'value="{escape(each, quote=True)}">'
                for number, each in enumerate(control.value)
            )
        if control.kind == "password":
            shown = {"plain": str(control.value), "mask": "********" if control.value else "", "empty": ""}[
                self.passwords
            ]
            return f'<input type="password" {common} value="{escape(shown, quote=True)}" autocomplete="off">'
        return f'<input type="text" {common} value="{escape(str(control.value), quote=True)}">'

    def _list_markup(self, control: Control, common: str) -> str:
        chosen = control.value if control.kind == "multiselect" else (control.value,)
        options = "".join(
            f'<option value="{escape(value, quote=True)}"{" selected" if text in chosen else ""}>{self._given(text)}</option>'
            for value, text in self._choices(control).items()
        )
        return f"<select {common}{' multiple' if control.kind == 'multiselect' else ''}>{options}</select>"

    def _group_markup(self, control: Control, name: str, id_: str, lock: str) -> str:
        kind = "radio" if control.kind == "radio" else "checkbox"
        chosen = control.value if kind == "checkbox" else (control.value,)
        return "".join(
            f'<input type="{kind}" name="{name}" id="{id_}_{number}"{lock} value="{escape(value, quote=True)}"'
            f'{" checked" if text in chosen else ""}><label for="{id_}_{number}">{escape(text)}</label> '
            for number, (value, text) in enumerate(self._choices(control).items())
        )


def script_string(text: str) -> str:
    """A text between single quotes in a script in an attribute."""
    return escape(text.replace("\\", "\\\\").replace("'", "\\'"), quote=True)
