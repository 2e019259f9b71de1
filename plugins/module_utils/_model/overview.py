# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the items of results say, as lines for the person who has to agree to them.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def change_line(item: Mapping[str, Any]) -> str:
    """One item of a module's results as one line: "enable 'Oslo Reception' (id 1002): disabled -> enabled"."""
    about = item.get("id")
    where = f"id {about}" if isinstance(about, int) else str(about or "")
    line = f"{item.get('action')} '{item.get('name')}'" + (f" ({where})" if where else "")
    before, after = item.get("before"), item.get("after")
    if isinstance(before, str) and isinstance(after, str):
        line += f": {before or 'nothing'} -> {after or 'nothing'}"
    elif isinstance(before, list) and isinstance(after, list):
        line += f": {', '.join(map(str, before)) or 'none'} -> {', '.join(map(str, after)) or 'none'}"
    said = next((str(item[key]) for key in ("error", "note") if item.get(key)), "")
    return line + (f" ({said})" if said else "")
