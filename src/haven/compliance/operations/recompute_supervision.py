"""Who supervises which requirement of an order (s.36(2)), brought into line with the order as it stands. Idempotent."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from haven.cases.chronology import hold_case, record
from haven.cases.deadlines import close_all, open_deadlines, start
from haven.compliance.clocks import report_clock, supervision_about
from haven.compliance.models import Supervision
from haven.compliance.shown import shown_to_responsible
from haven.orders.facts import versions_of
from haven.orders.models import Order, Requirement
from haven.orders.queries import order_with_all
from haven_law.terms import RESPONSIBLE_PERSON, VOCABULARY

BY = "law"
# Signing on has a log of its own; nobody writes a report about it.
WITHOUT_REPORTS = ("station_sign_on",)


@transaction.atomic
def recompute_supervision(order_ref: str, *, at: datetime) -> list[Supervision]:
    """Begin what the order now has supervised, end what it has not, and write anew what each responsible person may read.
    Answers what is supervised."""
    found = Order.objects.filter(ref=order_ref).only("case_id").first()
    if found is None:
        return []
    hold_case(found.case_id)
    if not _anybody(found):
        return []
    order = order_with_all(order_ref)
    held = {s.clause: s for s in Supervision.objects.filter(order_id=found.pk, ended_at__isnull=True)}
    wanted = {row.clause: row for row in _supervised(order)} if order is not None and _runs(order, at) else {}
    for clause, supervision in held.items():
        row = wanted.get(clause)
        if row is None or row.responsible_id != supervision.responsible_id or _over(row, at):
            _end(supervision, at)
    if order is None:
        return []
    kept = {c: s for c, s in held.items() if s.ended_at is None}
    return [_bring_in_line(kept.get(c), row, order, at) for c, row in wanted.items() if not _over(row, at)]


def _anybody(order: Order) -> bool:
    """Is there, or was there, anybody who supervises a requirement of it? For most orders there is nobody."""
    named = Requirement.objects.filter(version__order=order, responsible__isnull=False)
    return named.exists() or Supervision.objects.filter(order=order).exists()


def _supervised(order: Order) -> list[Requirement]:
    version = versions_of(order)[-1]
    return [
        row
        for row in version.requirements.all()
        if row.responsible is not None and RESPONSIBLE_PERSON in VOCABULARY[row.term].order_needs
    ]


def _runs(order: Order, at: datetime) -> bool:
    ends = [end for end in (order.ends_at, order.ended_at) if end is not None]
    return order.effective_at is not None and not any(end <= at for end in ends)


def _over(row: Requirement, at: datetime) -> bool:
    return row.ends_at is not None and row.ends_at <= at


def _bring_in_line(held: Supervision | None, row: Requirement, order: Order, at: datetime) -> Supervision:
    shown = shown_to_responsible(row, order)
    until = min((end for end in (row.ends_at, order.ends_at) if end is not None), default=None)
    if held is not None:
        if (held.shown, held.until_at) != (shown, until):
            held.shown, held.until_at = shown, until
            held.save(update_fields=["shown", "until_at"])
        return held
    assert order.effective_at is not None and row.responsible is not None
    begun = max(order.effective_at, row.starts_at or order.effective_at)
    new = Supervision.objects.create(
        order=order,
        clause=row.clause,
        term=row.term,
        responsible=row.responsible,
        shown=shown,
        begun_at=begun,
        until_at=until,
    )
    if row.term not in WITHOUT_REPORTS:
        start(order.case, report_clock(new, "supervision_first", begun))
    facts = {"who": row.responsible.name, "clause": row.clause, "order": order.ref}
    record(order.case, "supervision.begun", by=BY, at=begun, about=("order", order.ref), facts=facts)
    return new


def _end(supervision: Supervision, at: datetime) -> None:
    supervision.ended_at = at
    supervision.save(update_fields=["ended_at"])
    about = supervision_about(supervision)
    if open_deadlines(about).exists():
        close_all(about, at=at, because="no_longer_needed")
    facts = {"clause": supervision.clause, "order": supervision.order.ref}
    order = supervision.order
    record(order.case, "supervision.ended", by=BY, at=at, about=("order", order.ref), facts=facts)


def settle_supervision(at: datetime, *, limit: int = 200) -> int:
    """What the passing of time brings, for the watch: a requirement whose period is over is not supervised any more."""
    rows = Supervision.objects.filter(ended_at__isnull=True, until_at__lte=at).order_by("until_at", "pk")
    refs = list(dict.fromkeys(rows.values_list("order__ref", flat=True)[:limit]))
    for ref in refs:
        recompute_supervision(ref, at=at)
    return len(refs)
