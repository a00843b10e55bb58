"""The two rings: everybody in force is compared, nothing stale is answered, and a person written is found by the next check."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from haven.parties.matching.question import question
from haven.parties.models import NameWord, Person, PersonSearch
from haven.parties.operations.add_person import NewPerson, add_address, add_name, add_person
from haven.parties.operations.keep_search import count_bearers, keep_missing
from haven.parties.operations.record_person import NameFacts, PersonFacts, PlaceFacts, record_person
from haven.register.engine import Engine
from tests.rows import Who, a_case, an_order

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)


def found(engine, **asked):
    return {h.held.person_id: h for h in engine.search(question(today=TODAY, **asked)).hits}


@pytest.mark.parametrize(
    "asked",
    [
        {"name": "Oluwaseun Adegbite"},
        {"name": "Seun Adegbite"},
        {"name": "Oluwasuen Adegbitte"},
        {"name": "Adegbite"},
        {"name": "Adegb"},
        {"name": "Bello Adegbite", "born": date(1984, 5, 9)},
        {"born": date(1984, 9, 5), "name": "Adegbite"},
        {"born": date(1974, 5, 9), "name": "Oluwaseun"},
        {"postcode": "SE15 4AB"},
        {"lines": "Flat 2, 17 Tansy Rd"},
        {"lines": "2/17 Tansy Road", "postcode": "SE15 9ZZ"},
    ],
)
def test_somebody_known_whom_nothing_in_force_concerns_is_found(db, asked):
    person = add_person(NewPerson("Oluwaseun", "Adegbite", date(1984, 5, 9)), by=None)
    add_address(person, kind="home", lines="Flat 2\n17 Tansy Road", postcode="SE15 4AB", by=None)
    assert person.pk in found(Engine(), **asked)


def test_a_name_added_and_an_address_added_find_the_person_at_once(db):
    engine = Engine()
    person = add_person(NewPerson("Mina", "Verity", date(1990, 1, 4)), by=None)
    before = found(engine, name="Mina Quayle")
    add_name(person, kind="married", given="Mina", family="Quayle", by=None)
    assert found(engine, name="Mina Quayle")[person.pk].score > before[person.pk].score + 8
    add_address(person, kind="home", lines="3 Fennel Row", postcode="CR0 2XX", by=None)
    assert person.pk in found(engine, postcode="cr02xx")
    row = PersonSearch.objects.get(person=person)
    assert row.names == "mina/verity|mina/quayle" and row.born == 19900104


def test_who_is_recorded_with_a_case_is_found_by_the_next_check_and_so_is_what_is_added(db):
    """The people of a request are recorded whole, with one search row for all that was said of them."""
    engine = Engine()
    alias = (NameFacts("known_as", "Cal", "Tindall"),)
    facts = PersonFacts(
        "Callum", "Verity", date(1990, 1, 4), other_names=alias, places=(PlaceFacts("3 Fennel Row", "CR0 2XX"),)
    )
    person = record_person(facts, by=None)
    for asked in ({"name": "Callum Verity"}, {"name": "Cal Tindall"}, {"postcode": "CR0 2XX"}):
        assert person.pk in found(engine, **asked), asked
    record_person(PersonFacts("Callum", "Penhale", same_as=person), by=None)
    assert found(engine, name="Callum Penhale")[person.pk].score > 8


@pytest.mark.django_db(transaction=True)
def test_the_memory_of_ring_one_follows_each_commit(house, now):
    """Two engines, as two processes: what one transaction wrote, the other's next check sees; what was rolled back is never seen."""
    here, there = Engine(), Engine()
    case = a_case(house, now - 3 * DAY, subject=Who("Tomas", "Wierzbicki", date(1979, 2, 11)))
    assert case.subject_id not in here.ring.current().people and case.subject_id not in there.ring.current().people
    order = an_order(house, case, now - DAY)
    assert case.subject_id in here.ring.current().people and case.protected_id in here.ring.current().people
    add_name(case.subject, kind="known_as", given="Tomek", family="Wolf", by=None)
    assert case.subject_id in found(there, name="Tomek Wolf")
    type(order).objects.filter(pk=order.pk).update(ended_at=now)
    assert case.subject_id not in there.ring.current().people
    with pytest.raises(RuntimeError), transaction.atomic():
        type(order).objects.filter(pk=order.pk).update(ended_at=None)
        assert case.subject_id in here.ring.current().people, "a transaction sees its own"
        raise RuntimeError
    assert case.subject_id not in here.ring.current().people


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_was_open_when_the_memory_was_filled_is_seen_once_it_commits(house, now):
    case = a_case(house, now - 3 * DAY, subject=Who("Ilka", "Norrgard", date(1979, 2, 11)))
    engine = Engine()
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("INSERT INTO register_change (person_id) VALUES (%s)", [case.subject_id])
            cursor.execute("UPDATE parties_personsearch SET born = 19790212 WHERE person_id = %s", [case.subject_id])
        an_order(house, case, now - DAY)
        (held,) = (h for h in engine.ring.current().base.held if h.person_id == case.subject_id)
        assert held.born == 19790211
        other.commit()
        ring = engine.ring.current()
        held = [*ring.fresh.held, *(h for h in ring.base.held if h.person_id not in ring.gone)]
        assert [h.born for h in held if h.person_id == case.subject_id] == [19790212]
    finally:
        other.close()


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_asks_before_it_writes_is_seen_by_the_next_check(house, now):
    """Its number is no longer new when it asks: another that began later is over already."""
    case = a_case(house, now - 3 * DAY, subject=Who("Ilka", "Norrgard", date(1979, 2, 11)))
    engine, other = Engine(), connection.copy()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()")
            with other.cursor() as later:
                later.execute("INSERT INTO register_change (person_id) VALUES (%s)", [case.protected_id])
            assert case.subject_id not in engine.ring.current().people
            an_order(house, case, now - DAY)
    finally:
        other.close()
    assert case.subject_id in engine.ring.current().people


