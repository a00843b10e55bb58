"""Restrict a case: from then on it exists only for the people named, and for professional standards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import lock_case, record
from haven.cases.models import Case, Restriction
from haven.cases.permissions import may
from haven_law.findings import refuse

RULE = "Haven restriction rule"


@dataclass(frozen=True)
class RestrictCase:
    """`because` is for professional standards alone; `desk` is whom an officer at a door must ring."""

    case: str
    because: str
    desk: str


def case_of(ref: str) -> Case:
    """The case of a reference, as an operation takes it. Refused when there is none."""
    case = Case.objects.filter(ref=ref).first()
    if case is None:
        refuse("Haven access rule 3", "There is no such case").require()
    assert case is not None
    return case


@transaction.atomic
def restrict_case(command: RestrictCase, *, by: User, at: datetime) -> Restriction:
    """Restrict the case from `at`. Refused: to a role that may not; without a reason or a desk; when it is restricted
    already."""
    case = case_of(command.case)
    may(by, "restrict_case", case, at).require()
    lock_case(case.pk)
    if case.restrictions.filter(lifted_at__isnull=True).exists():
        refuse(RULE, "This case is restricted already").require()
    if not command.because.strip() or not command.desk.strip():
        refuse(RULE, "Say why, and which desk an officer at a door must ring").require()
    restriction = Restriction.objects.create(
        case=case, because=command.because.strip(), desk=command.desk.strip(), from_at=at, recorded_by=by
    )
    record(case, "case.restricted", by=by, at=at, about=("case", case.ref))
    return restriction
