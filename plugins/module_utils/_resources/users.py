# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What user_info reports: the users that TMS lists, and their groups.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Mapping
from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._model.accounts import account, find_account
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import TmsError
from ansible_collections.telepresence.tms.plugins.module_utils._model.rights import EVERYBODY
from ansible_collections.telepresence.tms.plugins.module_utils._resources.groups import members_of, own_groups
from ansible_collections.telepresence.tms.plugins.module_utils._resources.tms import Tms
from ansible_collections.telepresence.tms.plugins.module_utils._web.grids import Listed
from ansible_collections.telepresence.tms.plugins.module_utils._web.pages import groups, users


def report(tms: Tms, params: Mapping[str, Any]) -> dict[str, Any]:
    """The module's result: GetUsers, with each user's groups where they are wanted. users: patterns, empty for all."""
    patterns = [pattern.casefold() for pattern in params["users"]]
    gather = set(params["gather"])
    found = {
        user.user_name: {
            "user_name": user.user_name,
            "first_name": user.first_name,
            "last_name": user.last_name,
            "display_name": user.display_name,
            "email": user.email,
            "time_zone": user.time_zone,
            "is_hidden_user": user.hidden,
        }
        for user in tms.remote_setup.users()
        if not patterns or any(_matches(user.user_name, pattern) for pattern in patterns)
    }
    if "groups" in gather and found:
        for name, of in groups_of(tms, list(found)).items():
            found[name]["groups"] = of
    return {"users": list(found.values())}


def _matches(name: str, pattern: str) -> bool:
    folded = name.casefold()
    return fnmatch.fnmatchcase(folded, pattern) or fnmatch.fnmatchcase(account(folded)[1], pattern)


def groups_of(tms: Tms, names: list[str]) -> dict[str, list[str]]:
    """The groups of each user: from the lists of members, or from the users' own pages where those are fewer to read."""
    entries = groups.entries(tms.web)
    if len(names) >= len(entries):
        return _by_members(tms, entries, names)
    listed = users.listed_by_name(tms.web)
    pages: dict[str, Listed] = {}
    for name in names:
        spelled = find_account(name, listed)
        if spelled is None:
            # TMS lists no page for a user that it made itself.
            return _by_members(tms, entries, names)
        pages[name] = listed[spelled]
    group_names = [entry.spelled for entry in entries]
    found: dict[str, list[str]] = {}

    def read(name: str) -> list[str]:
        return own_groups(users.user_page(tms.web, pages[name], group_names))

    for name, result in tms.each(read, names, "reading users"):
        if isinstance(result, TmsError):
            raise result
        found[name] = result
    return found


def _by_members(tms: Tms, entries: list[Listed], names: list[str]) -> dict[str, list[str]]:
    of = members_of(tms, entries)
    by_account: dict[str, list[str]] = {}
    for group, members in of.items():
        for member in members:
            by_account.setdefault(account(member)[1], []).append(group)
    return {
        name: [*(group for group in by_account.get(account(name)[1], ()) if find_account(name, of[group])), EVERYBODY]
        for name in names
    }
