"""The gallery in a real browser: accessible, inside the window, and working with and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser import faults
from tests.web_parts import gallery
from tests.web_parts.site import serving

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serving() as address:
        yield address


def _open(chromium: Any, width: int, **options: Any) -> tuple[Any, list[str]]:
    page = chromium.new_context(viewport={"width": width, "height": 800}, **options).new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    return page, said


@pytest.mark.parametrize(
    ("width", "scheme"), [(320, "light"), (768, "light"), (1280, "light"), (390, "dark"), (1280, "dark")]
)
def test_every_page_is_accessible_and_fits(chromium: Any, site: str, width: int, scheme: str) -> None:
    page, said = _open(chromium, width, color_scheme=scheme)
    for name in gallery.PAGES:
        page.goto(f"{site}/{name}", wait_until="load")
        assert faults(page) == [], f"{name} at {width}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} is wider than {width}"
    # The content policy of the test site reports anything inline, or from elsewhere, on the console.
    assert said == []
    page.context.close()


def test_focus_goes_to_the_summary_and_a_choice_opens_its_question(chromium: Any, site: str) -> None:
    page, _ = _open(chromium, 1280)
    page.goto(f"{site}/decision")
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    assert page.locator("#id_question").is_visible()
    page.get_by_label("Refuse").check()
    assert not page.locator("#id_question").is_visible()
    page.context.close()


def test_without_scripts_everything_is_there(chromium: Any, site: str) -> None:
    page, _ = _open(chromium, 390, java_script_enabled=False)
    page.goto(f"{site}/decision")
    assert page.locator("#id_question").is_visible()
    page.goto(f"{site}/public")
    page.locator("a.hv-exit").click()
    assert page.url == f"{site}/u/leave"
    page.context.close()


def test_three_shifts_leave_and_back_does_not_return(chromium: Any, site: str) -> None:
    page, _ = _open(chromium, 1280)
    page.goto(f"{site}/board")
    page.goto(f"{site}/public")
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    assert page.locator("[data-exit-status]").inner_text() == "Shift, press 1 more time to exit"
    page.keyboard.press("a")
    page.keyboard.press("Shift")
    assert page.url == f"{site}/public"
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    page.wait_for_url(f"{site}/u/leave")
    page.go_back()
    assert page.url == f"{site}/board"
    page.context.close()


def test_the_way_out_is_second_by_keyboard_and_always_in_sight(chromium: Any, site: str) -> None:
    page, _ = _open(chromium, 390)
    page.goto(f"{site}/public")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Exit this page"
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    box = page.locator("a.hv-exit").bounding_box()
    assert box["y"] >= 0
    assert box["y"] < 100
    page.context.close()
