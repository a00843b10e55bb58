"""The phone line, in a browser: she rings and hears it; he rings and learns nothing, at the machine and at the desk; a word
for danger brings help; somebody is rung back. Every page is looked at on a phone, a tablet and at a desk."""

import os
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from haven.cases.models import CaseEvent, Task
from haven.jobs.react import react
from haven.line.models import CallbackTask
from haven.line.operations.show_to_line import show_to_line
from haven.line.operations.take_steps import take_steps
from haven.support.models import Update
from haven.support.operations.draft_update import draft_update
from haven.support.operations.give_card import GiveCard, give_card
from haven.support.operations.see_tries import see_tries
from tests.browser import faults, is_wider_than_window
from tests.journeys.conftest import NOW
from tests.journeys.test_propose import browser_of
from tests.line.conftest import CANNOT_TALK, DURESS_PIN, PHRASE, PIN, SEND_HELP, agree
from tests.pages.public_host import only_public
from tests.rows import a_case, a_notice
from tests.support.test_updates import event

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HOUR = timedelta(hours=1)
SIZES = (320, 768, 1280)
PICTURES = os.environ.get("HAVEN_PICTURES", "")
NO_UPDATE = "There is no update that we can give on this line."


@pytest.fixture
def card(house):
    """A notice was given an hour ago; she has a card, and lets the line tell her."""
    case = a_case(house, NOW - 3 * HOUR)
    a_notice(house, case, NOW - 2 * HOUR, served=NOW - HOUR)
    draft_update(event(case, house, NOW - HOUR, "notice.served"), NOW)
    agree(house, case, NOW - HOUR)
    given = GiveCard(case.ref, True, PIN, DURESS_PIN, PHRASE, CANNOT_TALK, SEND_HELP, "the green folder")
    card = give_card(given, by=house.ali, at=NOW - HOUR)
    show_to_line(NOW)
    return card


@pytest.fixture
def public_server(settings):
    only_public(settings)
    server = LiveServer("localhost")
    yield server
    server.stop()


def look(page, name):
    page.wait_for_load_state()
    for width in SIZES:
        page.set_viewport_size({"width": width, "height": 900})
        assert faults(page) == [], f"{name} at {width}"
        assert not is_wider_than_window(page), f"{name} at {width}"
        if PICTURES:
            page.screenshot(path=str(Path(PICTURES) / f"line-{name}-{width}.png"), full_page=True)


class Telephone:
    """The telephone of practice: each key is a press of a button of the page."""

    def __init__(self, chromium, server, number="07700 900123"):
        self.page = chromium.new_context(viewport={"width": 360, "height": 800}).new_page()
        assert self.page.goto(f"{server.url}/line/phone").status == 200
        self.page.get_by_label(number).check()
        self.page.get_by_role("button", name="Ring the line").click()

    def key(self, digits):
        for digit in digits:
            self.page.locator(f"button[name=key][value='{digit}']").click()

    def heard(self):
        return re.sub(r"\s+", " ", self.page.locator(".hv-heard").inner_text())


def test_she_rings_and_hears_it(chromium, public_server, card):
    phone = Telephone(chromium, public_server)
    assert "If you are in danger now, hang up and call 999." in phone.heard()
    look(phone.page, "phone-greeting")
    phone.key("11")
    phone.key(card.card_number)
    phone.key(PIN[:3])
    look(phone.page, "phone-keys")
    phone.key(PIN[3:])
    assert phone.heard().startswith("It is in force. It has been given to them. There is no date for a hearing.")
    look(phone.page, "phone-news")
    phone.page.get_by_role("button", name="Hang up").click()
    phone.page.get_by_role("button", name="Ring the line").wait_for()
    look(phone.page, "phone-over")
    take_steps(NOW)
    assert CaseEvent.objects.filter(kind="call.told").count() == 1


def test_he_rings_and_learns_nothing(chromium, public_server, card):
    said = []
    for number, keys in (("00000000", PIN), (card.card_number, "111222"), (card.card_number, DURESS_PIN)):
        phone = Telephone(chromium, public_server, "07700 900999")
        phone.key("11")
        phone.key(number)
        phone.key(keys)
        said.append(phone.heard())
        phone.key("2")
        phone.key(number)
        phone.key(PIN if keys == DURESS_PIN else keys)
        said.append(phone.heard())
    assert len(set(said)) == 1 and said[0].startswith(NO_UPDATE)


