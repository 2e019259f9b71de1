# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The API version that a task announces: to both services the same, and no higher than the server's own once that is known.

This module util is PRIVATE to the collection; it can change at any time.

TMSBA guide 15 p. 19: a number above the server's latest may break compatibility. GetDefaultConference alone tells the
server's own.
"""

from __future__ import annotations

#: Replies are filtered by it; 15 is TMS 14.6, and the newest whose guide was read.
HIGHEST = 15


class Announced:
    """version: what is announced from now on."""

    def __init__(self) -> None:
        self.version = HIGHEST

    def learn(self, servers_own: int | None) -> None:
        """Keep to what a server has told of itself; None: this reply does not tell."""
        if servers_own is not None:
            self.version = min(self.version, servers_own)
