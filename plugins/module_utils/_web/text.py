# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Text as a person reads it.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

from functools import lru_cache

#: Nothing to see: zero-width spaces and joiners, marks of direction, a hyphen that is only shown at a line's end.
_UNSEEN = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF))

#: What may stand around a label: colons, also wide ones, and the star of a required field.
_AROUND = " :\uff1a*\uff0a…»›"


def shown(text: str | None) -> str:
    """Text as it is seen: non-breaking spaces and line ends are spaces, runs of them one."""
    if not text:
        return ""
    # str.split takes a non-breaking space for a space.
    return " ".join((text if text.isascii() else text.translate(_UNSEEN)).split())


@lru_cache(maxsize=8192)
def normalised(text: str | None) -> str:
    """Text for comparing labels: without regard to case, and without the colon, asterisk or ellipsis behind it."""
    return shown(text).casefold().strip(_AROUND).rstrip(".")
