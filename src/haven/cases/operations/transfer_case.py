"""Move a case to another force. The old one keeps reading it for twelve months."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from haven.accounts.models import Force, Team, User
from haven.cases.chronology import record
from haven.cases.models import Assignment, Case, CaseForce, Deadline, Task
from haven.cases.operations.case_acts import RULE, case_for, live_notice, require_words
from haven.cases.operations.share_case import police_force
from haven.cases.teams import team_of_force
from haven_law.citation import daa
from haven_law.clock import end_of, to_london, twelve_months_last_day
from haven_law.findings import refuse


@dataclass(frozen=True)
class TransferCase:
    """`to_force` is its code; `area` the place there where the subject lives now."""

    case: str
    to_force: str
    why: str
    area: str = ""


@transaction.atomic
def transfer_case(command: TransferCase, *, by: User, at: datetime) -> Case:
    """Move it: the new force leads, holds the case in its orders unit, and owns every open clock and task; the force
    before may read for twelve months.

    Refused: to a role that may not; to the force that has it, or one without a team; while a notice is live, because
    the chief officer of the force that gave it must make its application (s.28(3)); without a reason."""
    case = case_for(command.case, "transfer_case", by=by, at=at)
    force, old = police_force(command.to_force), case.lead_force
    if force.pk == old.pk:
        refuse(RULE, "That force leads the case already").require()
    notice = live_notice(case)
    if notice is not None:
        refuse(daa("28(3)"), _stays(notice, force)).require()
    why = require_words(command.why, "Say why it moves")
    unit = team_of_force(force.pk, "unit")
    if unit is None:
        refuse(RULE, f"{force.name} has no team in Haven that could take the case").require()
    assert unit is not None
    case.lead_force = force
    if command.area.strip():  # where the subject lives now: no other area decides any more
        case.area, case.lives_in, case.area_reason_enc = command.area.strip(), "", None
    case.save(update_fields=["lead_force", "area", "lives_in", "area_reason_enc"])
    _old_reads(case, force, old, why, by, at)
    _new_holds(case, unit, by, at)
    _move_work(case, force)
    facts = {"from": old.name, "to": force.name}
    record(case, "case.transferred", by=by, at=at, about=("case", case.ref), facts=facts)
    return case


def _stays(notice: Any, to: Force) -> str:
    """Why the case stays, and what helps in the meantime: a subject who lives in another area is common."""
    if notice.served_at is None:
        return (
            f"Notice {notice.ref} is authorised and may still be served, and then the chief officer of "
            f"{notice.force.name} must apply for an order (s.28(3)). Share the case with {to.name} to work on it. It can "
            "move once the authority is withdrawn, or the application is determined or withdrawn"
        )
    return (
        f"Notice {notice.ref} is live: the chief officer of {notice.force.name}, whose officer gave it, must apply for an "
        f"order (s.28(3)). Share the case with {to.name} to work on it. It can move once the application is determined "
        "or withdrawn"
    )


def _old_reads(case: Case, force: Force, old: Force, why: str, by: User, at: datetime) -> None:
    standing = Q(until_at__isnull=True) | Q(until_at__gt=at)
    case.party_forces.filter(standing, force__in=[force, old]).update(until_at=at)
    until = end_of(twelve_months_last_day(to_london(at).date()))
    CaseForce.objects.create(
        case=case, force=old, access="read", from_at=at, until_at=until, why=f"After transfer: {why}", recorded_by=by
    )


def _new_holds(case: Case, unit: Team, by: User, at: datetime) -> None:
    case.assignments.filter(from_at__gte=at).delete()
    case.assignments.filter(until_at__isnull=True).update(until_at=at)
    Assignment.objects.create(case=case, role="owner", team=unit, from_at=at, recorded_by=by)


def _move_work(case: Case, force: Force) -> None:
    """Open clocks and tasks go to the team of the same kind in the new force."""
    for deadline in Deadline.objects.filter(case=case, closed_at__isnull=True).select_related("owner_team"):
        deadline.owner_team = team_of_force(force.pk, deadline.owner_team.kind) or deadline.owner_team
        deadline.save(update_fields=["owner_team"])
    for task in Task.objects.filter(case=case, done_at__isnull=True).select_related("for_team"):
        task.for_team, task.for_user = team_of_force(force.pk, task.for_team.kind) or task.for_team, None
        task.save(update_fields=["for_team", "for_user"])
