"""An adviser of a support organisation helps somebody through it all: signs in with the second step, brings the news, notes
what police never read, hands over to a colleague; and the person who agreed ends it. And she herself is told of notice,
hearing, order and service, each inside her hours."""

import os
from datetime import time, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from haven.cases.operations.agree_safe_contact import ChannelFacts, PlanFacts, WindowFacts
from haven.compliance.second_step import code_of, step_of
from haven.jobs.react import react
from haven.jobs.send_due import send_due
from haven.orders.operations.serve_order import ServeOrder, serve_order
from haven.outbox.channels.readable import Readable
from haven.outbox.models import Kept, OutboxMessage
from haven.parties.contact.windows import open_at
from haven.reactions import support
from haven.support.models import Consent, Update
from haven.support.operations.agree_plan import AgreePlan, Wishes, agree_plan
from haven.support.operations.consents import revoke_consent
from haven.support.plans import plan_view
from haven.supporters.models import Placement, WorkerPost
from haven.supporters.operations.take_posts import take_worker_posts
from haven_law.clock import to_london
from tests.browser import faults, is_wider_than_window
from tests.factories import make_case, make_served_notice
from tests.journeys.conftest import NOW
from tests.journeys.test_propose import browser_of
from tests.operations.court_helpers import (
    decided,
    listed_hearing,
    made_order,
    no_contact,
    order_command,
    sent_application,
)
from tests.pages.public_host import only_public
from tests.supporters.world import workers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
PICTURES = os.environ.get("HAVEN_PICTURES", "")
PHONE, DESK = {"width": 360, "height": 800}, {"width": 1280, "height": 900}
NOTE = "Prefers to walk while we talk. Her sister may not know."


def follow():
    assert react(timezone.now() + timedelta(days=4000), limit=1000).failed == 0


def look(page, name):
    """No fault at either size, nothing wider than the window, and a page that a slow line can carry."""
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        assert faults(page) == [], name
        assert not is_wider_than_window(page), f"{name} at {size['width']}"
        if PICTURES:
            page.screenshot(path=str(Path(PICTURES) / f"helper-{name}-{size['width']}.png"), full_page=True)
    assert len(page.content()) < 60_000, name
    page.set_viewport_size(PHONE)


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name).first.click()


@pytest.fixture
def public_server(settings):
    only_public(settings)
    server = LiveServer("localhost")
    yield server
    server.stop()


def enter(chromium, server, who):
    page = chromium.new_context(viewport=PHONE).new_page()
    page.goto(f"{server.url}/w/sign-in")
    page.get_by_label("Work email").fill(who.worker.user.email)
    page.locator("input[name=password]").fill(who.password)
    page.get_by_label("Six-digit code").fill(code_of(who.key, step_of(timezone.now())))
    press(page, "Sign in")
    return page


def test_an_officer_records_whom_she_lets_help(chromium, live_server, house):
    made = workers(house, NOW - HOUR)
    case = make_case(house, NOW - HOUR)
    page = browser_of(chromium, live_server, house.ali, viewport=PHONE)
    page.goto(f"{live_server.url}/cases/{case.ref}/helpers")
    with page.expect_navigation():
        page.get_by_role("link", name="Record the consent").click()
    look(page, "consent")
    press(page, "Record the consent")
    look(page, "consent-errors")
    page.locator("input[name=in_person]").check()
    page.locator("select[name=worker]").select_option(label="Tamar Quist, Harbour Support")
    for name, value in (("knows", "no"), ("household", "no"), ("related", "no"), ("colleagues", "yes")):
        page.locator(f"input[name={name}][value={value}]").check()
    page.get_by_label("See my updates").check()
    page.get_by_label("Tell you that something happened").check()
    page.get_by_label("What shall the worker's page call them?").fill("Jo")
    press(page, "Record the consent")
    page.get_by_role("heading", name="Tamar Quist").wait_for()
    look(page, "helpers")
    assert Placement.objects.get().worker == made.tamar.worker
    unit = browser_of(chromium, live_server, house.okoro, viewport=PHONE)
    for path, name in (
        ("/workers", "workers"),
        ("/workers/new", "worker-new"),
        (f"/workers/{made.bao.worker.pk}", "worker"),
    ):
        assert unit.goto(live_server.url + path).status == 200
        look(unit, name)


