# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Settings tab of a system: View Settings and Edit Settings.

This module util is PRIVATE to the collection; it can change at any time.

TMSBA programming guide 14.6 p. 15: Systems > Navigator > a system > Settings > TMS Scheduling Settings shows Allow Remote
Bookings as Yes or No; Edit Settings has it as a check box, and a Save.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import (
    AmbiguousLabelError,
    LabelError,
    TmsError,
    WrongObjectError,
    shorten,
)
from ansible_collections.telepresence.tms.plugins.module_utils._model.systems import System, SystemSettings
from ansible_collections.telepresence.tms.plugins.module_utils._model.text import normalised, shown
from ansible_collections.telepresence.tms.plugins.module_utils._web.contents import fillable, radio_group, type_of
from ansible_collections.telepresence.tms.plugins.module_utils._web.document import Document, Element, Field
from ansible_collections.telepresence.tms.plugins.module_utils._web.forms import Changes
from ansible_collections.telepresence.tms.plugins.module_utils._web.message import LONGEST, message
from ansible_collections.telepresence.tms.plugins.module_utils._web.nearest import button_beside, only_control
from ansible_collections.telepresence.tms.plugins.module_utils._web.pages.navigator import (
    Pattern,
    names,
    open_system,
    opened,
    pattern_in,
    shows,
)
from ansible_collections.telepresence.tms.plugins.module_utils._web.web import Page, Web

PANE = "TMS Scheduling Settings"
LABEL = "Allow Remote Bookings"
OTHERS = "Other Scheduling Settings"

#: The switches for each protocol and direction, as a guide for bridges names them.
_DIALING = re.compile(r"\b(incoming|outgoing)\b.*\bdial+ing\b", re.IGNORECASE)


class _Ways:
    """Addresses of the view and of the edit form, learned from the first system whose pages have them."""

    def __init__(self) -> None:
        #: Whether a first system's pages have been seen; from then on threads need not wait for each other.
        self.known = False
        self.view: Pattern | None = None
        self.edit: Pattern | None = None
        #: Patterns that led to another page than they should.
        self.refuted: set[Pattern] = set()


def _ways(web: Web) -> _Ways:
    return web.once("ways to settings", _Ways)


@dataclass(frozen=True)
class Fetched:
    """The page of View Settings as it came, None where the server does not know it.

    by: the pattern that its address was formed by: it is still to be checked; None: it was clicked to, and checked.
    """

    page: Page | None
    by: Pattern | None = None


def view(web: Web, system: System) -> SystemSettings:
    """What View Settings shows; one request where it has an address, else the fewest clicks."""
    return read(web, system, fetch(web, system))


def view_page(web: Web, system: System) -> Page:
    """The page of View Settings, checked for the name."""
    return _checked(web, system, fetch(web, system))


def fetch(web: Web, system: System) -> Fetched:
    """The half of view() that needs a connection."""
    ways = _ways(web)
    if not ways.known:
        with web.lock:
            if not ways.known:
                page = _clicked_view(web, system, ways)
                ways.known = True
                return Fetched(page)
    pattern = ways.view
    if pattern is None:
        return Fetched(_clicked_view(web, system, ways))
    return Fetched(opened(web, pattern.address(system)), pattern)


def read(web: Web, system: System, fetched: Fetched) -> SystemSettings:
    """The other half, which asks the server only if the page is not the one it should be."""
    return _settings(web, _checked(web, system, fetched))


def _checked(web: Web, system: System, fetched: Fetched) -> Page:
    page = fetched.page
    if page is not None:
        if fetched.by is None or (shows(web, page, system) and _is_view(web, page)):
            return page
        error = web.foreign(page, f"read the settings of {system.title}")
        if error is not None:
            raise error
    # Not what the pattern promised: this system was renamed or deleted, or the pattern does not hold.
    ways = _ways(web)
    page = _clicked_view(web, system, ways, learn=False)
    if fetched.by is not None and pattern_in(page.url, system) != fetched.by:
        ways.refuted.add(fetched.by)
        ways.view = None
    return page


def _clicked_view(web: Web, system: System, ways: _Ways, *, learn: bool = True) -> Page:
    page = open_system(web, system)
    for label in ("Settings", "View Settings"):
        if _is_view(web, page):
            break
        found = page.clickables(web.labels.all(label))
        if found:
            page = web.click(*found[0], "tab")
    _check(web, page, system, "view")
    if not _is_view(web, page) and not page.clickables(web.labels.all("Edit Settings")):
        raise web.missing(page, "View Settings", "read the settings", f"the page of {system.title}")
    if learn:
        _learn(web, page, system, ways)
    return page


