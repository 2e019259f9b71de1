# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files of a report: read, compared with what is there, and replaced in one step.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol

from ansible_collections.telepresence.tms.plugins.module_utils._model.errors import InputError, TmsError


class Desk(Protocol):
    """What the module lends: Ansible's way to move a file into place, and its YAML."""

    check_mode: bool

    def move(self, source: str, target: str) -> None: ...

    def load_yaml(self, text: str) -> Any: ...


def read_text(path: str, purpose: str) -> str | None:
    """What the file holds; None if there is none."""
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            return file.read()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"Could not read the {purpose}",
            on=path,
            said=_said(error),
            remedy="give a text file that this user may read",
        ) from None


def load(path: str, purpose: str, load_yaml: Callable[[str], Any] | None = None) -> Any:
    """What a JSON file, or with *load_yaml* a YAML file, says; InputError if there is none."""
    text = read_text(path, purpose)
    if text is None:
        raise InputError(
            f"Could not read the {purpose}", on=path, said="there is no such file", remedy="check the path"
        )
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        if load_yaml is None or path.lower().endswith(".json"):
            raise InputError(
                f"Could not read the {purpose}", on=path, said=f"it is not JSON: {error}", remedy="mend the file"
            ) from None
    try:
        return load_yaml(text)
    except ValueError as error:
        raise InputError(
            f"Could not read the {purpose}", on=path, said=f"it is not YAML: {error}", remedy="mend the file"
        ) from None


def same_as(path: str, content: str) -> bool:
    try:
        with open(path, "rb") as file:
            return file.read() == content.encode("utf-8")
    except FileNotFoundError:
        return False
    except OSError as error:
        raise _unwritable(path, error) from None


def replace(path: str, content: str, desk: Desk) -> None:
    """Write aside, in the same directory so that the move is one step, then move into place."""
    directory = os.path.dirname(path)
    aside = None
    try:
        os.makedirs(directory, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=directory, prefix=".audit_report-", delete=False) as file:
            aside = file.name
            file.write(content.encode("utf-8"))
        desk.move(aside, path)
        aside = None
    except OSError as error:
        raise _unwritable(path, error) from None
    finally:
        if aside is not None:
            with suppress(OSError):
                os.unlink(aside)


def _unwritable(path: str, error: OSError) -> TmsError:
    return TmsError(
        "write the report", on=path, said=_said(error), remedy="give a path in dest that this user may write to"
    )


def _said(error: Exception) -> str:
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
