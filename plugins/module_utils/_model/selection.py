# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which systems a user means: selectors, and what they select.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

import difflib
import fnmatch
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import InputError
from ansible_collections.telepresence.tms.plugins.module_utils._model.systems import System

#: The ways to name systems; the first two name one system each and override the others.
NAMING = ("id", "name", "pattern", "folder")
EXACT = ("id", "name")


@dataclass(frozen=True)
class Selector:
    """One entry of a list of systems as the user wrote it.

    by: one of NAMING; value: what was given for it; recurse: whether a folder's subfolders belong to it;
    state: what the selected systems shall be brought to, where the list says so; place: for messages, "systems[3]".
    """

    by: str
    value: str | int
    recurse: bool = True
    state: str | None = None
    place: str = ""

    @property
    def exact(self) -> bool:
        return self.by in EXACT

    def __str__(self) -> str:
        return f"{self.place}: {self.by} '{self.value}'" if self.place else f"{self.by} '{self.value}'"


@dataclass(frozen=True)
class Selected:
    """A system with the selector that selected it (the one that counts, where several did)."""

    system: System
    selector: Selector


#: Gives the folder path of every system by its id; called only if a selector names a folder, for it costs requests.
Folders = Callable[[], Mapping[int, tuple[str, ...]]]


def selectors(entries: Sequence[Mapping[str, Any]], option: str, state: str | None = None) -> tuple[Selector, ...]:
    """Read a list of dicts of exactly one of id, name, pattern, folder; *state* is the default for entries without one."""
    read = []
    for number, entry in enumerate(entries):
        place = f"{option}[{number}]"
        given = [by for by in NAMING if entry.get(by) not in (None, "")]
        if len(given) != 1:
            said = "none is given" if not given else f"{' and '.join(given)} are given"
            raise InputError(
                f"An entry of '{option}' must name systems by exactly one of {', '.join(NAMING)}", on=place, said=said
            )
        by = given[0]
        recurse = entry.get("recurse")
        read.append(
            Selector(
                by=by,
                value=entry[by],
                recurse=True if recurse is None else bool(recurse),
                state=entry.get("state") or state,
                place=place,
            )
        )
    return tuple(read)


def select(wanted: Sequence[Selector], systems: Sequence[System], folders: Folders) -> tuple[Selected, ...]:
    """The systems that *wanted* selects, in the order given (within a pattern or folder: by name, then id).

    A system named by id or name takes its state from that entry, whatever a pattern or folder says. Two entries of the
    same rank that want different states for one system contradict each other: InputError. So do unknown and ambiguous
    names, patterns and folders that select nothing; all such entries are told in one message.
    """
    chosen: dict[int, Selected] = {}
    complaints: list[str] = []
    folder_of: Mapping[int, tuple[str, ...]] | None = None
    for selector in wanted:
        if selector.by == "folder" and folder_of is None:
            folder_of = folders()
        found, complaint = _find(selector, systems, folder_of or {})
        if complaint:
            complaints.append(f"{selector} {complaint}")
        for system in found:
            earlier = chosen.get(system.id)
            if earlier is None or (selector.exact and not earlier.selector.exact):
                chosen[system.id] = Selected(system, selector)
            elif earlier.selector.exact == selector.exact and earlier.selector.state != selector.state:
                complaints.append(
                    f"{earlier.selector} wants {system.title} {earlier.selector.state}, {selector} wants it {selector.state}"
                )
    if complaints:
        raise InputError(
            "The list of systems cannot be used",
            said="; ".join(complaints),
            remedy="nothing was changed, correct the list and run again",
        )
    return tuple(chosen.values())


def _find(
    selector: Selector, systems: Sequence[System], folder_of: Mapping[int, tuple[str, ...]]
) -> tuple[list[System], str]:
    """What one selector selects, and what is wrong with it (empty if nothing)."""
    if selector.by == "id":
        found = [system for system in systems if system.id == selector.value]
        return found, "" if found else "is no endpoint or room that TMS lists"
    if selector.by == "name":
        name = " ".join(str(selector.value).split())
        found = [system for system in systems if " ".join(system.name.split()) == name]
        if len(found) > 1:
            ids = ", ".join(str(system.id) for system in found)
            return [], f"is the name of {len(found)} systems (ids {ids}): name it by id"
        return found, "" if found else "is no endpoint or room that TMS lists" + _nearest(
            name, (system.name for system in systems)
        )
    if selector.by == "pattern":
        matches = re.compile(fnmatch.translate(str(selector.value).casefold())).match
        found = [system for system in systems if matches(system.name.casefold())]
        return _sorted(found), "" if found else f"matches the name of none of the {len(systems)} systems"
    return _in_folder(selector, systems, folder_of)


def _in_folder(
    selector: Selector, systems: Sequence[System], folder_of: Mapping[int, tuple[str, ...]]
) -> tuple[list[System], str]:
    """A folder is written as its path from the top ("Europe/Oslo"), or by its last names where that is unique."""
    wanted = _folder_path(str(selector.value))
    known = {
        _folder_key(path[:depth]): path[:depth] for path in folder_of.values() for depth in range(1, len(path) + 1)
    }
    named = [key for key in known if key == wanted] or [key for key in known if key[-len(wanted) :] == wanted]
    if not named:
        return [], "is no folder of the Navigator that holds a system" + _nearest(
            str(selector.value), ("/".join(path) for path in known.values())
        )
    if len(named) > 1:
        paths = ", ".join(sorted("/".join(known[key]) for key in named))
        return [], f"is the name of {len(named)} folders ({paths}): give the path"
    folder = named[0]
    found = []
    for system in systems:
        path = _folder_key(folder_of.get(system.id, ()))
        if path == folder or (selector.recurse and path[: len(folder)] == folder):
            found.append(system)
    return _sorted(found), "" if found else "holds no endpoint or room"


def _folder_path(text: str) -> tuple[str, ...]:
    return _folder_key(part for part in re.split(r"[/\\>]", text) if part.strip())


def _folder_key(path: Iterable[str]) -> tuple[str, ...]:
    return tuple(" ".join(part.split()).casefold() for part in path)


def _sorted(systems: Iterable[System]) -> list[System]:
    return sorted(systems, key=lambda system: (system.name.casefold(), system.id))


def _nearest(name: str, names: Iterable[str]) -> str:
    by_folded = {known.casefold(): known for known in names}
    near = difflib.get_close_matches(name.casefold(), by_folded, n=3, cutoff=0.6)
    return f" (nearest: {', '.join(repr(by_folded[folded]) for folded in near)})" if near else ""
