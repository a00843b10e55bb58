"""An order ends: discharged by a court, by the event it names, or by the passing of its period. What then follows for
the other orders against the same person follows here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from haven.accounts.models import User
from haven.cases.chronology import hold_case, record
from haven.cases.models import Draft
from haven.cases.permissions import may
from haven.orders.clocks import close_life, start_life
from haven.orders.facts import versions_of
from haven.orders.models import Order, OrderEnd
from haven.orders.operations.holding import hold_order, must
from haven.orders.states import can_move
from haven.sealed.ciphers import decipher, encipher
from haven_law.citation import daa
from haven_law.findings import Decision, Finding, refuse
from haven_law.variation import may_discharge

TWO_PEOPLE = "Haven two people rule"
EVENT_DRAFT = "order_event"
LEAST_REASONS = 10
MOST_REASONS = 5000
MOST_PROOF = 300
WATCH = "watch"


@dataclass(frozen=True)
class DischargeOrder:
    """What the court decided (s.44(13)). `protected_heard` matters where the protected person asked."""

    order_ref: str
    decided_at: datetime
    reasons: str
    no_longer_necessary: bool | None = None
    asked_by_protected: bool = False
    protected_heard: bool | None = None
    police_heard_or_not_wished: bool | None = None


def discharge_lawful(command: DischargeOrder) -> Decision:
    """The findings of a discharge; what is not judged yet stands in the way."""
    found = may_discharge(
        command.no_longer_necessary,
        asked_by_protected=command.asked_by_protected,
        protected_heard=bool(command.protected_heard),
        police_heard_or_not_wished=bool(command.police_heard_or_not_wished),
    )
    return Decision(tuple(_shown(f) for f in found.findings), found.citations)


def _shown(finding: Finding) -> Finding:
    return Finding(finding.provision, False, finding.because) if finding.for_you and finding.met is None else finding


@transaction.atomic
def discharge_order(command: DischargeOrder, *, by: User, at: datetime) -> Order:
    """Record that the court discharged an order. Refused: unless it is no longer necessary to protect, and who must be
    heard was heard (s.44(4), (13)); in the future; once it has ended."""
    order = hold_order(command.order_ref)
    may(by, "vary_order", order.case, at).require()
    can_move(order, "discharge", at).require()
    reasons = command.reasons.strip()
    must(LEAST_REASONS <= len(reasons) <= MOST_REASONS, "Enter the reasons given in court")
    must(order.made_at <= command.decided_at <= at, "The time must be after the order was made, and not in the future")
    decision = discharge_lawful(command).require()
    finish(order, "discharged", at=command.decided_at, by=by, reasons=reasons, findings=decision.findings)
    return order


@dataclass(frozen=True)
class AskEventEnd:
    """`proof`: what shows that the event happened. `happened_at`: when it did."""

    order_ref: str
    proof: str
    happened_at: datetime


@dataclass(frozen=True)
class PendingEnd:
    """What was asked, by whom."""

    proof: str
    happened_at: datetime
    asked_by: User


@transaction.atomic
def ask_event_end(command: AskEventEnd, *, by: User, at: datetime) -> Order:
    """Say that the event that ends an order has happened. Until a second officer confirms, the order is in force.

    Refused: for an order that names no event; without proof; in the future or before the order; while it was asked."""
    order = hold_order(command.order_ref)
    may(by, "end_order_by_event", order.case, at).require()
    can_move(order, "event", at).require()
    must(order.ends_kind == "event", "This order does not end by an event", daa("38(3)"))
    proof = command.proof.strip()
    must(10 <= len(proof) <= MOST_PROOF, f"Say what shows that it happened, in 10 to {MOST_PROOF} characters")
    assert order.effective_at is not None
    must(
        order.effective_at < command.happened_at <= at,
        "The time must be after the order was made, and not in the future",
    )
    must(pending_end(order) is None, "Another officer has already said so. A second one must confirm", TWO_PEOPLE)
    Draft.objects.create(
        kind=EVENT_DRAFT,
        about_ref=order.ref,
        owner=by,
        answers_enc=encipher(order.case.ref, proof),
        step=command.happened_at.isoformat(),
        saved_at=at,
        expires_at=at + timedelta(days=30),
    )
    record(order.case, "order.end_asked", by=by, at=at, about=("order", order.ref))
    return order


def pending_end(order: Order) -> PendingEnd | None:
    """What waits for a second officer."""
    draft = _drafts(order).select_related("owner").first()
    if draft is None:
        return None
    return PendingEnd(decipher(order.case.ref, draft.answers_enc), datetime.fromisoformat(draft.step), draft.owner)


@transaction.atomic
def end_order_by_event(order_ref: str, *, by: User, at: datetime) -> Order:
    """A second officer confirms that the event happened: the order ended then. Refused to who said so first."""
    order = hold_order(order_ref)
    may(by, "end_order_by_event", order.case, at).require()
    can_move(order, "event", at).require()
    asked = pending_end(order)
    if asked is None:
        refuse(TWO_PEOPLE, "Nobody has said that the event happened").require()
    assert asked is not None
    must(asked.asked_by.pk != by.pk, "A second officer must confirm what you said", TWO_PEOPLE)
    _drafts(order).update(submitted_ref=order.ref)
    finish(order, "event", at=asked.happened_at, by=by, proof=asked.proof)
    return order


@transaction.atomic
def decline_event_end(order_ref: str, *, by: User, at: datetime) -> Order:
    """It is not so: the order goes on. Refused when nobody said it."""
    order = hold_order(order_ref)
    may(by, "end_order_by_event", order.case, at).require()
    must(pending_end(order) is not None, "Nobody has said that the event happened", TWO_PEOPLE)
    _drafts(order).update(discarded_at=at)
    record(order.case, "order.end_declined", by=by, at=at, about=("order", order.ref))
    return order


def _drafts(order: Order) -> QuerySet[Draft]:
    return Draft.objects.filter(kind=EVENT_DRAFT, about_ref=order.ref, submitted_ref="", discarded_at__isnull=True)


def finish(
    order: Order,
    because: str,
    *,
    at: datetime,
    by: User | str,
    proof: str = "",
    reasons: str = "",
    findings: tuple[Finding, ...] = (),
) -> None:
    """The order is over at an instant: its end is written, its clocks stop, and what waited for it goes on."""
    user = by if isinstance(by, User) else None
    end = OrderEnd.objects.create(
        order=order,
        at=at,
        because=because,
        event_proof=proof,
        reasons_enc=encipher(order.case.ref, reasons) if reasons else None,
        recorded_by=user,
    )
    if because != "period":
        order.ended_at = at
        order.save(update_fields=["ended_at"])
    close_life(order, at=at, because="order_ended")
    facts = {"words": end.get_because_display().lower(), "because": because}
    record(order.case, "order.ended", by=by, at=at, about=("order", order.ref), facts=facts, findings=findings)
    for waiting in Order.objects.filter(effect_waits_for=order, effective_at__isnull=True, voided_at__isnull=True):
        take_effect(waiting, at=at, by=by)


def take_effect(order: Order, *, at: datetime, by: User | str) -> None:
    """The earlier order ended: this one takes effect at that instant (s.38(2)). An order whose own period is over by then
    never takes effect."""
    hold_case(order.case_id)
    if order.ended_at is not None or (order.ends_at is not None and order.ends_at <= at):
        return
    order.effective_at = at
    order.save(update_fields=["effective_at"])
    version = versions_of(order)[-1]
    version.effective_at = at
    version.save(update_fields=["effective_at"])
    start_life(order, version, at)
    record(order.case, "order.took_effect", by=by, at=at, about=("order", order.ref))


@transaction.atomic
def _settle(order_id: int) -> bool:
    order = Order.objects.select_related("case", "subject").get(pk=order_id)
    hold_case(order.case_id)
    order.refresh_from_db()
    if order.ends_at is None or order.ended_at is not None or order.ends.filter(voided_at__isnull=True).exists():
        return False
    finish(order, "period", at=order.ends_at, by=WATCH)
    return True


def settle_ended_orders(at: datetime, *, limit: int = 200) -> int:
    """What the passing of time brings, for the watch: orders whose period is over get their line in the chronology,
    their clocks stop, and orders that waited for them take effect at that very instant. That an order is over does not
    wait for this. Answers how many were settled."""
    ended = Order.objects.filter(
        ends_at__lte=at, ended_at__isnull=True, effective_at__isnull=False, voided_at__isnull=True
    )
    ids = ended.exclude(ends__voided_at__isnull=True, ends__isnull=False).order_by("ends_at", "pk")
    return sum(_settle(pk) for pk in ids.values_list("pk", flat=True)[:limit])
