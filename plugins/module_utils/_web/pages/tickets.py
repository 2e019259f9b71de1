# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Systems > Ticketing Service: the list of open tickets.

This module util is PRIVATE to the collection; it can change at any time.

The page was never seen; menu entry and columns are guesses. All columns are reported as they are shown.
"""

from __future__ import annotations

from ansible_collections.telepresence.tms.plugins.module_utils._model.tickets import Ticket
from ansible_collections.telepresence.tms.plugins.module_utils._web.grids import Row, pages, rows
from ansible_collections.telepresence.tms.plugins.module_utils._web.web import Page, Web

MENU = ("Systems", "Ticketing Service")


def read(web: Web) -> list[Ticket]:
    """All tickets, over all pages of the list."""
    first = web.menu(*MENU)
    found: dict[tuple[tuple[str, str], ...], Ticket] = {}
    for page in pages(web, first):
        for document in page.documents:
            for row in rows(document):
                found.setdefault(row.cells, _ticket(web, row))
    if not found:
        _check_empty(web, first)
    return list(found.values())


def _check_empty(web: Web, page: Page) -> None:
    """Without tickets the page has none to show; one that may not be seen, or is none of TMS, must not look like it."""
    tried = "read the tickets"
    error = web.foreign(page, tried)
    if error is None and not any(web.labels.within(label, page.text) for label in (MENU[-1], "Ticket")):
        error = web.bare(page, tried)
    if error is not None:
        raise error
    web.check_frames(page, tried)


def _ticket(web: Web, row: Row) -> Ticket:
    labels = web.labels
    return Ticket(
        columns=row.cells,
        id=row.cell(labels.all("ID")),
        system=row.cell(labels.all("System")),
        title=row.cell(labels.all("Ticket")),
        severity=row.cell(labels.all("Severity")),
        created=row.cell(labels.all("Date")),
        about_licences=_is_about_licences(web, row),
    )


def _is_about_licences(web: Web, row: Row) -> bool | None:
    if any(web.labels.within("License", text) for dummy, text in row.cells):
        return True
    # Who says Yes in another word has a server in another language.
    return None if web.labels.is_taught("Yes") and not web.labels.is_taught("License") else False
