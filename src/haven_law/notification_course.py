"""The duties to notify of one person over time, whatever orders and other regimes they are under. DAA 2021 s.41, A10, A24.

``notification`` answers for one order, by days. Here every order against the person is looked at together, to the instant:
the order that took effect first carries the duty, the others add no new three days, another regime switches it off, and
what ends brings a full new notification with that day as the first of the three (s.41(8)-(9)).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from haven_law.clock import day_end, end_of, start_of, to_london
from haven_law.notification import (
    ADDRESS_CHANGED,
    DUTY_BEGINS_AGAIN,
    NAME_USED,
    NO_ADDRESS,
    ORDER_MADE,
    SEXUAL_OFFENCES,
    STALKING,
    NotificationDue,
    alleged_from,
    notification_due,
)

CHANGES = (NAME_USED, ADDRESS_CHANGED, NO_ADDRESS)
REGIMES = (SEXUAL_OFFENCES, STALKING)
ORDER_ENDED = "order_ended"

WAITING, MET, MET_LATE, OVERDUE, EXCUSED, OFF = "waiting", "met", "met_late", "overdue", "excused", "off"


@dataclass(frozen=True)
class OrderSpan:
    """An order against the person. `effective_at` None: it waits (s.38(2)). `ended_at`: its end, planned or recorded.
    `known_at`: when the subject is first shown to know of it; None: nothing shows it (A10)."""

    ref: str
    made_at: datetime
    effective_at: datetime | None
    ended_at: datetime | None = None
    known_at: datetime | None = None


@dataclass(frozen=True)
class Regime:
    """Another duty to notify that the person is under (s.41(8)(b)), from a day to its last day; None: it runs."""

    kind: str
    from_day: date
    last_day: date | None = None


@dataclass(frozen=True)
class Change:
    """A name first used, a home changed or lost, on a day. `key` tells two changes of a kind on one day apart."""

    event: str
    day: date
    key: str = ""


@dataclass(frozen=True)
class Duty:
    """One thing that must be notified, owed from `starts_at`.

    `fault_from`: nobody is said to have failed before it passes (A10); None while nothing shows that the subject knows of
    the order. `off_at`: when the duty stopped, `off_because` why ("order_ended", or the kind of a regime).
    `revived_after`: what the person stopped being under (the reference of an order, or the kind of a regime).
    """

    due: NotificationDue
    order: str
    starts_at: datetime
    fault_from: datetime | None
    off_at: datetime | None = None
    off_because: str = ""
    revived_after: str = ""
    key: str = ""

    @property
    def due_by(self) -> datetime:
        """The last second of the third day."""
        return day_end(self.due.last_day)

    @property
    def provision(self) -> str:
        """The subsection that asks for it."""
        return self.due.findings[0].provision

    @property
    def ambiguity(self) -> str | None:
        """The unsettled points that it turns on."""
        points = ["A10"] if self.fault_from != self.due_by else []
        points += ["A24"] if self.revived_after and self.revived_after not in REGIMES else []
        return ", ".join(points) or None


@dataclass(frozen=True)
class _Segment:
    """A stretch of time in which one order carries the duty and nothing switches it off."""

    order: OrderSpan
    start: datetime
    end: datetime | None
    because: str
    revived_after: str


def course_of_duties(
    orders: Iterable[OrderSpan], regimes: Iterable[Regime] = (), changes: Iterable[Change] = (), *, until: datetime
) -> tuple[Duty, ...]:
    """Every duty to notify that arose for one person up to an instant, the earliest first (s.41(2)-(9), A24).

    Raises ValueError for a change or a regime that the Act does not know."""
    spans, others, told = tuple(orders), tuple(regimes), tuple(changes)
    for regime in others:
        if regime.kind not in REGIMES:
            raise ValueError(f"'{regime.kind}' is not a duty to notify that section 41(8)(b) names.")
    for change in told:
        if change.event not in CHANGES:
            raise ValueError(f"'{change.event}' is not a change that must be notified.")
    segments = _segments(spans, others, until)
    found = [_whole(segment) for segment in segments]
    for change in told:
        segment = _segment_on(segments, change.day, until)
        if segment is not None:
            found.append(_changed(change, segment))
    return tuple(sorted(found, key=lambda d: (d.due_by, d.starts_at, d.order, d.due.event, d.key)))


def _segments(orders: tuple[OrderSpan, ...], regimes: tuple[Regime, ...], until: datetime) -> list[_Segment]:
    """Walk the instants at which something starts or stops. What bore on the duty just before says why it arises."""
    found: list[_Segment] = []
    running: tuple[OrderSpan, datetime, str] | None = None
    before: tuple[OrderSpan | None, str] = (None, "")
    for at in _instants(orders, regimes, until):
        carrier, regime = _carrier(orders, at), _regime(regimes, at)
        bearer = carrier if not regime else None
        if running is not None and bearer is not running[0]:
            why = regime if regime and carrier is running[0] else ORDER_ENDED
            found.append(_Segment(running[0], running[1], at, why, running[2]))
            running = None
        if running is None and bearer is not None:
            running = (bearer, at, _revived_after(before, bearer))
        before = (carrier, regime)
    if running is not None:
        found.append(_Segment(running[0], running[1], None, "", running[2]))
    return found


def _revived_after(before: tuple[OrderSpan | None, str], bearer: OrderSpan) -> str:
    """Section 41(9): what the person has just stopped being under. A regime that ended before there was an order was in
    nobody's way: the three days count from the making then."""
    carrier, regime = before
    if carrier is not None and carrier is not bearer:
        return carrier.ref
    return regime if carrier is bearer else ""


