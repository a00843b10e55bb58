"""The marker of an order on the national computer: placed and taken off, each with its reference and day as the proof."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import hold_case, record
from haven.cases.operations.tasks import do_task
from haven.cases.permissions import may
from haven.compliance.models import Marker
from haven.orders.models import Order
from haven_law.clock import to_london
from haven_law.findings import refuse

RULE = "Haven marker rule"
MOST = 60


@transaction.atomic
def place_marker(order_ref: str, reference: str, on: date, *, by: User, at: datetime) -> Marker:
    """Record that the marker stands, with its reference and day; the task to place it is done by that.

    Refused: to a role that may not; without a reference; in the future or before the order; when one stands."""
    order = _order(order_ref)
    may(by, "record_marker", order.case, at).require()
    _proof(order, reference, on, at)
    if order.markers.filter(removed_on__isnull=True, voided_at__isnull=True).exists():
        refuse(RULE, "A marker of this order stands already").require()
    row = Marker.objects.create(order=order, reference=reference.strip(), placed_on=on, recorded_by=by)
    _done(order, "pnc_marker", row.reference, on, by, at)
    facts = {"order": order.ref, "day": on.isoformat()}
    record(order.case, "marker.placed", by=by, at=at, about=("order", order.ref), facts=facts)
    return row


@transaction.atomic
def remove_marker(order_ref: str, reference: str, on: date, *, by: User, at: datetime) -> Marker:
    """Record that it was taken off. Refused: when none stands; before it was placed; and as for placing."""
    order = _order(order_ref)
    may(by, "record_marker", order.case, at).require()
    _proof(order, reference, on, at)
    row = order.markers.filter(removed_on__isnull=True, voided_at__isnull=True).first()
    if row is None:
        refuse(RULE, "No marker of this order stands").require()
    assert row is not None
    if on < row.placed_on:
        refuse("Haven marker day", "The day must not be before it was placed").require()
    row.removed_on, row.removal_reference = on, reference.strip()
    row.save(update_fields=["removed_on", "removal_reference"])
    _done(order, "pnc_marker_off", row.removal_reference, on, by, at)
    facts = {"order": order.ref, "day": on.isoformat()}
    record(order.case, "marker.removed", by=by, at=at, about=("order", order.ref), facts=facts)
    return row


def _order(ref: str) -> Order:
    order = Order.objects.filter(ref=ref, voided_at__isnull=True).select_related("case").first()
    if order is None:
        refuse("Haven access rule 3", "There is no such order").require()
    assert order is not None
    hold_case(order.case_id)
    return order


def _proof(order: Order, reference: str, on: date, at: datetime) -> None:
    if not 3 <= len(reference.strip()) <= MOST:
        refuse(RULE, f"Enter the reference, in 3 to {MOST} characters").require()
    if not to_london(order.made_at).date() <= on <= to_london(at).date():
        refuse("Haven marker day", "The day must be after the order was made, and not in the future").require()


def _done(order: Order, kind: str, reference: str, on: date, by: User, at: datetime) -> None:
    """The task is done by the proof, where this person may do tasks of the case."""
    for task in order.case.tasks.filter(kind=kind, about_ref=order.ref, done_at__isnull=True, made_at__lte=at):
        do_task(task, proof=f"Reference {reference}, {on.day} {on:%B %Y}", by=by, at=at)
