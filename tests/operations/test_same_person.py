"""Two rows that are one person: suggested by the same search, decided by two people, taken apart again by two."""

from datetime import date, timedelta

import pytest

from haven.parties.models import Person
from haven.register.models import SamePerson
from haven.register.nightly import tend_register
from haven.register.operations.check_person import CheckPerson
from haven.register.operations.same_person import decide, to_decide
from haven.register.search import Asked
from haven_law.findings import Refused
from tests.checks import checked
from tests.rows import HOUR, Who, a_case, an_order

DAY = timedelta(days=1)
BORN = date(1988, 3, 27)
WHY = "Same custody photograph and the same mother"


@pytest.fixture
def two(house, now):
    first = a_case(house, now - 3 * DAY, subject=Who("Jordan", "Ashdown", BORN, "CR0 1VV"))
    second = a_case(house, now - DAY, subject=Who("Jordon", "Ashdowne", BORN), protected=Who("Ines", "Brandt"))
    an_order(house, first, now - 2 * DAY)
    an_order(house, second, now - HOUR)
    return first, second


@pytest.fixture
def pair(two, house, now):
    tend_register(now + DAY)
    return SamePerson.objects.get()


def test_the_nightly_comparison_suggests_once_with_its_evidence(pair, two, house, now):
    assert {pair.kept_id, pair.merged_id} == {two[0].subject_id, two[1].subject_id} and pair.state == "suggested"
    assert "born the same day" in pair.evidence and any("sounds the same" in words for words in pair.evidence)
    tend_register(now + DAY)
    assert SamePerson.objects.count() == 1
    assert [row.pk for row in to_decide(house.okoro, now + DAY)] == [pair.pk]
    assert to_decide(house.quill, now + DAY) == [], "another force sees neither case"


def test_merged_by_two_and_taken_apart_by_two(pair, two, house, now):
    at = now + DAY
    decide(pair.pk, "propose", because=WHY, by=house.okoro, at=at)
    with pytest.raises(Refused, match="Somebody else must decide"):
        decide(pair.pk, "merge", because=WHY, by=house.okoro, at=at)
    assert Person.objects.filter(canonical__isnull=False).count() == 0
    decide(pair.pk, "merge", because=WHY, by=house.halloran, at=at)
    assert Person.objects.get(pk=pair.merged_id).canonical_id == pair.kept_id
    (person,) = checked(CheckPerson(Asked("Jordan Ashdown", BORN), "attending"), by=house.ali, at=at).people
    assert len(person.items) == 2
    decide(pair.pk, "undo", because="The fingerprints are different", by=house.okoro, at=at)
    with pytest.raises(Refused, match="Somebody else must decide"):
        decide(pair.pk, "split", because=WHY, by=house.okoro, at=at)
    decide(pair.pk, "split", because="The fingerprints are different", by=house.halloran, at=at)
    assert Person.objects.get(pk=pair.merged_id).canonical_id is None
    steps = [s.step for s in SamePerson.objects.get().steps.order_by("pk")]
    assert steps == ["suggested", "propose", "merge", "undo", "split"]
    tend_register(at)
    assert SamePerson.objects.get().state == "apart", "what was decided is not suggested again"


def test_what_is_refused(pair, two, house, now):
    at = now + DAY
    with pytest.raises(Refused, match="Say what shows"):
        decide(pair.pk, "propose", because="same", by=house.okoro, at=at)
    with pytest.raises(Refused, match="no such suggestion"):
        decide(pair.pk + 1, "propose", because=WHY, by=house.okoro, at=at)
    with pytest.raises(Refused, match="decided this in the meantime"):
        decide(pair.pk, "merge", because=WHY, by=house.okoro, at=at)
    with pytest.raises(Refused, match="role may not"):
        decide(pair.pk, "propose", because=WHY, by=house.moss, at=at)
    with pytest.raises(ValueError, match="not a step"):
        decide(pair.pk, "marry", because=WHY, by=house.okoro, at=at)


def test_the_two_people_of_a_case_are_never_suggested(house, now):
    a_case(house, now - DAY, subject=Who("Sam", "Penrose", BORN), protected=Who("Sam", "Penrose", BORN))
    tend_register(now)
    assert not SamePerson.objects.exists()
