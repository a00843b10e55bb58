"""Does the subject have access to firearms? The licensing department is told as a task."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import lock_case, record
from haven.cases.models import Case, FirearmsAnswer
from haven.cases.permissions import may


@dataclass(frozen=True)
class FirearmsFacts:
    """`answer`: yes, no or not_known."""

    answer: str
    detail: str = ""


@transaction.atomic
def record_firearms(case: Case, facts: FirearmsFacts, *, by: User, at: datetime) -> FirearmsAnswer:
    """Record the answer. Yes and not known bring a task for the licensing department. Refused to a role that may not."""
    may(by, "record_case_facts", case, at).require()
    lock_case(case.pk)
    return write_firearms(case, facts, by=by, at=at)


def write_firearms(case: Case, facts: FirearmsFacts, *, by: User, at: datetime) -> FirearmsAnswer:
    """The same, within an operation that has asked who may and holds the case."""
    row = FirearmsAnswer.objects.create(case=case, answer=facts.answer, detail=facts.detail, recorded_by=by)
    said = {"answer": row.get_answer_display().lower(), "code": row.answer}
    record(case, "firearms.answered", by=by, at=at, about=("case", case.ref), facts=said)
    return row
