"""Places the practice story: `haven demo`, by itself at a start, and by the administrator's button. Nothing is written but
by the operations, each at the instant of the plan."""

import gc
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from multiprocessing.sharedctypes import Synchronized
from types import FrameType
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, connection, connections, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from haven.accounts.models import Force, Instance
from haven.cases.placing import changed_by_people
from haven.courts.models import Sitting
from haven.jobs.practice.acts import Doing, World
from haven.jobs.practice.aftermath import do_old_tasks, follow
from haven.jobs.practice.house import House, add_sittings, build_house, existing_house
from haven.jobs.practice.plan import PILOT_BEGAN, WHOLE, TooEarly, plan
from haven.jobs.practice.plan_values import CasePlan, Sizes
from haven.jobs.practice.removal import NotPractice, remove_cases, require_practice
from haven.orders.operations.end_order import settle_ended_orders
from haven_law.clock import to_london

if TYPE_CHECKING:
    from multiprocessing.context import ForkProcess

STALE_AFTER = timedelta(hours=24)
SITTINGS_AHEAD = 90
# Numbers of locks of the database: who places, and who is at work on a case.
LOCK, AT_WORK = 4243, 4244
SEED, SIZES = 2024, WHOLE
# What a visitor looks at first stands first.
FIRST = {"awaiting": 0, "waiting": 1, "unserved": 2, "adjourned": 3}


def place(again: bool = False) -> int:
    """Place the story if there is none, if the last placing was cut short, or if it is older than a day and nobody has
    changed anything; with `again` in any case. 0, or 2 with a sentence on standard error."""
    try:
        require_practice()
        with _only_one() as alone:
            if not alone:
                print("The practice cases are being placed by another process.")  # noqa: T201
                return 0
            house = _house(timezone.now())
            words = why_placed(timezone.now(), again=again)
            if words is None:
                return 0
            print(words, flush=True)  # noqa: T201
            return _place_anew(house, timezone.now())
    except (NotPractice, TooEarly) as problem:
        print(f"haven: {problem}", file=sys.stderr)  # noqa: T201
        return 2


def why_placed(now: datetime, *, again: bool) -> str | None:
    """Why the story is placed now, in words; None, with a sentence printed, when it stays as it is."""
    instance = Instance.objects.get()
    if again:
        return "Removing the practice cases and placing them anew."
    if instance.placed_at is None:
        begun = instance.progress_of > 0
        return (
            "The last placing was cut short. Placing the practice cases anew." if begun else "Placing practice cases."
        )
    if now - instance.placed_at <= STALE_AFTER:
        print("The practice cases are in place.")  # noqa: T201
        return None
    if changed_by_people():
        print(  # noqa: T201
            "The practice cases are more than a day old. They stay, because somebody has worked on them: "
            "`haven demo --again` or the administrator's practice page places them anew."
        )
        return None
    return "The practice cases are more than a day old. Placing them anew around now."


def _place_anew(house: House, now: datetime) -> int:
    cases = in_order(plan(now, SEED, SIZES))
    remove_cases(of=len(cases))
    began = time.monotonic()
    if not _carry_out_in_processes(cases, now):
        print("haven: the practice cases could not be placed. The reason stands above.", file=sys.stderr)  # noqa: T201
        return 2
    finish()
    print(f"Placed {len(cases)} practice cases in {time.monotonic() - began:.0f} s.", flush=True)  # noqa: T201
    return 0


