"""How one case stands, as sentences that a handler reads aloud after proof. Days, and nothing else that could be a place, a
name or a number."""

from __future__ import annotations

from datetime import date, datetime

from haven.cases.models import Case
from haven.courts.models import Hearing
from haven.notices import notice_states
from haven.notices.models import Notice
from haven.orders import states as order_states
from haven.orders.models import Order
from haven_law.clock import to_london

UNSURE = "Whether it still stands is being looked at. Somebody will ring you about it."


def standing_aloud(case: Case, at: datetime) -> list[str]:
    """What is in force, whether it was given to them, when it ends, and the next date at court."""
    orders = Order.objects.filter(case=case).prefetch_related("versions").order_by("-made_at", "-pk")
    notices = Notice.objects.filter(case=case).order_by("-authorised_at", "-pk")
    words = [line for order in order_states.with_status(orders, at) for line in _order(order, at)]
    words += [line for notice in notice_states.with_status(notices, at) for line in _notice(notice)]
    hearing = _next_hearing(case, at)
    court = f"The next date at court is {_day(hearing.listed_for)}." if hearing else "There is no date at court now."
    return [*(words or ["Nothing is in force now."]), court]


def _order(order: Order, at: datetime) -> list[str]:
    code = str(getattr(order, "status_code", ""))
    if code == order_states.WAITING:
        return ["An order was made. It begins when another one ends."]
    if code not in order_states.BINDING:
        return []
    until = f"until the end of {_plain(order.last_day)}" if order.last_day else "until the court decides otherwise"
    version = order_states.version_at(order, at)
    served = version.served_at if version is not None and code != order_states.UNSERVED else None
    given = f"It was given to them on {_day(served)}." if served else "It has not been given to them yet."
    return [f"An order is in force, {until}.", given]


def _notice(notice: Notice) -> list[str]:
    code = str(getattr(notice, "status_code", ""))
    if code == "authorised":
        return ["A notice was decided. It has not been given to them yet."]
    if code not in notice_states.IN_FORCE or notice.served_at is None:
        return []
    given = f"It was given to them on {_day(notice.served_at)}."
    if code in ("may_be_late", "past_deadline"):
        return [f"A notice was given to them on {_day(notice.served_at)}.", UNSURE]
    return ["A notice is in force.", given]


def _next_hearing(case: Case, at: datetime) -> Hearing | None:
    rows = Hearing.objects.filter(
        application__case=case, listed_for__gt=at, vacated_at__isnull=True, voided_at__isnull=True,
        application__withdrawn_at__isnull=True, application__voided_at__isnull=True,
    )  # fmt: skip
    return rows.order_by("listed_for").first()


def _day(moment: datetime) -> str:
    return _plain(to_london(moment).date())


def _plain(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"
