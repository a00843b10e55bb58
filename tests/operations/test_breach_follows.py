"""What follows from a breach: the protected person is told in time by a person, patterns are seen, and nothing passes unseen."""

from datetime import date, datetime, timedelta

import pytest

from haven.breaches.clocks import recount_custody
from haven.breaches.models import Breach
from haven.breaches.operations.decide_breach import DecideNotToPursue, PursueBreach, decide_not_to_pursue, pursue_breach
from haven.breaches.operations.record_arrest import RecordArrest, RecordCustodyEnd, record_arrest, record_custody_end
from haven.breaches.operations.record_breach_outcome import RecordBreachOutcome, Sentence, record_breach_outcome
from haven.breaches.operations.record_charge import RecordCharge, record_charge
from haven.breaches.operations.record_retraction import RecordRetraction, record_retraction
from haven.breaches.operations.report_breach import ReportBreach, Response, report_breach
from haven.breaches.states import state
from haven.cases.models import CaseEvent, Deadline, DeadlineRung, Task
from haven.cases.operations.restrict_case import RestrictCase, restrict_case
from haven.cases.operations.tasks import do_task
from haven.jobs.react import react
from haven.jobs.watch_deadlines import watch
from tests.rows import HOUR, Who, a_case, a_hearing, a_notice, an_order

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
# Later than the clock of any database: everything that is pending is due.
FAR = datetime.fromisoformat("2999-01-01T00:00:00+00:00")


@pytest.fixture
def case(house, now):
    return a_case(house, now - 9 * DAY)


@pytest.fixture
def order(house, case, now):
    return an_order(house, case, now - 8 * DAY)


def report(thing, at, by, **fields):
    values = {"about_ref": thing.ref, "happened_from": at - HOUR, "account": "At the door.", "clauses": (2,)} | fields
    return report_breach(ReportBreach(**values), by=by, at=at)


def after():
    done = react(FAR)
    assert done.failed == 0
    return done


def tasks(breach, kind):
    return Task.objects.filter(about_ref=breach.ref, kind=kind)


def test_the_protected_person_is_told_within_one_working_day_and_a_clock_watches(house, order, now):
    """now is a Friday: one working day later is Monday, to its end."""
    breach = report(order, now, house.wren)
    after()
    task = tasks(breach, "tell_protected").get()
    assert task.for_user == house.ali and task.due_at.isoformat() == "2026-11-09T23:59:59+00:00"
    clock = Deadline.objects.get(kind="inform")
    assert clock.act_by == task.due_at and clock.about_ref == str(task.public_id)
    do_task(task, proof="Spoke to them alone", by=house.ali, at=now + HOUR)
    clock.refresh_from_db()
    assert clock.met_at == now + HOUR


def test_whoever_is_released_is_told_of_within_the_hour(house, order, now):
    breach = report(order, now, house.wren)
    record_arrest(RecordArrest(breach.ref), by=house.wren, at=now)
    record_custody_end(RecordCustodyEnd(breach.ref, "bail"), by=house.wren, at=now + 2 * HOUR)
    after()
    due = tasks(breach, "tell_protected").order_by("due_at").first()
    assert due.due_at == now + 3 * HOUR and "no longer held" in due.words


@pytest.mark.parametrize(
    ("remand", "soon"),
    [("custody", False), ("bail", True), ("none", True)],
)
def test_only_a_remand_in_custody_gives_time(house, order, now, remand, soon):
    breach = report(order, now, house.wren)
    record_arrest(RecordArrest(breach.ref), by=house.wren, at=now)
    record_custody_end(RecordCustodyEnd(breach.ref, "court", remand), by=house.wren, at=now + 2 * HOUR)
    after()
    assert tasks(breach, "tell_protected").filter(due_at=now + 3 * HOUR).exists() is soon


def test_each_act_brings_its_news_and_a_change_of_the_order_is_proposed(house, order, now):
    breach = report(order, now, house.wren)
    pursue_breach(PursueBreach(breach.ref, "charge"), by=house.adeyemi, at=now)
    record_charge(RecordCharge(breach.ref, True), by=house.okoro, at=now + HOUR)
    sentence = Sentence(custody_days=28, tagged=True)
    record_breach_outcome(
        RecordBreachOutcome(breach.ref, "convicted", "Croydon", sentence), by=house.okoro, at=now + DAY
    )
    after()
    assert tasks(breach, "tell_protected").count() == 4
    assert tasks(breach, "propose_variation").count() == 2 and tasks(breach, "tag_after_breach").count() == 1
    assert all(order.ref in t.words for t in tasks(breach, "propose_variation"))


def test_no_further_action_says_how_to_ask_for_a_review(house, order, now):
    breach = report(order, now, house.wren)
    decide_not_to_pursue(DecideNotToPursue(breach.ref, "Nobody can say who it was"), by=house.adeyemi, at=now)
    after()
    assert any("how to ask for a review" in t.words for t in tasks(breach, "tell_protected"))


