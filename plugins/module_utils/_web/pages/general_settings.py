# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""General Settings: the pane Licenses and Option Keys, and what else of the page an audit looks at.

This module util is PRIVATE to the collection; it can change at any time.

Administrator guide 15.x p. 23: Administrative Tools > Configuration > General Settings; Add Option Key asks for the key
string and has a Save of its own. How the list of keys looks is not known: a key is known by its form. Administrator guide
14.1 p. 271: Enable Auditing. TMSBA guide 15.x p. 13: a table Active Application Integration Clients, on which page is not
said (guess: this one).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ansible_collections.telepresence.tms.plugins.module_utils._model import licensing
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import AmbiguousLabelError, LabelError
from ansible_collections.telepresence.tms.plugins.module_utils._model.licensing import (
    Figure,
    GeneralSettings,
    ListedKey,
    masked,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.text import normalised, shown
from ansible_collections.telepresence.tms.plugins.module_utils._web.contents import fillable
from ansible_collections.telepresence.tms.plugins.module_utils._web.document import (
    CONTROLS,
    HEADINGS,
    Document,
    Element,
)
from ansible_collections.telepresence.tms.plugins.module_utils._web.grids import Row, pages, rows, turns_pages
from ansible_collections.telepresence.tms.plugins.module_utils._web.message import LONGEST, message
from ansible_collections.telepresence.tms.plugins.module_utils._web.nearest import Labelled, button_beside, only_control
from ansible_collections.telepresence.tms.plugins.module_utils._web.web import Page, Web

MENU = ("Administrative Tools", "Configuration", "General Settings")

#: 8-2-8 as Cisco PQA 112591 prints it; asterisks in case a server shows keys masked.
_KEY = re.compile(r"\b[0-9A-Za-z]{8}-[0-9A-Za-z*]{2}-[0-9A-Za-z*]{7,8}(?![\w-])")

#: What TMS calls the kinds of keys that license bookings.
PRODUCTS = ("Application Integration", "Exchange Integration", "Booking API")
#: What a figure of licences counts, by the words of its label.
ROLES = {"Available": "free", "Used": "used", "Total": "total"}

_PLACES = frozenset({"div", "p", "td", "dd", "dt", "li", "option", "tr"})


def read(web: Web) -> GeneralSettings:
    """The keys listed, all numbers with their labels, and whether auditing is on; one request."""
    first = web.menu(*MENU)
    page = at_keys(web, first)
    settings = _shown_on(web, page)
    if not settings.keys:
        web.check_frames(page, "read the option keys")
    if settings.auditing is None and page is not first:
        return replace(settings, auditing=_auditing_on(web, first))
    return settings


def _opened(web: Web) -> Page:
    return at_keys(web, web.menu(*MENU))


def at_keys(web: Web, page: Page) -> Page:
    """The page with the keys: General Settings itself, or what its entry Licenses and Option Keys opens."""
    if page.pane(web.labels.all("Licenses and Option Keys")) is not None:
        return page
    behind = page.clickables(web.labels.all("Licenses and Option Keys"))
    if behind:
        page = web.click(*behind[0], "tab")
        if page.pane(web.labels.all("Licenses and Option Keys")) is not None or keys_on(web, page):
            return page
    raise web.missing(page, "Licenses and Option Keys", "read the option keys", "the page General Settings")


def _shown_on(web: Web, page: Page) -> GeneralSettings:
    keys: dict[str, ListedKey] = {}
    for each in pages(web, page, lambda document, element: _beside_keys(web, page, document, element)):
        for key in keys_on(web, each):
            keys.setdefault(key.key, key)
    return GeneralSettings(
        tuple(keys.values()), tuple(_figures_of(web, page)), _auditing_on(web, page), _clients_on(web, page)
    )


def _beside_keys(web: Web, page: Page, document: Document, element: Element) -> bool:
    """Whether an element is in the pane of the keys; anywhere on a page that has no such pane."""
    title = page.pane(web.labels.all("Licenses and Option Keys"))
    return title is None or normalised(document.pane_of(element)) == normalised(title)


def _is_paged(web: Web, page: Page) -> bool:
    """Whether the list of keys is spread over pages, of which this one need not be the first."""
    return any(
        turns_pages(web, each.label) and _beside_keys(web, page, document, each.element)
        for document, each in page.all_clickables()
    )


def _auditing_on(web: Web, page: Page) -> bool | None:
    """Whether Enable Auditing is Yes; None where it is not shown once, or as something else than Yes or No."""
    shown_as = {field.value for dummy, field in page.fields(web.labels.all("Enable Auditing"))}
    if len(shown_as) != 1:
        return None
    value = shown_as.pop()
    return True if web.labels.matches("Yes", value) else False if web.labels.matches("No", value) else None


def _clients_on(web: Web, page: Page) -> tuple[tuple[tuple[str, str], ...], ...] | None:
    """The rows of the table of active clients, None without one."""
    spellings = web.labels.all("Active Application Integration Clients")
    if page.pane(spellings) is None:
        return None
    wanted = {normalised(each) for each in spellings}
    return tuple(
        row.cells
        for document in page.documents
        for row in rows(document)
        if normalised(document.pane_of(row.element)) in wanted
    )


def _figures_of(web: Web, page: Page) -> Iterator[Figure]:
    for document in page.documents:
        for field in document.fields:
            is_label = not field.label.isdigit() and not _KEY.search(field.label)
            of_licence = "licen" in field.label.casefold() or web.labels.within("License", field.label)
            is_read = field.control is None or not fillable(field.control) or of_licence
            if is_label and is_read and re.fullmatch(r"\d{1,9}", field.value):
                role = next((role for label, role in ROLES.items() if _taught(web, label, field.label)), "")
                yield Figure(field.label, int(field.value), _product(web, field.label), role)


def figures_of_licences(web: Web, page: Page) -> list[tuple[Figure, str]]:
    """The figures of the licences that option keys bring, each with what it counts; empty where that is not understood."""
    return [
        (figure, licensing.role_of(figure))
        for figure in _figures_of(web, page)
        if any(licensing.is_of(figure, (product.casefold(),)) for product in PRODUCTS)
    ]


def headers_of_keys(web: Web, page: Page) -> list[str]:
    """The columns of the list of option keys, empty where it has none."""
    found = [
        header
        for document in page.documents
        for row in rows(document)
        if any(_KEY.search(text) for dummy, text in row.cells)
        for header, dummy in row.cells
    ]
    return list(dict.fromkeys(found))


def _product(web: Web, text: str) -> str:
    """The guide's word for the product that *text* names in words that the user gave."""
    return next((product for product in PRODUCTS if _taught(web, product, text)), "")


def _taught(web: Web, label: str, text: str) -> bool:
    return web.labels.is_taught(label) and web.labels.within(label, text)


def keys_on(web: Web, page: Page) -> list[ListedKey]:
    """Every text of a key's form, with what else its row says; the release key has the same form and is none."""
    found: dict[str, ListedKey] = {}
    for document in page.documents:
        # A list without headers may look as if its first row were the headers.
        by_row = {row.element: row for row in rows(document) if not any(_KEY.search(name) for name, dummy in row.cells)}
        release = {field.value for field in document.fields if web.labels.matches("TMS Release Key", field.label)}
        for element in document.root.iter("*"):
            if element.tag in ("script", "style", "textarea") or (element.tag == "input" and fillable(element)):
                continue
            own = _own_text(element)
            for match in _KEY.finditer(own):
                if match.group(0) not in release and own not in release:
                    found.setdefault(match.group(0), _listed(web, document, element, match.group(0), by_row))
    return list(found.values())


def _own_text(element: Element) -> str:
    if element.tag == "input":
        return shown(element.get("value")) if element.get("type", "text").casefold() == "text" else ""
    return shown(" ".join([element.text or "", *(child.tail or "" for child in element)]))


def _listed(web: Web, document: Document, element: Element, key: str, by_row: dict[Element, Row]) -> ListedKey:
    for around in (element, *element.iterancestors()):
        row = by_row.get(around)
        if row is not None:
            cells = row.cells
            others = [(header, text) for header, text in cells if key not in text]
            expires = row.cell(web.labels.all("Expires"))
            description = row.cell(web.labels.all("Description"))
            if description is None or key in description:
                description = shown(" ".join(text for header, text in others if text != expires))
            return ListedKey(key, description, expires, tuple(others), _product(web, description))
    description = _said_beside(web, document, element, key)
    return ListedKey(key, description, product=_product(web, description))


def _said_beside(web: Web, document: Document, element: Element, key: str) -> str:
    """What stands with a key that is in no list with headers: in its line, row, or pair of blocks."""
    lines = [element, *(each for each in element.iterancestors() if each.tag in ("tr", "li", "option"))][:2]
    if element.tag not in _PLACES and element.getparent() is not None:
        lines.append(element.getparent())
    lines += [
        each
        for term in (element, *element.iterancestors("dt", "dd"))
        for each, tag in ((term.getnext(), "dt"), (term.getprevious(), "dd"))
        if term.tag == tag and each is not None
    ]
    block = element.getparent()
    if element.tag == "div" and len(block) in (2, 3) and not any(each.tag in HEADINGS for each in block):
        lines.append(block)
    for each in lines:
        said = [document.value_of(each)] if next(each.iter("br"), None) is None else document.lines_of(each)
        of_key = [text for text in said if key in text] or said
        rest = shown(of_key[0].replace(key, " ")).strip(" -–:|,()")
        if rest and not _KEY.search(rest) and not web.labels.matches("Licenses and Option Keys", rest):
            return rest
    return ""


@dataclass(frozen=True)
class AddedKey:
    """message: what TMS says afterwards, without the key; settings: None where the page after Save does not show the list."""

    message: str
    settings: GeneralSettings | None


def add_option_key(web: Web, key: str) -> AddedKey:
    """Enter a key as an administrator does: Add Option Key, the key, and the Save of the same pane or dialog. One write."""
    page = _opened(web)
    opened = _dialog(web, page)
    document, field = _key_field(web, opened, page)
    save = button_beside(
        web, opened, document, field, "Save", "add an option key", "the dialog that Add Option Key opens"
    )
    after = web.click(document, save, "button", {field: key})
    settings = None
    if after.pane(web.labels.all("Licenses and Option Keys")) is not None and not _is_paged(web, after):
        settings = _shown_on(web, after)
    said = message(after, (page, opened), leave_out=lambda chunk: _KEY.fullmatch(chunk) is not None)
    if settings is not None and key.casefold() in said.casefold():
        # The message may be the only place that names the key; whether it is listed, a fresh page tells.
        settings = None
    # Cut last: a key cut in two would no longer be known as one.
    return AddedKey(_without_keys(said, key)[:LONGEST], settings)


def _without_keys(said: str, key: str) -> str:
    said = re.sub(re.escape(key), masked(key), said, flags=re.IGNORECASE)
    return _KEY.sub(lambda match: masked(match.group(0)), said)


def _dialog(web: Web, page: Page) -> Page:
    """The page on which a key is entered: what Add Option Key opens, or the pane itself where there is no such button."""
    found = page.clickables(web.labels.all("Add Option Key"))
    if not found:
        if _labelled_fields(web, page):
            return page
        raise LabelError(
            "add an option key", label=web.labels.first("Add Option Key"), where="the pane Licenses and Option Keys"
        )
    if len({(each.address, each.target, each.argument, each.element.get("name")) for dummy, each in found}) > 1:
        raise AmbiguousLabelError(
            "add an option key",
            label=web.labels.first("Add Option Key"),
            where="the page General Settings",
            said=f"'{web.labels.first('Add Option Key')}' can be clicked in {len(found)} places",
        )
    return web.click(*found[0], "button")


def _key_field(web: Web, page: Page, before: Page) -> tuple[Document, Element]:
    """Where the key is typed: the field labelled so, else the only text field that the click brought up."""
    tie: AmbiguousLabelError | None = None
    try:
        buttons = page.clickables(web.labels.all("Save"))
        label = web.labels.first("Option Key")
        one = only_control(_labelled_fields(web, page), label, "add an option key", page.url, buttons=buttons)
        if one is not None:
            return one
    except AmbiguousLabelError as error:
        tie = error
    # In a window of its own nothing was there before, whatever it is called.
    known = {(each.url, control.get("name")) for each in before.documents for control in each.root.iter(*CONTROLS)}
    new = [
        (document, control)
        for document in page.documents
        for control in document.root.iter("input", "textarea")
        if _takes_text(control) and (document.url, control.get("name")) not in known
    ]
    if len(new) == 1:
        return new[0]
    raise tie or web.missing(page, "Option Key", "add an option key", "the dialog that Add Option Key opens")


def _labelled_fields(web: Web, page: Page) -> list[Labelled]:
    """The fields to fill in under the first spelling that any has: the list may have a column of the same label."""
    for spelling in web.labels.all("Option Key"):
        found = [
            each for each in page.fields([spelling]) if each[1].control is not None and _takes_text(each[1].control)
        ]
        if found:
            return found
    return []


def _takes_text(control: Element) -> bool:
    is_text = control.tag == "input" and control.get("type", "text").casefold() in ("text", "password", "search")
    return fillable(control) and (is_text or control.tag == "textarea")
