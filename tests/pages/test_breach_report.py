"""The report of a breach: saved at every step, resumable, sent once, and the clauses are those of the time."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine

from haven.breaches.models import Breach, Candidate
from haven.breaches.operations.raise_candidate import RaiseCandidate, raise_candidate
from haven.cases.models import Conflict, Deadline, Draft, RiskAssessment
from haven.cases.operations.record_bail import BailFacts, record_bail
from haven.orders.models import Order
from haven.sealed.ciphers import decipher
from tests.pages.acting import moment, signed_in, text
from tests.pages.breach_report import PLAIN, answer, begin, fill, send
from tests.rows import HOUR, Term, Who, a_case, a_notice, a_version, an_order

NOW = datetime.fromisoformat("2026-11-20T14:14:00+00:00")
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield NOW


@pytest.fixture
def case(house):
    return a_case(house, NOW - 8 * DAY, protected=Who("Mina", "Verity", date(1990, 1, 4)))


@pytest.fixture
def order(house, case):
    return an_order(house, case, NOW - 7 * DAY, served=NOW - 7 * DAY + HOUR)


@pytest.fixture
def ali(house):
    return signed_in(house.ali)


def test_from_the_first_question_to_the_breach(ali, order):
    draft = begin(ali, order.ref)
    fill(ali, draft, NOW - HOUR, protected={"seen": "alone", "safe": "yes", "contact": "no", "risk": "high"})
    checked = text(ali.get(f"/breaches/report/{draft.public_id}/check"))
    for words in ("Friday 20 November 2026 at 1:14pm", "Outside a shop", "I saw it.", "The subject was not there"):
        assert words in checked, words
    sent = text(send(ali, draft))
    breach = Breach.objects.get()
    assert "Your report was sent." in sent and breach.ref in sent
    assert breach.protected_seen == "alone" and breach.contact_still_right == "no" and breach.excuse_said == "none"
    assert decipher(breach.case.ref, bytes(breach.place_enc)) == "Outside a shop"
    assert RiskAssessment.objects.get().grade == "high"
    assert {m.kind for m in breach.milestones.all()} == {"response", "safety_checked"}


def test_from_a_check_at_a_door_to_sent_in_eight_presses(house, ali, order):
    """The paper, the person and the time come from the check: nothing of them is typed again."""
    asked = {"name": "Jordan Ashdown", "born-day": "27", "born-month": "3", "born-year": "1988", "reason": "breach"}
    door = ali.post("/check", asked, follow=True).content.decode()
    link = door.split("/breaches/new?about=")[1].split('"')[0].replace("&amp;", "&")
    first = ali.get("/breaches/new?about=" + link, follow=True)
    assert order.ref in text(first) and "Jordan Ashdown" in text(first)
    pages = [first.content]
    posted = {"in_danger": "no", "command_id": str(uuid4())}
    path = first.redirect_chain[-1][0]
    page = ali.post(path, posted, follow=True)
    draft = Draft.objects.get(kind="breach")
    presses = 1
    for code, typed in ({"when": {"when": "now"}} | PLAIN).items():
        assert f"/q/{code}" in page.redirect_chain[-1][0]
        pages.append(page.content)
        page = answer(ali, draft, code, follow=True, **typed)
        presses += 1
    pages.append(page.content)
    assert "Send the report" in text(page)
    send(ali, draft)
    assert presses + 1 == 8 and all(len(p) < 100_000 for p in pages)
    breach = Breach.objects.get()
    assert breach.happened.lower == NOW and breach.reported_at == NOW


def test_an_unfinished_report_waits_for_its_officer(house, ali, order):
    draft = begin(ali, order.ref)
    answer(ali, draft, "when", when="at", **moment("at", NOW - HOUR))
    path = f"/breaches/report/{draft.public_id}"
    with time_machine.travel(NOW + 2 * DAY, tick=False):
        again = signed_in(house.ali)
        assert order.ref in text(again.get("/breaches/new"))
        assert again.get(path).url == f"{path}/q/where"
        assert signed_in(house.wren).get(path).status_code == 404
        assert "13:14" in again.get(f"{path}/q/when").content.decode()
    ali.post(f"{path}/discard")
    assert ali.get(path).status_code == 404 and not Breach.objects.exists()


def test_beginning_twice_begins_one_and_sending_twice_sends_one(ali, order):
    key = str(uuid4())
    assert begin(ali, order.ref, key=key) == begin(ali, order.ref, key=key)
    draft = Draft.objects.get()
    fill(ali, draft, NOW - HOUR)
    key = str(uuid4())
    assert send(ali, draft, key, follow=False).url == send(ali, draft, key, follow=False).url
    assert send(ali, draft, follow=False).url.startswith("/breaches/BR-")
    assert Breach.objects.count() == 1


def test_a_stale_page_overwrites_nothing(ali, order):
    draft = begin(ali, order.ref)
    old = draft.version
    answer(ali, draft, "account", account="First words", excuse_said="none")
    path = f"/breaches/report/{draft.public_id}/q/account"
    stale = ali.post(path, {"version": old, "account": "Second words", "excuse_said": "none"})
    said = text(stale)
    assert stale.status_code == 409 and "saved in another window" in said
    assert "First words" in said and "Second words" in said
    same = ali.post(path, {"version": old, "account": "First words", "excuse_said": "none"})
    assert same.status_code == 302


def test_the_clauses_are_those_of_the_time_typed(ali, order):
    a_version(
        order,
        NOW - 2 * HOUR,
        (Term("no_contact", change="same"), Term("distance_from_home", {"distance_m": 900}, change="extended")),
    )
    draft = begin(ali, order.ref)
    clauses = f"/breaches/report/{draft.public_id}/q/clauses"
    assert ali.get(clauses).url.endswith("/q/when"), "without a time there are no clauses to show"
    answer(ali, draft, "when", when="at", **moment("at", NOW - 5 * HOUR))
    assert "100 metres" in text(ali.get(clauses)) and "900 metres" not in text(ali.get(clauses))
    answer(ali, draft, "when", when="at", **moment("at", NOW - HOUR))
    assert "900 metres" in text(ali.get(clauses)) and "100 metres" not in text(ali.get(clauses))


def test_a_clause_that_the_new_time_does_not_have_is_asked_for_again(ali, order):
    a_version(order, NOW - 2 * HOUR, (Term("no_contact", change="same"),))
    draft = begin(ali, order.ref)
    fill(ali, draft, NOW - 5 * HOUR, clauses={"clauses": ["3"]})
    answer(ali, draft, "when", when="at", **moment("at", NOW - HOUR))
    assert "1 question is still to be answered." in text(ali.get(f"/breaches/report/{draft.public_id}/check"))
    assert send(ali, draft).status_code == 409 and not Breach.objects.exists()


def test_a_clause_whose_period_has_ended_is_not_offered(house, case, ali):
    terms = (Term("no_contact"), Term("distance_from_home", {"distance_m": 250}, ends_at=NOW - DAY))
    order = an_order(house, case, NOW - 7 * DAY, terms=terms, served=NOW - 7 * DAY)
    draft = begin(ali, order.ref)
    answer(ali, draft, "when", when="at", **moment("at", NOW - HOUR))
    assert "250 metres" not in text(ali.get(f"/breaches/report/{draft.public_id}/q/clauses"))
    answer(ali, draft, "when", when="day", **{"day-day": "18", "day-month": "11", "day-year": "2026"})
    assert "250 metres" in text(ali.get(f"/breaches/report/{draft.public_id}/q/clauses"))


def test_nothing_in_force_then_is_said_and_keeps_everything(ali, order):
    draft = begin(ali, order.ref)
    fill(ali, draft, NOW - 20 * DAY, clauses={"clauses": ["other"], "other_offence": "Criminal damage"})
    path = f"/breaches/report/{draft.public_id}"
    assert "Not in force then" in text(ali.get(f"{path}/q/clauses"))
    assert "It was not in force at that time." in text(ali.get(f"{path}/check"))
    refused = send(ali, draft)
    assert refused.status_code == 409 and "not in force" in text(refused) and "Criminal damage" in text(refused)


def test_the_hour_that_happens_twice_and_the_hour_that_never_was(house, order):
    with time_machine.travel("2027-11-01T12:00:00+00:00", tick=False):
        client = signed_in(house.ali)
        draft = begin(client, order.ref)
        boxes = {"at-day": "31", "at-month": "10", "at-year": "2027", "at-time": "1:30am"}
        assert "before or after the clocks went back" in text(answer(client, draft, "when", when="at", **boxes))
        assert answer(client, draft, "when", when="at", **boxes, **{"at-fold": "after"}).status_code == 302
        boxes = {"at-day": "28", "at-month": "3", "at-year": "2027", "at-time": "1:30am"}
        said = text(answer(client, draft, "when", when="at", **boxes))
        assert "did not happen" in said and "Enter 12:59am or 2:00am" in said


@pytest.mark.parametrize(
    ("code", "typed", "words"),
    [
        ("when", {}, "Choose when it happened"),
        ("when", {"when": "between"} | moment("start", NOW - HOUR) | moment("until", NOW - 2 * HOUR), "must be after the earlier"),
        ("when", {"when": "at"} | moment("at", NOW + HOUR), "must not be after"),
        ("where", {"where": "moon", "jurisdiction": "ew"}, "Choose one of the answers shown"),
        ("where", {"where": "online", "jurisdiction": "ew", "captured": "x" * 20_001}, "20,000"),
        ("account", {"account": "a\x00b", "excuse_said": "none"}, "What happened"),
        ("account", {"account": "x" * 5_001, "excuse_said": "none"}, "5,000"),
        ("account", {"account": "It was them", "excuse_said": "reason"}, "Enter the reason"),
        ("done", {"response": "arrested"}, "Enter when the arrest was"),
        ("protected", {"seen": "alone", "risk": "later"}, "safe"),
    ],
)  # fmt: skip
def test_bad_input_is_said_beside_the_field_and_kept(ali, order, code, typed, words):
    draft = begin(ali, order.ref)
    answer(ali, draft, "when", when="at", **moment("at", NOW - HOUR)) if code != "when" else None
    got = answer(ali, draft, code, **typed)
    assert got.status_code == 422 and words in text(got), text(got)
    assert draft.kind == "breach" and Draft.objects.get(pk=draft.pk).version > draft.version - 1


@pytest.mark.parametrize("clauses", [["9"], ["x"], ["1", "-1"], ["1" * 400], []])
def test_clauses_that_are_none(ali, order, clauses):
    draft = begin(ali, order.ref)
    answer(ali, draft, "when", when="at", **moment("at", NOW - HOUR))
    assert answer(ali, draft, "clauses", clauses=clauses).status_code == 422


@pytest.mark.parametrize("ref", ["DO-2222-2222", "DC-2222-2222", "x", "BR-AAAA-AAAA"])
def test_a_reference_that_is_none_is_said(ali, order, ref):
    got = ali.post("/breaches/new", {"about": ref})
    assert got.status_code == 422 and "reference" in text(got).lower()
    assert ali.get(f"/breaches/new/{ref}").status_code == 404


def test_addresses_that_are_none(ali, order):
    draft = begin(ali, order.ref)
    assert ali.get(f"/breaches/report/{draft.public_id}/q/nothing").status_code == 302
    assert ali.get(f"/breaches/report/{uuid4()}").status_code == 404
    assert ali.post(f"/breaches/report/{draft.public_id}/q/when", {"version": "9" * 50}).status_code == 409
    assert ali.get(f"/breaches/new?about={order.ref}&check=<script>").url == f"/breaches/new/{order.ref}"


def test_who_is_kept_from_the_case_cannot_go_on(house, case, ali, order):
    draft = begin(ali, order.ref)
    Conflict.objects.create(user=house.ali, case=case, nature="Neighbour", at=NOW)
    assert ali.get(f"/breaches/report/{draft.public_id}/q/when").status_code == 403


def test_an_arrest_told_with_a_notice_starts_the_custody_clock(house, ali):
    case = a_case(house, NOW - 9 * DAY, subject=Who("Ru", "Vale"))
    notice = a_notice(house, case, NOW - 5 * HOUR, NOW - 4 * HOUR)
    draft = begin(ali, notice.ref)
    fill(
        ali,
        draft,
        NOW - 2 * HOUR,
        clauses={"clauses": ["2"]},
        done={"response": "arrested", "station": "Croydon"} | moment("arrested_at", NOW - HOUR),
    )
    sent = text(send(ali, draft))
    assert "Before the court by Saturday 21 November 2026 at 1:14pm." in sent
    assert "Its breach is not an offence" in sent
    breach = Breach.objects.get()
    assert breach.arrest_power == "s26_1" and breach.arrested_at == NOW - HOUR and breach.arrest_station == "Croydon"
    assert Deadline.objects.get(kind="custody").act_by == NOW - HOUR + DAY


def test_an_arrest_before_the_conduct_is_said_beside_the_field(ali, order):
    draft = begin(ali, order.ref)
    answer(ali, draft, "when", when="at", **moment("at", NOW - HOUR))
    got = answer(ali, draft, "done", response="arrested", **moment("arrested_at", NOW - 3 * HOUR))
    assert got.status_code == 422 and "cannot be earlier than what it is for" in text(got)


def test_an_officer_of_another_force_reports_and_arrests(house, order):
    quill = signed_in(house.quill)
    draft = begin(quill, order.ref)
    done = {"response": "arrested", "station": ""} | moment("arrested_at", NOW - HOUR / 2)
    fill(
        quill,
        draft,
        NOW - HOUR,
        done=done,
        protected={"seen": "alone", "safe": "yes", "contact": "yes", "risk": "high"},
    )
    sent = text(send(quill, draft))
    assert "You cannot open the case." in sent and Breach.objects.get().arrested_at == NOW - HOUR / 2
    assert not RiskAssessment.objects.exists(), "the case is of another force"


def test_bail_of_that_time_is_offered_beside(house, case, order, ali):
    words = "Not to go to the school road"
    held = record_bail(case, BailFacts(words, from_at=NOW - 2 * DAY, ends_at=NOW + DAY), by=house.ali, at=NOW - 2 * DAY)
    gone = record_bail(
        case, BailFacts("Ended", from_at=NOW - 9 * DAY, ends_at=NOW - 5 * DAY), by=house.ali, at=NOW - 8 * DAY
    )
    draft = begin(ali, order.ref)
    answer(ali, draft, "when", when="at", **moment("at", NOW - HOUR))
    page = text(ali.get(f"/breaches/report/{draft.public_id}/q/clauses"))
    assert words in page and gone.words not in page
    fill(ali, draft, NOW - HOUR, clauses={"clauses": ["1"], "bail": [str(held.pk)]})
    said = text(send(ali, draft))
    assert "Bail broken as well" in said and "PACE 1984 s.46A" in said and "PACE 1984 s.24" in said


def test_online_with_what_the_page_said(ali, order):
    draft = begin(ali, order.ref)
    where = {
        "where": "online",
        "account": "@example",
        "address": "https://example.org/p/1",
        "captured": "You will see\nme soon",
    }
    fill(ali, draft, NOW - HOUR, where=where | {"jurisdiction": "online_unknown"})
    said = text(send(ali, draft))
    assert "@example" in said and "You will see" in said and "For a lawyer" in said
    assert b"example.org" not in bytes(Breach.objects.get().online_enc)


def test_an_invitation_is_recorded_and_decides_nothing(ali, order):
    draft = begin(ali, order.ref)
    told = {"account": "They came in at nine.", "excuse_said": "invited", "invited": "They asked me to come"}
    fill(ali, draft, NOW - HOUR, account=told)
    said = text(send(ali, draft))
    assert "An invitation decides nothing." in said and "Decision due" in said
    assert Breach.objects.get().excuse_said == "invited"


def test_a_sign_leads_to_a_report_and_is_closed_by_it(house, order, ali):
    sign = raise_candidate(
        RaiseCandidate("order", "alert", "AL-1", "Zone entered", NOW - 2 * HOUR, NOW - HOUR, "between", order.ref),
        by=None,
        at=NOW - HOUR,
    )
    assert "Zone entered" in text(ali.get("/breaches"))
    draft = begin(ali, order.ref, query=f"?sign={sign.public_id}")
    fill(ali, draft, NOW - HOUR)
    send(ali, draft)
    assert Candidate.objects.get().breach == Breach.objects.get()
    assert "Zone entered" not in text(ali.get("/breaches"))


def test_a_missed_notification_is_reported_as_its_own_kind_with_its_time(house, order, ali):
    """No clause is asked for: a failure to notify is an offence of its own (s.43). The day comes from the sign."""
    sign = raise_candidate(
        RaiseCandidate(
            "notification", "notification", "ND-7", "Not notified in time", NOW - 2 * DAY, order_ref=order.ref
        ),
        by=None,
        at=NOW - DAY,
    )
    draft = begin(ali, order.ref, query=f"?sign={sign.public_id}")
    when = ali.get(f"/breaches/report/{draft.public_id}/q/when").content.decode()
    assert 'value="18"' in when and "Question 2 of 6" in when
    assert ali.get(f"/breaches/report/{draft.public_id}/q/clauses").status_code == 302
    for code in ("where", "account", "done", "protected"):
        assert answer(ali, draft, code, **PLAIN[code]).status_code == 302
    said = text(send(ali, draft))
    breach = Breach.objects.get()
    assert (
        breach.of == "notification" and breach.duty_ref == "ND-7" and breach.happened.lower.date() == date(2026, 11, 18)
    )
    assert "An offence of its own" in said


def test_no_page_says_the_name_or_the_words_of_the_account(ali, order):
    Order.objects.get()
    draft = begin(ali, order.ref)
    answer(ali, draft, "when", when="at", **moment("at", NOW - HOUR))
    for code in ("danger", "when", "where", "clauses", "account", "done", "protected"):
        body = ali.get(f"/breaches/report/{draft.public_id}/q/{code}").content.decode()
        assert "Mina" not in body and "Verity" not in body, code
