"""Declare that somebody is not independent of a case, or of a person in it: the case no longer exists for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from haven.accounts.actors import actor
from haven.accounts.models import User
from haven.cases.chronology import record
from haven.cases.models import Assignment, Case, Conflict
from haven.cases.operations.case_acts import RULE, case_for, require_words
from haven.cases.operations.tasks import NewTask, make_task
from haven.cases.teams import team_of_force
from haven_law.findings import refuse

WHOM = ("case", "subject", "protected")
FOR_OTHERS = frozenset({"sergeant", "authorising_inspector", "professional_standards"})


@dataclass(frozen=True)
class DeclareConflict:
    """`whom`: the case alone, or the subject or protected person in every case. `user`: the number of the sign-in of
    another person; by default the one who declares. `nature`: in a few words, for professional standards."""

    case: str
    nature: str
    whom: str = "case"
    user: int | None = None


@transaction.atomic
def declare_conflict(command: DeclareConflict, *, by: User, at: datetime) -> Conflict:
    """Declare it. What the person held in the case ends, and the unit is asked to give it to another.

    Refused: to a role that may not; for another person unless by a supervisor or professional standards; without
    saying what the conflict is; when it stands already. Raises ValueError for another `whom`."""
    if command.whom not in WHOM:
        raise ValueError(f"'{command.whom}' is not whom a conflict can be with.")
    case = case_for(command.case, "declare_conflict", by=by, at=at, own_force=False)
    user = _user(command, by, at)
    nature = require_words(command.nature, "Say what the conflict is")
    person = {"case": None, "subject": case.subject, "protected": case.protected}[command.whom]
    standing = Conflict.objects.filter(user=user, lifted_at__isnull=True)
    if standing.filter(Q(case=case) if person is None else Q(person=person)).exists():
        refuse(RULE, "This conflict is declared already").require()
    conflict = Conflict.objects.create(
        user=user, case=case if person is None else None, person=person, nature=nature[:200], at=at, recorded_by=by
    )
    record(case, "case.conflict_declared", by=by, at=at, about=("case", case.ref), facts={"name": user.name})
    _let_go(case, user, by=by, at=at)
    return conflict


def _user(command: DeclareConflict, by: User, at: datetime) -> User:
    if command.user is None or command.user == by.pk:
        return by
    if not actor(by, at).roles & FOR_OTHERS:
        refuse(
            "Haven access rule 4", "Only a supervisor or professional standards may declare it for another"
        ).require()
    user = User.objects.filter(pk=command.user).first()
    if user is None:
        refuse(RULE, "Choose a person who signs in here").require()
    assert user is not None
    return user


def _let_go(case: Case, user: User, *, by: User, at: datetime) -> None:
    """End what the person holds in the case, and ask the unit to find another."""
    held = list(Assignment.objects.filter(case=case, user=user, until_at__isnull=True, from_at__lte=at))
    for assignment in held:
        assignment.until_at = at
        assignment.save(update_fields=["until_at"])
    team = team_of_force(case.lead_force_id, "unit")
    if held and team is not None:
        words = "Give this case to another person: who held it has a conflict"
        make_task(case, NewTask("reassign_case", words, team, duty_role="unit_desk", basis="our rule"), by=by, at=at)
