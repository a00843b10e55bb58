"""A death that was recorded wrongly is put right by a second person: another day, or not dead at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import lock_case, record
from haven.cases.models import Case
from haven.cases.permissions import may
from haven.courts.facts import london_day
from haven.courts.operations.correcting import keep_correction, last_line, second_person, why_of
from haven.orders.operations.death_days import possible_day
from haven.orders.operations.holding import must
from haven.parties.models import Person


@dataclass(frozen=True)
class CorrectDeath:
    """`died_on`: the right day; None: the subject has not died."""

    case_ref: str
    died_on: date | None
    why: str


@transaction.atomic
def correct_death(command: CorrectDeath, *, by: User, at: datetime) -> Case:
    """Correct the day on which the subject died, or take the death back. Both values stay; no order had ended by it.

    Refused: to who may not; to whoever recorded it; where no death is recorded; for the same day, one in the future, before
    birth, or before the subject was last seen; without why."""
    found = Case.objects.filter(ref=command.case_ref).only("pk").first()
    must(found is not None, "There is no such case", "Haven access rule 3")
    assert found is not None
    case = lock_case(found.pk)
    may(by, "correct_death", case, at).require()
    subject = Person.objects.select_for_update().get(pk=case.subject_id)
    must(subject.died_on is not None, "The death of the subject is not recorded")
    assert subject.died_on is not None
    line = last_line(case, case.ref, "subject.died", "subject.death_corrected")
    second_person(by, line.recorded_by_id if line is not None else None)
    why = why_of(command.why)
    must(command.died_on != subject.died_on, "This is the day that is recorded already")
    if command.died_on is not None:
        must(command.died_on <= london_day(at), "The day cannot be in the future")
        possible_day(case, subject, command.died_on)
    was = subject.died_on
    subject.died_on = command.died_on
    subject.save(update_fields=["died_on"])
    day = command.died_on.isoformat() if command.died_on else None
    before, after = {"died_on": was.isoformat()}, {"died_on": day}
    keep_correction(case, "death", case.ref, before=before, after=after, why=why, by=by, at=at)
    facts = {"was": was.isoformat(), "is": day, "alive": day is None}
    facts["words"] = "the subject has not died" if day is None else "another day"
    record(case, "subject.death_corrected", by=by, at=at, about=("case", case.ref), facts=facts, corrects=line)
    return case
