"""Where the subject is held, and when they are expected to be released."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import lock_case, record
from haven.cases.models import Case, Detention
from haven.cases.permissions import may
from haven_law.findings import refuse


@dataclass(frozen=True)
class DetentionFacts:
    """`kind`: custody, prison, hospital or removal. `from_at` None: since the act at the latest."""

    kind: str
    place: str
    from_at: datetime | None = None
    expected_release_at: datetime | None = None


@transaction.atomic
def record_detention(case: Case, facts: DetentionFacts, *, by: User, at: datetime) -> Detention:
    """Record where the subject is held. Refused when the expected release is before the start, or to a role that may
    not."""
    may(by, "record_case_facts", case, at).require()
    lock_case(case.pk)
    return write_detention(case, facts, by=by, at=at)


def write_detention(case: Case, facts: DetentionFacts, *, by: User, at: datetime) -> Detention:
    """The same, within an operation that has asked who may and holds the case."""
    start = facts.from_at or at
    if facts.expected_release_at is not None and facts.expected_release_at <= start and facts.from_at is not None:
        refuse("Haven detention rule", "The expected release must be after the start of the detention").require()
    row = Detention.objects.create(
        case=case,
        person_id=case.subject_id,
        kind=facts.kind,
        place=facts.place,
        from_at=start,
        expected_release_at=facts.expected_release_at,
        recorded_by=by,
    )
    said: dict[str, str] = {"kind": row.get_kind_display().lower()}
    if row.expected_release_at is not None:
        said["expected_release_at"] = row.expected_release_at.isoformat()
    record(case, "detention.recorded", by=by, at=at, about=("case", case.ref), facts=said)
    return row


@transaction.atomic
def record_expected_release(detention: Detention, *, expected: datetime, by: User, at: datetime) -> Detention:
    """Record when the subject is now expected to be released. It is a forecast that a prison may change any day: what was
    expected before stays in the line of the case. Refused when the detention has ended, for a time that is not after its
    start, when nothing changes, or to a role that may not."""
    case = detention.case
    may(by, "record_case_facts", case, at).require()
    lock_case(case.pk)
    detention.refresh_from_db()
    if detention.released_at is not None:
        refuse("Haven detention rule", "The release is already recorded").require()
    if expected <= detention.from_at:
        refuse("Haven detention rule", "The expected release must be after the start of the detention").require()
    before = detention.expected_release_at
    if before == expected:
        refuse("Haven detention rule", "This is already the expected release").require()
    detention.expected_release_at = expected
    detention.save(update_fields=["expected_release_at"])
    said = {
        "kind": detention.get_kind_display().lower(),
        "is": expected.isoformat(),
        "was": before.isoformat() if before is not None else "not known",
    }
    record(case, "detention.release_expected", by=by, at=at, about=("case", case.ref), facts=said)
    return detention


@transaction.atomic
def record_release(detention: Detention, *, released_at: datetime, by: User, at: datetime) -> Detention:
    """Record that the subject was released. Refused when the detention has ended, before its start, or to a role that
    may not."""
    case = detention.case
    may(by, "record_case_facts", case, at).require()
    lock_case(case.pk)
    detention.refresh_from_db()
    if detention.released_at is not None:
        refuse("Haven detention rule", "The release is already recorded").require()
    if released_at < detention.from_at or released_at > at:
        refuse(
            "Haven detention rule", "The release must be after the start of the detention, and not in the future"
        ).require()
    detention.released_at = released_at
    detention.save(update_fields=["released_at"])
    kind = {"kind": detention.get_kind_display().lower()}
    record(case, "detention.ended", by=by, at=released_at, about=("case", case.ref), facts=kind)
    return detention
