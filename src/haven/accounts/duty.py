"""Who holds a duty now. Duty roles, not names, are alerted; an unheld role is an alarm."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from haven.accounts.models import DutyHolding, Team, User

# Which duty roles a kind of team must always have held.
EXPECTED: dict[str, tuple[str, ...]] = {
    "response": ("duty_sergeant",),
    "inspectors": ("duty_inspector",),
    "unit": ("unit_desk",),
    "legal": ("legal_adviser",),
    "control": ("control_room",),
}
TEAM_KIND_OF = {role: kind for kind, roles in EXPECTED.items() for role in roles}


def holdings_at(at: datetime) -> QuerySet[DutyHolding]:
    return DutyHolding.objects.filter(from_at__lte=at).filter(Q(until_at__isnull=True) | Q(until_at__gt=at))


def holder(force_id: int, duty_role: str, at: datetime) -> DutyHolding | None:
    """Who holds the role in a force at an instant, or None when nobody does."""
    held = holdings_at(at).filter(duty_role=duty_role, team__force_id=force_id)
    return held.select_related("user", "team").order_by("from_at").last()


def unheld(force_id: int, at: datetime) -> list[tuple[Team, str]]:
    """The duty roles of a force's teams that nobody holds."""
    held = set(holdings_at(at).filter(team__force_id=force_id).values_list("team_id", "duty_role"))
    teams = Team.objects.filter(force_id=force_id, kind__in=EXPECTED).order_by("name")
    return [(team, role) for team in teams for role in EXPECTED[team.kind] if (team.pk, role) not in held]


@transaction.atomic
def take_duty(*, team: Team, duty_role: str, by: User, at: datetime, how: str = "taken", note: str = "") -> DutyHolding:
    """`by` holds the role from `at`; whoever held it before stops holding it then. The team's row is locked, so that
    two people who take it at once follow each other."""
    Team.objects.select_for_update().get(pk=team.pk)
    now_held = holdings_at(at).filter(team=team, duty_role=duty_role)
    for holding in now_held:
        if holding.user_id == by.pk:
            return holding
        holding.until_at = at
        holding.save(update_fields=["until_at"])
    DutyHolding.objects.filter(team=team, duty_role=duty_role, from_at__gt=at).delete()
    return DutyHolding.objects.create(team=team, duty_role=duty_role, user=by, from_at=at, how=how, note=note)
