# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Groups, their rights and members, default groups, and the pages of users, on pages in several layouts."""

from __future__ import annotations

import pytest
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
    flat = [[name for rights in blocks.values() for name in rights] for blocks in RIGHTS.values()]
    for line in range(max(map(len, flat))):
        cells = (f"<label>{box(f'r{line}', True)} {names[line]}</label>" if line < len(names) else "" for names in flat)
        lines += f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
    return f"<table>{lines}</table>"


def tabs():
    """A tab a section, of which one is open."""
    lists = lists_of_rights()
    links = "".join(f'<li><a href="/tms/?p=rights&tab={number}">{each}</a></li>' for number, each in enumerate(lists))
    return f"<ul>{links}</ul><h2>Booking</h2><div>{lists['Booking']}</div>"


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


ODD_LAYOUTS = {
    each.__name__: each
    for each in (
        titles_above_columns,
        pairs_of_columns,
        headings_before_all,
        bars_before_all,
        named_bars_before_all,
        one_table_of_columns,
        tabs,
        tabs_with_panels,
        blocks_without_titles,
    )
}

LAYOUTS = {"fieldsets": rights_in_fieldsets, "tables": rights_in_tables, "headings": rights_under_headings}


def page_of_rights(layout, title="Set Permissions - API"):
    return (
        f'<html><body><h1>{title}</h1><form method="post" action="/tms/?p=rights">{(LAYOUTS | ODD_LAYOUTS)[layout]()}'
        '<input type="submit" name="save" value="Save"></form></body></html>'
    )


@pytest.mark.parametrize("layout", LAYOUTS)
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


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_save_ticks_and_clears_what_is_wanted_and_posts_the_rest_back(site, web_of, layout):
    site.pages["/?p=rights"] = page_of_rights(layout)
    web = web_of(site)
    page = web.open(site.base + "/?p=rights")
    shown = permissions.read(web, page, "API")
    on_behalf = next(right for right in shown.known if right.name == "Book on behalf of")
    booking = next(right for right in shown.known if right.name == "Booking")
    boxes = permissions.boxes(web, page)
    permissions.save(web, page, "API", (shown.granted | {on_behalf}) - {booking})
    posted = {name for name, value in site.posts[-1]}
    name_of = {right: control.get("name") for right, (dummy, control) in boxes.items()}
    assert posted == ({name_of[right] for right in shown.granted} | {name_of[on_behalf], "save"}) - {name_of[booking]}


@pytest.mark.parametrize("layout", ODD_LAYOUTS)
def test_sections_that_do_not_follow_each_other_are_refused(site, web_of, layout):
    site.pages["/?p=rights"] = page_of_rights(layout)
    web = web_of(site)
    page = web.open(site.base + "/?p=rights")
    with pytest.raises(LabelError):
        permissions.read(web, page, "API")
    with pytest.raises(LabelError):
        permissions.save(web, page, "API", set())
    assert site.posts == []


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


def test_rights_of_another_group_are_refused(site, web_of):
    site.pages["/?p=rights"] = page_of_rights("tables", "Set Permissions - Other")
    web = web_of(site)
    with pytest.raises(WrongObjectError):
        permissions.save(web, web.open(site.base + "/?p=rights"), "API", set())
    assert site.posts == []


def test_rights_that_cannot_be_edited_are_told(site, web_of):
    html = page_of_rights("tables").replace('type="checkbox"', 'type="checkbox" disabled')
    site.pages["/?p=rights"] = html
    web = web_of(site)
    page = web.open(site.base + "/?p=rights")
    assert permissions.read(web, page, "API").fixed
    with pytest.raises(NotAllowedError, match="fixed"):
        permissions.save(web, page, "API", set())
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


def test_one_user_is_ticked_and_deleted(with_users, web_of):
    web = web_of(with_users)
    users.delete(web, users.find(web, "svc"))
    assert [name for name, dummy in with_users.posts[-1]] == ["u2", "del"]
