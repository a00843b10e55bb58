"""Another duty to notify that the subject is under (s.41(8)(b)): from when, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import record
from haven.cases.permissions import may
from haven.compliance.facts import root_of, same_people
from haven.compliance.models import ExemptingDuty
from haven.compliance.operations.recompute_notification import hold_cases, recompute_notification
from haven.orders.models import Order
from haven_law.citation import daa
from haven_law.findings import refuse

MOST_SOURCE = 300


@dataclass(frozen=True)
class EnterExemptingDuty:
    """`regime` as the Act names it; `last_day` None: it runs. `source`: what shows it."""

    order_ref: str
    regime: str
    from_day: date
    source: str
    last_day: date | None = None


@transaction.atomic
def enter_exempting_duty(command: EnterExemptingDuty, *, by: User, at: datetime) -> ExemptingDuty:
    """Record that the subject must notify the police under another Act: the duties of s.41 are off while it lasts.

    Refused: to a role that may not; a regime that s.41(8) does not name; an end before the start; without what shows it;
    one of the same kind that is recorded already and overlaps."""
    order = _held(command.order_ref)
    may(by, "record_notification", order.case, at).require()
    source = command.source.strip()
    if command.regime not in ExemptingDuty.REGIMES:
        refuse(daa("41(8)(b)"), "Choose the Act under which they must notify").require()
    if command.last_day is not None and command.last_day < command.from_day:
        refuse("Haven notification day", "The last day must not be before the first").require()
    if not 3 <= len(source) <= MOST_SOURCE:
        refuse(daa("41(8)"), f"Say what shows it, in 3 to {MOST_SOURCE} characters").require()
    people = same_people(order.subject)
    for held in ExemptingDuty.objects.filter(person_id__in=people, regime=command.regime, voided_at__isnull=True):
        if _overlap(held, command):
            refuse("Haven notification rule", "This duty is recorded already for some of these days").require()
    row = ExemptingDuty.objects.create(
        person_id=root_of(order.subject),
        regime=command.regime,
        from_day=command.from_day,
        last_day=command.last_day,
        source=source,
        recorded_by=by,
    )
    facts = {"regime": row.get_regime_display(), "day": row.from_day.isoformat()}
    record(order.case, "notification.exempted", by=by, at=at, about=("order", order.ref), facts=facts)
    recompute_notification(order.subject, at=at)
    return row


@transaction.atomic
def end_exempting_duty(order_ref: str, duty_id: int, last_day: date, *, by: User, at: datetime) -> ExemptingDuty:
    """Record its last day: from the next one the subject owes a full notification under the order (s.41(9)).

    Refused: to a role that may not; one that is not of this person or has its last day; a day before its first."""
    order = _held(order_ref)
    may(by, "record_notification", order.case, at).require()
    people = same_people(order.subject)
    row = ExemptingDuty.objects.filter(pk=duty_id, person_id__in=people, voided_at__isnull=True).first()
    if row is None:
        refuse("Haven access rule 3", "There is no such duty").require()
    assert row is not None
    if row.last_day is not None:
        refuse("Haven notification rule", "Its last day is recorded already").require()
    if last_day < row.from_day:
        refuse("Haven notification day", "The last day must not be before the first").require()
    row.last_day = last_day
    row.save(update_fields=["last_day"])
    facts = {"regime": row.get_regime_display(), "day": last_day.isoformat()}
    record(order.case, "notification.exemption_ended", by=by, at=at, about=("order", order.ref), facts=facts)
    recompute_notification(order.subject, at=at)
    return row


def _held(ref: str) -> Order:
    order = Order.objects.filter(ref=ref, voided_at__isnull=True).select_related("subject", "case").first()
    if order is None:
        refuse("Haven access rule 3", "There is no such order").require()
    assert order is not None
    hold_cases(same_people(order.subject))
    return order


def _overlap(held: ExemptingDuty, new: EnterExemptingDuty) -> bool:
    ends_before = held.last_day is not None and held.last_day < new.from_day
    starts_after = new.last_day is not None and held.from_day > new.last_day
    return not (ends_before or starts_after)
