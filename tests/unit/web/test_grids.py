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


POST_BACK = "javascript:__doPostBack('ux$list','{}')"


def numbered(page: int, *, last: int) -> str:
    """As a GridView shows it: two numbers at a time, dots to the others, and arrows to both ends."""
    block = (page - 1) // 2 * 2
    pager = [("&lt;&lt;", "Page$First")] if page > 1 else []
    pager += [("...", f"Page${block}")] if block else []
    pager += [
        (str(each), "" if each == page else f"Page${each}") for each in range(block + 1, min(block + 3, last + 1))
    ]
    pager += [("...", f"Page${block + 3}")] if block + 2 < last else []
    pager += [("&gt;&gt;", "Page$Last")] if page < last else []
    cells = "".join(
        f'<td><a href="{POST_BACK.format(way)}">{text}</a></td>' if way else f"<td><span>{text}</span></td>"
        for text, way in pager
    )
    return (
        "<form method=post action='/tms/list'><input type=hidden name=__EVENTTARGET><input type=hidden name=__EVENTARGUMENT>"
        f"<table><tr><th>System</th><th>Type</th></tr><tr><td>Oslo {page}</td><td>C40</td></tr>"
        f"<tr><td colspan=2><table><tr>{cells}</tr></table></td></tr></table></form>"
    )


def test_arrows_to_the_last_page_do_not_leave_out_those_between(site: Any, web_of: Callable[..., Any]) -> None:
    def answer(fields: Any) -> str:
        said = dict(fields or {}).get("__EVENTARGUMENT", "Page$1").partition("$")[2]
        return numbered({"First": 1, "Last": 7}.get(said) or int(said), last=7)

    site.pages["/list"] = answer
    assert names(web_of(site), site) == NAMES
    assert len(site.posts) <= len(NAMES)


@pytest.mark.parametrize("arrow", ["&gt;", "&gt;&gt;", "»", "›", "Next &gt;"])
def test_an_arrow_alone_leads_on(site: Any, web_of: Callable[..., Any], arrow: str) -> None:
    def answer(fields: Any) -> str:
        page = 1 if fields is None else int(dict(fields)["__EVENTARGUMENT"]) + 1
        link = f'<a href="{POST_BACK.format(page)}">{arrow}</a>' if page < 7 else ""
        return (
            "<form method=post action='/tms/list'><input type=hidden name=__EVENTTARGET>"
            "<input type=hidden name=__EVENTARGUMENT><table><tr><th>System</th><th>Type</th></tr>"
            f"<tr><td>Oslo {page}</td><td>C40</td></tr></table>{link}</form>"
        )

    site.pages["/list"] = answer
    assert names(web_of(site), site) == NAMES


def test_two_lists_on_one_page_are_both_turned_by_their_numbers(site: Any, web_of: Callable[..., Any]) -> None:
    def numbers(of: str, chosen: int, last: int) -> str:
        links = "".join(
            f"<td><span>{each}</span></td>"
            if each == chosen
            else f"<td><a href=\"javascript:__doPostBack('{of}','Page${each}')\">{each}</a></td>"
            for each in range(1, last + 1)
        )
        return f"<tr><td colspan=2><table><tr>{links}</tr></table></td></tr>"

    def table(of: str, chosen: int, last: int) -> str:
        line = f"<tr><td>{of} {chosen}</td><td>x</td></tr>"
        return f"<table><tr><th>System</th><th>Type</th></tr>{line}{numbers(of, chosen, last)}</table>"

    at = {"members": 1, "others": 1}

    def answer(fields: Any) -> str:
        posted = dict(fields or ())
        if posted:
            at[posted["__EVENTTARGET"]] = int(posted["__EVENTARGUMENT"].removeprefix("Page$"))
        lists = table("members", at["members"], 3) + table("others", at["others"], 2)
        hidden = "<input type=hidden name=__EVENTTARGET><input type=hidden name=__EVENTARGUMENT>"
        return f"<form method=post action='/tms/list'>{hidden}{lists}</form>"

    site.pages["/list"] = answer
    assert set(names(web_of(site), site)) == {"members 1", "members 2", "members 3", "others 1", "others 2"}
