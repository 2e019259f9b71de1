# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How far a task has come: told to a listener while it runs.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """stage: what is being done ("reading systems"); done, total, changed, failed: objects of this stage.

    seconds_left: an estimate from the pace so far; None before the first object is done.
    """

    stage: str
    done: int
    total: int
    changed: int
    failed: int
    seconds_left: float | None


Listener = Callable[[Progress], None]


#: Seconds before a task says how far it is for the first time, and from then on: a short one says nothing.
FIRST, EVERY = 10, 30


def sentence(progress: Progress) -> str:
    """How far a task is, as one line of a log: "reading systems: 1,200 of 5,000, 2 failed, about 6 minutes left"."""
    parts = [f"{progress.done:,} of {progress.total:,}"]
    parts += [
        f"{number:,} {what}" for number, what in ((progress.changed, "changed"), (progress.failed, "failed")) if number
    ]
    if progress.seconds_left is not None and progress.done < progress.total:
        left = round(progress.seconds_left)
        parts.append(f"about {left} seconds left" if left < 90 else f"about {round(left / 60)} minutes left")
    return f"{progress.stage}: {', '.join(parts)}"


def paced(tell: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> Listener:
    """A listener that tells a sentence now and then, whichever thread it hears from."""
    lock = threading.Lock()
    due = clock() + FIRST

    def listen(progress: Progress) -> None:
        nonlocal due
        with lock:
            now = clock()
            if now < due:
                return
            due = now + EVERY
        tell(sentence(progress))

    return listen


def ignore(progress: Progress) -> None:
    """The listener of a task nobody watches."""


class Meter:
    """Counts the objects of one stage and tells the listener after each."""

    def __init__(self, stage: str, total: int, listener: Listener) -> None:
        self._stage = stage
        self._total = total
        self._listener = listener
        self._begun = time.monotonic()
        self._done = self._changed = self._failed = 0

    def count(self, *, changed: bool = False, failed: bool = False) -> None:
        self._done += 1
        self._changed += changed
        self._failed += failed
        pace = (time.monotonic() - self._begun) / self._done
        left = pace * (self._total - self._done)
        self._listener(Progress(self._stage, self._done, self._total, self._changed, self._failed, left))