def test_a_lawyer_is_asked_about_conduct_elsewhere_and_only_then(house, order, now):
    here, there = report(order, now, house.wren), report(order, now, house.wren, jurisdiction="abroad")
    after()
    assert not tasks(here, "breach_advice").exists()
    task = tasks(there, "breach_advice").get()
    assert task.basis == "DAA 2021 s.38(7)" and task.duty_role == "legal_adviser"


def test_risk_and_plan_are_looked_at_again(house, order, now):
    calm = Response("not_found", seen="alone", safe="yes", contact_still_right="yes")
    first = report(order, now, house.wren, response=calm)
    second = report(order, now, house.wren, in_danger="yes")
    after()
    assert tasks(first, "risk_again").get().due_at > now + DAY and not tasks(first, "plan_again").exists()
    assert tasks(second, "risk_again").get().due_at == now + HOUR and tasks(second, "plan_again").exists()


def test_a_pattern_across_cases_is_a_task_and_a_closed_case_is_not_told_of(house, case, order, now):
    other = a_case(house, now - 30 * DAY, protected=Who("Ines", "Marlow", date(1992, 3, 3)))
    other.subject = case.subject
    other.save()
    second = an_order(house, other, now - 20 * DAY)
    report(second, now - 5 * DAY, house.wren)
    report(second, now - 4 * DAY, house.wren)
    breach = report(order, now, house.wren)
    after()
    words = tasks(breach, "repeat_breach").get().words
    assert "A pattern: 3 breaches by this subject, of 2 notices or orders, 3 in a year" in words
    restrict_case(RestrictCase(other.ref, "An officer", "The desk"), by=house.shah, at=now)
    again = report(order, now + HOUR, house.wren)
    after()
    assert tasks(again, "repeat_breach").get().words.startswith("2 breaches by this subject, 2 in a year")


def test_a_retraction_closes_nothing(house, order, now):
    breach = report(order, now, house.wren)
    pursue_breach(PursueBreach(breach.ref, "charge"), by=house.adeyemi, at=now)
    before = Breach.objects.filter(pk=breach.pk).values().get()
    clocks = list(Deadline.objects.values_list("kind", "closed_at"))
    record_retraction(RecordRetraction(breach.ref, "protected", False, "I made it up"), by=house.ali, at=now + HOUR)
    after()
    breach.refresh_from_db()
    assert Breach.objects.filter(pk=breach.pk).values().get() == before and state(breach, now + HOUR) == "pursued"
    assert list(Deadline.objects.exclude(kind="inform").values_list("kind", "closed_at")) == clocks
    for kind in ("speak_alone", "risk_again", "evidence_without_witness"):
        assert tasks(breach, kind).exists(), kind


def test_no_breach_older_than_a_day_without_a_decision_passes_unseen(house, order, now):
    """Nobody decides. The sergeant is told before, at the time, and then others in turn until somebody answers."""
    breach = report(order, now, house.wren)
    watch(now + 23 * HOUR)
    clock = Deadline.objects.get(kind="breach_decision", about_ref=breach.ref)
    raised = {r.rung for r in clock.rungs.filter(raised_at__isnull=False)}
    assert "h1" in raised and "outer_limit" not in raised
    watch(now + DAY + MINUTE)
    last = clock.rungs.get(rung="outer_limit")
    assert (
        last.raised_at is not None and CaseEvent.objects.filter(kind="deadline.missed", about_ref=breach.ref).exists()
    )
    told = [entry["role"] for entry in last.told]
    assert told[0] == "duty_sergeant"
    watch(now + DAY + 30 * MINUTE)
    last.refresh_from_db()
    assert len(last.told) > len(told), "nobody answered, so the next in the chain was told"
    decide_not_to_pursue(DecideNotToPursue(breach.ref, "Nobody can say who"), by=house.adeyemi, at=now + DAY + HOUR)
    assert not DeadlineRung.objects.filter(deadline=clock, deadline__closed_at__isnull=True).exists()


def test_the_hearing_becomes_the_earlier_limit_of_custody(house, case, now):
    notice = a_notice(house, case, now - 5 * HOUR, now - 4 * HOUR)
    breach = report(notice, now, house.wren)
    record_arrest(RecordArrest(breach.ref), by=house.wren, at=now)
    first = Deadline.objects.get(kind="custody")
    assert first.act_by == now + DAY
    hearing = a_hearing(house, case, now + 6 * HOUR, after=notice)
    recount_custody(case)
    first.refresh_from_db()
    second = Deadline.objects.get(kind="custody", closed_at__isnull=True)
    assert second.act_by == now + 6 * HOUR and first.replaced_by == second and second.inputs["limb"] == "hearing"
    hearing.vacated_at, hearing.vacated_why = now + HOUR, "No judge"
    hearing.save()
    recount_custody(case)
    assert Deadline.objects.get(kind="custody", closed_at__isnull=True).act_by == now + DAY
