"""She was told. Nothing else stops the clock: not a message sent, not one delivered."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from haven.accounts.composed import Composed
from haven.accounts.models import User
from haven.cases.chronology import hold_case, record
from haven.cases.deadlines import meet
from haven.cases.models import CaseEvent, Task
from haven.cases.operations.tasks import do_task, task_done_by_itself
from haven.cases.permissions import may
from haven.support.models import Update
from haven.support.operations.draft_update import close_message
from haven_law.findings import refuse

RULE = "Haven told rule"


@transaction.atomic
def mark_told(update: Update, *, how: str, by: User, at: datetime, may_by: str = "tell_protected") -> Update:
    """Record that she was told, how, by whom. The task and the clock of it end with it, and a message that waits is taken
    back. Refused: a second time; before it happened; to a role that may not (`may_by`: do the act that told her). Raises
    ValueError for an unknown way."""
    if how not in Update.TOLD_HOW:
        raise ValueError(f"{how!r} is not a way to be told. There are: {', '.join(Update.TOLD_HOW)}.")
    may(by, may_by, update.case, at).require()
    hold_case(update.case_id)
    update = Update.objects.select_for_update(of=("self",)).select_related("case", "event", "task").get(pk=update.pk)
    if update.state == "closed":
        refuse(RULE, "It is recorded already that this was told or closed").require()
    if at < update.event.at:
        refuse(RULE, "It cannot have been told before it happened").require()
    if update.task is not None and update.task.done_at is None:
        do_task(update.task, proof=f"Told: {Update.TOLD_HOW[how].lower()}", by=by, at=at, may_by=may_by)
    return _told(update, how, by, at)


@transaction.atomic
def mark_collected(update: Update, *, words: str, at: datetime) -> bool:
    """She asked for the news herself, after proof, and read or heard it: clock and task end. `words` name who told, such
    as "The page of the protected person". False when it was told or closed already, or had not happened yet."""
    hold_case(update.case_id)
    update = Update.objects.select_for_update(of=("self",)).select_related("case", "event", "task").get(pk=update.pk)
    if update.state == "closed" or at < update.event.at:
        return False
    if update.task is not None:
        task_done_by_itself(update.task, proof=f"Told: {Update.TOLD_HOW['collected'].lower()}", at=at)
    _told(update, "collected", words, at)
    return True


@transaction.atomic
def told_by_supporter(update: Update, *, by: User, at: datetime) -> Update:
    """Somebody who helps told them, within the consent that was asked about where they came in. Clock and task end as if a
    person of ours had. Refused: a second time; before it happened."""
    hold_case(update.case_id)
    update = Update.objects.select_for_update(of=("self",)).select_related("case", "event", "task").get(pk=update.pk)
    if update.state == "closed":
        refuse(RULE, "It is recorded already that this was told or closed").require()
    if at < update.event.at:
        refuse(RULE, "It cannot have been told before it happened").require()
    proof = f"Told: {Update.TOLD_HOW['supporter'].lower()}"
    if update.task is not None:
        Task.objects.filter(pk=update.task.pk, done_at=None).update(done_at=at, done_by=by, proof=proof)
    return _told(update, "supporter", by, at)


@transaction.atomic
def told_by_task(event: CaseEvent) -> None:
    """A task to tell her was done on the page of tasks: its update was told."""
    for update in _OF_TASK.all(UUID(event.about_ref)):
        task = update.task
        if task is None or task.done_by is None or task.done_at is None:
            continue
        # Who did it recorded it: the event knows them, where whoever follows it has them in hand.
        done_by = event.recorded_by if event.recorded_by_id == task.done_by_id else task.done_by
        assert done_by is not None
        update.case = event.case
        _told(update, "in_person", done_by, task.done_at)


_OF_TASK = Composed[Update](
    lambda task: (
        Update.objects.select_for_update(of=("self",))
        .select_related("clock", "task__done_by")
        .filter(task__public_id=task)
        .exclude(state="closed")
        .order_by("pk")
    )
)


def _told(update: Update, how: str, by: User | str, at: datetime) -> Update:
    update.told_at, update.told_how, update.told_by = at, how, by if isinstance(by, User) else None
    update.state, update.closed_because = "closed", "told"
    update.save(update_fields=["told_at", "told_how", "told_by", "state", "closed_because"])
    if update.message_id is not None:
        close_message(update, "They were told", at)
    if update.clock.closed_at is None or update.clock.replaced_by_id is not None:
        meet(update.clock.about_ref, "inform", at=at)
    facts = {"kind": update.kind, "how": Update.TOLD_HOW[how].lower()}
    record(update.case, "update.told", by=by, at=at, about=("update", str(update.ref)), facts=facts)
    return update
