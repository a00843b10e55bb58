"""What was recorded wrongly of a person, written again: the wrong name is voided and stays, and what finds them follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from haven.accounts.models import User
from haven.parties.keys import name_keys
from haven.parties.models import Person, PersonName, SearchKey
from haven.parties.operations.add_person import add_name
from haven.parties.operations.keep_search import keep_search


@dataclass(frozen=True)
class LaterName:
    """A name that a person took later. A later legal name ends the one before it on the day it begins."""

    kind: str
    given: str
    family: str = ""
    from_day: date | None = None
    known_to_subject: bool = False


@transaction.atomic(savepoint=False)
def replace_name(name: PersonName, given: str, family: str, *, by: User, at: datetime, why: str) -> PersonName:
    """Void a name and write the right one in its place, of the same kind and days. The wrong one no longer finds anybody."""
    name.voided_at, name.voided_by, name.void_reason = at, by, why
    name.save(update_fields=["voided_at", "voided_by", "void_reason"])
    written = add_name(
        name.person,
        kind=name.kind,
        given=given,
        family=family,
        by=by,
        from_day=name.from_day,
        until_day=name.until_day,
        known_to_subject=name.known_to_subject,
        keep=False,
    )
    _keys_anew(name.person)
    return written


@transaction.atomic(savepoint=False)
def add_later_name(person: Person, later: LaterName, *, by: User) -> PersonName:
    """Write a later name. Every name goes on finding the person."""
    if later.kind == "legal":
        standing = person.names.filter(kind="legal", until_day__isnull=True, voided_at__isnull=True)
        standing.update(until_day=later.from_day)
    return add_name(
        person,
        kind=later.kind,
        given=later.given,
        family=later.family,
        by=by,
        from_day=later.from_day,
        known_to_subject=later.known_to_subject,
    )


@transaction.atomic(savepoint=False)
def correct_born(person: Person, born: date, precision: str) -> None:
    """Set the date of birth. What it was before is kept by whoever corrects it: a person is one row for life."""
    person.born, person.born_precision = born, precision
    person.save(update_fields=["born", "born_precision"])
    keep_search([person.pk])


def _keys_anew(person: Person) -> None:
    """The keys of the names that stand, and no others."""
    standing = person.names.filter(voided_at__isnull=True).values_list("given", "family")
    keys = dict.fromkeys(pair for given, family in standing for pair in name_keys(given, family))
    person.search_keys.all().delete()
    SearchKey.objects.bulk_create(SearchKey(person=person, kind=kind, key=key) for kind, key in keys)
    keep_search([person.pk])
