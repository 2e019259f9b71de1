# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""General Settings: option keys, figures, and adding a key."""

# ruff: noqa: E501 -- a snippet of HTML is read best in one line

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._http.policy import ReadOnlyPolicy
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import (
    AmbiguousLabelError,
    InputError,
    LabelError,
    LostSessionError,
    NotAllowedError,
    NotTmsError,
    ReadOnlyError,
    UnexpectedReplyError,
)
from ansible_collections.telepresence.tms.plugins.module_utils._web.labels import Labels
from ansible_collections.telepresence.tms.plugins.module_utils._web.pages import general_settings
from ansible_collections.telepresence.tms.plugins.module_utils._web.web import Web

KEY = "113612A1-01-0A1B2C3D"
OTHER = "116262A1-01-77777777"
NEW = "120000A1-02-1234ABCD"
PANE = "<h3>Licenses and Option Keys</h3>"


@pytest.fixture
def shown(site: Any, web_of: Callable[..., Web]) -> Callable[[str], Web]:
    def make(html: str) -> Web:
        site.pages["/?p=gs"] = f"<html><body><form method=post action='/tms/?p=gs'>{html}</form></body></html>"
        return web_of(site)

    return make


KEYS = {
    "table with headers": f"<table><tr><th>Option Key</th><th>Description</th><th>Expires</th></tr><tr><td>{KEY}</td><td>Application Integration Package</td><td>2027-01-01</td></tr>"
    f"<tr><td>{OTHER}</td><td>Exchange Integration Option</td><td></td></tr></table>",
    "key behind": f"<table><thead><tr><td>Name</td><td>Expiry Date</td><td>Key</td></tr></thead><tbody><tr><td>Application Integration Package</td><td>2027-01-01</td><td>{KEY}</td></tr>"
    f"<tr><td>Exchange Integration Option</td><td>&nbsp;</td><td><span>{OTHER}</span></td></tr></tbody></table>",
    "table with a box in front": f"<table><tr><th></th><th>Option Key</th><th>Description</th><th>Expires</th></tr><tr><td><input type=checkbox></td><td>{KEY}</td><td>Application Integration Package</td><td>2027-01-01</td></tr>"
    f"<tr><td><input type=checkbox></td><td>{OTHER}</td><td>Exchange Integration Option</td><td></td></tr></table>",
    "table and a link to delete": f"<table><tr><th>Option Key</th><th>Description</th><th>Expires</th><th></th></tr><tr><td>{KEY}</td><td>Application Integration Package</td><td>2027-01-01</td><td><a href=x>Delete</a></td></tr>"
    f"<tr><td>{OTHER}</td><td>Exchange Integration Option</td><td></td><td><a href=y>Delete</a></td></tr></table>",
    "table within a table": f"<table><tr><td>x</td><td><table><tr><th>Option Key</th><th>Description</th><th>Expires</th></tr><tr><td>{KEY}</td><td>Application Integration Package</td><td>2027-01-01</td></tr>"
    f"<tr><td>{OTHER}</td><td>Exchange Integration Option</td><td></td></tr></table></td></tr></table>",
    "blocks": f"<div class=list><div class=h><span>Option Key</span><span>Description</span><span>Expires</span></div><div><span>{KEY}</span><span>Application Integration Package</span><span>2027-01-01</span></div>"
    f"<div><span>{OTHER}</span><span>Exchange Integration Option</span><span></span></div></div>",
    "roles": f"<div role=table><div role=row><div role=columnheader>Option Key</div><div role=columnheader>Description</div><div role=columnheader>Expires</div></div><div role=row><div role=cell>{KEY}</div><div role=cell>Application Integration Package</div><div role=cell>2027-01-01</div></div>"
    f"<div role=row><div role=cell>{OTHER}</div><div role=cell>Exchange Integration Option</div><div role=cell></div></div></div>",
    "roles with groups": f"<div role=grid><div role=rowgroup><div role=row><span role=columnheader>Option Key</span><span role=columnheader>Description</span><span role=columnheader>Expires</span></div></div><div role=rowgroup><div role=row><span role=gridcell>{KEY}</span><span role=gridcell>Application Integration Package</span><span role=gridcell>2027-01-01</span></div>"
    f"<div role=row><span role=gridcell>{OTHER}</span><span role=gridcell>Exchange Integration Option</span><span role=gridcell></span></div></div></div>",
}


