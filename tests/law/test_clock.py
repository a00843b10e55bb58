"""The clock of s.29 and its relatives: against a slow minute counter, on the nights the clocks change, and in parts."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from haven_law.calendar import CONTESTED, BankHoliday, Calendar
from haven_law.clock import (
    LONDON,
    counted_between,
    counted_left,
    custody_deadline,
    day_end,
    end_of,
    hearing_deadline,
    local_instants,
    monitoring_last_day,
    notification_deadline,
    start_of,
    support_referral_deadline,
    to_london,
    victim_update_deadline,
    working_day_after,
)
from tests.law import slow


def at(text: str) -> datetime:
    """Read an instant, or (without an offset) what a wall clock shows."""
    return datetime.fromisoformat(text)


MINUTES = st.datetimes(at("2020-01-01"), at("2035-12-10")).map(
    lambda at: at.replace(second=0, microsecond=0, tzinfo=UTC)
)
# Most examples near the days on which mistakes are made.
TRICKY_DAYS = [
    *(date(year, 12, 22) for year in range(2020, 2036)),
    *(date(year, 12, 30) for year in range(2020, 2035)),
    *(slow.easter(year) - timedelta(days=4) for year in range(2020, 2036)),
    *(date(year, month, day) for year in range(2020, 2036) for month, day in ((3, 24), (10, 23), (5, 1), (5, 27))),
    date(2022, 5, 31),
    date(2022, 9, 16),
    date(2023, 5, 4),
]
TRICKY = st.builds(
    lambda day, minutes: datetime.combine(day, time(), tzinfo=UTC) + timedelta(minutes=minutes),
    st.sampled_from(TRICKY_DAYS),
    st.integers(0, 8 * 24 * 60),
)
INSTANTS = st.one_of(TRICKY, MINUTES)


@settings(max_examples=200, deadline=None)
@given(INSTANTS)
def test_hearing_deadline_agrees_with_the_slow_counter(given_at: datetime) -> None:
    found = hearing_deadline(given_at)
    assert found.act_by == slow.deadline(given_at, 48 * 60, contested=False)
    assert found.outer_limit == slow.deadline(given_at, 48 * 60, contested=True)


@settings(max_examples=100, deadline=None)
@given(INSTANTS)
def test_custody_deadline_agrees_with_the_slow_counter(arrested_at: datetime) -> None:
    found = custody_deadline(arrested_at)
    assert found.act_by == slow.deadline(arrested_at, 24 * 60, contested=False)
    assert found.outer_limit == slow.deadline(arrested_at, 24 * 60, contested=True)


@settings(deadline=None)
@given(INSTANTS)
def test_deadline_never_falls_within_a_day_left_out(given_at: datetime) -> None:
    found = hearing_deadline(given_at)
    for instant, contested in ((found.act_by, False), (found.outer_limit, True)):
        local = to_london(instant)
        assert not slow.left_out(local.date(), contested) or local.time() == time()


@settings(deadline=None)
@given(INSTANTS, INSTANTS)
def test_a_later_start_never_gives_an_earlier_deadline(one: datetime, other: datetime) -> None:
    first, second = sorted((one, other))
    assert hearing_deadline(first).act_by <= hearing_deadline(second).act_by
    assert hearing_deadline(first).outer_limit <= hearing_deadline(second).outer_limit


@settings(deadline=None)
@given(INSTANTS)
def test_two_dates_only_where_a_contested_day_is_met(given_at: datetime) -> None:
    found = hearing_deadline(given_at)
    assert given_at < found.act_by <= found.outer_limit
    if not found.settled:
        assert found.ambiguity is not None
        assert "A2" in found.ambiguity
    days = [step.day for step in found.steps_outer if step.why_not]
    assert ("A2" in (found.ambiguity or "")) == any((d.month, d.day, d.weekday()) == (12, 26, 5) for d in days)


@settings(deadline=None)
@given(INSTANTS)
def test_steps_add_up_and_join(given_at: datetime) -> None:
    found = hearing_deadline(given_at)
    for steps, end in ((found.steps_act_by, found.act_by), (found.steps_outer, found.outer_limit)):
        assert sum((step.counted for step in steps), timedelta()) == timedelta(hours=48)
        assert steps[0].from_at == given_at
        assert steps[-1].to_at == end
        assert all(one.to_at == other.from_at for one, other in zip(steps, steps[1:], strict=False))
        assert all((step.counted == timedelta()) == (step.why_not is not None) for step in steps)
        assert len({step.day for step in steps}) == len(steps)
    assert found.disregarded_days == tuple(step.day for step in found.steps_act_by if step.why_not)


@settings(deadline=None)
@given(INSTANTS)
def test_clock_changes_have_no_effect(given_at: datetime) -> None:
    """Reckoned on a wall clock that knows no summer time, the answer is the same wall-clock time."""
    wall = to_london(given_at).replace(tzinfo=None)
    remaining = 48 * 60
    while remaining:
        if not slow.left_out(wall.date(), contested=False):
            remaining -= 1
        wall += timedelta(minutes=1)
    assert to_london(hearing_deadline(given_at).act_by).replace(tzinfo=None) == wall


@settings(deadline=None)
@given(INSTANTS, st.integers(0, 5 * 24 * 60))
def test_counted_time_left_and_used_make_the_whole(given_at: datetime, later: int) -> None:
    found = hearing_deadline(given_at)
    now = given_at + timedelta(minutes=later)
    time_left = counted_left(now, found.act_by)
    assert counted_between(given_at, found.act_by) == timedelta(hours=48)
    assert time_left.left + time_left.used == timedelta(hours=48)
    assert (time_left.late > timedelta()) == (now > found.act_by)
    assert (time_left.left == timedelta()) or now < found.act_by


def test_hours_left_do_not_run_on_a_sunday() -> None:
    found = hearing_deadline(at("2026-11-07T18:00:00+00:00"))
    saturday_night = counted_left(at("2026-11-08T00:00:00+00:00"), found.act_by)
    sunday_night = counted_left(at("2026-11-08T23:00:00+00:00"), found.act_by)
    assert saturday_night.left == sunday_night.left == timedelta(hours=42)
    assert counted_left(at("2026-11-11T20:00:00+00:00"), found.act_by).late == timedelta(days=1, hours=2)


def test_the_clock_starts_at_service_not_at_authority() -> None:
    served = hearing_deadline(at("2026-11-04T02:40:00+00:00"))
    assert served.act_by == at("2026-11-06T02:40:00+00:00")
    assert "DAA 2021 s.25(3)" in served.citations


def test_sunday_notice_names_a1() -> None:
    assert hearing_deadline(at("2026-11-08T15:00:00+00:00")).ambiguity == "A1"
    assert hearing_deadline(at("2026-11-07T15:00:00+00:00")).ambiguity is None
    assert hearing_deadline(at("2026-12-26T15:00:00+00:00")).ambiguity == "A1, A2"


def test_new_years_day_on_a_saturday_names_a3() -> None:
    found = hearing_deadline(at("2027-12-31T12:00:00+00:00"))
    assert found.ambiguity == "A3"
    assert found.warning is not None


def test_warning_beyond_the_confirmed_calendar_only() -> None:
    assert hearing_deadline(at("2026-12-01T12:00:00+00:00")).warning is None
    assert hearing_deadline(at("2029-12-01T12:00:00+00:00")).warning is not None


def test_a_proclaimed_day_moves_the_deadline_and_the_version() -> None:
    extra = BankHoliday(date(2026, 11, 5), "A day proclaimed for the test", "proclamation", True)
    shipped = Calendar.shipped()
    changed = hearing_deadline(at("2026-11-03T14:30:00+00:00"), shipped.with_days([extra]))
    assert changed.act_by == at("2026-11-06T14:30:00+00:00")
    assert changed.calendar_version != shipped.version
    contested = BankHoliday(date(2026, 11, 5), "A doubtful day", "proclamation", False, CONTESTED)
    two_sided = hearing_deadline(at("2026-11-03T14:30:00+00:00"), shipped.with_days([contested]))
    assert two_sided.act_by == at("2026-11-05T14:30:00+00:00")
    assert two_sided.outer_limit == at("2026-11-06T14:30:00+00:00")
    assert two_sided.ambiguity == "A2"


def test_custody_takes_the_earlier_hearing_and_keeps_the_outer_limb() -> None:
    found = custody_deadline(at("2026-11-04T03:15:00+00:00"), at("2026-11-04T14:00:00+00:00"))
    assert (found.limb, found.act_by) == ("hearing", at("2026-11-04T14:00:00+00:00"))
    assert found.outer_limit == at("2026-11-05T03:15:00+00:00")
    with pytest.raises(ValueError, match="before the arrest"):
        custody_deadline(at("2026-11-04T03:15:00+00:00"), at("2026-11-04T03:00:00+00:00"))


def test_a_hearing_between_the_two_dates_does_not_put_custody_off() -> None:
    arrested = at("2026-12-24T22:00:00+00:00")
    found = custody_deadline(arrested, at("2026-12-28T10:00:00+00:00"))
    assert (found.limb, found.act_by) == ("hours", at("2026-12-26T22:00:00+00:00"))
    assert found.outer_limit == at("2026-12-29T22:00:00+00:00")


def test_a_time_without_an_offset_is_refused() -> None:
    for ask in (hearing_deadline, custody_deadline, to_london):
        with pytest.raises(ValueError, match="without an offset"):
            ask(at("2026-11-03T14:30"))


class TestTheNightsTheClocksChange:
    """Local times in London that happen twice, or never."""

    def test_twice_in_october(self) -> None:
        found = local_instants(at("2026-10-25T01:30"))
        assert found.kind == "twice"
        assert found.instants == (at("2026-10-25T00:30:00+00:00"), at("2026-10-25T01:30:00+00:00"))

    @pytest.mark.parametrize("wall", ["00:59", "02:00"])
    def test_once_beside_it(self, wall: str) -> None:
        assert local_instants(at(f"2026-10-25T{wall}")).kind == "once"

    def test_never_in_march(self) -> None:
        found = local_instants(at("2026-03-29T01:30"))
        assert found.kind == "never"
        assert found.instants == ()
        assert [to_london(instant).strftime("%H:%M") for instant in found.nearest] == ["00:59", "02:00"]

    def test_any_other_time_is_one(self) -> None:
        found = local_instants(at("2026-07-01T12:00"))
        assert (found.kind, found.instants) == ("once", (at("2026-07-01T11:00:00+00:00"),))

    def test_both_halves_of_the_october_hour_give_the_same_deadline(self) -> None:
        first, second = local_instants(at("2026-10-25T01:30")).instants
        assert hearing_deadline(first).act_by == hearing_deadline(second).act_by == at("2026-10-28T00:00:00+00:00")


@given(st.datetimes(at("2020-01-01"), at("2035-12-31")))
def test_every_instant_reads_back_as_the_wall_clock_time(wall: datetime) -> None:
    found = local_instants(wall)
    assert all(to_london(instant).replace(tzinfo=None, fold=0) == wall for instant in found.instants)
    assert len(found.instants) == {"once": 1, "twice": 2, "never": 0}[found.kind]


def test_days_in_london_begin_and_end_on_its_clock() -> None:
    assert start_of(date(2026, 7, 1)) == at("2026-06-30T23:00:00+00:00")
    assert end_of(date(2026, 10, 25)) - start_of(date(2026, 10, 25)) == timedelta(hours=25)
    assert day_end(date(2026, 6, 12)).astimezone(LONDON).isoformat() == "2026-06-12T23:59:59+01:00"


def test_three_days_beginning_with_the_event() -> None:
    found = notification_deadline(date(2026, 11, 24))
    assert to_london(found.act_by).isoformat() == "2026-11-26T23:59:59+00:00"
    assert found.last_day == date(2026, 11, 26)


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)))
def test_twelve_months_end_the_day_before_the_anniversary(start: date) -> None:
    last = monitoring_last_day(start).last_day
    assert last - start in (timedelta(days=364), timedelta(days=365))
    after = last + timedelta(days=1)
    assert (after.month, after.day) in {(start.month, start.day), (3, 1)}
    assert after.year == start.year + 1
    assert monitoring_last_day(start, last).requested_end_allowed is True
    assert monitoring_last_day(start, after).requested_end_allowed is False
    assert monitoring_last_day(start).requested_end_allowed is None


def test_a_tag_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="before the start"):
        monitoring_last_day(date(2026, 1, 15), date(2026, 1, 14))


def test_working_days_leave_out_weekends_and_holidays() -> None:
    assert working_day_after(date(2026, 12, 24), 1) == date(2026, 12, 29)
    assert working_day_after(date(2026, 4, 2), 1) == date(2026, 4, 7)
    with pytest.raises(ValueError, match="from one"):
        working_day_after(date(2026, 4, 2), 0)


def test_code_clocks_say_that_their_counting_is_a_reading() -> None:
    assert victim_update_deadline(date(2026, 11, 2), enhanced=True).ambiguity == "A18"
    assert support_referral_deadline(date(2026, 11, 6)).last_day == date(2026, 11, 10)
