# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rights: how they are named, which of them a group has, and what reaches a user through his groups.

This module util is PRIVATE to the collection; it can change at any time.

Administrator guide 15.x p. 23: all rights are set on groups, and a user has the union of his groups. TMSBA guide 15.x
p. 10: what an API client's group needs.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import InputError

#: The group that may do everything; its rights cannot be edited.
SITE_ADMINISTRATOR = "Site Administrator"
#: The group that everybody is in; its members cannot be edited.
EVERYBODY = "Users"

#: The sections of Set Permissions, in page order (administrator guide 15.x p. 24).
SECTIONS = ("Portal", "Booking", "Monitoring", "Systems", "Phone Books", "Reporting", "Administrative Tools")


def folded(text: str) -> str:
    """Text for comparing names of groups and rights."""
    return " ".join(text.split()).casefold()


def spelled(name: str, names: Iterable[str]) -> str | None:
    """The one of *names* that is *name* without regard to case, as TMS spells it; of two, the one in the same case."""
    found = dict.fromkeys(each for each in names if folded(each) == folded(name))
    if name in found:
        return name
    if len(found) > 1:
        raise InputError(
            "The name of the group is ambiguous",
            on=f"'{name}'",
            said="TMS has " + ", ".join(f"'{each}'" for each in found),
            remedy="write it as TMS does",
        )
    return next(iter(found), None)


def refuse_unknown_groups(wanted: Iterable[str], names: Collection[str]) -> None:
    strangers = [name for name in wanted if spelled(name, names) is None]
    if strangers:
        raise InputError(
            "TMS has no such group",
            on=", ".join(f"'{name}'" for name in strangers),
            remedy="make it with the module group first",
        )


@dataclass(frozen=True, order=True)
class Right:
    """One check box of Set Permissions: the section and the block it stands in (empty where there is none), and its label."""

    section: str
    block: str
    name: str

    def __str__(self) -> str:
        return " > ".join(part for part in (self.section, self.block, self.name) if part)

    @property
    def within_section(self) -> str:
        return " > ".join(part for part in (self.block, self.name) if part)


BOOKING = Right("Booking", "Misc", "Booking")
ON_BEHALF = Right("Booking", "Misc", "Book on behalf of")
UPDATE = Right("Booking", "Misc", "Update")
APPROVE = Right("Booking", "Misc", "Approve Meeting")


@dataclass(frozen=True)
class Permissions:
    """The Set Permissions page of a group. known: every right on it, in page order; fixed: it cannot be edited."""

    known: tuple[Right, ...]
    granted: frozenset[Right]
    fixed: bool = False

    def by_section(self, granted: Collection[Right] | None = None) -> dict[str, list[str]]:
        """The rights granted, section by section in page order: what people compare."""
        chosen = self.granted if granted is None else granted
        sections: dict[str, list[str]] = {}
        for right in self.known:
            if right in chosen:
                sections.setdefault(right.section, []).append(right.within_section)
        return sections

    def spelled(self, granted: Collection[Right]) -> list[str]:
        """Rights as a user writes them, in page order."""
        return [str(right) for right in self.known if right in granted]


def resolve(wish: str, known: Sequence[Right]) -> Right:
    """The right that *wish* names: "Booking > Misc > Update", or fewer of the parts where they are unique.

    The last part is the right itself; those before it stand above it in the given order.
    """
    parts = [folded(part) for part in wish.split(">")]
    if not all(parts):
        raise InputError(
            "A permission is written as section > block > name",
            on=repr(wish),
            said="a part of it is empty",
            remedy="leave the first parts out where the others are unique",
        )
    found = [right for right in known if _names(parts, right)]
    if len(found) == 1:
        return found[0]
    exact = [right for right in found if folded(str(right)) == " > ".join(parts)]
    if len(exact) == 1:
        return exact[0]
    if found:
        raise InputError(
            "The permission is ambiguous",
            on=f"'{wish}'",
            said=f"it stands for {_listed(found)}",
            remedy="write the section and the block before it",
        )
    raise InputError(
        "TMS knows no such permission",
        on=f"'{wish}'",
        said=f"the nearest are {_listed(_nearest(wish, known))}" if known else "the page Set Permissions shows none",
        remedy="write it as the page Set Permissions shows it",
    )


