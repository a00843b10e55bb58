"""A name first used, a home changed or lost: what s.41(4)-(6) asks the subject to notify, as we come to know of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import record
from haven.cases.permissions import may
from haven.compliance.facts import root_of, same_people
from haven.compliance.models import SubjectChange
from haven.compliance.models.notification import CHANGE_WORDS
from haven.compliance.operations.recompute_notification import hold_cases, recompute_notification
from haven.orders.models import Order
from haven.parties.models import Person
from haven_law.citation import daa
from haven_law.clock import to_london
from haven_law.findings import refuse

RULE = "Haven notification rule"
MOST_HOW = 300


@dataclass(frozen=True)
class LearnChange:
    """`event`: name_used, address_changed or no_address. `value` is only hashed, to tell two changes of a day apart."""

    event: str
    on_day: date
    learned_how: str
    value: str = ""


@transaction.atomic
def record_change(order_ref: str, change: LearnChange, *, by: User, at: datetime) -> SubjectChange:
    """Record that the subject uses a new name, or has changed or lost their home: they have three days from that day.

    Refused: to a role that may not; another kind; in the future or before there was an order; without how it is known."""
    order = Order.objects.filter(ref=order_ref, voided_at__isnull=True).select_related("subject", "case").first()
    if order is None:
        refuse("Haven access rule 3", "There is no such order").require()
    assert order is not None
    hold_cases(same_people(order.subject))
    may(by, "record_notification", order.case, at).require()
    _possible(order, change, at)
    row = write_change(order.subject, change, by=by)
    facts = {"what": row.get_event_display().lower(), "day": row.on_day.isoformat()}
    record(order.case, "notification.changed", by=by, at=at, about=("order", order.ref), facts=facts)
    recompute_notification(order.subject, at=at)
    return row


def _possible(order: Order, change: LearnChange, at: datetime) -> None:
    if change.event not in CHANGE_WORDS:
        refuse(RULE, "Choose what changed").require()
    if change.on_day > to_london(at).date():
        refuse("Haven notification day", "The day cannot be in the future").require()
    if change.on_day < to_london(order.made_at).date():
        refuse("Haven notification day", "The day must not be before the order was made").require()
    if not 3 <= len(change.learned_how.strip()) <= MOST_HOW:
        refuse(daa("41"), f"Say how you know, in 3 to {MOST_HOW} characters").require()


def write_change(person: Person, change: LearnChange, *, by: User) -> SubjectChange:
    """The row, or the one that says the same already. To be called with the cases of the person held."""
    key = hashlib.sha256(" ".join(change.value.casefold().split()).encode()).hexdigest()[:16] if change.value else ""
    row, _ = SubjectChange.objects.get_or_create(
        person_id=root_of(person),
        event=change.event,
        on_day=change.on_day,
        key=key,
        voided_at=None,
        defaults={"learned_how": change.learned_how.strip()[:MOST_HOW], "recorded_by": by},
    )
    return row
