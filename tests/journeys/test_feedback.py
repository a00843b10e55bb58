"""Two stories in a browser. Somebody feels less safe and says so on a card's code; a named person sees that she is safe and
closes it. A leaflet is printed in Welsh. Then every page of the public host that these need, at three widths, in both
languages."""

import gzip
import os
import re
from contextlib import contextmanager
from copy import deepcopy
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django.live_server_helper import LiveServer

from haven.cases.models import CaseEvent, Deadline
from haven.feedback.models import FeedbackResponse
from haven.feedback.operations.receive import take_feedback
from haven.feedback.states import status
from haven.leaflets.models import LeafletHandout
from tests.browser import faults, is_wider_than_window
from tests.feedback.saying import agreed, invited
from tests.journeys.conftest import NOW
from tests.journeys.test_propose import browser_of
from tests.pages.public_host import only_public
from tests.papers.reading import text_of
from tests.rows import HOUR, a_case

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (320, 768, 1280)
PICTURES = os.environ.get("HAVEN_PICTURES", "")
STATIC = Path(__file__).resolve().parents[2] / "src" / "haven" / "web" / "parts" / "static" / "haven"


@pytest.fixture
def case(house):
    made = a_case(house, NOW - 3 * HOUR)
    agreed(made, house, NOW - 2 * HOUR)
    return made


@contextmanager
def site(settings, public=False):
    """The staff site or the public host, one at a time: in a process of their own they are apart."""
    kept = {name: deepcopy(getattr(settings, name)) for name in ("ROOT_URLCONF", "MIDDLEWARE", "TEMPLATES")}
    if public:
        only_public(settings)
    server = LiveServer("localhost")
    try:
        yield server
    finally:
        server.stop()
        for name, value in kept.items():
            setattr(settings, name, value)


def look(page, name, widths=WIDTHS):
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        assert faults(page) == [], f"{name} at {width}"
        assert not is_wider_than_window(page), f"{name} at {width}"
        if PICTURES:
            page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def test_a_sign_of_danger_is_closed_by_a_named_person(chromium, settings, case, house):
    with site(settings) as staff:
        officer = browser_of(chromium, staff, house.okoro)
        officer.goto(f"{staff.url}/cases/{case.ref}/feedback")
        look(officer, "feedback-invite")
        officer.locator("input[name=moment][value=after_notice]").check()
        officer.locator("input[name=remind][value=no]").check()
        press(officer, "Make the code")
        look(officer, "feedback-code")
        code = re.search(r">\s*([A-Z3479]{3}-[A-Z3479]{3})\s*<", officer.content())[1]
    with site(settings, public=True) as public:
        she = chromium.new_context(java_script_enabled=False).new_page()
        she.goto(f"{public.url}/f")
        she.get_by_label("The code on your card").fill(code.lower())
        press(she, "Continue")
        she.get_by_label("Yes").check()
        press(she, "Continue")
        press(she, "Continue")
        she.get_by_label("Less safe").check()
        press(she, "Continue")
        she.get_by_label("What is one thing we should change?").fill("Come when I call")
        press(she, "Send")
        assert she.get_by_role("heading", name="Thank you").count() == 1
        she.goto(f"{public.url}/f/{code}")
        assert she.get_by_role("heading", name="This code cannot be used").count() == 1
    assert take_feedback(NOW) == 1
    with site(settings) as staff:
        manager = browser_of(chromium, staff, house.marlow)
        manager.goto(f"{staff.url}/feedback")
        look(manager, "feedback-queue")
        manager.locator("main table a").first.click()
        manager.wait_for_load_state()
        assert case.ref not in manager.content()
        press(manager, "Take it on")
        assert case.ref in manager.content()
        look(manager, "feedback-response")
        manager.get_by_label("Who spoke to them, and what was found?").fill(
            "PC Wren met her at work. She is safe tonight."
        )
        press(manager, "Record it")
        press(manager, "I have read it")
        manager.get_by_label("Why is it closed?").fill("Seen to within the hour")
        press(manager, "Close it")
        look(manager, "feedback-closed")
    row = FeedbackResponse.objects.get()
    assert status(row) == "closed" and row.safe_by == house.marlow and row.closed_by == house.marlow
    assert Deadline.objects.get(kind="feedback_safety").met_at == NOW
    assert not CaseEvent.objects.filter(facts__icontains="come when").exists()


def test_a_leaflet_is_printed_in_welsh(chromium, settings, case, house):
    with site(settings) as staff:
        officer = browser_of(chromium, staff, house.ali)
        officer.goto(f"{staff.url}/cases/{case.ref}/contact")
        officer.get_by_role("link", name="Leaflet on rights").click()
        officer.wait_for_load_state()
        look(officer, "leaflet-give")
        address = officer.get_by_role("link", name="Welsh, A5 to fold").get_attribute("href")
        printed = officer.request.get(f"{staff.url}{address}")
        assert printed.headers["content-type"] == "application/pdf"
        words = text_of(printed.body())
        assert "Eich deuddeg hawl" in words and "/cy/i" in words and "Your twelve rights" not in words
        officer.locator("input[name=answer][value=paper]").check()
        officer.locator("input[name=format][value=a5]").check()
        officer.locator("input[name=language][value=cy]").check()
        press(officer, "Record it")
        assert officer.get_by_text("Given on paper (Welsh, A5 to fold)").count() == 1
        officer.goto(f"{staff.url}/cases/{case.ref}/history")
        assert officer.get_by_text("Leaflet on rights: given on paper").count() == 1
        admin = browser_of(chromium, staff, house.lowry)
        for path in ("leaflets", "translations"):
            admin.goto(f"{staff.url}/{path}")
            look(admin, path)
    assert LeafletHandout.objects.get().language == "cy"


def test_public_pages_at_three_widths_in_both_languages(chromium, settings, house, case):
    _case, _invitation, code = invited(house, NOW - timedelta(minutes=5), case=case)
    with site(settings, public=True) as public:
        page = chromium.new_context().new_page()
        for prefix in ("", "/cy"):
            for path in ("/", "/u/rights", "/u/did", "/i", "/i/easy", "/f", f"/f/{code}", "/f/AAA-AAA", "/f/thanks"):
                page.goto(f"{public.url}{prefix}{path}")
                look(page, f"public{prefix}{path}".replace("/", "_").replace(code, "code"))
                _is_light(page)
            for easy in ("", "/easy"):
                page.goto(f"{public.url}{prefix}/f/{code}{easy}")
                page.locator("input[name=safe_now][value=yes]").check()
                for n in range(3):
                    page.locator("main form button[type=submit]").first.click()
                    page.wait_for_load_state()
                    look(page, f"public{prefix}_questions{easy}_{n}".replace("/", "_"))
                    _is_light(page)
        page.goto(f"{public.url}/u/rights")
        page.get_by_role("link", name="Cymraeg").click()
        page.wait_for_url("**/cy/u/rights")
        assert page.locator("html").get_attribute("lang") == "cy"
        page.get_by_role("link", name="English").click()
        page.wait_for_url("**/u/rights")


def _is_light(page):
    """The page with its style and scripts, as they are sent."""
    parts = ("haven.css", "start.js", "exit.js", "vendor/govuk-frontend.js")
    sent = sum(len(gzip.compress((STATIC / name).read_bytes())) for name in parts)
    assert sent + len(gzip.compress(page.content().encode())) < 60_000
