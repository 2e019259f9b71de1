# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reports made in a directory of their own."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.telepresence.tms.plugins.module_utils._report.make import make


class Desk:
    """What the module lends, without Ansible."""

    def __init__(self, *, check_mode: bool) -> None:
        self.check_mode = check_mode
        self.moved: list[str] = []

    def move(self, source: str, target: str) -> None:
        self.moved.append(target)
        os.replace(source, target)

    def load_yaml(self, text: str) -> Any:
        try:
            return yaml.safe_load(text)
        except yaml.YAMLError as error:
            raise ValueError(str(error)) from None


@pytest.fixture
def paths(tmp_path: Path) -> dict[str, Path]:
    endings = {"json": "json", "junit": "xml", "csv": "csv", "html": "html"}
    return {name: tmp_path / "reports" / f"tms.{ending}" for name, ending in endings.items()}


@pytest.fixture
def report(paths: dict[str, Path]) -> Callable[..., dict[str, Any]]:
    """Makes a report as the module does: report(audits, threshold="low"); all four files unless dest says otherwise."""

    def run(audits: list[Any], *, check_mode: bool = False, **options: Any) -> dict[str, Any]:
        defaults: dict[str, Any] = {
            "unreachable": [],
            "dest": {name: str(path) for name, path in paths.items()},
            "threshold": "high",
            "baseline": None,
            "compare_with": None,
        }
        desk = Desk(check_mode=check_mode)
        result = make(defaults | {"audits": audits} | options, desk)
        return result | {"moved": desk.moved}

    return run


@pytest.fixture
def baseline(tmp_path: Path) -> Callable[[Any], str]:
    """Writes a baseline: baseline(entries), or baseline(text)."""

    def write(content: Any) -> str:
        path = tmp_path / "accepted.yml"
        path.write_text(content if isinstance(content, str) else yaml.safe_dump(content), encoding="utf-8")
        return str(path)

    return write
