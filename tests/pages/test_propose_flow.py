"""The whole request on a phone, by the pages."""

import pytest

from haven.notices.models import NoticeProposal
from haven.web.police.propose.questions import QUESTIONS
from tests.pages.propose_pages import PERSON, fill, page, send, signed_in, start


@pytest.fixture
def ali(house):
    with signed_in(house.ali) as client:
        yield client


def test_from_the_first_question_to_the_reference(ali, house):
    draft = start(ali)
    fill(ali, draft)
    checked = ali.get(f"/notices/new/{draft.public_id}/check").content.decode()
    assert "Callum" in checked and "Not answered" not in checked and "Send to an inspector" in checked
    response = send(ali, draft)
    proposal = NoticeProposal.objects.get()
    assert response["Location"] == f"/notices/{proposal.ref}/sent"
    done = ali.get(response["Location"]).content.decode()
    assert proposal.ref in done and "cannot serve it until it is authorised" in done and "Ruth Halloran" in done
    case = proposal.case
    assert sorted(case.connections.values_list("code", flat=True)) == ["co_parent", "former_intimate_partner"]
    assert case.protected.born_precision == "apparent" and case.risks.get().grade == "high"
    assert case.subject.addresses.get().postcode == "CR0 1VV"
    draft.refresh_from_db()
    assert draft.submitted_ref == proposal.ref and ali.get(page(draft, "subject")).status_code == 404


@pytest.mark.parametrize("letters", ["힣" * 200, "ß" * 200, "\ufdfa" * 200, ("van der " * 25)[:199] + "B", "🅰" * 200])
def test_a_name_of_two_hundred_letters_is_sent_and_asked_at_a_door(ali, letters):
    draft = start(ali)
    fill(ali, draft, {"subject": {**PERSON, "given": letters, "family": letters}})
    assert send(ali, draft).status_code == 302
    name = NoticeProposal.objects.get().case.subject.names.get().as_written
    assert name == f"{letters} {letters}"
    assert ali.post("/check", {"name": name, "reason": "attending"}).status_code == 302


def test_every_page_opens_and_asks_why(ali):
    draft = start(ali)
    for question in QUESTIONS:
        response = ali.get(page(draft, question.code))
        if response.status_code == 200:
            text = response.content.decode()
            assert "Why we ask" in text and text.count("<h1") == 1, question.code
            assert len(response.content) < 100_000
