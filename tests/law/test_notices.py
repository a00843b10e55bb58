"""Giving, serving and ending a notice."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from haven_law.areas import area_in_force
from haven_law.citation import daa
from haven_law.clock import hearing_deadline
from haven_law.definitions import (
    CONNECTIONS,
    RANKS,
    age_on,
    connected_by_any,
    is_inspector_or_above,
    personally_connected,
)
from haven_law.findings import LawyerMustDecide, Refused
from haven_law.notices import (
    CONSIDERATION_TOPICS,
    NOTICE_TERMS,
    STANDARD_STATEMENTS,
    Consideration,
    NoticeContents,
    NoticeFacts,
    ServiceFacts,
    commanding_officer_duty,
    considerations,
    heard_in_time,
    may_give_notice,
    notice_contents,
    notice_ends,
    notice_position,
    notice_term,
    notice_terms,
    service_of_notice,
)
from haven_law.terms import VOCABULARY

ON = date(2026, 11, 3)
FACTS = NoticeFacts(
    on=ON,
    subject_born=date(1988, 3, 27),
    protected_born=date(1990, 1, 15),
    connections=("former_intimate_partner", "co_parent"),
    giver_rank="inspector",
    giver_force="local",
    behaviours=("violent_or_threatening", "economic"),
    grounds_believed=True,
    necessary=True,
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def unmet(facts: NoticeFacts) -> list[str]:
    return [finding.provision for finding in may_give_notice(facts).unmet]


def test_a_notice_may_be_given() -> None:
    decision = may_give_notice(FACTS)
    assert decision.lawful is True
    assert decision.for_you == ()
    assert {daa("22(8)"), daa("22(6)"), daa("22(2)"), daa("22(3)"), daa("22(4)"), daa("2(1)(e)")} <= set(decision.cited)


@pytest.mark.parametrize(
    ("change", "provision"),
    [
        ({"subject_born": date(2008, 11, 4)}, daa("22(6)")),
        ({"protected_born": date(2010, 11, 4)}, daa("22(2)")),
        ({"connections": ("flatmate", "neighbour")}, daa("2(1)")),
        ({"connections": ()}, daa("2(1)")),
        ({"giver_rank": "sergeant"}, daa("22(8)")),
        ({"giver_force": "other"}, daa("22(8)")),
        ({"behaviours": ()}, daa("1(3)")),
        ({"grounds_believed": False}, daa("22(3)")),
        ({"necessary": False}, daa("22(4)")),
        ({"subject_born": None, "subject_judged_adult": False}, daa("22(6)")),
        ({"subject_born": date(2027, 1, 1)}, daa("22(6)")),
    ],
)
def test_each_condition_refuses_alone(change: dict[str, object], provision: str) -> None:
    assert unmet(replace(FACTS, **change)) == [provision]  # type: ignore[arg-type]


def test_what_the_inspector_must_judge_is_put_to_them() -> None:
    decision = may_give_notice(replace(FACTS, grounds_believed=None, necessary=None))
    assert [finding.provision for finding in decision.for_you] == [daa("22(3)"), daa("22(4)")]
    assert decision.lawful is True, "what is not judged yet decides nothing by itself"


def test_an_unknown_date_of_birth_is_for_the_inspector() -> None:
    decision = may_give_notice(replace(FACTS, subject_born=None, protected_born=None))
    assert [finding.provision for finding in decision.for_you] == [daa("22(6)"), daa("22(2)")]
    judged = may_give_notice(replace(FACTS, subject_born=None, subject_judged_adult=True))
    assert judged.for_you == ()
    assert judged.lawful is True


def test_one_lawful_connection_is_enough() -> None:
    assert connected_by_any(("neighbour", "step_sibling", "former_spouse")).provision == daa("2(1)(a)")
    assert connected_by_any(("neighbour", "step_sibling")).ambiguity == "A7"


def test_every_connection_is_in_the_act_or_out_of_it() -> None:
    assert len(CONNECTIONS) == 32
    for code, connection in CONNECTIONS.items():
        finding = personally_connected(code)
        assert finding.met is connection.lawful
        assert connection.provision.startswith(("DAA 2021 s.2(1)", "FLA 1996 s.63(1)"))


def test_ranks_in_order() -> None:
    assert [rank for rank in RANKS if not is_inspector_or_above(rank)] == ["constable", "sergeant"]


def test_unknown_codes_are_refused_in_words() -> None:
    for bad in (
        replace(FACTS, connections=("stranger",)),
        replace(FACTS, giver_rank="colonel"),
        replace(FACTS, behaviours=("rude",)),
    ):
        with pytest.raises(ValueError, match="is not a"):
            may_give_notice(bad)


def test_ages() -> None:
    assert age_on(date(2008, 11, 23), date(2026, 11, 22)) == 17
    assert age_on(date(2008, 11, 23), date(2026, 11, 23)) == 18
    assert age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17
    with pytest.raises(ValueError, match="after the day"):
        age_on(date(2026, 11, 23), date(2026, 11, 22))


ALL_OBTAINED = {topic: Consideration("obtained", words="Known") for topic in CONSIDERATION_TOPICS}


def test_everything_considered() -> None:
    assert considerations(ALL_OBTAINED, premises_terms=True, others_live_there=True, children=True).lawful is True


@pytest.mark.parametrize("topic", CONSIDERATION_TOPICS)
def test_each_consideration_must_be_recorded(topic: str) -> None:
    given = {name: value for name, value in ALL_OBTAINED.items() if name != topic}
    assert [f.provision for f in considerations(given).unmet] == [CONSIDERATION_TOPICS[topic][0]]


@pytest.mark.parametrize("topic", CONSIDERATION_TOPICS)
def test_what_could_not_be_learnt_needs_the_steps_taken(topic: str) -> None:
    assert [f.provision for f in considerations(ALL_OBTAINED | {topic: Consideration("could_not", " ")}).unmet] == [
        daa("24(3)")
    ]
    assert considerations(ALL_OBTAINED | {topic: Consideration("could_not", "Rang twice")}).lawful is True


def test_what_applies_cannot_be_said_not_to() -> None:
    none = Consideration("not_applicable")
    assert considerations(ALL_OBTAINED | {"protected_opinion": none}).lawful is False
    assert considerations(ALL_OBTAINED | {"subject_representations": none}).lawful is False
    assert considerations(ALL_OBTAINED | {"child_welfare": none}).lawful is True
    assert considerations(ALL_OBTAINED | {"child_welfare": none}, children=True).lawful is False
    occupants = ALL_OBTAINED | {"occupant_opinion": none}
    assert considerations(occupants, premises_terms=True, others_live_there=False).lawful is True
    assert considerations(occupants, premises_terms=True, others_live_there=True).lawful is False
    for bad in ({"weather": none}, {"child_welfare": Consideration("perhaps")}):
        with pytest.raises(ValueError, match="is not"):
            considerations(bad)


CONTENTS = NoticeContents(grounds="On 2 November 2026 you ...", **STANDARD_STATEMENTS)


def test_a_complete_notice() -> None:
    assert notice_contents(CONTENTS).lawful is True


@pytest.mark.parametrize(
    ("field", "provision"),
    [
        ("grounds", daa("25(2)(a)")),
        ("arrest_power", daa("25(2)(b)")),
        ("hearing", daa("25(2)(c)")),
        ("duration", daa("25(2)(d)")),
        ("order_may_contain", daa("25(2)(e)")),
    ],
)
def test_each_statement_is_needed(field: str, provision: str) -> None:
    assert [f.provision for f in notice_contents(replace(CONTENTS, **{field: "  "})).unmet] == [provision]  # type: ignore[arg-type]


def test_a_notice_without_its_core_is_none() -> None:
    assert [f.provision for f in notice_contents(replace(CONTENTS, terms=("no_contact",))).unmet] == [daa("22(2)")]
    assert notice_terms(("no_contact",)).lawful is False
    assert notice_terms(("not_abuse", "no_contact", "not_enter"), shared_home=True).lawful is True
    assert notice_terms(("not_abuse", "not_enter"), shared_home=False).lawful is False


@pytest.mark.parametrize("term", VOCABULARY)
@pytest.mark.parametrize("shared_home", [True, False, None])
def test_terms_of_a_notice(term: str, shared_home: bool | None) -> None:
    decision = notice_term(term, shared_home)
    if term in ("not_abuse", "no_contact", "distance_from_home"):
        assert decision.lawful is True
    elif term in ("not_evict", "not_enter", "leave_premises"):
        assert decision.lawful is (shared_home is True)
    else:
        assert decision.lawful is False
        assert decision.ambiguity == "A8"
    assert (term in NOTICE_TERMS) == VOCABULARY[term].in_notice


def test_vocabulary_and_notice_cite_the_same_provision() -> None:
    assert {code: row[0] for code, row in NOTICE_TERMS.items()} == {
        code: term.notice_provision for code, term in VOCABULARY.items() if term.in_notice
    }


SERVED = ServiceFacts(
    served_at=at("2026-11-04T02:40:00+00:00"),
    authorised_at=at("2026-11-03T21:10:00+00:00"),
    result="handed",
    capacity="constable",
    subject_born=date(1988, 3, 27),
    hearing_address="refused",
    area_on_day=area_in_force("Croydon", date(2026, 11, 4)).decision,
    area_when_authorised=area_in_force("Croydon", ON).decision,
)


def test_service_in_person() -> None:
    assert service_of_notice(SERVED).lawful is True
    assert service_of_notice(replace(SERVED, result="refused_but_left", hearing_address="given")).lawful is True


@pytest.mark.parametrize(
    ("change", "provision"),
    [
        ({"result": "post"}, daa("25(3)")),
        ({"result": "left_at_given_address"}, daa("25(3)")),
        ({"capacity": "police_employee"}, daa("25(3)")),
        ({"authorised_at": None}, daa("22(1)")),
        ({"authorised_at": at("2026-11-04T02:41:00+00:00")}, daa("22(1)")),
        ({"authority_withdrawn": True}, daa("22(1)")),
        ({"hearing_address": None}, daa("25(4)")),
        ({"subject_born": date(2008, 11, 5)}, daa("22(6)")),
        ({"terms": ("not_abuse", "leave_premises"), "shared_home_now": False}, daa("23(2)")),
        ({"terms": ("not_abuse", "not_enter"), "shared_home_now": None}, daa("23(2)")),
    ],
)
def test_each_fault_of_service(change: dict[str, object], provision: str) -> None:
    decision = service_of_notice(replace(SERVED, **change))  # type: ignore[arg-type]
    assert [finding.provision for finding in decision.unmet] == [provision]


def test_eighteen_on_the_day_in_london() -> None:
    served = at("2026-06-30T23:30:00+00:00")
    facts = replace(SERVED, served_at=served, authorised_at=served, area_on_day=None, subject_born=date(2008, 7, 1))
    assert service_of_notice(facts).lawful is True, "half past midnight on 1 July in London"


def test_service_after_the_last_day_of_the_area_asks_a_lawyer() -> None:
    facts = replace(
        SERVED,
        authorised_at=at("2026-11-24T22:00:00+00:00"),
        served_at=at("2026-11-25T01:00:00+00:00"),
        area_on_day=area_in_force("Croydon", date(2026, 11, 25)).decision,
        area_when_authorised=area_in_force("Croydon", date(2026, 11, 24)).decision,
    )
    decision = service_of_notice(facts)
    assert (decision.lawful, decision.ambiguity) == (None, "A27")
    with pytest.raises(LawyerMustDecide):
        decision.require()
    never = replace(facts, area_when_authorised=area_in_force("Leeds", date(2026, 11, 24)).decision)
    assert service_of_notice(never).lawful is False


def test_a_served_notice_ends_only_through_its_application_or_a_court() -> None:
    for because in ("order_made", "application_refused", "application_withdrawn", "held_void"):
        assert notice_ends(because, served=True).lawful is True
        assert notice_ends(because, served=False).lawful is False
    assert notice_ends("held_void", served=True, court_decided=False).lawful is None
    with pytest.raises(ValueError, match="not a reason"):
        notice_ends("withdrawn", served=True)


CHRISTMAS_EVE = at("2026-12-24T10:00:00+00:00")


def test_positions_of_a_notice() -> None:
    deadline = hearing_deadline(CHRISTMAS_EVE)

    def stands(now: datetime, begun: datetime | None = None, ended: datetime | None = None) -> str:
        return notice_position(CHRISTMAS_EVE, deadline, begun, ended, now)

    second = timedelta(seconds=1)
    assert notice_position(None, None, None, None, CHRISTMAS_EVE) == "not_served"
    assert stands(CHRISTMAS_EVE - second) == "not_served"
    assert stands(CHRISTMAS_EVE) == "running"
    assert stands(deadline.act_by) == "running"
    assert stands(deadline.act_by + second) == "may_be_late"
    assert stands(deadline.outer_limit) == "may_be_late"
    assert stands(deadline.outer_limit + second) == "past_deadline"
    assert stands(deadline.outer_limit + timedelta(days=90)) == "past_deadline", "never expired"
    begun = deadline.act_by - second
    assert stands(begun - second, begun) == "running"
    assert stands(deadline.outer_limit + timedelta(days=90), begun) == "continuing"
    assert stands(deadline.outer_limit, begun, deadline.outer_limit) == "ended"


def test_heard_in_time() -> None:
    deadline = hearing_deadline(CHRISTMAS_EVE)
    assert heard_in_time(deadline, deadline.act_by) is True
    assert heard_in_time(deadline, deadline.outer_limit) is None
    assert heard_in_time(deadline, deadline.outer_limit + timedelta(minutes=1)) is False


def test_commanding_officer_only_for_service_accommodation() -> None:
    terms = ("not_abuse", "leave_premises")
    assert commanding_officer_duty(believed_service_person=True, terms=terms, service_accommodation=True).lawful is True
    assert (
        commanding_officer_duty(believed_service_person=True, terms=terms, service_accommodation=False).lawful is False
    )
    assert (
        commanding_officer_duty(believed_service_person=False, terms=terms, service_accommodation=True).lawful is False
    )
    only_contact = ("not_abuse", "no_contact")
    assert (
        commanding_officer_duty(believed_service_person=True, terms=only_contact, service_accommodation=True).lawful
        is False
    )


def test_refusal_reads_as_a_sentence() -> None:
    with pytest.raises(Refused) as caught:
        may_give_notice(replace(FACTS, giver_rank="constable")).require()
    assert str(caught.value) == "The officer is a constable; a notice needs an inspector or above (s.22(8))."


def test_times_without_an_offset_are_refused() -> None:
    naive = datetime.fromisoformat("2026-11-04T02:40")
    with pytest.raises(ValueError, match="without an offset"):
        service_of_notice(replace(SERVED, served_at=naive))
    with pytest.raises(ValueError, match="without an offset"):
        notice_position(naive, None, None, None, datetime(2026, 11, 4, tzinfo=UTC))
