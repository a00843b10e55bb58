"""Whether the practice cases are as they were placed, or somebody has worked on them since."""

from django.db.models import Q

from haven.accounts.models import Command, Instance
from haven.cases.models import Case, CaseEvent, CounterAllegation, Draft


def changed_by_people() -> bool:
    """Has anybody who signed in changed something since the story was placed, or while it was?

    A page that changes something leaves its request in `Command`; an event of a user, a draft or a question that is
    younger than the placing was no part of it."""
    instance = Instance.objects.first()
    first = Case.objects.order_by("pk").values_list("recorded_at", flat=True).first()
    if instance is None or first is None:
        return False
    if Command.objects.filter(at__gt=first).exists():
        return True
    if instance.placed_at is None:
        return False
    since = Q(recorded_at__gt=instance.placed_at, recorded_by__isnull=False)
    return (
        CaseEvent.objects.filter(since).exists()
        or CounterAllegation.objects.filter(since).exists()
        or Draft.objects.filter(created_at__gt=instance.placed_at).exists()
    )
