"""Clocks as rows: started, met, closed, replaced. Each brings the ladder of its warnings with it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from haven.accounts.models import Team
from haven.cases.models import Case, Deadline, DeadlineRung

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
    replaced = open_deadlines(new.about[1], new.kind).values_list("pk", flat=True).select_for_update().first()
    if replaced is not None:
        _close(Deadline.objects.filter(pk=replaced), at=new.starts_at, because="replaced")
    deadline = Deadline.objects.create(
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
    if replaced is not None:
        Deadline.objects.filter(pk=replaced).update(replaced_by=deadline)
    rungs = [*ladder(new), *new.extra_rungs]
    DeadlineRung.objects.bulk_create(
        DeadlineRung(deadline=deadline, rung=code, due_at=due) for code, due in rungs if due >= new.starts_at
    )
    return deadline


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
    open_deadlines(about_ref, kind).update(met_at=at, closed_at=at, close_reason="met")


def close_all(
    about_refs: str | Iterable[str], *, at: datetime, because: str, kinds: Iterable[str] | None = None
) -> None:
    """The open clocks about a thing, or about several, stop with the same reason."""
    refs = [about_refs] if isinstance(about_refs, str) else list(about_refs)
    rows = Deadline.objects.filter(about_ref__in=refs, closed_at__isnull=True, voided_at__isnull=True)
    _close(rows.filter(kind__in=list(kinds)) if kinds else rows, at=at, because=because)


def _close(rows: QuerySet[Deadline], *, at: datetime, because: str) -> None:
    rows.update(closed_at=at, close_reason=because)
