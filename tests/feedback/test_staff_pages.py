"""Feedback on the staff site: invited, read out, entered, triaged by named people, in figures that hide the few."""

import re
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from haven.audit.models import ReadingLog
from haven.feedback.measures import DEFINITIONS
from haven.feedback.models import FeedbackAction, FeedbackInvitation, FeedbackResponse
from tests.feedback.saying import agreed, invited, said
from tests.pages.acting import signed_in
from tests.papers.reading import text_of
from tests.rows import HOUR, a_case


@pytest.fixture
def at():
    return timezone.now() - timedelta(minutes=1)


def sent(**data):
    return {"command_id": str(uuid.uuid4())} | data


def test_an_officer_makes_a_code_that_is_shown_once(house, at):
    case = a_case(house, at - 3 * HOUR)
    agreed(case, house, at - 2 * HOUR)
    client = signed_in(house.okoro)
    assert "Make the code" in client.get(f"/cases/{case.ref}/feedback").content.decode()
    typed = sent(moment="after_notice", how="card", language="cy", remind="no")
    text = client.post(f"/cases/{case.ref}/feedback", typed).content.decode()
    code = re.search(r">\s*([A-Z3479]{3}-[A-Z3479]{3})\s*<", text)[1]
    assert "/cy/f" in text and FeedbackInvitation.objects.get().language == "cy"
    printed = client.post(f"/cases/{case.ref}/feedback/paper", {"code": code})
    assert printed.content.startswith(b"%PDF") and code not in printed["Content-Disposition"]
    assert client.post(f"/cases/{case.ref}/feedback/paper", {"code": "AAA-AAA"}).status_code == 409
    again = client.post(f"/cases/{case.ref}/feedback", typed).content.decode()
    assert code not in again and FeedbackInvitation.objects.count() == 1
    page = client.get(f"/cases/{case.ref}/feedback").content.decode()
    assert "cannot be invited now" in page and code not in page


def test_a_call_handler_reads_the_script_and_enters(house, at):
    _case, _invitation, code = invited(house, at, how="phone")
    client = signed_in(house.controller)
    wrong = client.post("/feedback/enter", {"code": "AAA-AAA"})
    assert wrong.status_code == 422 and "cannot be used" in wrong.content.decode()
    script = client.post("/feedback/enter", {"code": code}).content.decode()
    assert "Did the officer listen to you?" in script and "one person will see who you are" in script
    answers = sent(code=code, version="phone", language="en", listened="mostly", change="Ring first", safer="skip")
    first = client.post("/feedback/enter", answers)
    assert "are in the queue" in first.content.decode()
    assert "used already" in client.post("/feedback/enter", answers).content.decode()
    row = FeedbackResponse.objects.get()
    assert row.answers == {"listened": ["mostly"]} and row.version == "phone"


def test_an_easy_read_form_is_printed_and_typed_in_in_its_own_words(house, at):
    case = a_case(house, at - 3 * HOUR)
    agreed(case, house, at - 2 * HOUR)
    officer = signed_in(house.okoro)
    typed = sent(moment="after_notice", how="easy", language="cy", remind="no")
    shown = officer.post(f"/cases/{case.ref}/feedback", typed).content.decode()
    code = re.search(r">\s*([A-Z3479]{3}-[A-Z3479]{3})\s*<", shown)[1]
    assert "Print the form" in shown
    printed = officer.post(f"/cases/{case.ref}/feedback/paper", {"code": code})
    assert "Oedd y swyddog yn eich credu?" in " ".join(text_of(printed.content).split())
    assert signed_in(house.halloran).post(f"/cases/{case.ref}/feedback/paper", {"code": code}).status_code == 403
    handler = signed_in(house.controller)
    script = handler.post("/feedback/enter", {"code": code}).content.decode()
    assert "Did the officer believe you?" in script and "Did you feel believed?" not in script
    chosen = re.findall(r'name="(version|language)"[^>]*value="(\w+)" checked', script)
    assert chosen == [("version", "easy_read"), ("language", "cy")], "as the paper that was handed out"
    handler.post(
        "/feedback/enter", sent(code=code, version="easy_read", language="cy", believed="yes", safer="less_safe")
    )
    row = FeedbackResponse.objects.get()
    assert (row.version, row.language, row.answers["believed"]) == ("easy_read", "cy", ["yes"])
    assert row.signs == ["less_safe"], "what is ticked on paper starts the hour like what is ticked on a screen"


