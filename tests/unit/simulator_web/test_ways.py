# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every way in which a page may be written is used by a skin, and the README says by which: looked up in the pages themselves."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from windows import pieces_of
from tms_simulator.web.skins import SKINS
from tms_simulator.web.viewstate import peek

README = Path(__file__).parents[2] / "simulator" / "tms_simulator" / "web" / "README.md"

CONTROL = "(self::input[not(@type) or not(contains('hidden submit button', @type))] or self::select or self::textarea)"
IN_IT = f".//*[{CONTROL}]"


@dataclass
class Tour:
    """All documents that a person sees of a skin on the way through what the collection uses; deltas: partial answers."""

    documents: list[Any] = field(default_factory=list)
    deltas: list[str] = field(default_factory=list)
    view: list[Any] = field(default_factory=list)

    def has(self, xpath: str) -> bool:
        return any(document.xpath(xpath) for document in self.documents)

    @property
    def scripts(self) -> str:
        return "\n".join(
            text
            for document in self.documents
            for text in document.xpath("//script/text() | //@onclick | //@href | //@onchange")
        )

    @property
    def posts(self) -> list[set[str]]:
        """Of each document the fields that can be posted, as its view state knows them."""
        found = []
        for document in self.documents:
            state = {
                name: [each.get("value", "")]
                for name in ("__VIEWSTATE",)
                for each in document.xpath(f"//*[@name='{name}']")
            }
            found.append({entry[0] for entry in (peek(state) or {"c": {}})["c"].values()})
        return found


@pytest.fixture
def tour(browse: Callable[..., Any], store: Any, to_view: Callable[..., None]) -> Tour:
    seen = Tour()
    # A list has ten pages and more where a pager shows no more at once.
    store.write("update systems set folder = 0 where id > 1010")
    for number in range(300):
        store.add_ticket(1001, f"Ticket no. {number}", "Critical", "")
    browser = browse()
    handle = browser._web.handle

    def noted(request: Any) -> Any:
        answer = handle(request)
        if answer.content_type.startswith("text/plain"):
            seen.deltas.append(answer.body)
            html = "".join(content for kind, dummy, content in pieces_of(answer.body) if kind == "updatePanel")
            seen.documents.append(lxml.html.document_fromstring(html or "<p>"))
        elif answer.status == 200:
            seen.documents.append(lxml.html.document_fromstring(answer.body))
        return answer

    browser._web.handle = noted
    browser.get("/tms")
    to_view(browser, "Oslo", "Oslo Boardroom 1")
    seen.view = [seen.documents[-1]]
    browser.click("Edit Settings")
    browser.click("General Settings")
    browser.click("Add Option Key")
    browser.get("/tms")
    browser.click("Ticketing Service")
    for page in ("Users", "Groups", "Default Groups"):
        browser.click(page)
    browser.click("Groups")
    browser.click("API Bookers")
    if not browser.clickables("Set Permissions"):
        browser.click("Groups")
    browser.click("Set Permissions")
    browser.click("Users")
    browser.click("TMS\\operator")
    return seen


def _labels_one(tour: Tour) -> bool:
    """A label refers to a control that is not one of several of its name."""
    for document in tour.documents:
        for label in document.xpath("//label[@for]"):
            target = document.xpath(f"//*[@id='{label.get('for')}'][{CONTROL}]")
            if target and len(document.xpath("//*[@name=$name]", name=target[0].get("name"))) == 1:
                return True
    return False


def _headed(tour: Tour) -> bool:
    """A row of texts, and a control below each of them."""
    for document in tour.documents:
        for row in document.xpath("//tr[count(td) > 1 or count(th) > 1]"):
            below = row.getnext()
            if below is None or len(below) != len(row) or row.xpath(IN_IT):
                continue
            if all(cell.text_content().strip() for cell in row) and all(cell.xpath(IN_IT) for cell in below):
                return True
    return False


def _one_choice(tour: Tour) -> bool:
    """The title around a single choice is all that labels it."""
    for document in tour.documents:
        for box in document.xpath("//fieldset[legend]"):
            names = {each.get("name") for each in box.xpath(IN_IT)}
            if len(names) == 1 and len(box.xpath(".//input[@type='radio']")) == len(box.xpath(IN_IT)) > 1:
                return True
    return False


def _clickables(document: Any, label: str) -> list[Any]:
    shown = f"normalize-space() = '{label}' or @value = '{label}'"
    return list(document.xpath(f"//*[self::a or self::button or self::input][{shown}]"))


def _ways(document: Any, label: str, call: str = "") -> bool:
    """Whether something so called is clicked by such a script; call: empty for a link with an address."""
    scripts = [f"{each.get('href') or ''}{each.get('onclick') or ''}" for each in _clickables(document, label)]
    return any(call in each if call else each.startswith("/") for each in scripts)


def _any(of: Callable[..., bool], *arguments: str) -> Callable[[Tour], bool]:
    return lambda tour: any(of(document, *arguments) for document in tour.documents)


def _xpath(xpath: str) -> Callable[[Tour], bool]:
    return lambda tour: tour.has(xpath)


def _script(pattern: str) -> Callable[[Tour], bool]:
    return lambda tour: re.search(pattern, tour.scripts) is not None


def _in_view(xpath: str) -> Callable[[Tour], bool]:
    return lambda tour: any(document.xpath(xpath) for document in tour.view)


#: What is hidden before the pointer is on it: by a style of its own, or by one for its class.
HIDDEN = "//*[contains(@style, 'display: none') or contains(@style, 'visibility:hidden') or (@class and contains(string(//style), @class))]"