def _names(parts: Sequence[str], right: Right) -> bool:
    if parts[-1] != folded(right.name):
        return False
    above = iter((folded(right.section), folded(right.block)))
    return all(part in above for part in parts[:-1])


def _nearest(wish: str, known: Sequence[Right]) -> list[Right]:
    name = folded(wish.rpartition(">")[2])

    def likeness(right: Right) -> tuple[float, float]:
        of_name = difflib.SequenceMatcher(None, name, folded(right.name)).ratio()
        whole = difflib.SequenceMatcher(None, folded(wish), folded(str(right))).ratio()
        return max(of_name, whole), whole

    return sorted(known, key=likeness, reverse=True)[:3]


def _listed(rights: Iterable[Right]) -> str:
    return ", ".join(f"'{right}'" for right in rights)


def resolve_all(wishes: Iterable[str], known: Sequence[Right]) -> frozenset[Right]:
    return frozenset(resolve(wish, known) for wish in wishes)


@dataclass(frozen=True)
class Effective:
    """What reaches a user: every right, with the groups it comes from in their order."""

    sources: Mapping[Right, tuple[str, ...]]

    @property
    def rights(self) -> frozenset[Right]:
        return frozenset(self.sources)

    def beyond(self, needed: Collection[Right]) -> Effective:
        """What reaches him although it is not needed."""
        return Effective({right: groups for right, groups in self.sources.items() if right not in needed})

    def by_group(self) -> dict[str, list[Right]]:
        found: dict[str, list[Right]] = {}
        for right, groups in self.sources.items():
            for group in groups:
                found.setdefault(group, []).append(right)
        return found

    def as_result(self) -> list[dict[str, object]]:
        return [{"permission": str(right), "groups": list(groups)} for right, groups in self.sources.items()]


def effective(groups: Mapping[str, Permissions]) -> Effective:
    """The union of the groups of a user, each right with where it comes from."""
    sources: dict[Right, tuple[str, ...]] = {}
    for name, permissions in groups.items():
        for right in permissions.known:
            if right in permissions.granted:
                sources[right] = (*sources.get(right, ()), name)
    return Effective(sources)


def needed_by_client(known: Sequence[Right], *, on_behalf: bool, approves: bool) -> frozenset[Right]:
    """The rights an API client's user needs, as this server names them (TMSBA guide 15.x p. 10)."""
    wanted = [BOOKING, UPDATE]
    if on_behalf:
        wanted.append(ON_BEHALF)
    if approves:
        wanted.append(APPROVE)
    return frozenset(_nearest_home(right, known) for right in wanted)


def on_behalf(known: Sequence[Right]) -> Right:
    """Book on behalf of, as this server names it."""
    return _nearest_home(ON_BEHALF, known)


def _nearest_home(right: Right, known: Sequence[Right]) -> Right:
    """*right* as this server has it: in the block Misc of Booking, else where its name is unique in that section."""
    of_name = [each for each in known if folded(each.name) == folded(right.name)]
    in_section = [each for each in of_name if folded(each.section) == folded(right.section)]
    in_block = [each for each in in_section if folded(each.block) == folded(right.block)]
    for found in (in_block, in_section):
        if len(found) == 1:
            return found[0]
    raise InputError(
        "The rights an API client needs cannot be told on this server",
        on=f"'{right}'",
        said=f"Set Permissions shows {_listed(of_name) if of_name else 'no right of this name'}",
        remedy=f"give the label this server shows as labels: {{'{right.name}': ...}}",
    )
