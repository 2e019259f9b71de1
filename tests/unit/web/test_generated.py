# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Labels of generated pages lead to the controls that were meant, and ties are refused; `make oracle` asks a browser too."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "generated"))

import judge
from hypothesis import HealthCheck, given, settings
from pages import Page, pages

ADDRESS = "https://tms.example.com/tms/view.aspx?x=1"


@settings(max_examples=80, deadline=None, database=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(pages())
def test_labels_mean_what_was_meant(page: Page) -> None:
    document = judge.read(page, ADDRESS)
    said, post = judge.clicked(page, document)
    assert [*judge.mistakes(page, document), *said] == []
    assert post is not None
