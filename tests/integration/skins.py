# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""On which skins a test runs, and what their users give as labels."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

#: What a user of a skin in another language gives as the option labels.
LABELS = {
    path.stem: yaml.safe_load(path.read_text("utf-8")) for path in (Path(__file__).parents[1] / "labels").glob("*.yml")
}

#: A test with the argument look runs on each skin of every day, with --every-skin on all of them.
every_skin = pytest.mark.every_skin
