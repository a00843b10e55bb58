"""Counting days, clear days, weeks and business days as rules of court do. DAA 2021 s.30(4)-(5), Sch.1 paras 4-5.

A business day of the rules is any day but a Saturday, a Sunday, Christmas Day, Good Friday and a bank holiday, which is
the working day of the calendar. Clear days leave out the day from which and the day to which they are counted.
"""

from __future__ import annotations

from datetime import date, timedelta

from haven_law.calendar import Calendar
from haven_law.clock import in_words, working_day_after
from haven_law.findings import Finding

NOT_CONFIRMED = "bank holidays not confirmed"


def beyond_calendar(last_day: date, calendar: Calendar | None = None) -> tuple[Finding, ...]:
    """Say that a date rests on bank holidays that are expected and not confirmed (BFDA 1971 s.1(3)); else nothing."""
    used = calendar or Calendar.shipped()
    if used.confirmed(last_day):
        return ()
    because = f"The bank holidays up to {in_words(last_day)} are expected and not confirmed; check the proclamation."
    return (Finding("BFDA 1971 s.1(3)", True, because, NOT_CONFIRMED, confirmed=False),)


def business_day_after(day: date, n: int, calendar: Calendar | None = None) -> date:
    """Give the n-th business day after a day, the day itself not counted. Raises ValueError for n below 1."""
    return working_day_after(day, n, calendar)


def clear_days_by(day: date, n: int) -> date:
    """Give the last day to which there are at most n clear days from a day: neither end is counted (Sch.1 para.4).

    Raises ValueError for n below 1.
    """
    if n < 1:
        raise ValueError("Clear days are counted from one.")
    return day + timedelta(days=n + 1)


def weeks_by(day: date, n: int) -> date:
    """Give the last day of an adjournment of at most n weeks from a day: the same weekday then (s.30(4)-(5)).

    Raises ValueError for n below 1.
    """
    if n < 1:
        raise ValueError("Weeks are counted from one.")
    return day + timedelta(weeks=n)


def days_after(day: date, n: int) -> date:
    """Give the last of n days after a day, the day itself not counted. Raises ValueError for n below 1."""
    if n < 1:
        raise ValueError("Days are counted from one.")
    return day + timedelta(days=n)
