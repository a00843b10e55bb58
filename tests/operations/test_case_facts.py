"""Facts of a case: each is written with its line, refused to those who may not, and brings its tasks."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import transaction

from haven.cases.chronology import record
from haven.cases.models import CaseEvent, Conflict, Draft, Restriction, Task
from haven.cases.operations.add_child import ChildFacts, add_child
from haven.cases.operations.add_connection import add_connection
from haven.cases.operations.add_occupant import OccupantFacts, add_occupant
from haven.cases.operations.agree_safe_contact import ChannelFacts, PlanFacts, WindowFacts, agree_safe_contact
from haven.cases.operations.drafts import discard_expired_drafts, read_draft, start_draft
from haven.cases.operations.flags import end_flag, raise_flag
from haven.cases.operations.open_case import ConnectionFacts, OpenCase, PrimaryAggressorFirst, open_case
from haven.cases.operations.primary_aggressor import ask_primary_aggressor, decide_counter_allegation
from haven.cases.operations.record_bail import BailFacts, record_bail
from haven.cases.operations.record_detention import DetentionFacts, record_detention, record_release
from haven.cases.operations.record_firearms import FirearmsFacts, record_firearms
from haven.cases.operations.record_incident_ref import IncidentFacts, record_incident_ref
from haven.cases.operations.record_risk import RiskFacts, record_risk
from haven.cases.operations.tasks import do_task
from haven.cases.sentences import SENTENCES
from haven.jobs.react import react
from haven.notices.operations.propose_notice import propose_notice
from haven.parties.models import Person
from haven.parties.operations.record_person import NameFacts, PersonFacts
from haven.sealed.models import SealedValue
from haven_law.definitions import CONNECTIONS
from haven_law.findings import Refused
from tests.operations.notice_requests import PROTECTED, SUBJECT, request_for

OPEN = OpenCase(SUBJECT, PROTECTED, (ConnectionFacts("co_parent"), ConnectionFacts("former_spouse")), "Croydon")


@pytest.fixture
def case(house, now):
    return open_case(OPEN, by=house.ali, at=now)


# Events wait for their followers from the database's own time on.
FAR = datetime(2100, 1, 1, tzinfo=UTC)


def tasks(case):
    react(FAR)
    return set(case.tasks.values_list("kind", flat=True))


FACTS = [
    (record_risk, RiskFacts("dash", "high", "Escalating", "17", "R/1")),
    (record_incident_ref, IncidentFacts("crime", "01/2345/26")),
    (record_firearms, FirearmsFacts("not_known")),
    (record_bail, BailFacts("Not to contact", ("no_contact",))),
    (record_detention, DetentionFacts("custody", "Croydon custody")),
    (add_child, ChildFacts("AV", 2019, school="Teasel Row School")),
    (add_occupant, OccupantFacts("Jo", "sister of the subject")),
    (add_connection, ConnectionFacts("first_cousin")),
    (raise_flag, "weapons"),
    (agree_safe_contact, PlanFacts("they_contact")),
]


@pytest.mark.parametrize(("operation", "facts"), FACTS, ids=lambda v: getattr(v, "__name__", ""))
def test_each_fact_has_its_line_and_its_guard(case, house, now, operation, facts):
    before = CaseEvent.objects.filter(case=case).count()
    with pytest.raises(Refused):
        operation(case, facts, by=house.halloran, at=now)
    with pytest.raises(Refused):
        operation(case, facts, by=house.quill, at=now)
    assert CaseEvent.objects.filter(case=case).count() == before
    operation(case, facts, by=house.ali, at=now)
    event = CaseEvent.objects.filter(case=case).order_by("seq").last()
    assert event.seq == before + 1
    SENTENCES[event.kind].staff.format(**event.facts)


def test_sentences_say_what_happened(case, house, now):
    record_risk(case, RiskFacts("dara", "medium"), by=house.ali, at=now)
    event = CaseEvent.objects.get(kind="risk.recorded")
    assert SENTENCES[event.kind].staff.format(**event.facts) == "Risk assessed as medium (DARA)"


def test_high_risk_brings_two_referrals_with_receipts(case, house, now):
    record_risk(case, RiskFacts("dash", "high"), by=house.ali, at=now)
    assert {"marac_referral", "idva_referral"} <= tasks(case)
    task = Task.objects.get(kind="idva_referral")
    assert task.due_at is not None and task.basis == "Victims' Code right 4" and task.for_team.kind == "unit"
    with pytest.raises(Refused, match="receipt"):
        do_task(task, proof=" ", by=house.okoro, at=now + timedelta(hours=1))
    done = do_task(task, proof="Receipt 88", by=house.okoro, at=now + timedelta(hours=1))
    assert done.proof == "Receipt 88" and done.done_by == house.okoro
    with pytest.raises(Refused, match="already"):
        do_task(task, proof="Again", by=house.okoro, at=now + timedelta(hours=2))
    assert "Receipt" not in str(CaseEvent.objects.get(kind="task.done").facts)


@pytest.mark.parametrize(("grade", "given"), [("high", True), ("medium", False), ("standard", False)])
def test_only_high_risk_is_referred(case, house, now, grade, given):
    record_risk(case, RiskFacts("dash", grade), by=house.ali, at=now)
    assert ("marac_referral" in tasks(case)) is given


@pytest.mark.parametrize(("answer", "given"), [("yes", True), ("not_known", True), ("no", False)])
def test_licensing_is_told_unless_there_are_none(case, house, now, answer, given):
    record_firearms(case, FirearmsFacts(answer), by=house.ali, at=now)
    assert ("firearms_licensing" in tasks(case)) is given


def test_two_children_one_task_for_the_schools(case, house, now):
    for initials in ("AV", "BV"):
        add_child(case, ChildFacts(initials, 2019, school="Teasel Row School"), by=house.ali, at=now)
    assert "school_told" in tasks(case)
    assert case.tasks.filter(kind="school_told").count() == 1
    assert SealedValue.objects.filter(kind="school").count() == 2
    assert "Teasel" not in str(list(case.children.values()))


@pytest.mark.parametrize("year", [2007, 2027])
def test_a_child_is_under_eighteen(case, house, now, year):
    with pytest.raises(Refused, match="under 18"):
        add_child(case, ChildFacts("AV", year), by=house.ali, at=now)


def test_plan_ends_the_flag_and_the_task(house, now):
    proposal = propose_notice(request_for(), by=house.ali, at=now)
    case = proposal.case
    assert "safe_contact" in tasks(case)
    later = now + timedelta(hours=3)
    facts = PlanFacts(
        "we_contact",
        channels=(
            ChannelFacts("text", "07700 900 982", "no"),
            ChannelFacts("call", "01632 960 001", "maybe", shared_account=True),
        ),
        windows=(WindowFacts((0, 1), time(9), time(11, 30)),),
        told_as="The dentist",
    )
    plan = agree_safe_contact(case, facts, by=house.ali, at=later)
    react(FAR)
    assert case.tasks.get(kind="safe_contact").done_by == house.ali
    assert not case.flags.filter(until_at__isnull=True).exists()
    assert plan.version == 1 and plan.review_on == date(2026, 12, 6)
    assert list(plan.channels.order_by("pk").values_list("automated_ok", flat=True)) == [True, False]
    assert (
        "900" not in str(list(plan.channels.values())) and SealedValue.objects.filter(kind="channel_value").count() == 2
    )
    second = agree_safe_contact(case, PlanFacts("they_contact"), by=house.ali, at=later + timedelta(days=1))
    plan.refresh_from_db()
    assert second.version == 2 and plan.superseded_at == later + timedelta(days=1)


def test_a_plan_older_than_the_one_that_stands_is_refused_in_words(case, house, now):
    agree_safe_contact(case, PlanFacts("they_contact"), by=house.ali, at=now + timedelta(minutes=1))
    with pytest.raises(Refused, match="newer plan was agreed meanwhile"):
        agree_safe_contact(case, PlanFacts("they_contact"), by=house.ali, at=now)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (PlanFacts("we_contact"), "at least one safe way"),
        (PlanFacts("they_contact", in_private=False), "apart from the subject"),
        (PlanFacts("they_contact", windows=(WindowFacts((0,), time(12), time(9)),)), "end after they begin"),
    ],
)
def test_plans_that_are_not_safe(case, house, now, facts, words):
    with pytest.raises(Refused, match=words):
        agree_safe_contact(case, facts, by=house.ali, at=now)
    assert not case.protected.contact_plans.exists()


def test_release_after_the_start(case, house, now):
    held = record_detention(case, DetentionFacts("prison", "HMP Invented", from_at=now), by=house.ali, at=now)
    with pytest.raises(Refused, match="after the start"):
        record_release(held, released_at=now - timedelta(hours=1), by=house.ali, at=now)
    assert record_release(
        held, released_at=now + timedelta(hours=1), by=house.ali, at=now + timedelta(hours=2)
    ).released_at
    with pytest.raises(Refused, match="already"):
        record_release(held, released_at=now + timedelta(hours=1), by=house.ali, at=now + timedelta(hours=2))


def test_flag_once_and_ended_once(case, house, now):
    flag = raise_flag(case, "weapons", by=house.ali, at=now)
    assert raise_flag(case, "weapons", by=house.ali, at=now).pk == flag.pk
    end_flag(flag, by=house.ali, at=now + timedelta(hours=1))
    with pytest.raises(Refused, match="already"):
        end_flag(flag, by=house.ali, at=now + timedelta(hours=2))


def test_every_connection_of_the_list(house, now):
    for number, (code, connection) in enumerate(CONNECTIONS.items()):
        people = [replace(who, family=f"{who.family} {number}") for who in (SUBJECT, PROTECTED)]
        command = OpenCase(*people, (ConnectionFacts(code),), "Croydon")
        if connection.lawful:
            assert open_case(command, by=house.ali, at=now).connections.get().code == code
        else:
            with pytest.raises(Refused, match="not personally connected"):
                open_case(command, by=house.ali, at=now)


NAMES = ["X", "Y" * 200, "O’Brien-Łowe", "李小龙", "محمد", "Ng'ang'a", "R2"]


@pytest.mark.parametrize("name", NAMES)
def test_names_of_any_kind(house, now, name):
    facts = PersonFacts(given=name, born=date(1980, 2, 29), other_names=(NameFacts("earlier", name[:190], "Z"),))
    opened = open_case(replace(OPEN, subject=facts), by=house.ali, at=now)
    names = opened.subject.names.order_by("pk")
    assert [n.as_written for n in names] == [name, name[:190] + " Z"] and opened.subject.search_keys.exists()


def test_cases_of_one_subject_know_of_each_other(case, house, now):
    third = replace(PROTECTED, given="Sam", born=date(1999, 1, 1))
    with pytest.raises(Refused, match="same person"):
        open_case(replace(OPEN, protected=third), by=house.ali, at=now)
    same = replace(SUBJECT, same_as=case.subject, other_names=(NameFacts("alias", "Cal", "Verity"),))
    second = open_case(replace(OPEN, subject=same, protected=third), by=house.ali, at=now)
    assert second.subject == case.subject and second.subject.names.count() == 2
    other = replace(SUBJECT, not_same_as=frozenset({case.subject_id}))
    third_case = open_case(replace(OPEN, subject=other, protected=replace(third, given="Kim")), by=house.ali, at=now)
    assert third_case.subject != case.subject


def test_no_second_case_of_two_people(case, house, now):
    command = replace(
        OPEN, subject=replace(SUBJECT, same_as=case.subject), protected=replace(PROTECTED, same_as=case.protected)
    )
    with pytest.raises(Refused, match=case.ref):
        open_case(command, by=house.wren, at=now)


def test_another_force_is_offered_nobody(case, house, now):
    opened = open_case(replace(OPEN, area="Croydon"), by=house.quill, at=now)
    assert opened.subject != case.subject


def test_a_declared_conflict_refuses(case, house, now):
    Conflict.objects.create(user=house.wren, person=case.subject, nature="A cousin", at=now)
    with pytest.raises(Refused, match="conflict"):
        open_case(OPEN, by=house.wren, at=now)


def the_other_way(case):
    return OpenCase(PROTECTED, SUBJECT, (ConnectionFacts("former_spouse"),), "Croydon")


def test_counter_allegation_stops_until_another_inspector_decides(case, house, now):
    command = the_other_way(case)
    with pytest.raises(PrimaryAggressorFirst) as stopped:
        open_case(command, by=house.wren, at=now)
    assert case.ref not in str(stopped.value)
    events = CaseEvent.objects.count()
    row = ask_primary_aggressor(stopped.value, draft=None, account="Both say it", by=house.wren, at=now)
    again = ask_primary_aggressor(stopped.value, draft=None, account="Both say it", by=house.wren, at=now)
    assert again.pk == row.pk and CaseEvent.objects.count() == events
    with pytest.raises(Refused):
        decide_counter_allegation(row, may_proceed=True, reasons="Long enough reasons", by=house.wren, at=now)
    with pytest.raises(Refused, match="reasons"):
        decide_counter_allegation(row, may_proceed=True, reasons=" ", by=house.mistry, at=now)
    decide_counter_allegation(row, may_proceed=True, reasons="Injuries match the account", by=house.mistry, at=now)
    with pytest.raises(Refused, match="already"):
        decide_counter_allegation(row, may_proceed=False, reasons="Injuries match the account", by=house.mistry, at=now)
    opened = open_case(command, by=house.wren, at=now)
    assert {opened.subject_id, opened.protected_id} & {case.subject_id, case.protected_id} == set()
    assert CaseEvent.objects.filter(case=case).count() == 1
    assert not Person.objects.filter(canonical__isnull=False).exists()


def test_a_no_stays_a_stop(case, house, now):
    with pytest.raises(PrimaryAggressorFirst) as stopped:
        open_case(the_other_way(case), by=house.wren, at=now)
    row = ask_primary_aggressor(stopped.value, draft=None, account="Both say it", by=house.wren, at=now)
    decide_counter_allegation(
        row, may_proceed=False, reasons="The first account is the right one", by=house.mistry, at=now
    )
    with pytest.raises(PrimaryAggressorFirst):
        open_case(the_other_way(case), by=house.wren, at=now)


def test_not_the_inspector_who_decided_in_the_other_case(house, now):
    case = open_case(OPEN, by=house.ali, at=now)
    with transaction.atomic():
        record(case, "notice.authorised", by=house.mistry, at=now)
    with pytest.raises(PrimaryAggressorFirst) as stopped:
        open_case(the_other_way(case), by=house.wren, at=now)
    row = ask_primary_aggressor(stopped.value, draft=None, account="Both say it", by=house.wren, at=now)
    with pytest.raises(Refused, match="not independent"):
        decide_counter_allegation(row, may_proceed=True, reasons="Long enough reasons", by=house.mistry, at=now)
    decide_counter_allegation(row, may_proceed=True, reasons="Long enough reasons", by=house.halloran, at=now)


def test_a_restricted_case_the_other_way_round_stops_nobody_and_tells_those_named_on_it(house, case, now):
    """A stop would tell the officer that it exists. Silence would leave the two cases unaware of each other."""
    Restriction.objects.create(case=case, because="x", desk="x", from_at=now)
    around = OpenCase(PROTECTED, SUBJECT, OPEN.connections, "Croydon")
    other = open_case(around, by=house.wren, at=now)
    task = Task.objects.get(kind="primary_aggressor_hidden")
    assert task.case == case and task.due_at == now + timedelta(minutes=30)
    assert other.ref not in task.words and task.about_ref == case.ref
    assert not other.tasks.filter(kind="primary_aggressor_hidden").exists()
    assert not any(case.ref in str(event.facts) for event in other.events.all())


def test_the_same_way_round_or_visible_tells_nobody(house, case, now):
    Restriction.objects.create(case=case, because="x", desk="x", from_at=now)
    open_case(OPEN, by=house.wren, at=now)
    assert not Task.objects.filter(kind="primary_aggressor_hidden").exists()


def test_drafts_that_ran_out_are_emptied_and_those_that_wait_for_an_inspector_are_not(house, case, now):
    kept, sent, waits = (start_draft("notice", by=house.ali, at=now, answers={"n": n}) for n in range(3))
    Draft.objects.filter(pk=sent.pk).update(submitted_ref="DN-1")
    with pytest.raises(PrimaryAggressorFirst) as stop:
        open_case(OpenCase(PROTECTED, SUBJECT, OPEN.connections, "Croydon"), by=house.wren, at=now)
    ask_primary_aggressor(stop.value, draft=waits, account="He says he is hurt", by=house.wren, at=now)
    assert discard_expired_drafts(at=kept.expires_at - timedelta(seconds=1)) == 0
    assert discard_expired_drafts(at=kept.expires_at) == 1
    kept.refresh_from_db()
    assert kept.discarded_at == kept.expires_at and bytes(kept.answers_enc) == b""
    assert read_draft(Draft.objects.get(pk=sent.pk)) == {"n": 1}
    assert read_draft(Draft.objects.get(pk=waits.pk)) == {"n": 2}
