"""Random histories of orders, variations, ends and other regimes: what the rows say is what the law says of the whole
history at once; and two people who record the same visit at once."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from haven.cases.deadlines import open_deadlines
from haven.compliance.clocks import duty_about
from haven.compliance.facts import as_duty, changes_of, orders_against, regimes_of, same_people, span_of
from haven.compliance.models import Notification, NotificationDuty
from haven.compliance.operations.enter_exempting_duty import EnterExemptingDuty, enter_exempting_duty
from haven.compliance.operations.recompute_notification import recompute_notification
from haven.compliance.operations.record_change import LearnChange, record_change
from haven.compliance.operations.record_notification import record_notification
from haven.compliance.operations.settle_notification import settle_notification
from haven.jobs.practice.house import build_house
from haven.orders.models import Order
from haven_law.clock import to_london
from haven_law.findings import Refused
from haven_law.notification import ADDRESS_CHANGED, NAME_USED, SEXUAL_OFFENCES, STALKING
from haven_law.notification_course import course_of_duties, standing
from tests.conftest import FRIDAY
from tests.factories import a_person
from tests.operations.court_helpers import made_order
from tests.pages.compliance_world import visit

DAY, HOUR = timedelta(days=1), timedelta(hours=1)

# What may happen on a day of the sixty: an end of one of two orders, another regime with its length, a change, a visit.
acts = st.lists(
    st.tuples(
        st.integers(0, 60),
        st.one_of(
            st.tuples(st.just("end"), st.integers(0, 1)),
            st.tuples(st.just("regime"), st.integers(0, 20)),
            st.tuples(st.just("change"), st.sampled_from((NAME_USED, ADDRESS_CHANGED))),
            st.tuples(st.just("visit"), st.just(0)),
            st.tuples(st.just("again"), st.integers(0, 60)),
        ),
    ),
    max_size=7,
)


def carry_out(house, orders, day, act, at):
    """One act. What the product refuses is no act."""
    kind, value = act
    try:
        if kind == "end":
            Order.objects.filter(pk=orders[value].pk, ended_at__isnull=True, effective_at__lt=at).update(ended_at=at)
            recompute_notification(orders[0].subject, at=at)
        elif kind == "regime":
            regime = STALKING if day % 2 else SEXUAL_OFFENCES
            first = to_london(at).date()
            command = EnterExemptingDuty(orders[0].ref, regime, first, "Register entry", first + value * DAY)
            enter_exempting_duty(command, by=house.okoro, at=at)
        elif kind == "change":
            record_change(orders[0].ref, LearnChange(value, to_london(at).date(), "Seen"), by=house.ali, at=at)
        elif kind == "visit":
            record_notification(replace(visit(orders[0], at), paper=False), by=house.ali, at=at)
        else:
            recompute_notification(orders[0].subject, at=orders[0].made_at + value * DAY)
    except Refused:
        pass


@pytest.mark.django_db
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(acts)
def test_the_rows_are_what_the_law_reckons_of_the_whole(two_orders, history):
    from django.db import transaction

    house, orders = two_orders
    with transaction.atomic():
        begun = orders[0].made_at
        for day, act in sorted(history, key=lambda step: step[0]):
            at = begun + day * DAY + HOUR
            settle_notification(at)
            carry_out(house, orders, day, act, at)
        last = begun + 90 * DAY
        recompute_notification(orders[0].subject, at=last)
        settle_notification(last)
        _compare(orders[0].subject, last)
        transaction.set_rollback(True)


def _compare(person, at):
    people = same_people(person)
    law = course_of_duties(
        [span_of(o) for o in orders_against(people)], regimes_of(people), changes_of(people), until=at
    )
    rows = NotificationDuty.objects.filter(person_id__in=people, withdrawn_at__isnull=True).select_related(
        "order", "met_by"
    )
    assert sorted((r.order.ref, r.event, r.event_day, r.key) for r in rows) == sorted(
        (d.order, d.due.event, d.due.event_day, d.key) for d in law
    )
    for row in rows:
        code = standing(as_duty(row), row.met_by.at if row.met_by else None, at)
        running = open_deadlines(duty_about(row), "notification").exists()
        owed = code in ("waiting", "overdue", "excused") and (row.off_at is None or row.off_at > at)
        assert running == owed, (row, code)
        assert (row.overdue_told_at is not None) or code != "overdue"


@pytest.fixture
def two_orders(house, now):
    """Two orders against one person, the second a week after the first."""
    first = made_order(house, now)
    second = made_order(house, now + 7 * DAY, request={"subject": replace(a_person(), same_as=first.case.subject)})
    recompute_notification(first.subject, at=first.made_at)
    return house, [first, second]


@pytest.mark.django_db(transaction=True)
def test_two_officers_record_the_same_visit_at_once():
    house = build_house(FRIDAY)
    order = made_order(house, FRIDAY)
    recompute_notification(order.subject, at=order.made_at)
    at, ready, said = order.made_at + DAY, threading.Barrier(2), []

    def record(by):
        try:
            ready.wait()
            record_notification(replace(visit(order, at), paper=False), by=by, at=at)
            said.append("recorded")
        except Refused as problem:
            said.append(str(problem))
        finally:
            connection.close()

    threads = [threading.Thread(target=record, args=(by,)) for by in (house.ali, house.wren)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(word[:23] for word in said) == ["No notification is due.", "recorded"]
    assert Notification.objects.count() == 1 and order.case.events.filter(kind="notification.given").count() == 1
