# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What systems are called as hosts of an inventory: each by a name of its own that no pattern, path or command can misread.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from ansible_collections.telepresence.tms.plugins.module_utils._model.systems import System

NAME = "name"
ID = "id"
NAME_AND_ID = "name_and_id"
WAYS = (NAME, ID, NAME_AND_ID)

#: Names that mean something else to Ansible: its groups of every host, and where it runs itself.
_RESERVED = frozenset({"all", "ungrouped", "localhost", "127.0.0.1", "system"})
_UNSAFE = re.compile(r"[^\w.-]+")


def host_names(systems: Iterable[System], way: str = NAME, prefix: str = "") -> dict[int, str]:
    """The host name of each system by its id; *systems* are all of the server, so that a selection of them changes none.

    Letters of every script, digits, and the signs _ . - are kept, all else becomes _. Systems that would share a name, or
    have one that Ansible reads as something else, all get their id behind it: adding one never renames a third.
    """
    systems = tuple(systems)
    if way == ID:
        return {system.id: f"{prefix}system_{system.id}" for system in systems}
    plain = {system.id: prefix + safe(system.name) for system in systems}
    if way == NAME_AND_ID:
        return {id_: f"{name}_{id_}" for id_, name in plain.items()}
    shared = Counter(plain.values())
    ambiguous = {id_ for id_, name in plain.items() if shared[name] > 1 or name.casefold() in _RESERVED}
    while True:
        names = {id_: f"{name}_{id_}" if id_ in ambiguous else name for id_, name in plain.items()}
        # A system may be called what another one is called with its id.
        shared = Counter(names.values())
        clashing = {id_ for id_, name in names.items() if shared[name] > 1 and id_ not in ambiguous}
        if not clashing:
            return names
        ambiguous |= clashing


def safe(name: str) -> str:
    """*name* without what host patterns, files of variables or command lines give a meaning to; "system" if nothing is left."""
    return _UNSAFE.sub("_", unicodedata.normalize("NFC", name)).strip("_.-") or "system"
