"""Reads of orders that others share: what is in force at an instant, as known at another, and what can be an offence."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from haven.accounts.composed import Composed
from haven.orders.facts import conduct, order_times
from haven.orders.models import Order, Requirement
from haven.parties.models import Person
from haven_law.breach import ENGLAND_AND_WALES, breach_of_order
from haven_law.findings import Decision

EVERYTHING = ("versions__requirements__responsible", "versions__awareness", "ends")


def orders_in_force(at: datetime, known_at: datetime | None = None) -> QuerySet[Order]:
    """The orders in force at an instant. With `known_at`, only what Haven had recorded, and had not voided, by then."""
    rows = Order.objects.filter(in_effect__contains=at)
    if known_at is None:
        return rows.filter(voided_at__isnull=True)
    return rows.filter(recorded_at__lte=known_at).filter(Q(voided_at__isnull=True) | Q(voided_at__gt=known_at))


def clauses_in_force(order: Order, at: datetime) -> list[Requirement]:
    """The clauses that bind at an instant: inside the order, the version and the clause's own period."""
    rows = Requirement.objects.filter(
        Q(starts_at__isnull=True) | Q(starts_at__lte=at),
        Q(ends_at__isnull=True) | Q(ends_at__gt=at),
        version__order=order,
        version__order__in_effect__contains=at,
        version__order__voided_at__isnull=True,
        version__effect__contains=at,
        version__voided_at__isnull=True,
    )
    return list(rows.select_related("responsible", "version").order_by("clause"))


def offence_possible(order: Order, clause: int, at: datetime, place: str = ENGLAND_AND_WALES) -> Decision:
    """Whether conduct at an instant can be the offence of breaching a clause (s.39(1)-(2), s.45(8)-(9)). None of it
    decides whether it was one: for that there must be the conduct, and no reasonable excuse."""
    return breach_of_order(order_times(order), conduct(order, clause, at, place), at)


def others_in_force(order: Order, at: datetime) -> list[Order]:
    """The other orders in force against the same subject, in whichever case, the earliest first."""
    rows = orders_in_force(at).filter(subject_id__in=_same_person(order)).exclude(pk=order.pk)
    return list(rows.order_by("effective_at", "pk"))


def in_force_against(subject_id: int, at: datetime) -> list[Order]:
    """The orders in force against a person, the earliest first."""
    return list(orders_in_force(at).filter(subject_id=subject_id).order_by("effective_at", "pk"))


def order_with_all(ref: str) -> Order | None:
    """One order with everything that its page shows."""
    rows = Order.objects.filter(ref=ref, voided_at__isnull=True)
    related = ("case__subject", "case__protected", "subject", "made_by", "outcome__hearing", "effect_waits_for")
    return rows.select_related(*related).prefetch_related(*EVERYTHING).first()


def order_with_versions(ref: str) -> Order | None:
    """One order with what its status turns on."""
    rows = Order.objects.filter(ref=ref, voided_at__isnull=True).select_related("case")
    return rows.prefetch_related("versions").first()


def _same_person(order: Order) -> list[int]:
    subject = order.subject
    ids = {subject.pk, subject.canonical_id or subject.pk}
    return sorted(ids | {pk for (pk,) in _MERGED.plain(subject.pk)})


_MERGED = Composed[Person](lambda person: Person.objects.filter(canonical_id=person).values_list("pk"))
