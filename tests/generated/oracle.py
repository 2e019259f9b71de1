# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Generated pages, judged by Chromium: what each label means, what each control holds, and what a click posts.

A difference is made as small as can be, and shown with the page.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(Path(__file__).parent), str(TESTS / "tools")]

from link_tree import link_tree  # noqa: E402

sys.path.insert(0, str(link_tree()))

import browser  # noqa: E402
import judge  # noqa: E402
from hypothesis import HealthCheck, Phase, given, seed, settings  # noqa: E402
from pages import Page, every_shape, pages  # noqa: E402

#: Each shape must occur so often among so many pages.
PAGES, EACH = 2500, 50


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--seed", type=int, default=3)
    options = parser.parse_args()
    program = browser.find()
    if program is None:
        names = ", ".join(browser.NAMES)
        print(f"The oracle needs Chromium, and none of {names} is in the path. On Debian: apt-get install chromium")
        return 2
    return _run(program, options.pages, options.seed)


def _run(program: str, number: int, chance: int) -> int:
    found: list[frozenset[str]] = []
    begun = time.monotonic()
    with browser.Browser(program) as chromium:

        @seed(chance)
        @settings(
            max_examples=number,
            database=None,
            deadline=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        )
        @given(pages())
        def judged(page: Page) -> None:
            said = _judged(chromium, page)
            found.append(page.shapes)
            assert not said, "\n".join([*said, page.content_type, page.html.decode("utf-8", errors="replace")])

        try:
            judged()
        except AssertionError as error:
            print(f"After {len(found)} pages a difference; the smallest page that has it:\n{error}")
            return 1
    counted = every_shape(found)
    for shape, times in counted.items():
        print(f"  {times:5} pages: {shape}")
    print(f"{len(found)} pages in {time.monotonic() - begun:.0f} s, without a difference.")
    rare = [shape for shape, times in counted.items() if times < EACH * min(number, PAGES) // PAGES]
    if rare:
        print(f"Too rare to mean anything: {', '.join(rare)}")
    return 1 if rare or len(found) < number else 0


def _judged(chromium: browser.Browser, page: Page) -> list[str]:
    document = judge.read(page, chromium.next_address())
    said, post = judge.clicked(page, document)
    seen = chromium.look(page.html, page.content_type, page.button)
    return [*judge.mistakes(page, document), *said, *judge.differences(document, post, seen)]


if __name__ == "__main__":
    sys.exit(main())
