"""The pages that put a wrong record right: offered where it is shown, with the reason beside the field, nothing lost."""

from datetime import datetime, timedelta

import pytest
import time_machine

from haven.courts.models import Hearing
from haven.orders.models import Order
from haven.orders.operations.keep_watch import SubjectEvent, record_subject_event
from haven.orders.operations.serve_order import RecordAwareness, record_awareness, serve_order
from tests.operations.court_helpers import made_order
from tests.operations.test_order_life import serving
from tests.pages.acting import command, moment, signed_in, text

AT = datetime.fromisoformat("2026-11-06T09:00:00+00:00")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WHY = {"why": "The court's own register says otherwise."}


@pytest.fixture
def order(house):
    """Made, served, known, the subject recorded as dead; a day later."""
    with time_machine.travel(AT, tick=False) as clock:
        order = made_order(house, AT, presence="absent")
        told = RecordAwareness(order.ref, "told_by_officer", order.made_at + HOUR, "Told at the front desk")
        record_awareness(told, by=house.ali, at=order.made_at + HOUR)
        serve_order(serving(order, order.made_at + 2 * HOUR), by=house.ali, at=order.made_at + 3 * HOUR)
        died = SubjectEvent(order.case.ref, "died", order.made_at + 5 * HOUR, "Shown by a certificate")
        record_subject_event(died, by=house.ali, at=order.made_at + 6 * HOUR)
        clock.move_to(order.made_at + DAY)
        yield order


def test_when_it_was_served_and_known(house, order):
    client, here = signed_in(house.okoro), f"/orders/{order.ref}"
    page = text(client.get(here))
    assert "Correct when it was served" in page and "Correct when the subject knew" in page
    typed = {"chosen": "1"} | WHY
    early = client.post(f"{here}/service/correct", typed | command() | moment("served_at", order.made_at - HOUR))
    assert early.status_code == 422 and "after the order was made" in text(early) and WHY["why"] in text(early)
    done = client.post(f"{here}/service/correct", typed | command() | moment("served_at", order.made_at + 4 * HOUR))
    assert done.status_code == 302
    assert Order.objects.get(pk=order.pk).versions.get().served_at == order.made_at + 4 * HOUR
    row = order.versions.get().awareness.get(how="told_by_officer")
    known = {"chosen": str(row.pk), "what": "time"} | WHY
    missing = client.post(f"{here}/awareness/correct", known | command())
    assert missing.status_code == 422 and "Enter the time they came to know" in text(missing)
    assert client.post(f"{here}/awareness/correct", known | {"what": "never"} | command()).status_code == 302


def test_when_the_hearing_began_and_what_came_of_it(house, order):
    hearing = Hearing.objects.get(pk=order.outcome.hearing_id)
    client, here = signed_in(house.fenwick), f"/hearings/{hearing.public_id}"
    page = text(client.get(here))
    assert "Correct when it began" in page and "This is recorded wrongly: take it back" in page
    begun = f"{here}/begun/correct"
    same = client.post(begun, WHY | command() | moment("begun_at", hearing.begun_at))
    assert same.status_code == 422 and "recorded already" in text(same)
    assert client.post(begun, WHY | command() | moment("begun_at", hearing.begun_at - HOUR / 60)).status_code == 302
    page = text(client.get(f"{here}/outcome/take-back"))
    assert f"{order.ref} counts as entered in error" in page
    court = signed_in(house.moss)
    own = court.post(f"{here}/outcome/take-back", WHY | command())
    assert own.status_code == 422 and "other than the person who recorded it" in text(own) and WHY["why"] in text(own)
    assert client.post(f"{here}/outcome/take-back", WHY | command()).status_code == 302
    page = text(court.get(here))
    assert "recorded wrongly and taken back: made an order" in page and "Record the outcome" in page
    page = text(court.get(f"/orders/{order.ref}"))
    assert "Entered in error: there is no such order" in page and "You can arrest" not in page
    assert "Record a variation" not in page and "Correct a slip" not in page
    for path in ("serve", "vary", "discharge", "service/correct", "clauses/1/correct"):
        assert court.get(f"/orders/{order.ref}/{path}").status_code in (403, 404, 409, 422)
    papers = text(client.get(f"/cases/{order.case.ref}/documents"))
    assert "Order, entered in error" in papers


def test_the_death(house, order):
    client, here = signed_in(house.okoro), f"/cases/{order.case.ref}"
    assert "Correct the record of the death" in text(client.get(f"{here}/acts"))
    missing = client.post(f"{here}/death/correct", {"what": "day"} | WHY | command())
    assert missing.status_code == 422 and "Enter the day of death" in text(missing)
    assert client.post(f"{here}/death/correct", {"what": "alive"} | WHY | command()).status_code == 302
    order.case.subject.refresh_from_db()
    assert order.case.subject.died_on is None
    again = client.get(f"{here}/death/correct")
    assert "not recorded, so there is nothing to correct" in text(again)


def test_what_is_not_recorded_is_said(house, order):
    """And the pages are open to who may correct only."""
    ali = signed_in(house.ali)
    assert ali.get(f"/orders/{order.ref}/service/correct").status_code == 403
    assert ali.get(f"/cases/{order.case.ref}/death/correct").status_code == 403
