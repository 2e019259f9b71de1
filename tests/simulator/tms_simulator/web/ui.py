# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The web UI: requests in, pages out.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import urlencode

from tms_simulator.http_types import Request, Response
from tms_simulator.store import Denied, Store
from tms_simulator.web.model import Page, Pane
from tms_simulator.web.pages import Pages
from tms_simulator.web.skin import Posted, Surroundings
from tms_simulator.web.skins import SKINS
from tms_simulator.web.viewstate import ARGUMENT, EVENTS, FIELD, GENERATOR, TARGET, Invalid, ViewState, peek

_GERMAN = {
    "Systems": "Systeme",
    "Navigator": "Navigation",
    "Ticketing Service": "Ticketdienst",
    "Administrative Tools": "Verwaltung",
    "Configuration": "Konfiguration",
    "General Settings": "Allgemeine Einstellungen",
    "Licenses and Option Keys": "Lizenzen und Optionsschlüssel",
    "Add Option Key": "Optionsschlüssel hinzufügen",
    "Settings": "Einstellungen",
    "View Settings": "Einstellungen anzeigen",
    "Edit Settings": "Einstellungen bearbeiten",
    "TMS Scheduling Settings": "TMS-Planungseinstellungen",
    "Allow Remote Bookings": "Externe Buchungen zulassen",
    "System Name": "Systemname",
    "Save": "Speichern",
    "Yes": "Ja",
    "No": "Nein",
    "Next": "Weiter",
}


class WebUI:
    """Everything below /tms/ that is not SOAP."""

    def __init__(self, store: Store, skin: str, *, figures: bool = False) -> None:
        self._store = store
        self._skin = SKINS[skin]
        self._pages = Pages(store, figures=figures, dialog=self._skin.dialog)
        key = store.meta("view state key")
        if not key:
            key = secrets.token_hex(32)
            store.set_meta("view state key", key)
        self._view_state = ViewState(bytes.fromhex(key))
        self._generator = secrets.token_hex(4).upper()
        self._said: dict[str, tuple[str, bool]] = {}

    def handle(self, request: Request) -> Response:
        if request.method == "POST":
            return self._post_back(request)
        query = dict(request.query)
        state = self._skin.state_of(request.path, query)
        if state is None:
            return Response(404, _error_page("The resource cannot be found."))
        message, is_error = self._said.pop(request.user["username"], ("", False))
        return self._shown(request, state, message, is_error)

    def trigger_of(self, form: Sequence[tuple[str, str]]) -> str:
        """The label of what a post-back clicks, as far as it can be read without checking anything."""
        fields = _grouped(form)
        content = peek(fields)
        if content is None:
            return ""
        try:
            clicked = _clicked(content, fields)
        except Invalid:
            return ""
        return str(clicked[0]) if clicked else ""

    def system_of(self, method: str, path: str, query: Mapping[str, str], form: Sequence[tuple[str, str]]) -> int | None:
        """The id of the system that a request is about, None if it is about none; without checking anything."""
        state: Mapping[str, Any] | None
        if method == "POST":
            content = peek(fields := _grouped(form)) or {"state": {}, "a": {}}
            try:
                clicked = _clicked(content, fields)
            except Invalid:
                clicked = None
            state = (clicked and clicked[2]) or content["state"]
        else:
            state = self._skin.state_of(path, query)
        system = str((state or {}).get("system", ""))
        return int(system) if system.isdigit() else None

    # -- post-backs

    def _post_back(self, request: Request) -> Response:
        fields = _grouped(request.form)
        try:
            content = self._view_state.unpack(fields, request.user["username"])
            clicked = _clicked(content, fields)
            values = _values(content, fields)
        except Invalid as invalid:
            return Response(500, _error_page(str(invalid)))
        state = content["state"]
        if clicked is None:
            return self._shown(request, state)
        label, dummy, to, command = clicked
        if not command:
            return self._shown(request, to or state, trigger=label)
        return self._commanded(request, state, to or state, label, command, values)

    def _commanded(
        self, request: Request, state: Any, to: Any, label: str, command: str, values: Mapping[str, Any]
    ) -> Response:
        try:
            if "offline_device" in request.faults and command == "save_settings":
                raise Denied("The settings could not be saved: the system did not respond.")
            if "other_field" in request.faults and command == "save_settings":
                values = {**values, "Contact": "changed by the save"}
            message, is_error = self._pages.carry_out(command, state, values, request.user), False
        except Denied as denied:
            return self._shown(request, state, str(denied), True, trigger=label, tried=True)
        address = self._skin.address_of(to)
        if self._skin.redirects and address is not None:
            self._said[request.user["username"]] = (message, is_error)
            return Response(302, location=address, trigger=label, wrote=True)
        shown = self._shown(request, to, message, is_error, trigger=label)
        return Response(shown.status, shown.body, trigger=label, wrote=True)

    # -- pages

    def _shown(
        self, request: Request, state: Any, message: str = "", is_error: bool = False, *, trigger: str = "", tried: bool = False
    ) -> Response:
        if state.get("page") == "system" and "tab" not in state:
            state = {**state, "tab": self._skin.first_tab}
        try:
            page = self._pages.page(state, request.user, message, is_error=is_error)
        except Denied as denied:
            state = {"page": "portal"}
            page = Page("Access denied", "Access denied", (Pane("Error", text=str(denied)),))
        surroundings = Surroundings(
            self._store.serial, "tms", request.user["username"], _translation(request.faults)
        )
        skin = self._skin(surroundings, state)

        def hidden(posted: Posted) -> str:
            content = {"state": dict(state), "c": posted.controls, "a": posted.actions}
            text, events = self._view_state.pack(content, request.user["username"])
            values = {TARGET: "", ARGUMENT: "", FIELD: text, GENERATOR: self._generator, EVENTS: events}
            return "".join(f'<input type="hidden" name="{name}" id="{name}" value="{value}">' for name, value in values.items())

        query = f"?{urlencode(request.query)}" if request.query else ""
        return Response(200, skin.render(page, hidden, request.path + query), trigger=trigger, tried=tried)


