"""Placing the story as `haven demo` does it: in several processes, once, anew when it is old, and whole after a death."""

import os
import signal
import subprocess
import sys
import time
import uuid
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from haven.accounts.models import Command, Instance, RoleGrant, User
from haven.cases.models import Case, CounterAllegation
from haven.courts.models import Sitting
from haven.jobs.practice import story
from haven.jobs.practice.acts import World
from haven.jobs.practice.carrying import carry_out_one, sittings
from haven.jobs.practice.plan import plan
from haven.jobs.practice.plan_values import Sizes
from haven.jobs.practice.removal import case_tables
from haven.jobs.practice.sharing import database_url
from haven.parties.models import Person
from tests.practice.test_story import counted_as_planned

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("real_day")]


TINY = Sizes(
    orders=16, refused=1, withdrawn=1, adjourned=1, unserved=1, waiting=1, breaches_of_notices=1, breaches_of_orders=2,
    custody=1, tagged=1, late=1, not_pursued=0, undecided=0, unserved_orders=0,
)  # fmt: skip


@pytest.fixture
def tiny(monkeypatch):
    monkeypatch.setattr(story, "SIZES", TINY)


def sized(sizes):
    return sizes.served + sizes.unserved + sizes.waiting


def test_the_whole_story_is_what_was_reported(capfd):
    """219 notices, 180 orders, 8 awaiting a hearing, 39 breaches pursued: counts of records made by the operations."""
    assert story.place() == 0
    instance = Instance.objects.get()
    assert instance.placed_at is not None and instance.progress_done == instance.progress_of == 226
    counted = counted_as_planned(instance.placed_at, Sizes())
    assert (counted["notices_issued"], counted["orders_made"]) == (219, 180)
    assert (counted["applications_awaiting_hearing"], counted["breaches_pursued"]) == (8, 39)
    assert (counted["breaches_of_notices"], counted["breaches_of_orders"]) == (9, 30)
    assert 100 < counted["orders_in_force"] < 180
    assert "Placing practice cases: 226 of 226" in capfd.readouterr().out
    refs = set(Case.objects.values_list("ref", flat=True))
    assert story.place() == 0 and "are in place" in capfd.readouterr().out
    assert set(Case.objects.values_list("ref", flat=True)) == refs


def test_a_life_of_the_practice_cases(tiny, settings, capfd):
    """Killed half-way and made whole; placed anew by hand; left alone when somebody worked on them; placed anew by
    itself when they are old. One test, because each placing takes seconds."""
    _killed_half_way()
    assert Instance.objects.get().placed_at is None
    assert story.place() == 0
    assert "cut short" in capfd.readouterr().out
    first = _refs()
    assert len(first) == sized(TINY) and Instance.objects.get().placed_at is not None
    people = set(User.objects.values_list("pk", "email"))

    assert story.place(again=True) == 0
    second = _refs()
    assert not second & first and len(second) == sized(TINY)
    settings.PRACTICE = False
    assert story.place(again=True) == 2 and "practice mode only" in capfd.readouterr().err
    settings.PRACTICE = True
    assert _refs() == second

    placed_at = Instance.objects.get().placed_at
    with pytest.MonkeyPatch.context() as later:
        later.setattr(story.timezone, "now", lambda: placed_at + timedelta(hours=30))
        changed = Command.objects.create(actor_key="user:1", command_id=uuid.uuid4(), fingerprint="x")
        assert story.place() == 0
        assert "somebody has worked on them" in capfd.readouterr().out and _refs() == second
        changed.delete()
        assert story.place() == 0
    assert "more than a day old. Placing them anew" in capfd.readouterr().out
    third = _refs()
    assert not third & second and len(third) == sized(TINY)
    assert set(User.objects.values_list("pk", "email")) == people and Sitting.objects.exists()


def _refs():
    return set(Case.objects.values_list("ref", flat=True))


def _killed_half_way():
    """`haven demo` in a process of its own, killed at once when its first case stands; its children are still at work."""
    environ = {**os.environ, "DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "haven.config.settings_test"}
    begun = subprocess.Popen(
        [sys.executable, "-m", "haven.config", "demo"], env=environ, start_new_session=True, stdout=subprocess.DEVNULL
    )
    end = time.monotonic() + 120
    while not Case.objects.exists():
        assert begun.poll() is None and time.monotonic() < end
        select_for_a_while()
    begun.send_signal(signal.SIGKILL)
    begun.wait()
    while not _nobody_places():  # the server notices after a moment that the process is gone
        assert time.monotonic() < end
        select_for_a_while()


def _nobody_places():
    with story._only_one() as alone:
        return alone


def select_for_a_while():
    """Let the other process go on, by asking the database to wait."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.2)")


def test_a_refused_act_needs_savepoints_and_has_them():
    """The counter-allegation stops the act of asking and goes on from there: the case is carried out again, once."""
    now = timezone.now()
    people = story._house(now)
    case = next(case for case in plan(now, sizes=TINY) if case.counter_at is not None)
    asked = []

    def note(execute, sql, params, many, context):
        asked.append(sql.split(" ")[0])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        carry_out_one(case, World(people, now, sittings()))
    assert Case.objects.count() == 1 and CounterAllegation.objects.count() == 1 and Person.objects.count() == 2
    assert "SAVEPOINT" in asked[len(asked) // 2 :] and "SAVEPOINT" not in asked[: len(asked) // 3]
    plain = next(case for case in plan(now, sizes=TINY) if case.kind == "order" and case.counter_at is None)
    asked.clear()
    with connection.execute_wrapper(note):
        carry_out_one(plain, World(people, now, sittings()))
    assert Case.objects.count() == 2 and "SAVEPOINT" not in asked


def test_two_at_once_place_once(tiny, capfd):
    with story._only_one() as alone:
        assert alone
        assert story.place() == 0
    assert "by another process" in capfd.readouterr().out and not Case.objects.exists()


def test_a_case_that_cannot_be_made_is_said(tiny, capfd):
    """Without an inspector who may decide, the first case fails: the placing is given up, and says which case and why."""
    story._house(timezone.now())
    RoleGrant.objects.filter(role="authorising_inspector").delete()
    assert story.place() == 2
    said = capfd.readouterr().err
    assert "practice case" in said and "decide notice" in said and "could not be placed" in said
    assert Instance.objects.get().placed_at is None


def test_what_is_emptied_is_the_cases_and_what_hangs_on_them():
    tables = set(case_tables())
    assert {"cases_case", "cases_caseevent", "parties_person", "orders_requirement", "sealed_sealedvalue"} <= tables
    assert not tables & {"accounts_user", "accounts_dutyholding", "courts_court", "courts_sitting", "cases_heartbeat"}
    assert not any(name.startswith(("accounts_", "lawdata_", "procrastinate_", "django_")) for name in tables)


def test_nothing_that_stays_hangs_on_what_is_emptied():
    """A table that names a case and is not emptied with it would stop the placing: the database refuses to empty it."""
    emptied = set(case_tables())
    staying = [m for m in apps.get_models(include_auto_created=True) if m._meta.db_table not in emptied]
    hanging = [
        f"{model._meta.label}.{field.name}"
        for model in staying
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model._meta.db_table in emptied
    ]
    assert not hanging, hanging
