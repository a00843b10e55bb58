"""What is said in a call that was proven, and what is done for whoever rings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from haven.accounts.models import User
from haven.cases.ladder import case_owner
from haven.cases.operations.tasks import NewTask, make_task
from haven.cases.teams import team_of_force
from haven.line.models import Call
from haven.line.operations.take_call import RULE, add_step, held_call
from haven.line.standing import TAKE, cases_for
from haven.support.models import Update
from haven.support.operations.mark_told import mark_told
from haven_law.findings import refuse


@transaction.atomic
def tell_caller(call: Call, refs: Iterable[UUID], *, by: User, at: datetime) -> list[Update]:
    """Record the news that was read aloud and heard. Refused: without proof; after words for danger; for news of a case
    that this call is not about; what was told already."""
    call = held_call(call, by=by, at=at)
    if call.person_id is None or call.duress:
        refuse(RULE, "Nothing may be told in this call").require()
    assert call.person_id is not None
    cases = {case.pk: case for case in cases_for(call.person_id, by, at)}
    wanted = set(refs)
    rows = Update.objects.filter(ref__in=wanted, case__in=cases).exclude(state="closed")
    found = list(rows.select_related("case").order_by("pk"))
    if not wanted or len(found) != len(wanted):
        refuse(RULE, "Choose news that is shown in this call and was not told yet").require()
    for update in found:
        how = "call" if update.case.protected_id == call.person_id else "supporter"
        mark_told(update, how=how, by=by, at=at, may_by=TAKE)
    call.told.add(*found)
    add_step(call, "told", at)
    return found


@dataclass(frozen=True)
class Passed:
    """Something that a handler passes on: what the task says, whose it is, and within what time."""

    words: str
    team_kind: str
    duty_role: str
    within: timedelta


PASSED = {
    "happened": Passed(
        "They rang and say that something has happened. Reach them as their plan allows, alone, and hear it",
        "response", "duty_sergeant", timedelta(minutes=30),
    ),
    "officer": Passed(
        "They rang and ask to speak to the officer in the case. Reach them as their plan allows",
        "response", "duty_sergeant", timedelta(hours=24),
    ),
    "plan": Passed(
        "They rang and ask for another plan of how they are reached. They proved one thing only: agree it face to face",
        "unit", "unit_desk", timedelta(hours=24),
    ),
    "plan_proven": Passed(
        "They rang and ask for another plan of how they are reached. They proved phrase and PIN: it may be agreed on a call, "
        "but not by the way that is changed",
        "unit", "unit_desk", timedelta(hours=24),
    ),
}  # fmt: skip


@transaction.atomic
def pass_on(call: Call, what: str, *, by: User, at: datetime) -> int:
    """Give what they ask for to whoever does it, in each case of this call. What is asked for counts by what was proven.
    Answers how many tasks there are. Refused: without proof; after words for danger; for what there is not."""
    call = held_call(call, by=by, at=at)
    if call.person_id is None or call.duress:
        refuse(RULE, "Nothing can be passed on in this call").require()
    assert call.person_id is not None
    if what not in ("happened", "officer", "plan"):
        refuse(RULE, "Choose one of the things shown").require()
    passed = PASSED["plan_proven" if what == "plan" and call.level > 1 else what]
    add_step(call, what, at)
    cases = cases_for(call.person_id, by, at)
    for case in cases:
        team = team_of_force(case.lead_force_id, passed.team_kind)
        officer = case_owner(case, at) if what == "officer" else None
        if team is not None:
            new = NewTask(
                f"call_{what}", passed.words, (officer.team or team) if officer else team, at + passed.within, "our rule",
                user=officer, duty_role=passed.duty_role, about=("call", str(call.public_id)),
            )  # fmt: skip
            make_task(case, new, by=by, at=at)
    return len(cases)


@transaction.atomic
def book_callback(call: Call, *, by: User, at: datetime) -> None:
    """Promise a call to whoever holds the card that was named, proven or not. Says nothing of whether there is one: the
    worker makes the promise, by her plan and to no number that a caller gives."""
    call = held_call(call, by=by, at=at)
    add_step(call, "callback", at, waits=True)
