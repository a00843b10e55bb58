"""The date by which to apply follows the sittings of the court, in the clock, its warnings and what is said of it."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from haven.cases.models import CaseEvent, Deadline, DeadlineRung, Task
from haven.courts.in_time import heard_in_time
from haven.courts.models import Court, Sitting
from haven.courts.operations.add_sitting import AddSitting, add_sitting
from haven.courts.operations.cancel_sitting import CancelSitting, cancel_sitting
from haven.jobs.react import react
from haven.jobs.watch_deadlines import watch
from haven.lawdata.queries import calendar
from haven.lawkeeping.changes import NewChange
from haven.lawkeeping.operations.ask_change import ask_change
from haven.lawkeeping.operations.decide_change import count_change
from haven.notices.clocks import apply_due
from tests.operations.clock_helpers import hours, minutes, utc
from tests.operations.court_helpers import sent_application, served_notice
from tests.pages.acting import signed_in, text

# A Saturday at 2pm: heard by Tuesday 2pm. The last sitting is on Tuesday morning, the one before it on Monday.
SERVED = utc("2026-11-07T14:00")
AFTERNOON, MORNING = utc("2026-11-09T14:00"), utc("2026-11-09T10:00")


@pytest.fixture
def court(house):
    """One court for the area, which sits on the Monday at 10am and 2pm, papers two hours before."""
    Sitting.objects.all().delete()
    court = Court.objects.filter(kind="magistrates_court", areas__contains=["Croydon"]).first()
    for room, begins in (("1", MORNING), ("2", AFTERNOON)):
        Sitting.objects.create(
            court=court,
            room=room,
            starts_at=begins,
            ends_at=begins + hours(3),
            papers_by=begins - hours(2),
            kind="list",
        )
    return court


@pytest.fixture
def notice(house, court):
    """Served with what was known at service."""
    known = heard_in_time("Croydon", SERVED, calendar())
    assert known.apply_by == AFTERNOON - hours(2)
    return served_notice(house, SERVED, serving={"apply_by": known.apply_by, "last_sitting": known.last_sitting})


def clock(notice):
    return Deadline.objects.get(about_ref=notice.ref, kind="apply", closed_at=None, replaced_by=None, voided_at=None)


def rungs(deadline):
    return dict(DeadlineRung.objects.filter(deadline=deadline).values_list("rung", "due_at"))


def events(notice):
    rows = CaseEvent.objects.filter(case=notice.case, kind="deadline.reckoned_anew").order_by("seq")
    return [(e.facts["kind"], e.facts["was"], e.facts["is"]) for e in rows]


def test_the_last_sitting_is_cancelled(house, notice):
    old = clock(notice)
    assert (old.act_by, rungs(old)["last_sitting"]) == (AFTERNOON - hours(2), AFTERNOON)
    watch(SERVED + minutes(1))
    assert clock(notice) == old and not events(notice)
    sitting = Sitting.objects.get(starts_at=AFTERNOON)
    cancel_sitting(CancelSitting(sitting.pk), by=house.okoro, at=SERVED + minutes(5))
    watch(SERVED + minutes(6))
    watch(SERVED + minutes(6))
    new = clock(notice)
    assert new.act_by == new.outer_limit == MORNING - hours(2) and new.starts_at == SERVED
    assert (new.owner_role, new.owner_team, new.policy_key) == (old.owner_role, old.owner_team, old.policy_key)
    old.refresh_from_db()
    assert old.replaced_by == new and old.close_reason == "replaced" and old.act_by == AFTERNOON - hours(2)
    planned = rungs(new)
    assert planned["last_sitting"] == MORNING and planned["outer_limit"] == MORNING - hours(2)
    assert planned["h6"] == MORNING - hours(8) and set(planned) == set(rungs(old))
    assert events(notice) == [("apply", "Monday 9 November 2026 at midday", "Monday 9 November 2026 at 8:00am")]
    react(datetime.fromisoformat("2999-01-01T00:00:00+00:00"))
    task = Task.objects.get(kind="new_date", about_ref=notice.ref)
    assert "The sittings of the court changed" in task.words


def test_why_this_date_says_the_new_sitting(house, notice):
    Sitting.objects.filter(starts_at=AFTERNOON).update(cancelled_at=SERVED)
    watch(SERVED + minutes(6))
    page = text(signed_in(house.okoro).get(f"/deadlines/{clock(notice).pk}"))
    assert "Last sitting before that Monday 9 November 2026 at 10:00am" in page
    assert "Papers must be in for it by Monday 9 November 2026 at 8:00am" in page and "midday" not in page


def test_a_later_sitting_is_added_and_the_last_of_all_is_cancelled(house, court, notice):
    late = utc("2026-11-10T11:00")
    new = AddSitting(court, "3", late, late + hours(2), "list", late - hours(1))
    add_sitting(new, by=house.okoro, at=SERVED + minutes(1))
    watch(SERVED + minutes(2))
    assert clock(notice).act_by == late - hours(1) and rungs(clock(notice))["last_sitting"] == late
    Sitting.objects.update(cancelled_at=SERVED + minutes(3))
    watch(SERVED + minutes(4))
    hear_by = Deadline.objects.get(about_ref=notice.ref, kind="hearing", closed_at=None).act_by
    assert clock(notice).act_by == hear_by - hours(2) and "last_sitting" not in rungs(clock(notice))
    assert len(events(notice)) == 2


def test_another_sitting_with_the_same_papers_moves_the_warning_alone(notice):
    Sitting.objects.filter(starts_at=AFTERNOON).update(starts_at=AFTERNOON + hours(1), ends_at=AFTERNOON + hours(4))
    watch(SERVED + minutes(1))
    assert rungs(clock(notice))["last_sitting"] == AFTERNOON + hours(1) and not events(notice)
    watch(AFTERNOON - minutes(30))  # the papers are late, the sitting has not begun
    Sitting.objects.filter(starts_at=AFTERNOON + hours(1)).update(starts_at=AFTERNOON, ends_at=AFTERNOON + hours(3))
    watch(AFTERNOON - minutes(29))
    assert rungs(clock(notice))["last_sitting"] == AFTERNOON


def test_one_that_is_too_late_for_the_sittings_left_says_so_at_once(notice):
    at = MORNING - hours(1)
    Sitting.objects.filter(starts_at=AFTERNOON).update(cancelled_at=at)
    watch(at)
    missed = CaseEvent.objects.filter(case=notice.case, kind="deadline.missed").order_by("seq").last()
    assert clock(notice).act_by == MORNING - hours(2) and missed.facts["clock"] == "the application to the court"


def test_what_was_sent_and_what_is_over_stays(house, notice):
    sent_application(house, SERVED, notice=notice)
    Sitting.objects.update(cancelled_at=SERVED + hours(2))
    watch(SERVED + hours(2))
    assert not events(notice)
    assert not Deadline.objects.filter(about_ref=notice.ref, kind="apply", closed_at=None).exists()


def test_a_date_that_was_over_and_stays_over_moves_for_nobody(notice):
    at = AFTERNOON + hours(1)
    watch(at)
    Sitting.objects.filter(starts_at=AFTERNOON).update(cancelled_at=at)
    watch(at + minutes(1))
    assert not events(notice) and clock(notice).act_by == AFTERNOON - hours(2)


def test_a_change_of_the_calendar_keeps_the_warning_at_the_last_sitting(house, court, notice):
    wednesday = utc("2026-11-11T10:00")
    Sitting.objects.create(
        court=court,
        room="1",
        starts_at=wednesday,
        ends_at=wednesday + hours(3),
        papers_by=wednesday - hours(2),
        kind="list",
    )
    new = NewChange("holiday_comes", "The Gazette", True, day=AFTERNOON.date(), name="Day of mourning")
    count_change(ask_change(new, by=house.lowry, at=SERVED + minutes(1)), by=house.fenwick, at=SERVED + minutes(2))
    assert clock(notice).act_by == wednesday - hours(2) and rungs(clock(notice))["last_sitting"] == wednesday


SLOTS = [utc("2026-11-07T10:00") + timedelta(hours=3 * n) for n in range(30)]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(SLOTS), st.integers(0, 6), st.booleans()), min_size=1, max_size=6))
def test_after_every_change_the_clock_is_that_of_the_law(house, court, steps):
    """Sittings come and go at any time; after each run of the watch there is one open clock, with the date of the law
    function for the sittings as they are, and the chronology tells of each move and of nothing else."""
    Sitting.objects.all().delete()
    notice = served_notice(house, SERVED)
    watch(SERVED)
    at, dates = SERVED, [clock(notice).act_by]
    for begins, papers, stands in steps:
        at += minutes(1)
        Sitting.objects.filter(starts_at=begins).update(cancelled_at=at)
        if stands:
            Sitting.objects.create(
                court=court,
                room="9",
                starts_at=begins,
                ends_at=begins + hours(2),
                papers_by=begins - hours(papers),
                kind="list",
            )
        watch(at)
        known = heard_in_time("Croydon", SERVED, calendar())
        now = clock(notice)
        assert now.act_by == apply_due(SERVED, known.deadline.act_by, known.apply_by, known.last_sitting)
        planned = rungs(now).get("last_sitting")
        assert planned == (max(known.last_sitting, SERVED) if known.last_sitting else None)
        if now.act_by != dates[-1]:
            dates.append(now.act_by)
    assert len(events(notice)) == len(dates) - 1
