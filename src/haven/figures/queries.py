"""The figures as counts of records at an instant, each alone or all in few queries, and what the figures page adds."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Concat, TruncMonth

from haven.cases.models import Deadline
from haven.figures import rows
from haven.figures.definitions import DEFINITIONS
from haven.notices.models import Notice
from haven.notices.notice_states import with_status
from haven.orders.models import Order
from haven_law.clock import LONDON, start_of, to_london

# One court paper may protect two people: then two orders carry its number, and it counts once.
_PAPER = Concat(Cast("made_by_id", CharField()), Value(" "), F("court_paper_no"))
ALONE, TOGETHER = Q(court_paper_no=""), ~Q(court_paper_no="")


def figure(figure_id: str, as_at: datetime, known_at: datetime | None = None) -> int:
    """One figure at an instant, as known then if `known_at` is given, else as known now.

    Raises KeyError for a figure that there is not, ValueError for a time without an offset."""
    _aware(as_at, known_at)
    found = rows.rows_of(figure_id, as_at, known_at)
    return _papers(found) if found.model is Order else found.count()


def _papers(orders: QuerySet[Order]) -> int:
    found = orders.aggregate(alone=Count("pk", filter=ALONE), together=Count(_PAPER, distinct=True, filter=TOGETHER))
    return int(found["alone"]) + int(found["together"])


def figures(as_at: datetime, known_at: datetime | None = None) -> dict[str, int]:
    """Every figure at an instant, in the order of the definitions. Five queries as known now."""
    _aware(as_at, known_at)
    if known_at is not None:
        return {figure_id: figure(figure_id, as_at, known_at) for figure_id in DEFINITIONS}
    positions = _positions(rows.notices_in_force(as_at), as_at)
    broken = dict(rows.breaches(None, as_at).values_list("of").annotate(n=Count("pk")).order_by())
    found = {
        "notices_issued": figure("notices_issued", as_at),
        "notices_in_force": sum(positions.values()),
        "notices_past_deadline": positions.get("past_deadline", 0),
        "applications_awaiting_hearing": figure("applications_awaiting_hearing", as_at),
        "breaches_of_notices": broken.get("notice", 0),
        "breaches_of_orders": broken.get("order", 0),
        "breaches_pursued": sum(broken.values()),
    } | _orders(as_at)
    return {figure_id: found[figure_id] for figure_id in DEFINITIONS}


def notice_positions(at: datetime) -> dict[str, int]:
    """The notices in force by where they stand: running, may_be_late, past_deadline, continuing. As every breakdown,
    without restricted cases."""
    return _positions(rows.shown(rows.notices_in_force(at)), at)


def _positions(in_force: QuerySet[Notice], at: datetime) -> dict[str, int]:
    # Read the few that are in force first: the status of one that has ended needs no clock.
    live: QuerySet[Any] = with_status(in_force, at)
    return dict(live.values_list("status_code").annotate(n=Count("pk")).order_by())


def _orders(at: datetime) -> dict[str, int]:
    """Both figures of orders in one reading of the table."""
    live, made = Q(in_effect__contains=at), Q(made_at__lte=at)
    found = Order.objects.filter(rows.stands(None)).aggregate(
        made=Count("pk", filter=made & ALONE),
        made_together=Count(_PAPER, distinct=True, filter=made & TOGETHER),
        live=Count("pk", filter=live & ALONE),
        live_together=Count(_PAPER, distinct=True, filter=live & TOGETHER),
    )
    return {
        "orders_made": found["made"] + found["made_together"],
        "orders_in_force": found["live"] + found["live_together"],
    }


@dataclass(frozen=True)
class Area:
    """What was counted of the cases of one borough or district."""

    name: str
    notices: int
    orders: int
    breaches: int


def by_area(at: datetime) -> list[Area]:
    """Notices issued, orders made and breaches pursued by the area where the subject lives, most notices first, without
    restricted cases. A court paper counts in the first area of its orders."""
    issued, pursued = rows.shown(rows.notices_issued(at)), rows.shown(rows.breaches(None, at))
    notices = dict(issued.values_list("case__area").annotate(n=Count("pk")).order_by())
    broken = dict(pursued.values_list("case__area").annotate(n=Count("pk")).order_by())
    orders: dict[str, int] = {}
    alone = rows.shown(rows.orders_made(at)).filter(ALONE)
    for area, n in alone.values_list("case__area").annotate(n=Count("pk")).order_by():
        orders[area] = n
    for area in _areas_of_papers(at):
        orders[area] = orders.get(area, 0) + 1
    names = sorted({*notices, *broken, *orders}, key=lambda name: (-notices.get(name, 0), name))
    return [Area(name, notices.get(name, 0), orders.get(name, 0), broken.get(name, 0)) for name in names]


def _areas_of_papers(at: datetime) -> list[str]:
    """The area of each court paper that several orders carry: that of the first of them."""
    found: dict[tuple[int, str], str] = {}
    together = rows.shown(rows.orders_made(at)).filter(TOGETHER).order_by("pk")
    for court, number, area in together.values_list("made_by_id", "court_paper_no", "case__area"):
        found.setdefault((court, number), area)
    return list(found.values())


@dataclass(frozen=True)
class Month:
    """The notices issued in a month; `whole` is False for the month of the instant, which is not over."""

    first: date
    notices: int
    whole: bool


def by_month(at: datetime, months: int = 12) -> list[Month]:
    """Notices issued in each of the last months to the instant, on the calendar of London, without restricted cases."""
    this = to_london(at).date().replace(day=1)
    firsts = [_months_before(this, n) for n in reversed(range(months))]
    found = rows.shown(rows.notices_issued(at)).filter(served_at__gte=start_of(firsts[0]))
    grouped = found.annotate(month=TruncMonth("served_at", tzinfo=LONDON)).values_list("month").annotate(n=Count("pk"))
    counted = {month.date(): n for month, n in grouped.order_by()}
    return [Month(first, counted.get(first, 0), first != this) for first in firsts]


def _months_before(first: date, n: int) -> date:
    month = first.year * 12 + first.month - 1 - n
    return date(month // 12, month % 12 + 1, 1)


OPEN = "not_decided"


def how_notices_ended(at: datetime) -> dict[str, int]:
    """The notices issued by how they had ended by then: the codes of Notice.ENDS, and "not_decided". Without restricted
    cases."""
    how = Case(When(ended_at__lte=at, then=F("ended_because")), default=Value(OPEN), output_field=CharField())
    issued = rows.shown(rows.notices_issued(at))
    found = dict(issued.annotate(how=how).values_list("how").annotate(n=Count("pk")).order_by())
    return {code: found.get(code, 0) for code in (*Notice.ENDS, OPEN)}


@dataclass(frozen=True)
class Heard:
    """How the hearings of notices stood to their deadlines: begun by the earlier date, between the two where the law is
    unsettled, after the later one; and not begun at all though it has passed."""

    in_time: int
    between: int
    late: int
    unheard: int

    @property
    def of(self) -> int:
        return self.in_time + self.between + self.late + self.unheard


def heard_in_time(at: datetime) -> Heard:
    """The notices issued by then whose hearing had begun, or whose time had run out with none (s.29(2)-(3)). One whose
    application was withdrawn before its time ran out is in neither; nor is one of a restricted case."""
    clocks = Deadline.objects.filter(
        kind="hearing", replaced_by__isnull=True, voided_at__isnull=True, starts_at__lte=at
    )
    # The clock starts with service. Voided notices are few: to leave them out is quicker than to look up all that stand.
    clocks = clocks.exclude(about_ref__in=Notice.objects.filter(voided_at__isnull=False).values("ref"))
    clocks = rows.shown(clocks)
    begun, still = Q(met_at__lte=at), Q(met_at__isnull=True) | Q(met_at__gt=at)
    ran_out = still & Q(outer_limit__lt=at) & (Q(closed_at__isnull=True) | Q(closed_at__gt=F("outer_limit")))
    found = clocks.aggregate(
        in_time=Count("pk", filter=begun & Q(met_at__lte=F("act_by"))),
        between=Count("pk", filter=begun & Q(met_at__gt=F("act_by"), met_at__lte=F("outer_limit"))),
        late=Count("pk", filter=begun & Q(met_at__gt=F("outer_limit"))),
        unheard=Count("pk", filter=ran_out),
    )
    return Heard(**found)


def _aware(*instants: datetime | None) -> None:
    if any(instant is not None and instant.utcoffset() is None for instant in instants):
        raise ValueError("A time without an offset names no instant.")
