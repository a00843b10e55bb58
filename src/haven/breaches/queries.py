"""Reads of breaches that pages share."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from haven.accounts.models import User
from haven.breaches.models import Breach, BreachOutcome, Candidate
from haven.breaches.states import BESIDE
from haven.cases.models import Assignment, Deadline
from haven.cases.permissions import visible_to


def sentence_words(outcome: BreachOutcome) -> str:
    """The sentence as a page says it: "12 months in prison, suspended; £200 fine; tag ordered"."""
    parts = []
    length = _length(outcome)
    if length:
        parts.append(f"{length} in prison" + (", suspended" if outcome.suspended else ""))
    if outcome.community:
        parts.append("community order")
    if outcome.fine_pounds:
        parts.append(f"£{outcome.fine_pounds:,} fine")
    if outcome.tagged:
        parts.append("tag ordered")
    if outcome.words:
        parts.append(outcome.words)
    return "; ".join(parts)


def _length(outcome: BreachOutcome) -> str:
    units = ((outcome.custody_months, "month"), (outcome.custody_days, "day"))
    return " ".join(f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in units if n)


def visible_breaches(user: User, at: datetime) -> QuerySet[Breach]:
    """The breaches of the cases that exist for this user, with what a list needs."""
    rows = Breach.objects.filter(voided_at__isnull=True, case__in=visible_to(user, at).values("pk"))
    return with_all(rows)


def with_all(rows: QuerySet[Breach]) -> QuerySet[Breach]:
    """With what a list or a page of breaches needs, in a few queries for any number."""
    rows = rows.select_related("case__subject", "case__protected", "notice", "order", "reported_by", "owner")
    related = ("outcomes", "milestones", "case__subject__names", "case__protected__names")
    return rows.prefetch_related(*related, "clauses__requirement", "clauses__notice_term")


def by_status(rows: QuerySet[Breach], chosen: Iterable[str]) -> QuerySet[Breach]:
    """Only those of every status chosen: due, open, ended, custody, and of what. The same answers as states.state."""
    ended = Q(decided_not_at__isnull=False) | Q(charged=False) | Exists(_outcomes())
    kinds = {
        "due": Q(pursued_at__isnull=True, decided_not_at__isnull=True) & ~Exists(_outcomes()),
        "open": ~ended,
        "ended": ended,
        "notice": Q(of="notice"),
        "order": Q(of="order"),
        "notification": Q(of="notification"),
        "custody": Q(arrested_at__isnull=False, custody_ended_at__isnull=True) & ~ended,
    }
    for code in chosen:
        rows = rows.filter(kinds[code])
    return rows


def _outcomes() -> QuerySet[BreachOutcome]:
    return BreachOutcome.objects.filter(breach=OuterRef("pk"), voided_at__isnull=True).exclude(count=BESIDE)


def open_clocks(rows: Iterable[Breach], kind: str = "breach_decision") -> dict[str, Deadline]:
    """The clock of each that runs. One query."""
    refs = [b.ref for b in rows]
    found = Deadline.objects.filter(about_ref__in=refs, kind=kind, closed_at__isnull=True, voided_at__isnull=True)
    return {d.about_ref: d for d in found.select_related("owner_team")}


def owners_of(rows: Iterable[Breach]) -> dict[int, str]:
    """Who holds each case now: the owner, else the officer. One query."""
    held = Assignment.objects.filter(case__in={b.case_id for b in rows}, until_at__isnull=True)
    found: dict[int, str] = {}
    for a in held.select_related("user", "team").order_by("role"):  # officer before owner, so that the owner stays
        found[a.case_id] = a.user.name if a.user is not None else a.team.name
    return found


def number_of_earlier(case_ids: list[int], at: datetime) -> dict[int, int]:
    """How many breaches were reported in each case by then. One query."""
    found: dict[int, int] = {}
    rows = Breach.objects.filter(case_id__in=case_ids, voided_at__isnull=True, reported_at__lte=at)
    for case_id in rows.values_list("case_id", flat=True):
        found[case_id] = found.get(case_id, 0) + 1
    return found


def open_candidates(user: User, at: datetime) -> QuerySet[Candidate]:
    """The signs that nobody has looked at, in cases that exist for this user, the oldest first."""
    rows = Candidate.objects.filter(dismissed_at__isnull=True, breach__isnull=True, voided_at__isnull=True)
    rows = rows.filter(case__in=visible_to(user, at).values("pk"))
    return rows.select_related("case__subject", "notice", "order").order_by("raised_at", "pk")
