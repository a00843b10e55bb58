"""Whose cases a call may be about, for whoever answers it."""

from __future__ import annotations

from datetime import datetime

from haven.accounts.models import User
from haven.cases.models import Case, Restriction
from haven.cases.permissions import may

TAKE = "take_call"


def cases_of(person_id: int) -> list[Case]:
    """Her open cases, the oldest first."""
    rows = Case.objects.filter(protected=person_id, closed_at__isnull=True).select_related("subject", "protected")
    return list(rows.prefetch_related("subject__names").order_by("pk"))


def cases_for(person_id: int, by: User, at: datetime) -> list[Case]:
    """Those of them that this person may speak of: not of another force, not restricted, none that they have a conflict
    with."""
    return [case for case in cases_of(person_id) if may(by, TAKE, case, at).lawful]


def is_restricted(case: Case) -> bool:
    return Restriction.objects.filter(case=case, lifted_at__isnull=True).exists()
