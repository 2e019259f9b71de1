# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the collection makes of a generated page, compared with what was meant and with what a browser did."""

from __future__ import annotations

import re
from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._http.body import encoded
from ansible_collections.telepresence.tms.plugins.module_utils._http.line import Reply
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import AmbiguousLabelError, LabelError
from ansible_collections.telepresence.tms.plugins.module_utils._web import forms
from ansible_collections.telepresence.tms.plugins.module_utils._web.clickables import labelled
from ansible_collections.telepresence.tms.plugins.module_utils._web.document import Document
from ansible_collections.telepresence.tms.plugins.module_utils._web.labels import Labels
from ansible_collections.telepresence.tms.plugins.module_utils._web.nearest import control_labelled, nearest
from ansible_collections.telepresence.tms.plugins.module_utils._web.text import shown
from ansible_collections.telepresence.tms.plugins.module_utils._web.web import Page as Read
from ansible_collections.telepresence.tms.plugins.module_utils._web.web import Web
from browser import MARK, Seen
from pages import Asked, Page


class _Http:
    base = "http://127.0.0.1/tms"


_WEB = Web(_Http(), Labels())  # type: ignore[arg-type]


def read(page: Page, address: str) -> Document:
    """The page as the collection reads it."""
    return _WEB._document(Reply(200, address, page.html, {"Content-Type": page.content_type}))


def mistakes(page: Page, document: Document) -> list[str]:
    """Labels that lead to another control than the one that was meant, and ties that were not refused."""
    return [said for asked in page.asked for said in _mistake(document, asked)]


def _mistake(document: Document, asked: Asked) -> list[str]:
    named = f"'{asked.label}' in pane '{asked.pane}' ({asked.ways})"
    marks = [set(map(str, control.marks)) for control in asked.meant]
    pane = [asked.pane] if asked.pane else []
    try:
        picked = control_labelled(Read((document,), True), [asked.label], "fill in", document.url, pane=pane)
    except AmbiguousLabelError as error:
        return [] if len(marks) > 1 else [f"{named}: {error}"]
    except LabelError as error:
        return [f"{named}: {error}"]
    got = picked[1].get(MARK)
    if len(marks) > 1:
        return [f"{named}: took {got} where {marks} were meant"]
    return [] if got in marks[0] else [f"{named}: took {got}, not {marks[0]}"]


def posted(page: Page, document: Document) -> tuple[list[str], forms.Post | None]:
    """What is wrong with the button that is chosen, and what a click on the right one posts."""
    buttons = labelled(document, page.label)
    by_mark = {each.element.get(MARK): each for each in buttons}
    wanted = by_mark.get(str(page.button))
    if wanted is None:
        return [f"the button {page.button} '{page.label}' is not found"], None
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


def differences(document: Document, post: forms.Post | None, seen: Seen) -> list[str]:
    """Where a browser holds or sends something else."""
    said = []
    for control in document.root.iter("input", "select", "textarea"):
        mark = control.get(MARK)
        if mark and control.get("type", "").casefold() not in ("submit", "image", "button"):
            held = _held(seen.values.get(mark))
            if document.value_of(control) != held:
                said.append(f"{control.tag} {mark} holds {document.value_of(control)!r}, in a browser {held!r}")
    if post is None or seen.sent is None or seen.sent.body is None:
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
