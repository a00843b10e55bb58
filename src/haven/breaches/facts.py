"""Rows of a notice or an order as a report of a breach needs them: its times, and its clauses as they stood then."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from haven.notices.models import Notice, NoticeTerm
from haven.notices.notice_states import hearing_clock_of
from haven.orders.facts import versions_of
from haven.orders.models import Order, OrderVersion, Requirement
from haven_law.breach import NoticeTimes
from haven_law.clock import HearingDeadline


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


def clauses_between(thing: Notice | Order, start: datetime, end: datetime) -> list[Clause]:
    """Every clause that had effect at some instant from `start` to `end`, each in the words of the earliest version
    that held it then. The words of a notice do not change."""
    if isinstance(thing, Notice):
        return [Clause(t.clause, t.term, t.wording_en, t.plain_en, t) for t in thing.terms.all()]
    return _by_number(r for v in versions_of(thing) if _overlaps(v, start, end) for r in v.requirements.all())


def _overlaps(version: OrderVersion, start: datetime, end: datetime) -> bool:
    began = version.effective_at is not None and version.effective_at <= end
    return began and (version.superseded_at is None or version.superseded_at > start)


def _by_number(rows: Iterable[Requirement]) -> list[Clause]:
    found: dict[int, Clause] = {}
    for r in rows:
        found.setdefault(r.clause, Clause(r.clause, r.term, r.legal_en, r.plain_en, r))
    return [found[number] for number in sorted(found)]
