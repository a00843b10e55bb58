"""Which records a figure counts at an instant. Lists and totals start here, so that they cannot differ in what they mean.

`known_at` asks for the answer as it could have been given then: only what was recorded by then, and what was voided
later still counts. Without it the answer is as known now."""

from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet, Subquery

from haven.breaches.models import Breach
from haven.cases.models import CaseEvent, Deadline, Restriction
from haven.courts.models import Application, Hearing
from haven.notices.models import Notice
from haven.notices.notice_states import with_status
from haven.orders.models import Order, OrderEnd
from haven.service.models import Service

Counted = TypeVar("Counted", bound=Model)
Rows = QuerySet[Notice] | QuerySet[Order] | QuerySet[Application] | QuerySet[Breach]


def stands(known_at: datetime | None) -> Q:
    """The row is in the record: as known now it is not voided; as known then it was recorded and not yet voided."""
    if known_at is None:
        return Q(voided_at__isnull=True)
    return Q(recorded_at__lte=known_at) & (Q(voided_at__isnull=True) | Q(voided_at__gt=known_at))


def shown(counted: QuerySet[Counted], case: str = "case") -> QuerySet[Counted]:
    """The rows of a breakdown: without those of cases that are restricted now, whoever asks and whatever the instant.

    A total names nobody and holds them; a line of an area, a month, an end, a stage or a sentence could. `case` is the
    name of the relation to the case."""
    restricted = Restriction.objects.filter(case=OuterRef(case), lifted_at__isnull=True)
    return counted.filter(~Exists(restricted))


def _told(about: str, kind: str, known_at: datetime) -> Exists:
    """An event of this kind about the row was recorded by then."""
    return Exists(CaseEvent.objects.filter(about_ref=OuterRef(about), kind=kind, recorded_at__lte=known_at))


def notices_issued(at: datetime, known_at: datetime | None = None) -> QuerySet[Notice]:
    if known_at is None:
        return Notice.objects.filter(stands(None), served_at__lte=at)
    served = Service.objects.filter(stands(known_at), about_ref=OuterRef("ref"), competing=False)
    notices = Notice.objects.filter(stands(known_at)).annotate(_served=Subquery(served.values("attempt__at")[:1]))
    return notices.filter(_served__lte=at)


def notices_in_force(at: datetime, known_at: datetime | None = None) -> QuerySet[Notice]:
    if known_at is None:
        return Notice.objects.filter(stands(None), in_effect__contains=at)
    ended = Q(ended_at__lte=at) & Q(_told("ref", "notice.ended", known_at))
    return notices_issued(at, known_at).exclude(ended)


def notices_past_deadline(at: datetime, known_at: datetime | None = None) -> QuerySet[Notice]:
    if known_at is None:
        with_codes: QuerySet[Any] = with_status(notices_in_force(at), at)
        return with_codes.filter(status_code="past_deadline")
    clocks = Deadline.objects.filter(
        Q(recorded_at__lte=known_at), stands(known_at), about_ref=OuterRef("ref"), kind="hearing"
    )
    begun = CaseEvent.objects.filter(
        case=OuterRef("case"), kind="hearing.begun", at__gte=OuterRef("_served"), at__lte=at, recorded_at__lte=known_at
    )
    rows = notices_in_force(at, known_at).annotate(_outer=Subquery(clocks.order_by("-pk").values("outer_limit")[:1]))
    return rows.filter(~Exists(begun), _outer__lt=at)


def orders_made(at: datetime, known_at: datetime | None = None) -> QuerySet[Order]:
    return Order.objects.filter(stands(known_at), made_at__lte=at)


def orders_in_force(at: datetime, known_at: datetime | None = None) -> QuerySet[Order]:
    if known_at is None:
        return Order.objects.filter(stands(None), in_effect__contains=at)
    ends = OrderEnd.objects.filter(stands(known_at), order=OuterRef("pk"), at__lte=at)
    within = Q(effective_at__lte=at) & (Q(ends_at__isnull=True) | Q(ends_at__gt=at))
    return orders_made(at, known_at).filter(within).exclude(Exists(ends))


def applications_awaiting_hearing(at: datetime, known_at: datetime | None = None) -> QuerySet[Application]:
    begun = Hearing.objects.filter(stands(known_at), application=OuterRef("pk"), begun_at__lte=at)
    withdrawn, made, decided = Q(withdrawn_at__lte=at), Q(made_at__lte=at), Q(determined_at__lte=at)
    if known_at is not None:
        told = CaseEvent.objects.filter(
            case=OuterRef("application__case"), kind="hearing.begun", at=OuterRef("begun_at"), recorded_at__lte=known_at
        )
        begun = begun.filter(Exists(told))
        withdrawn &= Q(_told("ref", "application.withdrawn", known_at))
        made &= Q(_told("ref", "application.made", known_at))
        decided &= Q(_told("ref", "application.determined", known_at))
    after_notice = Q(after_notice__isnull=False, applicant_kind="chief_officer")
    rows = Application.objects.filter(stands(known_at), after_notice, made)
    return rows.exclude(withdrawn).exclude(decided).filter(~Exists(begun))


# The two kinds that are added up as quoted in 2025. A failure to notify (s.43) stands apart.
QUOTED_KINDS = ("notice", "order")


def breaches(of: str | None, at: datetime, known_at: datetime | None = None) -> QuerySet[Breach]:
    """The breaches pursued: of one kind, or of notices and orders together."""
    rows = Breach.objects.filter(stands(known_at), pursued_at__lte=at)
    if known_at is not None:
        rows = rows.filter(_told("ref", "breach.pursued", known_at))
    return rows.filter(of__in=(of,) if of else QUOTED_KINDS)


def rows_of(figure_id: str, at: datetime, known_at: datetime | None = None) -> Rows:
    """The records that a figure counts. Raises KeyError for a figure that there is not."""
    match figure_id:
        case "notices_issued":
            return notices_issued(at, known_at)
        case "orders_made":
            return orders_made(at, known_at)
        case "notices_in_force":
            return notices_in_force(at, known_at)
        case "notices_past_deadline":
            return notices_past_deadline(at, known_at)
        case "orders_in_force":
            return orders_in_force(at, known_at)
        case "applications_awaiting_hearing":
            return applications_awaiting_hearing(at, known_at)
        case "breaches_of_notices":
            return breaches("notice", at, known_at)
        case "breaches_of_orders":
            return breaches("order", at, known_at)
        case "breaches_pursued":
            return breaches(None, at, known_at)
    raise KeyError(figure_id)


# Which instant of a record a list shows and is sorted by.
MOMENT = {
    "notices_issued": "served_at",
    "notices_in_force": "served_at",
    "notices_past_deadline": "served_at",
    "orders_made": "made_at",
    "orders_in_force": "made_at",
    "applications_awaiting_hearing": "made_at",
    "breaches_of_notices": "pursued_at",
    "breaches_of_orders": "pursued_at",
    "breaches_pursued": "pursued_at",
}


def with_moment(figure_id: str, rows: Rows) -> Rows:
    """With the instant of MOMENT as `moment`, newest first."""
    return rows.annotate(moment=F(MOMENT[figure_id])).order_by("-moment", "-pk")


def older_than(rows: Rows, moment: datetime, pk: int) -> Rows:
    """The rows of `with_moment` that follow the one of this instant and number."""
    return rows.filter(Q(moment__lt=moment) | Q(moment=moment, pk__lt=pk))
