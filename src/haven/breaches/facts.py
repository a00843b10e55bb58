"""Rows of notices and orders as the facts that the law takes: their times, their clauses at an instant, awareness."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min

from haven.courts.models import Hearing
from haven.lawdata.queries import calendar
from haven.notices.models import Notice, NoticeTerm
from haven.orders.models import Order, OrderVersion, Requirement
from haven_law.breach import ELSEWHERE_IN_UK, ENGLAND_AND_WALES, NoticeTimes, OrderConduct
from haven_law.calendar import Calendar
from haven_law.clock import hearing_deadline
from haven_law.order_life import OrderTimes


@dataclass(frozen=True)
class Clause:
    """A clause in the exact words of one version (a notice has one). `row` is the row it stands in."""

    number: int
    term: str
    legal: str
    plain: str
    row: NoticeTerm | Requirement

    @property
    def requirement(self) -> Requirement:
        """The row, of a clause of an order."""
        if not isinstance(self.row, Requirement):
            raise TypeError("A term of a notice is not a requirement of an order.")
        return self.row


def notice_times(notices: Iterable[Notice], days: Calendar | None = None) -> dict[int, NoticeTimes]:
    """The instants that each notice lives by, with its hearing deadline. Two queries, whatever their number."""
    rows = list(notices)
    begun = Hearing.objects.filter(
        application__after_notice__in=[n.pk for n in rows], begun_at__isnull=False, voided_at__isnull=True
    )
    first = dict(begun.values_list("application__after_notice").annotate(Min("begun_at")).order_by())
    used = days or (calendar() if rows else Calendar.shipped())
    return {
        n.pk: NoticeTimes(
            served_at=n.served_at,
            deadline=hearing_deadline(n.served_at, used) if n.served_at is not None else None,
            hearing_begun_at=first.get(n.pk),
            ended_at=n.ended_at,
        )
        for n in rows
    }


def order_times(order: Order) -> OrderTimes:
    """The instants that an order lives by."""
    return OrderTimes(effective_at=order.effective_at, ends_at=order.ends_at, ended_at=order.ended_at)


def notice_clauses(notice: Notice) -> list[Clause]:
    """What the notice says, by clause."""
    return [Clause(t.clause, t.term, t.wording_en, t.plain_en, t) for t in notice.terms.all()]


def versions_of(order: Order) -> list[OrderVersion]:
    """All versions that stand, first to last, with their clauses and what is known of awareness."""
    rows = order.versions.filter(voided_at__isnull=True).prefetch_related("requirements", "awareness")
    return list(rows.order_by("seq"))


def version_at(versions: Iterable[OrderVersion], at: datetime) -> OrderVersion | None:
    """The version in effect at an instant."""
    for version in versions:
        begun = version.effective_at is not None and version.effective_at <= at
        if begun and (version.superseded_at is None or at < version.superseded_at):
            return version
    return None


def clauses_between(versions: Iterable[OrderVersion], start: datetime, end: datetime) -> list[Clause]:
    """Every clause that was in a version in effect at some instant from `start` to `end`, in the words of the earliest
    of those versions that holds it."""
    found: dict[int, Clause] = {}
    for version in versions:
        overlaps = (
            version.effective_at is not None
            and version.effective_at <= end
            and (version.superseded_at is None or version.superseded_at > start)
        )
        for r in version.requirements.all() if overlaps else ():
            found.setdefault(r.clause, Clause(r.clause, r.term, r.legal_en, r.plain_en, r))
    return [found[number] for number in sorted(found)]


def clause_in_force(row: Requirement, at: datetime) -> bool:
    """Is `at` within the clause's own period? Without one it lasts as long as the order."""
    return (row.starts_at is None or row.starts_at <= at) and (row.ends_at is None or at < row.ends_at)


def aware_from(version: OrderVersion) -> datetime | None:
    """When the subject is first shown to have known of a version: told, present, admitted, or served."""
    known = [a.at for a in version.awareness.all() if a.voided_at is None]
    if version.served_at is not None:
        known.append(version.served_at)
    return min(known, default=None)


def conduct(versions: list[OrderVersion], row: Requirement, at: datetime, jurisdiction: str = "ew") -> OrderConduct:
    """What the offence turns on for this clause at this instant. On a variation awareness counts only for what was
    added, extended or replaced; the rest goes back to the version before (s.45(8)-(9))."""
    version = next(v for v in versions if v.pk == row.version_id)
    place = ENGLAND_AND_WALES if jurisdiction == "ew" else ELSEWHERE_IN_UK
    before = _before(versions, version, row.clause)
    if row.change in ("same", "lightened") and before is not None:
        earlier = conduct(versions, before, at, jurisdiction)
        return OrderConduct(
            given_notice=earlier.given_notice,
            aware_from=earlier.aware_from,
            place=place,
            offence_without_variation=earlier.offence_without_variation,
            clause_in_force=clause_in_force(row, at),
        )
    return OrderConduct(
        given_notice=version.notice_given_to_subject,
        aware_from=aware_from(version),
        place=place,
        offence_without_variation=before is not None and _offence_before(versions, before, row, at, jurisdiction),
        clause_in_force=clause_in_force(row, at),
    )


def _before(versions: list[OrderVersion], version: OrderVersion, clause: int) -> Requirement | None:
    """The same clause in the version before."""
    earlier = [v for v in versions if v.seq < version.seq]
    last = max(earlier, key=lambda v: v.seq, default=None)
    if last is None:
        return None
    return next((r for r in last.requirements.all() if r.clause == clause), None)


def _offence_before(
    versions: list[OrderVersion], before: Requirement, row: Requirement, at: datetime, jurisdiction: str
) -> bool:
    """Would conduct against this clause be an offence had it not been extended? Only where the words are the same."""
    if row.change != "extended" or not clause_in_force(before, at):
        return False
    earlier = conduct(versions, before, at, jurisdiction)
    known = earlier.aware_from is not None and earlier.aware_from <= at
    return earlier.given_notice or known or earlier.offence_without_variation
