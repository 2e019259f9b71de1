# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Option keys of the server: read, plan, apply.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._engine.engine import Applied
from ansible_collections.telepresence.tms.plugins.module_utils._model import option_keys as rules
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import TmsError, VerificationError
from ansible_collections.telepresence.tms.plugins.module_utils._model.licensing import GeneralSettings
from ansible_collections.telepresence.tms.plugins.module_utils._model.option_keys import Situation
from ansible_collections.telepresence.tms.plugins.module_utils._model.plan import Action, Item, Plan
from ansible_collections.telepresence.tms.plugins.module_utils._resources.seats import any_enabled
from ansible_collections.telepresence.tms.plugins.module_utils._resources.tms import Tms
from ansible_collections.telepresence.tms.plugins.module_utils._web.pages import general_settings


@dataclass(frozen=True)
class Wanted:
    """keys: whole, as checked by the model; accept_package: a Package key may void the systems' settings."""

    keys: tuple[str, ...]
    accept_package: bool = False


def wanted(params: Mapping[str, Any]) -> Wanted:
    """The wish in the words of the module's options."""
    return Wanted(rules.checked(params["keys"]), params["accept_package"])


class OptionKeys:
    """The resource: one action a key. A key never leaves it whole: names and results carry its masked form."""

    objects = "option keys"

    def __init__(self) -> None:
        #: What TMS answered when a key was entered, by the action's id: the reason if the key is not listed afterwards.
        self._answers: dict[int | str, str] = {}

    def read(self, tms: Tms, wanted: Wanted) -> Situation:
        settings = tms.general_settings()
        if wanted.accept_package or not rules.adds_package(settings, wanted.keys):
            return Situation(settings)
        if any(key.brings_seats for key in settings.keys):
            return Situation(settings)
        return Situation(settings, enabled=int(any_enabled(tms)))

    def plan(self, state: Situation, wanted: Wanted) -> Plan:
        return rules.plan(state, wanted.keys, accept_package=wanted.accept_package)

    def apply(self, tms: Tms, action: Action) -> Applied:
        added = general_settings.add_option_key(tms.web, action.detail)
        self._answers[action.id] = added.message
        return Applied() if added.settings is None else _found(added.settings, action)

    def read_back(self, tms: Tms, action: Action) -> Applied:
        return _found(general_settings.read(tms.web), action)

    def mismatch(self, action: Action, after: Any) -> TmsError:
        answer = self._answers.get(action.id)
        return VerificationError(
            "add the option key",
            on=f"key {action.name} (keys[{int(action.id) - 1}])",
            said=f"TMS answered '{answer}', and does not list the key"
            if answer
            else "TMS does not list the key afterwards",
            remedy="check that the key was made for this server's serial number",
        )

    def as_input(self, item: Item, value: Any) -> Mapping[str, Any] | None:
        return {"key": item.name, "state": value}


def _found(settings: GeneralSettings, action: Action) -> Applied:
    row = rules.listed(settings, action.detail)
    if row is None:
        return Applied(after=rules.ABSENT)
    return Applied(
        after=rules.PRESENT,
        facts={"kind": row.kind, "description": row.description, "expires": row.expires},
    )
