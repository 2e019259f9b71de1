# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A plan: what a task will change, in which order, and what it leaves alone.

The same plan decides what is reported as changed, the diff, and the writes.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import TmsError


@dataclass(frozen=True)
class Item:
    """What became of one object, or will: one entry of a module's results."""

    id: int | str
    name: str
    action: str
    changed: bool
    before: Any
    after: Any
    error: str | None = None
    assumed: str | None = None
    note: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)

    def as_result(self) -> dict[str, Any]:
        result: dict[str, Any] = {
            "id": self.id,
            "name": self.name,
            "action": self.action,
            "changed": self.changed,
            "before": self.before,
            "after": self.after,
            "error": self.error,
        }
        if self.assumed:
            result["assumed"] = self.assumed
        if self.note:
            result["note"] = self.note
        return result | dict(self.facts)


#: Action of an object that is as it shall be; of one that is left alone although something was wanted.
NONE = "none"
SKIPPED = "skipped"


@dataclass(frozen=True)
class Action:
    """One write.

    id, name: the object; verb: what is done, as results show it; before, after: its value in the words of the results.
    assumed: why the outcome is not certain, where only TMS can decide it; seats: +1 for a seat given back, -1 for one
    claimed, 0 where none is moved; restores: the module's input that brings the old value back (a line of the backup), empty if none can;
    facts: further keys of its result; detail: what applying it needs, known to its resource alone.
    """

    id: int | str
    name: str
    verb: str
    before: Any
    after: Any
    assumed: str | None = None
    seats: int = 0
    restores: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    detail: Any = None

    @property
    def title(self) -> str:
        """How messages name its object."""
        return f"'{self.name}' (id {self.id})"

    def item(self, **became: Any) -> Item:
        """The result of this action; *became* says what differs from everything having gone as planned."""
        as_planned: dict[str, Any] = {
            "action": self.verb,
            "changed": True,
            "before": self.before,
            "after": self.after,
            "facts": self.facts,
        }
        return Item(self.id, self.name, **(as_planned | became))

    def skipped(self, note: str, error: str | None = None) -> Item:
        """The result of this action where it is not carried out."""
        return self.item(action=SKIPPED, changed=False, after=self.before, note=note, error=error)


@dataclass(frozen=True)
class Plan:
    """phases: done one after the other (releases before claims), the actions within one are independent.

    items: the objects without an action; order: the ids of all objects as the results list them.
    seats_free: seats known to be free before the first action, None where that was not needed or cannot be known.
    until_no_seat: claim on until TMS leaves a box at No (the number of free seats is not known, and the user accepts it).
    partial: a claim that finds no seat is skipped, not failed.
    stepwise: a phase builds on the one before it: after a failure none of the later ones is begun.
    refusal: why nothing may be written at all; facts: further keys of the module's result; warnings: for the user.
    """

    phases: tuple[tuple[Action, ...], ...]
    items: tuple[Item, ...] = ()
    order: tuple[int | str, ...] = ()
    seats_free: int | None = None
    until_no_seat: bool = False
    partial: bool = False
    stepwise: bool = False
    refusal: TmsError | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    @property
    def actions(self) -> tuple[Action, ...]:
        return tuple(action for phase in self.phases for action in phase)
