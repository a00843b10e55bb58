"""The hours in which she may be reached: from her plan, in London's own time, whatever the clocks do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from haven.parties.contact.views import PlanView, WindowView
from haven_law.clock import local_instants, to_london

# Without hours of her own nothing is sent at night: 9pm to 8am (experience 3.4).
DAY_BEGINS, DAY_ENDS = time(8), time(21)
BY_DAY = WindowView(frozenset(range(7)), DAY_BEGINS, DAY_ENDS)
DAYS_AHEAD = 9
Span = tuple[datetime, datetime]


def open_at(plan: PlanView, at: datetime) -> datetime | None:
    """When the hours that are open at this instant end; None when they are not open."""
    day = to_london(at).date()
    for start, end in _spans(plan, day):
        if start <= at < end:
            return end
    return None


def next_opening(plan: PlanView, at: datetime) -> datetime | None:
    """The first instant, not before this one, at which she may be reached; None when her plan leaves no hour at all."""
    first = to_london(at).date()
    for ahead in range(DAYS_AHEAD):
        for start, end in _spans(plan, first + timedelta(days=ahead)):
            if end > at:
                return max(start, at)
    return None


def _spans(plan: PlanView, day: date) -> list[Span]:
    """The open spans of one day in London, in order and apart: the safe hours less the hours that are never safe."""
    safe = [w for w in plan.windows if w.kind == "safe"] or [BY_DAY]
    spans = _joined([_span(day, w) for w in safe if day.weekday() in w.days])
    for window in plan.windows:
        if window.kind == "never" and day.weekday() in window.days:
            spans = list(_less(spans, _span(day, window, wide=True)))
    return spans


def _span(day: date, window: WindowView, *, wide: bool = False) -> Span:
    """The hours of a day as instants. In the hour that comes twice, safe hours are read as the shorter span and hours that
    are never safe (`wide`) as the longer; a time that does not exist that night is moved the same way."""
    return _instant(day, window.from_local, late=not wide), _instant(day, window.to_local, late=wide)


def _instant(day: date, clock: time, *, late: bool) -> datetime:
    found = local_instants(datetime.combine(day, clock))
    choices = found.instants or found.nearest
    return choices[-1] if late else choices[0]


def _joined(spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _less(spans: list[Span], never: Span) -> Iterator[Span]:
    for start, end in spans:
        if start < min(end, never[0]):
            yield start, min(end, never[0])
        if max(start, never[1]) < end:
            yield max(start, never[1]), end
