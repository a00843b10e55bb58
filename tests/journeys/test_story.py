"""The whole story in a browser, each person at their own: an officer asks on a phone, an inspector decides, a constable
serves, the clock runs, the unit applies, the court hears and decides once, and the order stands as a paper."""

import io
import os
from datetime import datetime, timedelta
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import time_machine

from haven.accounts.models import PRACTICE_PASSWORD
from haven.cases.models import Heartbeat
from haven.figures.queries import figures
from haven.jobs.practice.house import build_house
from haven.jobs.react import react
from haven.jobs.watch_deadlines import watch
from haven.notices.models import Notice
from haven.orders.models import Order
from tests.browser import faults, is_wider_than_window
from tests.journeys.test_propose import browser_of, go_on, the_notice, the_protected, the_subject, what_happened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# A Friday morning: Sunday is left out, and a Saturday court sits before the deadline.
MORNING = datetime.fromisoformat("2026-11-06T09:40:00+00:00")
PICTURES = os.environ.get("HAVEN_PICTURES", "")
PHONE, DESK = {"width": 360, "height": 800}, {"width": 1280, "height": 900}


@pytest.fixture
def clock(transactional_db):
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def people(clock):
    house = build_house(MORNING)
    Heartbeat.objects.update_or_create(watch="deadlines", defaults={"at": MORNING})
    return house


class Desk:
    """One person at a browser of their own. Every page they come to is looked at."""

    def __init__(self, chromium, live_server, user, size):
        self.base = live_server.url
        self.page = browser_of(chromium, live_server, user, viewport=size)
        self.page.evaluate_scripts = False  # the pages of the request have a test of their own

    def open(self, address):
        answer = self.page.goto(self.base + address)
        assert answer.status == 200, f"{address}: {answer.status}"
        return self.look(address)

    def look(self, name):
        assert faults(self.page) == [], name
        assert not is_wider_than_window(self.page), name
        if PICTURES:
            width = self.page.viewport_size["width"]
            safe = name.strip("/").replace("/", "-") or "home"
            self.page.screenshot(path=str(Path(PICTURES) / f"story-{safe}-{width}.png"), full_page=True)
        return self.page

    def press(self, words):
        self.page.get_by_role("button", name=words, exact=True).click()
        self.page.wait_for_load_state()
        return self.look(words)

    def follow(self, words):
        """A link, also one that looks like a button."""
        self.page.locator("main a", has_text=words).first.click()
        self.page.wait_for_load_state()
        return self.look(words)


def asks(officer):
    page = officer.open("/notices/new")
    go_on(page)
    the_subject(page)
    the_protected(page)
    what_happened(page)
    the_notice(page, scripts=True)
    page = officer.press("Send to an inspector")
    page.get_by_text("You cannot serve it until it is authorised").wait_for()


def decides(inspector):
    page = inspector.open("/decide")
    page.get_by_role("link", name="DN-").first.click()
    page.wait_for_load_state()
    inspector.look("decide")
    page.get_by_text("the court must hear it by").wait_for()
    page.get_by_label("Authorise", exact=True).check()
    page.get_by_label("Reasons", exact=True).fill("The threats are recent. They will be together again tonight.")
    for box in page.locator("input[name=judged]").all():
        box.check()
    page.locator("input[name=confirmed]").check()
    page.get_by_label("Your password, to sign").fill(PRACTICE_PASSWORD)
    inspector.press("Record the decision")


def serves(officer, ref):
    page = officer.open(f"/notices/{ref}/serve")
    page.get_by_label("I handed it to the subject").check()
    page.locator("input[name=place_kind][value=street]").check()
    for box in page.locator("input[name=identity]").all()[:2]:
        box.check()
    page.locator("input[name=read_out][value=yes]").check()
    page.locator("input[name=understood][value=yes]").check()
    page.locator("input[name=address][value=none]").check()
    officer.press("Save")


def applies(unit, notice_ref):
    page = unit.open(f"/notices/{notice_ref}/application")
    page.get_by_label("Croydon Magistrates' Court").check()
    unit.press(page.locator("main form button[type=submit]").first.inner_text())
    page = unit.page
    page.get_by_label("Grounds of the application").fill("On 5 November the subject threw a chair and made threats.")
    send = page.locator("main form button[type=submit]", has_text="Send").first
    unit.press(send.inner_text())
    page.get_by_text("Sent, not listed").wait_for()
    unit.follow("List a hearing")
    page.locator("input[name=sitting]").first.check()
    unit.press(page.locator("main form button[type=submit]").first.inner_text())


