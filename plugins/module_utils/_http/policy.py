# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a read-only connection lets through: decided here, below the pages, by what is called or clicked.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from ansible_collections.telepresence.tms.plugins.module_utils._http.writing import announces_writing
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import ReadOnlyError
from ansible_collections.telepresence.tms.plugins.module_utils._model.text import narrow, normalised, shown

#: The operations of both services that change nothing and take no client licence (TMSBA guide 12, p. 13).
READING_OPERATIONS = frozenset(
    {
        "GetConferenceById",
        "GetConferenceIdByExternalId",
        "GetConferencesForSystems",
        "GetConferencesForUser",
        "GetDefaultConference",
        "GetRecurrentConferenceById",
        "GetSystemById",
        "GetSystems",
        "GetSystemsForUser",
        "GetUsers",
        "IsAlive",
        "IsLocalAdmin",
        "IsTMSBookOnBehalfUser",
        "IsTMSServiceUser",
        "IsTMSSiteAdmin",
    }
)

#: What a person clicks only to look at something else.
_LOOKING_KINDS = frozenset({"menu", "tab", "tree", "row"})

_PAGER = r"(page )?\d+|[<>«»‹›.…|]+|(next|previous|prev|first|last)( page)?"

#: Shown under names that people gave.
_NAMED_KINDS = frozenset({"tree", "row"})


@dataclass(frozen=True)
class Trigger:
    """What is clicked. label: the text shown; kind: menu, tab, pager, tree, row, link or button."""

    label: str
    kind: str


class ReadOnlyPolicy:
    """navigating: the labels of links and buttons that are known to lead to a page and to change nothing."""

    def __init__(self, navigating: Collection[str]) -> None:
        self._navigating = frozenset(normalised(label) for label in navigating)

    def reads(self, operation: str) -> bool:
        return operation in READING_OPERATIONS

    def check_operation(self, operation: str) -> None:
        if not self.reads(operation):
            raise ReadOnlyError(
                f"call {operation}",
                said="the connection is read-only, as check mode and info modules need it",
                remedy="this is a defect of the collection, please report it",
            )

    def check_trigger(self, trigger: Trigger) -> None:
        if not self.navigates(trigger):
            raise ReadOnlyError(
                f"click '{trigger.label}'",
                said="the connection is read-only, and this label is not known to change nothing",
                remedy="this is a defect of the collection, please report it",
            )

    def navigates(self, trigger: Trigger) -> bool:
        label = normalised(trigger.label)
        if label in self._navigating:
            return True
        if trigger.kind == "pager":
            return re.fullmatch(_PAGER, narrow(shown(trigger.label)).casefold()) is not None
        return trigger.kind in _LOOKING_KINDS and not announces_writing(
            label, may_be_name=trigger.kind in _NAMED_KINDS, in_row=trigger.kind == "row"
        )
