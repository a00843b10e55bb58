"""Asked about a sealed place: the officer reads what they would of any unknown address, those who must know are told at once,
and after more than three in a shift checks by address are closed until a supervisor has looked."""

from dataclasses import asdict
from datetime import date, timedelta

import pytest

from haven.audit.models import DoorstepCheckRecord
from haven.cases.models import Task
from haven.cases.operations.restrict_case import RestrictCase, restrict_case
from haven.orders.models import Order
from haven.parties.operations.add_person import add_address
from haven.parties.operations.record_person import SealedPlaceFacts, seal_place
from haven.register.models import AddressLock, SealedProbe
from haven.register.operations.check_person import CheckPerson, check_person, read_answer
from haven.register.operations.sealed_address import open_address_checks
from haven.register.search import Asked
from haven.sealed.gate import sealed_kinds_in
from haven_law.findings import Refused
from tests.checks import checked
from tests.rows import HOUR, Who, a_case, an_order

DAY = timedelta(days=1)
HERE = "Flat 4, 9 Larkspur Row"


@pytest.fixture
def case(house, now):
    made = a_case(house, now - 3 * DAY, protected=Who("Mina", "Verity", date(1990, 1, 4)))
    an_order(house, made, now - DAY, served=now - DAY)
    seal_place(made.protected, SealedPlaceFacts("Flat 4\n9 Larkspur Row", "CR7 7ZZ", "refuge"), by=None)
    return made


def at_address(by, at, address=HERE, postcode="CR7 7ZZ", **more):
    return checked(CheckPerson(Asked(address=address, postcode=postcode, **more), "attending", "CAD 12"), by=by, at=at)


def shown(answer):
    return [asdict(p) for p in answer.people], answer.protected, answer.searched, answer.unavailable, answer.too_many


def test_the_officer_reads_the_same_and_those_who_must_know_are_told(house, case, now):
    sealed, unknown = at_address(house.ali, now), at_address(house.ali, now, "2 Nowhere Street", "CR9 9ZZ")
    assert shown(sealed) == shown(unknown) and not sealed.found
    tasks = Task.objects.filter(kind="sealed_address_asked")
    assert {t.duty_role for t in tasks} == {"duty_inspector", "control_room", ""}
    told = tasks.get(duty_role="duty_inspector")
    assert "CAD 12" in told.words and house.ali.name in told.words and told.due_at == now + timedelta(minutes=15)
    for task in tasks:
        assert "Larkspur" not in task.words and "CR7" not in task.words
    assert SealedProbe.objects.get().check_id == sealed.record.public_id
    assert DoorstepCheckRecord.objects.get(pk=sealed.record.pk).shown == []


def test_more_than_three_in_a_shift_close_it_until_a_supervisor_has_looked(house, case, now):
    for n in range(4):
        at_address(house.ali, now + n * HOUR)
    with pytest.raises(Refused, match="closed to you until a supervisor has looked"):
        at_address(house.ali, now + 5 * HOUR)
    assert checked(CheckPerson(Asked("Jordan Ashdown"), "attending"), by=house.ali, at=now + 5 * HOUR).people
    assert not at_address(house.wren, now + 5 * HOUR).found, "to others it stays open"
    looked = {"words": "Read the four checks with the officer: one incident", "at": now + 6 * HOUR}
    with pytest.raises(Refused, match="role may not"):
        open_address_checks(house.ali, by=house.okoro, **looked)
    with pytest.raises(Refused, match="what you found"):
        open_address_checks(house.ali, words="ok", by=house.halloran, at=now + 6 * HOUR)
    open_address_checks(house.ali, by=house.halloran, **looked)
    assert AddressLock.objects.get().looked_by == house.halloran
    for n in range(3):
        at_address(house.ali, now + 7 * HOUR + n * timedelta(minutes=1))
    assert AddressLock.objects.filter(looked_at=None).count() == 0, "counted anew from then"


def test_three_in_a_shift_and_one_a_day_later_close_nothing(house, case, now):
    for n in range(3):
        at_address(house.ali, now + n * HOUR)
    at_address(house.ali, now + DAY)
    assert not AddressLock.objects.exists()


def test_a_place_that_the_subject_knows_answers_who_is_barred_and_who_protected(house, now):
    made = a_case(house, now - 3 * DAY, protected=Who("Ines", "Brandt", date(1990, 1, 4)))
    add_address(made.protected, kind="shared", lines="4 Sorrel Way", postcode="CR0 1VV", by=None)
    order = an_order(house, made, now - DAY, served=now - DAY)
    answer = at_address(house.ali, now, "4 Sorrel Way", "CR0 1VV")
    (protected,) = answer.protected
    ((subject, born, item),) = protected.items
    assert protected.name == "Ines Brandt" and subject == "Jordan Ashdown" and item.ref == order.ref and item.clauses
    assert not Task.objects.filter(kind="sealed_address_asked").exists()


def test_a_protected_person_is_answered_by_name_without_a_place(house, case, now):
    answer = checked(CheckPerson(Asked("Mina Verity", date(1990, 1, 4)), "welfare"), by=house.ali, at=now)
    (protected,) = answer.protected
    assert (
        protected.strength == "strong"
        and answer.people == ()
        and "Larkspur" not in repr(answer)
        and "CR7" not in repr(answer)
    )
    restrict_case(RestrictCase(case.ref, "An officer", "Standards desk, 01632 960 555"), by=house.shah, at=now - HOUR)
    closed = checked(CheckPerson(Asked("Mina Verity", date(1990, 1, 4)), "welfare"), by=house.ali, at=now)
    ((subject, _born, item),) = closed.protected[0].items
    assert subject == "Name withheld" and item.withheld and item.desk and item.case_ref == "" and item.clauses
    assert Task.objects.filter(kind="restricted_check").count() == 1


def test_the_answer_read_again_tells_what_was_shown_and_still_protects(house, case, now):
    """What ended since protects nobody any more; what was made since was not shown, and is not in the record."""
    command = CheckPerson(Asked("Mina Verity", date(1990, 1, 4)), "welfare")
    record = check_person(command, by=house.ali, at=now)
    later = an_order(house, case, now + HOUR, served=now + HOUR)
    ((_subject, _born, item),) = read_answer(record, by=house.ali, at=now + 2 * HOUR).protected[0].items
    assert item.ref != later.ref
    Order.objects.filter(ref=item.ref).update(ended_at=now + HOUR)
    assert read_answer(record, by=house.ali, at=now + 2 * HOUR).protected == ()


@pytest.mark.django_db(transaction=True)
def test_the_leak_gate_asks_in_a_transaction_of_its_own(house, now):
    """A page that only opens a paper has none: a value is fetched in the one that wrote down its use."""
    made = a_case(house, now - DAY)
    seal_place(made.protected, SealedPlaceFacts("9 Larkspur Row", "CR7 7ZZ", "refuge"), by=None)
    owners = [f"person:{made.protected_id}"]
    assert sealed_kinds_in("Stay away from 9 Larkspur Row", owners=owners, asked_by="user:1") == {"refuge"}
    assert sealed_kinds_in("Stay away from there", owners=owners, asked_by="user:1") == set()
