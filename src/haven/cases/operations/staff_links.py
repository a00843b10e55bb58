"""A subject or a protected person who may be a member of staff: the case is closed to colleagues in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import lock_case, record
from haven.cases.models import Case, Conflict, RestrictionNamed, StaffEntry, StaffLink
from haven.cases.operations.restrict_case import BY_DIRECTORY, write_restriction
from haven.cases.operations.tasks import NewTask, make_task
from haven.cases.teams import team_of_force
from haven.parties.keys import fold
from haven.parties.models import Person
from haven.sealed.ciphers import blind
from haven_law.findings import refuse

PURPOSE = "staff directory"
NAME_WITHIN = timedelta(minutes=30)


def staff_key(name: str, born: date) -> bytes:
    """The keyed hash of a whole name, folded, and a day of birth: the same for a line of the directory and for a person
    of a case, and of no use to whoever has it without the key."""
    return blind(PURPOSE, f"{fold(name)}\x1f{born.isoformat()}")


@transaction.atomic(savepoint=False)
def close_to_colleagues(case: Case, *, by: User | None, at: datetime) -> bool:
    """Look for the people of the case in the directories of every force, and restrict the case where one is found and
    was not before. `by`, who opened it, is named on it, since they know of it already; nobody else is. A member of staff
    who signs in here has a conflict with the person that they may be. Professional standards are asked within 30 minutes
    to name who may decide. Answers whether anything was found.

    Refused: when `by` may be that person. A person whose day of birth is not known is not found."""
    found = _new_links(case)
    if not found:
        return False
    if by is not None and any(entry.user_id == by.pk for _, entry in found):
        refuse("Haven access rule 2", "You may not act in a case that you may be a party to").require()
    lock_case(case.pk)
    StaffLink.objects.bulk_create(
        [StaffLink(case=case, person=person, entry=entry, found_at=at) for person, entry in found],
        ignore_conflicts=True,
    )
    _keep_away(found, at)
    _restrict(case, found, by, at)
    _ask_standards(case, found, by, at)
    return True


def keys_of(case: Case) -> dict[bytes, Person]:
    """The keys of the two people by all their names that stand, each with whose it is."""
    return {key: person for person in (case.subject, case.protected) for key in _keys(person)}


def _keys(person: Person) -> list[bytes]:
    if person.born is None or person.born_precision != "day":
        return []
    standing = [name for name in person.names.all() if name.voided_at is None]
    return [staff_key(f"{name.given} {name.family}", person.born) for name in standing]


def _new_links(case: Case) -> list[tuple[Person, StaffEntry]]:
    keys = keys_of(case)
    if not keys:
        return []
    entries = StaffEntry.objects.filter(key__in=list(keys)).exclude(links__case=case).select_related("force")
    return [(keys[bytes(entry.key)], entry) for entry in entries.order_by("pk")]


def _keep_away(found: Iterable[tuple[Person, StaffEntry]], at: datetime) -> None:
    """Whoever may be a party is never let into it, not even by being named."""
    for person, entry in found:
        if entry.user_id is None:
            continue
        standing = Conflict.objects.filter(user=entry.user_id, person=person, lifted_at__isnull=True)
        if not standing.exists():
            Conflict.objects.create(user_id=entry.user_id, person=person, nature="May be this person", at=at)


def _restrict(case: Case, found: list[tuple[Person, StaffEntry]], by: User | None, at: datetime) -> None:
    if case.restrictions.filter(lifted_at__isnull=True).exists():
        return
    because = f"{_who(case, found)} may be a member of staff: same name and day of birth as in the staff directory"
    desk = f"Professional standards of {case.lead_force.name}"
    restriction = write_restriction(case, because, desk, by=None, at=at)
    if by is not None:
        RestrictionNamed.objects.create(restriction=restriction, user=by, from_at=at)
        record(case, "case.person_named", by=BY_DIRECTORY, at=at, about=("case", case.ref), facts={"name": by.name})


def _ask_standards(case: Case, found: list[tuple[Person, StaffEntry]], by: User | None, at: datetime) -> None:
    team = team_of_force(case.lead_force_id, "standards")
    if team is None:
        return
    knows = f"only {by.name} is named on it" if by is not None else "see who is named on it"
    words = (
        f"{_who(case, found)} may be a member of staff of {_forces(found)}. The case is restricted, {knows}. Name an "
        "inspector of another area who may decide, and who must work on it; if it is another person, lift it with a "
        "second person"
    )
    make_task(case, NewTask("staff_link", words, team, at + NAME_WITHIN, "our rule"), by=None, at=at)


def _who(case: Case, found: Iterable[tuple[Person, StaffEntry]]) -> str:
    people = {person.pk for person, _ in found}
    if {case.subject_id, case.protected_id} <= people:
        return "The subject and the protected person each"
    return "The subject" if case.subject_id in people else "The protected person"


def _forces(found: Iterable[tuple[Person, StaffEntry]]) -> str:
    return " and of ".join(sorted({entry.force.name for _, entry in found}))
