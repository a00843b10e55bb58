"""Telling the police of names and addresses, and the offences about it. DAA 2021 s.41 to s.43."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haven_law.clock import notification_deadline, to_london
from haven_law.notification import (
    ADDRESS_CHANGED,
    ANOTHER_ORDER,
    DUTY_BEGINS_AGAIN,
    EVENTS,
    NAME_USED,
    NO_ADDRESS,
    NOT_EVENTS,
    ORDER_MADE,
    SEXUAL_OFFENCES,
    STALKING,
    Happening,
    Switch,
    acknowledgement,
    alleged_from,
    appropriate_police_area,
    further_requirement,
    identity_request,
    must_be_notified,
    notification_applies,
    notification_due,
    notification_duties,
    notification_given,
)
from haven_law.notification_offences import (
    failure_to_notify,
    false_notification,
    may_be_prosecuted,
    refusal_of_identity_check,
)
from tests.law.answers import only, said

MADE = date(2026, 11, 2)
DAY = timedelta(days=1)


@pytest.mark.provision("41(2)", "41(3)", "41(4)", "41(5)", "41(6)", "41(9)")
@pytest.mark.parametrize(
    ("event", "provision", "point", "information"),
    [
        (ORDER_MADE, "s.41(2)", "A10", ("every name that they use", "their home address")),
        (NAME_USED, "s.41(4)", None, ("the name",)),
        (ADDRESS_CHANGED, "s.41(5)", None, ("the new home address",)),
        (NO_ADDRESS, "s.41(6)", None, ("that they have no home address",)),
        (DUTY_BEGINS_AGAIN, "s.41(9)", None, ("every name that they use", "their home address")),
    ],
)
def test_three_days_beginning_with_the_event(
    event: str, provision: str, point: str | None, information: tuple[str, ...]
) -> None:
    due = notification_due(event, date(2026, 12, 24))
    assert only(due) == (provision, True, point)
    assert due.last_day == date(2026, 12, 26)
    assert due.notify_by is not None
    assert to_london(due.notify_by).isoformat() == "2026-12-26T23:59:59+00:00"
    assert due.information == information
    assert ("DAA 2021 s.41(3)" in due.cited) is (len(information) == 2)
    assert "DAA 2021 s.42(1)" in due.cited
    assert "On 24 December 2026" in due.because
    assert "by the end of 26 December 2026" in due.because
    assert " and ".join(information) in due.because


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.sampled_from(list(EVENTS)))
def test_agrees_with_the_clock(day: date, event: str) -> None:
    assert notification_due(event, day).notify_by == notification_deadline(day).act_by


def test_only_the_events_of_the_act() -> None:
    assert all(must_be_notified(event).lawful for event in EVENTS)
    assert {only(must_be_notified(event)) for event in NOT_EVENTS} == {("s.41(1)", False, None)}
    assert "a year has passed" in must_be_notified("yearly").because
    for function in (must_be_notified, lambda event: notification_due(event, MADE)):
        with pytest.raises(ValueError, match="'holiday' is not an event"):
            function("holiday")


SOA = Switch(SEXUAL_OFFENCES, date(2026, 1, 1), date(2026, 10, 15))


@pytest.mark.provision("41(8)", "41(9)")
@pytest.mark.parametrize(
    ("switch", "provision", "point"),
    [
        (Switch(ANOTHER_ORDER, MADE, MADE + DAY), "s.41(8)(a)", "A24"),
        (Switch(SEXUAL_OFFENCES, MADE, MADE + DAY), "s.41(8)(b)", None),
        (Switch(STALKING, MADE, MADE + DAY), "s.41(8)(b)", None),
    ],
)
def test_what_switches_the_duty_off(switch: Switch, provision: str, point: str | None) -> None:
    off = notification_applies(MADE, subject_to_order=True, switches=[switch])
    assert only(off) == (provision, False, point)
    for day in (MADE - DAY, MADE + DAY):
        on = notification_applies(day, subject_to_order=True, switches=[switch])
        assert only(on) == ("s.41(1)", True, point)
    assert notification_applies(MADE, subject_to_order=True, switches=[Switch(switch.kind, MADE)]).lawful is False


def test_not_under_an_order_no_duty() -> None:
    assert only(notification_applies(MADE, subject_to_order=False)) == ("s.41(1)", False, None)
    assert only(notification_applies(MADE, subject_to_order=True)) == ("s.41(1)", True, None)


def test_a_later_order_does_not_switch_off_the_first() -> None:
    later = Switch(ANOTHER_ORDER, MADE, earlier=False)
    assert only(notification_applies(MADE, subject_to_order=True, switches=[later])) == ("s.41(1)", True, "A24")
    assert Switch(STALKING, MADE, earlier=False).holds(MADE) is True


def test_switches_are_checked() -> None:
    with pytest.raises(ValueError, match="'curfew' does not switch off"):
        Switch("curfew", MADE)
    with pytest.raises(ValueError, match="ends before it starts"):
        Switch(STALKING, MADE, MADE - DAY)
    assert Switch(STALKING, MADE, MADE).holds(MADE) is False


def days(duties: tuple[object, ...]) -> list[tuple[str, date, date]]:
    return [(d.event, d.event_day, d.last_day) for d in duties]  # type: ignore[attr-defined]


@pytest.mark.provision("41(2)", "41(9)")
def test_the_duties_of_an_order() -> None:
    assert days(notification_duties(MADE)) == [(ORDER_MADE, MADE, date(2026, 11, 4))]
    moved = Happening(ADDRESS_CHANGED, date(2026, 11, 10))
    named = Happening(NAME_USED, MADE)
    assert days(notification_duties(MADE, happenings=[moved, named])) == [
        (ORDER_MADE, MADE, date(2026, 11, 4)),
        (NAME_USED, MADE, date(2026, 11, 4)),
        (ADDRESS_CHANGED, date(2026, 11, 10), date(2026, 11, 12)),
    ]


def test_switched_off_at_the_making_it_begins_when_that_ends() -> None:
    switch = Switch(SEXUAL_OFFENCES, date(2026, 1, 1), date(2026, 11, 20))
    during, after = Happening(NO_ADDRESS, date(2026, 11, 19)), Happening(NO_ADDRESS, date(2026, 11, 20))
    duties = notification_duties(MADE, switches=[switch], happenings=[during, after])
    assert days(duties) == [
        (NO_ADDRESS, date(2026, 11, 20), date(2026, 11, 22)),
        (DUTY_BEGINS_AGAIN, date(2026, 11, 20), date(2026, 11, 22)),
    ]


def test_switched_off_on_the_way_all_is_due_again() -> None:
    switch = Switch(STALKING, date(2026, 11, 10), date(2026, 12, 1))
    assert days(notification_duties(MADE, switches=[switch])) == [
        (ORDER_MADE, MADE, date(2026, 11, 4)),
        (DUTY_BEGINS_AGAIN, date(2026, 12, 1), date(2026, 12, 3)),
    ]


def test_two_switches_that_touch_begin_once() -> None:
    switches = [
        Switch(STALKING, MADE, date(2026, 12, 1)),
        Switch(SEXUAL_OFFENCES, date(2026, 11, 15), date(2026, 12, 5)),
    ]
    assert days(notification_duties(MADE, switches=switches)) == [
        (DUTY_BEGINS_AGAIN, date(2026, 12, 5), date(2026, 12, 7))
    ]
    empty = Switch(STALKING, MADE + DAY, MADE + DAY)
    assert days(notification_duties(MADE, switches=[empty])) == [(ORDER_MADE, MADE, date(2026, 11, 4))]


def test_a_switch_of_one_day_begins_all_again() -> None:
    one_day = Switch(STALKING, date(2026, 11, 10), date(2026, 11, 11))
    assert [due.event_day for due in notification_duties(MADE, switches=[one_day])] == [MADE, date(2026, 11, 11)]
    assert "in the police area of the new home: Kent" in (
        appropriate_police_area("Essex", None, event=ADDRESS_CHANGED, new_home_area="Kent").because
    )
    assert "in the police area of their home: Essex" in appropriate_police_area("Essex", None).because
    assert (
        "must be in the one of their home"
        in notification_given(
            at_station=True,
            spoken=True,
            taken_by="authorised",
            station_area="Essex",
            area=appropriate_police_area(None, None),
        ).because
    )


def test_a_switch_that_ended_with_the_making_or_before_changes_nothing() -> None:
    assert days(notification_duties(MADE, switches=[Switch(STALKING, MADE - 9 * DAY, MADE)])) == [
        (ORDER_MADE, MADE, date(2026, 11, 4))
    ]


def test_nothing_is_due_once_the_order_has_ceased() -> None:
    switch = Switch(STALKING, MADE, date(2026, 12, 1))
    assert notification_duties(MADE, switches=[switch], ceased_on=date(2026, 12, 1)) == ()
    assert len(notification_duties(MADE, switches=[switch], ceased_on=date(2026, 12, 2))) == 1
    moved = Happening(ADDRESS_CHANGED, date(2026, 11, 10))
    assert len(notification_duties(MADE, happenings=[moved], ceased_on=date(2026, 11, 10))) == 1
    assert len(notification_duties(MADE, happenings=[moved], ceased_on=date(2026, 11, 11))) == 2
    assert len(notification_duties(MADE, happenings=[Happening(NAME_USED, MADE - DAY)])) == 1


def test_two_orders_say_a24() -> None:
    earlier = Switch(ANOTHER_ORDER, date(2026, 6, 1), date(2026, 11, 30))
    (due,) = notification_duties(MADE, switches=[earlier])
    assert only(due) == ("s.41(9)", True, "A24")
    later = Switch(ANOTHER_ORDER, date(2026, 11, 10), date(2026, 11, 30), earlier=False)
    (due,) = notification_duties(MADE, switches=[later])
    assert only(due) == ("s.41(2)", True, "A10, A24")


def test_the_making_is_no_happening() -> None:
    with pytest.raises(ValueError, match="'order_made' is not an event"):
        notification_duties(MADE, happenings=[Happening(ORDER_MADE, MADE)])


@given(
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.integers(0, 60),
    st.integers(0, 60),
    st.sampled_from([SEXUAL_OFFENCES, STALKING, ANOTHER_ORDER]),
)
def test_whole_notification_is_due_exactly_when_the_duty_starts(made: date, start: int, length: int, kind: str) -> None:
    switch = Switch(kind, made + (start - 30) * DAY, made + (start - 30 + length) * DAY)
    wanted = [
        made + n * DAY
        for n in range(100)
        if not switch.holds(made + n * DAY) and (n == 0 or switch.holds(made + (n - 1) * DAY))
    ]
    assert [due.event_day for due in notification_duties(made, switches=[switch])] == wanted


@pytest.mark.provision("42(2)", "42(3)")
def test_in_which_police_area() -> None:
    home = appropriate_police_area("Metropolitan", "Cleveland")
    assert (home.area, only(home)) == ("Metropolitan", ("s.42(2)(a)", True, None))
    moved = appropriate_police_area("Metropolitan", "Cleveland", event=ADDRESS_CHANGED, new_home_area="Kent")
    assert (moved.area, only(moved)) == ("Kent", ("s.42(3)", True, None))
    abroad = appropriate_police_area("Metropolitan", "Cleveland", event=ADDRESS_CHANGED)
    assert (abroad.area, only(abroad)) == ("Cleveland", ("s.42(2)(b)", True, None))
    none = appropriate_police_area("Metropolitan", "Cleveland", event=NO_ADDRESS)
    assert (none.area, only(none)) == ("Cleveland", ("s.42(2)(b)", True, None))
    unknown = appropriate_police_area(None, None)
    assert (unknown.area, only(unknown)) == (None, ("s.42(2)", False, None))
    assert home.cited == ("DAA 2021 s.42(2)(a)", "DAA 2021 s.42(2)")
    with pytest.raises(ValueError, match="not an event"):
        appropriate_police_area("Kent", None, event="holiday")


def given_at(**changed: object) -> list[tuple[str, bool | None]]:
    facts = {"at_station": True, "spoken": True, "taken_by": "police_officer", "station_area": "Kent", "area": "kent"}
    return said(notification_given(**(facts | changed)))  # type: ignore[arg-type]


@pytest.mark.provision("42(1)", "42(2)")
def test_how_notification_is_given() -> None:
    right = [("s.42(1)(a)", True), ("s.42(2)", True), ("s.42(1)(b)", True), ("s.42(1)(b)(i)", True)]
    assert given_at() == right
    assert given_at(area=appropriate_police_area("Kent", None)) == right
    assert given_at(taken_by="authorised")[3] == ("s.42(1)(b)(ii)", True)
    assert given_at(taken_by="other")[3] == ("s.42(1)(b)(ii)", False)
    assert given_at(at_station=False)[0] == ("s.42(1)(a)", False)
    assert given_at(station_area="Essex")[1] == ("s.42(2)", False)
    assert given_at(area=appropriate_police_area(None, None))[1] == ("s.42(2)", False)
    assert given_at(spoken=False)[2] == ("s.42(1)(b)", False)
    with pytest.raises(ValueError, match="'cleaner' does not take"):
        given_at(taken_by="cleaner")


@pytest.mark.provision("42(4)")
def test_acknowledged_in_writing_in_the_form_directed() -> None:
    assert said(acknowledgement(in_writing=True, directed_form=True)) == [("s.42(4)(a)", True), ("s.42(4)(b)", True)]
    assert said(acknowledgement(in_writing=False, directed_form=True))[0] == ("s.42(4)(a)", False)
    assert said(acknowledgement(in_writing=True, directed_form=False))[1] == ("s.42(4)(b)", False)


@pytest.mark.provision("42(5)", "42(6)")
def test_fingerprints_only_when_notifying_and_for_identity() -> None:
    assert said(identity_request(when_notifying=True, to_verify_identity=True)) == [
        ("s.42(5)", True),
        ("s.42(6)", True),
    ]
    assert said(identity_request(when_notifying=False, to_verify_identity=True))[0] == ("s.42(5)", False)
    assert said(identity_request(when_notifying=True, to_verify_identity=False))[1] == ("s.42(6)", False)


@pytest.mark.provision("41(7)")
def test_no_further_duty_without_regulations() -> None:
    none = further_requirement()
    assert (only(none), none.confirmed) == (("s.41(7)", False, None), False)
    assert further_requirement(regulations="  ").lawful is False
    made = further_requirement(regulations="SI 2027/1")
    assert (only(made), made.confirmed) == (("s.41(7)", True, None), True)
    assert "SI 2027/1" in made.because


INITIAL = notification_due(ORDER_MADE, MADE)


@pytest.mark.provision("43(1)")
@pytest.mark.parametrize(
    ("knew_on", "from_day", "point"),
    [
        (MADE, date(2026, 11, 5), None),
        (date(2026, 11, 3), date(2026, 11, 6), "A10"),
        (date(2026, 11, 9), date(2026, 11, 12), "A10"),
        (date(2026, 10, 1), date(2026, 11, 5), None),
    ],
)
def test_no_offence_is_alleged_until_three_days_from_knowing(knew_on: date, from_day: date, point: str | None) -> None:
    found = alleged_from(INITIAL, knew_on=knew_on)
    assert (found.from_day, only(found)) == (from_day, ("s.43(1)(a)", True, point))
    assert found.from_at is not None
    assert to_london(found.from_at) == datetime.combine(from_day, datetime.min.time(), to_london(found.from_at).tzinfo)


def test_who_does_not_know_of_the_order_is_not_accused() -> None:
    found = alleged_from(INITIAL, knew_on=None)
    assert (found.from_day, found.from_at, only(found)) == (None, None, ("s.43(1)(a)", False, "A10"))
    assert only(failure_to_notify(INITIAL, date(2027, 1, 1), notified_on=None, knew_on=None)) == (
        "s.43(1)(a)",
        False,
        "A10",
    )


@pytest.mark.provision("43(1)", "43(4)", "43(5)")
def test_failure_to_notify() -> None:
    def failed(on: date, notified_on: date | None = None, knew_on: date | None = MADE, excuse: bool | None = False):  # type: ignore[no-untyped-def]
        return failure_to_notify(INITIAL, on, notified_on=notified_on, knew_on=knew_on, reasonable_excuse=excuse)

    assert only(failed(date(2026, 11, 4))) == ("s.43(4)", False, None)
    assert said(failed(date(2026, 11, 5))) == [("s.43(5)", True), ("s.43(1)(a)", True)]
    assert only(failed(date(2026, 11, 9), date(2026, 11, 4))) == ("s.43(1)(a)", False, None)
    assert said(failed(date(2026, 11, 9), date(2026, 11, 5))) == [("s.43(1)(a)", True), ("s.43(1)(a)", True)]
    assert only(failed(date(2026, 11, 9), MADE)) == ("s.43(1)(a)", False, None)
    assert failed(date(2026, 11, 5), excuse=True).lawful is False
    asked = failed(date(2026, 11, 5), excuse=None)
    assert [f.because for f in asked.for_you] == ["Decide whether there is a reasonable excuse for the failure."]
    with pytest.raises(ValueError, match="before the event"):
        failed(date(2026, 11, 5), date(2026, 11, 1))


def test_failure_on_an_order_served_late() -> None:
    served = date(2026, 11, 9)

    def failed(on: date, notified_on: date | None = None):  # type: ignore[no-untyped-def]
        return failure_to_notify(INITIAL, on, notified_on=notified_on, knew_on=served, reasonable_excuse=False)

    assert only(failed(date(2026, 11, 11))) == ("s.43(1)(a)", False, "A10")
    assert failed(date(2026, 11, 12)).lawful is True
    assert failed(date(2026, 11, 12)).ambiguity == "A10"
    assert only(failed(date(2026, 11, 20), date(2026, 11, 11))) == ("s.43(1)(a)", False, "A10")
    assert failed(date(2026, 11, 20), date(2026, 11, 12)).lawful is True


@pytest.mark.provision("43(1)")
def test_false_information() -> None:
    assert only(false_notification(false=False)) == ("s.43(1)(b)", False, None)
    assert said(false_notification(false=True, known_to_be_false=True)) == [("s.43(1)(b)", True)] * 2
    assert false_notification(false=True, known_to_be_false=False).lawful is False
    assert len(false_notification(false=True).for_you) == 1


@pytest.mark.provision("43(2)")
def test_refusing_fingerprints() -> None:
    assert only(refusal_of_identity_check(requested=False, refused=True)) == ("s.42(5)", False, None)
    assert only(refusal_of_identity_check(requested=True, refused=False)) == ("s.43(2)", False, None)
    refused = refusal_of_identity_check(requested=True, refused=True, reasonable_excuse=False)
    assert said(refused) == [("s.42(5)", True), ("s.43(2)", True)]
    assert refusal_of_identity_check(requested=True, refused=True, reasonable_excuse=True).lawful is False
    assert len(refusal_of_identity_check(requested=True, refused=True).for_you) == 1


@pytest.mark.provision("43(6)")
def test_one_prosecution_for_one_failure() -> None:
    assert only(may_be_prosecuted(prosecuted_before_for_this_failure=True)) == ("s.43(6)", False, None)
    assert only(may_be_prosecuted(prosecuted_before_for_this_failure=False)) == ("s.43(6)", True, None)
