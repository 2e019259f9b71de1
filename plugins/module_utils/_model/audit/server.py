# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules about the server as a whole: auditing, and open tickets.

This module util is PRIVATE to the collection; it can change at any time.

Sources: administrator guide 14.1 p. 271 (Enable Auditing); TMSBA guide 14.6 p. 15 (a booking that is denied for want of a
licence leaves a ticket). How TMS words such a ticket is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ansible_collections.telepresence.tms.plugins.module_utils._model.audit.situation import Said, Situation, Unseen
from ansible_collections.telepresence.tms.plugins.module_utils._model.findings import SERVER, TICKET, Finding
from ansible_collections.telepresence.tms.plugins.module_utils._model.tickets import Ticket

_OF_LICENCE = re.compile(r"\blicen[cs]e", re.IGNORECASE)


def auditing(of: Situation) -> Iterator[Said]:
    enabled = of.settings.seen.auditing
    if enabled is None:
        yield Unseen("TMS shows no Enable Auditing as Yes or No on General Settings")
    elif not enabled:
        yield Finding(
            "auditing_off",
            SERVER,
            of.server,
            expected="Enable Auditing is Yes",
            found="Enable Auditing is No: nothing tells who changed what",
            remedy="set Enable Auditing to Yes on Administrative Tools > Configuration > General Settings",
        )


def tickets(of: Situation) -> Iterator[Said]:
    if any(ticket.about_licences is None for ticket in of.tickets.seen):
        yield Unseen(
            "the word for licences in the tickets of this server is not known: give it as labels: {License: ...}"
        )
    for ticket in of.tickets.seen:
        text = " ".join(value for dummy, value in ticket.columns)
        if ticket.about_licences or _OF_LICENCE.search(text):
            yield Finding(
                "licence_ticket_open",
                TICKET,
                ticket.title or text,
                object_id=ticket.id,
                site=_site_of(of, ticket),
                expected="no open ticket about licences",
                found=_told(ticket, text),
                remedy="see what was denied, get a seat for it, then acknowledge the ticket in TMS",
            )


def _told(ticket: Ticket, text: str) -> str:
    if not ticket.title:
        return text
    about = f"'{ticket.title}'"
    about += f" about system '{ticket.system}'" if ticket.system else ""
    return f"{about}{f' since {ticket.created}' if ticket.created else ''}"


def _site_of(of: Situation, ticket: Ticket) -> str | None:
    """The site of the system that the ticket names, where one system alone has the name."""
    ids = [system.id for system in of.systems if ticket.system and system.name == ticket.system]
    return of.declared.site_of(ids[0]) if len(ids) == 1 else None
