"""Whose cases a call may be about, for whoever answers it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from haven.accounts.actors import Actor
from haven.accounts.models import User
from haven.cases.models import Case, Conflict, Restriction
from haven.cases.permissions import may
from haven.line.models import CallbackTask
from haven.support.models import Consent

TAKE = "take_call"


def cases_of(person_id: int) -> list[Case]:
    """Her open cases, the oldest first."""
    rows = Case.objects.filter(protected=person_id, closed_at__isnull=True).select_related("subject", "protected")
    return list(rows.prefetch_related("subject__names").order_by("pk"))


def heard_by(person_id: int, at: datetime) -> list[Case]:
    """The open cases whose news this person may hear: their own, and those of whoever lets them hear it now."""
    lets = Consent.objects.filter(
        supporter__person=person_id, scopes__contains=["hear_updates"], from_at__lte=at, until_at__gt=at
    ).filter(Q(revoked_at__isnull=True) | Q(revoked_at__gt=at))
    found = cases_of(person_id)
    for protected in lets.order_by("pk").values_list("person_id", flat=True):
        found += cases_of(protected)
    return found


def cases_for(person_id: int, by: User, at: datetime) -> list[Case]:
    """Those of them that this person may speak of: not of another force, not restricted, none that they have a conflict
    with."""
    return [case for case in heard_by(person_id, at) if may(by, TAKE, case, at).lawful]


def is_restricted(case: Case) -> bool:
    return Restriction.objects.filter(case=case, lifted_at__isnull=True).exists()


def callbacks_of(who: Actor) -> QuerySet[CallbackTask]:
    """The promises that stand, of cases of the force which are kept from nobody here."""
    conflict = Conflict.objects.filter(lifted_at__isnull=True, user_id=who.user_id).filter(
        Q(case=OuterRef("case")) | Q(person=OuterRef("case__subject")) | Q(person=OuterRef("case__protected"))
    )
    restricted = Restriction.objects.filter(case=OuterRef("case"), lifted_at__isnull=True)
    rows = CallbackTask.objects.filter(done_at__isnull=True, case__lead_force=who.force_id)
    return rows.filter(~Exists(conflict), ~Exists(restricted)).order_by("opens_at", "closes_at", "pk")
