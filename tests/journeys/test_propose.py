"""A request on a phone in a real browser: every page fits, is accessible, and works without scripts too."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from haven.jobs.practice.house import build_house
from haven.notices.models import NoticeProposal
from tests.browser import faults, is_wider_than_window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("HAVEN_PICTURES", "")


@pytest.fixture
def real_house(transactional_db):
    return build_house(timezone.now())


def browser_of(chromium, live_server, user, **options):
    store = SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[-1]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    context = chromium.new_context(**options)
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": str(store.session_key), "url": live_server.url}]
    )
    page = context.new_page()
    page.evaluate_scripts = options.get("java_script_enabled", True)
    return page


def looked_at(page, name):
    """The page has no fault, is not wider than the window, and, if asked for, its picture is kept. What looks needs
    scripts, so a browser without them only walks."""
    if not page.evaluate_scripts:
        return
    if PICTURES:
        width = page.viewport_size["width"]
        page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)
    assert faults(page) == [], name
    assert not is_wider_than_window(page), name


def go_on(page):
    page.get_by_role("button", name="Continue", exact=True).click()


def choose(page, name, value):
    page.locator(f"input[name={name}][value={value}]").check()


def no_more(page, name="another"):
    choose(page, name, "no")
    go_on(page)


def person(page, given, family):
    page.get_by_label("First names").fill(given)
    page.get_by_label("Last name").fill(family)
    page.get_by_label("I know the date of birth").check()
    for part, value in (("Day", "27"), ("Month", "3"), ("Year", "1988")):
        page.get_by_label(part, exact=True).fill(value)
    go_on(page)


def the_subject(page):
    person(page, "Callum", "Verity")
    looked_at(page, "names")
    no_more(page)
    page.get_by_label("Not known").check()
    go_on(page)
    choose(page, "fixed", "yes")
    page.get_by_label("Address", exact=True).fill("3 Larkspur Walk\nCroydon")
    page.get_by_label("Borough or district where they live").select_option("Croydon")
    looked_at(page, "home")
    go_on(page)
    looked_at(page, "held")
    no_more(page, "held")
    choose(page, "another", "yes")
    page.get_by_label("Police bail").check()
    page.get_by_label("What does the condition say?").fill("To live at 3 Larkspur Walk")
    page.get_by_label("To live at the home of the protected person").check()
    looked_at(page, "bail")
    go_on(page)
    looked_at(page, "bail-list")
    no_more(page)
    no_more(page)
    no_more(page, "interpreter")


def the_protected(page):
    person(page, "Rowan", "Ashdown")
    no_more(page, "knows")
    page.get_by_label("Former partner", exact=True).check()
    looked_at(page, "connection")
    go_on(page)
    no_more(page)
    page.get_by_label("Not known").check()
    go_on(page)
    choose(page, "shared", "no")
    choose(page, "safe", "no")
    page.get_by_label("Refuge").check()
    page.get_by_label("Address to seal").fill("9 Teasel Rise")
    looked_at(page, "protected-home")
    go_on(page)
    no_more(page)
    no_more(page, "interpreter")


def what_happened(page):
    page.get_by_label("Violent or threatening behaviour").check()
    page.get_by_label("What happened, when, and who saw it?").fill("Threw a chair through the kitchen door.")
    looked_at(page, "behaviour")
    go_on(page)
    go_on(page)
    choose(page, "done", "yes")
    page.get_by_label("DASH").check()
    page.get_by_label("High").check()
    looked_at(page, "risk")
    go_on(page)
    no_more(page, "answer")
    page.get_by_role("textbox").fill("Said it would happen again tonight.")
    looked_at(page, "necessity")
    go_on(page)
    page.get_by_label("I could not ask").check()
    page.get_by_label("What did you do to find out?").fill("Called twice.")
    looked_at(page, "opinion")
    go_on(page)
    looked_at(page, "children")
    no_more(page)
    page.get_by_label("They said something").check()
    page.get_by_label("What they said").fill("Nothing happened.")
    go_on(page)
    no_more(page)


def the_notice(page, scripts):
    page.get_by_label("Contacting the protected person").check()
    page.get_by_label("Coming near where the protected person lives").check()
    go_on(page)
    page.locator(".govuk-error-summary").get_by_text("Enter how many metres they must stay away").wait_for()
    looked_at(page, "terms-error")
    page.get_by_label("How many metres away?").fill("150")
    if not scripts:
        page.get_by_role("button", name="Preview").click()
    page.get_by_text("within 150 metres").wait_for()
    looked_at(page, "terms")
    go_on(page)
    page.get_by_role("textbox").fill("You threw a chair through a door.")
    go_on(page)
    page.get_by_label("I do not know").check()
    go_on(page)
    page.get_by_label("Not now").check()
    looked_at(page, "plan")
    go_on(page)


@pytest.mark.parametrize(("width", "scripts"), [(360, True), (1280, True), (320, False)])
def test_a_request_on_a_phone_and_at_a_desk(chromium, live_server, real_house, width, scripts):
    page = browser_of(
        chromium,
        live_server,
        real_house.ali,
        viewport={"width": width, "height": 800},
        java_script_enabled=scripts,
    )
    page.goto(f"{live_server.url}/notices/new")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    looked_at(page, "start")
    go_on(page)
    looked_at(page, "subject")
    the_subject(page)
    the_protected(page)
    what_happened(page)
    the_notice(page, scripts)
    looked_at(page, "check")
    page.get_by_role("button", name="Send to an inspector").click()
    page.get_by_text("You cannot serve it until it is authorised").wait_for()
    looked_at(page, "sent")
    assert NoticeProposal.objects.get().case.protected.sealed_places.count() == 1
    assert said == [] or all("409" in line for line in said)
    page.goto(f"{live_server.url}/notices/drafts")
    looked_at(page, "drafts")
    page.context.close()
