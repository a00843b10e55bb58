"""Real processes and real transactions: several watches at once, a worker that is killed, a worker that is stopped."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote, urlencode

import psycopg
import pytest
from django.db import connection, connections, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from haven.cases.chronology import record
from haven.cases.models import CaseEvent, DeadlineRung, FollowUp, Heartbeat, PendingEvent, Task
from haven.cases.operations.acknowledge_rung import AcknowledgeRung, acknowledge_rung
from haven.jobs.practice.house import build_house
from haven.jobs.react import react
from haven.jobs.tasks import take_over
from haven.jobs.watch_deadlines import watch
from haven_law.findings import Refused
from tests.operations.clock_helpers import a_case, a_clock, hours
from tests.operations.follower_process import LOCK

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("real_day")]
PATIENCE = 60  # seconds; never reached when all is well


@pytest.fixture
def now(real_day):
    return timezone.now()


@pytest.fixture
def house(transactional_db, now):
    return build_house(now)


@pytest.fixture(autouse=True)
def _no_jobs(transactional_db):
    """The job tables are not emptied with the others, because Django does not manage them."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers CASCADE")


def database_url() -> str:
    values = connection.settings_dict
    query = urlencode({"host": values["HOST"] or "localhost", "port": values["PORT"]})
    return f"postgresql://{quote(values['USER'])}:{quote(values['PASSWORD'])}@/{values['NAME']}?{query}"


