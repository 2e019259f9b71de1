# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be clicked on a page, and what a browser would then do.

This module util is PRIVATE to the collection; it can change at any time.

Addresses and post-backs are read off href and onclick as far as they stand there in plain words: links, submit buttons,
__doPostBack, WebForm_DoPostBackWithOptions, window.open and its kin, also where the page puts the address together of plain
parts. No script is run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from ansible_collections.telepresence.tms.plugins.module_utils._model.text import normalised, shown
from ansible_collections.telepresence.tms.plugins.module_utils._web.contents import disabled, type_of
from ansible_collections.telepresence.tms.plugins.module_utils._web.document import Document, Element, resolved
from ansible_collections.telepresence.tms.plugins.module_utils._web.scripts import STRING, written_out

#: What browsers write on a submit button that says nothing itself.
UNNAMED = "Submit"

_CLICKED = frozenset({"a", "area", "button", "input"})
_POST_BACK = re.compile(r"__doPostBack\(\s*" + STRING + r"\s*,\s*" + STRING)
#: Target, argument, whether it validates, group of validators, another address to post to.
_POST_BACK_OPTIONS = re.compile(
    r"WebForm_PostBackOptions\(\s*"
    + STRING
    + r"\s*,\s*"
    + STRING
    + r"(?:\s*,\s*\w+\s*,\s*"
    + STRING
    + r"\s*,\s*"
    + STRING
    + ")?"
)
_OPENING = re.compile(
    r"(?:window\.open|showModalDialog|showModelessDialog|open|location\.assign|location\.replace)\(\s*"
    + STRING
    + r"|location(?:\.href)?\s*=\s*"
    + STRING
)


@dataclass(frozen=True)
class Clickable:
    """One thing to click. address: where it leads by GET; else target and argument of a post-back; else it submits its form.

    is_link: shown as a link, not as a button; action: where it posts to, if not where its form does.
    """

    label: str
    element: Element
    is_link: bool
    address: str | None = None
    target: str | None = None
    argument: str = ""
    submits: bool = False
    action: str = ""
    #: The part of the page that it shows, in place of *instead_of*, without asking the server.
    panel: Element | None = None
    instead_of: tuple[Element, ...] = ()


def clickables(document: Document) -> Iterator[Clickable]:
    """Everything to click, in page order; links that lead nowhere (fragments, other schemes) are left out."""
    if document.known_clickables is None:
        document.known_clickables = tuple(_found(document))
    yield from document.known_clickables


def _found(document: Document) -> Iterator[Clickable]:
    for element in document.root.iter("*"):
        if (element.tag not in _CLICKED and not element.get("onclick")) or not document.is_offered(element):
            continue
        if disabled(element):
            continue
        if element.tag == "a" or element.tag == "area":
            found = _link(document, element)
        elif element.tag == "button":
            given = (element.get("type") or "").casefold()
            found = _button(
                document,
                element,
                shown(element.text_content()),
                given if given in ("button", "reset") else "submit",
            )
        elif element.tag == "input" and type_of(element) in ("submit", "button", "image"):
            text = shown(_text_of(element))
            found = _button(document, element, text, type_of(element))
        elif element.get("onclick") and element.tag not in ("input", "select", "textarea", "form", "body"):
            found = _scripted(document, element, _label(document, element), element.get("onclick"), is_link=True)
        else:
            continue
        if found is not None and found.label:
            yield found


def choice(document: Document, select: Element, option: Element) -> Clickable | None:
    """What choosing *option* does at once: the post-back of a list that is shown anew, None where it does nothing."""
    found = _scripted(document, select, document.value_of(option), select.get("onchange") or "", is_link=True)
    return found if found is not None and found.target is not None else None


def labelled(document: Document, label: str) -> list[Clickable]:
    """What can be clicked under *label*, whole after normalising."""
    return [each for each in clickables(document) if normalised(each.label) == normalised(label)]


def tabs_labelled(document: Document, label: str) -> list[Clickable]:
    """The tabs within the page under *label*, whole after normalising."""
    return [
        Clickable(tab.label, tab.element, True, panel=tab.panel, instead_of=tab.beside)
        for tab in document.tabs
        if normalised(tab.label) == normalised(label)
    ]


