"""The pages of corrections in a real browser: no fault of access, no page wider than the window."""

from datetime import timedelta

import pytest
import time_machine

from haven.cases.models import Heartbeat
from haven.courts.operations.withdraw_application import (
    AskWithdrawal,
    WithdrawApplication,
    ask_withdrawal,
    withdraw_application,
)
from haven.jobs.practice.house import build_house
from haven.orders.operations.keep_watch import SubjectEvent, record_subject_event
from haven.orders.operations.serve_order import RecordAwareness, record_awareness, serve_order
from haven.orders.operations.void_outcome import VoidOutcome, void_outcome
from tests.browser import faults, is_wider_than_window
from tests.operations.court_helpers import begun_hearing, made_order
from tests.operations.test_order_life import serving
from tests.pages.test_court_browser import AT, SHOTS, opened

HOUR = timedelta(hours=1)
WHY = "The court's own register says otherwise."
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_every_page_passes(live_server, chromium):
    with time_machine.travel(AT, tick=False) as clock:
        house = build_house(AT)
        Heartbeat.objects.update_or_create(watch="deadlines", defaults={"at": AT})
        order, wrong = made_order(house, AT, presence="absent"), made_order(house, AT)
        told = RecordAwareness(order.ref, "told_by_officer", order.made_at + HOUR, "Told at the front desk")
        record_awareness(told, by=house.ali, at=order.made_at + HOUR)
        serve_order(serving(order, order.made_at + HOUR), by=house.ali, at=order.made_at + HOUR)
        died = SubjectEvent(order.case.ref, "died", order.made_at + HOUR, "Shown by a certificate")
        record_subject_event(died, by=house.ali, at=order.made_at + HOUR)
        void_outcome(VoidOutcome(wrong.outcome.hearing.public_id, WHY), by=house.fenwick, at=order.made_at + HOUR)
        begun = begun_hearing(house, AT)
        ref, at = begun.application.ref, begun.begun_at + HOUR
        ask_withdrawal(AskWithdrawal(ref, "charged", "A charge was laid this morning."), by=house.okoro, at=at)
        withdraw_application(WithdrawApplication(ref), by=house.halloran, at=at)
        clock.move_to(at + 4 * HOUR)
        hearing = f"/hearings/{order.outcome.hearing.public_id}"
        pages = (
            (house.fenwick, "hearing-decided", hearing),
            (house.moss, "hearing-taken-back", f"/hearings/{wrong.outcome.hearing.public_id}"),
            (house.moss, "hearing-closed", f"/hearings/{begun.public_id}"),
            (house.fenwick, "correct-begun", f"{hearing}/begun/correct"),
            (house.fenwick, "void-outcome", f"{hearing}/outcome/take-back"),
            (house.okoro, "order-served", f"/orders/{order.ref}"),
            (house.okoro, "correct-service", f"/orders/{order.ref}/service/correct"),
            (house.okoro, "correct-awareness", f"/orders/{order.ref}/awareness/correct"),
            (house.okoro, "correct-death", f"/cases/{order.case.ref}/death/correct"),
            (house.okoro, "order-in-error", f"/orders/{wrong.ref}"),
        )
        bad = []
        for user, name, address in pages:
            page = opened(chromium, live_server, user, 360)
            answer = page.goto(live_server.url + address)
            for width in (320, 360, 768, 1280):
                page.set_viewport_size({"width": width, "height": 900})
                if SHOTS and width in (360, 1280):
                    page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)
                found = faults(page)
                if found or is_wider_than_window(page) or answer.status != 200:
                    bad.append((name, width, answer.status, found, is_wider_than_window(page)))
            page.context.close()
        assert bad == []
