# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The declaration as an audit needs it: which system, user and group each site means.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._model.accounts import Change, account, change
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import InputError
from ansible_collections.telepresence.tms.plugins.module_utils._model.rights import folded
from ansible_collections.telepresence.tms.plugins.module_utils._model.selection import (
    Folders,
    Selected,
    Selector,
    select,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.sites import Declaration
from ansible_collections.telepresence.tms.plugins.module_utils._model.systems import System

ABSENT = "absent"


@dataclass(frozen=True)
class Target:
    """A declared system. state: what it shall be brought to, None where it is left as it is."""

    system: System
    site: str
    state: str | None


@dataclass(frozen=True)
class Stranger:
    """An entry of a site that selects no system, or not one alone; complaint: why."""

    site: str
    selector: Selector
    complaint: str


@dataclass(frozen=True)
class Client:
    """The user of a booking client; groups: None where nothing is declared of them."""

    site: str
    name: str
    on_behalf: bool
    approves: bool
    created: bool
    email: str = ""
    groups: Change | None = None


@dataclass(frozen=True)
class DeclaredGroup:
    """site: None for a group of the whole server, or of several sites."""

    name: str
    site: str | None
    present: bool = True
    permissions: Change | None = None
    members: Change | None = None


@dataclass(frozen=True)
class Declared:
    """All that is declared of one server; targets: by system id."""

    sites: tuple[str, ...] = ()
    targets: Mapping[int, Target] = field(default_factory=dict)
    strangers: tuple[Stranger, ...] = ()
    clients: tuple[Client, ...] = ()
    groups: tuple[DeclaredGroup, ...] = ()
    default_groups: Change | None = None

    def site_of(self, system_id: int) -> str | None:
        target = self.targets.get(system_id)
        return target.site if target else None

    def wants(self, system_id: int) -> str | None:
        """The state a system shall have, None where none is declared."""
        target = self.targets.get(system_id)
        return target.state if target else None


def declared(
    declaration: Declaration, systems: Sequence[System], folders: Folders, default_groups: Mapping[str, Any] | None
) -> Declared:
    """Resolve a declaration on the systems that TMS lists. What contradicts itself is an InputError."""
    targets, strangers = _targets(declaration, systems, folders)
    return Declared(
        sites=tuple(site.name for site in declaration.sites),
        targets=targets,
        strangers=strangers,
        clients=_clients(declaration),
        groups=_groups(declaration),
        default_groups=change(default_groups, "default_groups"),
    )


def _targets(
    declaration: Declaration, systems: Sequence[System], folders: Folders
) -> tuple[dict[int, Target], tuple[Stranger, ...]]:
    site_of = {selector: site.name for site in declaration.sites for selector in site.selectors}
    strangers: list[Stranger] = []
    targets: dict[int, Target] = {}
    # A system that one site manages and another one only names is managed.
    for managed in (True, False):
        wanted = [selector for selector in site_of if (selector.state is not None) is managed]
        found, unknown = _selected(wanted, systems, folders)
        for each in found:
            target = Target(each.system, site_of[each.selector], each.selector.state)
            targets.setdefault(each.system.id, target)
        strangers += [Stranger(site_of[selector], selector, complaint) for selector, complaint in unknown]
    return targets, tuple(strangers)


def _selected(
    wanted: Sequence[Selector], systems: Sequence[System], folders: Folders
) -> tuple[Sequence[Selected], list[tuple[Selector, str]]]:
    try:
        return select(wanted, systems, folders), []
    except InputError:
        # One entry or more is wrong: the others count all the same.
        unknown = []
        for selector in wanted:
            try:
                select([selector], systems, folders)
            except InputError as error:
                unknown.append((selector, error.said.removeprefix(str(selector)).strip()))
        if not unknown:
            raise
        wrong = {selector for selector, dummy in unknown}
        return select([selector for selector in wanted if selector not in wrong], systems, folders), unknown


def _clients(declaration: Declaration) -> tuple[Client, ...]:
    site_of = {
        account(site.service_user["name"]): site.name for site in reversed(declaration.sites) if site.service_user
    }
    return tuple(
        Client(
            site=site_of[account(user["name"])],
            name=str(user["name"]).strip(),
            on_behalf=(user.get("model") or "on_behalf") == "on_behalf",
            approves=user.get("approve_meetings") is not False,
            created=user.get("windows_account") == "create",
            email=str(user.get("email") or ""),
            groups=change(user.get("groups"), f"groups of service user {user['name']}"),
        )
        for user in declaration.service_users
    )


def _groups(declaration: Declaration) -> tuple[DeclaredGroup, ...]:
    sites_of: dict[str, list[str]] = {}
    for site in declaration.sites:
        for group in site.groups:
            sites_of.setdefault(folded(group["name"]), []).append(site.name)
    found = []
    for group in declaration.groups:
        sites = sites_of.get(folded(group["name"]), [])
        found.append(
            DeclaredGroup(
                name=str(group["name"]).strip(),
                site=sites[0] if len(sites) == 1 else None,
                present=group.get("state") != ABSENT,
                permissions=change(group.get("permissions"), f"permissions of group {group['name']}"),
                members=change(group.get("members"), f"members of group {group['name']}"),
            )
        )
    return tuple(found)