@pytest.mark.parametrize("html", KEYS.values(), ids=KEYS.keys())
def test_keys_below_headers(shown: Callable[[str], Web], html: str) -> None:
    keys = general_settings.read(shown(PANE + html)).keys
    assert [(key.key, key.description, key.expires) for key in keys] == [
        (KEY, "Application Integration Package", "2027-01-01"),
        (OTHER, "Exchange Integration Option", None),
    ]


BARE = {
    "table without headers": f"<table><tr><td>{KEY}</td><td>Application Integration Package</td></tr><tr><td>{OTHER}</td><td>Exchange Integration Option</td></tr></table>",
    "description first": f"<table><tr><td>Application Integration Package</td><td>{KEY}</td></tr><tr><td>Exchange Integration Option</td><td>{OTHER}</td></tr></table>",
    "list": f"<ul><li>{KEY} - Application Integration Package</li><li>{OTHER} (Exchange Integration Option)</li></ul>",
    "list of marked keys": f"<ul><li><code>{KEY}</code> Application Integration Package</li><li><code>{OTHER}</code> Exchange Integration Option</li></ul>",
    "select box": f"<select size=5><option>{KEY}: Application Integration Package</option><option>{OTHER}: Exchange Integration Option</option></select>",
    "paragraphs": f"<p>Application Integration Package: {KEY}</p><p>Exchange Integration Option: {OTHER}</p>",
    "terms": f"<dl><dt>{KEY}</dt><dd>Application Integration Package</dd><dt>{OTHER}</dt><dd>Exchange Integration Option</dd></dl>",
    "terms the other way": f"<dl><dt>Application Integration Package</dt><dd>{KEY}</dd><dt>Exchange Integration Option</dt><dd>{OTHER}</dd></dl>",
    "lines": f"<div>{KEY} Application Integration Package<br>{OTHER} Exchange Integration Option</div>",
    "read-only boxes": f"<table><tr><td><input readonly value='{KEY}'></td><td>Application Integration Package</td></tr><tr><td><input disabled value='{OTHER}'></td><td>Exchange Integration Option</td></tr></table>",
    "blocks": f"<div><div class=k>{KEY}</div><div class=d>Application Integration Package</div></div><div><div class=k>{OTHER}</div><div class=d>Exchange Integration Option</div></div>",
}


@pytest.mark.parametrize("html", BARE.values(), ids=BARE.keys())
def test_keys_without_headers(shown: Callable[[str], Web], html: str) -> None:
    keys = general_settings.read(shown(PANE + html)).keys
    assert [(key.key, key.description) for key in keys] == [
        (KEY, "Application Integration Package"),
        (OTHER, "Exchange Integration Option"),
    ]


RELEASE = {
    "text": "<table><tr><td>TMS Release Key</td><td>AAAAAAAA-01-BBBBBBBB</td></tr></table>",
    "label for": "<label for=r>TMS Release Key:</label> <span id=r>AAAAAAAA-01-BBBBBBBB</span>",
    "one text": "<p>TMS Release Key: AAAAAAAA-01-BBBBBBBB</p>",
    "to fill in": "<table><tr><td>TMS Release Key</td><td><input name=r value='AAAAAAAA-01-BBBBBBBB'></td></tr></table>",
    "read-only": "<table><tr><td>TMS Release Key</td><td><input name=r readonly value='AAAAAAAA-01-BBBBBBBB'></td></tr></table>",
    "below headers": "<table><tr><th>TMS Release Key</th><th>Version</th></tr><tr><td>AAAAAAAA-01-BBBBBBBB</td><td>15</td></tr></table>",
    "span in a cell": "<table><tr><td><span>TMS Release Key</span></td><td><b>AAAAAAAA-01-BBBBBBBB</b></td></tr></table>",
}


@pytest.mark.parametrize("html", RELEASE.values(), ids=RELEASE.keys())
def test_release_key_is_no_option_key(shown: Callable[[str], Web], html: str) -> None:
    read = general_settings.read(shown(f"{PANE}{html}<table><tr><td>{KEY}</td><td>Booking API</td></tr></table>"))
    assert [key.key for key in read.keys] == [KEY]


def test_no_key(shown: Callable[[str], Web]) -> None:
    assert general_settings.read(shown(PANE + "<p>No option keys are installed.</p>")).keys == ()


