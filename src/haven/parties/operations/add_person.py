"""A person with their name, and the keys that find them, in one transaction."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from haven.accounts.models import User
from haven.parties.keys import name_keys, tidy_name
from haven.parties.models import Address, Person, PersonName, SearchKey
from haven.parties.operations.keep_search import keep_search


@dataclass(frozen=True)
class NewPerson:
    given: str
    family: str = ""
    born: date | None = None
    born_precision: str = "day"
    sex: str = ""
    gender_said: str = ""
    service_law: bool | None = None
    no_fixed_abode: bool = False


@transaction.atomic(savepoint=False)
def add_person(new: NewPerson, *, by: User | None, keep: bool = True) -> Person:
    """Record a person. Names are stored composed; the search row is written with them."""
    person = Person.objects.create(
        born=new.born,
        born_precision=new.born_precision,
        sex=new.sex,
        gender_said=tidy_name(new.gender_said),
        service_law=new.service_law,
        no_fixed_abode=new.no_fixed_abode,
        recorded_by=by,
    )
    add_name(person, kind="legal", given=new.given, family=new.family, by=by, keep=keep)
    return person


@transaction.atomic(savepoint=False)
def add_name(
    person: Person,
    *,
    kind: str,
    given: str,
    family: str,
    by: User | None,
    from_day: date | None = None,
    until_day: date | None = None,
    known_to_subject: bool = False,
    keep: bool = True,
) -> PersonName:
    """Another name of a person: earlier, married, known as. Its keys find the person too. Without `keep` the caller writes
    the search row when all is added."""
    given, family = tidy_name(given), tidy_name(family)
    name = PersonName.objects.create(
        person=person,
        kind=kind,
        given=given,
        family=family,
        as_written=tidy_name(f"{given} {family}"),
        from_day=from_day,
        until_day=until_day,
        known_to_subject=known_to_subject,
        recorded_by=by,
    )
    held = set(person.search_keys.values_list("kind", "key"))
    SearchKey.objects.bulk_create(
        SearchKey(person=person, kind=k, key=v) for k, v in name_keys(given, family) if (k, v) not in held
    )
    if keep:
        keep_search([person.pk])
    return name


@transaction.atomic(savepoint=False)
def add_address(
    person: Person,
    *,
    kind: str,
    lines: str,
    postcode: str,
    by: User | None,
    area: str = "",
    from_day: date | None = None,
    never_post: bool = False,
    keep: bool = True,
) -> Address:
    """A place that the subject may know. Its postcode finds the person. For a protected person's own place that the
    subject may not know use haven.sealed.operations.seal and SealedPlace."""
    address = Address.objects.create(
        person=person,
        kind=kind,
        lines=lines,
        postcode=postcode,
        area=area,
        from_day=from_day,
        never_post=never_post,
        recorded_by=by,
    )
    if keep:
        keep_search([person.pk])
    return address
