# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Set Permissions of a group: a page of check boxes in seven sections.

This module util is PRIVATE to the collection; it can change at any time.

Administrator guide 15.x p. 24: a check box in the blue title bar of a section sets or clears all of it. How a section and
the blocks in it are marked up is not known: they are told by the names of the sections, which may follow each other, stand
side by side, or be tabs. A page that can be read in none of these ways is refused: a right read under another section is
worse than none.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import (
    LabelError,
    NotAllowedError,
    WrongObjectError,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.rights import SECTIONS, Permissions, Right
from ansible_collections.telepresence.tms.plugins.module_utils._model.text import named, unmarked
from ansible_collections.telepresence.tms.plugins.module_utils._web import sections, tabs
from ansible_collections.telepresence.tms.plugins.module_utils._web.clickables import Clickable
from ansible_collections.telepresence.tms.plugins.module_utils._web.contents import fillable
from ansible_collections.telepresence.tms.plugins.module_utils._web.document import Document, Element
from ansible_collections.telepresence.tms.plugins.module_utils._web.forms import form_of
from ansible_collections.telepresence.tms.plugins.module_utils._web.message import answer
from ansible_collections.telepresence.tms.plugins.module_utils._web.nearest import button_beside, effect
from ansible_collections.telepresence.tms.plugins.module_utils._web.web import Page, Web

#: Rights and blocks that have a name of their own in the option labels.
NAMED_IN_LABELS = (*SECTIONS, "Misc", "Book on behalf of", "Update", "Approve Meeting")

#: What the guide has in Booking, and in no other section: it tells a reading that has gone wrong.
_OF_BOOKING = ("Book on behalf of", "Approve Meeting")


@dataclass(frozen=True)
class Box:
    """The check box of a right, with the page it was found on: of several, each holds the section behind its tab."""

    page: Page
    document: Document
    control: Element

    @property
    def ticked(self) -> bool:
        return "checked" in self.control.attrib


def boxes(web: Web, page: Page, group: str | None = None) -> dict[Right, Box]:
    """The check box of every right; those in the title bars of the sections are none. Empty where there is no section.

    group: whose page it is; the pages behind tabs must show its name.
    """
    problem: LabelError | None = None
    for document in page.documents:
        try:
            found = _on(web, page, document)
        except LabelError as error:
            problem = problem or error
        else:
            if found:
                return {right: Box(page, document, control) for right, control in found.items()}
    found_elsewhere = _across_frames(web, page) or _behind_tabs(web, page, group)
    if not found_elsewhere and problem is not None:
        raise problem
    return found_elsewhere


def _across_frames(web: Web, page: Page) -> dict[Right, Box]:
    """The rights of a page whose sections are spread over its frames, each in one of them; empty where it is not so."""
    name_of = partial(_taught, web)
    met: list[sections.Met] = []
    of: list[str] = []
    where: dict[Element, Box] = {}
    for document in page.documents if len(page.documents) > 1 else ():
        reading = sections.one_after_the_other(document, sections.things_met(document, name_of), SECTIONS)
        met += reading.met
        of += reading.of
        where |= {each.control: Box(page, document, each.control) for each in reading.met if each.control is not None}
    try:
        rights = _rights(page, sections.Reading(tuple(met), tuple(of)))
        _check_sections(page, list(rights), guessed=False)
    except LabelError:
        return {}
    return {right: where[control] for right, control in rights.items()}


def _on(web: Web, page: Page, document: Document) -> dict[Right, Element]:
    """The rights of a page that shows all sections at once, by the first way to read it that gives a likely result."""
    name_of = partial(_taught, web)
    met = sections.things_met(document, name_of)
    problem: LabelError | None = None
    for reading_of in sections.readings(document, met, SECTIONS, name_of):
        try:
            reading = reading_of()
            if reading is None or not any(reading.of):
                continue
            found = _rights(page, reading)
            if not found:
                continue
            _check_sections(page, list(found), guessed=reading.guessed)
        except sections.Undecided as undecided:
            problem = problem or _unreadable(page, SECTIONS[0], str(undecided))
        except LabelError as error:
            problem = problem or error
        else:
            return found
    if problem is not None:
        raise problem
    return {}


def _rights(page: Page, reading: sections.Reading) -> dict[Right, Element]:
    shown = [(section, entry) for section, entry in zip(reading.of, reading.met, strict=True) if section]
    beside = sections.bars(reading) | _repeated(shown)
    found: dict[Right, Element] = {}
    block = dict.fromkeys(SECTIONS, "")
    for section, entry in shown:
        if entry in beside:
            continue
        if entry.control is None:
            block[section] = entry.name
        else:
            right = Right(section, block[section], entry.name)
            if right in found:
                raise _unreadable(page, section, f"'{right}' stands there twice")
            found[right] = entry.control
    return found


def _repeated(shown: Sequence[tuple[str, sections.Met]]) -> frozenset[sections.Met]:
    """The titles of the sections, where each section begins with its own, and the check boxes so called beside them."""
    found: set[sections.Met] = set()
    for is_box in (False, True):
        first: dict[str, sections.Met] = {}
        for section, entry in shown:
            if entry not in found:
                first.setdefault(section, entry)
        if all(entry.name == section and (entry.control is not None) == is_box for section, entry in first.items()):
            found.update(first.values())
    return frozenset(found)


def _check_sections(page: Page, found: Sequence[Right], *, guessed: bool) -> None:
    """Refuse a reading that leaves a section without a check box of its own, or has one where it cannot be."""
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
        and len(of[in_page_order[-1]]) > 1
    ):
        # A box in each title bar, under a label of its own, and the rights in one heap.
        raise _unreadable(
            page, in_page_order[0], f"no check boxes but '{above[0][0].name}' were found below the titles"
        )
    known = [right for right in found if right.name in _OF_BOOKING]
    strayed = next((right for right in known if right.section != "Booking"), None)
    if strayed is not None:
        raise _unreadable(
            page,
            strayed.section,
            f"'{strayed.name}' seems to stand in '{strayed.section}' and is known to be of 'Booking'",
        )
    if guessed and not known:
        raise _unreadable(
            page,
            SECTIONS[0],
            f"whether a check box is of '{SECTIONS[0]}' or of '{SECTIONS[1]}' is told by the order of the titles alone",
        )


