"""A constable serves: every gate, the clocks, corrections, the wrong person, the end."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from haven.accounts.models import RankHeld, RoleGrant
from haven.cases.advice import question_of
from haven.cases.deadlines import meet
from haven.cases.models import AlertFlag, CaseEvent, Deadline, DeadlineRung, LegalAdvice, Task
from haven.cases.operations.record_advice import RecordAdvice, record_advice
from haven.courts.in_time import heard_in_time
from haven.lawdata.queries import calendar
from haven.notices.gates import SERVE, lawful_to_serve
from haven.notices.models import Notice, VoidRuling
from haven.notices.notice_states import in_force_at, status
from haven.notices.operations.correct_service_time import CorrectServiceTime, correct_service_time
from haven.notices.operations.end_notice import end_notice
from haven.notices.operations.hold_notice_void import (
    AnswerVoid,
    HoldNoticeVoid,
    agree_notice_void,
    ask_notice_void,
    decline_notice_void,
)
from haven.notices.operations.propose_notice import ChildFacts, TermFacts
from haven.notices.operations.report_wrong_person import ReportWrongPerson, report_wrong_person
from haven.notices.operations.tell_commanding_officer import TellCommandingOfficer, tell_commanding_officer
from haven.notices.operations.withdraw_authority import WithdrawAuthority, withdraw_authority
from haven.sealed.ciphers import decipher
from haven.service.models import HearingAddress, Service, ServiceAttempt
from haven.service.operations.record_hearing_address import AddressAnswer
from haven_law.clock import hearing_deadline
from haven_law.findings import LawyerMustDecide, Refused
from tests.factories import (
    MINUTE,
    REASONS,
    a_person,
    follow,
    make_authorised_notice,
    make_served_notice,
    serve,
    signature_of,
)

WHY = "The body-worn video shows the hand-over at another minute."


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def refused(call) -> str:
    with pytest.raises(Refused) as problem:
        call()
    return str(problem.value)


def test_served_in_person(house, now):
    notice = make_authorised_notice(house, now)
    when = now + 30 * MINUTE
    made = serve(
        notice, house, when, said="I only wanted to see my boy.", understood="not_sure", interpreter="A. Nowak, Polish"
    )
    notice = Notice.objects.get(pk=notice.pk)
    assert (
        made.attempt.by_user == house.ali
        and made.attempt.by_capacity == "constable"
        and made.attempt.identity_facts == 2
    )
    assert notice.served_at == when and notice.service.mode_rule == "DAA 2021 s.25(3)"
    assert bytes(made.attempt.said_enc).find(b"boy") == -1
    assert decipher(notice.case.ref, made.attempt.said_enc) == "I only wanted to see my boy."
    hearing = Deadline.objects.get(about_ref=notice.ref, kind="hearing")
    reckoned = hearing_deadline(when)
    assert (hearing.act_by, hearing.outer_limit) == (reckoned.act_by, reckoned.outer_limit)
    assert hearing.provision == "DAA 2021 s.29(2)" and hearing.owner_role == "unit_desk" and hearing.calendar_version
    assert sum(step["counted_minutes"] for step in hearing.steps) == 48 * 60
    assert [s["why_not"] for s in hearing.steps if s["why_not"]] == ["Sunday"]
    assert Deadline.objects.get(kind="serve_notice").met_at == when
    apply = Deadline.objects.get(kind="apply")
    assert apply.nature == "policy" and apply.act_by == hearing.act_by - timedelta(hours=2)
    event = CaseEvent.objects.get(kind="notice.served")
    assert event.at == when and event.facts["understood"] == "not_sure" and "boy" not in str(event.facts)
    assert status(notice, when) == "running" and status(notice, when - MINUTE) == "authorised"


def test_sittings_give_the_last_rung_and_the_papers(house, now):
    notice = make_authorised_notice(house, now)
    found = heard_in_time("Croydon", now + MINUTE, calendar())
    serve(notice, house, now + MINUTE, apply_by=found.apply_by, last_sitting=found.last_sitting)
    # Served Friday at 9:01am: Monday 9:01am is the limit, so the last court that can hear it is Saturday's.
    assert found.last_sitting == at("2026-11-07T10:00:00+00:00")
    rung = DeadlineRung.objects.get(deadline__kind="hearing", rung="last_sitting")
    assert rung.due_at == found.last_sitting
    assert Deadline.objects.get(kind="apply").act_by == found.apply_by == found.last_sitting - timedelta(hours=2)


@pytest.mark.parametrize("result", ["not_found", "evaded", "wrong_person"])
def test_a_failed_attempt_starts_no_clock(house, now, result):
    notice = make_authorised_notice(house, now)
    serve(notice, house, now + MINUTE, result=result, identity=(), address=None, understood="")
    assert ServiceAttempt.objects.get().result == result
    notice.refresh_from_db()
    assert notice.served_at is None and not Deadline.objects.filter(kind="hearing").exists()
    assert Deadline.objects.get(kind="serve_notice").closed_at is None
    serve(notice, house, now + 9 * MINUTE, result="refused_but_left")
    assert ServiceAttempt.objects.count() == 2 and Service.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"identity": ("name",)}, "at least two facts"),
        ({"identity": ("name", "name")}, "at least two facts"),
        ({"identity": ("name", "a guess")}, "at least two facts"),
        ({"result": "left_at_given_address"}, "Choose how it went"),
        ({"result": "post"}, "Choose how it went"),
        ({"place_kind": "moon"}, "Choose where"),
        ({"address": None}, "must be asked for an address"),
        ({"address": AddressAnswer("given")}, "Enter the address"),
        ({"address": AddressAnswer("not_asked_because")}, "Say why"),
        ({"said": "x" * 5001}, "5,000 characters or fewer"),
    ],
)
def test_gates(house, now, changes, said):
    notice = make_authorised_notice(house, now)
    assert said in refused(lambda: serve(notice, house, now + MINUTE, **changes))
    assert not ServiceAttempt.objects.exists() and not Deadline.objects.filter(kind="hearing").exists()


def test_only_a_constable_of_the_force(house, now):
    notice = make_authorised_notice(house, now)
    for name in ("fenwick", "moss", "quill", "controller", "lowry"):
        refused(lambda name=name: serve(notice, house, now + MINUTE, by=house.users[name]))
    RoleGrant.objects.create(user=house.controller, role="response_officer", from_at=now, granted_by=house.lowry)
    assert "Only a constable" in refused(lambda: serve(notice, house, now + MINUTE, by=house.controller))
    for name in ("adeyemi", "okoro", "halloran"):
        assert house.users[name].ranks.exists()
    assert serve(notice, house, now + MINUTE, by=house.adeyemi).notice.served_at


def test_a_constable_at_the_time_of_service(house, now):
    notice = make_authorised_notice(house, now)
    RankHeld.objects.filter(user=house.ali).update(from_day=date(2026, 11, 7))
    later = now + timedelta(days=1)
    assert "Only a constable" in refused(lambda: serve(notice, house, now + MINUTE, at=later))


def test_times(house, now):
    notice = make_authorised_notice(house, now)
    assert "must be after 9:00am, when it was signed" in refused(
        lambda: serve(notice, house, now - MINUTE, at=now + MINUTE)
    )
    assert "future" in refused(lambda: serve(notice, house, now + 9 * MINUTE, at=now + MINUTE))
    assert serve(notice, house, now).notice.served_at == now, "the same minute is after"


def test_the_minute_of_the_signature(house, now):
    """Signed at 9:00:40, served at once: the form says 9:00, which is not before it."""
    signed = now + timedelta(seconds=40)
    notice = make_authorised_notice(house, signed)
    assert serve(notice, house, now, at=now + MINUTE).notice.served_at == signed
    other = make_authorised_notice(house, signed)
    assert "must be after 9:00am" in refused(lambda: serve(other, house, now - MINUTE, at=now + MINUTE))


def test_not_before_it_is_signed(house, now):
    notice = make_authorised_notice(house, now, changes={"signature": None, "told_by_telephone_at": now})
    assert "has not signed" in refused(lambda: serve(notice, house, now + MINUTE))
    from haven.notices.operations.sign_notice import SignNotice, sign_notice

    sign_notice(SignNotice(notice.ref, signature_of(house.halloran, now)), by=house.halloran, at=now + 10 * MINUTE)
    assert "9:10am" in refused(lambda: serve(notice, house, now + 5 * MINUTE, at=now + 20 * MINUTE))
    assert serve(notice, house, now + 10 * MINUTE)


def test_twice(house, now):
    notice = make_served_notice(house, now)
    said = refused(lambda: serve(notice, house, now + 5 * MINUTE, by=house.wren))
    assert "already recorded as served by PC Sana Ali 4471 at 9:00am" in said and Service.objects.count() == 1


def test_after_the_authority_was_withdrawn(house, now):
    notice = make_authorised_notice(house, now)
    withdraw_authority(WithdrawAuthority(notice.ref, REASONS), by=house.halloran, at=now + MINUTE)
    assert "withdrawn" in refused(lambda: serve(notice, house, now + 2 * MINUTE))
    assert "withdrawn" in refused(lambda: serve(notice, house, now, at=now + 2 * MINUTE))


def test_a_served_notice_cannot_be_withdrawn(house, now):
    notice = make_served_notice(house, now)
    said = refused(
        lambda: withdraw_authority(WithdrawAuthority(notice.ref, REASONS), by=house.halloran, at=now + MINUTE)
    )
    assert "only its application can be withdrawn" in said and "s.25(2)(d)" in said


def test_recorded_hours_later(house):
    """Served at 2:40am, recorded at 7am: the hours run from 2:40am."""
    notice = make_authorised_notice(house, at("2026-11-06T01:00:00+00:00"))
    serve(notice, house, at("2026-11-06T02:40:00+00:00"), at=at("2026-11-06T07:00:00+00:00"))
    assert Deadline.objects.get(kind="hearing").act_by == at("2026-11-09T02:40:00+00:00")
    assert CaseEvent.objects.get(kind="notice.served").at == at("2026-11-06T02:40:00+00:00")


def test_the_address_of_the_subject(house, now):
    notice = make_served_notice(
        house, now, serving={"address": AddressAnswer("given", "4 Sorrel Way\nCroydon", "CR0 1VV")}
    )
    answer = HearingAddress.objects.get(about_ref=notice.ref)
    assert answer.address.kind == "given_for_hearing" and answer.address.person == notice.case.subject
    assert "Sorrel" not in str(CaseEvent.objects.get(kind="notice.served").facts)


def test_no_fixed_abode(house, now):
    notice = make_served_notice(house, now, serving={"no_fixed_abode": True, "place_kind": "street"})
    notice.case.subject.refresh_from_db()
    assert notice.case.subject.no_fixed_abode


def test_home_terms_are_asked_again(house, now):
    notice = make_authorised_notice(house, now, shared_home=True, terms=(TermFacts("leave_premises"),))
    for answer in (None, False):
        said = refused(lambda answer=answer: serve(notice, house, now + MINUTE, shared_home_now=answer))
        assert "an inspector must decide the terms about the home again (s.23(2))" in said
    assert serve(notice, house, now + MINUTE, shared_home_now=True)


def test_eighteen_on_the_day_of_service(house, now):
    notice = make_authorised_notice(house, now)
    type(notice.case.subject).objects.filter(pk=notice.case.subject_id).update(born=date(2008, 11, 7))
    assert "must be 18 or over (s.22(6))" in refused(lambda: serve(notice, house, now + MINUTE))
    assert serve(notice, house, now + timedelta(days=1))


def test_unknown_birth_was_judged_by_the_inspector(house, now):
    notice = make_served_notice(house, now, subject=a_person(born=None))
    assert status(notice, now) == "running"


def test_area_ended_before_service(house, settings):
    """A27: authorised on the last day, not served by its end: blocked until a lawyer decided."""
    settings.PRACTICE = False
    notice = make_authorised_notice(house, at("2026-11-24T22:00:00+00:00"))
    when = at("2026-11-25T00:10:00+00:00")
    with pytest.raises(LawyerMustDecide) as problem:
        serve(notice, house, when)
    assert "savings" in str(problem.value) and problem.value.decision.ambiguity == "A27"
    asked = lawful_to_serve(
        notice, served_at=when, result="handed", capacity="constable", shared_home_now=None, hearing_address="none"
    )
    record_advice(
        RecordAdvice(
            case=notice.case,
            about=("notice", notice.ref),
            question=question_of(SERVE, asked),
            reading="The savings reach it",
            reasons=REASONS,
        ),
        by=house.fenwick,
        at=when,
    )
    made = serve(notice, house, when + MINUTE)
    assert any("Alice Fenwick decided" in f.because for f in made.findings)


def test_the_time_of_a_notice_served_on_advice_is_corrected(house, settings):
    """A27: what the lawyer decided before service holds for the right time of it too; without it nobody corrects."""
    settings.PRACTICE = False
    notice = make_authorised_notice(house, at("2026-11-24T22:00:00+00:00"))
    when = at("2026-11-25T00:10:00+00:00")
    asked = lawful_to_serve(
        notice, served_at=when, result="handed", capacity="constable", shared_home_now=None, hearing_address="none"
    )
    about, question = ("notice", notice.ref), question_of(SERVE, asked)
    advice = record_advice(
        RecordAdvice(case=notice.case, about=about, question=question, reading="The savings reach it", reasons=REASONS),
        by=house.fenwick,
        at=when,
    )
    serve(notice, house, when + 9 * MINUTE)
    notice.refresh_from_db()
    correct(house, notice, when + 4 * MINUTE)
    notice.refresh_from_db()
    assert notice.served_at == when + 4 * MINUTE
    assert Deadline.objects.get(kind="hearing", replaced_by=None).starts_at == when + 4 * MINUTE
    LegalAdvice.objects.filter(pk=advice.pk).update(voided_at=when, voided_by=house.fenwick, void_reason=WHY)
    with pytest.raises(LawyerMustDecide):
        correct(house, notice, when + 2 * MINUTE, by=house.okoro)


@pytest.mark.parametrize("told", [False, True])
def test_correcting_the_time_moves_the_clock_of_the_commanding_officer(house, now, told):
    soldier = {"subject": a_person(service_law=True), "shared_home": True, "terms": (TermFacts("leave_premises"),)}
    notice = make_served_notice(house, now, serving={"shared_home_now": True, "service_accommodation": True}, **soldier)
    old = Deadline.objects.get(kind="commanding_officer")
    if told:
        tell_commanding_officer(
            TellCommandingOfficer(notice.ref, "told", "Maj Brandt"), by=house.okoro, at=now + MINUTE
        )
    correct(house, notice, now - 20 * MINUTE, at=now + timedelta(hours=2))
    old.refresh_from_db()
    new = Deadline.objects.get(kind="commanding_officer", replaced_by=None)
    assert old.replaced_by == new and old.act_by == now + timedelta(hours=24)
    assert (new.starts_at, new.act_by) == (now - 20 * MINUTE, now + timedelta(hours=24) - 20 * MINUTE)
    assert (new.met_at, new.close_reason) == ((now + MINUTE, "met") if told else (None, ""))


def test_on_the_last_minute_of_the_area(house, settings):
    settings.PRACTICE = False
    notice = make_authorised_notice(house, at("2026-11-24T22:00:00+00:00"))
    assert serve(notice, house, at("2026-11-24T23:59:00+00:00"))


def test_october_and_march_nights(house):
    """Both hours of the October night are hours of a Sunday: neither counts, and the clock ends alike."""
    notice = make_authorised_notice(house, at("2026-10-24T22:00:00+00:00"))
    serve(notice, house, at("2026-10-25T00:30:00+00:00"), at=at("2026-10-25T06:00:00+00:00"))
    clock = Deadline.objects.get(kind="hearing")
    assert clock.act_by == at("2026-10-28T00:00:00+00:00") and clock.ambiguity == "A1"


def test_two_sided_clock(house):
    """Served on Christmas Eve 2026: whether Saturday 26 December counts is unsettled (A2)."""
    notice = make_served_notice(house, at("2026-12-24T18:00:00+00:00"))
    clock = Deadline.objects.get(kind="hearing")
    assert clock.act_by < clock.outer_limit and "A2" in clock.ambiguity and clock.inputs["steps_outer"]
    assert status(notice, clock.act_by) == "running"
    assert status(notice, clock.act_by + MINUTE) == "may_be_late"
    assert status(notice, clock.outer_limit + MINUTE) == "past_deadline"


def test_armed_forces(house, now):
    soldier = {"subject": a_person(service_law=True), "shared_home": True, "terms": (TermFacts("leave_premises"),)}
    notice = make_served_notice(house, now, serving={"shared_home_now": True, "service_accommodation": True}, **soldier)
    clock = Deadline.objects.get(kind="commanding_officer")
    assert clock.provision == "DAA 2021 s.25(6)" and clock.act_by == now + timedelta(hours=24)
    follow()
    assert Task.objects.filter(kind="commanding_officer", done_at=None).exists()
    refused(
        lambda: tell_commanding_officer(TellCommandingOfficer(notice.ref, "told", " "), by=house.okoro, at=now + MINUTE)
    )
    tell_commanding_officer(
        TellCommandingOfficer(notice.ref, "told", "Maj Brandt by telephone"), by=house.okoro, at=now + MINUTE
    )
    clock.refresh_from_db()
    assert (
        clock.met_at == now + MINUTE and Task.objects.get(kind="commanding_officer").proof == "Maj Brandt by telephone"
    )
    assert "No commanding officer" in refused(
        lambda: tell_commanding_officer(
            TellCommandingOfficer(notice.ref, "told", "Again"), by=house.okoro, at=now + MINUTE
        )
    )
    for serving in ({"shared_home_now": True, "service_accommodation": False}, {"shared_home_now": True}):
        other = make_served_notice(house, now, serving=serving, **(soldier | {"subject": a_person(service_law=True)}))
        assert not Deadline.objects.filter(about_ref=other.ref, kind="commanding_officer").exists()


def test_what_follows(house, now):
    notice = make_served_notice(house, now, children=(ChildFacts("AV", 2019),))
    follow()
    kinds = set(Task.objects.filter(case=notice.case).values_list("kind", flat=True))
    assert {"tell_protected", "give_leaflet", "legal_application", "school_told"} <= kinds
    assert Task.objects.filter(case=notice.case, kind="school_told").count() == 1, "asked for once, not at every step"
    telling = Task.objects.get(kind="tell_protected")
    assert telling.for_user == house.ali and telling.due_at == at("2026-11-06T23:59:59+00:00")
    follow()
    assert Task.objects.filter(kind="tell_protected").count() == 1


# Correcting the time.


def correct(house, notice, served_at, *, by=None, at=None, reason=WHY, **more):
    command = CorrectServiceTime(notice.ref, served_at, reason, **more)
    return correct_service_time(command, by=by or house.adeyemi, at=at or served_at + timedelta(hours=3))


def test_correct_the_time(house, now):
    notice = make_served_notice(house, now, serving={"address": AddressAnswer("refused"), "said": "No."})
    old = Deadline.objects.get(kind="hearing")
    rung = old.rungs.order_by("due_at").first()
    rung.acknowledged_by, rung.acknowledged_at = house.okoro, now + MINUTE
    rung.save()
    correct(house, notice, now - 20 * MINUTE, at=now + timedelta(hours=2))
    notice.refresh_from_db()
    assert notice.served_at == now - 20 * MINUTE == notice.service.attempt.at
    first, again = ServiceAttempt.objects.order_by("pk")
    assert first.voided_by == house.adeyemi and first.void_reason == WHY and first.at == now
    assert again.by_user == house.ali and again.recorded_by == house.adeyemi and again.result == "handed"
    assert decipher(notice.case.ref, again.said_enc) == "No."
    assert (
        Service.objects.filter(voided_at=None).count() == 1
        and HearingAddress.objects.get(voided_at=None).answer == "refused"
    )
    old.refresh_from_db()
    new = Deadline.objects.get(kind="hearing", replaced_by=None)
    assert old.replaced_by == new and old.close_reason == "replaced" and new.act_by == old.act_by - 20 * MINUTE
    assert Deadline.objects.filter(kind="apply").count() == 2
    event = CaseEvent.objects.get(kind="notice.service_corrected")
    assert event.corrects.kind == "notice.served" and event.facts["relied"] == [house.okoro.pk]
    follow()
    told = set(Task.objects.filter(kind__startswith="corrected_").values_list("for_user__email", flat=True))
    assert told == {None, "ali@haven.example", "okoro@haven.example"}
    assert "from 6 Nov 09:00 to 6 Nov 08:40" in Task.objects.get(kind="corrected_unit").words


def test_who_may_correct(house, now):
    notice = make_served_notice(house, now, by=house.adeyemi)
    assert "Somebody other" in refused(lambda: correct(house, notice, now - MINUTE))
    for name in ("ali", "fenwick", "moss", "quill"):
        refused(lambda name=name: correct(house, notice, now - MINUTE, by=house.users[name]))
    assert correct(house, notice, now - MINUTE, by=house.okoro)
    assert "Somebody other" in refused(lambda: correct(house, notice, now - 2 * MINUTE, by=house.okoro))


@pytest.mark.parametrize(
    ("minutes", "reason", "said"),
    [
        (-1, "No.", "Say in a sentence"),
        (0, WHY, "recorded already"),
        (-31, WHY, "after the notice was authorised"),
        (600, WHY, "in the future"),
    ],
)
def test_corrections_refused(house, now, minutes, reason, said):
    notice = make_served_notice(house, now)
    when = now + timedelta(hours=1)
    assert said in refused(lambda: correct(house, notice, now + minutes * MINUTE, at=when, reason=reason))
    assert Service.objects.filter(voided_at=None, attempt__at=now).exists()


def test_correct_after_the_hearing_began(house, now):
    notice = make_served_notice(house, now)
    begun = now + timedelta(hours=26)
    meet(notice.ref, "hearing", at=begun)
    assert "before its hearing began" in refused(
        lambda: correct(house, notice, begun + MINUTE, at=begun + timedelta(hours=2))
    )
    correct(house, notice, now + 5 * MINUTE, at=begun + MINUTE)
    notice.refresh_from_db()
    clock = Deadline.objects.get(kind="hearing", replaced_by=None)
    assert clock.met_at == begun and clock.close_reason == "met" and status(notice, begun) == "continuing"


# Wrong person, void, end.


def test_wrong_person(house, now):
    unserved = make_authorised_notice(house, now)
    assert "never served" in refused(
        lambda: report_wrong_person(ReportWrongPerson(unserved.ref, "not_known"), by=house.ali, at=now + MINUTE)
    )
    notice = make_served_notice(house, now)
    refused(lambda: report_wrong_person(ReportWrongPerson(notice.ref, "because"), by=house.ali, at=now + MINUTE))
    report_wrong_person(ReportWrongPerson(notice.ref, "another_of_the_name"), by=house.ali, at=now + MINUTE)
    flag = AlertFlag.objects.get(code="wrong_person")
    assert flag.seen_at_door and "Ask the legal adviser" in flag.words
    follow()
    assert Task.objects.get(kind="wrong_person").duty_role == "legal_adviser"
    notice.refresh_from_db()
    assert status(notice, now + MINUTE) == "running", "it stands until a court decides"
    assert "reported already" in refused(
        lambda: report_wrong_person(ReportWrongPerson(notice.ref, "not_known"), by=house.wren, at=now + 2 * MINUTE)
    )
    follow()
    assert not VoidRuling.objects.exists()


RULING = {"court": "Croydon Magistrates' Court", "court_reference": "CMC/2026/118", "reasons": WHY}


def void(notice, decided_at, **changes):
    return HoldNoticeVoid(notice.ref, decided_at, **(RULING | changes))


def test_two_people_record_that_a_court_held_it_void(house, now):
    notice = make_served_notice(house, now)
    report_wrong_person(ReportWrongPerson(notice.ref, "another_of_the_name"), by=house.ali, at=now + MINUTE)
    decided = now + 30 * MINUTE
    ask_notice_void(void(notice, decided), by=house.fenwick, at=now + 60 * MINUTE)
    notice.refresh_from_db()
    assert status(notice, now + 60 * MINUTE) == "running", "nothing ends before a second person agrees"
    flag = AlertFlag.objects.get(code="void_asked")
    assert flag.seen_at_door and "Ask the legal adviser" in flag.words and flag.until_at is None
    follow()
    task = Task.objects.get(kind="agree_void", about_ref=notice.ref)
    assert task.duty_role == "duty_inspector"
    assert "Another person must agree" in refused(
        lambda: agree_notice_void(AnswerVoid(notice.ref), by=house.fenwick, at=now + 61 * MINUTE)
    )
    for name in ("ali", "adeyemi", "okoro"):
        refused(lambda name=name: agree_notice_void(AnswerVoid(notice.ref), by=house.users[name], at=now + 61 * MINUTE))
    assert "already recorded" in refused(
        lambda: ask_notice_void(void(notice, decided), by=house.fenwick, at=now + 61 * MINUTE)
    )
    agree_notice_void(AnswerVoid(notice.ref), by=house.halloran, at=now + 62 * MINUTE)
    notice.refresh_from_db()
    assert status(notice, now + 62 * MINUTE) == "ended" and notice.ended_because == "held_void"
    assert notice.ended_at == decided == AlertFlag.objects.get(code="wrong_person").until_at
    flag.refresh_from_db()
    task.refresh_from_db()
    assert flag.until_at == task.done_at == now + 62 * MINUTE and task.done_by == house.halloran
    ruling = VoidRuling.objects.get()
    assert (ruling.court, ruling.court_reference, ruling.decided_at) == (*list(RULING.values())[:2], decided)
    assert decipher(notice.case.ref, ruling.reasons_enc) == WHY
    assert (ruling.asked_by, ruling.agreed_by) == (house.fenwick, house.halloran)
    assert "Nobody has recorded" in refused(
        lambda: agree_notice_void(AnswerVoid(notice.ref), by=house.halloran, at=now + 63 * MINUTE)
    )


def test_a_ruling_that_nobody_agrees_to_ends_nothing_and_stays(house, now):
    notice = make_served_notice(house, now)
    ask_notice_void(void(notice, now + MINUTE), by=house.fenwick, at=now + 2 * MINUTE)
    follow()
    decline_notice_void(AnswerVoid(notice.ref), by=house.halloran, at=now + 3 * MINUTE)
    notice.refresh_from_db()
    assert status(notice, now + 4 * MINUTE) == "running" and VoidRuling.objects.get().declined_by == house.halloran
    assert AlertFlag.objects.get(code="void_asked").until_at == Task.objects.get(kind="agree_void").done_at
    ask_notice_void(void(notice, now + MINUTE), by=house.fenwick, at=now + 5 * MINUTE)
    decline_notice_void(AnswerVoid(notice.ref), by=house.fenwick, at=now + 6 * MINUTE)
    assert VoidRuling.objects.filter(declined_at__isnull=False).count() == 2


def test_the_table_itself_wants_two_people_for_a_void_ruling(house, now):
    notice = make_served_notice(house, now)
    ask_notice_void(void(notice, now + MINUTE), by=house.fenwick, at=now + 2 * MINUTE)
    with pytest.raises(IntegrityError), transaction.atomic():
        VoidRuling.objects.update(agreed_by=house.fenwick, agreed_at=now + 3 * MINUTE)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"court": " "}, "Name the court"),
        ({"court": "C" * 121}, "Name the court"),
        ({"court_reference": ""}, "court's reference"),
        ({"court_reference": "R" * 61}, "court's reference"),
        ({"reasons": "Void."}, "Say in a sentence"),
    ],
)
def test_a_ruling_without_its_facts_is_refused(house, now, changes, said):
    notice = make_served_notice(house, now)
    command = void(notice, now + MINUTE, **changes)
    assert said in refused(lambda: ask_notice_void(command, by=house.fenwick, at=now + 2 * MINUTE))


def test_a_ruling_refused_by_who_when_and_what(house, now):
    notice, unserved = make_served_notice(house, now), make_authorised_notice(house, now)
    with pytest.raises(LawyerMustDecide):
        ask_notice_void(void(notice, None), by=house.fenwick, at=now + 3 * MINUTE)
    when = now + 60 * MINUTE
    refused(lambda: ask_notice_void(void(notice, now), by=house.halloran, at=when))
    assert "in the future" in refused(lambda: ask_notice_void(void(notice, when + MINUTE), by=house.fenwick, at=when))
    assert "before the notice was served" in refused(
        lambda: ask_notice_void(void(notice, now - MINUTE), by=house.fenwick, at=when)
    )
    assert "never served" in refused(lambda: ask_notice_void(void(unserved, now), by=house.fenwick, at=when))
    ask_notice_void(void(notice, now + MINUTE), by=house.fenwick, at=when)
    end_notice(notice, "order_made", by=house.moss, at=when)
    assert "ended already" in refused(
        lambda: agree_notice_void(AnswerVoid(notice.ref), by=house.halloran, at=when + MINUTE)
    )


def test_end(house, now):
    notice = make_served_notice(house, now)
    unserved = make_authorised_notice(house, now)
    assert "withdraw its authority instead" in refused(
        lambda: end_notice(unserved, "order_made", by=house.moss, at=now + MINUTE)
    )
    with pytest.raises(ValueError):
        end_notice(notice, "expired", by=house.moss, at=now + MINUTE)
    assert "before the notice was served" in refused(
        lambda: end_notice(notice, "order_made", by=house.moss, at=now - MINUTE)
    )
    meet(notice.ref, "hearing", at=now + MINUTE)
    end_notice(notice, "order_made", by=house.moss, at=now + 2 * MINUTE)
    assert notice.ended_because == "order_made"
    assert not Deadline.objects.filter(about_ref=notice.ref, closed_at=None).exists()
    assert "ended already" in refused(
        lambda: end_notice(notice, "application_refused", by=house.moss, at=now + 3 * MINUTE)
    )
    held = Notice.objects.all()
    assert list(in_force_at(held, now)) == [notice] and list(in_force_at(held, now + 2 * MINUTE)) == []
    assert list(in_force_at(held, now - MINUTE)) == []
