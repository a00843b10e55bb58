"""Numbers of the force's own systems: incident, crime, dispatch, custody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import lock_case, record
from haven.cases.models import Case, IncidentRef
from haven.cases.permissions import may


@dataclass(frozen=True)
class IncidentFacts:
    """`kind`: incident, crime, cad or custody."""

    kind: str
    number: str


@transaction.atomic
def record_incident_ref(case: Case, facts: IncidentFacts, *, by: User, at: datetime) -> IncidentRef:
    """Note a number of another system. The same number twice is one row and one line. Refused to a role that may not."""
    may(by, "record_case_facts", case, at).require()
    lock_case(case.pk)
    held = IncidentRef.objects.filter(case=case, kind=facts.kind, number=facts.number).first()
    if held is not None:
        return held
    row = write_incident_ref(case, facts, by=by)
    record(
        case, "incident.noted", by=by, at=at, about=("case", case.ref), facts={"kind": row.get_kind_display().lower()}
    )
    return row


def write_incident_ref(case: Case, facts: IncidentFacts, *, by: User) -> IncidentRef:
    """The same, within an operation that has asked who may and holds the case."""
    held = IncidentRef.objects.filter(case=case, kind=facts.kind, number=facts.number).first()
    return held or IncidentRef.objects.create(case=case, kind=facts.kind, number=facts.number, recorded_by=by)
