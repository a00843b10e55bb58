"""The evidence of the person who is to be responsible, before the order (s.36(3)): suitability and enforceability."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import lock_case, record
from haven.cases.permissions import may
from haven.compliance.models import SuitabilityEvidence
from haven.courts.models import Application
from haven.sealed.ciphers import encipher
from haven_law.citation import daa
from haven_law.clock import to_london
from haven_law.findings import refuse
from haven_law.terms import RESPONSIBLE_PERSON, VOCABULARY

LEAST, MOST = 10, 2000


@dataclass(frozen=True)
class RecordSuitability:
    """`term`: the kind of requirement that is asked for. `how`: the form in which the evidence is."""

    application_ref: str
    term: str
    name: str
    given_on: date
    how: str
    suitability: str
    enforceability: str
    organisation: str = ""


@transaction.atomic
def record_suitability(command: RecordSuitability, *, by: User, at: datetime) -> SuitabilityEvidence:
    """Keep what the person said of the requirement, for the court. Whether the court received it, the court says.

    Refused: to a role that may not prepare an application; a requirement that needs no responsible person; without a
    name, or without a sentence on each of the two; a day in the future."""
    found = (
        Application.objects.filter(ref=command.application_ref, voided_at__isnull=True).select_related("case").first()
    )
    if found is None:
        refuse("Haven access rule 3", "There is no such application").require()
    assert found is not None
    lock_case(found.case_id)
    may(by, "prepare_application", found.case, at).require()
    _complete(command, at)
    row = SuitabilityEvidence.objects.create(
        application=found,
        term=command.term,
        name=command.name.strip()[:200],
        organisation=command.organisation.strip()[:200],
        given_on=command.given_on,
        how=command.how,
        suitability_enc=encipher(found.case.ref, command.suitability.strip()),
        enforceability_enc=encipher(found.case.ref, command.enforceability.strip()),
        recorded_by=by,
    )
    facts = {"who": row.name, "what": VOCABULARY[row.term].label.lower()}
    record(found.case, "supervision.evidence", by=by, at=at, about=("application", found.ref), facts=facts)
    return row


def _complete(command: RecordSuitability, at: datetime) -> None:
    def must(condition: bool, because: str, rule: str = daa("36(3)")) -> None:
        if not condition:
            refuse(rule, because).require()

    kind = VOCABULARY.get(command.term)
    supervised = kind is not None and RESPONSIBLE_PERSON in kind.order_needs
    must(supervised, "Choose a requirement that somebody supervises", daa("36(2)"))
    must(bool(command.name.strip()), "Enter the name of the person", "Haven evidence name")
    must(command.how in SuitabilityEvidence.HOW, "Choose the form of the evidence", "Haven evidence form")
    must(command.given_on <= to_london(at).date(), "The day cannot be in the future", "Haven evidence day")
    for words, name in ((command.suitability, "suitability"), (command.enforceability, "enforceability")):
        said = "whether it suits the subject" if name == "suitability" else "how it can be enforced"
        must(
            LEAST <= len(words.strip()) <= MOST, f"Say what they said on {said}, in a sentence or more", f"Haven {name}"
        )
