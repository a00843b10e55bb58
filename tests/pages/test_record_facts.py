"""Facts recorded after a case is open: a page for each, errors beside the field, and what follows from them."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from haven.accounts.models import Force
from haven.cases.models import CaseForce, Restriction
from haven.cases.operations.record_detention import DetentionFacts, record_detention, record_release
from haven.cases.sentences import SENTENCES
from haven.jobs.react import react
from haven.notices.queries import waiting_for_decision
from haven.orders.operations.keep_watch import SubjectEvent, record_subject_event
from haven.sealed.models import SealedValue
from haven.web.parts.case_facts import FACTS
from haven.web.police.facts.acts import ACTS
from haven_law.findings import Refused
from tests.factories import make_proposal
from tests.pages.acting import command, moment, signed_in, text

NOW = datetime.fromisoformat("2026-11-06T16:00:00+00:00")
HOUR = timedelta(hours=1)
FAR = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield NOW


@pytest.fixture
def proposal(house, frozen):
    return make_proposal(house, NOW - 2 * HOUR)


@pytest.fixture
def case(proposal):
    return proposal.case


@pytest.fixture
def ali(house, frozen):
    return signed_in(house.ali)


def page(case, code):
    return f"/cases/{case.ref}/acts/record/{code}"


def send(client, case, fact, **typed):
    return client.post(page(case, fact), command() | typed)


def held_in_prison(house, case, **more):
    facts = DetentionFacts("prison", "HMP Larkspur", NOW - 30 * HOUR, **more)
    return record_detention(case, facts, by=house.ali, at=NOW - HOUR)


def last(case):
    return case.events.order_by("seq").last()


def test_every_fact_has_a_page_and_the_list_leads_to_each(house, case, ali):
    assert FACTS.keys() == ACTS.keys()
    held_in_prison(house, case)
    send(ali, case, "flag", flag="weapons")
    listed = ali.get(f"/cases/{case.ref}/acts").content.decode()
    for code, words in FACTS.items():
        assert f'href="{page(case, code)}"' in listed
        assert str(words) in text(ali.get(page(case, code)))
    assert ali.get(page(case, "nothing")).status_code == 404


def test_the_case_of_a_waiting_request_leads_to_the_list(case, proposal, ali):
    answer = ali.get(f"/cases/{case.ref}")
    assert answer.status_code == 200 and proposal.ref in text(answer)
    assert f'href="/cases/{case.ref}/acts"' in answer.content.decode()


def test_what_there_is_nothing_to_record_of_is_not_offered(case, ali):
    listed = ali.get(f"/cases/{case.ref}/acts").content.decode()
    for code in ("release", "release-expected", "flag-end"):
        assert page(case, code) not in listed
        assert ali.get(page(case, code)).status_code in (403, 409, 422)


SENT = [
    ("held", {"kind": "prison", "place": "HMP Larkspur"} | moment("since", NOW - HOUR), "detention.recorded"),
    ("bail", {"power": "police", "words": "Not to contact", "covers": ["no_contact"]}, "bail.recorded"),
    ("risk", {"tool": "dash", "grade": "high", "judgement": "Escalating", "number": "R/1"}, "risk.recorded"),
    ("risk", {"tool": "other", "tool_name": "SARA", "grade": "medium"}, "risk.recorded"),
    ("firearms", {"answer": "yes", "detail": "A shotgun"}, "firearms.answered"),
    ("number", {"kind": "crime", "number": "01/2345/26"}, "incident.noted"),
    ("child", {"initials": "AV", "year": "2019", "related": "both", "saw_it": "yes"}, "child.recorded"),
    ("occupant", {"name": "Jo Ash", "connected": "a sister", "adult": "yes"}, "occupant.recorded"),
    ("connection", {"code": "co_parent", "since": "2019"}, "connection.recorded"),
    ("flag", {"flag": "violent_to_police"}, "flag.raised"),
]


@pytest.mark.parametrize(("code", "typed", "kind"), SENT, ids=[s[0] for s in SENT])
def test_a_fact_is_recorded_once_with_its_sentence(case, ali, code, typed, kind):
    before, sent = case.events.count(), command() | typed
    for _press in range(2):
        assert ali.post(page(case, code), sent).status_code == 302
    assert case.events.count() == before + 1
    event = last(case)
    assert event.kind == kind and SENTENCES[kind].staff.format_map(event.facts) in text(
        ali.get(f"/cases/{case.ref}/history")
    )


WRONG = [
    ("held", {"place": "HMP Larkspur"}, "Choose where they are held"),
    ("bail", {"power": "police", "covers": ["no_contact"]}, "Enter what the condition says"),
    ("risk", {"tool": "other", "grade": "high"}, "Enter the name of the tool"),
    ("firearms", {}, "Choose whether the subject has access to firearms"),
    ("number", {"kind": "crime"}, "Enter the number"),
    ("number", {"kind": "crime", "number": "a\x00b"}, "cannot"),
    ("child", {"initials": "AV", "year": "1990", "related": "both", "saw_it": "yes"}, "Year of birth must be from"),
    ("occupant", {"name": "Jo"}, "Choose whether they are 18 or over"),
    ("connection", {"code": "neighbour"}, "Choose one of the answers shown"),
    ("flag", {"flag": "x"}, "Choose one of the answers shown"),
]


@pytest.mark.parametrize(("code", "typed", "sentence"), WRONG)
def test_a_mistake_is_said_beside_the_field_and_nothing_is_lost(case, ali, code, typed, sentence):
    before = case.events.count()
    answer = send(ali, case, code, **typed)
    assert answer.status_code == 422 and case.events.count() == before
    assert sentence in text(answer) and "govuk-error-message" in answer.content.decode()
    for value in typed.values():
        if isinstance(value, str) and "\x00" not in value and value not in ("x", "neighbour"):
            assert f'value="{value}"' in answer.content.decode()


def test_a_school_is_sealed_and_never_comes_back(case, ali):
    typed = {"initials": "AV", "year": "2019", "related": "both", "school": "Teasel Row School"}
    answer = send(ali, case, "child", **typed)
    assert answer.status_code == 422 and "Teasel" not in answer.content.decode() and "Type this again" in text(answer)
    assert send(ali, case, "child", **typed, saw_it="no").status_code == 302
    assert SealedValue.objects.filter(kind="school").count() == 1
    react(FAR)
    assert case.tasks.filter(kind="school_told", done_at__isnull=True).exists()


def test_high_risk_later_brings_the_referrals(case, ali):
    send(ali, case, "risk", tool="dash", grade="high")
    react(FAR)
    assert {"marac_referral", "idva_referral"} <= set(case.tasks.values_list("kind", flat=True))


def test_the_release_tells_the_protected_person_by_a_task_with_its_clock(house, case, ali):
    held = held_in_prison(house, case)
    released = NOW - timedelta(minutes=20)
    sent = {"detention": str(held.pk)} | moment("released", released)
    assert send(ali, case, "release", **sent).status_code == 302
    react(FAR)
    task = case.tasks.get(kind="tell_protected", from_event__kind="detention.ended")
    assert "no longer held" in task.words and task.due_at == released + HOUR and task.for_user == house.ali
    assert case.deadlines.filter(about_ref=str(task.public_id), kind="inform").exists()
    assert send(ali, case, "release", **sent).status_code == 422


def test_a_release_in_the_future_or_before_the_start(house, case, ali):
    held = held_in_prison(house, case)
    for at, words in ((NOW + HOUR, "which is now"), (NOW - 40 * HOUR, "after the start of the detention")):
        answer = send(ali, case, "release", detention=str(held.pk), **moment("released", at))
        assert answer.status_code == 422 and words in text(answer)
    held.refresh_from_db()
    assert held.released_at is None


def test_the_date_that_a_task_asks_for_is_recorded_and_does_the_task(house, case, ali):
    record_subject_event(
        SubjectEvent(case.ref, "imprisoned", NOW - 3 * HOUR, "HMP Larkspur"), by=house.ali, at=NOW - 2 * HOUR
    )
    react(FAR)
    task = case.tasks.get(kind="release_date")
    assert task.done_at is None
    held = case.detentions.get()
    for days in (9, 8):
        sent = {"detention": str(held.pk)} | moment("release", NOW + timedelta(days=days))
        assert send(ali, case, "release-expected", **sent).status_code == 302
    react(FAR)
    task.refresh_from_db()
    assert task.done_at is not None and task.proof == "The expected release is recorded"
    said = text(ali.get(f"/cases/{case.ref}/history"))
    assert "14 Nov" in said and "15 Nov" in said, "what was expected before stays"


def test_the_queue_follows_what_is_known_of_the_release(house, proposal, case, ali):
    soon = NOW + timedelta(minutes=10)
    held = held_in_prison(house, case, expected_release_at=soon)
    react(FAR)
    assert _release(proposal) == soon
    later = NOW + 5 * HOUR
    send(ali, case, "release-expected", detention=str(held.pk), **moment("release", later))
    react(FAR)
    assert _release(proposal) == later
    assert waiting_for_decision(house.halloran, NOW).get(pk=proposal.pk).release_at == later
    send(ali, case, "release", detention=str(held.pk), **moment("released", NOW - timedelta(minutes=1)))
    react(FAR)
    assert _release(proposal) is None


def test_a_decided_request_keeps_the_release_it_was_decided_on(house, proposal, case):
    soon = NOW + timedelta(minutes=10)
    held = held_in_prison(house, case, expected_release_at=soon)
    react(FAR)
    proposal.withdrawn_at, proposal.withdrawn_by = NOW - timedelta(minutes=30), house.ali
    proposal.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record_release(held, released_at=NOW - timedelta(minutes=20), by=house.ali, at=NOW)
    react(FAR)
    assert _release(proposal) == soon


def _release(proposal):
    proposal.refresh_from_db()
    return proposal.release_at


def test_the_same_number_twice_is_one_line(case, ali):
    before = case.events.count()
    for _twice in range(2):
        assert send(ali, case, "number", kind="crime", number="01/2345/26").status_code == 302
    assert case.events.count() == before + 1


def test_a_flag_is_ended_on_its_page_and_the_plans_own_flag_is_not(house, case, ali):
    flag = case.flags.get(code="no_contact_plan")
    send(ali, case, "flag", flag="weapons")
    shown = text(ali.get(page(case, "flag-end")))
    assert "Weapons" in shown and "safe contact plan is agreed" not in shown
    assert send(ali, case, "flag-end", flag=str(flag.pk)).status_code == 422
    weapons = case.flags.get(code="weapons")
    assert send(ali, case, "flag-end", flag=str(weapons.pk)).status_code == 302
    weapons.refresh_from_db()
    assert weapons.until_at == NOW


@pytest.mark.parametrize("who", ["halloran", "moss", "fenwick", "shah"])
def test_a_role_that_may_not_has_neither_list_nor_page(house, case, ali, who):
    client = signed_in(getattr(house, who))
    assert client.get(page(case, "number")).status_code in (403, 404)
    assert send(client, case, "number", kind="crime", number="1").status_code in (403, 404)
    assert not case.incident_refs.exists()


def test_another_force_has_it_only_when_it_works_on_the_case(house, case, frozen):
    quill = signed_in(house.quill)
    assert quill.get(page(case, "number")).status_code == 404
    force = Force.objects.get(pk=house.quill.force_id)
    shared = CaseForce.objects.create(case=case, force=force, access="read", from_at=NOW - HOUR)
    assert send(quill, case, "number", kind="crime", number="1").status_code in (403, 404)
    shared.access = "work"
    shared.save(update_fields=["access"])
    assert send(quill, case, "number", kind="crime", number="1").status_code in (302, 403)


def test_a_restricted_case_has_no_such_page(house, case, ali):
    Restriction.objects.create(case=case, because="Of the police", desk="Standards", from_at=NOW - HOUR)
    assert ali.get(page(case, "number")).status_code == 404


def test_an_expected_release_that_changes_nothing_is_refused(house, case):
    from haven.cases.operations.record_detention import record_expected_release

    held = held_in_prison(house, case, expected_release_at=NOW + HOUR)
    for expected, words in ((NOW + HOUR, "already"), (NOW - 40 * HOUR, "after the start")):
        with pytest.raises(Refused, match=words):
            record_expected_release(held, expected=expected, by=house.ali, at=NOW)
    with pytest.raises(Refused):
        record_expected_release(held, expected=NOW + 2 * HOUR, by=house.halloran, at=NOW)
