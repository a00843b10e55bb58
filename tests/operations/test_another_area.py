"""Where the subject lives decides (A11). Another area is taken only for a recorded reason, and a legal adviser decides on it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from haven.cases.advice import question_of
from haven.cases.models import Case, CaseEvent, Task
from haven.cases.operations.record_advice import RecordAdvice, record_advice
from haven.cases.operations.transfer_case import TransferCase, transfer_case
from haven.notices.gates import GIVE, lawful_to_give
from haven.notices.models import Notice
from haven.notices.operations.withdraw_proposal import withdraw_proposal
from haven.notices.terms import ChosenTerm
from haven.sealed.ciphers import decipher
from haven_law.findings import LawyerMustDecide, Refused
from tests.factories import MINUTE, REASONS, follow, make_authorised_notice, make_case, make_proposal, serve

pytestmark = pytest.mark.provision("90(7)")
WHY = "The subject sleeps in Croydon five nights of the week, and is registered in Camden."
ELSEWHERE = {"area": "Croydon", "lives_in": "Camden", "area_reason": WHY}


def advise(house, proposal, at, **more):
    asked = lawful_to_give(proposal, (ChosenTerm("not_abuse"),), at, giver=None)
    assert "A11" in question_of(GIVE, asked)
    command = RecordAdvice(
        case=proposal.case, about=("notice", proposal.ref), question=question_of(GIVE, asked), reading="Where they sleep",
        reasons=REASONS, **more,
    )  # fmt: skip
    return record_advice(command, by=house.fenwick, at=at)


def test_a_legal_adviser_decides_before_it_is_authorised(house, now):
    proposal = make_proposal(house, now, **ELSEWHERE)
    case = proposal.case
    assert (case.area, case.lives_in, decipher(case.ref, case.area_reason_enc)) == ("Croydon", "Camden", WHY)
    follow()
    assert Task.objects.filter(kind="legal_request").exists()
    with pytest.raises(LawyerMustDecide):
        make_authorised_notice(house, now + MINUTE, proposal=proposal)
    advise(house, proposal, now + MINUTE, permits=False)
    with pytest.raises(Refused):
        make_authorised_notice(house, now + 2 * MINUTE, proposal=proposal)
    advise(house, proposal, now + 3 * MINUTE)
    notice = make_authorised_notice(house, now + 4 * MINUTE, proposal=proposal)
    assert serve(notice, house, now + 30 * MINUTE).notice.served_at, "what was decided is not asked again"


def test_the_reason_is_kept_and_stands_in_no_event(house, now):
    proposal = make_proposal(house, now, **ELSEWHERE)
    event = CaseEvent.objects.get(kind="notice.proposed")
    assert any(f["ambiguity"] == "A11" and "Camden" in f["because"] for f in event.findings)
    assert event.facts["lawyer"] is True and WHY not in str(event.findings) + str(event.facts)
    assert WHY.encode() not in bytes(proposal.case.area_reason_enc)


@pytest.mark.parametrize("why", ["", "   ", "Too short.", "x" * 501])
def test_not_without_a_reason(house, now, why):
    with pytest.raises(Refused, match="why another area"):
        make_proposal(house, now, area="Croydon", lives_in="Camden", area_reason=why)
    assert not Case.objects.exists()


def test_the_other_area_must_be_in_force(house, now):
    with pytest.raises(Refused, match=r"s\.90"):
        make_proposal(house, now, area="Leeds", lives_in="Camden", area_reason=WHY)


def test_no_reason_where_the_subject_lives_there(house, now):
    case = make_case(house, now)
    assert (case.lives_in, case.area_reason_enc) == ("", None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.update(lives_in="Camden")


def test_a_transfer_says_where_they_live_now(house, now):
    proposal = make_proposal(house, now, **ELSEWHERE)
    withdraw_proposal(proposal, by=house.ali, at=now + MINUTE)
    command = TransferCase(proposal.case.ref, "northmoor", "The subject has moved", area="Northmoor")
    case = transfer_case(command, by=house.okoro, at=now + timedelta(hours=1))
    assert (case.area, case.lives_in, case.area_reason_enc) == ("Northmoor", "", None)
    assert not Notice.objects.exists()
