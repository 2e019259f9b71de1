# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Users of TMS, as TMSBA tells of them.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class User:
    """A user as RemoteSetupService GetUsers gives it (WSDL: User); it tells no id, no groups and no permissions.

    hidden: IsHiddenUser as sent; the guide and the WSDL contradict each other on what it means.
    """

    user_name: str
    first_name: str = ""
    last_name: str = ""
    display_name: str = ""
    email: str = ""
    hidden: bool = False
    time_zone: str = ""
