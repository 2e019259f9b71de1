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
from typing import Any


class Deadline:
    """`with deadline:` around one exchange ends the connection when *seconds* are over; *passed* tells so afterwards."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.passed = False
        self._connection: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._end)

    def watch(self, connection: socket.socket | None) -> None:
        """From now on it is *connection* that exchanges go over."""
        self._connection = connection

    def __enter__(self) -> None:
        self.passed = False
        self._timer = threading.Timer(self.seconds, self._end)
        self._timer.daemon = True
        self._timer.start()

    def __exit__(self, *dummy: Any) -> None:
        self._timer.cancel()

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
