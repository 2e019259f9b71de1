# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The web UI without a server, and a small browser to look at it."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import lxml.html
import pytest
from tms_simulator.http_types import Request, Response
from tms_simulator.seed import seed
from tms_simulator.store import Store
from tms_simulator.web.skins import SKINS
from tms_simulator.web.ui import WebUI
from tms_simulator.web.viewstate import peek

Form = list[tuple[str, str]]


class Browser:
    """One user's browser. page: what it shows; last: the last answer; requests: how many were made."""

    def __init__(self, web: WebUI, store: Store, user: str = "TMS\\tmsadmin") -> None:
        self._web = web
        self._user = store.signed_in(user)
        self.faults: dict[str, dict[str, Any]] = {}
        self.address = ""
        self.requests = 0
        self.last = Response(0)
        self.get("/tms")

    def get(self, address: str) -> Response:
        return self._asked("GET", address, [])

    def post(self, form: Form, address: str | None = None) -> Response:
        return self._asked("POST", address or self.action, form)

    def _asked(self, method: str, address: str, form: Form) -> Response:
        parts = urlsplit(address)
        query = parse_qsl(parts.query, keep_blank_values=True)
        self.requests += 1
        self.last = self._web.handle(Request(method, parts.path, query, form, self._user, self.faults))
        if self.last.status == 302 and self.last.location:
            return self.get(self.last.location)
        self.address = address
        self.page = lxml.html.document_fromstring(self.last.body)
        return self.last

    @property
    def action(self) -> str:
        return str(self.page.forms[0].get("action"))

    @property
    def text(self) -> str:
        """All text, with single blanks, and what read-only controls and titles say where they stand."""
        page = copy.deepcopy(self.page)
        for each in page.xpath("//input[@readonly and not(@name)] | //select[@title]"):
            each.tail = f"{each.get('title') or each.get('value')} {each.tail or ''}"
        return " ".join(page.text_content().split())

    def form(self) -> Form:
        """What a browser posts besides the button."""
        form: Form = []
        for control in self.page.forms[0].iter("input", "select", "textarea"):
            name, kind = control.get("name"), control.get("type", "text")
            if not name or "disabled" in control.attrib or kind in ("submit", "button"):
                continue
            if control.tag == "select":
                chosen = [each for each in control.iter("option") if "selected" in each.attrib]
                if not chosen and "multiple" not in control.attrib:
                    chosen = list(control.iter("option"))[:1]
                form += [(name, each.get("value", each.text_content())) for each in chosen]
            elif control.tag == "textarea":
                text = (control.text or "").removeprefix("\n")
                form.append((name, text.replace("\r\n", "\n").replace("\n", "\r\n")))
            elif kind not in ("checkbox", "radio") or "checked" in control.attrib:
                form.append((name, control.get("value", "on")))
        return form

    def name(self, field: str) -> str:
        """The post name of a field, as the view state knows it."""
        content = peek({name: [value] for name, value in self.form()}) or {}
        return next(name for name, (each, *dummy) in content["c"].items() if each == field)

    def filled(self, field: str, *values: str) -> Form:
        """The form with other values in one field; without any, an unticked box."""
        name = self.name(field)
        return [pair for pair in self.form() if pair[0] != name] + [(name, value) for value in values]

    def clickables(self, label: str) -> list[Any]:
        found = []
        for each in self.page.iter("a", "button", "input"):
            shown = each.get("value", "") if each.tag == "input" else each.text_content()
            clickable = each.get("href", "#") != "#" or each.get("onclick") or each.get("type") == "submit"
            if clickable and shown.strip() == label:
                found.append(each)
        return found

    def click(self, label: str, form: Form | None = None, *, which: int = 0) -> Response:
        """Follow a link or press a button with that text."""
        return self.press(self.clickables(label)[which], form)

    def press(self, element: Any, form: Form | None = None) -> Response:
        form = self.form() if form is None else form
        if element.get("type") == "submit":
            return self.post([*form, (element.get("name"), element.get("value"))])
        call = element.get("href") or element.get("onclick")
        if not call.startswith("javascript:"):
            return self.get(call)
        quote = "'" if "'" in call else '"'
        return self.post(with_event(form, *(part.replace("\\\\", "\\") for part in call.split(quote)[1:4:2])))


def with_event(form: Form, target: str, argument: str = "") -> Form:
    """A form with its event fields set."""
    events = {"__EVENTTARGET": target, "__EVENTARGUMENT": argument}
    return [(name, events.get(name, value)) for name, value in form]


@pytest.fixture(params=sorted(SKINS))
def skin(request: pytest.FixtureRequest) -> str:
    """Every skin in turn."""
    return str(request.param)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """60 endpoints and rooms in three folders, 1001 and 1002 hold a seat; beside them two bridges and some equipment."""
    store = Store(tmp_path / "tms.sqlite")
    seed(store, systems=60, packs=1, enabled=2)
    yield store
    store.close()


@pytest.fixture
def browse(store: Store, skin: str) -> Callable[..., Browser]:
    """Opens a browser, in English: browse(), browse(user="TMS\\\\operator"), browse(figures=True)."""
    return lambda user="TMS\\tmsadmin", **options: Browser(
        WebUI(store, skin, **{"english": True} | options), store, user
    )


@pytest.fixture
def browser(browse: Callable[..., Browser]) -> Browser:
    """The Site Administrator's."""
    return browse()


@pytest.fixture
def opened(browser: Browser) -> Browser:
    """On the Edit Settings of the second room of Oslo, 1004, which holds no seat."""
    to_settings(browser, "Oslo", "Oslo Reception 1")
    browser.click("Edit Settings")
    return browser


@pytest.fixture
def to_view() -> Callable[..., None]:
    """to_view(browser, folder, system): as a person gets to View Settings."""
    return to_settings


def to_settings(browser: Browser, folder: str, system: str) -> None:
    browser.click("Navigator")
    browser.click(folder)
    browser.click(system)
    if not browser.clickables("View Settings"):
        browser.click("Settings")
    browser.click("View Settings")
