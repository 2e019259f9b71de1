# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the user of a skin in another language gives as the option labels."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

#: Skin -> labels, for those that need any.
TAUGHT: dict[str, dict[str, Any]] = {
    path.stem: yaml.safe_load(path.read_text("utf-8")) for path in (Path(__file__).parents[1] / "labels").glob("*.yml")
}
