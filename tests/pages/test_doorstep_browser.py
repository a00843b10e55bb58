"""The doorstep pages and what stands beside them in a real browser: accessible, inside the window, light, and while one types."""

import os
from datetime import date, datetime, timedelta

import pytest
import time_machine

from haven.jobs.practice.house import build_house
from haven.parties.models import Person
from haven.register.models import AddressLock, SealedProbe
from haven.register.nightly import tend_register
from tests.browser import faults, is_wider_than_window
from tests.pages.test_finding_in_browser import opened
from tests.rows import HOUR, Who, a_case, an_order

NOW = datetime.fromisoformat("2026-11-20T14:14:00+00:00")
DAY = timedelta(days=1)
BORN = date(1988, 3, 27)
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("HAVEN_SHOTS")


@pytest.fixture
def house():
    with time_machine.travel(NOW, tick=True):
        made = build_house(NOW)
        first = a_case(made, NOW - 8 * DAY, subject=Who("Jordan", "Ashdown", BORN, "CR0 1VV"))
        an_order(made, first, NOW - 7 * DAY, served=NOW - 7 * DAY)
        again = a_case(
            made,
            NOW - 5 * DAY,
            subject=Who("Jordan", "Ashdown", BORN),
            protected=Who("Ines", "Brandt", date(1991, 2, 3)),
        )
        an_order(made, again, NOW - 4 * DAY)
        Person.objects.filter(pk=again.subject_id).update(canonical=first.subject)
        alike = a_case(
            made, NOW - 3 * DAY, subject=Who("Jordon", "Ashdowne", BORN, "CR0 2XX"), protected=Who("Tola", "Quayle")
        )
        an_order(made, alike, NOW - 2 * DAY)
        tend_register(NOW)
        for n in range(4):
            SealedProbe.objects.create(user=made.ali, at=NOW - n * HOUR, check_id=f"{n}abcdef0123")
        AddressLock.objects.create(user=made.ali, from_at=NOW - HOUR)
        yield made


def checked(page, name, width):
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)
    assert faults(page) == [], name
    assert not is_wider_than_window(page), name
    assert len(page.content().encode()) < 100_000, name


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages(chromium, live_server, house, width):
    page = opened(chromium, live_server, house.wren, width)
    page.goto(f"{live_server.url}/check")
    page.get_by_text("Age, house and street").click()
    checked(page, "check-ask", width)
    page.fill("[name=name]", "Jordan Ashdown")
    for part, value in (("day", 27), ("month", 3), ("year", 1988)):
        page.fill(f"[name=born-{part}]", str(value))
    page.select_option("[name=reason]", "attending")
    page.get_by_role("button", name="Check", exact=True).click()
    page.wait_for_url("**/check/*")
    checked(page, "check-several", width)
    page.goto(f"{live_server.url}/check")
    page.fill("[name=name]", "Ines Brandt")
    page.select_option("[name=reason]", "welfare")
    page.get_by_role("button", name="Check", exact=True).click()
    page.wait_for_url("**/check/*")
    checked(page, "check-protected", width)
    unit = opened(chromium, live_server, house.okoro, width)
    unit.goto(f"{live_server.url}/register/same-person")
    checked(unit, "same-person", width)
    boss = opened(chromium, live_server, house.halloran, width)
    boss.goto(f"{live_server.url}/register/address-checks")
    checked(boss, "address-checks", width)


def test_the_register_answers_while_one_types_and_a_check_stays_offline(chromium, live_server, house):
    page = opened(chromium, live_server, house.okoro, 1280)
    page.goto(f"{live_server.url}/register")
    with page.expect_response(lambda r: "q=jordan" in r.url):
        page.locator("#id_q").press_sequentially("jordan", delay=20)
    page.wait_for_selector("#found >> text=Jordan Ashdown")
    assert "q=jordan" in page.url
    officer = opened(chromium, live_server, house.wren, 360)
    officer.goto(f"{live_server.url}/check")
    officer.fill("[name=name]", "Jordan")
    officer.context.set_offline(True)
    officer.get_by_role("button", name="Check", exact=True).click()
    assert officer.get_by_text("You are offline.").is_visible() and officer.input_value("[name=name]") == "Jordan"
