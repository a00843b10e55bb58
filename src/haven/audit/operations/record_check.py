"""Write down a doorstep check before its answer is shown, and what the officer then said of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from haven.accounts.models import User
from haven.audit.models import DoorstepCheckRecord
from haven_law.findings import refuse


@dataclass(frozen=True)
class CheckMade:
    """What was asked (enciphered by the caller), which parts were searched and which could not be, what is shown."""

    public_id: str
    reason_code: str
    task_ref: str
    asked_enc: bytes
    searched: list[str]
    unavailable: list[str]
    shown: list[dict[str, Any]]


def record_check(made: CheckMade, *, by: User, at: datetime) -> DoorstepCheckRecord:
    """The record of a check. The caller shows nothing unless this, in its transaction, has succeeded."""
    return DoorstepCheckRecord.objects.create(
        public_id=made.public_id,
        at=at,
        by_key=f"user:{by.pk}",
        reason_code=made.reason_code,
        task_ref=made.task_ref,
        asked_enc=made.asked_enc,
        searched=made.searched,
        unavailable=made.unavailable,
        shown=made.shown,
    )


@transaction.atomic
def not_this_person(record: DoorstepCheckRecord, person: str, *, by: User, at: datetime) -> DoorstepCheckRecord:
    """The officer says that a person shown is not the one at the door. Refused: for another officer's check, or a
    person that it did not show."""
    held = _own(record, by)
    if person not in {str(row.get("person")) for row in held.shown}:
        refuse("Haven check rule", "This check did not show that person").require()
    said = [row for row in held.not_this_person if row.get("person") != person]
    held.not_this_person = [*said, {"person": person, "at": at.isoformat()}]
    held.save(update_fields=["not_this_person"])
    return held


@transaction.atomic
def choose_answer(record: DoorstepCheckRecord, ref: str, *, by: User) -> DoorstepCheckRecord:
    """The officer opened one notice or order of the answer."""
    held = _own(record, by)
    if ref not in {r for row in held.shown for r in row.get("refs", [])}:
        refuse("Haven check rule", "This check did not show that notice or order").require()
    held.chosen_ref = ref
    held.save(update_fields=["chosen_ref"])
    return held


def _own(record: DoorstepCheckRecord, by: User) -> DoorstepCheckRecord:
    held = DoorstepCheckRecord.objects.select_for_update().get(pk=record.pk)
    if held.by_key != f"user:{by.pk}":
        refuse("Haven check rule", "This is the check of another officer").require()
    return held
