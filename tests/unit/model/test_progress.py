# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How far a task is: nothing of a short one, a line now and then of a long one."""

from __future__ import annotations

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._model.progress import Meter, Progress, paced, sentence


@pytest.mark.parametrize(
    ("progress", "line"),
    [
        (
            Progress("reading systems", 1200, 5000, 0, 2, 380.0),
            "reading systems: 1,200 of 5,000, 2 failed, about 6 minutes left",
        ),
        (
            Progress("changing systems", 3, 40, 3, 0, 37.4),
            "changing systems: 3 of 40, 3 changed, about 37 seconds left",
        ),
        (Progress("reading members", 9, 9, 0, 0, 0.0), "reading members: 9 of 9"),
    ],
)
def test_progress_is_one_line(progress, line):
    assert sentence(progress) == line


@pytest.mark.parametrize(("seconds", "lines"), [(9, 0), (11, 1), (39, 1), (41, 2), (100, 4)])
def test_a_line_comes_after_ten_seconds_and_then_every_half_minute(seconds, lines):
    now, told = [0.0], []
    listener = paced(told.append, lambda: now[0])
    for stage in ("reading systems", "changing systems"):
        meter = Meter(stage, seconds, listener)
        for dummy in range(seconds):
            now[0] += 0.5
            meter.count()
    assert len(told) == lines
    assert not told or told[0].startswith("reading systems: 20 of " if seconds > 19 else "changing systems: ")
