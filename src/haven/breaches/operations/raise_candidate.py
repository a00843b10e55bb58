"""A sign that an order or notice may have been broken: raised once, then reported as a breach by an officer, or dismissed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from haven.accounts.models import User
from haven.breaches.assessing import RULE
from haven.breaches.clocks import candidate_clock
from haven.breaches.models import Breach, Candidate
from haven.cases.chronology import hold_case, lock_case, record
from haven.cases.deadlines import meet
from haven.cases.permissions import may
from haven.notices.models import Notice
from haven.orders.models import Order
from haven.sealed.ciphers import token
from haven_law.findings import refuse

BY_ITSELF = "Haven"


@dataclass(frozen=True)
class RaiseCandidate:
    """`of`: notice, order or notification. `source_ref` names the alert, the duty or the report that it is from: the
    same sign again is the same candidate, and a later one only extends its time. `words` say what was seen, with no
    place in them."""

    of: str
    source: str
    source_ref: str
    words: str
    happened_from: datetime
    happened_until: datetime | None = None
    precision: str = "minute"
    order_ref: str = ""
    notice_ref: str = ""
    clause: int | None = None


@dataclass(frozen=True)
class DismissCandidate:
    candidate: str
    reasons: str


@transaction.atomic
def raise_candidate(command: RaiseCandidate, *, by: User | None, at: datetime) -> Candidate:
    """Raise it, or give back the one there is. A person looks at it within a day (our rule). It is no breach and counts
    nowhere as one. Refused when there is no such notice or order. Raises ValueError for another kind or source."""
    if command.of not in Breach.OF or command.source not in Candidate.SOURCES:
        raise ValueError("A candidate is of a notice, an order or the duty to notify, from a known kind of sign.")
    notice = Notice.objects.filter(ref=command.notice_ref, voided_at__isnull=True).select_related("case").first()
    order = Order.objects.filter(ref=command.order_ref, voided_at__isnull=True).select_related("case").first()
    thing = notice if command.of == "notice" else order
    if thing is None:
        refuse(RULE, "There is no such notice or order").require()
    assert thing is not None
    case = lock_case(thing.case_id)
    rows = Candidate.objects.filter(source=command.source, source_ref=command.source_ref, voided_at__isnull=True)
    held = rows.first()
    if held is not None:
        return _extended(held, command)
    found = Candidate.objects.create(
        public_id=token(),
        case=case,
        of=command.of,
        notice=notice if command.of == "notice" else None,
        order=order if command.of != "notice" else None,
        clause=command.clause,
        source=command.source,
        source_ref=command.source_ref,
        words=command.words[:300],
        raised_at=at,
        happened=DateTimeTZRange(command.happened_from, _until(command), "[]"),
        happened_precision=command.precision,
        recorded_by=by,
    )
    candidate_clock(found, at)
    facts = {"source": found.get_source_display().lower(), "about": thing.ref}
    record(case, "breach.raised", by=by or BY_ITSELF, at=at, about=("candidate", found.public_id), facts=facts)
    return found


def _until(command: RaiseCandidate) -> datetime:
    return command.happened_until or command.happened_from


def _extended(held: Candidate, command: RaiseCandidate) -> Candidate:
    """A failure that goes on is one candidate with a longer time (s.43(4)-(6))."""
    if held.happened.upper is not None and _until(command) > held.happened.upper and held.dismissed_at is None:
        held.happened = DateTimeTZRange(held.happened.lower, _until(command), "[]")
        held.save(update_fields=["happened"])
    return held


@transaction.atomic
def dismiss_candidate(command: DismissCandidate, *, by: User, at: datetime) -> Candidate:
    """Decide that it is no breach, with reasons. Refused: to a role that may not; without reasons; when it was dismissed
    or reported already."""
    found = Candidate.objects.filter(public_id=command.candidate, voided_at__isnull=True).select_related("case").first()
    if found is None:
        refuse(RULE, "There is no such sign").require()
    assert found is not None
    hold_case(found.case_id)
    found.refresh_from_db()
    may(by, "decide_breach", found.case, at).require()
    _still_open(found)
    if not command.reasons.strip():
        refuse(RULE, "Give the reasons why it is no breach").require()
    found.dismissed_at, found.dismissed_by, found.dismissed_why = at, by, command.reasons.strip()[:300]
    found.save(update_fields=["dismissed_at", "dismissed_by", "dismissed_why"])
    meet(found.public_id, "breach_decision", at=at)
    facts = {"source": found.get_source_display().lower()}
    record(found.case, "breach.dismissed", by=by, at=at, about=("candidate", found.public_id), facts=facts)
    return found


def _still_open(candidate: Candidate) -> None:
    if candidate.dismissed_at is not None:
        refuse(RULE, "This sign was dismissed already").require()
    if candidate.breach_id is not None:
        refuse(RULE, "This sign was reported as a breach already").require()


def close_candidate(candidate: Candidate, *, breach: Breach, at: datetime) -> None:
    """A report was made from it. Within an operation that holds the case. Refused when it is closed already."""
    _still_open(candidate)
    candidate.breach = breach
    candidate.save(update_fields=["breach"])
    meet(candidate.public_id, "breach_decision", at=at)
