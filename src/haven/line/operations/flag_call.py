"""Danger that a handler hears without a word for it, and a caller who may be somebody else."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.line.models import Call
from haven.line.operations.alerts import raise_duress, raise_other_person
from haven.line.operations.take_call import RULE, add_step, held_call
from haven_law.findings import refuse


@transaction.atomic
def flag_duress(call: Call, *, by: User, at: datetime) -> bool:
    """The handler hears danger, without a word for it. Whoever must know is told, where a card was named; answers whether
    one was. From now on nothing is told in this call."""
    call = held_call(call, by=by, at=at)
    call.duress = True
    call.save(update_fields=["duress"])
    add_step(call, "danger", at)
    person = call.person_id or call.named_id
    if person is not None:
        raise_duress(call, person, by=by, at=at, heard=True)
    return person is not None


@transaction.atomic
def flag_other_person(call: Call, signs: list[str], *, by: User, at: datetime) -> Call:
    """The caller may not be who they say. The signs are from a closed list; the unit learns of it where a card was named.
    Refused: without a sign; for a sign that there is not."""
    call = held_call(call, by=by, at=at)
    if not signs or not set(signs) <= set(Call.SIGNS):
        refuse(RULE, "Choose what made you think so").require()
    fresh = [sign for sign in signs if sign not in call.signs]
    call.signs = [*call.signs, *fresh]
    call.save(update_fields=["signs"])
    add_step(call, "other_person", at)
    person = call.named_id or call.person_id
    if fresh and person is not None:
        raise_other_person(call, person, call.signs, by=by, at=at)
    return call
