"""What a court changes in an order, clause by clause: a new version with a whole copy. Clause numbers live as long as the
order; an issued version never changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import record
from haven.cases.deadlines import start
from haven.cases.permissions import may
from haven.courts.facts import london_day, situation
from haven.courts.requirements import Lasts, Period, RequirementFacts, ResponsibleFacts, blanks, gates, period
from haven.orders.clocks import serve_clock, start_life
from haven.orders.facts import clause_in, versions_of
from haven.orders.gates import MOST_CLAUSES, clause_period
from haven.orders.models import Awareness, Order, OrderVersion, Requirement
from haven.orders.operations.holding import hold_order, must
from haven.orders.operations.writing import NewClause, VersionPaper, clause_row, copy_of, keep_version_paper
from haven.orders.states import can_move
from haven.sealed.ciphers import encipher
from haven_law.citation import daa
from haven_law.clock import to_london
from haven_law.findings import Decision, Finding, Refused
from haven_law.order_life import PERIOD, extension_starts, order_duration
from haven_law.variation import ADD, CHANGES, EXTEND, LIGHTEN, REMOVE, REPLACE, ClauseChange, may_vary

LEAST_REASONS = 10
MOST_REASONS = 5000
VARY_RULE = "Haven variation rule"
CHANGED_AS = {EXTEND: "extended", LIGHTEN: "lightened", REPLACE: "replaced"}
DONE_AS = {ADD: "added", EXTEND: "extended", LIGHTEN: "lightened", REMOVE: "removed", REPLACE: "replaced"}


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
    lasts, whole = _order_period(command, order)
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


def _order_period(command: VaryOrder, order: Order) -> tuple[Period, Decision]:
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
    asked = _as_it_will_read(decision, before)
    if asked is None:
        return Decision((Finding(VARY_RULE, False, "Say how the clause is to read."),))
    if decision.change == LIGHTEN and before is not None and asked.term != before.term:
        return Decision((Finding(VARY_RULE, False, "A clause is made lighter in its own kind. Else replace it."),))
    on = london_day(command.decided_at)
    parts: list[Decision] = [blanks(asked)] if decision.change != REMOVE else []
    try:
        _, fits = (
            clause_period(_from(asked, decision, before, on), on, lasts)
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
    here = situation(application, on, command.presence or None)
    numbers = [r.clause for r in versions_of(order)[-1].requirements.all() if r.clause != decision.clause]
    return gates(asked, here, [*numbers, *_added_numbers(command, order)])


def _added_numbers(command: VaryOrder, order: Order) -> list[int]:
    first = next_number(order)
    return list(range(first, first + sum(d.change == ADD for d in command.changes)))


def next_number(order: Order) -> int:
    """The first number that no version of the order has used."""
    used = [r.clause for v in order.versions.all() for r in v.requirements.all()]
    return max(used, default=0) + 1


def _as_it_will_read(decision: ClauseDecision, before: Requirement | None) -> RequirementFacts | None:
    if decision.new is not None:
        return decision.new
    if before is None:
        return None
    lasts = decision.lasts or Lasts("order")
    return facts_of(before, lasts) if decision.change in (EXTEND, LIGHTEN, REMOVE) else None


def _from(asked: RequirementFacts, decision: ClauseDecision, before: Requirement | None, on: date) -> RequirementFacts:
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


@transaction.atomic
def vary_order(command: VaryOrder, *, by: User, at: datetime) -> OrderVersion:
    """Record what the court changed: a new version with a whole copy, its paper, its clocks. A clause that is added gets
    a number that was never used; one that is removed keeps its number to itself.

    Refused: to any but the court; a change that s.44(9)-(12) does not allow, or that is not judged; in the future or
    before the version it changes; once the order has ended."""
    order = hold_order(command.order_ref)
    may(by, "vary_order", order.case, at).require()
    can_move(order, "vary", at).require()
    current = versions_of(order)[-1]
    _possible(command, order, current, at)
    decision = variation_report(command, order).all.require()
    lasts, _ = _order_period(command, order)
    version = _next_version(order, current, "varied", command.decided_at, command.notice_given, command.reasons, by)
    Requirement.objects.bulk_create(_rows(command, order, current, version, lasts, by))
    if command.lasts is not None:
        order.ends_kind, order.last_day, order.ends_at, order.ends_event = (
            lasts.kind,
            lasts.last_day,
            lasts.ends_at,
            lasts.event,
        )
        order.save(update_fields=["ends_kind", "last_day", "ends_at", "ends_event"])
    words = change_words(command)
    _issue(order, version, command, f"Varied by the court: {words}.", by)
    facts = {"words": words, "version": version.seq}
    about = ("order", order.ref)
    record(
        order.case, "order.varied", by=by, at=command.decided_at, about=about, facts=facts, findings=decision.findings
    )
    return version


def _possible(command: VaryOrder, order: Order, current: OrderVersion, at: datetime) -> None:
    must(command.presence in ("person", "video", "audio", "absent"), "Say whether the subject was at court")
    must(LEAST_REASONS <= len(command.reasons.strip()) <= MOST_REASONS, "Enter the reasons given in court")
    since = current.effective_at or order.made_at
    must(since < command.decided_at <= at, "The time must be after the version it changes, and not in the future")


def _next_version(
    order: Order, current: OrderVersion, cause: str, at: datetime, notice_given: bool, reasons: str, by: User
) -> OrderVersion:
    effective = at if order.effective_at is not None else None
    if effective is not None:
        current.superseded_at = at
        current.save(update_fields=["superseded_at"])
    return OrderVersion.objects.create(
        order=order,
        seq=current.seq + 1,
        cause=cause,
        effective_at=effective,
        notice_given_to_subject=notice_given,
        reasons_enc=encipher(order.case.ref, reasons.strip()),
        recorded_by=by,
    )


def _rows(
    command: VaryOrder, order: Order, current: OrderVersion, version: OrderVersion, lasts: Period, by: User
) -> list[Requirement]:
    """Every clause of the new version: those that stay, those that changed, those that are added."""
    on = london_day(command.decided_at)
    decided = {d.clause: d for d in command.changes if d.clause is not None}
    rows = []
    for old in sorted(current.requirements.all(), key=lambda r: r.clause):
        row = _row_after(old, decided.get(old.clause), command, order, version, lasts, by)
        if row is not None:
            rows.append(row)
    number = next_number(order)
    for decision in command.changes:
        if decision.change == ADD and decision.new is not None:
            found, _ = clause_period(decision.new, on, lasts)
            rows.append(clause_row(NewClause(number, decision.new, found, "added"), version, made_on=on, by=by))
            number += 1
    return rows


def _row_after(
    old: Requirement,
    decision: ClauseDecision | None,
    command: VaryOrder,
    order: Order,
    version: OrderVersion,
    lasts: Period,
    by: User,
) -> Requirement | None:
    if decision is None:
        return copy_of(old, version, **_cut_to(old, lasts))
    if decision.change == REMOVE:
        return None
    on = london_day(command.decided_at)
    asked = _as_it_will_read(decision, old)
    assert asked is not None
    found, _ = clause_period(_from(asked, decision, old, on), on, lasts)
    if decision.change == EXTEND:
        ends = {"last_day": found.last_day, "ends_at": found.ends_at, "until_event": found.event}
        return copy_of(old, version, "extended", **ends)
    new = NewClause(old.clause, asked, found, CHANGED_AS[decision.change])
    row = clause_row(new, version, made_on=on, by=by)
    if decision.change == LIGHTEN:
        row.starts_on, row.starts_at = old.starts_on, old.starts_at
    return row


def _cut_to(old: Requirement, lasts: Period) -> dict[str, Any]:
    """A clause cannot outlast a shortened order."""
    if (
        lasts.kind == PERIOD
        and old.last_day is not None
        and lasts.last_day is not None
        and old.last_day > lasts.last_day
    ):
        return {"last_day": lasts.last_day, "ends_at": lasts.ends_at}
    return {}


def change_words(command: VaryOrder) -> str:
    """Clause 2 extended, clause 5 removed, a clause added."""
    said = ["a clause added" if d.change == ADD else f"clause {d.clause} {DONE_AS[d.change]}" for d in command.changes]
    if command.lasts is not None:
        said.append("how long it lasts changed")
    return ", ".join(said)


def _issue(order: Order, version: OrderVersion, command: VaryOrder, cause: str, by: User) -> None:
    """Paper and clocks of a new version; who was at court knows of it."""
    present = command.presence != "absent"
    bench = command.bench.strip()[:200] or order.made_by.name
    keep_version_paper(order, version, VersionPaper(cause, order.made_at, bench, present), by=by)
    if present:
        Awareness.objects.create(version=version, at=command.decided_at, how="in_court", recorded_by=by)
    start(order.case, serve_clock(order, command.decided_at))
    again = hold_order(order.ref)
    start_life(again, versions_of(again)[-1], command.decided_at)


@dataclass(frozen=True)
class CorrectOrder:
    """The slip rule: the court's own paper is put right. `params` by clause number: the blanks as they should have read.
    Nothing is added, removed or lasts longer by it."""

    order_ref: str
    corrected_at: datetime
    why: str
    params: Mapping[int, Mapping[str, Any]]
    bench: str = ""


@transaction.atomic
def correct_order(command: CorrectOrder, *, by: User, at: datetime) -> OrderVersion:
    """Write the version that the court corrected. The old one stays as it was issued.

    Refused: to any but the court; without why; a clause that is not there, or a blank that is filled wrongly."""
    order = hold_order(command.order_ref)
    may(by, "correct_order", order.case, at).require()
    can_move(order, "correct", at).require()
    current = versions_of(order)[-1]
    why = command.why.strip()
    must(LEAST_REASONS <= len(why) <= MOST_REASONS, "Say what was wrong on the paper, in a sentence or more")
    must(bool(command.params), "Say which clause was written wrongly")
    since = current.effective_at or order.made_at
    must(since < command.corrected_at <= at, "The time must be after the version it corrects, and not in the future")
    for clause in command.params:
        must(clause_in(current, clause) is not None, f"There is no clause {clause} in this order now")
    version = _next_version(order, current, "slip_rule", command.corrected_at, current.notice_given_to_subject, why, by)
    Requirement.objects.bulk_create(_corrected(command, current, version, by))
    numbers = ", ".join(str(n) for n in sorted(command.params))
    words = f"clause {numbers}"
    vary = VaryOrder(order.ref, command.corrected_at, "absent", False, why, bench=command.bench)
    _issue(order, version, vary, f"Corrected by the court: {words}.", by)
    facts = {"words": words, "version": version.seq}
    record(order.case, "order.corrected", by=by, at=command.corrected_at, about=("order", order.ref), facts=facts)
    return version


def _corrected(command: CorrectOrder, current: OrderVersion, version: OrderVersion, by: User) -> list[Requirement]:
    on = to_london(command.corrected_at).date()
    rows = []
    for old in sorted(current.requirements.all(), key=lambda r: r.clause):
        if old.clause not in command.params:
            rows.append(copy_of(old, version))
            continue
        asked = facts_of(old, Lasts("order"))
        asked = RequirementFacts(
            asked.term, dict(command.params[old.clause]), asked.responsible, asked.suitability_evidence
        )
        blanks(asked).require()
        kept = Period("order", old.last_day, old.ends_at, old.until_event)
        row = clause_row(NewClause(old.clause, asked, kept, "same"), version, made_on=on, by=by)
        row.starts_on, row.starts_at = old.starts_on, old.starts_at
        rows.append(row)
    return rows
