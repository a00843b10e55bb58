"""One message leaves, once. Claimed in a transaction of its own, then given to the provider, then closed.

A process may die between any two of these. Whoever claims it next first asks the provider whether it has it: what it has
is written down and not given again. What it does not have is given, if the gate still lets it through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from haven.languages.asking import MESSAGES, WELSH, shown
from haven.outbox.channels import Channel, ProviderRefused, Receipt
from haven.outbox.models import Delivery, OutboxMessage
from haven.outbox.operations.queue import close
from haven.outbox.texts import Content, welsh_version
from haven.outbox.texts import message as text_of

# Longer than a provider takes to answer: then the worker that claimed it is dead.
CLAIM_LIVES = timedelta(minutes=2)
# What becomes of a claim that another worker has taken over.
LOST = "lost"


@dataclass(frozen=True)
class Verdict:
    """What the gate says at the moment of sending. `act`: send, wait (until `until`), or stop, with why."""

    act: str
    why: str = ""
    until: datetime | None = None


Gate = Callable[[OutboxMessage, datetime], Verdict]
# Where it goes: read from where it is sealed, at the moment of sending and not before.
Reach = Callable[[OutboxMessage], str]


@transaction.atomic
def claim_next(now: datetime) -> OutboxMessage | None:
    """Take the oldest message that is due and that nobody holds. Any number of workers take different ones."""
    free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - CLAIM_LIVES)
    due = OutboxMessage.objects.select_for_update(skip_locked=True).filter(free, closed_at__isnull=True)
    message = due.filter(not_before__lte=now).order_by("not_before", "pk").first()
    if message is None:
        return None
    message.claimed_at, message.claims = now, message.claims + 1
    message.save(update_fields=["claimed_at", "claims"])
    return message


def send_claimed(message: OutboxMessage, channel: Channel, gate: Gate, reach: Reach, now: datetime) -> str:
    """Send a claimed message, or say why not. Answers sent, waits, the outcome it was closed with, or LOST when somebody
    else has it by now. Raises ProviderDown, and then the claim runs out and it is tried again.

    The row is held from the first question to the provider to its last answer: a worker that was only slow cannot have its
    message taken and sent by another, and one that comes back too late finds that it is no longer its own."""
    with transaction.atomic():
        if not _still_ours(message):
            return LOST
        if message.claims > 1:
            known = channel.find(str(message.ref))
            if known is not None:
                return _sent(message, known, now)
        if now >= message.not_after:
            return _closed(message, "expired", "Its time was over before it could leave", now)
        verdict = gate(message, now)  # holds the plan until the provider has answered: no change slips in between
        if verdict.act == "wait" and verdict.until is not None and verdict.until < message.not_after:
            return _waits(message, verdict.until)
        if verdict.act != "send":
            return _closed(message, "cancelled_unsafe", verdict.why, now)
        try:
            receipt = channel.send(str(message.ref), message.channel, reach(message), _words(message))
        except ProviderRefused as problem:
            return _closed(message, "failed_to_human", str(problem), now)
        return _sent(message, receipt, now)


def _still_ours(message: OutboxMessage) -> bool:
    """Hold the row. False when it was claimed again since, or closed."""
    rows = OutboxMessage.objects.select_for_update(of=("self",)).filter(pk=message.pk, closed_at__isnull=True)
    return rows.filter(claims=message.claims).first() is not None


def _words(message: OutboxMessage) -> Content:
    welsh = message.language != WELSH or shown(MESSAGES, welsh_version())
    return text_of(message.template, message.language, message.greeting, welsh=welsh)


def _sent(message: OutboxMessage, receipt: Receipt, now: datetime) -> str:
    Delivery.objects.update_or_create(
        message=message,
        attempt=message.claims,
        defaults={"provider_ref": receipt.provider_ref, "state": receipt.state, "at": now},
    )
    return _closed(message, "sent", "", now)


def _waits(message: OutboxMessage, until: datetime) -> str:
    message.not_before, message.claimed_at = until, None
    message.save(update_fields=["not_before", "claimed_at"])
    return "waits"


def _closed(message: OutboxMessage, outcome: str, why: str, now: datetime) -> str:
    close(message, outcome, why, now)
    return outcome
