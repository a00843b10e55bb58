"""A child whose welfare matters (s.24(1)(a)). The school is sealed at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import lock_case, record
from haven.cases.models import Case, Child
from haven.cases.permissions import may
from haven.sealed.operations import Place, seal
from haven_law.clock import to_london
from haven_law.findings import refuse


@dataclass(frozen=True)
class ChildFacts:
    """`related_to`: subject, protected or both. `school` is where the child can be found: sealed, never shown again."""

    initials: str
    year_born: int
    related_to: str = "both"
    lives_with: str = ""
    saw_it: bool | None = None
    school: str = ""


@transaction.atomic
def add_child(case: Case, facts: ChildFacts, *, by: User, at: datetime) -> Child:
    """Record a child by initials and year of birth. The school is to be told as a task (s.49A). Refused for a year in
    the future or more than 18 years ago, or to a role that may not."""
    may(by, "record_case_facts", case, at).require()
    lock_case(case.pk)
    return write_child(case, facts, by=by, at=at)


def write_child(case: Case, facts: ChildFacts, *, by: User, at: datetime) -> Child:
    """The same, within an operation that has asked who may and holds the case."""
    year = to_london(at).year
    if not year - 18 <= facts.year_born <= year:
        refuse(
            "DAA 2021 s.24(1)(a)", "A child here is under 18: the year of birth must be one of the last 18"
        ).require()
    handle = None
    if facts.school:
        owner = f"person:{case.protected_id}"
        handle = seal(owner_ref=owner, kind="school", value=facts.school, place=Place(facts.school))
    child = Child.objects.create(
        case=case,
        initials=facts.initials,
        year_born=facts.year_born,
        related_to=facts.related_to,
        lives_with=facts.lives_with,
        saw_it=facts.saw_it,
        school_handle=handle,
        recorded_by=by,
    )
    record(case, "child.recorded", by=by, at=at, about=("case", case.ref), facts={"school": bool(facts.school)})
    return child
