"""Record a date on the way of a breach that no act of its own records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.breaches.assessing import RULE
from haven.breaches.models import Breach, Milestone
from haven.breaches.operations.holding import locked
from haven.cases.chronology import record
from haven.cases.deadlines import meet
from haven.cases.permissions import may
from haven_law.clock import to_london
from haven_law.findings import refuse

# A notice is no offence: nobody is sent for trial for it.
OF_NOTICE = ("response", "safety_checked", "interview", "first_hearing", "letter_sent", "pack_asked", "pack_sent")
# They were before the court again: a remand ran to this day at most.
BEFORE_A_COURT = ("first_hearing", "plea", "trial", "sentence")
WARRANTS = ("warrant_asked", "warrant_issued", "warrant_refused")


@dataclass(frozen=True)
class ReachMilestone:
    """`kind` is a code of Milestone.KINDS. With precision "day" only the day of `at` is known."""

    breach: str
    kind: str
    precision: str = "minute"
    words: str = ""


@transaction.atomic
def reach_milestone(
    command: ReachMilestone, *, by: User, at: datetime, reached_at: datetime | None = None
) -> Milestone:
    """Record that it was reached at `reached_at` (else at `at`). Refused: to a role that may not; twice; in the future;
    before what it is about began; for a notice, what only an offence has. Raises ValueError for another kind or
    precision, and for warrants, which have their own operation."""
    if command.kind not in Milestone.KINDS or command.kind in WARRANTS:
        raise ValueError(f"'{command.kind}' is not a milestone of a breach.")
    if command.precision not in dict(Milestone.PRECISIONS):
        raise ValueError(f"'{command.precision}' is not a precision.")
    breach = locked(command.breach)
    may(by, "reach_milestone", breach.case, at).require()
    if breach.of == "notice" and command.kind not in OF_NOTICE:
        because = "A breach of a notice is not an offence, so there is no charge, plea, trial or sentence for it"
        refuse("DAA 2021 s.26(1)", because).require()
    when = reached_at or at
    on_the_day = command.precision == "day" and to_london(when).date() == to_london(breach.happened.lower).date()
    if when > at:
        refuse(RULE, "The date must not be in the future").require()
    if when < breach.happened.lower and not on_the_day:
        refuse(RULE, "The date cannot be before what it is about").require()
    if breach.milestones.filter(kind=command.kind, voided_at__isnull=True).exists():
        refuse(RULE, "This date is recorded already. Ask for it to be corrected if it is wrong").require()
    found = write_milestone(breach, command.kind, when, by=by, precision=command.precision, words=command.words)
    if command.kind in BEFORE_A_COURT:
        meet(breach.ref, "remand_s30", at=when)
    facts = {"ref": breach.ref, "kind": found.get_kind_display()}
    precision = "day" if command.precision == "day" else "minute"
    record(
        breach.case, "breach.milestone", by=by, at=when, about=("breach", breach.ref), facts=facts, precision=precision
    )
    return found


def write_milestone(
    breach: Breach, kind: str, at: datetime, *, by: User | None, precision: str = "minute", words: str = ""
) -> Milestone:
    """The row, within an operation that has asked who may and holds the case."""
    return Milestone.objects.create(
        breach=breach, kind=kind, at=at, precision=precision, words=words.strip()[:200], recorded_by=by
    )
