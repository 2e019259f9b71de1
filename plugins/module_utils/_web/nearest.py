# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which button belongs to a field.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

from collections.abc import Sequence

from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import AmbiguousLabelError
from ansible_collections.telepresence.tms.plugins.module_utils._web.clickables import Clickable
from ansible_collections.telepresence.tms.plugins.module_utils._web.document import Document, Element
from ansible_collections.telepresence.tms.plugins.module_utils._web.forms import form_of
from ansible_collections.telepresence.tms.plugins.module_utils._web.web import Page, Web


def button_beside(
    web: Web, page: Page, document: Document, field: Element, label: str, tried: str, where: str
) -> Clickable:
    """The button *label* that belongs to *field*; where: what messages call the page or dialog, if there is none."""
    found = [each for of, each in page.clickables(web.labels.all(label)) if of is document]
    if not found:
        raise web.missing(page, label, tried, where)
    return nearest(document, field, found, tried, web.labels.first(label))


def nearest(document: Document, field: Element, buttons: Sequence[Clickable], tried: str, label: str) -> Clickable:
    """The button of the same pane or dialog as *field*: of its form, then of the smallest part of the page around both.

    Two that are equally near are a tie, which is refused.
    """
    if len(buttons) == 1:
        return buttons[0]
    form = form_of(document, field)
    of_form = [button for button in buttons if form_of(document, button.element) is form] or list(buttons)
    around = list(field.iterancestors())
    by_distance: dict[int, list[Clickable]] = {}
    for button in of_form:
        above = set(button.element.iterancestors())
        distance = next(number for number, ancestor in enumerate(around) if ancestor in above)
        by_distance.setdefault(distance, []).append(button)
    closest = by_distance[min(by_distance)]
    if len(closest) > 1:
        pane = document.pane_of(field)
        closest = [button for button in closest if document.pane_of(button.element) == pane] or closest
    if len({_effect(each) for each in closest}) > 1:
        raise AmbiguousLabelError(
            tried,
            label=label,
            where=document.url,
            said=f"'{label}' can be clicked in {len(closest)} places that are equally near to the field, "
            + " and ".join(f"in pane '{document.pane_of(each.element)}'" for each in closest[:2]),
        )
    return closest[0]


def _effect(button: Clickable) -> tuple[str | None, ...]:
    """What tells two clicks apart: a Save above and below a form may well be the same."""
    element = button.element
    return (button.address, button.target, button.argument, element.get("name"), element.get("value"))