@contextmanager
def process(*command: str) -> Iterator["subprocess.Popen[str]"]:
    """A process on the database of the tests, gone at the end and never waited for longer than is patient."""
    environ = {**os.environ, "DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "haven.config.settings_test"}
    environ["PYTHONPATH"] = os.pathsep.join(["src", "."])
    child = subprocess.Popen([sys.executable, *command], env=environ, stdout=subprocess.PIPE, text=True)
    guard = threading.Timer(PATIENCE, child.kill)
    guard.start()
    try:
        yield child
    finally:
        guard.cancel()
        child.kill()
        child.wait(PATIENCE)


@contextmanager
def told_by_database(table: str, when: str, only: str = "true") -> Iterator["psycopg.Connection[object]"]:
    """A connection that hears of it when a row of the table is written or deleted, if it is one that is asked for."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE OR REPLACE FUNCTION test_tell_{table}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN PERFORM pg_notify('{table}', ''); RETURN NULL; END $$"
        )
        cursor.execute(
            f"CREATE OR REPLACE TRIGGER test_tell AFTER {when} ON {table} FOR EACH ROW WHEN ({only}) "
            f"EXECUTE FUNCTION test_tell_{table}()"
        )
    listening = psycopg.connect(database_url(), autocommit=True)
    try:
        listening.execute(f"LISTEN {table}")
        yield listening
    finally:
        listening.close()
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER test_tell ON {table}")


def heard(listening: "psycopg.Connection[object]") -> bool:
    return bool(list(listening.notifies(timeout=PATIENCE, stop_after=1)))


def an_event(case, now):
    with transaction.atomic():
        return record(case, "test.happened", by="test", at=now)


def in_threads(count, act):
    """Run `act` in threads that start together, each with a connection of its own; what each gave or raised."""
    barrier, results = threading.Barrier(count), []

    def one(number):
        try:
            barrier.wait(PATIENCE)
            results.append(act(number))
        except Exception as problem:  # noqa: BLE001
            results.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return results


def test_several_watches_at_once_raise_each_rung_once(house, now):
    served = now - hours(30)
    clocks = [a_clock(house, served, act_by=now + hours(18), outer_limit=now + hours(18)) for _ in range(6)]
    reports = in_threads(4, lambda _: watch(now))
    reports.append(watch(now))
    assert not [r for r in reports if isinstance(r, Exception)]
    assert sum(r.raised for r in reports) == len(clocks) and sum(r.failed for r in reports) == 0
    for clock in clocks:
        assert CaseEvent.objects.filter(case=clock.case, kind="deadline.warned").count() == 1
        speaking = DeadlineRung.objects.get(deadline=clock, escalate_at__isnull=False)
        assert [t["role"] for t in speaking.told] == ["unit_desk"]
    late = now + hours(1)
    reports = [*in_threads(4, lambda _: watch(late)), watch(late)]
    assert sum(r.escalated for r in reports) == len(clocks)


def test_two_people_answer_one_warning(house, now):
    clock = a_clock(house, now - hours(30), act_by=now + hours(18), outer_limit=now + hours(18))
    watch(now)
    rung = DeadlineRung.objects.get(deadline=clock, escalate_at__isnull=False)
    people = [house.okoro, house.nair]
    results = in_threads(2, lambda n: acknowledge_rung(AcknowledgeRung(rung.pk), by=people[n], at=now))
    refused = [r for r in results if isinstance(r, Refused)]
    assert len(refused) == 1 and "has answered this warning already" in str(refused[0])
    assert CaseEvent.objects.filter(kind="deadline.acknowledged").count() == 1


def test_several_workers_follow_each_event_once(house, now):
    case, team = a_case(house, now), house.teams["Civil Orders Unit"]
    events = [an_event(case, now) for _ in range(8)]

    def gives_a_task(event):
        Task.objects.create(case=case, kind=f"for {event.pk}", words="x", for_team=team, made_at=now)

    later, table = timezone.now() + hours(1), {"test.happened": (gives_a_task,)}
    reports = [*in_threads(3, lambda _: react(later, followers=table)), react(later, followers=table)]
    assert not [r for r in reports if isinstance(r, Exception)]
    assert sum(r.followed for r in reports) == len(events) and sum(r.failed for r in reports) == 0
    assert sorted(Task.objects.values_list("kind", flat=True)) == sorted(f"for {e.pk}" for e in events)
    assert not PendingEvent.objects.exists()


def test_an_event_that_another_worker_holds_is_left_to_it(house, now):
    case = a_case(house, now)
    held, free = an_event(case, now), an_event(case, now)
    with psycopg.connect(database_url()) as other:
        other.execute("SELECT 1 FROM cases_pendingevent WHERE event_id = %s FOR UPDATE", [held.pk])
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
        report = react(timezone.now() + hours(1), followers={"test.happened": (lambda event: None,)})
    assert (report.followed, report.failed) == (1, 0)
    assert FollowUp.objects.get().event == free


def test_a_worker_killed_between_two_followers_loses_nothing_and_repeats_nothing(house, now):
    case, team = a_case(house, now), house.teams["Civil Orders Unit"]
    event = an_event(case, now)
    with psycopg.connect(database_url()) as holding:
        holding.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        with process("-m", "tests.operations.follower_process", str(team.pk)) as child:
            assert child.stdout.readline() == "in the middle\n"
            child.send_signal(signal.SIGKILL)
            assert child.wait(PATIENCE) == -signal.SIGKILL
        holding.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    with transaction.atomic(), connection.cursor() as cursor:
        # The server rolls the dead worker back; waiting for its row is waiting for that.
        cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}s'")
        PendingEvent.objects.select_for_update().get(event=event)
    assert list(Task.objects.values_list("kind", flat=True)) == ["first"]
    assert list(FollowUp.objects.values_list("follower", flat=True)) == ["first"]

    def first(event):
        raise AssertionError("repeated")

    def second(event):
        Task.objects.create(case=case, kind="second", words="second", for_team=team, made_at=now)

    react(timezone.now(), followers={"test.happened": (first, second)})
    assert sorted(Task.objects.values_list("kind", flat=True)) == ["first", "second"]
    assert not PendingEvent.objects.exists()


def test_the_worker_works_is_killed_and_another_goes_on_until_it_is_stopped(house, now):
    clock = a_clock(house, now - hours(30), act_by=now + hours(18), outer_limit=now + hours(18))
    an_event(clock.case, now)
    with (
        told_by_database("cases_pendingevent", "DELETE") as rows,
        told_by_database("cases_heartbeat", "INSERT", "NEW.watch = 'deadlines'") as beats,
    ):
        with process("-m", "haven.config", "work") as worker:
            assert heard(rows) and heard(beats)
            worker.send_signal(signal.SIGKILL)
            worker.wait(PATIENCE)
        warned = CaseEvent.objects.filter(kind="deadline.warned")
        assert Heartbeat.objects.filter(watch="deadlines").exists() and warned.count() == 1
        react(timezone.now())
        list(rows.notifies(timeout=0))
        an_event(clock.case, now)
        with process("-m", "haven.config", "work") as worker:
            assert heard(rows)
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(PATIENCE) == 0
    assert warned.count() == 1 and not PendingEvent.objects.exists()


def test_what_a_dead_worker_was_doing_is_taken_over(transactional_db):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '5 min') RETURNING id"
        )
        dead = cursor.fetchone()[0]
        for name in ("watch_deadlines", "some_task"):
            cursor.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id)"
                " VALUES ('default', %s, '{}', 'doing', %s)",
                [name, dead],
            )

    class Context:
        pass

    async def run():
        with app.replace_connector(app.connector.get_worker_connector()):
            async with app.open_async():
                context = Context()
                context.app = app
                await take_over.func(context, timestamp=0)

    # In a thread of its own: a browser of another test may have left its event loop in this one.
    failed = [r for r in in_threads(1, lambda _: asyncio.run(run())) if isinstance(r, Exception)]
    assert not failed
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, status::text FROM procrastinate_jobs")
        assert cursor.fetchall() == [("some_task", "todo")]
        cursor.execute("SELECT count(*) FROM procrastinate_workers WHERE id = %s", [dead])
        assert cursor.fetchone() == (0,)
