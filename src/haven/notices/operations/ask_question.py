"""The inspector asks the officer something. The request keeps waiting, and so does its clock."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import record
from haven.notices.gates import must
from haven.notices.models import NoticeQuestion
from haven.notices.operations.deciding import MOST_REASONS, begin_deciding
from haven.sealed.ciphers import encipher

LEAST_QUESTION = 5


@dataclass(frozen=True)
class AskQuestion:
    proposal_ref: str
    question: str


@transaction.atomic
def ask_question(command: AskQuestion, *, by: User, at: datetime) -> NoticeQuestion:
    """Ask. Refused to who may not decide this request, when it is decided or withdrawn, and without a question."""
    deciding = begin_deciding(command.proposal_ref, "ask", by=by, at=at)
    words = command.question.strip()
    must(len(words) >= LEAST_QUESTION, "Enter the question for the officer")
    must(len(words) <= MOST_REASONS, f"The question must be {MOST_REASONS:,} characters or fewer")
    question = NoticeQuestion.objects.create(
        proposal=deciding.proposal,
        asked_by=by,
        asked_at=at,
        question_enc=encipher(deciding.case.ref, words),
        recorded_by=by,
    )
    record(deciding.case, "notice.question_asked", by=by, at=at, about=("notice", command.proposal_ref))
    return question
