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

from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import ReadOnlyError

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

#: A label that begins with one of these words changes something, whatever it is shown as.
WRITING_WORDS = frozenset(
    {
        "add",
        "apply",
        "approve",
        "assign",
        "book",
        "clear",
        "create",
        "delete",
        "disable",
        "enable",
        "end",
        "import",
        "insert",
        "move",
        "new",
        "ok",
        "purge",
        "reboot",
        "reject",
        "remove",
        "rename",
        "replace",
        "reset",
        "restart",
        "restore",
        "run",
        "save",
        "send",
        "set",
        "submit",
        "synchronize",
        "update",
        "upload",
    }
)

#: What a person clicks only to look at something else.
_LOOKING_KINDS = frozenset({"menu", "tab", "tree", "row"})


@dataclass(frozen=True)
class Trigger:
    """What is clicked. label: the text shown; kind: menu, tab, pager, tree, row, link or button."""

    label: str
    kind: str


class ReadOnlyPolicy:
    """navigating: the labels of links and buttons that are known to lead to a page and to change nothing."""

    def __init__(self, navigating: Collection[str]) -> None:
        self._navigating = frozenset(_normalised(label) for label in navigating)

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
        label = _normalised(trigger.label)
        if label in self._navigating:
            return True
        if trigger.kind == "pager":
            return re.fullmatch(r"\d+|[<>«»‹›.…|]+|next|previous|prev|first|last", label) is not None
        first_word = label.partition(" ")[0]
        return trigger.kind in _LOOKING_KINDS and first_word not in WRITING_WORDS


def _normalised(label: str) -> str:
    return " ".join(label.replace("\xa0", " ").split()).casefold().rstrip(" :*.")
