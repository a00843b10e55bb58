"""The pages for one person or two, for closed address checks, and for the register while one types."""

from datetime import date, datetime, timedelta

import pytest
import time_machine

from haven.audit.models import DoorstepCheckRecord, ReadingLog
from haven.parties.models import Person
from haven.parties.operations.record_person import SealedPlaceFacts, seal_place
from haven.register.models import AddressLock, SamePerson
from haven.register.nightly import tend_register
from tests.pages.acting import signed_in, text
from tests.rows import HOUR, Who, a_case, an_order

DAY = timedelta(days=1)
BORN = date(1988, 3, 27)
NOW = datetime.fromisoformat("2026-11-06T22:14:00+00:00")


@pytest.fixture
def frozen():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def pair(house, frozen, now):
    first = a_case(house, now - 3 * DAY, subject=Who("Jordan", "Ashdown", BORN, "CR0 1VV"))
    second = a_case(house, now - DAY, subject=Who("Jordon", "Ashdowne", BORN), protected=Who("Ines", "Brandt"))
    an_order(house, first, now - 2 * DAY)
    an_order(house, second, now - HOUR)
    tend_register(now)
    return SamePerson.objects.get()


def test_side_by_side_and_two_people(house, pair):
    unit = signed_in(house.okoro)
    said = text(unit.get("/register/same-person"))
    for words in (
        "Jordan Ashdown",
        "Jordon Ashdowne",
        "CR0 1VV",
        "sounds the same",
        "born the same day",
        "They are one person",
    ):
        assert words in said, words
    short = unit.post("/register/same-person", {"pair": pair.pk, "step": "propose", "because": "same"})
    assert short.status_code == 422 and "Say what shows" in text(short) and 'value="same"' in short.content.decode()
    why = "The same custody photograph"
    assert "Somebody else decides it" in text(
        unit.post("/register/same-person", {"pair": pair.pk, "step": "propose", "because": why}, follow=True)
    )
    assert "Agree: one person" not in text(unit.get("/register/same-person"))
    inspector = signed_in(house.halloran)
    agreed = inspector.post("/register/same-person", {"pair": pair.pk, "step": "merge", "because": why}, follow=True)
    assert (
        "They are one person now" in text(agreed) and Person.objects.get(pk=pair.merged_id).canonical_id == pair.kept_id
    )
    assert "Take them apart again" in text(agreed) and why in text(agreed)
    for bad in (
        {"pair": "x"},
        {"pair": pair.pk, "step": "marry", "because": why},
        {"pair": 2**59, "step": "undo", "because": why},
        {},
    ):
        assert unit.post("/register/same-person", bad).status_code in (200, 422)


def test_closed_address_checks_are_opened_by_a_supervisor(house, frozen, now):
    made = a_case(house, now - 3 * DAY)
    an_order(house, made, now - DAY)
    seal_place(made.protected, SealedPlaceFacts("9 Larkspur Row", "CR7 7ZZ", "refuge"), by=None)
    ali = signed_in(house.ali)
    asked = {"address": "9 Larkspur Row", "postcode": "CR7 7ZZ", "reason": "attending"}
    unknown = text(ali.post("/check", asked | {"address": "1 Elsewhere Road", "postcode": "CR9 1AA"}, follow=True))
    answers = [text(ali.post("/check", asked, follow=True)) for _ in range(4)]
    assert set(answers) == {unknown} and "No notice or order found" in unknown
    refused = ali.post("/check", asked)
    assert refused.status_code == 422 and "closed to you until a supervisor has looked" in text(refused)
    assert 'value="9 Larkspur Row"' in refused.content.decode() and DoorstepCheckRecord.objects.count() == 5
    boss = signed_in(house.halloran)
    page = boss.get("/register/address-checks")
    assert house.ali.name in text(page) and "Larkspur" not in page.content.decode()
    assert boss.post("/register/address-checks", {"user": house.ali.pk, "words": ""}).status_code == 422
    opened = boss.post(
        "/register/address-checks", {"user": house.ali.pk, "words": "Read all four with the officer"}, follow=True
    )
    assert "are open again" in text(opened) and AddressLock.objects.get().looked_by == house.halloran
    assert ali.post("/check", asked).status_code == 302


def test_the_register_answers_while_one_types_with_one_record_each(house, frozen, now):
    order = an_order(house, a_case(house, now - 3 * DAY), now - DAY)
    unit = signed_in(house.okoro)
    before = ReadingLog.objects.filter(operation="search_register").count()
    part = unit.get("/register", {"q": "jord"}, headers={"HX-Request": "true"})
    assert order.ref in text(part) and 'id="found"' in part.content.decode()
    assert ReadingLog.objects.filter(operation="search_register").count() == before + 1
    assert "delay:700ms" in unit.get("/register").content.decode()


@pytest.mark.parametrize("text_", ["a", "%", "_", "'", "\\", "x" * 10_000, "🙂", "\u202eb", "  ", "30/02/2020"])
def test_nothing_typed_over_the_register_is_a_fault(house, frozen, now, text_):
    assert signed_in(house.okoro).get("/register", {"q": text_}).status_code in (200, 422)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("born-day", "31", "real date"),
        ("age", "-3", "old"),
        ("age", "many", "old"),
        ("postcode", "%%%", "postcode"),
        ("postcode", "x" * 10_000, "postcode"),
    ],
)
def test_a_wrong_field_of_a_check_is_said_beside_it(house, frozen, field, value, said):
    typed = {"name": "Jordan", "reason": "attending", field: value} | (
        {"born-month": "2", "born-year": "1990"} if "born" in field else {}
    )
    answer = signed_in(house.ali).post("/check", typed)
    assert answer.status_code == 422 and said in text(answer).lower()


@pytest.mark.parametrize("postcode", ["CR01VV", "cr0 1vv", " CR0  1VV "])
def test_a_postcode_with_or_without_a_space(house, frozen, now, postcode):
    an_order(house, a_case(house, now - 3 * DAY, subject=Who(postcode="CR0 1VV")), now - DAY)
    said = text(signed_in(house.ali).post("/check", {"postcode": postcode, "reason": "attending"}, follow=True))
    assert "Known at this postcode".lower() in said.lower() and "CR0" not in said
