"""What the Act asks of a variation, clause by clause (s.33, s.36(1), s.44(4)-(12)): as findings on the page, and once more
when the new version is issued."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from haven.courts.facts import london_day, situation
from haven.courts.requirements import Lasts, Period, RequirementFacts, ResponsibleFacts, blanks, gates, period
from haven.orders.facts import clause_in, versions_of
from haven.orders.gates import MOST_CLAUSES, clause_period
from haven.orders.models import Order, Requirement
from haven_law.citation import daa
from haven_law.findings import Decision, Finding, Refused
from haven_law.order_life import extension_starts, order_duration
from haven_law.variation import ADD, CHANGES, EXTEND, LIGHTEN, REMOVE, REPLACE, ClauseChange, may_vary

VARY_RULE = "Haven variation rule"


@dataclass(frozen=True)
class ClauseDecision:
    """What the court decided about one clause. `clause` is its number; None for one that is added. `new`: the clause as
    it is to read (add, replace, lighten); for `extend` only `lasts` is needed. The last three are the court's judgement
    (s.44(9), (11), (12)); None: not said."""

    change: str
    clause: int | None = None
    new: RequirementFacts | None = None
    lasts: Lasts | None = None
    necessary: bool | None = None
    no_longer_necessary: bool | None = None
    conditions_fail: bool = False


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
        whole=_shown(Decision.all(whole, _weighed(command), _something(command, order))),
        changes=tuple(_shown(_change(decision, command, order, lasts)) for decision in command.changes),
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
    """How long the order lasts after this, and whether the court may change that (s.44(9), (11))."""
    now = Period(order.ends_kind, order.last_day, order.ends_at, order.ends_event)
    if command.lasts is None:
        return now, Decision(())
    on = london_day(command.decided_at)
    try:
        found = period(command.lasts, on)
    except Refused as refused:
        return now, refused.decision
    longer = found.ends_at is None or (now.ends_at is not None and found.ends_at > now.ends_at)
    judged = may_vary(
        ClauseChange(
            EXTEND if longer else LIGHTEN,
            "not_abuse",
            necessary=command.order_necessary,
            no_longer_necessary=command.order_less,
        )
    )
    return found, Decision.all(judged, order_duration(found.kind, on, found.last_day, found.event or None))


def _change(decision: ClauseDecision, command: VaryOrder, order: Order, lasts: Period) -> Decision:
    """The findings of one change."""
    current = versions_of(order)[-1]
    before = clause_in(current, decision.clause) if decision.clause is not None else None
    if decision.change not in CHANGES:
        return Decision((Finding(VARY_RULE, False, "Choose what the court did with this clause."),))
    if decision.change != ADD and before is None:
        return Decision((Finding(VARY_RULE, False, f"There is no clause {decision.clause} in this order now."),))
    asked = as_it_will_read(decision, before)
    if asked is None:
        return Decision((Finding(VARY_RULE, False, "Say how the clause is to read."),))
    if decision.change == LIGHTEN and before is not None and asked.term != before.term:
        return Decision((Finding(VARY_RULE, False, "A clause is made lighter in its own kind. Else replace it."),))
    on = london_day(command.decided_at)
    parts: list[Decision] = [blanks(asked)] if decision.change != REMOVE else []
    try:
        _, fits = (
            clause_period(from_old_end(asked, decision, before, on), on, lasts)
            if decision.change != REMOVE
            else (0, Decision(()))
        )
        parts.append(_without_start(fits, decision))
    except Refused as refused:
        parts.append(refused.decision)
    parts.append(may_vary(_law_change(decision, before, asked, command, order, on)))
    return Decision.all(*parts)


def _without_start(fits: Decision, decision: ClauseDecision) -> Decision:
    """An old clause may have begun before today: that it did is no fault of the variation."""
    if decision.change in (ADD, REPLACE):
        return fits
    return Decision(tuple(f for f in fits.findings if "starts before" not in f.because), fits.citations)


def _law_change(
    decision: ClauseDecision,
    before: Requirement | None,
    asked: RequirementFacts,
    command: VaryOrder,
    order: Order,
    on: date,
) -> ClauseChange:
    first_day = extension_starts(before.last_day) if before is not None and before.last_day is not None else on
    new_last = _last_day(decision, first_day, order)
    return ClauseChange(
        decision.change,
        before.term if before is not None and decision.change != REPLACE else asked.term,
        necessary=decision.necessary,
        no_longer_necessary=decision.no_longer_necessary,
        conditions_fail=decision.conditions_fail,
        from_day=first_day if decision.change == EXTEND else None,
        new_last_day=new_last if decision.change == EXTEND else None,
        gates=_gates(asked, decision, command, order, on) if decision.change in (ADD, REPLACE) else None,
    )


def _last_day(decision: ClauseDecision, first_day: date, order: Order) -> date | None:
    if decision.lasts is None:
        return None
    if decision.lasts.kind == "order":
        return order.last_day
    try:
        return period(decision.lasts, first_day, of_clause=True).last_day
    except Refused:
        return None


def _gates(asked: RequirementFacts, decision: ClauseDecision, command: VaryOrder, order: Order, on: date) -> Decision:
    application = order.outcome.hearing.application
    here = situation(application, on, command.presence or None, (asked,))
    numbers = [r.clause for r in versions_of(order)[-1].requirements.all() if r.clause != decision.clause]
    return gates(asked, here, [*numbers, *_added_numbers(command, order)])


def _added_numbers(command: VaryOrder, order: Order) -> list[int]:
    first = next_number(order)
    return list(range(first, first + sum(d.change == ADD for d in command.changes)))


def next_number(order: Order) -> int:
    """The first number that no version of the order has used."""
    used = [r.clause for v in order.versions.all() for r in v.requirements.all()]
    return max(used, default=0) + 1


def as_it_will_read(decision: ClauseDecision, before: Requirement | None) -> RequirementFacts | None:
    if decision.new is not None:
        return decision.new
    if before is None:
        return None
    lasts = decision.lasts or Lasts("order")
    return facts_of(before, lasts) if decision.change in (EXTEND, LIGHTEN, REMOVE) else None


def from_old_end(
    asked: RequirementFacts, decision: ClauseDecision, before: Requirement | None, on: date
) -> RequirementFacts:
    """An extension in months runs from the day after the old last day."""
    if decision.change != EXTEND or before is None or before.last_day is None:
        return asked
    return facts_of(before, decision.lasts or Lasts("order"), starts_on=extension_starts(before.last_day))


def facts_of(row: Requirement, lasts: Lasts, *, starts_on: date | None = None) -> RequirementFacts:
    """A clause that stands, as plain values."""
    person = row.responsible
    return RequirementFacts(
        term=row.term,
        params=dict(row.params),
        responsible=ResponsibleFacts(person.name, person.organisation, person.contact) if person else None,
        suitability_evidence=row.suitability_evidence,
        starts_on=starts_on or row.starts_on,
        lasts=lasts,
    )
