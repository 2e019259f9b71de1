# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ticket_info reports: the open tickets of the Ticketing Service.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Mapping
from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._resources.tms import Tms
from ansible_collections.telepresence.tms.plugins.module_utils._web.pages import tickets


def report(tms: Tms, params: Mapping[str, Any]) -> dict[str, Any]:
    """The module's result. systems: patterns of system names, empty for all; containing: text in any column."""
    patterns = [pattern.casefold() for pattern in params["systems"]]
    containing = (params["containing"] or "").casefold()
    found = []
    for ticket in tickets.read(tms.web):
        of_system = not patterns or any(
            fnmatch.fnmatchcase((ticket.system or "").casefold(), pattern) for pattern in patterns
        )
        has_text = containing in " ".join(value for dummy, value in ticket.columns).casefold()
        if of_system and has_text:
            found.append(ticket.as_result())
    return {"tickets": found}
