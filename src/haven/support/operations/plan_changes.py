"""Her plan changed, or was overtaken: what was queued by the old one is taken back, and the news is due again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from haven.cases.models import CaseEvent
from haven.outbox.operations.queue import take_back
from haven.support.models import PlanTrigger, Update
from haven.support.operations.draft_update import offer


@transaction.atomic
def plan_changed(event: CaseEvent, at: datetime) -> int:
    """Take back what waits for her, and ask the gate anew about all that she was not told. The clocks run on. Answers how
    many pieces of news are due again."""
    person = event.case.protected_id
    take_back(("protected", str(person)), why="The safe contact plan changed", at=at)
    waiting = list(Update.objects.filter(case__protected=person).exclude(state="closed").order_by("pk"))
    for update in waiting:
        offer(update, at)
    return len(waiting)


@transaction.atomic
def plan_overtaken(event: CaseEvent, at: datetime) -> PlanTrigger:
    """Something happened after which she must be asked again. What is queued asks the gate at the moment of sending."""
    trigger, _made = PlanTrigger.objects.get_or_create(
        person_id=event.case.protected_id, event=event, defaults={"at": event.at}
    )
    return trigger