@pytest.mark.django_db(transaction=True)
def test_a_change_is_read_once_however_long_another_transaction_stays_open(house, now, monkeypatch):
    case = a_case(house, now - 3 * DAY, subject=Who("Ilka", "Norrgard", date(1979, 2, 11)))
    engine, other = Engine(), connection.copy()
    engine.ring.current()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()")
        an_order(house, case, now - DAY)
        assert case.subject_id in engine.ring.current().people
        monkeypatch.setattr("haven.register.ring_one._read", lambda *asked: pytest.fail("read again"))
        assert case.subject_id in engine.ring.current().people
    finally:
        other.close()


def test_ring_one_is_compared_without_any_key(house, now, monkeypatch):
    """With ring 2 answering nothing at all, everybody concerned by something in force is still found."""
    case = a_case(house, now - 3 * DAY, subject=Who("Gwendolyn", "Achterberg", date(1979, 2, 11)))
    an_order(house, case, now - DAY)
    monkeypatch.setattr(
        "haven.register.candidates.read", lambda *asked: __import__("types").SimpleNamespace(held=[], capped=())
    )
    assert case.subject_id in found(Engine(), name="Qwendolyn Uchterborg", born=date(1980, 2, 11))


def test_rows_that_are_missing_are_written_and_words_counted(db):
    people = [add_person(NewPerson("Ines", f"Brandt{n}"), by=None) for n in range(3)]
    PersonSearch.objects.all().delete()
    assert keep_missing(batch=2) == 3 and keep_missing() == 0
    count_bearers()
    assert NameWord.objects.get(word="ines").bearers == 3
    Person.objects.filter(pk=people[0].pk).update(canonical=people[1])
    assert PersonSearch.objects.count() == 3


@pytest.mark.parametrize(
    "name",
    [
        "",
        "a",
        "%",
        "_",
        "%%%",
        "' OR 1=1",
        '"',
        "\\",
        "x" * 10_000,
        "\u202eabc\u202c",
        "🙂",
        "\x00\x07",
        "a b c d e f g h i j",
        "ال",
        "-",
        "'",
        "Mr",
    ],
)
def test_nothing_that_is_typed_is_a_fault_or_a_scan(db, name):
    add_person(NewPerson("Ines", "Brandt"), by=None)
    hits = Engine().search(question(name=name, today=TODAY)).hits
    assert len(hits) <= 10
