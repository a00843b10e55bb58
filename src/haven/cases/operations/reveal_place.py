"""Open something sealed: one person asks with reasons, another agrees, and the first reads it once, within the hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from haven.accounts.actors import actor
from haven.accounts.models import User
from haven.audit.operations.record_reading import record_reading
from haven.cases.chronology import record
from haven.cases.models import Case, CaseEvent, Task
from haven.cases.operations import second_person
from haven.cases.operations.case_acts import case_for
from haven.cases.sealed_things import SealedThing, sealed_thing
from haven.sealed.gate import sealed_kinds_in
from haven.sealed.operations import reveal
from haven_law.findings import refuse

KIND, OPERATION = "reveal_place", "reveal_place"
RULE = "Haven rule of two people"
AGREED, OPENED = "sealed.reveal_agreed", "sealed.revealed"
LEAST_REASONS, MOST_REASONS = 20, 300
# What was agreed to is for now: later the reasons may no longer hold.
WITHIN = timedelta(hours=1)


@dataclass(frozen=True)
class RevealPlace:
    """`thing` is a key of haven.cases.sealed_things."""

    case: str
    thing: str


@dataclass(frozen=True)
class AskToReveal:
    case: str
    thing: str
    reasons: str


@dataclass(frozen=True)
class Revealed:
    """The value, for the answer to one press and nothing else."""

    words: str
    value: str


@transaction.atomic
def ask_to_reveal(command: AskToReveal, *, by: User, at: datetime) -> Task:
    """Ask that it be opened. Refused: to a role that may not; when it is asked already; without reasons of a sentence; when
    the reasons themselves hold what is sealed."""
    case = case_for(command.case, OPERATION, by=by, at=at)
    thing = _thing(case, command.thing)
    reasons = command.reasons.strip()
    if not LEAST_REASONS <= len(reasons) <= MOST_REASONS:
        refuse(RULE, f"Say why it must be opened, in {LEAST_REASONS} to {MOST_REASONS} characters").require()
    owners = (f"person:{case.protected_id}", case.ref)
    if sealed_kinds_in(reasons, owners=owners, asked_by=f"user:{by.pk}"):
        refuse(RULE, "Say why without any place, number or school: the reasons are not sealed").require()
    task = second_person.ask(case, KIND, ("sealed", thing.key), reasons, by=by, at=at, team_kind="unit")
    record(case, "sealed.reveal_asked", by=by, at=at, about=("task", str(task.public_id)))
    return task


@transaction.atomic
def agree_to_reveal(command: RevealPlace, *, by: User, at: datetime) -> User:
    """Agree, as the second person, who is shown the reasons and nothing sealed. Answers who may now read it. Refused: to a
    role that may not; when nobody has asked, or only `by`."""
    case = case_for(command.case, OPERATION, by=by, at=at)
    about = ("sealed", _thing(case, command.thing).key)
    task = second_person.asked(case, KIND, about)
    first = second_person.second(case, KIND, about, by=by, at=at)
    assert task is not None  # `second` has refused
    record(case, AGREED, by=by, at=at, about=("task", str(task.public_id)), facts={"first": first.name})
    return first


@transaction.atomic
def reveal_place(command: RevealPlace, *, by: User, at: datetime) -> Revealed:
    """Read it, once, as who asked. Recorded as a use of the value, as a reading and in the case before it is read. Refused:
    to a role that may not; to anybody but who asked; unless another person agreed within the hour; a second time."""
    case = case_for(command.case, OPERATION, by=by, at=at)
    thing = _thing(case, command.thing)
    agreed = agreed_for(case, thing.key, by=by, at=at)
    if agreed is None:
        refuse(RULE, "Another person must agree first. What was agreed to can be opened once, within an hour").require()
    assert agreed is not None
    task, agreement = agreed
    second = agreement.recorded_by
    assert second is not None
    value = reveal(
        handle=thing.handle,
        purpose="opened by two people",
        by=f"user:{by.pk}",
        second=f"user:{second.pk}",
        reason=task.words,
    )
    person = str(case.protected.public_id)
    record_reading(actor(by, at), OPERATION, case_ref=case.ref, person_ref=person, reason=task.words)
    record(case, OPENED, by=by, at=at, about=("task", str(task.public_id)), facts={"second": second.name})
    return Revealed(thing.words, value)


def agreed_for(case: Case, key: str, *, by: User, at: datetime) -> tuple[Task, CaseEvent] | None:
    """The asking of this person that another agreed to within the hour and that was not used yet, with the agreement. A
    task that was merely recorded as done is no agreement."""
    rows = case.tasks.filter(kind=KIND, about_kind="sealed", about_ref=key, recorded_by=by)
    for task in rows.order_by("-pk")[:5]:
        events = case.events.filter(about_kind="task", about_ref=str(task.public_id))
        agreement = events.filter(kind=AGREED, at__gt=at - WITHIN, at__lte=at).exclude(recorded_by=by).first()
        if agreement is not None and not events.filter(kind=OPENED).exists():
            return task, agreement
    return None


def _thing(case: Case, key: str) -> SealedThing:
    thing = sealed_thing(case, key)
    if thing is None:
        refuse(RULE, "There is nothing of this kind sealed in the case now").require()
    assert thing is not None
    return thing
