"""The inspector's queue and decision, as pages."""

import re
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from haven.accounts.models import PRACTICE_PASSWORD
from haven.audit.models import ReadingLog
from haven.cases.models import LegalAdvice
from haven.notices.models import Authorisation, Notice, NoticeQuestion
from haven.notices.operations.ask_question import AskQuestion, ask_question
from haven.notices.operations.propose_notice import BailFacts, DetentionFacts, PersonFacts, TermFacts
from haven.notices.operations.refuse_notice import RefuseNotice, refuse_notice
from tests.factories import REASONS, a_person, make_proposal
from tests.pages.acting import command, moment, signed_in, text

AT = datetime.fromisoformat("2026-11-06T15:32:00+00:00")
NOW = AT + timedelta(minutes=42)


@pytest.fixture
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield NOW


@pytest.fixture
def halloran(house, frozen) -> Client:
    return signed_in(house.halloran)


def answers(**changes):
    plain = {
        "decision": "authorise",
        "reasons": REASONS,
        "judged": ["grounds", "necessary"],
        "confirmed": "on",
        "password": PRACTICE_PASSWORD,
    }
    return {k: v for k, v in (plain | command() | changes).items() if v is not None}


def test_nothing_waits(halloran):
    assert "Nothing is waiting." in text(halloran.get("/decide"))


def test_queue_has_the_most_pressing_first(house, halloran):
    second = make_proposal(house, AT)
    first = make_proposal(
        house, NOW - timedelta(minutes=5), release_at=NOW - timedelta(minutes=30) + timedelta(hours=0, minutes=31)
    )
    third = make_proposal(house, NOW - timedelta(minutes=6))
    said = text(halloran.get("/decide"))
    places = [said.index(p.ref) for p in (second, first, third)]
    assert places == sorted(places), "waited 42 minutes, leaves in 1 minute, asked 6 minutes ago"
    assert "42 min Over 30 minutes" in said and said.count("Over 30 minutes") == 1
    assert "Release expected" in said and "PC Sana Ali 4471" in said
    assert '<span class="hv-count hv-count--act">3</span>' in halloran.get("/decide").content.decode()


def test_queries_do_not_grow_with_the_queue(house, halloran, django_assert_num_queries):
    def count() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as seen:
            halloran.get("/decide")
        return len(seen)

    make_proposal(house, AT)
    halloran.get("/decide")
    one = count()
    for minute in range(6):
        make_proposal(house, AT + timedelta(minutes=minute), by=house.wren if minute % 2 else house.ali)
    assert count() == one


def test_page_says_what_the_act_asks(house, halloran):
    proposal = make_proposal(
        house, AT, detentions=(DetentionFacts("custody", "Croydon", AT, NOW + timedelta(hours=2)),)
    )
    said = text(halloran.get(f"/decide/{proposal.ref}"))
    assert "asked by PC Sana Ali 4471 at 3:32pm, 42 minutes ago" in said
    assert "For you: Decide whether" in said and said.count("For you:") == 2
    assert "Leaves custody at 6:14pm." in said
    # Friday 6 November 6:14pm: Saturday counts, Sunday does not, so Monday 6:14pm; the last list is Monday at 2pm.
    assert "If served at 6:14pm today, the court must hear it by Monday 9 November 2026, 6:14pm" in said
    assert "Sunday not counted. Last sitting before that: Mon 9 Nov, 2:00pm, Croydon Magistrates' Court." in said
    assert "I want one night of quiet." in said and "kicked the lower panel" in said
    radios = re.findall(r'<input[^>]*name="decision"[^>]*>', halloran.get(f"/decide/{proposal.ref}").content.decode())
    assert len(radios) == 6 and not any("checked" in radio for radio in radios), "nothing is preselected"
    assert ReadingLog.objects.filter(operation="see_request", case_ref=proposal.case.ref).count() == 2


def test_bail_stands_beside_the_terms(house, halloran):
    bail = (
        BailFacts("Not to contact Rowan", ("no_contact",), NOW + timedelta(days=20), AT),
        BailFacts("To live at 4 Sorrel Way", ("live_at_home",), None, AT),
    )
    said = text(halloran.get(f"/decide/{make_proposal(house, AT, bail=bail).ref}"))
    assert "Not to contact Rowan until Thu 26 Nov, 4:14pm. The notice forbids this too" in said
    assert "To live at 4 Sorrel Way" in said and "This allows what the notice forbids." in said


