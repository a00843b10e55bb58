"""A breach after its report: who may report, signs, owners, charge and its counts, what bars what, dates, corrections."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from haven.breaches.course import delays_of, steps_of
from haven.breaches.models import Breach, BreachOutcome, Candidate
from haven.breaches.operations.assign_breach import AssignBreach, assign_breach
from haven.breaches.operations.correct_breach import AskCorrection, DecideCorrection, ask_correction, decide_correction
from haven.breaches.operations.decide_breach import DecideNotToPursue, PursueBreach, decide_not_to_pursue, pursue_breach
from haven.breaches.operations.identify_breach import IdentifyBreach, identify_breach
from haven.breaches.operations.raise_candidate import (
    DismissCandidate,
    RaiseCandidate,
    dismiss_candidate,
    raise_candidate,
)
from haven.breaches.operations.reach_milestone import ReachMilestone, reach_milestone
from haven.breaches.operations.record_arrest import RecordArrest, RecordCustodyEnd, record_arrest, record_custody_end
from haven.breaches.operations.record_breach_outcome import RecordBreachOutcome, Sentence, record_breach_outcome
from haven.breaches.operations.record_charge import QUESTION, RecordCharge, may_be_charged, record_charge
from haven.breaches.operations.record_warrant import RecordWarrant, record_warrant
from haven.breaches.operations.report_breach import ReportBreach, report_breach
from haven.breaches.reporters import Reporter
from haven.breaches.states import state
from haven.cases.advice import question_of
from haven.cases.models import CaseEvent, Conflict, Deadline
from haven.cases.operations.record_advice import RecordAdvice, record_advice
from haven.courts.models import ResponsiblePerson
from haven.figures.breaches import breach_courses
from haven_law.findings import LawyerMustDecide, Refused
from tests.rows import HOUR, Term, a_case, a_notice, a_version, an_order

DAY = timedelta(days=1)


@pytest.fixture
def case(house, now):
    return a_case(house, now - 9 * DAY)


@pytest.fixture
def order(house, case, now):
    return an_order(house, case, now - 8 * DAY)


@pytest.fixture
def notice(house, case, now):
    return a_notice(house, case, now - 5 * HOUR, now - 4 * HOUR)


def report(thing, at, by, **fields):
    values = {"about_ref": thing.ref, "happened_from": at - HOUR, "account": "At the door.", "clauses": (2,)} | fields
    return report_breach(ReportBreach(**values), by=by, at=at)


def pursued(house, thing, now, **fields):
    breach = report(thing, now, house.wren, **fields)
    pursue_breach(PursueBreach(breach.ref, "charge"), by=house.adeyemi, at=now)
    return breach


def charged(house, thing, now, counts=("s39",), **fields):
    breach = pursued(house, thing, now, **fields)
    return record_charge(RecordCharge(breach.ref, True, counts=counts), by=house.okoro, at=now)


def outcome(house, breach, at, result="convicted", **fields):
    values = {
        "court": "Croydon",
        "sentence": Sentence(fine_pounds=100) if result == "convicted" else Sentence(),
    } | fields
    return record_breach_outcome(RecordBreachOutcome(breach.ref, result, **values), by=house.okoro, at=at)


class TestWhoReports:
    def test_the_protected_person_need_not_know_the_clauses(self, house, case, order, now):
        by = Reporter("protected", "The protected person", person=case.protected_id)
        breach = report(order, now, by, clauses=())
        assert breach.source == "protected" and breach.reported_by is None and breach.identified_at is None
        assert CaseEvent.objects.get(kind="breach.reported").by_words == "The protected person"
        assert Deadline.objects.filter(kind="breach_decision", about_ref=breach.ref).exists()
        found = identify_breach(IdentifyBreach(breach.ref, (1, 2)), by=house.adeyemi, at=now + HOUR)
        assert found.identified_at == now + HOUR and found.clauses.count() == 2

    def test_they_are_heard_though_nothing_was_in_force(self, case, order, now):
        by = Reporter("protected", "The protected person", person=case.protected_id)
        breach = report(order, now, by, clauses=(1,), happened_from=now - 20 * DAY)
        assert breach.then_answer == "no" and not breach.clauses.exists()
        assert breach.then_findings[0]["because"].startswith("The order was not in force")

    def test_to_somebody_else_there_is_no_such_order(self, house, case, order, now):
        for by in (
            Reporter("protected", "Somebody", person=case.subject_id),
            Reporter("supporter", "A friend"),
            Reporter("responsible", "A programme", responsible=1),
        ):
            with pytest.raises(Refused, match="no such notice or order"):
                report(order, now, by, clauses=())

    def test_who_supervises_a_requirement_reports_on_that_order(self, house, case, now):
        person = ResponsiblePerson.objects.create(name="Riverside Programmes")
        order = an_order(house, case, now - 8 * DAY)
        version = order.versions.get()
        a_version(order, now - 2 * DAY, tuple(Term(t, change="same") for t in ("no_contact", "distance_from_home")))
        version.refresh_from_db()
        by = Reporter("responsible", "Riverside Programmes", responsible=person.pk)
        with pytest.raises(Refused, match="no such"):
            report(order, now, by, clauses=())
        with pytest.raises(ValueError, match="not a kind of reporter"):
            Reporter("machine", "A tag")

    def test_an_account_is_asked_of_everybody(self, case, order, now):
        by = Reporter("protected", "The protected person", person=case.protected_id)
        with pytest.raises(Refused, match="what happened"):
            report(order, now, by, account=" ", clauses=())

    @pytest.mark.parametrize("field", [{"jurisdiction": "moon"}, {"where": "x"}, {"in_danger": ""}, {"source": "tag"}])
    def test_a_code_that_is_none_is_a_fault_of_the_caller(self, house, order, now, field):
        with pytest.raises(ValueError, match="does not have this value"):
            report(order, now, house.wren, **field)


class TestSigns:
    def sign(self, order, at, **fields):
        values = {"of": "order", "source": "alert", "source_ref": "AL-1", "words": "Zone entered"} | fields
        return raise_candidate(RaiseCandidate(happened_from=at - HOUR, order_ref=order.ref, **values), by=None, at=at)

    def test_a_sign_is_no_breach_and_is_raised_once(self, order, now):
        first = self.sign(order, now)
        again = self.sign(order, now + HOUR)
        assert first == again and Candidate.objects.count() == 1 and not Breach.objects.exists()
        later = raise_candidate(
            RaiseCandidate("order", "alert", "AL-1", "Zone", now, now + 5 * HOUR, order_ref=order.ref), by=None, at=now
        )
        assert later.happened.upper == now + 5 * HOUR
        assert Deadline.objects.get(about_ref=first.public_id, kind="breach_decision").act_by == now + DAY
        assert breach_courses(now + DAY)["orders"].reported == 0

    def test_it_is_reported_or_dismissed_and_never_both(self, house, order, now):
        sign = self.sign(order, now)
        breach = report(order, now + HOUR, house.wren, candidate=sign.public_id)
        sign.refresh_from_db()
        assert sign.breach == breach
        assert Deadline.objects.get(about_ref=sign.public_id).met_at == now + HOUR
        with pytest.raises(Refused, match="reported as a breach already"):
            dismiss_candidate(DismissCandidate(sign.public_id, "It was a fault"), by=house.adeyemi, at=now + 2 * HOUR)
        other = self.sign(order, now, source_ref="AL-2")
        with pytest.raises(Refused, match="role may not"):
            dismiss_candidate(DismissCandidate(other.public_id, "It was a fault"), by=house.wren, at=now)
        dismiss_candidate(DismissCandidate(other.public_id, "It was a fault"), by=house.adeyemi, at=now)
        with pytest.raises(Refused, match="dismissed already"):
            report(order, now + HOUR, house.wren, candidate=other.public_id)

    def test_a_missed_notification_is_of_its_own_kind(self, house, order, now):
        breach = report(order, now, house.wren, clauses=(), duty_ref="ND-1")
        assert breach.of == "notification" and breach.order == order and not breach.clauses.exists()
        with pytest.raises(Refused, match="offence of its own"):
            identify_breach(IdentifyBreach(breach.ref, (1,)), by=house.adeyemi, at=now)


class TestCharge:
    def test_the_counts_of_an_order_and_of_the_duty_are_apart(self, house, order, now):
        breach = pursued(house, order, now)
        with pytest.raises(Refused, match="separate offences"):
            record_charge(RecordCharge(breach.ref, True, counts=("s43_1a",)), by=house.okoro, at=now)
        duty = pursued(house, order, now, clauses=(), duty_ref="ND-1")
        with pytest.raises(Refused, match="separate offences"):
            record_charge(RecordCharge(duty.ref, True, counts=("s39",)), by=house.okoro, at=now)
        done = record_charge(RecordCharge(duty.ref, True, counts=("s43_1a", "s43_1b")), by=house.okoro, at=now)
        assert done.charge_counts == ["s43_1a", "s43_1b"]

    def test_a_duty_is_prosecuted_once(self, house, order, now):
        charged(house, order, now, counts=("s43_1a",), clauses=(), duty_ref="ND-1")
        again = pursued(house, order, now, clauses=(), duty_ref="ND-1")
        with pytest.raises(Refused, match="prosecuted once"):
            record_charge(RecordCharge(again.ref, True), by=house.okoro, at=now)
        other = pursued(house, order, now, clauses=(), duty_ref="ND-2")
        assert record_charge(RecordCharge(other.ref, True), by=house.okoro, at=now).charge_counts == ["s43_1a"]

    def test_without_a_clause_the_other_offence_is_charged_by_itself(self, house, order, now):
        breach = pursued(house, order, now, clauses=(), other_offence="Criminal damage")
        with pytest.raises(Refused, match="No clause of the order covers"):
            record_charge(RecordCharge(breach.ref, True), by=house.okoro, at=now)
        assert record_charge(RecordCharge(breach.ref, True, counts=("underlying",)), by=house.okoro, at=now).charged

    def test_unaware_it_is_no_offence_until_it_is_found_out_that_they_knew(self, house, case, now):
        order = an_order(house, case, now - 2 * DAY, given_notice=False, without_notice=True)
        breach = pursued(house, order, now)
        with pytest.raises(Refused, match="not shown to have been aware"):
            record_charge(RecordCharge(breach.ref, True), by=house.okoro, at=now)
        order.versions.get().awareness.create(at=now - 5 * HOUR, how="told_by_officer")
        assert record_charge(RecordCharge(breach.ref, True), by=house.okoro, at=now).charged

    def test_outside_england_and_wales_a_lawyer_first(self, house, order, now):
        breach = pursued(house, order, now, jurisdiction="scotland")
        with pytest.raises(LawyerMustDecide):
            record_charge(RecordCharge(breach.ref, True), by=house.okoro, at=now)
        question = question_of(QUESTION, may_be_charged(Breach.objects.get()))
        reading = "Part of the conduct was in England"
        record_advice(
            RecordAdvice(breach.case, ("breach", breach.ref), question, reading, "The messages were read in Croydon."),
            by=house.fenwick,
            at=now,
        )
        assert record_charge(RecordCharge(breach.ref, True), by=house.okoro, at=now + HOUR).charged

    def test_the_database_itself_refuses_a_conviction_for_a_notice(self, house, notice, now):
        breach = report(notice, now, house.wren)
        for count, result in (("s39", "convicted"), ("notice", "convicted"), ("underlying", "acquitted")):
            with pytest.raises(IntegrityError), transaction.atomic():
                BreachOutcome.objects.create(breach=breach, count=count, result=result, decided_at=now)
        with pytest.raises(IntegrityError), transaction.atomic():
            Breach.objects.filter(pk=breach.pk).update(charged=True, charge_decided_at=now)


class TestOutcome:
    def test_convicted_then_contempt_and_contempt_then_convicted(self, house, order, now):
        first = charged(house, order, now)
        outcome(house, first, now + DAY)
        with pytest.raises(Refused, match=r"s\.39\(3\)"):
            outcome(house, first, now + 2 * DAY, "contempt", count="contempt", sentence=Sentence(custody_days=14))
        second = charged(house, order, now)
        outcome(house, second, now + DAY, "contempt", count="contempt", sentence=Sentence(custody_days=14))
        with pytest.raises(Refused, match=r"s\.39\(4\)"):
            outcome(house, second, now + 2 * DAY)
        with pytest.raises(IntegrityError), transaction.atomic():
            BreachOutcome.objects.create(breach=second, count="s39", result="convicted", decided_at=now)

    def test_contempt_has_its_own_limit_and_result(self, house, order, now):
        breach = charged(house, order, now)
        with pytest.raises(Refused, match="two years"):
            outcome(house, breach, now + DAY, "contempt", count="contempt", sentence=Sentence(custody_months=25))
        with pytest.raises(Refused, match="recorded by itself"):
            outcome(house, breach, now + DAY, "contempt", sentence=Sentence(custody_days=5))

    @pytest.mark.parametrize(("tried", "months", "allowed"), [
        ("summary", 12, True), ("summary", 13, False), ("indictment", 60, True), ("indictment", 61, False), ("", 60, True),
    ])  # fmt: skip
    def test_the_limit_is_that_of_the_day_of_conviction(self, house, order, now, tried, months, allowed):
        breach = charged(house, order, now)
        sentence = Sentence(custody_months=months)
        if allowed:
            assert outcome(house, breach, now + DAY, tried=tried, sentence=sentence).custody_months == months
            return
        with pytest.raises(Refused, match="longest sentence") as refused:
            outcome(house, breach, now + DAY, tried=tried, sentence=sentence)
        assert "39(5)" in str(refused.value)

    def test_no_conditional_discharge_for_the_order_but_for_the_duty(self, house, order, now):
        breach = charged(house, order, now)
        discharged = Sentence(conditional_discharge=True)
        with pytest.raises(Refused, match=r"s\.39\(6\)"):
            outcome(house, breach, now + DAY, sentence=discharged)
        duty = charged(house, order, now, counts=("s43_1a",), clauses=(), duty_ref="ND-1")
        assert outcome(house, duty, now + DAY, sentence=discharged).count == "s43_1a"

    def test_another_offence_is_beside_and_ends_nothing(self, house, order, now):
        breach = charged(house, order, now, counts=("s39", "underlying"), other_offence="Criminal damage")
        outcome(house, breach, now + DAY, count="underlying")
        assert state(Breach.objects.get(), now + DAY) == "charged"
        outcome(house, breach, now + 2 * DAY, "acquitted")
        assert state(Breach.objects.get(), now + 2 * DAY) == "decided"
        courses = breach_courses(now + 3 * DAY)["orders"]
        assert courses.results["acquitted"] == 1 and courses.results["convicted"] == 0

    def test_what_was_not_charged_is_not_convicted(self, house, order, now):
        duty = charged(house, order, now, counts=("s43_1a",), clauses=(), duty_ref="ND-1")
        with pytest.raises(Refused, match="Record the charge first"):
            outcome(house, duty, now + DAY, count="s43_2")
        with pytest.raises(Refused, match="separate counts"):
            outcome(house, duty, now + DAY, count="s39")


class TestCustody:
    def test_the_power_follows_from_what_was_broken(self, house, order, notice, now):
        of_order, of_notice = report(order, now, house.wren), report(notice, now, house.wren)
        for breach, power in ((of_order, "s26_1"), (of_notice, "pace_24"), (of_notice, "s40_warrant")):
            with pytest.raises(Refused):
                record_arrest(RecordArrest(breach.ref, power=power), by=house.wren, at=now)
        with pytest.raises(Refused, match="judge issued the warrant"):
            record_arrest(RecordArrest(of_order.ref, power="s40_warrant"), by=house.wren, at=now)
        with pytest.raises(ValueError, match="not a power"):
            record_arrest(RecordArrest(of_order.ref, power="x"), by=house.wren, at=now)

    def test_no_police_bail_for_a_notice_and_no_remand_but_by_a_court(self, house, notice, now):
        breach = report(notice, now, house.wren)
        record_arrest(RecordArrest(breach.ref), by=house.wren, at=now)
        with pytest.raises(Refused, match="no police bail"):
            record_custody_end(RecordCustodyEnd(breach.ref, "bail"), by=house.wren, at=now + HOUR)
        with pytest.raises(Refused, match="Only a court remands"):
            record_custody_end(RecordCustodyEnd(breach.ref, "released", "custody"), by=house.wren, at=now + HOUR)
        done = record_custody_end(RecordCustodyEnd(breach.ref, "live_link", "bail"), by=house.wren, at=now + HOUR)
        assert done.remand == "bail" and Deadline.objects.get(kind="custody").met_at == now + HOUR

    def test_a_remand_has_a_limit_that_is_watched(self, house, order, notice, now):
        """Eight clear days from Friday 6 November: before the court again by Sunday 15 November (day and hearing left out)."""
        breach = report(notice, now, house.wren)
        record_arrest(RecordArrest(breach.ref), by=house.wren, at=now)
        record_custody_end(RecordCustodyEnd(breach.ref, "court", "custody"), by=house.wren, at=now + HOUR)
        clock = Deadline.objects.get(kind="remand_s30")
        assert clock.act_by.isoformat() == "2026-11-15T23:59:59+00:00" and clock.provision == "MCA 1980 s.128(6)"
        outcome(house, breach, now + 4 * DAY, "dealt_with")
        clock.refresh_from_db()
        assert clock.met_at == now + 4 * DAY
        ordinary = report(order, now, house.wren)
        record_arrest(RecordArrest(ordinary.ref), by=house.wren, at=now)
        record_custody_end(RecordCustodyEnd(ordinary.ref, "court", "custody"), by=house.wren, at=now + HOUR)
        assert Deadline.objects.filter(kind="remand_s30").count() == 1, "an ordinary criminal remand is not ours"

    @pytest.mark.parametrize("kind", ["family_court", "county_court", "high_court"])
    def test_a_warrant_for_the_orders_that_have_one(self, house, order, now, kind):
        breach = report(order, now, house.wren)
        ask = RecordWarrant(breach.ref, "asked", "protected_person")
        with pytest.raises(Refused, match="no judge's warrant"):
            record_warrant(ask, by=house.okoro, at=now)
        order.made_by.kind = kind
        order.made_by.save()
        with pytest.raises(Refused, match="asked for"):
            record_warrant(RecordWarrant(breach.ref, "issued"), by=house.okoro, at=now)
        with pytest.raises(Refused, match="leave"):
            record_warrant(RecordWarrant(breach.ref, "asked", "other_person"), by=house.okoro, at=now)
        record_warrant(ask, by=house.okoro, at=now)
        record_warrant(RecordWarrant(breach.ref, "issued"), by=house.okoro, at=now + HOUR)
        with pytest.raises(Refused, match="already"):
            record_warrant(RecordWarrant(breach.ref, "refused"), by=house.okoro, at=now + HOUR)
        done = record_arrest(RecordArrest(breach.ref, power="s40_warrant"), by=house.wren, at=now + 2 * HOUR)
        assert done.arrest_power == "s40_warrant"


class TestDates:
    def test_every_date_and_each_delay(self, house, order, now):
        breach = report(order, now, house.wren, happened_from=now - 3 * HOUR)
        pursue_breach(PursueBreach(breach.ref, "charge"), by=house.adeyemi, at=now + 2 * HOUR)
        reach_milestone(ReachMilestone(breach.ref, "response"), by=house.wren, at=now + HOUR)
        reach_milestone(ReachMilestone(breach.ref, "file_sent", "day"), by=house.okoro, at=now + DAY)
        record_charge(RecordCharge(breach.ref, True), by=house.okoro, at=now + 2 * DAY)
        reach_milestone(ReachMilestone(breach.ref, "first_hearing"), by=house.okoro, at=now + 9 * DAY)
        outcome(house, breach, now + 10 * DAY)
        found = Breach.objects.get()
        kinds = [s.kind for s in steps_of(found)]
        assert kinds == [
            "happened", "reported", "identified", "response", "decision", "file_sent", "charge_decision", "first_hearing", "outcome",
        ]  # fmt: skip
        delays = {d.to: d.length for d in delays_of(found, now + 11 * DAY) if d.to != "outcome"}
        assert delays == {
            "reported": 3 * HOUR, "identified": timedelta(0), "response": HOUR, "decision": 2 * HOUR,
            "charge_decision": 2 * DAY - 2 * HOUR, "first_hearing": 7 * DAY,
        }  # fmt: skip
        whole = [d.length for d in delays_of(found, now + 11 * DAY) if d.to == "outcome"]
        assert whole == [DAY, 10 * DAY] and all(d.ended for d in delays_of(found, now + 11 * DAY))

    def test_what_has_not_come_yet_is_measured_so_far(self, house, order, now):
        report(order, now, house.wren)
        running = {d.to: d.length for d in delays_of(Breach.objects.get(), now + 5 * HOUR) if not d.ended}
        assert running == {"response": 5 * HOUR, "safety_checked": 5 * HOUR, "decision": 5 * HOUR}

    def test_dates_that_cannot_be(self, house, order, notice, now):
        breach, of_notice = report(order, now, house.wren), report(notice, now, house.wren)
        with pytest.raises(Refused, match="future"):
            reach_milestone(ReachMilestone(breach.ref, "plea"), by=house.okoro, at=now, reached_at=now + HOUR)
        with pytest.raises(Refused, match="before what it is about"):
            reach_milestone(ReachMilestone(breach.ref, "plea"), by=house.okoro, at=now, reached_at=now - DAY)
        with pytest.raises(Refused, match="not an offence"):
            reach_milestone(ReachMilestone(of_notice.ref, "plea"), by=house.okoro, at=now)
        reach_milestone(ReachMilestone(breach.ref, "plea"), by=house.okoro, at=now)
        with pytest.raises(Refused, match="recorded already"):
            reach_milestone(ReachMilestone(breach.ref, "plea"), by=house.okoro, at=now + HOUR)
        for kind in ("nothing", "warrant_issued"):
            with pytest.raises(ValueError, match="not a milestone"):
                reach_milestone(ReachMilestone(breach.ref, kind), by=house.okoro, at=now)


class TestOwner:
    def test_taken_given_and_refused(self, house, case, order, now):
        breach = report(order, now, house.wren)
        assert assign_breach(AssignBreach(breach.ref, house.wren), by=house.wren, at=now).owner == house.wren
        with pytest.raises(Refused, match="owns it already"):
            assign_breach(AssignBreach(breach.ref, house.wren), by=house.adeyemi, at=now)
        with pytest.raises(Refused, match="Your role may not assign breach"):
            assign_breach(AssignBreach(breach.ref, house.ali), by=house.wren, at=now)
        with pytest.raises(Refused, match="does not own breaches"):
            assign_breach(AssignBreach(breach.ref, house.fenwick), by=house.adeyemi, at=now)
        Conflict.objects.create(user=house.ali, case=case, nature="Neighbour", at=now)
        with pytest.raises(Refused, match="cannot own this"):
            assign_breach(AssignBreach(breach.ref, house.ali), by=house.adeyemi, at=now)


class TestCorrection:
    def correct(self, house, breach, what, at, **fields):
        command = AskCorrection(breach.ref, what, "The custody record says otherwise", **fields)
        asked = ask_correction(command, by=house.wren, at=at)
        return decide_correction(DecideCorrection(asked.pk, True), by=house.adeyemi, at=at)

    def test_another_time_brings_the_words_of_that_time(self, house, order, now):
        terms = (
            Term("no_contact", change="same"),
            Term("distance_from_home", {"distance_m": 500}, change="extended"),
        )
        a_version(order, now - 2 * HOUR, terms)
        breach = report(order, now, house.wren)
        assert "500 metres" in breach.clauses.get().wording_copy
        done = self.correct(house, breach, "happened", now + HOUR, new_at=now - 5 * HOUR)
        assert "100 metres" in breach.clauses.get().wording_copy
        assert "500 metres" in done.before["clauses"][0][1], "both stay"
        with pytest.raises(Refused, match="not in force"):
            self.correct(house, breach, "happened", now + HOUR, new_at=now - 30 * DAY)

    def test_the_one_who_asked_does_not_decide(self, house, order, now):
        breach = report(order, now, house.wren)
        pursue_breach(PursueBreach(breach.ref, "charge"), by=house.adeyemi, at=now)
        asked = ask_correction(
            AskCorrection(breach.ref, "undo_pursuit", "It was the next report"), by=house.adeyemi, at=now
        )
        with pytest.raises(Refused, match="another person"):
            decide_correction(DecideCorrection(asked.pk, True), by=house.adeyemi, at=now)
        decide_correction(DecideCorrection(asked.pk, False), by=house.okoro, at=now)
        assert state(Breach.objects.get(), now) == "pursued"
        with pytest.raises(Refused, match="decided already"):
            decide_correction(DecideCorrection(asked.pk, True), by=house.okoro, at=now)

    def test_no_further_action_is_taken_back_and_the_clock_runs_again(self, house, order, now):
        breach = report(order, now, house.wren)
        decide_not_to_pursue(DecideNotToPursue(breach.ref, "Nobody can say who"), by=house.adeyemi, at=now)
        command = AskCorrection(breach.ref, "undo_no_action", "A camera shows who it was")
        asked = ask_correction(command, by=house.wren, at=now + DAY)
        decide_correction(DecideCorrection(asked.pk, True), by=house.okoro, at=now + DAY)
        assert state(Breach.objects.get(), now + DAY) == "reported"
        assert Deadline.objects.get(kind="breach_decision", closed_at__isnull=True).act_by == now + 2 * DAY

    def test_another_time_of_arrest_counts_custody_anew(self, house, notice, now):
        breach = report(notice, now, house.wren)
        record_arrest(RecordArrest(breach.ref), by=house.wren, at=now)
        self.correct(house, breach, "arrest_time", now + HOUR, new_at=now - HOUR / 2)
        clock = Deadline.objects.get(kind="custody", closed_at__isnull=True)
        assert clock.act_by == now - HOUR / 2 + DAY

    def test_something_later_must_be_taken_back_first(self, house, notice, now):
        breach = report(notice, now, house.wren)
        record_arrest(RecordArrest(breach.ref), by=house.wren, at=now)
        record_custody_end(RecordCustodyEnd(breach.ref, "court"), by=house.wren, at=now + HOUR)
        with pytest.raises(Refused, match="Something later"):
            self.correct(house, breach, "undo_arrest", now + HOUR)
        self.correct(house, breach, "undo_custody", now + HOUR)
        assert Deadline.objects.filter(kind="custody", closed_at__isnull=True).count() == 1
        waiting = breach.corrections.get(what="undo_arrest")
        decide_correction(DecideCorrection(waiting.pk, True), by=house.adeyemi, at=now + HOUR)
        found = Breach.objects.get()
        assert (
            found.arrested_at is None and not Deadline.objects.filter(kind="custody", closed_at__isnull=True).exists()
        )

    def test_a_date_is_voided_and_written_again(self, house, order, now):
        breach = report(order, now, house.wren)
        reach_milestone(ReachMilestone(breach.ref, "interview"), by=house.wren, at=now)
        self.correct(house, breach, "milestone:interview", now + DAY, new_at=now + HOUR)
        assert breach.milestones.get(voided_at__isnull=True).at == now + HOUR and breach.milestones.count() == 2


def test_the_figures_stand_where_the_states_stand(house, case, order, notice, now):
    """The stage of the database and that of the code agree, at every moment of every breach."""
    a = charged(house, order, now)
    outcome(house, a, now + DAY, sentence=Sentence(custody_months=3, suspended=True, tagged=True))
    b = report(notice, now, house.wren)
    record_arrest(RecordArrest(b.ref), by=house.wren, at=now + HOUR)
    record_custody_end(RecordCustodyEnd(b.ref, "court", "bail"), by=house.wren, at=now + 2 * HOUR)
    outcome(house, b, now + 3 * HOUR, "dealt_with")
    c = report(order, now, house.wren)
    decide_not_to_pursue(DecideNotToPursue(c.ref, "Nobody can say who"), by=house.adeyemi, at=now + HOUR)
    d = charged(house, order, now, counts=("s43_1a",), clauses=(), duty_ref="ND-1")
    e = pursued(house, order, now)
    record_charge(RecordCharge(e.ref, False, "Not shown who", no_charge_code="evidence"), by=house.okoro, at=now + HOUR)
    assert date(2026, 11, 6) == now.date() and d.of == "notification"
    names = {"notice": "notices", "order": "orders", "notification": "notification"}
    for hours in (0, 0.5, 1, 1.5, 2, 2.5, 3, 30):
        at = now + hours * HOUR
        wanted: dict[str, dict[str, int]] = {kind: {} for kind in names.values()}
        for breach in Breach.objects.prefetch_related("outcomes"):
            stage, kind = state(breach, at), names[breach.of]
            wanted[kind][stage] = wanted[kind].get(stage, 0) + 1
        found = breach_courses(at)
        for kind, course in found.items():
            assert {s: n for s, n in course.stages.items() if n} == wanted[kind], (hours, kind)
    last = breach_courses(now + 30 * HOUR)
    assert last["orders"].sentences == {"custody": 0, "suspended": 1, "community": 0, "fine": 0, "tag_ordered": 1}
    assert last["notices"].results == {"dealt_with": 1, "released": 0} and "charged" not in last["notices"].stages
    assert last["orders"].hours_to_decision == 0.0 and last["notices"].hours_to_arrest == 1.0
