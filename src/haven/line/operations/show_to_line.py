"""What the automated line may tell is made anew each minute for those whose plan lets it speak, and gone for the rest."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from haven.line.models import LineShown
from haven.line.news import as_shown, standings
from haven.support.models import LineCredential, PlanWishes

AT_ONCE = 500


@transaction.atomic
def show_to_line(now: datetime) -> int:
    """Bring every row of what may be told to this instant. Answers how many people may be told something. Level-triggered:
    a run that never came leaves rows that are too old to be told."""
    allowed = PlanWishes.objects.filter(
        line_news_allowed=True, plan__superseded_at__isnull=True, plan__voided_at__isnull=True
    ).values("plan__person")
    cards = LineCredential.objects.filter(person__in=allowed, ended_at__isnull=True)
    people = sorted(set(cards.values_list("person_id", flat=True)))
    rows = [row for n in range(0, len(people), AT_ONCE) for row in _rows(people[n : n + AT_ONCE], now)]
    LineShown.objects.exclude(person__in=[row.person_id for row in rows]).delete()
    LineShown.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["person"], update_fields=["shown", "made_at", "good_until"],
    )  # fmt: skip
    return len(rows)


def _rows(people: list[int], now: datetime) -> list[LineShown]:
    found = []
    for person, standing in standings(people, now).items():
        shown = as_shown(standing)
        if shown is not None:
            found.append(LineShown(person_id=person, shown=shown[0], good_until=shown[1], made_at=now))
    return found