def test_authorise_signs_with_the_password(house, halloran):
    proposal = make_proposal(house, AT)
    answer = halloran.post(f"/decide/{proposal.ref}", answers())
    assert answer.status_code == 302 and answer["Location"] == f"/notices/{proposal.ref}"
    notice = Notice.objects.get(ref=proposal.ref)
    assert notice.authorisation.signed_sha256 == notice.document.sha256 and notice.authorised_at == NOW
    assert "Authorised, not served" in text(halloran.get(answer["Location"]))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"decision": None}, "Choose your decision"),
        ({"reasons": ""}, "Enter your reasons, in two to four sentences"),
        ({"reasons": "Because."}, "Your reasons must be a sentence or more"),
        ({"judged": ["grounds"]}, "Tick each that you judge to be so"),
        ({"judged": None}, "Tick each that you judge to be so"),
        ({"confirmed": None}, "Confirm that you are an inspector or above"),
        ({"password": ""}, "Enter your password, to sign"),
        ({"password": "not it"}, "The password is not right. Nothing was signed"),
        ({"decision": "ask", "question": ""}, "Enter your question to the officer"),
        ({"decision": "changes", "terms": ["distance_from_home"], "distance_m": ""}, "Enter how many metres"),
        ({"decision": "changes", "terms": ["distance_from_home"], "distance_m": "6000"}, "from 1 to 5,000"),
        ({"decision": "changes", "terms": ["curfew"]}, "Choose from the answers shown"),
        ({"decision": "changes", "terms": ["leave_premises"]}, "Choose from the answers shown"),
        ({"decision": "telephone"}, "Enter the time you told the officer"),
        ({"decision": "authorise\x00"}, "Choose one of the answers shown"),
        ({"reasons": "It is needed\x00 because of the messages and damage."}, "characters that cannot be printed"),
        ({"reasons": "r" * 10_000}, "must be 2,000 characters or fewer"),
    ],
)
def test_bad_input_is_said_beside_the_field_and_kept(house, halloran, changes, sentence):
    proposal = make_proposal(house, AT)
    answer = halloran.post(f"/decide/{proposal.ref}", answers(**changes))
    page = text(answer)
    assert answer.status_code == 422 and "There is a problem" in page and sentence in page
    assert answer.content.decode().count("<title>Error: ") == 1
    if changes.get("reasons", REASONS) == REASONS:
        assert REASONS in page
    assert PRACTICE_PASSWORD not in answer.content.decode().split('id="id_password"')[1].split(">")[0]
    assert not Authorisation.objects.exists()


def test_wrong_passwords_lock_the_signing(house, halloran):
    proposal = make_proposal(house, AT)
    for _try in range(5):
        answer = halloran.post(f"/decide/{proposal.ref}", answers(password="not it"))
    assert "too many times" in text(answer)
    answer = halloran.post(f"/decide/{proposal.ref}", answers())
    assert "too many times" in text(answer) and REASONS in text(answer) and not Authorisation.objects.exists()


def test_changes_are_made_and_shown_to_the_officer(house, halloran):
    proposal = make_proposal(house, AT, terms=(TermFacts("no_contact"), TermFacts("distance_from_home", 100)))
    halloran.post(
        f"/decide/{proposal.ref}", answers(decision="changes", terms=["distance_from_home"], distance_m="250")
    )
    notice = Notice.objects.get(ref=proposal.ref)
    assert [(t.clause, t.term, t.distance_m) for t in notice.terms.all()] == [
        (1, "not_abuse", None),
        (2, "distance_from_home", 250),
    ]
    assert notice.authorisation.decision == "authorised_with_changes"
    said = text(signed_in(house.ali).get(f"/notices/{notice.ref}"))
    assert "The inspector changed what the officer asked for" in said and "100 metres" in said and "250 metres" in said


def test_ask_send_back_refuse(house, halloran):
    asked, back, refused = (make_proposal(house, AT) for _n in range(3))
    halloran.post(f"/decide/{asked.ref}", answers(decision="ask", question="Did anybody else see it?", reasons=None))
    assert NoticeQuestion.objects.get().proposal == asked
    assert "Did anybody else see it?" in text(halloran.get(f"/decide/{asked.ref}"))
    assert "Question asked" in text(halloran.get("/decide"))
    halloran.post(f"/decide/{back.ref}", answers(decision="send_back", password=None, confirmed=None))
    halloran.post(f"/decide/{refused.ref}", answers(decision="refuse", password=None, confirmed=None, judged=None))
    assert sorted(Authorisation.objects.values_list("decision", flat=True)) == ["refused", "sent_back"]
    assert "Refused by Insp Ruth Halloran 2207" in text(halloran.get(f"/decide/{refused.ref}"))


