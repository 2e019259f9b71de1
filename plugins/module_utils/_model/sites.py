# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Declared sites: what the users of this collection write down of a TMS server, and what it amounts to as a whole.

This module util is PRIVATE to the collection; it can change at any time.

The shape is documented in the argument specs of the roles and in docs/tms_sites.schema.json; one server's sites share its
seats, groups and users, so what they declare is put together before anything is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._model.accounts import same_account
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import InputError
from ansible_collections.telepresence.tms.plugins.module_utils._model.remote_bookings import ENABLED, SETTABLE
from ansible_collections.telepresence.tms.plugins.module_utils._model.rights import folded
from ansible_collections.telepresence.tms.plugins.module_utils._model.selection import Selector, selectors

#: A site whose systems are named but whose Allow Remote Bookings is left as it is.
UNMANAGED = "unmanaged"


@dataclass(frozen=True)
class Site:
    """selectors: its systems, each with the state it shall have, None where it is left as it is."""

    name: str
    selectors: tuple[Selector, ...]
    entries: tuple[Mapping[str, Any], ...]
    groups: tuple[Mapping[str, Any], ...] = ()
    service_user: Mapping[str, Any] | None = None
    booking_check: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Declaration:
    """All sites of one server. groups: those of the server and of its sites, each once; service_users likewise."""

    sites: tuple[Site, ...] = ()
    groups: tuple[Mapping[str, Any], ...] = ()
    service_users: tuple[Mapping[str, Any], ...] = ()

    @property
    def systems(self) -> list[dict[str, Any]]:
        """The option systems of the module remote_bookings."""
        return [
            {**_given(entry), "state": selector.state}
            for site in self.sites
            for entry, selector in zip(site.entries, site.selectors, strict=True)
            if selector.state is not None
        ]

    @property
    def booking_checks(self) -> list[dict[str, Any]]:
        """The acceptance tests; each as the user that the site's client signs in with."""
        checks = []
        for site in self.sites:
            if site.booking_check is not None:
                check = _given(site.booking_check)
                if "username" not in check and site.service_user is not None:
                    check["username"] = site.service_user["name"]
                checks.append({"site": site.name, **check})
        return checks

    def of(self, names: Iterable[str]) -> Declaration:
        """These sites alone, with the service users that no other site has."""
        asked = {folded(name) for name in names}
        unknown = asked - {folded(site.name) for site in self.sites}
        if unknown:
            raise InputError(
                "There is no such site",
                on=", ".join(sorted(unknown)),
                said=f"declared are {', '.join(site.name for site in self.sites)}",
                remedy="write it as it is declared",
            )
        chosen = tuple(site for site in self.sites if folded(site.name) in asked)
        kept = [
            site.service_user["name"] for site in self.sites if site not in chosen and site.service_user is not None
        ]
        users = [site.service_user for site in chosen if site.service_user is not None]
        own = [user for user in users if not any(same_account(user["name"], name) for name in kept)]
        return Declaration(chosen, (), _each_once(own, same_account, "service user"))

    def as_result(self) -> dict[str, Any]:
        return {
            "systems": self.systems,
            "groups": [_given(group) for group in self.groups],
            "service_users": [_given(user) for user in self.service_users],
            "booking_checks": self.booking_checks,
        }


def _given(entry: Mapping[str, Any]) -> dict[str, Any]:
    """An entry without what was left out, which argument specs fill with nulls."""
    return {
        key: _given(value) if isinstance(value, Mapping) else value for key, value in entry.items() if value is not None
    }


def declaration(sites: Sequence[Mapping[str, Any]], groups: Sequence[Mapping[str, Any]] = ()) -> Declaration:
    """Read tms_sites and tms_groups; two sites of one name, or two wishes for one group or user, are InputErrors."""
    read = tuple(_site(number, entry) for number, entry in enumerate(sites))
    names = [folded(site.name) for site in read]
    twice = sorted({site.name for site in read if names.count(folded(site.name)) > 1})
    if twice:
        raise InputError("Two sites have one name", on=", ".join(twice), remedy="give each site a name of its own")
    return Declaration(
        read,
        _each_once([*groups, *(group for site in read for group in site.groups)], _same_group, "group"),
        _each_once([site.service_user for site in read if site.service_user is not None], same_account, "service user"),
    )


def _site(number: int, entry: Mapping[str, Any]) -> Site:
    place = f"tms_sites[{number}]"
    name = str(entry.get("name") or "").strip()
    if not name:
        raise InputError("A site needs a name", on=place, remedy="give it as name")
    state = entry.get("remote_bookings") or ENABLED
    if state not in (*SETTABLE, UNMANAGED):
        raise InputError(
            f"The remote_bookings of a site must be {', '.join(SETTABLE)} or {UNMANAGED}",
            on=f"{place} '{name}'",
            said=f"it is {state!r}",
        )
    entries = tuple(entry.get("systems") or ())
    return Site(
        name=name,
        selectors=selectors(entries, f"systems of site {name}", None if state == UNMANAGED else state),
        entries=entries,
        groups=tuple(entry.get("groups") or ()),
        service_user=_named(entry.get("service_user"), f"{place}.service_user"),
        booking_check=entry.get("booking_check"),
    )


def _named(entry: Mapping[str, Any] | None, place: str) -> Mapping[str, Any] | None:
    if entry is not None and not entry.get("name"):
        raise InputError("A service user needs a name", on=place)
    return entry


def _same_group(one: str, other: str) -> bool:
    return folded(one) == folded(other)


def _each_once(
    entries: Sequence[Mapping[str, Any]], same: Callable[[str, str], bool], kind: str
) -> tuple[Mapping[str, Any], ...]:
    """Sites may share a group or a user, but then they must want the same of it."""
    found: list[Mapping[str, Any]] = []
    for entry in entries:
        name = str(entry.get("name") or "")
        if not name:
            raise InputError(f"A {kind} needs a name", said=f"entry {len(found) + 1} has none")
        first = next((earlier for earlier in found if same(earlier["name"], name)), None)
        if first is None:
            found.append(entry)
        elif _given(first) != _given(entry):
            raise InputError(
                f"The {kind} is declared in two ways",
                on=f"'{name}'",
                remedy="declare it once, or the same way each time",
            )
    return tuple(found)


def assumed_groups(results: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rights that groups have after tasks of the module group, in the shape of the option assume.groups.

    results: of such tasks, predicted or not. A group whose rights no task looked at is named alone.
    """
    found: dict[str, dict[str, Any]] = {}
    for result in results:
        for entry in result.get("after") or ():
            if entry.get("state") == "absent":
                continue
            group = found.setdefault(entry["name"], {"name": entry["name"]})
            permissions = (entry.get("permissions") or {}).get("set")
            if permissions is not None:
                group["permissions"] = list(permissions)
    # A group without known rights that exists already must not be taken for one without rights.
    created = {
        item["name"]
        for result in results
        for item in result.get("results") or ()
        if item.get("action") == "create" and item.get("changed")
    }
    return [group for group in found.values() if "permissions" in group or group["name"] in created]
