"""Rows to the facts that the law takes of a person's duties: orders, other regimes, changes."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from haven.accounts.composed import Composed, attach
from haven.compliance.models import ExemptingDuty, NotificationDuty, SubjectChange
from haven.orders.facts import first_awareness, versions_of
from haven.orders.models import Awareness, Order, OrderVersion
from haven.parties.models import Person
from haven_law.notification import NotificationDue, notification_due
from haven_law.notification_course import Change, Duty, OrderSpan, Regime


def same_people(person: Person) -> list[int]:
    """The rows that are one person, after a merging."""
    root = person.canonical_id or person.pk
    return sorted({person.pk, root, *(pk for (pk,) in _MERGED.plain(root))})


_MERGED = Composed[Person](lambda root: Person.objects.filter(canonical_id=root).values_list("pk"))


def root_of(person: Person) -> int:
    """The row that carries the duties of a person."""
    return person.canonical_id or person.pk


def orders_against(people: list[int]) -> list[Order]:
    """Every order against a person that stands in the record."""
    rows = [order for person in people for order in _ORDERS.all(person)]
    for order in rows:
        attach(order, "versions", _VERSIONS.all(order.pk))
        for version in order.versions.all():
            version.order = order
            attach(version, "awareness", _AWARENESS.all(version.pk))
    return sorted(rows, key=lambda order: (order.made_at, order.pk))


_ORDERS = Composed[Order](
    lambda person: Order.objects.filter(subject_id=person, voided_at__isnull=True).select_related("case")
)
_VERSIONS = Composed[OrderVersion](lambda order: OrderVersion.objects.filter(order_id=order))
_AWARENESS = Composed[Awareness](lambda version: Awareness.objects.filter(version_id=version))


def span_of(order: Order) -> OrderSpan:
    """An order as the course of the duties takes it. `ended_at` is its recorded end, else the end of its period."""
    ends = [at for at in (order.ends_at, order.ended_at) if at is not None]
    known = [at for version in versions_of(order) if (at := first_awareness(version)) is not None]
    return OrderSpan(order.ref, order.made_at, order.effective_at, min(ends, default=None), min(known, default=None))


def regimes_of(people: list[int]) -> list[Regime]:
    rows = [row for person in people for row in _REGIMES.all(person)]
    return [Regime(row.regime, row.from_day, row.last_day) for row in rows]


_REGIMES = Composed[ExemptingDuty](
    lambda person: ExemptingDuty.objects.filter(person_id=person, voided_at__isnull=True)
)


def changes_of(people: list[int]) -> list[Change]:
    rows = [row for person in people for row in _CHANGES.all(person)]
    return [Change(row.event, row.on_day, row.key) for row in rows]


_CHANGES = Composed[SubjectChange](
    lambda person: SubjectChange.objects.filter(person_id=person, voided_at__isnull=True)
)


def as_duty(row: NotificationDuty) -> Duty:
    """A row as the law knows it, to ask where it stands. Its three days are the law's, not the row's."""
    due: NotificationDue = notification_due(row.event, row.event_day)
    return Duty(
        due=due,
        order=row.order.ref,
        starts_at=row.starts_at,
        fault_from=row.fault_from,
        off_at=row.off_at,
        off_because=row.off_because,
        revived_after=row.revived_after,
        key=row.key,
    )


def open_duties(people: list[int], at: datetime) -> list[NotificationDuty]:
    """What is still to be told at an instant, the earliest first: owed, not told, not off."""
    rows = NotificationDuty.objects.filter(
        Q(off_at__isnull=True) | Q(off_at__gt=at),
        person_id__in=people,
        withdrawn_at__isnull=True,
        met_by__isnull=True,
        starts_at__lte=at,
    )
    return list(rows.select_related("case", "order").order_by("due_by", "pk"))
