"""The one way to write a line of a case: with the change it tells of, in its transaction."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from haven.accounts.actors import rank_on, words
from haven.accounts.models import User
from haven.cases.models import Case, CaseEvent, PendingEvent
from haven_law.findings import Finding, as_json

# A person's clock may be a little ahead of ours; more than this is a time in the future.
AHEAD = timedelta(minutes=5)


def lock_case(case_id: int) -> Case:
    """The case, locked until the transaction ends: two people acting at once follow each other."""
    return Case.objects.select_for_update().get(pk=case_id)


def _last_seq(case_id: int) -> int:
    """The number of the last event, read after the case is locked, so that two writers number one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM cases_case WHERE id = %s FOR UPDATE", [case_id])
        cursor.execute("SELECT coalesce(max(seq), 0) FROM cases_caseevent WHERE case_id = %s", [case_id])
        return int(cursor.fetchone()[0])


def record(
    case: Case,
    kind: str,
    *,
    by: User | str,
    at: datetime,
    about: tuple[str, str] = ("", ""),
    facts: Mapping[str, Any] | None = None,
    findings: Iterable[Finding] = (),
    at_until: datetime | None = None,
    precision: str = "minute",
    corrects: CaseEvent | None = None,
    command_id: UUID | None = None,
) -> CaseEvent:
    """Write one event of a case. `at` is when it was so in the world; when Haven knew is the database's clock.
    `by` is a user, or the name of a system part. Facts must hold no sealed value and no free text of a person."""
    if not connection.in_atomic_block:
        raise RuntimeError("An event is written in the transaction of its change")
    last = _last_seq(case.pk)
    user = by if isinstance(by, User) else None
    event = CaseEvent.objects.create(
        case=case,
        seq=last + 1,
        kind=kind,
        at=at,
        at_until=at_until,
        at_precision=precision,
        by_key=f"user:{user.pk}" if user else str(by),
        by_words=words(user, rank_on(user, at)) if user else str(by),
        about_kind=about[0],
        about_ref=about[1],
        facts=dict(facts or {}),
        findings=[as_json(finding) for finding in findings],
        corrects=corrects,
        command_id=command_id,
        recorded_by=user,
    )
    PendingEvent.objects.create(event=event)
    return event
