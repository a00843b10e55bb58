"""People found for a page: by what an officer asks at a door, and by what is typed over a list. One engine for both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from haven.cases.models import Case
from haven.parties.matching.keys import place_keys
from haven.parties.matching.places import Place, split_postcode, unpacked_place
from haven.parties.matching.question import Question, question
from haven.parties.matching.reasons import how_name_agrees, reasons
from haven.parties.models import Person
from haven.register import candidates
from haven.register.engine import POSSIBLE, STRONG, Hit, engine

__all__ = ["POSSIBLE", "STRONG", "Asked", "Found", "Result", "find_people", "name_scores", "people_at_postcode"]
# More than are shown are found, because not everybody found is bound by anything.
FOUND = 60
LISTED = 400


@dataclass(frozen=True)
class Asked:
    """What is looked for: any one is enough. The name may be a part of it; `address` is a house and street."""

    name: str = ""
    born: date | None = None
    postcode: str = ""
    age: int | None = None
    address: str = ""

    def question(self, today: date) -> Question:
        return question(
            name=self.name, born=self.born, age=self.age, lines=self.address, postcode=self.postcode, today=today
        )

    @property
    def parts(self) -> tuple[str, ...]:
        """What there is to look for: name, born, address. A name without a letter that can be read is none, and an age
        alone is too little."""
        return self.question(date.min).parts


@dataclass(frozen=True)
class Found:
    """A person, how strongly they match, why in words, and the parts that agree."""

    person_id: int
    strength: str
    why: str
    score: float
    agree: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """`unavailable`: rings that could not be asked, so that nothing found says nothing. `capped`: more people fit than
    were compared."""

    found: tuple[Found, ...]
    searched: tuple[str, ...]
    unavailable: tuple[str, ...]
    capped: bool = False


def find_people(asked: Asked, today: date) -> Result:
    """Everybody who may be meant, best first. It does not look at what binds them: the caller keeps those whom something
    binds. A person whose rows were merged stands once, as they match best."""
    wanted = asked.question(today)
    hits = engine().search(wanted, shown=FOUND)
    same = dict(
        Person.objects.filter(pk__in=[h.held.person_id for h in hits.hits], canonical__isnull=False).values_list(
            "pk", "canonical_id"
        )
    )
    found: dict[int, Found] = {}
    for hit in hits.hits:
        person_id = same.get(hit.held.person_id, hit.held.person_id)
        if person_id not in found and _speaks(wanted, hit):
            found[person_id] = _found(wanted, hit, person_id)
    searched = () if len(hits.down) == 2 else wanted.parts
    return Result(tuple(found.values()), searched, hits.down, bool(hits.capped))


def _speaks(wanted: Question, hit: Hit) -> bool:
    """Whether a likeness is worth showing: a name that only a little is alike, beside a date or an address that speaks
    against it, is not."""
    if hit.strength == STRONG:
        return True
    if not wanted.slots:
        return hit.born in (0, 1, 2, 3, 4, 6) or (hit.place or 0) >= 5
    if hit.name < 0:
        return hit.born == 0 and (hit.place or 0) >= 5
    contradicted = hit.born == 8
    return not contradicted or how_name_agrees(wanted, hit.held) in ("same", "words")


def _found(wanted: Question, hit: Hit, person_id: int) -> Found:
    said = reasons(wanted, hit.held)
    words = ", ".join(said)
    agree = []
    if wanted.slots and hit.name >= 6:
        agree.append("name")
    if hit.born == 0:
        agree.append("born")
    if (hit.place or 0) >= 8:
        agree.append("address")
    return Found(person_id, hit.strength, words[:1].upper() + words[1:], hit.score, tuple(agree))


def name_scores(name: str, within: QuerySet[Case] | None = None) -> dict[int, tuple[float, str]]:
    """Subject -> how alike the name is, in bits, and in what way: same, words, part, alike. A list passes the cases that
    its reader may see in `within`: for a name that only a closed case holds nothing is said, not even that it is near."""
    wanted = question(name=name, today=date.min)
    if not wanted.slots:
        return {}
    scores: dict[int, tuple[float, str]] = {}
    for hit in engine().search(wanted, shown=LISTED).hits:
        how = how_name_agrees(wanted, hit.held)
        if how:
            scores[hit.held.person_id] = (hit.name, how)
    cases = Case.objects.all() if within is None else within
    seen = set(cases.filter(subject__in=list(scores)).values_list("subject_id", flat=True))
    return {person_id: found for person_id, found in scores.items() if person_id in seen}


def people_at_postcode(postcode: str, within: QuerySet[Case] | None = None) -> list[int]:
    """Subjects with a place that they know of at this postcode."""
    outward, inward = split_postcode(postcode)
    if not inward:
        return []
    keys = place_keys(Place(outward, inward))
    found = candidates.read({"address": keys}).held
    ids = [row[0] for row in found if (outward, inward) in _codes(row[4])]
    cases = Case.objects.all() if within is None else within
    return list(cases.filter(subject__in=ids).values_list("subject_id", flat=True).distinct())


def _codes(places: str) -> set[tuple[str, str]]:
    held = [unpacked_place(text) for text in places.split("|")] if places else []
    return {(p.outward, p.inward) for p in held}
