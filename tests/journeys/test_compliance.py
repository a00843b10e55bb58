"""Keeping to an order, in a browser: the subject comes late to notify; a programme fails, from the responsible person's own
sign-in to the sign of a breach that an officer sees. Every page is looked at on a phone and at a desk."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from haven.breaches.models import Breach, Candidate
from haven.compliance.models import Notification, NotificationDuty, Supervision, SupervisionReport
from haven.compliance.operations.recompute_supervision import recompute_supervision
from haven.compliance.operations.settle_notification import settle_notification
from haven.compliance.operations.sign_on import settle_sign_ons
from haven.compliance.operations.supervisor_access import OpenSignIn, give_access, open_sign_in
from haven.compliance.operations.take_posts import take_posts
from haven.compliance.second_step import code_of, step_of
from haven.jobs.react import react
from haven.orders.operations.serve_order import ServeOrder, serve_order
from haven_law.clock import to_london
from tests.browser import faults, is_wider_than_window
from tests.journeys.conftest import NOW
from tests.journeys.test_propose import browser_of
from tests.operations.court_helpers import made_order, no_contact, programme
from tests.pages.compliance_world import sign_on
from tests.pages.public_host import STAFF_ONLY

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
PICTURES = os.environ.get("HAVEN_PICTURES", "")
PHONE, DESK = {"width": 360, "height": 800}, {"width": 1280, "height": 900}
SAID = "Two sessions were missed without a word, and the telephone was not answered."


@pytest.fixture
def order(house):
    """Made and handed over eight days ago; nothing was notified since."""
    made = made_order(house, NOW - 8 * DAY, no_contact(), programme(), sign_on())
    at = made.made_at + HOUR
    serve_order(ServeOrder(made.ref, at, "handed", "court", "court"), by=house.moss, at=at)
    follow()
    settle_notification(NOW)
    settle_sign_ons(NOW)
    follow()
    return made


def follow():
    assert react(timezone.now() + timedelta(days=4000)).failed == 0


class Visitor:
    """Somebody at a page; each page is looked at in both sizes."""

    def __init__(self, page, base):
        self.page, self.base = page, base

    def open(self, path, name):
        answer = self.page.goto(self.base + path)
        assert answer.status == 200, f"{path}: {answer.status}"
        return self.look(name)

    def look(self, name):
        for size in (PHONE, DESK):
            self.page.set_viewport_size(size)
            assert faults(self.page) == [], name
            assert not is_wider_than_window(self.page), f"{name} at {size['width']}"
            if PICTURES:
                path = Path(PICTURES) / f"keeping-{name}-{size['width']}.png"
                self.page.screenshot(path=str(path), full_page=True)
        assert len(self.page.content()) < 100_000, name
        self.page.set_viewport_size(PHONE)
        return self.page

    def send(self, name):
        self.page.locator("main form button[type=submit]").first.click()
        self.page.wait_for_load_state()
        return self.look(name)

    def choose(self, name, value):
        self.page.locator(f"input[name={name}][value={value}]").check()


def visitor(chromium, live_server, user):
    return Visitor(browser_of(chromium, live_server, user, viewport=PHONE), live_server.url)


def test_a_late_notification(chromium, live_server, house, order):
    officer = visitor(chromium, live_server, house.ali)
    page = officer.open("/compliance", "list-notification")
    assert page.get_by_text("Overdue").count() == 1
    for show in ("supervised", "sign-on", "checks"):
        officer.open(f"/compliance?show={show}", f"list-{show}")
    page = officer.open(f"/orders/{order.ref}/compliance", "order")
    page.get_by_role("button", name="Record that they notify").click()
    page.wait_for_load_state()
    officer.look("notification")
    officer.send("notification-errors")
    page.get_by_text("There is a problem").wait_for()
    officer.choose("in_area", "yes")
    page.get_by_label("Police station", exact=True).fill("Croydon police station")
    page.get_by_label("Every name they use").fill("Rowan Verity\nRo Ash")
    officer.choose("home", "address")
    page.locator("textarea[name=home_lines]").fill("4 Larkspur Close")
    page.locator("input[name=home_postcode]").fill("CR0 1VV")
    officer.choose("fingerprints", "given")
    page = officer.send("given")
    page.get_by_text("Given late").wait_for()
    paper = page.request.get(page.get_by_role("button", name="Print the acknowledgement").get_attribute("href") and
                             officer.base + page.get_by_role("button", name="Print the acknowledgement").get_attribute("href"))  # fmt: skip
    assert paper.headers["content-type"] == "application/pdf" and paper.body()[:5] == b"%PDF-"
    assert Notification.objects.get().acknowledgement is not None
    duty = NotificationDuty.objects.get(met_by__isnull=False)
    assert duty.met_by.at == NOW and duty.due_by < NOW
    # The failure was seen before they came: it stays a sign of an offence of its own, apart from breaches of the order.
    sign = Candidate.objects.get(source="notification")
    assert sign.of == "notification" and not Breach.objects.exists()
    officer.open(f"/orders/{order.ref}", "order-page")
    for path, name in (
        ("notification/change", "change"),
        ("notification/other-duty", "other-duty"),
        ("clauses/3/sign-on", "sign-on"),
        (f"checks/{order.check_plan.first().pk}", "check"),
        ("marker", "marker"),
    ):
        officer.open(f"/orders/{order.ref}/{path}", name)


@pytest.fixture
def public_server(settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name not in STAFF_ONLY]
    settings.ROOT_URLCONF = "haven.config.urls_public"
    server = LiveServer("localhost")
    yield server
    server.stop()


def test_a_failed_programme(chromium, public_server, house, order):
    recompute_supervision(order.ref, at=NOW)
    supervision = Supervision.objects.get(order=order, clause=2)
    marsh = open_sign_in(OpenSignIn("Terry Marsh", "Steps Croydon", "marsh@steps.example"), by=house.okoro, at=NOW)
    give_access(str(supervision.public_id), marsh.account.pk, by=house.okoro, at=NOW)
    person = Visitor(chromium.new_context(viewport=PHONE).new_page(), public_server.url)
    page = person.open("/w/sign-in", "w-sign-in")
    page.get_by_label("Work email").fill("marsh@steps.example")
    page.locator("input[name=password]").fill(marsh.password)
    page.get_by_label("Six-digit code").fill(code_of(marsh.key, step_of(NOW)))
    page = person.send("w-work")
    page.get_by_role("link", name="Programme").click()
    page.wait_for_load_state()
    person.look("w-clause")
    person.choose("says", "failed")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state()
    page.get_by_text("There is a problem").wait_for()
    person.look("w-clause-errors")
    page.locator("textarea[name=words]").fill(SAID)
    page.get_by_role("button", name="Send it").click()
    page.wait_for_load_state()
    page.get_by_text("sent, being recorded").wait_for()
    take_posts(NOW)
    follow()
    page.reload()
    person.look("w-sent")
    page.locator("li strong", has_text="They failed to comply").wait_for()
    assert SupervisionReport.objects.get().says == "failed"
    sign = Candidate.objects.get(source="supervision")
    assert (sign.of, sign.clause, sign.order) == ("order", 2, order) and not Breach.objects.exists()
    page.locator(".hv-exit").click(no_wait_after=True)


def test_the_unit_and_who_supervises(chromium, live_server, house, order):
    unit = visitor(chromium, live_server, house.okoro)
    supervision = Supervision.objects.get(order=order, clause=2)
    unit.open("/supervisors/new", "supervisor-new")
    unit.page.get_by_label("Name", exact=True).fill("Terry Marsh")
    unit.page.get_by_label("Organisation").fill("Steps Croydon")
    unit.page.get_by_label("Work email").fill("marsh@steps.example")
    page = unit.send("handed-over")
    page.get_by_text("Shown once.").wait_for()
    unit.open(f"/supervised/{supervision.public_id}/access", "access")
    unit.page.locator("select[name=account]").select_option(label="Terry Marsh, Steps Croydon")
    unit.send("supervision")
    unit.open(f"/supervised/{supervision.public_id}/report", "told")
    unit.choose("says", "failed")
    unit.choose("how", "phone")
    unit.page.locator("textarea[name=words]").fill(SAID)
    page = unit.send("supervision-failed")
    page.get_by_text(SAID).wait_for()
    unit.open(f"/supervised/{supervision.public_id}/asked", "asked")
    unit.open("/supervisors", "supervisors")
    unit.page.get_by_role("link", name="Terry Marsh").click()
    unit.page.wait_for_url("**/supervisors/*")
    unit.look("supervisor")
    unit.open(f"/orders/{order.ref}/checks/plan", "plan")
    unit.open(f"/orders/{order.ref}/compliance", "order-unit")
    assert to_london(NOW).date() >= supervision.begun_at.date()
