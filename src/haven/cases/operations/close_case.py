"""Close a case in which nothing runs any more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from haven.accounts.models import User
from haven.cases.chronology import record
from haven.cases.models import Case, Deadline
from haven.cases.operations.case_acts import RULE, case_for
from haven_law.findings import Decision, Finding

REASONS = {
    "order_ended": "The order has ended",
    "notice_ended": "The notice ended without an order",
    "not_given": "No notice was given",
    "entered_in_error": "Opened in error",
}


@dataclass(frozen=True)
class CloseCase:
    """`because` is a code of REASONS."""

    case: str
    because: str


@transaction.atomic
def close_case(command: CloseCase, *, by: User, at: datetime) -> Case:
    """Close it. It stays readable and its papers stay. Refused: to a role that may not; when it is closed already;
    while a notice, an application, an order, a breach, a clock or a task of it is open. Raises ValueError for another
    reason."""
    if command.because not in REASONS:
        raise ValueError(f"'{command.because}' is not a reason to close a case.")
    case = case_for(command.case, "close_case", by=by, at=at)
    nothing_runs(case, at).require()
    case.closed_at = at
    case.save(update_fields=["closed_at"])
    case.assignments.filter(until_at__isnull=True, from_at__lt=at).update(until_at=at)
    record(case, "case.closed", by=by, at=at, about=("case", case.ref), facts={"because": REASONS[command.because]})
    return case


def nothing_runs(case: Case, at: datetime) -> Decision:
    """A finding for each kind of thing that could still run; met when none does. Later stages are asked through the
    rows that point at the case."""
    over = Q(ended_at__lte=at) | Q(ends_at__lte=at)
    ended = Q(outcomes__isnull=False, outcomes__voided_at__isnull=True) & ~Q(outcomes__count="underlying")
    ended_breaches = case.breaches.filter(ended).values("pk")
    breaches = case.breaches.filter(voided_at__isnull=True, decided_not_at__isnull=True).exclude(charged=False)
    waiting = Q(authorisation__isnull=True, withdrawn_at__isnull=True)
    running = {
        "a request for a notice waits": case.proposals.filter(waiting),
        "a notice is live": case.notices.filter(
            ended_at__isnull=True, authority_withdrawn_at__isnull=True, voided_at__isnull=True
        ),
        "an application is open": case.applications.filter(
            determined_at__isnull=True, withdrawn_at__isnull=True, voided_at__isnull=True
        ),
        "an order is in force": case.orders.filter(voided_at__isnull=True).exclude(over),
        "a breach is open": breaches.exclude(pk__in=ended_breaches),
        "a sign of a breach waits": case.breach_candidates.filter(
            dismissed_at__isnull=True, breach__isnull=True, voided_at__isnull=True
        ),
        "a clock runs": Deadline.objects.filter(case=case, closed_at__isnull=True, voided_at__isnull=True),
        "a task is open": case.tasks.filter(done_at__isnull=True),
    }
    findings = [
        Finding(RULE, case.closed_at is None, "The case is open" if case.closed_at is None else "It is closed already")
    ]
    for words, rows in running.items():
        found = rows.exists()
        because = f"The case cannot be closed while {words}" if found else f"It is not so that {words}"
        findings.append(Finding(RULE, not found, because))
    return Decision(tuple(findings))
