# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""For which declared systems no seat would be left.

This module util is PRIVATE to the collection; it can change at any time.

Judged by the plan of remote_bookings itself, so that an audit and a rollout never disagree.
"""

from __future__ import annotations

from ansible_collections.telepresence.tms.plugins.module_utils._model import remote_bookings as rules
from ansible_collections.telepresence.tms.plugins.module_utils._model.audit.declared import Target
from ansible_collections.telepresence.tms.plugins.module_utils._model.audit.situation import Situation
from ansible_collections.telepresence.tms.plugins.module_utils._model.plan import SKIPPED


def _planned(of: Situation) -> rules.Plan:
    wishes = tuple(
        rules.Wish(target.system, target.state, named=False)
        for target in of.declared.targets.values()
        if target.state is not None
    )
    policy = rules.Policy(on_shortage="partial", protect_booked=False, include_unreachable=True)
    situation = rules.Situation(
        wishes, of.readings.seen, policy, seats=of.seats.value, bookings=of.bookings.value or {}
    )
    return rules.plan(situation)


def without_seat_left(of: Situation) -> tuple[Target, ...]:
    """In the order declared, those with future bookings served first."""
    skipped = {item.id for item in _planned(of).items if item.action == SKIPPED and item.error is None}
    return tuple(target for id_, target in of.declared.targets.items() if id_ in skipped)


def cannot_be_told(of: Situation) -> bool:
    """Whether seats are needed, but it is not known how many are free."""
    return _planned(of).until_no_seat
