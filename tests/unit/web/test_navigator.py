# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Navigator: trees and lists of every kind, and the folders that systems are in; and the list of tickets."""

# ruff: noqa: E501 -- a snippet of HTML is read best in one line

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._http.policy import ReadOnlyPolicy
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import (
    InputError,
    LabelError,
    LostSessionError,
    TmsError,
    UnexpectedReplyError,
    WrongObjectError,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.systems import System
from ansible_collections.telepresence.tms.plugins.module_utils._web.labels import Labels
from ansible_collections.telepresence.tms.plugins.module_utils._web.pages import navigator, system_settings, tickets
from ansible_collections.telepresence.tms.plugins.module_utils._web.web import Web

OSLO = [System(id=21, name="Oslo 1"), System(id=22, name="Oslo 2")]
BERGEN = [System(id=31, name="Bergen")]
LOBBY = [System(id=41, name="Lobby")]
SYSTEMS = [*OSLO, *BERGEN, *LOBBY]
PATHS = {
    21: ("Norway", "Oslo"),
    22: ("Norway", "Oslo"),
    31: ("Norway",),
    41: (),
}


def page(name: str) -> str:
    return f"<h1>{name}</h1><h3>TMS Scheduling Settings</h3><p>Allow Remote Bookings: No</p>"


def link(system: System) -> str:
    return f"<a href='/tms/?sys={system.id}'>{system.name}</a>"


def node(target: str, text: str) -> str:
    return f"<a href=\"javascript:__doPostBack('tree','{target}')\">{text}</a>"


ALL_AT_ONCE = {
    "nested lists": f"<ul><li><a href='#'>Norway</a><ul><li><a href='#'>Oslo</a><ul><li>{link(OSLO[0])}</li><li>{link(OSLO[1])}</li></ul></li><li>{link(BERGEN[0])}</li></ul></li><li>{link(LOBBY[0])}</li></ul>",
    "nested lists of plain texts": f"<ul><li>Norway<ul><li>Oslo<ul><li>{link(OSLO[0])}</li><li>{link(OSLO[1])}</li></ul></li><li>{link(BERGEN[0])}</li></ul></li><li>{link(LOBBY[0])}</li></ul>",
    "nested lists with MCUs": f"<ul><li><a href='/tms/?f=1'>Norway</a><ul><li><a href='/tms/?f=2'>Oslo</a><ul><li>{link(OSLO[0])}</li><li>{link(OSLO[1])}</li><li><a href='/tms/?sys=77'>MCU 4505</a></li></ul></li><li>{link(BERGEN[0])}</li></ul></li><li>{link(LOBBY[0])}</li></ul>",
    "nested blocks": f"<div class=tree><table><tr><td><a href='/tms/?f=1'>Norway</a></td></tr></table><div class=sub><table><tr><td><a href='/tms/?f=2'>Oslo</a></td></tr></table><div class=sub><table><tr><td>{link(OSLO[0])}</td></tr></table><table><tr><td>{link(OSLO[1])}</td></tr></table></div><table><tr><td>{link(BERGEN[0])}</td></tr></table></div><table><tr><td>{link(LOBBY[0])}</td></tr></table></div>",
    "details": f"<details open><summary>Norway</summary><details open><summary>Oslo</summary><div>{link(OSLO[0])}</div><div>{link(OSLO[1])}</div></details><div>{link(BERGEN[0])}</div></details><div>{link(LOBBY[0])}</div>",
}


@pytest.mark.parametrize("html", ALL_AT_ONCE.values(), ids=ALL_AT_ONCE.keys())
def test_folders_of_a_tree_that_is_shown_whole(site: Any, web_of: Callable[..., Web], html: str) -> None:
    site.pages["/?p=nav"] = f"<form method=post>{html}</form>"
    for number in ("1", "2"):
        site.pages[f"/?f={number}"] = site.pages["/?p=nav"]
    site.pages["/?sys=77"] = page("MCU 4505")
    assert navigator.folders_of(web_of(site, *SYSTEMS), SYSTEMS) == PATHS


@pytest.mark.parametrize("html", ALL_AT_ONCE.values(), ids=ALL_AT_ONCE.keys())
def test_system_of_a_tree_that_is_shown_whole(site: Any, web_of: Callable[..., Web], html: str) -> None:
    site.pages["/?p=nav"] = f"<form method=post>{html}</form>"
    for system in SYSTEMS:
        site.pages[f"/?sys={system.id}"] = page(system.name)
    web = web_of(site, *SYSTEMS)
    for system in reversed(SYSTEMS):
        assert navigator.open_system(web, system).url.endswith(f"sys={system.id}")
    assert len(site.asked) == 2 + len(SYSTEMS)


# -- folders that are opened one by one


FOLDERS = {"": (["Norway"], LOBBY), "Norway": (["Oslo"], BERGEN), "Oslo": ([], OSLO)}


def by_address(site: Any) -> None:
    def shown(folder: str) -> str:
        inner, systems = FOLDERS[folder]
        links = [f"<a href='/tms/?folder={name}'>{name}</a>" for name in inner] + [link(system) for system in systems]
        return (
            f"<h1>{folder or 'Navigator'}</h1><table><tr><th><a href='?sort=1'>Name</a></th><th>Type</th></tr>"
            + "".join(f"<tr><td>{each}</td><td>x</td></tr>" for each in links)
            + "</table>"
        )

    site.pages["/?p=nav"] = shown("")
    for folder in FOLDERS:
        site.pages[f"/?folder={folder}"] = shown(folder)


def by_post_back(site: Any, below: str = "div class=n", *, whole: bool = False) -> None:
    """An ASP.NET TreeView beside the list of the folder that is open."""

    def tree(open_: str) -> str:
        def row(depth: int, target: str, text: str) -> str:
            return f"<table cellpadding=0><tr>{'<td><div style=width:20px></div></td>' * depth}<td><a href=\"javascript:__doPostBack('tree','t{target}')\"><img src=plus.gif alt='Expand {text}'></a></td><td><a href=\"javascript:__doPostBack('tree','s{target}')\">{text}</a></td></tr></table>"

        rows = row(0, "Norway", "Norway")
        if whole or open_ in ("Norway", "Oslo"):
            rows += f"<{below}>{row(1, 'Oslo', 'Oslo')}</{below.partition(' ')[0]}>"
        return f"<div id=tree>{rows}</div>"

    def answer(fields: Any) -> str:
        given = dict(fields or ())
        argument = given.get("__EVENTARGUMENT", "")
        if argument.startswith("sys"):
            return page(next(each.name for each in SYSTEMS if f"sys{each.id}" == argument))
        folder = argument[1:] if argument else ""
        assert fields is None or given["__VIEWSTATE"] in ("of ", "of Norway", "of Oslo")
        links = "".join(
            f"<tr><td>{node(f'sys{system.id}', system.name)}</td><td>C40</td></tr>" for system in FOLDERS[folder][1]
        )
        return f"<form method=post action='/tms/?p=nav'><input type=hidden name=__VIEWSTATE value='of {folder}'><table><tr><td>{tree(folder)}</td><td><table>{links}</table></td></tr></table></form>"

    site.pages["/?p=nav"] = answer


def by_frames(site: Any) -> None:
    by_address(site)
    site.pages["/?tree"] = site.pages["/?p=nav"]
    site.pages["/?p=nav"] = "<frameset><frame src='/tms/?tree'><frame src='/tms/?empty'></frameset>"
    site.pages["/?empty"] = "<p>Select a system.</p>"


def by_post_back_of_a_whole_tree(site: Any) -> None:
    by_post_back(site, whole=True)


def by_post_back_in_spans(site: Any) -> None:
    """As Mono shows a TreeView."""
    by_post_back(site, "span style='display:block'", whole=True)


def by_post_back_of_lists(site: Any) -> None:
    """LinkButtons in a Repeater: the first folder of each list has the same target; above it the way back."""

    def answer(fields: Any) -> str:
        given = dict(fields or ())
        target, at = given.get("__EVENTTARGET", ""), given.get("__VIEWSTATE", "")
        if target.startswith("sys"):
            return page(next(each.name for each in SYSTEMS if f"sys{each.id}" == target))
        names = list(FOLDERS)
        if target == "up":
            at = names[names.index(at) - 1]
        elif target:
            at = FOLDERS[at][0][int(target.removeprefix("folders$ctl"))]
        inner, systems = FOLDERS[at]

        def line(target: str, text: str) -> str:
            return f"<a href=\"javascript:__doPostBack('{target}','')\">{text}</a>"

        rows = [line(f"folders$ctl{number}", name) for number, name in enumerate(inner)]
        rows += [line(f"sys{system.id}", system.name) for system in systems]
        return (
            f"<form method=post action='/tms/?p=nav'><input type=hidden name=__VIEWSTATE value='{at}'>"
            f"{line('up', 'Up') if at else ''}<ul><li>{'</li><li>'.join(rows)}</li></ul></form>"
        )

    site.pages["/?p=nav"] = answer


KINDS = {
    "post-backs of lists": by_post_back_of_lists,
    "addresses": by_address,
    "post-backs": by_post_back,
    "post-backs of a whole tree": by_post_back_of_a_whole_tree,
    "post-backs in spans": by_post_back_in_spans,
    "frames": by_frames,
}


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
def test_folders_are_opened(site: Any, web_of: Callable[..., Web], kind: Callable[[Any], None]) -> None:
    kind(site)
    web = web_of(site, *SYSTEMS)
    site.read_only = ReadOnlyPolicy(web.labels.navigating)
    assert navigator.folders_of(web, SYSTEMS) == PATHS
    start = len(site.asked)
    assert navigator.folders_of(web, BERGEN) == {31: ("Norway",)}
    assert len(site.asked) == start


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
def test_systems_in_folders_are_opened(site: Any, web_of: Callable[..., Web], kind: Callable[[Any], None]) -> None:
    kind(site)
    for system in SYSTEMS:
        site.pages[f"/?sys={system.id}"] = page(system.name)
    web = web_of(site, *SYSTEMS)
    for system in SYSTEMS:
        opened = navigator.open_system(web, system)
        assert system.name in opened.text
    assert len(site.asked) <= 12 + len(SYSTEMS)


def test_no_further_folder_is_opened_once_addresses_are_known(site: Any, web_of: Callable[..., Web]) -> None:
    by_address(site)
    for system in SYSTEMS:
        site.pages[f"/?sys={system.id}"] = page(system.name)
    web = web_of(site, *SYSTEMS)
    for system in SYSTEMS:
        navigator.open_system(web, system)
    assert site.since(0) == ["GET /", "GET /?p=nav", *(f"GET /?sys={system.id}" for system in SYSTEMS)]


# -- lists of several pages


PAGES = 4


def paged(site: Any, pager: Callable[[int], str], *, post: bool = False) -> list[System]:
    systems = [System(id=100 + number, name=f"Room {number}") for number in range(PAGES * 3)]
    for system in systems:
        site.pages[f"/?sys={system.id}"] = page(system.name)

    def shown(number: int) -> str:
        rows = "".join(f"<tr><td>{link(system)}</td></tr>" for system in systems[number * 3 - 3 : number * 3])
        return f"<form method=post action='/tms/?p=nav'><table>{rows}</table><div>{pager(number)}</div></form>"

    if post:
        site.pages["/?p=nav"] = lambda fields: shown(int(dict(fields or ()).get("__EVENTARGUMENT") or 1))
    else:
        site.pages["/?p=nav"] = shown(1)
        for number in range(1, PAGES + 1):
            site.pages[f"/?p=nav&page={number}"] = shown(number)
    return systems


def turn(number: int, text: str) -> str:
    return f"<a href=\"javascript:__doPostBack('list','{number}')\">{text}</a>"


PAGERS: dict[str, tuple[Callable[[int], str], bool]] = {
    "Next": (lambda at: f"<a href='/tms/?p=nav&amp;page={at + 1}'>Next</a>" if at < PAGES else "", False),
    "Next with an arrow": (lambda at: turn(at + 1, "Next &gt;") if at < PAGES else "", True),
    "Next that stays on the last page": (lambda at: turn(min(at + 1, PAGES), "Next"), True),
    "Next that is no link on the last page": (
        lambda at: turn(at + 1, "Next") if at < PAGES else "<span>Next</span>",
        True,
    ),
    "Next that is disabled": (
        lambda at: (
            f"<input type=button value=Next onclick=\"__doPostBack('list','{at + 1}')\"{'' if at < PAGES else ' disabled'}>"
        ),
        True,
    ),
    "numbers": (
        lambda at: " ".join(f"<span>{n}</span>" if n == at else turn(n, str(n)) for n in range(1, PAGES + 1)),
        True,
    ),
    "numbers by addresses": (
        lambda at: " ".join(f"<a href='/tms/?p=nav&amp;page={n}'>{n}</a>" for n in range(1, PAGES + 1)),
        False,
    ),
    "two numbers and more": (
        lambda at: (
            " ".join(turn(n, str(n)) for n in range(1, PAGES + 1) if (n - 1) // 2 == (at - 1) // 2)
            + (turn(3, "...") if at < 3 else turn(2, "..."))
        ),
        True,
    ),
    "arrow": (lambda at: turn(at + 1, "&raquo;") if at < PAGES else "", True),
    "Next page by its title": (
        lambda at: (
            f"<a title='Next' href=\"javascript:__doPostBack('list','{at + 1}')\"><img src=n.gif></a>"
            if at < PAGES
            else ""
        ),
        True,
    ),
    "Next Page": (lambda at: turn(at + 1, "Next page") if at < PAGES else "", True),
}


@pytest.mark.parametrize(("pager", "post"), PAGERS.values(), ids=PAGERS.keys())
def test_all_pages_of_the_list_are_read(
    site: Any, web_of: Callable[..., Web], pager: Callable[[int], str], post: bool
) -> None:
    systems = paged(site, pager, post=post)
    web = web_of(site, *systems)
    site.read_only = ReadOnlyPolicy(web.labels.navigating)
    assert sorted(navigator.folders_of(web, systems)) == [system.id for system in systems]
    assert len(site.asked) <= 2 + PAGES + 1


def test_system_on_the_last_page_takes_no_turning_of_pages(site: Any, web_of: Callable[..., Web]) -> None:
    systems = paged(site, *PAGERS["Next"][:1])
    web = web_of(site, *systems)
    navigator.open_system(web, systems[-1])
    assert len(site.asked) == 3


# -- odd ones


def test_navigator_that_shows_nothing(site: Any, web_of: Callable[..., Web]) -> None:
    site.pages["/?p=nav"] = "<p>Nothing here</p>"
    with pytest.raises(LabelError, match="Navigator"):
        navigator.folders_of(web_of(site, *SYSTEMS), SYSTEMS)


def test_access_to_the_navigator_denied(site: Any, web_of: Callable[..., Web]) -> None:
    site.pages["/?p=nav"] = "<p>Access is denied.</p>"
    with pytest.raises(TmsError, match="Access is denied"):
        navigator.folders_of(web_of(site, *SYSTEMS), SYSTEMS)


def test_writing_links_of_the_page_are_never_taken_for_folders(site: Any, web_of: Callable[..., Web]) -> None:
    by_address(site)
    tools = "".join(
        f"<a href='/tms/?do={text}'>{text}</a>"
        for text in ("Delete", "Add Systems", "New Folder", "Move/Copy", "Purge", "Export to Excel")
    )
    site.pages["/?p=nav"] += tools
    for text in ("Move/Copy", "Export to Excel"):
        site.pages[f"/?do={text}"] = "<p>Which?</p>"
    web = web_of(site, *SYSTEMS)
    assert navigator.folders_of(web, SYSTEMS) == PATHS
    assert not any(
        word in address for dummy, address, dummy2 in site.asked for word in ("Delete", "Add", "New", "Purge")
    )


def test_page_that_fails_does_not_hide_the_others(site: Any, web_of: Callable[..., Web]) -> None:
    """A folder whose page breaks, or a link that is no folder, costs that folder alone."""
    by_address(site)
    site.pages["/?p=nav"] = "<a href='/tms/?broken'>Broken</a>" + site.pages["/?p=nav"]
    assert navigator.folders_of(web_of(site, *SYSTEMS), SYSTEMS) == PATHS


def test_login_page_in_place_of_a_folder_hides_no_system(site: Any, web_of: Callable[..., Web]) -> None:
    by_address(site)
    site.pages[f"/?folder={next(name for name, (dummy, systems) in FOLDERS.items() if name and systems)}"] = (
        "<form><input name=user><input type=password name=password></form>"
    )
    with pytest.raises(LostSessionError, match="a login page came back"):
        navigator.folders_of(web_of(site, *SYSTEMS), SYSTEMS)


PROXY = "<h1>ERROR</h1><p>The requested URL could not be retrieved</p>"


def test_system_that_a_login_page_hides_was_not_renamed(site: Any, web_of: Callable[..., Web]) -> None:
    site.pages |= {
        "/?p=nav": "<p><a href='/tms/?f=1'>Norway</a></p>",
        "/?f=1": "<form method=post><h1>Sign in</h1>User <input name=u> Password <input type=password name=p></form>",
    }
    with pytest.raises(LostSessionError, match=r"open the folder 'Norway'.*a login page came back"):
        navigator.open_system(web_of(site, *OSLO), OSLO[0])


def test_page_of_a_proxy_in_place_of_a_folder_hides_no_system(site: Any, web_of: Callable[..., Web]) -> None:
    by_address(site)
    site.pages[f"/?folder={next(name for name, (dummy, systems) in FOLDERS.items() if name and systems)}"] = PROXY
    with pytest.raises(UnexpectedReplyError, match=r"Could not open the folder .* nothing to click on the page"):
        navigator.folders_of(web_of(site, *SYSTEMS), SYSTEMS)


@pytest.mark.parametrize(
    ("instead", "said"),
    [
        (PROXY, "nothing to click on the page"),
        ("<form><input name=user><input type=password name=p><a href='/tms/help'>Help</a></form>", "a login page"),
        ("<p>Access is denied.</p>", "Access is denied"),
        ("/", "the start page came back"),
    ],
)
def test_what_comes_in_place_of_a_page_of_the_list_hides_no_system(
    site: Any, web_of: Callable[..., Web], instead: str, said: str
) -> None:
    systems = paged(site, PAGERS["Next"][0])
    site.pages["/?p=nav&page=2"] = instead
    with pytest.raises(TmsError, match=rf"Could not turn the pages of a list .*{said}"):
        navigator.folders_of(web_of(site, *systems), systems)


def test_list_that_is_paged_by_posts_to_the_address_of_the_start_page(
    site: Any, web_of: Callable[..., Web], start_page: str
) -> None:
    """All pages of a server that tells them apart by what is posted alone."""
    rows = "".join(f"<tr><td>{link(system)}</td></tr>" for system in SYSTEMS[:2])
    more = "".join(f"<tr><td>{link(system)}</td></tr>" for system in SYSTEMS[2:])
    begin = start_page.replace("<body>", "<body><form method=post action='/tms/'>")
    begin = begin.replace("/tms/?p=nav", "javascript:__doPostBack('menu','nav')")
    shown = {None: begin, "nav": f"<table>{rows}</table>{node('2', 'Next')}", "2": f"<table>{more}</table>"}
    site.pages["/"] = lambda fields: (
        f"<form method=post action='/tms/'>{shown[dict(fields)['__EVENTARGUMENT'] if fields else None]}</form>"
    )
    assert sorted(navigator.folders_of(web_of(site, *SYSTEMS), SYSTEMS)) == [system.id for system in SYSTEMS]


def test_folder_called_like_a_system(site: Any, web_of: Callable[..., Web]) -> None:
    """A folder Lobby that holds the system Lobby: the page behind the link tells."""
    site.pages["/?p=nav"] = "<ul><li><a href='/tms/?folder=7'>Lobby</a></li></ul>"
    site.pages["/?folder=7"] = f"<table><tr><td>{link(LOBBY[0])}</td></tr></table>"
    site.pages["/?sys=41"] = page("Lobby")
    opened = navigator.open_system(web_of(site, *LOBBY), LOBBY[0])
    assert opened.url.endswith("sys=41")


def test_two_systems_of_one_name_are_kept_apart_by_the_id(site: Any, web_of: Callable[..., Web]) -> None:
    twins = [System(id=51, name="Twin"), System(id=52, name="Twin")]
    site.pages["/?p=nav"] = (
        f"<ul><li>North<ul><li>{link(twins[0])}</li></ul></li><li>South<ul><li>{link(twins[1])}</li></ul></li></ul>"
    )
    assert navigator.folders_of(web_of(site, *twins), twins) == {51: ("North",), 52: ("South",)}


def test_links_that_lead_off_the_server_are_left_alone(site: Any, web_of: Callable[..., Web]) -> None:
    by_address(site)
    site.pages["/?p=nav"] += "<a href='https://www.example.org/help'>Help</a>"
    web = web_of(site, *SYSTEMS)
    navigator.folders_of(web, SYSTEMS)
    assert all(address.startswith(site.base) for dummy, address, dummy2 in site.asked)


# -- tickets


def test_tickets(site: Any, web_of: Callable[..., Web]) -> None:
    rows = [("1", "Oslo 1", "No licence left", "Critical"), ("2", "Bergen", "No answer", "Warning")]

    def shown(row: tuple[str, ...], more: str) -> str:
        cells = "".join(f"<td>{cell}</td>" for cell in row)
        return f"<table><tr><th><a href='?s'>ID</a></th><th>System</th><th>Title</th><th>Severity</th></tr><tr>{cells}</tr></table>{more}"

    site.pages["/?p=tickets"] = shown(rows[0], "<a href='/tms/?p=tickets&amp;page=2'>2</a>")
    site.pages["/?p=tickets&page=2"] = shown(rows[1], "<a href='/tms/?p=tickets'>1</a>")
    found = tickets.read(web_of(site))
    assert [(each.id, each.system, each.title, each.severity) for each in found] == rows


def test_no_tickets(site: Any, web_of: Callable[..., Web]) -> None:
    site.pages["/?p=tickets"] = "<p>There are no open tickets.</p>"
    assert tickets.read(web_of(site)) == []


@pytest.mark.parametrize("instead", [PROXY, "", "Bad Gateway"])
def test_page_of_a_proxy_is_no_list_without_tickets(site: Any, web_of: Callable[..., Web], instead: str) -> None:
    site.pages["/?p=tickets"] = instead or "<html></html>"
    with pytest.raises(UnexpectedReplyError, match=r"Could not read the tickets .* nothing to click"):
        tickets.read(web_of(site))


def test_login_page_in_the_frame_of_tickets_is_no_list_without_tickets(site: Any, web_of: Callable[..., Web]) -> None:
    site.pages["/?p=tickets"] = "<h1>Tickets</h1><iframe src='/tms/list'></iframe>"
    site.pages["/list"] = "<form>User <input name=u> Password <input type=password name=p></form>"
    with pytest.raises(LostSessionError, match="a login page came back"):
        tickets.read(web_of(site))


# -- labels


def test_labels_that_are_not_known_are_refused() -> None:
    with pytest.raises(InputError, match="Remote Bookingz"):
        Labels({"Remote Bookingz": "x"})


@pytest.mark.parametrize("instead", ["", [], [""], [" : "], [1]])
def test_labels_that_are_no_text_are_refused(instead: Any) -> None:
    with pytest.raises(InputError, match="text"):
        Labels({"Save": instead})


def test_labels_given_replace_the_others_and_navigate() -> None:
    labels = Labels({"view settings": "Innstillinger", "Save": "Lagre"})
    assert labels.all("View Settings") == ("Innstillinger",)
    assert "Innstillinger" in labels.navigating and "View Settings" not in labels.navigating
    assert "Lagre" not in labels.navigating and "Save" not in labels.navigating
    assert labels.matches("Save", " lagre: ") and not labels.matches("Save", "Lagre som")


NAMESAKES = [
    System(id=51, name="Oslo"),
    System(id=52, name="Lobby"),
    System(id=53, name="Quay"),
    System(id=54, name="Attic"),
]
TREE = "<ul><li><a href='/tms/?f=1'>Norway</a><ul><li><a href='/tms/?f=2'>Oslo</a></li><li><a href='/tms/?f=3'>Bergen</a></li></ul></li></ul>"


RECENT = "".join(f"<p>{link(each)}</p>" for each in NAMESAKES[1:3])


@pytest.mark.parametrize(
    "beside",
    [TREE, "", f"<div>{RECENT}</div><div>{TREE}</div>"],
    ids=["beside a tree", "level by level", "beside a tree and what was viewed recently"],
)
def test_a_folder_that_is_called_as_a_system_is(site: Any, web_of: Callable[..., Web], beside: str) -> None:
    def folder(*ids: int) -> str:
        return beside + "".join(f"<p>{link(each)}</p>" for each in NAMESAKES if each.id in ids)

    levels = "" if beside else "<p><a href='/tms/?f=2'>Oslo</a></p><p><a href='/tms/?f=3'>Bergen</a></p>"
    site.pages |= {
        "/?p=nav": beside or "<p><a href='/tms/?f=1'>Norway</a></p>",
        "/?f=1": folder(54) + levels,
        "/?f=2": f"<h1>Oslo</h1>{folder(52)}",
        "/?f=3": folder(51, 53),
        **{f"/?sys={each.id}": page(each.name) for each in NAMESAKES},
    }
    # The first that is asked for, before anything else is known of the Navigator.
    assert "TMS Scheduling Settings" in navigator.open_system(web_of(site, *NAMESAKES), NAMESAKES[0]).text
    web = web_of(site, *NAMESAKES)
    paths = navigator.folders_of(web, NAMESAKES)
    assert paths == {51: ("Norway", "Bergen"), 52: ("Norway", "Oslo"), 53: ("Norway", "Bergen"), 54: ("Norway",)}
    assert "TMS Scheduling Settings" in navigator.open_system(web, NAMESAKES[0]).text


def test_what_the_page_of_a_system_offers_is_no_folder(site: Any, web_of: Callable[..., Web]) -> None:
    """A bridge stands in the Navigator, too, and SOAP does not list it."""
    tabs = "".join(f"<li><a href='#{tab}'>{tab}</a></li>" for tab in ("Summary", "Settings", "Connection", "Logs"))
    disconnect = (
        "<form method=post action='/tms/?w=1'><a href=\"javascript:__doPostBack('x','')\">Disconnect All</a></form>"
    )
    site.pages |= {
        "/?p=nav": f"<ul><li>{link(LOBBY[0])}</li><li><a href='/tms/?bridge=a'>MCU 4505</a></li></ul>",
        "/?bridge=a": f"<h1>MCU 4505</h1><ul>{tabs}</ul>{disconnect}",
        "/?w=1": "<p>All calls were disconnected.</p>",
    }
    assert dict(navigator.folders_of(web_of(site, *LOBBY), LOBBY)) == {41: ()}
    assert site.posts == []


def test_systems_that_are_listed_on_every_page_are_in_the_folder_that_lists_them(
    site: Any, web_of: Callable[..., Web]
) -> None:
    """What was viewed recently stands beside the tree."""
    recent = f"<div><p>{link(OSLO[0])}</p><p>{link(BERGEN[0])}</p></div><ul><li><img alt=Folder> <a href='/tms/?f=1'>Norway</a> <span>(1)</span><ul><li><a href='/tms/?f=2'>Oslo</a></li></ul></li></ul>"
    site.pages |= {
        "/?p=nav": recent,
        "/?f=1": f"{recent}<p>{link(BERGEN[0])}</p>",
        "/?f=2": f"{recent}<p>{link(OSLO[0])}</p><p>{link(OSLO[1])}</p>",
    }
    paths = navigator.folders_of(web_of(site, *OSLO, *BERGEN), [*OSLO, *BERGEN])
    assert paths == {21: ("Norway", "Oslo"), 22: ("Norway", "Oslo"), 31: ("Norway",)}


def test_headers_in_plain_cells_that_sort_the_list_are_no_folders(site: Any, web_of: Callable[..., Web]) -> None:
    """As ASP.NET's DataGrid has them: sorted anew, the list shows on its first page what was on another."""
    heads = f"<tr class=head><td>&nbsp;</td><td>{node('s1', 'System Name')}</td><td>{node('s2', 'Status')}</td></tr>"

    def listed(*systems: System) -> str:
        lines = "".join(
            f"<tr><td><input type=checkbox name=c{each.id}></td><td>{link(each)}</td><td>Idle</td></tr>"
            for each in systems
        )
        pager = "<tr class=pager><td colspan=3><span>1</span></td></tr>"
        return f"<form method=post action='/tms/?f=1'><table>{heads}{lines}{pager}</table></form>"

    site.pages |= {
        "/?p=nav": "<p><a href='/tms/?f=1'>Norway</a></p>",
        "/?f=1": lambda fields: listed(*OSLO) if fields is None else listed(*OSLO, *BERGEN),
    }
    assert navigator.folders_of(web_of(site, *OSLO), OSLO) == {21: ("Norway",), 22: ("Norway",)}
    assert site.posts == []


TWINS = [System(id=61, name="Boardroom", address="10.0.0.1"), System(id=62, name="Boardroom", address="10.0.0.2")]


def test_systems_of_one_name_are_told_by_their_settings_where_nothing_else_tells(
    site: Any, web_of: Callable[..., Web]
) -> None:
    def of(number: int) -> dict[str, str]:
        settings = f"{page('Boardroom')}<table><tr><td>Network Address</td><td>10.0.0.{number}</td></tr></table>"
        return {
            f"/?guid=g{number}": f"<h1>Boardroom</h1><a href='/tms/?guid=g{number}&amp;tab=s'>Settings</a>",
            f"/?guid=g{number}&tab=s": settings,
        }

    def places(number: int) -> str:
        return f"<ul><li><a href='/tms/?guid=g{number}'>Boardroom</a></li></ul>"

    site.pages |= {
        "/?p=nav": f"<ul><li>{link(LOBBY[0])}</li><li>Norway{places(2)}</li><li>Sweden{places(1)}</li></ul>",
        **of(1),
        **of(2),
    }
    web = web_of(site, *LOBBY, *TWINS)
    assert navigator.folders_of(web, TWINS) == {61: ("Sweden",), 62: ("Norway",)}
    assert navigator.shows(web, system_settings.view_page(web, TWINS[0]), TWINS[0])


def test_systems_beside_a_tree_are_in_the_folder_that_the_tree_has_them_in(
    site: Any, web_of: Callable[..., Web]
) -> None:
    recent = f"<p>{link(OSLO[0])}</p><p>{link(BERGEN[0])}</p>"
    tree = ALL_AT_ONCE["nested lists"]
    site.pages["/?p=nav"] = f"<table><tr><td>{recent}</td><td>{tree}</td></tr></table>"
    assert dict(navigator.folders_of(web_of(site, *SYSTEMS), SYSTEMS)) == PATHS


def test_systems_of_one_name_that_nothing_tells_apart_are_refused_as_such(
    site: Any, web_of: Callable[..., Web]
) -> None:
    site.pages |= {
        "/?p=nav": f"<p>{link(LOBBY[0])}</p><p><a href='/tms/?guid=a'>Boardroom</a></p><p><a href='/tms/?guid=b'>Boardroom</a></p>",
        "/?guid=a": page("Boardroom"),
        "/?guid=b": page("Boardroom"),
    }
    with pytest.raises(WrongObjectError, match=r"others have the same name.*give the systems different names"):
        navigator.open_system(web_of(site, *LOBBY, *TWINS), TWINS[0])
