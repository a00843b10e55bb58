"""What waits behind each item of the menu: how many, and whether somebody must act. One query each."""

from datetime import timedelta

from django.db.models import Count, Q
from django.http import HttpRequest

from haven.accounts.actors import Actor
from haven.accounts.policy import ROLES_FOR
from haven.breaches.models import Breach
from haven.cases.models import Deadline, DeadlineRung, Task
from haven.cases.permissions import visible_to

SOON = timedelta(hours=6)


def running_clocks(who: Actor, request: HttpRequest) -> tuple[int, bool]:
    """Clocks of hearings that run; red when one is past or has less than six hours."""
    at = request.now  # type: ignore[attr-defined]
    rows = Deadline.objects.filter(
        kind="hearing",
        closed_at__isnull=True,
        voided_at__isnull=True,
        replaced_by__isnull=True,
        case__in=visible_to(who, at),
    )
    found = rows.aggregate(all=Count("pk"), soon=Count("pk", filter=Q(act_by__lt=at + SOON)))
    return found["all"], found["soon"] > 0


def my_tasks(who: Actor, request: HttpRequest) -> tuple[int, bool]:
    """Open tasks of this person and their team; red when one of them is late."""
    at = request.now  # type: ignore[attr-defined]
    mine = Q(for_user_id=who.user_id) | Q(for_user__isnull=True, for_team_id=who.team_id)
    rows = Task.objects.filter(mine, done_at__isnull=True, case__in=visible_to(who, at))
    found = rows.aggregate(all=Count("pk"), late=Count("pk", filter=Q(due_at__lt=at)))
    return found["all"], found["late"] > 0


def unanswered_warnings(who: Actor, request: HttpRequest) -> tuple[int, bool]:
    """Warnings that this person was told of and nobody has answered."""
    rows = DeadlineRung.objects.filter(
        acknowledged_at__isnull=True,
        escalate_at__isnull=False,
        told__contains=[{"user": who.user_id}],
        deadline__closed_at__isnull=True,
        deadline__voided_at__isnull=True,
        deadline__replaced_by__isnull=True,
    )
    count = rows.count()
    return count, count > 0


def breaches_to_decide(who: Actor, request: HttpRequest) -> tuple[int, bool]:
    """Breaches on which this person could decide and nobody has; red when one is late."""
    if not who.roles & set(ROLES_FOR["decide_breach"]):
        return 0, False
    at = request.now  # type: ignore[attr-defined]
    waiting = Breach.objects.filter(
        pursued_at__isnull=True, decided_not_at__isnull=True, voided_at__isnull=True, case__in=visible_to(who, at)
    )
    found = waiting.aggregate(all=Count("pk"), late=Count("pk", filter=Q(reported_at__lt=at - timedelta(hours=24))))
    return found["all"], found["late"] > 0