def test_a_sign_is_taken_on_seen_to_and_closed_by_a_named_person(house, at):
    case, row = said(house, at, {"safer": ["less_safe"]}, "I am afraid")
    name = str(case.protected.names.get().as_written).split()[-1]
    client, address = signed_in(house.marlow), f"/feedback/{row.ref}"
    assert "May be less safe" in client.get("/feedback").content.decode()
    before = client.get(address).content.decode()
    assert case.ref not in before and name not in before and "I am afraid" in before
    client.post(f"{address}/take", sent())
    mine = client.get(address).content.decode()
    assert case.ref in mine and "Contact the protected person only" in mine
    assert ReadingLog.objects.filter(operation="read_feedback", case_ref=case.ref).exists()
    inspector = signed_in(house.halloran).get(address).content.decode()
    assert case.ref not in inspector and "Femi Marlow has taken it on" in inspector
    short = client.post(f"{address}/safe", sent(words="ok"))
    assert short.status_code == 422 and "must be a sentence or more" in short.content.decode()
    client.post(f"{address}/safe", sent(words="PC Wren spoke to her at work. She is safe."))
    client.post(f"{address}/read", sent())
    assert client.post(f"{address}/close", sent(why="Seen to")).status_code == 302
    row.refresh_from_db()
    assert row.closed_by == house.marlow and "No new feedback" in client.get("/feedback").content.decode()


def test_it_cannot_be_closed_before_and_says_why(house, at):
    _case, row = said(house, at, {"safer": ["less_safe"]})
    client = signed_in(house.marlow)
    client.post(f"/feedback/{row.ref}/read", sent())
    page = client.post(f"/feedback/{row.ref}/close", sent(why="Gone"))
    assert (
        page.status_code == 422
        and "see that they are safe" in page.content.decode()
        and 'value="Gone"' in page.content.decode()
    )


def test_a_reply_is_recorded(house, at):
    _case, row = said(house, at, {"reply": ["yes"]})
    client, address = signed_in(house.marlow), f"/feedback/{row.ref}"
    client.post(f"{address}/take", sent())
    assert client.post(f"{address}/reply", sent(how="call")).status_code == 302
    assert "On a call, in their safe hours" in client.get(address).content.decode()


def test_who_may_see_what(house, at):
    _case, quiet = said(house, at, {"safer": ["safer"]})
    assert signed_in(house.halloran).get(f"/feedback/{quiet.ref}").status_code == 404
    assert signed_in(house.ali).get("/feedback").status_code == 403
    assert signed_in(house.ali).get("/feedback/enter").status_code == 403
    assert signed_in(house.halloran).get("/feedback/actions").status_code == 403


def test_an_action_is_written_counted_and_made_public(house, at):
    client = signed_in(house.marlow)
    day = {"due-day": "1", "due-month": "12", "due-year": "2030"}
    typed = sent(theme="Calls", said="Ring first", did="We ring", **day)
    assert client.post("/feedback/actions", typed).status_code == 302
    action = FeedbackAction.objects.get()
    for n in range(5):
        _case, row = said(house, at - timedelta(minutes=n))
        client.post(f"/feedback/{row.ref}/read", sent())
        assert client.post(f"/feedback/{row.ref}/count", sent(action=str(action.ref))).status_code == 302
    page = client.post(f"/feedback/actions/{action.ref}", sent(reviewer="Dee Amos", said_cy="Ffoniwch"))
    assert page.status_code == 422 and "both sentences" in page.content.decode()
    assert client.post(f"/feedback/actions/{action.ref}", sent(reviewer="Dee Amos, Larkspur")).status_code == 302
    action.refresh_from_db()
    assert action.people == 5 and action.published_by == house.marlow


def test_figures_hide_the_few(house, at):
    for n in range(6):
        said(house, at - timedelta(minutes=n), {"safer": ["safer"], "explained": ["no" if n < 2 else "yes"]})
    text = signed_in(house.castell).get("/feedback/figures").content.decode()
    assert "100%" in text and "fewer than 5" in text and "33%" not in text and "67%" not in text


def test_figures_say_what_they_count_and_are_found_from_the_figures(house, at):
    analyst = signed_in(house.castell)
    assert "/feedback/figures" in analyst.get("/figures").content.decode()
    assert "/feedback/figures" not in signed_in(house.okoro).get("/figures").content.decode()
    assert signed_in(house.okoro).get("/feedback/figures").status_code == 403
    text = analyst.get("/feedback/figures").content.decode()
    for definition in DEFINITIONS:
        assert str(definition.counts) in text and str(definition.leaves_out) in text
    assert "shown from 5 people on" in text
