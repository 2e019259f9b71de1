# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A skin: how pages look, what their controls are called, and which of them have an address.

Skins differ in everything but the labels. This is what they have in common: a page is one form with its hidden fields, and
whatever can be posted is written down for the view state.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from tms_simulator.web.model import Action, Branch, Control, Grid, Page, Pane, Row
from tms_simulator.web.pages import MENU

State = Mapping[str, Any]


@dataclass
class Posted:
    """What a rendered page offers to be posted. controls: post name -> [field, kind, choices, disabled]; actions: "target|argument" ->
    [label, kind, to, do]; buttons: post names that are pressed rather than named as event target."""

    controls: dict[str, list[Any]] = field(default_factory=dict)
    actions: dict[str, list[Any]] = field(default_factory=dict)


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
    #: Whether a key is entered on a page of its own.
    dialog = False
    redirects = False
    #: The tab that a system's link opens.
    first_tab = "Summary"

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

    # -- names

    def _control_name(self, number: int, control: Control) -> str:
        raise NotImplementedError

    def _event_name(self, number: int, action: Action) -> tuple[str, str]:
        """Event target and argument."""
        raise NotImplementedError

    # -- markup

    def render(self, page: Page, hidden: Callable[[Posted], str], action: str) -> str:
        """The whole document; *hidden* makes the hidden fields once all is known that can be posted."""
        content = self._content(page)
        return self._document(page, content, hidden(self.posted), escape(action, quote=True))

    def _content(self, page: Page) -> str:
        raise NotImplementedError

    def _document(self, page: Page, content: str, hidden: str, action: str) -> str:
        raise NotImplementedError

    # -- what skins use

    def _label(self, text: str) -> str:
        return escape(self._around.translate(text))

    def _offer_control(self, control: Control) -> str:
        name = self._control_name(len(self.posted.controls), control)
        self.posted.controls[name] = [control.name, control.kind, list(control.options), control.disabled]
        return name

    def _offer_action(self, action: Action) -> tuple[str, str]:
        target, argument = self._event_name(len(self.posted.actions), action)
        self.posted.actions[f"{target}|{argument}"] = [action.label, action.kind, dict(action.to), action.do]
        return target, argument

    def _address(self, action: Action) -> str | None:
        return None if action.do else self.address_of(action.to)

    def _menu(self) -> list[tuple[tuple[str, ...], Action]]:
        return [
            (path, Action(path[-1], "menu", {"page": page} if page != "empty" else {"page": page, "title": path[-1]}))
            for path, page in MENU
        ]

    def _control_markup(self, control: Control, name: str, id_: str, attributes: str = "") -> str:
        """The bare control."""
        common = f'name="{name}" id="{id_}"{" disabled" if control.disabled else ""}{attributes}'
        if control.kind == "textarea":
            return f"<textarea {common} rows=3>\n{escape(str(control.value))}</textarea>"
        if control.kind in ("select", "multiselect"):
            chosen = control.value if control.kind == "multiselect" else (control.value,)
            options = "".join(
                f"<option{' selected' if each in chosen else ''}>{escape(each)}</option>" for each in control.options
            )
            return f"<select {common}{' multiple' if control.kind == 'multiselect' else ''}>{options}</select>"
        if control.kind == "checkbox":
            return f'<input type="checkbox" {common}{" checked" if control.value else ""}>'
        if control.kind == "radio":
            return "".join(
                f'<input type="radio" name="{name}" id="{id_}_{number}" value="{number}"'
                f'{" checked" if each == control.value else ""}><label for="{id_}_{number}">{escape(each)}</label> '
                for number, each in enumerate(control.options)
            )
        type_ = "password" if control.kind == "password" else "text"
        return f'<input type="{type_}" {common} value="{escape(str(control.value), quote=True)}">'


def script_string(text: str) -> str:
    """A text between single quotes in a script in an attribute."""
    return escape(text.replace("\\", "\\\\").replace("'", "\\'"), quote=True)


__all__ = ["Action", "Branch", "Control", "Grid", "Page", "Pane", "Posted", "Row", "Sequence", "Skin", "Surroundings", "script_string"]