def test_telephone_then_sign(house, halloran):
    proposal = make_proposal(house, AT)
    told = NOW - timedelta(minutes=10)
    halloran.post(f"/decide/{proposal.ref}", answers(decision="telephone", password=None, **moment("told_at", told)))
    notice = Notice.objects.get(ref=proposal.ref)
    assert notice.document is None and notice.authorised_at == told and notice.authorisation.signed_at is None
    assert "Authorised, not signed" in text(halloran.get(f"/notices/{notice.ref}"))
    assert "You authorised" in text(halloran.get("/decide"))
    officer = signed_in(house.ali)
    assert "Record service" not in text(officer.get(f"/notices/{notice.ref}"))
    wrong = halloran.post(f"/notices/{notice.ref}/sign", {"confirmed": "on", "password": "no"} | command())
    assert "The password is not right" in text(wrong)
    done = halloran.post(f"/notices/{notice.ref}/sign", {"confirmed": "on", "password": PRACTICE_PASSWORD} | command())
    assert done.status_code == 302
    notice.refresh_from_db()
    assert notice.document.sha256 == notice.authorisation.signed_sha256
    assert "Record service" in text(officer.get(f"/notices/{notice.ref}"))


def test_told_in_the_future_or_before_the_request(house, halloran):
    proposal = make_proposal(house, AT)
    later = moment("told_at", NOW + timedelta(minutes=10))
    assert "which is now" in text(halloran.post(f"/decide/{proposal.ref}", answers(decision="telephone", **later)))
    before = moment("told_at", AT - timedelta(minutes=10))
    assert "after the request was sent" in text(
        halloran.post(f"/decide/{proposal.ref}", answers(decision="telephone", **before))
    )


def test_the_age_that_is_judged_is_that_of_the_call(house):
    """A month of birth that leaves the age open on the day of the call, and no longer when it is recorded: the page asks
    for the judgement of that day, keeps what was typed, and takes it."""
    now = datetime.fromisoformat("2026-11-30T00:10:00+00:00")
    proposal = make_proposal(
        house, now - timedelta(minutes=40), subject=a_person(born=date(2008, 11, 1), born_precision="month")
    )
    with time_machine.travel(now, tick=False):
        halloran = signed_in(house.halloran)
        assert "the subject is 18 or over" not in text(halloran.get(f"/decide/{proposal.ref}"))
        typed = answers(decision="telephone", password=None, **moment("told_at", now - timedelta(minutes=20)))
        page = halloran.post(f"/decide/{proposal.ref}", typed)
        said = text(page)
        assert page.status_code == 422 and "the subject is 18 or over" in said and REASONS in said
        judged = typed | {"judged": ["grounds", "necessary", "adult"]}
        assert halloran.post(f"/decide/{proposal.ref}", judged).status_code == 302
    assert Notice.objects.get(ref=proposal.ref).authorised_at == now - timedelta(minutes=20)


def test_double_press_has_one_effect(house, halloran):
    proposal = make_proposal(house, AT)
    form = answers(decision="refuse")
    first, second = (halloran.post(f"/decide/{proposal.ref}", form) for _n in range(2))
    assert first.status_code == second.status_code == 302 and first["Location"] == second["Location"]
    assert Authorisation.objects.count() == 1
    assert halloran.post(f"/decide/{proposal.ref}", form | command()).status_code == 409


def test_somebody_was_quicker(house, halloran):
    proposal = make_proposal(house, AT)
    with time_machine.travel(NOW - timedelta(minutes=2), tick=False):
        signed_in(house.mistry).post(f"/decide/{proposal.ref}", answers(decision="refuse"))
    answer = halloran.post(f"/decide/{proposal.ref}", answers())
    said = text(answer)
    assert answer.status_code == 409 and "already decided by Insp Dev Mistry 2214" in said and "4:12pm" in said
    assert "What you wrote was not recorded" in said and REASONS in said


def test_a_question_typed_too_late_is_shown(house, halloran):
    proposal = make_proposal(house, AT)
    refuse_notice(RefuseNotice(proposal.ref, REASONS), by=house.mistry, at=NOW)
    late = halloran.post(
        f"/decide/{proposal.ref}", answers(decision="ask", question="Who saw the door go?", reasons=None)
    )
    said = text(late)
    assert late.status_code == 409 and "Who saw the door go?" in said and "What you wrote was not recorded" in said
    assert not NoticeQuestion.objects.exists()


def test_the_officer_answers_a_question_of_a_request_that_was_decided_meanwhile(house, frozen):
    proposal = make_proposal(house, AT)
    question = ask_question(AskQuestion(proposal.ref, "Who saw the door go?"), by=house.halloran, at=NOW)
    ali = signed_in(house.ali)
    typed = {"question": str(question.pk), "answer": "The neighbour at number 4 saw it."} | command()
    short = ali.post(f"/notices/{proposal.ref}/sent", typed | {"answer": ""})
    assert short.status_code == 422 and "Enter your answer" in text(short)
    refuse_notice(RefuseNotice(proposal.ref, REASONS), by=house.mistry, at=NOW)
    late = ali.post(f"/notices/{proposal.ref}/sent", typed)
    said = text(late)
    assert late.status_code == 409 and "The neighbour at number 4 saw it." in said and "was not sent" in said
    question.refresh_from_db()
    assert question.answered_at is None


