"""The question who is the primary aggressor, read: whom it names, what was said, and what was decided.

`first` and `second` are the rows of the other case, the protected person and the subject there. The names that are shown
are those that the officer typed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from haven.cases.models import Case, CounterAllegation
from haven.parties.models import Person
from haven.parties.operations.record_person import PersonFacts
from haven.parties.queries import born_words, display_name
from haven.sealed.ciphers import decipher, encipher


def owner_key(first_id: int, second_id: int) -> str:
    """Under whose key the words of a question are enciphered: its own, outside both cases."""
    return f"counter:{first_id}:{second_id}"


@dataclass(frozen=True)
class Named:
    """A person as the officer typed them: the name, and the date of birth in words."""

    name: str
    born: str


@dataclass(frozen=True)
class Asked:
    """The two people of a question, and whether they are surely those of the other case. `same` says in what words the
    two were named: a decision about people who only may be the same counts for no others."""

    subject: Named
    protected: Named
    sure: bool
    same: tuple[str, ...]


def asked_of(row: CounterAllegation) -> Asked:
    """As it was asked. A question from before the names were kept with it has those of the rows, and was sure."""
    if row.people_enc is None:
        subject, protected = (Named(display_name(p), born_words(p)) for p in (row.first, row.second))
        return Asked(subject, protected, True, ())
    held: dict[str, Any] = json.loads(decipher(owner_key(row.first_id, row.second_id), row.people_enc))
    return Asked(Named(*held["subject"]), Named(*held["protected"]), held["sure"], tuple(held["same"]))


def people_enc(other: Case, subject: PersonFacts, protected: PersonFacts, *, sure: bool) -> bytes:
    """The two people as they were typed, enciphered outside both cases."""
    held = {
        "subject": _named(subject),
        "protected": _named(protected),
        "sure": sure,
        "same": words_of(subject, protected),
    }
    return encipher(owner_key(other.protected_id, other.subject_id), json.dumps(held))


def words_of(subject: PersonFacts, protected: PersonFacts) -> list[str]:
    """By what the two are named and known, so that one question is not taken for another."""
    return [word for person in (subject, protected) for word in (" | ".join(sorted(person.keys)), _born(person))]


def _named(person: PersonFacts) -> list[str]:
    return [f"{person.given} {person.family}".strip(), _born(person)]


def _born(person: PersonFacts) -> str:
    return born_words(Person(born=person.born, born_precision=person.born_precision))


def account_of(row: CounterAllegation) -> str:
    """What the officer says happened."""
    return decipher(owner_key(row.first_id, row.second_id), row.account_enc)


def reasons_of(row: CounterAllegation) -> str:
    return decipher(owner_key(row.first_id, row.second_id), row.reasons_enc)


def let_through(other: Case, subject: PersonFacts, protected: PersonFacts, *, sure: bool) -> bool:
    """Has an inspector decided that this request may go on beside the other case? The last decision counts; one about
    people who may be the same, only for those two as they were named then."""
    rows = CounterAllegation.objects.filter(
        first=other.protected_id, second=other.subject_id, decided_at__isnull=False
    ).order_by("-decided_at", "-pk")
    same = tuple(words_of(subject, protected))
    for row in rows:
        asked = asked_of(row)
        if (asked.sure and sure) or asked.same == same:
            return row.may_proceed is True
    return False
