"""What became of a message, for its news: sent starts a person's clock, anything else gives it to a person at once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from haven.cases.chronology import hold_case, record
from haven.cases.models import Task
from haven.lawdata.queries import calendar
from haven.outbox.models import OutboxMessage
from haven.support.models import Update
from haven.support.operations.draft_update import offer
from haven_law.clock import day_end, to_london, working_day_after


@transaction.atomic
def after_sending(message: OutboxMessage, outcome: str, at: datetime) -> None:
    """Note it on the update. A text has no content: within one working day a person tells her what it was about. What
    could not be sent tries her next way, and then a person; what became unsafe or too old is a person's at once."""
    update = Update.objects.filter(ref=message.about_ref).select_related("case", "task").first()
    if update is None or update.state == "closed" or outcome == "waits":
        return
    hold_case(update.case_id)
    if outcome == "sent":
        _messaged(update, at)
        return
    if outcome == "failed_to_human":
        offer(update, at)
        update.refresh_from_db()
        if update.state == "queued":
            return
    _to_person(update, outcome, at)


def _messaged(update: Update, at: datetime) -> None:
    update.state = "messaged"
    update.save(update_fields=["state"])
    until = day_end(working_day_after(to_london(at).date(), 1, calendar()))
    if update.task is not None and update.task.done_at is None and update.task.due_at != until:
        soonest = min(until, update.task.due_at) if update.task.due_at else until
        Task.objects.filter(pk=update.task.pk).update(due_at=soonest)


def _to_person(update: Update, outcome: str, at: datetime) -> None:
    if update.state != "held":
        update.state = "to_person"
        update.save(update_fields=["state"])
    words = dict(OutboxMessage.OUTCOMES)[outcome]
    facts = {"kind": update.kind, "why": words}
    about = ("update", str(update.ref))
    record(update.case, "update.handed_to_person", by="system:outbox", at=at, about=about, facts=facts)
