# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Thousands of tasks with spoiled replies: no traceback, no hang, no more than 200 MiB, and no write that was not meant."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(Path(__file__).parent), str(TESTS / "tools"), str(TESTS / "simulator")]

from link_tree import link_tree  # noqa: E402

sys.path.insert(0, str(link_tree()))

from memory import peak  # noqa: E402
from trials import Trial  # noqa: E402
from tms_simulator.web.skins import SKINS  # noqa: E402

CASES, AT_ONCE = 10_000, 200
Done = list[tuple[int, str, list[str]]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--first", type=int, default=1, help="number of the first case; a case is its number's alone")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    begun = time.monotonic()
    numbers = range(options.first, options.first + options.cases)
    parts = [numbers[at : at + AT_ONCE] for at in range(0, len(numbers), AT_ONCE)]
    kinds: Counter[str] = Counter()
    failures = 0
    # Each part in a process of its own: what it needs at the most is then told, and nothing of it remains.
    with ProcessPoolExecutor(options.processes, mp_context=get_context("spawn"), max_tasks_per_child=1) if sys.version_info >= (
        3, 11) else ProcessPoolExecutor(options.processes) as pool:  # fmt: skip
        for done in pool.map(tried, parts):
            for number, what, said in done:
                kinds[what.rpartition(": ")[2].partition(",")[0]] += 1
                if said or options.verbose:
                    print(f"case {number}: {what}", *said, sep="\n  ", flush=True)
                failures += bool(said)
    for kind, times in kinds.most_common():
        print(f"  {times:6} {kind}")
    print(f"{options.cases} cases in {time.monotonic() - begun:.0f} s, {failures} failures.")
    return 1 if failures else 0


def tried(numbers: range) -> Done:
    with tempfile.TemporaryDirectory() as directory:
        trials = [Trial(Path(directory) / skin, skin) for skin in sorted(SKINS)]
        done = [(number, *trials[number % len(trials)].case(number)) for number in numbers]
        for trial in trials:
            trial.close()
    return done


if __name__ == "__main__":
    print(f"A process needs {peak()} MiB before it does anything.")
    sys.exit(main())