def _text_of(button: Element) -> str | None:
    """What an input that is a button shows."""
    if type_of(button) == "image":
        return button.get("alt") or button.get("value")
    return button.get("value", UNNAMED if type_of(button) == "submit" else None)


def _label(document: Document, element: Element) -> str:
    # An icon's text counts only where there is no other: a link is called what stands beside its icon.
    text = shown(element.get("alt")) if element.tag == "area" else ""
    text = (
        text
        or shown(element.text_content())
        or document.value_of(element)
        or document.by_ids(element.get("aria-labelledby"))
    )
    return text or shown(element.get("aria-label")) or shown(element.get("title"))


def _link(document: Document, element: Element) -> Clickable | None:
    label = _label(document, element)
    href = (element.get("href") or "").strip()
    # In an address a script is written with percent signs.
    script = unquote(href) if href.casefold().startswith("javascript:") else ""
    scripted = _scripted(document, element, label, f"{element.get('onclick') or ''};{script}", is_link=True)
    if scripted is not None:
        return scripted
    if not href or href.startswith("#") or re.match(r"(?!https?:)[a-z][a-z0-9+.-]*:", href, re.IGNORECASE):
        return None
    address = resolved(document, href)
    return Clickable(label, element, True, address=address) if address else None


def _button(document: Document, element: Element, text: str, type_: str) -> Clickable | None:
    label = text or _label(document, element)
    scripted = _scripted(document, element, label, element.get("onclick") or "", is_link=False)
    if scripted is not None and not (scripted.target == element.get("name") and type_ == "submit"):
        return scripted
    if type_ in ("submit", "image"):
        return Clickable(label, element, False, submits=True, action=scripted.action if scripted is not None else "")
    return None


def _scripted(document: Document, element: Element, label: str, script: str, *, is_link: bool) -> Clickable | None:
    if "(" not in script and "=" not in script:
        return None
    # A script may stand in a string of another one: setTimeout('__doPostBack(\\'a\\',\\'\\')', 0).
    for each in (script, script.replace("\\'", "'").replace('\\"', '"')):
        found = _POST_BACK_OPTIONS.search(each) or _POST_BACK.search(each)
        if found:
            target, argument, *others = _strings(found)
            action = others[1] if others else ""
            return Clickable(label, element, is_link, target=target, argument=argument, action=action)
    plain = _OPENING.search(script)
    if plain is None or re.match(r"\s*\+", script[plain.end() :]):
        return _put_together(document, element, label, script, is_link=is_link)
    return _opening(document, element, label, plain, is_link=is_link)


def _put_together(document: Document, element: Element, label: str, script: str, *, is_link: bool) -> Clickable | None:
    """What a script leads to that puts its address together, or calls a function of the page that does."""
    out = written_out(script, document.scripts)
    if out == script:
        return None
    ways = {match.group(0): match for match in (*_POST_BACK.finditer(out), *_OPENING.finditer(out))}
    # One that depends on something may lead here or there.
    if len(ways) != 1:
        return None
    match = next(iter(ways.values()))
    if match.re is _POST_BACK:
        target, argument = _strings(match)
        return Clickable(label, element, is_link, target=target, argument=argument)
    return (
        None if re.match(r"\s*\+", out[match.end() :]) else _opening(document, element, label, match, is_link=is_link)
    )


def _opening(
    document: Document, element: Element, label: str, opening: re.Match[str], *, is_link: bool
) -> Clickable | None:
    address = next(unescaped(group) for group in opening.groups() if group is not None)
    if not address or address.startswith(("javascript:", "about:", "#")):
        return None
    full = resolved(document, address)
    return Clickable(label, element, is_link, address=full) if full else None


def _strings(match: re.Match[str]) -> list[str]:
    groups = match.groups()
    return [
        unescaped(first if first is not None else second)
        for first, second in zip(groups[::2], groups[1::2], strict=True)
    ]


def unescaped(text: str | None) -> str:
    """A string of a script as it is meant."""
    escapes = {"n": "\n", "r": "\r", "t": "\t"}

    def meant(match: re.Match[str]) -> str:
        code = match.group(1)
        if code[0] in "ux":
            return chr(int(code[1:], 16))
        return escapes.get(code, code)

    return re.sub(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)", meant, text or "")
