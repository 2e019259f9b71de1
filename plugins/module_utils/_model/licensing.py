# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Option keys and booking seats.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ListedKey:
    """One row of the list of option keys on General Settings.

    key: the text shown (never leaves the process unmasked); description: what TMS calls it, all other cells joined where
    the column is not known by name; expires: the expiry as shown, or None; columns: header -> cell as shown.
    """

    key: str
    description: str = ""
    expires: str | None = None
    columns: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Figure:
    """A number shown with a label on General Settings ("Total System Licenses: 60")."""

    label: str
    value: int


@dataclass(frozen=True)
class GeneralSettings:
    """What General Settings shows of licences."""

    keys: tuple[ListedKey, ...]
    figures: tuple[Figure, ...]
