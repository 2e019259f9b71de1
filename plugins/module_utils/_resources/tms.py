# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One TMS server as the resources see it: SOAP and web UI behind one door, each read at most once a task.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from ansible_collections.telepresence.tms.plugins.module_utils._http.connection import Connection
from ansible_collections.telepresence.tms.plugins.module_utils._http.session import Http
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import TmsError
from ansible_collections.telepresence.tms.plugins.module_utils._model.licensing import GeneralSettings
from ansible_collections.telepresence.tms.plugins.module_utils._model.progress import Listener, Meter, ignore
from ansible_collections.telepresence.tms.plugins.module_utils._model.systems import System
from ansible_collections.telepresence.tms.plugins.module_utils._soap.announced import Announced
from ansible_collections.telepresence.tms.plugins.module_utils._web.labels import Labels
from ansible_collections.telepresence.tms.plugins.module_utils._web.pages import navigator
from ansible_collections.telepresence.tms.plugins.module_utils._web.web import Pages, Web

if TYPE_CHECKING:
    from ansible_collections.telepresence.tms.plugins.module_utils._soap.booking import BookingService
    from ansible_collections.telepresence.tms.plugins.module_utils._soap.remote_setup import RemoteSetup

T = TypeVar("T")
S = TypeVar("S")
R = TypeVar("R")


class Tms:
    """A connection to one server. read_only: below the pages nothing that could write is let through."""

    def __init__(
        self,
        connection: Connection,
        *,
        read_only: bool,
        labels: Labels | None = None,
        addresses: Mapping[str, str] | None = None,
        listener: Listener = ignore,
    ) -> None:
        self._labels = labels or Labels()
        self._addresses = addresses or {}
        self._listener = listener
        self._lock = threading.RLock()
        self._connection = connection
        self._announced = Announced()
        self.http = Http(connection, read_only=read_only, navigating=self._labels.navigating)

    def signed_in_as(self, username: str, password: str) -> Tms:
        """The same server, read-only, as another account; to be closed by whoever asks for it."""
        other = replace(self._connection, username=username, password=password, concurrency=1)
        return Tms(other, read_only=True, labels=self._labels, addresses=self._addresses)

    @cached_property
    def web(self) -> Web:
        return Web(self.http, self._labels, self._addresses)

    def web_through(self, pages: Pages) -> Web:
        """The web UI read anew, its pages taken from *pages*."""
        web = Web(pages, self._labels, self._addresses)
        web.know(self.systems)
        return web

    @cached_property
    def remote_setup(self) -> RemoteSetup:
        # zeep is slow to import, so it is loaded only where SOAP is spoken.
        from ansible_collections.telepresence.tms.plugins.module_utils._soap.remote_setup import RemoteSetup

        return RemoteSetup(self.http, self._announced)

    @cached_property
    def booking(self) -> BookingService:
        from ansible_collections.telepresence.tms.plugins.module_utils._soap.booking import BookingService

        return BookingService(self.http, self._announced)

    @cached_property
    def systems(self) -> Sequence[System]:
        """All endpoints and rooms that TMS lists (GetSystems)."""
        systems = tuple(self.remote_setup.systems())
        self.web.know(systems)
        return systems

    def is_gone(self, system: System) -> bool:
        """Whether TMS lists a system no more (GetSystems, asked anew); False where that cannot be known."""
        with self._lock:
            try:
                return system.id not in {each.id for each in self.remote_setup.systems()}
            except TmsError:
                return False

    @cached_property
    def folders(self) -> Mapping[int, tuple[str, ...]]:
        """The Navigator's folder path of each system, by system id."""
        return navigator.folders_of(self.web, self.systems)

    @cached_property
    def me(self) -> str:
        """The TMS user name of the account that the task signs in with (owner of the default conference)."""
        return self.booking.default_conference().owner_user_name

    def general_settings(self) -> GeneralSettings:
        """The licence pane of General Settings, read once."""
        with self._lock:
            return self._general_settings

    @cached_property
    def _general_settings(self) -> GeneralSettings:
        # Loaded where it is asked for, because most tasks are spared it.
        from ansible_collections.telepresence.tms.plugins.module_utils._web.pages import general_settings

        return general_settings.read(self.web)

    def each(
        self, work: Callable[[T], R], objects: Iterable[T], stage: str | None = None
    ) -> Iterator[tuple[T, R | TmsError]]:
        """The result of *work*, or the TmsError it raised, for each object as they complete, over a few connections.

        stage: what is being done, told to the task's listener after each object; None: the caller tells it itself.
        """
        todo = tuple(objects)
        meter = Meter(stage, len(todo), self._listener) if stage else None
        for each, result in self.http.map(work, todo):
            if meter:
                meter.count(failed=isinstance(result, TmsError))
            yield each, result

    def fetch_each(
        self, fetch: Callable[[T], S], read: Callable[[T, S], R], objects: Iterable[T], stage: str
    ) -> Iterator[tuple[T, R | TmsError]]:
        """What *read* makes of what *fetch* brings, or the TmsError that either raised, for each object as they complete.

        The connections only fetch: while this thread reads a page, they wait for the next ones already.
        """
        todo = tuple(objects)
        meter = Meter(stage, len(todo), self._listener)
        for each, fetched in self.http.map(fetch, todo):
            result: R | TmsError
            try:
                result = fetched if isinstance(fetched, TmsError) else read(each, fetched)
            except TmsError as error:
                result = error
            meter.count(failed=isinstance(result, TmsError))
            yield each, result

    @property
    def timeout(self) -> float:
        """So many seconds are waited for an answer."""
        return self._connection.timeout

    def server(self) -> dict[str, Any]:
        """Which server a result is about: its address and its serial number (footer of the web UI)."""
        return {"url": self.http.base, "serial_number": self.web.serial}

    def close(self) -> None:
        self.http.close()
