"""One clause and what a court decided about it: how it reads then, when it ends then, and what the Act asks of that
(s.35(6), s.36(2)-(3), s.38(4)-(5), s.44(9)-(12))."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from haven.courts.requirements import (
    Lasts,
    Period,
    RequirementFacts,
    ResponsibleFacts,
    Situation,
    blanks,
    gates,
)
from haven.orders.gates import clause_period
from haven.orders.models import Order, Requirement
from haven_law.citation import daa
from haven_law.clause_ends import End, end_moves
from haven_law.findings import Decision, Finding, Refused
from haven_law.order_life import extension_starts
from haven_law.variation import ADD, EXTEND, LIGHTEN, REMOVE, REPLACE, ClauseChange, may_vary

VARY_RULE = "Haven variation rule"
# What a clause that is made lighter must still meet. The other gates are of imposing it (s.37(2)-(4), s.35(5)).
STILL_ASKED = frozenset({daa("35(6)"), daa("36(2)"), daa("36(3)"), daa("37(6)")})


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
class Around:
    """What one change is judged in: the day of the decision, the order with how long it lasts after the variation, the
    numbers of the other clauses that stand then, and the situation that gates turn on."""

    on: date
    order: Order
    lasts: Period
    others: tuple[int, ...]
    here: Situation


@dataclass(frozen=True)
class Reading:
    """A clause as it reads after its change, how long it lasts then, and whether it may (s.38(4)-(5))."""

    facts: RequirementFacts
    period: Period
    fits: Decision


def facts_of(row: Requirement, lasts: Lasts) -> RequirementFacts:
    """A clause that stands, as plain values."""
    person = row.responsible
    return RequirementFacts(
        term=row.term,
        params=dict(row.params),
        responsible=ResponsibleFacts(person.name, person.organisation, person.contact) if person else None,
        suitability_evidence=row.suitability_evidence,
        starts_on=row.starts_on,
        lasts=lasts,
    )


def lasts_now(row: Requirement) -> Lasts:
    """How long a clause that stands lasts, as a person says it."""
    if row.last_day is not None:
        return Lasts("date", last_day=row.last_day)
    return Lasts("event", event=row.until_event) if row.until_event else Lasts("order")


def order_end(order: Order) -> End:
    """When an order ends, as the law compares it."""
    return End(order.last_day, order.ends_event)


def end_now(row: Requirement, order: Order) -> End:
    """When a clause that stands ends, as its order has it."""
    return End(row.last_day, row.until_event).within(order_end(order))


def as_it_will_read(decision: ClauseDecision, before: Requirement | None) -> RequirementFacts | None:
    """The clause after its change; None when that is not said."""
    if decision.change == LIGHTEN and decision.new is not None and before is not None:
        return _kept(decision.new, before)
    if decision.new is not None:
        return decision.new
    if before is None or decision.change not in (EXTEND, LIGHTEN, REMOVE):
        return None
    if decision.change == LIGHTEN:
        return facts_of(before, lasts_now(before))
    return facts_of(before, decision.lasts or Lasts("order"))


def _kept(new: RequirementFacts, before: Requirement) -> RequirementFacts:
    """What a lighter clause keeps of the old one: when it starts, how that person is reached, what the court heard."""
    person, old = new.responsible, before.responsible
    if person and old and person.name.strip() == old.name and (new.is_tag or person.organisation == old.organisation):
        person = ResponsibleFacts(old.name, old.organisation, old.contact)
    evidence = new.suitability_evidence.strip() and (before.suitability_evidence or new.suitability_evidence)
    return replace(new, starts_on=before.starts_on, responsible=person, suitability_evidence=evidence)


def reading(
    decision: ClauseDecision, before: Requirement | None, on: date, order: Order, lasts: Period
) -> Reading | None:
    """The clause after its change, with its end; None when what it is to read is not said. An extension in months runs
    from the day after the old last day. Refused in words when its end cannot be worked out."""
    asked = as_it_will_read(decision, before)
    if asked is None:
        return None
    if decision.change == EXTEND and before is not None:
        last = end_now(before, order).last_day if not before.until_event else None
        asked = replace(asked, starts_on=extension_starts(last)) if last is not None else asked
    period, fits = clause_period(asked, on, lasts)
    return Reading(asked, period, fits)


def change_report(decision: ClauseDecision, before: Requirement | None, around: Around) -> Decision:
    """The findings of one change."""
    asked = as_it_will_read(decision, before)
    if asked is None:
        return Decision((Finding(VARY_RULE, False, "Say how the clause is to read."),))
    if decision.change == REMOVE:
        return may_vary(_law_change(decision, before, asked, None, around))
    other = _another_clause(decision, asked, before)
    if other is not None:
        return other
    parts, found = [blanks(asked)], None
    try:
        found = reading(decision, before, around.on, around.order, around.lasts)
        assert found is not None
        parts.append(_ends(decision, before, found, around))
    except Refused as refused:
        parts.append(refused.decision)
    parts.append(may_vary(_law_change(decision, before, asked, found, around)))
    return Decision.all(*parts)


def _another_clause(decision: ClauseDecision, asked: RequirementFacts, before: Requirement | None) -> Decision | None:
    """What is called lighter and is another clause."""
    if decision.change != LIGHTEN or before is None:
        return None
    if asked.term != before.term:
        return Decision((Finding(VARY_RULE, False, "A clause is made lighter in its own kind. Else replace it."),))
    if asked.is_tag and asked.params.get("monitor") != before.params.get("monitor"):
        because = "Another person for the monitoring makes no clause lighter. Replace the clause."
        return Decision((Finding(VARY_RULE, False, because),))
    return None


def end_report(decision: ClauseDecision, before: Requirement, on: date, order: Order, lasts: Period) -> Decision:
    """Whether the end of a clause moves as its change says (s.44(9), (11)). Refused as `reading` is."""
    found = reading(decision, before, on, order, lasts)
    return _moves(decision, before, found, order, lasts) if found is not None else Decision(())


def _moves(decision: ClauseDecision, before: Requirement, found: Reading, order: Order, lasts: Period) -> Decision:
    """An extension is held against the end as it is; a lighter clause against the end that it would have if it were
    left alone, in an order that may itself be made shorter."""
    whole = End(lasts.last_day, lasts.event)
    then = End(found.period.last_day, found.period.event).within(whole)
    old = (
        end_now(before, order) if decision.change == EXTEND else End(before.last_day, before.until_event).within(whole)
    )
    return end_moves(decision.change, old, then)


def _ends(decision: ClauseDecision, before: Requirement | None, found: Reading, around: Around) -> Decision:
    if before is None or decision.change in (ADD, REPLACE):
        return found.fits
    moved = _moves(decision, before, found, around.order, around.lasts)
    if moved.lawful is False:
        return moved
    # An old clause may have begun before today: that it did is no fault of the variation.
    fits = [f for f in found.fits.findings if "starts before" not in f.because]
    if decision.change == LIGHTEN:
        # A tag that was extended may still have more than twelve months before it; here it gets no day more.
        fits = [f for f in fits if f.provision != daa("38(5)")]
    if found.period.last_day is not None and found.period.last_day < around.on:
        fits.append(Finding(daa("38(4)"), False, "The last day of the requirement has passed already."))
    return Decision(tuple(fits), found.fits.citations)


def _law_change(
    decision: ClauseDecision,
    before: Requirement | None,
    asked: RequirementFacts,
    found: Reading | None,
    around: Around,
) -> ClauseChange:
    extended = decision.change == EXTEND and found is not None
    return ClauseChange(
        decision.change,
        before.term if before is not None and decision.change != REPLACE else asked.term,
        necessary=decision.necessary,
        no_longer_necessary=decision.no_longer_necessary,
        conditions_fail=decision.conditions_fail,
        from_day=(found.facts.starts_on or around.on) if extended and found else None,
        new_last_day=found.period.last_day if extended and found else None,
        gates=_gates(decision, asked, around),
    )


def _gates(decision: ClauseDecision, asked: RequirementFacts, around: Around) -> Decision | None:
    if decision.change not in (ADD, REPLACE, LIGHTEN):
        return None
    found = gates(asked, around.here, around.others)
    if decision.change == LIGHTEN:
        return Decision(tuple(f for f in found.findings if f.provision in STILL_ASKED), found.citations)
    return found


def tags_left(rows: Iterable[Requirement], standing: Iterable[int]) -> Decision:
    """A tag that stays as it is must still have a requirement to check (s.35(6))."""
    there = set(standing)
    return Decision(
        tuple(
            Finding(
                daa("35(6)"),
                False,
                f"The tag of clause {row.clause} would have nothing left to check. Say what the court did with it.",
            )
            for row in rows
            if row.term == "electronic_monitoring" and not there & set(row.params.get("monitors") or ())
        )
    )


def starts_left(rows: Iterable[Requirement], lasts: Period) -> Decision:
    """A clause that stays as it is must start while the order lasts (s.38(4))."""
    last = lasts.last_day
    return Decision(
        tuple(
            Finding(
                daa("38(4)"),
                False,
                f"Clause {row.clause} starts only after the order would end. Say what the court did with it.",
            )
            for row in rows
            if last is not None and row.starts_on is not None and row.starts_on > last
        )
    )
