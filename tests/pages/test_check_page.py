"""The doorstep check as an officer meets it: three fields, an answer with an address of its own, nothing without a record."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import DatabaseError

from haven.audit.models import DoorstepCheckRecord, ReadingLog
from haven.cases.operations.restrict_case import RestrictCase, restrict_case
from haven.parties.models import Person
from haven.register import candidates
from tests.pages.acting import signed_in, text
from tests.rows import HOUR, Who, a_case, a_notice, an_order

NOW = datetime.fromisoformat("2026-11-06T22:14:09+00:00")
DAY = timedelta(days=1)
JORDAN = {"name": "Jordan Ashdown", "born-day": "27", "born-month": "3", "born-year": "1988", "reason": "attending"}


@pytest.fixture
def frozen():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def order(house, frozen):
    case = a_case(
        house, NOW - 3 * DAY, subject=Who(postcode="CR0 1VV"), protected=Who("Mina", "Verity", postcode="CR7 7ZZ")
    )
    return an_order(house, case, NOW - DAY, served=NOW - DAY)


@pytest.fixture
def ali(house, frozen):
    return signed_in(house.ali)


def check(client, **changes):
    return client.post("/check", JORDAN | changes, follow=True)


def test_one_person_one_order(ali, order):
    said = text(check(ali))
    for words in (
        "1 person, 1 order in force", "Jordan Ashdown", "Born 27 March 1988, aged 38", "Strong match: name is the same, born the same day",
        "Breaking it is a crime", "s.39(1) · PACE 1984 s.24", "They must not", "Protects 1 adult", "Check PNC as well.",
        "Searched by name and date of birth at 10:14pm", "Not searched: address.", "This check is recorded under your name.",
    ):  # fmt: skip
        assert words in said, words
    for secret in ("Mina", "Verity", "CR7", "CR0"):
        assert secret not in said
    assert ReadingLog.objects.filter(operation="see_doorstep_answer", case_ref=order.case.ref).count() == 1


def test_three_wordings_of_the_power(ali, house, order):
    case = a_case(house, NOW - 6 * DAY, subject=Who("Rowan", "Tindall", date(1991, 2, 3)))
    notice = a_notice(house, case, NOW - 2 * HOUR, NOW - HOUR)
    rowan = {"name": "Rowan Tindall", "born-day": "3", "born-month": "2", "born-year": "1991"}
    assert "You can arrest without a warrant if you have reasonable grounds" in text(check(ali, **rowan))
    late = a_case(house, NOW - 9 * DAY, subject=Who("Sol", "Brandt", date(1991, 2, 3)))
    a_notice(house, late, NOW - 8 * DAY, NOW - 7.9 * DAY)
    said = text(check(ali, name="Sol Brandt", **{k: v for k, v in rowan.items() if k != "name"}))
    assert (
        "Ask the legal adviser first." in said and "1 notice past the deadline" in said and "You can arrest" not in said
    )
    assert "expired" not in said.lower()
    notice.ended_at, notice.ended_because = NOW, "application_refused"
    notice.save()
    said = text(check(ali, **rowan))
    assert "No power of arrest from this notice." in said and "nothing in force" in said and "Report a breach" in said


def test_nothing_found_says_what_it_is_worth(ali, order):
    said = text(check(ali, name="Bartholomew Nobody"))
    assert "No notice or order found" in said and "does not prove that there is none" in said and "Check PNC" in said


def test_a_part_that_is_down_is_never_none(ali, order, monkeypatch):
    def broken(*args):
        raise DatabaseError("down")

    monkeypatch.setattr(candidates, "read", broken)
    said = text(check(ali, name="Bartholomew Nobody"))
    assert "This check could not be completed" in said and "It is not known whether" in said
    assert "No notice or order" not in said and "could not be searched: all other known people" in said


def test_without_its_record_there_is_no_answer(house, order, monkeypatch):
    def broken(*args, **kwargs):
        raise DatabaseError("the table is full")

    monkeypatch.setattr(DoorstepCheckRecord.objects, "create", broken)
    answer = signed_in(house.ali, raise_request_exception=False).post("/check", JORDAN)
    assert answer.status_code == 500 and b"Jordan" not in answer.content and order.ref.encode() not in answer.content


def test_what_is_missing_or_wrong_is_said_and_nothing_typed_is_lost(ali, order):
    empty = ali.post("/check", {"reason": "attending"})
    assert empty.status_code == 422 and "Enter a name, a date of birth or an address" in text(empty)
    wrong = ali.post("/check", JORDAN | {"born-day": "31", "born-month": "2", "postcode": "nowhere", "reason": ""})
    said = text(wrong)
    assert (
        "Date of birth must be a real date" in said
        and "full UK postcode" in said
        and "Choose why you are asking" in said
    )
    assert 'value="Jordan Ashdown"' in wrong.content.decode() and 'value="nowhere"' in wrong.content.decode()
    assert DoorstepCheckRecord.objects.count() == 0


@pytest.mark.parametrize(
    "name",
    [
        "A",
        "x" * 10_000,
        "O’Brien-Łowe",
        "李小龍",
        "Robert'); DROP TABLE",
        "\x00",
        "%_%",
        "مريم",
        "   ",
        "🙂",
        "a\u202eb",
    ],
)
def test_names_of_every_kind_are_never_a_fault(ali, order, name):
    assert ali.post("/check", {"name": name, "reason": "attending"}, follow=True).status_code in (200, 422)


def test_an_answer_is_the_officers_own_and_grows_old(ali, house, order, frozen):
    answer = ali.post("/check", JORDAN)
    assert answer.status_code == 302
    path = answer["Location"]
    assert signed_in(house.wren).get(path).status_code == 404
    frozen.shift(13 * 3600)
    old = signed_in(house.ali).get(path)
    assert old.status_code == 410 and "Check again" in text(old) and "Jordan" not in text(old)


def test_not_the_person_is_kept(ali, order):
    check(ali)
    row = DoorstepCheckRecord.objects.get()
    person = row.shown[0]["person"]
    said = text(ali.post(f"/check/{row.public_id}/not", {"person": person}, follow=True))
    assert "You said that this is not the person." in said
    assert [x["person"] for x in DoorstepCheckRecord.objects.get().not_this_person] == [person]
    assert ali.post(f"/check/{row.public_id}/not", {"person": "somebody else"}).status_code == 409


def test_several_possible_people_and_a_chosen_paper(ali, house, order):
    other = an_order(house, a_case(house, NOW - DAY, subject=Who("Jordan", "Ashdown", date(1950, 1, 1))), NOW - HOUR)
    answer = check(ali, **{"born-day": "", "born-month": "", "born-year": ""})
    assert "2 possible people: ask for the date of birth" in text(answer)
    row = DoorstepCheckRecord.objects.get()
    paper = ali.get(f"/check/{row.public_id}/{other.ref}")
    assert "In force, not served" in text(paper) and "It binds from when it was made" in text(paper)
    assert DoorstepCheckRecord.objects.get().chosen_ref == other.ref
    assert ali.get(f"/check/{row.public_id}/DO-2222-2222").status_code == 404


def test_a_restricted_case_gives_no_way_in(ali, house, order):
    restrict_case(
        RestrictCase(order.case.ref, "An officer", "the standards desk, 01632 960 555"), by=house.shah, at=NOW - HOUR
    )
    answer = check(ali)
    said = text(answer)
    assert "This case is closed to you. Ring the standards desk, 01632 960 555" in said and order.ref in said
    assert "Breaking it is a crime" in said and order.case.ref not in answer.content.decode()
    assert "Report a breach" not in said and f"/orders/{order.ref}" not in answer.content.decode()


def test_from_the_answer_to_a_report_by_an_officer_of_another_force(house, order):
    """What follows is asked in the pages of a breach; here, that it can be begun without a way into the case."""
    quill = signed_in(house.quill)
    answer = check(quill)
    assert order.case.ref not in answer.content.decode() and "Report a breach" in text(answer)
    page = quill.get(f"/breaches/new?about={order.ref}", follow=True)
    assert page.status_code == 200 and order.case.ref not in page.content.decode()


def test_a_repeat_subject_is_said_and_strong_stands_apart_from_possible(ali, house, order):
    again = a_case(
        house, NOW - 2 * DAY, subject=Who("Jordan", "Ashdown", date(1988, 3, 27)), protected=Who("Ines", "Brandt")
    )
    an_order(house, again, NOW - DAY)
    Person.objects.filter(pk=again.subject_id).update(canonical=order.subject_id)
    an_order(house, a_case(house, NOW - DAY, subject=Who("Jordan", "Ashdown", date(1950, 1, 1))), NOW - HOUR)
    said = text(check(ali))
    assert "Repeat subject. 2 notices or orders here, about 2 protected people." in said
    assert said.index("Strong matches") < said.index("Possible matches") < said.index("date of birth is different")


def test_a_protected_person_is_told_of_by_clauses_and_never_by_place(ali, order):
    said = text(check(ali, name="Mina Verity", **{"born-day": "4", "born-month": "1", "born-year": "1990"}))
    assert (
        "1 person is protected" in said
        and "Against Jordan Ashdown" in said
        and "They must not" not in said.split("Protected by")[0]
    )
    assert "CR7" not in said and "CR0" not in said and "immigra" not in said.lower()


def test_the_form_keeps_what_was_typed_when_there_is_no_connection(ali):
    page = ali.get("/check").content.decode()
    assert "data-offline hidden" in page and "Nothing was checked" in page
