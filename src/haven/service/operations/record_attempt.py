"""An attempt to put a paper into a hand."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.models import Case
from haven.documents.models import Document
from haven.parties.models import Person
from haven.sealed.ciphers import encipher
from haven.service.models import ServiceAttempt

# What the constable knew that it was the right person by. Two are needed.
IDENTITY_FACTS = {
    "name": "Gave the name on the notice",
    "born": "Gave the date of birth on the notice",
    "address": "Gave or was found at their home address",
    "document": "Showed a document with a name or photograph",
    "known": "Known to me or to another officer",
    "photograph": "Matches a custody or other photograph",
    "named_by_other": "Named by somebody who knows them",
    "fingerprint": "Fingerprints or custody record",
}


@dataclass(frozen=True)
class Attempt:
    """How it went. `made_at` is when it was so in the world; `said` is what the person said, kept enciphered."""

    paper_kind: str
    about_ref: str
    person: Person
    made_at: datetime
    result: str
    place_kind: str
    capacity: str
    document: Document | None = None
    identity: tuple[str, ...] = ()
    interpreter: str = ""
    appropriate_adult: str = ""
    read_out: bool = False
    understood: str = ""
    said: str = ""


@transaction.atomic(savepoint=False)
def record_attempt(case: Case, attempt: Attempt, *, by: User, server: User | None = None) -> ServiceAttempt:
    """Write an attempt, failed or not. The caller has asked the three questions. `server` is who made the attempt when
    another person records it (a correction)."""
    return ServiceAttempt.objects.create(
        case=case,
        paper_kind=attempt.paper_kind,
        about_ref=attempt.about_ref,
        document=attempt.document,
        person=attempt.person,
        by_user=server or by,
        by_capacity=attempt.capacity,
        at=attempt.made_at,
        place_kind=attempt.place_kind,
        result=attempt.result,
        identity_facts=len(set(attempt.identity)),
        interpreter=attempt.interpreter,
        appropriate_adult=attempt.appropriate_adult,
        read_out=attempt.read_out,
        understood=attempt.understood,
        said_enc=encipher(case.ref, attempt.said) if attempt.said else None,
        recorded_by=by,
    )
