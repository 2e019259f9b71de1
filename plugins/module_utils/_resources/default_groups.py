# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Default Groups: read, plan, apply.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._engine.engine import Applied
from ansible_collections.telepresence.tms.plugins.module_utils._model import default_groups as rules
from ansible_collections.telepresence.tms.plugins.module_utils._model.accounts import Change, change
from ansible_collections.telepresence.tms.plugins.module_utils._model.default_groups import Situation, Wish
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import TmsError, VerificationError
from ansible_collections.telepresence.tms.plugins.module_utils._model.plan import Action, Item, Plan
from ansible_collections.telepresence.tms.plugins.module_utils._resources.groups import answered, group_names
from ansible_collections.telepresence.tms.plugins.module_utils._resources.tms import Tms
from ansible_collections.telepresence.tms.plugins.module_utils._web.pages import groups


def wanted(params: Mapping[str, Any]) -> Wish:
    """The wish in the words of the module's options."""
    assumed = [entry["name"] for entry in (params["assume"] or {}).get("groups") or ()]
    return Wish(change(params["groups"], "groups") or Change(), tuple(assumed) if params["check_mode"] else ())


class DefaultGroups:
    """The resource: one object, the whole choice."""

    objects = "lists of default groups"

    def __init__(self) -> None:
        #: What TMS said to the write: the reason if it took no effect.
        self._answer = ""

    def read(self, tms: Tms, wanted: Wish) -> Situation:
        names = group_names(tms)
        boxes = groups.read_default_groups(tms.web, names)
        return Situation(
            {name: box.ticked for name, box in boxes.items()},
            frozenset(name for name, box in boxes.items() if box.fixed),
            names,
        )

    def plan(self, state: Situation, wanted: Wish) -> Plan:
        return rules.plan(state, wanted)

    def apply(self, tms: Tms, action: Action) -> Applied:
        self._answer = groups.save_default_groups(tms.web, action.detail, group_names(tms))
        return Applied()

    def read_back(self, tms: Tms, action: Action) -> Applied:
        boxes = groups.read_default_groups(tms.web, group_names(tms))
        return Applied([name for name, box in boxes.items() if box.ticked])

    def mismatch(self, action: Action, after: Any) -> TmsError:
        return VerificationError(
            "set the default groups",
            on="the page Default Groups",
            said=answered(self._answer, f"read back they are {', '.join(after)}, not {', '.join(action.after)}"),
            remedy="look at the page in TMS",
        )

    def as_input(self, item: Item, value: Any) -> Mapping[str, Any] | None:
        return {"groups": {"set": list(value)}}
