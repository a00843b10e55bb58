"""The page of a notice, its paper, service on a phone, and the acts done from it."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from haven.audit.models import ReadingLog
from haven.cases.deadlines import meet
from haven.cases.models import Deadline, Restriction
from haven.notices.operations.end_notice import end_notice
from haven.notices.operations.propose_notice import TermFacts
from haven.parties.models import PersonName
from haven.service.models import ServiceAttempt
from tests.factories import (
    MINUTE,
    REASONS,
    a_person,
    make_authorised_notice,
    make_proposal,
    make_served_notice,
)
from tests.pages.acting import command, moment, signed_in, text

NOW = datetime.fromisoformat("2026-11-06T09:00:00+00:00")


@pytest.fixture
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield NOW


@pytest.fixture
def ali(house, frozen) -> Client:
    return signed_in(house.ali)


def answers(when=NOW, **changes):
    plain = {
        "result": "handed",
        "place_kind": "home",
        "identity": ["name", "born"],
        "read_out": "yes",
        "understood": "yes",
        "address": "none",
        **moment("happened_at", when),
    }
    return {key: value for key, value in (plain | command() | changes).items() if value is not None}


def test_before_service(house, ali):
    notice = make_authorised_notice(house, NOW - 10 * MINUTE)
    page = text(ali.get(f"/notices/{notice.ref}"))
    assert "Authorised, not served" in page and "It binds nobody until a constable hands it over" in page
    assert "Record service or an attempt" in page and "Withdraw the authority" not in page
    assert "Withdraw the authority" in text(signed_in(house.mistry).get(f"/notices/{notice.ref}"))
    assert ReadingLog.objects.filter(operation="see_notice", case_ref=notice.case.ref).count() == 2


def test_serve_on_the_page(house, ali):
    notice = make_authorised_notice(house, NOW - 10 * MINUTE)
    form = ali.get(f"/notices/{notice.ref}/serve").content.decode()
    assert 'value="9:00am"' in form and 'value="2026"' in form, "now, to be changed"
    answer = ali.post(
        f"/notices/{notice.ref}/serve",
        answers(said="Nothing\nto say", address="given", address_lines="4 Sorrel Way", address_postcode="cr01vv"),
    )
    assert answer.status_code == 302
    page = text(ali.get(answer["Location"]))
    assert "In force" in page and "Monday 9 November 2026 at 9:00am" in page and "4 Sorrel Way, CR0 1VV" in page
    assert "Sun 8 Nov none Sunday" in page, "why this date, day by day"
    # The rung of the last sitting and the papers come from the court's sittings.
    assert Deadline.objects.get(kind="hearing").rungs.filter(rung="last_sitting").exists()
    assert Deadline.objects.get(kind="apply").act_by == datetime.fromisoformat("2026-11-07T08:00:00+00:00")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"result": None}, "Choose an answer to “How did it go?”"),
        ({"place_kind": None}, "Choose an answer to “Where was it?”"),
        ({"identity": ["name"]}, "Choose at least two ways"),
        ({"read_out": None}, "Choose whether you read it out"),
        ({"understood": None}, "Choose whether the subject understood it"),
        ({"address": None}, "You must ask (s.25(4))"),
        ({"address": "given"}, "Enter the address that the subject gave"),
        ({"address": "given", "address_lines": "4 Sorrel Way", "address_postcode": "nowhere"}, "full UK postcode"),
        ({"address": "not_asked_because"}, "Enter why the subject was not asked"),
        ({"happened_at-time": ""}, "must include a time"),
        ({"happened_at-time": "25:99"}, "must be like 6:30pm"),
        ({"happened_at-day": "31", "happened_at-month": "2"}, "real date"),
        ({"happened_at-time": "09:30"}, "which is now"),
        ({"happened_at-time": "08:30"}, "must be after 8:50am, when it was signed (s.22(1))"),
        ({"said": "a\x07b"}, "characters that cannot be printed"),
        ({"interpreter": "i" * 10_000}, "200 characters or fewer"),
        ({"result": "left_at_given_address"}, "Choose one of the answers shown"),
        ({"command_id": "no"}, "There is a problem"),
    ],
)
def test_bad_input(house, ali, changes, sentence):
    notice = make_authorised_notice(house, NOW - 10 * MINUTE)
    answer = ali.post(f"/notices/{notice.ref}/serve", answers(**({"said": "Kept words"} | changes)))
    page = text(answer)
    assert answer.status_code == 422 and "There is a problem" in page and sentence in page
    if "said" not in changes:
        assert "Kept words" in answer.content.decode()
    assert not ServiceAttempt.objects.exists()


def test_a_failed_attempt_needs_little(house, ali):
    notice = make_authorised_notice(house, NOW - 10 * MINUTE)
    few = answers(result="not_found", identity=None, read_out=None, understood=None, address=None)
    assert ali.post(f"/notices/{notice.ref}/serve", few).status_code == 302
    page = text(ali.get(f"/notices/{notice.ref}"))
    assert "Attempts to serve Not found" in page and "Authorised, not served" in page


def test_double_press_serves_once(house, ali):
    notice = make_authorised_notice(house, NOW - 10 * MINUTE)
    form = answers()
    assert [ali.post(f"/notices/{notice.ref}/serve", form).status_code for _n in range(2)] == [302, 302]
    assert ServiceAttempt.objects.count() == 1
    stale = ali.post(f"/notices/{notice.ref}/serve", answers())
    assert stale.status_code == 422 and "already recorded as served by PC Sana Ali 4471 at 9:00am" in text(stale)


def test_october_night_asks_which(house):
    """1:30am happened twice on 25 October 2026: the page asks, and keeps what was answered."""
    before, after = (datetime.fromisoformat(f"2026-10-25T0{n}:30:00+00:00") for n in (0, 1))
    with time_machine.travel(datetime.fromisoformat("2026-10-25T08:00:00+00:00"), tick=False):
        notice = make_authorised_notice(house, datetime.fromisoformat("2026-10-24T22:00:00+00:00"))
        client = signed_in(house.ali)
        asked = client.post(f"/notices/{notice.ref}/serve", answers(before))
        assert asked.status_code == 422 and "happened twice" in text(asked) and "Which of the two?" in text(asked)
        assert (
            client.post(f"/notices/{notice.ref}/serve", answers(before, **{"happened_at-fold": "after"})).status_code
            == 302
        )
        notice.refresh_from_db()
        assert notice.served_at == after
        assert "1:30am (after the clocks went back)" in text(client.get(f"/notices/{notice.ref}"))


def test_march_night_offers_the_two_nearest(house):
    with time_machine.travel(datetime.fromisoformat("2026-03-29T08:00:00+00:00"), tick=False):
        notice = make_authorised_notice(house, datetime.fromisoformat("2026-03-28T22:00:00+00:00"))
        boxes = {
            "happened_at-day": "29",
            "happened_at-month": "3",
            "happened_at-year": "2026",
            "happened_at-time": "1:30am",
        }
        answer = signed_in(house.ali).post(f"/notices/{notice.ref}/serve", answers(**boxes))
        assert answer.status_code == 422 and "Enter 12:59am or 2:00am" in text(answer)


def test_hours_later_is_said(house, ali):
    notice = make_authorised_notice(house, NOW - timedelta(hours=8))
    when = NOW - timedelta(hours=6, minutes=20)
    ali.post(f"/notices/{notice.ref}/serve", answers(when))
    ServiceAttempt.objects.update(recorded_at=NOW)
    page = text(ali.get(f"/notices/{notice.ref}"))
    assert "Served Friday 6 November 2026 at 2:40am" in page and "9:00am, 6 h 20 min later" in page


def test_home_terms_and_forces_are_asked_only_where_they_matter(house, ali):
    plain = make_authorised_notice(house, NOW - 10 * MINUTE)
    page = text(ali.get(f"/notices/{plain.ref}/serve"))
    assert "still live where" not in page and "armed forces" not in page
    home = make_authorised_notice(
        house,
        NOW - 10 * MINUTE,
        shared_home=True,
        terms=(TermFacts("leave_premises"),),
        subject=a_person(service_law=True),
    )
    page = text(ali.get(f"/notices/{home.ref}/serve"))
    assert "still live where" in page and "armed forces" in page
    missing = ali.post(f"/notices/{home.ref}/serve", answers())
    assert missing.status_code == 422 and text(missing).count("Choose yes or no") >= 2
    gone = ali.post(f"/notices/{home.ref}/serve", answers(shared_home_now="no", service_accommodation="no"))
    assert gone.status_code == 422 and "an inspector must decide the terms about the home again" in text(gone)
    done = ali.post(f"/notices/{home.ref}/serve", answers(shared_home_now="yes", service_accommodation="yes"))
    assert done.status_code == 302
    page = text(signed_in(house.okoro).get(f"/notices/{home.ref}"))
    assert "Record that the commanding officer was told" in page


def test_area_that_ended(house, settings):
    settings.PRACTICE = False
    with time_machine.travel(datetime.fromisoformat("2026-11-25T00:10:00+00:00"), tick=False) as _when:
        notice = make_authorised_notice(house, datetime.fromisoformat("2026-11-24T22:00:00+00:00"))
        answer = signed_in(house.ali).post(
            f"/notices/{notice.ref}/serve", answers(datetime.fromisoformat("2026-11-25T00:05:00+00:00"))
        )
        assert answer.status_code == 422 and "A lawyer must decide before this notice is served" in text(answer)
        page = text(signed_in(house.fenwick).get(f"/notices/{notice.ref}"))
        assert "A lawyer must decide" in page
        advice = {"reading": "The savings reach it", "permits": "yes", "reasons": REASONS} | command()
        assert signed_in(house.fenwick).post(f"/notices/{notice.ref}/advice", advice).status_code == 302
        again = signed_in(house.ali).post(
            f"/notices/{notice.ref}/serve", answers(datetime.fromisoformat("2026-11-25T00:05:00+00:00"))
        )
        assert again.status_code == 302


def test_who_may_serve(house, frozen):
    notice = make_authorised_notice(house, NOW - 10 * MINUTE)
    expected = {
        "ali": 200,
        "adeyemi": 200,
        "okoro": 200,
        "halloran": 200,
        "fenwick": 403,
        "shah": 403,
        "quill": 404,
        "moss": 404,
        "castell": 404,
    }
    for name, status in expected.items():
        assert signed_in(house.users[name]).get(f"/notices/{notice.ref}/serve").status_code == status, name


def test_states_in_words(house, frozen):
    notice = make_served_notice(house, NOW - timedelta(hours=1))
    moss = house.moss
    with time_machine.travel(NOW + timedelta(days=4), tick=False):
        client, lawyer = signed_in(house.okoro), signed_in(house.fenwick)
        assert "Record your advice" in text(lawyer.get(f"/notices/{notice.ref}"))
        advice = {"reading": "It lapsed", "permits": "no", "reasons": "Liberty outweighs the wording here."}
        assert lawyer.post(f"/notices/{notice.ref}/advice", advice | command()).status_code == 302
        assert "It lapsed It may not be done on this reading." in text(client.get(f"/notices/{notice.ref}"))
        again = lawyer.post(f"/notices/{notice.ref}/advice", advice | command())
        assert again.status_code == 422 and "Nothing on this notice waits for a lawyer now" in text(again)
        page = text(client.get(f"/notices/{notice.ref}"))
        assert (
            "Past deadline" in page and "Get legal advice before anybody is arrested" in page and "xpired" not in page
        )
        meet(notice.ref, "hearing", at=NOW + timedelta(days=1))
        page = text(client.get(f"/notices/{notice.ref}"))
        assert "Continuing" in page and "The 48 hours no longer run" in page
        end_notice(notice, "application_refused", by=moss, at=NOW + timedelta(days=2))
        page = text(client.get(f"/notices/{notice.ref}"))
        assert "Ended: refused" in page
        assert "Record that a court held it void" not in page


def test_correct_on_the_page(house, frozen):
    notice = make_served_notice(house, NOW - timedelta(hours=1))
    assert "Correct the time" not in text(signed_in(house.ali).get(f"/notices/{notice.ref}"))
    sergeant = signed_in(house.adeyemi)
    wrong = sergeant.post(
        f"/notices/{notice.ref}/correct", moment("served_at", NOW - timedelta(hours=1)) | command() | {"reason": "no"}
    )
    assert wrong.status_code == 422 and "must be a sentence" in text(wrong)
    same = sergeant.post(
        f"/notices/{notice.ref}/correct",
        moment("served_at", NOW - timedelta(hours=1)) | command() | {"reason": REASONS},
    )
    assert same.status_code == 422 and "This is the time that is recorded already" in text(same)
    done = sergeant.post(
        f"/notices/{notice.ref}/correct",
        moment("served_at", NOW - timedelta(minutes=70)) | command() | {"reason": REASONS},
    )
    assert done.status_code == 302
    page = text(sergeant.get(f"/notices/{notice.ref}"))
    assert "Monday 9 November 2026 at 7:50am" in page and "Voided on" in page and REASONS in page
    assert signed_in(house.fenwick).get(f"/notices/{notice.ref}/correct").status_code == 403


def test_withdraw_wrong_person_and_void(house, frozen):
    unserved = make_authorised_notice(house, NOW - 10 * MINUTE)
    inspector, lawyer = signed_in(house.mistry), signed_in(house.fenwick)
    assert inspector.post(f"/notices/{unserved.ref}/withdraw", {"reasons": ""} | command()).status_code == 422
    assert inspector.post(f"/notices/{unserved.ref}/withdraw", {"reasons": REASONS} | command()).status_code == 302
    assert "Authority withdrawn" in text(inspector.get(f"/notices/{unserved.ref}"))
    notice = make_served_notice(house, NOW - timedelta(hours=1))
    late = inspector.post(f"/notices/{notice.ref}/withdraw", {"reasons": REASONS} | command())
    assert late.status_code == 422 and "only its application can be withdrawn" in text(late)
    assert (
        inspector.post(f"/notices/{notice.ref}/wrong-person", {"why": "mistaken_identity"} | command()).status_code
        == 302
    )
    assert "This notice may be on the wrong person." in text(inspector.get(f"/notices/{notice.ref}"))
    where = f"/notices/{notice.ref}/held-void"
    assert inspector.get(where).status_code == 403
    early = lawyer.post(where, moment("decided_at", NOW) | command() | {"court": "Croydon Magistrates' Court"})
    page = text(early)
    assert (
        early.status_code == 422 and "Confirm that a court has held" in page and "Enter the court's reference" in page
    )
    assert 'value="Croydon Magistrates&#39; Court"' in early.content.decode(), "what was typed stays"
    said = {"court": "Croydon Magistrates' Court", "court_reference": "CMC/118", "reasons": REASONS, "confirmed": "on"}
    assert lawyer.post(where, moment("decided_at", NOW) | command() | said).status_code == 302
    page = text(inspector.get(f"/notices/{notice.ref}"))
    assert "A court may have held this notice void." in page and "Say whether a court held it void" in page
    assert "CMC/118" in page and "Waits for a second person." in page
    own = lawyer.post(where, command() | {"decision": "yes"})
    assert own.status_code == 422 and "Another person must agree to what you recorded" in text(own)
    assert "You recorded this. Another person must agree." in text(lawyer.get(where))
    assert inspector.post(where, command()).status_code == 422
    page = text(inspector.get(where))
    assert "CMC/118" in page and REASONS in page and "You recorded this" not in page
    assert inspector.post(where, command() | {"decision": "yes"}).status_code == 302
    page = text(lawyer.get(f"/notices/{notice.ref}"))
    assert "Ended: held void" in page and "Agreed by" in page and "may have held" not in page


def test_paper(house, frozen):
    notice = make_authorised_notice(house, NOW - 10 * MINUTE)
    address = f"/documents/{notice.document.doc_id}.pdf"
    answer = signed_in(house.ali).get(address)
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf" and answer.content[:5] == b"%PDF-"
    assert answer["Content-Disposition"] == 'inline; filename="paper.pdf"' and answer["Cache-Control"] == "no-store"
    assert ReadingLog.objects.filter(operation="open_paper", case_ref=notice.case.ref).exists()
    for name in ("quill", "moss", "castell", "lowry"):
        assert signed_in(house.users[name]).get(address).status_code == 404, name
    assert signed_in(house.ali).get("/documents/abc.pdf").status_code == 404
    assert Client().get(address).status_code == 302
    names = {n.as_written for n in PersonName.objects.all()} | {notice.case.ref, notice.ref}
    assert not any(name in address or name in str(answer.headers) for name in names)


def test_restricted_case_is_not_there(house, frozen):
    notice = make_served_notice(house, NOW - timedelta(hours=1))
    Restriction.objects.create(case=notice.case, because="subject is an officer", desk="Standards", from_at=NOW)
    for path in (f"/notices/{notice.ref}", f"/notices/{notice.ref}/serve", f"/documents/{notice.document.doc_id}.pdf"):
        assert signed_in(house.ali).get(path).status_code == 404, path
    proposal = make_proposal(house, NOW - MINUTE)
    Restriction.objects.create(case=proposal.case, because="subject is an officer", desk="Standards", from_at=NOW)
    inspector = signed_in(house.halloran)
    assert inspector.get(f"/decide/{proposal.ref}").status_code == 404
    assert "Nothing is waiting." in text(inspector.get("/decide"))


def test_a_request_that_nobody_decided_leads_to_the_decision(house, frozen):
    proposal = make_proposal(house, NOW - MINUTE)
    assert signed_in(house.halloran).get(f"/notices/{proposal.ref}")["Location"] == f"/decide/{proposal.ref}"
    assert signed_in(house.quill).get(f"/notices/{proposal.ref}").status_code == 404


def test_names_with_marks_are_text(house, ali):
    notice = make_authorised_notice(
        house, NOW - 10 * MINUTE, subject=a_person(given="<b>Zed</b>", family="O'Dwyer & Sons")
    )
    page = ali.get(f"/notices/{notice.ref}").content.decode()
    assert "<b>Zed</b>" not in page and "&lt;b&gt;Zed" in page