def test_one_request_after_the_start_page(site: Any, shown: Callable[[str], Web]) -> None:
    web = shown(PANE)
    general_settings.read(web)
    general_settings.read(web)
    assert site.since(0) == ["GET /", "GET /?p=gs", "GET /?p=gs"]


class Paged:
    """The list of keys as a GridView with one key a page, beside a list of clients that has pages of its own."""

    def __init__(self, site: Any) -> None:
        self.keys = [KEY, OTHER, "Z20000A1-01-77777777"]
        self.clients = 0
        site.pages["/?p=gs"] = self.answer

    @staticmethod
    def pager(of: str, page: int, last: int) -> str:
        cells = "".join(
            f"<td><span>{each}</span></td>"
            if each == page
            else f"<td><a href=\"javascript:__doPostBack('{of}','Page${each}')\">{each}</a></td>"
            for each in range(1, last + 1)
        )
        return f"<tr><td colspan=2><table><tr>{cells}</tr></table></td></tr>"

    def answer(self, fields: Any) -> str:
        given = dict(fields or ())
        page = 1
        self.clients += given.get("__EVENTTARGET") == "clients"
        if given.get("__EVENTTARGET") == "keys":
            page = int(given["__EVENTARGUMENT"].partition("$")[2])
        if given.get("save"):
            self.keys.append(given["key"])
            page = len(self.keys)
        dialog = DIALOGS["labelled"].replace("savekey", "save") if given.get("add") else ""
        return (
            "<form method=post action='/tms/?p=gs'><input type=hidden name=__EVENTTARGET><input type=hidden name=__EVENTARGUMENT>"
            f"<fieldset><legend>Licenses and Option Keys</legend><table><tr><th>Option Key</th><th>Description</th></tr>"
            f"{ROW.format(key=self.keys[page - 1])}{self.pager('keys', page, len(self.keys))}</table>{ADD}{dialog}</fieldset>"
            f"<fieldset><legend>Active Application Integration Clients</legend><table><tr><th>Client</th><th>Host</th></tr>"
            f"<tr><td>CORP\\tmsxe</td><td>10.0.0.1</td></tr>{self.pager('clients', 1, 5)}</table></fieldset></form>"
        )


def test_keys_over_all_pages_of_their_list(site: Any, web_of: Callable[..., Web]) -> None:
    server = Paged(site)
    web = web_of(site)
    site.read_only = ReadOnlyPolicy(())
    assert [key.key for key in general_settings.read(web).keys] == server.keys
    assert server.clients == 0 and len(site.posts) == 2


def test_list_after_a_key_was_added_may_show_another_page_than_the_first(site: Any, web_of: Callable[..., Web]) -> None:
    server = Paged(site)
    web = web_of(site)
    assert general_settings.add_option_key(web, NEW).settings is None, "what the reply shows is not all"
    assert [key.key for key in general_settings.read(web).keys] == server.keys
    assert NEW in server.keys


FIGURES = {
    "table": "<table><tr><td>Total System Licenses</td><td><span class=textbox>60</span></td></tr><tr><td>Exchange Integration Licenses Used:</td><td>12</td></tr></table>",
    "terms": "<dl><dt>Total System Licenses<dd>60<dt>Exchange Integration Licenses Used<dd>12</dl>",
    "lines": "<p>Total System Licenses: 60<br>Exchange Integration Licenses Used: 12</p>",
    "labels": "<label for=a>Total System Licenses</label><span id=a>60</span><br><label for=b>Exchange Integration Licenses Used</label><span id=b>12</span>",
    "below headers": "<table><tr><th>Total System Licenses</th><th>Exchange Integration Licenses Used</th></tr><tr><td>60</td><td>12</td></tr></table>",
    "read-only": "<table><tr><td>Total System Licenses</td><td><input readonly value=60></td></tr><tr><td>Exchange Integration Licenses Used</td><td><input disabled value=12></td></tr></table>",
    "blocks": "<div><div>Total System Licenses</div><div>60</div></div><div><div>Exchange Integration Licenses Used</div><div>12</div></div>",
}


@pytest.mark.parametrize("html", FIGURES.values(), ids=FIGURES.keys())
def test_figures(shown: Callable[[str], Web], html: str) -> None:
    figures = {(each.label.rstrip(":"), each.value) for each in general_settings.read(shown(PANE + html)).figures}
    assert figures == {("Total System Licenses", 60), ("Exchange Integration Licenses Used", 12)}


