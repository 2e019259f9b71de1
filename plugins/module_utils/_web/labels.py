# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The labels of the TMS web UI, as data.

This module util is PRIVATE to the collection; it can change at any time.

English, from Cisco's guides (TMS 13 to 15): administrator guides, TMSBA programming guides 14.6 p. 15 and 15.x p. 10.
Those marked 'guess' were on no page that was read. A user replaces a label that differs by the option labels.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import InputError
from ansible_collections.telepresence.tms.plugins.module_utils._model.text import normalised

#: Label -> other spellings found in Cisco's own texts.
DEFAULTS: Mapping[str, tuple[str, ...]] = {
    # On every page
    "S/N": ("Serial Number",),  # the footer: Cisco 200915
    "Access Denied": (),  # guess: beside the words of IIS and ASP.NET, which are known
    # Menu
    "Administrative Tools": (),
    "Configuration": (),
    "General Settings": (),
    "Systems": (),
    "Navigator": ("System Navigator",),
    "Ticketing Service": (),  # guess: known from general use of the product
    # General Settings
    "TMS Release Key": ("Release Key",),
    "Licenses and Option Keys": ("Licences and Option Keys",),
    "Add Option Key": ("Add Key",),
    "Option Key": ("Input the option key string", "Option Key String", "Key"),
    "Description": ("Name", "Type", "Option", "Product"),  # guess: the columns of the key list are not known
    "Expires": ("Expiry Date", "Expiration Date", "Expiration", "Expiry", "Valid Until"),  # guess
    "Save": (),
    "Enable Auditing": (),
    "Active Application Integration Clients": (),
    # What TMS calls a kind of key, in the list of keys and beside a figure of licences
    "Exchange Integration": (),
    "Booking API": (),
    "Application Integration": (),
    # What a figure of licences counts: guess
    "Total": (),
    "Available": ("Free", "Remaining", "Left", "Unused"),
    "Used": ("In Use", "Consumed", "Taken"),
    # A system
    "Settings": (),
    "View Settings": (),
    "Edit Settings": (),
    "TMS Scheduling Settings": (),
    "Allow Remote Bookings": ("Allow Remote Booking",),
    # No label of TMS: what else its pane shows as Yes or No, beside the switches for dialing.
    "Other Scheduling Settings": ("Allow Bookings", "Allow Booking", "Allow WOL"),
    "System Name": ("Name", "Display Name"),
    "Network Address": ("IP Address", "Hostname", "Host Name"),  # guess
    "Yes": ("True", "On", "Enabled"),
    "No": ("False", "Off", "Disabled"),
    # Lists
    "Next": (),
    "Previous": ("Prev", "First", "Last"),  # guess
    # Tickets: guess, the columns are not known
    "System": ("System Name", "Name"),
    "Ticket": ("Title", "Description", "Message", "Ticket Type", "Type"),
    "Severity": ("Level", "Error Level", "Priority"),
    "Date": ("Date and Time", "Created", "Time", "Raised", "First Seen"),
    "ID": ("Ticket ID", "Number", "No"),
    "License": ("Licence",),  # within the text of a ticket
    # Users, groups, rights: administrator guide 15.x p. 23-24 and p. 260-263
    "User Administration": (),
    "Users": (),
    "Groups": (),
    "Default Groups": (),
    "New": (),
    "Delete": (),
    "Windows Username": ("Username", "User Name"),
    "First Name": (),
    "Last Name": (),
    "Email Address": ("Email", "E-mail Address", "E-mail"),
    "Language": (),
    "Time Zone": (),
    "Group Name": ("Name", "Group"),  # guess: the list of groups and the page Edit Group were not seen
    "Members": ("Group Members",),  # guess
    "Edit": ("Edit Group",),  # guess
    "Remove": ("Remove Members", "Remove Selected"),  # guess
    "Add Members": (),
    "Add": ("Add Selected", "Save", "OK"),  # guess
    "Set Permissions": (),
    "Portal": (),
    "Booking": (),
    "Misc": ("Miscellaneous",),
    "Monitoring": (),
    "Phone Books": (),
    "Reporting": (),
    "Book on behalf of": (),
    "Update": (),
    "Approve Meeting": (),
}

#: Buttons and links that lead to a page or a dialog and change nothing.
_NAVIGATING = (
    "Administrative Tools",
    "Configuration",
    "General Settings",
    "Systems",
    "Navigator",
    "Ticketing Service",
    "Settings",
    "View Settings",
    "Edit Settings",
    "Next",
    "User Administration",
    "Users",
    "Groups",
    "Default Groups",
    "Members",
    "Edit",
    "Set Permissions",
)


class Spelling(str):
    """How a label is spelled. label: the guide's own, by which the option labels knows it."""

    label: str

    def __new__(cls, text: str, label: str) -> Spelling:
        made = super().__new__(cls, text)
        made.label = label
        return made


class Labels:
    """The labels in force: the guides' own, and what the user says this server shows instead."""

    def __init__(self, overrides: Mapping[str, str | Sequence[str]] | None = None) -> None:
        self._overrides: dict[str, tuple[str, ...]] = {}
        known = {normalised(label): label for label in DEFAULTS}
        for label, instead in (overrides or {}).items():
            if normalised(label) not in known:
                raise InputError(
                    "The option labels knows no such label",
                    on=label,
                    said=f"the labels are {', '.join(DEFAULTS)}",
                    remedy="write the label of the guides, and the one that this server shows behind it",
                )
            spellings = (instead,) if isinstance(instead, str) else tuple(instead)
            if not spellings or not all(isinstance(each, str) and normalised(each) for each in spellings):
                raise InputError("The option labels must give a text or a list of texts", on=label)
            self._overrides[known[normalised(label)]] = spellings

    @property
    def taught(self) -> Mapping[str, tuple[str, ...]]:
        """What the user gave instead of the guide's spellings."""
        return dict(self._overrides)

    def all(self, label: str) -> tuple[str, ...]:
        """Every spelling to look for, the likeliest first. An override replaces the guide's spellings."""
        spellings = self._overrides.get(label) or (label, *DEFAULTS[label])
        if label in ("Yes", "No") and label not in spellings:
            # What a box says that is ticked or not, in whatever language.
            spellings = (*spellings, label)
        return tuple(Spelling(each, label) for each in spellings)

    def with_defaults(self, label: str) -> tuple[str, ...]:
        """Every spelling, where an override adds to the guide's."""
        return (*self.all(label), *DEFAULTS[label])

    def first(self, label: str) -> str:
        """The spelling to name in messages."""
        return self.all(label)[0]

    def matches(self, label: str, text: str) -> bool:
        """Whether *text* is *label* in one of its spellings, whole."""
        return normalised(text) in {normalised(each) for each in self.all(label)}

    def within(self, label: str, text: str) -> bool:
        """Whether *label* stands somewhere in *text*, in one of its spellings."""
        plain = normalised(text)
        return any(normalised(each) in plain for each in self.all(label))

    def is_taught(self, label: str) -> bool:
        """Whether the user gave spellings of his own."""
        return label in self._overrides

    @property
    def navigating(self) -> frozenset[str]:
        """The labels that a read-only connection lets through."""
        return frozenset(spelling for label in _NAVIGATING for spelling in self.all(label))
