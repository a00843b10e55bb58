"""Lift a restriction: one of professional standards asks, another lifts it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import record
from haven.cases.models import Case, Restriction, Task
from haven.cases.operations import second_person
from haven.cases.operations.case_acts import case_for
from haven.cases.operations.restrict_case import RULE
from haven_law.findings import refuse

KIND = "lift_restriction"


@dataclass(frozen=True)
class AskToLiftRestriction:
    case: str
    reasons: str


@dataclass(frozen=True)
class LiftRestriction:
    case: str


@transaction.atomic
def ask_to_lift_restriction(command: AskToLiftRestriction, *, by: User, at: datetime) -> Task:
    """Ask, with reasons. Refused: to a role that may not; when the case is not restricted; when it is asked already."""
    case = case_for(command.case, "lift_restriction", by=by, at=at)
    _standing(case)
    task = second_person.ask(case, KIND, ("case", case.ref), command.reasons, by=by, at=at)
    record(case, "case.lift_asked", by=by, at=at, about=("case", case.ref))
    return task


@transaction.atomic
def lift_restriction(command: LiftRestriction, *, by: User, at: datetime) -> Restriction:
    """Lift it, as the second person. Refused: to a role that may not; when nobody has asked, or only `by`."""
    case = case_for(command.case, "lift_restriction", by=by, at=at)
    restriction = _standing(case)
    first = second_person.second(case, KIND, ("case", case.ref), by=by, at=at)
    restriction.lifted_at, restriction.lifted_by, restriction.lifted_second = at, first, by
    restriction.save(update_fields=["lifted_at", "lifted_by", "lifted_second"])
    record(case, "case.restriction_lifted", by=by, at=at, about=("case", case.ref), facts={"first": first.name})
    return restriction


def _standing(case: Case) -> Restriction:
    restriction = case.restrictions.filter(lifted_at__isnull=True).first()
    if restriction is None:
        refuse(RULE, "This case is not restricted").require()
    assert restriction is not None
    return restriction
