"""The pages of a case that this part adds, in a real browser: accessible, inside the window, usable without scripts."""

from datetime import datetime, timedelta

import pytest
import time_machine

from haven.cases.operations.record_detention import DetentionFacts
from haven.jobs.practice.house import build_house
from haven.web.parts.case_facts import FACTS
from tests.browser import faults, is_wider_than_window
from tests.factories import make_proposal
from tests.pages.test_notice_pages_in_browser import opened

NOW = datetime.fromisoformat("2026-11-06T16:14:00+00:00")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def house():
    with time_machine.travel(NOW, tick=True):
        yield build_house(NOW)


def test_pages_of_facts_are_accessible_and_fit(house, live_server, chromium):
    held = DetentionFacts("prison", "HMP Larkspur", NOW - timedelta(hours=3), NOW + timedelta(hours=2))
    case = make_proposal(house, NOW - timedelta(hours=1), detentions=(held,), flags=("weapons",)).case
    page = opened(chromium, live_server, house.ali, 320)
    for path in ["", *(f"/record/{code}" for code in FACTS)]:
        answer = page.goto(f"{live_server.url}/cases/{case.ref}/acts{path}")
        assert answer is not None and answer.status == 200 and len(answer.body()) < 100_000, path
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert faults(page) == [], f"{path} at {width}"
            assert not is_wider_than_window(page), f"{path} at {width}"
            _keep(page, f"facts{path.replace('/', '-')}-{width}")


def test_a_number_is_recorded_without_scripts(house, live_server, chromium):
    case = make_proposal(house, NOW - timedelta(hours=1)).case
    page = opened(chromium, live_server, house.ali, 360, java_script_enabled=False)
    page.goto(f"{live_server.url}/cases/{case.ref}")
    page.get_by_role("button", name="Record something").click()
    page.get_by_role("link", name="An incident, crime or custody number").click()
    page.get_by_label("Crime").check()
    page.get_by_role("button", name="Record it").click()
    assert "Enter the number" in page.content()
    page.get_by_label("Number", exact=True).fill("01/2345/26")
    page.get_by_role("button", name="Record it").click()
    assert page.url.endswith(f"/cases/{case.ref}") and case.incident_refs.get().number == "01/2345/26"


def _keep(page, name):
    import os

    folder = os.environ.get("HAVEN_PICTURES")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
