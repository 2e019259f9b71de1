# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Option keys and booking seats: their kinds, and how many seats there are, are used and are free.

This module util is PRIVATE to the collection; it can change at any time.

Sources: TMSBA programming guide 14.6, per system licensing (p. 15); Cisco PQA 112591 (prefix of the Package key).
System, Movi and Provisioning licences are other licences: their figures are never seats.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

#: Seats of one per-system key (part number L-TMS-MSEX-25; "Booking API license per 25 registered systems").
PACK = 25

PACKAGE = "application_integration_package"
EXCHANGE = "exchange_integration"
BOOKING_API = "booking_api"
OTHER = "other"
UNKNOWN = "unknown"

#: The kinds whose keys bring seats, a pack each.
SEAT_KINDS = (EXCHANGE, BOOKING_API)

#: The one product prefix that is published (Cisco PQA 112591). Prefixes of other keys are not known, so none is assumed.
PACKAGE_PREFIX = "113612A1"

#: 8-2-8 as Cisco PQA 112591 prints it; one translated copy has one character less at the end.
_KEY_FORM = re.compile(r"[0-9A-Za-z]{8}-[0-9A-Za-z]{2}-[0-9A-Za-z]{7,8}")


@dataclass(frozen=True)
class ListedKey:
    """One row of the list of option keys on General Settings.

    key: the text shown (never leaves the process unmasked); description: what TMS calls it, all other cells joined where
    the column is not known by name; expires: the expiry as shown, or None; columns: header -> cell as shown; product: the
    guide's word for what TMS calls it, where the description has it in another language.
    """

    key: str
    description: str = ""
    expires: str | None = None
    columns: tuple[tuple[str, str], ...] = ()
    product: str = ""

    @property
    def kind(self) -> str:
        return kind_of(self.key, self.product or self.description)

    @property
    def brings_seats(self) -> bool:
        return self.kind in SEAT_KINDS


@dataclass(frozen=True)
class Figure:
    """A number shown with a label on General Settings ("Total System Licenses: 60").

    product: the guide's word for the licence that the label names in another language; role: what it counts, total, used
    or free, where the label says so in another language.
    """

    label: str
    value: int
    product: str = ""
    role: str = ""


@dataclass(frozen=True)
class GeneralSettings:
    """What General Settings shows of licences, and of auditing.

    auditing: whether Enable Auditing is Yes, None where it is not shown; clients: the rows of the table Active Application
    Integration Clients, header -> cell as shown, None where there is no such table.
    """

    keys: tuple[ListedKey, ...]
    figures: tuple[Figure, ...]
    auditing: bool | None = None
    clients: tuple[tuple[tuple[str, str], ...], ...] | None = None


@dataclass(frozen=True)
class Count:
    """A number of seats with the place it comes from; value None: not known."""

    value: int | None
    source: str

    def as_result(self) -> dict[str, Any]:
        return {"value": self.value, "source": self.source}


@dataclass(frozen=True)
class Seats:
    """Booking seats under per-system licensing."""

    total: Count
    used: Count

    @property
    def free(self) -> int | None:
        if self.total.value is None or self.used.value is None:
            return None
        return max(0, self.total.value - self.used.value)

    def as_result(self) -> dict[str, Any]:
        return {"total": self.total.as_result(), "used": self.used.as_result(), "free": self.free}


def normalised(key: str) -> str:
    return key.strip().upper()


def well_formed(key: str) -> bool:
    return _KEY_FORM.fullmatch(key.strip()) is not None


def masked(key: str) -> str:
    """The key as it may be shown: its product prefix, the rest as asterisks."""
    prefix, dash, rest = normalised(key).partition("-")
    if not dash:
        return "*" * len(prefix)
    return prefix + dash + re.sub(r"[^-]", "*", rest)


def prefix_of(key: str) -> str:
    return normalised(key).partition("-")[0]


def kind_of(key: str, description: str = "") -> str:
    """The kind of a key, by TMS's own words for it, or by the one published prefix."""
    text = description.casefold()
    if "application integration" in text or prefix_of(key) == PACKAGE_PREFIX:
        return PACKAGE
    if "exchange integration" in text:
        return EXCHANGE
    if "booking api" in text:
        return BOOKING_API
    return OTHER if text.strip() else UNKNOWN


def mode(kinds: Iterable[str]) -> str:
    """How the server licenses bookings: package, per_system, none, or unknown (a key of unknown kind, and no other)."""
    kinds = set(kinds)
    if PACKAGE in kinds:
        return "package"
    if kinds & set(SEAT_KINDS):
        return "per_system"
    return "unknown" if UNKNOWN in kinds else "none"


def seats(
    settings: GeneralSettings,
    *,
    seats_total: int | None = None,
    assumed_kinds: Sequence[str] = (),
    enabled: int | None = None,
) -> Seats:
    """Seats total and used, each with its source.

    seats_total: what the user says; assumed_kinds: kinds of the keys that an earlier task would add;
    enabled: how many bookable systems are at Yes, None if they were not all read.
    """
    total_shown, used_shown = _shown(settings.figures)
    return Seats(
        total=_total(settings, seats_total, total_shown, assumed_kinds),
        used=used_shown
        or (
            Count(None, "not shown by TMS, and not every system was read")
            if enabled is None
            else Count(enabled, "systems whose Allow Remote Bookings is Yes")
        ),
    )


