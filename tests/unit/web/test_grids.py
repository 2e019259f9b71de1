# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists that are turned by a choice: of the page, or of how many rows a page has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._http.policy import ReadOnlyPolicy
from ansible_collections.telepresence.tms.plugins.module_utils._web.grids import listed

NAMES = [f"Oslo {number}" for number in range(1, 8)]
POSTS_BACK = "javascript:setTimeout('__doPostBack(\\'ux$choice\\',\\'\\')', 0)"


def shown(names: Sequence[str], options: Sequence[int], chosen: int, onchange: str = POSTS_BACK) -> str:
    rows = "".join(f"<tr><td>{name}</td><td>C40</td></tr>" for name in names)
    choices = "".join(f"<option{' selected' if each == chosen else ''}>{each}</option>" for each in options)
    return (
        "<form method=post action='/tms/list'><input type=hidden name=__EVENTTARGET><input type=hidden name=__EVENTARGUMENT>"
        f"<table><tr><th>System</th><th>Type</th></tr>{rows}</table>"
        f'<select name="ux$choice" onchange="{onchange}">{choices}</select></form>'
    )


def answers(make: Callable[[int], str], first: int) -> Callable[[Any], str]:
    def answer(fields: Any) -> str:
        return make(first if fields is None else int(dict(fields)["ux$choice"]))

    return answer


def names(web: Any, site: Any) -> list[str]:
    return [each.spelled for each in listed(web, web.open(f"{site.base}/list"), ["System"])]


@pytest.fixture(autouse=True)
def read_only(site: Any) -> None:
    """Turning the pages of a list is reading."""
    site.read_only = ReadOnlyPolicy(())


def test_choice_of_the_page(site: Any, web_of: Callable[..., Any]) -> None:
    site.pages["/list"] = answers(lambda page: shown(NAMES[3 * page - 3 : 3 * page], [1, 2, 3], page), 1)
    assert names(web_of(site), site) == NAMES
    assert len(site.posts) == 2


def test_choice_of_rows(site: Any, web_of: Callable[..., Any]) -> None:
    site.pages["/list"] = answers(lambda rows: shown(NAMES[:rows], [5, 25, 50], rows), 5)
    assert list(dict.fromkeys(names(web_of(site), site))) == NAMES
    assert [dict(fields)["ux$choice"] for fields in site.posts] == ["50"]


def test_page_that_is_not_full_is_all(site: Any, web_of: Callable[..., Any]) -> None:
    site.pages["/list"] = shown(NAMES, [25, 50], 25)
    assert names(web_of(site), site) == NAMES
    assert site.posts == []


def test_choice_that_does_nothing_by_itself(site: Any, web_of: Callable[..., Any]) -> None:
    site.pages["/list"] = shown(NAMES, [7, 50], 7, onchange="")
    assert names(web_of(site), site) == NAMES
    assert site.posts == []
