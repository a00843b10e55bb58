"""Breaches: reported as the paper stood then, decided, and never an offence where it was a notice."""

from datetime import timedelta

import pytest

from haven.breaches.models import Breach
from haven.breaches.operations.decide_breach import DecideNotToPursue, PursueBreach, decide_not_to_pursue, pursue_breach
from haven.breaches.operations.record_arrest import RecordArrest, RecordCustodyEnd, record_arrest, record_custody_end
from haven.breaches.operations.record_breach_outcome import RecordBreachOutcome, Sentence, record_breach_outcome
from haven.breaches.operations.record_charge import RecordCharge, record_charge
from haven.breaches.operations.report_breach import ReportBreach, report_breach
from haven.breaches.queries import sentence_words
from haven.breaches.states import shown, state
from haven.cases.models import CaseEvent, Conflict, Deadline
from haven.cases.operations.restrict_case import RestrictCase, restrict_case
from haven.sealed.ciphers import decipher
from haven_law.findings import Refused
from tests.rows import HOUR, Term, a_case, a_hearing, a_notice, a_version, an_order

DAY = timedelta(days=1)


@pytest.fixture
def case(house, now):
    return a_case(house, now - 2 * DAY)


@pytest.fixture
def notice(house, case, now):
    return a_notice(house, case, now - 5 * HOUR, now - 4 * HOUR)


@pytest.fixture
def order(house, case, now):
    return an_order(house, case, now - DAY)


def report(thing, now, by, **fields):
    values = {
        "about_ref": thing.ref,
        "happened_from": now - HOUR,
        "account": "They came to the door.",
        "clauses": (2,),
    } | fields
    return report_breach(ReportBreach(**values), by=by, at=now)


def test_a_report_keeps_the_exact_words_and_starts_the_clock(house, order, now):
    breach = report(order, now, house.wren, excuse="Said they were only passing")
    clause = breach.clauses.get()
    held = order.versions.get().requirements.get(clause=2)
    assert clause.wording_copy == held.legal_en and clause.requirement == held and clause.answer == "yes"
    assert decipher(breach.case.ref, breach.account_enc) == "They came to the door."
    assert decipher(breach.case.ref, breach.excuse_enc) == "Said they were only passing"
    clock = Deadline.objects.get(kind="breach_decision", about_ref=breach.ref)
    assert clock.act_by == now + DAY and clock.owner_role == "duty_sergeant" and clock.nature == "policy"
    event = CaseEvent.objects.get(kind="breach.reported")
    assert "door" not in str(event.facts) and event.facts["clauses"] == [2]
    assert state(breach, now) == "reported" and shown(breach, now)[1] == "Decision due"


def test_words_of_the_version_in_force_at_the_time(house, order, now):
    a_version(
        order,
        now - 30 * timedelta(minutes=1),
        (
            Term("no_contact", change="same"),
            Term("distance_from_home", {"distance_m": 500}, change="extended"),
            Term("no_online_posting", change="same"),
        ),
    )
    before = report(order, now, house.wren, happened_from=now - HOUR)
    after = report(order, now, house.wren, happened_from=now - timedelta(minutes=10))
    assert "100 metres" in before.clauses.get().wording_copy and "500 metres" in after.clauses.get().wording_copy


def test_a_clause_that_a_later_version_dropped_cannot_be_broken_afterwards(house, order, now):
    a_version(order, now - 2 * HOUR, (Term("no_contact", change="same"),))
    with pytest.raises(Refused, match="Clause 3 was not in force"):
        report(order, now, house.wren, clauses=(3,))


def test_not_in_force_at_the_time_is_refused(house, order, now):
    with pytest.raises(Refused, match="not in force"):
        report(order, now, house.wren, happened_from=order.made_at - DAY)
    with pytest.raises(Refused, match="had not been served"):
        notice = a_notice(house, a_case(house, now - DAY), now - 5 * HOUR)
        report(notice, now, house.wren)


