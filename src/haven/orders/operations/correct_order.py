"""The slip rule: the court's own paper is put right, as a version of its own. The old one stays as it was issued."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import record
from haven.cases.permissions import may
from haven.courts.requirements import Lasts, Period, RequirementFacts, blanks
from haven.orders.changes import facts_of
from haven.orders.facts import clause_in, versions_of
from haven.orders.models import OrderVersion, Requirement
from haven.orders.operations.holding import hold_order, must
from haven.orders.operations.vary_order import LEAST_REASONS, MOST_REASONS, issue_version, next_version
from haven.orders.operations.writing import NewClause, clause_row, copy_of
from haven.orders.states import can_move
from haven.orders.variation import VaryOrder
from haven_law.clock import to_london


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
    current = versions_of(order)[-1]
    why = command.why.strip()
    must(LEAST_REASONS <= len(why) <= MOST_REASONS, "Say what was wrong on the paper, in a sentence or more")
    must(bool(command.params), "Say which clause was written wrongly")
    since = current.effective_at or order.made_at
    must(since < command.corrected_at <= at, "The time must be after the version it corrects, and not in the future")
    can_move(order, "correct", command.corrected_at).require()
    for clause in command.params:
        must(clause_in(current, clause) is not None, f"There is no clause {clause} in this order now")
    version = next_version(order, current, "slip_rule", command.corrected_at, current.notice_given_to_subject, why, by)
    Requirement.objects.bulk_create(_corrected(command, current, version, by))
    numbers = ", ".join(str(n) for n in sorted(command.params))
    words = f"clause {numbers}"
    vary = VaryOrder(order.ref, command.corrected_at, "absent", False, why, bench=command.bench)
    issue_version(order, version, vary, f"Corrected by the court: {words}.", by)
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
