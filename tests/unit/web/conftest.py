# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages written by hand, and a server made of them that counts what it is asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import lxml.html
import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._http.line import Reply
from ansible_collections.telepresence.tms.plugins.module_utils._http.policy import ReadOnlyPolicy, Trigger
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import UnexpectedReplyError
from ansible_collections.telepresence.tms.plugins.module_utils._model.systems import System
from ansible_collections.telepresence.tms.plugins.module_utils._web.document import Document
from ansible_collections.telepresence.tms.plugins.module_utils._web.labels import Labels
from ansible_collections.telepresence.tms.plugins.module_utils._web.markup import parsed
from ansible_collections.telepresence.tms.plugins.module_utils._web.web import Web
from stand_in import Fields, StandIn

BASE = "https://tms.example.com/tms"

#: What a page answers to the fields posted to it (None for a GET): its HTML, or an address to go to.
Answer = str | Callable[[Sequence[tuple[str, str]] | None], str]


@dataclass
class Site(StandIn):
    """Stands in for Http. pages: address below the base -> answer; asked: every request as (method, address, fields)."""

    pages: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, str, tuple[tuple[str, str], ...]]] = field(default_factory=list)
    triggers: list[Trigger] = field(default_factory=list)
    base: str = BASE
    read_only: ReadOnlyPolicy | None = None
    content_type: str = "text/html; charset=utf-8"
    _lock: Any = field(default_factory=threading.Lock)

    def answered(self, method: str, address: str, fields: Fields, trigger: Trigger | None) -> Reply:
        if trigger is not None:
            if self.read_only is not None:
                self.read_only.check_trigger(trigger)
            with self._lock:
                self.triggers.append(trigger)
        redirects = 0
        while True:
            with self._lock:
                self.asked.append((method, address, tuple(fields or ())))
            place = address.removeprefix(self.base)
            answer = self.pages.get(place)
            if answer is None:
                raise UnexpectedReplyError("read the page", on=address, said="HTTP 500")
            html = answer if isinstance(answer, str) else answer(fields)
            if not html.startswith("/"):
                return Reply(200, address, html.encode(), {"Content-Type": self.content_type}, redirects)
            method, address, fields, redirects = "GET", self.base + html, None, redirects + 1

    @property
    def posts(self) -> list[tuple[tuple[str, str], ...]]:
        return [fields for method, dummy, fields in self.asked if method == "POST"]

    def since(self, start: int) -> list[str]:
        return [f"{method} {address.removeprefix(self.base)}" for method, address, dummy in self.asked[start:]]


START = """<html><body><ul id="nav">
<li><a href="/tms/?p=sys">Systems</a><ul><li><a href="/tms/?p=nav">Navigator</a></li>
 <li><a href="/tms/?p=tickets">Ticketing Service</a></li></ul></li>
<li><a href="/tms/?p=adm">Administrative Tools</a><ul><li><a href="/tms/?p=conf">Configuration</a>
 <ul><li><a href="/tms/?p=gs">General Settings</a></li></ul></li></ul></li></ul>
<div>Welcome</div><div class="foot">S/N: 84000001 (tms)</div></body></html>"""


@pytest.fixture
def start_page() -> str:
    return START


@pytest.fixture
def site() -> Site:
    return Site({"/": START})


@pytest.fixture
def web_of() -> Callable[..., Web]:
    def make(site: Site, *systems: System, labels: dict[str, Any] | None = None) -> Web:
        web = Web(site, Labels(labels))  # type: ignore[arg-type]
        web.know(systems)
        return web

    return make


@pytest.fixture
def read() -> Callable[[str], Document]:
    """A document from a snippet."""

    def make(html: str) -> Document:
        return Document(parsed(f"<html><body>{html}</body></html>", lxml.html.HTMLParser), f"{BASE}/page/view.aspx?x=1")

    return make
