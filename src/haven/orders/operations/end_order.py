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
from haven.orders.models import Order
from haven.orders.operations.ending import End, finish
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
    heard was heard (s.44(4), (13)); in the future; when it had ended by the time of the decision. It may be recorded after
    an end of the order that it came before."""
    order = hold_order(command.order_ref)
    may(by, "vary_order", order.case, at).require()
    reasons = command.reasons.strip()
    must(LEAST_REASONS <= len(reasons) <= MOST_REASONS, "Enter the reasons given in court")
    must(order.made_at <= command.decided_at <= at, "The time must be after the order was made, and not in the future")
    can_move(order, "discharge", command.decided_at).require()
    decision = discharge_lawful(command).require()
    end = End(command.decided_at, "discharged", reasons=reasons, findings=decision.findings)
    finish(order, end, by=by, now=at)
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
    must(order.ends_kind == "event", "This order does not end by an event", daa("38(3)"))
    proof = command.proof.strip()
    must(10 <= len(proof) <= MOST_PROOF, f"Say what shows that it happened, in 10 to {MOST_PROOF} characters")
    since = order.effective_at or order.made_at
    must(since < command.happened_at <= at, "The time must be after the order was made, and not in the future")
    can_move(order, "event", command.happened_at).require()
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
    asked = pending_end(order)
    if asked is None:
        refuse(TWO_PEOPLE, "Nobody has said that the event happened").require()
    assert asked is not None
    must(asked.asked_by.pk != by.pk, "A second officer must confirm what you said", TWO_PEOPLE)
    can_move(order, "event", asked.happened_at).require()
    _drafts(order).update(submitted_ref=order.ref)
    finish(order, End(asked.happened_at, "event", proof=asked.proof), by=by, now=at)
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


@transaction.atomic
def _settle(order_id: int, now: datetime) -> bool:
    order = Order.objects.select_related("case", "subject").get(pk=order_id)
    hold_case(order.case_id)
    order.refresh_from_db()
    if order.ends_at is None or order.ended_at is not None or order.ends.filter(voided_at__isnull=True).exists():
        return False
    finish(order, End(order.ends_at, "period"), by=WATCH, now=now)
    return True


def settle_ended_orders(at: datetime, *, limit: int = 200) -> int:
    """What the passing of time brings, for the watch: orders whose period is over get their line in the chronology,
    their clocks stop, and orders that waited for them take effect at that very instant. An order that waits and whose own
    period is over is settled too: it never takes effect. That an order is over does not wait for this. Answers how many
    were settled."""
    ended = Order.objects.filter(ends_at__lte=at, ended_at__isnull=True, voided_at__isnull=True)
    ids = ended.exclude(ends__voided_at__isnull=True, ends__isnull=False).order_by("ends_at", "pk")
    return sum(_settle(pk, at) for pk in ids.values_list("pk", flat=True)[:limit])
