# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of people, rooms and hosts replaced by stand-ins, so that what a server shows can be shown to strangers.

This module util is PRIVATE to the collection; it can change at any time.

One name has one stand-in wherever it occurs, and a stand-in has the form of what it stands for, so that a masked page still
reads like the page. What is known by name is replaced in every way a page can write it; addresses, keys and the like are
known by their form.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any
from urllib.parse import quote, quote_plus

from ansible_collections.telepresence.tms.plugins.module_utils._model.licensing import masked as masked_key

#: Ways in which a page can write a name: plain, as HTML, as a part of an address, within a script.
_WRITINGS: tuple[Callable[[str], str], ...] = (
    str,
    html.escape,
    lambda name: html.escape(name, quote=False),
    lambda name: html.escape(name).replace("&#x27;", "&#39;"),
    # ASP.NET writes the letters of Latin-1 by their numbers.
    lambda name: "".join(f"&#{ord(each)};" if 160 <= ord(each) < 256 else html.escape(each) for each in name),
    quote,
    quote_plus,
    lambda name: quote(name, safe=""),
    lambda name: json.dumps(name)[1:-1],
    lambda name: name.replace("\\", "\\\\").replace("'", "\\'"),
)

#: A letter by its number or name.
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,8});")
#: Signs of Chinese and Japanese, which part no words.
_SIGN = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")

#: Of fewer bytes than this, a name is likelier to be met by chance than as a name.
_SHORTEST = 3
#: A number of fewer digits is likelier to be a count or an id.
_SHORTEST_NUMBER = 5


#: What is known by its form -> how its stand-ins are written. Their own stand-ins have the same form, but are never masked again.
_FORMS: tuple[tuple[re.Pattern[str], Callable[[int, str], str]], ...] = (
    (
        re.compile(r"[\w.+'-]+(?:@|%40|&#64;)[\w-]+(?:\.[\w-]+)+"),
        lambda number, dummy: f"person{number}@example.com",
    ),
    (
        re.compile(r"(?<![0-9A-Za-z-])[0-9A-Za-z]{8}-[0-9A-Za-z]{2}-[0-9A-Za-z]{7,8}(?![0-9A-Za-z-])"),
        lambda number, key: f"{masked_key(key).partition('-')[0]}-00-{number:08d}",
    ),
    (
        re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])"),
        lambda number, dummy: f"198.18.{number >> 8 & 255}.{number & 255}",
    ),
    (
        re.compile(r"(?<![0-9A-Fa-f:-])(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}(?![0-9A-Fa-f:-])"),
        lambda number, dummy: f"02:00:00:00:{number >> 8 & 255:02x}:{number & 255:02x}",
    ),
    (
        re.compile(r"(?<![\w+])\+\d[\d ()-]{6,}\d"),
        lambda number, dummy: f"+1555{number:07d}",
    ),
    (
        re.compile(r"(?:(?<=S/N: )|(?<=S/N:)|(?<=S/N：))[^\s(（<]+(?: ?[(（][^)）<]*[)）])?"),
        lambda number, dummy: f"8{number:07d} (tms)",
    ),
    # Long tokens, of which nobody can tell what they hold: view state, session keys.
    (
        re.compile(r"(?<![\w+/=])(?=[A-Za-z+/=-]*\d)(?=[^a-z]*[a-z])(?=[^A-Z]*[A-Z])[A-Za-z0-9+/=-]{40,}"),
        lambda number, dummy: f"token{number}",
    ),
)

_INPUT = re.compile(r"""<input\b(?:[^>"']|"[^"]*"|'[^']*')*>""", re.IGNORECASE)
_VALUE = re.compile(r"""(\svalue\s*=\s*)("[^"]*"|'[^']*'|[^\s>]+)""", re.IGNORECASE)
_PASSWORD = re.compile(r"""\stype\s*=\s*["']?password\b""", re.IGNORECASE)
_STATE = re.compile(r"""\sname\s*=\s*["']?__(?:VIEWSTATE|EVENTVALIDATION|PREVIOUSPAGE)""", re.IGNORECASE)