def _grouped(form: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for name, value in form:
        fields.setdefault(name, []).append(value)
    return fields


def _clicked(content: Mapping[str, Any], fields: Mapping[str, Sequence[str]]) -> list[Any] | None:
    """The action that was clicked: by event target and argument, or by the name of the button; None for none."""
    actions = content["a"]
    target = fields.get(TARGET, [""])[0]
    if target:
        found = actions.get(f"{target}|{fields.get(ARGUMENT, [''])[0]}")
        if found is None:
            raise Invalid("Invalid postback or callback argument. Event validation is enabled.")
        return list(found)
    pressed = [actions[f"{name}|"] for name in fields if f"{name}|" in actions]
    if len(pressed) > 1:
        raise Invalid("Invalid postback: two buttons were pressed at once.")
    return list(pressed[0]) if pressed else None


def _values(content: Mapping[str, Any], fields: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The contents of all controls that the page offered; anything it did not offer is refused."""
    controls, actions = content["c"], content["a"]
    for name, posted in fields.items():
        known = name in controls or f"{name}|" in actions or name in (FIELD, EVENTS, GENERATOR, TARGET, ARGUMENT)
        if not known:
            raise Invalid(f"Invalid postback: the field {name} was not offered.")
        if any("<script" in value.casefold() for value in posted):
            raise Invalid(f'A potentially dangerous Request.Form value was detected from the client ({name}="<script...").')
    values: dict[str, Any] = {}
    for name, (label, kind, choices, disabled) in controls.items():
        posted = fields.get(name, [])
        if disabled:
            if posted:
                raise Invalid(f"Invalid postback: the field {name} is disabled.")
            continue
        values[label] = _value(name, kind, choices, posted)
    return values


def _value(name: str, kind: str, choices: Sequence[str], posted: Sequence[str]) -> Any:
    if kind == "checkbox":
        return bool(posted)
    if kind == "multiselect":
        if not set(posted) <= set(choices):
            raise Invalid(f"Invalid postback: a choice of {name} was not offered.")
        return list(posted)
    if kind == "radio":
        numbers = [int(each) for each in posted if each.isdigit()]
        return choices[numbers[0]] if numbers and numbers[0] < len(choices) else ""
    if len(posted) != 1:
        raise Invalid(f"Invalid postback: the field {name} is missing.")
    if kind == "select" and posted[0] not in choices:
        raise Invalid(f"Invalid postback: a choice of {name} was not offered.")
    return posted[0]


def _translation(faults: Mapping[str, Mapping[str, Any]]) -> Any:
    words = dict(_GERMAN) if "german" in faults else {}
    if "renamed_label" in faults:
        words[faults["renamed_label"]["label"]] = faults["renamed_label"]["text"]
    return lambda text: words.get(text, text)


def _error_page(text: str) -> str:
    return (
        f"<html><head><title>{escape(text)}</title></head><body><h1>Server Error in '/tms' Application.</h1>"
        f"<h2><i>{escape(text)}</i></h2></body></html>"
    )
