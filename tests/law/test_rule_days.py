"""Days as rules of court count them, against plain counting; and dates that follow from them, over many years."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haven_law.appeals import appeal_window
from haven_law.areas import AREAS, area_in_force
from haven_law.calendar import Calendar
from haven_law.commencement import LAST_DAY, SAVED, end_warning, saved_at_end, section_in_force
from haven_law.dated import GENERAL_LIMIT, SHIPPED_VALUES, value_on
from haven_law.neighbours import neighbour_duration
from haven_law.rule_days import NOT_CONFIRMED, beyond_calendar, business_day_after, clear_days_by, days_after, weeks_by
from haven_law.runs_out import runs_out
from haven_law.victims_code import EVENTS, code_clock
from haven_law.warrants import remand_limit_on_warrant
from haven_law.without_notice import return_hearing

DAY = timedelta(days=1)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
CALENDAR = Calendar.shipped()


def between(start: date, end: date) -> list[date]:
    """The days after one and before another, neither counted."""
    return [start + n * DAY for n in range(1, (end - start).days)]


def is_business_day(day: date) -> bool:
    if day.weekday() >= 5 or (day.month, day.day) == (12, 25):
        return False
    return CALENDAR.why_disregarded(day) is None


@given(DAYS, st.integers(1, 40))
def test_business_days(day: date, n: int) -> None:
    last = business_day_after(day, n)
    assert is_business_day(last)
    assert sum(is_business_day(each) for each in between(day, last)) == n - 1


@given(DAYS, st.integers(1, 40))
def test_clear_days_weeks_and_days(day: date, n: int) -> None:
    assert len(between(day, clear_days_by(day, n))) == n
    assert (weeks_by(day, n).weekday(), (weeks_by(day, n) - day).days) == (day.weekday(), 7 * n)
    assert days_after(day, n) - day == n * DAY


@given(DAYS)
def test_past_the_confirmed_calendar_a_date_says_so(day: date) -> None:
    found = beyond_calendar(day)
    assert bool(found) is not CALENDAR.confirmed(day)
    assert all((f.ambiguity, f.confirmed, f.provision) == (NOT_CONFIRMED, False, "BFDA 1971 s.1(3)") for f in found)
    assert all("are expected and not confirmed" in finding.because for finding in found)


@given(st.dates(date(2025, 10, 6), date(2035, 12, 31)), st.integers(0, 30))
def test_appeal_times_are_in_order(day: date, later: int) -> None:
    first = appeal_window("on_application", "magistrates_court", day)
    after = appeal_window("on_application", "magistrates_court", day + later * DAY)
    assert first.act_by_day is not None and first.outer_day is not None
    assert after.act_by_day is not None and after.outer_day is not None
    assert day + 21 * DAY in (first.act_by_day, first.outer_day)
    assert business_day_after(day, 15) in (first.act_by_day, first.outer_day)
    assert first.act_by_day <= first.outer_day
    assert first.act_by_day <= after.act_by_day
    assert first.outer_day <= after.outer_day


@given(DAYS.filter(lambda day: day >= date(2021, 4, 1)), st.sampled_from(sorted(EVENTS)), st.booleans())
def test_clocks_of_the_code(day: date, event: str, enhanced: bool) -> None:
    clock = code_clock(event, day, enhanced=enhanced)
    row = EVENTS[event]
    assert clock.working_days == (row.enhanced_days if enhanced else row.days)
    assert sum(is_business_day(each) for each in between(day, clock.last_day)) == clock.working_days - 1
    assert day <= clock.warn_day < clock.last_day
    assert sum(is_business_day(each) for each in [*between(clock.warn_day, clock.last_day), clock.last_day]) == 1
    assert code_clock(event, day).last_day <= code_clock(event, day, enhanced=False).last_day


@given(DAYS, st.integers(0, 40))
def test_an_older_order_lasts_fourteen_to_twenty_eight_days(made: date, days: int) -> None:
    last = made + days * DAY
    lasts = days + 1
    assert neighbour_duration("dvpo", made, ends="period", last_day=last).lawful is (14 <= lasts <= 28)


@given(DAYS, st.integers(0, 40))
def test_a_return_hearing_after_fourteen_days_is_looked_at(made: date, days: int) -> None:
    found = return_hearing(made, made, hearing_on=made + days * DAY)
    assert bool(found.for_you) is (days > 14)
    assert found.lawful is True


@given(DAYS)
def test_remand_under_schedule_1(day: date) -> None:
    ordinary = remand_limit_on_warrant("custody", day).next_by
    constable = remand_limit_on_warrant("custody", day, constable_custody=True).next_by
    assert ordinary is not None and constable is not None
    assert (len(between(day, ordinary)), len(between(day, constable))) == (8, 3)


@given(DAYS, st.sampled_from(sorted(AREAS)))
def test_area_bound_sections_follow_the_areas(day: date, area: str) -> None:
    assert section_in_force(27, day, area).lawful is area_in_force(area, day).available
    warned = end_warning(area, day).lawful
    assert warned is (area_in_force(area, day).available is True and LAST_DAY - day <= timedelta(days=14))


@given(DAYS, st.sampled_from(sorted(SAVED)))
def test_savings_begin_when_the_period_ends(day: date, what: str) -> None:
    found = saved_at_end(what, day)
    assert found.lawful is True
    assert (found.ambiguity == "A12") is (day > LAST_DAY)
    assert saved_at_end("nothing", day).lawful is (day <= LAST_DAY)
    assert saved_at_end("authorised_not_served", day).lawful is (True if day <= LAST_DAY else None)


@given(st.dates(date(2022, 5, 2), date(2035, 12, 31)))
def test_one_row_and_one_only_on_every_day(day: date) -> None:
    rows = [row for row in SHIPPED_VALUES if row.key == GENERAL_LIMIT and row.covers(day)]
    assert len(rows) == 1
    assert value_on(GENERAL_LIMIT, day).row is rows[0]


@given(DAYS, st.integers(0, 900))
def test_what_runs_out_within_some_days(day: date, days: int) -> None:
    within = timedelta(days=days)
    everything = runs_out(day)
    assert runs_out(day, within) == tuple(one for one in everything if one.last_day <= day + within)
    assert [one.last_day for one in everything] == sorted(one.last_day for one in everything)
    assert all((one.last_day - day).days == one.days_left and one.over is (one.last_day < day) for one in everything)


@pytest.mark.parametrize("n", [0, -1])
def test_nothing_is_counted_from_nothing(n: int) -> None:
    for function in (business_day_after, clear_days_by, weeks_by, days_after):
        with pytest.raises(ValueError, match="counted from one"):
            function(date(2026, 11, 4), n)
