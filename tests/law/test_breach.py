"""What an officer may do, and whether conduct can be a breach."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from haven_law.breach import (
    ELSEWHERE_IN_UK,
    NoticeTimes,
    OrderConduct,
    breach_possible,
    powers,
)
from haven_law.citation import daa
from haven_law.clock import hearing_deadline
from haven_law.notices import NOTICE_POSITIONS
from haven_law.orders import ORDER_POSITIONS, OrderTimes

SERVED = datetime.fromisoformat("2026-11-03T14:30:00+00:00")
DEADLINE = hearing_deadline(SERVED)
NOTICE = NoticeTimes(SERVED, DEADLINE)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("position", "code"),
    [
        ("not_served", "none"),
        ("running", "arrest_notice"),
        ("continuing", "arrest_notice"),
        ("may_be_late", "ask_lawyer"),
        ("past_deadline", "ask_lawyer"),
        ("ended", "none"),
    ],
)
def test_powers_under_a_notice(position: str, code: str) -> None:
    found = powers("notice", position)
    assert found.code == code
    assert "offence" not in found.words, "breach of a notice is not an offence"
    assert position in NOTICE_POSITIONS


@pytest.mark.parametrize(
    ("position", "code"),
    [("waiting", "none"), ("in_force", "arrest_order"), ("ended", "none"), ("lawyer_must_decide", "ask_lawyer")],
)
def test_powers_under_an_order(position: str, code: str) -> None:
    assert powers("order", position).code == code
    assert position in ORDER_POSITIONS


def test_a_notice_heard_late_gives_no_safe_power() -> None:
    assert powers("notice", "continuing", heard_late=True).code == "ask_lawyer"
    with pytest.raises(ValueError, match="There is no"):
        powers("notice", "lapsed")


@pytest.mark.parametrize(
    ("times", "after", "lawful", "ambiguity"),
    [
        (NoticeTimes(None, None), HOUR, False, None),
        (NOTICE, -HOUR, False, None),
        (NOTICE, HOUR, True, None),
        (NOTICE, 49 * HOUR, None, "A5"),
        (replace(NOTICE, hearing_begun_at=SERVED + 20 * HOUR), 900 * HOUR, True, None),
        (replace(NOTICE, hearing_begun_at=SERVED + 50 * HOUR), 900 * HOUR, None, "A5"),
        (replace(NOTICE, ended_at=SERVED + 20 * HOUR), 21 * HOUR, False, None),
    ],
)
def test_breach_of_a_notice(times: NoticeTimes, after: timedelta, lawful: bool | None, ambiguity: str | None) -> None:
    decision = breach_possible(SERVED + after, notice=times)
    assert (decision.lawful, decision.ambiguity) == (lawful, ambiguity)


MADE = OrderTimes(SERVED)
KNOWN = OrderConduct(given_notice=True)
UNKNOWN = OrderConduct(given_notice=False)


@pytest.mark.parametrize(
    ("times", "conduct", "after", "lawful", "ambiguity"),
    [
        (MADE, KNOWN, HOUR, True, None),
        (MADE, KNOWN, -HOUR, False, None),
        (MADE, replace(KNOWN, made_on_this_day_before=True), -HOUR, None, "A25"),
        (replace(MADE, ends_at=SERVED + HOUR), KNOWN, HOUR, False, None),
        (MADE, replace(KNOWN, clause_in_force=False), HOUR, False, None),
        (MADE, UNKNOWN, HOUR, False, None),
        (MADE, replace(UNKNOWN, aware_from=SERVED + 2 * HOUR), HOUR, False, None),
        (MADE, replace(UNKNOWN, aware_from=SERVED + HOUR), HOUR, True, None),
        (MADE, replace(UNKNOWN, offence_without_variation=True), HOUR, True, None),
        (MADE, replace(KNOWN, place=ELSEWHERE_IN_UK), HOUR, None, "A13"),
        (MADE, replace(UNKNOWN, place=ELSEWHERE_IN_UK), HOUR, False, "A13"),
        (replace(MADE, proven=False), KNOWN, HOUR, None, "unproven order"),
    ],
)
def test_breach_of_an_order(
    times: OrderTimes, conduct: OrderConduct, after: timedelta, lawful: bool | None, ambiguity: str | None
) -> None:
    decision = breach_possible(SERVED + after, order=times, conduct=conduct)
    assert (decision.lawful, decision.ambiguity) == (lawful, ambiguity)


def test_unawareness_cites_its_provision() -> None:
    decision = breach_possible(SERVED + HOUR, order=MADE, conduct=UNKNOWN)
    assert [f.provision for f in decision.unmet] == [daa("39(2)")]


def test_one_thing_is_asked_about() -> None:
    with pytest.raises(ValueError, match="Ask about one"):
        breach_possible(SERVED)
    with pytest.raises(ValueError, match="Ask about one"):
        breach_possible(SERVED, notice=NOTICE, order=MADE, conduct=KNOWN)
