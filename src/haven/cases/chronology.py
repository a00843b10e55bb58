"""The one way to write a line of a case: with the change it tells of, in its transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection, models

from haven.accounts.actors import held_on, words_conferred, words_held
from haven.accounts.composed import Composed
from haven.accounts.in_hand import in_hand, keep
from haven.accounts.models import User
from haven.cases.models import Case, CaseEvent
from haven_law.findings import Finding, as_json

LONGEST_NAMED = 200  # the column of a line

# A person's clock may be a little ahead of ours; more than this is a time in the future.
AHEAD = timedelta(minutes=5)


def lock_case(case_id: int) -> Case:
    """The case, locked until the transaction ends: two people acting at once follow each other."""
    case = _LOCKED.first(case_id)
    if case is None:
        raise Case.DoesNotExist
    keep(("case", case_id))
    return case


# With the two people, whom nearly every act asks for.
_LOCKED = Composed[Case](
    lambda case: Case.objects.select_for_update(of=("self",)).select_related("subject", "protected").filter(pk=case)
)


def hold_case(case_id: int) -> None:
    """The same lock for who needs nothing of the row. One that this transaction has is not asked for again."""
    if in_hand(("case", case_id)):
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM cases_case WHERE id = %s FOR UPDATE", [case_id])
    keep(("case", case_id))


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
    user = by if isinstance(by, User) else None
    event = CaseEvent(
        case=case,
        kind=kind,
        at=at,
        at_until=at_until,
        at_precision=precision,
        by_key=f"user:{user.pk}" if user else str(by),
        by_words=_named(user, at) if user else str(by),
        about_kind=about[0],
        about_ref=about[1],
        facts=dict(facts or {}),
        findings=[as_json(finding) for finding in findings],
        corrects=corrects,
        command_id=command_id,
        recorded_by=user,
    )
    _write(event)
    return event


def _named(user: User, at: datetime) -> str:
    """Rank as at the act, name, number; for an acting rank who conferred it, where the line has room for it."""
    held = held_on(user, at)
    full = words_conferred(user, held, at)
    return full if len(full) <= LONGEST_NAMED else words_held(user, held)


def _write(event: CaseEvent) -> None:
    """The line and the note that its followers have to run, in one statement; the case is locked in the one before it,
    so that two writers number one after the other. Every act writes lines: composing these two by the query language
    each time costs several times what the database needs for them."""
    hold_case(event.case_id)
    values = [field.get_db_prep_save(getattr(event, field.attname), connection) for field in _fields()]
    with connection.cursor() as cursor:
        cursor.execute(_statement(), [event.case_id, *values])
        event.pk, event.seq, event.recorded_at = cursor.fetchone()
    event._state.adding, event._state.db = False, connection.alias


@cache
def _fields() -> tuple[models.Field[Any, Any], ...]:
    """The columns of a line that are said by who writes it: the rest the database gives."""
    given = (CaseEvent._meta.pk.name, "seq", "recorded_at")
    return tuple(field for field in CaseEvent._meta.concrete_fields if field.name not in given)


@cache
def _statement() -> str:
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in _fields())
    return f"""
        WITH line AS (
          INSERT INTO cases_caseevent (seq, {columns})
          VALUES ((SELECT coalesce(max(seq), 0) + 1 FROM cases_caseevent WHERE case_id = %s), {", ".join(["%s"] * len(_fields()))})
          RETURNING id, seq, recorded_at
        ), waiting AS (
          INSERT INTO cases_pendingevent (event_id, tries, last_error) SELECT id, 0, '' FROM line
        )
        SELECT id, seq, recorded_at FROM line
    """  # noqa: S608  names of columns, none of it from outside
