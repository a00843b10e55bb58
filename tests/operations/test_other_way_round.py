"""The same two people the other way round: found by what is known of them, asked, decided by somebody else each time."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haven.cases.counter_allegations import asked_of
from haven.cases.models import Case, Mirror, Restriction, Task
from haven.cases.operations.open_case import PrimaryAggressorFirst, open_case
from haven.cases.operations.primary_aggressor import ask_primary_aggressor, decide_counter_allegation
from haven.cases.same_people import MOST_OFFERED, alike
from haven.notices.models import NoticeProposal
from haven.notices.operations.ask_question import AskQuestion, ask_question
from haven.notices.operations.authorise_notice import authorise_notice
from haven.notices.operations.propose_notice import propose_notice
from haven.notices.operations.refuse_notice import RefuseNotice, refuse_notice
from haven.notices.operations.send_back_notice import SendBackNotice, send_back_notice
from haven.parties.models import Person
from haven.parties.operations.record_person import NameFacts
from haven.parties.same_birth import YEARS_OUT, is_one_birth, may_be_one_birth
from haven_law.findings import Refused
from tests.factories import MINUTE, REASONS, authorise_command
from tests.operations.notice_requests import PROTECTED, SUBJECT, request_for
from tests.operations.test_case_facts import OPEN, the_other_way

WHY = "The injuries match this account, and not the first"


def stopped_by(house, command, now, by=None):
    with pytest.raises(PrimaryAggressorFirst) as stop:
        open_case(command, by=by or house.wren, at=now)
    return stop.value


def let_through(house, stop, now, by=None, decider=None):
    row = ask_primary_aggressor(stop, draft=None, account="Both say it", by=by or house.wren, at=now)
    return decide_counter_allegation(row, may_proceed=True, reasons=WHY, by=decider or house.mistry, at=now)


@pytest.fixture
def requests(house, now) -> tuple[NoticeProposal, NoticeProposal]:
    """Ali asked first; Wren asked the other way round, was stopped, let through by Mistry, and asked again."""
    first = propose_notice(request_for(), by=house.ali, at=now)
    turned = request_for(subject=PROTECTED, protected=SUBJECT, children=())
    with pytest.raises(PrimaryAggressorFirst) as stop:
        propose_notice(turned, by=house.wren, at=now)
    let_through(house, stop.value, now)
    return first, propose_notice(turned, by=house.wren, at=now + MINUTE)


DECISIONS = {
    "authorise": lambda ref, proposal, by, at: authorise_notice(authorise_command(proposal, by, at), by=by, at=at),
    "refuse": lambda ref, proposal, by, at: refuse_notice(RefuseNotice(ref, REASONS), by=by, at=at),
    "send_back": lambda ref, proposal, by, at: send_back_notice(SendBackNotice(ref, REASONS), by=by, at=at),
    "ask": lambda ref, proposal, by, at: ask_question(AskQuestion(ref, "Who called first?"), by=by, at=at),
}


@pytest.mark.parametrize("what", DECISIONS)
@pytest.mark.parametrize("way", [0, 1])
def test_who_decided_in_one_case_decides_nothing_in_the_other(house, now, requests, what, way):
    """By the real route: the people of the second case are rows of their own, and either case may be decided first."""
    one, other = requests[way], requests[1 - way]
    assert not {one.case.subject_id, one.case.protected_id} & {other.case.subject_id, other.case.protected_id}
    DECISIONS[what](one.ref, one, house.halloran, now + 2 * MINUTE)
    for decide in DECISIONS.values():
        with pytest.raises(Refused, match="Another inspector must decide"):
            decide(other.ref, other, house.halloran, now + 3 * MINUTE)
    assert DECISIONS["authorise"](other.ref, other, house.mistry, now + 4 * MINUTE).ref == other.ref


def test_nothing_else_of_one_case_is_kept_from_an_inspector(house, now, requests):
    third = propose_notice(
        request_for(subject=replace(SUBJECT, given="Sam"), protected=replace(PROTECTED, given="Kim")),
        by=house.ali,
        at=now,
    )
    DECISIONS["refuse"](requests[0].ref, None, house.halloran, now + MINUTE)
    assert DECISIONS["authorise"](third.ref, third, house.halloran, now + MINUTE)


# What is known of a date of birth, as an officer may type it: what fits 27 March 1988.
KNOWN = {
    "day": {"born": date(1988, 3, 27), "born_precision": "day"},
    "year": {"born": date(1988, 1, 1), "born_precision": "year"},
    "apparent": {"born": date(1984, 1, 1), "born_precision": "apparent"},
    "unknown": {"born": None, "born_precision": "day"},
}


def two(recorded: str, typed: str):
    """The case that was opened first, and the request the other way round, with both people known so well."""
    first = replace(OPEN, subject=replace(SUBJECT, **KNOWN[recorded]), protected=replace(PROTECTED, **KNOWN[recorded]))
    turned = the_other_way(first)
    return first, replace(
        turned, subject=replace(PROTECTED, **KNOWN[typed]), protected=replace(SUBJECT, **KNOWN[typed])
    )


@pytest.mark.parametrize(("recorded", "typed"), [*product(KNOWN, KNOWN)])
def test_nobody_passes_unasked_however_well_a_birth_is_known(house, now, recorded, typed):
    """In the same force the officer is asked; what they say decides whether it is the same case turned round."""
    first, turned = two(recorded, typed)
    case = open_case(first, by=house.ali, at=now)
    if recorded == typed == "day":
        assert stopped_by(house, turned, now).turned.sure
        return
    with pytest.raises(Refused, match="Say whether it is the same person"):
        open_case(turned, by=house.wren, at=now)
    same = replace(
        turned,
        subject=replace(turned.subject, same_as=case.protected),
        protected=replace(turned.protected, same_as=case.subject),
    )
    stop = stopped_by(house, same, now)
    assert stop.turned.sure and case.ref not in str(stop)
    half = replace(same, protected=replace(turned.protected, not_same_as=frozenset({case.subject_id})))
    assert open_case(half, by=house.wren, at=now).subject == case.protected
    assert not Mirror.objects.exists()


@pytest.mark.parametrize(("recorded", "typed"), [*product(KNOWN, KNOWN)])
def test_another_force_asks_an_inspector_and_tells_the_officer_of_nobody(house, now, recorded, typed):
    first, turned = two(recorded, typed)
    open_case(first, by=house.quill, at=now)
    assert alike(turned.subject, by=house.wren, at=now) == []
    stop = stopped_by(house, turned, now)
    sure = recorded == typed == "day"
    assert stop.turned.sure is sure and ("who may be the same" in str(stop)) is not sure
    row = let_through(house, stop, now)
    asked = asked_of(row)
    assert (asked.subject.name, asked.protected.name, asked.sure) == ("Rowan Ashdown", "Callum Verity", sure)
    opened = open_case(turned, by=house.wren, at=now)
    assert opened.subject != stop.turned.case.protected and Mirror.objects.get().later == opened


def test_a_common_name_alone_stops_nothing(house, now):
    """One of the two is not enough: no inspector is asked about a name."""
    open_case(replace(OPEN, subject=replace(SUBJECT, born=None)), by=house.quill, at=now)
    other = replace(the_other_way(OPEN), subject=replace(PROTECTED, given="Robin"))
    assert open_case(other, by=house.wren, at=now)


def test_a_birth_that_cannot_be_theirs_is_somebody_else(house, now):
    open_case(OPEN, by=house.ali, at=now)
    for born, precision in ((date(1987, 1, 1), "year"), (date(1988 - YEARS_OUT - 1, 1, 1), "apparent")):
        older = replace(SUBJECT, born=born, born_precision=precision)
        assert alike(older, by=house.wren, at=now) == []
    assert (
        len(
            alike(replace(SUBJECT, born=date(1988 - YEARS_OUT, 1, 1), born_precision="apparent"), by=house.wren, at=now)
        )
        == 1
    )


@pytest.mark.parametrize("typed_so", [True, False])
def test_other_names_count_typed_or_recorded(house, now, typed_so):
    """The names that somebody has had are names of theirs."""
    known = replace(PROTECTED, family="Penhale", other_names=(NameFacts("earlier", "Rowan", "Ashdown"),))
    first = OPEN if typed_so else replace(OPEN, protected=known)
    open_case(first, by=house.ali, at=now)
    turned = the_other_way(OPEN)
    assert stopped_by(house, replace(turned, subject=known) if typed_so else turned, now).turned.sure


def test_a_decision_about_people_who_may_be_the_same_counts_for_no_others(house, now):
    first, turned = two("year", "apparent")
    open_case(first, by=house.quill, at=now)
    let_through(house, stopped_by(house, turned, now), now)
    known = replace(turned, subject=replace(turned.subject, **KNOWN["day"]))
    assert not stopped_by(house, known, now).turned.sure
    assert open_case(turned, by=house.wren, at=now)


def test_every_case_that_may_stand_the_other_way_round_is_asked(house, now):
    first, turned = two("unknown", "year")
    for n in range(2):
        apart = frozenset(Person.objects.values_list("pk", flat=True)) if n else frozenset()
        people = {who: replace(getattr(first, who), not_same_as=apart) for who in ("subject", "protected")}
        open_case(replace(first, **people), by=house.quill, at=now)
    one = stopped_by(house, turned, now)
    let_through(house, one, now)
    two_ = stopped_by(house, turned, now)
    assert one.turned.case != two_.turned.case
    let_through(house, two_, now)
    open_case(turned, by=house.wren, at=now)
    assert Mirror.objects.count() == 2


def test_a_restricted_case_that_may_be_theirs_stops_nobody_and_tells_those_named_on_it(house, now):
    first, turned = two("unknown", "year")
    case = open_case(first, by=house.quill, at=now)
    Restriction.objects.create(case=case, because="x", desk="x", from_at=now)
    opened = open_case(turned, by=house.wren, at=now)
    assert Task.objects.get(kind="primary_aggressor_hidden").case == case
    assert Mirror.objects.get().earlier == case and opened.ref not in Task.objects.get().words


def test_the_one_case_rule_holds_where_only_the_year_is_known(house, now):
    first, _turned = two("year", "year")
    case = open_case(first, by=house.ali, at=now)
    with pytest.raises(Refused, match="Say whether it is the same person"):
        open_case(first, by=house.wren, at=now)
    same = {who: replace(getattr(first, who), same_as=getattr(case, who)) for who in ("subject", "protected")}
    with pytest.raises(Refused, match=case.ref):
        open_case(replace(first, **same), by=house.wren, at=now)
    other = {who: replace(getattr(first, who), not_same_as=frozenset({getattr(case, who).pk})) for who in same}
    assert open_case(replace(first, **other), by=house.wren, at=now) and Case.objects.count() == 2


def test_an_officer_is_offered_ten_of_a_common_name_the_likeliest_first(house, now):
    held = frozenset()
    for n in range(MOST_OFFERED + 2):
        subject = replace(SUBJECT, born=None, not_same_as=held)
        opened = open_case(
            replace(OPEN, subject=subject, protected=replace(PROTECTED, given=f"No {n}")), by=house.ali, at=now
        )
        held |= {opened.subject_id}
    exact = open_case(replace(OPEN, subject=replace(SUBJECT, not_same_as=held)), by=house.ali, at=now)
    offered = alike(SUBJECT, by=house.wren, at=now)
    assert len(offered) == MOST_OFFERED and offered[0] == exact.subject


precisions = st.sampled_from(["day", "month", "year", "apparent", "unknown"])
days = st.dates(date(1900, 1, 1), date(2026, 1, 1))
out = st.integers(-YEARS_OUT, YEARS_OUT)


def as_known(day: date, precision: str, years: int) -> tuple[date | None, str]:
    """How one true day of birth stands in a record that knows it so well."""
    if precision == "unknown":
        return None, "day"
    if precision == "apparent":
        return date(day.year + years, 1, 1), precision
    return {"day": day, "month": day.replace(day=1), "year": date(day.year, 1, 1)}[precision], precision


@given(days, precisions, precisions, out, st.booleans())
def test_one_person_always_fits_themselves(day, one, other, years, first):
    """Whatever each record knows of one true day, they may be one birth, either way round."""
    a = as_known(day, one, years if first else 0)
    b = as_known(day, other, 0 if first else years)
    assert may_be_one_birth(*a, *b) and may_be_one_birth(*b, *a)
    assert is_one_birth(*a, *b) is (one == other == "day")


@given(days, days, precisions, precisions)
def test_what_cannot_be_one_birth_never_is(day, another, one, other):
    a, b = as_known(day, one, 0), as_known(another, other, 0)
    assert may_be_one_birth(*a, *b) == may_be_one_birth(*b, *a)
    if one == other == "day":
        assert may_be_one_birth(*a, *b) is (day == another)
    if {one, other} <= {"day", "month", "year"} and abs(day - another) > timedelta(days=366):
        assert not may_be_one_birth(*a, *b)
