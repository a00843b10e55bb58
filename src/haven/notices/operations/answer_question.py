"""The officer answers what an inspector asked. The request kept waiting."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import lock_case, record
from haven.cases.permissions import may
from haven.notices.models import NoticeQuestion
from haven.notices.states import can_move
from haven.sealed.ciphers import encipher
from haven_law.findings import refuse


@transaction.atomic
def answer_question(question: NoticeQuestion, answer: str, *, by: User, at: datetime) -> NoticeQuestion:
    """Answer a question on a request. Refused when it was answered, when the request no longer waits, without words,
    and to a role that may not propose."""
    proposal = question.proposal
    may(by, "propose_notice", proposal.case, at).require()
    lock_case(proposal.case_id)
    proposal.refresh_from_db()
    question.refresh_from_db()
    can_move(proposal, "answer", at).require()
    if question.answered_at is not None:
        refuse("Haven request rule", "This question has already been answered").require()
    if not answer.strip():
        refuse("Haven request rule", "Enter the answer").require()
    question.answered_by, question.answered_at = by, at
    question.answer_enc = encipher(proposal.case.ref, answer)
    question.save(update_fields=["answered_by", "answered_at", "answer_enc"])
    record(proposal.case, "notice.question_answered", by=by, at=at, about=("notice", proposal.ref))
    return question
