"""What the subject told of names and home, as it is added to what is known of them; and whether the place is kept sealed."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from haven.accounts.models import User
from haven.cases.models import Case
from haven.compliance.facts import same_people
from haven.parties.keys import fold
from haven.parties.models import Address, Person, PersonName, SealedPlace
from haven.parties.operations.add_person import add_address, add_name
from haven.sealed.operations import Place, matches
from haven_law.clock import to_london

HOMES = ("home", "regularly_found")


def is_sealed_here(person: Person, lines: str, postcode: str, *, by: User) -> bool:
    """Whether the place that the subject names as their home is one where somebody whom an order protects from them can be
    found, and which is kept sealed. Whoever types it is not told."""
    if not lines.strip():
        return False
    cases = Case.objects.filter(subject_id__in=same_people(person))
    held = SealedPlace.objects.filter(person__in=cases.values("protected"), ended_at__isnull=True)
    handles = set(held.values_list("handle", flat=True))
    if not handles:
        return False
    found = matches(place=Place(lines, postcode), purpose="home told at a station", asked_by=f"user:{by.pk}")
    return bool(found & handles)


def write_names(person: Person, names: tuple[str, ...], *, on: datetime, by: User) -> None:
    """Names that were not known before, so that the register finds the person by them."""
    held = PersonName.objects.filter(person_id__in=same_people(person), voided_at__isnull=True)
    known = {fold(name) for name in held.values_list("as_written", flat=True)}
    for name in names:
        if fold(name) not in known:
            known.add(fold(name))
            given, _, family = name.rpartition(" ")
            day = to_london(on).date()
            add_name(person, kind="alias", given=given or family, family=family if given else "", from_day=day, by=by)


def write_home(person: Person, lines: str, postcode: str, *, no_home: bool, on: datetime, by: User) -> None:
    """The home from now on; the one before ends on that day. Nothing is written where it is the same, or not told."""
    day = to_london(on).date()
    current = Address.objects.filter(
        Q(until_day__isnull=True), person_id__in=same_people(person), kind__in=HOMES, voided_at__isnull=True
    )
    if no_home:
        current.update(until_day=day)
        Person.objects.filter(pk=person.pk).update(no_fixed_abode=True)
        return
    if not lines.strip():
        return
    wanted = (fold(lines), fold(postcode))
    same = [row.pk for row in current if (fold(row.lines), fold(row.postcode)) == wanted]
    current.exclude(pk__in=same).update(until_day=day)
    if not same:
        add_address(person, kind="home", lines=lines, postcode=postcode, from_day=day, by=by)
    Person.objects.filter(pk=person.pk, no_fixed_abode=True).update(no_fixed_abode=False)