@pytest.mark.parametrize(
    "html",
    [
        f"<table><tr><td>{KEY}</td><td>25</td></tr></table>",
        f"<table><tr><th>Key</th><th>Seats</th></tr><tr><td>{KEY}</td><td>25</td></tr></table>",
        f"<table><tr><th>Key</th><th>Name</th><th>Seats</th></tr><tr><td>{KEY}</td><td>x</td><td>25</td></tr><tr><td>{OTHER}</td><td>x</td><td>25</td></tr></table>",
        f"<p>{KEY}: 25</p>",
    ],
)
def test_key_is_never_the_label_of_a_figure(shown: Callable[[str], Web], html: str) -> None:
    figures = general_settings.read(shown(PANE + html)).figures
    assert not any(KEY in each.label or OTHER in each.label for each in figures)


# -- adding


LIST = "<table><tr><th>Option Key</th><th>Description</th></tr>{rows}</table>"
ROW = "<tr><td>{key}</td><td>Booking API</td></tr>"


class Licences:
    """A server that asks for a key in one of several ways."""

    def __init__(self, site: Any, *, general: str, dialog: str, address: str = "/?p=gs", back: str = "") -> None:
        self.site, self.general, self.dialog, self.back = site, general, dialog, back
        self.keys = [KEY]
        self.message = ""
        site.pages["/?p=gs"] = self.answer
        site.pages[address] = self.answer if address == "/?p=gs" else self.answer_dialog

    def list(self, more: str = "") -> str:
        rows = "".join(ROW.format(key=key) for key in self.keys)
        return f"<form method=post action='/tms/?p=gs'>{self.general}{PANE}{self.message}{LIST.format(rows=rows)}{more}</form>"

    def answer(self, fields: Any) -> str:
        given = dict(fields or ())
        if "key" in given and "savekey" in given:
            return self.enter(given["key"])
        if "add" in given or given.get("__EVENTTARGET") == "add":
            return self.list(self.dialog)
        if fields is not None:
            raise AssertionError(f"posted something else: {fields}")
        return self.list()

    def answer_dialog(self, fields: Any) -> str:
        given = dict(fields or ())
        if "savekey" in given:
            return self.enter(given["key"])
        return f"<form method=post action='/tms/dialog'>{self.dialog}</form>"

    def enter(self, key: str) -> str:
        if key == NEW:
            self.keys.append(key)
            return self.back or self.list()
        self.message = f"<div class=err>The option key {key} is not valid for this server</div>"
        return self.list(self.dialog)


RELEASE_FORM = "<fieldset><legend>General Settings</legend><label>TMS Release Key <input name=release value='AAAAAAAA-01-BBBBBBBB'></label><input type=submit name=save value=Save></fieldset>"
ADD = "<input type=submit name=add value='Add Option Key'>"
ADD_LINK = "<a href=\"javascript:__doPostBack('add','')\">Add Option Key</a>"
DIALOGS = {
    "labelled": "<div class=dlg><table><tr><td>Input the option key string</td><td><input name=key></td></tr></table><input type=submit name=savekey value=Save></div>",
    "label for": "<div role=dialog><label for=k>Option Key:</label><input id=k name=key><button name=savekey>Save</button></div>",
    "heading alone": "<div><h4>Input the option key string</h4><input type=text name=key><input type=submit name=savekey value=Save></div>",
    "sentence alone": "<div><p>Please enter it here.</p><div><input type=text name=key></div><input type=submit name=savekey value=Save><input type=submit name=c value=Cancel></div>",
    "placeholder": "<div><input type=text name=key placeholder='Input the option key string'><input type=submit name=savekey value=Save></div>",
    "row of a table": "<table><tr><td>Input the option key string:</td><td><input name=key></td><td><input type=submit name=savekey value=Save></td></tr></table>",
    "text area": "<fieldset><legend>Add Option Key</legend><label>Option Key <textarea name=key></textarea></label><input type=submit name=savekey value=Save></fieldset>",
}


