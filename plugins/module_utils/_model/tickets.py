# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tickets: what TMS tells its administrator.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Ticket:
    """One row of the Ticketing Service. columns: header and text as shown; the others as far as a column was recognised;
    about_licences: it speaks of licences in words that the user gave; None: of a server in another language, whose word for
    them was not given."""

    columns: tuple[tuple[str, str], ...]
    id: str | None = None
    system: str | None = None
    title: str | None = None
    severity: str | None = None
    created: str | None = None
    about_licences: bool | None = False

    def as_result(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "system": self.system,
            "title": self.title,
            "severity": self.severity,
            "created": self.created,
            "columns": dict(self.columns),
        }
