# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Partial post-backs of ASP.NET AJAX: an answer of parts, each "length|type|id|content|", instead of a page.

This module util is PRIVATE to the collection; it can change at any time.

Not asked for, as a post-back without a script's header is answered by a whole page; a server that answers so all the same is
understood: the parts replace what the page before showed. The form is that of MicrosoftAjaxWebForms.js.
"""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from urllib.parse import unquote

from ansible_collections.telepresence.tms.plugins.module_utils._http.line import without_values
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import UnexpectedReplyError
from ansible_collections.telepresence.tms.plugins.module_utils._web.document import Document

_HEAD = re.compile(r"(\d{1,9})\|(\w+)\|([^|]*)\|")


@dataclass(frozen=True)
class Part:
    """kind: updatePanel, hiddenField, pageRedirect, error, and others that only concern scripts."""

    kind: str
    id: str
    content: str


def parts(text: str) -> list[Part] | None:
    """The parts of an answer, None if it is none of this form."""
    found = []
    place = 0
    while place < len(text.rstrip()):
        head = _HEAD.match(text, place)
        if head is None:
            return None
        end = _after(text, head.end(), int(head.group(1)))
        if text[end : end + 1] != "|":
            return None
        found.append(Part(head.group(2), head.group(3), text[head.end() : end]))
        place = end + 1
    return found or None


def _after(text: str, start: int, length: int) -> int:
    """Where *length* of what a script counts ends: beyond the first 65,536 a character counts twice."""
    end = start + length
    if text[start:end].isascii():
        return end
    end = start
    while length > 0 and end < len(text):
        length -= 2 if ord(text[end]) > 0xFFFF else 1
        end += 1
    return end


def redirect(found: list[Part]) -> str | None:
    """The address that the answer sends to."""
    return next((unquote(part.content) for part in found if part.kind == "pageRedirect"), None)


def applied(before: Document, found: list[Part], tried: str) -> Document:
    """The page as it stands after the answer."""
    import lxml.html

    for part in found:
        if part.kind == "error":
            raise UnexpectedReplyError(
                tried,
                on=before.url,
                said=f"error {part.id} '{without_values(part.content)[:200]}'",
                remedy="look at the log of the TMS server",
            )
    root = copy.deepcopy(before.root)
    by_id = {element.get("id"): element for element in root.iter("*") if element.get("id")}
    for part in found:
        element = by_id.get(part.id)
        if part.kind == "updatePanel" and element is not None:
            for child in list(element):
                element.remove(child)
            new = lxml.html.fragment_fromstring(part.content, create_parent="div")
            element.text = new.text
            element.extend(list(new))
        elif part.kind == "hiddenField" and element is not None:
            element.set("value", part.content)
        elif part.kind == "hiddenField":
            for form in list(root.iter("form"))[:1]:
                form.append(form.makeelement("input", type="hidden", name=part.id, id=part.id, value=part.content))
        elif part.kind == "formAction":
            for form in list(root.iter("form"))[:1]:
                form.set("action", part.content)
    return Document(root, before.url, before.encoding)