def used_is_shown(settings: GeneralSettings) -> bool:
    """Whether TMS itself shows how many seats are used, so that no system has to be read for it."""
    return _shown(settings.figures)[1] is not None


def _total(
    settings: GeneralSettings, seats_total: int | None, shown: Count | None, assumed_kinds: Sequence[str]
) -> Count:
    if seats_total is not None:
        return Count(seats_total, "seats_total")
    if UNKNOWN in assumed_kinds:
        return Count(None, "an assumed option key may bring seats, its kind is not known until TMS names it")
    kinds = [key.kind for key in settings.keys]
    assumed = sum(kind in SEAT_KINDS for kind in assumed_kinds)
    note = f" and {PACK} for each of {assumed} assumed keys" if assumed else ""
    if shown is not None and shown.value is not None:
        return Count(shown.value + PACK * assumed, shown.source + note)
    packs = sum(key.brings_seats for key in settings.keys)
    unknown = kinds.count(UNKNOWN)
    if not packs and not assumed and unknown:
        return Count(None, f"TMS shows no figure, and the kind of {unknown} option keys is not known")
    return Count(PACK * (packs + assumed), f"{PACK} for each of {packs} option keys listed{note}")


def client_licences(figures: Sequence[Figure]) -> Figure | None:
    """The figure whose label names the Application Integration licences in total, None where TMS shows none."""
    named = [figure for figure in figures if is_of(figure, ("application integration",))]
    return next((figure for figure in named if role_of(figure) == "total"), None)


_SEAT_WORDS = ("exchange integration", "booking api")


def _shown(figures: Sequence[Figure]) -> tuple[Count | None, Count | None]:
    """Total and used where a figure's label names the Exchange Integration or Booking API licence."""
    by_role: dict[str, Figure] = {}
    for figure in figures:
        if is_of(figure, _SEAT_WORDS):
            by_role.setdefault(role_of(figure), figure)
    total, used, free = by_role.get("total"), by_role.get("used"), by_role.get("free")
    total_count = Count(total.value, f"figure '{total.label}'") if total else None
    if used:
        return total_count, Count(used.value, f"figure '{used.label}'")
    if total and free:
        return total_count, Count(total.value - free.value, f"figure '{total.label}' less '{free.label}'")
    return total_count, None


def is_of(figure: Figure, words: Sequence[str]) -> bool:
    label = (figure.product or figure.label).casefold()
    return any(word in label for word in words)


#: All that a figure's label may say where it counts neither what is used nor what is free.
_PLAIN_WORDS = frozenset(
    (
        *(
            "exchange",
            "integration",
            "booking",
            "bookings",
            "api",
            "application",
            "option",
            "options",
            "package",
            "key",
        ),
        *(
            "keys",
            "license",
            "licenses",
            "licence",
            "licences",
            "seat",
            "seats",
            "system",
            "systems",
            "endpoints",
            "total",
        ),
        *("number", "count", "of", "for", "the", "per", "all", "in", "installed", "registered", "licensed", "max"),
        *("maximum", "purchased", "client", "clients", "session", "sessions", "cisco", "tms", "microsoft", "remote"),
    )
)


def role_of(figure: Figure) -> str:
    """total, used or free; empty where the label says it in words that are not known."""
    if figure.role:
        return figure.role
    words = set(re.findall(r"[^\W\d_]+", figure.label.casefold()))
    if words & {"available", "free", "remaining", "left", "unused"}:
        return "free"
    if words & {"used", "use", "consumed", "taken"}:
        return "used"
    return "total" if words <= _PLAIN_WORDS else ""


def shortfall(claims: int, releases: int, free: int | None) -> int | None:
    """How many seats are missing for so many claims after so many releases; None: it cannot be told."""
    net = claims - releases
    if net <= 0:
        return 0
    return None if free is None else max(0, net - free)


def inconsistencies(settings: GeneralSettings, counted: Seats | None, enabled: int | None) -> list[str]:
    """What does not fit together, one sentence each; enabled: how many systems are at Yes, None if not all were read."""
    found = []
    kinds = [key.kind for key in settings.keys]
    licensing = mode(kinds)
    idle = [masked(key.key) for key in settings.keys if key.brings_seats]
    if licensing == "package" and idle:
        found.append(
            f"Both kinds of key are installed: only the Application Integration Package is used, {', '.join(idle)} idle."
        )
    if licensing == "none" and enabled:
        found.append(f"Allow Remote Bookings is Yes on {enabled} systems, but no key is listed that brings seats.")
    if licensing != "per_system" or counted is None:
        return found
    total, used = counted.total.value, counted.used.value
    if enabled is not None and used is not None and enabled != used:
        found.append(f"TMS shows {used} seats as used, but Allow Remote Bookings is Yes on {enabled} systems.")
    if total is not None and used is not None and used > total:
        found.append(f"{used} seats are used, but there are only {total}.")
    if total is not None and total % PACK:
        found.append(f"The total of {total} seats is no multiple of {PACK}, the size of a pack.")
    return found
