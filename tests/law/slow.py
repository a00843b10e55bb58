"""An independent, slow reckoning of the hours of s.29: minute by minute, from days written down by hand."""

from bisect import bisect_left
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
MINUTE = timedelta(minutes=1)

EASTER = {
    2020: (4, 12),
    2021: (4, 4),
    2022: (4, 17),
    2023: (4, 9),
    2024: (3, 31),
    2025: (4, 20),
    2026: (4, 5),
    2027: (3, 28),
    2028: (4, 16),
    2029: (4, 1),
    2030: (4, 21),
    2031: (4, 13),
    2032: (3, 28),
    2033: (4, 17),
    2034: (4, 9),
    2035: (3, 25),
    2036: (4, 13),
}
# Bank holidays but Easter Monday, by year: month and day. A question mark is a day on which readings differ.
OTHERS = {
    2020: "0101 0508 0525 0831 1226? 1228",
    2021: "0101 0503 0531 0830 1227 1228",
    2022: "0103 0502 0602 0603 0829 0919 1226 1227",
    2023: "0102 0501 0508 0529 0828 1226",
    2024: "0101 0506 0527 0826 1226",
    2025: "0101 0505 0526 0825 1226",
    2026: "0101 0504 0525 0831 1226? 1228",
    2027: "0101 0503 0531 0830 1227 1228",
    2028: "0103 0501 0529 0828 1226",
    2029: "0101 0507 0528 0827 1226",
    2030: "0101 0506 0527 0826 1226",
    2031: "0101 0505 0526 0825 1226",
    2032: "0101 0503 0531 0830 1227 1228",
    2033: "0103 0502 0530 0829 1226 1227",
    2034: "0102 0501 0529 0828 1226",
    2035: "0101 0507 0528 0827 1226",
    2036: "0101 0505 0526 0825 1226",
}


def easter(year: int) -> date:
    month, day = EASTER[year]
    return date(year, month, day)


def days_of(year: int, contested: bool) -> set[date]:
    """The bank holidays of a year, with or without the contested ones."""
    found = {easter(year) + timedelta(days=1)}
    for word in OTHERS[year].split():
        if contested or not word.endswith("?"):
            found.add(date(year, int(word[:2]), int(word[2:4])))
    return found


LEFT_OUT = {
    contested: {day for year in OTHERS for day in days_of(year, contested)}
    | {date(year, 12, 25) for year in OTHERS}
    | {easter(year) - timedelta(days=2) for year in OTHERS}
    for contested in (True, False)
}


def left_out(day: date, contested: bool) -> bool:
    return day.isoweekday() == 7 or day in LEFT_OUT[contested]


def deadline(given_at: datetime, minutes: int, contested: bool) -> datetime:
    """Walk forward minute by minute in UTC, counting those that fall on a day that counts."""
    at = given_at.astimezone(UTC)
    while minutes:
        if not left_out(at.astimezone(LONDON).date(), contested):
            minutes -= 1
        at += MINUTE
    return at


@cache
def counted_minutes(contested: bool) -> list[int]:
    """Every minute of 2020 to 2036 that counts, one after another, as its number since 1970."""
    day, minutes = date(2020, 1, 1), list[int]()
    while day.year < 2037:
        if not left_out(day, contested):
            minutes += range(number(day), number(day + timedelta(days=1)))
        day += timedelta(days=1)
    return minutes


def number(day: date) -> int:
    """The number of the first minute of a day in London."""
    return int(datetime(day.year, day.month, day.day, tzinfo=LONDON).timestamp()) // 60


def limit(start: datetime, minutes: int, contested: bool) -> datetime:
    """The end of the last of the counted minutes that follow a start on a whole minute."""
    counted = counted_minutes(contested)
    last = counted[bisect_left(counted, int(start.timestamp()) // 60) + minutes - 1]
    return datetime.fromtimestamp((last + 1) * 60, UTC)


def working(day: date) -> bool:
    """Not a Saturday, not a Sunday, no bank holiday, not Christmas Day and not Good Friday."""
    return day.isoweekday() < 6 and not left_out(day, contested=True)


def working_day(day: date, n: int) -> date:
    """The n-th working day after a day."""
    while n:
        day += timedelta(days=1)
        n -= working(day)
    return day


def months_later(start: date, months: int) -> date:
    """The last day of some months that begin with a day: walk on day by day until the next one would be the same day of
    the month, or the first of a month after one that has no such day."""
    day, passed = start, 0
    while True:
        after = day + timedelta(days=1)
        if after.day == start.day or (after.day == 1 and day.day < start.day):
            passed += 1
            if passed == months:
                return day
        day = after
