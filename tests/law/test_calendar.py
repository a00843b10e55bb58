"""The days left out: the table against days written down by hand, and what an administrator may change."""

from datetime import date, timedelta

import pytest

from haven_law.calendar import (
    CONFIRMED_UNTIL,
    FELL_AWAY,
    BankHoliday,
    Calendar,
    easter_sunday,
    good_friday,
    usual_days,
)
from tests.law import slow

SHIPPED = Calendar.shipped()
YEARS = range(2020, 2037)


@pytest.mark.parametrize("year", YEARS)
def test_bank_holidays_of_each_year(year: int) -> None:
    assert {row.day for row in SHIPPED.bank_holidays(year)} == slow.days_of(year, contested=True)


@pytest.mark.parametrize("year", YEARS)
def test_every_day_of_the_year_is_left_out_or_counts(year: int) -> None:
    day = date(year, 1, 1)
    while day.year == year:
        why = SHIPPED.why_disregarded(day)
        assert (why is not None) == slow.left_out(day, contested=True), day
        assert (why is not None and why[1]) == slow.left_out(day, contested=False), day
        day += timedelta(days=1)


def test_easter() -> None:
    assert {year: easter_sunday(year) for year in YEARS} == {year: slow.easter(year) for year in YEARS}
    assert good_friday(2026) == date(2026, 4, 3)


def test_reasons_are_given_in_words_and_by_paragraph() -> None:
    assert SHIPPED.why_disregarded(date(2026, 11, 8)) == ("Sunday", True)
    assert SHIPPED.why_disregarded(date(2026, 12, 25)) == ("Christmas Day", True)
    assert SHIPPED.why_disregarded(date(2026, 4, 3)) == ("Good Friday", True)
    assert SHIPPED.why_disregarded(date(2026, 4, 6)) == ("bank holiday: Easter Monday", True)
    assert SHIPPED.why_disregarded(date(2026, 12, 26)) == ("bank holiday: Boxing Day, a Saturday", False)
    assert SHIPPED.why_provision(date(2026, 11, 8)) == "DAA 2021 s.29(3)(a)"
    assert SHIPPED.why_provision(date(2026, 4, 3), "26(4)") == "DAA 2021 s.26(4)(c)"
    assert SHIPPED.why_provision(date(2026, 4, 6)) == "DAA 2021 s.29(3)(d)"
    assert SHIPPED.why_provision(date(2026, 4, 7)) is None


def test_days_moved_by_proclamation_count() -> None:
    assert all(SHIPPED.why_disregarded(day) is None for day in FELL_AWAY)


def test_scottish_days_count() -> None:
    for day in (date(2026, 11, 30), date(2026, 1, 2), date(2026, 8, 3)):
        assert SHIPPED.why_disregarded(day) is None


def test_proclaimed_days_after_the_last_confirmed_year_are_flagged() -> None:
    rows = {row.day: row for year in (2026, 2027, 2029) for row in SHIPPED.bank_holidays(year)}
    assert rows[date(2026, 12, 28)].confirmed
    assert not rows[date(2027, 1, 1)].confirmed
    assert rows[date(2027, 12, 27)].confirmed, "27 December 2027 stands in the Act of 1971"
    assert not rows[date(2029, 5, 7)].confirmed
    assert SHIPPED.confirmed(CONFIRMED_UNTIL)
    assert not SHIPPED.confirmed(CONFIRMED_UNTIL + timedelta(days=1))
    assert not SHIPPED.confirmed(date(2019, 12, 31))


def test_every_row_names_its_source() -> None:
    assert all(row.source.startswith("BFDA 1971") and row.name for row in SHIPPED.rows)
    assert all("Sch.1" in row.source or "proclamation" in row.source for row in usual_days(2031))


def test_the_version_depends_on_the_days_alone() -> None:
    extra = BankHoliday(date(2027, 6, 1), "A day proclaimed for the test", "proclamation", True)
    changed = SHIPPED.with_days([extra])
    assert changed.version != SHIPPED.version
    assert changed.with_days([extra]).version == changed.version
    assert SHIPPED.version == Calendar.shipped().version
    assert changed.why_disregarded(extra.day) == (f"bank holiday: {extra.name}", True)
    assert SHIPPED.why_disregarded(extra.day) is None


def test_a_year_can_be_confirmed() -> None:
    confirmed = SHIPPED.with_days(usual_days(2027, proclaimed=True), confirmed_until=date(2027, 12, 31))
    assert confirmed.confirmed(date(2027, 6, 1))
    assert all(row.confirmed for row in confirmed.bank_holidays(2027))


def test_a_day_can_be_withdrawn_and_given_back() -> None:
    day = date(2031, 5, 5)
    without = SHIPPED.without_days([day])
    assert SHIPPED.why_disregarded(day) is not None
    assert without.why_disregarded(day) is None
    assert day not in {row.day for row in without.bank_holidays(2031)}
    given_back = without.with_days([BankHoliday(day, "Early May", "proclamation", True)])
    assert given_back.why_disregarded(day) is not None


def test_what_the_act_names_cannot_be_withdrawn() -> None:
    named = [date(2026, 12, 25), date(2026, 4, 3), date(2026, 11, 8)]
    assert all(SHIPPED.without_days(named).why_disregarded(day) for day in named)


def test_a_contested_day_can_be_settled_by_a_confirmed_row() -> None:
    settled = SHIPPED.with_days([BankHoliday(date(2026, 12, 26), "Boxing Day", "BFDA 1971 Sch.1", True)])
    assert settled.why_disregarded(date(2026, 12, 26)) == ("bank holiday: Boxing Day", True)
    counted = SHIPPED.without_days([date(2026, 12, 26)])
    assert counted.why_disregarded(date(2026, 12, 26)) is None
