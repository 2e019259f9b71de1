# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a post-back says: which thing was clicked, and what the controls hold. Whatever the page did not offer is refused.

A browser posts every enabled control that has a value: one that is missing is refused as well, which is stricter than
ASP.NET, because a client that forgets one would lose its value somewhere else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from tms_simulator.web.model import Action
from tms_simulator.web.viewstate import ARGUMENT, EVENTS, FIELD, GENERATOR, TARGET, Invalid

#: Request validation of ASP.NET: what may begin a tag, a comment or a reference to a character.
_DANGEROUS = re.compile(r"<[A-Za-z!/?]|&#")
_OWN = frozenset((FIELD, EVENTS, GENERATOR, TARGET, ARGUMENT))


def grouped(form: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """The posted values by name."""
    fields: dict[str, list[str]] = {}
    for name, value in form:
        fields.setdefault(name, []).append(value)
    return fields


def clicked(content: Mapping[str, Any], fields: Mapping[str, Sequence[str]]) -> Action | None:
    """The action that was clicked: by event target and argument, or by the name of the button; None for none."""
    actions = content["a"]
    target = fields.get(TARGET, [""])[0]
    pressed = [f"{name}|" for name in fields if name not in content["c"] and f"{name}|" in actions]
    if target:
        key = f"{target}|{fields.get(ARGUMENT, [''])[0]}"
        if key not in actions:
            raise Invalid("Invalid postback or callback argument. Event validation is enabled.")
        if pressed:
            raise Invalid("Invalid postback: a button was pressed beside the event target.")
        return Action(*actions[key])
    if len(pressed) > 1:
        raise Invalid("Invalid postback: two buttons were pressed at once.")
    return Action(*actions[pressed[0]]) if pressed else None


def values(content: Mapping[str, Any], fields: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The contents of all controls by field, less those that nobody can fill in."""
    controls, actions = content["c"], content["a"]
    for name, posted in fields.items():
        if name not in controls and f"{name}|" not in actions and name not in _OWN:
            raise Invalid(f"Invalid postback: the field {name} was not offered.")
        for value in posted:
            dangerous = _DANGEROUS.search(value)
            if dangerous and name not in _OWN:
                quoted = value[max(0, dangerous.start() - 10) : dangerous.start() + 10]
                raise Invalid(
                    f'A potentially dangerous Request.Form value was detected from the client ({name}="...{quoted}...").'
                )
    found: dict[str, Any] = {}
    for name, (field, kind, choices, lock) in controls.items():
        posted = fields.get(name, [])
        if lock == "disabled":
            if posted:
                raise Invalid(f"Invalid postback: the field {name} is disabled.")
            continue
        value = _value(name, kind, choices, posted)
        if lock != "readonly":
            found[field] = value
    return found


def _value(name: str, kind: str, choices: Mapping[str, str], posted: Sequence[str]) -> Any:
    if kind == "checkbox":
        # As ASP.NET reads it: ticked is whatever is not empty.
        return any(posted)
    if kind == "texts":
        if len(posted) != len(choices):
            raise Invalid(f"Invalid postback: {len(posted)} of {len(choices)} fields {name} were posted.")
        return list(posted)
    if choices or kind in ("multiselect", "checkboxes"):
        if not set(posted) <= set(choices):
            raise Invalid("Invalid postback or callback argument. Event validation is enabled.")
        if kind in ("multiselect", "checkboxes"):
            return [choices[each] for each in posted]
    if kind == "radio" and not posted:
        return ""
    if len(posted) != 1:
        raise Invalid(f"Invalid postback: the field {name} was posted {len(posted)} times.")
    return choices[posted[0]] if choices else posted[0]
