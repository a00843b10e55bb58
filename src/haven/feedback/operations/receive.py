"""An answer is kept: without the case, unless she asked for a reply or something in it means danger (F19)."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.db import transaction

from haven.accounts.models import Force, User
from haven.cases.models import Case
from haven.cases.permissions import may
from haven.compliance.envelope import open_up
from haven.feedback.codes import FEEDBACK_POST, code_hash
from haven.feedback.models import LANGUAGES, FeedbackInvitation, FeedbackPost, FeedbackResponse
from haven.feedback.operations.alerts import ask_for_reply, raise_alert
from haven.feedback.questions import MOST_WORDS, VERSIONS, clean_answers
from haven.feedback.signs import signs, wants_reply
from haven.lawdata.queries import calendar, policy
from haven.sealed.ciphers import encipher
from haven_law.clock import to_london, working_day_after
from haven_law.findings import refuse

logger = logging.getLogger(__name__)
RULE = "Haven feedback rule"
NO_SUCH_CODE = "This code cannot be used. Check it, or ask for a new one"


@dataclass(frozen=True)
class Received:
    """What somebody answered, and to what. `case` is used only where it may be kept."""

    force: Force
    borough: str
    moment: str
    language: str
    version: str
    received_on: date
    answers: Mapping[str, Any] = field(default_factory=dict)
    words: str = ""
    case: Case | None = None


@transaction.atomic
def keep_response(received: Received, at: datetime) -> FeedbackResponse:
    """Write it down, with the days by which it is read and replied to. Danger in it starts the hour, and a task."""
    answers, words = clean_answers(received.moment, received.answers), received.words.strip()[:MOST_WORDS]
    found = list(signs(answers, words)) if received.case is not None else []
    reply = wants_reply(answers) and received.case is not None
    row = FeedbackResponse(
        force=received.force,
        borough=received.borough,
        moment=received.moment,
        language=received.language,
        version=received.version,
        answers=answers,
        received_on=received.received_on,
        read_by_day=_after(received.received_on, "feedback_read_days"),
        reply_by_day=_after(received.received_on, "feedback_reply_days") if reply else None,
        reply_wanted=reply,
        signs=found,
    )
    owner = f"feedback:{row.ref}"
    row.words_enc = encipher(owner, words) if words else None
    if received.case is not None and (found or reply):
        row.reply_case_enc = encipher(owner, received.case.ref)
    row.save()
    if received.case is not None and found:
        raise_alert(row, received.case, at)
    if received.case is not None and reply:
        ask_for_reply(row, received.case, at)
    return row


def _after(day: date, key: str) -> date:
    return working_day_after(day, policy(key, day), calendar())


def take_feedback(now: datetime, *, limit: int = 100) -> int:
    """Keep every answer that the public host sent, and remove what it was sent in. One that does not open stays, and is
    said so in the log: nothing is lost. Any number of workers may run it. Answers how many were kept."""
    waiting = FeedbackPost.objects.filter(broken=False).values_list("pk", flat=True)
    return sum(_take(pk, now) for pk in list(waiting[:limit]))


@transaction.atomic
def _take(pk: UUID, now: datetime) -> int:
    rows = FeedbackPost.objects.select_for_update(skip_locked=True, of=("self",)).select_related("force", "case")
    post = rows.filter(pk=pk, broken=False).first()
    if post is None:
        return 0
    try:
        words = open_up(FEEDBACK_POST, post.words_closed)
    except InvalidTag:
        logger.error("A post of feedback does not open: %s", post.pk)
        post.broken = True
        post.save(update_fields=["broken"])
        return 0
    keep_response(
        Received(
            post.force, post.borough, post.moment, post.language, post.version, post.received_on, post.answers, words, post.case
        ),
        now,
    )  # fmt: skip
    post.delete()
    return 1


@dataclass(frozen=True)
class EnterFeedback:
    """What somebody said on a call or wrote on paper, entered for them."""

    code: str
    version: str
    language: str
    answers: Mapping[str, Any]
    words: str = ""


@transaction.atomic
def enter_feedback(command: EnterFeedback, *, by: User, at: datetime) -> FeedbackResponse:
    """Enter it under its code, which is used up. Refused: to a role that may not; with a code that is wrong, used or over,
    in the same words each time. Raises ValueError for a version or language that is none."""
    if command.version not in VERSIONS or command.language not in LANGUAGES:
        raise ValueError("There is no such version or language of the questions.")
    may(by, "enter_feedback", None, at).require()
    held = FeedbackInvitation.objects.select_for_update(of=("self",)).select_related("case__lead_force")
    invitation = held.filter(code_hash=code_hash(command.code), used_on__isnull=True, expires_at__gt=at).first()
    if invitation is None or invitation.case.lead_force_id != by.force_id:
        refuse(RULE, NO_SUCH_CODE).require()
    assert invitation is not None
    day = to_london(at).date()
    invitation.used_on = day
    invitation.save(update_fields=["used_on"])
    case = invitation.case
    answers = clean_answers(invitation.moment, command.answers)
    return keep_response(
        Received(
            case.lead_force,
            case.area,
            invitation.moment,
            command.language,
            command.version,
            day,
            answers,
            command.words,
            case if signs(answers, command.words) or wants_reply(answers) else None,
        ),
        at,
    )
