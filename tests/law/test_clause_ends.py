"""An extended clause ends later and a lighter one never does, whatever event comes when (DAA 2021 s.44(9), (11))."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haven_law.citation import daa
from haven_law.clause_ends import LATER, SAME, SOONER, UNKNOWN, End, compare_ends, end_moves

FIRST, FAR = date(2026, 11, 1), date(2099, 1, 1)
WITH_ORDER, COURSE = End(), End(event="The course is finished")


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


@pytest.mark.provision("38(4)")
@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        (WITH_ORDER, WITH_ORDER, SAME),
        (WITH_ORDER, End(day(3)), SOONER),
        (WITH_ORDER, COURSE, SOONER),
        (End(day(3)), WITH_ORDER, LATER),
        (End(day(3)), End(day(4)), LATER),
        (End(day(3)), End(day(3)), SAME),
        (End(day(3)), End(day(2)), SOONER),
        (End(day(3)), COURSE, UNKNOWN),
        (End(day(3)), End(day(4), COURSE.event), UNKNOWN),
        (End(day(3)), End(day(3), COURSE.event), SOONER),
        (COURSE, End(day(3)), UNKNOWN),
        (COURSE, WITH_ORDER, LATER),
        (COURSE, End(event="the  course is finished."), SAME),
        (COURSE, End(event="The subject moves"), UNKNOWN),
        (End(day(3), COURSE.event), End(day(3)), LATER),
        (End(day(3), COURSE.event), End(day(2)), UNKNOWN),
        (End(day(3), COURSE.event), End(day(4), COURSE.event), LATER),
        (COURSE, End(day(4), COURSE.event), SOONER),
    ],
)
def test_how_one_end_stands_to_another(before: End, after: End, moved: str) -> None:
    assert compare_ends(before, after) == moved


@pytest.mark.provision("44(9)", "44(11)")
def test_the_reason_names_the_finding_that_is_missing() -> None:
    unmet = [f for f in end_moves("lighten", End(day(3)), WITH_ORDER).findings if f.met is False]
    assert [f.provision for f in unmet] == [daa("44(9)")] and "extend it" in unmet[0].because
    unmet = [f for f in end_moves("extend", End(day(3)), End(day(2))).findings if f.met is False]
    assert [f.provision for f in unmet] == [daa("44(11)")] and "make it lighter" in unmet[0].because
    for change in ("lighten", "extend"):
        assert "replace it" in end_moves(change, End(day(3)), COURSE).because
    for change in ("add", "remove", "replace"):
        assert end_moves(change, End(day(3)), WITH_ORDER).findings == ()


DAYS = st.none() | st.integers(0, 6).map(day)
EVENTS = st.sampled_from(["", "A", "B"])
ENDS = st.builds(End, DAYS, EVENTS)
HAPPENS = st.fixed_dictionaries({"A": DAYS, "B": DAYS})


def over(end: End, order: End, happens: dict[str, date | None]) -> date:
    """The day on which it is over, once it is known when each event happens."""
    days = [end.last_day, order.last_day, *(happens.get(e) for e in (end.event, order.event) if e)]
    return min((d for d in days if d is not None), default=FAR)


@given(ENDS, ENDS, ENDS, HAPPENS)
def test_whatever_happens(before: End, after: End, order: End, happens: dict[str, date | None]) -> None:
    was, becomes = over(before, order, happens), over(after, order, happens)
    old, new = before.within(order), after.within(order)
    if end_moves("lighten", old, new).lawful:
        assert becomes <= was
    if end_moves("extend", old, new).lawful:
        assert becomes >= was
    if compare_ends(old, new) == SAME:
        assert becomes == was
