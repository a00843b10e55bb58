"""The doorstep check: found by what was asked, told apart by what is true now, recorded or not shown at all."""

import json
from dataclasses import asdict
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from haven.audit.models import DoorstepCheckRecord
from haven.audit.operations.record_check import choose_answer, not_this_person
from haven.cases.models import Conflict, Task
from haven.cases.operations.flags import raise_flag
from haven.cases.operations.restrict_case import RestrictCase, restrict_case
from haven.parties.models import Person
from haven.parties.operations.add_person import add_name
from haven.register import candidates
from haven.register.doorstep import door_clause
from haven.register.operations.check_person import CheckPerson, read_answer
from haven.register.ring_one import RingOne
from haven.register.search import Asked
from haven.sealed.ciphers import decipher
from haven_law.findings import Refused
from tests.checks import checked
from tests.rows import HOUR, Term, Who, a_case, a_hearing, a_notice, an_order

DAY = timedelta(days=1)
BORN = date(1988, 3, 27)


def ask(by, at, name="", born=None, postcode="", **more):
    """What an officer is shown: the check, and what its page reads from the record."""
    command = CheckPerson(Asked(name, born, postcode, **more), "attending", "CAD 4471")
    return checked(command, by=by, at=at)


@pytest.fixture
def case(house, now):
    return a_case(house, now - 3 * DAY, subject=Who(postcode="CR0 1VV"))


@pytest.fixture
def order(house, case, now):
    return an_order(house, case, now - DAY, served=now - DAY)


@pytest.mark.parametrize(
    ("asked", "strength", "why"),
    [
        ({"name": "Jordan Ashdown", "born": BORN}, "strong", "Name is the same, born the same day"),
        ({"name": "ashdown JORDAN", "born": BORN}, "strong", "Name is the same, born the same day"),
        ({"name": "Jordon Ashdowne", "born": BORN}, "strong", "First name sounds the same, surname sounds the same"),
        ({"name": "Ashdown", "born": date(1988, 3, 26)}, "strong", "born a day apart"),
        ({"name": "J Ashdown", "born": BORN}, "strong", "First name has the same first letter, surname is the same"),
        ({"name": "Jordan Ashdown", "postcode": "cr01vv"}, "strong", "Name is the same, known at this postcode"),
        ({"name": "Jordan Ashdown", "address": "4 Sorrel Way"}, "strong", "Name is the same, known at this address"),
        ({"born": BORN, "postcode": "CR0 1VV"}, "strong", "Born the same day, known at this postcode"),
        ({"name": "Jordan Ashdown"}, "possible", "Name is the same"),
        ({"name": "Jordan Ashdown", "age": 40}, "possible", "Name is the same, about that age"),
        ({"name": "jor ash"}, "possible", "First name begins the same, surname begins the same"),
        ({"name": "Ashdown"}, "possible", "Name is the same"),
        ({"born": BORN}, "possible", "Born the same day"),
        ({"postcode": "CR0 1VV"}, "possible", "Known at this postcode"),
        ({"address": "4 Sorrel Way", "postcode": "CR0 1VV"}, "possible", "Known at this address"),
        ({"name": "Jordan Ashdown", "born": date(1988, 3, 26)}, "strong", "born a day apart"),
        ({"name": "Jordan Ashdown", "born": date(1988, 8, 27)}, "strong", "date of birth differs by one figure"),
        ({"name": "Jordan Ashdown", "born": date(1970, 1, 1)}, "possible", "date of birth is different"),
    ],
)
def test_what_finds_a_person_and_how_it_is_said(house, order, now, asked, strength, why):
    answer = ask(house.ali, now, **asked)
    assert len(answer.people) == 1
    assert answer.people[0].strength == strength and why in answer.people[0].why


@pytest.mark.parametrize(
    "asked",
    [
        {"name": "Bartholomew"},
        {"name": "Jordon Ashdowne", "born": date(1970, 1, 1)},
        {"born": date(1990, 1, 4)},
        {"postcode": "CR0 2XX"},
    ],
)
def test_what_finds_nobody(house, order, now, asked):
    """Nor somebody whose date of birth speaks against a name that is only alike."""
    answer = ask(house.ali, now, **asked)
    assert answer.people == () and not answer.unknown and DoorstepCheckRecord.objects.count() == 1


