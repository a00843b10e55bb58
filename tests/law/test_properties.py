"""What must hold for every start from 2020 to 2035, against counters that are slow and plain (``slow``)."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from haven_law.answering import answer_line
from haven_law.calendar import CAME, CONFIRMED_UNTIL, FELL_AWAY, Calendar
from haven_law.clock import (
    LONDON,
    HearingDeadline,
    custody_deadline,
    hearing_deadline,
    monitoring_last_day,
    notification_deadline,
    support_referral_deadline,
    to_london,
    twelve_months_last_day,
    victim_update_deadline,
    working_day_after,
)
from haven_law.order_life import months_last_day
from tests.law import slow

FIRST, LAST = 2020, 2035
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
Deadline = Callable[[datetime], HearingDeadline]
CLOCKS: list[tuple[Deadline, int]] = [(hearing_deadline, 48), (custody_deadline, 24)]
DAYS = [date(FIRST, 1, 1) + timedelta(days=n) for n in range((date(LAST, 12, 20) - date(FIRST, 1, 1)).days)]
SATURDAYS = [date(year, 12, 26) for year in range(FIRST, LAST + 1) if date(year, 12, 26).isoweekday() == 6]


def hours_around(day: date, before: int = 4, after: int = 2) -> list[datetime]:
    """Every hour from some days before a day to some days after it, and the minute before each."""
    start = datetime.combine(day - before * DAY, time(), tzinfo=LONDON).astimezone(UTC)
    return [start + n * HOUR - odd for n in range((before + after) * 24) for odd in (timedelta(), MINUTE)]


def agrees(clock: Deadline, hours: int, start: datetime) -> HearingDeadline:
    """The deadline, after it was compared with the counted minutes on both readings."""
    found = clock(start)
    assert found.act_by == slow.limit(start, hours * 60, contested=False), start
    assert found.outer_limit == slow.limit(start, hours * 60, contested=True), start
    assert start < found.act_by <= found.outer_limit
    return found


def test_the_list_of_counted_minutes_is_what_walking_finds() -> None:
    for text in ("2020-12-24T10:00", "2022-06-01T23:59", "2026-03-28T00:00", "2026-10-24T12:30", "2035-12-24T00:01"):
        start = datetime.fromisoformat(f"{text}+00:00")
        for contested in (False, True):
            assert slow.limit(start, 2880, contested) == slow.deadline(start, 2880, contested)


@pytest.mark.provision("29(2)", "29(3)", "26(2)", "26(4)")
@pytest.mark.parametrize(("clock", "hours"), CLOCKS)
def test_sixteen_years_against_every_counted_minute(clock: Deadline, hours: int) -> None:
    """Starts 127 minutes apart, so that every minute of the hour and hour of the week comes. The limit is the end of the
    last of the counted minutes that follow; a later start never gives an earlier one."""
    at, end = datetime(FIRST, 1, 1, tzinfo=UTC), datetime(LAST, 12, 31, tzinfo=UTC)
    before = (at, at)
    while at < end:
        found = agrees(clock, hours, at)
        assert before[0] <= found.act_by
        assert before[1] <= found.outer_limit
        before = (found.act_by, found.outer_limit)
        at += 127 * MINUTE


@pytest.mark.provision("29(3)", "26(4)")
@pytest.mark.parametrize(("clock", "hours"), CLOCKS)
@pytest.mark.parametrize("saturday", SATURDAYS)
def test_every_saturday_26_december_has_two_dates(saturday: date, clock: Deadline, hours: int) -> None:
    for start in hours_around(saturday):
        found = agrees(clock, hours, start)
        touched = any(step.day == saturday for step in found.steps_outer)
        assert ("A2" in (found.ambiguity or "")) == touched
        assert touched or found.settled
        assert saturday not in found.disregarded_days


def test_there_are_such_saturdays() -> None:
    assert [date(2020, 12, 26), date(2026, 12, 26)] == SATURDAYS


@pytest.mark.provision("29(3)", "26(4)")
@pytest.mark.parametrize(("clock", "hours"), CLOCKS)
@pytest.mark.parametrize("day", [row.day for row in CAME])
def test_days_proclaimed_once_are_left_out(day: date, clock: Deadline, hours: int) -> None:
    for start in hours_around(day):
        found = agrees(clock, hours, start)
        assert day not in [step.day for step in found.steps_outer if step.why_not is None]


@pytest.mark.parametrize(("clock", "hours"), CLOCKS)
@pytest.mark.parametrize("day", FELL_AWAY)
def test_days_moved_away_count(day: date, clock: Deadline, hours: int) -> None:
    for start in hours_around(day):
        agrees(clock, hours, start)
    assert clock(datetime.combine(day, time(9), tzinfo=LONDON)).steps_outer[0].counted == 15 * HOUR


def test_the_days_that_came_and_went_are_those_of_history() -> None:
    came = [date(2020, 5, 8), date(2022, 6, 2), date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)]
    assert [row.day for row in CAME] == came
    assert list(FELL_AWAY) == [date(2020, 5, 4), date(2022, 5, 30)]


def changes_of_the_clock() -> list[date]:
    """The days from 2020 to 2035 on which London has not 24 hours."""
    found = []
    for day in DAYS:
        start, end = (datetime.combine(one, time(), tzinfo=LONDON).astimezone(UTC) for one in (day, day + DAY))
        if end - start != DAY:
            found.append(day)
    return found


@pytest.mark.parametrize(("clock", "hours"), CLOCKS)
def test_clock_changes_have_no_effect(clock: Deadline, hours: int) -> None:
    """Around each of them the answer on the wall clock is that of a wall clock which never changes."""
    days = changes_of_the_clock()
    assert len(days) == 2 * (LAST - FIRST + 1)
    assert all(day.isoweekday() == 7 for day in days)
    for day in days:
        for n in range(-50, 30, 9):
            wall = datetime.combine(day, time()) + n * HOUR
            expected, remaining = wall, hours * 60
            while remaining:
                remaining -= not slow.left_out(expected.date(), contested=False)
                expected += MINUTE
            assert to_london(clock(wall.replace(tzinfo=LONDON)).act_by).replace(tzinfo=None) == expected


def test_no_running_hour_of_a_day_left_out() -> None:
    """No limit lies within a day that is left out: at most at its first instant, the end of the day before."""
    for day in DAYS:
        start = datetime.combine(day, time(13, 7), tzinfo=LONDON)
        for clock, _ in CLOCKS:
            found = clock(start)
            for limit, contested in ((found.act_by, False), (found.outer_limit, True)):
                local = to_london(limit)
                assert not slow.left_out(local.date(), contested) or local.time() == time()


def ask(question: str, **fields: object) -> dict[str, object]:
    found, understood = answer_line(json.dumps({"question": question, **fields}))
    assert understood, found
    return found


def past(day: date) -> bool:
    return day > CONFIRMED_UNTIL


@settings(deadline=None)
@given(st.dates(date(FIRST, 1, 1), date(LAST, 12, 20)))
def test_past_the_last_confirmed_year_the_answer_says_so(day: date) -> None:
    """Computed all the same, and answered with an ambiguity, in whatever way it is asked."""
    noon = f"{day.isoformat()}T12:00:00+00:00"
    hearing, custody = ask("hearing_deadline", given_at=noon), ask("custody_deadline", arrested_at=noon)
    update = ask("victim_update_deadline", event_day=day.isoformat(), enhanced=True)
    referral = ask("support_referral_deadline", report_day=day.isoformat())
    for found, last in (
        (hearing, "outer_limit"),
        (custody, "outer_limit"),
        (update, "inform_by"),
        (referral, "refer_by"),
    ):
        limit = datetime.fromisoformat(str(found[last]))
        used = (limit - MINUTE).date()
        assert ("warning" in found) == past(used)
        assert ("bank holidays not confirmed" in str(found.get("ambiguity"))) == past(used)


def test_the_first_answer_that_says_so() -> None:
    assert "ambiguity" not in ask("custody_deadline", arrested_at="2026-12-31T00:00:00+00:00")
    after = ask("custody_deadline", arrested_at="2026-12-31T00:01:00+00:00")
    assert after["ambiguity"] == "bank holidays not confirmed"
    assert "31 December 2026" in str(after["warning"])


def test_before_the_first_listed_year_the_answer_says_so_too() -> None:
    found = ask("hearing_deadline", given_at="2019-12-24T12:00:00+00:00")
    assert found["act_by"] == "2019-12-28T12:00:00+00:00"
    assert "before 2020" in str(found["warning"])
    assert found["ambiguity"] == "bank holidays not confirmed"


@pytest.mark.provision("41(2)", "41(4)", "41(5)", "41(6)", "41(9)")
def test_notification_is_three_days_whatever_days_they_are() -> None:
    before = datetime(1, 1, 1, tzinfo=UTC)
    for day in DAYS:
        found = notification_deadline(day)
        local = to_london(found.act_by)
        assert [day, day + DAY, day + 2 * DAY][-1] == found.last_day == local.date()
        assert local.time() == time(23, 59, 59)
        assert before < found.act_by == found.outer_limit
        before = found.act_by


@pytest.mark.provision("Victims' Code right 4", "Victims' Code right 6")
def test_victims_code_clocks_against_walking_from_day_to_day() -> None:
    for day in DAYS:
        enhanced, ordinary = victim_update_deadline(day, enhanced=True), victim_update_deadline(day, enhanced=False)
        referral = support_referral_deadline(day)
        for found, n in ((enhanced, 1), (referral, 2), (ordinary, 5)):
            assert found.last_day == slow.working_day(day, n) == working_day_after(day, n)
            assert slow.working(found.last_day)
            local = to_london(found.act_by)
            assert (local.date(), local.time()) == (found.last_day, time(23, 59, 59))
        assert day < enhanced.last_day < referral.last_day < ordinary.last_day


def test_victims_code_clocks_are_monotone() -> None:
    for clock in (lambda day: victim_update_deadline(day, enhanced=True), support_referral_deadline):
        limits = [clock(day).act_by for day in DAYS]
        assert limits == sorted(limits)


@pytest.mark.provision("38(5)", "38(4)", "44(10)")
@pytest.mark.parametrize("months", [1, 2, 3, 6, 9, 12, 18, 24])
def test_months_against_walking_from_day_to_day(months: int) -> None:
    before = date.min
    for day in DAYS[::3] + [date(2028, 2, 29), date(2024, 2, 29)]:
        found = months_last_day(day, months)
        assert found == slow.months_later(day, months), day
    for day in DAYS:
        assert before <= months_last_day(day, months)
        before = months_last_day(day, months)


def test_twelve_months_are_the_cap_of_a_tag() -> None:
    for day in DAYS:
        last = slow.months_later(day, 12) if day.day in (1, 28, 29, 30, 31) else months_last_day(day, 12)
        assert twelve_months_last_day(day) == last
        assert monitoring_last_day(day, last).requested_end_allowed is True
        assert monitoring_last_day(day, last + DAY).requested_end_allowed is False


def test_a_calendar_with_another_day_moves_what_touches_it_and_nothing_else() -> None:
    extra = date(2027, 3, 17)
    row = next(row for row in Calendar.shipped().rows if row.name == "Easter Monday")
    changed = Calendar.shipped().with_days([type(row)(extra, "A day proclaimed", row.source, True)])
    for start in hours_around(extra, 5, 3):
        shipped, other = hearing_deadline(start), hearing_deadline(start, changed)
        touched = any(step.day == extra for step in other.steps_outer)
        assert (other.act_by != shipped.act_by) == touched
