"""After a request is sent the officer sees how it stands, answers a question, takes it back, or changes and sends again."""

import uuid

import pytest
import time_machine
from django.test import Client

from haven.audit.models import ReadingLog
from haven.notices.operations.ask_question import AskQuestion, ask_question
from haven.notices.operations.refuse_notice import RefuseNotice, refuse_notice
from haven.notices.operations.send_back_notice import SendBackNotice, send_back_notice
from tests.factories import make_proposal

REASONS = "The account does not yet say when this happened. Ask again with the date."


@pytest.fixture
def proposal(house, now):
    return make_proposal(house, now)


@pytest.fixture
def officer(house, now, proposal):
    client = Client()
    client.force_login(proposal.proposed_by)
    with time_machine.travel(now, tick=False):
        yield client


def page(officer, proposal):
    return officer.get(f"/notices/{proposal.ref}/sent").content.decode()


def test_waiting_then_question_then_answered(house, now, proposal, officer):
    assert (
        "Waiting for decision" in page(officer, proposal)
        and proposal.ref in officer.get("/notices/drafts").content.decode()
    )
    ask_question(AskQuestion(proposal.ref, "When exactly did it happen?"), by=house.halloran, at=now)
    text = page(officer, proposal)
    assert "When exactly did it happen?" in text and "Send the answer" in text
    question = proposal.questions.get()
    empty = officer.post(
        f"/notices/{proposal.ref}/sent", {"question": question.pk, "command_id": uuid.uuid4(), "answer": ""}
    )
    assert "Enter your answer" in empty.content.decode()
    form = {"question": question.pk, "command_id": uuid.uuid4(), "answer": "On Friday at 1:20pm."}
    for _twice in range(2):
        assert officer.post(f"/notices/{proposal.ref}/sent", form).status_code == 302
    text = page(officer, proposal)
    assert "On Friday at 1:20pm." in text and "Send the answer" not in text


@pytest.mark.parametrize("question", ["", "0", "x", "9" * 30, "-1"])
def test_answer_to_a_question_that_is_not_there(proposal, officer, question):
    sent = officer.post(
        f"/notices/{proposal.ref}/sent", {"question": question, "command_id": uuid.uuid4(), "answer": "words"}
    )
    assert sent.status_code == 422 and "words" in sent.content.decode() and not proposal.questions.exists()


def test_sent_back_is_changed_and_sent_again(house, now, proposal, officer):
    send_back_notice(SendBackNotice(proposal.ref, REASONS), by=house.halloran, at=now)
    text = page(officer, proposal)
    assert REASONS in text and "Change it and send it again" in text and "Sent back" in text
    assert officer.post(f"/notices/{proposal.ref}/again").status_code == 302


def test_refused_says_why(house, now, proposal, officer):
    refuse_notice(RefuseNotice(proposal.ref, REASONS), by=house.halloran, at=now)
    text = page(officer, proposal)
    assert REASONS in text and "Refused" in text and "Take the request back" not in text


def test_taken_back_once(proposal, officer):
    form = {"command_id": uuid.uuid4()}
    for _twice in range(2):
        assert officer.post(f"/notices/{proposal.ref}/take-back", form).status_code == 302
    assert "Withdrawn" in page(officer, proposal)
    assert officer.post(f"/notices/{proposal.ref}/take-back", {"command_id": "x"}).status_code == 409


def test_a_request_is_of_the_case(house, proposal):
    """Any officer of the case reads it, which is noted; only who asked takes it back; for another force it is not there."""
    other = Client()
    other.force_login(house.wren)
    assert other.get(f"/notices/{proposal.ref}/sent").status_code == 200
    assert ReadingLog.objects.get(operation="see_request").case_ref == proposal.case.ref
    assert other.post(f"/notices/{proposal.ref}/take-back").status_code == 404
    other.force_login(house.quill)
    assert other.get(f"/notices/{proposal.ref}/sent").status_code == 404
    assert other.post(f"/notices/{proposal.ref}/take-back").status_code == 404
