"""Who is at work in an office that keeps hours: the feedback manager of a force, from nine to five on working days."""

from __future__ import annotations

from datetime import datetime, time

from django.db.models import Q

from haven.accounts.models import RoleGrant, User
from haven.lawdata.queries import calendar
from haven_law.clock import local_instants, to_london

OPENS, CLOSES = time(9), time(17)


def in_office_hours(at: datetime) -> bool:
    """Nine to five on a working day, in London."""
    local = to_london(at)
    return calendar().is_working_day(local.date()) and OPENS <= local.time() < CLOSES


def closes_at(at: datetime) -> datetime:
    """When the office closes on the day of an instant."""
    return local_instants(datetime.combine(to_london(at).date(), CLOSES)).instants[0]


def feedback_managers(force_id: int, at: datetime) -> list[User]:
    """The feedback managers of a force at an instant, the first by number first; nobody outside office hours."""
    if not in_office_hours(at):
        return []
    held = RoleGrant.objects.filter(role="feedback_manager", from_at__lte=at)
    now = held.filter(Q(until_at__isnull=True) | Q(until_at__gt=at))
    people = User.objects.filter(force_id=force_id, is_active=True, disabled_at__isnull=True)
    return list(people.filter(pk__in=now.values("user")).order_by("pk"))
