"""A protected person is invited to say how it was: only where her plan allows it, never soon after something happened."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import lock_case, record
from haven.cases.models import Case
from haven.cases.permissions import may
from haven.feedback.codes import code_hash, new_code
from haven.feedback.models import LANGUAGES, FeedbackInvitation
from haven.feedback.questions import MOMENTS
from haven.lawdata.queries import policy
from haven.outbox.models import OutboxMessage
from haven.outbox.operations.queue import NewMessage, queue_message
from haven.parties.contact.gate import SEND, WAIT, may_contact
from haven.parties.contact.views import News
from haven.parties.models import Channel
from haven.support.kinds import NEWS
from haven.support.operations.draft_update import JITTER
from haven.support.plans import plan_row, plan_view, wishes_of
from haven_law.clock import to_london
from haven_law.findings import Decision, Finding

RULE = "Haven feedback rule"
TEMPLATE = "feedback"
ABOUT = "feedback"
# How long a reminder may wait for her hours. After that the card alone invites.
REMINDER_LIVES = timedelta(days=7)


@dataclass(frozen=True)
class InviteFeedback:
    """After which moment, how she gets the code, in which language, and whether a message without content may say later
    that there is a card."""

    case: str
    moment: str
    how: str
    language: str = "en"
    remind: bool = False


def may_invite(case: Case, at: datetime) -> Decision:
    """Is it safe and fair to invite her now? One finding each: her plan is agreed and fresh and says so; nothing happened
    in the last day; she was not invited in the last month (experience 5.1)."""
    plan, view = plan_row(case.protected_id), plan_view(case.protected_id, at)
    day = to_london(at).date()
    agreed = plan is not None and plan.feedback_ok
    fresh = view is not None and not view.stale(day)
    quiet = at - timedelta(hours=policy("feedback_quiet_hours", day))
    happened = case.events.filter(kind__in=list(NEWS), at__gt=quiet, at__lte=at).exists()
    apart = at - timedelta(days=policy("feedback_apart_days", day))
    invited = FeedbackInvitation.objects.filter(case__protected=case.protected_id, made_at__gt=apart).exists()
    asked_no, asked = (
        "The plan does not say that we may ask later how it went",
        "The plan says that we may ask later how it went",
    )
    return Decision(
        (
            _finding(agreed, asked, asked_no),
            _finding(fresh, "The plan is fresh", "The plan is not fresh: check it with them first"),
            _finding(not happened, "Nothing happened within the last day", "Something happened within the last day: ask later"),
            _finding(not invited, "Not invited within the last month", "They were invited within the last month"),
        )
    )  # fmt: skip


def _finding(met: bool, yes: str, no: str) -> Finding:
    return Finding(RULE, met, yes if met else no)


@transaction.atomic
def invite_feedback(command: InviteFeedback, *, by: User, at: datetime) -> tuple[FeedbackInvitation, str]:
    """Make a code for her. Answers the invitation and the code, which is on paper and on no page afterwards. Refused to a
    role that may not, and whenever `may_invite` says no. Raises ValueError for a moment, way or language that is none."""
    if command.moment not in MOMENTS or command.how not in FeedbackInvitation.HOW or command.language not in LANGUAGES:
        raise ValueError("There is no such moment, way or language of an invitation.")
    case = Case.objects.select_related("protected").get(ref=command.case)
    may(by, "invite_feedback", case, at).require()
    lock_case(case.pk)
    may_invite(case, at).require()
    code = new_code()
    while FeedbackInvitation.objects.filter(code_hash=code_hash(code)).exists():
        code = new_code()
    days = timedelta(days=policy("feedback_code_days", to_london(at).date()))
    invitation = FeedbackInvitation(
        case=case,
        moment=command.moment,
        how=command.how,
        language=command.language,
        code_hash=code_hash(code),
        made_at=at,
        expires_at=at + days,
        recorded_by=by,
    )
    if command.remind and command.how == "card":
        invitation.sent_message = _remind(case, at)
    invitation.save()
    facts = {"how": FeedbackInvitation.HOW[command.how].lower()}
    record(case, "feedback.invited", by=by, at=at, about=("case", case.ref), facts=facts)
    return invitation, code


def _remind(case: Case, at: datetime) -> OutboxMessage | None:
    """A message without content, by the way and in the hours that the gate allows; none where it does not."""
    plan = plan_row(case.protected_id)
    answer = may_contact(plan_view(case.protected_id, at), reminder_as_news(at), at)
    if plan is None or answer.act not in (SEND, WAIT) or answer.channel is None:
        return None
    channel, wishes = Channel.objects.get(pk=answer.channel.pk), wishes_of(plan)
    if channel.handle is None:
        return None
    opens = answer.until if answer.act == WAIT and answer.until is not None else at
    leaves = opens + timedelta(seconds=secrets.randbelow(int(JITTER.total_seconds())))
    return queue_message(
        NewMessage(
            to=("protected", str(case.protected_id)),
            channel=channel.kind,
            channel_handle=channel.handle,
            template=TEMPLATE,
            about=(ABOUT, case.ref),
            not_before=leaves,
            not_after=at + REMINDER_LIVES,
            language=wishes.language,
            greeting=wishes.greeting,
            plan_version=plan.version,
        )
    )


def reminder_as_news(at: datetime) -> News:
    """The reminder as the gate reads it."""
    return News(TEMPLATE, at + REMINDER_LIVES)
