"""Take a duty of a team, or hand it to somebody with a note. A duty is held by one person at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.actors import actor
from haven.accounts.duty import EXPECTED, holdings_at, take_duty
from haven.accounts.models import DUTY_ROLES, DutyHolding, Team, User
from haven.accounts.policy import decide
from haven.cases.permissions import may
from haven_law.findings import Decision, allow, refuse

RULE = "Haven rule of duties"
# Who may hold a duty: the rank, role or office that the work of it needs.
MAY_HOLD: dict[str, tuple[str, ...]] = {
    "duty_sergeant": ("sergeant", "authorising_inspector"),
    "duty_inspector": ("authorising_inspector",),
    "legal_adviser": ("police_lawyer",),
    "unit_desk": ("orders_unit",),
    "control_room": ("call_handler", "sergeant", "authorising_inspector"),
}


@dataclass(frozen=True)
class HandOverDuty:
    """A duty role of a team, and who shall hold it from now on. `to` is `by` when it is taken."""

    team_id: int
    duty_role: str
    to: User
    note: str = ""


@transaction.atomic
def hand_over_duty(command: HandOverDuty, *, by: User, at: datetime) -> DutyHolding:
    """`to` holds the duty from `at`; whoever held it before stops then.

    Refused to a role that may not hold duties, for a team of another force, to a person who may not hold this duty, when
    it is handed over by somebody who does not hold it, or without a note. Our rule; the Act knows no duties."""
    team = Team.objects.select_for_update().get(pk=command.team_id)
    may(by, "hold_duty", None, at).require()
    held = holdings_at(at).filter(team=team, duty_role=command.duty_role).select_related("user").first()
    _possible(command, team, held, by).require()
    can_hold(command.to, command.duty_role, at).require()
    how = "taken" if command.to.pk == by.pk else "handed_over"
    return take_duty(team=team, duty_role=command.duty_role, by=command.to, at=at, how=how, note=command.note)


def _possible(command: HandOverDuty, team: Team, held: DutyHolding | None, by: User) -> Decision:
    if command.duty_role not in EXPECTED.get(team.kind, ()):
        return refuse(RULE, f"{team.name} has no such duty")
    if team.force_id != by.force_id or command.to.force_id != by.force_id:
        return refuse(RULE, "A duty is held by somebody of the same force")
    if command.to.pk == by.pk:
        return allow(RULE, "The duty is taken")
    if held is None or held.user_id != by.pk:
        return refuse(RULE, "Only the person who holds a duty can hand it over. Anybody who may hold it can take it")
    if not command.note.strip():
        return refuse(RULE, "Write a note for the person who takes over: what is running, and what they must do first")
    return allow(RULE, "The duty is handed over")


def can_hold(user: User, duty_role: str, at: datetime) -> Decision:
    """May this person hold the duty at all, as at an instant? Asked of whoever takes it, not of whoever gives it."""
    who = actor(user, at)
    able = decide(who, "hold_duty")
    if able.lawful is not True:
        return refuse(RULE, f"{user.name} may not hold a duty")
    if not who.roles & set(MAY_HOLD[duty_role]):
        return refuse(RULE, f"{user.name} may not be {DUTY_ROLES[duty_role].lower()}")
    return allow(RULE, f"{user.name} may be {DUTY_ROLES[duty_role].lower()}")