def _unreadable(page: Page, section: str, said: str) -> LabelError:
    return LabelError(
        "read the permissions of a group",
        label=section,
        where=page.url,
        said=f"{said}, so it cannot be told which section a check box belongs to",
        remedy="give the label this server shows as labels, or report the page with the output of the module server_info (probe: true)",
    )


def _taught(web: Web, text: str) -> str:
    """A name in the guide's own words where it is one of the labels, else as the page shows it."""
    return next((label for label in NAMED_IN_LABELS if web.labels.matches(label, text)), unmarked(text))


# -- a page for each section


def _behind_tabs(web: Web, page: Page, group: str | None) -> dict[Right, Box]:
    """The rights of a page that shows one section at a time; empty where it has no tabs for them."""
    name_of = partial(_taught, web)
    problem: LabelError | WrongObjectError | None = None
    for strip in reversed(tabs.strips(web, page, SECTIONS, name_of)):
        try:
            opened = tabs.opened(web, page, strip, SECTIONS, name_of, partial(_check_behind_tab, web, group))
            if not opened:
                continue
            tabs.check_apart(opened, strip, name_of)
            found = _on_pages(web, page, opened)
            _check_sections(page, list(found), guessed=False)
        except sections.Undecided as undecided:
            problem = problem or _unreadable(page, SECTIONS[0], str(undecided))
        except (LabelError, WrongObjectError) as error:
            problem = problem or error
        else:
            return found
    if problem is not None:
        raise problem
    return {}


def _check_behind_tab(web: Web, group: str | None, page: Page) -> None:
    error = web.foreign(page, "read the permissions of a group")
    if error is not None:
        raise error
    if group is not None:
        check(page, group)


def _opened_again(web: Web, page: Page, group: str, section: str, before: Mapping[Right, Box]) -> dict[Right, Box]:
    """The rights on a page that was opened anew; behind tabs that section alone is, and the others are as they were read."""
    of = {right.section: box.page for right, box in before.items()}
    strips = (
        tabs.strips(web, page, SECTIONS, partial(_taught, web)) if len({id(each) for each in of.values()}) > 1 else []
    )
    if not strips:
        return boxes(web, page, group)
    look = partial(_check_behind_tab, web, group)
    return _on_pages(web, page, of | tabs.opened(web, page, strips[-1], [section], partial(_taught, web), look))


