"""Planned cases carried out one after another: each whole, in a transaction of its own, with all that follows from it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import DatabaseError, connection, transaction
from django.db.models import F

from haven.accounts.models import Instance
from haven.courts.models import Sitting
from haven.jobs.practice.acts import Doing, World
from haven.jobs.practice.aftermath import do_old_tasks, follow, tell_old_news
from haven.jobs.practice.answered import answer_old_warnings
from haven.jobs.practice.house import House
from haven.jobs.practice.plan_values import CasePlan
from haven.lawdata.reading import one_reading
from haven.orders.operations.end_order import settle_ended_orders

# In these somebody is late with a task.
LATE = ("w2", "w4")
# What a visitor looks at first stands first.
FIRST = {"awaiting": 0, "waiting": 1, "unserved": 2, "adjourned": 3}


def in_order(cases: Sequence[CasePlan]) -> list[CasePlan]:
    """What is running first, then the newest; the cases that share a person stay together in their order."""
    place_of: dict[str, tuple[int, float]] = {}
    for case in cases:
        key = (FIRST.get(case.kind, 9), -case.proposed_at.timestamp())
        place_of[case.group] = min(place_of.get(case.group, key), key)
    return sorted(cases, key=lambda case: place_of[case.group])


def carry_out(cases: Sequence[CasePlan], house: House, now: datetime) -> None:
    """Carry out the cases one after another in this process, each in a transaction of its own."""
    world = World(house, now, sittings())
    for case in cases:
        carry_out_one(case, world)


class Orphaned(Exception):
    """The process that shared out the cases is gone: another may place the story by now."""


def carry_out_one(case: CasePlan, world: World, wanted: Callable[[], bool] = lambda: True) -> None:
    """One case with all that follows from it. Nothing of it is there unless all is, nor when it is not wanted any more at
    the end. Raises Orphaned then.

    Because the case is whole or not at all, none of its acts needs a savepoint of its own: that is a seventh of all that
    is said to the database. Where an act is to be refused on the way, or two processes make the same row at once, the
    case is carried out again with them."""
    known = dict(world.people)
    try:
        with _without_savepoints():
            _whole(case, world, wanted)
    except DatabaseError:
        world.people = known
        _whole(case, world, wanted)


@contextmanager
def _without_savepoints() -> Iterator[None]:
    """Within a transaction no savepoints are made: an act that fails takes the whole with it. Not where this transaction
    stands in another one, which must outlive it."""
    features, before = connection.features, connection.features.uses_savepoints
    features.uses_savepoints = before and connection.in_atomic_block
    try:
        yield
    finally:
        features.uses_savepoints = before


def _whole(case: CasePlan, world: World, wanted: Callable[[], bool]) -> None:
    with transaction.atomic(), one_reading():
        doing = Doing(world, case)
        doing.run()
        settle_ended_orders(world.now)
        follow(doing.case, world.now, world.house)
        hidden, late = case.restricted_at is not None, case.key in LATE
        do_old_tasks(doing.case, world.house, doing.officer, world.now, restricted=hidden, forgetful=late)
        follow(doing.case, world.now, world.house)
        tell_old_news(doing.case, world.now, by=doing.officer)
        answer_old_warnings(doing.case, world.now, by=doing.unit)
        follow(doing.case, world.now, world.house)
        Instance.objects.update(progress_done=F("progress_done") + 1)
        if not wanted():
            raise Orphaned


def sittings() -> dict[tuple[int, str, datetime], Sitting]:
    """Every sitting that is held, by court, room and time."""
    rows = Sitting.objects.filter(cancelled_at__isnull=True).select_related("court")
    return {(row.court_id, row.room, row.starts_at): row for row in rows}
