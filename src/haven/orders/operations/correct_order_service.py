"""When an order was served, or became known otherwise, is put right by a second person. Both values stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import record
from haven.cases.models import Deadline
from haven.cases.permissions import may
from haven.courts.models import Correction
from haven.courts.operations.correcting import keep_correction, last_line, second_person, why_of
from haven.orders.facts import versions_of
from haven.orders.models import Awareness, Order, OrderVersion
from haven.orders.operations.holding import hold_order, must
from haven.orders.states import can_move
from haven.service.operations.correct_service import correct_service


@dataclass(frozen=True)
class CorrectOrderService:
    """`version`: the number of the version that was served. `served_at`: when it was."""

    order_ref: str
    version: int
    served_at: datetime
    why: str


@transaction.atomic
def correct_order_service(command: CorrectOrderService, *, by: User, at: datetime) -> OrderVersion:
    """Correct when a version was served. Service, attempt and the awareness that came of it are voided and written again;
    the clock of service is met at the right time.

    Refused: to who may not; to who served or recorded it; for a version that is not served; for the same time; before it
    was made, in the future, or when the order had ended by then; without why."""
    order = hold_order(command.order_ref)
    may(by, "correct_order_service", order.case, at).require()
    version = next((v for v in versions_of(order) if v.seq == command.version), None)
    must(version is not None and version.served_at is not None, "This version is not recorded as served")
    assert version is not None and version.served_at is not None and version.service is not None
    second_person(by, version.service.recorded_by_id, version.service.attempt.by_user_id)
    why = why_of(command.why)
    was = version.served_at
    _possible(order, version, command.served_at, was, at, "serve")
    kept = _keep(order, version, "order_service", was, command.served_at, why, by, at)
    service = correct_service(version.service, served_at=command.served_at, reason=str(kept), by=by, at=at)
    version.served_at, version.service = command.served_at, service
    version.save(update_fields=["served_at", "service"])
    for row in version.awareness.filter(how="served", at=was, voided_at=None):
        _write_again(row, command.served_at, kept, by, at)
    clocks = Deadline.objects.filter(about_ref=order.ref, kind="serve_order", met_at=was)
    clocks.update(met_at=command.served_at, closed_at=command.served_at)
    _record(order, kept, by, at)
    return version


@dataclass(frozen=True)
class CorrectAwareness:
    """`awareness`: the row. `aware_at`: when the subject did come to know; None: it is not so at all."""

    order_ref: str
    awareness: int
    aware_at: datetime | None
    why: str


@transaction.atomic
def correct_awareness(command: CorrectAwareness, *, by: User, at: datetime) -> Awareness | None:
    """Correct when, or that, the subject came to know of a version otherwise than by service. The row is voided and, with
    a time, written again.

    Refused: to who may not; to whoever recorded it; for what service or presence in court shows, which is corrected
    there; for the same time; before the version, in the future, or when the order had ended by then; without why."""
    order = hold_order(command.order_ref)
    may(by, "correct_order_service", order.case, at).require()
    rows = Awareness.objects.filter(version__order=order, voided_at=None).exclude(how__in=("served", "in_court"))
    row = rows.select_related("version").filter(pk=command.awareness).first()
    must(row is not None, "That is not recorded, or it follows from the service or the hearing")
    assert row is not None
    second_person(by, row.recorded_by_id)
    why = why_of(command.why)
    if command.aware_at is not None:
        _possible(order, row.version, command.aware_at, row.at, at, "aware")
    kept = _keep(order, row.version, "awareness", row.at, command.aware_at, why, by, at)
    again = _write_again(row, command.aware_at, kept, by, at)
    _record(order, kept, by, at)
    return again


def _possible(order: Order, version: OrderVersion, new: datetime, was: datetime, at: datetime, move: str) -> None:
    must(new != was, "This is the time that is recorded already")
    must(new <= at, "The time cannot be in the future")
    must(new >= (version.effective_at or order.made_at), "The time must be after the order was made")
    can_move(order, move, new).require()


def _write_again(row: Awareness, new: datetime | None, kept: Correction, by: User, at: datetime) -> Awareness | None:
    row.voided_at, row.voided_by, row.void_reason = at, by, str(kept)
    row.save(update_fields=["voided_at", "voided_by", "void_reason"])
    if new is None:
        return None
    return Awareness.objects.create(version=row.version, at=new, how=row.how, proof=row.proof, recorded_by=by)


def _keep(
    order: Order,
    version: OrderVersion,
    what: str,
    was: datetime,
    new: datetime | None,
    why: str,
    by: User,
    at: datetime,
) -> Correction:
    before = {"at": was.isoformat(), "version": version.seq}
    after = {"at": new.isoformat() if new else None, "version": version.seq}
    return keep_correction(order.case, what, order.ref, before=before, after=after, why=why, by=by, at=at)


def _record(order: Order, kept: Correction, by: User, at: datetime) -> None:
    """The line of the chronology, which corrects the one that told of it."""
    service = kept.what == "order_service"
    line = last_line(order.case, order.ref, "order.served" if service else "order.awareness")
    name = "order.service_corrected" if service else "order.awareness_corrected"
    facts = {"was": kept.before["at"], "is": kept.after["at"], "version": kept.before["version"]}
    record(order.case, name, by=by, at=at, about=("order", order.ref), facts=facts, corrects=line)
