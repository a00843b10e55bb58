"""Rows of a notice or an order as a report of a breach needs them: its times, and its clauses as they were in force then.

Every answer changes only at instants that are rows: taking effect, being served or known, being changed, ending. So a
time between two instants is judged at its start and at each of these within it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from haven.notices.models import Notice, NoticeTerm
from haven.notices.notice_states import hearing_clock_of
from haven.orders.facts import clause_ran, order_times, versions_of
from haven.orders.models import Order, OrderVersion, Requirement
from haven_law.breach import NoticeTimes
from haven_law.clock import HearingDeadline
from haven_law.order_life import in_force

INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Clause:
    """A clause in the exact words of one version (a notice has one). `row` is the row it stands in."""

    number: int
    term: str
    legal: str
    plain: str
    row: NoticeTerm | Requirement


def notice_times(notice: Notice) -> NoticeTimes:
    """The instants that a notice lives by, with the clock of its hearing as it was reckoned."""
    clock = hearing_clock_of(notice) if notice.served_at is not None else None
    if clock is None or notice.served_at is None:
        return NoticeTimes(served_at=notice.served_at, deadline=None, ended_at=notice.ended_at)
    deadline = HearingDeadline(
        kind="hearing",
        given_at=notice.served_at,
        act_by=clock.act_by,
        outer_limit=clock.outer_limit,
        steps_act_by=(),
        steps_outer=(),
        disregarded_days=(),
        ambiguity=clock.ambiguity or None,
        citations=(clock.provision,),
        calendar_version=clock.calendar_version,
    )
    return NoticeTimes(notice.served_at, deadline, clock.met_at, notice.ended_at)


def clauses_at(thing: Notice | Order, at: datetime) -> list[Clause]:
    """The clauses that bound the subject at an instant: inside the notice, or inside the order, the version that had
    effect then, and the clause's own period."""
    if isinstance(thing, Notice):
        bound = thing.served_at is not None and in_force(thing.served_at, None, thing.ended_at, at)
        return [_of_notice(t) for t in thing.terms.all()] if bound else []
    times = order_times(thing)
    if not in_force(times.effective_at, times.ends_at, times.ended_at, at):
        return []
    found = [r for v in versions_of(thing) if had_effect(v, at) for r in v.requirements.all() if clause_ran(r, at)]
    return [_of_order(r) for r in sorted(found, key=lambda r: r.clause)]


def clauses_between(thing: Notice | Order, start: datetime, last: datetime) -> list[Clause]:
    """Every clause that bound the subject at some instant from `start` to `last`, each in the words of the earliest
    version that did."""
    found: dict[int, Clause] = {}
    for moment in moments(thing, start, last):
        for clause in clauses_at(thing, moment):
            found.setdefault(clause.number, clause)
    return [found[number] for number in sorted(found)]


def moments(thing: Notice | Order, start: datetime, last: datetime) -> list[datetime]:
    """The instants at which to ask about a time: its start, and each within it at which an answer may change. What ends
    with a deadline has not ended at that very instant, so the one after it is asked as well."""
    edges = _edges_of_notice(thing) if isinstance(thing, Notice) else _edges_of_order(thing)
    within = {m for edge in edges if edge is not None for m in (edge, edge + INSTANT) if start < m <= last}
    return [start, *sorted(within)]


def _edges_of_notice(notice: Notice) -> list[datetime | None]:
    times = notice_times(notice)
    deadline = times.deadline
    limits = [deadline.act_by, deadline.outer_limit] if deadline is not None else []
    return [times.served_at, times.ended_at, times.hearing_begun_at, *limits]


def _edges_of_order(order: Order) -> list[datetime | None]:
    edges = [order.made_at, order.effective_at, order.ends_at, order.ended_at]
    for version in versions_of(order):
        edges += [version.effective_at, version.superseded_at]
        edges += [a.at for a in version.awareness.all() if a.voided_at is None]
        edges += [edge for r in version.requirements.all() for edge in (r.starts_at, r.ends_at)]
    return edges


def had_effect(version: OrderVersion, at: datetime) -> bool:
    """Whether a version was the one that had effect at an instant."""
    began = version.effective_at is not None and version.effective_at <= at
    return began and (version.superseded_at is None or at < version.superseded_at)


def first_clauses(order: Order) -> list[Clause]:
    """The clauses of the first version: what an order said from the day it was made (A25)."""
    versions = versions_of(order)
    return [_of_order(r) for r in sorted(versions[0].requirements.all(), key=lambda r: r.clause)] if versions else []


def _of_notice(term: NoticeTerm) -> Clause:
    return Clause(term.clause, term.term, term.wording_en, term.plain_en, term)


def _of_order(row: Requirement) -> Clause:
    return Clause(row.clause, row.term, row.legal_en, row.plain_en, row)
