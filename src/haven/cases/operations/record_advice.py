"""A lawyer decides a point that the law leaves open, for one case and one question."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import lock_case, record
from haven.cases.models import Case, LegalAdvice
from haven.cases.permissions import may
from haven.sealed.ciphers import encipher
from haven_law.findings import refuse

LEAST_REASONS = 20


@dataclass(frozen=True)
class RecordAdvice:
    """`question` is cases.advice.question_of(name, decision). `permits` False: the reading chosen stands in the way."""

    case: Case
    about: tuple[str, str]
    question: str
    reading: str
    reasons: str
    permits: bool = True


@transaction.atomic
def record_advice(command: RecordAdvice, *, by: User, at: datetime) -> LegalAdvice:
    """Record the advice. It joins the findings of the decision that relies on it.

    Refused: to anybody but a police lawyer or a legal adviser of the court; without the reading chosen or reasons."""
    case = lock_case(command.case.pk)
    may(by, "record_legal_advice", case, at).require()
    if not command.question.strip() or not command.reading.strip() or len(command.reasons.strip()) < LEAST_REASONS:
        refuse("Haven legal advice rule", "Say which reading you choose, and why, in a sentence or more").require()
    advice = LegalAdvice.objects.create(
        case=case,
        question=command.question,
        about_ref=command.about[1],
        lawyer=by,
        at=at,
        reading=command.reading.strip(),
        reasons_enc=encipher(case.ref, command.reasons.strip()),
        permits=command.permits,
        recorded_by=by,
    )
    facts = {"question": command.question, "permits": command.permits}
    record(case, "advice.recorded", by=by, at=at, about=command.about, facts=facts)
    return advice