def test_an_adviser_helps_hands_over_and_she_ends_it(chromium, public_server, house, clock):
    from tests.supporters.world import consent

    made = workers(house, NOW - HOUR)
    order = made_order(house, NOW - 8 * DAY, no_contact())
    follow()
    placement = consent(house, order.case, made.tamar, NOW - MINUTE)
    follow()
    page = enter(chromium, public_server, made.tamar)
    look(page, "caseload")
    with page.expect_navigation():
        page.get_by_role("link", name="Jo").click()
    look(page, "person")
    page.get_by_text("The court made an order that protects you.").first.wait_for()
    press(page, "I told them")
    page.get_by_text("sent, being recorded").wait_for()
    take_worker_posts(NOW)
    follow()
    page.reload()
    page.get_by_text("by somebody who helps them").wait_for()
    assert Update.objects.get(told_how="supporter").told_by == made.tamar.worker.user
    press(page, "Save the note")
    look(page, "note-errors")
    page.get_by_label("Note for your organisation").fill(NOTE)
    press(page, "Save the note")
    page.get_by_text(NOTE).wait_for()
    look(page, "noted")
    page.get_by_role("button", name="Tell the police that something happened").click()
    page.wait_for_load_state()
    look(page, "report")
    page.locator(f"input[name=about][value='{order.ref}']").check()
    page.locator("input[name=danger][value=no]").check()
    page.locator("textarea[name=account]").fill("He stood at the bus stop opposite for an hour.")
    for part, value in (("day", NOW.day), ("month", NOW.month), ("year", NOW.year)):
        page.locator(f"input[name=happened-{part}]").fill(str(value))
    press(page, "Send it")
    take_worker_posts(NOW)
    follow()
    page.reload()
    page.get_by_text("recorded as BR-").wait_for()
    page.goto(f"{public_server.url}/w/people/away")
    look(page, "away")
    page.goto(f"{public_server.url}/w/people/{placement.public_id}")
    with page.expect_navigation():
        page.get_by_role("link", name="Hand over to a colleague").click()
    page.get_by_label("Bao Lindqvist").check()
    press(page, "Hand it over")
    look(page, "hand-over-errors")
    page.locator("input[name=they_know]").check()
    press(page, "Hand it over")
    take_worker_posts(NOW)
    follow()
    assert WorkerPost.objects.filter(refused="").count() == 3
    assert page.goto(f"{public_server.url}/w/people/{placement.public_id}").status == 404
    colleague = enter(chromium, public_server, made.bao)
    with colleague.expect_navigation():
        colleague.get_by_role("link", name="Jo").click()
    colleague.get_by_text(NOTE).wait_for()
    here = colleague.url
    revoke_consent(Consent.objects.get(revoked_at=None), by=house.ali, at=NOW)
    assert colleague.goto(here).status == 404
    colleague.goto(f"{public_server.url}/w/people")
    colleague.get_by_text("No one has given you access.").wait_for()


HOURS = (WindowFacts((0, 1, 2, 3, 4, 5, 6), time(10), time(14)),)


@pytest.fixture
def as_it_happens(monkeypatch):
    """The database's own clock does not move with a test: what follows an event is told the instant of the event."""
    for name in ("draft_update", "plan_changed", "plan_overtaken"):
        real = getattr(support, name)
        monkeypatch.setattr(support, name, lambda event, _recorded, real=real: real(event, event.at))


def test_she_is_told_of_notice_hearing_order_and_service_inside_her_hours(
    chromium, live_server, house, clock, as_it_happens
):
    """Time moves where a message may leave: each leaves inside her hours, and each clock ends only when somebody told her."""
    served_at = NOW + MINUTE
    case = make_case(house, NOW - HOUR)
    agree(house, case, NOW, 0)
    clock.move_to(served_at)
    notice = make_served_notice(house, served_at, case=case)
    follow()
    application = sent_application(house, served_at, notice=notice)
    clock.move_to(application.made_at + 10 * MINUTE)
    hearing = listed_hearing(house, application)
    clock.move_to(to_london(NOW + DAY).replace(hour=9, minute=0))
    follow()
    leaves = _run_messages(case, clock, timezone.now(), 6 * HOUR)
    assert len(leaves) == 2 and Kept.objects.count() == 2
    for kind in ("notice_given", "court_date"):
        _tell(chromium, live_server, house, kind, clock)
    begun = begun_hearing_of(house, hearing, clock)
    order = _made(house, begun, clock)
    follow()
    # An order was made: the plan is asked about again before anything leaves by itself.
    assert _run_messages(case, clock, timezone.now(), HOUR) == []
    agree(house, case, timezone.now(), 1)
    follow()
    at = timezone.now() + HOUR
    clock.move_to(at)
    serve_order(ServeOrder(order.ref, at, "handed", "court", "court"), by=house.moss, at=at)
    follow()
    leaves = _run_messages(case, clock, timezone.now(), 26 * HOUR)
    assert len(leaves) == 2, "of the order, and that it was given"
    for kind in ("order_made", "order_given"):
        _tell(chromium, live_server, house, kind, clock)
    assert not OutboxMessage.objects.filter(closed_at=None).exists()


def agree(house, case, at, version):
    way = ChannelFacts("text", "07700 900471", "no")
    command = AgreePlan(case.ref, PlanFacts("we_contact", (way,), HOURS), Wishes(greeting="Jo"), after_version=version)
    return agree_plan(command, by=house.ali, at=at)


def begun_hearing_of(house, hearing, clock):
    from haven.courts.operations.hear import BeginHearing, begin_hearing

    at = hearing.listed_for + 5 * MINUTE
    clock.move_to(at)
    return begin_hearing(BeginHearing(hearing.public_id, at), by=house.moss, at=at)


def _made(house, hearing, clock):
    from haven.orders.operations.make_order import make_order

    command = order_command(hearing, no_contact(), decided=decided(hearing, "absent"))
    clock.move_to(command.decided.decided_at + MINUTE)
    return make_order(command, by=house.moss, at=command.decided.decided_at)


def _run_messages(case, clock, start, span):
    """The worker at every ten minutes: when each message left, which must be an hour that is open in her plan then."""
    left = []
    for step in range(int(span / (10 * MINUTE)) + 1):
        at = start + step * 10 * MINUTE
        clock.move_to(at)
        for _n in range(send_due(at, Readable()).sent):
            assert open_at(plan_view(case.protected_id, at), at) is not None, f"outside her hours: {at}"
            left.append(at)
    return left


def _tell(chromium, live_server, house, kind, clock):
    """A person tells her, on the page of that news, and its clock ends."""
    update = Update.objects.get(kind=kind)
    assert update.state in ("messaged", "queued", "to_person") and update.told_at is None, kind
    page = browser_of(chromium, live_server, house.ali, viewport=PHONE)
    page.goto(f"{live_server.url}/updates/{update.ref}")
    page.locator("input[name=how][value=call]").check()
    press(page, "Record that they were told")
    update.refresh_from_db()
    update.clock.refresh_from_db()
    assert update.told_how == "call" and update.clock.met_at is not None, kind
    page.context.close()
