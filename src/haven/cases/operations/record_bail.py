"""Conditions of bail, what they cover and when they end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import lock_case, record
from haven.cases.models import BailCondition, Case
from haven.cases.permissions import may
from haven_law.findings import refuse

# What a condition can do, in the codes of the terms of a notice, and two things that clash with them.
COVERS = {
    "no_contact": "Not to contact the protected person",
    "distance_from_home": "Not to go near where the protected person lives",
    "not_enter": "Not to enter the home",
    "leave_premises": "To live somewhere else",
    "live_at_home": "To live at the home of the protected person",
    "contact_allowed": "Contact with the protected person is allowed, for example about children",
    "other": "Something else",
}
POWERS = {"police": "Police bail", "court": "Court bail"}


@dataclass(frozen=True)
class BailFacts:
    """`covers` are codes of COVERS. `ends_at` None: the end is not known."""

    words: str
    covers: tuple[str, ...] = ()
    ends_at: datetime | None = None
    from_at: datetime | None = None
    power: str = "police"


@transaction.atomic
def record_bail(case: Case, facts: BailFacts, *, by: User, at: datetime) -> BailCondition:
    """Record a condition of the subject's bail. Refused when it ends before it begins, or to a role that may not."""
    may(by, "record_case_facts", case, at).require()
    lock_case(case.pk)
    return write_bail(case, facts, by=by, at=at)


def write_bail(case: Case, facts: BailFacts, *, by: User, at: datetime) -> BailCondition:
    """The same, within an operation that has asked who may and holds the case."""
    start = facts.from_at or at
    if facts.ends_at is not None and facts.ends_at <= start and facts.from_at is not None:
        refuse("Haven bail rule", "The condition must end after it begins").require()
    row = BailCondition.objects.create(
        case=case,
        person_id=case.subject_id,
        words=facts.words,
        covers=list(facts.covers),
        from_at=start,
        ends_at=facts.ends_at,
        power=POWERS.get(facts.power, facts.power),
        recorded_by=by,
    )
    said = {"ends_at": row.ends_at.isoformat()} if row.ends_at else {}
    record(case, "bail.recorded", by=by, at=at, about=("case", case.ref), facts=said)
    return row
