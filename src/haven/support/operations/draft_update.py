"""News becomes due: a clock, a person's task, and, where her plan lets it, a message without any content."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from haven.accounts.composed import Composed, insert
from haven.cases.chronology import hold_case
from haven.cases.deadlines import NewDeadline, close_all, start
from haven.cases.models import CaseEvent, Deadline, Task
from haven.cases.operations.tasks import task_done_by_itself
from haven.cases.teams import team_of_force
from haven.lawdata.queries import calendar
from haven.outbox.models import OutboxMessage
from haven.outbox.operations.queue import NewMessage, close, queue_message
from haven.parties.contact.gate import HOLD, PERSON, SEND, WAIT, Answer, may_contact
from haven.parties.contact.views import News
from haven.parties.models import Channel
from haven.support.kinds import BY_CODE, NewsKind, is_danger, news_in
from haven.support.models import Update
from haven.support.plans import plan_row, plan_view, wishes_of
from haven_law.clock import to_london, victim_update_deadline

MESSAGE = "news_ready"
# Messages leave at no telling minute of her hours: when one comes must not say what happened when (T-05).
JITTER = timedelta(minutes=20)
# Sent messages, what the gate held, and what only a person may do: how an update stands after the gate was asked.
STATE_OF = {SEND: "queued", WAIT: "queued", HOLD: "held", PERSON: "to_person"}


@transaction.atomic
def draft_update(event: CaseEvent, at: datetime) -> Update | None:
    """The update that follows from an event, once. None for an event that is no news to her."""
    news = news_in(event.kind, event.facts)
    if news is None:
        return None
    hold_case(event.case_id)
    held = _HELD.first(event.pk, news.code)
    if held is not None:
        return held
    task = _TO_TELL.first(event.pk)
    update = Update(case=event.case, kind=news.code, event=event, right_basis=news.basis, task=task)
    update.clock = _clock(event, news, task)
    if task is None or task.done_at is None:
        _as_the_gate_says(update, at, frozenset())
    insert(update)
    return update


_HELD = Composed[Update](
    lambda event, kind: Update.objects.filter(event_id=event, kind=kind, to="protected").order_by("pk")[:1]
)
_TO_TELL = Composed[Task](
    lambda event: (
        Task.objects.filter(from_event_id=event, kind="tell_protected").select_related("for_team").order_by("pk")[:1]
    )
)
_CLOCK = Composed[Deadline](lambda about: Deadline.objects.filter(about_ref=about, kind="inform").order_by("-pk")[:1])


def _clock(event: CaseEvent, news: NewsKind, task: Task | None) -> Deadline:
    """One clock for one piece of news: the one that waits for the task, where it was started, else a new one."""
    about = ("task", str(task.public_id)) if task is not None else ("event", str(event.pk))
    running = _CLOCK.first(about[1])
    if running is not None:
        return running
    law = victim_update_deadline(to_london(event.at).date(), True, calendar())
    team = task.for_team if task is not None else team_of_force(event.case.lead_force_id, "response")
    if team is None:
        raise LookupError(f"The force of {event.case.ref} has no team")
    by_law = news.basis.startswith("Victims")
    # News of what is still to come is no news once it has come.
    before = event.facts.get("tell_before")
    until = min(law.act_by, datetime.fromisoformat(str(before))) if before else law.act_by
    new = NewDeadline(
        kind="inform",
        about=about,
        starts_at=event.at,
        act_by=until,
        outer_limit=until if before else law.outer_limit,
        owner_role="case_owner",
        owner_team=team,
        provision=news.basis if by_law else "",
        policy_key="" if by_law else "inform_working_days",
        nature="duty" if by_law else "policy",
        inputs={"event": event.kind},
        ambiguity=law.ambiguity or "",
        ladder="C",
    )
    return start(event.case, new)


@transaction.atomic
def offer(update: Update, at: datetime) -> Answer | None:
    """Ask the gate, and do as it says: queue a message, hold the news, or leave it to the person whose task it is. The
    clock runs on whatever it says. None when she was told already."""
    update = Update.objects.select_for_update(of=("self",)).select_related("case", "clock", "event").get(pk=update.pk)
    if update.state == "closed":
        return None
    answer = _as_the_gate_says(update, at, _tried(update))
    update.save(update_fields=["state", "gate_rule", "gate_words", "message"])
    return answer


def _as_the_gate_says(update: Update, at: datetime, tried: frozenset[int]) -> Answer:
    answer = may_contact(plan_view(update.case.protected_id, at), news_of(update), at, tried)
    if answer.act in (SEND, WAIT) and answer.channel is not None:
        update.message = _queue(update, answer, at)
    update.state, update.gate_rule, update.gate_words = STATE_OF[answer.act], answer.rule, answer.because
    return answer


def news_of(update: Update) -> News:
    """The update as the gate reads it."""
    return News(update.kind, update.clock.act_by, is_danger(BY_CODE[update.kind], update.event.facts))


def _tried(update: Update) -> frozenset[int]:
    """The ways by which a message about it could not be sent."""
    failed = OutboxMessage.objects.filter(about_ref=str(update.ref), outcome="failed_to_human")
    handles = list(failed.values_list("channel_handle", flat=True))
    return frozenset(Channel.objects.filter(handle__in=handles).values_list("pk", flat=True))


def _queue(update: Update, answer: Answer, at: datetime) -> OutboxMessage | None:
    plan = plan_row(update.case.protected_id)
    assert plan is not None and answer.channel is not None
    wishes, channel = wishes_of(plan), Channel.objects.get(pk=answer.channel.pk)
    if channel.handle is None:
        return None
    opens = answer.until if answer.act == WAIT and answer.until is not None else at
    leaves = opens + timedelta(seconds=secrets.randbelow(int(JITTER.total_seconds())))
    return queue_message(
        NewMessage(
            to=("protected", str(update.case.protected_id)),
            channel=channel.kind,
            channel_handle=channel.handle,
            template=MESSAGE,
            about=("update", str(update.ref)),
            not_before=leaves,
            not_after=max(update.clock.act_by, leaves + JITTER),
            language=wishes.language,
            greeting=wishes.greeting,
            plan_version=plan.version,
        )
    )


@transaction.atomic
def news_taken_back(event_id: int, at: datetime) -> None:
    """The event was recorded wrongly and corrected: what was not told of it yet is not told any more. Its task, its clock
    and a message that waits end. What was told already stays as told: the correction is news of its own."""
    rows = Update.objects.select_for_update(of=("self",)).select_related("case", "clock", "task")
    for update in rows.filter(event_id=event_id).exclude(state="closed").order_by("pk"):
        update.state, update.closed_because = "closed", "superseded"
        update.save(update_fields=["state", "closed_because"])
        close_message(update, "It was recorded wrongly", at)
        close_all(update.clock.about_ref, at=at, because="superseded", kinds=["inform"])
        if update.task is not None:
            task_done_by_itself(update.task, proof="Not told: it was recorded wrongly, and is corrected", at=at)


def close_message(update: Update, why: str, at: datetime) -> None:
    """A message about it that still waits is not needed any more. One that a worker has claimed may have left: the worker
    asks."""
    waiting = OutboxMessage.objects.select_for_update().filter(closed_at__isnull=True, claimed_at__isnull=True)
    for message in waiting.filter(about_ref=str(update.ref)):
        close(message, "cancelled_unsafe", why, at)