def _learn(web: Web, page: Page, system: System, ways: _Ways) -> None:
    """Keep the addresses that this page shows: its own, that of its View Settings link, that of Edit Settings."""
    own = pattern_in(page.url, system) if page.by_get and _is_view(web, page) else None
    linked = [pattern_in(each.address, system) for dummy, each in page.clickables(web.labels.all("View Settings"))]
    candidates = [pattern for pattern in (own, *linked) if pattern is not None and pattern not in ways.refuted]
    if candidates:
        ways.view = candidates[0]
    ways.edit = ways.edit or _edit_pattern(web, page, system)


def _edit_pattern(web: Web, page: Page, system: System) -> Pattern | None:
    found = [pattern_in(each.address, system) for dummy, each in page.clickables(web.labels.all("Edit Settings"))]
    return next((pattern for pattern in found if pattern is not None), None)


def _is_view(web: Web, page: Page) -> bool:
    """Whether the settings are shown to be read: the pane is there, and nothing in it can be filled in."""
    fields = _in_pane(web, page) or page.fields(web.labels.all(LABEL))
    if not fields:
        return page.pane(web.labels.all(PANE)) is not None
    return not any(_editable(field.control) for dummy, field in fields)


def _in_pane(web: Web, page: Page) -> list[tuple[Document, Field]]:
    title = page.pane(web.labels.all(PANE))
    return [
        (document, field)
        for document in page.documents
        for field in document.fields
        if title is not None and normalised(field.pane) == normalised(title)
    ]


def _is_of_one(control: Element | None, own: Element) -> bool:
    """Whether two controls are one, or choices of one."""
    if control is None or control is own:
        return control is own
    choice = (own.get("name"), type_of(own))
    return choice[1] == "radio" and bool(choice[0]) and (control.get("name"), type_of(control)) == choice


def _editable(control: Element | None) -> bool:
    return control is not None and fillable(control)


def _settings(web: Web, page: Page) -> SystemSettings:
    chrome = web.chrome
    found = _preferred(web, page)
    own = [field.control for dummy, field in found if field.control is not None]
    fields = tuple(
        (field.pane, _plain(field.label), field.value)
        for document in page.documents
        for field in document.fields
        if normalised(field.label) not in chrome
        and (field.label, field.value) not in web.chrome_fields
        # Under another name, as the Yes and the No of two radio buttons, the setting is no second field.
        and (web.labels.matches(LABEL, field.label) or not any(_is_of_one(field.control, each) for each in own))
    )
    label, state = "", None
    if found:
        label = _plain(found[0][1].label)
        states = {_yes_or_no(web, field, page) for dummy, field in found}
        if len(states) > 1:
            raise AmbiguousLabelError(
                "read Allow Remote Bookings",
                label=label,
                where=page.url,
                said=f"'{label}' is shown both as Yes and as No",
            )
        state = states.pop()
    unexplained = () if found else _unexplained(web, page)
    return SystemSettings(fields, state, page.pane(web.labels.all(PANE)) is not None, label, unexplained)


def _unexplained(web: Web, page: Page) -> tuple[str, ...]:
    """The labels of the pane that say Yes or No, or speak of remote, and are no documented setting."""
    documented = {normalised(each) for each in web.labels.with_defaults(OTHERS)}
    return tuple(
        _plain(field.label)
        for dummy, field in _in_pane(web, page)
        if (any(web.labels.matches(word, field.value) for word in ("Yes", "No")) or "remote" in normalised(field.label))
        and normalised(_plain(field.label)) not in documented
        and not _DIALING.search(field.label)
    )


def other_switches(web: Web, page: Page) -> tuple[str, ...]:
    """What says Yes or No in the pane beside Allow Remote Bookings, and is no documented setting."""
    return tuple(label for label in _unexplained(web, page) if not web.labels.matches(LABEL, label))


def values_in_pane(web: Web, page: Page) -> tuple[str, ...]:
    """What the fields of the pane say, each once."""
    return tuple(dict.fromkeys(field.value for dummy, field in _in_pane(web, page) if field.value))


def behind_settings(web: Web, page: Page) -> list[Page]:
    """The page behind the tab Settings, where there is one."""
    found = page.clickables(web.labels.all("Settings"))
    return [web.click(*found[0], "tab")] if found else []


def _plain(label: str) -> str:
    """A label as users write it, without the colon that some pages set behind it."""
    return label.rstrip(" :\uff1a")


def _preferred(web: Web, page: Page) -> list[tuple[Document, Field]]:
    """The fields labelled Allow Remote Bookings: those in the scheduling pane alone where there are any."""
    found = page.fields(web.labels.all(LABEL))
    title = page.pane(web.labels.all(PANE))
    inside = [(document, field) for document, field in found if title and normalised(field.pane) == normalised(title)]
    return inside or found


