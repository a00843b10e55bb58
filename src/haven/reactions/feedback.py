"""What follows in feedback: a task that was done on the page of tasks sees to what it was for."""

from __future__ import annotations

from collections.abc import Callable

from haven.cases.models import CaseEvent
from haven.feedback.operations.alerts import REPLY, SAFETY
from haven.feedback.operations.triage import done_by_task


def feedback_task_done(event: CaseEvent) -> None:
    if event.facts.get("kind") in (SAFETY, REPLY):
        done_by_task(event)


FOLLOWERS: dict[str, tuple[Callable[[CaseEvent], None], ...]] = {"task.done": (feedback_task_done,)}
