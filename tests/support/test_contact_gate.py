"""Whether anything may leave for a protected person: the rule table, row by row, and what holds of every plan."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haven.parties.contact.gate import HOLD, LIVES, PERSON, SEND, WAIT, may_contact
from haven.parties.contact.views import ChannelView, News, PlanView, WindowView
from haven.parties.contact.windows import next_opening, open_at
from haven_law.clock import LONDON

HER_TEXT = ChannelView(1, "text", "no", False, True)
WEEKDAYS_10_TO_2 = WindowView(frozenset(range(5)), time(10), time(14))
PLAN = PlanView(1, "we_contact", date(2026, 12, 1), (HER_TEXT,), (WEEKDAYS_10_TO_2,))
MONDAY_11 = datetime(2026, 11, 9, 11, tzinfo=UTC)
NEWS = News("order_made", MONDAY_11 + timedelta(days=1))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("plan", "news", "when", "act", "rule"),
    [
        (None, NEWS, MONDAY_11, PERSON, 1),
        (PLAN, replace(NEWS, life_or_death=True), MONDAY_11, PERSON, 2),
        (replace(PLAN, mode="they_contact"), NEWS, MONDAY_11, HOLD, 3),
        (replace(PLAN, mode="via_supporter"), NEWS, MONDAY_11, PERSON, 3),
        (replace(PLAN, review_on=date(2026, 11, 8)), NEWS, MONDAY_11, PERSON, 4),
        (replace(PLAN, review_on=date(2026, 11, 9)), NEWS, MONDAY_11, SEND, 8),
        (replace(PLAN, triggered=True), NEWS, MONDAY_11, PERSON, 4),
        (replace(PLAN, channels=(replace(HER_TEXT, visible_to_other="maybe"),)), NEWS, MONDAY_11, PERSON, 5),
        (replace(PLAN, channels=(replace(HER_TEXT, visible_to_other="unknown"),)), NEWS, MONDAY_11, PERSON, 5),
        (replace(PLAN, channels=(replace(HER_TEXT, shared_account=True),)), NEWS, MONDAY_11, PERSON, 5),
        (replace(PLAN, channels=(replace(HER_TEXT, kind="call"),)), NEWS, MONDAY_11, PERSON, 5),
        (replace(PLAN, preferences={"order_made": "if_asked"}), NEWS, MONDAY_11, HOLD, 7),
        (replace(PLAN, preferences={"hearing": "if_asked"}), NEWS, MONDAY_11, SEND, 8),
        (PLAN, NEWS, at(9, 9, 59), WAIT, 6),
        (PLAN, replace(NEWS, inform_by=at(9, 10)), at(9, 9), PERSON, 6),
        (PLAN, NEWS, at(9, 14), WAIT, 6),
        (PLAN, replace(NEWS, inform_by=at(10, 10)), at(9, 14), PERSON, 6),
        (PLAN, NEWS, at(9, 10), SEND, 8),
    ],
)
def test_the_first_row_that_matches_wins(plan, news, when, act, rule):
    answer = may_contact(plan, news, when)
    assert (answer.act, answer.rule) == (act, rule), answer


def test_a_message_lives_two_hours_and_never_past_her_window():
    assert may_contact(PLAN, NEWS, at(9, 10)).until == at(9, 10) + LIVES
    assert may_contact(PLAN, NEWS, at(9, 13)).until == at(9, 14)


def test_the_next_way_is_taken_when_one_failed_and_then_a_person():
    both = replace(PLAN, channels=(HER_TEXT, replace(HER_TEXT, pk=2, kind="email")))
    assert may_contact(both, NEWS, MONDAY_11, frozenset({1})).channel.pk == 2
    assert may_contact(both, NEWS, MONDAY_11, frozenset({1, 2})).act == PERSON


def test_never_hours_cut_the_safe_hours():
    school_run = WindowView(frozenset({0}), time(11), time(12), "never")
    plan = replace(PLAN, windows=(WEEKDAYS_10_TO_2, school_run))
    assert open_at(plan, at(9, 10, 30)) == at(9, 11)
    assert open_at(plan, at(9, 11)) is None and next_opening(plan, at(9, 11)) == at(9, 12)


def test_without_hours_of_her_own_nothing_is_sent_at_night():
    plan = replace(PLAN, windows=())
    assert next_opening(plan, at(9, 21)) == at(10, 8) and open_at(plan, at(9, 20, 59)) == at(9, 21)


def test_when_the_clocks_go_back_safe_hours_are_read_short_and_never_hours_long():
    """25 October 2026: 01:00 to 02:00 comes twice."""
    night = datetime(2026, 10, 25, tzinfo=UTC)
    safe = replace(PLAN, windows=(WindowView(frozenset({6}), time(1, 30), time(4)),))
    assert next_opening(safe, night - timedelta(hours=1)) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    never = WindowView(frozenset({6}), time(1, 30), time(1, 45), "never")
    both = replace(PLAN, windows=(WindowView(frozenset({6}), time(0), time(4)), never))
    assert open_at(both, datetime(2026, 10, 25, 1, 40, tzinfo=UTC)) is None
    assert open_at(both, datetime(2026, 10, 25, 0, 40, tzinfo=UTC)) is None


_times = st.times(time(0), time(23, 58)).map(lambda t: t.replace(second=0, microsecond=0))
_windows = st.builds(
    lambda days, a, b, kind: WindowView(days, min(a, b), max(a, b.replace(minute=59)) if a == b else max(a, b), kind),
    st.frozensets(st.integers(0, 6), min_size=1),
    _times,
    _times,
    st.sampled_from(["safe", "never"]),
)
_channels = st.builds(
    ChannelView,
    st.integers(1, 9),
    st.sampled_from(["call", "text", "email", "post", "in_person", "supporter"]),
    st.sampled_from(["no", "maybe", "yes", "unknown"]),
    st.booleans(),
    st.booleans(),
)
_plans = st.builds(
    PlanView,
    st.just(1),
    st.sampled_from(["we_contact", "they_contact", "via_supporter"]),
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    st.lists(_channels, max_size=4).map(tuple),
    st.lists(_windows, max_size=4).map(tuple),
    st.dictionaries(
        st.sampled_from(["order_made", "hearing"]), st.sampled_from(["at_once", "next_window", "if_asked"])
    ),
    st.booleans(),
)
_instants = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))


def inside(plan: PlanView, when: datetime) -> bool:
    """The same question, asked the plain way: minute by minute on the wall clock."""
    local = when.astimezone(LONDON)
    clock, day = local.time().replace(tzinfo=None), local.weekday()
    safe = [w for w in plan.windows if w.kind == "safe"] or [WindowView(frozenset(range(7)), time(8), time(21))]
    hit = lambda w: day in w.days and w.from_local <= clock < w.to_local  # noqa: E731
    return any(hit(w) for w in safe) and not any(hit(w) for w in plan.windows if w.kind == "never")


@given(plan=_plans, when=_instants, ahead=st.integers(1, 200), dying=st.booleans())
def test_nothing_is_sent_that_she_did_not_agree_to(plan, when, ahead, dying):
    news = News("order_made", when + timedelta(hours=ahead), dying)
    answer = may_contact(plan, news, when)
    if answer.act == SEND:
        assert not dying and plan.mode == "we_contact" and not plan.stale(when.astimezone(LONDON).date())
        assert plan.preferences.get("order_made") != "if_asked"
        channel = answer.channel
        assert channel.visible_to_other == "no" and channel.automated_ok and not channel.shared_account
        assert inside(plan, when) and when < answer.until <= when + LIVES
        assert inside(plan, answer.until - timedelta(microseconds=1))
    if answer.act == WAIT:
        assert when < answer.until < news.inform_by
        assert open_at(plan, answer.until) is not None and inside(plan, answer.until)


@given(plan=_plans, when=_instants)
def test_an_opening_is_open_and_no_earlier_instant_is(plan, when):
    opens = next_opening(plan, when)
    if opens is not None:
        assert opens >= when and open_at(plan, opens) is not None
        middle = when + (opens - when) / 2
        assert middle == opens or open_at(plan, middle) is None
