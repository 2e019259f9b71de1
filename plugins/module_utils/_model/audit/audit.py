# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An audit as a whole: every rule on one situation.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ansible_collections.telepresence.tms.plugins.module_utils._model.audit import (
    groups,
    people,
    seats,
    server,
    systems,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.audit.situation import (
    NotSeen,
    Rule,
    Situation,
    Unseen,
    Void,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.findings import SEVERITIES, Check, Finding

#: The rule for each id.
RULES: Mapping[str, Rule] = {
    "system_booked_without_seat": systems.booked_without_seat,
    "system_without_seat": systems.without_seat,
    "system_holds_undeclared_seat": systems.holds_undeclared_seat,
    "system_unknown": systems.unknown,
    "system_unreadable": systems.unread,
    "seats_short": seats.short,
    "seats_exhausted": seats.exhausted,
    "keys_of_both_kinds": seats.both_kinds,
    "key_expires": seats.expires,
    "client_sessions_near_licence": seats.client_sessions,
    "service_user_missing": people.missing,
    "service_user_disabled": people.disabled,
    "service_user_lacks_right": people.lacks_right,
    "service_user_excess_rights": people.excess,
    "service_user_site_administrator": people.site_administrator,
    "service_user_groups_differ": people.groups_differ,
    "group_missing": groups.missing,
    "group_not_removed": groups.not_removed,
    "group_rights_differ": groups.rights_differ,
    "group_members_differ": groups.members_differ,
    "group_books_on_behalf": groups.books_on_behalf,
    "site_administrator_default_group": groups.administrator_is_default,
    "default_groups_differ": groups.defaults_differ,
    "auditing_off": server.auditing,
    "licence_ticket_open": server.tickets,
}


@dataclass(frozen=True)
class Audit:
    """findings: the worst first; checks: one for each id, in the order of the rules."""

    findings: tuple[Finding, ...]
    checks: tuple[Check, ...]


def audit(of: Situation) -> Audit:
    findings: list[Finding] = []
    checks = []
    for id_, rule in RULES.items():
        unseen: list[str] = []
        void: list[str] = []
        try:
            for said in rule(of):
                if isinstance(said, Finding):
                    findings.append(said)
                elif isinstance(said, Unseen):
                    unseen.append(said.reason)
                elif isinstance(said, Void):
                    void.append(said.reason)
        except NotSeen as not_seen:
            unseen.append(str(not_seen))
        reasons = unseen or void
        checks.append(Check(id_, not unseen, "; ".join(dict.fromkeys(reasons)) or None))
    findings.sort(key=lambda finding: SEVERITIES.index(finding.severity))
    return Audit(tuple(findings), tuple(checks))
