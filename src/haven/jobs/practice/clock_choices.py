"""When to have served a notice so that its clock stands at a chosen place now: the law's reckoning, turned round.

A deadline never moves earlier when service is later, so the instant is found by halving. Nothing here adds hours to a
legal date: every step asks haven_law."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from haven_law.calendar import Calendar
from haven_law.clock import counted_left, hearing_deadline, local_instants, to_london

MINUTE = timedelta(minutes=1)
# No reckoning of 48 hours is longer than this, whatever holidays meet.
FURTHEST = timedelta(days=12)


@dataclass(frozen=True)
class CourtTime:
    """A sitting as values: where in the building, when, until when papers are taken, and of what kind."""

    room: str
    starts_at: datetime
    ends_at: datetime
    papers_by: datetime
    kind: str


def served_with_left(now: datetime, left: timedelta, calendar: Calendar) -> datetime:
    """The latest minute of service at which so much counted time, or less, is left now."""
    return _last(now, lambda served: left_at(served, now, calendar) <= left)


def left_at(served: datetime, now: datetime, calendar: Calendar) -> timedelta:
    """The counted time left to the earlier date; below nothing once that has passed."""
    found = counted_left(now, hearing_deadline(served, calendar).act_by, calendar)
    return found.left if not found.late else -found.late


def served_past(now: datetime, late: timedelta, calendar: Calendar) -> datetime:
    """The latest minute of service at which the later date passed so long ago, or longer."""
    return _last(now, lambda served: hearing_deadline(served, calendar).outer_limit <= now - late)


def _last(now: datetime, holds: Callable[[datetime], bool]) -> datetime:
    """The latest minute before now for which it holds; it holds for every minute before that one too."""
    end = now.replace(second=0, microsecond=0)
    low, high = 0, int(FURTHEST / MINUTE)
    while low < high:
        middle = (low + high) // 2
        if holds(end - middle * MINUTE):
            high = middle
        else:
            low = middle + 1
    return end - low * MINUTE


def court_times(first: date, days: int, calendar: Calendar) -> Iterator[CourtTime]:
    """When the courts of the house sit: two lists on weekdays, a Saturday court, a remand court on bank holidays; none
    on a Sunday, Christmas Day or Good Friday."""
    for day in (first + timedelta(days=n) for n in range(days)):
        why = calendar.why_disregarded(day)
        if why is not None and why[0] in ("Sunday", "Christmas Day", "Good Friday"):
            continue
        if why is not None:
            yield _time("Court 1", day, time(10), time(13), "holiday")
        elif day.weekday() == 5:
            yield _time("Court 1", day, time(10), time(13), "saturday")
        else:
            yield _time("Court 1", day, time(10), time(12, 30), "list")
            yield _time("Court 2", day, time(14), time(16, 30), "list")


def _time(room: str, day: date, start: time, end: time, kind: str) -> CourtTime:
    starts = local_instants(datetime.combine(day, start)).instants[0]
    ends = local_instants(datetime.combine(day, end)).instants[0]
    return CourtTime(room, starts, ends, starts - timedelta(hours=2), kind)


class Sittings:
    """The sittings of a court from a day on, reckoned as they are asked for."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self._by_day: dict[date, list[CourtTime]] = {}

    def on(self, day: date) -> list[CourtTime]:
        if day not in self._by_day:
            self._by_day[day] = list(court_times(day, 1, self.calendar))
        return self._by_day[day]

    def between(self, start: datetime, end: datetime) -> list[CourtTime]:
        """The sittings that start from `start` to `end`, both included."""
        day, found = to_london(start).date(), []
        while day <= to_london(end).date():
            found += [s for s in self.on(day) if start <= s.starts_at <= end]
            day += timedelta(days=1)
        return found

    def next_after(self, instant: datetime) -> CourtTime:
        """The first sitting that starts after an instant."""
        for days in (3, 14, 60):
            found = [s for s in self.between(instant, instant + timedelta(days=days)) if s.starts_at > instant]
            if found:
                return found[0]
        raise LookupError("No court sits within two months, so no hearing can be placed.")
