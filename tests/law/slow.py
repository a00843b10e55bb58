"""An independent, slow reckoning of the hours of s.29: minute by minute, from days written down by hand."""

from datetime import UTC, date, datetime, timedelta
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
