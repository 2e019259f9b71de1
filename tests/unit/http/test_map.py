# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Work over a few connections."""

from __future__ import annotations

import threading
import time

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._http.policy import Trigger
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import NotTmsError


def test_each_thread_signs_in_once_for_the_whole_task(start, reach):
    site = start()
    http = reach(site, concurrency=3)
    http.get("first")
    for dummy in range(4):
        results = dict(http.map(lambda number: http.get(f"page{number}").status, range(12)))
        assert results == dict.fromkeys(range(12), 200)
    assert site.connections <= 4
    assert site.requests <= 1 + 48 + 2 * 4


def test_work_runs_side_by_side(start, reach):
    together = threading.Barrier(4)
    http = reach(start(), concurrency=4)
    for dummy, result in http.map(lambda number: together.wait(10), range(4)):
        assert isinstance(result, int)


def test_one_connection_is_the_callers_own(start, reach):
    site = start()
    http = reach(site, concurrency=1)
    http.get("first")
    list(http.map(lambda number: http.get(f"page{number}"), range(3)))
    assert site.connections == 1


def test_errors_of_tms_are_results(start, reach):
    site = start()
    site.answers["/tms/page2"] = lambda handler: handler.page(status=404)
    http = reach(site, concurrency=2)
    results = dict(http.map(lambda number: http.get(f"page{number}"), range(4)))
    assert isinstance(results[2], NotTmsError)
    assert [results[number].status for number in (0, 1, 3)] == [200] * 3


@pytest.mark.parametrize("concurrency", [1, 3])
def test_other_errors_end_the_work(start, reach, concurrency):
    http = reach(start(), concurrency=concurrency)
    begun = []

    def work(number):
        begun.append(number)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(http.map(work, range(100)))
    assert len(begun) <= 3 * concurrency


@pytest.mark.parametrize("concurrency", [1, 3])
def test_a_consumer_that_stops_stops_the_work(start, reach, concurrency):
    """What is under way is finished, and nothing else is begun, also not what was already handed to the threads."""
    http = reach(start(), concurrency=concurrency)
    begun = []

    def work(number):
        begun.append(number)
        time.sleep(0.3 if number else 0)

    results = http.map(work, range(100))
    next(results)
    results.close()
    seen = len(begun)
    assert seen <= concurrency + 1
    # Whatever was still to come would be done before this.
    assert len(list(http.map(str, range(20)))) == 20
    assert len(begun) == seen


def test_items_are_taken_as_they_are_needed(start, reach):
    http = reach(start(), concurrency=2)
    taken = []

    def items():
        for number in range(50):
            taken.append(number)
            yield number

    results = http.map(str, items())
    next(results)
    assert len(taken) <= 4
    results.close()


def test_a_busy_server_halves_the_connections_once_for_all_that_were_under_way(start, reach, quick):
    site = start()
    together = threading.Barrier(4)
    busy = iter(range(4))

    def answer(handler):
        if next(busy, None) is None:
            handler.page()
        else:
            together.wait(10)
            handler.page(status=503)

    site.answers["/tms/a"] = answer
    http = reach(site, concurrency=4)
    http.get("first")
    assert all(result == 200 for dummy, result in http.map(lambda number: http.get("a").status, range(4)))
    assert http._workers == 2
    running, most, lock = set(), [0], threading.Lock()

    def work(number):
        with lock:
            running.add(number)
            most[0] = max(most[0], len(running))
        http.get("b")
        with lock:
            running.discard(number)

    list(http.map(work, range(30)))
    assert most[0] == 2


def test_each_thread_has_its_own_cookies(start, reach):
    site = start()
    told = {}

    def answer(handler):
        told.setdefault(handler.number, set()).add(handler.headers.get("Cookie"))
        handler.page(Set_Cookie=f"ASP.NET_SessionId={handler.number}; path=/")

    site.answers["/tms/a"] = answer
    http = reach(site, concurrency=3)
    together = threading.Barrier(3)
    list(http.map(lambda number: (http.get("a"), together.wait(10), http.get("a")), range(3)))
    assert all(cookies == {None, f"ASP.NET_SessionId={number}"} for number, cookies in told.items())
    assert len(told) == 3
    with pytest.raises(NotTmsError):
        site.answers["/tms/a"] = lambda handler: handler.page(status=404)
        http.post_back("a", [], trigger=Trigger("Next", "pager"))
