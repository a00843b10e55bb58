"""The plan of the practice story holds whenever it is made: every day of a year, every hour of the hard days."""

from datetime import UTC, date, datetime, timedelta

import pytest

from haven.jobs.practice.clock_choices import left_at, served_past, served_with_left
from haven.jobs.practice.plan import TooEarly, plan
from haven.jobs.practice.plan_values import Sizes
from haven_law.calendar import Calendar
from haven_law.clock import hearing_deadline
from tests.practice.proofs import prove, prove_clocks

FIRST = date(2026, 1, 1)
SMALL = Sizes(
    orders=30, refused=3, withdrawn=3, adjourned=2, unserved=2, breaches_of_notices=2, breaches_of_orders=8, custody=3,
    tagged=2, late=2, not_pursued=1, undecided=1,
)  # fmt: skip
# The nights the clocks change, Easter from Good Friday to Monday, Christmas, New Year, a plain Sunday, a May holiday.
HARD = ("2026-03-29", "2026-10-25", "2026-04-03", "2026-04-05", "2026-04-06", "2026-12-25", "2026-12-27", "2026-12-28",
        "2027-01-01", "2026-11-22", "2026-05-04", "2028-01-01")  # fmt: skip


def moment(day: date, hour: int, minute: int = 7) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, 31, tzinfo=UTC)


@pytest.mark.parametrize("month", range(12))
def test_every_day_of_a_year(month):
    days = [FIRST + timedelta(days=n) for n in range(365)]
    for n, day in enumerate(days):
        if day.month == month + 1:
            now = moment(day, (n * 7) % 24, n % 60)
            prove(plan(now, sizes=SMALL), now, SMALL)


@pytest.mark.parametrize("week", range(0, 52, 4))
def test_the_whole_story(week):
    now = moment(FIRST + timedelta(days=7 * week + week % 7), (week * 5) % 24)
    prove(plan(now), now, Sizes())


@pytest.mark.parametrize("day", HARD)
def test_every_hour_of_hard_days(day):
    for hour in range(24):
        now = moment(date.fromisoformat(day), hour, 59)
        cases = plan(now, sizes=SMALL)
        prove_clocks(cases, now)
        prove(cases, now, SMALL)


def test_it_adds_up_as_reported():
    sizes = Sizes()
    assert sizes.served == 219
    assert sizes.orders == 180 and sizes.awaiting == 8 and sizes.refused + sizes.withdrawn + sizes.adjourned == 31
    assert sizes.breaches_of_notices + sizes.breaches_of_orders == 39


def test_the_same_seed_is_the_same_story():
    now = moment(date(2026, 9, 9), 12)
    assert plan(now) == plan(now)
    assert plan(now, seed=1) != plan(now, seed=2)


def test_other_seeds_hold_too():
    for seed in range(6):
        now = moment(date(2026, 11, 25), 0, 20 + seed)
        prove(plan(now, seed=seed), now, Sizes())


def test_years_from_now_too():
    for year in (2025, 2027, 2030, 2040):
        now = moment(date(year, 8, 31), 3)
        prove(plan(now), now, Sizes())


def test_before_the_pilot_there_is_no_story():
    with pytest.raises(TooEarly, match="27 November 2024"):
        plan(moment(date(2025, 1, 1), 9))


def test_the_clock_turned_round_is_the_law():
    """The latest minute that fits: a minute later would leave more time."""
    calendar = Calendar.shipped()
    for n in range(0, 24 * 14, 5):
        now = moment(date(2026, 12, 20), 0) + timedelta(hours=n)
        for wanted in (timedelta(hours=3, minutes=40), timedelta(hours=30)):
            served = served_with_left(now, wanted, calendar)
            assert timedelta(0) < left_at(served, now, calendar) <= wanted
            later = served + timedelta(minutes=1)
            assert later > now or left_at(later, now, calendar) > wanted
        past = served_past(now, timedelta(hours=2), calendar)
        assert hearing_deadline(past, calendar).outer_limit <= now - timedelta(hours=2)
        assert hearing_deadline(past + timedelta(minutes=1), calendar).outer_limit > now - timedelta(hours=2)
