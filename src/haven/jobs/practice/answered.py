"""The warnings of clocks that ran while a planned case was carried out: given by the watch in their minute, and answered by
whoever was told. What came due within the last hour is left to the watch of this minute, and to whoever practises."""

from datetime import datetime, timedelta

from django.db.models import Max

from haven.accounts.models import User
from haven.cases.ladder import severity
from haven.cases.models import Case, DeadlineRung
from haven.cases.operations.acknowledge_rung import AcknowledgeRung, acknowledge_rung
from haven.cases.operations.warn_of_deadline import warn_of_deadline

LEFT, MINUTE, ANSWERED_AFTER = timedelta(hours=1), timedelta(minutes=1), timedelta(minutes=6)


def answer_old_warnings(case: Case, now: datetime, *, by: User) -> None:
    """For every running clock of the case the last warning that is an hour old, with the milder ones before it."""
    due = DeadlineRung.objects.filter(
        deadline__case=case,
        deadline__closed_at__isnull=True,
        deadline__voided_at__isnull=True,
        raised_at__isnull=True,
        due_at__lte=now - LEFT,
    )
    last = due.values("deadline_id").annotate(last=Max("due_at")).order_by("last")
    for clock, at in last.values_list("deadline_id", "last"):
        warn_of_deadline(clock, at=at + MINUTE)
        asked = DeadlineRung.objects.filter(deadline=clock, escalate_at__isnull=False, acknowledged_at__isnull=True)
        for rung in sorted(asked, key=severity)[-1:]:
            acknowledge_rung(AcknowledgeRung(rung.pk), by=by, at=at + ANSWERED_AFTER)
