# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Systems: what TMSBA tells of them, and what their pages show.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class System:
    """A system as RemoteSetupService GetSystems gives it (WSDL: TMSSystem).

    category: Endpoint, Equipment, Room or Recording; status: Alive, Idle, InCall, NoResponse or Unknown;
    both empty where TMS gives none, or a word of a newer TMS as it is.
    """

    id: int
    name: str
    type: str = ""
    category: str = ""
    status: str = ""
    address: str = ""
    manufacturer: str = ""
    description: str = ""
    contact: str = ""
    location: str = ""
    sip_uri: str = ""
    h323_id: str = ""
    e164_alias: str = ""
    time_zone: str = ""

    @property
    def title(self) -> str:
        """How messages name it."""
        return f"system '{self.name}' (id {self.id})"

    @property
    def responds(self) -> bool:
        return self.status.casefold() != "noresponse"

    @property
    def bookable(self) -> bool:
        """Endpoints and rooms hold seats; equipment and recorders do not (guide 14.6, per system licensing; in part a guess)."""
        return self.category.casefold() in ("", "endpoint", "room")


@dataclass(frozen=True)
class SystemSettings:
    """What the Settings tab of one system shows (View Settings).

    fields: every label and value shown, in page order, each with the title of its pane; the ground of the rule that
            a save must change nothing else.
    remote_bookings: True for Yes, False for No, None where the pane shows no such label (void, or not applicable).
    scheduling_pane: whether the pane 'TMS Scheduling Settings' was found at all.
    remote_bookings_label: how the label is written in fields (another language or spelling), empty where it is not shown.
    unexplained: where it is not shown, the labels of the pane that say Yes or No and are no documented setting: each may be
            Allow Remote Bookings in other words.
    """

    fields: tuple[tuple[str, str, str], ...]
    remote_bookings: bool | None
    scheduling_pane: bool
    remote_bookings_label: str = ""
    unexplained: tuple[str, ...] = ()
