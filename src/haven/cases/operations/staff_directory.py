"""The staff directory of a force: kept as keyed hashes, so that it says of a name and a day of birth only yes or no."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from haven.accounts.models import Force, User
from haven.cases.models import Case, StaffEntry
from haven.cases.operations.staff_links import close_to_colleagues, keys_of, staff_key

AT_ONCE = 500


@dataclass(frozen=True)
class StaffLine:
    """One line of a directory. `email` ties it to whoever signs in here with it, and is not kept."""

    given: str
    family: str
    born: date
    email: str = ""


@dataclass(frozen=True)
class Listed:
    """What a directory changed: lines it has, lines new to us, people who left, cases that were closed to colleagues."""

    lines: int
    new: int
    left: int
    cases: int


@transaction.atomic
def keep_directory(force: Force, lines: Iterable[StaffLine], *, at: datetime) -> Listed:
    """Make the kept directory of the force say what `lines` say, and look at every open case again. Who is no longer in
    it is marked as having left, and is still looked for."""
    users = dict(User.objects.filter(force=force).values_list("email", "pk"))
    wanted = {staff_key(f"{line.given} {line.family}", line.born): users.get(line.email.lower()) for line in lines}
    held = {bytes(entry.key): entry for entry in StaffEntry.objects.filter(force=force).select_for_update()}
    fresh = [key for key in wanted if key not in held]
    StaffEntry.objects.bulk_create(
        [StaffEntry(force=force, key=key, user_id=wanted[key], listed_at=at) for key in fresh], batch_size=AT_ONCE
    )
    left = 0
    for key, entry in held.items():
        gone = key not in wanted
        left += gone and entry.left_at is None
        entry.left_at = (entry.left_at or at) if gone else None
        entry.user_id = entry.user_id if gone else wanted[key]
    StaffEntry.objects.bulk_update(held.values(), ["left_at", "user_id"], batch_size=AT_ONCE)
    return Listed(len(wanted), len(fresh), left, look_at_every_case(at))


def look_at_every_case(at: datetime) -> int:
    """Look for the people of every open case in the directories. Answers how many cases were closed to colleagues. Each
    night, and after a new directory: names change after a case is opened."""
    return sum(close_to_colleagues(case, by=None, at=at) for case in _alike())


def _alike() -> Iterator[Case]:
    """The open cases with a person who has a line in a directory. The rest are not looked at one by one."""
    if not StaffEntry.objects.exists():
        return
    numbers = list(Case.objects.filter(closed_at__isnull=True).order_by("pk").values_list("pk", flat=True))
    cases = Case.objects.select_related("subject", "protected", "lead_force")
    for start in range(0, len(numbers), AT_ONCE):
        some = cases.filter(pk__in=numbers[start : start + AT_ONCE]).order_by("pk")
        keys = {case: keys_of(case) for case in some.prefetch_related("subject__names", "protected__names")}
        every = {key for held in keys.values() for key in held}
        listed = {bytes(key) for key in StaffEntry.objects.filter(key__in=every).values_list("key", flat=True)}
        yield from (case for case, held in keys.items() if listed & held.keys())
