# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the server hands to the web UI, and what it gets back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Request:
    """One request below /tms/. faults: kind -> options of the faults that it meets; headers: those that matter to a page."""

    method: str
    path: str
    query: Sequence[tuple[str, str]]
    form: Sequence[tuple[str, str]]
    user: Any
    faults: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Response:
    """trigger: the label of what was clicked; wrote: the state changed; tried: it was meant to; charset: of the body, with
    references for what it lacks."""

    status: int
    body: str = ""
    location: str | None = None
    trigger: str = ""
    wrote: bool = False
    tried: bool = False
    content_type: str = "text/html"
    charset: str = "utf-8"
