# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in for the signed-in sessions where a test gives the pages itself."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from ansible_collections.telepresence.tms.plugins.module_utils._http.line import Reply
from ansible_collections.telepresence.tms.plugins.module_utils._http.policy import Trigger

HTML = {"Content-Type": "text/html; charset=utf-8"}
#: The pairs that a form posts; None for a page that is only read.
Fields = Sequence[tuple[str, str]] | None


class StandIn(ABC):
    """Answers what _web asks of _http, out of one method."""

    def get(self, address: str, *, trigger: Trigger | None = None) -> Reply:
        return self.answered("GET", address, None, trigger)

    def post_back(
        self,
        address: str,
        fields: Sequence[tuple[str, str]],
        *,
        trigger: Trigger,
        encoding: str = "utf-8",
        multipart: bool = False,
    ) -> Reply:
        return self.answered("POST", address, tuple(fields), trigger)

    @abstractmethod
    def answered(self, method: str, address: str, fields: Fields, trigger: Trigger | None) -> Reply:
        """The page that a browser would show, with the number of redirects behind it."""
