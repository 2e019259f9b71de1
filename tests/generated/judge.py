# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the collection makes of a generated page, compared with what was meant and with what a browser did."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin

from ansible_collections.telepresence.tms.plugins.module_utils._http.body import encoded
from ansible_collections.telepresence.tms.plugins.module_utils._http.line import Reply
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import AmbiguousLabelError, LabelError
from ansible_collections.telepresence.tms.plugins.module_utils._model.text import shown
from ansible_collections.telepresence.tms.plugins.module_utils._web import forms
from ansible_collections.telepresence.tms.plugins.module_utils._web.clickables import labelled
from ansible_collections.telepresence.tms.plugins.module_utils._web.document import Document
from ansible_collections.telepresence.tms.plugins.module_utils._web.labels import Labels
from ansible_collections.telepresence.tms.plugins.module_utils._web.nearest import control_labelled, nearest
from ansible_collections.telepresence.tms.plugins.module_utils._web.web import Page as Read
from ansible_collections.telepresence.tms.plugins.module_utils._web.web import Web
from browser import MARK, Seen
from pages import Asked, Page


class _Http:
    """Knows one page. base: the server it is on."""

    def __init__(self, page: Page, address: str) -> None:
        self._page = page
        self._address = address
        self.base = urljoin(address, "/tms")

    def get(self, address: str, **dummy: Any) -> Reply:
        if address == self._address:
            return Reply(200, address, self._page.html, {"Content-Type": self._page.content_type})
        around = f'<html><frameset cols="20%,80%"><frame name=l><frame name=r src="{self._address}"></frameset></html>'
        return Reply(200, address, around.encode(), {"Content-Type": "text/html"})


def read(page: Page, address: str) -> Document:
    """The page as the collection reads it."""
    web = Web(_Http(page, address), Labels())  # type: ignore[arg-type]
    return web.open(urljoin(address, "/frames") if page.framed else address).documents[-1]


def mistakes(page: Page, document: Document) -> list[str]:
    """Labels that lead to another control than the one that was meant, and ties that were not refused."""
    return [said for asked in page.asked for said in _mistake(document, asked, page.save)]


def _mistake(document: Document, asked: Asked, button: str) -> list[str]:
    named = f"'{asked.label}' in pane '{asked.pane}' ({asked.ways})"
    marks = [set(map(str, control.marks)) for control in asked.meant]
    pane = [asked.pane] if asked.pane else []
    by = [button] if asked.by_button else []
    try:
        picked = control_labelled(Read((document,), True), [asked.label], "fill in", document.url, pane=pane, button=by)
    except AmbiguousLabelError as error:
        return [] if len(marks) > 1 else [f"{named}: {error}"]
    except LabelError as error:
        return [f"{named}: {error}"]
    got = picked[1].get(MARK)
    if len(marks) > 1:
        return [f"{named}: took {got} where {marks} were meant"]
    return [] if got in marks[0] else [f"{named}: took {got}, not {marks[0]}"]


def clicked(page: Page, document: Document) -> tuple[list[str], forms.Post | str | None]:
    """What is wrong with what is chosen; and what a click on the right one posts, or the address it opens."""
    buttons = labelled(document, page.label)
    by_mark = {each.element.get(MARK): each for each in buttons}
    wanted = by_mark.get(str(page.button))
    if wanted is None:
        return [f"'{page.label}' ({page.button}) is not found to click"], None
    if page.beside is None:
        said = [] if len(buttons) == 1 else [f"'{page.label}' can be clicked in {len(buttons)} places"]
        return said, wanted.address or forms.post(document, wanted, {})
    pane = [page.beside.pane] if page.beside.pane else []
    try:
        control = control_labelled(Read((document,), True), [page.beside.label], "fill in", document.url, pane=pane)[1]
    except LabelError:
        return [], forms.post(document, wanted, {})
    said = []
    try:
        chosen = nearest(document, control, buttons, "save", page.label)
        if chosen.element.get(MARK) != str(page.button):
            said = [f"'{page.beside.label}' is saved by {chosen.element.get(MARK)}, not {page.button}"]
    except AmbiguousLabelError as error:
        said = [f"'{page.beside.label}': {error}"]
    return said, forms.post(document, wanted, {})


def differences(document: Document, post: forms.Post | str | None, seen: Seen) -> list[str]:
    """Where a browser holds or sends something else."""
    said = []
    for control in document.root.iter("input", "select", "textarea"):
        mark = control.get(MARK)
        if mark and control.get("type", "").casefold() not in ("submit", "image", "button"):
            held = _held(seen.values.get(mark))
            if document.value_of(control) != held:
                said.append(f"{control.tag} {mark} holds {document.value_of(control)!r}, in a browser {held!r}")
    if isinstance(post, str) and seen.sent is not None and seen.sent.body is None:
        # The place within a page is not sent.
        opened = seen.sent.address.partition("#")[0]
        return said if post == opened else [*said, f"opens {post}, a browser {opened}"]
    if not isinstance(post, forms.Post) or seen.sent is None or seen.sent.body is None:
        return [*said, f"posted {post}, a browser {seen.sent}"]
    body, content_type = encoded(post.fields, post.encoding, multipart=post.multipart)
    if post.address != seen.sent.address:
        said.append(f"posts to {post.address}, a browser to {seen.sent.address}")
    if content_type.partition(";")[0] != seen.sent.content_type.partition(";")[0]:
        said.append(f"posts as {content_type}, a browser as {seen.sent.content_type}")
    own, other = _comparable(body, content_type), _comparable(seen.sent.body, seen.sent.content_type)
    if own != other:
        said.append(f"posts\n  {own!r}, a browser\n  {other!r}")
    return said


def _held(value: Any) -> str:
    return ", ".join(map(shown, value)) if isinstance(value, list) else shown(value)


def _comparable(body: bytes, content_type: str) -> bytes:
    """A body without what differs from click to click: where in a picture it was clicked, and the boundary."""
    body = re.sub(rb"(\.[xy]=)\d+", rb"\g<1>0", body)
    body = re.sub(rb'(\.[xy]"\r\n\r\n)\d+', rb"\g<1>0", body)
    boundary = content_type.partition("boundary=")[2].encode()
    return body.replace(boundary, b"boundary") if boundary else body
