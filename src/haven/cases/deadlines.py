"""Clocks as rows: started, met, closed, replaced. Each brings the ladder of its warnings with it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from haven.accounts.composed import insert
from haven.accounts.models import Team
from haven.cases.models import Case, Deadline

HOURS_BEFORE = (24, 12, 6, 2, 1)


@dataclass(frozen=True)
class NewDeadline:
    """A clock to start. `rungs` names extra warnings: (code, instant)."""

    kind: str
    about: tuple[str, str]
    starts_at: datetime
    act_by: datetime
    outer_limit: datetime
    owner_role: str
    owner_team: Team
    provision: str = ""
    policy_key: str = ""
    nature: str = "duty"
    inputs: dict[str, Any] = field(default_factory=dict)
    steps: list[dict[str, Any]] = field(default_factory=list)
    calendar_version: str = ""
    ambiguity: str = ""
    ladder: str = "A"
    extra_rungs: tuple[tuple[str, datetime], ...] = ()


def start(case: Case, new: NewDeadline) -> Deadline:
    """Start a clock with its ladder. An open clock of the same kind about the same thing is replaced, not edited."""
    deadline = Deadline(
        case=case,
        kind=new.kind,
        about_kind=new.about[0],
        about_ref=new.about[1],
        starts_at=new.starts_at,
        act_by=new.act_by,
        outer_limit=new.outer_limit,
        provision=new.provision,
        policy_key=new.policy_key,
        nature=new.nature,
        inputs=new.inputs,
        steps=new.steps,
        calendar_version=new.calendar_version,
        ambiguity=new.ambiguity,
        owner_role=new.owner_role,
        owner_team=new.owner_team,
    )
    rungs = [(code, due) for code, due in (*ladder(new), *new.extra_rungs) if due >= new.starts_at]
    steps = [code for code, _ in rungs], [due for _, due in rungs]
    if not insert(deadline, unless=_ONE_OPEN, then=_RUNGS, also=steps):
        _replace(deadline, steps)
    return deadline


def _replace(deadline: Deadline, steps: tuple[list[str], list[datetime]]) -> None:
    """Close the one that stands open in its place, and write it after all."""
    held = open_deadlines(deadline.about_ref, deadline.kind).values_list("pk", flat=True).select_for_update().first()
    if held is not None:
        _close(Deadline.objects.filter(pk=held), at=deadline.starts_at, because="replaced")
    insert(deadline, then=_RUNGS, also=steps)
    if held is not None:
        Deadline.objects.filter(pk=held).update(replaced_by=deadline)


# Clocks start and are met in nearly every act: these are written out.
_ONE_OPEN = "(about_ref, kind) WHERE closed_at IS NULL AND replaced_by_id IS NULL"
_RUNGS = """
INSERT INTO cases_deadlinerung (deadline_id, rung, due_at, told, escalated)
SELECT one.id, code, due, '[]'::jsonb, 0 FROM one, unnest(%s::varchar[], %s::timestamptz[]) AS step (code, due)
"""
_MEET = """
UPDATE cases_deadline SET met_at = %(at)s, closed_at = %(at)s, close_reason = 'met'
WHERE about_ref = %(about)s AND kind = %(kind)s AND closed_at IS NULL AND voided_at IS NULL
"""


def ladder(new: NewDeadline) -> list[tuple[str, datetime]]:
    """Ladder A: 24, 12, 6, 2 and 1 hour before act_by, at it, and after the outer limit. Ladder C: once at due.
    None: only the extra rungs."""
    if new.ladder == "none":
        return []
    if new.ladder == "C":
        return [("due", new.act_by)]
    before = [(f"h{hours}", new.act_by - timedelta(hours=hours)) for hours in HOURS_BEFORE]
    at_limit = [("act_by", new.act_by)] if new.act_by != new.outer_limit else []
    return [*before, *at_limit, ("outer_limit", new.outer_limit)]


def open_deadlines(about_ref: str, kind: str | None = None) -> QuerySet[Deadline]:
    rows = Deadline.objects.filter(about_ref=about_ref, closed_at__isnull=True, voided_at__isnull=True)
    return rows.filter(kind=kind) if kind else rows


def meet(about_ref: str, kind: str, *, at: datetime) -> None:
    """The thing was done at `at`: the clock is met, late or not."""
    with connection.cursor() as cursor:
        cursor.execute(_MEET, {"at": at, "about": about_ref, "kind": kind})


def close_all(
    about_refs: str | Iterable[str], *, at: datetime, because: str, kinds: Iterable[str] | None = None
) -> None:
    """The open clocks about a thing, or about several, stop with the same reason."""
    refs = [about_refs] if isinstance(about_refs, str) else list(about_refs)
    rows = Deadline.objects.filter(about_ref__in=refs, closed_at__isnull=True, voided_at__isnull=True)
    _close(rows.filter(kind__in=list(kinds)) if kinds else rows, at=at, because=because)


def _close(rows: QuerySet[Deadline], *, at: datetime, because: str) -> None:
    rows.update(closed_at=at, close_reason=because)


def reopen(about_refs: str | Iterable[str], *, closed_at: datetime, because: str) -> None:
    """What had stopped these clocks was recorded wrongly: they run on. One that was met, replaced or started anew stays."""
    refs = [about_refs] if isinstance(about_refs, str) else list(about_refs)
    rows = Deadline.objects.filter(about_ref__in=refs, closed_at=closed_at, close_reason=because, met_at__isnull=True)
    running = Deadline.objects.filter(
        about_ref=OuterRef("about_ref"), kind=OuterRef("kind"), closed_at__isnull=True, replaced_by__isnull=True
    )
    rows = rows.filter(replaced_by__isnull=True, voided_at__isnull=True).exclude(Exists(running))
    rows.update(closed_at=None, close_reason="")
