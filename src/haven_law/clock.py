"""Deadlines. DAA 2021 s.26(2)-(4), s.29(2)-(3), s.38(5), s.41; Victims' Code rights 4 and 6.

Every instant given out is aware and in UTC, as it is stored; ``to_london`` gives the wall clock of England and Wales.
Hours are counted on that wall clock. The clocks change only on Sundays, which are left out, so every counted day has
24 hours.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from haven_law.calendar import SATURDAY, Calendar
from haven_law.citation import daa
from haven_law.local_time import LONDON as LONDON
from haven_law.local_time import LocalTime as LocalTime
from haven_law.local_time import aware as aware
from haven_law.local_time import day_end as day_end
from haven_law.local_time import end_of as end_of
from haven_law.local_time import in_words as in_words
from haven_law.local_time import local_instants as local_instants
from haven_law.local_time import local_instants_exist as local_instants_exist
from haven_law.local_time import start_of as start_of
from haven_law.local_time import to_london as to_london

HEARING_HOURS = timedelta(hours=48)
CUSTODY_HOURS = timedelta(hours=24)
NOTIFICATION_DAYS = 3
UPDATE_WORKING_DAYS = 5
ENHANCED_UPDATE_WORKING_DAYS = 1
REFERRAL_WORKING_DAYS = 2
_NO_TIME = timedelta()
_DAY = timedelta(days=1)


class Step(NamedTuple):
    """One day of the reckoning. ``why_not`` says why the day was left out; None for a day that counted."""

    day: date
    from_at: datetime
    to_at: datetime
    counted: timedelta
    why_not: str | None


@dataclass(frozen=True, slots=True)
class HearingDeadline:
    """A deadline in counted hours, with two dates where the law is unsettled.

    ``act_by`` is the earliest defensible date (who has the duty works to it); ``outer_limit`` the latest defensible one
    (before which nobody is said to be late). Both are inclusive; midnight is the start of the next day. ``limb`` is
    "hours", or "hearing" when a custody deadline is the earlier hearing. ``warning`` says when days beyond the
    confirmed calendar were used.
    """

    kind: str
    given_at: datetime
    act_by: datetime
    outer_limit: datetime
    steps_act_by: tuple[Step, ...]
    steps_outer: tuple[Step, ...]
    disregarded_days: tuple[date, ...]
    ambiguity: str | None
    citations: tuple[str, ...]
    calendar_version: str
    limb: str = "hours"
    warning: str | None = None

    @property
    def settled(self) -> bool:
        """Whether both dates are one."""
        return self.act_by == self.outer_limit


@dataclass(frozen=True, slots=True)
class DayDeadline:
    """A deadline at the end of a day. ``act_by`` and ``outer_limit`` are its last second in London."""

    kind: str
    event_day: date
    last_day: date
    act_by: datetime
    outer_limit: datetime
    citations: tuple[str, ...]
    ambiguity: str | None = None
    warning: str | None = None


@dataclass(frozen=True, slots=True)
class MonitoringLimit:
    """The last day a tag may run to, and whether the end asked for is within it (None when none was asked for)."""

    last_day: date
    requested_end_allowed: bool | None
    citations: tuple[str, ...]
    ambiguity: str | None


@dataclass(frozen=True, slots=True)
class CountedTime:
    """Counted hours left and used of a deadline; ``late`` is the time since it passed, by any clock."""

    left: timedelta
    used: timedelta
    late: timedelta


def _wall(instant: datetime) -> datetime:
    return to_london(instant).replace(tzinfo=None, fold=0)


_midnight_after = lru_cache(maxsize=4096)(end_of)


def _left_out(calendar: Calendar, day: date, strict: bool) -> str | None:
    """Say why a day is left out; a contested day counts when the earlier date is reckoned (strict)."""
    why = calendar.why_disregarded(day)
    if why is None or (strict and not why[1]):
        return None
    if why[1]:
        return why[0]
    return f"{why[0]} (contested, A2)" if "A2" in calendar.doubts([day]) else f"{why[0]} (not confirmed)"


def _count(given_at: datetime, hours: timedelta, calendar: Calendar, strict: bool) -> tuple[datetime, tuple[Step, ...]]:
    """Count hours on the wall clock, day by day, leaving out the days of s.29(3).

    A day that counts is never one on which the clocks change, so its hours are those that pass.
    """
    wall, at, remaining = _wall(given_at), aware(given_at), hours
    day = wall.date()
    left_of_day = datetime.combine(day, time()) + _DAY - wall
    steps: list[Step] = []
    while remaining > _NO_TIME:
        why_not = _left_out(calendar, day, strict)
        counted = _NO_TIME if why_not else min(remaining, left_of_day)
        to = at + counted if counted and counted < left_of_day else _midnight_after(day)
        steps.append(Step(day, at, to, counted, why_not))
        at, remaining, left_of_day = to, remaining - counted, _DAY
        day += _DAY
    return at, tuple(steps)


def _points(first: date, days: tuple[Step, ...], calendar: Calendar) -> str | None:
    """Name the unsettled points that the days of the longer count touch: A1 given on a day left out, A2, A3."""
    points: list[str] = []
    if calendar.why_disregarded(first):
        points.append("A1")
    touched = [step.day for step in days]
    if calendar.any_contested(touched):
        points += calendar.doubts(touched)
    if any((step.day.month, step.day.day) == (1, 1) and step.day.weekday() == SATURDAY for step in days):
        points.append("A3")
    return ", ".join(points) or None


def _calendar_warning(last_day: date, calendar: Calendar) -> str | None:
    if calendar.confirmed(last_day):
        return None
    if last_day <= calendar.confirmed_until:
        return (
            f"The bank holidays before {min(calendar.listed_years)} are reckoned by the usual rules, without the days "
            "proclaimed for one year; check them."
        )
    return (
        f"The bank holidays used reach beyond {in_words(calendar.confirmed_until)}, the last day confirmed; "
        "check that they have been proclaimed."
    )


def _hours_deadline(
    kind: str, given_at: datetime, hours: timedelta, calendar: Calendar | None, citations: tuple[str, ...]
) -> HearingDeadline:
    used = calendar or Calendar.shipped()
    outer, steps_outer = _count(given_at, hours, used, strict=False)
    if used.any_contested(step.day for step in steps_outer):
        act_by, steps_act_by = _count(given_at, hours, used, strict=True)
    else:
        act_by, steps_act_by = outer, steps_outer
    return HearingDeadline(
        kind=kind,
        given_at=aware(given_at),
        act_by=act_by,
        outer_limit=outer,
        steps_act_by=steps_act_by,
        steps_outer=steps_outer,
        disregarded_days=tuple(step.day for step in steps_act_by if step.why_not),
        ambiguity=_points(steps_outer[0].day, steps_outer, used),
        citations=citations,
        calendar_version=used.version,
        warning=_calendar_warning(steps_outer[-1].day, used),
    )


_HEARING_CITED = (daa("29(2)"), daa("29(3)"), daa("25(3)"), "MCR 1981 r.17(2)")
_CUSTODY_CITED = (daa("26(2)"), daa("26(4)"), daa("29(3)"))


def hearing_deadline(given_at: datetime, calendar: Calendar | None = None) -> HearingDeadline:
    """When the application must be heard: 48 counted hours after the notice was given (s.29(2)-(3)).

    "Given" means served in person (s.25(3), MCR 1981 r.17(2); A4). The hearing must begin by then. Raises ValueError
    for a time without an offset.
    """
    return _hours_deadline("hearing", given_at, HEARING_HOURS, calendar, _HEARING_CITED)


def custody_deadline(
    arrested_at: datetime, hearing_at: datetime | None = None, calendar: Calendar | None = None
) -> HearingDeadline:
    """When a person arrested for breach of a notice must be before the court (s.26(2)-(4)).

    Before the end of 24 counted hours beginning with the arrest or, if earlier, at the hearing of the application.
    With a hearing, ``act_by`` is the earlier and ``outer_limit`` stays the limb of 24 hours. Raises ValueError for a
    time without an offset, or a hearing before the arrest.
    """
    hours = _hours_deadline("custody", arrested_at, CUSTODY_HOURS, calendar, _CUSTODY_CITED)
    if hearing_at is None:
        return hours
    hearing = aware(hearing_at)
    if hearing < hours.given_at:
        raise ValueError("The hearing is before the arrest.")
    if hearing >= hours.act_by:
        return hours
    return replace(hours, act_by=hearing, limb="hearing")


def counted_between(start: datetime, end: datetime, calendar: Calendar | None = None) -> timedelta:
    """Count the time between two instants without the days of s.29(3); contested days run (the earlier date)."""
    used = calendar or Calendar.shipped()
    wall, last = _wall(start), _wall(end)
    total = timedelta()
    while wall < last:
        midnight = datetime.combine(wall.date() + timedelta(days=1), time())
        stop = min(midnight, last)
        if _left_out(used, wall.date(), strict=True) is None:
            total += stop - wall
        wall = stop
    return total


def counted_left(
    now: datetime,
    deadline_act_by: datetime,
    calendar: Calendar | None = None,
    allowed: timedelta = HEARING_HOURS,
) -> CountedTime:
    """How much counted time is left until ``act_by``, how much of the allowed hours is used, and how late it is."""
    left = counted_between(now, deadline_act_by, calendar)
    late = max(timedelta(), aware(now) - aware(deadline_act_by))
    return CountedTime(left=left, used=max(timedelta(), allowed - left), late=late)


def working_day_after(day: date, n: int, calendar: Calendar | None = None) -> date:
    """Give the n-th working day after a day, the day itself not counted (A18). Raises ValueError for n below 1."""
    if n < 1:
        raise ValueError("Working days are counted from one.")
    used = calendar or Calendar.shipped()
    while n:
        day += timedelta(days=1)
        if used.is_working_day(day):
            n -= 1
    return day


def _by_end_of(
    kind: str,
    event_day: date,
    last_day: date,
    citations: tuple[str, ...],
    ambiguity: str | None = None,
    warning: str | None = None,
) -> DayDeadline:
    by = day_end(last_day)
    return DayDeadline(kind, event_day, last_day, by, by, citations, ambiguity, warning)


def notification_deadline(event_day: date) -> DayDeadline:
    """When the subject must have notified the police: three days beginning with the event, no day left out (s.41)."""
    last = event_day + timedelta(days=NOTIFICATION_DAYS - 1)
    cited = (daa("41(2)"), daa("41(4)"), daa("41(5)"), daa("41(9)"))
    return _by_end_of("notification", event_day, last, cited)


def twelve_months_last_day(start: date) -> date:
    """Give the last of twelve months beginning with a day: the day before the anniversary (A9)."""
    if (start.month, start.day) == (2, 29):
        return date(start.year + 1, 2, 28)
    return start.replace(year=start.year + 1) - timedelta(days=1)


def monitoring_last_day(start: date, requested_end: date | None = None) -> MonitoringLimit:
    """The last day to which electronic monitoring that starts on a day may run: twelve months (s.38(5), A9).

    Raises ValueError when the end asked for is before the start.
    """
    last = twelve_months_last_day(start)
    if requested_end is not None and requested_end < start:
        raise ValueError("The end asked for is before the start.")
    allowed = None if requested_end is None else requested_end <= last
    return MonitoringLimit(last, allowed, (daa("38(5)"),), "A9")


def victim_update_deadline(event_day: date, enhanced: bool, calendar: Calendar | None = None) -> DayDeadline:
    """When a victim must have been told of a step in the case: 1 working day (enhanced rights), else 5 (right 6)."""
    used = calendar or Calendar.shipped()
    days = ENHANCED_UPDATE_WORKING_DAYS if enhanced else UPDATE_WORKING_DAYS
    last = working_day_after(event_day, days, used)
    warning = _calendar_warning(last, used)
    return _by_end_of("victim_update", event_day, last, ("Victims' Code right 6",), "A18", warning)


def support_referral_deadline(report_day: date, calendar: Calendar | None = None) -> DayDeadline:
    """When a victim must have been referred to support: 2 working days after the report (right 4)."""
    used = calendar or Calendar.shipped()
    last = working_day_after(report_day, REFERRAL_WORKING_DAYS, used)
    warning = _calendar_warning(last, used)
    return _by_end_of("support_referral", report_day, last, ("Victims' Code right 4",), "A18", warning)


# Which provisions each function applies; ``haven_law.provisions`` reads this.
ENACTS = {
    hearing_deadline: ("29(2)", "29(3)", "25(3)", "MCR 1981 r.17(2)"),
    custody_deadline: ("26(2)", "26(4)"),
    counted_between: ("29(3)", "26(4)"),
    counted_left: ("29(2)", "26(2)"),
    notification_deadline: ("41(2)", "41(4)", "41(5)", "41(6)", "41(9)"),
    twelve_months_last_day: ("38(5)", "44(10)"),
    monitoring_last_day: ("38(5)",),
    working_day_after: ("Victims' Code right 4", "Victims' Code right 6"),
    victim_update_deadline: ("Victims' Code right 6",),
    support_referral_deadline: ("Victims' Code right 4",),
}
