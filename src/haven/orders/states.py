"""Where an order stands at an instant: one function, and one expression of the database that answers alike. Nothing is
stored; periods end without a write."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Case as When
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models import When as Then

from haven.orders.models import Order, OrderEnd, OrderVersion, Requirement
from haven_law.findings import Decision, allow, refuse
from haven_law.order_life import in_force

NOT_MADE, VOIDED, WAITING, UNSERVED = "not_made", "voided", "waiting", "unserved"
IN_FORCE, ENDING, ENDED, DISCHARGED = "in_force", "ending_soon", "ended", "discharged"
ENDING_DAYS = timedelta(days=30)

# code -> (kind of the status mark, word)
STATUS: dict[str, tuple[str, str]] = {
    NOT_MADE: ("draft", "Not made yet"),
    VOIDED: ("end", "Entered in error"),
    WAITING: ("wait", "Waiting for another order to end"),
    UNSERVED: ("ready", "In force, not served"),
    IN_FORCE: ("live", "In force"),
    ENDING: ("wait", "Ending soon"),
    ENDED: ("end", "Ended"),
    DISCHARGED: ("end", "Discharged"),
}
BINDING = (UNSERVED, IN_FORCE, ENDING)
MOVES: dict[str, frozenset[str]] = {
    NOT_MADE: frozenset(),
    VOIDED: frozenset(),
    WAITING: frozenset({"serve", "aware", "vary", "correct", "discharge"}),
    UNSERVED: frozenset({"serve", "aware", "vary", "correct", "discharge", "event"}),
    IN_FORCE: frozenset({"serve", "aware", "vary", "correct", "discharge", "event"}),
    ENDING: frozenset({"serve", "aware", "vary", "correct", "discharge", "event"}),
    ENDED: frozenset(),
    DISCHARGED: frozenset(),
}


def status(order: Order, at: datetime) -> str:
    """The code of STATUS at an instant, as known now."""
    if order.voided_at is not None:
        return VOIDED
    if at < order.made_at:
        return NOT_MADE
    if order.effective_at is None or at < order.effective_at:
        return _before_effect(order, at)
    if not in_force(order.effective_at, order.ends_at, order.ended_at, at):
        return DISCHARGED if _discharged(order, at) else ENDED
    return _in_force(order, at)


def _before_effect(order: Order, at: datetime) -> str:
    """It waits for another order to end. Discharged before that, or its own period over: it never takes effect."""
    if any(over is not None and over <= at for over in (order.ended_at, order.ends_at)):
        return DISCHARGED if _discharged(order, at) else ENDED
    return WAITING


def _discharged(order: Order, at: datetime) -> bool:
    return any(e.because == "discharged" and e.voided_at is None and e.at <= at for e in order.ends.all())


def _in_force(order: Order, at: datetime) -> str:
    version = version_at(order, at)
    if version is None or version.served_at is None or version.served_at > at:
        return UNSERVED
    return ENDING if order.ends_at is not None and order.ends_at <= at + ENDING_DAYS else IN_FORCE


def version_at(order: Order, at: datetime) -> OrderVersion | None:
    """The version that had effect at an instant."""
    for version in order.versions.all():
        began = version.effective_at is not None and version.effective_at <= at
        if version.voided_at is None and began and (version.superseded_at is None or at < version.superseded_at):
            return version
    return None


def with_status(orders: QuerySet[Order], at: datetime) -> QuerySet[Order]:
    """The same answer for many rows at once, as `status_code`."""
    served = OrderVersion.objects.filter(
        order=OuterRef("pk"), effect__contains=at, voided_at__isnull=True, served_at__lte=at
    )
    discharged = Exists(
        OrderEnd.objects.filter(order=OuterRef("pk"), because="discharged", voided_at__isnull=True, at__lte=at)
    )
    before = Q(effective_at__isnull=True) | Q(effective_at__gt=at)
    over = Q(ends_at__lte=at) | Q(ended_at__lte=at)
    code = When(
        Then(voided_at__isnull=False, then=Value(VOIDED)),
        Then(made_at__gt=at, then=Value(NOT_MADE)),
        Then(before & ~over, then=Value(WAITING)),
        Then(over & discharged, then=Value(DISCHARGED)),
        Then(over, then=Value(ENDED)),
        Then(~Exists(served), then=Value(UNSERVED)),
        Then(ends_at__lte=at + ENDING_DAYS, then=Value(ENDING)),
        default=Value(IN_FORCE),
        output_field=CharField(),
    )
    return orders.annotate(status_code=code)


def mark(order: Order, at: datetime, code: str | None = None) -> tuple[str, str]:
    """The status mark: its kind and its word."""
    return STATUS[code or status(order, at)]


def can_move(order: Order, move: str, at: datetime) -> Decision:
    """Whether this may be done with the order at an instant: `.require()` refuses in words. `at` is when it was done, not
    when it is recorded: what came before an end may be recorded after it (ADR 4)."""
    found = status(order, at)
    if move in MOVES[found]:
        return allow("Haven order states", "It can be done")
    if found == NOT_MADE:
        return refuse("Haven order states", "The order was not made yet at that time")
    how = "was discharged" if found == DISCHARGED else "had ended"
    return refuse("Haven order states", f"This order {how} by then, so this can no longer be done")


def last_instant(order: Order, at: datetime) -> datetime:
    """The last instant up to `at` at which the order was not over: what came before its end may still be recorded."""
    ends = [end for end in (order.ends_at, order.ended_at) if end is not None and end <= at]
    return max(min(ends) - timedelta(microseconds=1), order.made_at) if ends else at


def may_still(order: Order, at: datetime) -> frozenset[str]:
    """The moves that may be recorded at `at`: those of now, or those of before its end."""
    return MOVES[status(order, last_instant(order, at))]


# A clause in its version, in an order.
CLAUSE: dict[str, tuple[str, str]] = {
    "not_started": ("ready", "Not started"),
    "in_force": ("live", "In force"),
    "ended": ("end", "Ended"),
    "removed": ("end", "Removed"),
    "waiting": ("wait", "Waiting"),
    "in_error": ("end", "Never in force"),
}


def clause_status(requirement: Requirement, order: Order, at: datetime) -> str:
    """Where one clause of the version then current stands at an instant."""
    whole = status(order, at)
    if whole == VOIDED:
        return "in_error"
    if whole in (ENDED, DISCHARGED):
        return "ended"
    if whole in (WAITING, NOT_MADE):
        return "waiting"
    if requirement.starts_at is not None and at < requirement.starts_at:
        return "not_started"
    return "ended" if requirement.ends_at is not None and requirement.ends_at <= at else "in_force"


def last_day_words(order: Order) -> str:
    """How long the order lasts, for lists: a day, an event, or until further order."""
    if order.last_day is not None:
        return f"{order.last_day.day} {order.last_day:%b %Y}"
    return "until an event" if order.ends_kind == "event" else "until further order"
