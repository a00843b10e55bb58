"""A number of months that begin with a day: short months, leap years, and the twelve months of a tag."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haven_law.clock import twelve_months_last_day
from haven_law.order_life import months_last_day

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        (date(2026, 11, 6), 6, date(2027, 5, 5)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
        (date(2026, 3, 1), 1, date(2026, 3, 31)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 14)),
        (date(2026, 12, 1), 1, date(2026, 12, 31)),
        (date(2027, 2, 28), 12, date(2028, 2, 27)),
    ],
)
def test_the_last_day(start, months, last):
    assert months_last_day(start, months) == last


@given(DAYS)
def test_twelve_months_are_those_of_a_tag(start):
    assert months_last_day(start, 12) == twelve_months_last_day(start)


@given(DAYS, st.integers(1, 60))
def test_it_never_runs_a_day_too_long(start, months):
    """The day after the last is never beyond the same day of the month then."""
    last = months_last_day(start, months)
    after = last + timedelta(days=1)
    passed = (after.year - start.year) * 12 + after.month - start.month
    assert (passed, after.day) in {(months, start.day), (months + 1, 1), (months, 1)} or after.day == start.day
    assert last < months_last_day(start, months + 1)
    assert months_last_day(start, months) <= months_last_day(start + timedelta(days=1), months)


def test_less_than_one_is_refused():
    with pytest.raises(ValueError, match="counted from one"):
        months_last_day(date(2026, 1, 1), 0)
