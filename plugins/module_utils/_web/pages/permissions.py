# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Set Permissions of a group: a page of check boxes in seven sections.

This module util is PRIVATE to the collection; it can change at any time.

Administrator guide 15.x p. 24: a check box in the blue title bar of a section sets or clears all of it. How a section and
the blocks in it are marked up is not known: they are told by the names of the sections, in page order. A page that is not
laid out so, with sections side by side or each behind a tab, is refused: a right read under another section is worse
than none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import (
    LabelError,
    NotAllowedError,
    WrongObjectError,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.rights import SECTIONS, Permissions, Right
from ansible_collections.telepresence.tms.plugins.module_utils._web.contents import fillable
from ansible_collections.telepresence.tms.plugins.module_utils._web.document import Document, Element
from ansible_collections.telepresence.tms.plugins.module_utils._web.message import answer
from ansible_collections.telepresence.tms.plugins.module_utils._web.nearest import button_beside
from ansible_collections.telepresence.tms.plugins.module_utils._web.text import normalised
from ansible_collections.telepresence.tms.plugins.module_utils._web.web import Page, Web

#: Rights and blocks that have a name of their own in the option labels.
_TAUGHT = (*SECTIONS, "Misc", "Book on behalf of", "Update", "Approve Meeting")


Look = tuple["str | None", ...]

#: What is met on the page; at one place the title comes first.
_TITLE, _BOX = 0, 1


@dataclass
class _Place:
    """Where the reading of a page is. look: what the titles of sections have in common; boxes: seen since the last one."""

    section: str = ""
    block: str = ""
    look: Look | None = None
    boxes: int = 0
    done: tuple[str, ...] = ()

    def opens(self, title: str, look: Look) -> bool:
        """Whether *title* begins a section: a name of one that has not been there, looking like the other sections."""
        return title in SECTIONS and title not in self.done and self.look in (None, look)

    def begin(self, title: str, look: Look) -> None:
        self.section, self.block, self.look, self.boxes = title, "", look, 0
        self.done += (title,)


def boxes(web: Web, page: Page) -> dict[Right, tuple[Document, Element]]:
    """The check box of every right; those in the title bars of the sections are none. Empty where there is no section."""
    found: dict[Right, tuple[Document, Element]] = {}
    for document in page.documents:
        for right, control in _rights(web, document):
            if right in found:
                raise _unreadable(page, right.section, f"'{right}' stands there twice")
            found[right] = (document, control)
    if found:
        _check_sections(page, list(found))
    return found


def _check_sections(page: Page, found: Sequence[Right]) -> None:
    """Refuse a page whose sections do not stand one after the other, each with check boxes of its own below its title."""
    of: dict[str, list[Right]] = {section: [] for section in SECTIONS}
    for right in found:
        of[right.section].append(right)
    for section, rights in of.items():
        if not rights:
            raise _unreadable(page, section, f"no check boxes were found below a title '{section}'")
    in_page_order = list(dict.fromkeys(right.section for right in found))
    above = [of[section] for section in in_page_order[:-1]]
    if (
        all(len(rights) == 1 and not rights[0].block for rights in above)
        and len({rights[0].name for rights in above}) == 1
    ):
        # A box in each title bar, under a label of its own, and the rights in one heap.
        raise _unreadable(
            page, in_page_order[0], f"no check boxes but '{above[0][0].name}' were found below the titles"
        )


def _unreadable(page: Page, section: str, said: str) -> LabelError:
    return LabelError(
        "read the permissions of a group",
        label=section,
        where=page.url,
        said=f"{said}, so it cannot be told which section a check box belongs to",
        remedy="give the label this server shows as labels, or report the page with the output of server_info (probe: true)",
    )


def _rights(web: Web, document: Document) -> Iterator[tuple[Right, Element]]:
    titles = [(at, _TITLE, text, element) for element, at, text in document.outline]
    labelled: dict[Element, tuple[int, int, str, Element]] = {}
    for each in document.fields:
        is_box = each.control is not None and each.control.get("type", "").casefold() == "checkbox"
        if is_box and (each.control not in labelled or each.strong):
            labelled[each.control] = (document.place_of(each.control), _BOX, each.label, each.control)
    met = [
        (kind, _taught(web, text), _look(element), element)
        for dummy, kind, text, element in sorted([*titles, *labelled.values()], key=lambda entry: entry[:2])
    ]
    place = _Place(look=_look_of_sections(met))
    for kind, name, look, element in met:
        if place.opens(name, look):
            place.begin(name, look)
        elif place.section and kind == _TITLE:
            place.block = name
        elif place.section and not (name == place.section and not place.boxes and not place.block):
            place.boxes += 1
            yield Right(place.section, place.block, name), element


def _look_of_sections(met: Sequence[tuple[int, str, Look, Any]]) -> Look | None:
    """How the titles of the sections look: as those below which most of them have check boxes. A menu has such names too."""

    def filled(look: Look) -> int:
        section, done, with_boxes = "", set[str](), set[str]()
        for kind, name, own, dummy in met:
            if name in SECTIONS and own == look and name not in done:
                section = name
                done.add(name)
            elif section and kind == _BOX and name != section:
                with_boxes.add(section)
        return len(with_boxes)

    looks = dict.fromkeys(look for dummy, name, look, element in met if name in SECTIONS)
    return max(looks, key=filled, default=None)


def _look(element: Element | None) -> Look:
    """What things of one sort share: the elements around them, and the class of the nearest."""
    if element is None:
        return ()
    around = [element, *element.iterancestors()]
    return (*(each.tag for each in around), around[1].get("class") if len(around) > 1 else None)


def _taught(web: Web, text: str) -> str:
    """A name in the guide's own words where it is one of the labels, else as the page shows it."""
    return next((label for label in _TAUGHT if web.labels.matches(label, text)), text.rstrip(" :*"))


def read(web: Web, page: Page, group: str) -> Permissions:
    """The rights that the page shows for *group*."""
    found = boxes(web, page)
    if not found:
        raise web.missing(page, "Booking", f"read the permissions of group '{group}'", "the page Set Permissions")
    check(page, group)
    granted = frozenset(right for right, (dummy, control) in found.items() if "checked" in control.attrib)
    fixed = not any(fillable(control) for dummy, control in found.values()) or not page.clickables(
        web.labels.all("Save")
    )
    return Permissions(tuple(found), granted, fixed)


def check(page: Page, group: str) -> None:
    """Refuse a page that does not name the group it should be about."""
    wanted = normalised(group)
    for document in page.documents:
        if any(wanted == normalised(each.value) for each in document.fields):
            return
        if any(wanted in normalised(title) for title in (*document.titles, document.page_title)):
            return
    raise WrongObjectError(
        "use a page of a group",
        on=f"group '{group}'",
        said=f"{page.url} does not show this name",
        remedy="look whether the group was renamed or deleted in TMS",
    )


def save(web: Web, page: Page, group: str, wanted: Collection[Right]) -> str:
    """Tick what is wanted, clear the rest, and Save; returns what TMS says. One write."""
    found = boxes(web, page)
    check(page, group)
    changes = {
        control: right in wanted
        for right, (dummy, control) in found.items()
        if ("checked" in control.attrib) != (right in wanted)
    }
    stuck = [str(right) for right, (dummy, control) in found.items() if control in changes and not fillable(control)]
    if stuck:
        raise NotAllowedError(
            "set the permissions",
            on=f"group '{group}'",
            said=f"TMS does not let {', '.join(stuck[:3])} be changed",
            remedy="leave them out; the rights of some built-in groups are fixed",
        )
    if not changes:
        return ""
    document, control = next(where for where in found.values() if where[1] in changes)
    where = f"the page Set Permissions of group '{group}'"
    button = button_beside(web, page, document, control, "Save", "set the permissions", where)
    return answer(web, page, web.click(document, button, "button", changes), f"set the permissions of group '{group}'")
