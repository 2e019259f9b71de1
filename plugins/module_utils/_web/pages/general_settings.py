# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""General Settings: the pane Licenses and Option Keys.

This module util is PRIVATE to the collection; it can change at any time.

Administrator guide 15.x p. 23: Administrative Tools > Configuration > General Settings; Add Option Key asks for the key
string and has a Save of its own. How the list of keys looks is not known: a key is known by its form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import AmbiguousLabelError, LabelError
from ansible_collections.telepresence.tms.plugins.module_utils._model.licensing import (
    Figure,
    GeneralSettings,
    ListedKey,
    masked,
)
from ansible_collections.telepresence.tms.plugins.module_utils._web.clickables import Clickable
from ansible_collections.telepresence.tms.plugins.module_utils._web.document import CONTROLS, Document, Element
from ansible_collections.telepresence.tms.plugins.module_utils._web.grids import Row, rows
from ansible_collections.telepresence.tms.plugins.module_utils._web.nearest import nearest
from ansible_collections.telepresence.tms.plugins.module_utils._web.text import normalised, shown
from ansible_collections.telepresence.tms.plugins.module_utils._web.web import Page, Web

MENU = ("Administrative Tools", "Configuration", "General Settings")

#: 8-2-8 as Cisco PQA 112591 prints it; asterisks in case a server shows keys masked.
_KEY = re.compile(r"\b[0-9A-Za-z]{8}-[0-9A-Za-z*]{2}-[0-9A-Za-z*]{7,8}(?![\w-])")


def read(web: Web) -> GeneralSettings:
    """The keys listed, and all numbers with their labels; one request."""
    return _shown_on(web, _opened(web))


def _opened(web: Web) -> Page:
    page = web.menu(*MENU)
    if page.pane(web.labels.all("Licenses and Option Keys")) is not None:
        return page
    behind = page.clickables(web.labels.all("Licenses and Option Keys"))
    if behind:
        page = web.click(*behind[0], "tab")
        if page.pane(web.labels.all("Licenses and Option Keys")) is not None or keys_on(web, page):
            return page
    raise web.missing(page, "Licenses and Option Keys", "read the option keys", "the page General Settings")


def _shown_on(web: Web, page: Page) -> GeneralSettings:
    return GeneralSettings(tuple(keys_on(web, page)), tuple(_figures_of(page)))


def _figures_of(page: Page) -> Iterator[Figure]:
    for document in page.documents:
        for field in document.fields:
            if re.fullmatch(r"\d{1,9}", field.value) and (field.control is None or "licen" in field.label.casefold()):
                yield Figure(field.label, int(field.value))


def keys_on(web: Web, page: Page) -> list[ListedKey]:
    """Every text of a key's form, with what else its row says; the release key has the same form and is none."""
    found: dict[str, ListedKey] = {}
    for document in page.documents:
        by_row = {row.element: row for row in rows(document)}
        release = {
            field.value for field in document.fields if normalised(field.label) in ("tms release key", "release key")
        }
        for element in document.root.iter():
            if not isinstance(element.tag, str) or element.tag in ("input", "textarea", "script", "style"):
                continue
            own = shown(" ".join([element.text or "", *(child.tail or "" for child in element)]))
            for match in _KEY.finditer(own):
                if match.group(0) not in release and own not in release:
                    found.setdefault(match.group(0), _listed(web, document, element, match.group(0), by_row))
    return list(found.values())


def _listed(web: Web, document: Document, element: Element, key: str, by_row: dict[Element, Row]) -> ListedKey:
    for around in (element, *element.iterancestors()):
        row = by_row.get(around)
        if row is not None:
            cells = row.cells
            others = [(header, text) for header, text in cells if key not in text]
            expires = row.cell(web.labels.all("Expires"))
            description = row.cell(web.labels.all("Description"))
            if description is None or key in description:
                description = " ".join(text for header, text in others if text != expires)
            return ListedKey(key, description, expires, tuple(others))
    line = next(
        (each for each in (element, *element.iterancestors()) if each.tag in ("tr", "li", "option", "dt")),
        element if element.tag in ("div", "p", "td", "dd") else element.getparent(),
    )
    if line.tag == "dt" and line.getnext() is not None:
        return ListedKey(key, document.value_of(line.getnext()))
    rest = shown(document.value_of(line).replace(key, " "))
    return ListedKey(key, rest.strip(" -–:|,()"))


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
    save = _save_beside(web, opened, document, field)
    after = web.click(document, save, "button", {field: key})
    settings = None
    if after.pane(web.labels.all("Licenses and Option Keys")) is not None:
        settings = _shown_on(web, after)
    return AddedKey(_message(after, (page, opened)).replace(key, masked(key)), settings)


def _dialog(web: Web, page: Page) -> Page:
    """The page on which a key is entered: what Add Option Key opens, or the pane itself where there is no such button."""
    found = page.clickables(web.labels.all("Add Option Key"))
    if not found:
        if page.fields(web.labels.all("Option Key")):
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
    labelled = [
        (document, field.control)
        for document, field in page.fields(web.labels.all("Option Key"))
        if field.control is not None and _takes_text(field.control)
    ]
    if labelled and len({control for dummy, control in labelled}) == 1:
        return labelled[0]
    known = {control.get("name") for document in before.documents for control in document.root.iter(*CONTROLS)}
    new = [
        (document, control)
        for document in page.documents
        for control in document.root.iter("input", "textarea")
        if _takes_text(control) and control.get("name") not in known
    ]
    if len(new) == 1:
        return new[0]
    if labelled:
        raise AmbiguousLabelError(
            "add an option key",
            label=web.labels.first("Option Key"),
            where=page.url,
            said=f"{len(labelled)} fields carry the label '{web.labels.first('Option Key')}'",
        )
    raise web.missing(page, "Option Key", "add an option key", "the dialog that Add Option Key opens")


def _takes_text(control: Element) -> bool:
    if "disabled" in control.attrib or "readonly" in control.attrib:
        return False
    return control.tag == "textarea" or (
        control.tag == "input" and control.get("type", "text").casefold() in ("text", "password", "search")
    )


def _save_beside(web: Web, page: Page, document: Document, field: Element) -> Clickable:
    found = [each for of, each in page.clickables(web.labels.all("Save")) if of is document]
    if not found:
        raise web.missing(page, "Save", "add an option key", "the dialog that Add Option Key opens")
    return nearest(document, field, found, "add an option key", web.labels.first("Save"))


def _message(after: Page, before: tuple[Page, ...]) -> str:
    """What the page says that the pages before did not: first what is marked as a message, else all of it."""
    said: list[str] = []
    for document in after.documents:
        for element in document.root.iter():
            if isinstance(element.tag, str) and element.get("role") in ("alert", "status", "alertdialog"):
                said.append(document.value_of(element))
    if not any(said):
        known = {chunk for page in before for document in page.documents for chunk in document.chunks}
        said = [chunk for document in after.documents for chunk in document.chunks if chunk not in known]
        said = [chunk for chunk in said if len(chunk.split()) > 2 and not _KEY.fullmatch(chunk)]
    return shown(" ".join(said))[:300]
