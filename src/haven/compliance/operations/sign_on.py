"""Signing on at a police station (a requirement of the order, s.35(1)): who came in which window, and who did not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from haven.accounts.models import User
from haven.cases.chronology import hold_case, record
from haven.cases.permissions import may
from haven.compliance.models import SignOn
from haven.orders.facts import clause_in, versions_of
from haven.orders.models import Order, OrderVersion, Requirement
from haven.orders.queries import order_with_all
from haven_law.findings import refuse
from haven_law.sign_on import Window, windows

RULE = "Haven sign-on rule"
TERM = "station_sign_on"
BY = "watch"
# A worker that was away for longer than this has left windows for a person to look at.
LOOKED_BACK = timedelta(days=14)
LATEST = timedelta(days=1)


@dataclass(frozen=True)
class RecordSignOn:
    order_ref: str
    clause: int
    came_at: datetime
    station: str


def windows_of(order: Order, row: Requirement, *, start: datetime, end: datetime) -> tuple[Window, ...]:
    """The windows of a clause that lie within its own period, its version's, its order's, and two instants."""
    if order.effective_at is None:
        return ()
    version = row.version
    starts = [start, order.effective_at, row.starts_at, version.effective_at]
    ends = [end, order.ends_at, order.ended_at, row.ends_at, version.superseded_at]
    first, last = max(at for at in starts if at is not None), min(at for at in ends if at is not None)
    params = row.params
    return windows(
        params["days"],
        str(params["from_time"]),
        str(params["to_time"]),
        start=first,
        end=last,
        late_minutes=int(params.get("tolerance_minutes") or 0),
    )


@transaction.atomic
def record_sign_on(command: RecordSignOn, *, by: User, at: datetime) -> SignOn:
    """Record that the subject came to sign on. In the window it is signed, also where it was noted as missed before;
    outside it the window stays missed, and when they came is kept beside it.

    Refused: to a role that may not; a clause that asks for no signing on; in the future; on a day without a window;
    without the station; twice for one window."""
    order = _held(command.order_ref)
    may(by, "record_sign_on", order.case, at).require()
    row = _row_at(order, command.clause, command.came_at)
    _must(row is not None and row.term == TERM, "This clause asks for no signing on at a station")
    assert row is not None
    _must(command.came_at <= at, "The time cannot be in the future", "Haven sign-on time")
    station = command.station.strip()
    _must(0 < len(station) <= 200, "Enter the police station", "Haven sign-on station")
    window = _window_of(order, row, command.came_at)
    _must(window is not None, "No window of this clause is on that day", "Haven sign-on time")
    assert window is not None
    return _write(order, command, station, window, by, at)


def _write(order: Order, command: RecordSignOn, station: str, window: Window, by: User, at: datetime) -> SignOn:
    earlier = SignOn.objects.filter(order=order, clause=command.clause, day=window.day, voided_at__isnull=True).first()
    _must(earlier is None or earlier.state == "missed", "Signing on is recorded for this window already")
    in_time = window.holds(command.came_at)
    if earlier is not None:
        earlier.voided_at, earlier.voided_by = at, by
        earlier.void_reason = "Came in the window, recorded later" if in_time else "Came, but not in the window"
        earlier.save(update_fields=["voided_at", "voided_by", "void_reason"])
    new = SignOn.objects.create(
        order=order,
        clause=command.clause,
        day=window.day,
        opens=window.opens,
        closes=window.closes,
        state="signed" if in_time else "missed",
        came_at=command.came_at,
        station=station,
        taken_by=by,
        recorded_by=by,
    )
    facts = {"day": window.day.isoformat(), "clause": command.clause, "station": station, "sign_on": str(new.public_id)}
    kind = "sign_on.recorded" if in_time else "sign_on.missed"
    if in_time or earlier is None:
        record(order.case, kind, by=by, at=command.came_at, about=("order", order.ref), facts=facts)
    return new


def _window_of(order: Order, row: Requirement, at: datetime) -> Window | None:
    """The window that somebody came for: the one that holds the instant, else the nearest within a day."""
    near = windows_of(order, row, start=at - LATEST, end=at + LATEST)
    holding = [w for w in near if w.holds(at)]
    nearest = sorted(near, key=lambda w: min(abs(w.opens - at), abs(w.closes - at)))
    return next(iter(holding or nearest), None)


def _row_at(order: Order, clause: int, at: datetime) -> Requirement | None:
    found = [v for v in versions_of(order) if v.effective_at is not None and v.effective_at <= at]
    return clause_in(found[-1], clause) if found else None


def _held(ref: str) -> Order:
    found = Order.objects.filter(ref=ref, voided_at__isnull=True).only("case_id").first()
    if found is None:
        refuse("Haven access rule 3", "There is no such order").require()
    assert found is not None
    hold_case(found.case_id)
    order = order_with_all(ref)
    assert order is not None
    return order


def _must(condition: bool, because: str, rule: str = RULE) -> None:
    if not condition:
        refuse(rule, because).require()


def settle_sign_ons(at: datetime, *, limit: int = 500) -> int:
    """Note every window that has closed with nobody come, for the watch. Answers how many were noted."""
    rows = Requirement.objects.filter(
        Q(version__superseded_at__isnull=True) | Q(version__superseded_at__gt=at - LOOKED_BACK),
        Q(version__order__ended_at__isnull=True) | Q(version__order__ended_at__gt=at - LOOKED_BACK),
        Q(version__order__ends_at__isnull=True) | Q(version__order__ends_at__gt=at - LOOKED_BACK),
        Q(ends_at__isnull=True) | Q(ends_at__gt=at - LOOKED_BACK),
        term=TERM,
        version__voided_at__isnull=True,
        version__effective_at__lte=at,
        version__order__voided_at__isnull=True,
        version__order__effective_at__isnull=False,
    ).select_related("version__order__case")
    return sum(_note_missed(row, at) for row in rows.order_by("pk")[:limit])


def _note_missed(row: Requirement, at: datetime) -> int:
    version: OrderVersion = row.version
    order = version.order
    closed = windows_of(order, row, start=at - LOOKED_BACK, end=at - timedelta(minutes=1))
    if not closed:
        return 0
    held = SignOn.objects.filter(order=order, clause=row.clause, day__gte=closed[0].day, voided_at__isnull=True)
    known = set(held.values_list("day", flat=True))
    return sum(_one_missed(order, row.clause, window) for window in closed if window.day not in known)


@transaction.atomic
def _one_missed(order: Order, clause: int, window: Window) -> int:
    hold_case(order.case_id)
    if SignOn.objects.filter(order=order, clause=clause, day=window.day, voided_at__isnull=True).exists():
        return 0
    new = SignOn.objects.create(
        order=order, clause=clause, day=window.day, opens=window.opens, closes=window.closes, state="missed"
    )
    facts = {"day": window.day.isoformat(), "clause": clause, "sign_on": str(new.public_id)}
    record(order.case, "sign_on.missed", by=BY, at=window.closes, about=("order", order.ref), facts=facts)
    return 1
