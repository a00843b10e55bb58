"""The search row of a person, written anew in the transaction that changes a name, an address or the date of birth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db import transaction

from haven.parties.matching.born import number_of
from haven.parties.matching.keys import VERSION, slips
from haven.parties.matching.places import place_of_lines
from haven.parties.matching.record import search_row
from haven.parties.matching.words import unpacked
from haven.parties.models import Address, NameWord, Person, PersonName, PersonSearch

SEXES = {"female": "F", "male": "M"}
FIELDS = ["born", "version", "sex", "names", "places", "keys"]


@transaction.atomic
def keep_search(people: Iterable[int]) -> None:
    """Write the search rows of these people from what is recorded of them now. A person who was voided loses the row."""
    ids = list(people)
    rows = Person.objects.filter(pk__in=ids).in_bulk()
    names: dict[int, list[tuple[str, str]]] = {}
    held = PersonName.objects.filter(person__in=ids, voided_at__isnull=True).order_by("person_id", "pk")
    for person_id, kind, given, family in held.values_list("person_id", "kind", "given", "family"):
        place = 0 if kind == "legal" else len(names.get(person_id, []))
        names.setdefault(person_id, []).insert(place, (given, family))
    places: dict[int, list[tuple[str, str]]] = {}
    addresses = Address.objects.filter(person__in=ids, voided_at__isnull=True).order_by("person_id", "-pk")
    for person_id, lines, postcode in addresses.values_list("person_id", "lines", "postcode"):
        places.setdefault(person_id, []).append((lines, postcode))
    words: set[str] = set()
    made = []
    for person_id, person in rows.items():
        if person.voided_at is not None:
            continue
        born = _born(person)
        where = [place_of_lines(lines, postcode) for lines, postcode in places.get(person_id, [])]
        packed, held_places, keys, own = search_row(names.get(person_id, []), born, where)
        words |= own
        made.append(
            PersonSearch(
                person_id=person_id, born=born, version=VERSION, sex=SEXES.get(person.sex, ""), names=packed,
                places=held_places, keys=keys,
            )
        )  # fmt: skip
    gone = set(ids) - {row.person_id for row in made}
    if gone:
        PersonSearch.objects.filter(person__in=gone).delete()
    PersonSearch.objects.bulk_create(
        made, update_conflicts=True, unique_fields=["person"], update_fields=FIELDS, batch_size=500
    )
    new = [NameWord(word=w, keys=slips(w)) for w in sorted(words)]
    NameWord.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)


def _born(person: Person) -> int:
    """The date of birth as it is compared. An apparent age is no date; where only the year or month is known, the day is
    the first, which the comparison reads as such."""
    return 0 if person.born is None or person.born_precision == "apparent" else number_of(person.born)


def keep_missing(batch: int = 2000) -> int:
    """Search rows for people who have none, or one of an earlier version of the keys. Answers how many were written."""
    written = 0
    while True:
        lacking = Person.objects.filter(voided_at__isnull=True).exclude(search__version=VERSION).order_by("pk")
        ids = list(lacking.values_list("pk", flat=True)[:batch])
        if not ids:
            return written
        keep_search(ids)
        written += len(ids)


def count_bearers() -> int:
    """Set anew how many people bear each word, so that a rare name weighs as one. Once a night."""
    counts: Counter[str] = Counter()
    for names in PersonSearch.objects.values_list("names", flat=True).iterator(chunk_size=5000):
        counts.update({form for name in names.split("|") for word in unpacked(name) for form in word.forms})
    held = dict(NameWord.objects.values_list("word", "bearers"))
    changed = [NameWord(word=w, bearers=n) for w, n in counts.items() if w in held and held[w] != n]
    NameWord.objects.bulk_update(changed, ["bearers"], batch_size=1000)
    return len(changed)
