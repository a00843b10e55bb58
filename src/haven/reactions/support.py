"""What follows for the protected person: news becomes due, her plan is asked about, messages are taken back."""

from __future__ import annotations

from collections.abc import Callable

from haven.cases.models import CaseEvent
from haven.support.kinds import NEWS, TRIGGERS
from haven.support.operations.draft_update import draft_update
from haven.support.operations.mark_told import told_by_task
from haven.support.operations.plan_changes import plan_changed, plan_overtaken


def news_for_her(event: CaseEvent) -> None:
    draft_update(event, event.recorded_at)


def plan_must_be_asked(event: CaseEvent) -> None:
    plan_overtaken(event, event.recorded_at)


def messages_by_the_new_plan(event: CaseEvent) -> None:
    plan_changed(event, event.recorded_at)


def told_by_whom(event: CaseEvent) -> None:
    if event.facts.get("kind") == "tell_protected":
        told_by_task(event)


Followers = dict[str, tuple[Callable[[CaseEvent], None], ...]]
FOLLOWERS: Followers = {
    "plan.made": (messages_by_the_new_plan,),
    "plan.changed": (messages_by_the_new_plan,),
    "task.done": (told_by_whom,),
}
for _kind in NEWS:
    FOLLOWERS[_kind] = (*FOLLOWERS.get(_kind, ()), news_for_her)
# After the news: the event that overtakes a plan is itself told by the plan that stood.
for _kind in TRIGGERS:
    FOLLOWERS[_kind] = (*FOLLOWERS.get(_kind, ()), plan_must_be_asked)
