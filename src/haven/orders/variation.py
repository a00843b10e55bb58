"""What the Act asks of a variation, clause by clause (s.33, s.36(1), s.44(4)-(12)): as findings on the page, and once more
when the new version is issued."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from haven.courts.facts import london_day, situation
from haven.courts.requirements import Lasts, Period, period
from haven.orders.changes import (
    VARY_RULE,
    Around,
    ClauseDecision,
    as_it_will_read,
    change_report,
    order_end,
    starts_left,
    tags_left,
)
from haven.orders.facts import clause_in, versions_of
from haven.orders.gates import MOST_CLAUSES
from haven.orders.models import Order
from haven_law.citation import daa
from haven_law.clause_ends import LATER, SAME, SOONER, End, compare_ends
from haven_law.findings import Decision, Finding, Refused
from haven_law.order_life import order_duration
from haven_law.variation import ADD, CHANGES, EXTEND, LIGHTEN, REMOVE, REPLACE, ClauseChange, may_vary

LENGTH_RULE = "Haven variation length rule"


@dataclass(frozen=True)
class VaryOrder:
    """`lasts`: how long the order now lasts, when the court changed that; then `order_necessary` (for longer) or
    `order_less` (for shorter) is the court's judgement."""

    order_ref: str
    decided_at: datetime
    presence: str
    notice_given: bool
    reasons: str
    changes: tuple[ClauseDecision, ...] = ()
    lasts: Lasts | None = None
    order_necessary: bool | None = None
    order_less: bool | None = None
    conflicts_considered: bool | None = None
    bench: str = ""
    considered: Mapping[str, bool | None] = field(default_factory=dict)


@dataclass(frozen=True)
class VariationReport:
    """The findings: about the whole, and one decision a change."""

    whole: Decision
    changes: tuple[Decision, ...]

    @property
    def all(self) -> Decision:
        return Decision.all(self.whole, *self.changes)


def variation_report(command: VaryOrder, order: Order) -> VariationReport:
    """Judge a variation (s.44(4)-(12), s.33, s.36(1)). Nothing is written; what is not judged stands in the way."""
    lasts, whole = order_period(command, order)
    return VariationReport(
        whole=_shown(
            Decision.all(whole, _weighed(command), _something(command, order), _left_alone(command, order, lasts))
        ),
        changes=tuple(
            _shown(_change(decision, number, command, order, lasts))
            for number, decision in zip(numbers(command, order), command.changes, strict=True)
        ),
    )


def _shown(decision: Decision) -> Decision:
    """What a person must judge and has not yet, as not met."""
    found = tuple(
        Finding(f.provision, False, f.because) if f.for_you and f.met is None else f for f in decision.findings
    )
    return Decision(found, decision.citations)


def _something(command: VaryOrder, order: Order) -> Decision:
    if not command.changes and command.lasts is None:
        return Decision((Finding(VARY_RULE, False, "Say what the court changed."),))
    numbers = [d.clause for d in command.changes if d.clause is not None]
    twice = len(numbers) != len(set(numbers))
    left = len(versions_of(order)[-1].requirements.all()) + sum(
        {ADD: 1, REMOVE: -1}.get(d.change, 0) for d in command.changes
    )
    findings = []
    if twice:
        findings.append(Finding(VARY_RULE, False, "Each clause can be changed once in a variation."))
    if left < 1:
        because = "An order must hold a requirement. Where none is needed any more, the court discharges it."
        findings.append(Finding(daa("44(13)"), False, because))
    if left > MOST_CLAUSES:
        findings.append(Finding(VARY_RULE, False, f"An order can hold {MOST_CLAUSES} requirements at most."))
    return Decision(tuple(findings))


