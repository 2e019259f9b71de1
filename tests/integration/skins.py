# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""On which skins a test runs."""

from __future__ import annotations

import pytest

#: A test with the argument look runs on each skin of every day, with --every-skin on all of them.
every_skin = pytest.mark.every_skin
