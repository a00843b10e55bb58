"""Where a request stands: one rule in two forms, the queue in its order, questions answered, requests taken back."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from haven.cases.models import CaseEvent, Deadline
from haven.notices.models import Authorisation, NoticeProposal, NoticeQuestion
from haven.notices.operations.answer_question import answer_question
from haven.notices.operations.propose_notice import DetentionFacts, propose_notice
from haven.notices.operations.withdraw_proposal import withdraw_proposal
from haven.notices.queries import drafts_of, proposals_of, waiting_for_decision
from haven.notices.states import PROPOSAL_MOVES, can_move, proposal_status, with_proposal_status
from haven.sealed.ciphers import decipher
from haven_law.findings import Refused
from tests.operations.notice_requests import PROTECTED, SUBJECT, request_for


def another(number, **changes):
    people = {
        "subject": replace(SUBJECT, family=f"Verity {number}"),
        "protected": replace(PROTECTED, family=f"Ashdown {number}"),
    }
    return request_for(**people, **changes)


def ask(proposal, house, at):
    return NoticeQuestion.objects.create(
        proposal=proposal, asked_by=house.halloran, asked_at=at, question_enc=b"x", recorded_by=house.halloran
    )


STEPS = st.lists(
    st.tuples(st.sampled_from(["ask", "answer", "withdraw", "sent_back", "refused"]), st.integers(1, 50)), max_size=5
)


@given(steps=STEPS, probe=st.integers(-5, 60))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_list_and_the_rows_say_the_same(house, now, steps, probe):
    number = NoticeProposal.objects.count()
    proposal = propose_notice(another(number), by=house.ali, at=now)
    question = None
    for what, minutes in steps:
        at = now + timedelta(minutes=minutes)
        if what == "ask":
            question = ask(proposal, house, at)
        elif what == "answer" and question is not None and at >= question.asked_at:
            NoticeQuestion.objects.filter(pk=question.pk).update(answered_by=house.ali, answered_at=at, answer_enc=b"x")
        elif what == "withdraw":
            NoticeProposal.objects.filter(pk=proposal.pk).update(withdrawn_at=at, withdrawn_by=house.ali)
        elif what in ("sent_back", "refused") and not Authorisation.objects.filter(proposal=proposal).exists():
            Authorisation.objects.create(
                proposal=proposal, decision=what, by=house.mistry, rank_at="inspector", at=at, reasons_enc=b"x"
            )
    at = now + timedelta(minutes=probe)
    fresh = NoticeProposal.objects.get(pk=proposal.pk)
    listed = with_proposal_status(NoticeProposal.objects.filter(pk=proposal.pk), at).get()
    assert listed.status == proposal_status(fresh, at)
    for move in {m for moves in PROPOSAL_MOVES.values() for m in moves}:
        assert can_move(fresh, move, at).lawful is (move in PROPOSAL_MOVES[listed.status])


def test_the_earlier_of_waiting_and_release_comes_first(house, now):
    later = propose_notice(another(1), by=house.ali, at=now)
    soon = DetentionFacts("custody", "Croydon", expected_release_at=now + timedelta(minutes=20))
    urgent = propose_notice(another(2, detentions=(soon,)), by=house.ali, at=now + timedelta(minutes=10))
    gone = propose_notice(another(3), by=house.ali, at=now)
    withdraw_proposal(gone, by=house.ali, at=now + timedelta(minutes=1))
    at = now + timedelta(minutes=12)
    queue = list(waiting_for_decision(house.halloran, at))
    assert [row.pk for row in queue] == [urgent.pk, later.pk]
    assert queue[0].due == now + timedelta(minutes=20) and queue[1].due == now + timedelta(minutes=30)
    assert not waiting_for_decision(house.quill, at).exists() and not waiting_for_decision(house.lowry, at).exists()
    assert {row.status for row in proposals_of(house.ali, at)} == {"waiting", "withdrawn"}
    assert not proposals_of(house.wren, at).exists() and not drafts_of(house.ali).exists()


def test_a_question_is_answered_once_and_the_request_kept_waiting(house, now):
    proposal = propose_notice(request_for(), by=house.ali, at=now)
    question = ask(proposal, house, now + timedelta(minutes=1))
    at = now + timedelta(minutes=2)
    assert proposal_status(NoticeProposal.objects.get(), at) == "question"
    with pytest.raises(Refused, match="Enter the answer"):
        answer_question(question, " ", by=house.ali, at=at)
    with pytest.raises(Refused):
        answer_question(question, "Yes", by=house.halloran, at=at)
    answer_question(question, "The door is photographed", by=house.ali, at=at)
    assert decipher(proposal.case.ref, question.answer_enc) == "The door is photographed"
    assert "photographed" not in str(list(CaseEvent.objects.values_list("facts", flat=True)))
    assert Deadline.objects.get(kind="decide_notice").closed_at is None
    with pytest.raises(Refused):
        answer_question(question, "Again", by=house.ali, at=at)


def test_taken_back_once_and_only_while_it_waits(house, now):
    proposal = propose_notice(request_for(), by=house.ali, at=now)
    withdraw_proposal(proposal, by=house.wren, at=now + timedelta(minutes=1))
    assert Deadline.objects.get(kind="decide_notice").close_reason == "withdrawn"
    with pytest.raises(Refused, match="withdrawn"):
        withdraw_proposal(proposal, by=house.ali, at=now + timedelta(minutes=2))


def test_sent_back_is_sent_again_as_a_later_version(house, now):
    first = propose_notice(request_for(), by=house.ali, at=now)
    at = now + timedelta(minutes=5)
    Authorisation.objects.create(
        proposal=first, decision="sent_back", by=house.mistry, rank_at="inspector", at=at, reasons_enc=b"x"
    )
    second = propose_notice(request_for(case=first.case, children=()), by=house.ali, at=at + timedelta(minutes=5))
    assert second.earlier_version == first and second.ref != first.ref and second.case == first.case
