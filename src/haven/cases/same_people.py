"""Who is already known: the same person by folded name and day of birth, and the same two people either way round."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from haven.accounts.composed import Composed
from haven.accounts.models import User
from haven.cases.models import Case, Conflict, CounterAllegation
from haven.cases.permissions import visible_to
from haven.parties.models import Person
from haven.parties.operations.record_person import PersonFacts


def hold_people(*people: PersonFacts) -> None:
    """Until the transaction ends nobody else opens a case with people of these names: two officers at two doors follow
    each other. The locks are taken in one order, so that they never wait for each other."""
    keys = sorted({int.from_bytes(hashlib.sha256(p.key.encode()).digest()[:8], signed=True) for p in people})
    with connection.cursor() as cursor:
        for key in keys:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def alike(facts: PersonFacts, *, by: User, at: datetime) -> list[Person]:
    """People of the same folded name and the same known day of birth, in cases that this user may see. Nobody else is
    offered: to be told that a person is known would tell of a case."""
    if facts.born is None or facts.born_precision != "day" or not facts.key:
        return []
    known = _known(facts)
    if not known:
        return []
    cases = visible_to(by, at)
    in_cases = Q(pk__in=cases.values("subject")) | Q(pk__in=cases.values("protected"))
    found = Person.objects.filter(in_cases, pk__in=known, canonical__isnull=True)
    return list(found.distinct().order_by("pk"))


def _known(facts: PersonFacts) -> set[int]:
    """The rows of `_of` that an officer has not said are somebody else. Most people are new: then nothing more is asked."""
    return _rows_of(facts) - facts.not_same_as


def _rows_of(facts: PersonFacts) -> set[int]:
    """The rows that may be this person: the one chosen, and all of the same folded name and day of birth."""
    chosen = facts.same_as
    if facts.born is None or facts.born_precision != "day" or not facts.key:
        return {chosen.pk} if chosen is not None else set()
    found = {pk for (pk,) in _KEYED.plain(facts.key, facts.born)}
    return found | {chosen.pk} if chosen is not None and chosen.voided_at is None else found


_KEYED = Composed[Person](
    lambda key, born: Person.objects.filter(
        search_keys__kind="name", search_keys__key=key, born=born, born_precision="day", voided_at__isnull=True
    ).values_list("pk")
)


def open_between(subject: PersonFacts, protected: PersonFacts) -> QuerySet[Case] | None:
    """Open cases of these two people, this way round, in any force. None where one of them is new: then nothing more is
    asked."""
    subjects = _known(subject)
    others = _known(protected) if subjects else set()
    if not others:
        return None
    return Case.objects.filter(closed_at__isnull=True, subject__in=subjects, protected__in=others)


def other_way_round(subject: PersonFacts, protected: PersonFacts, *, by: User, at: datetime) -> Case | None:
    """An open case in which the subject of this one is protected and the protected person of this one the subject, in
    any force. A restricted case that this user may not see is not answered: a stop would tell that it exists."""
    found = open_between(protected, subject)
    if found is None:
        return None
    return found.exclude(pk__in=_hidden(found, by, at)).order_by("pk").first()


def hidden_other_way_round(subject: PersonFacts, protected: PersonFacts, *, by: User, at: datetime) -> list[Case]:
    """The restricted ones among them that this user may not see: for a word to those named on them, never to the user."""
    found = open_between(protected, subject)
    if found is None:
        return []
    return list(found.filter(pk__in=_hidden(found, by, at)).order_by("pk"))


def _hidden(found: QuerySet[Case], by: User, at: datetime) -> QuerySet[Case, Any]:
    restricted = found.filter(restrictions__isnull=False, restrictions__lifted_at__isnull=True)
    return restricted.exclude(pk__in=visible_to(by, at).values("pk")).values("pk")


def decided(first: Person, second: Person) -> CounterAllegation | None:
    """The last decision on who is the primary aggressor, with `first` as the subject that was asked for."""
    rows = CounterAllegation.objects.filter(first=first, second=second, decided_at__isnull=False)
    return rows.order_by("decided_at", "pk").last()


def in_conflict(*people: PersonFacts, by: User) -> bool:
    """Has this user declared that they are not independent of one of these people, or of a case of theirs?"""
    mine = Conflict.objects.filter(user=by, lifted_at__isnull=True)
    if not mine.exists():
        return False
    for facts in people:
        rows = _rows_of(facts)
        if rows and mine.filter(Q(person__in=rows) | Q(case__subject__in=rows) | Q(case__protected__in=rows)).exists():
            return True
    return False
