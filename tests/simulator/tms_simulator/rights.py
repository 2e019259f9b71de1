# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rights of Set Permissions: section -> block -> names.

Known from Cisco's guides are the seven sections and Booking > Misc with Booking, Book on behalf of, Update and Approve
Meeting; that Read and Update stand in more than one block is inferred there. All else is made up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

RIGHTS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "Portal": {"Portal": ("Read", "Sitemap")},
    "Booking": {
        "List Conferences - All": ("Read", "Update", "Delete"),
        "List Conferences - Mine": ("Read", "Update", "Delete"),
        "Templates": ("Read", "Update"),
        "Misc": ("Booking", "Book on behalf of", "Update", "Approve Meeting", "Advanced Settings"),
    },
    "Monitoring": {"Conference Control Center": ("Read", "Update"), "Graphical Monitor": ("Read",)},
    "Systems": {
        "Navigator": ("Read", "Edit Settings", "Manage Calls", "Set Permissions"),
        "Ticketing Service": ("Read", "Update"),
        "Configuration Templates": ("Read", "Update", "Apply"),
        "System Overview": ("Read",),
    },
    "Phone Books": {"Manage Phone Books": ("Read", "Update"), "Phone Book Sources": ("Read", "Update")},
    "Reporting": {"Reporting": ("Read",), "Billing Codes": ("Read", "Update")},
    "Administrative Tools": {
        "User Administration": ("Read", "Update"),
        "Configuration": ("Read",),
        "Audit Log": ("Read",),
        "Server Maintenance": ("Read", "Update"),
    },
}

EVERY = tuple(
    f"{section} > {block} > {name}"
    for section, blocks in RIGHTS.items()
    for block, names in blocks.items()
    for name in names
)
