# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Groups, their rights and members, default groups, and the pages of users, on pages in several layouts."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._http.policy import ReadOnlyPolicy
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import (
    LabelError,
    NotAllowedError,
    TmsError,
    WrongObjectError,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.rights import Right
from ansible_collections.telepresence.tms.plugins.module_utils._web.pages import groups, permissions, users

MENU = """<html><body><ul id="nav"><li><a href="/tms/?p=adm">Administrative Tools</a><ul>
<li><a href="/tms/?p=ua">User Administration</a><ul><li><a href="/tms/?p=users">Users</a></li>
<li><a href="/tms/?p=groups">Groups</a></li><li><a href="/tms/?p=defaults">Default Groups</a></li></ul></li></ul></li></ul>
<div>S/N: 84000001 (tms)</div></body></html>"""

#: Section -> block -> right -> whether it is ticked; the names of sections, rights and blocks meet on purpose.
RIGHTS = {
    "Portal": {"Portal": {"Portal": True, "Systems": False}},
    "Booking": {
        "List Conferences - All": {"Read": True, "Update": False},
        "Misc": {"Booking": True, "Book on behalf of": False, "Update": True, "Approve Meeting": False},
    },
    "Monitoring": {"Graphical Monitor": {"Read": True}},
    "Systems": {"Navigator": {"Read": False, "Update": True}, "Systems": {"Systems": True}},
    "Phone Books": {"Manage Phone Books": {"Read": False}},
    "Reporting": {"Billing Codes": {"Read": False, "Update": False}},
    "Administrative Tools": {"User Administration": {"Read": True, "Update": False}},
}
WANTED = {
    Right(section, "" if block == section and section == "Portal" else block, name): ticked
    for section, blocks in RIGHTS.items()
    for block, rights in blocks.items()
    for name, ticked in rights.items()
}


def box(name, ticked, label="", more=""):
    return f'<input type="checkbox" name="{name}" id="{name}"{" checked" if ticked else ""} {more}>{label}'


def rights_in_fieldsets():
    parts, number = [], 0
    for section, blocks in RIGHTS.items():
        inner = ""
        for block, rights in blocks.items():
            rows = ""
            for name, ticked in rights.items():
                number += 1
                rows += f'<div>{box(f"r{number}", ticked)}<label for="r{number}">{name}</label></div>'
            inner += f"<fieldset><legend>{block}</legend>{rows}</fieldset>"
        parts.append(
            f'<fieldset><legend>{section}</legend><div class="all">{box("s" + section, False)}</div>{inner}</fieldset>'
        )
    return "".join(parts)


def rights_in_tables():
    parts, number = [], 0
    for section, blocks in RIGHTS.items():
        rows = f'<tr class="bar"><th colspan="2">{box("s" + section, False)} <label for="s{section}">{section}</label></th></tr>'
        for block, rights in blocks.items():
            rows += f'<tr><th colspan="2">{block}</th></tr>'
            for name, ticked in rights.items():
                number += 1
                rows += f"<tr><td>{name}</td><td>{box(f'r{number}', ticked)}</td></tr>"
        parts.append(f"<table>{rows}</table>")
    return "".join(parts)


def rights_under_headings():
    parts, number = [], 0
    for section, blocks in RIGHTS.items():
        parts.append(f"<h2>{section}</h2>")
        for block, rights in blocks.items():
            parts.append(f"<h3>{block}</h3><ul>")
            for name, ticked in rights.items():
                number += 1
                parts.append(f"<li><label>{box(f'r{number}', ticked)} {name}</label></li>")
            parts.append("</ul>")
    return "".join(parts)


def lists_of_rights():
    """The rights of each section as a list of its own, without the section's title."""
    number = iter(range(1, 100))
    return {
        section: "".join(
            f"<h4>{block}</h4>"
            + "".join(
                f"<div><label>{box(f'r{next(number)}', ticked)} {name}</label></div>" for name, ticked in rights.items()
            )
            for block, rights in blocks.items()
        )
        for section, blocks in RIGHTS.items()
    }


def titles_above_columns():
    """A table of two lines: the titles, and below them the rights of each section in a column."""
    lists = lists_of_rights()
    titles = "".join(f"<th>{section}</th>" for section in lists)
    return f"<table><tr>{titles}</tr><tr>{''.join(f'<td>{each}</td>' for each in lists.values())}</tr></table>"


def pairs_of_columns():
    """Two sections beside each other, their titles in the line above."""
    lists = list(lists_of_rights().items())
    lines = ""
    for start in range(0, len(lists), 2):
        pair = lists[start : start + 2]
        lines += f"<tr>{''.join(f'<th>{title}</th>' for title, dummy in pair)}</tr>"
        lines += f"<tr>{''.join(f'<td>{each}</td>' for dummy, each in pair)}</tr>"
    return f"<table>{lines}</table>"


def headings_before_all():
    lists = lists_of_rights()
    return "".join(f"<h2>{each}</h2>" for each in lists) + "".join(f"<div>{each}</div>" for each in lists.values())


def bars_before_all():
    """Titles with a check box each, of one and the same label, and then all the rights."""
    lists = lists_of_rights()
    bars = "".join(f"<h2>{each}</h2><label>{box('all' + each[:4], False)} Select all</label>" for each in lists)
    return bars + "".join(f"<div>{each}</div>" for each in lists.values())


def named_bars_before_all():
    lists = lists_of_rights()
    bars = "".join(f"<h2>{each}</h2><label>{box('all' + each[:4], False)} {each}</label>" for each in lists)
    return bars + "".join(f"<div>{each}</div>" for each in lists.values())


def one_table_of_columns():
    """A column a section, and the rights line by line across all of them."""
    lines = f"<tr>{''.join(f'<th>{section}</th>' for section in RIGHTS)}</tr>"
    columns, number = [], 0
    for blocks in RIGHTS.values():
        cells = []
        for block, rights in blocks.items():
            cells.append(f"<b>{block}</b>")
            for name, ticked in rights.items():
                number += 1
                cells.append(f"<label>{box(f'r{number}', ticked)} {name}</label>")
        columns.append(cells)
    for line in range(max(map(len, columns))):
        cells = [cells[line] if line < len(cells) else "" for cells in columns]
        lines += f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
    return f"<table>{lines}</table>"


def tabs_with_panels():
    """A tab a section, all their contents in the page."""
    lists = lists_of_rights()
    links = "".join(f'<li role="tab"><a href="#t{number}">{each}</a></li>' for number, each in enumerate(lists))
    panels = "".join(f'<div role="tabpanel" id="t{number}">{each}</div>' for number, each in enumerate(lists.values()))
    return f'<ul role="tablist">{links}</ul>{panels}'


def blocks_without_titles():
    lists = lists_of_rights()
    return (
        "".join(f"<h2>{section}</h2>{each}" for section, each in lists.items())
        .replace("<h4>", "<!--")
        .replace("</h4>", "-->")
    )


def columns_with_bars():
    """Columns below title bars that have a check box each, called otherwise in every one of them."""
    lists = lists_of_rights()
    titles = "".join(
        f"<td><b>{each}</b><br><label>{box('all' + each[:4], False)} All of {each}</label></td>" for each in lists
    )
    return f"<table><tr>{titles}</tr><tr>{''.join(f'<td>{each}</td>' for each in lists.values())}</tr></table>"


def boxes_of_titles_and_of_columns():
    """A line of titles and a line of as many columns, made of blocks."""
    lists = lists_of_rights()
    titles = "".join(f"<div class=t>{each}</div>" for each in lists)
    return f"<div class=line>{titles}</div><div class=line>{''.join(f'<div class=c>{each}</div>' for each in lists.values())}</div>"


def columns_across_two_tables():
    """The titles in a table that stays in sight, and the rights line by line in one of their own that scrolls."""
    table = one_table_of_columns()
    return table.replace("</tr>", "</tr></table><div><table>", 1) + "</div>"


def tabs_of_a_toolkit(hidden="display:none"):
    """Tabs that say nothing of their panels, of which all but the open one are hidden; a panel of one right among them."""
    lists = lists_of_rights()
    links = "".join(
        f'<li class="tab{" open" if each == "Booking" else ""}"><a href="#"><span>{each}</span></a></li>'
        for each in lists
    )
    panels = "".join(
        f'<div class="panel" style="{"" if name == "Booking" else hidden}">{each}</div>' for name, each in lists.items()
    )
    return f'<div class="strip"><ul>{links}</ul></div><div class="panels">{panels}</div>'


def tabs_by_script():
    lists = lists_of_rights()
    links = "".join(f"<td><span onclick=\"show('p{number}')\">{each}</span></td>" for number, each in enumerate(lists))
    panels = [f'<div id="p{number}" style="display:none">{each}</div>' for number, each in enumerate(lists.values())]
    # The panels stand in another order than the tabs.
    return f"<table><tr>{links}</tr></table>{''.join(reversed(panels))}"


def folding_buttons():
    return "".join(
        f"<button type=button onclick='fold(this)'>{section}</button><div>{each}</div>"
        for section, each in lists_of_rights().items()
    )


def fieldsets_in_columns():
    lists = list(lists_of_rights().items())
    cells = [f"<td><fieldset><legend>{section}</legend>{each}</fieldset></td>" for section, each in lists]
    lines = "".join(f"<tr>{''.join(cells[start : start + 3])}</tr>" for start in range(0, len(cells), 3))
    return f"<table>{lines}</table><div><label>{box('more', False)} Apply to members at once</label></div>"


def titles_over_two_columns():
    """A title over two columns, one of check boxes and one of their names; the blocks are cells of text alone."""
    titles = "".join(f'<th colspan="2">{section}</th>' for section in RIGHTS)
    columns, number = [], 0
    for blocks in RIGHTS.values():
        cells = []
        for block, rights in blocks.items():
            cells.append(f'<td colspan="2">{block}</td>')
            for name, ticked in rights.items():
                number += 1
                cells.append(f"<td>{box(f'r{number}', ticked)}</td><td>{name}</td>")
        columns.append(cells)
    lines = ""
    for line in range(max(map(len, columns))):
        lines += f"<tr>{''.join(cells[line] if line < len(cells) else '<td></td><td></td>' for cells in columns)}</tr>"
    return f"<table><tr>{titles}</tr>{lines}</table>"


def bare_titles():
    """Titles and names of blocks are texts between blocks."""
    return "".join(f"{section}<div><div>{each}</div></div>" for section, each in lists_of_rights().items())


def terms_over_boxes():
    """The names of blocks are terms, and each right with its box is a description of its own."""
    found, number = "", 0
    for section, blocks in RIGHTS.items():
        terms = ""
        for block, rights in blocks.items():
            terms += f"<dt>{block}</dt>"
            for name, ticked in rights.items():
                number += 1
                terms += f"<dd>{box(f'r{number}', ticked)}&nbsp;{name}</dd>"
        found += f"<h2>{section}</h2><dl>{terms}</dl>"
    return found


def blocks_beside_boxes():
    """The name of a block in a cell, and its rights in a line beside it."""
    return in_blocks("<h2>{}</h2><table>{}</table>", "<tr><td>{}</td><td>{}</td></tr>", "{} <span>{}</span> ")


def lists_in_lists():
    return in_blocks("<h2>{}</h2><ul>{}</ul>", "<li><b>{}</b><ul>{}</ul></li>", "<li>{}&nbsp;{}</li>")


def lines_of_a_block():
    """The name of a block is the first line in its place."""
    return in_blocks("<h2>{}</h2>{}", "<div><span>{}</span><br>{}</div>", "{} {}<br>")


def in_blocks(section, block, right):
    number = iter(range(1, 100))
    return "".join(
        section.format(
            title,
            "".join(
                block.format(
                    name,
                    "".join(right.format(box(f"r{next(number)}", ticked), each) for each, ticked in rights.items()),
                )
                for name, rights in blocks.items()
            ),
        )
        for title, blocks in RIGHTS.items()
    )


def a_column_over_two_sections():
    lists = lists_of_rights()
    titles = "".join(f"<th>{section}</th>" for section in lists)
    return f"<table><tr>{titles}</tr><tr><td colspan=2>{''.join(lists.values())}</td><td colspan=5></td></tr></table>"


def heap_behind_titles_alone():
    """As many heaps as titles, and nothing that would tell a wrong order."""
    return headings_before_all().replace("Book on behalf of", "Book").replace("Approve Meeting", "Approve")


ODD_LAYOUTS = {
    each.__name__: each
    for each in (bars_before_all, a_column_over_two_sections, heap_behind_titles_alone, blocks_without_titles)
}

LAYOUTS = {"fieldsets": rights_in_fieldsets, "tables": rights_in_tables, "headings": rights_under_headings}
SIDE_BY_SIDE = {
    each.__name__: each
    for each in (
        titles_above_columns,
        pairs_of_columns,
        columns_with_bars,
        one_table_of_columns,
        titles_over_two_columns,
        columns_across_two_tables,
        boxes_of_titles_and_of_columns,
        headings_before_all,
        named_bars_before_all,
        tabs_with_panels,
        tabs_of_a_toolkit,
        tabs_by_script,
        folding_buttons,
        fieldsets_in_columns,
        bare_titles,
        terms_over_boxes,
        blocks_beside_boxes,
        lists_in_lists,
        lines_of_a_block,
    )
}
ALL_LAYOUTS = LAYOUTS | SIDE_BY_SIDE


#: As the menu of every page has entries called like the sections.
TOP = "".join(f'<li><a href="/tms/?p={each[:3]}">{each}</a></li>' for each in RIGHTS)


@pytest.fixture
def site(site):
    site.pages["/"] = MENU.replace('<ul id="nav">', f'<ul id="nav">{TOP}')
    return site


def page_of_rights(layout, title="Set Permissions - API"):
    shown = (ALL_LAYOUTS | ODD_LAYOUTS)[layout]()
    return (
        f'<html><body><ul id="nav">{TOP}</ul><h1>{title}</h1><form method="post" action="/tms/?p=rights">{shown}'
        '<input type="submit" name="save" value="Save"></form></body></html>'
    )


@pytest.mark.parametrize("layout", ALL_LAYOUTS)
def test_every_right_is_found_under_its_section_and_block(site, web_of, layout):
    site.pages["/?p=rights"] = page_of_rights(layout)
    web = web_of(site)
    shown = permissions.read(web, web.open(site.base + "/?p=rights"), "API")
    found = {
        (right.section, right.name): right in shown.granted
        for right in shown.known
        if right.name not in ("Read", "Update")
    }
    assert found == {
        (right.section, right.name): ticked for right, ticked in WANTED.items() if right.name not in ("Read", "Update")
    }
    twice = {str(right): right in shown.granted for right in shown.known if right.name in ("Read", "Update")}
    assert twice == {str(right): ticked for right, ticked in WANTED.items() if right.name in ("Read", "Update")}
    assert len(shown.known) == len(WANTED)
    assert not shown.fixed


@pytest.mark.parametrize("layout", ALL_LAYOUTS)
def test_a_save_ticks_and_clears_what_is_wanted_and_posts_the_rest_back(site, web_of, layout):
    site.pages["/?p=rights"] = page_of_rights(layout)
    web = web_of(site)
    page = web.open(site.base + "/?p=rights")
    shown = permissions.read(web, page, "API")
    on_behalf = next(right for right in shown.known if right.name == "Book on behalf of")
    booking = next(right for right in shown.known if right.name == "Booking")
    boxes = permissions.boxes(web, page)
    permissions.save(web, page, "API", (shown.granted | {on_behalf}) - {booking}, lambda: page)
    posted = {name for name, value in site.posts[-1]}
    name_of = {right: box.control.get("name") for right, box in boxes.items()}
    assert posted == ({name_of[right] for right in shown.granted} | {name_of[on_behalf], "save"}) - {name_of[booking]}


@pytest.mark.parametrize("layout", ODD_LAYOUTS)
def test_sections_that_cannot_be_told_apart_are_refused(site, web_of, layout):
    site.pages["/?p=rights"] = page_of_rights(layout)
    web = web_of(site)
    page = web.open(site.base + "/?p=rights")
    with pytest.raises(LabelError):
        permissions.read(web, page, "API")
    with pytest.raises(LabelError):
        permissions.save(web, page, "API", set(), lambda: page)
    assert site.posts == []


@dataclass
class Tabbed:
    """Set Permissions that shows one section at a time, and keeps what is saved. marked: it tells which tab is open."""

    kind: str
    marked: bool = True
    shown: str = "Portal"
    group: str = "API"
    follows: bool = True
    alike: bool = False
    ticked: dict = field(default_factory=lambda: {name: set() for name in RIGHTS})

    def __post_init__(self):
        number = iter(range(1, 100))
        self.rights = {
            section: [(f"r{next(number)}", block, name, on) for block, of in blocks.items() for name, on in of.items()]
            for section, blocks in RIGHTS.items()
        }
        self.ticked = {section: {key for key, *dummy, on in of if on} for section, of in self.rights.items()}

    def tab(self, number, section):
        label = f"<b>{section}</b>" if self.marked and section == self.shown else section
        if self.kind == "link" and self.marked and section == self.shown:
            return f'<li class="on"><span>{section}</span></li>'
        if self.kind == "link":
            return f'<li><a href="/tms/?p=rights{number}">{label}</a></li>'
        if self.kind == "button":
            mark = ' class="on"' if self.marked and section == self.shown else ""
            return f'<li{mark}><input type="submit" name="tab{number}" value="{section}"></li>'
        return f"<li><a href=\"javascript:__doPostBack('tabs','{number}')\">{label}</a></li>"

    def tabs(self):
        if self.kind == "choice":
            options = "".join(
                f'<option value="{number}"{" selected" if each == self.shown else ""}>{each}</option>'
                for number, each in enumerate(RIGHTS)
            )
            change = "javascript:setTimeout('__doPostBack(\\'of\\',\\'\\')', 0)"
            return f'<select name="of" onchange="{change}">{options}</select>'
        return f'<ul class="tabs">{"".join(self.tab(number, each) for number, each in enumerate(RIGHTS))}</ul>'

    def page(self):
        blocks = {}
        for key, block, name, dummy in self.rights[self.shown]:
            label = f"<label>{box(key, key in self.ticked[self.shown])} {name}</label>"
            blocks.setdefault(block, []).append(f"<div>{label}</div>")
        body = "".join(f"<h4>{block}</h4>{''.join(lines)}" for block, lines in blocks.items())
        if self.alike:
            body = f"<h4>Misc</h4><label>{box('r', False)} Read</label><label>{box('s', False)} Update</label>"
        return (
            f'<html><body><ul id="nav">{TOP}</ul><h1>Set Permissions - {self.group}</h1><form method="post" action="/tms/?p=rights">'
            '<input type="hidden" name="__EVENTTARGET"><input type="hidden" name="__EVENTARGUMENT">'
            f'<input type="hidden" name="__VIEWSTATE" value="of {self.shown}">{self.tabs()}{body}'
            '<input type="submit" name="save" value="Save"></form></body></html>'
        )

    def __call__(self, fields):
        posted = dict(fields or ())
        if not posted:
            self.shown = "Portal"
        elif "save" in posted:
            # It takes the section that it showed last, and refuses a page of another one.
            assert posted["__VIEWSTATE"] == f"of {self.shown}"
            self.ticked[self.shown] = {key for key, *dummy in self.rights[self.shown] if key in posted}
        else:
            pressed = [key[3:] for key in posted if key.startswith("tab")]
            number = (pressed or [posted.get("of") or posted["__EVENTARGUMENT"]])[0]
            self.show(int(number))
        return self.page()

    def show(self, number):
        if self.follows:
            self.shown = list(RIGHTS)[number]
        return self.page()

    def serve(self, site):
        site.pages["/?p=rights"] = self
        for number in range(len(RIGHTS)):
            site.pages[f"/?p=rights{number}"] = lambda fields, number=number: self.show(number)
        return self


TABS = ("link", "post-back", "button", "choice")


@pytest.mark.parametrize("kind", TABS)
@pytest.mark.parametrize("marked", [True, False])
def test_rights_behind_tabs_are_read_section_by_section(site, web_of, kind, marked):
    Tabbed(kind, marked).serve(site)
    web = web_of(site)
    site.read_only = ReadOnlyPolicy(web.labels.navigating)
    shown = permissions.read(web, web.open(site.base + "/?p=rights"), "API")
    assert {str(right): right in shown.granted for right in shown.known} == {
        f"{section} > {block} > {name}": ticked
        for section, blocks in RIGHTS.items()
        for block, rights in blocks.items()
        for name, ticked in rights.items()
    }
    assert not shown.fixed


@pytest.mark.parametrize("kind", TABS)
def test_only_the_sections_that_change_are_saved_each_on_its_own_page(site, web_of, kind):
    server = Tabbed(kind).serve(site)
    web = web_of(site)

    def opened():
        return web.open(site.base + "/?p=rights")

    page = opened()
    shown = permissions.read(web, page, "API")
    changed = {
        right
        for right in shown.known
        if str(right) in ("Booking > Misc > Book on behalf of", "Systems > Systems > Systems")
    }
    permissions.save(web, page, "API", shown.granted ^ changed, opened)
    assert permissions.read(web, opened(), "API").granted == shown.granted ^ changed
    saved = [dict(fields)["__VIEWSTATE"] for fields in site.posts if "save" in dict(fields)]
    assert saved == ["of Booking", "of Systems"]
    assert server.ticked["Portal"] == {"r1"}


def test_tabs_that_all_show_the_same_are_refused_naming_two(site, web_of):
    Tabbed("link", marked=False, alike=True).serve(site)
    web = web_of(site)
    with pytest.raises(LabelError, match="'Portal' and for 'Booking'"):
        permissions.read(web, web.open(site.base + "/?p=rights"), "API")


def test_a_tab_that_shows_another_section_is_refused_naming_both(site, web_of):
    server = Tabbed("link").serve(site)
    site.pages["/?p=rights3"] = lambda fields: server.show(4)
    web = web_of(site)
    with pytest.raises(LabelError, match="a click on 'Systems' shows 'Phone Books'"):
        permissions.read(web, web.open(site.base + "/?p=rights"), "API")


def test_a_menu_that_is_otherwise_on_each_page_is_not_taken_for_tabs(site, web_of):
    """Its entries are not those of the start page, and lead to pages of something else."""
    html = page_of_rights("bars_before_all").replace('href="/tms/?p=', 'href="/tms/?from=rights&p=')
    site.pages["/?p=rights"] = html
    for each in RIGHTS:
        site.pages[f"/?from=rights&p={each[:3]}"] = "<html><body><h1>Another page</h1></body></html>"
    web = web_of(site)
    with pytest.raises(LabelError, match="'Select all' were found below the titles"):
        permissions.read(web, web.open(site.base + "/?p=rights"), "API")


def test_sections_spread_over_frames(site, web_of):
    lists = list(lists_of_rights().items())
    frames = ""
    for number, part in enumerate((lists[:3], lists[3:])):
        shown = "".join(f"<h2>{section}</h2>{each}" for section, each in part)
        form = f'<form method="post" action="/tms/?p=frame{number}">{shown}<input type="submit" name="save" value="Save"></form>'
        site.pages[f"/?p=frame{number}"] = f"<html><body>{form}</body></html>"
        frames += f'<iframe src="/tms/?p=frame{number}"></iframe>'
    site.pages["/?p=rights"] = f"<html><body><h1>API</h1>{frames}</body></html>"
    web = web_of(site)

    def opened():
        return web.open(site.base + "/?p=rights")

    shown = permissions.read(web, opened(), "API")
    assert len(shown.known) == len(WANTED)
    changed = {right for right in shown.known if right.name == "Approve Meeting" or right.section == "Reporting"}
    permissions.save(web, opened(), "API", shown.granted ^ changed, opened)
    posts = [
        (address[-6:], {name for name, dummy in fields}) for method, address, fields in site.asked if method == "POST"
    ]
    assert posts == [
        ("frame0", {"r1", "r3", "r5", "r7", "r8", "r9", "save"}),
        ("frame1", {"r11", "r12", "r14", "r15", "r16", "save"}),
    ]


def test_a_tab_with_the_rights_of_another_group_is_refused(site, web_of):
    server = Tabbed("link").serve(site)
    site.pages["/?p=rights3"] = lambda fields: server.show(3).replace("API", "Other")
    web = web_of(site)
    with pytest.raises(WrongObjectError):
        permissions.read(web, web.open(site.base + "/?p=rights"), "API")


@pytest.mark.parametrize("name", ["save{}", "save"])
def test_each_section_is_saved_by_its_own_button(site, web_of, name):
    forms = "".join(
        f'<h2>{section}</h2><form method="post" action="/tms/?p=save{number}">{each}'
        f'<input type="submit" name="{name.format(number)}" value="Save"></form>'
        for number, (section, each) in enumerate(lists_of_rights().items())
    )
    html = f"<html><body><h1>API</h1>{forms}</body></html>"
    site.pages |= {"/?p=rights": html, **{f"/?p=save{number}": html for number in range(7)}}
    web = web_of(site)

    def opened():
        return web.open(site.base + "/?p=rights")

    shown = permissions.read(web, opened(), "API")
    changed = {
        right
        for right in shown.known
        if right.name in ("Book on behalf of", "Approve Meeting") or right.section == "Portal"
    }
    permissions.save(web, opened(), "API", shown.granted ^ changed, opened)
    assert [{name for name, dummy in fields} for fields in site.posts] == [
        {"r2", name.format(0)},
        {"r3", "r5", "r6", "r7", "r8", name.format(1)},
    ]


@pytest.mark.parametrize("layout", [*SIDE_BY_SIDE, "headings"])
def test_rights_have_the_same_names_in_every_layout(site, web_of, layout):
    site.pages["/?p=rights"] = page_of_rights(layout)
    web = web_of(site)
    assert {str(right) for right in permissions.boxes(web, web.open(site.base + "/?p=rights"))} == {
        f"{section} > {block} > {name}"
        for section, blocks in RIGHTS.items()
        for block, rights in blocks.items()
        for name in rights
    }


def test_a_section_of_another_name_is_taught(site, web_of):
    site.pages["/?p=rights"] = page_of_rights("headings").replace("Phone Books</h2>", "Directories</h2>")
    web = web_of(site)
    with pytest.raises(LabelError, match="Phone Books"):
        permissions.read(web, web.open(site.base + "/?p=rights"), "API")
    web = web_of(site, labels={"Phone Books": "Directories"})
    shown = permissions.read(web, web.open(site.base + "/?p=rights"), "API")
    assert "Phone Books > Manage Phone Books > Read" in map(str, shown.known)


def test_a_right_called_like_its_section_is_none_of_the_title_bar(site, web_of):
    tables = ""
    for section in RIGHTS:
        rows = "".join(f"<tr><td>{name}</td><td>{box(name + section, True)}</td></tr>" for name in ("Read", section))
        bar = f'<tr><th colspan="2">{box("a" + section, False)} <label for="a{section}">{section}</label></th></tr>'
        tables += f"<table>{bar}{rows}</table>"
    site.pages["/?p=rights"] = f"<html><body><h1>API</h1><form>{tables}</form></body></html>"
    web = web_of(site)
    shown = permissions.read(web, web.open(site.base + "/?p=rights"), "API")
    assert [str(right) for right in shown.known] == [
        f"{section} > {name}" for section in RIGHTS for name in ("Read", section)
    ]


def test_a_box_right_before_a_bare_title_is_of_the_section_above(site, web_of):
    parts = "".join(
        f"{section}<div>Read {box('r' + section, True)}</div><div>Update {box('u' + section, False)}</div>"
        for section in RIGHTS
    )
    site.pages["/?p=rights"] = f"<html><body><h1>API</h1><form>{parts}</form></body></html>"
    web = web_of(site)
    shown = permissions.read(web, web.open(site.base + "/?p=rights"), "API")
    assert [str(right) for right in shown.known] == [
        f"{section} > {name}" for section in RIGHTS for name in ("Read", "Update")
    ]


def test_rights_of_another_group_are_refused(site, web_of):
    site.pages["/?p=rights"] = page_of_rights("tables", "Set Permissions - Other")
    web = web_of(site)
    with pytest.raises(WrongObjectError):
        page = web.open(site.base + "/?p=rights")
        permissions.save(web, page, "API", set(), lambda: page)
    assert site.posts == []


def test_rights_that_cannot_be_edited_are_told(site, web_of):
    html = page_of_rights("tables").replace('type="checkbox"', 'type="checkbox" disabled')
    site.pages["/?p=rights"] = html
    web = web_of(site)
    page = web.open(site.base + "/?p=rights")
    assert permissions.read(web, page, "API").fixed
    with pytest.raises(NotAllowedError, match="fixed"):
        permissions.save(web, page, "API", set(), lambda: page)
    assert site.posts == []


def listed(header, rows, extra=""):
    cells = "".join(f"<th>{each}</th>" for each in header)
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return (
        f'<html><body><h1>List</h1><form method="post" action="/tms/?p=posted"><table><tr>{cells}</tr>{lines}</table>'
        f"{extra}</form></body></html>"
    )


GROUPS = listed(
    ("Select", "Group Name", "Description"),
    [
        (box("g1", False), '<a href="/tms/?p=group1">Users</a>', "Everybody"),
        (box("g2", False), '<a href="/tms/?p=group2">API</a>', "Clients &amp; more"),
        (box("g3", True), '<a href="/tms/?p=group3">Site Administrator</a>', ""),
    ],
    '<input type="submit" name="new" value="New"><input type="submit" name="del" value="Delete">',
)
MEMBERS = (
    '<html><body><h1>Edit Group API</h1><form method="post" action="/tms/?p=group2"><div><label for="n">Name</label>'
    '<input id="n" name="n" value="API"></div><div><label for="d">Description</label><input id="d" name="d" value="old"></div>'
    "<table><caption>Members</caption><tr><th></th><th>Windows Username</th><th>First Name</th></tr>"
    f"<tr><td>{box('m1', False)}</td><td>TMS\\a</td><td>A</td></tr><tr><td>{box('m2', False)}</td><td>TMS\\b</td><td>B</td></tr></table>"
    '<input type="submit" name="rm" value="Remove"><input type="submit" name="add" value="Add Members">'
    '<input type="submit" name="save" value="Save"></form></body></html>'
)


@pytest.fixture
def served(site):
    site.pages |= {"/": MENU, "/?p=groups": GROUPS, "/?p=group2": MEMBERS, "/?p=posted": "/?p=groups"}
    return site


def test_groups_are_listed_with_their_descriptions(served, web_of):
    web = web_of(served)
    assert [(entry.spelled, groups.description(web, entry)) for entry in groups.entries(web)] == [
        ("Users", "Everybody"),
        ("API", "Clients & more"),
        ("Site Administrator", ""),
    ]


def test_a_group_that_is_not_listed(served, web_of):
    with pytest.raises(TmsError, match="group 'Nowhere'"):
        groups.find(web_of(served), "Nowhere")


def test_members_are_those_of_the_groups_own_list(served, web_of):
    web = web_of(served)
    entry = groups.find(web, "api")
    assert [each.spelled for each in groups.members(web, entry)] == ["TMS\\a", "TMS\\b"]
    assert groups.takes_members(web, groups.edit_page(web, entry))


def test_a_member_without_a_page_is_ticked_and_removed(served, web_of):
    web = web_of(served)
    entry = groups.find(web, "API")
    groups.remove_member(web, entry, groups.members(web, entry)[1])
    posted = [name for name, dummy in served.posts[-1]]
    assert "m2" in posted and "rm" in posted
    assert not {"m1", "add", "save"} & set(posted)


def test_a_description_is_saved_with_the_rest_as_it_is(served, web_of):
    web = web_of(served)
    groups.save_description(web, groups.find(web, "API"), "new")
    assert dict(served.posts[-1]) == {"n": "API", "d": "new", "save": "Save"}


def test_one_group_is_ticked_and_deleted_and_no_other(served, web_of):
    web = web_of(served)
    groups.delete(web, groups.find(web, "API"))
    assert [name for name, dummy in served.posts[-1]] == ["g2", "del"]


def test_a_page_of_another_group_is_refused(served, web_of):
    served.pages["/?p=group2"] = MEMBERS.replace("API", "Other")
    web = web_of(served)
    with pytest.raises(WrongObjectError):
        groups.save_description(web, groups.find(web, "API"), "new")
    assert served.posts == []


DEFAULTS = (
    '<html><body><h1>Default Groups</h1><form method="post" action="/tms/?p=defaults"><table>'
    f"<tr><td>{box('u', True, more='disabled')}</td><td>Users</td></tr><tr><td>{box('a', False)}</td><td>API</td></tr>"
    f"<tr><td>{box('s', True)}</td><td>Site Administrator</td></tr></table>"
    '<input type="submit" name="save" value="Save"></form></body></html>'
)
NAMES = ("Users", "API", "Site Administrator")


def test_default_groups_are_read_and_saved(served, web_of):
    served.pages["/?p=defaults"] = DEFAULTS
    web = web_of(served)
    boxes = groups.read_default_groups(web, NAMES)
    assert {name: (each.ticked, each.fixed) for name, each in boxes.items()} == {
        "Users": (True, True),
        "API": (False, False),
        "Site Administrator": (True, False),
    }
    groups.save_default_groups(web, {"API": True, "Site Administrator": False}, NAMES)
    assert [name for name, dummy in served.posts[-1]] == ["a", "save"]
    with pytest.raises(NotAllowedError, match="clear group 'Users'"):
        groups.save_default_groups(web, {"Users": False}, NAMES)


USERS = listed(
    ("", "Windows Username", "First Name"),
    [
        (box("u1", False), '<a href="/tms/?p=user1">TMS\\admin</a>', "A"),
        (box("u2", False), '<a href="/tms/?p=user2">TMS\\svc</a>', "C"),
    ],
    '<input type="submit" name="new" value="New"><input type="submit" name="del" value="Delete">',
)


def page_of_user(name, ticked=()):
    fields = "".join(
        f'<tr><td>{label}</td><td><input name="{key}" value="{value}"></td></tr>'
        for key, label, value in (
            ("name", "Windows Username", name),
            ("first", "First Name", "C"),
            ("last", "Last Name", "S"),
            ("mail", "Email Address", "c@example.com"),
            ("sip", "SIP URI", "sip:x"),
        )
    )
    boxes = "".join(f"<li><label>{box('g' + each, each in ticked)} {each}</label></li>" for each in NAMES)
    return (
        '<html><body><h1>Edit User</h1><form method="post" action="/tms/?p=user2">'
        f'<table>{fields}<tr><td>Language</td><td><select name="lang"><option value="1" selected>English</option>'
        f'<option value="2">German</option></select></td></tr></table><fieldset><legend>Groups</legend><ul>{boxes}</ul></fieldset>'
        '<input type="submit" name="save" value="Save"></form></body></html>'
    )


@pytest.fixture
def with_users(served):
    served.pages |= {
        "/?p=users": USERS,
        "/?p=user2": page_of_user("TMS\\svc", ("Users",)),
        "/?p=user1": page_of_user("TMS\\admin"),
    }
    return served


def test_the_page_of_a_user_tells_profile_and_groups(with_users, web_of):
    web = web_of(with_users)
    entry = users.find(web, "SVC")
    assert entry is not None
    page = users.user_page(web, entry, NAMES)
    assert page.name == "TMS\\svc"
    assert page.profile == {"first_name": "C", "last_name": "S", "email": "c@example.com", "language": "English"}
    assert {name for name, each in page.groups.items() if each.ticked} == {"Users"}
    assert users.find(web, "nobody") is None


def test_a_user_is_saved_with_the_rest_as_it_is(with_users, web_of):
    web = web_of(with_users)
    page = users.user_page(web, users.find(web, "svc"), NAMES)
    users.save(web, page, "TMS\\svc", {"email": "n@example.com", "language": "german"}, {"API": True})
    assert sorted(with_users.posts[-1]) == sorted(
        {
            "name": "TMS\\svc",
            "first": "C",
            "last": "S",
            "mail": "n@example.com",
            "sip": "sip:x",
            "lang": "2",
            "gUsers": "on",
            "gAPI": "on",
            "save": "Save",
        }.items()
    )


def test_a_choice_that_is_not_offered_is_refused(with_users, web_of):
    web = web_of(with_users)
    page = users.user_page(web, users.find(web, "svc"), NAMES)
    with pytest.raises(TmsError, match="TMS offers 'English', 'German'"):
        users.save(web, page, "TMS\\svc", {"language": "Klingon"}, {})
    with pytest.raises(LabelError, match="Nowhere"):
        users.save(web, page, "TMS\\svc", {}, {"Nowhere": True})
    assert with_users.posts == []


def test_the_page_of_another_user_is_refused(with_users, web_of):
    with_users.pages["/?p=user2"] = page_of_user("TMS\\other")
    web = web_of(with_users)
    with pytest.raises(WrongObjectError):
        users.user_page(web, users.find(web, "svc"), NAMES)


def test_a_new_user_is_filled_in(with_users, web_of):
    with_users.pages["/?p=posted"] = page_of_user("")
    web = web_of(with_users)
    page = users.new_page(web, NAMES)
    users.save(web, page, "TMS\\new", {"first_name": "N"}, {"API": True})
    posted = dict(with_users.posts[-1])
    assert (posted["name"], posted["first"], posted["gAPI"]) == ("TMS\\new", "N", "on")


def test_what_a_new_users_page_comes_with_ticked_is_not_saved_unless_wanted(with_users, web_of):
    """As the default groups are on some servers; Site Administrator may be one of them."""
    with_users.pages["/?p=posted"] = page_of_user("", ("Users", "API", NAMES[0]))
    page = users.new_page(web_of(with_users), NAMES)
    ticked = {name for name, each in page.groups.items() if each.ticked and not each.fixed}
    assert ticked
    assert users.unwanted(page, ["api"]) == {name: False for name in ticked if name != "API"}
    assert users.unwanted(page, list(ticked)) == {}


def test_one_user_is_ticked_and_deleted(with_users, web_of):
    web = web_of(with_users)
    users.delete(web, users.find(web, "svc"))
    assert [name for name, dummy in with_users.posts[-1]] == ["u2", "del"]
