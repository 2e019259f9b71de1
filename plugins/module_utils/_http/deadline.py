# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long one reply may take as a whole.

This module util is PRIVATE to the collection; it can change at any time.

The time-out of a socket bounds each silence, and a server that sends a byte now and then is never silent.
"""

from __future__ import annotations

import socket
import threading
import time
from typing import Any


class Deadline:
    """`with deadline:` around one exchange ends the connection when *seconds* are over; *passed* tells so afterwards.

    One thread watches over all exchanges of a connection, from the first until close(): a thread for each would cost an eighth
    of what an exchange does.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.passed = False
        self._connection: socket.socket | None = None
        #: When the exchange that is under way is ended, None where none is.
        self._ends: float | None = None
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._watcher: threading.Thread | None = None

    def watch(self, connection: socket.socket | None) -> None:
        """From now on it is *connection* that exchanges go over."""
        self._connection = connection

    def __enter__(self) -> None:
        self.passed = False
        self._ends = time.monotonic() + self.seconds
        if self._watcher is None:
            self._watcher = threading.Thread(target=self._watch_over, name="tms-deadline", daemon=True)
            self._watcher.start()

    def __exit__(self, *dummy: Any) -> None:
        with self._lock:
            self._ends = None

    def close(self) -> None:
        self._closed.set()

    def _watch_over(self) -> None:
        # An exchange that begins meanwhile ends later than this has waited, and needs not wake it.
        left = self.seconds
        while not self._closed.wait(left):
            with self._lock:
                left = self.seconds if self._ends is None else self._ends - time.monotonic()
                if left <= 0:
                    self._end()
                    self._ends, left = None, self.seconds

    def _end(self) -> None:
        self.passed = True
        if self._connection is None:
            return
        try:
            # As a plain socket also under TLS, whose own way would take what the other thread still reads with.
            socket.socket.shutdown(self._connection, socket.SHUT_RDWR)
        except OSError:
            # It has ended by itself.
            return
