"""Reads of what is owed besides the tag, that pages share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import CharField, DateTimeField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat

from haven.accounts.actors import Actor
from haven.accounts.models import User
from haven.cases.models import Deadline
from haven.cases.permissions import visible_to
from haven.compliance.facts import as_duty, same_people
from haven.compliance.models import CheckPlanItem, NotificationDuty, SignOn, Supervision
from haven.orders.models import Order
from haven_law.notification_course import EXCUSED, MET, MET_LATE, OFF, OVERDUE, WAITING, standing

FAR = datetime(9999, 1, 1, tzinfo=UTC)
# code -> (kind of the status mark, word)
STANDING: dict[str, tuple[str, str]] = {
    WAITING: ("wait", "Due"),
    MET: ("plain", "Given in time"),
    MET_LATE: ("plain", "Given late"),
    OVERDUE: ("act", "Overdue"),
    EXCUSED: ("wait", "Excused for now"),
    OFF: ("end", "Off"),
}


@dataclass(frozen=True)
class DutyRow:
    """A duty with where it stands."""

    duty: NotificationDuty
    code: str
    mark: tuple[str, str]


def duty_row(duty: NotificationDuty, at: datetime) -> DutyRow:
    code = standing(as_duty(duty), duty.met_by.at if duty.met_by is not None else None, at)
    return DutyRow(duty, code, STANDING[code])


def duties_of(order: Order, at: datetime) -> list[DutyRow]:
    """The duties that an order carries, the newest first."""
    rows = NotificationDuty.objects.filter(order=order, withdrawn_at__isnull=True).select_related("order", "met_by")
    return [duty_row(row, at) for row in rows.order_by("-due_by", "-pk")]


def owes_notification(order: Order, at: datetime) -> bool:
    """Whether something is still to be told under this order."""
    rows = NotificationDuty.objects.filter(
        Q(off_at__isnull=True) | Q(off_at__gt=at), order=order, withdrawn_at__isnull=True, met_by__isnull=True
    )
    return rows.exists()


def carried_elsewhere(order: Order, at: datetime, cases: QuerySet[Any, Any]) -> list[NotificationDuty]:
    """Duties of the same person that other orders carry, in cases that exist for whoever asks."""
    rows = NotificationDuty.objects.filter(
        Q(off_at__isnull=True) | Q(off_at__gt=at),
        person_id__in=same_people(order.subject),
        withdrawn_at__isnull=True,
        case__in=cases,
    )
    return list(rows.exclude(order=order).select_related("order", "case").order_by("due_by"))


def owed(user: User | Actor, at: datetime) -> QuerySet[NotificationDuty]:
    """What is still to be told under orders that run, in the cases that exist for this user."""
    rows = NotificationDuty.objects.filter(
        Q(off_at__isnull=True) | Q(off_at__gt=at),
        withdrawn_at__isnull=True,
        met_by__isnull=True,
        case__in=visible_to(user, at).values("pk"),
    )
    return rows.select_related("order", "case__subject", "met_by").prefetch_related("case__subject__names")


def supervised(user: User | Actor, at: datetime) -> QuerySet[Supervision]:
    """What is supervised, with when the next report is due (`due`; far away where none is)."""
    clock = Deadline.objects.filter(
        about_ref=Concat(
            OuterRef("order__ref"),
            Value("#s"),
            Cast(OuterRef("clause"), CharField()),
            output_field=CharField(),
        ),
        closed_at__isnull=True,
        voided_at__isnull=True,
    )
    rows = Supervision.objects.filter(ended_at__isnull=True, order__case__in=visible_to(user, at).values("pk"))
    rows = rows.annotate(due=Coalesce(Subquery(clock.values("act_by")[:1]), Value(FAR, output_field=DateTimeField())))
    related = ("order__case__subject", "responsible", "account__user")
    return rows.select_related(*related).prefetch_related("order__case__subject__names", "reports")


def missed_sign_ons(user: User | Actor, at: datetime) -> QuerySet[SignOn]:
    rows = SignOn.objects.filter(
        state="missed", voided_at__isnull=True, order__case__in=visible_to(user, at).values("pk")
    )
    return rows.select_related("order__case__subject").prefetch_related("order__case__subject__names")


def planned_checks(user: User | Actor, at: datetime) -> QuerySet[CheckPlanItem]:
    rows = CheckPlanItem.objects.filter(ended_at__isnull=True, order__case__in=visible_to(user, at).values("pk"))
    rows = rows.annotate(due_at=Cast(F("next_due"), DateTimeField()))
    return rows.select_related("order__case__subject").prefetch_related("order__case__subject__names")


def report_clocks(rows: Iterable[Supervision]) -> dict[int, Deadline]:
    """The clock of reports that runs for each."""
    by_about = {f"{row.order.ref}#s{row.clause}": row.pk for row in rows}
    found = Deadline.objects.filter(about_ref__in=by_about, closed_at__isnull=True, voided_at__isnull=True)
    return {by_about[clock.about_ref]: clock for clock in found}


@dataclass(frozen=True)
class Owed:
    """One line of what is owed in a case: what, under which order, by when, and whether it is late."""

    what: str
    order_ref: str
    due_by: datetime
    late: bool


def owed_in(case_id: int, at: datetime) -> list[Owed]:
    """What the subject must still tell, and who is silent, in one case: two queries, the earliest due first."""
    duties = NotificationDuty.objects.filter(
        Q(off_at__isnull=True) | Q(off_at__gt=at), case_id=case_id, withdrawn_at__isnull=True, met_by__isnull=True
    ).select_related("order")
    found = [
        Owed(row.get_event_display(), row.order.ref, row.due_by, duty_row(row, at).code == OVERDUE) for row in duties
    ]
    silent = Deadline.objects.filter(
        case_id=case_id,
        kind__in=("supervision_first", "supervision_report"),
        act_by__lt=at,
        closed_at__isnull=True,
        voided_at__isnull=True,
    )
    found += [Owed("A report of the responsible person", c.about_ref.split("#")[0], c.act_by, True) for c in silent]
    return sorted(found, key=lambda owed: owed.due_by)
