# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Read, plan, apply, verify, with a resource of switches that a test can make misbehave."""

from __future__ import annotations

import json
import stat
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._engine.backup import Backup
from ansible_collections.telepresence.tms.plugins.module_utils._engine.engine import Applied, Orders, Outcome, run
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import (
    ConnectionLostError,
    LabelError,
    RefusedError,
    SideEffectError,
    SignInError,
    TmsError,
    UnreachableError,
    VerificationError,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.plan import Action, Item, Plan


class Server:
    """Does the work of many objects over a few threads, as Tms.each does."""

    def __init__(self, threads=1):
        self.threads = threads

    def each(self, work, objects):
        with ThreadPoolExecutor(self.threads) as pool:
            objects = list(objects)
            yield from zip(objects, pool.map(work, objects), strict=True)


class Switches:
    """Switches by number. misbehave: what apply does instead, by number: an error to raise before the write took
    effect, ("after", error) to raise after it, or "nothing" for a write without effect."""

    objects = "switches"

    def __init__(self, on=(), misbehave=None, unreadable=(), shown=True):
        self.on = set(on)
        self.misbehave = misbehave or {}
        self.unreadable = set(unreadable)
        self.shown = shown
        self.writes = []
        self.more = {"seats_free": 100}

    def read(self, tms, wanted):
        return frozenset(self.on)

    def plan(self, state, wanted):
        off, on = [], []
        for number, value in wanted.items():
            before = "on" if number in state else "off"
            if before != value:
                (on if value == "on" else off).append(
                    Action(
                        number,
                        f"switch {number}",
                        "turn",
                        before,
                        value,
                        seats=1 if value == "off" else -1,
                        restores={"id": number, "state": before},
                    )
                )
        same = [n for n, value in wanted.items() if (n in state) == (value == "on")]
        return Plan(
            phases=tuple(tuple(phase) for phase in (off, on) if phase),
            items=tuple(Item(n, f"switch {n}", "none", False, wanted[n], wanted[n]) for n in same),
            order=tuple(wanted),
            **self.more,
        )

    def apply(self, tms, action):
        self.writes.append(action.id)
        behaviour = self.misbehave.get(action.id)
        if isinstance(behaviour, Exception):
            raise behaviour
        if behaviour != "nothing":
            (self.on.add if action.after == "on" else self.on.discard)(action.id)
        if isinstance(behaviour, tuple):
            raise behaviour[1]
        return Applied(self.value(action.id)) if self.shown else Applied()

    def value(self, number):
        return "on" if number in self.on else "off"

    def read_back(self, tms, action):
        if action.id in self.unreadable:
            raise UnreachableError("read", said="no answer")
        return Applied(self.value(action.id))

    def mismatch(self, action, after):
        return VerificationError("turn", on=action.name, said=f"it is {after}")

    def as_input(self, item, value):
        return {"id": item.id, "state": value}


def go(resource, wanted, threads=1, **orders):
    return run(resource, Server(threads), wanted, Orders(**({"check_mode": False} | orders)))


def results(outcome):
    return {item.id: item for item in outcome.items}


ALL_ON = dict.fromkeys(range(1, 8), "on")


def test_check_mode_predicts_item_by_item_and_writes_nothing():
    resource = Switches(on=[3])
    predicted = go(resource, ALL_ON | {3: "off"}, check_mode=True)
    assert resource.writes == []
    real = go(resource, ALL_ON | {3: "off"})
    assert predicted.items == real.items
    assert (predicted.before, predicted.after) == (real.before, real.after)
    assert predicted.changed
    assert not go(resource, ALL_ON | {3: "off"}).changed


def test_results_keep_the_order_given_and_before_after_the_shape_of_the_input():
    outcome = go(Switches(on=[9]), {9: "off", 1: "on"})
    assert outcome.before == ({"id": 9, "state": "on"}, {"id": 1, "state": "off"})
    assert outcome.after == ({"id": 9, "state": "off"}, {"id": 1, "state": "on"})


def test_diff_shows_what_changes_and_nothing_else():
    diff = go(Switches(on=[1]), {1: "on", 2: "on"}, check_mode=True).diff("tms")
    assert (diff["before"], diff["after"]) == ("switch 2 (2): off\n", "switch 2 (2): on\n")


def test_a_plan_larger_than_max_changes_is_refused_whole():
    resource = Switches()
    outcome = go(resource, ALL_ON, max_changes=6)
    assert resource.writes == []
    assert "max_changes allows 6" in outcome.failure
    assert not outcome.changed
    assert go(Switches(), ALL_ON, max_changes=7).failure is None


def test_a_refused_plan_writes_nothing_also_in_check_mode():
    for check_mode in (True, False):
        resource = Switches()
        resource.more = {"refusal": RefusedError("do it", said="no")}
        outcome = go(resource, ALL_ON, check_mode=check_mode)
        assert (resource.writes, outcome.changed) == ([], False)
        assert outcome.failure == "Refused to do it: no."


@pytest.mark.parametrize("shown", [True, False])
def test_what_can_be_finished_is_and_the_rest_is_told(shown):
    resource = Switches(misbehave={2: LabelError("turn", label="Save", where="the page")}, shown=shown)
    outcome = go(resource, ALL_ON)
    assert resource.on == {1, 3, 4, 5, 6, 7}
    assert "1 of 7 switches failed, 6 changed: Could not turn" in outcome.failure
    assert results(outcome)[2].after == "off"


def test_a_write_without_effect_is_an_error():
    outcome = go(Switches(misbehave={2: "nothing"}), ALL_ON)
    assert results(outcome)[2].error == "Could not turn on switch 2: it is off; look at it in TMS, then run again."
    assert not results(outcome)[2].changed


def test_the_first_change_is_made_alone():
    stop = SideEffectError("turn", said="the lamp fell down")
    stop.after = "on"
    resource = Switches(misbehave={1: ("after", stop)})
    outcome = go(resource, ALL_ON, threads=4)
    assert resource.writes == [1]
    assert (results(outcome)[1].changed, results(outcome)[1].after) == (True, "on")
    assert results(outcome)[7].action == "skipped"


def strange(tms, action):
    """Reads back a value that is neither the old one nor the one that was asked for."""
    return Applied("dim")


@pytest.mark.parametrize("unreadable", [True, False])
def test_a_first_change_that_is_in_doubt_is_the_last(unreadable):
    resource = Switches(unreadable=[1, 3] if unreadable else (), shown=False)
    if not unreadable:
        resource.read_back = strange
    outcome = go(resource, ALL_ON, threads=4)
    assert resource.writes == [1]
    assert "not tried: the first change, of 'switch 1' (id 1), could not be verified" in results(outcome)[2].note


def test_a_change_in_doubt_after_one_that_is_verified_is_one_failure():
    resource = Switches(misbehave={3: ("after", ConnectionLostError("turn", said="cut"))}, unreadable=[3])
    outcome = go(resource, ALL_ON)
    assert resource.writes == [1, 2, 3, 4, 5, 6, 7]
    assert results(outcome)[3].after is None


def test_a_first_change_without_effect_is_one_failure():
    resource = Switches(misbehave={1: "nothing"})
    go(resource, ALL_ON)
    assert resource.on == {2, 3, 4, 5, 6, 7}


def test_changes_are_made_alone_until_one_is_verified():
    """Also after one that nothing came of, or that the server refused."""
    resource = Switches(
        misbehave={1: LabelError("turn", label="Save", where="the page"), 2: ConnectionLostError("turn", said="cut")}
    )
    at_once = []

    def apply(tms, action, of=resource.apply):
        at_once.append(list(resource.writes))
        time.sleep(0.02)
        return of(tms, action)

    resource.apply = apply
    go(resource, ALL_ON, threads=4)
    assert at_once[:3] == [[], [1], [1, 2]]
    assert resource.on == {3, 4, 5, 6, 7}


def test_an_error_of_the_server_ends_all_writing():
    resource = Switches(misbehave={3: SignInError("sign in", said="401")})
    go(resource, ALL_ON)
    assert resource.writes == [1, 2, 3]


def test_failures_in_a_row_end_all_writing_single_ones_do_not():
    resource = Switches(misbehave={n: TmsError("turn", said="500") for n in (2, 3, 5, 6, 7)})
    outcome = go(resource, ALL_ON | {8: "on"}, max_failures=3)
    assert resource.writes == [1, 2, 3, 4, 5, 6, 7]
    assert "max_failures" in results(outcome)[8].note


def test_a_lost_reply_is_read_back_and_never_sent_again():
    lost = ConnectionLostError("turn", said="the connection was cut")
    resource = Switches(misbehave={1: ("after", lost), 2: lost})
    outcome = go(resource, {1: "on", 2: "on"})
    assert resource.writes == [1, 2]
    assert (results(outcome)[1].error, results(outcome)[1].changed) == (None, True)
    assert "read back, the change had not taken effect" in results(outcome)[2].error


@pytest.mark.parametrize("behaviour", [("after", ConnectionLostError("turn", said="cut")), None])
def test_what_cannot_be_verified_says_so(behaviour):
    resource = Switches(misbehave={1: behaviour}, unreadable=[1], shown=False)
    outcome = go(resource, {1: "on"})
    item = results(outcome)[1]
    assert "cannot be read back (no answer)" in item.error
    assert item.after is None
    # What nobody knows is no state that could be given as input.
    assert outcome.before == ({"id": 1, "state": "off"},) and outcome.after == ()


def test_a_failed_release_strikes_the_last_claim():
    resource = Switches(on=[1, 2], misbehave={2: TmsError("turn", said="500")})
    resource.more = {"seats_free": None}
    outcome = go(resource, {1: "off", 2: "off", 3: "on", 4: "on"})
    assert resource.on == {2, 3}
    assert results(outcome)[4].action == "skipped"
    assert "released" in results(outcome)[4].note


def test_a_failed_release_strikes_nothing_while_seats_are_free():
    resource = Switches(on=[1], misbehave={1: TmsError("turn", said="500")})
    resource.more = {"seats_free": 2}
    go(resource, {1: "off", 3: "on", 4: "on"})
    assert resource.on == {1, 3, 4}


def test_partial_ends_claiming_at_the_first_box_left_at_no():
    resource = Switches(misbehave={3: "nothing"})
    resource.more = {"seats_free": None, "partial": True, "until_no_seat": True}
    outcome = go(resource, ALL_ON)
    assert resource.writes == [1, 2, 3]
    assert outcome.failure is None
    assert [item.action for item in outcome.items] == ["turn", "turn"] + ["skipped"] * 5


def test_a_defect_becomes_the_result_of_its_object_and_ends_writing():
    resource = Switches(misbehave={2: ZeroDivisionError("oops")})
    outcome = go(resource, ALL_ON)
    assert resource.writes == [1, 2]
    assert "ZeroDivisionError: oops" in results(outcome)[2].error
    assert results(outcome)[1].changed


def test_backup_is_on_disk_before_each_write(tmp_path):
    backup = Backup(str(tmp_path / "new"), "b.jsonl")

    class Watching(Switches):
        def apply(self, tms, action):
            last = (tmp_path / "new" / "b.jsonl").read_text().splitlines()[-1]
            assert json.loads(last) == {"id": action.id, "state": action.before}
            return super().apply(tms, action)

    outcome = go(Watching(on=[1]), {1: "off", 2: "on"}, backup=backup)
    assert outcome.failure is None
    assert stat.S_IMODE((tmp_path / "new" / "b.jsonl").stat().st_mode) == 0o600
    assert [json.loads(line) for line in (tmp_path / "new" / "b.jsonl").read_text().splitlines()] == [
        {"id": 1, "state": "on"},
        {"id": 2, "state": "off"},
    ]


def test_without_a_backup_nothing_is_written(tmp_path):
    (tmp_path / "file").write_text("in the way")
    resource = Switches()
    outcome = go(resource, {1: "on"}, backup=Backup(str(tmp_path / "file"), "b.jsonl"))
    assert resource.writes == []
    assert "Could not write the backup on file" in outcome.failure


def test_progress_is_told_from_the_start():
    told = []
    go(Switches(misbehave={2: TmsError("turn", said="500")}), {1: "on", 2: "on", 3: "on"}, listener=told.append)
    assert [(each.done, each.total, each.changed, each.failed) for each in told] == [
        (1, 3, 1, 0),
        (2, 3, 1, 1),
        (3, 3, 2, 1),
    ]
    assert told[-1].seconds_left == 0


def test_a_step_that_fails_ends_the_steps_that_build_on_it():
    switches = Switches(on={1}, misbehave={1: TmsError("turn", said="refused")})
    switches.more = {"seats_free": 100, "stepwise": True}
    outcome = go(switches, {1: "off", 2: "on"})
    assert switches.writes == [1]
    assert outcome.failure
    assert {item.id: item.action for item in outcome.items}[2] == "skipped"


def test_the_diff_shows_mappings_and_lists_line_by_line():
    item = Item("rights", "API", "set", True, {"Booking": []}, {"Booking": ["Read", "Update"], "Systems": "none"})
    text = Outcome((item,), (), (), {}, ()).diff("tms")
    assert text["before"] == "API (rights):\n  Booking:\n"
    assert text["after"] == "API (rights):\n  Booking:\n    - Read\n    - Update\n  Systems: none\n"