def _instants(orders: tuple[OrderSpan, ...], regimes: tuple[Regime, ...], until: datetime) -> list[datetime]:
    found = {o.effective_at for o in orders} | {o.ended_at for o in orders}
    found |= {start_of(r.from_day) for r in regimes}
    found |= {end_of(r.last_day) for r in regimes if r.last_day is not None}
    return sorted(at for at in found if at is not None and at <= until)


def _carrier(orders: tuple[OrderSpan, ...], at: datetime) -> OrderSpan | None:
    """The order in force that took effect first (A24)."""
    running = [
        (o.effective_at, o.made_at, o.ref, o)
        for o in orders
        if o.effective_at is not None and o.effective_at <= at and (o.ended_at is None or at < o.ended_at)
    ]
    return min(running, key=lambda row: row[:3])[3] if running else None


def _regime(regimes: tuple[Regime, ...], at: datetime) -> str:
    day = to_london(at).date()
    on = [r.kind for r in regimes if r.from_day <= day and (r.last_day is None or day <= r.last_day)]
    return min(on, default="")


def _whole(segment: _Segment) -> Duty:
    """Every name and the home address: from the making (s.41(2)), or from the day of s.41(9)."""
    order = segment.order
    made = not segment.revived_after
    starts = order.made_at if made and segment.start == order.effective_at else segment.start
    due = notification_due(ORDER_MADE if made else DUTY_BEGINS_AGAIN, to_london(starts).date())
    return _duty(due, starts, segment, revived_after=segment.revived_after)


def _changed(change: Change, segment: _Segment) -> Duty:
    due = notification_due(change.event, change.day)
    return _duty(due, max(start_of(change.day), segment.start), segment, key=change.key)


def _duty(due: NotificationDue, starts: datetime, segment: _Segment, *, revived_after: str = "", key: str = "") -> Duty:
    known = segment.order.known_at
    alleged = alleged_from(due, knew_on=to_london(known).date() if known is not None else None)
    return Duty(
        due=due,
        order=segment.order.ref,
        starts_at=starts,
        fault_from=None if alleged.from_day is None else start_of(alleged.from_day) - timedelta(seconds=1),
        off_at=segment.end,
        off_because=segment.because,
        revived_after=revived_after,
        key=key,
    )


def _segment_on(segments: list[_Segment], day: date, until: datetime) -> _Segment | None:
    """The stretch that covers the end of the day, or now where the day is not over: who is free of the duty when the day
    ends has nothing to notify of it."""
    last = min(end_of(day), until)
    for segment in segments:
        began = segment.start <= last and to_london(segment.start).date() <= day
        if began and (segment.end is None or segment.end >= last):
            return segment
    return None


def standing(duty: Duty, notified_at: datetime | None, at: datetime) -> str:
    """Where a duty stands at an instant: waiting, met, met_late, excused (past its day, but nobody may say that the subject
    failed, A10), overdue (s.43(1)(a)), or off (s.41(8), or the order is over)."""
    if notified_at is not None and notified_at <= at:
        return MET if notified_at <= duty.due_by else MET_LATE
    if duty.off_at is not None and duty.off_at <= at and not failed_before_end(duty):
        return OFF
    if at <= duty.due_by:
        return WAITING
    return OVERDUE if duty.fault_from is not None and at > duty.fault_from else EXCUSED


def failed_before_end(duty: Duty) -> bool:
    """Whether the duty had been failed when it stopped: what was an offence by then stays one (s.43(4))."""
    return duty.off_at is not None and duty.fault_from is not None and duty.off_at > duty.fault_from


def regime_words(kind: str) -> str:
    """What a regime is called. Raises KeyError for one that the Act does not name."""
    return {SEXUAL_OFFENCES: "Sexual Offences Act 2003, Part 2", STALKING: "Stalking Protection Act 2019, section 9"}[
        kind
    ]


# Which provisions each function applies; ``haven_law.provisions`` reads this.
ENACTS = {course_of_duties: ("41(2)", "41(4)", "41(5)", "41(6)", "41(8)", "41(9)")}
