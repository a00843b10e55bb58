"""What follows from calls: who is told of danger, and of a caller who was not who they said; promises by a new plan."""

from __future__ import annotations

from collections.abc import Callable

from haven.cases.models import CaseEvent
from haven.line.operations.alerts import alert_duress, alert_other_person, alert_unheard
from haven.line.operations.callbacks import plan_was_changed


def help_is_sent(event: CaseEvent) -> None:
    alert_duress(event, event.recorded_at)


def caller_is_looked_at(event: CaseEvent) -> None:
    alert_other_person(event, event.recorded_at)


def somebody_who_may_rings(event: CaseEvent) -> None:
    alert_unheard(event, event.recorded_at)


def callbacks_by_the_new_plan(event: CaseEvent) -> None:
    plan_was_changed(event.case, event.recorded_at)


FOLLOWERS: dict[str, tuple[Callable[[CaseEvent], None], ...]] = {
    "call.duress": (help_is_sent,),
    "call.other_person": (caller_is_looked_at,),
    "call.unheard": (somebody_who_may_rings,),
    "plan.made": (callbacks_by_the_new_plan,),
    "plan.changed": (callbacks_by_the_new_plan,),
}