class Mask:
    """names: kind ("System", "Folder") -> the names of that kind; keep: what is never masked, for it is a label.

    A name that is a word of a label, or too short to be told from one, is left as it is; left tells which those are.
    """

    def __init__(self, names: Mapping[str, Iterable[str]], keep: Collection[str] = ()) -> None:
        labels = {label.casefold() for label in keep}
        words = labels | {word for label in labels for word in re.findall(r"[^\W\d_]+", label)}
        #: Folded name -> the name as it is written, and its stand-in.
        self._known: dict[str, tuple[str, str]] = {}
        #: What was met of the forms -> its stand-in.
        self._met: dict[str, str] = {}
        left = []
        for kind, several in names.items():
            for number, name in enumerate(dict.fromkeys(each.strip() for each in several if each.strip()), 1):
                if name.casefold() in words or _likely_by_chance(name):
                    left.append(name)
                else:
                    self._known.setdefault(name.casefold(), (name, f"{kind}{number}"))
        self.left = tuple(left)
        self._labels = "\n".join(labels)

    def text(self, text: str) -> str:
        """*text*, a page or a single value, without the names."""
        text = self._without_names(text)
        for form, stand_in in _FORMS:
            text = form.sub(self._replacing(stand_in), text)
        return text

    def page(self, markup: str) -> str:
        """A page without names, passwords and view state."""
        markup = _REFERENCE.sub(_letter, markup)
        return self.text(_INPUT.sub(lambda found: _without_value(found.group(0)), markup))

    def value(self, value: Any) -> Any:
        """A result of a module: every text in it, also in lists and mappings."""
        if isinstance(value, Mapping):
            return {key: self.value(each) for key, each in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.value(each) for each in value]
        return self.text(value) if isinstance(value, str) else value

    def _replacing(self, stand_in: Callable[[int, str], str]) -> Callable[[re.Match[str]], str]:
        return lambda found: self._stand_in(found.group(0), stand_in)

    def _stand_in(self, found: str, stand_in: Callable[[int, str], str]) -> str:
        if found not in self._met:
            made = stand_in(len(self._met) // 2 + 1, found)
            # A page that was masked is the same when it is masked again.
            self._met |= {found: made, made: made}
        return self._met[found]

    def _whole(self, written: str) -> str:
        """The pattern of a name as a whole; within an address it may follow an encoded character.

        Chinese and Japanese write a name without a blank beside it: "東京支店" is a branch in 東京.
        """
        parted = len(written) < 2 or written in self._labels
        before = "" if _SIGN.match(written[0]) and not parted else r"(?:(?<![^\W_])|(?<=%[0-9A-Fa-f]{2}))"
        after = "" if _SIGN.match(written[-1]) and not parted else r"(?![^\W_])"
        return before + re.escape(written) + after

    def _without_names(self, text: str) -> str:
        present = text.casefold()
        writings: dict[str, str] = {}
        for name, stand_in in self._known.values():
            for written in {writing(name).casefold() for writing in _WRITINGS}:
                if written in present:
                    writings[written] = stand_in
        if not writings:
            return text
        longest_first = sorted(writings, key=len, reverse=True)
        any_of_them = "|".join(map(self._whole, longest_first))
        return re.sub(any_of_them, lambda found: writings[found.group(0).casefold()], text, flags=re.IGNORECASE)


def _letter(reference: re.Match[str]) -> str:
    """A letter beyond ASCII as it is, whatever way a page wrote it; all else as it was."""
    meant = html.unescape(reference.group(0))
    return meant if meant.isalpha() and not meant.isascii() else reference.group(0)


def _likely_by_chance(name: str) -> bool:
    # Two letters of Latin are met in many words, two signs of Chinese are a name.
    return len(name.encode("utf-8")) < (_SHORTEST_NUMBER if name.isdigit() else _SHORTEST)


def _without_value(tag: str) -> str:
    if _PASSWORD.search(tag):
        return _VALUE.sub(r'\1""', tag)
    return _VALUE.sub(r'\1"masked"', tag) if _STATE.search(tag) else tag
