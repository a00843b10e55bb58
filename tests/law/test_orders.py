"""Making, limiting, changing and ending an order."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from haven_law.citation import daa
from haven_law.clock import to_london
from haven_law.orders import (
    ORDER_POSITIONS,
    ROUTES,
    SUBJECT_NOTICE,
    ClauseChange,
    OrderFacts,
    OrderTimes,
    duration_words,
    ends_at,
    in_force,
    may_discharge,
    may_make_order,
    may_vary,
    order_duration,
    order_effect,
    order_position,
    order_term,
    requirement_period,
    subject_was_given_notice,
)
from haven_law.terms import VOCABULARY

MADE_ON = date(2026, 11, 5)
FACTS = OrderFacts(
    on=MADE_ON,
    subject_born=date(1988, 3, 27),
    protected_born=date(1990, 1, 15),
    connections=("former_intimate_partner",),
    route="s28_police_after_notice",
    abuse_when_protected_aged=36,
    abusive=True,
    necessary_and_proportionate=True,
    considered={"child_welfare": None, "protected_opinion": True, "occupant_opinion": None},
    premises_terms=True,
    conflicts_considered=True,
    subject_notice="given",
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def unmet(facts: OrderFacts) -> list[str]:
    return [finding.provision for finding in may_make_order(facts).unmet]


def test_an_order_may_be_made() -> None:
    decision = may_make_order(FACTS)
    assert decision.lawful is True
    assert {daa("32(2)"), daa("32(3)"), daa("32(5)"), daa("33(1)(b)"), daa("36(1)"), daa("29(4)"), daa("28(3)")} <= set(
        decision.cited
    )


WITHOUT_NOTICE = {"route": "s28_protected", "subject_notice": "without_notice", "just_without_notice": True}


@pytest.mark.parametrize(
    ("change", "provision"),
    [
        ({"subject_born": date(2008, 11, 6)}, daa("32(5)")),
        ({"protected_born": date(2010, 11, 6)}, daa("27(1)")),
        ({"connections": ("colleague",)}, daa("2(1)")),
        ({"abusive": False}, daa("32(2)")),
        ({"necessary_and_proportionate": False}, daa("32(3)")),
        ({"considered": {"child_welfare": None, "occupant_opinion": True}}, daa("33(1)(b)")),
        ({"considered": {"protected_opinion": True, "occupant_opinion": True}}, daa("33(1)(a)")),
        ({"considered": {"protected_opinion": True, "child_welfare": True}}, daa("33(1)(c)")),
        ({"conflicts_considered": False}, daa("36(1)")),
        ({"subject_notice": "without_notice"}, daa("34(2)")),
        (WITHOUT_NOTICE, daa("34(4)")),
        (WITHOUT_NOTICE | {"just_without_notice": False, "return_hearing_on": date(2026, 11, 12)}, daa("34(1)")),
    ],
)
def test_each_condition_refuses_alone(change: dict[str, object], provision: str) -> None:
    assert unmet(replace(FACTS, **change)) == [provision]  # type: ignore[arg-type]


def test_without_notice_on_her_own_application_with_a_return_hearing() -> None:
    decision = may_make_order(replace(FACTS, **WITHOUT_NOTICE, return_hearing_on=date(2026, 11, 12)))  # type: ignore[arg-type]
    assert decision.lawful is True


def test_what_the_court_must_decide_is_put_to_it() -> None:
    facts = replace(FACTS, abusive=None, necessary_and_proportionate=None, conflicts_considered=None)
    assert [f.provision for f in may_make_order(facts).for_you] == [daa("32(2)"), daa("32(3)"), daa("36(1)")]


def test_occupants_matter_only_where_a_term_is_about_the_premises() -> None:
    facts = replace(FACTS, premises_terms=False, considered={"child_welfare": None, "protected_opinion": True})
    assert may_make_order(facts).lawful is True


def test_abuse_at_fifteen_is_for_a_lawyer() -> None:
    decision = may_make_order(replace(FACTS, protected_born=date(2010, 1, 15), abuse_when_protected_aged=15))
    assert (decision.lawful, decision.ambiguity) == (None, "A6")


@pytest.mark.parametrize("change", [{"route": "s29"}, {"subject_notice": "texted"}, {"considered": {"weather": True}}])
def test_unknown_codes_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="is not a"):
        may_make_order(replace(FACTS, **change))  # type: ignore[arg-type]


def test_every_route_makes_a_finding() -> None:
    for route, (provision, _) in ROUTES.items():
        assert provision in may_make_order(replace(FACTS, route=route)).cited


def test_notice_of_the_proceedings_decides_awareness() -> None:
    given = [code for code in SUBJECT_NOTICE if subject_was_given_notice(code)]
    assert given == ["given", "left_s29_5", "none_needed_present"]
    with pytest.raises(ValueError, match="is not a way"):
        subject_was_given_notice("texted")


DUTIES = ("programme", "alcohol_or_drug_treatment", "station_sign_on")
DOUBTFUL = ("curfew", "leave_premises", "notify_relationship")


@pytest.mark.parametrize("term", VOCABULARY)
def test_bare_terms_of_an_order(term: str) -> None:
    decision = order_term(term)
    assert decision.lawful is (term not in (*DUTIES, "electronic_monitoring"))
    assert (decision.ambiguity is not None) == (term in DOUBTFUL)


@pytest.mark.parametrize("term", DUTIES)
@pytest.mark.parametrize(
    ("person", "evidence", "provisions"),
    [
        ("Example Trust", True, []),
        ("Example Trust", False, [daa("36(3)")]),
        ("Example Trust", None, [daa("36(3)")]),
        (None, True, [daa("36(2)")]),
        (" ", True, [daa("36(2)")]),
        (None, None, [daa("36(2)"), daa("36(3)")]),
    ],
)
def test_terms_that_make_the_subject_do_something(
    term: str, person: str | None, evidence: bool | None, provisions: list[str]
) -> None:
    assert [f.provision for f in order_term(term, person, evidence).unmet] == provisions


GATES = {"subject_present": True, "occupier_consents": True, "area_notified": True}


@pytest.mark.parametrize(
    ("gate", "provision"),
    [
        ("subject_present", daa("37(2)")),
        ("occupier_consents", daa("37(3)")),
        ("area_notified", daa("37(4)(a)")),
        ("provision_can_be_made", daa("37(4)(b)")),
        ("monitor_named", daa("37(6)")),
        ("monitor_fits_regulations", daa("37(7)")),
        ("other_requirements", daa("35(6)")),
    ],
)
@pytest.mark.parametrize("value", [False, None])
def test_each_gate_of_a_tag(gate: str, provision: str, value: bool | None) -> None:
    assert order_term("electronic_monitoring", **GATES).lawful is True  # type: ignore[arg-type]
    decision = order_term("electronic_monitoring", **(GATES | {gate: value}))  # type: ignore[arg-type]
    assert [f.provision for f in decision.unmet] == [provision]


def test_a_tag_needs_no_responsible_person_of_section_36() -> None:
    assert daa("36(2)") not in order_term("electronic_monitoring", **GATES).cited  # type: ignore[arg-type]


def test_an_order_without_notice_is_made_in_absence() -> None:
    decision = order_term("electronic_monitoring", occupier_consents=True, area_notified=True, without_notice=True)
    assert [f.provision for f in decision.unmet] == [daa("37(2)")]
    assert "without notice" in decision.because


def test_a_home_term_where_the_home_is_not_shared_is_for_a_lawyer() -> None:
    assert order_term("not_enter", shared_home=True).lawful is True
    assert order_term("not_enter", shared_home=False).lawful is None


@pytest.mark.parametrize(
    ("kind", "last_day", "event", "lawful"),
    [
        ("further_order", None, None, True),
        ("period", MADE_ON, None, True),
        ("period", date(2036, 1, 1), None, True),
        ("period", None, None, False),
        ("period", MADE_ON - timedelta(days=1), None, False),
        ("event", None, "the end of the family proceedings", True),
        ("event", None, " ", False),
        ("event", date(2027, 1, 1), "an event", False),
        ("further_order", date(2027, 1, 1), None, False),
    ],
)
def test_how_long_an_order_lasts(kind: str, last_day: date | None, event: str | None, lawful: bool) -> None:
    decision = order_duration(kind, MADE_ON, last_day, event)
    assert decision.lawful is lawful
    assert decision.cited == (daa("38(3)"),)


def test_a_period_ends_with_its_last_day_in_london() -> None:
    assert to_london(ends_at(date(2027, 6, 30))).isoformat() == "2027-07-01T00:00:00+01:00"
    assert duration_words("period", date(2027, 6, 30)) == "until the end of 30 June 2027"
    assert duration_words("further_order") == "until further order"
    assert duration_words("event", event="the trial ends.") == "until this event: the trial ends"


def test_an_order_waits_only_for_another_order() -> None:
    assert order_effect("on_making").lawful is True
    assert order_effect("on_end_of_order", subject_to_another=True).lawful is True
    assert order_effect("on_end_of_order").lawful is False
    with pytest.raises(ValueError, match="is not a way"):
        order_effect("on_monday")


@pytest.mark.parametrize(
    ("term", "start", "last", "order_last", "provisions"),
    [
        ("no_contact", MADE_ON, None, None, []),
        ("no_contact", MADE_ON, date(2027, 1, 1), date(2027, 1, 1), []),
        ("no_contact", MADE_ON, date(2027, 1, 2), date(2027, 1, 1), [daa("38(4)")]),
        ("no_contact", MADE_ON, date(2026, 11, 4), None, [daa("38(4)")]),
        ("no_contact", date(2026, 11, 4), None, None, [daa("38(4)")]),
        ("no_contact", date(2027, 1, 2), None, date(2027, 1, 1), [daa("38(4)")]),
        ("electronic_monitoring", MADE_ON, date(2027, 11, 4), None, []),
        ("electronic_monitoring", MADE_ON, date(2027, 11, 5), None, [daa("38(5)")]),
        ("electronic_monitoring", MADE_ON, None, None, [daa("38(5)")]),
        ("electronic_monitoring", MADE_ON, None, date(2027, 5, 4), []),
        ("electronic_monitoring", MADE_ON, None, date(2028, 5, 4), [daa("38(5)")]),
    ],
)
def test_how_long_a_requirement_lasts(
    term: str, start: date, last: date | None, order_last: date | None, provisions: list[str]
) -> None:
    decision = requirement_period(term, start, last, order_last_day=order_last, made_on=MADE_ON)
    assert [f.provision for f in decision.unmet] == provisions


MADE_AT = at("2026-11-05T10:41:00+00:00")
END = at("2027-05-06T00:00:00+01:00")


@pytest.mark.parametrize(
    ("times", "now", "position"),
    [
        (OrderTimes(None), MADE_AT, "waiting"),
        (OrderTimes(MADE_AT), MADE_AT - timedelta(seconds=1), "waiting"),
        (OrderTimes(MADE_AT), MADE_AT, "in_force"),
        (OrderTimes(MADE_AT), MADE_AT + timedelta(days=4000), "in_force"),
        (OrderTimes(MADE_AT, END), END - timedelta(seconds=1), "in_force"),
        (OrderTimes(MADE_AT, END), END, "ended"),
        (OrderTimes(MADE_AT, END, MADE_AT + timedelta(days=1)), MADE_AT + timedelta(days=1), "ended"),
        (OrderTimes(MADE_AT, proven=False), MADE_AT, "lawyer_must_decide"),
        (OrderTimes(MADE_AT, END, proven=False), END, "ended"),
    ],
)
def test_where_an_order_stands(times: OrderTimes, now: datetime, position: str) -> None:
    assert order_position(times, now) == position
    assert position in ORDER_POSITIONS
    assert in_force(times.effective_at, times.ends_at, times.ended_at, now) == (
        position in ("in_force", "lawyer_must_decide")
    )


def changed(change: str, term: str = "no_contact", **facts: object) -> list[str]:
    return [f.provision for f in may_vary(ClauseChange(change, term, **facts)).unmet]  # type: ignore[arg-type]


def test_adding_and_extending_must_be_necessary() -> None:
    for change in ("add", "extend"):
        assert changed(change, necessary=True) == []
        assert changed(change, necessary=False) == [daa("44(9)")]


def test_removing_and_lightening_only_what_is_no_longer_necessary() -> None:
    for change in ("remove", "lighten"):
        assert changed(change, no_longer_necessary=True) == []
        assert changed(change, no_longer_necessary=False) == [daa("44(11)")]


def test_replacing_needs_both() -> None:
    assert changed("replace", necessary=True, no_longer_necessary=True) == []
    assert changed("replace", necessary=False, no_longer_necessary=False) == [daa("44(9)"), daa("44(11)")]


def test_where_a_condition_fails_the_clause_must_go() -> None:
    assert changed("remove", "electronic_monitoring", conditions_fail=True) == []
    assert changed("extend", "programme", necessary=True, conditions_fail=True) == [daa("44(12)(a)")]


def test_a_tag_is_extended_by_twelve_months_at_a_time() -> None:
    days = {"necessary": True, "from_day": date(2027, 11, 5)}
    assert changed("extend", "electronic_monitoring", **days, new_last_day=date(2028, 11, 4)) == []
    assert changed("extend", "electronic_monitoring", **days, new_last_day=date(2028, 11, 5)) == [daa("44(10)")]
    assert changed("extend", "electronic_monitoring", **days) == [daa("44(10)")]


def test_what_is_added_passes_its_own_gates() -> None:
    assert changed("add", "programme", necessary=True, gates=order_term("programme")) == [daa("36(2)"), daa("36(3)")]


def test_a_change_not_yet_judged_is_put_to_the_court() -> None:
    decision = may_vary(ClauseChange("add", "no_contact"))
    assert [f.provision for f in decision.for_you] == [daa("44(9)")]
    with pytest.raises(ValueError, match="is not a change"):
        may_vary(ClauseChange("swap", "no_contact"))


def test_discharge() -> None:
    assert may_discharge(True).lawful is True
    assert may_discharge(False).lawful is False
    assert [f.provision for f in may_discharge(None).for_you] == [daa("44(13)")]
    unheard = may_discharge(True, asked_by_protected=True, protected_heard=False, police_heard_or_not_wished=False)
    assert [f.provision for f in unheard.unmet] == [daa("44(4)(b)"), daa("44(4)(a)")]
