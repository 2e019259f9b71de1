# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When an option key expires, in whatever way TMS writes it.

This module util is PRIVATE to the collection; it can change at any time.

How TMS writes dates is not known, and depends on the language of the account; a date that can be read in two ways is read
in both.
"""

from __future__ import annotations

import re
from datetime import date, datetime

_FORMS = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%d.%m.%Y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d-%m-%Y",
    "%d %B %Y",
    "%d %b %Y",
    "%d-%b-%Y",
    "%B %d %Y",
    "%b %d %Y",
    "%Y年%m月%d日",
    "%Y년 %m월 %d일",
    "%Y. %m. %d.",
)
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}.*$")
_NEVER = frozenset({"never", "none", "no", "permanent", "perpetual", "unlimited", "n/a", "-", "–", "does not expire"})


def never_expires(text: str) -> bool:
    return text.strip().casefold() in _NEVER


def expiry_dates(text: str) -> tuple[date, ...]:
    """The dates that *text* may mean, none if it is no date."""
    plain = " ".join(_TIME.sub("", text.strip()).replace(",", " ").split())
    found = []
    for form in _FORMS:
        try:
            found.append(datetime.strptime(plain, form).date())
        except ValueError:
            continue
    return tuple(dict.fromkeys(found))
