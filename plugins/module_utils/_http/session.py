# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signed-in sessions, one a thread: what is sent where, what may be repeated, and what each failure means.

This module util is PRIVATE to the collection; it can change at any time.

Reads are repeated once where the connection was dropped or the server busy. A write is sent once and never again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace
from typing import TypeVar
from urllib.parse import urlencode, urljoin

from ansible_collections.telepresence.tms.plugins.module_utils._http.connection import Connection, origin
from ansible_collections.telepresence.tms.plugins.module_utils._http.line import Gate, Line, Reply, Request, title
from ansible_collections.telepresence.tms.plugins.module_utils._http.policy import ReadOnlyPolicy, Trigger
from ansible_collections.telepresence.tms.plugins.module_utils._http.trust import Trust
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import (
    BusyError,
    NotAllowedError,
    NotTmsError,
    TmsError,
    UnexpectedReplyError,
)

T = TypeVar("T")
R = TypeVar("R")

MAX_REDIRECTS = 5

_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Http:
    """All that goes to one server in one task.

    read_only: refuse, before anything is sent, what is not known to change nothing; navigating: the labels of the UI
    that are known to.
    """

    def __init__(self, connection: Connection, *, read_only: bool, navigating: Collection[str] = ()) -> None:
        self._connection = connection.checked()
        self._policy = ReadOnlyPolicy(navigating)
        self.read_only = read_only
        self._local = threading.local()
        self._lines: list[Line] = []
        self._lock = threading.Lock()
        self._gate = Gate()
        self._trust = Trust(self._connection)
        self._workers = self._connection.concurrency

    @property
    def base(self) -> str:
        """The address of TMS without a slash at its end: "https://tms.example.com/tms"."""
        return self._connection.url

    @property
    def schemes_offered(self) -> tuple[str, ...]:
        """The schemes of the first challenge, as the server writes them; empty before the first request."""
        return self._gate.schemes

    # -- what pages and services use

    def get(self, address: str, *, trigger: Trigger | None = None) -> Reply:
        """Read a page; *trigger* is the link that was clicked, None for an address that is known to be a page."""
        writes = False
        if trigger is not None:
            if self.read_only:
                self._policy.check_trigger(trigger)
            writes = not self._policy.navigates(trigger)
        tried = f"open '{trigger.label}'" if trigger else "open the page"
        return self._send(Request("GET", urljoin(self.base + "/", address), None, {}, writes, tried))

    def post_back(
        self, address: str, fields: Sequence[tuple[str, str]], *, trigger: Trigger, encoding: str = "utf-8"
    ) -> Reply:
        """Post a form back, as a click on *trigger* does."""
        if self.read_only:
            self._policy.check_trigger(trigger)
        body = urlencode(list(fields), encoding=encoding, errors="xmlcharrefreplace").encode("ascii")
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        writes = not self._policy.navigates(trigger)
        return self._send(
            Request("POST", urljoin(self.base + "/", address), body, headers, writes, f"click '{trigger.label}'")
        )

    def soap(self, path: str, envelope: bytes, *, operation: str, headers: Mapping[str, str]) -> Reply:
        """Call a SOAP operation; *path* is relative to base. HTTP 500 and 400 are replies: they carry faults."""
        if self.read_only:
            self._policy.check_operation(operation)
        writes = not self._policy.reads(operation)
        answers = frozenset({200, 400, 500})
        return self._send(
            Request("POST", f"{self.base}/{path}", envelope, headers, writes, f"call {operation}", answers)
        )

    def map(self, work: Callable[[T], R], items: Iterable[T]) -> Iterator[tuple[T, R | TmsError]]:
        """*work* of each item over a few connections; results as they complete, TmsErrors among them.

        Other exceptions propagate. If the consumer stops early, nothing further is begun. A busy server halves the
        number of connections in use.
        """
        todo = iter(items)
        with ThreadPoolExecutor(max_workers=self._connection.concurrency, thread_name_prefix="tms") as pool:
            running: dict[Future[R], T] = {}
            try:
                while True:
                    while len(running) < self._workers:
                        try:
                            item = next(todo)
                        except StopIteration:
                            break
                        running[pool.submit(work, item)] = item
                    if not running:
                        return
                    done, dummy = wait(running, return_when=FIRST_COMPLETED)
                    for future in done:
                        item = running.pop(future)
                        try:
                            yield item, future.result()
                        except TmsError as error:
                            yield item, error
            finally:
                for future in running:
                    future.cancel()

    def close(self) -> None:
        for line in self._lines:
            line.close()
        self._trust.close()

    # -- one request

    def _send(self, request: Request) -> Reply:
        try:
            reply = self._line().exchange(request)
        except BusyError:
            self._slow_down()
            if request.writes:
                raise
            reply = self._line().exchange(request)
        redirects = 0
        while reply.status in _REDIRECTS:
            redirects += 1
            reply = self._follow(request, reply, redirects)
        return replace(self._judged(request, reply), redirects=redirects)

    def _follow(self, request: Request, reply: Reply, redirects: int) -> Reply:
        """The page that a redirect leads to; credentials go to no other origin."""
        target = urljoin(reply.url, reply.headers.get("Location", ""))
        if origin(target) != self._connection.origin:
            secure = target.startswith("https:") and self.base.startswith("http:")
            raise self._after(
                request,
                UnexpectedReplyError(
                    request.tried,
                    on=reply.url,
                    said=f"the server leads to {target}, and credentials are sent to the configured address only",
                    remedy="give the https address as url"
                    if secure
                    else "give the address it leads to as url, if it is right",
                ),
            )
        if redirects > MAX_REDIRECTS or (reply.status in (307, 308) and request.method == "POST"):
            raise self._after(
                request,
                UnexpectedReplyError(
                    request.tried, on=reply.url, said=f"the server redirects on and on, now to {target}"
                ),
            )
        try:
            return self._line().exchange(Request("GET", target, None, {}, False, request.tried))
        except TmsError as error:
            raise self._after(request, error) from error

    @staticmethod
    def _after(request: Request, error: TmsError) -> TmsError:
        """The error of what came after a write had been answered: it must be read back."""
        error.outcome_unknown = error.outcome_unknown or request.writes
        return error

    def _judged(self, request: Request, reply: Reply) -> Reply:
        """The reply if it is an answer, else the error it stands for."""
        if reply.status in request.answers:
            return reply
        if reply.status == 403:
            raise NotAllowedError(
                request.tried,
                on=reply.url,
                said=f"HTTP 403 {title(reply)}",
                remedy="use an account that TMS allows this, a member of Site Administrator for option keys and systems",
            )
        if reply.status == 404:
            raise NotTmsError(
                request.tried,
                on=reply.url,
                said="HTTP 404, there is no such page",
                remedy="check that url is the address of a TMS server",
            )
        raise UnexpectedReplyError(
            request.tried,
            on=reply.url,
            said=f"HTTP {reply.status} {title(reply)}",
            remedy="look at the log of the TMS server",
        )

    def _slow_down(self) -> None:
        with self._lock:
            self._workers = max(1, self._workers // 2)

    def _line(self) -> Line:
        """This thread's connection."""
        line = getattr(self._local, "line", None)
        if line is None:
            line = Line(self._connection, self._trust, self._gate)
            self._local.line = line
            with self._lock:
                self._lines.append(line)
        return line
