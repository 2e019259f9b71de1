# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills a run that goes on in the process of the tests, at one of its requests."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._http.line import Line


class Killed(BaseException):
    """No code of the collection catches it, as none runs in a process that is killed."""


class Knife:
    """asked: the bodies of the requests since it was last sharpened.

    A run dies when TMS has carried out the request; to die just before the next one is the same to TMS.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._plain = Line.exchange
        monkeypatch.setattr(Line, "exchange", lambda line, request: self._exchange(line, request))
        self.asked: list[bytes] = []
        self._at: int | None = None

    def sharpen(self, at: int | None) -> None:
        """Kill at request number *at*, or not at all."""
        self.asked, self._at = [], at

    def first(self, operation: bytes) -> int:
        """The number of the first request that asks for an operation."""
        return next(number for number, body in enumerate(self.asked, 1) if operation in body)

    def _exchange(self, line: Line, request: Any) -> Any:
        self.asked.append(request.body or b"")
        number = len(self.asked)
        if self._at is not None and number > self._at:
            raise Killed
        reply = self._plain(line, request)
        if number == self._at:
            raise Killed
        return reply
