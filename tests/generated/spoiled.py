# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A TMS whose replies are spoiled on their way: the simulator without a socket, below requests and above nothing."""

from __future__ import annotations

import io
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import parse_qsl, urlsplit

import requests
from ansible_collections.telepresence.tms.plugins.module_utils._http import line
from memory import peak, reset_peak
from mutators import MIB, Answer
from requests.adapters import HTTPAdapter
from urllib3 import HTTPHeaderDict, HTTPResponse
from tms_simulator.http_types import Request
from tms_simulator.seed import seed
from tms_simulator.soap import dispatch
from tms_simulator.store import Store
from tms_simulator.web.ui import WebUI

BASE = "https://tms.corp.example/tms"

#: What was posted to change something: path and fields, without what ASP.NET keeps in the page.
Write = tuple[str, frozenset[tuple[tuple[str, str], int]]]


class Server:
    """needed: MiB that the client needed at the most so far, where that was asked.

    spoil: what becomes of the reply to the request of that number. writes: all post-backs that change something.
    """

    def __init__(self, path: Path, skin: str, systems: int = 6) -> None:
        self.store = Store(path)
        seed(self.store, systems=systems, packs=1, enabled=2)
        self.ui = WebUI(self.store, skin)
        self.user = self.store.signed_in("TMS\\tmsadmin")
        self._database: sqlite3.Connection = self.store._database
        self._untouched = sqlite3.connect(":memory:")
        self._database.backup(self._untouched)
        self.begin()

    def begin(self, spoil: Callable[[int, Answer], Answer] = lambda number, answer: answer) -> None:
        """A new task, on a server as it was in the beginning."""
        self._untouched.backup(self._database)
        self._spoil = spoil
        self.answers: list[Answer] = []
        self.writes: list[Write] = []
        #: The number of the reply to the first of them.
        self.first_write: int | None = None
        self.needed = 0
        self.operations: Counter[str] = Counter()

    def enabled(self) -> dict[int, bool]:
        return {row["id"]: bool(row["remote_bookings"]) for row in self._database.execute("select * from systems")}

    def close(self) -> None:
        self._untouched.close()
        self.store.close()

    def send(self, request: requests.PreparedRequest) -> tuple[Answer, Answer]:
        """The reply as it was meant, and as it arrives."""
        parts = urlsplit(request.url or "")
        body = request.body.encode() if isinstance(request.body, str) else request.body or b""
        # What the simulator needs to read a post is not the client's.
        is_large = len(body) > MIB
        if is_large:
            self.needed = max(self.needed, peak())
        answer = self._answered(str(request.method), parts, body)
        if is_large:
            reset_peak()
        self.answers.append(answer)
        return answer, self._spoil(len(self.answers) - 1, answer)

    def _answered(self, method: str, parts: Any, body: bytes) -> Answer:
        if parts.path.casefold().startswith("/tms/external/"):
            said = dispatch.handle(self.store, self.user, method, parts.path, parts.query, body, BASE)
            if said is None:
                return Answer(404, b"<html><title>The resource cannot be found.</title></html>", "text/html")
            if said.wrote:
                self.operations[said.operation] += 1
            return Answer(said.status, said.body, said.content_type)
        form = parse_qsl(body.decode("utf-8", errors="replace"), keep_blank_values=True)
        query = parse_qsl(parts.query, keep_blank_values=True)
        shown = self.ui.handle(Request(method, parts.path.rstrip("/"), query, form, self.user, {}))
        if shown.wrote or shown.tried:
            kept = Counter((name, value) for name, value in form if not name.startswith("__"))
            self.writes.append((parts.path, frozenset(kept.items())))
            if self.first_write is None:
                self.first_write = len(self.answers)
        headers = {"Location": shown.location} if shown.location else {}
        # What is called Shift_JIS on Windows is its code page 932.
        body = shown.body.encode({"shift_jis": "cp932"}.get(shown.charset, shown.charset), "xmlcharrefreplace")
        return Answer(shown.status, body, f"text/html; charset={shown.charset}", headers)


class _Adapter(HTTPAdapter):
    """Where requests would open a connection."""

    def __init__(self, server: Server) -> None:
        super().__init__()
        self._server = server

    def send(self, request: requests.PreparedRequest, *dummy_args: Any, **dummy_kwargs: Any) -> requests.Response:
        meant, arrived = self._server.send(request)
        headers = HTTPHeaderDict({"Content-Type": arrived.content_type, **arrived.headers})
        if arrived.cut:
            headers["Content-Length"] = str(len(meant.body))
        raw = HTTPResponse(
            body=io.BytesIO(arrived.body),
            headers=headers,
            status=arrived.status,
            preload_content=False,
            request_method=request.method,
        )
        return self.build_response(request, raw)


@contextmanager
def reached(server: Server) -> Iterator[None]:
    """All connections of the client lead to *server*."""
    with mock.patch.object(line, "_watching_adapter", lambda dummy: _Adapter(server)):
        yield
