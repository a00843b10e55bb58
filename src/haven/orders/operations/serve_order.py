"""An order is handed over, or becomes known to the subject otherwise (MCR 1981 r.19; s.39(2))."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from haven.accounts.actors import actor
from haven.accounts.models import User
from haven.cases.chronology import record
from haven.cases.deadlines import meet
from haven.cases.models import Deadline
from haven.cases.permissions import may
from haven.orders.facts import versions_of
from haven.orders.models import Awareness, Order, OrderVersion
from haven.orders.operations.holding import hold_order, must
from haven.orders.states import can_move
from haven.service.models import Service, ServiceAttempt
from haven.service.operations.record_attempt import IDENTITY_FACTS, Attempt, record_attempt
from haven.service.operations.record_service import record_service
from haven_law.findings import Decision, Finding

RULE = "MCR 1981 r.19"
CAPACITY_RULE, IDENTITY_RULE, TIME_RULE = "Haven capacity rule", "Haven identity rule", "Haven service time rule"
IN_PERSON = ("handed", "refused_but_left")
LEAST_IDENTITY = 2
MOST_SAID = 2000


@dataclass(frozen=True)
class ServeOrder:
    """`capacity`: court (handed over in court), constable, police_employee, process_server or other_as_directed.
    `court_direction`: the words of the court where it directed another way. `version` None: the newest."""

    order_ref: str
    served_at: datetime
    result: str
    place_kind: str
    capacity: str
    identity: tuple[str, ...] = ()
    court_direction: str = ""
    interpreter: str = ""
    read_out: bool = False
    understood: str = ""
    said: str = ""
    version: int | None = None


@dataclass(frozen=True)
class OrderServed:
    """What came of it. `service` is None for an attempt that failed."""

    attempt: ServiceAttempt
    version: OrderVersion
    service: Service | None = None
    findings: tuple[Finding, ...] = field(default=())


def service_lawful(command: ServeOrder) -> Decision:
    """Whether the way of service is that of r.19: a copy handed over by a constable or police employee, or in court; any
    other way only as the court directs."""
    if command.court_direction.strip():
        return Decision((Finding(RULE, True, "Served as the court directed."),))
    if command.result not in IN_PERSON:
        return _no("The order is served by handing a copy to the subject, unless the court directs otherwise.")
    if command.capacity == "court":
        in_court = command.place_kind == "court"
        return (
            Decision((Finding(RULE, True, "Handed over in court."),))
            if in_court
            else _no("The court hands an order over in court; elsewhere a constable or police employee does.")
        )
    if command.capacity not in ("constable", "police_employee"):
        return _no("A constable or police employee hands the order over, unless the court directs otherwise.")
    return Decision((Finding(RULE, True, "Handed over by a constable or police employee."),))


def _no(because: str) -> Decision:
    return Decision((Finding(RULE, False, because),))


@transaction.atomic
def serve_order(command: ServeOrder, *, by: User, at: datetime) -> OrderServed:
    """Record an attempt to serve a version of an order. A good one meets the clock and makes the subject aware of it.

    Refused: a way that r.19 does not know, without the direction of the court; in the future or before it was made; by
    somebody who does not hold the capacity; fewer than two facts of identity outside court; a version served already."""
    order = hold_order(command.order_ref, whole=False)
    may(by, "serve_order", order.case, at).require()
    version = _version(order, command.version)
    _possible(command, order, version, by, at)
    can_move(order, "serve", command.served_at).require()
    if command.result not in ServiceAttempt.SUCCEEDED:
        return OrderServed(_attempt(order, version, command, by), version)
    lawful = service_lawful(command).require()
    _identified(command)
    attempt = _attempt(order, version, command, by, failed=False)
    service = record_service(attempt, mode_rule=RULE, by=by, court_direction=command.court_direction.strip()[:300])
    version.served_at, version.service = command.served_at, service
    version.save(update_fields=["served_at", "service"])
    Awareness.objects.create(version=version, at=command.served_at, how="served", recorded_by=by)
    if version.seq == versions_of(order)[-1].seq:
        meet(order.ref, "serve_order", at=command.served_at)
        met_before_end(order, command.served_at)
    facts = {
        "words": ServiceAttempt.RESULTS[command.result].lower(),
        "version": version.seq,
        "place": command.place_kind,
    }
    about = ("order", order.ref)
    record(order.case, "order.served", by=by, at=command.served_at, about=about, facts=facts, findings=lawful.findings)
    return OrderServed(attempt, version, service, lawful.findings)


def met_before_end(order: Order, served_at: datetime) -> None:
    """Recorded after the order ended: the clock that its end had stopped was met before that."""
    stopped = Deadline.objects.filter(about_ref=order.ref, kind="serve_order", close_reason="order_ended", met_at=None)
    row = stopped.filter(closed_at__gt=served_at, replaced_by=None, voided_at=None).order_by("pk").last()
    if row is not None:
        row.met_at, row.closed_at, row.close_reason = served_at, served_at, "met"
        row.save(update_fields=["met_at", "closed_at", "close_reason"])


def _version(order: Order, seq: int | None) -> OrderVersion:
    versions = versions_of(order)
    chosen = versions[-1] if seq is None else next((v for v in versions if v.seq == seq), None)
    must(chosen is not None, "There is no such version of this order")
    assert chosen is not None
    return chosen


def _possible(command: ServeOrder, order: Order, version: OrderVersion, by: User, at: datetime) -> None:
    must(command.result in ServiceAttempt.RESULTS, "Choose how it went")
    must(command.place_kind in ServiceAttempt.PLACES, "Choose where it was")
    must(command.capacity in ServiceAttempt.CAPACITIES, "Choose who handed it over")
    must(command.served_at <= at, "The time of service cannot be in the future", TIME_RULE)
    made_at = version.effective_at or order.made_at
    must(command.served_at >= made_at, "The time of service must be after the order was made", TIME_RULE)
    must(version.served_at is None, "This version is already recorded as served")
    must(len(command.said) <= MOST_SAID, f"What the subject said must be {MOST_SAID:,} characters or fewer")
    who = actor(by, command.served_at)
    held = {"constable": who.constable, "police_employee": who.police, "court": "court_user" in who.roles}
    must(held.get(command.capacity, True), "Choose the capacity that you hold yourself", CAPACITY_RULE)


def _identified(command: ServeOrder) -> None:
    if command.capacity == "court":
        return
    known = {code for code in command.identity if code in IDENTITY_FACTS}
    must(len(known) >= LEAST_IDENTITY, "Choose at least two facts that you knew the person by", IDENTITY_RULE)


def _attempt(
    order: Order, version: OrderVersion, command: ServeOrder, by: User, *, failed: bool = True
) -> ServiceAttempt:
    # In court the bench has identified the subject: that counts as two facts.
    identity = ("name", "known") if command.capacity == "court" else command.identity
    attempt = record_attempt(
        order.case,
        Attempt(
            paper_kind="order",
            about_ref=f"{order.ref}/{version.seq}",
            person=order.case.subject,
            made_at=command.served_at,
            result=command.result,
            place_kind=command.place_kind,
            capacity=command.capacity,
            document=version.document,
            identity=tuple(code for code in identity if code in IDENTITY_FACTS),
            interpreter=command.interpreter.strip(),
            read_out=command.read_out,
            understood=command.understood,
            said=command.said.strip(),
        ),
        by=by,
    )
    if failed:
        facts = {"words": ServiceAttempt.RESULTS[command.result].lower(), "version": version.seq}
        about = ("order", order.ref)
        record(order.case, "order.service_attempted", by=by, at=command.served_at, about=about, facts=facts)
    return attempt


@dataclass(frozen=True)
class RecordAwareness:
    """`how`: in_court, told_by_officer or admitted. `proof`: what shows it."""

    order_ref: str
    how: str
    aware_at: datetime
    proof: str


@transaction.atomic
def record_awareness(command: RecordAwareness, *, by: User, at: datetime) -> Awareness:
    """Record that the subject came to know of the newest version otherwise than by service (ss.39(2), 45(8)).

    Refused: without what shows it; in the future or before the version was made."""
    order = hold_order(command.order_ref)
    may(by, "serve_order", order.case, at).require()
    version = versions_of(order)[-1]
    must(command.how in Awareness.HOW and command.how != "served", "Choose how the subject came to know")
    proof = command.proof.strip()
    must(10 <= len(proof) <= 300, "Say what shows it, in 10 to 300 characters", "DAA 2021 s.39(2)")
    must(command.aware_at <= at, "The time cannot be in the future")
    must(command.aware_at >= (version.effective_at or order.made_at), "The time must be after the order was made")
    can_move(order, "aware", command.aware_at).require()
    row = Awareness.objects.create(version=version, at=command.aware_at, how=command.how, proof=proof, recorded_by=by)
    facts = {"words": row.get_how_display().lower(), "version": version.seq}
    record(order.case, "order.awareness", by=by, at=command.aware_at, about=("order", order.ref), facts=facts)
    return row
