"""What a court changes in an order, clause by clause: a new version with a whole copy. Clause numbers live as long as the
order; an issued version never changes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import record
from haven.cases.deadlines import start
from haven.cases.permissions import may
from haven.courts.facts import london_day
from haven.courts.requirements import Period
from haven.orders.changes import ClauseDecision, reading
from haven.orders.clocks import serve_clock, start_life
from haven.orders.content import codes_of, look_at, of_variation
from haven.orders.facts import versions_of
from haven.orders.gates import clause_period
from haven.orders.models import Awareness, Order, OrderVersion, Requirement
from haven.orders.operations.ending import EARLIER, GIVES_WAY, keep_closed, standing_end, void_end
from haven.orders.operations.holding import hold_order, must
from haven.orders.operations.writing import NewClause, VersionPaper, clause_row, copy_of, keep_version_paper
from haven.orders.states import can_move
from haven.orders.variation import VaryOrder, next_number, order_period, variation_report
from haven.sealed.ciphers import encipher
from haven_law.order_life import PERIOD
from haven_law.variation import ADD, EXTEND, LIGHTEN, REMOVE, REPLACE

__all__ = ["DONE_AS", "ClauseDecision", "VaryOrder", "issue_version", "next_version", "vary_order"]

TIME_RULE = "Haven variation time rule"
LEAST_REASONS = 10
MOST_REASONS = 5000
CHANGED_AS = {EXTEND: "extended", LIGHTEN: "lightened", REPLACE: "replaced"}
DONE_AS = {ADD: "added", EXTEND: "extended", LIGHTEN: "lightened", REMOVE: "removed", REPLACE: "replaced"}


@transaction.atomic
def vary_order(command: VaryOrder, *, by: User, at: datetime) -> OrderVersion:
    """Record what the court changed: a new version with a whole copy, its paper, its clocks. A clause that is added gets
    a number that was never used; one that is removed keeps its number to itself.

    Refused: to any but the court; a change that s.44(9)-(12) does not allow, or that is not judged; in the future or
    before the version it changes; when the order had ended by the time of the decision. Recorded after an end that it came
    before, a decision on how long the order lasts takes that end back."""
    order = hold_order(command.order_ref)
    may(by, "vary_order", order.case, at).require()
    current = versions_of(order)[-1]
    _possible(command, order, current, at)
    can_move(order, "vary", command.decided_at).require()
    decision = variation_report(command, order).all.require()
    lasts, _ = order_period(command, order)
    looked_at = codes_of(look_at(of_variation(command, order), order.case, by=by, at=at, without=order))
    version = next_version(order, current, "varied", command.decided_at, command.notice_given, command.reasons, by)
    Requirement.objects.bulk_create(_rows(command, order, current, version, lasts, by))
    put_elsewhere = command.lasts is not None and _end_of(order) != (lasts.kind, lasts.ends_at, lasts.event)
    if command.lasts is not None:
        order.ends_kind, order.last_day, order.ends_at, order.ends_event = (
            lasts.kind,
            lasts.last_day,
            lasts.ends_at,
            lasts.event,
        )
        order.save(update_fields=["ends_kind", "last_day", "ends_at", "ends_event"])
    if put_elsewhere:
        _take_end_back(order, by, at)
    words = change_words(command)
    issue_version(order, version, command, f"Varied by the court: {words}.", by)
    facts = {"words": words, "version": version.seq, "looked_at": looked_at}
    about = ("order", order.ref)
    record(
        order.case, "order.varied", by=by, at=command.decided_at, about=about, facts=facts, findings=decision.findings
    )
    return version


def _end_of(order: Order) -> tuple[str, datetime | None, str]:
    return order.ends_kind, order.ends_at, order.ends_event


def _take_end_back(order: Order, by: User, at: datetime) -> None:
    """The court put the end elsewhere before the end that is recorded: that one did not happen."""
    end = standing_end(order)
    if end is not None and end.because in GIVES_WAY:
        stands = order.ends_at is None or order.ends_at > at
        void_end(order, end, why=EARLIER, by=by, now=at, stands=stands)


def _possible(command: VaryOrder, order: Order, current: OrderVersion, at: datetime) -> None:
    must(command.presence in ("person", "video", "audio", "absent"), "Say whether the subject was at court")
    must(LEAST_REASONS <= len(command.reasons.strip()) <= MOST_REASONS, "Enter the reasons given in court")
    since = current.effective_at or order.made_at
    must(
        since < command.decided_at <= at,
        "The time must be after the version it changes, and not in the future",
        TIME_RULE,
    )


def next_version(
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
    found = reading(decision, old, on, order, lasts)
    assert found is not None
    if decision.change == EXTEND:
        ends = {"last_day": found.period.last_day, "ends_at": found.period.ends_at, "until_event": found.period.event}
        return copy_of(old, version, "extended", **ends)
    new = NewClause(old.clause, found.facts, found.period, CHANGED_AS[decision.change])
    row = clause_row(new, version, made_on=on, by=by)
    if decision.change == LIGHTEN:
        row.starts_on, row.starts_at = old.starts_on, old.starts_at
    return row


def _cut_to(old: Requirement, lasts: Period) -> dict[str, Any]:
    """A clause cannot outlast a shortened order. One that would start only after it is refused before this."""
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


def issue_version(order: Order, version: OrderVersion, command: VaryOrder, cause: str, by: User) -> None:
    """Paper and clocks of a new version; who was at court knows of it."""
    present = command.presence != "absent"
    bench = command.bench.strip()[:200] or order.made_by.name
    keep_version_paper(order, version, VersionPaper(cause, order.made_at, bench, present), by=by)
    if present:
        Awareness.objects.create(version=version, at=command.decided_at, how="in_court", recorded_by=by)
    start(order.case, serve_clock(order, command.decided_at))
    again = hold_order(order.ref)
    start_life(again, versions_of(again)[-1], command.decided_at)
    keep_closed(again)