@pytest.mark.parametrize("dialog", DIALOGS.values(), ids=DIALOGS.keys())
@pytest.mark.parametrize("button", [ADD, ADD_LINK])
def test_key_is_entered_in_the_pane(site: Any, web_of: Callable[..., Web], button: str, dialog: str) -> None:
    """The pane's own Save is clicked, not that of the release key."""
    licences = Licences(site, general=RELEASE_FORM, dialog=dialog)
    licences.general = RELEASE_FORM + button
    added = general_settings.add_option_key(web_of(site), NEW)
    assert added.settings is not None
    assert [key.key for key in added.settings.keys] == [KEY, NEW]
    assert ("release", "AAAAAAAA-01-BBBBBBBB") in site.posts[-1]
    assert [fields.count(("key", NEW)) for fields in site.posts] == [0, 1]


@pytest.mark.parametrize("dialog", DIALOGS.values(), ids=DIALOGS.keys())
def test_key_is_entered_on_a_page_of_its_own(site: Any, web_of: Callable[..., Web], dialog: str) -> None:
    button = "<a href='#' onclick=\"window.open('/tms/dialog','d')\">Add Option Key</a>"
    Licences(
        site,
        general=RELEASE_FORM + button,
        dialog=dialog,
        address="/dialog",
        back="<script>window.close()</script><p>Done</p>",
    )
    added = general_settings.add_option_key(web_of(site), NEW)
    assert added.settings is None
    assert len(site.posts) == 1 and ("key", NEW) in site.posts[0]


def test_field_of_a_window_may_be_called_like_one_of_the_page(site: Any, web_of: Callable[..., Web]) -> None:
    button = "<a href='#' onclick=\"window.open('/tms/dialog','d')\">Add Option Key</a>"
    Licences(
        site,
        general=f"{RELEASE_FORM}<p>Contact <input name=key></p>{button}",
        dialog=DIALOGS["sentence alone"],
        address="/dialog",
        back="<script>window.close()</script><p>Done</p>",
    )
    general_settings.add_option_key(web_of(site), NEW)
    assert len(site.posts) == 1 and ("key", NEW) in site.posts[0]


def test_key_is_entered_beside_its_button(site: Any, web_of: Callable[..., Web]) -> None:
    """A pane that has the field from the start, with Save of its own."""
    dialog = "<div><label>Option Key <input name=key></label><input type=submit name=savekey value=Save></div>"
    Licences(site, general=RELEASE_FORM + dialog, dialog="")
    added = general_settings.add_option_key(web_of(site), NEW)
    assert added.settings is not None and [key.key for key in added.settings.keys] == [KEY, NEW]


def test_key_is_entered_where_a_hidden_dialog_shows(site: Any, web_of: Callable[..., Web]) -> None:
    """Add Option Key only makes a part of the page visible, by a script."""
    dialog = "<div id=d style='display:none'><label>Input the option key string <input name=key></label><input type=submit name=savekey value=Save></div>"
    Licences(
        site,
        general=RELEASE_FORM + "<button type=button onclick=\"show('d')\">Add Option Key</button>" + dialog,
        dialog="",
    )
    added = general_settings.add_option_key(web_of(site), NEW)
    assert added.settings is not None and [key.key for key in added.settings.keys] == [KEY, NEW]


REFUSALS = {
    "marked": "<div role=alert>{said}</div>",
    "feedback": "<span id=ctl00_uxContent_uxFeedback_uxErrorLabel>{said}</span>",
    "paragraph": "<p>{said}</p>",
    "title of a picture": "<div><img src=e.gif alt='Error'> {said}</div>",
}


@pytest.mark.parametrize("html", REFUSALS.values(), ids=REFUSALS.keys())
def test_message_of_a_refused_key(site: Any, web_of: Callable[..., Web], html: str) -> None:
    wrong = "120000A1-02-99999999"
    licences = Licences(site, general=ADD, dialog=DIALOGS["labelled"])
    enter = licences.enter

    def refuse(key: str) -> str:
        enter(key)
        licences.message = html.format(said=f"The option key {key} is not valid for this server")
        return licences.list(licences.dialog)

    licences.enter = refuse  # type: ignore[method-assign]
    added = general_settings.add_option_key(web_of(site), wrong)
    assert "The option key 120000A1-**-******** is not valid for this server" in added.message
    assert wrong not in added.message and KEY not in added.message
    assert added.settings is None, "a key that a message quotes is not listed for it"


def test_message_never_shows_a_key_in_another_case(site: Any, web_of: Callable[..., Web]) -> None:
    licences = Licences(site, general=ADD, dialog=DIALOGS["labelled"])
    licences.enter = lambda key: licences.list(f"<p>The key {key.upper()} is not valid</p>")  # type: ignore[method-assign]
    added = general_settings.add_option_key(web_of(site), "120000a1-02-abcdefab")
    assert "ABCDEFAB" not in added.message and "is not valid" in added.message


