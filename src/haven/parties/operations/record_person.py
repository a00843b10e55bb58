"""A person of a case with all that is said of them: names, places, commitments, needs. Somebody known is added to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from haven.accounts.models import User
from haven.parties.keys import fold, tidy_name, whole_name_key
from haven.parties.models import Commitment, Need, Person, SealedPlace
from haven.parties.operations.add_person import NewPerson, add_address, add_name, add_person
from haven.parties.operations.keep_search import keep_search
from haven.sealed.operations import Place, seal


@dataclass(frozen=True)
class NameFacts:
    """Another name: earlier, married, known as, alias. `known_to_subject` counts for a protected person only."""

    kind: str
    given: str
    family: str = ""
    from_day: date | None = None
    until_day: date | None = None
    known_to_subject: bool = False


@dataclass(frozen=True)
class PlaceFacts:
    """A place that the subject may know. `area` is the borough or district."""

    lines: str
    postcode: str = ""
    area: str = ""
    kind: str = "home"
    never_post: bool = False


@dataclass(frozen=True)
class SealedPlaceFacts:
    """A place that the subject may not know: sealed at once, and never shown again. `kind`: home, refuge, work, school
    or other_place."""

    lines: str
    postcode: str = ""
    kind: str = "home"


@dataclass(frozen=True)
class CommitmentFacts:
    """Work, education, belief or care, with its hours."""

    kind: str
    words: str
    hours: str = ""


@dataclass(frozen=True)
class NeedFacts:
    """A language, an interpreter, or another thing that a person needs in order to take part."""

    kind: str
    detail: str = ""


@dataclass(frozen=True)
class PersonFacts:
    """A subject or a protected person as plain values.

    `born` None: not known. With `born_precision` "apparent" it is 1 January of the year that the apparent age gives.
    `same_as` is the recorded person that an officer said this is; `not_same_as` holds the ids of those that an officer
    said this is not. Without either, a person of one of these names, whose date of birth fits, in a case that the officer
    may see makes `propose_notice` ask.
    """

    given: str
    family: str = ""
    born: date | None = None
    born_precision: str = "day"
    sex: str = ""
    gender_said: str = ""
    service_law: bool | None = None
    no_fixed_abode: bool = False
    other_names: tuple[NameFacts, ...] = ()
    places: tuple[PlaceFacts, ...] = ()
    sealed_places: tuple[SealedPlaceFacts, ...] = ()
    commitments: tuple[CommitmentFacts, ...] = ()
    needs: tuple[NeedFacts, ...] = ()
    same_as: Person | None = None
    not_same_as: frozenset[int] = frozenset()

    @property
    def keys(self) -> frozenset[str]:
        """All names folded, by which the same person is looked for."""
        names = [(self.given, self.family), *((name.given, name.family) for name in self.other_names)]
        return frozenset(key for given, family in names if (key := whole_name_key(given, family)))


@transaction.atomic(savepoint=False)
def record_person(facts: PersonFacts, *, by: User | None) -> Person:
    """Record a person, or add to `facts.same_as` what is new of them. Answers the person. The row that finds them is
    written at the end, once, whatever was added."""
    person = facts.same_as or _new(facts, by)
    held = _held(person) if facts.same_as is not None else _Held({fold(f"{facts.given} {facts.family}")})
    _names(person, facts, held, by)
    _places(person, facts, held, by)
    _commitments(person, facts, held, by)
    keep_search([person.pk])
    return person


@dataclass(frozen=True)
class _Held:
    """What is recorded of a person already, as it is compared. Of somebody new it is the name alone."""

    names: set[str]
    places: frozenset[tuple[str, str, str]] = frozenset()
    commitments: frozenset[tuple[str, str]] = frozenset()
    needs: frozenset[tuple[str, str]] = frozenset()


def _held(person: Person) -> _Held:
    standing = {"voided_at__isnull": True}
    return _Held(
        {fold(name) for name in person.names.filter(**standing).values_list("as_written", flat=True)},
        frozenset(person.addresses.filter(**standing).values_list("kind", "lines", "postcode")),
        frozenset(person.commitments.filter(**standing).values_list("kind", "words")),
        frozenset(person.needs.filter(ended_at__isnull=True).values_list("kind", "detail")),
    )


def _new(facts: PersonFacts, by: User | None) -> Person:
    new = NewPerson(
        given=facts.given,
        family=facts.family,
        born=facts.born,
        born_precision=facts.born_precision,
        sex=facts.sex,
        gender_said=facts.gender_said,
        service_law=facts.service_law,
        no_fixed_abode=facts.no_fixed_abode,
    )
    return add_person(new, by=by, keep=False)


def _names(person: Person, facts: PersonFacts, held: _Held, by: User | None) -> None:
    legal = (NameFacts("known_as", facts.given, facts.family),) if facts.same_as is not None else ()
    for name in (*legal, *facts.other_names):
        key = fold(f"{name.given} {name.family}")
        if key in held.names:
            continue
        held.names.add(key)
        add_name(
            person,
            kind=name.kind,
            given=name.given,
            family=name.family,
            by=by,
            from_day=name.from_day,
            until_day=name.until_day,
            known_to_subject=name.known_to_subject,
            keep=False,
        )


def _places(person: Person, facts: PersonFacts, held: _Held, by: User | None) -> None:
    for place in facts.places:
        if (place.kind, place.lines, place.postcode) not in held.places:
            add_address(
                person,
                kind=place.kind,
                lines=place.lines,
                postcode=place.postcode,
                area=place.area,
                never_post=place.never_post,
                by=by,
                keep=False,
            )
    for sealed in facts.sealed_places:
        seal_place(person, sealed, by=by)


def seal_place(person: Person, facts: SealedPlaceFacts, *, by: User | None) -> SealedPlace:
    """Seal where a person can be found. What stays to be seen is that there is a place, and its kind."""
    value = "\n".join(part for part in (facts.lines, facts.postcode) if part)
    handle = seal(
        owner_ref=f"person:{person.pk}", kind=facts.kind, value=value, place=Place(facts.lines, facts.postcode)
    )
    return SealedPlace.objects.create(person=person, handle=handle, kind=facts.kind, recorded_by=by)


def _commitments(person: Person, facts: PersonFacts, held: _Held, by: User | None) -> None:
    Commitment.objects.bulk_create(
        Commitment(person=person, kind=c.kind, words=tidy_name(c.words), hours=tidy_name(c.hours), recorded_by=by)
        for c in facts.commitments
        if (c.kind, tidy_name(c.words)) not in held.commitments
    )
    Need.objects.bulk_create(
        Need(person=person, kind=n.kind, detail=tidy_name(n.detail), recorded_by=by)
        for n in facts.needs
        if (n.kind, tidy_name(n.detail)) not in held.needs
    )
