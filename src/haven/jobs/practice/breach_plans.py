"""Who broke what, when, and what came of it."""

import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from haven.jobs.practice import texts
from haven.jobs.practice.plan_values import BreachPlan, CasePlan, Sizes
from haven_law.clock import to_london
from haven_law.order_life import ends_at, months_last_day

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
# What the court imposed on the six: (months, days, suspended). The first is the one of twelve months.
CUSTODY = ((12, None), (3, None), (None, 56), (4, None), (None, 28), (6, None))


def add_breaches(found: list[CasePlan], sizes: Sizes, now: datetime, chance: random.Random) -> list[CasePlan]:
    """Breaches of notices while the notice ran, and of orders while they were in force; then some that were not pursued
    and some that wait for a decision."""
    for index in _places(_windows_of_notices(found), sizes.breaches_of_notices, chance):
        found[index] = _with(found[index], _of_notice(found[index], now, chance))
    wanted = sizes.breaches_of_orders + sizes.not_pursued
    orders = _places(_with_time(found, now), wanted, chance)
    for n, index in enumerate(orders):
        if n < sizes.breaches_of_orders:
            breach = _of_order(found[index], now, chance, n, sizes)
        else:
            breach = _looked_at(found[index], now, chance)
        found[index] = _with(found[index], breach)
    for index in _places([i for i in _with_time(found, now) if i not in orders], sizes.undecided, chance):
        found[index] = _with(found[index], _reported(found[index], now, chance))
    return found


def _places(usable: list[int], n: int, chance: random.Random) -> list[int]:
    if len(usable) < n:
        raise LookupError(f"{n} breaches are wanted and only {len(usable)} cases can have one.")
    return sorted(chance.sample(usable, n))


def _with(case: CasePlan, breach: BreachPlan) -> CasePlan:
    return replace(case, breaches=(*case.breaches, breach))


def _windows_of_notices(found: list[CasePlan]) -> list[int]:
    """Notices that ran for long enough to be broken, reported and brought to court while they did."""
    return [
        n
        for n, case in enumerate(found)
        if case.served is not None and case.kind in ("order", "refused") and case.restricted_at is None
        and (begun := case.first_hearing_begun_at) is not None and begun - case.served.at > timedelta(hours=15)
        and not case.hearings[0].late
    ]  # fmt: skip


def _of_notice(case: CasePlan, now: datetime, chance: random.Random) -> BreachPlan:
    """Arrested the same day, and before the court at the latest when the application was heard (s.26(3))."""
    assert case.served is not None and case.first_hearing_begun_at is not None
    room = case.first_hearing_begun_at - case.served.at
    happened = case.served.at + room * (0.25 + 0.2 * chance.random())
    reported = happened + 25 * MINUTE
    arrested = reported + 70 * MINUTE
    brought = arrested + (case.first_hearing_begun_at - arrested) * 0.8
    return BreachPlan(
        of="notice",
        happened_at=happened,
        reported_at=reported,
        text=chance.randrange(len(texts.BREACHES)),
        decision="pursue",
        decided_at=reported + 30 * MINUTE,
        how="arrest",
        arrested_at=arrested,
        ended_custody_at=brought,
        outcome_at=brought + 40 * MINUTE,
        result="dealt_with",
    )


def order_window(case: CasePlan, now: datetime) -> tuple[datetime, datetime] | None:
    """From when to when the order of a case was in force and known to the subject, as far as now."""
    order = case.order
    if order is None or order.served_at is None or case.restricted_at is not None:
        return None
    made = case.hearings[-1].decided_at
    assert made is not None
    ends = [now]
    if order.lasts[0] == "months":
        ends.append(ends_at(months_last_day(_day(made), order.lasts[1])))
    if order.discharged_at is not None:
        ends.append(order.discharged_at)
    return order.served_at + DAY, min(ends) - DAY


def _day(at: datetime) -> date:
    return to_london(at).date()


def _with_time(found: list[CasePlan], now: datetime) -> list[int]:
    """Orders that were in force for three weeks or more. One that was varied is left alone: its clauses changed."""
    windows = ((n, order_window(case, now)) for n, case in enumerate(found))
    return [
        n
        for n, window in windows
        if window is not None and window[1] - window[0] > 21 * DAY and found[n].order.varied_at is None  # type: ignore[union-attr]
    ]


def _happened(case: CasePlan, now: datetime, chance: random.Random) -> datetime:
    window = order_window(case, now)
    assert window is not None
    return window[0] + (window[1] - window[0]) * (0.1 + 0.5 * chance.random())


def _of_order(case: CasePlan, now: datetime, chance: random.Random, n: int, sizes: Sizes) -> BreachPlan:
    """Pursued: by arrest and charge, and for most decided by a court. The first ones go to prison, some wear a tag."""
    happened = _happened(case, now, chance)
    reported = happened + chance.randrange(20, 600) * MINUTE
    arrested = reported + chance.randrange(60, 900) * MINUTE
    charged = arrested + chance.randrange(300, 1200) * MINUTE
    decided = charged + chance.randrange(3, 40) * DAY
    plan = BreachPlan(
        of="order",
        happened_at=happened,
        reported_at=reported,
        text=chance.randrange(len(texts.BREACHES)),
        decision="pursue",
        decided_at=reported + 45 * MINUTE,
        how="arrest",
        arrested_at=arrested,
        charged_at=charged if charged < now else None,
    )
    if n < sizes.custody + sizes.tagged:
        return _sentenced(plan, n, sizes, now, happened)
    if n % 5 == 0:
        return replace(plan, how="summons", arrested_at=None, charged_at=None)
    if n % 5 == 1 or decided >= now:
        return plan
    return replace(plan, outcome_at=decided, **_lesser(n))


def _sentenced(plan: BreachPlan, n: int, sizes: Sizes, now: datetime, happened: datetime) -> BreachPlan:
    """Those that a court must have sentenced by now: the times are drawn together where the order is young."""
    room = (now - happened) / 8
    hours = {"reported_at": 1, "decided_at": 2, "arrested_at": 3, "charged_at": 4, "outcome_at": 6}
    times: dict[str, Any] = {
        name: happened + min(room * step, step * timedelta(hours=9)) for name, step in hours.items()
    }
    months, days = CUSTODY[n] if n < sizes.custody else (None, None)
    tagged = n >= sizes.custody
    return replace(plan, result="convicted", months=months, days=days, tagged=tagged, community=tagged, **times)


def _lesser(n: int) -> dict[str, Any]:
    if n % 5 == 2:
        return {"result": "convicted", "fine": 350}
    if n % 5 == 3:
        return {"result": "convicted", "community": True}
    return {"result": "acquitted"}


def _looked_at(case: CasePlan, now: datetime, chance: random.Random) -> BreachPlan:
    happened = _happened(case, now, chance)
    text = chance.randrange(len(texts.BREACHES))
    return BreachPlan("order", happened, happened + DAY, text, "not", decided_at=happened + DAY + 500 * MINUTE)


def _reported(case: CasePlan, now: datetime, chance: random.Random) -> BreachPlan:
    """Reported a little while ago, and waiting for a supervisor."""
    happened = now - chance.randrange(200, 500) * MINUTE
    window = order_window(case, now)
    assert window is not None
    happened = min(happened, window[1] + DAY - MINUTE)
    return BreachPlan(
        "order", happened, now - chance.randrange(30, 90) * MINUTE, chance.randrange(len(texts.BREACHES)), "none"
    )
