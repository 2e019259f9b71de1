# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The states of Allow Remote Bookings, and the plan that brings systems to the wanted ones."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._model import remote_bookings as rules
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import (
    LabelError,
    RefusedError,
    UnexpectedReplyError,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.licensing import Count, Seats
from ansible_collections.telepresence.tms.plugins.module_utils._model.remote_bookings import (
    Policy,
    Reading,
    Situation,
    Wish,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.systems import System, SystemSettings

PANE = "TMS Scheduling Settings"
YES = (PANE, "Allow Remote Bookings", "Yes")
BOOKING = SimpleNamespace(title_and_time="'Weekly' 2026-12-01 09:00Z")


def settings(*fields, remote_bookings=None, pane=True, unexplained=()):
    label = "Allow Remote Bookings" if remote_bookings is not None else ""
    return SystemSettings(tuple(fields), remote_bookings, pane, label, unexplained)


def system(number, **more):
    return System(
        number, f"Room {number}", category=more.pop("category", "Endpoint"), status=more.pop("status", "Alive")
    )


class TestStates:
    def test_yes_and_no(self):
        assert rules.state_of(system(1), settings(remote_bookings=True), None) == "enabled"
        assert rules.state_of(system(1), settings(remote_bookings=False), None) == "disabled"

    def test_void_needs_the_pane_and_a_listed_package_key(self):
        shown = settings((PANE, "Allow Bookings", "Yes"))
        assert rules.state_of(system(1), shown, True) == "void"
        for package in (False, None):
            with pytest.raises(LabelError, match="'Allow Remote Bookings'"):
                rules.state_of(system(1), shown, package)

    def test_a_missing_pane_is_never_void(self):
        with pytest.raises(LabelError, match=PANE):
            rules.state_of(system(1), settings(pane=False), True)

    @pytest.mark.parametrize("package", [True, False, None])
    def test_what_may_be_the_setting_under_another_name_is_told_and_never_void(self, package):
        shown = settings((PANE, "Open to clients", "Yes"), unexplained=("Open to clients", "Guests"))
        with pytest.raises(
            LabelError, match=r"'Allow Remote Bookings' was found.*, but 'Open to clients', 'Guests' may be it"
        ) as told:
            rules.state_of(system(1), shown, package)
        assert "labels: {'Other Scheduling Settings': [...]}" in str(told.value)
        assert ("no Application Integration Package key" in str(told.value)) == (not package)

    def test_equipment_has_no_such_setting(self):
        assert rules.state_of(system(1, category="Equipment"), settings(pane=False), None) == "not_applicable"


class TestDifferences:
    def test_only_other_fields_count(self):
        before = settings(("General", "Name", "A"), (PANE, "Allow Remote Bookings", "No"), remote_bookings=False)
        after = settings(("General", "Name", "A"), YES, remote_bookings=True)
        assert rules.differences(before, after) == []

    def test_changed_vanished_and_new_fields_are_named(self):
        before = settings(("General", "Name", "A"), ("General", "Zone", "1"), remote_bookings=False)
        after = settings(("General", "Name", "B"), ("General", "Alias", "2"), remote_bookings=True)
        assert rules.differences(before, after) == [
            "'Name' in 'General' as 'B' instead of 'A'",
            "'Zone' in 'General' as nothing instead of '1'",
            "'Alias' in 'General' as '2' instead of nothing",
        ]

    def test_labels_shown_twice_are_told_apart(self):
        before = settings(("IP", "Port", "1"), ("IP", "Port", "2"))
        assert rules.differences(before, settings(("IP", "Port", "1"), ("IP", "Port", "3"))) != []

    def test_values_of_secrets_are_not_told(self):
        told = rules.differences(settings(("X", "Admin Password", "old1")), settings(("X", "Admin Password", "new1")))
        assert told and "old1" not in told[0] and "new1" not in told[0]


def wanted(on=(), off=(), named=True):
    return tuple(Wish(system(n), "enabled", named) for n in on) + tuple(Wish(system(n), "disabled", named) for n in off)


def situation(wishes, enabled=(), seats=None, **more):
    readings = {
        wish.system.id: Reading(wish.system, "enabled" if wish.system.id in enabled else "disabled", settings())
        for wish in wishes
    }
    policy = Policy(**{name: more.pop(name) for name in list(more) if name in Policy.__dataclass_fields__})
    return Situation(wishes, readings | more.pop("readings", {}), policy, seats=seats, **more)


def free(count, total=25):
    return Seats(Count(total, "keys"), Count(total - count, "count"))


def acts(plan):
    return [[(action.id, action.verb) for action in phase] for phase in plan.phases]


class TestPlan:
    def test_converged_systems_need_nothing(self):
        plan = rules.plan(situation(wanted(on=[1], off=[2]), enabled=[1]))
        assert (plan.actions, plan.refusal) == ((), None)
        assert [(item.action, item.before, item.after) for item in plan.items] == [
            ("none", "enabled", "enabled"),
            ("none", "disabled", "disabled"),
        ]

    def test_releases_come_before_claims(self):
        plan = rules.plan(situation(wanted(on=[1, 2], off=[3, 4]), enabled=[3, 4]))
        assert acts(plan) == [[(3, "disable"), (4, "disable")], [(1, "enable"), (2, "enable")]]
        assert plan.refusal is None
        assert plan.order == (1, 2, 3, 4)

    def test_a_backup_line_is_input_that_brings_the_old_value_back(self):
        plan = rules.plan(situation(wanted(off=[3]), enabled=[3]))
        assert plan.actions[0].restores == {"id": 3, "state": "enabled"}

    def test_one_seat_too_few_refuses_and_names_the_system(self):
        plan = rules.plan(situation(wanted(on=[1, 2, 3]), seats=free(2)))
        assert isinstance(plan.refusal, RefusedError)
        assert "1 booking seat is missing" in str(plan.refusal)
        assert "system 'Room 3' (id 3)" in str(plan.refusal)

    def test_enough_seats_are_enough(self):
        assert rules.plan(situation(wanted(on=[1, 2, 3]), seats=free(3))).refusal is None

    def test_partial_serves_booked_systems_first_then_the_order_given(self):
        plan = rules.plan(
            situation(wanted(on=[1, 2, 3]), seats=free(2), on_shortage="partial", bookings={3: [BOOKING]})
        )
        assert acts(plan) == [[(3, "enable"), (1, "enable")]]
        assert [(item.id, item.action) for item in plan.items] == [(2, "skipped")]
        assert plan.refusal is None

    def test_unknown_seats_refuse_and_ask_for_seats_total(self):
        unknown = Seats(Count(None, "no figure"), Count(3, "count"))
        assert "seats_total" in str(rules.plan(situation(wanted(on=[1]), seats=unknown)).refusal)
        plan = rules.plan(situation(wanted(on=[1]), seats=unknown, on_shortage="partial"))
        assert plan.refusal is None
        assert plan.until_no_seat
        assert plan.actions[0].assumed

    def test_balanced_moves_need_no_figures(self):
        plan = rules.plan(situation(wanted(on=[1], off=[2]), enabled=[2], seats=None))
        assert plan.refusal is None
        assert not plan.until_no_seat

    def test_a_booked_system_is_not_turned_off(self):
        plan = rules.plan(situation(wanted(off=[2]), enabled=[2], bookings={2: [BOOKING]}))
        for part in ("system 'Room 2' (id 2)", "'Weekly' 2026-12-01 09:00Z", "deletes a booking", "protect_booked"):
            assert part in str(plan.refusal)

    @pytest.mark.parametrize(("off", "booked", "more"), [(20, 20, False), (40, 19, False), (40, 20, True)])
    def test_a_few_of_many_booked_systems_are_named_and_where_to_find_the_rest(self, off, booked, more):
        numbers = range(1, off + 1)
        bookings = {number: [BOOKING] for number in range(1, booked + 1)}
        refusal = str(rules.plan(situation(wanted(off=numbers), enabled=numbers, bookings=bookings)).refusal)
        assert refusal.count("1 future booking") == booked
        assert ("system_info with gather: [future_bookings]" in refusal) == more

    def test_the_user_may_turn_it_off_by_name_only(self):
        booked = {2: [BOOKING]}
        by_name = situation(wanted(off=[2]), enabled=[2], bookings=booked, protect_booked=False)
        by_pattern = situation(wanted(off=[2], named=False), enabled=[2], bookings=booked, protect_booked=False)
        assert rules.plan(by_name).refusal is None
        assert rules.plan(by_pattern).refusal is not None

    def test_unreadable_bookings_turn_nothing_off(self):
        error = UnexpectedReplyError("read bookings", said="HTTP 500")
        plan = rules.plan(situation(wanted(off=[2]), enabled=[2], bookings_error=error))
        assert "HTTP 500" in str(plan.refusal)

    def test_void_systems_are_left_alone(self):
        wishes = wanted(on=[1])
        plan = rules.plan(situation(wishes, readings={1: Reading(wishes[0].system, "void", settings())}))
        assert (plan.actions, plan.refusal) == ((), None)
        assert plan.items[0].after == "void"

    def test_unreadable_systems_are_told_and_left_alone(self):
        wishes = wanted(on=[1])
        error = LabelError("read", label="Allow Remote Bookings", where="the page")
        plan = rules.plan(situation(wishes, readings={1: Reading(wishes[0].system, None, error=error)}))
        assert plan.actions == ()
        assert "Allow Remote Bookings" in plan.items[0].error

    def test_systems_that_do_not_respond_are_written_only_on_request(self):
        silent = Wish(System(1, "Room 1", status="NoResponse"), "enabled", True)
        readings = {1: Reading(silent.system, "disabled", settings())}
        plan = rules.plan(situation((silent,), readings=readings, seats=free(5)))
        assert plan.actions == ()
        assert "include_unreachable" in plan.items[0].error
        plan = rules.plan(situation((silent,), readings=readings, seats=free(5), include_unreachable=True))
        assert len(plan.actions) == 1

    def test_assumed_keys_mark_the_claims(self):
        plan = rules.plan(situation(wanted(on=[1]), seats=free(1), assumed="keys of an earlier task"))
        assert plan.actions[0].assumed == "keys of an earlier task"

    def test_seats_after_are_told(self):
        plan = rules.plan(situation(wanted(on=[1, 2], off=[3]), enabled=[3], seats=free(5)))
        assert (plan.facts["seats"]["used_after"], plan.facts["seats"]["free_after"]) == (21, 4)


def test_exclusive_rest_is_turned_off_and_stays_protected():
    chosen = SimpleNamespace(system=system(1), selector=SimpleNamespace(state="enabled", exact=True))
    rest = [SimpleNamespace(system=system(n), selector=SimpleNamespace(state="disabled", exact=True)) for n in (1, 2)]
    assert rules.wishes([chosen], rest) == (Wish(system(1), "enabled", True), Wish(system(2), "disabled", False))
