# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A real browser without a window, and the pages of reports of several sizes."""

from __future__ import annotations

import base64
import json
import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import example_audits
import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._report.make import make
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Desk:
    check_mode = False

    @staticmethod
    def move(source: str, target: str) -> None:
        os.replace(source, target)

    @staticmethod
    def load_yaml(text: str) -> Any:
        raise AssertionError("the baseline of these tests is JSON")


class Browser:
    """One browser, with what it was asked for and what it complained about."""

    def __init__(self, driver: webdriver.Chrome, pages: dict[str, Path]) -> None:
        self.driver = driver
        self.pages = pages

    def tell(self, command: str, **parameters: Any) -> Any:
        return self.driver.execute_cdp_cmd(command, parameters)

    def run(self, script: str, *arguments: Any) -> Any:
        return self.driver.execute_script(script, *arguments)

    def open(self, page: str, *, theme: str = "light", width: int = 1280, media: str = "", script: bool = True) -> None:
        self.tell("Emulation.setScriptExecutionDisabled", value=not script)
        self.tell(
            "Emulation.setEmulatedMedia", media=media, features=[{"name": "prefers-color-scheme", "value": theme}]
        )
        self.tell("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        self.complaints()
        self.requests()
        self.driver.get(self.pages[page].as_uri())

    def complaints(self) -> list[str]:
        """What came to the console since it was asked last."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self) -> list[str]:
        """The addresses that were asked for since it was asked last."""
        events = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        return [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]

    def picture(self, name: str) -> None:
        """A picture of the whole page below build/, for people to look at."""
        into = Path(__file__).resolve().parents[2] / "build" / "browser"
        into.mkdir(parents=True, exist_ok=True)
        taken = self.tell("Page.captureScreenshot", captureBeyondViewport=True)
        (into / f"{name}.png").write_bytes(base64.b64decode(taken["data"]))


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """By name: one server with few findings, some servers, twenty servers with 5,000 systems, and one without a finding."""
    there = tmp_path_factory.mktemp("pages")
    earlier = _report(there / "earlier", example_audits.audits(3, 30))
    accepted = [
        {
            "id": finding["id"],
            "object": finding["object"]["name"],
            "reason": "The room is being rebuilt until spring; see change 4711",
            "expires": date(2027, 3, 31).isoformat(),
        }
        for finding in example_audits.audits(3, 40)[0]["findings"][:2]
    ]
    old = {"id": "key_expires", "object": "113612A1-**-********", "reason": "Ordered", "expires": "2026-11-01"}
    baseline = there / "baseline.json"
    baseline.write_text(json.dumps([*accepted, old]))
    return {
        "small": _report(there / "small", example_audits.audits(1, 8))["html"],
        "some": _report(
            there / "some",
            example_audits.audits(3, 40),
            unreachable=example_audits.unreachable(),
            baseline=str(baseline),
            compare_with=str(earlier["json"]),
        )["html"],
        "large": _report(there / "large", example_audits.audits(20, 250))["html"],
        "clean": _report(there / "clean", example_audits.audits(2, 30)[1:])["html"],
    }


def _report(directory: Path, audits: list[dict[str, Any]], **options: Any) -> dict[str, Path]:
    paths = {"json": directory / "tms.json", "html": directory / "tms.html"}
    defaults = {"unreachable": [], "threshold": "high", "baseline": None, "compare_with": None}
    dest = {name: str(path) for name, path in paths.items()}
    make(defaults | {"audits": audits, "dest": dest} | options, Desk())
    return paths


@pytest.fixture(scope="session")
def browser(pages: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    driver = shutil.which("chromedriver")
    if not program or not driver:
        pytest.skip(
            "NOT CHECKED: there is no Chromium with a chromedriver on this machine (Debian: chromium, chromium-driver)"
        )
    options = webdriver.ChromeOptions()
    options.binary_location = program
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars"):
        options.add_argument(argument)
    options.add_argument(f"--user-data-dir={tmp_path_factory.mktemp('profile')}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    with webdriver.Chrome(options=options, service=Service(driver)) as started:
        yield Browser(started, pages)
