# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Text as a person reads it.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import normalize

#: Nothing to see: zero-width spaces and joiners, marks of direction, a hyphen that is only shown at a line's end.
_UNSEEN = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF))

#: What may stand around a name: colons, also wide ones, and the star of a required field.
_AROUND = " :\uff1a*\uff0a…»›"

#: What may stand around a label beside that: bullets, the signs of an unfolded or a sorted list, the Japanese mark of what
#: must be filled in, and brackets that set off a title or a button.
_MARKS = _AROUND + "※■□◆◇▲△▼▽▶▷►◀◁◄•・‣★☆｜|【】〔〕《》〈〉「」『』[]"
#: Bullets that say Yes where they stand alone.
_CIRCLES = "●○◎"

#: A blank between two Chinese or Japanese signs: these languages part no words, but spread short ones over a button.
_SPREAD = re.compile(r"(?<=[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]) (?=[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff])")


def shown(text: str | None) -> str:
    """Text as it is seen: non-breaking spaces and line ends are spaces, runs of them one."""
    if not text:
        return ""
    # str.split takes a non-breaking space for a space.
    return " ".join((text if text.isascii() else text.translate(_UNSEEN)).split())


@lru_cache(maxsize=8192)
def narrow(text: str) -> str:
    """Text with the usual form of each sign: wide letters, digits and brackets, narrow katakana, ligatures."""
    return text if text.isascii() else normalize("NFKC", text)


@lru_cache(maxsize=8192)
def normalised(text: str | None) -> str:
    """Text for comparing labels: without regard to case and width, and without the marks around it."""
    plain = shown(text)
    if not plain.isascii():
        plain = _SPREAD.sub("", shown(narrow(plain)))
    plain = plain.casefold()
    return plain.strip(_MARKS + _CIRCLES).rstrip(".") or plain.strip(_MARKS).rstrip(".")


@lru_cache(maxsize=8192)
def named(text: str | None) -> str:
    """Text for comparing names that people gave: as they wrote them, but for case, blanks, and what stands around a field."""
    return shown(text).casefold().strip(_AROUND).rstrip(".")


def unmarked(text: str | None) -> str:
    """A title without the marks that a page puts around it."""
    return shown(text).strip(_MARKS + _CIRCLES)
