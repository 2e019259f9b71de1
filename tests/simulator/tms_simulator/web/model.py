# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A page before it has any markup: what stands on it, what can be filled in, and what can be clicked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


class Name(str):
    """A name that somebody gave, which is the same in every language."""


class Word(str):
    """A text of TMS's own where others stand that somebody gave: in a list, or among choices."""


@dataclass(frozen=True)
class Action:
    """Something to click. kind: menu, tab, tree, row, pager, sort, choice, link or button; to: the page it leads to, as its
    state; do: the command it carries out on the server, if it is more than a way to a page; takes: which part of the state
    is what was chosen in which control."""

    label: str
    kind: str
    to: Mapping[str, Any] = field(default_factory=dict)
    do: str = ""
    takes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Control:
    """Something to fill in. kind: text, texts (several of one post name), password, textarea, select, multiselect, checkbox,
    checkboxes (several of one post name), radio or hidden.

    value: text, for the kinds in the plural a tuple of texts, for a checkbox whether it is ticked. readonly: a browser posts
    it, the server ignores it.
    """

    name: str
    kind: str
    value: Any = ""
    options: Sequence[str] = ()
    disabled: bool = False
    readonly: bool = False


@dataclass(frozen=True)
class Row:
    """A label with what stands beside it; key: the part of its id that public scripts rely on."""

    label: str
    content: str | bool | Control
    key: str = ""


@dataclass(frozen=True)
class Pager:
    """The ways to the other pages of a list; previous and following: None at its ends; numbers: the text is the page shown;
    rows and change: how many rows a page has, and what changes that."""

    previous: Action | None
    numbers: Sequence[Action | str]
    following: Action | None
    rows: Control
    change: Action


@dataclass(frozen=True)
class Grid:
    """A list: headers are texts or things to click, cells those or things to fill in."""

    headers: Sequence[str | Action]
    rows: Sequence[Sequence[str | Action | Control]]
    pager: Pager | None = None


@dataclass(frozen=True)
class Branch:
    """A folder of the tree with what is below it."""

    action: Action
    below: Sequence[Branch] = ()


@dataclass(frozen=True)
class Pane:
    """A part of a page with its title; actions are its own buttons, hidden what it posts without showing it; parts: panes
    within it; bar: a check box in its title bar."""

    title: str
    rows: Sequence[Row] = ()
    grid: Grid | None = None
    actions: Sequence[Action] = ()
    text: str = ""
    hidden: Sequence[Control] = ()
    parts: Sequence[Pane] = ()
    bar: Control | None = None


@dataclass(frozen=True)
class Page:
    """tabs and subtabs: the first level and the second; message: feedback of what was just done."""

    title: str
    heading: str = ""
    panes: Sequence[Pane] = ()
    tabs: Sequence[Action] = ()
    subtabs: Sequence[Action] = ()
    tree: Sequence[Branch] = ()
    actions: Sequence[Action] = ()
    message: str = ""
    is_error: bool = False
    is_dialog: bool = False
