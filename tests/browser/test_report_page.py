# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The HTML report in a real browser. Pictures of it lie in build/browser afterwards."""

from __future__ import annotations

import base64
import itertools
import time
from typing import Any

import pytest
from ansible_collections.telepresence.tms.plugins.module_utils._report.html.style import DARK, LIGHT
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

PAGES = ("small", "some", "large", "clean")
PALETTES = {"light": LIGHT, "dark": DARK}

#: Each piece of text that is seen, with the contrast to the ground behind it.
CONTRASTS = """
const parts = text => (text.match(/[0-9.]+/g) || []).map(Number);
const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
  .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
const ground = element => {
  for (let at = element; at; at = at.parentElement) {
    const colour = parts(getComputedStyle(at).backgroundColor);
    if (colour.length === 3 || colour[3] > 0) { return colour; }
  }
  return [255, 255, 255];
};
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const low = [];
for (let node; (node = walker.nextNode());) {
  const element = node.parentElement;
  if (!node.data.trim() || element.closest('script,svg') || !element.checkVisibility()) { continue; }
  const two = [light(parts(getComputedStyle(element).color)), light(ground(element))].sort((a, b) => b - a);
  const ratio = (two[0] + .05) / (two[1] + .05);
  if (ratio < 4.5) { low.push([node.data.trim().slice(0, 40), ratio]); }
}
return low;
"""


def rgb(colour: str) -> str:
    return "rgb({}, {}, {})".format(*bytes.fromhex(colour[1:]))


def shown(browser: Any) -> int:
    return browser.run(
        "return [...document.querySelector('#systems-rows').rows].filter(row => row.checkVisibility()).length"
    )


def search(browser: Any, text: str) -> str:
    field = browser.driver.find_element(By.ID, "query")
    field.clear()
    field.send_keys(text or " ")
    time.sleep(0.4)
    return browser.driver.find_element(By.ID, "count").text


@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize("page", PAGES)
def test_it_is_quiet_asks_for_nothing_and_can_be_read(browser: Any, page: str, theme: str) -> None:
    browser.open(page, theme=theme)
    assert browser.complaints() == []
    assert [url for url in browser.requests() if not url.startswith("data:")] == [browser.pages[page].as_uri()]
    assert browser.run("return getComputedStyle(document.body).backgroundColor") == rgb(PALETTES[theme]["page"])
    if page != "large":
        assert browser.run(CONTRASTS) == []
    browser.picture(f"{page}-{theme}")


@pytest.mark.parametrize("page", PAGES)
def test_a_narrow_page_does_not_overflow(browser: Any, page: str) -> None:
    browser.open(page, width=360)
    assert browser.run("return document.documentElement.scrollWidth") <= 360
    browser.picture(f"{page}-narrow")


def test_the_theme_can_be_chosen_and_is_remembered(browser: Any) -> None:
    browser.open("some", theme="light")
    toggle = browser.driver.find_element(By.ID, "theme")
    for expected, palette in (("light", LIGHT), ("dark", DARK)):
        toggle.click()
        assert toggle.text == f"Theme: {expected}"
        assert browser.run("return getComputedStyle(document.body).backgroundColor") == rgb(palette["page"])
    browser.driver.refresh()
    assert browser.driver.find_element(By.ID, "theme").text == "Theme: dark"
    assert browser.run("return getComputedStyle(document.body).backgroundColor") == rgb(DARK["page"])
    browser.driver.find_element(By.ID, "theme").click()
    assert browser.run("return document.documentElement.dataset.theme") is None
    assert browser.complaints() == []


def test_systems_can_be_searched(browser: Any) -> None:
    browser.open("large")
    assert shown(browser) == 100
    assert browser.driver.find_element(By.ID, "count").text == "5,000 systems, the first 100 are shown"
    told = search(browser, "sao cafe")
    assert "of 5,000 systems match" in told
    found = browser.run(
        "return [...document.querySelector('#systems-rows').rows].filter(row => row.checkVisibility())"
        ".map(row => row.textContent)"
    )
    assert found
    assert all("São" in each and "Café" in each for each in found)
    assert search(browser, "no such room at all").startswith("0 of 5,000 systems match")
    assert shown(browser) == 0
    assert search(browser, "القاهرة").split(" of ")[0] not in ("0", "5,000")
    browser.driver.find_element(By.ID, "query").send_keys(Keys.ESCAPE)
    assert shown(browser) == 100
    browser.driver.find_element(By.ID, "only").click()
    assert "match" in browser.driver.find_element(By.ID, "count").text
    browser.driver.find_element(By.ID, "only").click()
    browser.driver.find_element(By.ID, "all").click()
    assert shown(browser) == 5000
    assert browser.run("return document.activeElement.id") == "query"
    assert browser.complaints() == []


