"""Somebody else who lives at the premises (s.24(1)(d))."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import lock_case, record
from haven.cases.models import Case, Occupant
from haven.cases.permissions import may


@dataclass(frozen=True)
class OccupantFacts:
    """`connected_to` says in words to whom of the two and how."""

    name: str
    connected_to: str = ""
    is_adult: bool = True


@transaction.atomic
def add_occupant(case: Case, facts: OccupantFacts, *, by: User, at: datetime) -> Occupant:
    """Record somebody who lives there too. Refused to a role that may not."""
    may(by, "record_case_facts", case, at).require()
    lock_case(case.pk)
    row = write_occupant(case, facts, by=by)
    record(case, "occupant.recorded", by=by, at=at, about=("case", case.ref))
    return row


def write_occupant(case: Case, facts: OccupantFacts, *, by: User) -> Occupant:
    """The same, within an operation that has asked who may and holds the case."""
    return Occupant.objects.create(
        case=case,
        name=facts.name,
        connected_to=facts.connected_to,
        is_adult=facts.is_adult,
        recorded_by=by,
    )
