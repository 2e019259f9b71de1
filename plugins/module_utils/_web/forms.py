# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Forms as a browser posts them: what was changed, what was clicked, and everything else as it was.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import UnexpectedReplyError
from ansible_collections.telepresence.tms.plugins.module_utils._web.clickables import Clickable
from ansible_collections.telepresence.tms.plugins.module_utils._web.document import (
    CONTROLS,
    Document,
    Element,
    disabled,
    resolved,
    selected,
)

_NEVER_POSTED = frozenset({"button", "reset", "submit", "image"})


@dataclass(frozen=True)
class Post:
    """What a click posts: to which address, which fields in which order, in which encoding."""

    address: str
    fields: tuple[tuple[str, str], ...]
    encoding: str


#: New contents of controls: text for text controls, True or False for boxes and radio buttons, and for a select the
#: option elements that shall be selected.
Changes = Mapping[Element, "str | bool | list[Element]"]


def post(document: Document, clicked: Clickable, changes: Changes) -> Post:
    """The post of the form that *clicked* belongs to, with *changes* made in it."""
    form = form_of(document, clicked.element)
    if form is None:
        raise UnexpectedReplyError(
            f"click '{clicked.label}'", on=document.url, said="it posts a form back, but the page holds no form"
        )
    fields: list[tuple[str, str]] = []
    for control in _controls(document, form):
        if clicked.submits and control is clicked.element:
            fields += _as_clicked(control)
        else:
            fields += _contents(control, changes.get(control))
    if clicked.target is not None:
        fields = _with_event(fields, clicked.target, clicked.argument)
    own = clicked.element.get("formaction") if clicked.submits else None
    action = (own or clicked.action or form.get("action") or "").strip()
    return Post(resolved(document, action) if action else document.url, tuple(fields), document.encoding)


def form_of(document: Document, element: Element) -> Element | None:
    """The form around *element*; the page's only form for a link outside of any, as ASP.NET's script takes it."""
    owner = element.get("form")
    forms = list(document.root.iter("form"))
    if owner:
        return next((form for form in forms if form.get("id") == owner), None)
    around = next((ancestor for ancestor in element.iterancestors() if ancestor.tag == "form"), None)
    if around is not None:
        return around
    return forms[0] if forms else None


def _controls(document: Document, form: Element) -> list[Element]:
    owned = []
    for element in document.root.iter():
        if element.tag not in CONTROLS and element.tag != "button":
            continue
        owner = element.get("form")
        inside = form in element.iterancestors()
        if (owner is None and inside) or (owner is not None and owner == form.get("id")):
            owned.append(element)
    return owned


def _contents(control: Element, change: str | bool | list[Element] | None) -> list[tuple[str, str]]:
    """The pairs that a control posts; none for one that is disabled, unnamed, or unchecked."""
    name = control.get("name")
    if not name or control.tag == "button" or disabled(control):
        return []
    if control.tag == "select":
        chosen = change if isinstance(change, list) else selected(control)
        return [(name, _option_value(option)) for option in chosen if not disabled(option)]
    if control.tag == "textarea":
        text = change if isinstance(change, str) else _textarea_value(control)
        return [(name, re.sub(r"\r\n|\r|\n", "\r\n", text))]
    type_ = control.get("type", "text").casefold()
    if type_ in _NEVER_POSTED:
        return []
    if type_ in ("checkbox", "radio"):
        checked = change if isinstance(change, bool) else "checked" in control.attrib
        return [(name, control.get("value", "on"))] if checked else []
    if type_ == "file":
        return [(name, "")]
    text = change if isinstance(change, str) else control.get("value", "")
    return [(name, text if type_ == "hidden" else re.sub(r"[\r\n]", "", text))]


def _as_clicked(button: Element) -> list[tuple[str, str]]:
    name = button.get("name")
    if button.get("type", "").casefold() == "image":
        prefix = f"{name}." if name else ""
        return [(f"{prefix}x", "1"), (f"{prefix}y", "1")]
    return [(name, button.get("value", ""))] if name else []


def _with_event(fields: list[tuple[str, str]], target: str, argument: str) -> list[tuple[str, str]]:
    """ASP.NET's two event fields filled in where they stand, or put in front where its script would make them."""
    event = {"__EVENTTARGET": target, "__EVENTARGUMENT": argument}
    filled = [(name, event.pop(name) if name in event else value) for name, value in fields]
    return [*event.items(), *filled]


def _option_value(option: Element) -> str:
    value = option.get("value")
    return value if value is not None else " ".join(option.text_content().split())


def _textarea_value(control: Element) -> str:
    # A browser drops one line end right after the start tag.
    return re.sub(r"^(\r\n|\r|\n)", "", control.text_content())
