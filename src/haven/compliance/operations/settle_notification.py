"""What the passing of time brings to the duties to notify, for the watch: a duty is overdue, another regime has ended, a
stand-in date has passed while nothing shows that the subject knows of the order."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from haven.cases.chronology import hold_case, record
from haven.cases.deadlines import open_deadlines, start
from haven.compliance.clocks import duty_about, notification_clock
from haven.compliance.facts import as_duty
from haven.compliance.models import ExemptingDuty, NotificationDuty
from haven.compliance.operations.recompute_notification import BY, recompute_notification
from haven_law.clock import to_london
from haven_law.notification_course import OVERDUE, standing

REBASED_BEFORE = timedelta(hours=12)


def settle_notification(at: datetime, *, limit: int = 200) -> int:
    """Bring what is due at an instant. Answers how many duties were found overdue. Any number of workers may run it."""
    for pk in _ended_regimes(at)[:limit]:
        _after_regime(pk, at)
    for pk in _unknown(at)[:limit]:
        _rebase(pk, at)
    return sum(_overdue(pk, at) for pk in _at_fault(at)[:limit])


def _at_fault(at: datetime) -> list[int]:
    rows = NotificationDuty.objects.filter(
        Q(off_at__isnull=True) | Q(off_at__gt=F("fault_from")),
        fault_from__lt=at,
        met_by__isnull=True,
        withdrawn_at__isnull=True,
        overdue_told_at__isnull=True,
    )
    return list(rows.order_by("fault_from", "pk").values_list("pk", flat=True))


@transaction.atomic
def _overdue(pk: int, at: datetime) -> int:
    """One candidate a duty, however long the failure goes on (s.43(4)-(6))."""
    row = NotificationDuty.objects.select_related("case", "order", "met_by").get(pk=pk)
    hold_case(row.case_id)
    row.refresh_from_db()
    told = row.overdue_told_at is not None or row.withdrawn_at is not None or row.met_by_id is not None
    if told or row.fault_from is None or standing(as_duty(row), None, at) != OVERDUE:
        return 0
    row.overdue_told_at = at
    row.save(update_fields=["overdue_told_at"])
    facts = {"duty": str(row.public_id), "what": row.get_event_display().lower(), "by": row.due_by.isoformat()}
    record(row.case, "notification.overdue", by=BY, at=row.fault_from, about=("order", row.order.ref), facts=facts)
    return 1


def _ended_regimes(at: datetime) -> list[int]:
    today = to_london(at).date()
    rows = ExemptingDuty.objects.filter(last_day__lt=today, voided_at__isnull=True, settled_at__isnull=True)
    return list(rows.order_by("last_day", "pk").values_list("pk", flat=True))


@transaction.atomic
def _after_regime(pk: int, at: datetime) -> None:
    row = ExemptingDuty.objects.select_for_update(of=("self",)).select_related("person").get(pk=pk)
    if row.settled_at is None:
        recompute_notification(row.person, at=at)
        row.settled_at = at
        row.save(update_fields=["settled_at"])


def _unknown(at: datetime) -> list[int]:
    """Duties that are owed though nothing shows that the subject knows, whose stand-in date comes near."""
    rows = NotificationDuty.objects.filter(
        Q(off_at__isnull=True) | Q(off_at__gt=at),
        fault_from__isnull=True,
        met_by__isnull=True,
        withdrawn_at__isnull=True,
        due_by__lt=at,
    )
    found = []
    for row in rows.select_related("order").order_by("due_by", "pk"):
        clock = open_deadlines(duty_about(row), "notification").first()
        if clock is not None and clock.outer_limit < at + REBASED_BEFORE:
            found.append(row.pk)
    return found


@transaction.atomic
def _rebase(pk: int, at: datetime) -> None:
    row = NotificationDuty.objects.select_related("case", "order").get(pk=pk)
    hold_case(row.case_id)
    row.refresh_from_db()
    if row.fault_from is None and row.met_by_id is None and row.withdrawn_at is None:
        start(row.case, notification_clock(row, at))
