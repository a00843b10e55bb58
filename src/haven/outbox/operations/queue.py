"""A message is queued, and taken back while it waits. Queueing sends nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from haven.outbox.models import OutboxMessage
from haven.outbox.texts import TEXTS


@dataclass(frozen=True)
class NewMessage:
    """What to send: to whom (a kind and a reference, never a name), by which channel (the handle of its sealed value),
    which text, and in which span of time."""

    to: tuple[str, str]
    channel: str
    channel_handle: UUID
    template: str
    about: tuple[str, str]
    not_before: datetime
    not_after: datetime
    language: str = "en"
    greeting: str = ""
    plan_version: int | None = None


@transaction.atomic
def queue_message(new: NewMessage) -> OutboxMessage:
    """Queue it. About one thing there is one open message of a text to a person: a second one is the first. Raises
    KeyError for a text that does not exist."""
    if new.template not in TEXTS:
        raise KeyError(f"There is no message text {new.template!r}. There are: {', '.join(sorted(TEXTS))}.")
    message, _made = OutboxMessage.objects.get_or_create(
        about_ref=new.about[1],
        template=new.template,
        to_ref=new.to[1],
        closed_at=None,
        defaults={
            "to_kind": new.to[0],
            "channel": new.channel,
            "channel_handle": new.channel_handle,
            "language": new.language,
            "greeting": new.greeting,
            "plan_version": new.plan_version,
            "about_kind": new.about[0],
            "not_before": new.not_before,
            "not_after": new.not_after,
        },
    )
    return message


@transaction.atomic
def take_back(to: tuple[str, str], *, why: str, at: datetime) -> list[OutboxMessage]:
    """Close everything that waits for this person: her plan changed. What a worker has claimed stays: it may have left
    already, and whoever holds or takes it next asks the provider first and then the gate, with the new plan. Answers what
    was taken back, so that its news becomes due again."""
    waiting = OutboxMessage.objects.select_for_update().filter(closed_at__isnull=True, claimed_at__isnull=True)
    rows = waiting.filter(to_kind=to[0], to_ref=to[1])
    taken = list(rows.order_by("pk"))
    for message in taken:
        close(message, "cancelled_unsafe", why, at)
    return taken


def close(message: OutboxMessage, outcome: str, why: str, at: datetime) -> None:
    """Write down what became of it. Nothing of it is ever opened again."""
    message.closed_at, message.outcome, message.why = at, outcome, why[:200]
    message.save(update_fields=["closed_at", "outcome", "why"])
