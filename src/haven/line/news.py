"""What the automated line may tell one person, from her cases as they stand: in force or not, given to them or not, the
day of the next hearing. Where the law is unsettled, or two things would have to be told apart, nothing: a person tells it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime

from haven.cases.models import Case
from haven.courts.models import Hearing
from haven.line.flow import News
from haven.notices import notice_states
from haven.notices.models import Notice
from haven.orders import states as order_states
from haven.orders.models import Order
from haven_law.clock import to_london

# A notice whose 48 hours are over unheard, and an order that waits for another to end: nothing that a machine explains.
UNSURE = frozenset({"may_be_late", "past_deadline", order_states.WAITING})
RUNNING = ("running", "continuing")


@dataclass
class Standing:
    """What binds in one person's cases, and when that ends by itself; whether it was given; the next hearing."""

    unsure: bool = False
    binds: bool = False
    given: list[bool] = field(default_factory=list)
    until: list[datetime] = field(default_factory=list)
    hearings: list[datetime] = field(default_factory=list)

    def news(self) -> News | None:
        if self.unsure or (len(set(self.given)) > 1):
            return None
        hearing = to_london(min(self.hearings)).date().isoformat() if self.hearings else ""
        return News(self.binds, all(self.given) and bool(self.given), hearing)


def standings(people: Iterable[int], at: datetime) -> dict[int, Standing]:
    """By the number of the person, for those who have an open case. A few statements for any number of people."""
    cases = dict(Case.objects.filter(protected__in=list(people), closed_at__isnull=True).values_list("pk", "protected"))
    found: dict[int, Standing] = defaultdict(Standing)
    for person in cases.values():
        _ = found[person]
    for order in order_states.with_status(Order.objects.filter(case__in=cases), at):
        _order(found[cases[order.case_id]], order)
    for notice in notice_states.with_status(Notice.objects.filter(case__in=cases), at):
        _notice(found[cases[notice.case_id]], notice)
    for hearing in _next_hearings(cases, at):
        found[cases[hearing.application.case_id]].hearings.append(hearing.listed_for)
    return dict(found)


def _order(standing: Standing, order: Order) -> None:
    code = str(getattr(order, "status_code", ""))
    standing.unsure |= code in UNSURE
    if code in order_states.BINDING:
        standing.binds = True
        standing.given.append(code != order_states.UNSERVED)
        standing.until += [order.ends_at] if order.ends_at is not None else []


def _notice(standing: Standing, notice: Notice) -> None:
    code = str(getattr(notice, "status_code", ""))
    standing.unsure |= code in UNSURE
    if code in RUNNING:
        standing.binds = True
        standing.given.append(True)
        hear_by = getattr(notice, "_hear_by", None) if getattr(notice, "_begun", None) is None else None
        standing.until += [hear_by] if hear_by is not None else []
    elif code == "authorised":
        standing.given.append(False)


def _next_hearings(cases: Iterable[int], at: datetime) -> Iterable[Hearing]:
    rows = Hearing.objects.filter(
        application__case__in=list(cases), listed_for__gt=at, vacated_at__isnull=True, voided_at__isnull=True,
        application__withdrawn_at__isnull=True, application__voided_at__isnull=True,
    )  # fmt: skip
    return rows.select_related("application")


def as_shown(standing: Standing) -> tuple[dict[str, object], datetime | None] | None:
    """The row of `LineShown`: what is told, and until when it holds. None when nothing may be told."""
    news = standing.news()
    changes = [*standing.until, *standing.hearings]
    return (asdict(news), min(changes, default=None)) if news is not None else None
