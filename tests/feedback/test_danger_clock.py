"""The hour of an answer that may mean danger: whoever should have read it is told, then the next, until somebody acts.

Time is moved; the worker's own job watches, minute by minute."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from haven.cases.ladder import UNHELD
from haven.cases.models import CaseEvent, Conflict, Deadline, DeadlineRung, Task
from haven.cases.operations.acknowledge_rung import SEEN_TO, AcknowledgeRung, acknowledge_rung
from haven.feedback.operations.triage import read_response, record_safe, take_on
from haven.jobs.tasks import watch_deadlines
from haven.lawdata.models import DatedValue
from tests.feedback.saying import said
from tests.pages.acting import signed_in

MORNING = datetime(2026, 11, 6, 10, tzinfo=UTC)  # a Friday
LESS_SAFE = {"safer": ["less_safe"]}
SPOKEN = "PC Wren spoke to her: she is safe tonight."


def minutes(count):
    return timedelta(minutes=count)


@pytest.fixture
def clock_of(house):
    """An answer that came at an instant, and the watch run for so many minutes after it."""
    with time_machine.travel(MORNING, tick=False) as travel:

        def run(came, upto, since=0):
            for minute in range(since, upto + 1):
                travel.move_to(came + minutes(minute))
                watch_deadlines(0)

        yield travel, run


def came(house, travel, at):
    travel.move_to(at)
    case, row = said(house, at, LESS_SAFE)
    return case, row, Deadline.objects.get(kind="feedback_safety", about_ref=str(row.ref))


def climb(clock, at):
    """Who was told, by role, and after how many minutes."""
    entries = [e for rung in clock.rungs.order_by("due_at", "pk") for e in rung.told if e["user"]]
    return [(round((datetime.fromisoformat(e["at"]) - at).total_seconds() / 60), e["role"]) for e in entries]


def test_nobody_reads_it_and_it_climbs_every_quarter_of_an_hour(house, clock_of):
    travel, run = clock_of
    _case, _row, clock = came(house, travel, MORNING)
    run(MORNING, 14)
    assert climb(clock, MORNING) == [(0, "feedback_manager")]
    run(MORNING, 44, since=15)
    assert climb(clock, MORNING) == [(0, "feedback_manager"), (15, "duty_inspector"), (30, "duty_sergeant")]
    run(MORNING, 66, since=45)
    assert climb(clock, MORNING)[3:] == [
        (45, "feedback_manager"), (45, "duty_inspector"), (60, "duty_sergeant"),
        # The hour is over: manager and inspector again, and from now on the next after five minutes.
        (61, "feedback_manager"), (61, "duty_inspector"), (66, "duty_sergeant"),
    ]  # fmt: skip
    said_so = list(
        CaseEvent.objects.filter(kind__startswith="deadline.").order_by("seq").values_list("kind", flat=True)
    )
    assert said_so == ["deadline.warned", "deadline.warned", "deadline.missed"]


def test_whoever_takes_it_on_stops_the_climb_and_not_the_hour(house, clock_of):
    travel, run = clock_of
    _case, row, clock = came(house, travel, MORNING)
    run(MORNING, 5)
    take_on(row, by=house.marlow, at=timezone.now())
    run(MORNING, 44, since=6)
    assert climb(clock, MORNING) == [(0, "feedback_manager")], "the next is not told: somebody sees to it"
    rung = clock.rungs.get(rung="came")
    assert (rung.acknowledged_by, rung.escalate_at) == (house.marlow, None)
    assert CaseEvent.objects.filter(kind="deadline.acknowledged").count() == 1
    run(MORNING, 45, since=45)
    assert climb(clock, MORNING)[1:] == [(45, "feedback_manager"), (45, "duty_inspector")], "and still not spoken to"


def test_reading_it_stops_the_climb_too(house, clock_of):
    travel, run = clock_of
    _case, row, clock = came(house, travel, MORNING)
    run(MORNING, 16)
    read_response(row, by=house.marlow, at=timezone.now())
    run(MORNING, 44, since=17)
    assert climb(clock, MORNING) == [(0, "feedback_manager"), (15, "duty_inspector")]
    clock.refresh_from_db()
    assert clock.closed_at is None, "read is not spoken to"


def test_taken_on_before_the_first_minute_nobody_is_told(house, clock_of):
    travel, run = clock_of
    _case, row, clock = came(house, travel, MORNING)
    take_on(row, by=house.marlow, at=MORNING)
    run(MORNING, 44)
    assert climb(clock, MORNING) == []
    assert clock.rungs.get(rung="came").told[0]["note"] == SEEN_TO
    assert not CaseEvent.objects.filter(kind__startswith="deadline.").exists()


def test_spoken_to_ends_the_clock_and_every_warning(house, clock_of):
    travel, run = clock_of
    _case, row, clock = came(house, travel, MORNING)
    run(MORNING, 20)
    take_on(row, by=house.halloran, at=timezone.now())
    record_safe(row, SPOKEN, by=house.halloran, at=timezone.now())
    run(MORNING, 120, since=21)
    clock.refresh_from_db()
    assert (clock.met_at, clock.close_reason) == (MORNING + minutes(20), "met")
    assert climb(clock, MORNING) == [(0, "feedback_manager"), (15, "duty_inspector")]
    assert Task.objects.get(kind="feedback_safety").done_by == house.halloran


def test_the_inspector_who_was_told_answers_on_the_page_of_duties(house, clock_of):
    travel, run = clock_of
    _case, _row, clock = came(house, travel, MORNING)
    run(MORNING, 15)
    acknowledge_rung(AcknowledgeRung(clock.rungs.get(rung="came").pk), by=house.halloran, at=timezone.now())
    run(MORNING, 44, since=16)
    assert climb(clock, MORNING)[-1] == (15, "duty_inspector")


@pytest.mark.parametrize("when", ["2026-11-06T18:30", "2026-11-07T11:00", "2026-12-25T11:00"])
def test_at_other_times_it_begins_with_the_duty_inspector(house, clock_of, when):
    travel, run = clock_of
    at = datetime.fromisoformat(f"{when}+00:00")
    _case, _row, clock = came(house, travel, at)
    run(at, 44)
    assert climb(clock, at) == [(0, "duty_inspector"), (15, "duty_sergeant"), (30, "control_room")]


def test_when_the_office_closes_meanwhile_the_inspector_has_it(house, clock_of):
    """Half past four on a Friday: the manager goes home at five, and nobody has read it."""
    travel, run = clock_of
    at = datetime(2026, 11, 6, 16, 50, tzinfo=UTC)
    _case, _row, clock = came(house, travel, at)
    run(at, 10)
    rung = clock.rungs.get(rung="closes")
    assert [(e["role"], e["note"]) for e in rung.told] == [("feedback_manager", UNHELD), ("duty_inspector", "")]
    assert climb(clock, at) == [(0, "feedback_manager"), (10, "duty_inspector")]


def test_in_summer_the_office_keeps_the_clock_of_london(house, clock_of):
    travel, run = clock_of
    at = datetime(2026, 7, 1, 15, 30, tzinfo=UTC)  # half past four in London
    _case, _row, clock = came(house, travel, at)
    assert clock.rungs.get(rung="closes").due_at == at + minutes(30)


def test_a_manager_who_may_not_know_of_the_case_is_passed_over(house, clock_of):
    travel, run = clock_of
    case, _row, clock = came(house, travel, MORNING)
    Conflict.objects.create(user=house.marlow, case=case, nature="Cousin", at=MORNING)
    run(MORNING, 1)
    assert climb(clock, MORNING) == [(0, "duty_inspector")]


def test_the_quarter_of_an_hour_is_a_rule_that_can_be_changed(house, clock_of):
    DatedValue.objects.create(
        key="feedback_answer_minutes", value="5", from_day="2026-01-01", source="Order of the day"
    )
    travel, run = clock_of
    _case, _row, clock = came(house, travel, MORNING)
    run(MORNING, 6)
    assert climb(clock, MORNING) == [(0, "feedback_manager"), (5, "duty_inspector")]


def test_it_stands_on_the_pages_of_who_was_told(house, clock_of):
    """The inspector finds the warning among the duties, and the clock says whose it is and who was told."""
    travel, run = clock_of
    _case, row, clock = came(house, travel, MORNING)
    run(MORNING, 15)
    inspector = signed_in(house.halloran)
    assert "may be less safe" in inspector.get("/duty").content.decode()
    page = inspector.get(f"/deadlines/{clock.pk}").content.decode()
    assert "Feedback manager" in page and "When it came in" in page and "15 minutes before" in page
    assert str(row.ref) not in page
    assert DeadlineRung.objects.get(deadline=clock, rung="due").due_at == MORNING + minutes(60)
