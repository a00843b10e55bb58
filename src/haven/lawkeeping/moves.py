"""Which running clocks get another date when the calendar changes, and giving it to them: each is replaced by a clock
with the new date, the old one is kept, and the case says so (F15)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from haven.accounts.models import User
from haven.cases.chronology import lock_case, record
from haven.cases.clock_words import CLOCKS
from haven.cases.deadlines import NewDeadline, start
from haven.cases.models import Deadline
from haven.courts.in_time import heard_in_time
from haven.courts.models import Sitting
from haven.documents.papers.words import deadline_words
from haven.notices.clocks import apply_due, apply_inputs, steps_json
from haven_law.calendar import Calendar
from haven_law.clock import HearingDeadline, custody_deadline, day_end, hearing_deadline, to_london, working_day_after

# This warning follows the sittings: for a hearing the watch adds it.
PLANNED = "last_sitting"


@dataclass(frozen=True)
class Dates:
    """The dates of a clock as they would be, with their working."""

    act_by: datetime
    outer_limit: datetime
    steps: list[dict[str, Any]] = field(default_factory=list)
    inputs: dict[str, Any] = field(default_factory=dict)
    version: str = ""
    ambiguity: str = ""
    last_sitting: datetime | None = None


@dataclass(frozen=True)
class Move:
    """A running clock and the dates it would get."""

    clock: Deadline
    to: Dates

    @property
    def name(self) -> str:
        return CLOCKS[self.clock.kind].name

    @property
    def earlier(self) -> bool:
        return self.to.act_by < self.clock.act_by


def _of_hours(found: HearingDeadline, clock: Deadline) -> Dates:
    inputs = {k: v for k, v in clock.inputs.items() if k not in ("warning", "steps_outer")}
    if found.warning:
        inputs["warning"] = found.warning
    if not found.settled and found.limb == "hours":
        inputs["steps_outer"] = steps_json(found.steps_outer)
    if "limb" in inputs:
        inputs["limb"] = found.limb
    return Dates(
        found.act_by,
        max(found.act_by, found.outer_limit),
        steps_json(found.steps_act_by),
        inputs,
        found.calendar_version,
        found.ambiguity or "",
    )


def _hearing(clock: Deadline, calendar: Calendar) -> Dates:
    return _of_hours(hearing_deadline(clock.starts_at, calendar), clock)


def _custody(clock: Deadline, calendar: Calendar) -> Dates:
    at = clock.inputs.get("hearing_at")
    hearing = datetime.fromisoformat(at) if at else None
    return _of_hours(custody_deadline(clock.starts_at, hearing, calendar), clock)


def _serve_order(clock: Deadline, calendar: Calendar) -> Dates:
    due = day_end(working_day_after(to_london(clock.starts_at).date(), 1, calendar))
    return Dates(due, due, inputs=dict(clock.inputs))


RECKONED: dict[str, Callable[[Deadline, Calendar], Dates]] = {
    "hearing": _hearing,
    "custody": _custody,
    "serve_order": _serve_order,
}


def moves(calendar: Calendar, clocks: Iterable[Deadline] | None = None) -> list[Move]:
    """The running clocks that would get another date under a calendar, with the application that follows a hearing."""
    found = []
    for clock in running() if clocks is None else clocks:
        dates = RECKONED[clock.kind](clock, calendar)
        if (dates.act_by, dates.outer_limit) != (clock.act_by, clock.outer_limit):
            found.append(Move(clock, dates))
    return sorted([*found, *_applications(found, calendar)], key=lambda move: (move.to.act_by, move.clock.pk))


def running() -> QuerySet[Deadline]:
    """The running clocks whose date comes from the calendar."""
    rows = Deadline.objects.filter(
        kind__in=list(RECKONED), closed_at__isnull=True, voided_at__isnull=True, replaced_by__isnull=True
    )
    return rows.select_related("case", "owner_team__force").order_by("act_by", "pk")


def _applications(found: list[Move], calendar: Calendar) -> Iterator[Move]:
    """The clocks of applying (our rule) that are counted back from a hearing that moves."""
    hearings = {
        move.clock.about_ref: move
        for move in found
        if move.clock.kind == "hearing" and move.to.act_by != move.clock.act_by
    }
    rows = Deadline.objects.filter(
        kind="apply", about_ref__in=list(hearings), closed_at__isnull=True, voided_at__isnull=True
    )
    for clock in rows.filter(replaced_by__isnull=True).select_related("case", "owner_team__force"):
        served, hear_by = clock.starts_at, hearings[clock.about_ref].to.act_by
        in_time = heard_in_time(clock.case.area, served, calendar)
        to = application_dates(clock, hear_by, in_time.sitting)
        if to.act_by != clock.act_by:
            yield Move(clock, to)


def application_dates(clock: Deadline, hear_by: datetime, last: Sitting | None) -> Dates:
    """When to apply (our rule), for the last sitting as it is known now."""
    starts, papers = (last.starts_at, last.papers_by) if last is not None else (None, None)
    due = apply_due(clock.starts_at, hear_by, papers, starts)
    rung = max(starts, clock.starts_at) if starts is not None else None
    return Dates(due, due, inputs=apply_inputs(hear_by, papers, starts), last_sitting=rung)


@transaction.atomic
def carry_out(
    calendar: Calendar, *, by: User | str, at: datetime, because: str, clocks: Iterable[Deadline] | None = None
) -> int:
    """Give every clock that moves its new date: replaced, kept, and told in the case. Answers how many."""
    done = 0
    for move in moves(calendar, clocks):
        lock_case(move.clock.case_id)
        clock = Deadline.objects.select_for_update().filter(pk=move.clock.pk, closed_at__isnull=True).first()
        if clock is None:
            continue
        put(replace(move, clock=clock), by=by, at=at, because=because)
        done += 1
    return done


def put(move: Move, *, by: User | str, at: datetime, because: str, cause: str = "calendar") -> None:
    """Give a clock, whose case is locked, its new date, and tell it in the case. `cause`: calendar or sittings."""
    clock = move.clock
    start(clock.case, replacement(move))
    facts = {
        "clock": move.name,
        "kind": clock.kind,
        "was": deadline_words(clock.act_by),
        "is": deadline_words(move.to.act_by),
        "because": because,
        "cause": cause,
    }
    about = (clock.about_kind, clock.about_ref)
    record(clock.case, "deadline.reckoned_anew", by=by, at=at, about=about, facts=facts)


def replacement(move: Move) -> NewDeadline:
    """The clock that takes the place of another: the same but for its dates, its working, and its warnings."""
    clock, to = move.clock, move.to
    return NewDeadline(
        kind=clock.kind,
        about=(clock.about_kind, clock.about_ref),
        starts_at=clock.starts_at,
        act_by=to.act_by,
        outer_limit=to.outer_limit,
        owner_role=clock.owner_role,
        owner_team=clock.owner_team,
        provision=clock.provision,
        policy_key=clock.policy_key,
        nature=clock.nature,
        inputs=to.inputs,
        steps=to.steps,
        calendar_version=to.version,
        ambiguity=to.ambiguity,
        ladder="none",
        extra_rungs=tuple(_rungs(move)),
    )


def _rungs(move: Move) -> Iterator[tuple[str, datetime]]:
    """The same warnings, as long before the new date as they were before the old one."""
    clock, to = move.clock, move.to
    codes = {rung.rung: rung.due_at for rung in clock.rungs.all()}
    for code, due in codes.items():
        if code not in (PLANNED, "act_by", "outer_limit"):
            yield code, to.act_by + (due - clock.act_by)
    if to.last_sitting is not None:
        yield PLANNED, to.last_sitting
    if "outer_limit" in codes:
        yield "outer_limit", to.outer_limit
        if to.act_by != to.outer_limit:
            yield "act_by", to.act_by
