"""What follows from applications, hearings and orders: tasks, once each; and every event has its sentence."""

from datetime import datetime, timedelta

import pytest

from haven.cases.models import CaseEvent, Task
from haven.cases.sentences import SENTENCES
from haven.courts.models import Sitting
from haven.courts.operations.hear import AdjournHearing, adjourn_hearing
from haven.courts.operations.list_hearing import Slot
from haven.courts.requirements import Lasts
from haven.jobs.react import react
from haven.orders.models import Order
from haven.orders.operations.end_order import settle_ended_orders
from haven.orders.operations.keep_watch import ReviewOrder, SubjectEvent, record_subject_event, review_order
from haven.orders.states import status
from tests.operations.court_helpers import begun_hearing, decided, made_order, no_contact, programme, tag

DAY = timedelta(days=1)
# What waits is dated by the clock of the database, which knows nothing of the day of the tests.
LATER = datetime.fromisoformat("2999-01-01T00:00:00+00:00")


def kinds(case):
    return set(Task.objects.filter(case=case).values_list("kind", flat=True))


def follow():
    for _ in range(3):
        react(LATER)


@pytest.fixture
def order(house, now):
    return made_order(house, now, no_contact(), tag(), programme(), lasts=Lasts("months", months=6))


def test_after_an_order(order):
    follow()
    found = kinds(order.case)
    assert {"serve_order", "pnc_marker", "tell_responsible_2", "tell_responsible_3", "tell_protected"} <= found
    assert "orders_beside" not in found
    before = Task.objects.count()
    follow()
    assert Task.objects.count() == before


def test_death_prison_and_removal_give_tasks_and_end_nothing(house, order):
    at = order.made_at + DAY
    for kind in ("imprisoned", "removal", "died"):
        record_subject_event(SubjectEvent(order.case.ref, kind, at, "Shown by a certificate"), by=house.okoro, at=at)
    follow()
    assert {"death_advice", "prison_told", "release_date", "border_told"} <= kinds(order.case)
    assert status(Order.objects.get(pk=order.pk), at) == "unserved"
    assert not CaseEvent.objects.filter(kind="order.ended").exists()


def test_the_end_and_a_doubtful_review(house, order):
    review_order(ReviewOrder(order.ref, False), by=house.okoro, at=order.made_at + DAY)
    settle_ended_orders(order.ends_at + DAY)
    follow()
    assert {"after_review", "pnc_marker_off", "tag_off"} <= kinds(order.case)


def test_an_adjournment_in_the_subjects_absence(house, now):
    hearing = begun_hearing(house, now)
    at = hearing.begun_at + timedelta(minutes=30)
    later = Sitting.objects.filter(starts_at__gt=at + 7 * DAY).order_by("starts_at").first()
    adjourn_hearing(AdjournHearing(decided(hearing, "absent"), "assessment", Slot(later)), by=house.moss, at=at)
    follow()
    tasks = Task.objects.filter(kind="hearing_notice", due_at=later.starts_at)
    assert tasks.count() == 1


def test_every_event_of_ours_has_a_sentence_that_its_facts_fill(house, order):
    at = order.made_at + DAY
    record_subject_event(SubjectEvent(order.case.ref, "died", at, "Shown by a certificate"), by=house.okoro, at=at)
    settle_ended_orders(order.ends_at + DAY)
    for event in CaseEvent.objects.all():
        assert event.kind in SENTENCES, event.kind
        said = SENTENCES[event.kind].staff.format(**event.facts)
        assert "{" not in said
