"""What a person owes under s.41, brought into line with what the law reckons now. It may run any number of times: what is
already so stays as it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from haven.accounts.composed import Composed
from haven.cases.chronology import record
from haven.cases.deadlines import close_all, meet, open_deadlines, start
from haven.cases.models import Case
from haven.compliance.clocks import duty_about, notification_clock
from haven.compliance.facts import changes_of, orders_against, regimes_of, root_of, same_people, span_of
from haven.compliance.models import NotificationDuty
from haven.orders.models import Order
from haven.parties.models import Person
from haven_law.notification_course import ORDER_ENDED, REGIMES, Duty, course_of_duties

BY = "law"
Key = tuple[str, str, str, str]


@transaction.atomic
def recompute_notification(person: Person, *, at: datetime) -> list[NotificationDuty]:
    """Reckon the duties of a person from every order against them, the other regimes and the changes (s.41), and bring the
    rows, their clocks and the chronology of the cases into line. Idempotent. Answers the duties that stand."""
    people = same_people(person)
    orders = hold_cases(people)
    if not orders:
        return []
    law = course_of_duties([span_of(order) for order in orders], regimes_of(people), changes_of(people), until=at)
    held = {_key_of(row): row for row in _rows(people)}
    by_ref = {order.ref: order for order in orders}
    wanted = {_key(duty): duty for duty in law}
    for key in held.keys() - wanted.keys():
        _withdraw(held[key], at)
    return [
        _bring_in_line(held.get(key), duty, by_ref[duty.order], root_of(person), at) for key, duty in wanted.items()
    ]


def hold_cases(people: list[int]) -> list[Order]:
    """The orders against a person, with every case of theirs locked in one order, so that nobody waits for another in a
    circle."""
    if len(people) == 1:
        _HELD.plain(people[0])
    else:
        list(_cases_to_hold(Order.objects.filter(subject_id__in=people)))
    return orders_against(people)


def _cases_to_hold(orders: QuerySet[Order]) -> QuerySet[Case, Any]:
    ids = orders.filter(voided_at__isnull=True).values("case_id")
    return Case.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk")


_HELD = Composed[Case](lambda person: _cases_to_hold(Order.objects.filter(subject_id=person)))


def _rows(people: list[int]) -> Iterable[NotificationDuty]:
    rows = NotificationDuty.objects.filter(person_id__in=people, withdrawn_at__isnull=True)
    return rows.select_related("case", "order", "met_by")


def _not_before(at: datetime, rows: Iterable[NotificationDuty]) -> datetime:
    """An event that is looked at late must not take back what later ones brought."""
    return max([at, *(row.starts_at for row in rows), *(row.off_at for row in rows if row.off_at is not None)])


def _key_of(row: NotificationDuty) -> Key:
    return row.order.ref, row.event, row.event_day.isoformat(), row.key


def _key(duty: Duty) -> Key:
    return duty.order, duty.due.event, duty.due.event_day.isoformat(), duty.key


def _bring_in_line(
    row: NotificationDuty | None, duty: Duty, order: Order, person_id: int, at: datetime
) -> NotificationDuty:
    values = _values(duty)
    if row is None:
        row = NotificationDuty.objects.create(
            person_id=person_id, case=order.case, order=order, **_identity(duty), **values
        )
        _tell_new(row)
    else:
        was_off = row.off_at
        changed = [name for name, value in values.items() if getattr(row, name) != value]
        for name in changed:
            setattr(row, name, values[name])
        if changed:
            row.save(update_fields=changed)
        if was_off is None and row.off_at is not None:
            _tell_off(row)
    _clock(row, at)
    return row


def _identity(duty: Duty) -> dict[str, object]:
    return {"event": duty.due.event, "event_day": duty.due.event_day, "key": duty.key}


def _values(duty: Duty) -> dict[str, object]:
    return {
        "starts_at": duty.starts_at,
        "last_day": duty.due.last_day,
        "due_by": duty.due_by,
        "fault_from": duty.fault_from,
        "off_at": duty.off_at,
        "off_because": duty.off_because,
        "revived_after": duty.revived_after,
        "provision": duty.provision,
        "ambiguity": duty.ambiguity or "",
    }


def _tell_new(row: NotificationDuty) -> None:
    kind = "notification.revived" if row.revived_after else "notification.due"
    facts = {"what": row.get_event_display().lower(), "day": row.event_day.isoformat(), "by": row.due_by.isoformat()}
    record(row.case, kind, by=BY, at=row.starts_at, about=("order", row.order.ref), facts=facts)
    if row.off_at is not None:
        _tell_off(row)


def _tell_off(row: NotificationDuty) -> None:
    """Another regime switches it off: that is told. That an order is over has its own line."""
    if row.off_because in REGIMES and row.off_at is not None and row.met_by_id is None:
        facts = {"what": row.get_event_display().lower(), "regime": row.off_because}
        record(row.case, "notification.suspended", by=BY, at=row.off_at, about=("order", row.order.ref), facts=facts)


def _clock(row: NotificationDuty, at: datetime) -> None:
    """One clock a duty, while something can be told. A failure that was complete before stays what it is."""
    about = duty_about(row)
    running = open_deadlines(about, "notification").first()
    if row.met_by is not None:
        if running is not None:
            meet(about, "notification", at=row.met_by.at)
        return
    if row.off_at is not None and row.off_at <= at:
        if running is not None:
            because = "order_ended" if row.off_because == ORDER_ENDED else "suspended"
            close_all(about, at=row.off_at, because=because, kinds=["notification"])
        return
    new = notification_clock(row, at)
    same = running is not None and running.act_by == new.act_by and running.ambiguity == new.ambiguity
    if not same or running is None or (row.fault_from is not None and running.outer_limit != new.outer_limit):
        start(row.case, new)


def _withdraw(row: NotificationDuty, at: datetime) -> None:
    """The law does not reckon it any more: an order was voided, a time corrected, a regime found."""
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    close_all(duty_about(row), at=at, because="no_longer_needed", kinds=["notification"])
