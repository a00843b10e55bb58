"""Reads that are composed once answer as the query language does, ask the database every time, and refuse what they cannot say."""

import threading
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction

from haven.accounts.composed import Composed, attach, insert
from haven.accounts.models import Team
from haven.cases.chronology import lock_case
from haven.cases.deadlines import NewDeadline, start
from haven.cases.models import Case, Deadline, DeadlineRung, Task
from haven.cases.operations.tasks import NewTask, make_task
from haven.cases.teams import team_of_force
from haven.lawdata.models import DatedValue
from haven.lawdata.queries import calendar, policy
from haven.lawdata.reading import one_reading
from tests.factories import make_case

CASES = Composed[Case](lambda force, at: Case.objects.filter(lead_force_id=force, opened_at__lte=at).order_by("pk"))
WITH_PEOPLE = Composed[Case](lambda ref: Case.objects.select_related("subject", "protected").filter(ref=ref))


def test_the_same_rows_and_each_time_from_the_database(house, now):
    first = make_case(house, now)
    force = first.lead_force_id
    plain = list(Case.objects.filter(lead_force_id=force, opened_at__lte=now).order_by("pk"))
    assert CASES.all(force, now) == plain == [first]
    assert CASES.all(force, now)[0].__dict__.keys() == plain[0].__dict__.keys()
    assert CASES.all(force, now - timedelta(days=9)) == [] and CASES.first(force + 10_000, now) is None
    Case.objects.filter(pk=first.pk).update(area="Sutton")
    assert CASES.first(force, now).area == "Sutton"


def test_what_hangs_on_it_comes_with_it(house, now, django_assert_num_queries):
    case = make_case(house, now)
    with django_assert_num_queries(1):
        held = WITH_PEOPLE.first(case.ref)
        assert (held.subject, held.protected) == (case.subject, case.protected)
    with transaction.atomic(), django_assert_num_queries(1):
        assert lock_case(case.pk).protected == case.protected
    with pytest.raises(Case.DoesNotExist), transaction.atomic():
        lock_case(case.pk + 1000)


def test_each_thread_composes_its_own(house, now):
    CASES.all(1, now)
    seen = []
    other = threading.Thread(target=lambda: seen.append(CASES._threads.__dict__))
    other.start()
    other.join()
    assert seen == [{}]


def test_it_takes_no_none_and_must_use_every_value(house, now):
    with pytest.raises(TypeError):
        CASES.all(None, now)
    lost = Composed[Case](lambda ref, day: Case.objects.filter(ref=ref))
    with pytest.raises(ValueError, match="each of its values"):
        lost.all("DC-1", date(2026, 1, 1))
    changed = Composed[Case](lambda ref: Case.objects.filter(ref__startswith=ref))
    with pytest.raises(ValueError, match="each of its values"):
        changed.all("DC")


def test_a_row_written_by_the_composed_statement_is_the_row(house, now):
    task = Task(
        case=make_case(house, now), kind="k", words="w", for_team=house.ali.team, made_at=now, public_id=uuid4()
    )
    assert insert(task) and task.recorded_at is not None and not task._state.adding
    held = Task.objects.get(pk=task.pk)
    for field in Task._meta.concrete_fields:
        assert getattr(held, field.attname) == getattr(task, field.attname), field.name


def test_attached_rows_are_what_all_answers(house, now, django_assert_num_queries):
    team = Team.objects.get(pk=house.ali.team_id)
    attach(team, "tasks", [])
    with django_assert_num_queries(0):
        assert list(team.tasks.all()) == []


def _clock(house, now, hours=48, **more):
    at = now + timedelta(hours=hours)
    return NewDeadline("k", ("case", "X-1"), now, at, at, "owner", house.ali.team, **more)


def test_a_clock_and_its_ladder_in_one_statement_and_replaced_where_one_runs(house, now, django_assert_num_queries):
    case = make_case(house, now)
    with django_assert_num_queries(1):
        first = start(case, _clock(house, now, hours=12, extra_rungs=(("mine", now),)))
    rungs = DeadlineRung.objects.filter(deadline=first).order_by("due_at", "rung")
    assert {r.rung for r in rungs} == {"h12", "h6", "h2", "h1", "outer_limit", "mine"}
    assert all((r.told, r.escalated, r.raised_at) == ([], 0, None) for r in rungs)
    second = start(case, _clock(house, now, ladder="none"))
    first.refresh_from_db()
    assert (first.closed_at, first.close_reason, first.replaced_by) == (now, "replaced", second)
    assert not second.rungs.exists() and Deadline.objects.filter(about_ref="X-1", closed_at=None).get() == second


def test_one_task_of_a_kind_for_an_event(house, now):
    case = make_case(house, now)
    event = case.events.order_by("seq").first()
    new = NewTask("k", "w", house.ali.team, from_event=event, once=False)
    first = make_task(case, new, by=None, at=now)
    assert make_task(case, new, by=None, at=now) == first and Task.objects.filter(kind="k").count() == 1
    again = NewTask("k", "w", house.ali.team, once=True, about=("case", case.ref))
    assert make_task(case, again, by=None, at=now) != first
    assert make_task(case, again, by=None, at=now) == Task.objects.filter(kind="k").latest("pk")


def test_within_one_reading_the_law_is_read_once(house, now, django_assert_num_queries):
    day = now.date()
    with one_reading():
        assert policy("order_review_days", day) == 182 and calendar() and team_of_force(house.ali.force_id, "unit")
        with django_assert_num_queries(0):
            policy("breach_decision_hours", day), calendar(), team_of_force(house.ali.force_id, "legal")
    DatedValue.objects.create(key="order_review_days", value="90", from_day=day, source="Invented for this test")
    assert policy("order_review_days", day) == 90 and policy("order_review_days", day - timedelta(days=1)) == 182
    assert connection.in_atomic_block
