# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of several fields of one label is meant: the one that has the button of its own; else none, and both are named."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import AmbiguousLabelError, LabelError
from ansible_collections.telepresence.tms.plugins.module_utils._web.document import Document
from ansible_collections.telepresence.tms.plugins.module_utils._web.nearest import control_labelled
from ansible_collections.telepresence.tms.plugins.module_utils._web.web import Page

SAVE = "<input type=submit name=s value=Save>"
SEARCH = "<fieldset><legend>Search</legend>Name: <input name=search></fieldset>"
EDIT = "<fieldset><legend>Group</legend>Name: <input name=edit>{}</fieldset>"


def picked(document: Document, **options: list[str]) -> str:
    return str(control_labelled(Page((document,), True), ["Name"], "fill in", "the page", **options)[1].get("name"))


def test_the_field_with_a_button_of_its_own(read: Callable[[str], Document]) -> None:
    document = read(f"<form>{SEARCH}{EDIT.format(SAVE)}</form>")
    assert picked(document, button=["Save"]) == "edit"
    assert picked(document, pane=["Search"]) == "search"


@pytest.mark.parametrize(
    "html",
    [
        f"{SEARCH}{EDIT.format('')}{SAVE}",
        f"{SAVE}{SEARCH}{EDIT.format('')}",
        f"{EDIT.format(SAVE)}{EDIT.format(SAVE)}",
        f"<h3>Search</h3>Name: <input name=a><h3>Group</h3>Name: <input name=b>{SAVE}",
    ],
)
def test_a_tie_is_refused(read: Callable[[str], Document], html: str) -> None:
    with pytest.raises(
        AmbiguousLabelError, match=r"2 fields carry the label 'Name', '.*' in pane '.*' and '.*' in pane 'Group'"
    ):
        picked(read(f"<form>{html}</form>"), button=["Save"])


def test_radio_buttons_are_one_field(read: Callable[[str], Document]) -> None:
    radios = (
        "<input type=radio name=r id=y><label for=y>Yes</label><input type=radio name=r id=n><label for=n>No</label>"
    )
    document = read(f"<form><fieldset><legend>Name</legend>{radios}</fieldset><p>Name: {radios}</p></form>")
    assert picked(document) == "r"


def test_no_such_label(read: Callable[[str], Document]) -> None:
    with pytest.raises(LabelError, match="Name"):
        picked(read(f"<form>{SAVE}</form>"))
