"""Cases of the same two people the other way round: who has decided in one does not decide in the other. Read by the rules
of who may decide, never by a page of either case."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from haven.accounts.models import User
from haven.cases.models import Case, CaseEvent, Mirror
from haven.parties.models import Person

# Events by which somebody decided something in a case.
DECIDING_EVENTS = (
    "notice.authorised",
    "notice.refused",
    "notice.sent_back",
    "notice.question_asked",
    "notice.authority_withdrawn",
)


def note_mirrors(later: Case, earlier: Iterable[Case], *, by: User) -> None:
    """Remember that a case that was just opened stands the other way round to these."""
    Mirror.objects.bulk_create(Mirror(earlier=other, later=later, recorded_by=by) for other in earlier)


def mirrors_of(*cases: int) -> set[int]:
    """The cases of the same two people the other way round to any of these. The people of a counter-allegation are rows of
    their own, so it is the cases that are remembered."""
    pairs = Mirror.objects.filter(Q(earlier__in=cases) | Q(later__in=cases)).values_list("earlier_id", "later_id")
    return {pk for pair in pairs for pk in pair} - set(cases)


def turned_round(case: Case) -> set[int]:
    """The same, and cases that name the very two people the other way round, in whatever rows they were found to be one."""
    named = Case.objects.filter(subject__in=_rows(case.protected_id), protected__in=_rows(case.subject_id))
    return mirrors_of(case.pk) | set(named.values_list("pk", flat=True))


def _rows(person: int) -> QuerySet[Person, Any]:
    """The rows that are this person: it, what it was joined to, and what was joined to that."""
    whole = Person.objects.filter(pk=person).values(root=Coalesce("canonical_id", "pk"))
    return Person.objects.filter(Q(pk__in=whole) | Q(canonical_id__in=whole)).order_by().values("pk")


def decided_in(user: User, cases: Iterable[int]) -> bool:
    """Has this person decided anything in one of these cases?"""
    held = list(cases)
    if not held:
        return False
    return CaseEvent.objects.filter(case__in=held, by_key=f"user:{user.pk}", kind__in=DECIDING_EVENTS).exists()
