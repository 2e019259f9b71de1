# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a server and a declaration tell, under other names: the same ones in both, so that what belongs together still does.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from ansible_collections.telepresence.tms.plugins.module_utils._model.accounts import account
from ansible_collections.telepresence.tms.plugins.module_utils._model.masking import Mask
from ansible_collections.telepresence.tms.plugins.module_utils._model.remote_bookings import SETTABLE
from ansible_collections.telepresence.tms.plugins.module_utils._model.rights import (
    EVERYBODY,
    SECTIONS,
    SITE_ADMINISTRATOR,
)

#: Texts that people write as they like, by the list they stand in.
_FREE = {"systems": ("contact", "description", "location"), "groups": ("description",)}
#: Words that mean something to TMS, to modules or to the simulator; a room of such a name keeps it, and is told.
_WORDS = (
    *SECTIONS,
    *SETTABLE,
    *("Endpoint", "Room", "Equipment", "Recording", "Alive", "Idle", "InCall", "NoResponse", "Unknown"),
    *("present", "absent", "existing", "create", "void", "not_applicable", "unmanaged", "add", "remove", "set"),
    *(SITE_ADMINISTRATOR, EVERYBODY, "Video Unit Administrator", "Misc", "Update"),
)


def masked(state: Mapping[str, Any], declared: Mapping[str, Any]) -> dict[str, Any]:
    """*state* as the playbook export gathers it, and *declared*, variables of its host, both with stand-ins for names.

    not_masked: the names that are left as they are, too short or words of TMS. Patterns name parts of names, so each
    becomes the systems that it matches. The order of what is given decides the stand-ins: the same in, the same out.
    """
    systems: Sequence[Mapping[str, Any]] = state.get("systems") or ()
    plain = _without_patterns(declared, systems)
    permissions = {right for group in state.get("groups") or () for right in group.get("permissions") or ()}
    products = {str(key.get("description")) for key in state.get("option_keys") or ()}
    mask = Mask(_names(state, plain), keep={*_WORDS, *permissions, *products})
    hidden = dict(mask.value(state))
    if state.get("serial_number"):
        hidden["serial_number"] = "80000001"
    return {
        "state": hidden,
        "declared": mask.value(plain),
        "not_masked": list({name.casefold(): name for name in mask.left}.values()),
    }


def _names(state: Mapping[str, Any], declared: Mapping[str, Any]) -> dict[str, list[str]]:
    systems = state.get("systems") or ()
    users = state.get("users") or ()
    sites = declared.get("tms_sites") or ()
    clients = [site["service_user"] for site in sites if site.get("service_user")]
    booked = [each for system in systems for each in system.get("future_bookings") or ()]
    groups = [*(state.get("groups") or ()), *(declared.get("tms_groups") or ())]
    groups += [group for site in sites for group in site.get("groups") or ()]
    accounts = [*_of(users, "user_name"), *_of(clients, "name"), *_of(booked, "owner")]
    accounts += [member for group in groups for member in _members(group)]
    people = [name for part in ("first_name", "last_name", "display_name") for name in _of([*users, *clients], part)]
    free = _of(booked, "title") + [text for part in _FREE["systems"] for text in _of(systems, part)]
    free += [text for part in _FREE["groups"] for text in _of(groups, part)]
    url = str((state.get("server") or {}).get("url") or "")
    return {
        "System": _of(systems, "name"),
        "Folder": [part for path in _of(systems, "folder") for part in path.split("/")],
        "Site": _of(sites, "name"),
        "User": [account(name)[1] for name in accounts],
        "Domain": [account(name)[0] for name in accounts if account(name)[0]],
        # A group of Active Directory stands behind its domain.
        "Group": [account(name)[1] for name in _of(groups, "name")],
        "Person": people,
        "Text": free,
        "Alias": [alias for part in ("h323_id", "e164_alias") for alias in _of(systems, part)],
        "Host": [urlsplit(url).hostname or "", *_of(systems, "address")],
        "Serial": [str(state.get("serial_number") or "")],
    }


def _of(entries: Iterable[Mapping[str, Any]], part: str) -> list[str]:
    return [str(entry[part]) for entry in entries if entry.get(part)]


def _members(group: Mapping[str, Any]) -> list[str]:
    members = group.get("members") or ()
    if isinstance(members, Mapping):
        return [str(name) for names in members.values() for name in names or ()]
    return [str(name) for name in members]


def _without_patterns(value: Any, systems: Sequence[Mapping[str, Any]]) -> Any:
    """*value* with each selector by pattern replaced by the ids it selects; what its list names exactly counts more."""
    if isinstance(value, Mapping):
        return {key: _without_patterns(each, systems) for key, each in value.items()}
    if not isinstance(value, (list, tuple)):
        return value
    entries = [each for each in value if isinstance(each, Mapping)]
    exact = {entry.get(by) for entry in entries for by in ("id", "name")}
    found: list[Any] = []
    for each in value:
        if not isinstance(each, Mapping) or not each.get("pattern"):
            found.append(_without_patterns(each, systems))
            continue
        pattern = str(each["pattern"]).casefold()
        rest = {key: part for key, part in each.items() if key != "pattern"}
        found += [
            {**rest, "id": system["id"]}
            for system in systems
            if fnmatch.fnmatchcase(str(system["name"]).casefold(), pattern)
            and not {system["id"], system["name"]} & exact
        ]
    return found
