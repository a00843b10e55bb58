"""A question of the primary aggressor that nobody decided in time: the duty inspector is told, then the next. Done by the
watch, which is no person: nothing here asks who may."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from haven.accounts.duty import holder
from haven.cases.ladder import NOBODY, UNHELD, Told
from haven.cases.models import CounterAllegation
from haven.cases.operations.primary_aggressor import why_may_not_decide
from haven.lawdata.queries import policy
from haven_law.clock import to_london

# Who can decide it, then who can find another inspector. They are told that it waits, and nothing of the two people.
CHAIN = ("duty_inspector", "control_room", "duty_sergeant")
NOT_INDEPENDENT = "May not decide it"


def counters_due(now: datetime) -> list[int]:
    """The questions of which somebody must be told now."""
    rows = CounterAllegation.objects.filter(decided_at__isnull=True, tell_next_at__lte=now)
    return list(rows.order_by("tell_next_at", "pk").values_list("pk", flat=True))


@transaction.atomic
def warn_of_counter(pk: int, *, at: datetime) -> bool:
    """Tell the next in the chain, once: a role that nobody holds is passed over at once, and so is an inspector who may not
    decide it. Whoever is told has our time for an answer in the last hours. Answers whether somebody was told."""
    rows = CounterAllegation.objects.select_for_update(skip_locked=True, of=("self",)).select_related("asked_by")
    row = rows.filter(pk=pk, decided_at__isnull=True, tell_next_at__lte=at).first()
    if row is None:
        return False
    reached = [entry["role"] for entry in row.told]
    left = [role for role in CHAIN if role not in reached]
    told = _tell(row, left, at)
    row.told = [*row.told, *(entry.as_json() for entry in told)]
    within = timedelta(minutes=policy("acknowledge_minutes_last_hours", to_london(at).date()))
    row.tell_next_at = at + within if len(told) < len(left) else None
    row.save(update_fields=["told", "tell_next_at"])
    return any(entry.user is not None for entry in told)


def _tell(row: CounterAllegation, roles: list[str], at: datetime) -> list[Told]:
    entries = []
    for role in roles:
        holding = holder(row.asked_by.force_id, role, at)
        if holding is None:
            entries.append(Told(role, None, at, UNHELD))
        elif role == "duty_inspector" and why_may_not_decide(row, by=holding.user):
            entries.append(Told(role, None, at, NOT_INDEPENDENT))
        else:
            return [*entries, Told(role, holding.user_id, at)]
    return entries or [Told("", None, at, NOBODY)]


def counters_told(user_id: int) -> list[CounterAllegation]:
    """The questions past our time that this person was told of and nobody has decided."""
    rows = CounterAllegation.objects.filter(decided_at__isnull=True, told__contains=[{"user": user_id}])
    return list(rows.order_by("decide_by", "pk"))
