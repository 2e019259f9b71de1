# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which process a task runs in, and whether another one on the same machine still lives.

This module util is PRIVATE to the collection; it can change at any time.
"""

from __future__ import annotations

import hashlib
import os
import uuid
from functools import cache
from pathlib import Path

_PROC = Path("/proc")


@cache
def machine() -> str:
    """Where process numbers mean the same: one boot of a machine, one container, and one user, as another's may be hidden.

    Where the system does not tell, a name that nobody else has: no process is taken for dead then.
    """
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        # A container has process numbers of its own.
        space = os.readlink(_PROC / "self/ns/pid")
        _started(os.getpid())
    except (OSError, ValueError):
        return uuid.uuid4().hex[:12]
    return hashlib.sha256(f"{boot} {space} {os.getuid()}".encode()).hexdigest()[:12]


def process() -> str:
    """This process as process_of() names it."""
    try:
        return process_of(os.getpid())
    except (OSError, ValueError):
        return f"{os.getpid()}.0"


def process_of(number: int) -> str:
    """A process: its number and when it was started, as numbers are used again."""
    return f"{number}.{_started(number)}"


def lives(name: str) -> bool:
    """Whether the process that process() called *name* is still there, on this machine."""
    number, dummy, start = name.partition(".")
    try:
        return _started(int(number)) == int(start)
    except (FileNotFoundError, ProcessLookupError, ValueError):
        return False
    except OSError:
        return True


def _started(number: int) -> int:
    """When a process was started, in ticks since the boot (proc(5), stat, fields 3 and 22)."""
    text = (_PROC / str(number) / "stat").read_text(encoding="utf-8", errors="replace")
    # The second field is the name of the program, in brackets, and may hold anything.
    fields = text.rpartition(")")[2].split()
    if fields[0] in ("Z", "X"):
        raise ProcessLookupError(f"process {number} has ended")
    return int(fields[19])
