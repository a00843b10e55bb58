"""The doorstep check: what was asked and what is shown are written down in the transaction that answers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from haven.accounts.models import User
from haven.audit.models import DoorstepCheckRecord
from haven.audit.operations.record_check import CheckMade, record_check
from haven.cases.models import Case
from haven.cases.operations.tasks import NewTask, make_task
from haven.cases.permissions import may
from haven.cases.teams import team_of_force
from haven.notices.models import Notice
from haven.orders.models import Order
from haven.parties.models import Person
from haven.register.door_rows import Doors, bound_by, doors, is_over, papers, protecting
from haven.register.doorstep import (
    DoorPerson,
    DoorProtected,
    Match,
    around,
    person_of,
    protected_of,
)
from haven.register.operations.sealed_address import note_sealed, require_open
from haven.register.search import STRONG, Asked, Found, find_people
from haven.sealed.ciphers import encipher, token
from haven_law.clock import to_london
from haven_law.findings import refuse

RULE = "Haven check rule"
REASONS = {
    "attending": "Attending an incident",
    "stop": "Stop or road check",
    "custody": "In custody",
    "welfare": "Welfare or safety visit",
    "serve": "Serving a paper",
    "planned": "Planned enquiry",
    "breach": "Report of a breach",
}
MOST = 10
KEYS = "checks"
AGAIN_WITHIN = timedelta(hours=12)


@dataclass(frozen=True)
class CheckPerson:
    """What is asked, why (a code of REASONS), and the number of the task or incident, if there is one."""

    asked: Asked
    reason_code: str
    task_ref: str = ""


@dataclass(frozen=True)
class DoorAnswer:
    """What is shown. `unavailable` parts were not searched: with nothing found, the answer is unknown, never none.
    `too_many` weaker matches are not shown at all: the page asks for more."""

    record: DoorstepCheckRecord
    people: tuple[DoorPerson, ...]
    searched: tuple[str, ...]
    unavailable: tuple[str, ...]
    too_many: int = 0
    protected: tuple[DoorProtected, ...] = ()

    @property
    def unknown(self) -> bool:
        return not self.people and not self.protected and bool(self.unavailable)

    @property
    def found(self) -> bool:
        return bool(self.people or self.protected or self.too_many)


@transaction.atomic
def check_person(command: CheckPerson, *, by: User, at: datetime) -> DoorstepCheckRecord:
    """Find who is meant in a check at a door, and write down what was asked and which people, notices and orders are the
    answer: strong matches first, at most ten people. `read_answer` reads from the record what is shown. An answer about a
    restricted case sets a task for professional standards. If the record cannot be written there is no answer.

    Refused: to a role that may not; without anything to look for; without a reason. Raises ValueError for a reason
    that is not in REASONS."""
    may(by, "check_at_door", None, at).require()
    if command.reason_code not in REASONS:
        raise ValueError(f"'{command.reason_code}' is not a reason for a check.")
    if not command.asked.parts:
        refuse(RULE, "Enter a name, a date of birth or an address").require()
    if command.asked.address.strip():
        require_open(by)
    result = find_people(command.asked, to_london(at).date())
    bound = bound_by([f.person_id for f in result.found], at)
    kept, too_many = _at_most([f for f in result.found if bound.get(f.person_id)])
    guarded = protecting([f.person_id for f in result.found if _may_tell(f)], at)
    protected = [f for f in result.found if guarded.get(f.person_id)][:MOST]
    things = [thing for f in kept for thing in bound[f.person_id]]
    things += [thing for f in protected for thing in guarded[f.person_id]]
    closed = doors(things, by, at)
    ids = dict(Person.objects.filter(pk__in=[f.person_id for f in (*kept, *protected)]).values_list("pk", "public_id"))
    more = {"too_many": too_many} if too_many else {}
    record = record_check(
        CheckMade(
            public_id=token(),
            reason_code=command.reason_code,
            task_ref=command.task_ref.strip(),
            asked_enc=encipher(KEYS, _asked_json(command.asked)),
            searched=list(result.searched),
            unavailable=list(result.unavailable),
            shown=[
                *({"person": str(ids[f.person_id])} | _shown(f, bound[f.person_id], closed) | more for f in kept),
                *({"protected": str(ids[f.person_id])} | _shown(f, guarded[f.person_id], closed) for f in protected),
                *([more] if more and not kept else []),
            ],
        ),
        by=by,
        at=at,
    )
    _tell_standards([thing.case for thing in things if closed.withholds(thing.case_id)], record, at)
    note_sealed(command.asked.address, command.asked.postcode, record, by=by, at=at)
    return record


def _may_tell(found: Found) -> bool:
    """Of whom it is told that something protects them: a strong match, the whole name, or a place that the subject knows."""
    return found.strength == STRONG or bool({"name", "address"} & set(found.agree))


def _at_most(found: list[Found]) -> tuple[list[Found], int]:
    """Ten people at most. Where there are more weak matches than that, only the strong ones, and how many were left."""
    strong = [f for f in found if f.strength == STRONG][:MOST]
    if len(found) <= MOST:
        return found, 0
    return strong, len(found) - len(strong)


def _shown(found: Found, things: list[Notice | Order], closed: Doors) -> dict[str, Any]:
    return {
        "strength": found.strength,
        "why": found.why,
        "refs": [thing.ref for thing in things],
        "withheld": [thing.ref for thing in things if closed.withholds(thing.case_id)],
    }


def _asked_json(asked: Asked) -> str:
    born = asked.born.isoformat() if asked.born else None
    values = {"name": asked.name, "born": born, "postcode": asked.postcode, "age": asked.age, "address": asked.address}
    return json.dumps(values, ensure_ascii=False)


def _tell_standards(closed: list[Case], record: DoorstepCheckRecord, at: datetime) -> None:
    """A restricted case was met at a door: professional standards look at it."""
    for case in {case.pk: case for case in closed}.values():
        team = team_of_force(case.lead_force_id, "standards")
        if team is not None:
            words = "A doorstep check met this closed case. See who asked, and why"
            task = NewTask(
                "restricted_check", words, team, basis="our rule", about=("check", record.public_id), once=False
            )
            make_task(case, task, by=None, at=at)


def read_answer(record: DoorstepCheckRecord, *, by: User, at: datetime) -> DoorAnswer | None:
    """The same people and papers as the record says were shown, as they stand now. None for another officer's check, or
    one older than a shift: check again."""
    if record.by_key != f"user:{by.pk}" or at - record.at > AGAIN_WITHIN:
        return None
    shown, guarded = _rows(record, "person"), _rows(record, "protected")
    found = Person.objects.filter(public_id__in={*shown, *guarded}).prefetch_related("names")
    people = {str(p.public_id): p for p in found}
    held = papers({ref for row in (*shown.values(), *guarded.values()) for ref in row["refs"]}, at)
    bound = {key: _held(row, held) for key, row in shown.items() if key in people}
    protects = {
        key: [thing for thing in _held(row, held) if not is_over(thing)]
        for key, row in guarded.items()
        if key in people
    }
    things = [thing for kept in (*bound.values(), *protects.values()) for thing in kept]
    shared = around(things, by, at)
    return DoorAnswer(
        record,
        tuple(person_of(_match(people[key], shown[key]), kept, shared) for key, kept in bound.items()),
        tuple(record.searched),
        tuple(record.unavailable),
        max((int(row.get("too_many", 0)) for row in record.shown), default=0),
        tuple(protected_of(_match(people[key], guarded[key]), kept, shared) for key, kept in protects.items() if kept),
    )


_Rows = dict[str, dict[str, Any]]


def _rows(record: DoorstepCheckRecord, key: str) -> _Rows:
    return {str(row[key]): row for row in record.shown if key in row}


def _held(row: dict[str, Any], held: dict[str, Notice | Order]) -> list[Notice | Order]:
    """Of one person the papers that were shown."""
    return [held[ref] for ref in row["refs"] if ref in held]


def _match(person: Person, row: dict[str, Any]) -> Match:
    return Match(person, str(row["strength"]), str(row["why"]))