def test_earlier_on_the_day_the_order_was_made_a_lawyer_must_decide(house, order, now):
    """A25: an order takes effect on the day it is made; conduct earlier that day is for a lawyer, and is recorded."""
    breach = report(order, now, house.wren, happened_from=order.made_at - HOUR)
    assert breach.clauses.get().answer == "lawyer" and breach.then_answer == "lawyer"


def test_without_notice_and_unaware_is_kept_but_answered_no(house, case, now):
    order = an_order(house, case, now - DAY, given_notice=False, without_notice=True)
    breach = report(order, now, house.wren)
    assert breach.clauses.get().answer == "no"
    order.versions.get().awareness.create(at=now - 2 * HOUR, how="told_by_officer")
    assert report(order, now, house.wren).clauses.get().answer == "yes"


def test_an_extended_clause_counts_as_before_while_the_variation_is_not_known(house, case, now):
    """s.45(8)-(9): unaware of the extension, but within the former period: still an offence; after it: not."""
    order = an_order(house, case, now - 3 * DAY, terms=(Term("no_contact", ends_at=now + DAY),))
    a_version(order, now - DAY, (Term("no_contact", ends_at=now + 30 * DAY, change="extended"),), given_notice=False)
    assert report(order, now, house.wren, clauses=(1,)).clauses.get().answer == "yes"
    later = now + 2 * DAY
    assert report(order, later, house.wren, clauses=(1,)).clauses.get().answer == "no"


def test_outside_england_and_wales_a_lawyer_must_decide(house, order, now):
    assert report(order, now, house.wren, jurisdiction="scotland").clauses.get().answer == "lawyer"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"clauses": ()}, "at least one clause"),
        ({"account": "  "}, "what happened"),
        ({"clauses": (9,)}, "Clause 9 was not in force"),
        ({"about_ref": "DO-2222-2222"}, "no such notice or order"),
    ],
)
def test_incomplete_reports_are_refused(house, order, now, fields, words):
    with pytest.raises(Refused, match=words):
        report(order, now, house.wren, **fields)
    assert not Breach.objects.exists()


def test_times_that_cannot_be(house, order, now):
    with pytest.raises(Refused, match="must not be after the report"):
        report(order, now, house.wren, happened_from=now + HOUR)
    with pytest.raises(Refused, match="must be after the earlier"):
        report(order, now, house.wren, happened_until=now - 2 * HOUR)


def test_conduct_no_clause_covers(house, order, now):
    breach = report(order, now, house.wren, clauses=(), other_offence="Criminal damage to a car")
    assert breach.clauses.count() == 0 and breach.other_offence == "Criminal damage to a car"


def test_between_two_times_that_span_service(house, case, now):
    notice = a_notice(house, case, now - 5 * HOUR, now - 4 * HOUR)
    breach = report(notice, now, house.wren, happened_from=now - 6 * HOUR, happened_until=now - 3 * HOUR)
    assert breach.happened_precision == "between" and breach.clauses.get().answer == "yes"


def test_an_officer_of_another_force_may_report_and_one_in_conflict_may_not(house, case, order, now):
    assert report(order, now, house.quill).reported_by == house.quill
    Conflict.objects.create(user=house.wren, case=case, nature="Neighbour", at=now)
    with pytest.raises(Refused, match="conflict"):
        report(order, now, house.wren)


def test_a_restricted_case_does_not_exist_for_the_report(house, case, order, now):
    restrict_case(
        RestrictCase(case=case.ref, because="The subject is an officer", desk="Standards desk"), by=house.shah, at=now
    )
    with pytest.raises(Refused, match="no such case"):
        report(order, now, house.wren)


def test_arrest_for_a_notice_pursues_it_and_starts_the_custody_clock(house, case, now):
    notice = a_notice(house, case, now - 5 * HOUR, now - 4 * HOUR)
    breach = report(notice, now, house.wren)
    record_arrest(RecordArrest(breach.ref), by=house.wren, at=now + HOUR)
    breach.refresh_from_db()
    assert breach.pursued_how == "arrest" and breach.arrest_power == "s26_1"
    clock = Deadline.objects.get(kind="custody", about_ref=breach.ref)
    # Friday 10:00 UTC: 24 counted hours end on Saturday at the same time; Saturday counts.
    assert clock.act_by == now + HOUR + DAY and clock.provision == "DAA 2021 s.26(2)"
    assert Deadline.objects.get(kind="breach_decision", about_ref=breach.ref).met_at == now + HOUR
    record_custody_end(RecordCustodyEnd(breach.ref, "court"), by=house.wren, at=now + 5 * HOUR)
    clock.refresh_from_db()
    assert clock.met_at == now + 5 * HOUR


