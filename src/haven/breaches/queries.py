"""Reads of breaches that pages share."""

from datetime import datetime

from django.db.models import QuerySet

from haven.accounts.models import User
from haven.breaches.models import Breach, BreachOutcome
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
    return rows.select_related("case", "notice", "order", "reported_by").prefetch_related("outcomes")


def number_of_earlier(case_ids: list[int], at: datetime) -> dict[int, int]:
    """How many breaches were reported in each case by then. One query."""
    found: dict[int, int] = {}
    rows = Breach.objects.filter(case_id__in=case_ids, voided_at__isnull=True, reported_at__lte=at)
    for case_id in rows.values_list("case_id", flat=True):
        found[case_id] = found.get(case_id, 0) + 1
    return found