def finish() -> None:
    """The mark that the story stands, by the clock of the database."""
    Instance.objects.update(placed_at=Now())


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
    the end. Raises Orphaned then."""
    with transaction.atomic():
        doing = Doing(world, case)
        doing.run()
        settle_ended_orders(world.now)
        follow(doing.case, world.now)
        do_old_tasks(doing.case, world.house, doing.officer, world.now, restricted=case.restricted_at is not None)
        follow(doing.case, world.now)
        Instance.objects.update(progress_done=F("progress_done") + 1)
        if not wanted():
            raise Orphaned


def sittings() -> dict[tuple[int, str, datetime], Sitting]:
    """Every sitting that is held, by court, room and time."""
    rows = Sitting.objects.filter(cancelled_at__isnull=True).select_related("court")
    return {(row.court_id, row.room, row.starts_at): row for row in rows}


def _house(now: datetime) -> House:
    """The house with sittings from the beginning of the pilot to some months ahead."""
    first = to_london(PILOT_BEGAN).date()
    days = (to_london(now).date() - first).days + SITTINGS_AHEAD
    with transaction.atomic():
        if not Force.objects.exists():
            return build_house(now, days_before=days - SITTINGS_AHEAD, days_after=SITTINGS_AHEAD)
        house = existing_house()
        add_sittings(house.courts.values(), first, days)
    return house


# The socket of the connection that holds the placing: processes that are forked must not keep it open.
_holding: list[int] = []


@contextmanager
def _only_one() -> Iterator[bool]:
    """Hold the placing for this process, on a connection of its own that ends with it however it ends. Processes of a
    placing that was killed may be at work on their last case: they are waited for."""
    holder = connection.copy()
    try:
        with holder.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            alone = bool(cursor.fetchone()[0])
            if alone:
                cursor.execute("SELECT pg_advisory_lock(%s)", [AT_WORK])
                cursor.execute("SELECT pg_advisory_unlock(%s)", [AT_WORK])
            _holding[:] = [holder.connection.fileno()]
            yield alone
    finally:
        _holding.clear()
        holder.close()


# Several processes


def _carry_out_in_processes(cases: Sequence[CasePlan], now: datetime) -> bool:
    """Share the cases among as many processes as there are cores. They are forked before anything is printed on paper,
    because the maker of papers starts threads."""
    groups = _groups(cases)
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    following: Synchronized[int] = fork.Value("i", 0)
    processes = max(1, min(os.cpu_count() or 1, 8))
    children = [fork.Process(target=_work, args=(groups, following, now), daemon=True) for _ in range(processes)]
    for child in children:
        child.start()
    with _ended_with(children):
        _tell_progress(children, len(cases))
    return all(child.exitcode == 0 for child in children)


def _groups(cases: Sequence[CasePlan]) -> list[list[CasePlan]]:
    found: dict[str, list[CasePlan]] = {}
    for case in cases:
        found.setdefault(case.group, []).append(case)
    return list(found.values())


def _work(groups: list[list[CasePlan]], following: "Synchronized[int]", now: datetime) -> None:
    """One process: take the next group of cases until none is left, or until the parent is gone."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    parent = os.getppid()
    _settle_in()
    world = World(existing_house(), now, sittings())

    def wanted() -> bool:
        return os.getppid() == parent

    while wanted():
        with following.get_lock():
            mine, following.value = following.value, following.value + 1
        if mine >= len(groups):
            return
        for case in groups[mine]:
            try:
                carry_out_one(case, world, wanted)
            except Orphaned:
                return
            except Exception as problem:
                print(f"haven: practice case {case.key}: {type(problem).__name__}: {problem}", file=sys.stderr)  # noqa: T201
                raise


def _settle_in() -> None:
    """The acts make many short-lived objects and ask for rows along many joins whose order is written down: neither the
    collector of rubbish nor the planner of the database has to look at all of that again and again. What was inherited
    of the parent's lock is closed, and a lock of our own says that somebody is at work."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)
    for descriptor in _holding:
        os.close(descriptor)
    with connection.cursor() as cursor:
        cursor.execute("SET join_collapse_limit = 1")
        cursor.execute("SELECT pg_advisory_lock_shared(%s)", [AT_WORK])


def _tell_progress(children: "Sequence[ForkProcess]", of: int) -> None:
    """Print how far it is, twice a second at most; stop when a process failed."""
    told = -1
    while any(child.is_alive() for child in children):
        if any(child.exitcode not in (None, 0) for child in children):
            return
        time.sleep(0.5)
        done = _done()
        if done is not None and done != told and (done - told >= 10 or done == of):
            print(f"Placing practice cases: {done} of {of}", flush=True)  # noqa: T201
            told = done


def _done() -> int | None:
    try:
        return Instance.objects.values_list("progress_done", flat=True).first()
    except DatabaseError:
        return None


@contextmanager
def _ended_with(children: "Sequence[ForkProcess]") -> Iterator[None]:
    """Whatever ends this process, the others end too."""

    def stop(number: int, frame: FrameType | None) -> None:
        sys.exit(128 + number)

    before: dict[int, Any] = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for child in children:
            if child.is_alive():
                child.terminate()
            child.join()
        for number, handler in before.items():
            signal.signal(number, handler)


def place_scaled(house: House, now: datetime, sizes: Sizes = WHOLE, seed: int = SEED) -> list[CasePlan]:
    """The story at another size in this process and this transaction, for tests and measurements."""
    cases = in_order(plan(now, seed, sizes))
    first = to_london(PILOT_BEGAN).date()
    add_sittings(house.courts.values(), first, (to_london(now).date() - first).days + SITTINGS_AHEAD)
    carry_out(cases, house, now)
    finish()
    return cases