def test_an_earlier_name_finds_the_person(house, case, order, now):
    add_name(case.subject, kind="earlier", given="Jordan", family="Quayle", by=None)
    assert ask(house.ali, now, name="Jordan Quayle", born=BORN).people[0].name == "Jordan Ashdown"


def test_a_person_nothing_was_issued_against_is_not_shown(house, case, now):
    assert ask(house.ali, now, name="Jordan Ashdown").people == ()


def test_what_is_told_of_an_order(house, case, order, now):
    raise_flag(case, "violent_to_police", by=house.ali, at=now - HOUR)
    raise_flag(case, "no_contact_plan", by=house.ali, at=now - HOUR)
    (item,) = ask(house.ali, now, name="Jordan Ashdown", born=BORN).people[0].items
    assert item.state == ("live", "In force") and item.power.code == "arrest_order" and item.case_ref == case.ref
    assert [(c.number, c.must) for c in item.clauses] == [(1, "must_not"), (2, "must"), (3, "must_not")]
    assert item.alerts == ("The subject has been violent to police",)


@pytest.mark.parametrize(
    ("served", "heard", "hours", "state", "power"),
    [
        (False, None, 0, "Authorised, not served", "none"),
        (True, None, 1, "In force", "arrest_notice"),
        (True, None, 24 * 5, "Past deadline", "ask_lawyer"),
        (True, 20, 24 * 5, "Continuing", "arrest_notice"),
        (True, 24 * 4, 24 * 5, "Heard late", "ask_lawyer"),
    ],
)
def test_notices_are_told_apart(house, case, now, served, heard, hours, state, power):
    notice = a_notice(house, case, now - 2 * HOUR, now - HOUR if served else None)
    if heard is not None:
        a_hearing(house, case, now + heard * HOUR, after=notice, begun=True)
    (item,) = ask(house.ali, now + hours * HOUR, name="Jordan Ashdown", born=BORN).people[0].items
    assert item.state[1] == state and item.power.code == power


def test_ended_gives_no_power_and_comes_last(house, case, now):
    an_order(house, case, now - 30 * DAY, ended=now - 10 * DAY)
    an_order(house, case, now - 5 * DAY, served=now - 5 * DAY)
    items = ask(house.ali, now, name="Jordan Ashdown", born=BORN).people[0].items
    assert [i.over for i in items] == [False, True] and items[1].power.code == "none"
    later = ask(house.ali, now - 20 * DAY, name="Jordan Ashdown", born=BORN)
    assert [i.state[1] for i in later.people[0].items] == ["In force, not served"], "as at the instant asked"


def test_an_order_made_without_notice_says_when_nothing_shows_awareness(house, case, now):
    order = an_order(house, case, now - DAY, given_notice=False, without_notice=True)
    assert ask(house.ali, now, name="Jordan Ashdown").people[0].items[0].unaware
    order.versions.get().awareness.create(at=now, how="told_by_officer")
    assert not ask(house.ali, now, name="Jordan Ashdown").people[0].items[0].unaware


def test_nothing_tells_where_or_who_the_protected_person_is(house, now):
    """The whole answer as values, with places in every parameter that can hold one."""
    case = a_case(house, now - 3 * DAY, protected=Who("Mina", "Verity", date(1990, 1, 4), postcode="CR7 7ZZ"))
    an_order(
        house, case, now - DAY,
        terms=(
            Term("not_enter", {"premises": "9 Larkspur Row CR7 7ZZ"}),
            Term("distance_from_other_premises", {"distance_m": 50, "place_mode": "named", "place": "Teasel Nursery, Larkspur Row", "place_kind": "school", "description": "the nursery in Larkspur Row"}),
        ),
    )  # fmt: skip
    answer = ask(house.ali, now, name="Jordan Ashdown", born=BORN)
    said = json.dumps([asdict(p) for p in answer.people], default=str)
    for secret in ("Larkspur", "Teasel", "CR7", "Mina", "Verity"):
        assert secret not in said
    assert "a school or nursery" in said and "50 metres" in said


