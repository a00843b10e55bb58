"""Hours of the week as people write them, so that a requirement can be held against them. DAA 2021 s.36(1)(b).

"Monday to Friday, 7am to 3pm" is read; what cannot be read for certain is None, and then a person compares.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from haven_law.terms import WEEKDAYS

DAY = 24 * 60
WEEK = 7 * DAY

# Parts of a day as people name them, from and to in minutes after midnight; nights run into the next day.
_PARTS: dict[str, tuple[int, int]] = {
    "morning": (6 * 60, 12 * 60),
    "midday": (12 * 60, 14 * 60),
    "lunchtime": (12 * 60, 14 * 60),
    "afternoon": (12 * 60, 18 * 60),
    "evening": (18 * 60, 22 * 60),
    "night": (22 * 60, 30 * 60),
}
_SHORT = {day[:3]: place for place, day in enumerate(WEEKDAYS)} | {"tues": 1, "thur": 3, "thurs": 3}
_DAY = r"(mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?s?"
_TO = r"\s*(?:to|until|till|through|-|–)\s*"
_CLOCK = r"(\d{1,2})(?:[:.]([0-5]\d))?\s*(am|pm)?|(midnight|noon)"
_RANGE_OF_DAYS = re.compile(rf"\b{_DAY}\b{_TO}\b{_DAY}\b")
_ONE_DAY = re.compile(rf"\b{_DAY}\b")
_RANGE_OF_TIMES = re.compile(rf"\b(?:{_CLOCK}){_TO}(?:{_CLOCK})\b")
_PART = re.compile(rf"\b({'|'.join(_PARTS)})s?\b")
_EVERY = re.compile(r"\b(every|each|daily|all week)\b")
_NOT_CERTAIN = re.compile(
    r"\b(some|sometimes|most|usually|often|rota|shifts? vary|alternate|days? a week|once|twice)\b"
)


@dataclass(frozen=True)
class Hours:
    """A stretch of the week, in minutes after Monday 00:00; ``end`` may run into the next week."""

    start: int
    end: int


def overlap(first: Iterable[Hours], second: Iterable[Hours]) -> bool:
    """Say whether two sets of hours of the week meet, a shared end not counted."""
    others = [piece for hours in second for piece in _pieces(hours)]
    return any(a.start < b.end and b.start < a.end for hours in first for a in _pieces(hours) for b in others)


def within(inner: Hours, outer: Iterable[Hours]) -> bool:
    """Say whether one stretch lies wholly inside one of others."""
    return any(
        other.start <= inner.start + turn and inner.end + turn <= other.end
        for other in outer
        for turn in (-WEEK, 0, WEEK)
    )


def weekly(days: Iterable[str], from_time: str, to_time: str) -> tuple[Hours, ...]:
    """Give the hours of a requirement with days and times such as 19:00; an end before the start is the next day.

    What is not a weekday or a time is left out, so that a draft half filled in makes no hours.
    """
    start, end = _minutes(from_time), _minutes(to_time)
    if start is None or end is None:
        return ()
    if end <= start:
        end += DAY
    places = [WEEKDAYS.index(day) for day in days if day in WEEKDAYS]
    return tuple(Hours(place * DAY + start, place * DAY + end) for place in sorted(set(places)))


def read_hours(text: str) -> tuple[Hours, ...] | None:
    """Read days and hours as somebody wrote them; None when they are not certain.

    Parts are separated by semicolons; days without hours, and hours without days, are not certain.
    """
    folded = " ".join(text.casefold().replace("&", " and ").split())
    if not folded or _NOT_CERTAIN.search(folded):
        return None
    found: list[Hours] = []
    for part in folded.split(";"):
        days, spans = _days(part), _spans(part)
        if not days or not spans:
            return None
        found += [Hours(day * DAY + start, day * DAY + end) for day in days for start, end in spans]
    return tuple(sorted(found, key=lambda hours: (hours.start, hours.end)))


def _pieces(hours: Hours) -> tuple[Hours, ...]:
    """Cut what runs into the next week at its beginning."""
    if hours.end <= WEEK:
        return (hours,)
    return (Hours(hours.start, WEEK), Hours(0, hours.end - WEEK))


def _minutes(time: str) -> int | None:
    found = re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d)", time)
    return int(found[1]) * 60 + int(found[2]) if found else None


def _place(word: str) -> int:
    return _SHORT.get(word, _SHORT[word[:3]])


def _days(text: str) -> list[int]:
    found: set[int] = set()
    for match in _RANGE_OF_DAYS.finditer(text):
        first, last = _place(match[1]), _place(match[2])
        found |= {(first + n) % 7 for n in range((last - first) % 7 + 1)}
    found |= {_place(match[1]) for match in _ONE_DAY.finditer(text)}
    if re.search(r"\bweekdays?\b", text):
        found |= set(range(5))
    if re.search(r"\bweekends?\b", text):
        found |= {5, 6}
    if not found and _EVERY.search(text):
        found = set(range(7))
    return sorted(found)


def _spans(text: str) -> list[tuple[int, int]]:
    spans = [span for match in _RANGE_OF_TIMES.finditer(text) if (span := _span(match)) is not None]
    if not spans:
        spans = [_PARTS[match[1]] for match in _PART.finditer(text)]
    return spans


def _span(match: re.Match[str]) -> tuple[int, int] | None:
    """Give a range of times; "9 to 5" without am or pm is not certain, "9 to 5pm" and "09:00 to 17:00" are."""
    hour, minute, half, word, to_hour, to_minute, to_half, to_word = match.groups()
    clocked = minute is not None and to_minute is not None
    if not (half or word or clocked) or not (to_half or to_word or clocked):
        return None
    start, end = _clock(hour, minute, half, word), _clock(to_hour, to_minute, to_half, to_word)
    if start is None or end is None or start == end:
        return None
    return start, end if end > start else end + DAY


def _clock(hour: str | None, minute: str | None, half: str | None, word: str | None) -> int | None:
    if word:
        return 0 if word == "midnight" else 12 * 60
    value = int(hour or 0)
    if half and not 1 <= value <= 12 or value > 24:
        return None
    if half:
        value = value % 12 + (12 if half == "pm" else 0)
    return (value % 24) * 60 + int(minute or 0)
