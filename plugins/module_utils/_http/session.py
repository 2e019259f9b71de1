# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signed-in sessions, one a thread: what is sent where, what may be repeated, and what each failure means.

This module util is PRIVATE to the collection; it can change at any time.

Reads are repeated once where the connection was dropped or the server busy. A write is sent once and never again.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace
from itertools import islice
from queue import SimpleQueue
from typing import TypeVar

from ansible_collections.telepresence.tms.plugins.module_utils._http.body import encoded
from ansible_collections.telepresence.tms.plugins.module_utils._http.connection import Connection, joined, origin
from ansible_collections.telepresence.tms.plugins.module_utils._http.line import (
    MAX_REDIRECTS,
    REDIRECTS,
    Gate,
    Line,
    Reply,
    Request,
    TurnedAwayError,
    redirect_target,
    title,
)
from ansible_collections.telepresence.tms.plugins.module_utils._http.policy import ReadOnlyPolicy, Trigger
from ansible_collections.telepresence.tms.plugins.module_utils._http.trust import Trust
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import (
    BusyError,
    NotAllowedError,
    NotTmsError,
    RefusedError,
    TmsError,
    UnexpectedReplyError,
)

T = TypeVar("T")
R = TypeVar("R")

#: Where ASP.NET leads from a page that failed, if it is told to (customErrors with defaultRedirect).
_ERROR_PAGE = "?aspxerrorpath="
_REPORT = "report the page that leads there, please"
#: What ASP.NET takes for an attack in a field of a form, and refuses the form for (request validation).
_TAKEN_FOR_ATTACK = re.compile(r"<[A-Za-z!/?]|&#")


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
        self._slowed_down_at = 0.0
        self._pool: ThreadPoolExecutor | None = None

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
        return self._send(Request("GET", self._full(address), None, {}, writes, tried))

    def post_back(
        self,
        address: str,
        fields: Sequence[tuple[str, str]],
        *,
        trigger: Trigger,
        encoding: str = "utf-8",
        multipart: bool = False,
    ) -> Reply:
        """Post a form back, as a click on *trigger* does."""
        if self.read_only:
            self._policy.check_trigger(trigger)
        body, content_type = encoded(fields, encoding, multipart=multipart)
        headers = {"Content-Type": content_type}
        writes = not self._policy.navigates(trigger)
        return self._send(
            Request(
                "POST",
                self._full(address),
                body,
                headers,
                writes,
                f"click '{trigger.label}'",
                sign_in_at=f"{self.base}/",
                remedy=_remedy(fields),
            )
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
        if self._connection.concurrency == 1:
            for item in items:
                yield item, self._outcome(work, item)
            return
        # The threads live as long as the task, for each holds a connection that has been signed in.
        self._pool = self._pool or ThreadPoolExecutor(self._connection.concurrency, thread_name_prefix="tms")
        todo = iter(items)
        running: dict[Future[R | TmsError], T] = {}
        done: SimpleQueue[Future[R | TmsError]] = SimpleQueue()
        try:
            while True:
                for item in islice(todo, max(0, self._at_once() - len(running))):
                    future = self._pool.submit(self._outcome, work, item)
                    running[future] = item
                    future.add_done_callback(done.put)
                if not running:
                    return
                future = done.get()
                item = running.pop(future)
                yield item, future.result()
        finally:
            for future in running:
                future.cancel()
            wait(running)

    def _at_once(self) -> int:
        """How many items to hand to the threads: as many again as there are threads, so that none waits for the next; no
        more than are allowed once the server has proved busy."""
        return 2 * self._workers if self._workers == self._connection.concurrency else self._workers

    @staticmethod
    def _outcome(work: Callable[[T], R], item: T) -> R | TmsError:
        try:
            return work(item)
        except TmsError as error:
            return error

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
        for line in self._lines:
            line.close()
        self._trust.close()

    def _full(self, address: str) -> str:
        found = joined(self.base + "/", address)
        if not found:
            raise UnexpectedReplyError("open the page", on=address[:200], said="the page leads to what is no address")
        return found

    # -- one request

    def _send(self, request: Request) -> Reply:
        if origin(request.address) != self._connection.origin:
            raise RefusedError(
                request.tried, on=request.address, said=f"credentials are sent to {self.base} only", remedy=_REPORT
            )
        reply = self._exchange(request)
        redirects = 0
        try:
            while reply.status in REDIRECTS:
                redirects += 1
                reply = self._follow(request, reply, redirects)
            return replace(self._judged(request, reply), redirects=redirects)
        except TmsError as error:
            # The write was answered, whoever answered, a proxy perhaps: it may have been carried out and must be read back.
            error.outcome_unknown = error.outcome_unknown or request.writes
            raise

    def _exchange(self, request: Request) -> Reply:
        """One exchange. A read that met a busy server is sent once more; one that timed out is not.

        A server that was too slow still works on the answer, and asking again would double its work.
        """
        began = time.monotonic()
        try:
            return self._line().exchange(request)
        except BusyError as error:
            self._slow_down(began)
            if request.writes or not isinstance(error, TurnedAwayError):
                raise
            return self._line().exchange(request)

    def _follow(self, request: Request, reply: Reply, redirects: int) -> Reply:
        """The page that a redirect leads to; credentials go to no other origin."""
        target = redirect_target(self._connection, request, reply)
        if redirects > MAX_REDIRECTS:
            raise UnexpectedReplyError(
                request.tried, on=reply.url, said=f"the server redirects on and on, now to {target}"
            )
        if reply.status in (307, 308) and request.method == "POST":
            raise UnexpectedReplyError(
                request.tried, on=reply.url, said=f"the server wants the request sent again, to {target}"
            )
        return self._exchange(Request("GET", target, None, {}, False, request.tried))

    def _judged(self, request: Request, reply: Reply) -> Reply:
        """The reply if it is an answer, else the error it stands for."""
        if _ERROR_PAGE in reply.url.casefold():
            raise UnexpectedReplyError(
                request.tried,
                on=request.address,
                said=f"the server's error page came back: HTTP {reply.status} {title(reply)}",
                remedy=request.remedy,
            )
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
            remedy=request.remedy if reply.status == 500 else Request.remedy,
        )

    def _slow_down(self, began: float) -> None:
        """Use half the connections; once for all requests that were under way together."""
        with self._lock:
            if began >= self._slowed_down_at:
                self._workers = max(1, self._workers // 2)
                self._slowed_down_at = time.monotonic()

    def _line(self) -> Line:
        """This thread's connection."""
        line = getattr(self._local, "line", None)
        if line is None:
            line = Line(self._connection, self._trust, self._gate)
            self._local.line = line
            with self._lock:
                self._lines.append(line)
        return line


def _remedy(fields: Sequence[tuple[str, str]]) -> str:
    """What to do if a form is answered by HTTP 500 or an error page."""
    for name, value in fields:
        if _TAKEN_FOR_ATTACK.search(value):
            return (
                f"{Request.remedy}; the field '{name[:200]}' of the form holds < before a letter or &#, which ASP.NET refuses: "
                "if so, change that text in TMS"
            )
    return Request.remedy
