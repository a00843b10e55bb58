"""Decide whether a reported breach is pursued."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.breaches.assessing import RULE
from haven.breaches.models import Breach
from haven.breaches.operations.holding import locked
from haven.breaches.states import may_move
from haven.cases.chronology import record
from haven.cases.deadlines import meet
from haven.cases.permissions import may
from haven_law.citation import daa
from haven_law.findings import refuse


@dataclass(frozen=True)
class PursueBreach:
    """`how`: arrest, charge, summons or referral (for charge). A breach of a notice can only be pursued by arrest."""

    breach: str
    how: str


@dataclass(frozen=True)
class DecideNotToPursue:
    breach: str
    reasons: str


@transaction.atomic
def pursue_breach(command: PursueBreach, *, by: User, at: datetime) -> Breach:
    """Decide to pursue. Refused: to a role that may not; when it was decided already; and, for a notice, by any way but
    arrest, because its breach is not an offence (s.26). Raises ValueError for another way."""
    breach = locked(command.breach)
    may(by, "decide_breach", breach.case, at).require()
    may_move(breach, "pursue", at).require()
    return write_pursuit(breach, command.how, by=by, at=at)


def write_pursuit(breach: Breach, how: str, *, by: User, at: datetime) -> Breach:
    """The same, within an operation that has asked who may and holds the case."""
    if how not in Breach.HOW_PURSUED:
        raise ValueError(f"'{how}' is not a way to pursue a breach.")
    if breach.of == "notice" and how != "arrest":
        because = "A breach of a notice is not an offence. Arrest, and bring the person before the court"
        refuse(daa("26(1)"), because).require()
    breach.pursued_at, breach.pursued_by, breach.pursued_how = at, by, how
    breach.save(update_fields=["pursued_at", "pursued_by", "pursued_how"])
    meet(breach.ref, "breach_decision", at=at)
    facts = {"ref": breach.ref, "of": breach.of, "how": breach.get_pursued_how_display().lower()}
    record(breach.case, "breach.pursued", by=by, at=at, about=("breach", breach.ref), facts=facts)
    return breach


@transaction.atomic
def decide_not_to_pursue(command: DecideNotToPursue, *, by: User, at: datetime) -> Breach:
    """Decide to take no further action, with reasons. Refused: to a role that may not; when it was decided already;
    without reasons."""
    breach = locked(command.breach)
    may(by, "decide_breach", breach.case, at).require()
    may_move(breach, "not_pursue", at).require()
    if not command.reasons.strip():
        refuse(RULE, "Give the reasons why nothing more is done").require()
    breach.decided_not_at, breach.decided_not_by, breach.decided_not_why = at, by, command.reasons.strip()
    breach.save(update_fields=["decided_not_at", "decided_not_by", "decided_not_why"])
    meet(breach.ref, "breach_decision", at=at)
    facts = {"ref": breach.ref, "of": breach.of}
    record(breach.case, "breach.not_pursued", by=by, at=at, about=("breach", breach.ref), facts=facts)
    return breach
