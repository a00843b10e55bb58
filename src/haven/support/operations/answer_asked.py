"""What became of something she asked for: spoken to alone, and answered. To end or change what protects her waits (T-08)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import hold_case, record
from haven.cases.operations.tasks import do_task
from haven.cases.permissions import may
from haven.notices.models import Notice, NoticeProposal
from haven.sealed.ciphers import encipher
from haven.support.models import Asked
from haven_law.clock import in_words
from haven_law.findings import refuse

RULE = "Haven asking rule"
# kind -> the answers that there are
ANSWERS_OF = {
    "contact": ("done", "took_back", "not_done"),
    "needs": ("done", "took_back", "not_done"),
    "people": ("done", "took_back", "not_done"),
    "change": ("to_court", "took_back", "not_done"),
}


@dataclass(frozen=True)
class AnswerAsked:
    """`answer`: one of ANSWERS_OF for its kind; `words`: what was said and done, enciphered."""

    ref: str
    answer: str
    words: str


@transaction.atomic
def record_alone(ref: str, *, by: User, at: datetime) -> Asked:
    """They were spoken to alone, face to face or on a call that they proved. Refused: a second time; to a role that may
    not; for a change of what protects them, to whoever asked for or served the notice of the case."""
    asked = _held(ref)
    may(by, "answer_asked", asked.case, at).require()
    if asked.alone_at is not None or asked.answered_at is not None:
        refuse(RULE, "It is recorded already").require()
    if asked.kind == "change" and _is_of_the_case(by, asked):
        refuse(RULE, "An officer who asked for or served the notice does not speak to them about this").require()
    asked.alone_at, asked.alone_by = at, by
    asked.save(update_fields=["alone_at", "alone_by"])
    facts = {"kind": Asked.KINDS[asked.kind].lower()}
    record(asked.case, "asked.alone", by=by, at=at, about=("asked", str(asked.ref)), facts=facts)
    return asked


@transaction.atomic
def answer_asked(command: AnswerAsked, *, by: User, at: datetime) -> Asked:
    """Close it with what became of it; its task is done with it. Refused: a second time; without words; to take a change
    to a court before 72 hours are over, or before they were spoken to alone; to a role that may not."""
    asked = _held(command.ref)
    may(by, "answer_asked", asked.case, at).require()
    if command.answer not in ANSWERS_OF[asked.kind]:
        refuse(RULE, "Choose one of the answers shown").require()
    if not command.words.strip():
        refuse(RULE, "Say what was said and done").require()
    if asked.answered_at is not None:
        refuse(RULE, "It is answered already").require()
    if asked.kind == "change" and command.answer != "not_done":
        _free_and_waited(asked, command.answer, at)
    asked.answered_at, asked.answered_by, asked.answer = at, by, command.answer
    asked.answer_enc = encipher(asked.case.ref, command.words.strip())
    asked.save(update_fields=["answered_at", "answered_by", "answer", "answer_enc"])
    if asked.task.done_at is None:
        do_task(asked.task, proof=Asked.ANSWERS[command.answer], by=by, at=at)
    facts = {"kind": Asked.KINDS[asked.kind].lower(), "answer": Asked.ANSWERS[command.answer].lower()}
    record(asked.case, "asked.answered", by=by, at=at, about=("asked", str(asked.ref)), facts=facts)
    return asked


def _free_and_waited(asked: Asked, answer: str, at: datetime) -> None:
    if asked.alone_at is None:
        refuse(RULE, "They must be spoken to alone first").require()
    assert asked.hold_until is not None
    if answer == "to_court" and at < asked.hold_until:
        refuse(RULE, f"Nothing goes to a court before {in_words(asked.hold_until)}").require()


def _held(ref: str) -> Asked:
    asked = Asked.objects.select_related("case", "task").get(ref=ref)
    hold_case(asked.case_id)
    asked.refresh_from_db(fields=["alone_at", "answered_at"])
    return asked


def _is_of_the_case(by: User, asked: Asked) -> bool:
    proposed = NoticeProposal.objects.filter(case=asked.case, proposed_by=by).exists()
    return proposed or Notice.objects.filter(case=asked.case, service__attempt__by_user=by).exists()
