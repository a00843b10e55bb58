"""What a court decided, or an officer did, before an order ended is recorded after it: the act is judged at its own time.
An end that it puts elsewhere is voided and kept, and who was told that the order ended is told again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from haven.cases.deadlines import open_deadlines
from haven.cases.models import CaseEvent, Deadline, Task
from haven.courts.requirements import Lasts
from haven.orders.models import Order, OrderEnd
from haven.orders.operations.correct_order import CorrectOrder, correct_order
from haven.orders.operations.end_order import (
    AskEventEnd,
    DischargeOrder,
    ask_event_end,
    discharge_order,
    end_order_by_event,
    settle_ended_orders,
)
from haven.orders.operations.serve_order import RecordAwareness, record_awareness, serve_order
from haven.orders.operations.vary_order import ClauseDecision, vary_order
from haven.orders.queries import orders_in_force
from haven.orders.states import may_still, status, with_status
from haven_law.findings import Refused
from tests.factories import a_person
from tests.operations.court_helpers import REASONS, made_order
from tests.operations.test_court_follows import follow
from tests.operations.test_order_life import serving, varying

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
PROOF = "A constable told them of it in the cell block"


def fresh(order):
    return Order.objects.prefetch_related("versions", "ends").get(pk=order.pk)


def until(order_at, days):
    return Lasts("date", last_day=(order_at + timedelta(days=days)).date())


def lasting(order, at, lasts=None, **more):
    return varying(order, at, lasts=lasts or Lasts("further_order"), **({"order_necessary": True} | more))


def discharging(order, at):
    return DischargeOrder(order.ref, at, REASONS, no_longer_necessary=True, police_heard_or_not_wished=True)


@pytest.fixture
def order(house, now):
    """Three weeks long, not served, over, and settled by the watch; the followers have run."""
    order = made_order(house, now, lasts=until(now, 21), presence="absent")
    settle_ended_orders(order.ends_at + HOUR)
    follow()
    return fresh(order)


@pytest.fixture
def waited(house, now):
    """One order, and another that waited for it to end and had effect from there."""
    first = made_order(house, now, lasts=until(now, 21))
    person = replace(a_person(), same_as=first.case.subject)
    waits = made_order(house, now + 14 * DAY, request={"subject": person}, after_order=first.ref, lasts=until(now, 60))
    settle_ended_orders(first.ends_at + HOUR)
    assert fresh(waits).effective_at == first.ends_at
    return fresh(first), fresh(waits)


def only(case, kind):
    return CaseEvent.objects.get(case=case, kind=kind)


class TestExtended:
    def test_on_the_last_day_and_recorded_the_morning_after(self, house, order):
        decided, morning = order.ends_at - 10 * HOUR, order.ends_at + 9 * HOUR
        vary_order(lasting(order, decided), by=house.moss, at=morning)
        end = OrderEnd.objects.get(order=order)
        assert (end.because, end.at, end.voided_at, end.voided_by) == ("period", order.ends_at, morning, house.moss)
        for at in (decided, order.ends_at, morning):
            assert status(fresh(order), at) == "unserved" and order in orders_in_force(at)
        assert open_deadlines(order.ref, "serve_order").exists() and open_deadlines(order.ref, "order_review").exists()
        assert only(order.case, "order.goes_on").corrects == only(order.case, "order.ended")

    def test_it_is_told_again_and_its_marker_goes_back(self, house, order):
        assert Task.objects.filter(case=order.case, kind="pnc_marker_off", done_at=None).exists()
        vary_order(lasting(order, order.ends_at - HOUR), by=house.moss, at=order.ends_at + 9 * HOUR)
        follow()
        goes_on = only(order.case, "order.goes_on")
        assert not Task.objects.filter(case=order.case, kind="pnc_marker_off", done_at=None).exists()
        again = Task.objects.filter(from_event=goes_on)
        assert {"tell_protected", "pnc_marker"} <= set(again.values_list("kind", flat=True))
        assert order.check_plan.filter(ended_at=None).exists()

    def test_a_change_of_a_clause_alone_leaves_the_end(self, house, order):
        change = ClauseDecision("remove", 2, no_longer_necessary=True)
        vary_order(varying(order, order.ends_at - HOUR, change), by=house.moss, at=order.ends_at + HOUR)
        assert OrderEnd.objects.get(order=order).voided_at is None
        assert status(fresh(order), order.ends_at) == "ended"
        assert not open_deadlines(order.ref).exists()

    def test_to_a_day_that_is_over_too(self, house, order):
        now = order.ends_at + 5 * DAY
        vary_order(lasting(order, order.ends_at - HOUR, until(order.ends_at, 1)), by=house.moss, at=now)
        assert not CaseEvent.objects.filter(kind="order.goes_on").exists()
        assert only(order.case, "order.end_voided").facts["because"] == "period"
        assert settle_ended_orders(now) == 1
        standing = OrderEnd.objects.get(order=order, voided_at=None)
        assert standing.at == fresh(order).ends_at > order.ends_at
        assert not open_deadlines(order.ref).exists()

    def test_after_the_end_nothing_can_be_extended(self, house, order):
        with pytest.raises(Refused, match="had ended by then"):
            vary_order(lasting(order, order.ends_at), by=house.moss, at=order.ends_at + HOUR)
        assert OrderEnd.objects.get(order=order).voided_at is None

    def test_what_had_waited_for_the_end_waits_again(self, house, waited):
        first, waits = waited
        now = first.ends_at + 3 * DAY
        vary_order(lasting(first, first.ends_at - HOUR), by=house.moss, at=now)
        assert fresh(waits).effective_at is None and waits.versions.get().effective_at is None
        assert status(fresh(waits), now) == "waiting" and waits not in orders_in_force(now)
        assert only(waits.case, "order.effect_taken_back").corrects == only(waits.case, "order.took_effect")
        discharge_order(discharging(first, now + DAY), by=house.moss, at=now + DAY)
        assert fresh(waits).effective_at == now + DAY == waits.versions.get().effective_at


class TestDischarged:
    def test_before_its_period_ended(self, house, order):
        at = order.ends_at - DAY
        discharge_order(discharging(order, at), by=house.moss, at=order.ends_at + DAY)
        ends = {end.because: end for end in OrderEnd.objects.filter(order=order)}
        assert ends["period"].voided_by == house.moss and ends["discharged"].voided_at is None
        assert status(fresh(order), at) == status(fresh(order), order.ends_at) == "discharged"
        assert not open_deadlines(order.ref).exists()

    def test_what_waited_has_effect_from_the_earlier_end(self, house, waited):
        first, waits = waited
        at = first.ends_at - DAY
        discharge_order(discharging(first, at), by=house.moss, at=first.ends_at + DAY)
        assert fresh(waits).effective_at == at == waits.versions.get().effective_at

    def test_before_it_took_effect_and_recorded_after(self, house, waited):
        first, waits = waited
        discharge_order(discharging(waits, first.ends_at - DAY), by=house.moss, at=first.ends_at + DAY)
        assert fresh(waits).effective_at is None
        assert status(fresh(waits), first.ends_at) == "discharged"
        assert not open_deadlines(waits.ref).exists()

    def test_never_twice(self, house, order):
        discharge_order(discharging(order, order.ends_at - DAY), by=house.moss, at=order.ends_at)
        with pytest.raises(Refused, match="recorded already: discharged"):
            discharge_order(discharging(order, order.ends_at - 2 * DAY), by=house.moss, at=order.ends_at)


class TestServed:
    def test_served_before_the_end_and_recorded_after(self, house, order):
        at = order.made_at + HOUR
        serve_order(serving(order, at), by=house.ali, at=order.ends_at + DAY)
        assert status(fresh(order), order.ends_at - MINUTE) == "ending_soon"
        clock = Deadline.objects.get(about_ref=order.ref, kind="serve_order")
        assert (clock.met_at, clock.closed_at, clock.close_reason) == (at, at, "met")
        with pytest.raises(Refused, match="already recorded as served"):
            serve_order(serving(order, at), by=house.ali, at=order.ends_at + DAY)

    def test_not_after_it(self, house, order):
        with pytest.raises(Refused, match="had ended by then"):
            serve_order(serving(order, order.ends_at), by=house.ali, at=order.ends_at + DAY)
        with pytest.raises(Refused, match="had ended by then"):
            record_awareness(
                RecordAwareness(order.ref, "told_by_officer", order.ends_at, PROOF),
                by=house.ali, at=order.ends_at + DAY,
            )  # fmt: skip

    def test_known_and_put_right_before_it(self, house, order):
        at = order.ends_at + DAY
        record_awareness(
            RecordAwareness(order.ref, "told_by_officer", order.made_at + HOUR, PROOF), by=house.ali, at=at
        )
        slip = CorrectOrder(
            order.ref, order.made_at + 2 * HOUR, "The paper said the wrong distance.", {2: {"distance_m": 300}}
        )
        correct_order(slip, by=house.moss, at=at)
        assert not open_deadlines(order.ref).exists()


def test_the_event_came_before_the_discharge(house, now):
    order = made_order(house, now, lasts=Lasts("event", event="The subject leaves the country"))
    at = order.made_at + 10 * DAY
    discharge_order(discharging(order, at), by=house.moss, at=at)
    ask_event_end(AskEventEnd(order.ref, "Seen at the airport by an officer", at - DAY), by=house.okoro, at=at)
    with pytest.raises(Refused, match="recorded already: discharged"):
        end_order_by_event(order.ref, by=house.halloran, at=at)


def test_an_order_whose_own_period_ran_out_while_it_waited_is_over(house, now):
    first = made_order(house, now)
    person = replace(a_person(), same_as=first.case.subject)
    waits = made_order(house, now + 7 * DAY, request={"subject": person}, after_order=first.ref, lasts=until(now, 14))
    assert open_deadlines(waits.ref).exists()
    for at, expected in ((waits.ends_at - MINUTE, "waiting"), (waits.ends_at, "ended")):
        row = with_status(Order.objects.filter(pk=waits.pk), at).get()
        assert status(fresh(waits), at) == row.status_code == expected
    assert settle_ended_orders(waits.ends_at) == 1 and settle_ended_orders(waits.ends_at) == 0
    assert not open_deadlines(waits.ref).exists()
    discharge_order(discharging(first, waits.ends_at + DAY), by=house.moss, at=waits.ends_at + DAY)
    assert fresh(waits).effective_at is None


def test_what_may_still_be_recorded_is_what_could_be_done_before_the_end(house, order):
    assert "vary" in may_still(order, order.ends_at + DAY) and "serve" in may_still(order, order.ends_at + DAY)


ACTS = ("vary", "short", "discharge", "serve", "aware", "slip", "settle")
STEPS = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 1), st.integers(-2, 700)), min_size=1, max_size=7)


class _Undo(Exception):
    pass


@pytest.fixture
def both(house, now):
    first = made_order(house, now, lasts=until(now, 10))
    person = replace(a_person(), same_as=first.case.subject)
    waits = made_order(house, now + 5 * DAY, request={"subject": person}, after_order=first.ref, lasts=until(now, 20))
    return first, waits


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_whatever_is_recorded_late_is_done_or_refused_in_words(house, now, both, steps):
    """And the two answers to where each order stands are one, at every edge."""
    first, waits = both
    known = now + 30 * DAY
    try:
        with transaction.atomic():
            for act, which, hours in steps:
                try:
                    with transaction.atomic():
                        _do(house, act, fresh((first, waits)[which]), now + hours * HOUR, known)
                except Refused as refused:
                    assert str(refused)
            for order in (fresh(first), fresh(waits)):
                _agree(order, now)
            raise _Undo
    except _Undo:
        return


def _do(house, act, order, at, known):
    acts = {
        "vary": lambda: vary_order(lasting(order, at), by=house.moss, at=known),
        "short": lambda: vary_order(
            lasting(order, at, until(at, 1), order_less=True, order_necessary=True), by=house.moss, at=known
        ),
        "discharge": lambda: discharge_order(discharging(order, at), by=house.moss, at=known),
        "serve": lambda: serve_order(serving(order, at), by=house.ali, at=known),
        "aware": lambda: record_awareness(
            RecordAwareness(order.ref, "told_by_officer", at, PROOF), by=house.ali, at=known
        ),
        "slip": lambda: correct_order(
            CorrectOrder(order.ref, at, "The paper said it wrongly.", {2: {"distance_m": 300}}), by=house.moss, at=known
        ),
        "settle": lambda: settle_ended_orders(at),
    }
    acts[act]()


def _agree(order, now):
    edges = [order.made_at, order.effective_at, order.ends_at, order.ended_at]
    edges += [v.effective_at for v in order.versions.all()]
    for at in sorted({edge + d for edge in edges if edge is not None for d in (-MINUTE, timedelta(0))}):
        row = with_status(Order.objects.filter(pk=order.pk), at).get()
        assert status(order, at) == row.status_code
        inside = row.status_code in ("unserved", "in_force", "ending_soon")
        assert (order in orders_in_force(at)) == inside
    assert OrderEnd.objects.filter(order=order, voided_at=None).count() <= 1