def _yes_or_no(web: Web, field: Field, page: Page) -> bool:
    if web.labels.matches("Yes", field.value) or field.value in ("✓", "✔", "☑"):
        return True
    if web.labels.matches("No", field.value) or field.value in ("✗", "✘", "☐"):
        return False
    raise LabelError(
        "read Allow Remote Bookings",
        label=web.labels.first("Yes"),
        where=f"'{field.label}' on {page.url}",
        said=f"it shows '{shorten(field.value)}', which is neither {web.labels.first('Yes')} nor {web.labels.first('No')}",
    )


def set_remote_bookings(
    web: Web, system: System, wanted: bool, before: SystemSettings, hear: Callable[[str], None] | None = None
) -> SystemSettings | None:
    """Post the edit form with nothing but the check box changed. One write.

    Returns what the reply shows of the settings; None where it does not show them, so that they must be read back.
    hear: is told what the reply says beside the settings.
    """
    try:
        page = _edit_page(web, system)
        document, control = _box(web, page, system)
        save = button_beside(
            web, page, document, control, "Save", "change Allow Remote Bookings", f"Edit Settings of {system.title}"
        )
    except TmsError as error:
        # Nothing was posted yet.
        error.outcome_unknown = False
        raise
    after = web.click(document, save, "button", _ticked(web, document, control, wanted, system))
    if hear is not None:
        settings = " ".join(shown(text).casefold() for field in before.fields for text in field[1:])
        instead = web.foreign(after, "change Allow Remote Bookings")
        said = message(after, (page,), leave_out=lambda chunk: normalised(chunk) in settings)
        hear(said[:LONGEST] if instead is None else instead.said)
    if not _is_view(web, after) or not shows(web, after, system) or not _preferred(web, after):
        return None
    return _settings(web, after)


def _edit_page(web: Web, system: System) -> Page:
    ways = _ways(web)
    pattern = ways.edit
    if pattern is not None:
        found = opened(web, pattern.address(system))
        if found is not None and shows(web, found, system):
            return found
    view_of = view_page(web, system)
    links = view_of.clickables(web.labels.all("Edit Settings"))
    if not links:
        raise web.missing(view_of, "Edit Settings", "change the settings", f"the Settings tab of {system.title}")
    page = web.click(*links[0], "tab")
    if links[0][1].panel is None:
        # Else it is a part of the page that was checked already.
        _check(web, page, system, "edit form")
    own = pattern_in(links[0][1].address, system)
    if own != pattern:
        # What one system's address showed does not hold for this one: it was no pattern.
        ways.edit = own if pattern is None else None
    return page


def _check(web: Web, page: Page, system: System, which: str) -> None:
    if shows(web, page, system):
        return
    error = web.foreign(page, f"use the {which} of {system.title}")
    if error is not None:
        raise error
    if names(web, page, system):
        raise WrongObjectError(
            f"use the {which} of a system",
            on=system.title,
            said="others have the same name, and it shows neither the address nor the id of this one",
            remedy="give the systems different names in TMS",
        )
    told = page.fields([web.labels.first("System Name")])
    said = f"it shows the name '{told[0][1].value}'" if told else "it does not show this name"
    raise WrongObjectError(
        f"use the {which} of a system",
        on=system.title,
        said=said,
        remedy="look whether the system was renamed, moved or deleted in TMS",
    )


def _box(web: Web, page: Page, system: System) -> tuple[Document, Element]:
    """The control to tick; several that carry the label are a tie, unless one alone is in the scheduling pane."""
    tried, where = "change Allow Remote Bookings", f"Edit Settings of {system.title}"
    found = [each for each in _preferred(web, page) if _editable(each[1].control)]
    buttons = page.clickables(web.labels.all("Save"))
    control = only_control(found, web.labels.first(LABEL), tried, where, buttons=buttons)
    if control is None:
        raise web.missing(page, LABEL, tried, where)
    return control


def _ticked(web: Web, document: Document, control: Element, wanted: bool, system: System) -> Changes:
    """The change that makes *control* say Yes or No: a check box, or a choice of the two words."""
    type_ = control.get("type", "text").casefold() if control.tag == "input" else control.tag
    if type_ == "checkbox":
        return {control: wanted}
    word = "Yes" if wanted else "No"
    if type_ == "select":
        options = [option for option in control.iter("option") if web.labels.matches(word, document.value_of(option))]
        if len(options) == 1:
            return {control: options}
    if type_ == "radio":
        group = radio_group(control)
        chosen = [
            each for each in group if any(web.labels.matches(word, label) for label, dummy in document.labels_of(each))
        ]
        if len(chosen) == 1:
            return {each: each is chosen[0] for each in group}
    raise LabelError(
        "change Allow Remote Bookings",
        label=web.labels.first(LABEL),
        where=f"Edit Settings of {system.title}",
        said=f"the field with this label is no check box and offers no {web.labels.first(word)}",
    )
