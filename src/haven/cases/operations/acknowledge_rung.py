"""Somebody who was told of a deadline says: I have this."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import lock_case, record
from haven.cases.clock_words import clock_words
from haven.cases.ladder import Told
from haven.cases.models import Deadline, DeadlineRung
from haven.cases.permissions import may
from haven_law.findings import Decision, allow, refuse

RULE = "Haven rule of warnings"
SEEN_TO = "Somebody saw to it before anybody had to be told"


@dataclass(frozen=True)
class AcknowledgeRung:
    """The warning to answer."""

    rung_id: int


@transaction.atomic
def acknowledge_rung(command: AcknowledgeRung, *, by: User, at: datetime) -> DeadlineRung:
    """Answer a warning: nobody further is told of it, or of earlier warnings of the same clock.

    Refused to a role that may not, when the warning was not given yet, when the clock has stopped, and when somebody
    else has answered already. Our rule; the Act knows no warnings."""
    case_id = DeadlineRung.objects.filter(pk=command.rung_id).values_list("deadline__case_id", flat=True).get()
    case = lock_case(case_id)
    rung = DeadlineRung.objects.select_for_update(of=("self",)).select_related("deadline").get(pk=command.rung_id)
    may(by, "acknowledge_rung", case, at).require()
    open_to_answer(rung).require()
    deadline = rung.deadline
    answered = DeadlineRung.objects.filter(deadline=deadline, raised_at__isnull=False, acknowledged_at__isnull=True)
    answered.filter(due_at__lte=rung.due_at).update(acknowledged_by=by, acknowledged_at=at, escalate_at=None)
    DeadlineRung.objects.filter(pk=rung.pk).update(acknowledged_by=by, acknowledged_at=at, escalate_at=None)
    facts = {"clock": clock_words(deadline.kind).name, "rung": rung.rung}
    record(case, "deadline.acknowledged", by=by, at=at, about=(deadline.about_kind, deadline.about_ref), facts=facts)
    rung.refresh_from_db()
    return rung


@transaction.atomic(savepoint=False)
def answered_by_act(deadline: Deadline, *, by: User, at: datetime) -> None:
    """What somebody did is their answer to the warnings of a clock that were due by then: nobody further is told of them.
    The clock runs on, and later rungs speak. Whoever acts was asked before whether they may."""
    due = DeadlineRung.objects.filter(deadline=deadline, acknowledged_at__isnull=True, due_at__lte=at)
    waiting = due.filter(raised_at__isnull=False, escalate_at__isnull=False).exists()
    due.filter(raised_at__isnull=True).update(raised_at=at, told=[Told("", None, at, SEEN_TO).as_json()])
    due.update(acknowledged_by=by, acknowledged_at=at, escalate_at=None)
    if waiting:
        facts = {"clock": clock_words(deadline.kind).name, "rung": ""}
        about = (deadline.about_kind, deadline.about_ref)
        record(deadline.case, "deadline.acknowledged", by=by, at=at, about=about, facts=facts)


def open_to_answer(rung: DeadlineRung) -> Decision:
    """Can this warning be answered now?"""
    deadline = rung.deadline
    if rung.raised_at is None:
        return refuse(RULE, "This warning has not been given yet")
    if deadline.closed_at is not None or deadline.voided_at is not None:
        return refuse(RULE, "This clock has stopped. There is nothing left to answer")
    if rung.acknowledged_by is not None:
        return refuse(RULE, f"{rung.acknowledged_by.name} has answered this warning already")
    return allow(RULE, "The warning waits for an answer")
