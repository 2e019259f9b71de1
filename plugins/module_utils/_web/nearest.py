# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which field a label means, and which button belongs to it.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import AmbiguousLabelError, LabelError
from ansible_collections.telepresence.tms.plugins.module_utils._model.text import normalised
from ansible_collections.telepresence.tms.plugins.module_utils._web.clickables import Clickable
from ansible_collections.telepresence.tms.plugins.module_utils._web.contents import radio_group, type_of
from ansible_collections.telepresence.tms.plugins.module_utils._web.document import Document, Element, Field
from ansible_collections.telepresence.tms.plugins.module_utils._web.forms import form_of
from ansible_collections.telepresence.tms.plugins.module_utils._web.web import Page, Web

#: A field with the document it stands in.
Labelled = tuple[Document, Field]


def control_labelled(
    page: Page,
    spellings: Sequence[str],
    tried: str,
    where: str,
    *,
    pane: Sequence[str] = (),
    button: Sequence[str] = (),
    fits: Callable[[Element], bool] = lambda control: True,
) -> tuple[Document, Element]:
    """The one control under the first of *spellings* that labels any that *fits*.

    pane: only in the pane of one of these titles; button: of several, the one that has a button so called of its own.
    """
    for spelling in spellings:
        found = [each for each in page.fields([spelling]) if each[1].control is not None and fits(each[1].control)]
        if pane:
            found = in_pane(found, pane)
        control = only_control(found, spelling, tried, where, buttons=page.clickables(button))
        if control is not None:
            return control
    raise LabelError(tried, label=spellings[0], where=where)


def in_pane(found: Sequence[Labelled], titles: Sequence[str]) -> list[Labelled]:
    wanted = {normalised(title) for title in titles}
    return [(document, field) for document, field in found if normalised(field.pane) in wanted]


def only_control(
    found: Sequence[Labelled],
    label: str,
    tried: str,
    where: str,
    *,
    buttons: Sequence[tuple[Document, Clickable]] = (),
) -> tuple[Document, Element] | None:
    """The control of *found*, None without one. Two are a tie, which is refused; radio buttons of one group are one.

    buttons: a control that has one of them in its own part of the page goes before those that have none.
    """
    by_control: dict[Element, Labelled] = {}
    for document, field in found:
        if field.control is not None:
            is_radio = field.control.tag == "input" and type_of(field.control) == "radio"
            one = radio_group(field.control)[0] if is_radio and field.control.get("name") else field.control
            by_control.setdefault(one, (document, field))
    if len(by_control) > 1:
        owned = _with_buttons(list(by_control), buttons)
        by_control = {each: by_control[each] for each in owned} or by_control
    if not by_control:
        return None
    if len(by_control) > 1:
        named = [
            f"'{control.get('name') or control.get('id') or control.tag}' in pane '{field.pane}'"
            for control, (dummy, field) in by_control.items()
        ]
        raise AmbiguousLabelError(
            tried,
            label=label,
            where=where,
            said=f"{len(named)} fields carry the label '{label}', {' and '.join(named[:2])}",
        )
    document, field = next(iter(by_control.values()))
    return document, field.control


def _with_buttons(controls: Sequence[Element], buttons: Sequence[tuple[Document, Clickable]]) -> list[Element]:
    """Those of *controls* that share a part of the page with a button, and with no other of *controls*."""
    owned = []
    for control in controls:
        others = {above for each in controls if each is not control for above in each.iterancestors()}
        parts = {above for above in control.iterancestors() if above not in others}
        if any(above in parts for dummy, each in buttons for above in each.element.iterancestors()):
            owned.append(control)
    return owned


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
    if len({effect(each) for each in closest}) > 1:
        raise AmbiguousLabelError(
            tried,
            label=label,
            where=document.url,
            said=f"'{label}' can be clicked in {len(closest)} places that are equally near to the field, "
            + " and ".join(f"in pane '{document.pane_of(each.element)}'" for each in closest[:2]),
        )
    return closest[0]


def effect(button: Clickable) -> tuple[str | None, ...]:
    """What tells two clicks apart: a Save above and below a form may well be the same."""
    element = button.element
    return (button.address, button.target, button.argument, element.get("name"), element.get("value"))
