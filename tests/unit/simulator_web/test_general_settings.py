# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What General Settings shows of client sessions, in every skin."""

from __future__ import annotations

import pytest
from tms_simulator.store import PACKAGE, Denied, make_key

TABLE = "Active Application Integration Clients"


@pytest.fixture
def package(store):
    store.add_key(make_key(store.serial, PACKAGE, 7), "test")


def test_sessions_are_shown_under_a_package_key(browser, store, package):
    with pytest.raises(Denied) as denied:
        store.client_session("", "TMS\\apiclient")
    browser.click("General Settings")
    assert TABLE in browser.text
    shown = browser.text.partition(TABLE)[2]
    assert denied.value.session in shown
    assert "TMS\\apiclient" in shown


def test_there_is_no_such_table_without_one(browser):
    browser.click("General Settings")
    assert TABLE not in browser.text


def test_the_figures_count_the_sessions(browse, store, package):
    with pytest.raises(Denied):
        store.client_session("", "TMS\\apiclient")
    browser = browse(figures=True)
    browser.click("General Settings")
    for words in ("Total Application Integration Licenses", "Available Application Integration Licenses"):
        assert words in browser.text
    total, used = store.sessions_total(), len(store.sessions())
    assert (total, used) == (10, 1)
