"""A call that was promised: in her hours, twice at most, the number once, and then a person."""

from datetime import time, timedelta

import pytest

from haven.cases.models import Task
from haven.cases.operations.agree_safe_contact import ChannelFacts, WindowFacts
from haven.jobs.react import react
from haven.line.models import CallbackTask
from haven.line.operations.callbacks import make_callback, plan_was_changed, ring, say_how_it_went, tend_callbacks
from haven.line.operations.take_call import OpenCall, open_call
from haven.line.slots import Slot, may_ring, slot_of
from haven.parties.contact.views import ChannelView, PlanView, WindowView
from haven.sealed.models import SealedUse
from haven_law.findings import Refused
from tests.line.conftest import HER_NUMBER, agree
from tests.rows import HOUR

WEEK = tuple(range(7))
MINUTE = timedelta(minutes=1)
HOURS = (WindowFacts(WEEK, time(10), time(14)),)


@pytest.fixture
def promised(house, case, now):
    """She may be rung from ten to two; it is nine."""
    agree(house, case, now - HOUR, windows=HOURS)
    call = open_call(OpenCall(), by=house.controller, at=now)
    return make_callback(call, case, now)


class TestSlots:
    PLAN = PlanView(
        1, "we_contact", None, (ChannelView(1, "call", "no"),), (WindowView(frozenset(WEEK), time(10), time(14)),)
    )

    def test_the_next_hours_or_what_is_left_of_these(self, now):
        assert slot_of(self.PLAN, now) == Slot(now + HOUR, now + 5 * HOUR)
        assert slot_of(self.PLAN, now + 2 * HOUR) == Slot(now + 2 * HOUR, now + 5 * HOUR)

    def test_hours_about_to_close_are_left_for_the_next(self, now):
        assert slot_of(self.PLAN, now + 4 * HOUR + 50 * MINUTE) == Slot(now + 25 * HOUR, now + 29 * HOUR)

    def test_may_ring_only_within_them(self, now):
        assert not may_ring(self.PLAN, now) and may_ring(self.PLAN, now + HOUR)
        assert not may_ring(self.PLAN, now + 5 * HOUR) and not may_ring(None, now + HOUR)


class TestRinging:
    def test_the_number_once_in_her_hours_and_recorded(self, house, promised, now):
        with pytest.raises(Refused, match="not their safe hours"):
            ring(promised, by=house.controller, at=now)
        found = ring(promised, by=house.controller, at=now + HOUR)
        assert found.number == HER_NUMBER
        used = SealedUse.objects.get(purpose="call-back")
        assert used.asked_by == f"user:{house.controller.pk}"
        with pytest.raises(Refused, match="Somebody is ringing"):
            ring(promised, by=house.controller, at=now + HOUR + MINUTE)

    def test_two_tries_then_a_person(self, house, promised, case, now):
        for n, result in enumerate(("no_answer", "other")):
            attempt = ring(promised, by=house.controller, at=now + (1 + n) * HOUR).attempt
            say_how_it_went(attempt, result=result, by=house.controller, at=now + (1 + n) * HOUR)
        promised.refresh_from_db()
        assert promised.done_how == "unreached"
        with pytest.raises(Refused, match="over"):
            ring(promised, by=house.controller, at=now + 3 * HOUR)
        assert "Do not ring again" in Task.objects.get(kind="reach_her").words
        assert case.events.filter(kind="callback.tried").count() == 2
        assert case.deadlines.get(kind="callback").closed_at is not None

    def test_reached(self, house, promised, case, now):
        attempt = ring(promised, by=house.controller, at=now + HOUR).attempt
        say_how_it_went(attempt, result="spoke", by=house.controller, at=now + HOUR)
        promised.refresh_from_db()
        assert promised.done_how == "spoke" and case.deadlines.get(kind="callback").met_at == now + HOUR
        assert not Task.objects.filter(kind="reach_her").exists()
        with pytest.raises(Refused, match="recorded already"):
            say_how_it_went(attempt, result="spoke", by=house.controller, at=now + HOUR)

    def test_hours_that_closed_are_a_persons_task(self, promised, now):
        assert tend_callbacks(now + 4 * HOUR) == 0
        assert tend_callbacks(now + 5 * HOUR) == 1 and tend_callbacks(now + 5 * HOUR) == 0
        promised.refresh_from_db()
        assert promised.done_how == "too_late" and Task.objects.filter(kind="reach_her").count() == 1


class TestPlanChanged:
    """T-06: what was promised by an old plan is not kept by it."""

    def test_it_moves_to_the_new_hours(self, house, promised, case, now):
        agree(house, case, now, windows=(WindowFacts(WEEK, time(16), time(18)),))
        plan_was_changed(case, now)
        promised.refresh_from_db()
        assert (
            promised.opens_at == now + 7 * HOUR and case.deadlines.filter(kind="callback", closed_at=None).count() == 1
        )
        with pytest.raises(Refused, match="not their safe hours"):
            ring(promised, by=house.controller, at=now + HOUR)

    def test_or_nobody_rings(self, house, promised, case, now):
        agree(house, case, now, channels=(ChannelFacts("text", HER_NUMBER, "no"),))
        react(now + timedelta(days=400))
        assert CallbackTask.objects.get().done_how == "unsafe" and Task.objects.filter(kind="reach_her").exists()

    def test_not_even_before_the_worker_saw_it(self, house, promised, case, now):
        agree(house, case, now, channels=(ChannelFacts("text", HER_NUMBER, "no"),))
        with pytest.raises(Refused, match="not their safe hours"):
            ring(promised, by=house.controller, at=now + HOUR)


def test_one_promise_at_a_time(house, case, promised, now):
    call = open_call(OpenCall(), by=house.controller, at=now)
    assert make_callback(call, case, now) == promised
