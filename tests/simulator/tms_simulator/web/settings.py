# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings of a system by pane.

Known from Cisco's guides are the panes' home, TMS Scheduling Settings, Allow Booking(s), Allow Remote Bookings and Email
Address. All else is made up so that every sort of control has to survive a save.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tms_simulator.web.model import Control, Row

SCHEDULING = "TMS Scheduling Settings"
REMOTE_BOOKINGS = "Allow Remote Bookings"


@dataclass(frozen=True)
class Setting:
    """name: in the store; label: on the page, where it differs; default: for a system that has no value."""

    name: str
    kind: str = "text"
    choices: tuple[str, ...] = ()
    default: Any = ""
    label: str = ""
    disabled: bool = False
    readonly: bool = False

    def stored(self, values: Mapping[str, Any]) -> Any:
        """The value in the store, in the form of this kind; texts may come from a view of another server."""
        value = values.get(self.name, self.default)
        if self.kind == "checkbox":
            return value if isinstance(value, bool) else str(value).casefold() in ("yes", "true", "1", "on")
        if self.kind in ("texts", "multiselect", "checkboxes"):
            given = [part for part in value.split(", ") if part] if isinstance(value, str) else value
            # As many as the page has boxes for.
            return list(given) + [""] * (len(self.default) - len(given)) if self.kind == "texts" else list(given)
        return str(value)

    def control(self, values: Mapping[str, Any]) -> Control:
        value = self.stored(values)
        choices = self.choices
        if choices:
            chosen = value if isinstance(value, list) else [value] if value else []
            choices += tuple(each for each in chosen if each not in choices)
        shown = tuple(value) if isinstance(value, list) else value
        return Control(self.name, self.kind, shown, choices, self.disabled, self.readonly)

    def row(self, values: Mapping[str, Any], *, editable: bool) -> Row:
        label = self.label or self.name
        if editable:
            return Row(label, self.control(values))
        value = self.stored(values)
        if isinstance(value, bool):
            return Row(label, value)
        if isinstance(value, list):
            return Row(label, ", ".join(filter(None, value)))
        return Row(label, "********" if self.kind == "password" and value else value.replace("\r\n", " "))


_ZONES = ("(GMT+01:00) Oslo", "(GMT) London", "(GMT-05:00) New York", "(GMT+09:00) Tōkyō")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

SETTINGS: tuple[tuple[str, tuple[Setting, ...]], ...] = (
    (
        "General",
        (
            Setting("System Name"),
            Setting("Network Address", disabled=True),
            Setting("Manufacturer", default="TANDBERG", readonly=True),
            Setting("Contact"),
            Setting("Description", "textarea"),
            Setting("Email Address"),
            Setting("Time Zone", "select", _ZONES),
            Setting("Alert System Contact", "checkbox", default=False),
            Setting("Revision", "hidden", default='17 "b" & < c >'),
        ),
    ),
    (
        "Location",
        (
            Setting("Location", default="2nd floor"),
            # A label that another pane has too.
            Setting("Location Description", "textarea", default="\r\nBeside the lift < east >", label="Description"),
            Setting("Alternate Contacts", "texts", default=("", "+47 555 0100")),
            Setting("Service Days", "checkboxes", _DAYS, default=("Mon", "Wed")),
        ),
    ),
    (
        "Network Settings",
        (
            Setting("SIP URI"),
            Setting("H.323 ID"),
            Setting("E.164 Alias"),
            Setting("IP Zone", "select", ("Default", "Oslo & Bergen", "< none >")),
            Setting("Bandwidth", "radio", ("384 kbps", "768 kbps", "1920 kbps")),
            Setting("Allowed Protocols", "multiselect", ("H.323", "SIP", "H.320")),
            Setting("IP Assignment", "select", ("DHCP", "Static"), default="DHCP", disabled=True),
            Setting("Behind Firewall", "checkbox", default=True, disabled=True),
            Setting("Device Password", "password"),
        ),
    ),
    (
        SCHEDULING,
        (
            Setting("Allow Bookings", "checkbox", default=True),
            Setting("Allow Incoming H.323 Dialing", "checkbox", default=True),
            Setting("Allow Outgoing H.323 Dialing", "checkbox", default=True),
            Setting("Allow Incoming SIP URI Dialing", "checkbox", default=True),
            Setting("Allow Outgoing SIP URI Dialing", "checkbox", default=True),
        ),
    ),
)

_BY_NAME = {setting.name: setting for dummy, settings in SETTINGS for setting in settings}


def changed(stored: Mapping[str, Any], posted: Mapping[str, Any]) -> dict[str, Any]:
    """What a save has to write: the posted values that differ from what the page showed."""
    return {
        name: value
        for name, value in posted.items()
        if name in _BY_NAME and value != _BY_NAME[name].stored(stored) and not _is_kept(_BY_NAME[name], value)
    }


def _is_kept(setting: Setting, value: Any) -> bool:
    """A password field that came back as a skin shows it without telling the password."""
    return setting.kind == "password" and value in ("", "********")
