"""The protected person takes back what was said. It is recorded, and it closes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.breaches.assessing import RULE
from haven.breaches.models import Retraction
from haven.breaches.operations.holding import locked
from haven.cases.chronology import record
from haven.cases.permissions import may
from haven.sealed.ciphers import encipher
from haven_law.findings import refuse


@dataclass(frozen=True)
class RecordRetraction:
    """`said_by`: protected or other. `alone`: whether they were spoken to alone."""

    breach: str
    said_by: str
    alone: bool
    words: str


@transaction.atomic
def record_retraction(command: RecordRetraction, *, by: User, at: datetime) -> Retraction:
    """Record it in the words used. Where the breach stands does not change: a person decides on all the evidence, and the
    order binds whatever anybody but a court says. Refused: to a role that may not; without the words. Raises ValueError
    for another person."""
    if command.said_by not in Retraction.FROM:
        raise ValueError(f"'{command.said_by}' is not somebody who takes a report back.")
    breach = locked(command.breach)
    may(by, "record_case_facts", breach.case, at).require()
    if not command.words.strip():
        refuse(RULE, "Write down what was said, in the words used").require()
    found = Retraction.objects.create(
        breach=breach,
        at=at,
        said_by=command.said_by,
        alone=command.alone,
        words_enc=encipher(breach.case.ref, command.words.strip()),
        recorded_by=by,
    )
    facts = {"ref": breach.ref, "who": found.get_said_by_display(), "alone": command.alone}
    record(breach.case, "breach.retracted", by=by, at=at, about=("breach", breach.ref), facts=facts)
    return found
