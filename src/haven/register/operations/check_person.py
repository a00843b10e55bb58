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
from haven.register.doorstep import (
    DoorItem,
    DoorPerson,
    DoorProtected,
    Match,
    around,
    bound_by,
    person_of,
    protected_of,
    protecting,
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
def check_person(command: CheckPerson, *, by: User, at: datetime) -> DoorAnswer:
    """Answer a check at a door. Strong matches first, at most ten people. An answer about a restricted case sets a task
    for professional standards. If the record cannot be written there is no answer.

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
    ids = [f.person_id for f in result.found]
    bound = bound_by(ids, at)
    kept, too_many = _at_most([f for f in result.found if bound.get(f.person_id)])
    people, things = _people(kept, bound, by, at)
    guarded = protecting([f.person_id for f in result.found if _may_tell(f)], at)
    protected, more = _protected([f for f in result.found if guarded.get(f.person_id)][:MOST], guarded, by, at)
    record = record_check(
        CheckMade(
            public_id=token(),
            reason_code=command.reason_code,
            task_ref=command.task_ref.strip(),
            asked_enc=encipher(KEYS, _asked_json(command.asked)),
            searched=list(result.searched),
            unavailable=list(result.unavailable),
            shown=[
                *(_shown(p, too_many) for p in people),
                *(_shown_protected(p) for p in protected),
                *([{"too_many": too_many}] if too_many and not people else []),
            ],
        ),
        by=by,
        at=at,
    )
    items = [i for p in people for i in p.items] + [i for p in protected for _name, _born, i in p.items]
    _tell_standards(items, [*things, *more], record, at)
    note_sealed(command.asked.address, command.asked.postcode, record, by=by, at=at)
    return DoorAnswer(record, people, result.searched, result.unavailable, too_many, protected)


def _may_tell(found: Found) -> bool:
    """Of whom it is told that something protects them: a strong match, the whole name, or a place that the subject knows."""
    return found.strength == STRONG or bool({"name", "address"} & set(found.agree))


def _protected(
    kept: list[Found], guarded: dict[int, list[Notice | Order]], by: User, at: datetime
) -> tuple[tuple[DoorProtected, ...], list[Notice | Order]]:
    things = [thing for f in kept for thing in guarded[f.person_id]]
    if not things:
        return (), []
    shared = around(things, by, at)
    rows = Person.objects.filter(pk__in=[f.person_id for f in kept]).prefetch_related("names").in_bulk()
    made = (protected_of(Match(rows[f.person_id], f.strength, f.why), guarded[f.person_id], shared) for f in kept)
    return tuple(made), things


def _shown_protected(person: DoorProtected) -> dict[str, Any]:
    items = [item for _name, _born, item in person.items]
    return {
        "protected": person.public_id,
        "strength": person.strength,
        "why": person.why,
        "refs": [item.ref for item in items],
        "withheld": [item.ref for item in items if item.withheld],
    }


def _at_most(found: list[Found]) -> tuple[list[Found], int]:
    """Ten people at most. Where there are more weak matches than that, only the strong ones, and how many were left."""
    strong = [f for f in found if f.strength == STRONG][:MOST]
    if len(found) <= MOST:
        return found, 0
    return strong, len(found) - len(strong)


def _people(
    kept: list[Found], bound: dict[int, list[Notice | Order]], by: User, at: datetime
) -> tuple[tuple[DoorPerson, ...], list[Notice | Order]]:
    things = [thing for f in kept for thing in bound[f.person_id]]
    shared = around(things, by, at)
    rows = Person.objects.filter(pk__in=[f.person_id for f in kept]).prefetch_related("names").in_bulk()
    people = tuple(person_of(Match(rows[f.person_id], f.strength, f.why), bound[f.person_id], shared) for f in kept)
    return people, things


def _shown(person: DoorPerson, too_many: int) -> dict[str, Any]:
    row: dict[str, Any] = {
        "person": person.public_id,
        "strength": person.strength,
        "why": person.why,
        "refs": [item.ref for item in person.items],
        "withheld": [item.ref for item in person.items if item.withheld],
    }
    return row | ({"too_many": too_many} if too_many else {})


def _asked_json(asked: Asked) -> str:
    born = asked.born.isoformat() if asked.born else None
    values = {"name": asked.name, "born": born, "postcode": asked.postcode, "age": asked.age, "address": asked.address}
    return json.dumps(values, ensure_ascii=False)


def _tell_standards(
    items: list[DoorItem], things: list[Notice | Order], record: DoorstepCheckRecord, at: datetime
) -> None:
    """A restricted case was met at a door: professional standards look at it."""
    by_ref = {thing.ref: thing.case for thing in things}
    cases: dict[int, Case] = {}
    for item in items:
        if item.withheld:
            cases[by_ref[item.ref].pk] = by_ref[item.ref]
    for case in cases.values():
        team = team_of_force(case.lead_force_id, "standards")
        if team is not None:
            words = "A doorstep check met this closed case. See who asked, and why"
            task = NewTask(
                "restricted_check", words, team, basis="our rule", about=("check", record.public_id), once=False
            )
            make_task(case, task, by=None, at=at)


def answer_again(record: DoorstepCheckRecord, *, by: User, at: datetime) -> DoorAnswer | None:
    """The same people and papers as the record says were shown, as they stand now. None for another officer's check, or
    one older than a shift: check again."""
    if record.by_key != f"user:{by.pk}" or at - record.at > AGAIN_WITHIN:
        return None
    shown = {str(row["person"]): row for row in record.shown if "person" in row}
    rows = {str(p.public_id): p for p in Person.objects.filter(public_id__in=shown).prefetch_related("names")}
    bound = bound_by([p.pk for p in rows.values()], at)
    refs = {ref for row in shown.values() for ref in row["refs"]}
    kept = {pk: [t for t in things if t.ref in refs] for pk, things in bound.items()}
    shared = around([t for things in kept.values() for t in things], by, at)
    people = tuple(
        person_of(Match(rows[key], row["strength"], row["why"]), kept[rows[key].pk], shared)
        for key, row in shown.items()
        if key in rows
    )
    too_many = max((int(row.get("too_many", 0)) for row in record.shown), default=0)
    protected = _protected_again(record, by, at)
    return DoorAnswer(record, people, tuple(record.searched), tuple(record.unavailable), too_many, protected)


def _protected_again(record: DoorstepCheckRecord, by: User, at: datetime) -> tuple[DoorProtected, ...]:
    shown = {str(row["protected"]): row for row in record.shown if "protected" in row}
    if not shown:
        return ()
    rows = list(Person.objects.filter(public_id__in=shown).prefetch_related("names"))
    guarded = protecting([p.pk for p in rows], at)
    found = [
        Found(p.pk, str(shown[str(p.public_id)]["strength"]), str(shown[str(p.public_id)]["why"]), 0.0)
        for p in rows
        if guarded.get(p.pk)
    ]
    return _protected(found, guarded, by, at)[0]
