# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Adding option keys: which are missing, and why one may not be added.

This module util is PRIVATE to the collection; it can change at any time.

Keys cannot be removed as far as is known (guide: only "Add Option Key"), so adding one is checked the more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import InputError, RefusedError, TmsError
from ansible_collections.telepresence.tms.plugins.module_utils._model.licensing import (
    PACKAGE,
    GeneralSettings,
    ListedKey,
    kind_of,
    masked,
    normalised,
    prefix_of,
    well_formed,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.plan import NONE, Action, Item, Plan

PRESENT = "present"
ABSENT = "absent"


def checked(keys: Sequence[str]) -> tuple[str, ...]:
    """The keys as TMS writes them; a malformed or repeated key is an InputError that shows no more than its prefix."""
    read = tuple(normalised(key) for key in keys)
    for number, key in enumerate(read):
        if not well_formed(key):
            raise InputError(
                "An option key has the form XXXXXXXX-XX-XXXXXXXX, letters and digits",
                on=f"keys[{number}]",
                said=f"this one has {len(key)} characters in {len(key.split('-'))} blocks",
                remedy="copy it anew from Cisco's message",
            )
        if key in read[:number]:
            raise InputError(
                "An option key is given twice",
                on=f"keys[{read.index(key)}] and keys[{number}]",
                said=masked(key),
                remedy="give each key once",
            )
    return read


@dataclass(frozen=True)
class Situation:
    """settings: what General Settings lists; enabled: how many systems are known to be at Yes (0 where none was looked
    for because no Package key is to be added)."""

    settings: GeneralSettings
    enabled: int = 0


def listed(settings: GeneralSettings, key: str) -> ListedKey | None:
    return next((row for row in settings.keys if normalised(row.key) == key), None)


def expected_kind(settings: GeneralSettings, key: str) -> str:
    """The kind of a key that is not installed yet: by the published prefix, or that of a listed key of the same prefix
    (the first block names the product: an inference from Cisco PQA 112591), else unknown until TMS names it."""
    kinds = {row.kind for row in settings.keys if prefix_of(row.key) == prefix_of(key)}
    return kinds.pop() if len(kinds) == 1 else kind_of(key)


def adds_package(settings: GeneralSettings, keys: Sequence[str]) -> bool:
    """Whether a Package key would come to a server that has none: the moment at which every system's setting goes void."""
    if any(row.kind == PACKAGE for row in settings.keys):
        return False
    return any(listed(settings, key) is None and expected_kind(settings, key) == PACKAGE for key in keys)


def plan(situation: Situation, keys: Sequence[str], *, accept_package: bool) -> Plan:
    """One action a missing key, in the order given, each in a phase of its own: the page is saved once for each."""
    actions: list[Action] = []
    items: list[Item] = []
    for number, key in enumerate(keys, 1):
        row = listed(situation.settings, key)
        if row is None:
            actions.append(_add(situation.settings, key, number, keys))
        else:
            facts = {"kind": row.kind, "description": row.description, "expires": row.expires}
            items.append(Item(number, masked(key), NONE, False, PRESENT, PRESENT, facts=facts))
    return Plan(
        phases=tuple((action,) for action in actions),
        items=tuple(items),
        order=tuple(range(1, len(keys) + 1)),
        refusal=None if accept_package else _package_refusal(situation, keys),
    )


def _add(settings: GeneralSettings, key: str, number: int, keys: Sequence[str]) -> Action:
    facts: dict[str, Any] = {"kind": expected_kind(settings, key), "description": None, "expires": None}
    alike = [row for row in settings.keys if prefix_of(row.key) == prefix_of(key) and normalised(row.key) not in keys]
    if alike:
        # Keys are never exported, so that a copy of a server has others in their places.
        facts["note"] = (
            f"TMS lists {len(alike)} other key{'s' if len(alike) > 1 else ''} of this product; on a copy for a rehearsal "
            "such a key may stand for this one, and nothing is added to the original then"
        )
    return Action(
        id=number,
        name=masked(key),
        verb="add",
        before=ABSENT,
        after=PRESENT,
        assumed="only TMS can tell whether the key is valid for this server",
        restores={"key": masked(key), "state": ABSENT},
        facts=facts,
        detail=key,
    )


def _package_refusal(situation: Situation, keys: Sequence[str]) -> TmsError | None:
    if not adds_package(situation.settings, keys):
        return None
    per_system = [masked(row.key) for row in situation.settings.keys if row.brings_seats]
    if not per_system and not situation.enabled:
        return None
    reasons = []
    if per_system:
        reasons.append(f"the server has per-system keys ({', '.join(per_system)}), which would idle")
    if situation.enabled:
        reasons.append("at least one system has Allow Remote Bookings at Yes")
    return RefusedError(
        "add an Application Integration Package key",
        said=f"{' and '.join(reasons)}; the Package voids and hides Allow Remote Bookings on every system, "
        "and keys are not known to be removable",
        remedy="leave the key out, or allow it with accept_package: true",
    )
