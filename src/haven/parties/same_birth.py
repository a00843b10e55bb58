"""Whether two dates of birth can be those of one person, each as well as it is known. Nothing is judged here: only what
cannot be is left out."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

# People are often taken for some years older or younger than they are. Our rule; it leaves room for six years.
YEARS_OUT = 6


def days_of(born: date | None, precision: str) -> tuple[date, date]:
    """The first and the last day on which this person may have been born. A date that is not known may be any day."""
    if born is None:
        return date.min, date.max
    if precision == "year":
        return date(born.year, 1, 1), date(born.year, 12, 31)
    if precision == "month":
        return born.replace(day=1), born.replace(day=monthrange(born.year, born.month)[1])
    if precision == "apparent":
        return date(max(born.year - YEARS_OUT, 1), 1, 1), date(min(born.year + YEARS_OUT, 9999), 12, 31)
    return born, born


def may_be_one_birth(born: date | None, precision: str, other: date | None, other_precision: str) -> bool:
    """Is there a day on which both may have been born?"""
    first, last = days_of(born, precision)
    start, end = days_of(other, other_precision)
    return first <= end and start <= last


def is_one_birth(born: date | None, precision: str, other: date | None, other_precision: str) -> bool:
    """Is it one day, known in both?"""
    return born is not None and born == other and precision == other_precision == "day"
