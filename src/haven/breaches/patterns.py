"""Repeated breaches of one subject, across the notices and orders of all their cases: what makes a pattern be seen."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from haven.accounts.models import User
from haven.breaches.models import Breach
from haven.breaches.queries import with_all
from haven.cases.models import Case, Restriction
from haven.cases.permissions import visible_to
from haven.parties.models import Person

WITHIN = timedelta(days=365)
# From this many in a year on, it is called a pattern.
MANY = 3


@dataclass(frozen=True)
class Pattern:
    """The breaches of a subject, the newest first, and what they have in common. `papers`: of how many notices and
    orders; `same`: what was broken more than once, with how often."""

    breaches: tuple[Breach, ...]
    in_a_year: int
    papers: int
    protected: int
    same: tuple[tuple[str, int], ...]
    sooner: bool

    @property
    def repeated(self) -> bool:
        return len(self.breaches) > 1

    @property
    def serial(self) -> bool:
        return self.in_a_year >= MANY


def of_subject(subject: Person, at: datetime) -> QuerySet[Breach]:
    """Every breach of the subject reported by then, whichever row of the person it hangs on. It tells of restricted
    cases: `seen_by` is what a page starts from."""
    whole = subject.canonical_id or subject.pk
    same = Q(case__subject_id=whole) | Q(case__subject__canonical_id=whole)
    return Breach.objects.filter(same, voided_at__isnull=True, reported_at__lte=at)


def seen_by(user: User, subject: Person, at: datetime) -> QuerySet[Breach]:
    """Those in cases that exist for this user."""
    return of_subject(subject, at).filter(case__in=visible_to(user, at).values("pk"))


def open_to_all(subject: Person, case: Case, at: datetime) -> QuerySet[Breach]:
    """Those that a task in this case may tell of: of its own, and of cases that are not restricted."""
    closed = Restriction.objects.filter(lifted_at__isnull=True).exclude(case=case).values("case")
    return of_subject(subject, at).exclude(case__in=closed)


def pattern(rows: QuerySet[Breach], at: datetime) -> Pattern:
    """What the breaches have in common."""
    found = tuple(with_all(rows).order_by("-reported_at", "-pk")[:50])
    papers = {(b.notice_id, b.order_id) for b in found}
    words: Counter[str] = Counter()
    for breach in found:
        words.update({_kind(c.requirement.term if c.requirement else c.notice_term.term) for c in breach.clauses.all()})  # type: ignore[union-attr]
    same = tuple((word, n) for word, n in words.most_common() if n > 1)
    return Pattern(
        breaches=found,
        in_a_year=sum(1 for b in found if b.reported_at > at - WITHIN),
        papers=len(papers),
        protected=len({b.case.protected_id for b in found}),
        same=same,
        sooner=_sooner(found),
    )


def _kind(term: str) -> str:
    """The kind of requirement in words. The same in a notice and in an order."""
    return {"not_abuse": "abuse"}.get(term, term.replace("_", " "))


def _sooner(found: tuple[Breach, ...]) -> bool:
    """Each of the last three came sooner after the one before."""
    times = [b.happened.lower for b in found[:4]]
    gaps = [later - earlier for later, earlier in zip(times, times[1:], strict=False)]
    return len(gaps) >= 2 and all(a < b for a, b in zip(gaps, gaps[1:], strict=False))
