"""What is sealed in a case: that there is something, and its kind. Never what it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from haven.cases.models import Case
from haven.parties.models import Channel
from haven.parties.queries import current_plan
from haven.sealed.models import SealedValue


@dataclass(frozen=True)
class SealedThing:
    """`key` names it in an address and in a task; `words` say its kind."""

    key: str
    words: str
    handle: UUID


def sealed_in(case: Case) -> list[SealedThing]:
    """Places, schools of children, and the ways of the safe contact plan that counts."""
    return [*_places(case), *schools_in(case), *ways_in(case)]


def sealed_thing(case: Case, key: str) -> SealedThing | None:
    return next((thing for thing in sealed_in(case) if thing.key == key), None)


def _places(case: Case) -> Iterator[SealedThing]:
    for place in case.protected.sealed_places.filter(ended_at__isnull=True).order_by("pk"):
        yield SealedThing(f"place-{place.pk}", SealedValue.KINDS.get(place.kind, place.kind), place.handle)


def schools_in(case: Case) -> list[SealedThing]:
    rows = case.children.filter(voided_at__isnull=True, school_handle__isnull=False).order_by("pk")
    return [SealedThing(f"school-{c.pk}", f"School of {c.initials}", c.school_handle) for c in rows if c.school_handle]


def ways_in(case: Case) -> list[SealedThing]:
    """The ways of the plan that counts, without those that the subject is known to see or hear."""
    plan = current_plan(case.protected)
    rows = plan.channels.filter(handle__isnull=False).exclude(visible_to_other="yes").order_by("pk") if plan else ()
    return [SealedThing(f"way-{c.pk}", Channel.KINDS[c.kind], c.handle) for c in rows if c.handle]