def test_enter_in_the_search_goes_nowhere(browser: Any) -> None:
    browser.open("some")
    browser.driver.find_element(By.ID, "query").send_keys("Oslo", Keys.ENTER)
    assert browser.driver.find_element(By.ID, "query").get_attribute("value") == "Oslo"
    assert browser.complaints() == []


def test_it_is_whole_without_a_script(browser: Any) -> None:
    browser.open("large", script=False)
    for name in ("theme", "search", "all"):
        assert not browser.driver.find_element(By.ID, name).is_displayed()
    browser.tell("Emulation.setScriptExecutionDisabled", value=False)
    assert shown(browser) == 5000


def test_names_become_no_elements(browser: Any) -> None:
    browser.open("large")
    assert browser.run("return document.querySelectorAll('img, iframe, b b, td script, bdi *').length") == 0
    assert browser.run("return document.querySelectorAll('script').length") == 1
    assert "<script>alert(1)</script>" in browser.run("return document.body.textContent")


@pytest.mark.parametrize("page", PAGES)
def test_who_hears_the_page_finds_the_way(browser: Any, page: str) -> None:
    browser.open(page)
    count = "return document.querySelectorAll(arguments[0]).length"
    assert [browser.run(count, name) for name in ("header", "nav[aria-label]", "main", "footer", "h1")] == [1] * 5
    levels = browser.run("return [...document.querySelectorAll('h1,h2,h3')].map(each => +each.tagName[1])")
    assert all(below - above <= 1 for above, below in itertools.pairwise(levels))
    assert (
        browser.run(count, "th:not([scope]), table:not(:has(caption)), svg:not([aria-hidden]):not([aria-label])") == 0
    )
    assert (
        browser.run(
            "return [...document.querySelectorAll('a[href^=\"#\"]')].map(each => each.hash.slice(1))"
            ".filter(id => !document.getElementById(id))"
        )
        == []
    )
    tree = browser.tell("Accessibility.getFullAXTree")["nodes"] if page != "large" else []
    controls = {"button", "link", "searchbox", "checkbox", "region", "table", "search", "navigation"}
    unnamed = [
        node["role"]["value"]
        for node in tree
        if not node.get("ignored") and node["role"]["value"] in controls and not node.get("name", {}).get("value")
    ]
    assert set(unnamed) <= {"search"}


def test_it_goes_by_keyboard(browser: Any) -> None:
    browser.open("large")
    body = browser.driver.find_element(By.TAG_NAME, "body")
    body.send_keys(Keys.TAB)
    assert browser.run("return document.activeElement.className") == "skip"
    assert browser.run("return document.activeElement.getBoundingClientRect().left") >= 0
    browser.driver.switch_to.active_element.send_keys(Keys.TAB)
    assert browser.run("return document.activeElement.id") == "theme"
    assert browser.run("return [...document.querySelectorAll('.scroll')].every(each => each.tabIndex === 0)")


def test_a_link_opens_the_folded_list(browser: Any) -> None:
    browser.open("large")
    folded = "return !!document.querySelector('#finding-high-system_without_seat details').open"
    assert browser.run(folded) is False
    browser.run("location.hash = '#finding-high-system_without_seat'")
    time.sleep(0.2)
    assert browser.run(folded) is True


def test_it_prints(browser: Any) -> None:
    browser.open("some", theme="dark", media="print")
    assert browser.run("return getComputedStyle(document.querySelector('nav')).display") == "none"
    assert browser.run("return getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert browser.run(CONTRASTS) == []
    browser.open("large", media="print")
    assert shown(browser) == 5000
    assert not browser.driver.find_element(By.CLASS_NAME, "on-screen").is_displayed()
    # On paper there is nothing to type into.
    browser.run(
        "const field = document.getElementById('query'); field.value = 'oslo'; field.dispatchEvent(new Event('input'))"
    )
    time.sleep(0.4)
    matching = int(browser.driver.find_element(By.ID, "count").text.split(" of ")[0].replace(",", ""))
    assert 100 < matching == shown(browser) < 5000
    browser.open("large")
    printed = base64.b64decode(browser.tell("Page.printToPDF", printBackground=True, preferCSSPageSize=True)["data"])
    assert printed.startswith(b"%PDF-")
    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page/") >= 3
    assert browser.run("return document.querySelectorAll('details').length") > 0