@pytest.mark.parametrize("typed", ["", "Through a solicitor about the children."])
def test_the_contact_that_is_still_allowed_can_be_changed_and_taken_away(house, halloran, typed):
    terms = (TermFacts("no_contact", exception="By text about the children."), TermFacts("distance_from_home", 100))
    proposal = make_proposal(house, AT, terms=terms)
    assert "By text about the children." in halloran.get(f"/decide/{proposal.ref}").content.decode()
    changed = {"terms": ["no_contact", "distance_from_home"], "distance_m": "100", "exception": typed}
    wrong = halloran.post(f"/decide/{proposal.ref}", answers(decision="changes", reasons=None, **changed))
    assert wrong.status_code == 422 and typed in wrong.content.decode()
    assert halloran.post(f"/decide/{proposal.ref}", answers(decision="changes", **changed)).status_code == 302
    notice = Notice.objects.get()
    words = notice.terms.get(term="no_contact").wording_en
    assert notice.authorisation.decision == "authorised_with_changes" and "By text" not in words
    assert not typed or "solicitor" in words


def test_only_who_may(house, frozen):
    proposal = make_proposal(house, AT)
    for name in ("ali", "okoro", "adeyemi", "moss", "castell", "lowry", "frome"):
        assert signed_in(house.users[name]).get("/decide").status_code == 403, name
        assert signed_in(house.users[name]).get(f"/decide/{proposal.ref}").status_code == 403, name
    assert signed_in(house.quill).get(f"/decide/{proposal.ref}").status_code == 403
    assert Client().get(f"/decide/{proposal.ref}").status_code == 302


def test_wrong_references(halloran):
    for ref in ("DN-2222-2222", "DN-0000-0000", "x", "DN-2222-2222%00"):
        assert halloran.get(f"/decide/{ref}").status_code in (400, 404)


def test_a_lawyer_opens_what_the_law_leaves_open(house, halloran):
    proposal = make_proposal(
        house, AT, abuse_when_protected_aged=15, protected=PersonFacts("Wren", "Aldous", date(2010, 3, 3))
    )
    page = text(halloran.get(f"/decide/{proposal.ref}"))
    assert "A lawyer must decide first." in page and "For a lawyer:" in page and "A6" in page
    refused = halloran.post(f"/decide/{proposal.ref}", answers())
    assert refused.status_code == 422 and not Authorisation.objects.exists()
    fenwick = signed_in(house.fenwick)
    page = text(fenwick.get(f"/decide/{proposal.ref}"))
    assert "Your advice" in page and "Record the decision" not in page
    empty = fenwick.post(f"/decide/{proposal.ref}/advice", command())
    assert empty.status_code == 422 and "Enter the reading you choose" in text(empty)
    advice = {
        "reading": "One incident at 16 is enough",
        "permits": "yes",
        "reasons": "The last message was sent after the birthday.",
    }
    assert fenwick.post(f"/decide/{proposal.ref}/advice", advice | command()).status_code == 302
    assert LegalAdvice.objects.get().permits
    assert halloran.post(f"/decide/{proposal.ref}", answers()).status_code == 302
    stored = Authorisation.objects.get().findings
    assert any("Alice Fenwick decided on" in finding["because"] for finding in stored)


def test_the_inspector_may_not_advise(house, halloran):
    proposal = make_proposal(
        house, AT, abuse_when_protected_aged=15, protected=PersonFacts("Wren", "Aldous", date(2010, 3, 3))
    )
    advice = {"reading": "Mine", "permits": "yes", "reasons": "I would like this to be so, really."}
    answer = halloran.post(f"/decide/{proposal.ref}/advice", advice | command())
    assert not LegalAdvice.objects.exists() and answer.status_code in (403, 422)


def test_unknown_birth_is_for_the_inspector(house, halloran):
    proposal = make_proposal(house, AT, subject=PersonFacts("Nobody", "Knowndate", None))
    assert "the subject is 18 or over" in text(halloran.get(f"/decide/{proposal.ref}"))
    assert halloran.post(f"/decide/{proposal.ref}", answers()).status_code == 422
    done = halloran.post(f"/decide/{proposal.ref}", answers(judged=["grounds", "necessary", "adult"]))
    assert done.status_code == 302
