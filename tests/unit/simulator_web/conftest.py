# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The web UI without a server, and a small browser to look at it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tms_simulator.seed import seed
from tms_simulator.store import Store
from tms_simulator.web.skins import SKINS
from tms_simulator.web.ui import WebUI

sys.path.insert(0, str(Path(__file__).parent))

from windows import Browser


@pytest.fixture(params=sorted(SKINS))
def skin(request: pytest.FixtureRequest) -> str:
    """Every skin in turn."""
    return str(request.param)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """60 endpoints and rooms in three folders, 1001 and 1002 hold a seat; beside them two bridges and some equipment."""
    store = Store(tmp_path / "tms.sqlite")
    seed(store, systems=60, packs=1, enabled=2)
    yield store
    store.close()


@pytest.fixture
def browse(store: Store, skin: str) -> Callable[..., Browser]:
    """Opens a browser, in English: browse(), browse(user="TMS\\\\operator"), browse(figures=True)."""
    return lambda user="TMS\\tmsadmin", **options: Browser(
        WebUI(store, skin, **{"english": True} | options), store, user
    )


@pytest.fixture
def browser(browse: Callable[..., Browser]) -> Browser:
    """The Site Administrator's."""
    return browse()


@pytest.fixture
def opened(browser: Browser) -> Browser:
    """On the Edit Settings of the second room of Oslo, 1004, which holds no seat."""
    to_settings(browser, "Oslo", "Oslo Reception 1")
    browser.click("Edit Settings")
    return browser


@pytest.fixture
def to_view() -> Callable[..., None]:
    """to_view(browser, folder, system): as a person gets to View Settings."""
    return to_settings


def to_settings(browser: Browser, folder: str, system: str) -> None:
    browser.click("Navigator")
    browser.click(folder)
    browser.click(system)
    if not browser.clickables("View Settings"):
        browser.click("Settings")
    browser.click("View Settings")