def _weighed(command: VaryOrder) -> Decision:
    words = {
        "child_welfare": "the welfare of any person under 18",
        "protected_opinion": "the protected person's opinion",
    }
    findings = [
        Finding(daa("44(6)"), command.considered.get(topic, False) is not False, f"The court considered {said} (s.33).")
        if command.considered.get(topic, False) is not False
        else Finding(daa("44(6)"), False, f"It is not recorded that the court considered {said} (s.33).")
        for topic, said in words.items()
    ]
    clash = "Conflict with belief, work, education and other orders"
    findings.append(
        Finding(daa("36(1)"), True, f"{clash} was considered.")
        if command.conflicts_considered
        else Finding(daa("36(1)"), False, f"{clash} has not been considered.")
    )
    return Decision(tuple(findings))


def order_period(command: VaryOrder, order: Order) -> tuple[Period, Decision]:
    """How long the order lasts after this, and whether the court may change that (s.44(9), (11)). Where it cannot be
    known whether that is longer, as between a day and an event, the court must find both."""
    now = Period(order.ends_kind, order.last_day, order.ends_at, order.ends_event)
    if command.lasts is None:
        return now, Decision(())
    on = london_day(command.decided_at)
    try:
        found = period(command.lasts, on)
    except Refused as refused:
        return now, refused.decision
    moved = compare_ends(order_end(order), End(found.last_day, found.event))
    if moved == SAME:
        return found, Decision((Finding(LENGTH_RULE, False, "The order lasts that long already."),))
    judged = may_vary(
        ClauseChange(
            {LATER: EXTEND, SOONER: LIGHTEN}.get(moved, REPLACE),
            "not_abuse",
            necessary=command.order_necessary,
            no_longer_necessary=command.order_less,
        )
    )
    return found, Decision.all(judged, order_duration(found.kind, on, found.last_day, found.event or None))


def _change(decision: ClauseDecision, number: int | None, command: VaryOrder, order: Order, lasts: Period) -> Decision:
    """The findings of one change; `number` is the clause's own."""
    before = clause_in(versions_of(order)[-1], decision.clause) if decision.clause is not None else None
    if decision.change not in CHANGES:
        return Decision((Finding(VARY_RULE, False, "Choose what the court did with this clause."),))
    if decision.change != ADD and before is None:
        return Decision((Finding(VARY_RULE, False, f"There is no clause {decision.clause} in this order now."),))
    on = london_day(command.decided_at)
    asked = as_it_will_read(decision, before)
    application = order.outcome.hearing.application
    here = situation(application, on, command.presence or None, (asked,) if asked is not None else ())
    others = tuple(n for n in standing(command, order) if n != number)
    return change_report(decision, before, Around(on, order, lasts, others, here))


def numbers(command: VaryOrder, order: Order) -> list[int | None]:
    """The number of the clause of each change: its own, or for one that is added the next that was never used."""
    fresh = next_number(order)
    found: list[int | None] = []
    for decision in command.changes:
        found.append(fresh if decision.change == ADD else decision.clause)
        fresh += decision.change == ADD
    return found


def standing(command: VaryOrder, order: Order) -> list[int]:
    """The numbers of the clauses that stand after the variation."""
    gone = {d.clause for d in command.changes if d.change == REMOVE}
    added = [n for n, d in zip(numbers(command, order), command.changes, strict=True) if d.change == ADD and n]
    return [r.clause for r in versions_of(order)[-1].requirements.all() if r.clause not in gone] + added


def _left_alone(command: VaryOrder, order: Order, lasts: Period) -> Decision:
    """What the variation does to clauses that it does not change."""
    rows = list(versions_of(order)[-1].requirements.all())
    changed = {d.clause: d.change for d in command.changes}
    return Decision.all(
        tags_left([r for r in rows if changed.get(r.clause, EXTEND) == EXTEND], standing(command, order)),
        starts_left([r for r in rows if r.clause not in changed], lasts),
    )


def next_number(order: Order) -> int:
    """The first number that no version of the order has used."""
    used = [r.clause for v in order.versions.all() for r in v.requirements.all()]
    return max(used, default=0) + 1
