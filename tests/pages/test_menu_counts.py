"""The counts beside the items of the menu: one statement, and the same as the rows say, for whoever asks."""

from datetime import timedelta

import pytest
from django.db import transaction

from haven.accounts.actors import actor
from haven.accounts.policy import ROLES_FOR
from haven.breaches.models import Breach
from haven.cases.chronology import record
from haven.cases.ladder import kept_from
from haven.cases.models import Conflict, CounterAllegation, Deadline, DeadlineRung, Restriction, RestrictionNamed, Task
from haven.cases.operations.primary_aggressor import waiting
from haven.cases.operations.tasks import NewTask, make_task
from haven.cases.permissions import visible_to
from haven.line.models import CallbackTask
from haven.line.operations.take_call import OpenCall, open_call
from haven.line.standing import callbacks_of
from haven.support.models import Update
from haven.support.operations.draft_update import draft_update
from haven.web.counters import NOTHING, STATEMENTS, counts
from tests.rows import HOUR, a_case, a_notice, serve

DAY = timedelta(days=1)


@pytest.fixture
def served(house, now):
    """Three notices on their clocks; the last is in a restricted case."""
    notices = []
    for n in range(3):
        case = a_case(house, now - 2 * DAY)
        notice = a_notice(house, case, now - DAY - n * HOUR)
        serve(house, notice, now - DAY)
        notices.append(notice)
    Restriction.objects.create(case=notices[2].case, because="x", desk="x", from_at=now - DAY)
    return notices


def by_rows(user, at):
    """The same counts, asked of the tables one by one."""
    mine = visible_to(user, at)
    live = {"closed_at": None, "voided_at": None, "replaced_by": None}
    clocks = Deadline.objects.filter(kind="hearing", case__in=mine, **live)
    tasks = Task.objects.filter(done_at=None, case__in=mine)
    tasks = tasks.filter(for_user=user) | tasks.filter(for_user=None, for_team=user.team)
    rungs = DeadlineRung.objects.filter(acknowledged_at=None).exclude(escalate_at=None)
    rungs = [r for r in rungs if {"user": user.pk} in [{"user": e.get("user")} for e in r.told] and _live(r.deadline)]
    rungs = [r for r in rungs if not kept_from(user, r.deadline.case, at)]
    updates = Update.objects.filter(case__in=mine).exclude(state="closed")
    breaches = Breach.objects.filter(pursued_at=None, decided_not_at=None, voided_at=None, case__in=mine)
    callbacks = callbacks_of(actor(user, at)).filter(opens_at__lte=at)
    told = [c for c in CounterAllegation.objects.filter(decided_at=None) if user.pk in [e.get("user") for e in c.told]]
    return {
        "counter": (len(waiting(user)), any(c.decide_by and c.decide_by < at for c in waiting(user))),
        "counter_told": (len(told), bool(told)),
        "clocks": (clocks.count(), clocks.filter(act_by__lt=at + timedelta(hours=6)).exists()),
        "tasks": (tasks.count(), tasks.filter(due_at__lt=at).exists()),
        "warnings": (len(rungs), bool(rungs)),
        "updates": (updates.count(), updates.filter(clock__act_by__lt=at).exists()),
        "help": _help(user, at, mine),
        "callbacks": (callbacks.count(), callbacks.filter(closes_at__lt=at + HOUR).exists()),
        "breaches": (breaches.count(), breaches.filter(reported_at__lt=at - DAY).exists()),
    }


def _help(user, at, mine):
    rows = Task.objects.filter(done_at=None, kind__in=["call_duress", "duress_pin"], for_team=user.team)
    if "call_handler" not in actor(user, at).roles:
        rows = rows.filter(case__in=mine)
    return rows.count(), rows.exists()


def _live(clock):
    return clock.closed_at is None and clock.voided_at is None and clock.replaced_by is None


def add_tasks_and_warnings(house, served, now):
    for n, notice in enumerate(served):
        Task.objects.create(
            case=notice.case, kind="x", words="x", for_team=house.okoro.team, due_at=now + (n - 1) * HOUR,
            made_at=now - DAY,
        )  # fmt: skip
        served_now = notice.case.events.filter(kind="notice.served").first()
        if served_now is None:
            with transaction.atomic():
                served_now = record(
                    notice.case, "notice.served", by=house.ali, at=now - DAY, about=("notice", notice.ref)
                )
        draft_update(served_now, now)
        clock = Deadline.objects.filter(about_ref=notice.ref, kind="hearing").get()
        DeadlineRung.objects.create(
            deadline=clock, rung="T-24h", due_at=now - HOUR, raised_at=now - HOUR, escalate_at=now + HOUR,
            told=[{"user": house.okoro.pk, "at": now.isoformat()}],
        )  # fmt: skip


def add_calls(house, served, now):
    """Danger, for the control room and the unit, and promises to ring; the last case is restricted."""
    call = open_call(OpenCall(), by=house.controller, at=now - HOUR)
    for n, notice in enumerate(served):
        for team in ("Control Room", "Civil Orders Unit"):
            danger = NewTask("call_duress", "Help", house.teams[team], about=(team[:10], "x"), once=False)
            make_task(notice.case, danger, by=None, at=now - HOUR)
        CallbackTask.objects.create(
            case=notice.case, call=call, asked_at=now, opens_at=now + n * HOUR, closes_at=now + (n + 20) * HOUR
        )


@pytest.mark.parametrize("later", [timedelta(), 20 * HOUR, 60 * HOUR])
def test_the_counts_are_those_of_the_rows(house, served, now, later):
    add_tasks_and_warnings(house, served, now)
    add_calls(house, served, now)
    at = now + later
    for user in (house.okoro, house.ali, house.adeyemi, house.shah, house.quill, house.moss, house.controller):
        who, expected = actor(user, at), by_rows(user, at)
        found = counts(who, at)
        for name, (_statement, operation) in STATEMENTS.items():
            may = bool(who.roles & set(ROLES_FOR[operation]))
            assert found[name] == (expected[name] if may else NOTHING), (user.name, name)


def test_a_warning_given_before_the_case_was_kept_from_somebody_counts_no_more(house, served, now):
    """The last of three cases is restricted; then a conflict with the second is declared."""
    add_tasks_and_warnings(house, served, now)
    who = actor(house.okoro, now)
    assert counts(who, now, ["warnings"]) == {"warnings": (2, True)}
    Conflict.objects.create(user=house.okoro, person=served[1].case.protected, nature="Cousin", at=now)
    assert counts(who, now, ["warnings"]) == {"warnings": (1, True)}
    RestrictionNamed.objects.create(restriction=Restriction.objects.get(), user=house.okoro, from_at=now)
    assert counts(who, now, ["warnings"]) == {"warnings": (2, True)}


def test_a_restricted_case_and_another_force_count_for_nobody_else(house, served, now):
    assert counts(actor(house.okoro, now), now, ["clocks"])["clocks"][0] == 2
    assert counts(actor(house.quill, now), now, ["clocks"])["clocks"][0] == 0


def test_one_statement_whatever_is_counted(house, served, now, django_assert_num_queries):
    who = actor(house.okoro, now)
    with django_assert_num_queries(1):
        counts(who, now)
    with django_assert_num_queries(0):
        assert counts(who, now, []) == {}
