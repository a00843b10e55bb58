"""A task recorded as done by mistake is opened again, by the person who recorded it, shortly after."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import lock_case, record
from haven.cases.models import Task
from haven.cases.permissions import may
from haven_law.findings import Decision, allow, refuse

RULE = "Haven task rule"
# Long enough to notice a slip, too short to rewrite what others have relied on.
WITHIN = timedelta(minutes=10)


@transaction.atomic
def reopen_task(task: Task, *, by: User, at: datetime) -> Task:
    """Open the task again. The chronology keeps that it was recorded as done. Refused when it is open, to anybody but
    the person who recorded it, and once the time for it has passed."""
    may(by, "do_task", task.case, at).require()
    lock_case(task.case_id)
    task.refresh_from_db()
    can_reopen(task, by, at).require()
    task.done_at, task.done_by, task.proof = None, None, ""
    task.save(update_fields=["done_at", "done_by", "proof"])
    facts = {"words": task.words, "kind": task.kind}
    record(task.case, "task.reopened", by=by, at=at, about=("task", str(task.public_id)), facts=facts)
    return task


def can_reopen(task: Task, by: User, at: datetime) -> Decision:
    """Is it possible now, for this person?"""
    if task.done_at is None:
        return refuse(RULE, "This task is open")
    if task.done_by_id != by.pk:
        return refuse(RULE, "Only the person who recorded it as done can open it again")
    if at - task.done_at > WITHIN:
        minutes = int(WITHIN.total_seconds() // 60)
        return refuse(RULE, f"A task can be opened again for {minutes} minutes. Ask for a new one")
    return allow(RULE, "The task was recorded as done just now")