def test_the_hearing_is_the_earlier_limb(house, case, now):
    notice = a_notice(house, case, now - 5 * HOUR, now - 4 * HOUR)
    a_hearing(house, case, now + 6 * HOUR, after=notice)
    breach = report(notice, now, house.wren)
    record_arrest(RecordArrest(breach.ref), by=house.wren, at=now + HOUR)
    clock = Deadline.objects.get(kind="custody", about_ref=breach.ref)
    assert (
        clock.act_by == now + 6 * HOUR and clock.outer_limit == now + HOUR + DAY and clock.inputs["limb"] == "hearing"
    )


def test_arrest_for_an_order_has_no_custody_clock(house, order, now):
    breach = report(order, now, house.wren)
    record_arrest(RecordArrest(breach.ref), by=house.wren, at=now + HOUR)
    assert not Deadline.objects.filter(kind="custody").exists()
    assert Breach.objects.get().arrest_power == "pace_24"


def test_an_arrest_may_come_before_the_report_of_it(house, order, now):
    breach = report(order, now, house.wren)
    record_arrest(RecordArrest(breach.ref), by=house.wren, at=now - HOUR / 2)
    breach.refresh_from_db()
    assert breach.arrested_at == now - HOUR / 2 and breach.pursued_at == now


def test_arrest_before_the_conduct_or_twice(house, order, now):
    breach = report(order, now, house.wren)
    with pytest.raises(Refused, match="earlier than what it is for"):
        record_arrest(RecordArrest(breach.ref), by=house.wren, at=now - 2 * HOUR)
    record_arrest(RecordArrest(breach.ref), by=house.wren, at=now)
    with pytest.raises(Refused, match="you cannot record an arrest"):
        record_arrest(RecordArrest(breach.ref), by=house.wren, at=now + HOUR)


@pytest.mark.parametrize("how", ["charge", "summons", "referral"])
def test_a_breach_of_a_notice_is_pursued_by_arrest_alone(house, notice, now, how):
    breach = report(notice, now, house.wren)
    with pytest.raises(Refused, match="not an offence"):
        pursue_breach(PursueBreach(breach.ref, how), by=house.adeyemi, at=now)
    assert pursue_breach(PursueBreach(breach.ref, "arrest"), by=house.adeyemi, at=now).pursued_at == now


def test_nobody_is_charged_or_convicted_for_a_notice(house, notice, now):
    breach = report(notice, now, house.wren)
    record_arrest(RecordArrest(breach.ref), by=house.wren, at=now)
    with pytest.raises(Refused, match="not an offence"):
        record_charge(RecordCharge(breach.ref, True), by=house.okoro, at=now)
    with pytest.raises(Refused, match="not an offence"):
        record_breach_outcome(
            RecordBreachOutcome(breach.ref, "convicted", "A court", Sentence(custody_days=10)), by=house.okoro, at=now
        )
    done = record_breach_outcome(
        RecordBreachOutcome(breach.ref, "dealt_with", "Croydon", Sentence(words="Remanded")), by=house.okoro, at=now
    )
    assert done.result == "dealt_with"


def test_an_officer_does_not_decide_and_a_decision_stands_once(house, order, now):
    breach = report(order, now, house.wren)
    with pytest.raises(Refused, match="Your role may not decide breach"):
        pursue_breach(PursueBreach(breach.ref, "charge"), by=house.wren, at=now)
    with pytest.raises(Refused, match="reasons"):
        decide_not_to_pursue(DecideNotToPursue(breach.ref, " "), by=house.adeyemi, at=now)
    decide_not_to_pursue(DecideNotToPursue(breach.ref, "No evidence of who it was"), by=house.adeyemi, at=now)
    with pytest.raises(Refused, match="No further action"):
        pursue_breach(PursueBreach(breach.ref, "charge"), by=house.adeyemi, at=now + HOUR)
    assert Deadline.objects.get(kind="breach_decision").met_at == now