def _on_pages(web: Web, page: Page, shown: Mapping[str, Page]) -> dict[Right, Box]:
    """The rights on pages that show one section each; the check boxes of the start page are none."""
    everywhere = {each.get("name") for document in web.start.documents for each in document.root.iter("input")}
    where: dict[Element, Box] = {}
    met: list[sections.Met] = []
    of: list[str] = []
    for section, of_section in shown.items():
        for document in of_section.documents:
            for entry in sections.things_met(document, partial(_taught, web)):
                if entry.control is None or entry.control.get("name") not in everywhere:
                    met.append(entry)
                    of.append(section)
                if entry.control is not None:
                    where[entry.control] = Box(of_section, document, entry.control)
    rights = _rights(page, sections.Reading(tuple(met), tuple(of)))
    return {right: where[rights[right]] for section in SECTIONS for right in rights if right.section == section}


def read(web: Web, page: Page, group: str) -> Permissions:
    """The rights that the page shows for *group*."""
    found = boxes(web, page, group)
    if not found:
        raise web.missing(page, "Booking", f"read the permissions of group '{group}'", "the page Set Permissions")
    check(page, group)
    granted = frozenset(right for right, box in found.items() if box.ticked)
    can_be_saved = any(box.page.clickables(web.labels.all("Save")) for box in found.values())
    fixed = not can_be_saved or not any(fillable(box.control) for box in found.values())
    return Permissions(tuple(found), granted, fixed)


def check(page: Page, group: str) -> None:
    """Refuse a page that does not name the group it should be about."""
    wanted = named(group)
    for document in page.documents:
        if any(wanted == named(each.value) for each in document.fields):
            return
        if any(wanted in named(title) for title in (*document.titles, document.page_title)):
            return
    raise WrongObjectError(
        "use a page of a group",
        on=f"group '{group}'",
        said=f"{page.url} does not show this name",
        remedy="look whether the group was renamed or deleted in TMS",
    )


def save(web: Web, page: Page, group: str, wanted: Collection[Right], reopened: Callable[[], Page]) -> str:
    """Tick what is wanted, clear the rest, and Save; returns what TMS says.

    One write, or one for each Save where the page has several; *reopened* gives the page anew before each other one.
    """
    found = boxes(web, page, group)
    check(page, group)
    changes = {right: box for right, box in found.items() if box.ticked != (right in wanted)}
    stuck = [str(right) for right, box in changes.items() if not fillable(box.control)]
    if stuck:
        raise NotAllowedError(
            "set the permissions",
            on=f"group '{group}'",
            said=f"TMS does not let {', '.join(stuck[:3])} be changed",
            remedy="leave them out; the rights of some built-in groups are fixed",
        )
    tried = f"set the permissions of group '{group}'"
    said = ""
    for number, rights in enumerate(_by_button(web, group, changes).values()):
        # A server may remember which tab was shown last.
        if number or changes[rights[0]].page is not page:
            now = _opened_again(web, reopened(), group, rights[0].section, found)
            changes = {right: now[right] for right in rights if _is_as_read(now, found, right)}
            if len(changes) < len(rights):
                raise WrongObjectError(
                    tried,
                    on=f"section '{rights[0].section}'",
                    said="it shows other rights than before",
                    remedy="run again",
                )
        first = changes[rights[0]]
        button = _save_beside(web, group, first)
        ticks = {changes[right].control: right in wanted for right in rights}
        said = answer(web, first.page, web.click(first.document, button, "button", ticks), tried)
    return said


def _by_button(web: Web, group: str, changes: Mapping[Right, Box]) -> dict[Hashable, list[Right]]:
    """The rights to change by the Save that they stand beside, and the form that it posts."""
    found: dict[Hashable, list[Right]] = {}
    for right, box in changes.items():
        form = form_of(box.document, box.control)
        found.setdefault((id(box.page), form, effect(_save_beside(web, group, box))), []).append(right)
    return found


def _save_beside(web: Web, group: str, box: Box) -> Clickable:
    where = f"the page Set Permissions of group '{group}'"
    return button_beside(web, box.page, box.document, box.control, "Save", "set the permissions", where)


def _is_as_read(now: Mapping[Right, Box], before: Mapping[Right, Box], right: Right) -> bool:
    return right in now and now[right].ticked == before[right].ticked
