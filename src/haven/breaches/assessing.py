"""What the law says of conduct at a time, clause by clause and of the paper as a whole. It decides nothing about guilt:
for a breach there must be the conduct, and no reasonable excuse."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from haven.breaches import facts
from haven.breaches.facts import Clause
from haven.breaches.models import Breach
from haven.notices.models import Notice
from haven.orders.facts import conduct, order_times
from haven.orders.models import Order
from haven_law.breach import ELSEWHERE_IN_UK, ENGLAND_AND_WALES, breach_possible
from haven_law.citation import daa
from haven_law.clock import to_london
from haven_law.findings import Decision, Finding, allow, refuse
from haven_law.order_life import order_position

RULE = "Haven breach rule"
YES, NO, LAWYER = "yes", "no", "lawyer"
# The offence extends to England and Wales alone; anywhere else, or not known where, is for a lawyer (A13).
PLACES = {code: ENGLAND_AND_WALES if code == "ew" else ELSEWHERE_IN_UK for code in Breach.JURISDICTIONS}
INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Assessed:
    """A clause with what the law says of the conduct: yes, no or lawyer."""

    clause: Clause
    answer: str
    decision: Decision


@dataclass(frozen=True)
class Assessment:
    """The paper as a whole at that time, and each clause chosen."""

    answer: str
    findings: tuple[Finding, ...]
    clauses: tuple[Assessed, ...]


def held_then(thing: Notice | Order, start: datetime, end: datetime) -> list[Clause]:
    """The clauses to choose from for the time from `start` to before `end`: those in force then. On the day an order was
    made, before it was made, those that it said from that day (A25)."""
    last = end - INSTANT
    found = facts.clauses_between(thing, start, last)
    if not found and isinstance(thing, Order) and _earlier_that_day(thing, last):
        return facts.first_clauses(thing)
    return found


def assess(
    thing: Notice | Order, numbers: Iterable[int], start: datetime, end: datetime, jurisdiction: str
) -> Assessment:
    """Each chosen clause with the law's answer at the time from `start` to before `end`, the strongest one within it.
    Refused when a clause is chosen and nothing was in force, or that
    clause was not, at any moment of that time."""
    last = end - INSTANT
    whole = _whole(thing, start, last, jurisdiction)
    wanted = tuple(numbers)
    if wanted and whole.lawful is False:
        whole.require()
    chosen = _chosen(held_then(thing, start, end), wanted)
    if isinstance(thing, Notice):
        found = tuple(Assessed(c, answer_of(whole), whole) for c in chosen)
    else:
        found = tuple(_of_order(thing, clause, start, last, jurisdiction) for clause in chosen)
    return Assessment(answer_of(whole), whole.findings, found)


def _whole(thing: Notice | Order, start: datetime, last: datetime, jurisdiction: str) -> Decision:
    if isinstance(thing, Order):
        return _whole_order(thing, start, last, jurisdiction)
    times = facts.notice_times(thing)
    return _strongest([breach_possible(m, notice=times) for m in facts.moments(thing, start, last)])


def assess_duty(jurisdiction: str) -> Assessment:
    """A failure to notify: an offence of its own (s.43), whatever the clauses of the order say."""
    found = allow(
        daa("43(1)"), "A failure to notify is an offence of its own, apart from the requirements of the order"
    )
    return Assessment(answer_of(found), found.findings, ())


def answer_of(decision: Decision) -> str:
    """The code of a decision: yes, no or lawyer."""
    return LAWYER if decision.lawful is None else YES if decision.lawful else NO


def _of_order(order: Order, clause: Clause, start: datetime, last: datetime, jurisdiction: str) -> Assessed:
    times, place = order_times(order), PLACES[jurisdiction]
    decisions = [
        breach_possible(moment, order=times, conduct=conduct(order, clause.number, moment, place))
        for moment in facts.moments(order, start, last)
    ]
    best = _strongest(decisions)
    return Assessed(clause, answer_of(best), best)


def _whole_order(order: Order, start: datetime, last: datetime, jurisdiction: str) -> Decision:
    """Was the order itself in force, and can conduct there be an offence at all?"""
    times = order_times(order)
    positions = [order_position(times, moment) for moment in facts.moments(order, start, last)]
    if not any(position in ("in_force", "lawyer_must_decide") for position in positions):
        if _earlier_that_day(order, last):
            because = "The conduct was on the day the order was made, before it was made; it takes effect on that day"
            return Decision((Finding(daa("38(1)"), None, because, "A25"),))
        return refuse(daa("39(1)"), "The order was not in force at the time you gave")
    findings = [Finding(daa("38(1)"), True, "The order was in force")]
    if PLACES[jurisdiction] != ENGLAND_AND_WALES:
        because = "The order has effect there, but the offence extends to England and Wales only"
        findings.append(Finding(daa("38(7)"), None, because, "A13"))
    return Decision(tuple(findings))


def _earlier_that_day(order: Order, last: datetime) -> bool:
    return last < order.made_at and to_london(last).date() == to_london(order.made_at).date()


def _chosen(held: list[Clause], numbers: tuple[int, ...]) -> list[Clause]:
    by_number = {clause.number: clause for clause in held}
    wrong = [n for n in numbers if n not in by_number]
    if wrong:
        because = f"Clause {wrong[0]} was not in force at the time you gave. Choose from the clauses shown"
        refuse(RULE, because).require()
    return [by_number[n] for n in sorted(set(numbers))]


def _strongest(decisions: list[Decision]) -> Decision:
    """Conduct within a time: possible if it is at any moment of it. The stronger answer is kept with its findings."""
    return min(decisions, key=lambda d: (True, None, False).index(d.lawful))
