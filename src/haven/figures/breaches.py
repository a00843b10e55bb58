"""Breaches of notices, of orders and of the duty to notify, each apart: where they stand, how they ended, how long it took.
They are breakdowns, so restricted cases are in none of them (`rows.shown`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When

from haven.breaches.models import Breach, BreachOutcome
from haven.breaches.states import BESIDE
from haven.figures.rows import shown

# Where a breach stands, in the order of its course.
STAGES: dict[str, str] = {
    "reported": "Reported, not yet decided",
    "not_pursued": "No further action",
    "pursued": "Being pursued",
    "arrested": "Arrested, in custody",
    "before_court": "Custody ended, before the court or released",
    "charged": "Charged",
    "no_charge": "Not charged",
    "decided": "Ended",
}
# What the sentences were; one breach may be in several.
SENTENCES: dict[str, str] = {
    "custody": "Prison",
    "suspended": "Prison, suspended",
    "community": "Community order",
    "fine": "Fine",
    "tag_ordered": "Tag ordered",
}
KINDS: dict[str, str] = {"notice": "notices", "order": "orders", "notification": "notification"}


@dataclass(frozen=True)
class Course:
    """The breaches of one kind reported by an instant, without those of restricted cases."""

    reported: int
    stages: dict[str, int]
    results: dict[str, int]
    sentences: dict[str, int]
    hours_to_decision: float | None = None
    hours_to_arrest: float | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "reported": self.reported,
            "stages": self.stages,
            "outcomes": self.results,
            "sentences": self.sentences,
            "median_hours_to_decision": self.hours_to_decision,
            "median_hours_to_arrest": self.hours_to_arrest,
        }


@dataclass
class _Tally:
    stages: dict[str, int] = field(default_factory=dict)
    results: dict[str, int] = field(default_factory=dict)
    sentences: dict[str, int] = field(default_factory=dict)
    hours: dict[str, float | None] = field(default_factory=dict)


def breach_courses(at: datetime) -> dict[str, Course]:
    """By kind (notices, orders, notification), as known now: stages and results at the instant. Three queries.

    A breach is in one stage. Counts that were tried beside it (another offence) are in no line."""
    found = {of: _Tally() for of in KINDS}
    for of, stage, n in _stages(at):
        found[of].stages[stage] = n
    for row in _outcomes(at):
        tally = found[row["breach__of"]]
        tally.results[row["result"]] = tally.results.get(row["result"], 0) + row["n"]
        for code in SENTENCES:
            tally.sentences[code] = tally.sentences.get(code, 0) + row[code]
    for row in _times(at):
        found[row["of"]].hours = {"decision": _median(row["decided"]), "arrest": _median(row["arrested"])}
    return {KINDS[of]: _course(of, tally) for of, tally in found.items()}


def _course(of: str, tally: _Tally) -> Course:
    of_notice = ("dealt_with", "released")
    results = [r for r in BreachOutcome.RESULTS if (r in of_notice) == (of == "notice")]
    stages = [s for s in STAGES if of != "notice" or s not in ("charged", "no_charge")]
    return Course(
        reported=sum(tally.stages.values()),
        stages={s: tally.stages.get(s, 0) for s in stages},
        results={r: tally.results.get(r, 0) for r in results},
        sentences={} if of == "notice" else {s: tally.sentences.get(s, 0) for s in SENTENCES},
        hours_to_decision=tally.hours.get("decision"),
        hours_to_arrest=tally.hours.get("arrest"),
    )


def _reported(at: datetime) -> QuerySet[Breach]:
    return shown(Breach.objects.filter(voided_at__isnull=True, reported_at__lte=at))


def _stages(at: datetime) -> list[tuple[str, str, int]]:
    """The same answer as breaches.states.state, in the database."""
    ended = BreachOutcome.objects.filter(breach=OuterRef("pk"), voided_at__isnull=True, decided_at__lte=at)
    stage = Case(
        When(Exists(ended.exclude(count=BESIDE)), then=Value("decided")),
        When(decided_not_at__lte=at, then=Value("not_pursued")),
        When(charge_decided_at__lte=at, charged=True, then=Value("charged")),
        When(charge_decided_at__lte=at, then=Value("no_charge")),
        When(custody_ended_at__lte=at, then=Value("before_court")),
        When(arrested_at__lte=at, then=Value("arrested")),
        When(pursued_at__lte=at, then=Value("pursued")),
        default=Value("reported"),
        output_field=CharField(),
    )
    rows = _reported(at).annotate(stage=stage)
    return list(rows.values_list("of", "stage").annotate(n=Count("pk")).order_by())


def _outcomes(at: datetime) -> Iterable[Any]:
    prison = Q(custody_months__gt=0) | Q(custody_days__gt=0)
    rows = BreachOutcome.objects.filter(
        voided_at__isnull=True, breach__voided_at__isnull=True, decided_at__lte=at, breach__reported_at__lte=at
    )
    rows = shown(rows.exclude(count=BESIDE), "breach__case")
    return (
        rows.order_by()
        .values("breach__of", "result")
        .annotate(
            n=Count("pk"),
            custody=Count("pk", filter=prison & Q(suspended=False)),
            suspended=Count("pk", filter=prison & Q(suspended=True)),
            community=Count("pk", filter=Q(community=True)),
            fine=Count("pk", filter=Q(fine_pounds__gt=0)),
            tag_ordered=Count("pk", filter=Q(tagged=True)),
        )
    )


def _times(at: datetime) -> Iterable[Any]:
    decided = Q(pursued_at__lte=at) | Q(decided_not_at__lte=at)
    rows = _reported(at).annotate(
        decision=Case(When(pursued_at__isnull=False, then=F("pursued_at")), default=F("decided_not_at"))
    )
    return (
        rows.order_by()
        .values("of")
        .annotate(
            decided=ArrayAgg(F("decision") - F("reported_at"), filter=decided),
            arrested=ArrayAgg(F("arrested_at") - F("reported_at"), filter=Q(arrested_at__lte=at)),
        )
    )


def _median(lengths: list[timedelta] | None) -> float | None:
    """In hours, to a tenth. An arrest before the report took no time."""
    if not lengths:
        return None
    ordered = sorted(max(length, timedelta(0)) for length in lengths)
    middle = len(ordered) // 2
    half = ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
    return round(half.total_seconds() / 3600, 1)
