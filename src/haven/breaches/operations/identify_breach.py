"""Which clauses were broken: for a report from somebody who did not know them, or when the officer sees it otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.breaches.assessing import RULE, Assessment, assess
from haven.breaches.models import Breach
from haven.breaches.operations.holding import locked
from haven.breaches.operations.report_breach import thing_of, write_clauses
from haven.breaches.states import state
from haven.cases.chronology import record
from haven.cases.permissions import may
from haven_law.findings import as_json, refuse


@dataclass(frozen=True)
class IdentifyBreach:
    """The clauses, by number, of those in force at the time; or another offence that no clause covers."""

    breach: str
    clauses: tuple[int, ...] = ()
    other_offence: str = ""
    jurisdiction: str = ""


@transaction.atomic
def identify_breach(command: IdentifyBreach, *, by: User, at: datetime) -> Breach:
    """Write down which clauses it breaks, each in the words of the time and with the law's answer. What was chosen before
    stays in the case's line of events. Refused: to a role that may not; for the duty to notify, which has no clauses;
    without a clause or another offence; a clause that was not in force then; once a charge was decided. Raises ValueError
    for another place."""
    breach = locked(command.breach)
    may(by, "correct_breach", breach.case, at).require()
    if breach.of == "notification":
        refuse(RULE, "A failure to notify is an offence of its own: no clause of the order is chosen").require()
    if breach.charge_decided_at is not None or state(breach, at) == "decided":
        refuse(RULE, "The charge was decided on the clauses as they are. Ask for a correction").require()
    if command.jurisdiction and command.jurisdiction not in Breach.JURISDICTIONS:
        raise ValueError(f"'{command.jurisdiction}' is not a place.")
    if not command.clauses and not command.other_offence.strip():
        refuse(RULE, "Choose at least one clause, or say which other offence it may be").require()
    breach.jurisdiction = command.jurisdiction or breach.jurisdiction
    lower, upper = breach.happened.lower, breach.happened.upper
    found = assess(thing_of(breach), command.clauses, lower, upper, breach.jurisdiction)
    before = [c.clause for c in breach.clauses.all()]
    rewrite_clauses(breach, found)
    breach.other_offence = command.other_offence.strip()
    if breach.identified_at is None:
        breach.identified_at, breach.identified_by = at, by
    breach.save(update_fields=["jurisdiction", "other_offence", "identified_at", "identified_by"])
    facts = {"ref": breach.ref, "before": before, "clauses": list(command.clauses)}
    findings = [f for a in found.clauses for f in a.decision.findings]
    record(breach.case, "breach.identified", by=by, at=at, about=("breach", breach.ref), facts=facts, findings=findings)
    return breach


def rewrite_clauses(breach: Breach, found: Assessment) -> None:
    """The clauses and the law's answer in place of those before. Within an operation that holds the case and keeps what
    was there in its record."""
    breach.clauses.all().delete()
    write_clauses(breach, found.clauses)
    breach.then_answer, breach.then_findings = found.answer, [as_json(f) for f in found.findings]
    breach.save(update_fields=["then_answer", "then_findings"])
