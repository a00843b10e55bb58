"""Who may be known already: a person by any folded name and a date of birth that fits, and the same two people either way
round.

Name and day of birth known on both sides: the same person, until an officer says no. Anything less well known is only
possible: the officer is asked of those in cases that they may see, and an inspector of the rest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from haven.accounts.composed import Composed
from haven.accounts.models import User
from haven.cases.models import Case, Conflict
from haven.cases.permissions import visible_to
from haven.parties.models import Person
from haven.parties.operations.record_person import PersonFacts
from haven.parties.same_birth import days_of, is_one_birth, may_be_one_birth

# So many of one name are offered to an officer; of the rest an inspector is asked where it matters.
MOST_OFFERED = 10


def hold_people(*people: PersonFacts) -> None:
    """Until the transaction ends nobody else opens a case with people of these names: two officers at two doors follow
    each other. The locks are taken in one order, so that they never wait for each other."""
    names = {key for person in people for key in person.keys}
    locks = sorted({int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], signed=True) for key in names})
    with connection.cursor() as cursor:
        for lock in locks:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock])


@dataclass(frozen=True)
class Held:
    """A recorded person of one of these names, as far as it is compared."""

    pk: int
    born: date | None
    precision: str


@dataclass(frozen=True)
class Rows:
    """The rows that are this person, and those that may be."""

    sure: frozenset[int]
    possible: frozenset[int]

    @cached_property
    def every(self) -> frozenset[int]:
        return self.sure | self.possible


def _of_the_names(facts: PersonFacts) -> list[Held]:
    first, last = days_of(facts.born, facts.born_precision)
    found = {Held(*row) for key in sorted(facts.keys) for row in _NAMED.plain(key, first, last)}
    fits = [h for h in found if may_be_one_birth(facts.born, facts.born_precision, h.born, h.precision)]
    return sorted(fits, key=lambda h: (not _sure(facts, h), h.precision != "day", -h.pk))


def _sure(facts: PersonFacts, held: Held) -> bool:
    return is_one_birth(facts.born, facts.born_precision, held.born, held.precision)


_NAMED = Composed[Person](
    lambda key, first, last: Person.objects.filter(
        Q(born__isnull=True) | ~Q(born_precision="day") | Q(born__gte=first, born__lte=last),
        search_keys__kind="name",
        search_keys__key=key,
        voided_at__isnull=True,
    ).values_list("pk", "born", "born_precision")
)


def rows_of(facts: PersonFacts) -> Rows:
    """The rows of this person without those that an officer has said are somebody else. The one that was chosen is sure."""
    found = [h for h in _of_the_names(facts) if h.pk not in facts.not_same_as]
    sure = {h.pk for h in found if _sure(facts, h)}
    if facts.same_as is not None and facts.same_as.voided_at is None:
        sure.add(facts.same_as.pk)
    return Rows(frozenset(sure), frozenset(h.pk for h in found) - sure)


def alike(facts: PersonFacts, *, by: User, at: datetime) -> list[Person]:
    """People of one of these names whose date of birth fits, in cases that this user may see, the likeliest first, ten at
    most. Nobody else is offered: to be told that a person is known would tell of a case."""
    order = [held.pk for held in _of_the_names(facts)]
    if not order:
        return []
    cases = visible_to(by, at)
    in_cases = Q(pk__in=cases.values("subject")) | Q(pk__in=cases.values("protected"))
    found = Person.objects.filter(in_cases, pk__in=order, canonical__isnull=True).distinct()
    return sorted(found, key=lambda person: order.index(person.pk))[:MOST_OFFERED]


def open_between(subject: PersonFacts, protected: PersonFacts) -> QuerySet[Case] | None:
    """Open cases of these two people, this way round, in any force. None where one of them is new: then nothing more is
    asked. Who is only possible does not count: an officer has been asked, or may not be told."""
    subjects = rows_of(subject).sure
    others = rows_of(protected).sure if subjects else frozenset()
    if not others:
        return None
    return Case.objects.filter(closed_at__isnull=True, subject__in=subjects, protected__in=others)


@dataclass(frozen=True)
class Turned:
    """An open case in which the two stand the other way round. `sure`: both by name and day of birth, or because an
    officer said so; else it may be two others of the same names."""

    case: Case
    sure: bool


@dataclass(frozen=True)
class TurnedCases:
    """All of them, in any force. One that is restricted and that this user may not see is apart: a stop would tell that it
    exists; a word goes to those named on it, never to the user."""

    seen: tuple[Turned, ...] = ()
    hidden: tuple[Case, ...] = ()


def other_way_round(subject: PersonFacts, protected: PersonFacts, *, by: User, at: datetime) -> TurnedCases:
    """The open cases in which the subject of this one is, or may be, protected, and the protected person the subject."""
    subjects = rows_of(protected)
    others = rows_of(subject) if subjects.every else Rows(frozenset(), frozenset())
    if not others.every:
        return TurnedCases()
    found = Case.objects.filter(closed_at__isnull=True, subject__in=subjects.every, protected__in=others.every)
    hidden = set(_hidden(found, by, at).values_list("pk", flat=True))
    cases = list(found.order_by("pk"))
    seen = (
        Turned(case, case.subject_id in subjects.sure and case.protected_id in others.sure)
        for case in cases
        if case.pk not in hidden
    )
    return TurnedCases(tuple(seen), tuple(case for case in cases if case.pk in hidden))


def _hidden(found: QuerySet[Case], by: User, at: datetime) -> QuerySet[Case, Any]:
    restricted = found.filter(restrictions__isnull=False, restrictions__lifted_at__isnull=True)
    return restricted.exclude(pk__in=visible_to(by, at).values("pk"))


def in_conflict(*people: PersonFacts, by: User) -> bool:
    """Has this user declared that they are not independent of one of these people, or of a case of theirs?"""
    mine = Conflict.objects.filter(user=by, lifted_at__isnull=True)
    if not mine.exists():
        return False
    rows = [_sure_or_chosen(facts) for facts in people]
    return any(held and mine.filter(_of_people(held)).exists() for held in rows)


def _sure_or_chosen(facts: PersonFacts) -> set[int]:
    """Those too that an officer said are somebody else: a conflict is not talked away."""
    sure = {h.pk for h in _of_the_names(facts) if _sure(facts, h)}
    return sure | {facts.same_as.pk} if facts.same_as is not None else sure


def _of_people(rows: Iterable[int]) -> Q:
    held = list(rows)
    return Q(person__in=held) | Q(case__subject__in=held) | Q(case__protected__in=held)
