"""What follows for what the subject owes besides the tag: duties are reckoned anew, and people are given what to do."""

from __future__ import annotations

from collections.abc import Callable

from haven.cases.models import CaseEvent
from haven.compliance.operations.recompute_notification import recompute_notification
from haven.reactions.courts import give, team_of


def keep_notification(event: CaseEvent) -> None:
    """An order began, ended, changed or became known: what the person owes under s.41 is reckoned anew."""
    recompute_notification(event.case.subject, at=event.at)


def look_at_told_home(event: CaseEvent) -> None:
    """The subject told as their home a place that is kept sealed in a case against them. Where it is stays unsaid."""
    words = (
        "The home that the subject told at the station is a place kept sealed in this case. Look at the safety of the "
        "protected person and at the safe contact plan now"
    )
    team = team_of(event.case, "inspectors")
    give(event, "sealed_home_told", words, team, duty_role="duty_inspector", due_at=event.at)


FOLLOWERS: dict[str, tuple[Callable[[CaseEvent], None], ...]] = {
    "order.made": (keep_notification,),
    "order.took_effect": (keep_notification,),
    "order.served": (keep_notification,),
    "order.awareness": (keep_notification,),
    "order.varied": (keep_notification,),
    "order.ended": (keep_notification,),
    "notification.sealed_home": (look_at_told_home,),
}
