# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Print the notes of one version out of CHANGELOG.md: `release_notes.py 0.1.0`."""

from __future__ import annotations

import re
import sys
from pathlib import Path

CHANGELOG = Path(__file__).resolve().parents[2] / "CHANGELOG.md"


def notes(changelog: str, version: str) -> str:
    """The part of *changelog* below the heading of *version*; ValueError where it has none."""
    # antsibull-changelog writes a backslash before each dot.
    heading = re.escape(version.replace(".", "\\."))
    match = re.search(rf"^## v{heading}\n(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)
    if not match:
        raise ValueError(f"CHANGELOG.md has no heading for {version}; run antsibull-changelog release first.")
    return re.sub(r'^<a id=".*"></a>\n?', "", match.group(1), flags=re.MULTILINE).strip()


if __name__ == "__main__":
    try:
        print(notes(CHANGELOG.read_text(encoding="utf-8"), sys.argv[1]))
    except ValueError as error:
        sys.exit(str(error))
