# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Text as a person reads it.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

from functools import lru_cache


def shown(text: str | None) -> str:
    """Text as it is seen: non-breaking spaces and line ends are spaces, runs of them one."""
    # str.split takes a non-breaking space for a space; a zero-width one is nothing to see.
    if not text:
        return ""
    return " ".join((text.replace("\u200b", "") if "\u200b" in text else text).split())


@lru_cache(maxsize=8192)
def normalised(text: str | None) -> str:
    """Text for comparing labels: without regard to case, and without the colon, asterisk or ellipsis behind it."""
    return shown(text).casefold().strip(" :*…»›").rstrip(".")