class Desk:
    """A handler at the desk."""

    def __init__(self, chromium, server, user):
        self.base = server.url
        self.page = browser_of(chromium, server, user, viewport={"width": 1280, "height": 900})

    def open(self, path):
        assert self.page.goto(self.base + path).status == 200
        return self.page

    def answer(self):
        page = self.open("/line")
        page.get_by_role("button", name="Start the call").click()
        page.wait_for_url("**/line/*-*")
        page.locator("input[name=safe][value=yes]").check()
        page.locator("input[name=claims][value=protected]").check()
        self.press("Next")
        return page

    def press(self, name):
        self.page.get_by_role("button", name=name, exact=True).click()
        self.page.wait_for_load_state()

    def prove(self, card, phrase):
        self.page.locator("input[name=card]").fill(card)
        self.page.locator("input[name=phrase]").fill(phrase)
        self.press("Check")
        return self.page


def test_at_the_desk_she_is_told_and_he_is_not(chromium, live_server, house, card):
    desk = Desk(chromium, live_server, house.controller)
    desk.open("/line")
    look(desk.page, "desk-start")
    page = desk.answer()
    look(page, "desk-asked")
    said = []
    for number, words in (("00000000", PHRASE), (card.card_number, "guess guess guess")):
        desk.prove(number, words)
        said.append(
            page.locator("#main-content").inner_text()
            if page.locator("#main-content").count()
            else page.locator("main").inner_text()
        )
    assert said[0] == said[1] and "There is no update that I can give on this line." in said[0]
    look(page, "desk-not-proven")
    page.get_by_text("It may be the other person").click()
    page.locator("input[name=signs][value=asks_where]").check()
    desk.press("Record the signs")
    look(page, "desk-signs")
    page.locator("input[name=how][value=not_proven]").check()
    desk.press("End and save")
    look(page, "desk-over")

    page = desk.answer()
    desk.prove(card.card_number, "PURPEL harbor kettel")
    page.get_by_text("It is them").wait_for()
    look(page, "desk-proven")
    assert PHRASE not in page.content() and "900471" not in page.content()
    page.get_by_label("The notice was given to them. They must follow it now.").check()
    desk.press("Record that they heard it")
    page.get_by_text("Told in this call").wait_for()
    assert Update.objects.get().told_how == "call"
    page.locator("input[name=what][value=plan]").check()
    desk.press("Pass it on")
    page.locator("input[name=how][value=told]").check()
    desk.press("End and save")
    react(timezone.now() + timedelta(days=400))
    assert Task.objects.get(kind="call_other_person").duty_role == "unit_desk"
    assert "face to face" in Task.objects.get(kind="call_plan").words


def test_a_word_for_danger_brings_help(chromium, live_server, house, card):
    desk = Desk(chromium, live_server, house.controller)
    page = desk.answer()
    desk.prove(card.card_number, SEND_HELP)
    page.get_by_text("There is no update that I can give on this line.").wait_for()
    look(page, "desk-danger")
    react(timezone.now() + timedelta(days=400))
    see_tries(NOW)
    Task.objects.update(made_at=NOW)
    inspector = Desk(chromium, live_server, house.halloran)
    inspector.open("/tasks")
    inspector.page.get_by_text("Somebody may need help now.").wait_for()
    assert inspector.page.get_by_text("A word or PIN for danger was used in a call").count() >= 1
    desk.open("/line")
    look(page, "desk-help")
    assert page.get_by_role("link", name="Say that you act").count() == 1
    page.get_by_role("link", name="Say that you act").click()
    look(page, "desk-help-act")
    page.get_by_label("What was done").fill("Unit sent, CAD 4411")
    desk.press("Record that you acted")
    assert page.get_by_text("Help may be needed now").count() == 0


def test_she_is_rung_back(chromium, live_server, house, card):
    desk = Desk(chromium, live_server, house.controller)
    page = desk.answer()
    desk.prove(card.card_number, CANNOT_TALK)
    page.get_by_text("You have the wrong number, I am afraid. Goodbye.").wait_for()
    desk.press("Book a call-back")
    look(page, "desk-booked")
    take_steps(NOW)
    desk.open("/line/callbacks")
    look(page, "callbacks")
    page.get_by_role("link", name=CallbackTask.objects.get().case.ref).click()
    page.get_by_role("button", name="Show the number and ring now").click()
    page.get_by_text("+447700900471").wait_for()
    look(page, "callback-ringing")
    page.get_by_label("They answered, and could talk").check()
    desk.press("Record how it went")
    page.get_by_role("heading", name="Safe to talk?").wait_for()
    assert CallbackTask.objects.get().done_how == "spoke"
