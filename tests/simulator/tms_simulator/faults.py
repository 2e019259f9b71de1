# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults on demand: what a server does wrong, when, and how often."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

#: kind -> what it does.
KINDS = {
    "slow": "answers after `seconds`",
    "401": "forgets the sign-in of the connection and asks for it again",
    "500": "answers with the error page of ASP.NET, without effect",
    "503": "answers 503, with Retry-After: `retry_after` if given",
    "cut_before": "closes the connection before anything takes effect",
    "cut_after": "closes the connection after the request took effect",
    "view_state": "refuses the view state, as an application pool that was recycled does",
    "lost_session": "redirects to the start page",
    "login_page": "answers with a login page",
    "german": "shows the labels in German",
    "renamed_label": "shows `label` as `text`",
    "other_field": "a save also changes another field",
    "database_down": "a SOAP call is refused with DATABASE_DOWN, a page answers with the error page of ASP.NET",
    "offline_device": "a save fails because the device does not answer",
    "delete_system": "the system `id` is gone before the request is handled",
    "rename_system": "the system `id` is called `name` before the request is handled",
    "book_system": "the system `id` is booked through the API before the request is handled",
}

#: Those under which a request is not handled at all; of several, the first here.
UNHANDLED = ("401", "503", "cut_before", "500", "database_down", "view_state", "login_page", "lost_session")


@dataclass
class Fault:
    """matching: method, path (part of it), trigger (label clicked), operation, system (id); skip: so many matching requests
    pass before; times: how often it happens, None for ever."""

    kind: str
    matching: Mapping[str, Any] = field(default_factory=dict)
    skip: int = 0
    times: int | None = 1
    options: Mapping[str, Any] = field(default_factory=dict)

    def matches(self, request: Mapping[str, Any]) -> bool:
        for name, wanted in self.matching.items():
            if name == "path":
                if str(wanted).casefold() not in str(request.get("path", "")).casefold():
                    return False
            elif request.get(name) != wanted:
                return False
        return True


class Faults:
    """The faults in force."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: list[Fault] = []

    def set(self, described: Sequence[Mapping[str, Any]]) -> None:
        faults = []
        for each in described:
            own = {name: each[name] for name in ("kind", "matching", "skip", "times") if name in each}
            fault = Fault(**own, options={name: value for name, value in each.items() if name not in own})
            if fault.kind not in KINDS:
                raise ValueError(f"unknown fault '{fault.kind}'; known: {', '.join(KINDS)}")
            faults.append(fault)
        with self._lock:
            self._faults = faults

    def due(self, request: Mapping[str, Any]) -> list[Fault]:
        """The faults that this request meets; each counts as having happened."""
        due = []
        with self._lock:
            for fault in self._faults:
                if not fault.matches(request) or fault.times == 0:
                    continue
                if fault.skip > 0:
                    fault.skip -= 1
                    continue
                if fault.times is not None:
                    fault.times -= 1
                due.append(fault)
        return due
