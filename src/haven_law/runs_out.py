"""What runs out when: pilot areas, the confirmed calendar, dated values. DAA 2021 s.90(8)-(9); BFDA 1971 s.1.

Nothing in this package stops by itself without being announced here first. A page and an alarm show what it answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from haven_law.areas import SHIPPED_AREAS, AreaRow
from haven_law.calendar import PROCLAMATION, Calendar
from haven_law.citation import daa
from haven_law.clock import in_words
from haven_law.dated import LABELS, SHIPPED_VALUES, DatedValue, last_ends
from haven_law.findings import Decision, Finding

AREA, CALENDAR, VALUE = "area", "calendar", "value"
# Days before the end at which each kind is announced, the first of them opening the alarm (A23: 14 days for areas).
RUNGS: dict[str, tuple[int, ...]] = {AREA: (90, 60, 28, 14, 7, 0), CALENDAR: (365, 180, 90, 28, 0), VALUE: (90, 28, 0)}


@dataclass(frozen=True)
class RunsOut:
    """Something that ends on a day, and what follows from its end.

    ``key`` names it and stays the same from day to day (for an alarm that is raised once). ``names``: the areas, the
    years or the value that it is about. ``last_day`` is the last day on which it still holds. ``then`` says what
    happens after it, ``do`` what a person must do before. ``days_left``: 0 on the last day, below 0 once it is over.
    """

    key: str
    kind: str
    names: tuple[str, ...]
    last_day: date
    days_left: int
    provision: str
    source: str
    confirmed: bool
    then: str
    do: str
    ambiguity: str | None = None
    practice_only: bool = False

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self.days_left < 0

    @property
    def rung(self) -> int | None:
        """The rung of ``RUNGS`` reached: the smallest number of days at or above those left; None before the first."""
        reached = [days for days in RUNGS[self.kind] if self.days_left <= days]
        return min(reached) if reached else None

    @property
    def alarm(self) -> bool:
        """Whether the first rung is reached, so that it must be announced."""
        return self.rung is not None

    @property
    def words(self) -> str:
        """One sentence: what ends, when, and how long that is."""
        if self.over:
            return f"{', '.join(self.names)}: ended with {in_words(self.last_day)}."
        left = "today" if self.days_left == 0 else f"in {self.days_left} day{'' if self.days_left == 1 else 's'}"
        return f"{', '.join(self.names)}: last day {in_words(self.last_day)} ({left})."


def runs_out(
    on: date,
    within: timedelta | None = None,
    *,
    areas: Iterable[AreaRow] = SHIPPED_AREAS,
    calendar: Calendar | None = None,
    values: Iterable[DatedValue] = SHIPPED_VALUES,
) -> tuple[RunsOut, ...]:
    """What ends, seen from a day, soonest first (s.90(8)-(9), A12, A23; BFDA 1971 s.1(3)).

    ``within``: only what ends that soon after the day; None gives all that has a known end. What is over already and
    has no newer row is always in it. ``areas``, ``calendar`` and ``values`` are the rows in use: pass the shipped ones
    with those that an administrator added; an end that a newer row follows without a gap is not an end.
    """
    found = [*_areas(on, tuple(areas)), *_calendar(on, calendar or Calendar.shipped()), *_values(on, tuple(values))]
    near = [one for one in found if within is None or one.last_day <= on + within]
    return tuple(sorted(near, key=lambda one: (one.last_day, one.key)))


def runs_out_decision(on: date, within: timedelta | None = None) -> Decision:
    """The same as findings (s.90(8)): met while it holds, not met once it is over."""
    return Decision(
        tuple(
            Finding(one.provision, not one.over, f"{one.words} {one.then}", one.ambiguity, confirmed=one.confirmed)
            for one in runs_out(on, within)
        ),
        (daa("90(8)"),),
    )


def _areas(on: date, rows: tuple[AreaRow, ...]) -> list[RunsOut]:
    groups: dict[tuple[date, str, bool], list[AreaRow]] = {}
    for row in rows:
        last = row.last_day
        if last is not None and row.certain and not _area_goes_on(row, last, on, rows):
            groups.setdefault((last, row.instrument, row.practice_only), []).append(row)
    return [_area_group(on, *key, mine) for key, mine in groups.items()]


def _area_goes_on(row: AreaRow, last: date, on: date, rows: tuple[AreaRow, ...]) -> bool:
    """Whether another row of the area covers the next day, or (for an end already past) any later day."""
    mine = [r for r in rows if r.area_code == row.area_code and r is not row and r.practice_only <= row.practice_only]
    if any(other.covers(last + timedelta(days=1)) for other in mine):
        return True
    return last < on and any(other.last_day is None or other.last_day > last for other in mine)


def _area_group(on: date, last_day: date, instrument: str, practice_only: bool, rows: list[AreaRow]) -> RunsOut:
    return RunsOut(
        key=f"areas:{instrument}:{last_day}",
        kind=AREA,
        names=tuple(dict.fromkeys(row.area_name for row in rows)),
        last_day=last_day,
        days_left=(last_day - on).days,
        provision=daa("90(8)"),
        source=instrument,
        confirmed=all(row.confirmed for row in rows),
        then="After it no notice may be given and no order made for a subject who resides there, unless a newer "
        "instrument is entered; what was live or applied for goes on under the savings.",
        do="Look for a newer instrument by hand; both earlier extensions came in the last days. Enter it when made.",
        ambiguity="A12, A23",
        practice_only=practice_only,
    )


def _calendar(on: date, calendar: Calendar) -> list[RunsOut]:
    confirmed = RunsOut(
        key=f"calendar:confirmed:{calendar.confirmed_until}",
        kind=CALENDAR,
        names=("Bank holidays as proclaimed",),
        last_day=calendar.confirmed_until,
        days_left=(calendar.confirmed_until - on).days,
        provision="BFDA 1971 s.1(3)",
        source=PROCLAMATION,
        confirmed=True,
        then="Later days are reckoned by the usual rules, and every deadline that uses them carries a warning.",
        do="Confirm the bank holidays of the next year from the Gazette and enter them.",
    )
    listed = date(max(calendar.listed_years), 12, 31)
    expected = RunsOut(
        key=f"calendar:listed:{listed}",
        kind=CALENDAR,
        names=("Bank holidays listed in advance",),
        last_day=listed,
        days_left=(listed - on).days,
        provision="BFDA 1971 s.1(3)",
        source=PROCLAMATION,
        confirmed=False,
        then="Later years have no list at all; their days are computed by the usual rules.",
        do="Add the next years to the list.",
    )
    return [confirmed] if listed <= calendar.confirmed_until else [confirmed, expected]


def _values(on: date, rows: tuple[DatedValue, ...]) -> list[RunsOut]:
    return [
        RunsOut(
            key=f"value:{row.key}:{row.last_day}",
            kind=VALUE,
            names=(f"{LABELS.get(row.key, row.key)} ({row.words})",),
            last_day=row.last_day,
            days_left=(row.last_day - on).days,
            provision=row.provision,
            source=row.source,
            confirmed=row.confirmed,
            then="After it no value is known; a lawyer must decide until a newer row is entered.",
            do="Find out what follows and enter it.",
        )
        for row in last_ends(rows)
        if row.last_day is not None
    ]


ENACTS: dict[Callable[..., object], tuple[str, ...]] = {
    runs_out: ("90(8)", "90(9)"),
    runs_out_decision: ("90(8)",),
}
