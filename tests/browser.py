"""A real Chromium for the tests that need one, found or loudly missed, and the checks every page must pass in it."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

AXE = (Path(__file__).parent / "vendor/axe.min.js").read_text(encoding="utf-8")
RULES = """axe.run({
  runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']},
  rules: {'target-size': {enabled: true}},
  resultTypes: ['violations']
}).then(found => found.violations.map(v => `${v.id}: ${v.help} ${v.nodes[0].html.slice(0, 160)}`))"""
# The first answer of Chromium would otherwise be to ring its maker.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium_of_session() -> Iterator[Any]:
    """A headless browser. Without one the test is skipped with a loud reason, or fails where REQUIRE_BROWSER=1."""
    path = os.environ.get("CHROME") or shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail("No Chromium was found, and REQUIRE_BROWSER=1 asks for one.")
        pytest.skip("NO CHROMIUM: nothing was checked in a browser.")
    from playwright.sync_api import sync_playwright

    # Playwright runs an event loop in this thread, and Django would refuse to use the database beside one.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def chromium(chromium_of_session: Any) -> Iterator[Any]:
    """The browser, whose windows of this test are closed at its end: each that stays open keeps a process of its own."""
    yield chromium_of_session
    for context in chromium_of_session.contexts:
        context.close()


def faults(page: Any) -> list[str]:
    """What axe finds on a page, one line each; an empty list is a pass. A page that is looked at again at another width has
    axe already."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE)
    found: list[str] = page.evaluate(RULES)
    return found


def is_wider_than_window(page: Any) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def too_wide(page: Any) -> list[str]:
    """What reaches past the right edge of the window, the innermost things first."""
    return page.evaluate("""() => [...document.querySelectorAll("main *")].filter(e => e.getBoundingClientRect().right >
      document.documentElement.clientWidth + 1).reverse().slice(0, 6).map(e => e.outerHTML.slice(0, 150))""")


def practise_as(page: Any, base: str, user_id: int) -> None:
    """Sign in through a door of the sign-in page; for people without a door the door of somebody is borrowed."""
    page.goto(f"{base}/sign-in")
    page.locator(f".hv-doors form:has(input[name=as][value='{user_id}']) button").click()
    page.wait_for_url(f"{base}/")
