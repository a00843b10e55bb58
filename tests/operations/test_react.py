"""What follows from events: each follower once, retried until done, and a person told when it never is."""

from types import SimpleNamespace

import pytest
from django.db import connection, transaction

from haven.cases.chronology import record
from haven.cases.models import CaseEvent, FollowUp, PendingEvent, Task
from haven.jobs.react import LONGEST_WAIT, TRIES, react
from tests.operations.clock_helpers import a_case, hours, minutes


@pytest.fixture
def told():
    """What the followers of these tests did."""
    return []


@pytest.fixture
def case(house, now):
    return a_case(house, now)


def an_event(case, now, kind="test.happened"):
    with transaction.atomic():
        return record(case, kind, by="test", at=now)


def soon(now):
    """After the database's own clock put `not_before` on the row."""
    PendingEvent.objects.update(not_before=now)
    return now


def test_followers_run_in_order_once_and_the_row_goes(case, now, told):
    def first(event):
        told.append(("first", event.pk))

    def second(event):
        told.append(("second", event.pk))

    one, two = an_event(case, now), an_event(case, now)
    table = {"test.happened": (first, second)}
    report = react(soon(now), followers=table)
    assert told == [("first", one.pk), ("second", one.pk), ("first", two.pk), ("second", two.pk)]
    assert (report.followed, report.finished, report.failed) == (4, 2, 0)
    assert not PendingEvent.objects.exists() and FollowUp.objects.count() == 4
    assert react(now, followers=table).followed == 0


def test_events_that_nothing_follows_are_finished(case, now):
    an_event(case, now, "other.kind")
    assert react(soon(now), followers={}).finished == 1
    assert not PendingEvent.objects.exists() and CaseEvent.objects.count() == 1


def test_limit_takes_the_oldest(case, now, told):
    events = [an_event(case, now) for _ in range(5)]
    react(soon(now), limit=2, followers={"test.happened": (lambda event: told.append(event.pk),)})
    assert told == [e.pk for e in events[:2]] and PendingEvent.objects.count() == 3


def test_one_that_fails_does_not_keep_the_others_and_leaves_nothing(case, now, told):
    def fails(event):
        Task.objects.create(case=event.case, kind="half", words="half", for_team_id=1, made_at=now)
        raise ValueError("her address is 9 Invented Row")

    def works(event):
        told.append(event.pk)

    event = an_event(case, now)
    table = {"test.happened": (fails, works)}
    report = react(soon(now), followers=table)
    pending = PendingEvent.objects.get()
    assert told == [event.pk] and report.failed == 1 and not Task.objects.exists()
    assert pending.tries == 1 and pending.not_before > now
    assert "fails: ValueError in test_react.py line" in pending.last_error and "Invented" not in pending.last_error
    assert react(now, followers=table).failed == 0
    react(pending.not_before, followers=table)
    assert told == [event.pk] and PendingEvent.objects.get().tries == 2


def test_a_follower_that_breaks_the_database_is_noted_too(case, now):
    def breaks(event):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")

    an_event(case, now)
    assert react(soon(now), followers={"test.happened": (breaks,)}).failed == 1
    assert "breaks" in PendingEvent.objects.get().last_error


def test_after_ten_tries_a_person_is_told_once_and_repair_still_works(case, now, told, house):
    broken = SimpleNamespace(yes=True)

    def sends(event):
        if broken.yes:
            raise RuntimeError
        told.append(event.pk)

    event = an_event(case, now)
    soon(now)
    at, table = now, {"test.happened": (sends,)}
    for _ in range(TRIES + 3):
        react(at, followers=table)
        waits = PendingEvent.objects.get().not_before - at
        at = PendingEvent.objects.get().not_before
    assert waits == LONGEST_WAIT
    task = Task.objects.get()
    assert (task.kind, task.for_team, task.from_event) == ("follow_up_failed", house.teams["Civil Orders Unit"], event)
    assert not FollowUp.objects.exists() and PendingEvent.objects.get().last_error
    broken.yes = False
    react(at, followers=table)
    assert told == [event.pk] and not PendingEvent.objects.exists()


def test_a_follower_that_ran_before_a_crash_does_not_run_again(case, now, told):
    def first(event):
        told.append("first")

    def second(event):
        told.append("second")

    event = an_event(case, now)
    FollowUp.objects.create(event=event, follower="first", done_at=now)
    react(soon(now), followers={"test.happened": (first, second)})
    assert told == ["second"] and not PendingEvent.objects.exists()


def test_all_had_run_but_the_row_stayed(case, now):
    def first(event):
        raise AssertionError("ran twice")

    event = an_event(case, now)
    FollowUp.objects.create(event=event, follower="first", done_at=now)
    assert react(soon(now), followers={"test.happened": (first,)}).finished == 1
    assert not PendingEvent.objects.exists()


def test_an_event_written_by_a_follower_has_its_turn(case, now, told):
    def answers(event):
        with transaction.atomic():
            record(event.case, "test.answered", by="test", at=now)

    def hears(event):
        told.append(event.kind)

    an_event(case, now)
    table = {"test.happened": (answers,), "test.answered": (hears,)}
    react(soon(now), followers=table)
    react(soon(now + minutes(1)), followers=table)
    assert told == ["test.answered"] and not PendingEvent.objects.exists()


def test_not_before_its_time(case, now):
    an_event(case, now)
    PendingEvent.objects.update(not_before=now + hours(1))
    assert react(now, followers={"test.happened": (lambda event: None,)}).followed == 0
