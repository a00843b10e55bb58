"""Everything that the Act asks before an order is made, as findings: on the page while the answers come in, and once
more when the order is issued."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from haven.courts.facts import london_day, order_facts, situation
from haven.courts.models import Application, Hearing
from haven.courts.operations.hear import Decided, notice_of_proceedings, notice_rule
from haven.courts.requirements import (
    MOST_MONTHS,
    Lasts,
    Period,
    RequirementFacts,
    Situation,
    blanks,
    gates,
    period,
)
from haven.orders.models import Order
from haven.orders.queries import in_force_against
from haven_law.citation import daa
from haven_law.findings import Decision, Finding, Refused, refuse
from haven_law.notice_content import PREMISES_TERMS
from haven_law.order_life import (
    EVENT,
    ON_END_OF_ORDER,
    ON_MAKING,
    PERIOD,
    order_duration,
    order_effect,
    requirement_period,
)
from haven_law.orders import may_make_order
from haven_law.terms import VOCABULARY

MOST_CLAUSES = 40
__all__ = ["MOST_CLAUSES", "MOST_MONTHS", "CourtJudgement", "MakeOrder", "Report", "clause_period", "report"]


@dataclass(frozen=True)
class CourtJudgement:
    """What only the court can judge. None: not judged yet. For the three considerations of s.33(1): True considered,
    None does not apply, False not recorded. The ages count only where no day of birth is known."""

    abusive: bool | None = None
    necessary: bool | None = None
    child_welfare: bool | None = False
    protected_opinion: bool | None = False
    occupant_opinion: bool | None = False
    conflicts_considered: bool | None = None
    subject_adult: bool | None = None
    protected_sixteen: bool | None = None


@dataclass(frozen=True)
class MakeOrder:
    """An order as the court made it. Its requirements are numbered in their order, from 1. `after_order`: the reference
    of the order whose end this one waits for (s.38(2)); empty: it takes effect when made. `bench`: who made it."""

    decided: Decided
    requirements: tuple[RequirementFacts, ...]
    lasts: Lasts
    judged: CourtJudgement
    bench: str = ""
    after_order: str = ""


@dataclass(frozen=True)
class Report:
    """The findings by where they belong on the page. `order` is about the order as a whole; `clauses` one a requirement."""

    order: Decision
    notice: Decision
    duration: Decision
    effect: Decision
    clauses: tuple[Decision, ...] = field(default_factory=tuple)

    @property
    def all(self) -> Decision:
        return Decision.all(self.order, self.notice, self.duration, self.effect, *self.clauses)


def report(command: MakeOrder, hearing: Hearing) -> Report:
    """Judge the whole. Nothing is written, and nothing raised for an answer that is wrong or missing."""
    application = hearing.application
    made_on = london_day(command.decided.decided_at)
    lasts, duration = _duration(command.lasts, made_on)
    here = situation(application, made_on, command.decided.presence or None, command.requirements)
    return Report(
        order=_order(command, hearing, made_on),
        notice=notice_of_proceedings(command.decided, hearing),
        duration=duration,
        effect=effect(application, command.after_order, command.decided.decided_at),
        clauses=tuple(
            _clause(number, requirement, len(command.requirements), here, made_on, lasts)
            for number, requirement in enumerate(command.requirements, start=1)
        ),
    )


def _order(command: MakeOrder, hearing: Hearing, made_on: date) -> Decision:
    judged, application = command.judged, hearing.application
    premises = any(r.term in PREMISES_TERMS for r in command.requirements)
    considered = {"child_welfare": judged.child_welfare, "protected_opinion": judged.protected_opinion}
    if premises:
        considered["occupant_opinion"] = judged.occupant_opinion
    decision = may_make_order(
        order_facts(
            application,
            made_on,
            abusive=judged.abusive,
            necessary=judged.necessary,
            considered=considered,
            premises_terms=premises,
            conflicts_considered=judged.conflicts_considered,
            subject_notice=notice_rule(command.decided, hearing) or None,
            subject_adult=judged.subject_adult,
            protected_sixteen=judged.protected_sixteen,
        )
    )
    return Decision.all(decision, _number(command.requirements))


def _number(requirements: tuple[RequirementFacts, ...]) -> Decision:
    if not requirements:
        return refuse(daa("35(1)"), "Add at least one requirement")
    if len(requirements) > MOST_CLAUSES:
        return refuse("Haven requirement rule", f"An order can hold {MOST_CLAUSES} requirements at most")
    return Decision((Finding(daa("35(1)"), True, "The order holds a requirement."),))


def _duration(lasts: Lasts, made_on: date) -> tuple[Period | None, Decision]:
    try:
        found = period(lasts, made_on)
    except Refused as refused:
        return None, refused.decision
    return found, order_duration(found.kind, made_on, found.last_day, found.event or None)


def effect(application: Application, after_order: str, at: datetime) -> Decision:
    """When it takes effect: when made, or when an earlier order against the same person ends (s.38(1)-(2))."""
    if not after_order:
        return order_effect(ON_MAKING)
    return order_effect(ON_END_OF_ORDER, subject_to_another=earlier_order(application, after_order, at) is not None)


def earlier_order(application: Application, ref: str, at: datetime) -> Order | None:
    """The order in force against the same person that is meant, or None."""
    return next((o for o in in_force_against(application.case.subject_id, at) if o.ref == ref), None)


def _clause(
    number: int,
    requirement: RequirementFacts,
    of: int,
    here: Situation,
    made_on: date,
    lasts: Period | None,
) -> Decision:
    others = [n for n in range(1, of + 1) if n != number]
    if requirement.term not in VOCABULARY:
        return blanks(requirement)
    parts = [blanks(requirement), gates(requirement, here, others)]
    try:
        parts.append(clause_period(requirement, made_on, lasts)[1])
    except Refused as refused:
        parts.append(refused.decision)
    return Decision.all(*parts)


def clause_period(requirement: RequirementFacts, made_on: date, order: Period | None) -> tuple[Period, Decision]:
    """How long one clause lasts, and whether it may (s.38(4)-(5)). A tag that lasts as long as the order takes its last
    day; one until an event needs a last day of its own. Refused in words when what was said cannot be worked out."""
    starts = requirement.starts_on or made_on
    lasts = requirement.lasts
    # A clause that lasts "until further order" in an order that ends sooner lasts as long as the order.
    found = Period("order") if lasts.kind == "further_order" else period(lasts, starts, of_clause=True)
    order_last = order.last_day if order is not None else None
    decision = requirement_period(
        requirement.term,
        starts,
        found.last_day,
        until_event=found.event or None,
        order_last_day=order_last,
        made_on=made_on,
    )
    if requirement.is_tag and found.kind == "order" and order is not None and order.kind == PERIOD:
        found = Period(PERIOD, order.last_day, order.ends_at)
    if requirement.is_tag and found.kind == EVENT:
        decision = Decision.all(decision, refuse(daa("38(5)"), "An event alone does not end a tag. Give its last day."))
    return found, decision
