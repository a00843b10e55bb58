"""Lift a conflict: one of professional standards asks, another lifts it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import record
from haven.cases.models import Case, Conflict, Task
from haven.cases.operations import second_person
from haven.cases.operations.case_acts import RULE, case_for
from haven_law.findings import refuse

KIND = "lift_conflict"


@dataclass(frozen=True)
class AskToLiftConflict:
    """`case` is the case in which it is asked; `conflict` the number of the conflict."""

    case: str
    conflict: int
    reasons: str


@dataclass(frozen=True)
class LiftConflict:
    case: str
    conflict: int


@transaction.atomic
def ask_to_lift_conflict(command: AskToLiftConflict, *, by: User, at: datetime) -> Task:
    """Ask, with reasons. Refused: to a role that may not; when no such conflict stands in this case; asked already."""
    case = case_for(command.case, "lift_conflict", by=by, at=at)
    conflict = _standing(case, command.conflict)
    return second_person.ask(case, KIND, ("conflict", str(conflict.pk)), command.reasons, by=by, at=at)


@transaction.atomic
def lift_conflict(command: LiftConflict, *, by: User, at: datetime) -> Conflict:
    """Lift it, as the second person. Refused: to a role that may not; when nobody has asked, or only `by`; to the
    person whose conflict it is."""
    case = case_for(command.case, "lift_conflict", by=by, at=at)
    conflict = _standing(case, command.conflict)
    if conflict.user_id == by.pk:
        refuse(RULE, "Nobody lifts a conflict of their own").require()
    first = second_person.second(case, KIND, ("conflict", str(conflict.pk)), by=by, at=at)
    conflict.lifted_at, conflict.lifted_by, conflict.lifted_second = at, first, by
    conflict.save(update_fields=["lifted_at", "lifted_by", "lifted_second"])
    facts = {"name": conflict.user.name, "first": first.name}
    record(case, "case.conflict_lifted", by=by, at=at, about=("case", case.ref), facts=facts)
    return conflict


def _standing(case: Case, number: int) -> Conflict:
    conflict = Conflict.objects.filter(pk=number, lifted_at__isnull=True).select_related("user").first()
    people = (case.subject_id, case.protected_id)
    if conflict is None or (conflict.case_id != case.pk and conflict.person_id not in people):
        refuse(RULE, "There is no such conflict in this case").require()
    assert conflict is not None
    return conflict
