# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Option keys, their kinds, and the seats they bring."""

from __future__ import annotations

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._model import licensing
from ansible_collections.telepresence.tms.plugins.module_utils._model.licensing import (
    Figure,
    GeneralSettings,
    ListedKey,
)

PACK = ListedKey("EXCH0001-AB-11111111", "Exchange Integration Option")
API_PACK = ListedKey("BAPI0001-AB-11111111", "Booking API license per 25 registered systems")
PACKAGE = ListedKey("113612A1-AB-11111111", "Application Integration Package")
WEBEX = ListedKey("WEBX0001-AB-11111111", "WebEx Enabled TelePresence")
NAMELESS = ListedKey("ABCD0001-AB-11111111")


def seats(*keys, figures=(), **more):
    return licensing.seats(GeneralSettings(tuple(keys), tuple(figures)), **more)


def test_kinds_by_tms_words_or_the_published_prefix():
    kinds = [key.kind for key in (PACK, API_PACK, PACKAGE, WEBEX, NAMELESS)]
    assert kinds == ["exchange_integration", "booking_api", "application_integration_package", "other", "unknown"]
    assert licensing.kind_of("113612a1-00-00000000") == "application_integration_package"


@pytest.mark.parametrize(
    ("keys", "mode"),
    [((), "none"), ((WEBEX,), "none"), ((PACK,), "per_system"), ((PACK, PACKAGE), "package"), ((NAMELESS,), "unknown")],
)
def test_mode(keys, mode):
    assert licensing.mode(key.kind for key in keys) == mode


def test_total_is_25_for_each_listed_key():
    counted = seats(PACK, API_PACK, WEBEX, enabled=30)
    assert (counted.total.value, counted.used.value, counted.free) == (50, 30, 20)
    assert "2 option keys" in counted.total.source


def test_the_users_figure_wins_and_says_so():
    counted = seats(PACK, figures=[Figure("Exchange Integration Licenses Total", 75)], seats_total=60, enabled=0)
    assert (counted.total.value, counted.total.source) == (60, "seats_total")


@pytest.mark.parametrize(
    "labels",
    [
        ("Total Exchange Integration Licenses", "Available Exchange Integration Licenses"),
        ("Exchange Integration Option licenses", "Exchange Integration Option licenses free"),
    ],
)
def test_shown_figures_total_less_free(labels):
    counted = seats(PACK, figures=[Figure(labels[0], 100), Figure(labels[1], 30)])
    assert (counted.total.value, counted.used.value, counted.free) == (100, 70, 30)


def test_shown_used_figure():
    settings = GeneralSettings((PACK,), (Figure("Booking API licenses in use", 7),))
    assert licensing.used_is_shown(settings)
    assert licensing.seats(settings).used.value == 7


def test_system_movi_and_provisioning_licences_are_never_seats():
    figures = [
        Figure(f"{role} {kind} Licenses", 500)
        for role in ("Total", "Available")
        for kind in ("System", "Movi", "Provisioning")
    ]
    counted = seats(PACK, figures=figures)
    assert (counted.total.value, counted.used.value, counted.free) == (25, None, None)


def test_keys_of_unknown_kind_leave_the_total_unknown():
    counted = seats(NAMELESS, enabled=0)
    assert counted.total.value is None
    assert counted.free is None


def test_no_key_at_all_is_zero_seats():
    assert seats(enabled=0).total.value == 0


def test_assumed_keys_add_their_packs():
    assert seats(PACK, assumed_kinds=["exchange_integration"], enabled=0).total.value == 50
    assert (
        seats(PACK, figures=[Figure("Exchange Integration Licenses", 25)], assumed_kinds=["booking_api"]).total.value
        == 50
    )


def test_an_assumed_key_of_unknown_kind_leaves_the_total_open():
    assert seats(PACK, assumed_kinds=["unknown"], enabled=0).total.value is None
    assert seats(PACK, assumed_kinds=["unknown"], seats_total=50, enabled=0).total.value == 50


def test_overdrawn_seats_are_not_negative():
    assert seats(PACK, enabled=30).free == 0


@pytest.mark.parametrize(
    ("claims", "releases", "free", "missing"),
    [(10, 10, None, 0), (3, 5, None, 0), (5, 0, None, None), (5, 0, 5, 0), (5, 0, 3, 2), (5, 2, 0, 3)],
)
def test_shortfall(claims, releases, free, missing):
    assert licensing.shortfall(claims, releases, free) == missing


def test_masking_keeps_the_prefix_alone():
    assert licensing.masked(" 113612a1-ab-11111111") == "113612A1-**-********"
    assert licensing.masked("secret") == "******"


@pytest.mark.parametrize(
    ("key", "fine"),
    [
        ("113612A1-AB-1234ABCD", True),
        ("113612A1-AB-1234ABC", True),
        ("113612A1-AB", False),
        ("113612A1-AB-1234ABCDE", False),
        ("113612A1_AB_1234ABCD", False),
        ("", False),
    ],
)
def test_form_of_a_key(key, fine):
    assert licensing.well_formed(key) is fine


def test_figures_in_words_that_are_not_known_are_no_totals():
    figures = [Figure("Verfügbare Exchange Integration-Lizenzen", 3)]
    assert seats(PACK, figures=figures).total.as_result() == {
        "value": 25,
        "source": "25 for each of 1 option keys listed",
    }
    taught = Figure("利用可能な Exchange 連携ライセンス", 3, "Exchange Integration", "free")
    total = Figure("Exchange 連携ライセンスの合計", 50, "Exchange Integration", "total")
    assert seats(PACK, figures=[taught, total]).free == 3


def found(*keys, enabled=None, figures=(), **more):
    settings = GeneralSettings(tuple(keys), tuple(figures))
    return licensing.inconsistencies(settings, licensing.seats(settings, enabled=enabled, **more), enabled)


def test_inconsistencies():
    assert found(PACK, enabled=20) == []
    assert "BAPI0001-**-******** idle" in found(PACKAGE, API_PACK)[0]
    assert "Yes on 3 systems, but no key" in found(WEBEX, enabled=3)[0]
    assert found(PACK, enabled=3, figures=[Figure("Exchange Integration Licenses used", 5)])[0].startswith(
        "TMS shows 5"
    )
    assert "26 seats are used, but there are only 25" in found(PACK, enabled=26)[0]
    assert "no multiple of 25" in found(PACK, enabled=1, seats_total=30)[0]
