# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Forms as a browser posts them: what was changed, what was clicked, and everything else as it was.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from ansible_collections.telepresence.tms.plugins.module_utils._http.body import NoFile, codec, encoded, lines
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import UnexpectedReplyError
from ansible_collections.telepresence.tms.plugins.module_utils._web.clickables import UNNAMED, Clickable
from ansible_collections.telepresence.tms.plugins.module_utils._web.contents import (
    as_typed,
    checked,
    disabled,
    held,
    option_text,
    selected,
    type_of,
)
from ansible_collections.telepresence.tms.plugins.module_utils._web.document import (
    CONTROLS,
    Document,
    Element,
    resolved,
)

_NEVER_POSTED = frozenset({"button", "reset", "submit", "image"})


@dataclass(frozen=True)
class Post:
    """What a click posts: to which address, which fields in which order, in which encoding; multipart: as files are sent;
    by_get: sent as search forms are, the fields as the query of the address."""

    address: str
    fields: tuple[tuple[str, str], ...]
    encoding: str
    multipart: bool = False
    by_get: bool = False


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
    encoding = _encoding(document, form)
    fields: list[tuple[str, str]] = []
    for control in _controls(document, form):
        if clicked.submits and control is clicked.element:
            fields += _as_clicked(control)
        else:
            fields += _contents(control, changes.get(control))
    if clicked.target is not None:
        fields = _with_event(fields, clicked.target, clicked.argument)
    # ASP.NET's script submits the form itself, which does not know of a button.
    by = clicked.element if clicked.submits else form
    action = (by.get("formaction") or clicked.action or form.get("action") or "").strip()
    multipart = (by.get("formenctype") or form.get("enctype") or "").strip().casefold() == "multipart/form-data"
    address = resolved(document, action) if action else document.url
    if not address:
        raise UnexpectedReplyError(
            f"click '{clicked.label}'",
            on=document.url,
            said=f"its form is posted to '{action[:200]}', which is no address",
        )
    # A form without a method is none of ASP.NET's, which writes it always; what such a page expects is a guess.
    if (by.get("formmethod") or form.get("method") or "post").strip().casefold() == "get":
        query = encoded(fields, encoding)[0].decode("ascii")
        return Post(urlsplit(address)._replace(query=query).geturl(), tuple(fields), encoding, by_get=True)
    return Post(address, tuple(fields), encoding, multipart)


def form_of(document: Document, element: Element) -> Element | None:
    """The form around *element*; the page's only form for a link outside of any, as ASP.NET's script takes it."""
    owner = element.get("form")
    forms = list(document.root.iter("form"))
    if owner is not None:
        return next((form for form in forms if form.get("id") == owner), None)
    around = next((ancestor for ancestor in element.iterancestors() if ancestor.tag == "form"), None)
    if around is not None:
        return around
    return forms[0] if forms else None


def _encoding(document: Document, form: Element) -> str:
    """The encoding of what the form posts: the first of accept-charset that is known, else that of the page."""
    for name in (form.get("accept-charset") or "").replace(",", " ").split():
        known = codec(name)
        if known is not None:
            break
    else:
        known = document.encoding
    return "utf-8" if known is None or known.startswith("utf") else known


def _controls(document: Document, form: Element) -> list[Element]:
    """The controls and buttons that belong to *form*, in page order."""
    owned = []
    for element in document.root.iter(*CONTROLS, "button"):
        owner = element.get("form")
        if form in element.iterancestors("form") if owner is None else owner == form.get("id"):
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
    type_ = type_of(control) if control.tag == "input" else ""
    if type_ in _NEVER_POSTED:
        return []
    if type_ in ("checkbox", "radio"):
        return [(name, held(control))] if (change if isinstance(change, bool) else checked(control)) else []
    if type_ == "file":
        return [(name, NoFile())]
    return [(name, lines(as_typed(control, change) if isinstance(change, str) else held(control)))]


def _as_clicked(button: Element) -> list[tuple[str, str]]:
    name = button.get("name")
    if button.tag == "input" and type_of(button) == "image":
        prefix = f"{name}." if name else ""
        return [(f"{prefix}x", "1"), (f"{prefix}y", "1")]
    return [(name, button.get("value", UNNAMED if button.tag == "input" else ""))] if name else []


def _with_event(fields: list[tuple[str, str]], target: str, argument: str) -> list[tuple[str, str]]:
    """ASP.NET's two event fields filled in where they stand, or put in front where its script would make them."""
    event = {"__EVENTTARGET": target, "__EVENTARGUMENT": argument}
    filled = [(name, event.pop(name) if name in event else value) for name, value in fields]
    return [*event.items(), *filled]


def _option_value(option: Element) -> str:
    value = option.get("value")
    return value if value is not None else option_text(option)