def test_read_only_never_opens_the_dialog(site: Any, web_of: Callable[..., Web]) -> None:
    Licences(site, general=ADD, dialog=DIALOGS["labelled"])
    web = web_of(site)
    site.read_only = ReadOnlyPolicy(web.labels.navigating)
    with pytest.raises(ReadOnlyError):
        general_settings.add_option_key(web, NEW)
    assert site.posts == []


def test_two_buttons_to_add_that_differ(site: Any, web_of: Callable[..., Web]) -> None:
    Licences(site, general=ADD + "<input type=submit name=add2 value='Add Option Key'>", dialog=DIALOGS["labelled"])
    with pytest.raises(AmbiguousLabelError, match="2 places"):
        general_settings.add_option_key(web_of(site), NEW)
    assert site.posts == []


def test_two_saves_as_near_are_refused(site: Any, web_of: Callable[..., Web]) -> None:
    dialog = "<div><label>Option Key <input name=key></label><input type=submit name=a value=Save><input type=submit name=b value=Save></div>"
    Licences(site, general=ADD, dialog=dialog)
    with pytest.raises(AmbiguousLabelError, match="Save"):
        general_settings.add_option_key(web_of(site), NEW)
    assert not any(("key", NEW) in fields for fields in site.posts)


def test_no_way_to_add(site: Any, web_of: Callable[..., Web]) -> None:
    Licences(site, general="", dialog="")
    with pytest.raises(LabelError, match="Add Option Key"):
        general_settings.add_option_key(web_of(site), NEW)


# -- pages that are not the one


LOGIN = "<form><input name=u><input type=password name=p><input type=submit value='Log in'></form>"


