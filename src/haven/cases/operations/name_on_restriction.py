"""Name somebody on a restriction: the case exists for them from then on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from haven.accounts.models import User
from haven.cases.chronology import record
from haven.cases.models import RestrictionNamed
from haven.cases.operations.case_acts import case_for
from haven.cases.operations.restrict_case import RULE
from haven_law.findings import refuse


@dataclass(frozen=True)
class NameOnRestriction:
    """`user` is the number of the person's sign-in; without `until_at` they stay named until the restriction is lifted."""

    case: str
    user: int
    until_at: datetime | None = None


@transaction.atomic
def name_on_restriction(command: NameOnRestriction, *, by: User, at: datetime) -> RestrictionNamed:
    """Name a person. Refused: to a role that may not; when the case is not restricted; when the person is named
    already, is switched off, or has a conflict with the case."""
    case = case_for(command.case, "name_on_restriction", by=by, at=at)
    restriction = case.restrictions.filter(lifted_at__isnull=True).first()
    if restriction is None:
        refuse(RULE, "This case is not restricted").require()
    assert restriction is not None
    user = User.objects.filter(pk=command.user, is_active=True).first()
    if user is None:
        refuse(RULE, "Choose a person who signs in here").require()
    assert user is not None
    now = Q(until_at__isnull=True) | Q(until_at__gt=at)
    if restriction.named.filter(now, user=user).exists():
        refuse(RULE, f"{user.name} is named already").require()
    conflict = Q(case=case) | Q(person__in=[case.subject_id, case.protected_id])
    if user.conflicts.filter(conflict, lifted_at__isnull=True).exists():
        refuse(RULE, f"{user.name} has a declared conflict with this case").require()
    if command.until_at is not None and command.until_at <= at:
        refuse(RULE, "The end must be later than now").require()
    named = RestrictionNamed.objects.create(
        restriction=restriction, user=user, from_at=at, until_at=command.until_at, recorded_by=by
    )
    record(case, "case.person_named", by=by, at=at, about=("case", case.ref), facts={"name": user.name})
    return named
