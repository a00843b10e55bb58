"""What an end brings, and what it brings when it is put elsewhere: clocks, the orders that wait, the line of the case.
An end that is taken back is voided and kept: an act may be recorded after an end that it came before (ADR 4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from haven.accounts.models import User
from haven.cases.chronology import hold_case, record
from haven.cases.models import CaseEvent
from haven.orders.clocks import close_life, start_life
from haven.orders.facts import versions_of
from haven.orders.models import Order, OrderEnd, OrderVersion
from haven.orders.operations.holding import must
from haven.sealed.ciphers import encipher
from haven_law.findings import Finding

# An end by the passing of time or by its event gives way to what a court decided before it. A discharge does not.
GIVES_WAY = ("period", "event")
EARLIER = "What a court decided before it was recorded after it"


@dataclass(frozen=True)
class End:
    """An end to write. `at`: when it was so. `because`: a key of OrderEnd.BECAUSE."""

    at: datetime
    because: str
    proof: str = ""
    reasons: str = ""
    findings: tuple[Finding, ...] = ()


def standing_end(order: Order) -> OrderEnd | None:
    """The end that is recorded and not voided."""
    return OrderEnd.objects.filter(order=order, voided_at__isnull=True).first()


def finish(order: Order, end: End, *, by: User | str, now: datetime) -> None:
    """The order is over at an instant: its end is written, its clocks stop, and what waited for it goes on. A later end
    that gives way is voided first; an order that took effect after this end never did.

    Refused: when an end is recorded that does not give way."""
    _make_way(order, end, by, now)
    if order.effective_at is not None and end.at < order.effective_at:
        take_back_effect(order, by=by, now=now)
    row = OrderEnd.objects.create(
        order=order,
        at=end.at,
        because=end.because,
        event_proof=end.proof,
        reasons_enc=encipher(order.case.ref, end.reasons) if end.reasons else None,
        recorded_by=by if isinstance(by, User) else None,
    )
    if end.because != "period":
        order.ended_at = end.at
        order.save(update_fields=["ended_at"])
    close_life(order, at=end.at, because="order_ended")
    facts = {"words": row.get_because_display().lower(), "because": end.because}
    about = ("order", order.ref)
    record(order.case, "order.ended", by=by, at=end.at, about=about, facts=facts, findings=end.findings)
    settle_waiting(order, end.at, by=by, now=now)


def _make_way(order: Order, end: End, by: User | str, now: datetime) -> None:
    standing = standing_end(order)
    if standing is None:
        return
    words = standing.get_because_display().lower()
    must(standing.because in GIVES_WAY and standing.at > end.at, f"The end of this order is recorded already: {words}")
    assert isinstance(by, User)
    void_end(order, standing, why=EARLIER, by=by, now=now)


def void_end(order: Order, end: OrderEnd, *, why: str, by: User, now: datetime, stands: bool = False) -> None:
    """The end is taken back, and kept. `stands`: the order goes on by it, so it is told again and its marker goes back;
    what had waited for the end waits again."""
    end.voided_at, end.voided_by, end.void_reason = now, by, why
    end.save(update_fields=["voided_at", "voided_by", "void_reason"])
    if order.ended_at is not None:
        order.ended_at = None
        order.save(update_fields=["ended_at"])
    facts = {"words": end.get_because_display().lower(), "was": end.at.isoformat(), "because": end.because}
    kind = "order.goes_on" if stands else "order.end_voided"
    ended = CaseEvent.objects.filter(case=order.case, kind="order.ended", about_ref=order.ref).order_by("seq").last()
    record(order.case, kind, by=by, at=now, about=("order", order.ref), facts=facts, corrects=ended)
    if stands:
        settle_waiting(order, None, by=by, now=now)


def keep_closed(order: Order) -> None:
    """After an act that started clocks: those of an order whose end is recorded stop again."""
    end = standing_end(order)
    if end is not None:
        close_life(order, at=end.at, because="order_ended")


def settle_waiting(order: Order, at: datetime | None, *, by: User | str, now: datetime) -> None:
    """The orders that wait for this one take effect when it ends (s.38(2)), and never before they were made. None: it has
    not ended, so they wait still."""
    for waiting in Order.objects.filter(effect_waits_for=order, voided_at__isnull=True).order_by("pk"):
        begins = None if at is None else max(at, waiting.made_at)
        if waiting.effective_at is not None and waiting.effective_at != begins:
            take_back_effect(waiting, by=by, now=now)
        if waiting.effective_at is None and begins is not None:
            take_effect(waiting, at=begins, by=by)


def take_effect(order: Order, *, at: datetime, by: User | str) -> None:
    """The earlier order ended: this one takes effect at that instant (s.38(2)). An order that was over by then never takes
    effect."""
    hold_case(order.case_id)
    if any(over is not None and over <= at for over in (order.ended_at, order.ends_at)):
        return
    order.effective_at = at
    order.save(update_fields=["effective_at"])
    versions = versions_of(order)
    for version, began in _beginnings(versions, at):
        version.effective_at = began
        version.save(update_fields=["effective_at"])
    start_life(order, versions[-1], at)
    record(order.case, "order.took_effect", by=by, at=at, about=("order", order.ref))
    keep_closed(order)


def _beginnings(versions: list[OrderVersion], at: datetime) -> list[tuple[OrderVersion, datetime]]:
    """When each version begins. Of those written while it waited only the newest ever does; one that had followed another
    before the effect was put elsewhere begins where it did."""
    found = []
    for version in versions[:-1]:
        if version.superseded_at is not None and version.superseded_at > at:
            found.append((version, at))
            at = version.superseded_at
    return [*found, (versions[-1], at)]


def take_back_effect(order: Order, *, by: User | str, now: datetime) -> None:
    """The order had not taken effect after all: it waits again, with all its versions."""
    hold_case(order.case_id)
    assert order.effective_at is not None
    facts = {"was": order.effective_at.isoformat()}
    order.effective_at = None
    order.save(update_fields=["effective_at"])
    for version in versions_of(order):
        if version.effective_at is not None:
            version.effective_at = None
            version.save(update_fields=["effective_at"])
    close_life(order, at=now, because="effect_taken_back")
    began = CaseEvent.objects.filter(case=order.case, kind="order.took_effect", about_ref=order.ref)
    told = began.order_by("seq").last()
    about = ("order", order.ref)
    record(order.case, "order.effect_taken_back", by=by, at=now, about=about, facts=facts, corrects=told)
