"""The days left out when the hours of s.29(2) and s.26(2) are counted: DAA 2021 s.29(3), BFDA 1971 s.1 and Sch.1.

Left out are Sundays, Christmas Day, Good Friday and the bank holidays of England and Wales. Some bank holidays stand
in the Act of 1971 (Easter Monday, the last Monday in May and in August, 26 December if not a Sunday, 27 December if
the 25th or 26th is a Sunday); all others come by yearly proclamation. The table says for each row where it comes from
and whether that was confirmed; years without a row are computed by the usual rules and flagged. The rows of 2020
to 2028 agree with the list that the government publishes, save that this table keeps the contested Saturdays.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache

SCHEDULE = "BFDA 1971 Sch.1"
PROCLAMATION = "BFDA 1971 s.1(3), proclamation"
IN_PLACE = "BFDA 1971 s.1(2), proclamation in place of another day"

CERTAIN = "certain"
CONTESTED = "contested"
UNREAD = "unread"
UNREAD_POINT = "A bank holiday whose proclamation nobody has read yet"

CONFIRMED_UNTIL = date(2026, 12, 31)

MONDAY, SATURDAY, SUNDAY = 0, 5, 6
_MOST_DAYS_KEPT = 10_000


@dataclass(frozen=True)
class BankHoliday:
    """A bank holiday of England and Wales.

    ``certainty`` is "certain", or "contested" where good readings differ on whether the day is one (A2), or "unread"
    where a person entered a change of the calendar that nobody has read in its source: such a day is
    counted when the earlier date is reckoned and left out when the later one is.
    """

    day: date
    name: str
    source: str
    confirmed: bool
    certainty: str = CERTAIN


def easter_sunday(year: int) -> date:
    """Compute Easter Sunday of the Gregorian calendar."""
    golden, century, in_century = year % 19, year // 100, year % 100
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - century // 4 - correction + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (in_century // 4) - epact - in_century % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def good_friday(year: int) -> date:
    """Good Friday, left out by name (s.29(3)(c))."""
    return easter_sunday(year) - timedelta(days=2)


def _first_monday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(MONDAY - first.weekday()) % 7)


def _last_monday_of_31(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=last.weekday())


def _new_year(year: int) -> tuple[date, str]:
    first = date(year, 1, 1)
    if first.weekday() == SATURDAY:
        return date(year, 1, 3), "New Year's Day (in place of Saturday 1 January)"
    if first.weekday() == SUNDAY:
        return date(year, 1, 2), "New Year's Day (in place of Sunday 1 January)"
    return first, "New Year's Day"


def _christmas(year: int, proclaimed: bool) -> list[BankHoliday]:
    """Bank holidays after Christmas Day by the Act of 1971 and the usual proclamation."""
    boxing = date(year, 12, 26)
    if boxing.weekday() == SATURDAY:
        return [
            BankHoliday(boxing, "Boxing Day, a Saturday", SCHEDULE, True, CONTESTED),
            BankHoliday(date(year, 12, 28), "Boxing Day (substitute day)", PROCLAMATION, proclaimed),
        ]
    if boxing.weekday() == SUNDAY:
        return [
            BankHoliday(date(year, 12, 27), "27 December, the 26th being a Sunday", SCHEDULE, True),
            BankHoliday(date(year, 12, 28), "Christmas Day (substitute day)", PROCLAMATION, proclaimed),
        ]
    days = [BankHoliday(boxing, "Boxing Day", SCHEDULE, True)]
    if boxing.weekday() == MONDAY:
        days.append(BankHoliday(date(year, 12, 27), "27 December, the 25th being a Sunday", SCHEDULE, True))
    return days


@lru_cache(maxsize=512)
def usual_days(year: int, proclaimed: bool = False) -> tuple[BankHoliday, ...]:
    """Bank holidays of a year by the usual rules; the proclaimed ones unconfirmed unless said otherwise."""
    new_year, new_year_name = _new_year(year)
    return (
        BankHoliday(new_year, new_year_name, PROCLAMATION, proclaimed),
        BankHoliday(easter_sunday(year) + timedelta(days=1), "Easter Monday", SCHEDULE, True),
        BankHoliday(_first_monday(year, 5), "Early May bank holiday", PROCLAMATION, proclaimed),
        BankHoliday(_last_monday_of_31(year, 5), "Spring bank holiday", SCHEDULE, True),
        BankHoliday(_last_monday_of_31(year, 8), "Summer bank holiday", SCHEDULE, True),
        *_christmas(year, proclaimed),
    )


# What was proclaimed otherwise than usual, by year: days that fell away, and days that came.
FELL_AWAY: dict[date, str] = {
    date(2020, 5, 4): "moved to 8 May 2020",
    date(2022, 5, 30): "moved to 2 June 2022",
}
CAME: tuple[BankHoliday, ...] = (
    BankHoliday(date(2020, 5, 8), "Early May bank holiday (75 years of VE Day)", PROCLAMATION, True),
    BankHoliday(date(2022, 6, 2), "Spring bank holiday (moved from 30 May)", IN_PLACE, True),
    BankHoliday(date(2022, 6, 3), "Platinum Jubilee", PROCLAMATION, True),
    BankHoliday(date(2022, 9, 19), "State Funeral of Queen Elizabeth II", PROCLAMATION, True),
    BankHoliday(date(2023, 5, 8), "Coronation of King Charles III", PROCLAMATION, True),
)
FIRST_LISTED_YEAR, LAST_LISTED_YEAR = 2020, 2028


def _shipped_rows() -> tuple[BankHoliday, ...]:
    usual = [
        row
        for year in range(FIRST_LISTED_YEAR, LAST_LISTED_YEAR + 1)
        for row in usual_days(year, proclaimed=year <= CONFIRMED_UNTIL.year)
        if row.day not in FELL_AWAY
    ]
    return tuple(sorted([*usual, *CAME], key=lambda row: row.day))


@dataclass(frozen=True)
class Calendar:
    """The bank holidays a deadline was reckoned with. Two calendars with the same days have the same ``version``."""

    rows: tuple[BankHoliday, ...]
    listed_years: frozenset[int]
    confirmed_until: date
    withdrawn: frozenset[date] = field(default_factory=frozenset)

    @staticmethod
    def shipped() -> Calendar:
        """Give the table that comes with Haven: 2020 to 2028, confirmed to the end of 2026."""
        return _SHIPPED

    @cached_property
    def version(self) -> str:
        """A short hash of everything that decides a date; kept with each deadline."""
        parts = [f"{r.day}|{r.name}|{r.source}|{r.confirmed}|{r.certainty}" for r in self.rows]
        parts += [f"listed {year}" for year in sorted(self.listed_years)]
        parts += [f"withdrawn {day}" for day in sorted(self.withdrawn)]
        parts.append(f"confirmed until {self.confirmed_until}")
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]

    def with_days(self, days: Iterable[BankHoliday], confirmed_until: date | None = None) -> Calendar:
        """Make a new calendar with these days added; a row for the same day replaces the old one (or confirms it)."""
        added = {row.day: row for row in days}
        kept = {row.day: row for row in self.rows}
        rows = tuple(sorted((kept | added).values(), key=lambda row: row.day))
        return replace(
            self,
            rows=rows,
            withdrawn=self.withdrawn - added.keys(),
            confirmed_until=confirmed_until or self.confirmed_until,
        )

    def without_days(self, days: Iterable[date]) -> Calendar:
        """Make a new calendar without these bank holidays. Sundays, Christmas Day and Good Friday always stay."""
        return replace(self, withdrawn=self.withdrawn | frozenset(days))

    def bank_holiday(self, day: date) -> BankHoliday | None:
        """Find the bank holiday on a day, listed or (for a year without a list) by the usual rules."""
        if day in self.withdrawn:
            return None
        listed = self._by_day.get(day)
        if listed is not None or day.year in self.listed_years:
            return listed
        return next((row for row in usual_days(day.year) if row.day == day), None)

    def bank_holidays(self, year: int) -> tuple[BankHoliday, ...]:
        """All bank holidays of a year, in order."""
        usual = () if year in self.listed_years else usual_days(year)
        days = {row.day: row for row in usual} | {row.day: row for row in self.rows if row.day.year == year}
        return tuple(days[day] for day in sorted(days) if day not in self.withdrawn)

    def why_disregarded(self, day: date) -> tuple[str, bool] | None:
        """Say why a day is left out (s.29(3)), and whether that is certain; None for a day that counts.

        The second value is False for a contested day (A2).
        """
        known = self._known
        if day in known:
            return known[day]
        if len(known) >= _MOST_DAYS_KEPT:
            return self._why(day)
        why = known[day] = self._why(day)
        return why

    def any_contested(self, days: Iterable[date]) -> bool:
        """Say whether good readings differ on any of these days (A2)."""
        return any((why := self.why_disregarded(day)) is not None and not why[1] for day in days)

    def doubts(self, days: Iterable[date]) -> tuple[str, ...]:
        """Name the unsettled points of these days, each once: A2, or that a proclamation was not read."""
        certainties = {holiday.certainty for day in days if (holiday := self.bank_holiday(day)) is not None}
        named = ((CONTESTED, "A2"), (UNREAD, UNREAD_POINT))
        return tuple(point for certainty, point in named if certainty in certainties)

    def _why(self, day: date) -> tuple[str, bool] | None:
        if day.weekday() == SUNDAY:
            return "Sunday", True
        if (day.month, day.day) == (12, 25):
            return "Christmas Day", True
        if day == good_friday(day.year):
            return "Good Friday", True
        holiday = self.bank_holiday(day)
        if holiday is None:
            return None
        return f"bank holiday: {holiday.name}", holiday.certainty == CERTAIN

    def why_provision(self, day: date, section: str = "29(3)") -> str | None:
        """Name the paragraph under which a day is left out, None for a day that counts.

        ``section``: 29(3) for the hearing, 26(4) for custody; their paragraphs are the same.
        """
        why = self.why_disregarded(day)
        if why is None:
            return None
        letter = {"Sunday": "a", "Christmas Day": "b", "Good Friday": "c"}.get(why[0], "d")
        return f"DAA 2021 s.{section}({letter})"

    def is_working_day(self, day: date) -> bool:
        """Not a Saturday and not a day left out (the meaning used for the Victims' Code, A18)."""
        return day.weekday() != SATURDAY and self.why_disregarded(day) is None

    def confirmed(self, day: date) -> bool:
        """Say whether the calendar of that day was confirmed, not only expected."""
        return min(self.listed_years) <= day.year and day <= self.confirmed_until

    @cached_property
    def _known(self) -> dict[date, tuple[str, bool] | None]:
        return {}

    @cached_property
    def _by_day(self) -> dict[date, BankHoliday]:
        return {row.day: row for row in self.rows}


_SHIPPED = Calendar(
    rows=_shipped_rows(),
    listed_years=frozenset(range(FIRST_LISTED_YEAR, LAST_LISTED_YEAR + 1)),
    confirmed_until=CONFIRMED_UNTIL,
)


# Which provisions each function applies; ``haven_law.provisions`` reads this.
ENACTS = {
    good_friday: ("29(3)(c)", "26(4)(c)"),
    usual_days: ("BFDA 1971 s.1", "BFDA 1971 Sch.1"),
    Calendar.why_disregarded: ("29(3)", "26(4)"),
    Calendar.why_provision: ("29(3)", "26(4)"),
}