def test_a_decision_before_the_report_is_refused(house, order, now):
    breach = report(order, now, house.wren)
    with pytest.raises(Refused, match="before what is already recorded"):
        pursue_breach(PursueBreach(breach.ref, "charge"), by=house.adeyemi, at=now - HOUR)


def test_an_act_dated_before_a_later_one_is_refused_and_never_a_fault(house, order, now):
    breach = report(order, now, house.wren)
    decide_not_to_pursue(
        DecideNotToPursue(breach.ref, "No evidence of who it was"), by=house.adeyemi, at=now + 2 * HOUR
    )
    with pytest.raises(Refused, match="No further action"):
        pursue_breach(PursueBreach(breach.ref, "charge"), by=house.adeyemi, at=now + HOUR)


def test_charge_conviction_and_sentence(house, order, now):
    breach = report(order, now, house.wren)
    with pytest.raises(Refused, match="Decision due"):
        record_charge(RecordCharge(breach.ref, True), by=house.okoro, at=now)
    pursue_breach(PursueBreach(breach.ref, "charge"), by=house.adeyemi, at=now)
    convicted = RecordBreachOutcome(
        breach.ref, "convicted", "Croydon Magistrates' Court", Sentence(custody_months=12, tagged=True)
    )
    with pytest.raises(Refused, match="Record the charge first"):
        record_breach_outcome(convicted, by=house.okoro, at=now)
    record_charge(RecordCharge(breach.ref, True), by=house.okoro, at=now + HOUR)
    outcome = record_breach_outcome(convicted, by=house.okoro, at=now + DAY)
    assert sentence_words(outcome) == "12 months in prison; tag ordered"
    with pytest.raises(Refused, match="recorded already"):
        record_breach_outcome(convicted, by=house.okoro, at=now + 2 * DAY)
    breach.refresh_from_db()
    assert (
        state(breach, now) == "pursued"
        and state(breach, now + HOUR) == "charged"
        and state(breach, now + 2 * DAY) == "decided"
    )


@pytest.mark.parametrize(
    ("result", "sentence", "words"),
    [
        ("convicted", Sentence(), "Enter the sentence"),
        ("convicted", Sentence(suspended=True, fine_pounds=10), "needs its length"),
        ("convicted", Sentence(custody_months=61), "5 years"),
        ("convicted", Sentence(custody_months=-1, fine_pounds=5), "below nothing"),
        ("acquitted", Sentence(fine_pounds=100), "Only a conviction"),
        ("no_charge", Sentence(), "not to charge first"),
        ("dealt_with", Sentence(), "a breach of an order"),
    ],
)
def test_outcomes_that_cannot_be(house, order, now, result, sentence, words):
    breach = report(order, now, house.wren)
    pursue_breach(PursueBreach(breach.ref, "charge"), by=house.adeyemi, at=now)
    record_charge(RecordCharge(breach.ref, True), by=house.okoro, at=now)
    with pytest.raises(Refused, match=words):
        record_breach_outcome(RecordBreachOutcome(breach.ref, result, "A court", sentence), by=house.okoro, at=now)


def test_no_charge_says_why(house, order, now):
    breach = report(order, now, house.wren)
    pursue_breach(PursueBreach(breach.ref, "referral"), by=house.adeyemi, at=now)
    with pytest.raises(Refused, match="why there is no charge"):
        record_charge(RecordCharge(breach.ref, False), by=house.okoro, at=now)
    record_charge(RecordCharge(breach.ref, False, "The evidence does not show who it was"), by=house.okoro, at=now)
    record_breach_outcome(RecordBreachOutcome(breach.ref, "no_charge"), by=house.okoro, at=now)
    assert shown(Breach.objects.get(), now)[1] == "Not charged"
