# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many objects: connections fetch while the calling thread reads."""

from __future__ import annotations

import threading

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._http.connection import Connection
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import LabelError
from ansible_collections.telepresence.tms.plugins.module_utils._resources.tms import Tms


@pytest.fixture
def tms_of():
    made = []

    def with_listener(concurrency, listener):
        connection = Connection("https://tms.example.com", concurrency=concurrency)
        made.append(Tms(connection, read_only=True, listener=listener))
        return made[-1]

    yield with_listener
    for tms in made:
        tms.close()


def test_connections_go_on_while_a_page_is_read(tms_of):
    tms = tms_of(2, lambda progress: None)
    begun = threading.Semaphore(0)
    main = threading.current_thread()

    def fetch(number):
        assert threading.current_thread() is not main
        begun.release()
        return str(number)

    def read(number, fetched):
        assert threading.current_thread() is main
        # The first page is not read to its end before two others were asked for.
        assert number or all(begun.acquire(timeout=10) for dummy in range(3))
        return int(fetched)

    assert dict(tms.fetch_each(fetch, read, range(20), "reading")) == {number: number for number in range(20)}


@pytest.mark.parametrize("concurrency", [1, 3])
def test_errors_of_both_halves_are_results_and_counted(tms_of, concurrency):
    heard = []
    tms = tms_of(concurrency, heard.append)

    def fails_at(place):
        def half(number, *dummy):
            if number == place:
                raise LabelError("read", label=str(place), where="a page")
            return number

        return half

    results = dict(tms.fetch_each(fails_at(2), fails_at(5), range(8), "reading"))
    assert {number for number, result in results.items() if isinstance(result, LabelError)} == {2, 5}
    assert (heard[-1].done, heard[-1].failed, heard[-1].stage) == (8, 2, "reading")
