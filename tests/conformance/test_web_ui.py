# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The web UI of a genuine ASP.NET, used as the modules use it; the site tells every value that a post changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._resources.option_keys import OptionKeys
from ansible_collections.telepresence.tms.plugins.module_utils._resources.option_keys import wanted as wanted_keys
from ansible_collections.telepresence.tms.plugins.module_utils._resources.remote_bookings import RemoteBookings
from ansible_collections.telepresence.tms.plugins.module_utils._resources.remote_bookings import (
    wanted as wanted_bookings,
)
from ansible_collections.telepresence.tms.plugins.module_utils._resources.tms import Tms
from ansible_collections.telepresence.tms.plugins.module_utils._web.pages import general_settings, system_settings
from mono import Mono

NEW_KEY, FOREIGN_KEY = "30000001-02-81234599", "30000001-02-11111111"
#: A system whose text ASP.NET refuses to take back.
REFUSED = 51
FOLDERS = {
    **dict.fromkeys(range(41, 48), ("Norway", "Oslo")),
    48: ("Norway", "Bergen"),
    49: ("Japan", "東京"),
    50: ("Japan", "東京"),
    REFUSED: ("R&D <labs>",),
    52: ("Norway",),
}
BOOKINGS: dict[str, Any] = {
    "exclusive": False,
    "scope": None,
    "state": "enabled",
    "on_shortage": "fail",
    "protect_booked": True,
    "include_unreachable": True,
    "method": "web_ui",
    "allow_empty": False,
    "seats_total": None,
    "assume": None,
}


def changed_to(value: str, *ids: int) -> list[list[str]]:
    old = "No" if value == "Yes" else "Yes"
    return [[f"system {id_}", "Allow Remote Bookings", old, value] for id_ in ids]


# -- General Settings


def test_settings_and_keys_over_the_pages_of_a_grid(tms: Tms) -> None:
    read = tms.general_settings()
    assert [(key.key, key.description, key.expires) for key in read.keys] == [
        ("20000001-01-81234501", "Basic Systems (50 systems)", None),
        ("20000002-01-81234502", "Movi Users (100 users)", None),
        ("20000003-01-81234503", "Network Integration", "2031-12-31"),
        ("30000001-01-81234504", "Exchange Integration Option (25 systems)", None),
    ]
    assert [(each.label.rstrip(":"), each.value) for each in read.figures] == [
        ("Total System Licenses", 50),
        ("Available System Licenses", 38),
    ]
    assert read.auditing is True
    assert tms.web.serial == "84000001"


def test_a_key_is_added_once(mono: Mono, change: Callable[..., Any]) -> None:
    options = {"keys": [NEW_KEY], "accept_package": False}
    assert change(OptionKeys(), wanted_keys, check_mode=True, **options).changed
    assert mono.control() == [], "check mode writes nothing"
    done = change(OptionKeys(), wanted_keys, **options)
    assert (done.changed, done.failure) == (True, None)
    assert mono.control() == [["option keys", "30000001", "", "Exchange Integration Option (25 systems)"]]
    again = change(OptionKeys(), wanted_keys, **options)
    assert (again.changed, again.failure, len(mono.control())) == (False, None, 1)


def test_a_key_that_the_server_refuses(mono: Mono, change: Callable[..., Any]) -> None:
    done = change(OptionKeys(), wanted_keys, keys=[FOREIGN_KEY], accept_package=False)
    assert "it is not valid for a server with serial number 84000001" in str(done.items[0].error)
    assert done.failure is not None and not done.changed
    assert mono.control() == []


@pytest.mark.parametrize(
    ("key", "said"),
    [("", "Enter an option key."), ("short", "An option key has 8, 2 and 8 characters.")],
)
def test_validators_of_the_server_are_heard(mono: Mono, tms: Tms, key: str, said: str) -> None:
    """The page's scripts check the same; who runs none meets the validators on the server."""
    assert general_settings.add_option_key(tms.web, key).message == said
    assert mono.control() == []


# -- Navigator


@pytest.mark.parametrize(
    "ways",
    ["", "way=tree+folded", "way=folders+as+links", "way=folders+as+links&way=arrows+alone&way=menu+posts+back"],
)
def test_folders_and_systems_of_all_pages(mono: Mono, tms: Tms, ways: str) -> None:
    """A TreeView, whole or folded, or LinkButtons, in an UpdatePanel beside a GridView with numbers, dots and arrows.

    The menu leads to addresses, or posts back as well.
    """
    mono.control(ways)
    assert tms.folders == FOLDERS
    assert mono.control() == []


# -- one system


def test_nothing_but_the_box_is_touched(mono: Mono, tms: Tms) -> None:
    """Beside it: text of several lines, a list of several, radio buttons, boxes, a calendar, a file, what is disabled."""
    system = next(each for each in tms.systems if each.id == 46)
    before = system_settings.view(tms.web, system)
    assert before.remote_bookings is False
    after = system_settings.set_remote_bookings(tms.web, system, True, before)
    assert after is not None and after.remote_bookings is True
    assert mono.control() == changed_to("Yes", 46)
    assert system_settings.set_remote_bookings(tms.web, system, False, after) == before
    assert mono.control() == [*changed_to("Yes", 46), *changed_to("No", 46)]


def test_remote_bookings_of_folders_and_patterns(mono: Mono, change: Callable[..., Any]) -> None:
    wish = BOOKINGS | {
        "systems": [
            {"folder": "Norway", "recurse": True},
            {"pattern": "会議室*"},
            {"id": 49},
            {"name": "Room 01", "state": "disabled"},
        ]
    }
    claims = [44, 45, 46, 47, 48, 49, 50, 52]
    checked = change(RemoteBookings(), wanted_bookings, check_mode=True, **wish)
    assert mono.control() == [], "check mode writes nothing"
    done = change(RemoteBookings(), wanted_bookings, **wish)
    assert done.failure is None
    assert sorted(mono.control()) == sorted([*changed_to("No", 41), *changed_to("Yes", *claims)])
    assert mono.control()[0] == changed_to("No", 41)[0], "releases go before claims"
    assert {item.id for item in done.items if item.changed} == {41, *claims}
    assert checked.after == done.after
    asked = len(mono.requests())
    again = change(RemoteBookings(), wanted_bookings, **wish)
    assert (again.changed, again.failure) == (False, None)
    assert len(mono.control()) == 1 + len(claims)
    assert len(mono.requests()) - asked < 60


def test_an_accepted_save_without_effect_is_found_out(mono: Mono, change: Callable[..., Any]) -> None:
    mono.control("way=no+seat+left")
    done = change(RemoteBookings(), wanted_bookings, **BOOKINGS | {"systems": [{"id": 46}]})
    assert done.failure is not None and not done.changed
    said = "TMS answered 'There is no Exchange Integration license left for this system.' and left the box at No"
    assert said in str(done.items[0].error)
    assert mono.control() == []


def test_a_validator_that_refuses_the_form_is_heard(mono: Mono, change: Callable[..., Any]) -> None:
    """It refuses something else than was changed, in a ValidationSummary above the form that is shown again."""
    mono.control("way=no+name+is+valid")
    done = change(RemoteBookings(), wanted_bookings, **BOOKINGS | {"systems": [{"id": 46}]})
    assert done.failure is not None and not done.changed
    assert "TMS answered 'The settings were not saved: Another system has this name." in str(done.items[0].error)
    assert mono.control() == []
