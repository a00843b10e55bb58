"""A protected person at a phone: she comes in, reads her news, tells that something happened, asks for another way, ends a
consent, and leaves so that Back shows nothing. Each page is looked at at three widths."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django.live_server_helper import LiveServer

from haven.breaches.models import Breach
from haven.jobs.take_her_posts import take_her_posts
from haven.support.models import Asked, Begun, Consent, Update, Visit
from haven.support.operations.consents import NameFriend, name_friend
from haven_law.clock import to_london
from tests.browser import faults, is_wider_than_window, too_wide
from tests.journeys.conftest import NOW
from tests.journeys.test_propose import browser_of
from tests.pages.public_host import only_public
from tests.support.her_world import PHRASE, PIN, follow, make_her

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (320, 768, 1280)
PICTURES = os.environ.get("HAVEN_PICTURES", "")
FRIENDS = "silver meadow lantern"
SAID = "They waited at the gate and shouted my name."


@pytest.fixture
def her(house):
    return make_her(house, NOW)


@pytest.fixture
def staff_site(settings, live_server):
    """Addresses and passage of the staff site, to go back to when the public host was seen."""
    before = (settings.ROOT_URLCONF, settings.TEMPLATES, settings.MIDDLEWARE)

    def restore():
        settings.ROOT_URLCONF, settings.TEMPLATES, settings.MIDDLEWARE = before

    return restore


@pytest.fixture
def site(settings, staff_site):
    only_public(settings)
    server = LiveServer("localhost")
    settings.EXIT_URL = server.url + "/robots.txt"
    yield server.url
    server.stop()


@pytest.fixture
def page(chromium, site):
    context = chromium.new_context(viewport={"width": 360, "height": 800})
    yield context.new_page()
    context.close()


def look(page, name):
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert faults(page) == [], f"{name} at {width}"
        assert not is_wider_than_window(page), f"{name} at {width}: {too_wide(page)}"
        if PICTURES:
            page.screenshot(path=str(Path(PICTURES) / f"her-{name}-{width}.png"), full_page=True)
    page.set_viewport_size({"width": 360, "height": 800})
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"her-{name}-360.png"), full_page=True)


def come_in(page, site, her):
    page.goto(site + "/u/in")
    page.get_by_label("Card number").fill(her.card)
    page.get_by_label("Your phrase").fill(PHRASE)
    page.get_by_label("PIN").fill(PIN)
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(site + "/u/you")


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def test_her_story(chromium, page, site, staff_site, live_server, house, her):
    friend = NameFriend(
        her.case.ref,
        "Robin Thrush",
        "friend",
        ("see_updates", "report"),
        NOW + timedelta(days=90),
        FRIENDS,
        True,
    )
    consent = name_friend(friend, by=house.ali, at=NOW).consent
    follow()
    page.goto(site + "/")
    look(page, "start")
    page.get_by_role("link", name="I was given a card: sign in").click()
    page.get_by_role("button", name="I understand").click()
    page.wait_for_url(site + "/u/in")
    look(page, "door")
    page.get_by_label("Card number").fill("00000000")
    page.get_by_label("Your phrase").fill("one two three")
    press(page, "Continue")
    page.get_by_text("There is nothing to show").wait_for()
    look(page, "nothing")
    page.get_by_role("link", name="I do not have these").click()
    page.wait_for_url(site + "/u/in/again")
    look(page, "forgot")
    come_in(page, site, her)
    look(page, "home")
    page.get_by_role("button", name="Read them").click()
    page.wait_for_url(site + "/u/you/news")
    look(page, "news")
    press(page, "I have read this")
    take_her_posts(NOW)
    assert not Update.objects.exclude(state="closed").exists()
    page.reload()
    look(page, "told")
    page.get_by_role("button", name="What it says").click()
    page.wait_for_url(site + "/u/you/says")
    look(page, "says")
    _she_tells(page, site, her)
    page.goto(site + "/u/you/contact")
    page.get_by_label("Do not text me any more").check()
    look(page, "contact")
    press(page, "Send")
    page.get_by_text("From now on nothing leaves by the old way").wait_for()
    look(page, "sent")
    for path in ("needs", "change", "save", "print"):
        page.goto(f"{site}/u/you/{path}")
        look(page, path)
    page.goto(site + "/u/you/people")
    look(page, "people")
    press(page, "End it now")
    page.get_by_text("Nobody but you sees this page").wait_for()
    assert Consent.objects.get(pk=consent.pk).revoked_at == NOW
    take_her_posts(NOW)
    follow()
    staff_site()
    _staff_see_it(chromium, live_server, house, her)


def _she_tells(page, site, her):
    page.goto(site + "/u/you")
    page.get_by_role("button", name="Tell us something happened").click()
    page.wait_for_url(site + "/u/you/tell/now")
    look(page, "tell-now")
    press(page, "Save and go on")
    page.get_by_text("There is a problem").wait_for()
    look(page, "tell-now-errors")
    page.get_by_role("group", name="Are you in danger now?").get_by_label("No", exact=True).check()
    page.get_by_label("The order of").check()
    press(page, "Save and go on")
    page.get_by_label("At a time").check()
    local = to_london(NOW - timedelta(hours=2))
    for part, value in (("day", local.day), ("month", local.month), ("year", local.year), ("time", f"{local:%H:%M}")):
        page.locator(f"input[name=at-{part}]").fill(str(value))
    look(page, "tell-when")
    press(page, "Save and go on")
    page.get_by_label("What happened?").fill(SAID)
    page.get_by_label("In person", exact=True).check()
    page.get_by_label("They must not contact you in any way").check()
    look(page, "tell-what")
    press(page, "Save and go on")
    page.get_by_role("group", name="Are you safe now?").get_by_label("Yes").check()
    page.get_by_role("group", name="May we still contact you").get_by_label("Yes").check()
    look(page, "tell-safe")
    press(page, "Save and go on")
    look(page, "tell-check")
    press(page, "Send it")
    page.get_by_text("Thank you, we have it").wait_for()
    take_her_posts(NOW)
    page.reload()
    page.get_by_text(Breach.objects.get().ref).wait_for()
    look(page, "tell-sent")


def _staff_see_it(chromium, live_server, house, her):
    officer = browser_of(chromium, live_server, house.okoro, viewport={"width": 1280, "height": 900})
    officer.goto(f"{live_server.url}/breaches/{Breach.objects.get().ref}")
    officer.get_by_text("The protected person").first.wait_for()
    officer.get_by_text(SAID).first.wait_for()
    officer.goto(f"{live_server.url}/asked")
    look(officer, "staff-asked-list")
    officer.get_by_role("link", name="Another way to reach them").click()
    officer.get_by_text("No more texts").wait_for()
    look(officer, "staff-asked")
    officer.goto(f"{live_server.url}/cases/{her.case.ref}/contact")
    look(officer, "staff-contact")
    officer.goto(f"{live_server.url}/cases/{her.case.ref}/helpers")
    officer.get_by_text("Ended").first.wait_for()
    look(officer, "staff-helpers")
    assert Asked.objects.get().kind == "contact"


def test_after_the_exit_back_shows_nothing(page, site, her):
    come_in(page, site, her)
    page.get_by_role("button", name="What it says").click()
    page.wait_for_url("**/u/you/says")
    page.locator(".hv-exit").click()
    page.wait_for_url("**/robots.txt")
    assert Visit.objects.get().ended_at == NOW
    for _ in range(4):
        if page.go_back() is None:
            break
        shown = page.content()
        assert "In force" not in shown and "must not" not in shown and her.order.ref not in shown, page.url


def test_shift_three_times_leaves_and_what_was_typed_is_kept(page, site, her):
    come_in(page, site, her)
    page.goto(site + "/u/you/tell/what")
    page.get_by_label("What happened?").fill(SAID)
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("**/robots.txt")
    assert Visit.objects.get().ended_at is not None
    come_in(page, site, her)
    page.goto(site + "/u/you/tell/what")
    assert page.get_by_label("What happened?").input_value() == SAID and Begun.objects.count() == 1


def test_a_question_before_the_end_and_then_a_blank_way_out(page, site, her):
    come_in(page, site, her)
    page.clock.install()
    page.goto(site + "/u/you/needs")
    dialog = page.get_by_role("dialog", name="Are you still there?")
    page.clock.run_for(17 * 60 * 1000)
    assert not dialog.is_visible()
    page.clock.run_for(65 * 1000)
    dialog.wait_for()
    assert faults(page) == []
    page.get_by_role("button", name="Stay", exact=True).press("Enter")
    dialog.wait_for(state="hidden")
    page.get_by_label("What should we know?").fill("I am afraid to meet them")
    page.clock.run_for(20 * 60 * 1000 + 5000)
    page.wait_for_url("**/u/in?out=1")
    assert "afraid" not in page.content() and Begun.objects.get().kind == "needs"


def test_two_tabs_and_the_second_is_out_with_the_first(page, site, her):
    come_in(page, site, her)
    other = page.context.new_page()
    other.goto(site + "/u/you/says")
    page.locator(".hv-exit").click()
    page.wait_for_url("**/robots.txt")
    other.reload()
    assert other.url.startswith(site + "/u/in")


def test_by_keyboard_alone(page, site, her):
    """The way out is the second stop, everything is reached by Tab, and what has the focus is never under the bar."""
    page.goto(site + "/u/in")
    stops = []
    for _ in range(8):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()"))
    assert stops[:2] == ["Skip to main content", "Exit this page"]
    assert [s for s in stops if s in ("card", "phrase", "pin")] == ["card", "phrase", "pin"]
    page.locator("input[name=card]").focus()
    for words in (her.card, PHRASE, PIN):
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(site + "/u/you")
    page.set_viewport_size({"width": 320, "height": 500})
    for _ in range(40):
        page.keyboard.press("Tab")
        hidden = page.evaluate("""() => { const e = document.activeElement, b = document.querySelector('.hv-bar')
          if (e === document.body || b.contains(e) || e.closest('.govuk-skip-link')) return ''
          const r = e.getBoundingClientRect(), bar = b.getBoundingClientRect()
          return r.top >= bar.top - 1 && r.bottom <= bar.bottom ? e.outerHTML : '' }""")
        assert not hidden, hidden


def test_a_friend_and_her_pages_in_welsh(page, site, house, her):
    friend = NameFriend(
        her.case.ref, "Robin Thrush", "friend", ("see_updates", "report"), NOW + timedelta(days=90), FRIENDS, True
    )
    named = name_friend(friend, by=house.ali, at=NOW)
    follow()
    page.goto(site + "/cy/u/in")
    look(page, "cy-door")
    page.locator("input[name=card]").fill(named.card_number)
    page.locator("input[name=phrase]").fill(FRIENDS)
    page.locator("main form button").first.click()
    page.wait_for_url(site + "/cy/u/you")
    look(page, "cy-friend")
    page.get_by_role("link", name="English").click()
    page.wait_for_url(site + "/u/you")
    page.get_by_text("Somebody you help").wait_for()
    look(page, "friend")
    page.goto(site + "/u/you/news")
    assert page.get_by_role("button", name="I have read this").count() == 0
    look(page, "friend-news")


def test_what_she_needs_is_what_the_staff_and_the_court_read(chromium, page, site, staff_site, live_server, house, her):
    come_in(page, site, her)
    page.goto(site + "/u/you/needs")
    page.get_by_label("An interpreter").check()
    page.get_by_label("Screens, so that they do not see me").check()
    press(page, "Send")
    page.get_by_text("There is a problem").wait_for()
    look(page, "needs-errors")
    page.get_by_label("Which language and dialect?").fill("Tamil")
    press(page, "Send")
    page.get_by_role("heading", name="Thank you, we have it").wait_for()
    take_her_posts(NOW)
    follow()
    staff_site()
    officer = browser_of(chromium, live_server, house.ali, viewport={"width": 1280, "height": 900})
    officer.goto(f"{live_server.url}/cases/{her.case.ref}/people")
    officer.get_by_text("Interpreter: Tamil (asked for by them); Screens at court (asked for by them)").wait_for()
    officer.goto(f"{live_server.url}/cases/{her.case.ref}/needs")
    look(officer, "staff-needs")