def gives_notice_of_hearing(officer, public_id):
    page = officer.open(f"/hearings/{public_id}/notice")
    page.locator("input[name=rule][value=given]").check()
    officer.press(page.locator("main form button[type=submit]").first.inner_text())


def hears(court, public_id):
    court.open(f"/hearings/{public_id}")
    court.follow("The hearing has begun")
    court.press(court.page.locator("main form button[type=submit]").first.inner_text())


def decides_in_court(court, public_id):
    page = court.open(f"/hearings/{public_id}/outcome")
    page.get_by_label("Made an order").check()
    page.get_by_label("In person").check()
    for box in page.locator("input[name=judged]").all():
        box.check()
    for topic in ("child_welfare", "protected_opinion", "occupant_opinion"):
        page.locator(f"input[name={topic}]").last.check()
    page.get_by_label("Until further order").check()
    page.locator("#id_reasons").fill("The court is satisfied on the evidence of the officer and the photographs.")
    page.locator("#id_bench").fill("District Judge (MC), court 1")
    court.press("Issue the order")


def fetched(desk, href):
    answer = desk.page.request.get(desk.base + href)
    assert answer.status == 200 and answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == 'inline; filename="paper.pdf"'
    return answer.body()


def reads_like_a_paper(body, *sentences):
    with pikepdf.open(io.BytesIO(body)) as paper:
        assert paper.Root.MarkInfo.Marked and str(paper.Root.Lang).startswith("en")
        assert b"pdfuaid" in paper.Root.Metadata.read_bytes()
        assert str(paper.docinfo["/Title"])
    text = " ".join(" ".join(p.get_textpage().get_text_bounded().split()) for p in pypdfium2.PdfDocument(body))
    for sentence in sentences:
        assert sentence in text, sentence
    assert "Teasel Rise" not in text, "the sealed place is on the paper"
    return text


def test_from_the_first_question_to_the_order(chromium, live_server, people, clock):
    officer = Desk(chromium, live_server, people.ali, PHONE)
    asks(officer)
    clock.shift(timedelta(minutes=20))
    inspector = Desk(chromium, live_server, people.halloran, DESK)
    decides(inspector)
    notice = Notice.objects.get()
    react(datetime.fromisoformat("2026-11-06T10:01:00+00:00"))

    clock.shift(timedelta(minutes=40))
    serves(officer, notice.ref)
    notice.refresh_from_db()
    page = officer.open(f"/notices/{notice.ref}")
    page.get_by_text("Monday 9 November 2026 at 10:40am").first.wait_for()
    paper = fetched(officer, page.get_by_role("link", name="The notice (PDF)").first.get_attribute("href"))
    reads_like_a_paper(paper, "Callum Verity", "arrest", "within 48 hours", "You threw a chair through a door.")

    unit = Desk(chromium, live_server, people.okoro, DESK)
    unit.open("/board").get_by_text("48 h left").first.wait_for()
    applies(unit, notice.ref)
    application = notice.applications.get()
    hearing = application.hearings.get()
    gives_notice_of_hearing(officer, hearing.public_id)
    unit.open("/board")

    clock.move_to(hearing.listed_for + timedelta(minutes=6))
    watch(hearing.listed_for + timedelta(minutes=6))
    court = Desk(chromium, live_server, people.moss, DESK)
    court.open("/hearings")
    hears(court, hearing.public_id)
    clock.shift(timedelta(minutes=30))
    decides_in_court(court, hearing.public_id)

    order = Order.objects.get()
    page = court.open(f"/orders/{order.ref}")
    page.get_by_text("until further order").first.wait_for()
    body = fetched(court, page.get_by_role("link", name="The order (PDF)").first.get_attribute("href"))
    reads_like_a_paper(body, order.ref, "Callum Verity", "until further order", "crime")

    notice.refresh_from_db()
    assert notice.ended_because == "order_made" and notice.ended_at == order.made_at
    counted = figures(clock_now(order))
    assert (counted["notices_issued"], counted["orders_made"], counted["orders_in_force"]) == (1, 1, 1)
    assert counted["notices_in_force"] == 0

    officer.open("/check")
    officer.page.get_by_label("Full name or part of it").fill("callum verity")
    officer.page.get_by_label("Why you are asking").select_option(index=1)
    officer.press("Check")
    officer.page.get_by_text("In force").first.wait_for()
    assert "Teasel" not in officer.page.content() and "Ashdown" not in officer.page.content()
    unit.open(f"/cases/{notice.case.ref}")


def clock_now(order):
    return order.made_at + timedelta(seconds=1)
