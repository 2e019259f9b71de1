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

_PAGER = r"(page )?\d+|[<>«»‹›.…|]+|(next|previous|prev|first|last)( page)?"

#: Folders and systems are shown under names that people gave them: "New York" is one, "New Folder" is none.
_NAMED_KINDS = frozenset({"tree", "row"})
_OBJECTS = frozenset(
    {
        "all",
        "booking",
        "bookings",
        "conference",
        "conferences",
        "endpoint",
        "endpoints",
        "entry",
        "folder",
        "folders",
        "group",
        "groups",
        "here",
        "item",
        "items",
        "key",
        "keys",
        "permission",
        "permissions",
        "row",
        "selected",
        "setting",
        "settings",
        "system",
        "systems",
        "template",
        "ticket",
        "tickets",
        "this",
        "to",
        "user",
        "users",
    }
)


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
            return re.fullmatch(_PAGER, _spaced(trigger.label)) is not None
        return trigger.kind in _LOOKING_KINDS and not _announces_writing(label, trigger.kind)


def _announces_writing(label: str, kind: str) -> bool:
    first, dummy, rest = label.partition(" ")
    if first not in WRITING_WORDS:
        return False
    return kind not in _NAMED_KINDS or not rest or not _OBJECTS.isdisjoint(rest.split(" "))


def _normalised(label: str) -> str:
    return _spaced(label).rstrip(" :*.")


def _spaced(label: str) -> str:
    return " ".join(label.replace("\xa0", " ").split()).casefold()
