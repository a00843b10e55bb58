"""What is due leaves: each message is claimed, asked about by the gate, and given to the provider once."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from haven.feedback.operations.invite import ABOUT as FEEDBACK
from haven.feedback.sending import gate as feedback_gate
from haven.outbox.channels import Channel, ProviderDown
from haven.outbox.channels.notify import Notify, NotifyAccount
from haven.outbox.channels.readable import Readable
from haven.outbox.models import OutboxMessage
from haven.outbox.operations.sending import LOST, Verdict, claim_next, send_claimed
from haven.parties.contact.gate import SEND, WAIT, may_contact
from haven.sealed.operations import use_for_sending
from haven.support.models import Update
from haven.support.operations.after_sending import after_sending
from haven.support.operations.draft_update import news_of
from haven.support.plans import plan_view

logger = logging.getLogger(__name__)
PURPOSE = "send a message"


@dataclass
class Report:
    """What one run did. `down` says that the provider did not answer: the rest waits for the next run."""

    sent: int = 0
    waits: int = 0
    stopped: int = 0
    down: bool = False


def send_due(now: datetime, channel: Channel | None = None, limit: int = 200) -> Report:
    """Send what is due, oldest first. Any number of workers may run it at once."""
    report, way = Report(), channel or the_channel()
    for _ in range(limit):
        message = claim_next(now)
        if message is None:
            break
        try:
            outcome = send_claimed(message, way, gate, reach, now)
        except ProviderDown as problem:
            logger.warning("Messages wait: %s", problem)
            report.down = True
            break
        if outcome == LOST:
            continue
        if message.about_kind != FEEDBACK:  # nothing follows a reminder: the card invites by itself
            after_sending(message, outcome, now)
        report.sent += outcome == "sent"
        report.waits += outcome == "waits"
        report.stopped += outcome not in ("sent", "waits")
    return report


def the_channel() -> Channel:
    """The provider of this installation; without one, the outbox that can only be read."""
    account: NotifyAccount | None = settings.NOTIFY_ACCOUNT  # type: ignore[misc]
    return Notify(account) if account is not None else Readable()


def gate(message: OutboxMessage, now: datetime) -> Verdict:
    """Her plan as it stands now, held until the message has left."""
    if message.about_kind == FEEDBACK:
        return feedback_gate(message, now)
    update = Update.objects.filter(ref=message.about_ref).select_related("case", "clock", "event").first()
    if update is None or update.state == "closed":
        return Verdict("stop", "There is nothing left to tell")
    plan = plan_view(update.case.protected_id, now, lock=True)
    answer = may_contact(plan, news_of(update), now)
    if plan is None or plan.version != message.plan_version:
        return Verdict("stop", "The safe contact plan changed")
    if answer.act == WAIT:
        return Verdict("wait", answer.because, answer.until)
    return Verdict("send") if answer.act == SEND else Verdict("stop", answer.because)


def reach(message: OutboxMessage) -> str:
    """Her number or address, read from where it is sealed at this moment, and recorded."""
    return use_for_sending(handle=message.channel_handle, purpose=PURPOSE, by="system:outbox")
