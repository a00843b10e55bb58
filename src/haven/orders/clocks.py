"""The clocks of an order as values: what starts them, when they are due, what reminds of them."""

from __future__ import annotations

from datetime import datetime, timedelta

from haven.cases.deadlines import NewDeadline, close_all, start
from haven.lawdata.queries import calendar, policy
from haven.notices.clocks import desk
from haven.orders.models import Order, OrderVersion, Requirement
from haven_law.citation import daa
from haven_law.clock import day_end, to_london, working_day_after

ORDER_DAYS, TAG_DAYS = (60, 28, 7), (56, 28, 7)
OF_AN_ORDER = ("serve_order", "order_ends", "order_review")


def _clock(order: Order, kind: str, about: str, at: datetime, act_by: datetime, **more: object) -> NewDeadline:
    values: dict[str, object] = {
        "kind": kind,
        "about": ("clause" if "#" in about else "order", about),
        "starts_at": at,
        "act_by": act_by,
        "outer_limit": act_by,
        "owner_role": "unit_desk",
        "owner_team": desk(order.case, "unit"),
        "nature": "policy",
        "ladder": "C",
    }
    return NewDeadline(**(values | more))  # type: ignore[arg-type]


def serve_clock(order: Order, at: datetime) -> NewDeadline:
    """Our rule: served within one working day. How is law (MCR 1981 r.19)."""
    due = day_end(working_day_after(to_london(at).date(), 1, calendar()))
    return _clock(
        order, "serve_order", order.ref, at, due, provision="MCR 1981 r.19", policy_key="serve_order_working_days"
    )


def ends_clock(order: Order, at: datetime) -> NewDeadline | None:
    """Reminders before the last day, so that nobody finds the protection gone."""
    if order.ends_at is None:
        return None
    rungs = _before(order.ends_at, ORDER_DAYS)
    return _clock(
        order, "order_ends", order.ref, at, order.ends_at, provision=daa("38(3)"), ladder="none", extra_rungs=rungs
    )


def review_clock(order: Order, at: datetime) -> NewDeadline | None:
    """Our rule: whether the order is still needed is asked after some months, unless it ends before."""
    due = at + timedelta(days=policy("order_review_days", to_london(at).date()))
    if order.ends_at is not None and due >= order.ends_at:
        return None
    return _clock(order, "order_review", order.ref, at, due, policy_key="order_review_days")


def tag_clocks(order: Order, version: OrderVersion, at: datetime) -> list[NewDeadline]:
    """A tag ends after twelve months at most (s.38(5)): reminders before it does."""
    found = []
    for clause in version.requirements.all():
        if clause.term == "electronic_monitoring" and clause.ends_at is not None and clause.ends_at > at:
            about = f"{order.ref}#{clause.clause}"
            found.append(
                _clock(
                    order,
                    "em_ends",
                    about,
                    at,
                    clause.ends_at,
                    provision=daa("38(5)"),
                    ambiguity="A9",
                    ladder="none",
                    extra_rungs=_before(clause.ends_at, TAG_DAYS),
                )
            )
    return found


def _before(end: datetime, days: tuple[int, ...]) -> tuple[tuple[str, datetime], ...]:
    return tuple((f"d{n}", end - timedelta(days=n)) for n in days)


def start_life(order: Order, version: OrderVersion, at: datetime) -> None:
    """Start, or start anew, the clocks of the end, the review and the tags."""
    close_tags(order, at=at, because="replaced")
    for kind, clock in (("order_ends", ends_clock(order, at)), ("order_review", review_clock(order, at))):
        if clock is not None:
            start(order.case, clock)
        else:
            close_all(order.ref, at=at, because="no_longer_needed", kinds=[kind])
    for clock in tag_clocks(order, version, at):
        start(order.case, clock)


def close_tags(order: Order, *, at: datetime, because: str) -> None:
    close_all(_tags(order), at=at, because=because)


def _tags(order: Order) -> list[str]:
    """What the clocks of tags are about: the clauses of the order, in any version."""
    tagged = Requirement.objects.filter(version__order=order, term="electronic_monitoring")
    return [f"{order.ref}#{clause}" for clause in tagged.values_list("clause", flat=True).distinct()]


def close_life(order: Order, *, at: datetime, because: str) -> None:
    """The order is over: all its clocks stop."""
    close_all([order.ref, *_tags(order)], at=at, because=because)
