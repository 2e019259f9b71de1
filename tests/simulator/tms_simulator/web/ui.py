# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The web UI: requests in, pages out."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from html import escape
from typing import Any
from urllib.parse import urlencode

from tms_simulator.http_types import Request, Response
from tms_simulator.store import Denied, Store
from tms_simulator.web import partial
from tms_simulator.web.language import GERMAN, translator
from tms_simulator.web.model import Page, Pane
from tms_simulator.web.pages import Missing, Pages
from tms_simulator.web.post_back import clicked, grouped, values
from tms_simulator.web.skin import Posted, Surroundings
from tms_simulator.web.skins import SKINS
from tms_simulator.web.viewstate import ARGUMENT, TARGET, Invalid, ViewState, peek


class WebUI:
    """Everything below /tms/ that is not SOAP."""

    def __init__(self, store: Store, skin: str, *, figures: bool = False, english: bool = False) -> None:
        self._store = store
        self._skin = SKINS[skin]
        self._words = {} if english else self._skin.words
        self._pages = Pages(store, figures=figures, dialog=self._skin.dialog, menus=self._skin.menus)
        key = store.meta("view state key")
        if not key:
            # In the store, as in machine.config: pages stay valid over a restart.
            key = secrets.token_hex(32)
            store.set_meta("view state key", key)
        self._view_state = ViewState(bytes.fromhex(key))
        #: What the page behind a redirect is going to say, by user and address.
        self._said: dict[tuple[str, str], str] = {}

    def handle(self, request: Request) -> Response:
        try:
            if request.method == "POST":
                return self._post_back(request)
            state = self._state_of(request)
            if state is None:
                return Response(404, _error_page("The resource cannot be found."))
            address = request.path + (f"?{urlencode(request.query)}" if request.query else "")
            return self._shown(request, state, self._said.pop((request.user["username"], address), ""))
        except Invalid as invalid:
            return self._failed(request, str(invalid))
        except ValueError:
            return self._failed(request, "Input string was not in a correct format.")

    def _failed(self, request: Request, text: str) -> Response:
        if self._is_partial(request):
            return Response(200, partial.error(text), content_type="text/plain")
        return Response(500, _error_page(text))

    def _is_partial(self, request: Request) -> bool:
        return self._skin.partials and partial.is_asked_for(request.headers, request.form)

    def trigger_of(self, form: Sequence[tuple[str, str]]) -> str:
        """The label of what a post-back clicks, as far as it can be read without checking anything."""
        fields = grouped(partial.plain(form))
        content = peek(fields)
        if content is None:
            return ""
        try:
            found = clicked(content, fields)
        except Invalid:
            return ""
        return found.label if found else ""

    def system_of(
        self, method: str, path: str, query: Mapping[str, str], form: Sequence[tuple[str, str]]
    ) -> int | None:
        """The id of the system that a request is about, None if it is about none; without checking anything."""
        state: Mapping[str, Any] | None
        if method == "POST":
            content = peek(fields := grouped(form)) or {"state": {}, "c": {}, "a": {}}
            try:
                found = clicked(content, fields)
            except Invalid:
                found = None
            state = (found and found.to) or content["state"]
        else:
            state = self._skin.state_of(path.casefold(), {name.casefold(): value for name, value in query.items()})
        system = str((state or {}).get("system", ""))
        return int(system) if system.isdigit() else None

    def _state_of(self, request: Request) -> Mapping[str, Any] | None:
        # IIS does not tell capitals from small letters, neither in a path nor in the name of a parameter.
        return self._skin.state_of(request.path.casefold(), {name.casefold(): value for name, value in request.query})

    # -- post-backs

    def _post_back(self, request: Request) -> Response:
        if self._state_of(request) is None:
            return Response(404, _error_page("The resource cannot be found."))
        fields = grouped(partial.plain(request.form) if self._skin.partials else request.form)
        content = self._view_state.unpack(fields, request.user["username"], self._page_key(request))
        action = clicked(content, fields)
        filled = values(content, fields)
        state = content["state"]
        if action is None:
            return self._shown(request, state)
        to = {**(action.to or state), **{part: filled[name] for part, name in action.takes.items()}}
        if not action.do:
            return self._shown(request, to, trigger=action.label)
        return self._commanded(request, state, to, action.label, action.do, filled)

    def _commanded(
        self, request: Request, state: Any, to: Any, label: str, command: str, filled: Mapping[str, Any]
    ) -> Response:
        try:
            if command == "save_settings":
                if "offline_device" in request.faults:
                    raise Denied("The settings could not be saved: the system did not respond.")
                if "other_field" in request.faults:
                    filled = {**filled, "Contact": "changed by the save"}
            message = self._pages.carry_out(command, state, filled, request.user)
        except Denied as denied:
            return self._shown(request, state, str(denied), is_error=True, trigger=label, tried=True)
        address = self._skin.address_of(to)
        if self._skin.redirects and address is not None:
            self._said[request.user["username"], address] = message
            return Response(302, location=address, trigger=label, wrote=True)
        shown = self._shown(request, self._skin.after(state, to), message, trigger=label)
        return replace(shown, wrote=True)

    # -- pages

    def _page_key(self, request: Request) -> str:
        return self._skin.page_key(request.path.casefold(), {name.casefold(): value for name, value in request.query})

    def _shown(
        self,
        request: Request,
        state: Mapping[str, Any],
        message: str = "",
        *,
        is_error: bool = False,
        trigger: str = "",
        tried: bool = False,
    ) -> Response:
        if state.get("page") == "system" and "tab" not in state:
            state = {**state, "tab": self._skin.first_tab}
        try:
            page = self._pages.page(state, request.user, message, is_error=is_error)
        except Missing as missing:
            state, page = {"page": "portal"}, Page("Error", "Error", (Pane("Error", text=str(missing)),))
        except Denied as denied:
            state, page = {"page": "portal"}, Page("Access denied", "Access denied", (Pane("Error", text=str(denied)),))
        user = request.user["username"]
        around = Surroundings(self._store.serial, "tms", user, _translation(self._words, request.faults))
        skin = self._skin(around, state)

        def hidden(posted: Posted) -> dict[str, str]:
            content = {"state": dict(state), "c": posted.controls, "a": posted.actions}
            return {TARGET: "", ARGUMENT: "", **self._view_state.pack(content, user, self._page_key(request))}

        action = request.path + (f"?{urlencode(request.query)}" if request.query else "")
        if self._is_partial(request):
            answer = skin.partial(page, hidden, action)
            if answer is not None:
                return Response(200, answer, None, trigger, tried=tried, content_type="text/plain")
        body = skin.render(page, hidden, action)
        return Response(200, body, trigger=trigger, tried=tried, charset=skin.charset)


def _translation(own: Mapping[str, str], faults: Mapping[str, Mapping[str, Any]]) -> Callable[[str], str]:
    words = dict(GERMAN if "german" in faults else own)
    if "renamed_label" in faults:
        words[faults["renamed_label"]["label"]] = faults["renamed_label"]["text"]
    return translator(words)


def _error_page(text: str) -> str:
    return (
        f"<html><head><title>{escape(text)}</title></head><body><h1>Server Error in '/tms' Application.</h1>"
        f"<h2><i>{escape(text)}</i></h2></body></html>"
    )
