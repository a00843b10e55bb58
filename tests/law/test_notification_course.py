"""The duties to notify of one person over time, against a slow reading that looks at every day."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from haven_law.clock import day_end, end_of, start_of, to_london
from haven_law.notification import ADDRESS_CHANGED, NAME_USED, NO_ADDRESS, SEXUAL_OFFENCES, STALKING
from haven_law.notification_course import (
    EXCUSED,
    MET,
    MET_LATE,
    OFF,
    OVERDUE,
    WAITING,
    Change,
    OrderSpan,
    Regime,
    course_of_duties,
    regime_words,
    standing,
)
from haven_law.sign_on import windows

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
FIRST = datetime.fromisoformat("2026-10-20T11:00:00+00:00")
LATER = FIRST + 200 * DAY


def order(ref="A", made=FIRST, **more):
    values = {"effective_at": made, "known_at": made} | more
    return OrderSpan(ref, made, **values)


def days(duties):
    return [(d.order, d.due.event, d.due.event_day.isoformat()) for d in duties]


class TestOneOrder:
    def test_three_days_with_the_day_of_making_as_the_first(self):
        (duty,) = course_of_duties([order()], until=LATER)
        assert duty.due_by == day_end(date(2026, 10, 22)) == duty.fault_from
        assert (duty.provision, duty.ambiguity) == ("DAA 2021 s.41(2)", None)

    def test_nothing_shows_that_they_know(self):
        (duty,) = course_of_duties([order(known_at=None)], until=LATER)
        assert duty.fault_from is None and duty.ambiguity == "A10"
        assert standing(duty, None, LATER) == EXCUSED

    def test_known_later(self):
        (duty,) = course_of_duties([order(known_at=FIRST + 5 * DAY)], until=LATER)
        assert duty.due_by == day_end(date(2026, 10, 22)) and duty.fault_from == day_end(date(2026, 10, 27))
        assert standing(duty, None, duty.due_by + HOUR) == EXCUSED
        assert standing(duty, None, duty.fault_from + timedelta(seconds=2)) == OVERDUE

    def test_an_order_that_waits_brings_nothing(self):
        assert course_of_duties([order(effective_at=None)], until=LATER) == ()

    def test_where_it_stands(self):
        (duty,) = course_of_duties([order(ended_at=FIRST + 30 * DAY)], until=LATER)
        assert standing(duty, None, FIRST) == WAITING
        assert standing(duty, FIRST + HOUR, LATER) == standing(duty, FIRST + HOUR, FIRST + HOUR) == MET
        assert standing(duty, duty.due_by, LATER) == MET and standing(duty, duty.due_by + HOUR, LATER) == MET_LATE
        assert standing(duty, None, LATER) == OVERDUE, "a failure that happened stays one when the order ends"
        (short,) = course_of_duties([order(ended_at=FIRST + DAY)], until=LATER)
        assert standing(short, None, LATER) == OFF and short.off_because == "order_ended"


class TestTwoOrders:
    def test_the_first_carries_and_its_end_brings_all_anew(self):
        first, second = order(ended_at=FIRST + 30 * DAY), order("B", FIRST + 10 * DAY)
        found = course_of_duties([second, first], until=LATER)
        assert days(found) == [("A", "order_made", "2026-10-20"), ("B", "duty_begins_again", "2026-11-19")]
        assert found[1].revived_after == "A" and "A24" in found[1].ambiguity
        assert found[1].provision == "DAA 2021 s.41(9)"

    def test_the_end_of_the_second_brings_nothing(self):
        found = course_of_duties([order(), order("B", FIRST + 10 * DAY, ended_at=FIRST + 20 * DAY)], until=LATER)
        assert days(found) == [("A", "order_made", "2026-10-20")]

    def test_one_that_waited(self):
        end = FIRST + 30 * DAY
        waited = OrderSpan("B", FIRST + 10 * DAY, effective_at=end, known_at=FIRST + 10 * DAY)
        found = course_of_duties([order(ended_at=end), waited], until=LATER)
        assert days(found)[1] == ("B", "duty_begins_again", to_london(end).date().isoformat())

    def test_after_a_gap_it_counts_from_the_making(self):
        found = course_of_duties([order(ended_at=FIRST + DAY), order("B", FIRST + 9 * DAY)], until=LATER)
        assert days(found)[1] == ("B", "order_made", "2026-10-29")


class TestRegimes:
    def test_off_while_it_lasts_and_anew_after(self):
        regime = Regime(SEXUAL_OFFENCES, date(2026, 10, 21), date(2026, 11, 2))
        found = course_of_duties([order()], [regime], until=LATER)
        assert days(found) == [("A", "order_made", "2026-10-20"), ("A", "duty_begins_again", "2026-11-03")]
        assert found[0].off_because == SEXUAL_OFFENCES and found[1].revived_after == SEXUAL_OFFENCES

    def test_under_it_when_the_order_is_made(self):
        regime = Regime(STALKING, date(2026, 1, 1))
        assert course_of_duties([order()], [regime], until=LATER) == ()
        ended = replace(regime, last_day=date(2026, 11, 2))
        assert days(course_of_duties([order()], [ended], until=LATER)) == [("A", "duty_begins_again", "2026-11-03")]

    def test_one_that_ended_before_is_in_nobodys_way(self):
        regime = Regime(STALKING, date(2026, 1, 1), date(2026, 10, 19))
        assert days(course_of_duties([order()], [regime], until=LATER)) == [("A", "order_made", "2026-10-20")]

    def test_two_that_overlap(self):
        regimes = [
            Regime(STALKING, date(2026, 10, 1), date(2026, 11, 2)),
            Regime(SEXUAL_OFFENCES, date(2026, 11, 1), date(2026, 11, 9)),
        ]
        assert days(course_of_duties([order()], regimes, until=LATER)) == [("A", "duty_begins_again", "2026-11-10")]

    def test_only_those_of_the_act(self):
        with pytest.raises(ValueError, match="section 41"):
            course_of_duties([order()], [Regime("dvpo", date(2026, 1, 1))], until=LATER)
        assert regime_words(SEXUAL_OFFENCES) == "Sexual Offences Act 2003, Part 2"
        assert regime_words(STALKING) == "Stalking Protection Act 2019, section 9"


class TestChanges:
    def test_each_has_its_own_three_days(self):
        changes = [Change(ADDRESS_CHANGED, date(2026, 11, 1)), Change(NAME_USED, date(2026, 11, 5), "x")]
        found = course_of_duties([order()], changes=changes, until=LATER)
        assert [(d.due.event, d.due_by) for d in found[1:]] == [
            (ADDRESS_CHANGED, day_end(date(2026, 11, 3))),
            (NAME_USED, day_end(date(2026, 11, 7))),
        ]

    def test_none_without_an_order_or_under_another_regime(self):
        changes = [Change(NO_ADDRESS, date(2026, 10, 1)), Change(NO_ADDRESS, date(2026, 11, 1))]
        regime = Regime(STALKING, date(2026, 10, 25), date(2026, 11, 2))
        found = course_of_duties([order()], [regime], changes, until=LATER)
        assert all(d.due.event != NO_ADDRESS for d in found)

    def test_an_unknown_one(self):
        with pytest.raises(ValueError, match="must be notified"):
            course_of_duties([order()], changes=[Change("travel", date(2026, 11, 1))], until=LATER)


spans = st.builds(
    lambda ref, start, length: OrderSpan(
        ref,
        FIRST + start * DAY,
        FIRST + start * DAY,
        None if length is None else FIRST + (start + length) * DAY,
        FIRST + start * DAY,
    ),
    st.sampled_from("ABCD"),
    st.integers(0, 40),
    st.none() | st.integers(1, 30),
)
regimes = st.builds(
    lambda kind, start, length: Regime(
        kind, FIRST.date() + start * DAY, None if length is None else FIRST.date() + (start + length) * DAY
    ),
    st.sampled_from((SEXUAL_OFFENCES, STALKING)),
    st.integers(-10, 40),
    st.none() | st.integers(0, 20),
)


def slow(orders, others, until):
    """Hour by hour: who carries it, and whether a regime switches it off. A whole notification is due where it begins."""
    found, before = [], (None, "")
    at = start_of(FIRST.date() - 12 * DAY)
    while at <= until:
        running = [o for o in orders if o.effective_at <= at and (o.ended_at is None or at < o.ended_at)]
        carrier = min(running, key=lambda o: (o.effective_at, o.made_at, o.ref), default=None)
        day = to_london(at).date()
        off = any(r.from_day <= day and (r.last_day is None or day <= r.last_day) for r in others)
        now = (carrier, off)
        if carrier is not None and not off and (before[0] is not carrier or before[1]):
            anew = (before[0] is not None and before[0] is not carrier) or (before[0] is carrier and before[1])
            found.append((carrier.ref, "duty_begins_again" if anew else "order_made", day.isoformat()))
        before = now
        at += HOUR
    return sorted(found, key=lambda row: row[2])


@settings(max_examples=150, deadline=None)
@given(st.lists(spans, max_size=4, unique_by=lambda o: o.ref), st.lists(regimes, max_size=2))
def test_the_same_as_looking_at_every_hour(orders, others):
    # 11:00 in summer time is a whole hour of the slow reading; so is each later day of the same hour.
    until = FIRST + 90 * DAY
    found = course_of_duties(orders, others, until=until)
    assert sorted(days(found), key=lambda row: row[2]) == slow(orders, others, until)
    for duty in found:
        assert duty.due_by == day_end(duty.due.event_day + 2 * DAY) and duty.fault_from >= duty.due_by
        assert duty.off_at is None or duty.off_at > duty.starts_at


@settings(max_examples=60, deadline=None)
@given(st.lists(spans, max_size=3, unique_by=lambda o: o.ref), st.lists(regimes, max_size=2), st.integers(0, 80))
def test_what_was_reckoned_stays_when_time_goes_on(orders, others, day):
    """Looking later adds duties and ends some; it takes none away."""
    early = course_of_duties(orders, others, until=FIRST + day * DAY)
    late = course_of_duties(orders, others, until=FIRST + 90 * DAY)
    assert set(days(early)) <= set(days(late))


class TestSignOn:
    def test_the_windows_of_a_week(self):
        start = start_of(date(2026, 11, 2))
        found = windows(["monday", "thursday"], "09:00", "17:00", start=start, end=start + 7 * DAY)
        assert [w.day.isoformat() for w in found] == ["2026-11-02", "2026-11-05"]
        assert found[0].opens.isoformat() == "2026-11-02T09:00:00+00:00"
        assert found[0].holds(found[0].closes) and not found[0].holds(found[0].closes + timedelta(minutes=1))

    def test_over_midnight_and_with_minutes_allowed(self):
        start = start_of(date(2026, 11, 2))
        (window,) = windows(["monday"], "22:00", "02:00", start=start, end=start + 3 * DAY, late_minutes=15)
        assert (window.closes - window.opens) == timedelta(hours=4, minutes=15)

    def test_on_the_nights_of_the_clocks(self):
        back = start_of(date(2026, 10, 24))
        (window,) = windows(["sunday"], "00:30", "01:30", start=back, end=back + 3 * DAY)
        assert window.closes - window.opens == timedelta(hours=2), "the longer reading"
        forward = start_of(date(2026, 3, 28))
        (window,) = windows(["sunday"], "01:30", "03:00", start=forward, end=forward + 3 * DAY)
        assert to_london(window.opens).hour == 2

    def test_only_whole_windows(self):
        start = start_of(date(2026, 11, 2)) + 10 * HOUR
        assert windows(["monday"], "09:00", "17:00", start=start, end=end_of(date(2026, 11, 3))) == ()
        with pytest.raises(ValueError, match="day of the week"):
            windows(["someday"], "09:00", "17:00", start=start, end=start + DAY)