@pytest.mark.parametrize(
    ("html", "error"),
    [
        ("<h3>Allgemeine Einstellungen</h3><table><tr><td>Sprache</td><td>Deutsch</td></tr></table>", LabelError),
        (LOGIN, LostSessionError),
        ("<h1>Access denied</h1>", NotAllowedError),
        ("<p>You do not have permission to view this page.</p>", NotAllowedError),
        ("<p>You are not authorized to view this page</p>", NotAllowedError),
    ],
)
def test_another_page(shown: Callable[[str], Web], html: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        general_settings.read(shown(html))


def test_start_page_instead(site: Any, web_of: Callable[..., Web], start_page: str) -> None:
    site.pages["/?p=gs"] = "/"
    with pytest.raises(LostSessionError, match="start page"):
        general_settings.read(web_of(site))


def test_start_page_instead_by_the_name_of_its_document(site: Any, web_of: Callable[..., Web], start_page: str) -> None:
    """It says why it came; another page of the same address is none."""
    site.pages["/?p=gs"] = "/default.aspx"
    site.pages["/default.aspx"] = start_page.replace("Welcome", "Welcome.<p>Your session has expired.</p>")
    with pytest.raises(LostSessionError, match="start page"):
        general_settings.read(web_of(site))
    site.pages["/default.aspx"] = start_page.replace("Welcome", "<p>One</p><p>Two</p><p>Three</p>")
    with pytest.raises(LabelError, match="Licenses and Option Keys"):
        general_settings.read(web_of(site))


def test_menu_in_another_language(site: Any, web_of: Callable[..., Web]) -> None:
    site.pages["/"] = "<a href=x>Systeme</a><a href=y>Verwaltung</a><p>S/N: 84000001 (tms)</p>"
    with pytest.raises(LabelError, match="Language"):
        general_settings.read(web_of(site))


def test_menu_that_a_script_builds(site: Any, start_page: str) -> None:
    """Nothing of it can be clicked; the user gives the address that the browser shows."""
    site.pages["/"] = "<script src='menu.js'></script><div class='foot'>S/N: 84000001 (tms)</div>"
    site.pages["/default.aspx?pageId=35"] = "<h2>General Settings</h2>"
    for address in ("default.aspx?pageId=35", "/tms/default.aspx?pageId=35", f"{site.base}/default.aspx?pageId=35"):
        web = Web(site, Labels(), {"general settings": address})
        assert "General Settings" in web.menu("Administrative Tools", "General Settings").text
    with pytest.raises(LabelError, match="Navigator"):
        web.menu("Systems", "Navigator")


@pytest.mark.parametrize(
    ("pages", "message"),
    [
        ({"Genral Settings": "/tms/x"}, "The option pages knows no such page"),
        ({"Users": ""}, "The option pages must give an address"),
        ({"Users": 7}, "The option pages must give an address"),
        ({"Users": "https://elsewhere.example.com/tms/x"}, "The option pages must give addresses of the server itself"),
    ],
)
def test_addresses_that_are_none(site: Any, pages: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        Web(site, Labels(), pages)


def test_menu_by_given_labels(site: Any, web_of: Callable[..., Web]) -> None:
    site.pages["/"] = "<a href=x>Systeme</a><a href='/tms/?p=gs'>Allgemein</a><p>S/N: 84000001 (tms)</p>"
    site.pages["/?p=gs"] = f"<h3>Lizenzen</h3><p>{KEY}</p>"
    labels = {"General Settings": "Allgemein", "Licenses and Option Keys": ["Lizenzen", "Keys"], "Systems": "Systeme"}
    read = general_settings.read(web_of(site, labels=labels))
    assert [key.key for key in read.keys] == [KEY]


@pytest.mark.parametrize("html", [LOGIN, "<h1>It works!</h1>", ""])
def test_no_tms(site: Any, web_of: Callable[..., Web], html: str) -> None:
    site.pages["/"] = f"<html><body>{html}</body></html>"
    with pytest.raises(NotTmsError):
        general_settings.read(web_of(site))


FRAMES = {
    "frames": "<frameset><frame src='/tms/menu'><frame src='/tms/content'></frameset>",
    "inline frame": "<div><a href='/tms/?p=sys'>Systems</a></div><iframe src='/tms/content'></iframe>",
    "frame in a frame": "<iframe src='/tms/around'></iframe>",
    "frame with spaces": "<iframe src=' /tms/content '></iframe>",
}


@pytest.mark.parametrize("html", FRAMES.values(), ids=FRAMES.keys())
def test_frames(site: Any, web_of: Callable[..., Web], html: str) -> None:
    site.pages["/?p=gs"] = html
    site.pages["/menu"] = "<a href='/tms/?p=sys'>Systems</a>"
    site.pages["/around"] = "<iframe src='/tms/around'></iframe><iframe src='/tms/content'></iframe>"
    site.pages["/content"] = f"{PANE}<p>{KEY}</p>"
    assert [key.key for key in general_settings.read(web_of(site)).keys] == [KEY]


def test_a_password_among_many_fields_is_no_login_page(site: Any, web_of: Callable[..., Web]) -> None:
    """A page in a frame has no footer of its own that would tell it to be one of TMS."""
    fields = "".join(f"<input name=f{number}>" for number in range(5))
    site.pages["/?p=gs"] = f"<form>{fields}<input type=password name=p></form>{PANE}<p>{KEY}</p>"
    assert [key.key for key in general_settings.read(web_of(site)).keys] == [KEY]


def test_login_page_in_a_frame_is_no_list_without_keys(site: Any, web_of: Callable[..., Web]) -> None:
    site.pages["/?p=gs"] = f"{PANE}<iframe src='/tms/keys'></iframe>"
    site.pages["/keys"] = "<form>User <input name=u> Password <input type=password name=p><input type=submit></form>"
    with pytest.raises(LostSessionError, match="a login page came back in a frame"):
        general_settings.read(web_of(site))


def test_password_in_a_frame_beside_keys_is_no_login_page(site: Any, web_of: Callable[..., Web]) -> None:
    site.pages["/?p=gs"] = f"{PANE}<p>{KEY}</p><iframe src='/tms/mail'></iframe>"
    site.pages["/mail"] = "<form>Account <input name=a> Password <input type=password name=p></form>"
    assert [key.key for key in general_settings.read(web_of(site)).keys] == [KEY]


def test_start_page_of_frames(site: Any, web_of: Callable[..., Web], start_page: str) -> None:
    site.pages["/"] = "<frameset><frame src='/tms/menu' name=m><frame src='/tms/content'></frameset>"
    site.pages["/menu"] = start_page
    site.pages["/content"] = "<p>Welcome</p>"
    site.pages["/?p=gs"] = f"{PANE}<p>{KEY}</p>"
    web = web_of(site)
    assert web.serial == "84000001"
    assert [key.key for key in general_settings.read(web).keys] == [KEY]


def test_frame_of_another_server_is_left_alone(site: Any, web_of: Callable[..., Web]) -> None:
    site.pages["/?p=gs"] = (
        f"{PANE}<iframe src='https://ads.example.net/tms/x'></iframe><iframe src='about:blank'></iframe><iframe></iframe>"
    )
    general_settings.read(web_of(site))
    assert site.since(0) == ["GET /", "GET /?p=gs"]


@pytest.mark.parametrize(
    ("html", "on"),
    [
        ("<label for=a>Enable Auditing</label><select id=a><option selected>Yes<option>No</select>", True),
        (
            "<table><tr><td>Enable Auditing:</td><td><select name=a><option>Yes<option selected>No</select></td></tr></table>",
            False,
        ),
        ("<dl><dt>Enable Auditing</dt><dd>Yes</dd></dl>", True),
        ("<label><input type=checkbox name=a checked> Enable Auditing</label>", True),
        ("<label><input type=checkbox name=a> Enable Auditing</label>", False),
        ("<table><tr><td>Enable Auditing</td><td>Sometimes</td></tr></table>", None),
        ("<p>Nothing of the sort</p>", None),
    ],
)
def test_auditing_is_read_however_it_is_shown(shown: Callable[[str], Web], html: str, on: bool | None) -> None:
    assert general_settings.read(shown(f"<h3>General</h3>{html}{PANE}")).auditing is on


def test_auditing_is_read_from_the_page_before_that_of_the_keys(site: Any, web_of: Callable[..., Web]) -> None:
    site.pages["/?p=gs"] = (
        "<html><body><dl><dt>Enable Auditing</dt><dd>No</dd></dl><a href='/tms/?p=lic'>Licenses and Option Keys</a></body></html>"
    )
    site.pages["/?p=lic"] = f"<html><body>{PANE}<p>{KEY}</p></body></html>"
    assert general_settings.read(web_of(site)).auditing is False


CLIENTS = "Active Application Integration Clients"


@pytest.mark.parametrize(
    "html",
    [
        f"<h3>{CLIENTS}</h3><table><tr><th>Host</th><th>Since</th></tr><tr><td>a</td><td>1</td></tr><tr><td>b</td><td>2</td></tr></table>",
        f"<fieldset><legend>{CLIENTS}</legend><table><thead><tr><td>Host</td><td>Since</td></tr></thead><tbody><tr><td>a</td><td>1</td></tr><tr><td>b</td><td>2</td></tr></tbody></table></fieldset>",
        f"<div role=region aria-label='{CLIENTS}'><div role=table><div role=row><div role=columnheader>Host</div><div role=columnheader>Since</div></div><div role=row><div role=cell>a</div><div role=cell>1</div></div><div role=row><div role=cell>b</div><div role=cell>2</div></div></div></div>",
    ],
)
def test_active_clients_are_counted_and_keys_are_not(shown: Callable[[str], Web], html: str) -> None:
    settings = general_settings.read(shown(f"{PANE}{KEYS['table with headers']}{html}<h3>Else</h3>{KEYS['roles']}"))
    assert settings.clients == (
        (("Host", "a"), ("Since", "1")),
        (("Host", "b"), ("Since", "2")),
    )


def test_no_table_of_clients_is_not_a_table_without_clients(shown: Callable[[str], Web]) -> None:
    assert general_settings.read(shown(PANE)).clients is None
    empty = f"<h3>{CLIENTS}</h3><table><tr><th>Host</th><th>Since</th></tr></table>"
    assert general_settings.read(shown(PANE + empty)).clients == ()


def test_title_of_another_server_is_quoted_in_short(site: Any, web_of: Callable[..., Web]) -> None:
    site.pages["/"] = f"<html><title>{'Portal ' * 2000}</title></html>"
    with pytest.raises(NotTmsError, match=r"its title is 'Portal Portal") as refused:
        general_settings.read(web_of(site))
    assert len(str(refused.value)) < 1000


def test_page_that_declares_entities_is_none_of_tms(site: Any, web_of: Callable[..., Web], start_page: str) -> None:
    site.pages["/"] = f"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>{start_page}"
    with pytest.raises(UnexpectedReplyError, match="it declares entities"):
        general_settings.read(web_of(site))
