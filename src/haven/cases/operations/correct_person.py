"""A wrong name or date of birth of the subject or the protected person, or a later name: one person asks, another decides.
Both values stay. Papers that were issued stay as they were."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from haven.accounts.models import User
from haven.cases.chronology import hold_case, lock_case, record
from haven.cases.models import Case, PersonCorrection, Task
from haven.cases.operations.case_acts import case_for, require_words
from haven.cases.operations.staff_links import close_to_colleagues
from haven.cases.operations.tasks import task_done_by_itself
from haven.parties.keys import tidy_name
from haven.parties.models import Person, PersonName
from haven.parties.operations.correct_person import LaterName, add_later_name, correct_born, replace_name
from haven.sealed.ciphers import encipher
from haven_law.clock import to_london
from haven_law.findings import refuse

RULE = "Haven rule of two people"
SUBJECT, PROTECTED = "subject", "protected"
WHO = {SUBJECT: "subject", PROTECTED: "protected person"}
PRECISIONS = ("day", "year")
EARLIEST = date(1900, 1, 1)
LEAST_REASONS = 10
# The task that asks for the second person: its about_ref is the number of the correction.
TASK = "decide_person"


@dataclass(frozen=True)
class AskPersonCorrection:
    """`who`: subject or protected. `what`: name (then `name`, the number of the wrong one, and the right one), later_name
    (then `kind`, and `from_day`, which a legal name needs) or born (with the precision day, or year: 1 January of it)."""

    case: str
    who: str
    what: str
    reasons: str
    name: int | None = None
    given: str = ""
    family: str = ""
    kind: str = ""
    from_day: date | None = None
    known_to_subject: bool = False
    born: date | None = None
    born_precision: str = "day"


@dataclass(frozen=True)
class DecidePersonCorrection:
    case: str
    correction: int
    accept: bool


@transaction.atomic
def ask_person_correction(command: AskPersonCorrection, *, by: User, at: datetime) -> PersonCorrection:
    """Ask for it, with reasons. Nothing changes until another person decides. Refused: to a role that may not; without
    reasons; for what is not recorded; where nothing would change; a birth in the future; when it is asked already. Raises
    ValueError for another `who` or `what`."""
    case = case_for(command.case, "correct_person", by=by, at=at)
    person = person_of(case, command.who)
    reasons = require_words(command.reasons, "Say what is wrong and how you know, in a sentence or more")
    if len(reasons) < LEAST_REASONS:
        refuse(RULE, "Say what is wrong and how you know, in a sentence or more").require()
    name, before, after = _values(command, person, at)
    if PersonCorrection.objects.filter(person=person, what=command.what, decided_at__isnull=True).exists():
        refuse(RULE, "A correction of this waits for another person already").require()
    found = PersonCorrection.objects.create(
        case=case,
        person=person,
        what=command.what,
        name=name,
        before=before,
        after=after,
        reasons_enc=encipher(case.ref, reasons),
        asked_by=by,
        asked_at=at,
        recorded_by=by,
    )
    facts = {"what": PersonCorrection.WHAT[command.what], "who": WHO[command.who], "correction": found.pk}
    record(case, "person.correction_asked", by=by, at=at, about=("case", case.ref), facts=facts)
    return found


@transaction.atomic
def decide_person_correction(command: DecidePersonCorrection, *, by: User, at: datetime) -> PersonCorrection:
    """Accept it, and the record is put right in every case of the person, or leave the record as it is. Refused: to a role
    that may not; to whoever asked; when it was decided; when the record has changed since it was asked for."""
    asked = PersonCorrection.objects.filter(case__ref=command.case, pk=command.correction).first()
    # All cases of the person first, in one order: two who correct at once from two cases then follow each other.
    cases = _cases_of(asked.person_id) if asked is not None else []
    case = case_for(command.case, "decide_person_correction", by=by, at=at)
    if asked is None:
        refuse(RULE, "There is no such correction").require()
    assert asked is not None
    person = Person.objects.select_for_update().get(pk=asked.person_id)
    asked.refresh_from_db()
    if asked.decided_at is not None:
        refuse(RULE, "This correction was decided already").require()
    if asked.asked_by_id == by.pk:
        refuse(RULE, "You asked for this, so another person must decide it").require()
    asked.decided_by, asked.decided_at, asked.accepted = by, at, command.accept
    asked.save(update_fields=["decided_by", "decided_at", "accepted"])
    for task in Task.objects.filter(case=case, kind=TASK, about_ref=str(asked.pk)):
        task_done_by_itself(task, proof="Decided", at=max(at, task.made_at))
    if command.accept:
        _carry_out(asked, person, by, at)
    _tell(asked, cases if command.accept else [case.pk], by, at)
    return asked


def person_of(case: Case, who: str) -> Person:
    if who not in WHO:
        raise ValueError(f"{who!r} is nobody of a case. There are: {', '.join(WHO)}.")
    return case.subject if who == SUBJECT else case.protected


def _values(command: AskPersonCorrection, person: Person, at: datetime) -> tuple[PersonName | None, Any, Any]:
    """The wrong name, where it is one, and what is recorded and what should be."""
    if command.what == "born":
        return None, _born(person.born, person.born_precision), _new_born(command, person, at)
    if command.what not in PersonCorrection.WHAT:
        raise ValueError(f"{command.what!r} cannot be corrected. There are: {', '.join(PersonCorrection.WHAT)}.")
    given, family = tidy_name(command.given), tidy_name(command.family)
    if not given:
        refuse(RULE, "Enter the name").require()
    written = tidy_name(f"{given} {family}")
    standing = person.names.filter(voided_at__isnull=True)
    if standing.filter(as_written=written, given=given, family=family).exists():
        refuse(RULE, "This name is recorded already").require()
    after: dict[str, Any] = {"given": given, "family": family, "words": written}
    if command.what == "name":
        name = standing.filter(pk=command.name or 0).first()
        if name is None:
            refuse(RULE, "This name is not recorded, so there is nothing to correct").require()
        assert name is not None
        return name, {"words": name.as_written}, after
    return None, {"words": ""}, after | _later(command, at)


def _later(command: AskPersonCorrection, at: datetime) -> dict[str, Any]:
    if command.kind not in PersonName.KINDS:
        raise ValueError(f"{command.kind!r} is not a kind of name.")
    if command.kind == "legal" and command.from_day is None:
        refuse(RULE, "Say from which day it is the legal name").require()
    if command.from_day is not None and command.from_day > to_london(at).date():
        refuse(RULE, "The name must be in use today or before").require()
    day = command.from_day.isoformat() if command.from_day is not None else None
    return {"kind": command.kind, "from_day": day, "known": command.known_to_subject}


def _new_born(command: AskPersonCorrection, person: Person, at: datetime) -> dict[str, Any]:
    if command.born_precision not in PRECISIONS:
        raise ValueError(f"{command.born_precision!r} is no precision. There are: {', '.join(PRECISIONS)}.")
    if command.born is None or not EARLIEST <= command.born <= to_london(at).date():
        refuse(RULE, "Enter a date of birth that is today or in the past").require()
    after = _born(command.born, command.born_precision)
    if after == _born(person.born, person.born_precision):
        refuse(RULE, "This date of birth is recorded already").require()
    return after


def _born(born: date | None, precision: str) -> dict[str, Any]:
    return {"born": born.isoformat() if born is not None else None, "precision": precision}


def _cases_of(person: int) -> list[int]:
    """Every case of the person, held."""
    rows = Case.objects.filter(Q(subject=person) | Q(protected=person)).order_by("pk")
    found = list(rows.values_list("pk", flat=True))
    for pk in found:
        hold_case(pk)
    return found


def _carry_out(asked: PersonCorrection, person: Person, by: User, at: datetime) -> None:
    after = asked.after
    if asked.what == "born":
        if _born(person.born, person.born_precision) != asked.before:
            refuse(RULE, "The record has changed since this was asked for. Ask for it again").require()
        correct_born(person, date.fromisoformat(after["born"]), after["precision"])
    elif asked.what == "name":
        name = asked.name
        if name is None or name.voided_at is not None:
            refuse(RULE, "The record has changed since this was asked for. Ask for it again").require()
        assert name is not None
        replace_name(name, after["given"], after["family"], by=by, at=at, why=f"Correction {asked.pk}")
    else:
        day = date.fromisoformat(after["from_day"]) if after["from_day"] else None
        later = LaterName(after["kind"], after["given"], after["family"], day, after["known"])
        add_later_name(person, later, by=by)


def _tell(asked: PersonCorrection, cases: Iterable[int], by: User, at: datetime) -> None:
    """A line in each case of the person. Whoever may now be a member of staff closes the case to colleagues at once."""
    kind = "person.corrected" if asked.accepted else "person.correction_left"
    for pk in cases:
        case = lock_case(pk)
        who = WHO[SUBJECT if case.subject_id == asked.person_id else PROTECTED]
        facts = {
            "what": PersonCorrection.WHAT[asked.what],
            "code": asked.what,
            "who": who,
            "first": asked.asked_by.name,
        }
        record(case, kind, by=by, at=at, about=("case", case.ref), facts=facts)
        if asked.accepted:
            close_to_colleagues(case, by=by if pk == asked.case_id else None, at=at)


def corrections_of(person: Person) -> list[PersonCorrection]:
    """What was put right of a person, the latest first."""
    rows = PersonCorrection.objects.filter(person=person, accepted=True).select_related("asked_by", "decided_by")
    return list(rows.order_by("-decided_at", "-pk"))


def waiting_in(case: Case) -> list[PersonCorrection]:
    return list(case.person_corrections.filter(decided_at__isnull=True).select_related("asked_by"))
