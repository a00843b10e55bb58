"""A wrong name or date of birth is put right by two people: both stay, what finds the person follows, papers do not change."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from haven.audit.models import ReadingLog
from haven.cases.models import CaseForce, PersonCorrection, Restriction
from haven.cases.operations.correct_person import (
    AskPersonCorrection,
    DecidePersonCorrection,
    ask_person_correction,
    decide_person_correction,
)
from haven.cases.operations.staff_directory import StaffLine, keep_directory
from haven.jobs.react import react
from haven.parties.models import PersonSearch, SearchKey
from haven.parties.queries import display_name
from haven.register.operations.check_person import CheckPerson, check_person
from haven.register.search import Asked
from haven_law.findings import Refused
from tests.factories import a_person, make_proposal, make_served_notice
from tests.pages.acting import command, signed_in, text

NOW = datetime.fromisoformat("2026-11-06T16:14:00+00:00")
HOUR = timedelta(hours=1)
FAR = datetime(2100, 1, 1, tzinfo=UTC)
WHY = "The passport that we saw today says so"


@pytest.fixture
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield NOW


@pytest.fixture
def case(house, frozen):
    subject = a_person(given="Marek", family="Brant", born=date(1988, 3, 27))
    protected = a_person(given="Rowan", family="Teasdale", born=date(1990, 1, 4))
    return make_proposal(house, NOW - 2 * HOUR, subject=subject, protected=protected).case


def legal(person):
    return person.names.get(kind="legal", voided_at__isnull=True)


def ask(house, case, who="subject", what="name", **more):
    person = case.subject if who == "subject" else case.protected
    plain = {"name": legal(person).pk, "given": "Marek", "family": "Brandt"} if what == "name" else {}
    return ask_person_correction(
        AskPersonCorrection(case.ref, who, what, WHY, **(plain | more)), by=house.ali, at=NOW - HOUR
    )


def accept(house, case, asked, by=None):
    return decide_person_correction(DecidePersonCorrection(case.ref, asked.pk, True), by=by or house.okoro, at=NOW)


def keys(person):
    return set(SearchKey.objects.filter(person=person).values_list("key", flat=True))


def test_a_wrong_name_through_the_pages(house, case):
    ali, okoro = signed_in(house.ali), signed_in(house.okoro)
    page = f"/cases/{case.ref}/correct/subject/name"
    assert page in ali.get(f"/cases/{case.ref}/people").content.decode()
    sent = command() | {"wrong": str(legal(case.subject).pk), "given": "Marek", "family": "Brandt", "reasons": WHY}
    for _press in range(2):
        assert ali.post(page, sent).status_code == 302
    asked = PersonCorrection.objects.get()
    assert display_name(case.subject) == "Marek Brant", "nothing changes before another person decides"
    react(FAR)
    task = case.tasks.get(kind="decide_person")
    decide = f"/cases/{case.ref}/corrections/{asked.pk}"
    assert decide in okoro.get(f"/tasks/{task.public_id}").content.decode()
    assert decide in okoro.get(f"/cases/{case.ref}/people").content.decode()
    said = text(okoro.get(decide))
    assert "Marek Brant" in said and "Marek Brandt" in said and WHY in said
    assert f"The subject · {case.ref}" in said
    assert okoro.post(decide, command() | {"accept": "yes"}).status_code == 302
    people = text(okoro.get(f"/cases/{case.ref}/people"))
    assert "not Marek Brant but Marek Brandt. Papers issued before stay as they were" in people
    task.refresh_from_db()
    assert task.done_at is not None
    assert "Put right: the name of the subject, asked for by Sana Ali" in text(okoro.get(f"/cases/{case.ref}/history"))


def test_both_names_stay_and_only_the_right_one_finds(house, case):
    asked = ask(house, case)
    wrong = legal(case.subject)
    accept(house, case, asked)
    wrong.refresh_from_db()
    assert (wrong.as_written, wrong.voided_by, wrong.voided_at) == ("Marek Brant", house.okoro, NOW)
    case.refresh_from_db()
    assert display_name(case.subject) == "Marek Brandt" and keys(case.subject) == {"marek brandt"}
    assert "brandt" in PersonSearch.objects.get(person=case.subject).names
    found = check_person(CheckPerson(Asked("Marek Brandt", date(1988, 3, 27)), "attending"), by=house.ali, at=NOW)
    assert found is not None


def test_papers_stay_as_they_were_and_the_unit_looks_at_them(house, frozen):
    notice = make_served_notice(house, NOW - 3 * HOUR, subject=a_person(given="Marek", family="Brant"))
    before = notice.document.sha256
    accept(house, notice.case, ask(house, notice.case))
    react(FAR)
    notice.refresh_from_db()
    assert notice.document.sha256 == before
    task = notice.case.tasks.get(kind="corrected_person")
    assert "Papers issued before stay as they were" in task.words and task.for_team.kind == "unit"


def test_a_date_of_birth_that_makes_the_subject_too_young_goes_to_a_lawyer(house, frozen):
    notice = make_served_notice(house, NOW - 3 * HOUR)
    accept(house, notice.case, ask(house, notice.case, what="born", born=date(2009, 5, 2)))
    react(FAR)
    task = notice.case.tasks.get(kind="age_advice")
    assert notice.ref in task.words and "must be 18 or over" in task.words and task.basis == "DAA 2021 s.22(6)"
    assert "finding on age" in notice.case.tasks.get(kind="corrected_person").words
    notice.refresh_from_db()
    assert notice.ended_at is None, "nothing ends by itself"
    notice.case.subject.refresh_from_db()
    assert notice.case.subject.born == date(2009, 5, 2)
    row = PersonCorrection.objects.get()
    assert row.before["born"] != row.after["born"] == "2009-05-02"


def test_a_date_of_birth_of_an_adult_asks_no_lawyer(house, frozen):
    notice = make_served_notice(house, NOW - 3 * HOUR)
    accept(
        house, notice.case, ask(house, notice.case, "protected", "born", born=date(1971, 1, 1), born_precision="year")
    )
    react(FAR)
    assert not notice.case.tasks.filter(kind="age_advice").exists()


def test_a_later_legal_name_ends_the_one_before_and_both_find(house, case):
    asked = ask(house, case, what="later_name", given="Marek", family="Vale", kind="legal", from_day=date(2026, 11, 1))
    accept(house, case, asked)
    case.refresh_from_db()
    assert display_name(case.subject) == "Marek Vale" and keys(case.subject) == {"marek brant", "marek vale"}
    assert case.subject.names.get(family="Brant").until_day == date(2026, 11, 1)


def test_a_name_of_the_protected_person_is_on_no_page_before_it_is_asked_for(house, case):
    more = {"given": "Robin", "family": "Larkin", "kind": "known_as", "known_to_subject": False}
    accept(house, case, ask(house, case, "protected", "later_name", **more))
    okoro = signed_in(house.okoro)
    for page in ("", "/people", "/history"):
        assert "Larkin" not in text(okoro.get(f"/cases/{case.ref}{page}"))
    okoro.post(f"/cases/{case.ref}/names")
    assert "Robin Larkin (known as, the subject must not know it)" in text(okoro.get(f"/cases/{case.ref}/people"))
    seen = ReadingLog.objects.filter(operation="see_names", case_ref=case.ref).count()
    assert "Rowan" in text(okoro.get(f"/cases/{case.ref}/correct/protected/name"))
    assert ReadingLog.objects.filter(operation="see_names", case_ref=case.ref).count() == seen + 1


def test_every_case_of_the_person_has_the_line(house, case):
    other = make_proposal(
        house, NOW - HOUR, subject=a_person(same_as=case.subject), protected=a_person(family="Other")
    ).case
    accept(house, case, ask(house, case))
    for found in (case, other):
        assert found.events.filter(kind="person.corrected").count() == 1
    react(FAR)
    assert other.tasks.filter(kind="corrected_person").exists()


def test_whoever_may_now_be_staff_closes_the_case(house, case):
    keep_directory(house.forces["practice"], [StaffLine("Marek", "Brandt", date(1988, 3, 27))], at=NOW)
    assert not Restriction.objects.filter(case=case).exists()
    asked = ask(house, case)
    okoro = signed_in(house.okoro)
    assert okoro.post(f"/cases/{case.ref}/corrections/{asked.pk}", command() | {"accept": "yes"}).status_code == 302
    assert Restriction.objects.filter(case=case, lifted_at__isnull=True).exists()
    assert signed_in(house.ali).get(f"/cases/{case.ref}").status_code == 404


def test_left_as_it_was(house, case):
    asked = ask(house, case)
    decide_person_correction(DecidePersonCorrection(case.ref, asked.pk, False), by=house.okoro, at=NOW)
    case.refresh_from_db()
    assert display_name(case.subject) == "Marek Brant"
    assert case.events.filter(kind="person.correction_left").count() == 1
    assert "Papers issued before" not in text(signed_in(house.okoro).get(f"/cases/{case.ref}/people"))


def test_never_by_the_person_who_asked_and_only_once(house, case):
    asked = ask_person_correction(
        AskPersonCorrection(case.ref, "subject", "born", WHY, born=date(1987, 3, 27)), by=house.okoro, at=NOW - HOUR
    )
    own = signed_in(house.okoro).post(f"/cases/{case.ref}/corrections/{asked.pk}", command() | {"accept": "yes"})
    assert own.status_code == 422 and "another person must decide" in text(own)
    with pytest.raises(Refused, match="waits for another person"):
        ask(house, case, what="born", born=date(1986, 3, 27))
    accept(house, case, asked, by=house.nair)
    with pytest.raises(Refused, match="decided already"):
        accept(house, case, asked, by=house.halloran)


def test_refused_where_the_record_has_changed_since(house, case):
    first, second = ask(house, case), ask(house, case, what="born", born=date(1987, 3, 27))
    legal(case.subject)
    case.subject.names.update(voided_at=NOW, voided_by=house.okoro, void_reason="x")
    type(case.subject).objects.filter(pk=case.subject_id).update(born=date(1980, 1, 1))
    for asked in (first, second):
        with pytest.raises(Refused, match="has changed since"):
            accept(house, case, asked)
        asked.refresh_from_db()
        assert asked.decided_at is None


WRONG = [
    ("subject/name", {"given": "Marek"}, "Choose which name is wrong"),
    ("subject/name", {"wrong": "THIS", "family": "Brandt"}, "Enter the first names"),
    ("subject/name", {"wrong": "THIS", "given": "Marek", "family": "Brant"}, "recorded already"),
    ("subject/name", {"wrong": "999999", "given": "Marek"}, "Choose one of the answers shown"),
    ("subject/name", {"wrong": "THIS", "given": "Y" * 201}, "200"),
    ("subject/later_name", {"kind": "legal", "given": "Marek", "family": "Vale"}, "from which day"),
    ("protected/later_name", {"kind": "alias", "given": "Robin"}, "Choose whether the subject knows this name"),
    ("subject/born", {"birth": "day"}, "Enter the date of birth"),
    ("subject/born", {"birth": "year"}, "Enter the year of birth"),
    ("subject/born", {"birth": "year", "year": "2090"}, "today or in the past"),
    ("subject/born", {"birth": "day", "born-day": "27", "born-month": "3", "born-year": "1988"}, "recorded already"),
]


@pytest.mark.parametrize(("page", "typed", "sentence"), WRONG)
def test_mistakes_are_said_and_nothing_is_lost(house, case, page, typed, sentence):
    typed = {k: str(legal(case.subject).pk) if v == "THIS" else v for k, v in typed.items()}
    answer = signed_in(house.ali).post(f"/cases/{case.ref}/correct/{page}", command() | typed | {"reasons": WHY})
    assert answer.status_code == 422 and sentence in text(answer) and WHY in text(answer)
    assert not PersonCorrection.objects.exists()


def test_reasons_are_needed(house, case):
    for reasons in ("", "Wrong"):
        typed = {"birth": "year", "year": "1987", "reasons": reasons}
        answer = signed_in(house.ali).post(f"/cases/{case.ref}/correct/subject/born", command() | typed)
        assert answer.status_code == 422


@pytest.mark.parametrize("who", ["halloran", "fenwick", "moss", "shah", "quill"])
def test_no_other_role_asks(house, case, who):
    assert signed_in(getattr(house, who)).get(f"/cases/{case.ref}/correct/subject/name").status_code in (403, 404)


@pytest.mark.parametrize("who", ["wren", "fenwick", "moss", "shah", "quill"])
def test_no_other_role_decides(house, case, who):
    asked = ask(house, case)
    client = signed_in(getattr(house, who))
    answer = client.post(f"/cases/{case.ref}/corrections/{asked.pk}", command() | {"accept": "yes"})
    assert answer.status_code in (403, 404)
    asked.refresh_from_db()
    assert asked.decided_at is None


def test_not_by_a_force_that_only_works_on_the_case(house, case):
    CaseForce.objects.create(case=case, force=house.forces["northmoor"], access="work", from_at=NOW - HOUR)
    with pytest.raises(Refused):
        ask_person_correction(
            AskPersonCorrection(case.ref, "subject", "born", WHY, born=date(1987, 1, 1)), by=house.quill, at=NOW
        )