def test_a_clause_about_where_the_subject_must_be_keeps_its_place():
    clause = door_clause(4, "curfew", {"place": "home", "from_time": "7pm", "to_time": "7am", "days": ["monday"]})
    assert clause.must == "must" and "home" in clause.text


def test_the_record_holds_what_was_asked_and_shown(house, order, now):
    answer = ask(house.ali, now, name="Jordan Ashdown", born=BORN)
    row = DoorstepCheckRecord.objects.get()
    assert row.at == now and row.by_key == f"user:{house.ali.pk}" and row.task_ref == "CAD 4471"
    assert b"Ashdown" not in bytes(row.asked_enc) and "Ashdown" not in json.dumps(row.shown)
    assert json.loads(decipher("checks", row.asked_enc)) == {
        "name": "Jordan Ashdown",
        "born": "1988-03-27",
        "postcode": "",
        "age": None,
        "address": "",
    }
    assert row.shown[0]["refs"] == [order.ref] and row.searched == ["name", "born"]
    assert answer.record == row


def test_no_record_no_answer(house, order, now, monkeypatch):
    def broken(*args, **kwargs):
        raise DatabaseError("the table is full")

    monkeypatch.setattr(DoorstepCheckRecord.objects, "create", broken)
    with pytest.raises(DatabaseError):
        ask(house.ali, now, name="Jordan Ashdown", born=BORN)


def test_a_part_that_fails_is_said_and_never_shown_as_none(house, order, now, monkeypatch):
    def broken(*args):
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM a_table_that_is_down")

    monkeypatch.setattr(candidates, "read", broken)
    answer = ask(house.ali, now, name="Nobody Atall")
    assert answer.unknown and answer.unavailable == ("known",)
    assert DoorstepCheckRecord.objects.get().unavailable == ["known"]
    in_force = ask(house.ali, now, name="Jordan Ashdown", born=BORN, postcode="CR0 1VV")
    assert in_force.people and in_force.unavailable == ("known",), "the other ring still answers"
    monkeypatch.setattr(RingOne, "current", broken)
    nothing = ask(house.ali, now, name="Jordan Ashdown", born=BORN)
    assert nothing.unknown and nothing.unavailable == ("in_force", "known") and nothing.searched == ()


def test_a_restricted_case_answers_without_a_way_in(house, case, order, now):
    restrict_case(
        RestrictCase(case.ref, "The subject is an officer", "Standards desk, 01632 960 555"),
        by=house.shah,
        at=now - HOUR,
    )
    person = ask(house.ali, now, name="Jordan Ashdown", born=BORN).people[0]
    (item,) = person.items
    assert item.withheld and item.desk == "Standards desk, 01632 960 555" and item.case_ref == ""
    assert (
        item.ref == order.ref and item.clauses and item.power.code == "arrest_order" and person.name == "Jordan Ashdown"
    )
    task = Task.objects.get(kind="restricted_check")
    assert task.for_team == house.teams["Professional Standards"] and "Ali" not in task.words
    assert DoorstepCheckRecord.objects.get().shown[0]["withheld"] == [order.ref]
    assert ask(house.ali, now, name="Ashdown").people[0].name == "Name withheld"
    mine = ask(house.shah, now, name="Jordan Ashdown", born=BORN).people[0].items[0]
    assert not mine.withheld and mine.case_ref == case.ref


def test_an_officer_in_conflict_is_sent_to_the_duty_inspector(house, case, order, now):
    Conflict.objects.create(user=house.ali, person=case.subject, nature="Cousin", at=now)
    (item,) = ask(house.ali, now, name="Jordan Ashdown", born=BORN).people[0].items
    assert item.withheld and item.desk == "the duty inspector" and item.case_ref == ""


def test_an_officer_of_another_force_is_answered_without_a_link(house, case, order, now):
    (item,) = ask(house.quill, now, name="Jordan Ashdown", born=BORN).people[0].items
    assert (
        item.case_ref == ""
        and not item.withheld
        and item.power.code == "arrest_order"
        and item.force == "Practice Force"
    )


