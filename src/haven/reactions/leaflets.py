"""What follows for the leaflet on rights: the officer in the case offers it, on the day of a notice and within a working
day of an order. The record of what became of it (`leaflets.operations.give`) is what ends the task."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from haven.cases.models import CaseEvent
from haven.leaflets.operations.give import TASK
from haven.reactions.giving import give, next_working_day, officer_of
from haven_law.clock import day_end, to_london


def leaflet_on_notice(event: CaseEvent) -> None:
    """On the day of service, while somebody is with her."""
    _offer(event, "on what a notice means", day_end(to_london(event.at).date()))


def leaflet_on_order(event: CaseEvent) -> None:
    _offer(event, "on what an order means", next_working_day(event.at))


def leaflet_on_change(event: CaseEvent) -> None:
    """What they may rely on is another thing now than when the leaflet was explained."""
    _offer(event, "on what an order means again, now that the court has changed it", next_working_day(event.at))


def _offer(event: CaseEvent, what: str, due: datetime) -> None:
    user, team = officer_of(event.case)
    words = f"Give the protected person the leaflet {what}, and record it, or that it is not safe to leave paper"
    give(event, TASK, words, team, user=user, due_at=due)


FOLLOWERS: dict[str, tuple[Callable[[CaseEvent], None], ...]] = {
    "notice.served": (leaflet_on_notice,),
    "order.made": (leaflet_on_order,),
    "order.varied": (leaflet_on_change,),
}
