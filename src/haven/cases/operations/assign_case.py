"""Give a case to a team, or to a person in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.actors import actor
from haven.accounts.models import Team, User
from haven.accounts.policy import decide
from haven.cases.chronology import record
from haven.cases.models import Assignment, Case
from haven.cases.operations.case_acts import RULE, case_for
from haven.cases.permissions import context_for
from haven_law.findings import refuse


@dataclass(frozen=True)
class AssignCase:
    """`role` is a code of Assignment.ROLES; `team` and `user` are numbers. With no user the team holds it."""

    case: str
    role: str
    team: int
    user: int | None = None


@transaction.atomic
def assign_case(command: AssignCase, *, by: User, at: datetime) -> Assignment:
    """Give it from `at`; who held the role before stops holding it. Refused: to a role that may not; to a team of
    another force; to a person of another team, or who may not see the case; when they hold it already. Raises
    ValueError for another role."""
    if command.role not in Assignment.ROLES:
        raise ValueError(f"'{command.role}' is not a part in a case.")
    case = case_for(command.case, "assign_case", by=by, at=at)
    team = Team.objects.filter(pk=command.team, force_id=case.lead_force_id).first()
    if team is None:
        refuse(RULE, "Choose a team of the force that leads the case").require()
    assert team is not None
    user = _user(case, team, command.user, at)
    holding = case.assignments.filter(role=command.role, until_at__isnull=True).first()
    if holding is not None:
        _end(holding, team, user, at)
    new = Assignment.objects.create(case=case, role=command.role, user=user, team=team, from_at=at, recorded_by=by)
    facts = {"role": Assignment.ROLES[command.role].lower(), "to": user.name if user else team.name}
    record(case, "case.assigned", by=by, at=at, about=("case", case.ref), facts=facts)
    return new


def _user(case: Case, team: Team, number: int | None, at: datetime) -> User | None:
    if number is None:
        return None
    user = User.objects.filter(pk=number, team=team).select_related("force").first()
    if user is None:
        refuse(RULE, "Choose a person of that team").require()
    assert user is not None
    who = actor(user, at)
    if not decide(who, "see_case", context_for(case, who, at)).lawful:
        refuse(RULE, f"{user.name} may not see this case, so cannot hold it").require()
    return user


def _end(holding: Assignment, team: Team, user: User | None, at: datetime) -> None:
    if holding.team_id == team.pk and holding.user_id == (user.pk if user else None):
        refuse(RULE, "They hold it already").require()
    if at <= holding.from_at:
        refuse(RULE, "The time must be later than when the last holder took it").require()
    holding.until_at = at
    holding.save(update_fields=["until_at"])