def test_more_than_ten_weak_matches_are_not_shown(house, now):
    for n in range(12):
        made = a_case(house, now - DAY, subject=Who("Sam", "Penrose", date(1970, 1, n + 1)))
        an_order(house, made, now - HOUR)
    answer = ask(house.ali, now, name="Sam Penrose")
    assert answer.people == () and answer.too_many == 12
    narrowed = ask(house.ali, now, name="Sam Penrose", born=date(1970, 1, 3))
    assert narrowed.people[0].strength == "strong" and len(narrowed.people) <= 10


def test_who_may_check_and_what_must_be_said(house, now):
    for user in (house.moss, house.lowry, house.frome, house.castell):
        with pytest.raises(Refused):
            ask(user, now, name="Jordan")
    with pytest.raises(Refused, match="Enter a name"):
        ask(house.ali, now, name=" '- ")
    with pytest.raises(ValueError, match="not a reason"):
        checked(CheckPerson(Asked("Jordan"), "curious"), by=house.ali, at=now)


def test_the_read_answer_is_the_officers_own_for_a_shift(house, order, now):
    record = ask(house.ali, now, name="Jordan Ashdown", born=BORN).record
    again = read_answer(record, by=house.ali, at=now + HOUR)
    assert again.people[0].items[0].ref == order.ref
    order.ended_at = now + HOUR
    order.save()
    assert read_answer(record, by=house.ali, at=now + 2 * HOUR).people[0].items[0].over
    assert read_answer(record, by=house.wren, at=now) is None
    assert read_answer(record, by=house.ali, at=now + 13 * HOUR) is None


def test_this_is_not_the_person(house, order, now):
    answer = ask(house.ali, now, name="Jordan Ashdown", born=BORN)
    key = answer.people[0].public_id
    not_this_person(answer.record, key, by=house.ali, at=now)
    not_this_person(answer.record, key, by=house.ali, at=now + HOUR)
    row = DoorstepCheckRecord.objects.get()
    assert [said["person"] for said in row.not_this_person] == [key]
    with pytest.raises(Refused, match="did not show that person"):
        not_this_person(row, "other", by=house.ali, at=now)
    with pytest.raises(Refused, match="another officer"):
        not_this_person(row, key, by=house.wren, at=now)
    assert choose_answer(row, order.ref, by=house.ali).chosen_ref == order.ref
    with pytest.raises(Refused, match="did not show"):
        choose_answer(row, "DO-2222-2222", by=house.ali)


def test_a_merged_person_stands_once_with_all_that_binds_them(house, case, order, now):
    other = a_case(house, now - DAY, subject=Who("Jordan", "Ashdown", BORN), protected=Who("Ines", "Brandt"))
    second = an_order(house, other, now - HOUR, served=now - HOUR)
    Person.objects.filter(pk=other.subject_id).update(canonical=case.subject)
    (person,) = ask(house.ali, now, name="Jordan Ashdown", born=BORN).people
    assert {i.ref for i in person.items} == {order.ref, second.ref}


def test_the_number_of_queries_does_not_grow(house, now):
    def count():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            ask(house.ali, now, name="Tola Quayle", born=date(1970, 1, 1))
        return len(seen)

    an_order(house, a_case(house, now - DAY, subject=Who("Tola", "Quayle", date(1970, 1, 1))), now - HOUR)
    count()
    first = count()
    for n in range(6):
        made = a_case(
            house, now - DAY, subject=Who("Tola", "Quayle", date(1970, 1, 1)), protected=Who("P", f"Number {n}")
        )
        an_order(house, made, now - HOUR)
    count()  # reads the new words once
    assert count() == first


def test_candidates_come_from_the_inverted_index(house, order, now):
    """What the functions of the search ask is answered by the index, though the table is so small that the planner would
    read all of it."""
    asked = "SELECT person_id FROM parties_personsearch WHERE keys && '{1,2,3}'"
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {asked}")
        plan = " ".join(row[0] for row in cursor.fetchall())
        assert "Bitmap Index Scan on person_search_keys" in plan and "Seq Scan" not in plan
        cursor.execute(
            "SELECT proconfig::text FROM pg_proc WHERE proname IN ('parties_people_by_keys', 'parties_words_by_keys')"
        )
        assert all("enable_seqscan=off" in row[0] for row in cursor.fetchall())
