"""May the reminder of a card still leave? Asked at the moment of sending, with her plan held."""

from __future__ import annotations

from datetime import datetime

from haven.feedback.models import FeedbackInvitation
from haven.feedback.operations.invite import reminder_as_news
from haven.outbox.models import OutboxMessage
from haven.outbox.operations.sending import Verdict
from haven.parties.contact.gate import SEND, WAIT, may_contact
from haven.support.plans import plan_row, plan_view


def gate(message: OutboxMessage, now: datetime) -> Verdict:
    """Sent only while the card can still be used, and as her plan stands now."""
    invitation = FeedbackInvitation.objects.filter(sent_message=message).select_related("case").first()
    if invitation is None or invitation.used_on is not None or invitation.expires_at <= now:
        return Verdict("stop", "The card was used, or its time is over")
    person = invitation.case.protected_id
    plan = plan_row(person, lock=True)
    if plan is None or plan.version != message.plan_version or not plan.feedback_ok:
        return Verdict("stop", "Her safe contact plan changed")
    answer = may_contact(plan_view(person, now), reminder_as_news(invitation.made_at), now)
    if answer.act == WAIT:
        return Verdict("wait", answer.because, answer.until)
    return Verdict("send") if answer.act == SEND else Verdict("stop", answer.because)