#: Each way, as the README calls it, and how a skin's pages show that it is used.
WAYS: dict[str, Callable[[Tour], bool]] = {
    "`label for`": _labels_one,
    "a label around the control": _xpath(f"//label[{IN_IT}]"),
    "`aria-label`": _xpath(f"//*[@aria-label][{CONTROL} or @role='group']"),
    "`aria-labelledby`": _xpath(f"//*[@aria-labelledby][{CONTROL} or @role='group']"),
    "`aria-describedby`": _xpath(f"//*[@aria-describedby][{CONTROL} or @role='group']"),
    "`title`": _xpath(f"//*[@title][{CONTROL}]"),
    "the cell before": _xpath(f"//tr[count(td) = 2][td[1][normalize-space() and not({IN_IT})]]/td[2][{IN_IT}]"),
    "the header cell above": _headed,
    "a definition list of controls": _xpath(f"//dl/dt/following-sibling::*[1][self::dd][{IN_IT}]"),
    "a definition list of values": _xpath(f"//dl/dt/following-sibling::*[1][self::dd][normalize-space() and not({IN_IT})]"),
    "the text before": _xpath(
        f"//*[not(self::label)]/*[{CONTROL}][preceding-sibling::node()[not(self::br)][1][self::text()[normalize-space()]]]"
    ),
    "the title around a choice": _one_choice,
    "panes by their titles": _xpath("//*[normalize-space() = 'TMS Scheduling Settings']"),
    "tables in tables": _xpath("//table//table"),
    "lists: Next": lambda tour: any(_clickables(each, "Next") for each in tour.documents),
    "lists: numbers": lambda tour: any(_clickables(each, "2") for each in tour.documents),
    "lists: dots behind numbers": lambda tour: any(_clickables(each, "...") for each in tour.documents),
    "lists: arrows to the first and the last page": lambda tour: any(_clickables(each, ">>") for each in tour.documents),
    "lists: by post-backs": lambda tour: any(
        _ways(document, label, "__doPostBack") for document in tour.documents for label in ("Next", "2")
    ),
    "lists: rows per page, at once": _xpath("//select[contains(@onchange, '__doPostBack')]"),
    "lists: rows per page, and a button": lambda tour: any(_clickables(each, "Rows per page") for each in tour.documents),
    "lists: below headers that are links to sort by": _any(_ways, "System Type", "__doPostBack"),
    "lists: below headers in plain cells": _xpath("//tr[td[1][normalize-space() = 'ID']][td[normalize-space() = 'Ticket']]"),
    "trees as lists in lists": _xpath("//*[contains(text(), 'Europe')]/ancestor::li//li//*[contains(text(), 'Oslo')]"),
    "trees of a table a node": _xpath(
        "//table[.//a[normalize-space() = 'Europe']]/following-sibling::div[1]//table//a[normalize-space() = 'Oslo']"
    ),
    "trees by ARIA's roles": _xpath("//*[@role='treeitem']//*[@role='treeitem']"),
    "tabs as links": _any(_ways, "Call Status", ""),
    "tabs as post-backs": _any(_ways, "Call Status", "__doPostBack"),
    "menus under the pointer": _xpath(f"{HIDDEN}[ancestor-or-self::*[@onmouseover] or descendant::*[@onmouseover]]//a"),
    "frames": _xpath("//frameset/frame"),
    "frames in the page": _xpath("//iframe"),
    "windows: `window.open`": _script(r"window\.open\("),
    "windows: `showModalDialog`": _script(r"showModalDialog\("),
    "windows: an address put together by the link": lambda tour: any(
        re.search(r"window\.open\('[^']*' \+", text) for document in tour.documents for text in document.xpath("//@onclick")
    ),
    "windows: by a function of the page": lambda tour: any(
        f"function {name}(" in tour.scripts and re.search(rf"function {name}\([^)]*\) {{[^}}]*window\.", tour.scripts)
        for document in tour.documents
        for name in re.findall(r"(?:^|javascript:)(\w+)\(", "\n".join(document.xpath("//@onclick")))
    ),
    "partial post-backs": lambda tour: bool(tour.deltas),
    "values in disabled controls": _in_view(f"//*[@disabled][{CONTROL}]"),
    "values in read-only controls": _in_view(f"//*[@readonly][{CONTROL}]"),
    "two *Save* on one page": lambda tour: any(
        len({each.get("name") or each.get("href") or each.get("onclick") for each in _clickables(document, "Save")}) > 1
        for document in tour.documents
    ),
    "a section bar and a permission of one name": lambda tour: any(
        {"all Booking", "Booking > Misc > Booking"} <= fields for fields in tour.posts
    ),
}  # fmt: skip


def written() -> dict[str, set[str]]:
    """Way -> skins, as the README has it."""
    rows = re.findall(
        r"^\| (.+?) \| ([a-z, ]+) \|$",
        README.read_text("utf-8").partition("## Ways")[2].partition("\n## ")[0],
        re.MULTILINE,
    )
    return {way: {skin.strip() for skin in skins.split(",")} for way, skins in rows if way != "way"}


def test_each_way_is_used_by_a_skin() -> None:
    assert list(written()) == list(WAYS)
    assert all(skins and skins <= set(SKINS) for skins in written().values())


def test_the_readme_says_which(tour: Tour, skin: str) -> None:
    used = {way for way, is_used in WAYS.items() if is_used(tour)}
    assert used == {way for way, skins in written().items() if skin in skins}
