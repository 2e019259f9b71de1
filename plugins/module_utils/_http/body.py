# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The body of a form that is posted, byte by byte as browsers write it (WHATWG HTML, section "Form submission").

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

import codecs
import re
import secrets
from collections.abc import Sequence
from urllib.parse import urlencode

#: Encodings that browsers take for larger ones (WHATWG Encoding, section "Names and labels").
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "gb2312": "gbk",
}


#: All that browsers read, by Python's names. Python has more, made for host names or source code, that take forever or hide
#: what is written.
_KNOWN = frozenset(
    (
        *(
            "utf-8",
            "utf-8-sig",
            "utf-16",
            "utf-16-le",
            "utf-16-be",
            "cp866",
            "cp874",
            "koi8-r",
            "koi8-u",
            "mac-roman",
            "mac-cyrillic",
        ),
        *("gbk", "gb18030", "big5", "big5hkscs", "cp950", "euc_jp", "iso2022_jp", "cp932", "cp949"),
        *(f"cp{number}" for number in range(1250, 1259)),
        *(f"iso8859-{number}" for number in range(2, 17)),
    )
)


def codec(name: str) -> str | None:
    """Python's name of what browsers mean by the name of an encoding, None for one that they do not have."""
    try:
        known = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    known = _MEANT.get(known, known)
    return known if known in _KNOWN else None


class NoFile(str):
    """The content of a file field in which no file was chosen: an empty text, but in a multipart body."""

    __slots__ = ()


def encoded(fields: Sequence[tuple[str, str]], encoding: str, *, multipart: bool = False) -> tuple[bytes, str]:
    """The body and its content type. A character that *encoding* does not have is written as &#N;, as browsers do."""
    return _in_parts(fields, encoding) if multipart else _in_pairs(fields, encoding)


def _in_pairs(fields: Sequence[tuple[str, str]], encoding: str) -> tuple[bytes, str]:
    pairs = [(lines(name), lines(value)) for name, value in fields]
    # Python and browsers differ in two of the characters that are left as they are.
    body = urlencode(pairs, safe="*", encoding=encoding, errors="xmlcharrefreplace").replace("~", "%7E")
    return body.encode("ascii"), "application/x-www-form-urlencoded"


def _in_parts(fields: Sequence[tuple[str, str]], encoding: str) -> tuple[bytes, str]:
    boundary = f"----FormBoundary{secrets.token_hex(8)}"
    parts = []
    for name, value in fields:
        for character, written in (("\r\n", "%0D%0A"), ('"', "%22")):
            name = lines(name).replace(character, written)
        head = f'Content-Disposition: form-data; name="{name}"'
        if isinstance(value, NoFile):
            head += '; filename=""\r\nContent-Type: application/octet-stream'
        parts.append(f"--{boundary}\r\n{head}\r\n\r\n{lines(value)}\r\n")
    body = "".join([*parts, f"--{boundary}--\r\n"]).encode(encoding, errors="xmlcharrefreplace")
    return body, f"multipart/form-data; boundary={boundary}"


def lines(text: str) -> str:
    """A text with the line ends that forms have."""
    return re.sub(r"\r\n|\r|\n", "\r\n", text)
