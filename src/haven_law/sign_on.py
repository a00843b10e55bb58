"""When the subject must sign on at a police station: the windows of a requirement of an order, as instants in London.

A requirement of its own (s.35(1)): missing a window is looked at under s.39, never under s.43 (law of notification)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from haven_law.clock import local_instants, to_london
from haven_law.terms import WEEKDAYS


@dataclass(frozen=True)
class Window:
    """One occasion: the day it is named by, and the instants between which the subject must come. The end is in it."""

    day: date
    opens: datetime
    closes: datetime

    def holds(self, at: datetime) -> bool:
        """Whether somebody who came at an instant came in the window: to the minute, as the paper gives it."""
        return self.opens <= at < self.closes + timedelta(minutes=1)


def windows(
    days: Iterable[str], opens: str, closes: str, *, start: datetime, end: datetime, late_minutes: int = 0
) -> tuple[Window, ...]:
    """The windows that lie wholly between two instants, the earliest first. `days` are weekdays, the times "18:00";
    `late_minutes` is what the order allows after the end.

    A window that closes at or before the hour it opens at closes on the next day. Where the clocks go back the longer
    reading is taken, and where they go forward the window begins or ends when they have: in favour of who must come.
    Raises ValueError for a day or time that is none."""
    wanted = {_weekday(day) for day in days}
    first, last = time.fromisoformat(opens), time.fromisoformat(closes)
    found = []
    day = to_london(start).date() - timedelta(days=1)
    while day <= to_london(end).date():
        if day.weekday() in wanted:
            window = _window(day, first, last, timedelta(minutes=late_minutes))
            if start <= window.opens and window.closes <= end:
                found.append(window)
        day += timedelta(days=1)
    return tuple(found)


def _weekday(name: str) -> int:
    if name not in WEEKDAYS:
        raise ValueError(f"'{name}' is not a day of the week.")
    return WEEKDAYS.index(name)


def _window(day: date, first: time, last: time, late: timedelta) -> Window:
    until = day if last > first else day + timedelta(days=1)
    return Window(day, _instant(day, first, earliest=True), _instant(until, last, earliest=False) + late)


def _instant(day: date, at: time, *, earliest: bool) -> datetime:
    wall = datetime.combine(day, at)
    local = local_instants(wall)
    found = local.instants
    while not found:  # the hour that does not exist in March: the clock goes on to the next minute that does
        wall += timedelta(minutes=1)
        found = local_instants(wall).instants
    return min(found) if earliest else max(found)
