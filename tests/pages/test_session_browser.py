"""In a real browser: a part that could not be kept says so, nothing typed is lost, and staying signed in is one key."""

from datetime import datetime, timedelta

import pytest
import time_machine

from haven.cases.models import Draft, Heartbeat, Task
from haven.jobs.practice.house import build_house
from haven.web.session import IDLE
from tests.browser import faults, is_wider_than_window, practise_as
from tests.operations.court_helpers import begun_hearing, no_contact
from tests.rows import a_case

AT = datetime.fromisoformat("2026-11-06T09:00:00+00:00")
MINUTE = timedelta(minutes=1)
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def clock():
    with time_machine.travel(AT, tick=False) as moving:
        yield moving


def at_work(chromium, live_server, user, width=1280):
    page = chromium.new_context(viewport={"width": width, "height": 900}).new_page()
    practise_as(page, live_server.url, user.pk)
    return page


def saved(page, change):
    with page.expect_response(lambda answer: "/draft" in answer.url and answer.status == 200):
        change()
    page.locator("[data-kept]", has_text="Saved").wait_for()


def test_an_answer_that_was_not_kept_says_so_and_is_kept_afterwards(live_server, chromium, clock):
    house = build_house(AT)
    hearing = begun_hearing(house, AT, requirements=(no_contact(),))
    began = hearing.begun_at + 30 * MINUTE
    clock.move_to(began)
    Heartbeat.objects.update_or_create(watch="deadlines", defaults={"at": began})
    page = at_work(chromium, live_server, house.moss)
    page.goto(f"{live_server.url}/hearings/{hearing.public_id}/outcome")
    saved(page, lambda: page.get_by_label("Made an order").check())
    alert = page.get_by_role("alert")

    page.context.set_offline(True)
    page.get_by_label("In person").check()
    alert.get_by_text("Not saved. There is no connection.").wait_for()
    assert not page.locator("[data-kept]").is_visible(), "what it said before is no longer so"
    assert faults(page) == []
    saved(page, lambda: page.context.set_offline(False))
    assert alert.count() == 0 and Draft.objects.get(kind="outcome").version == 2

    page.route("**/draft", lambda route: route.fulfill(status=500, body="no"))
    page.get_by_label("Until further order").check()
    alert.get_by_text("Not saved. Haven has a fault.").wait_for()
    page.unroute("**/draft")
    saved(page, lambda: page.get_by_label("The order is necessary").check())
    assert alert.count() == 0

    clock.move_to(began + IDLE)
    page.locator("#id_reasons").fill("She was afraid.")
    page.locator("#id_bench").focus()
    alert.get_by_text("Not saved. You are signed out.").wait_for()
    assert page.get_by_role("heading", name="Sign in").count() == 0, "the sign-in page is not put into the rail"
    page.set_viewport_size({"width": 360, "height": 800})
    assert faults(page) == [] and not is_wider_than_window(page)
    other = page.context.new_page()
    practise_as(other, live_server.url, house.moss.pk)
    saved(page, lambda: page.evaluate("window.dispatchEvent(new Event('focus'))"))
    assert page.locator("#id_reasons").input_value() == "She was afraid." and alert.count() == 0

    other.get_by_role("button", name="Sign out").click()
    practise_as(other, live_server.url, house.ali.pk)
    page.get_by_label("By video").check()
    alert.get_by_text("Not saved.").wait_for()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    alert.get_by_text("Somebody else is signed in here.").wait_for()


def test_the_warning_is_answered_with_a_key(live_server, chromium, clock):
    house = build_house(AT)
    page = at_work(chromium, live_server, house.okoro, 360)
    page.clock.install()
    page.goto(f"{live_server.url}/tasks")
    clock.move_to(AT + IDLE - 9 * MINUTE)
    page.clock.fast_forward((IDLE - 9 * MINUTE).seconds * 1000)
    dialog = page.get_by_role("dialog", name="You will soon be signed out")
    dialog.wait_for()
    assert "unless you stay" in dialog.inner_text()
    assert faults(page) == [] and not is_wider_than_window(page)
    with page.expect_response("**/session"):
        page.keyboard.press("Enter")
    dialog.wait_for(state="hidden")
    clock.move_to(AT + IDLE + 30 * MINUTE)
    page.reload()
    assert page.url.endswith("/tasks"), "it was put off"
    clock.move_to(AT + 3 * IDLE)
    page.clock.fast_forward((2 * IDLE).seconds * 1000)
    dialog.get_by_text("You are signed out.").wait_for()


def test_a_form_sent_too_late_comes_back(live_server, chromium, clock):
    house = build_house(AT)
    task = Task.objects.create(case=a_case(house, AT), kind="x", words="Read it", for_team=house.okoro.team, made_at=AT)
    page = at_work(chromium, live_server, house.okoro, 360)
    page.goto(f"{live_server.url}/tasks/{task.public_id}")
    page.locator("main form textarea, main form input[type=text]").first.fill("Read, and filed in the cabinet.")
    clock.move_to(AT + IDLE + MINUTE)
    page.locator("main form button[type=submit]").first.click()
    page.get_by_text("You were signed out before this was sent.").wait_for()
    assert faults(page) == [] and not is_wider_than_window(page)
    assert "cabinet" not in page.content()
    page.locator(".hv-doors button").click()
    page.get_by_role("heading", name="Send what you typed?").wait_for()
    assert faults(page) == [] and not is_wider_than_window(page)
    page.get_by_role("button", name="Send it now").click()
    page.wait_for_load_state()
    task.refresh_from_db()
    assert task.done_at is not None and task.done_by == house.okoro
