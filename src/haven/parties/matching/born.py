"""Dates of birth compared part by part: the same, day and month changed round, a year off, one figure wrong, or another."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

# Bits of evidence for each way in which a date may agree: log2 of how much likelier it is for the same person than for
# another. A whole date is one of about 25,000; slips are rare, and each has many forms.
SAME, TURNED, YEAR_OFF, DAY_OFF, FIGURE, TWO_PARTS, FIRST_OF_YEAR, MISSING, OTHER = range(9)
POINTS = np.array([14.5, 9.0, 8.5, 7.5, 5.5, 3.5, 5.0, 0.0, -7.0])
WORDS = (
    "born the same day",
    "day and month of birth changed round",
    "born the same day, a year apart",
    "born a day apart",
    "date of birth differs by one figure",
    "two parts of the date of birth are the same",
    "born the same year, only the year is known",
    "date of birth is not recorded",
    "date of birth is different",
)
AGREE = (SAME, TURNED, YEAR_OFF, DAY_OFF, FIGURE, TWO_PARTS, FIRST_OF_YEAR)
# People are often taken for some years older or younger than they are.
AGE_POINTS = ((3, 3.0), (6, 2.3), (9, 0.3), (13, -2.0), (200, -5.0))


def number_of(born: date | None) -> int:
    """A date as one whole number, 19880327; 0 where it is not known."""
    return 0 if born is None else born.year * 10_000 + born.month * 100 + born.day


def _days_beside(asked: int) -> list[int]:
    try:
        day = date(asked // 10_000, asked // 100 % 100, asked % 100)
        return [number_of(day - timedelta(days=1)), number_of(day + timedelta(days=1))]
    except (ValueError, OverflowError):
        return []


def levels(asked: int, held: NDArray[np.int32]) -> NDArray[np.int8]:
    """How each held date agrees with the asked one: a code of this module."""
    year, month, day = held // 10_000, held // 100 % 100, held % 100
    y, m, d = asked // 10_000, asked // 100 % 100, asked % 100
    same_y, same_m, same_d = year == y, month == m, day == d
    level = np.full(held.shape, OTHER, np.int8)
    two = same_y.astype(np.int8) + same_m + same_d >= 2
    level[two] = TWO_PARTS
    level[same_y & (((month == 1) & (day == 1)) | (m == 1 and d == 1))] = FIRST_OF_YEAR
    near = np.flatnonzero(two)
    level[near[_figures_that_differ(asked, held[near]) == 1]] = FIGURE
    for beside in _days_beside(asked):
        level[held == beside] = DAY_OFF
    level[same_m & same_d & (np.abs(year - y) == 1)] = YEAR_OFF
    level[same_y & (month == d) & (day == m)] = TURNED
    level[same_y & same_m & same_d] = SAME
    level[held == 0] = MISSING
    return level


def _figures_that_differ(asked: int, held: NDArray[np.int32]) -> NDArray[np.int64]:
    powers = 10 ** np.arange(8)
    differ: NDArray[np.int64] = (held[:, None] // powers % 10 != asked // powers % 10).sum(axis=1)
    return differ


def age_points(age: int, on: date, held: NDArray[np.int32]) -> NDArray[np.float64]:
    """Evidence of an apparent age: close is for, far is against; nothing where no date is held."""
    off = np.abs((number_of(on) - held) // 10_000 - age)
    points = np.select([off <= most for most, _ in AGE_POINTS], [p for _, p in AGE_POINTS], -6.0)
    return np.where(held == 0, 0.0, points)


def turned(asked: int) -> list[int]:
    """The date with day and month changed round, where that is one."""
    y, m, d = asked // 10_000, asked // 100 % 100, asked % 100
    return [y * 10_000 + d * 100 + m] if d <= 12 and d != m else []


def beside(asked: int) -> list[int]:
    """Whole dates that are looked for beside the asked one: a year off, a day off across the end of a month. Of the other
    near dates two parts are the same, and those are found by their parts."""
    return [asked - 10_000, asked + 10_000, *(b for b in _days_beside(asked) if b // 100 != asked // 100)]
