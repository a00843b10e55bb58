"""Is it her? By her card and the phrase that she says, and her PIN if she gives it. What does not prove it sounds the same
whatever the reason: no such card, the wrong words, a case that the handler may not see, or words for danger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import record
from haven.line.models import Call
from haven.line.operations.alerts import raise_duress
from haven.line.operations.take_call import NOBODY_SAFE, RULE, add_step, held_call
from haven.line.standing import cases_for, heard_by
from haven.support.asking import prove
from haven.support.models import LineCredential, Secret
from haven.support.proving import DURESS, NOT_PROVEN, PROVEN, Known, Said, judge, tidy_digits
from haven_law.findings import refuse

CANNOT_TALK = "cannot_talk"


@dataclass(frozen=True)
class ProveCaller:
    """What she says: the number of her card, her words, and the PIN if she gives it. None of it is kept."""

    card: str
    phrase: str
    pin: str = ""


@transaction.atomic
def prove_caller(call: Call, command: ProveCaller, *, by: User, at: datetime) -> str:
    """PROVEN, NOT_PROVEN, DURESS or CANNOT_TALK. The same statements and hash computations for a card that is nobody's.

    Refused: before it was asked whether she is safe to talk, or when she is not; without a card number and words; in somebody
    else's call, or one that is over."""
    call = held_call(call, by=by, at=at)
    if not call.safe or call.safe == NOBODY_SAFE:
        refuse(RULE, "Ask first whether they can talk safely. If they cannot, nothing is asked").require()
    card = tidy_digits(command.card)
    named = (
        LineCredential.objects.filter(card_number=card, ended_at__isnull=True)
        .values_list("person_id", flat=True)
        .first()
    )
    said = Said(phrase=command.phrase, pin=command.pin or None)
    source = f"hash {call.cli_hash}" if call.cli_hash else f"withheld {card}"
    answer, person = prove(card, said, source=source, at=at, judged_by=_judge_words)
    call.named_id = named if named is not None else call.named_id
    answer = _follow(call, answer, person, by, at) if person is not None else NOT_PROVEN
    if answer == PROVEN:
        call.proof = "both" if command.pin else "phrase"
    call.save(update_fields=["named", "person", "proof", "duress"])
    add_step(call, answer, at)
    return answer


def _judge_words(known: Known, said: Said) -> str:
    """The phrase, or one of the words that mean: send help, or I cannot talk. Each is computed, whatever the others were.
    Words for danger are heard from a card that is shut, too."""
    kept = {row.kind: row for row in Secret.objects.filter(person=known.person, replaced_at__isnull=True)}
    answer = judge(known, said)
    for kind, means in (("cannot_talk", CANNOT_TALK), ("send_help", DURESS)):
        row = kept.get(kind)
        as_phrase = Known(known.person, phrase=row.hash if row else "", phrase_sounds=row.sounds_hash if row else "")
        if judge(as_phrase, Said(phrase=said.phrase)) == PROVEN:
            answer = means
    return answer


def _follow(call: Call, answer: str, person: int, by: User, at: datetime) -> str:
    """What is true of the call after it, and what the handler may know of it."""
    if answer == DURESS:
        call.duress = True
        raise_duress(call, person, by=by, at=at)
    if answer != PROVEN:
        return answer
    if call.duress:
        return NOT_PROVEN
    cases = cases_for(person, by, at)
    kept_from = [case for case in heard_by(person, at) if case.pk not in {c.pk for c in cases}]
    for case in kept_from:
        record(case, "call.unheard", by="system:line", at=at, about=("call", str(call.public_id)))
    if kept_from and not cases:
        return NOT_PROVEN
    call.person_id = person
    for case in cases:
        who = "The protected person" if case.protected_id == person else "Somebody who helps them"
        facts = {"line": Call.LINES[call.line].lower(), "who": who, "proof": "by the phrase"}
        record(case, "call.proven", by=by, at=at, about=("call", str(call.public_id)), facts=facts)
    return PROVEN
