"""Restrict a case: from then on it exists only for the people named, and for professional standards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import record
from haven.cases.models import Case, Restriction
from haven.cases.operations.case_acts import case_for
from haven_law.findings import refuse

RULE = "Haven restriction rule"
BY_DIRECTORY = "system:staff directory"


@dataclass(frozen=True)
class RestrictCase:
    """`because` is for professional standards alone; `desk` is whom an officer at a door must ring."""

    case: str
    because: str
    desk: str


@transaction.atomic
def restrict_case(command: RestrictCase, *, by: User, at: datetime) -> Restriction:
    """Restrict the case from `at`. Refused: to a role that may not; without a reason or a desk; when it is restricted
    already."""
    case = case_for(command.case, "restrict_case", by=by, at=at)
    if case.restrictions.filter(lifted_at__isnull=True).exists():
        refuse(RULE, "This case is restricted already").require()
    if not command.because.strip() or not command.desk.strip():
        refuse(RULE, "Say why, and which desk an officer at a door must ring").require()
    return write_restriction(case, command.because.strip(), command.desk.strip(), by=by, at=at)


def write_restriction(case: Case, because: str, desk: str, *, by: User | None, at: datetime) -> Restriction:
    """The row and its line. `by` is None when the staff directory restricts it."""
    restriction = Restriction.objects.create(case=case, because=because, desk=desk, from_at=at, recorded_by=by)
    record(case, "case.restricted", by=by or BY_DIRECTORY, at=at, about=("case", case.ref))
    return restriction
