"""Places the practice story: `haven demo`, by itself at a start, and by the administrator's button. Nothing is written but
by the operations, each at the instant of the plan."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from haven.accounts.models import Force, Instance
from haven.cases.placing import changed_by_people
from haven.jobs.practice.cards import give_cards
from haven.jobs.practice.carrying import carry_out, in_order
from haven.jobs.practice.helpers import place_helpers
from haven.jobs.practice.house import House, add_sittings, build_house, existing_house
from haven.jobs.practice.plan import PILOT_BEGAN, WHOLE, TooEarly, plan
from haven.jobs.practice.plan_values import CasePlan, Sizes
from haven.jobs.practice.removal import NotPractice, remove_cases, require_practice
from haven.jobs.practice.said import place_said
from haven.jobs.practice.sharing import AT_WORK, carry_out_in_processes
from haven_law.clock import to_london

STALE_AFTER = timedelta(hours=24)
SITTINGS_AHEAD = 90
# The lock that a process holds while it places.
LOCK = 4243
SEED, SIZES = 2024, WHOLE


def place(again: bool = False) -> int:
    """Place the story if there is none, if the last placing was cut short, or if it is older than a day and nobody has
    changed anything; with `again` in any case. 0, or 2 with a sentence on standard error."""
    try:
        require_practice()
        with _only_one() as alone:
            if not alone:
                print("The practice cases are being placed by another process.")  # noqa: T201
                return 0
            _house(timezone.now())
            words = why_placed(timezone.now(), again=again)
            if words is None:
                return 0
            print(words, flush=True)  # noqa: T201
            return _place_anew(timezone.now())
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


def _place_anew(now: datetime) -> int:
    cases = plan(now, SEED, SIZES)
    remove_cases(of=len(cases))
    began = time.monotonic()
    if not carry_out_in_processes(now, SEED, SIZES, of=len(cases)):
        print("haven: the practice cases could not be placed. The reason stands above.", file=sys.stderr)  # noqa: T201
        return 2
    place_helpers(existing_house(), now)
    place_said(existing_house(), timezone.now())
    give_cards(existing_house(), timezone.now())
    finish()
    print(f"Placed {len(cases)} practice cases in {time.monotonic() - began:.0f} s.", flush=True)  # noqa: T201
    return 0


def finish() -> None:
    """The mark that the story stands, by the clock of the database."""
    Instance.objects.update(placed_at=Now())


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
            yield alone
    finally:
        holder.close()


def place_scaled(house: House, now: datetime, sizes: Sizes = WHOLE, seed: int = SEED) -> list[CasePlan]:
    """The story at another size in this process and this transaction, for tests and measurements."""
    cases = in_order(plan(now, seed, sizes))
    first = to_london(PILOT_BEGAN).date()
    add_sittings(house.courts.values(), first, (to_london(now).date() - first).days + SITTINGS_AHEAD)
    carry_out(cases, house, now)
    place_helpers(house, now)
    place_said(house, now)
    finish()
    return cases
