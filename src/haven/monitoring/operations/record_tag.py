"""What became of a tag is recorded: fitted, not fitted, not working, not charged, taken off. A person decides what it means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import hold_case, record
from haven.cases.permissions import may
from haven.monitoring.models import EquipmentEvent
from haven.monitoring.queries import TERM
from haven.orders.facts import clause_in, clause_ran
from haven.orders.models import Order
from haven.orders.queries import order_with_all
from haven.orders.states import version_at
from haven.sealed.ciphers import encipher
from haven_law.clock import in_words, to_london
from haven_law.findings import refuse
from haven_law.order_life import in_force
from haven_law.supervision import tag_duty

RULE, TIME, TOLD = "Haven tag rule", "Haven tag time", "Haven tag told"
MOST_WORDS = 2000
EVENTS = {
    "fitted": "tag.fitted",
    "not_fitted": "tag.not_fitted",
    "failed": "tag.failed",
    "not_charged": "tag.failed",
    "removed": "tag.removed",
}
# What happened -> the duty of the subject that it may be a failure of (s.37(8)). A fault of the equipment may be none.
DUTIES = {"failed": "working_order", "not_charged": "working_order", "removed": "interference"}


@dataclass(frozen=True)
class RecordTag:
    """`happened_at` in the world, `told_at` when we heard of it and from whom. `why`: of one that could not be fitted.
    `words`: what else was said, enciphered under the case; never where anybody is."""

    order_ref: str
    clause: int
    what: str
    happened_at: datetime
    told_at: datetime
    told_by: str
    told_name: str = ""
    why: str = ""
    words: str = ""


@transaction.atomic
def record_tag(command: RecordTag, *, by: User, at: datetime) -> EquipmentEvent:
    """Record what was told of the tag that a clause asks for.

    Refused: to a role that may not; where the clause asked for no tag at that time; in the future, or told before it
    happened; without who told it, or why it could not be fitted; the same twice."""
    order = _held(command.order_ref)
    may(by, "record_tag", order.case, at).require()
    _complete(command, at)
    if not _asked_for(order, command.clause, command.happened_at):
        refuse(TIME, f"Clause {command.clause} asked for no tag at that time").require()
    same = order.equipment_events.filter(
        clause=command.clause, what=command.what, happened_at=command.happened_at, voided_at__isnull=True
    )
    if same.exists():
        refuse(RULE, "This is recorded already").require()
    event = EquipmentEvent.objects.create(
        order=order,
        clause=command.clause,
        what=command.what,
        why=command.why if command.what == "not_fitted" else "",
        happened_at=command.happened_at,
        told_at=command.told_at,
        told_by=command.told_by,
        told_name=" ".join(command.told_name.split())[:120],
        words_enc=encipher(order.case.ref, command.words.strip()[:MOST_WORDS]) if command.words.strip() else None,
        recorded_by=by,
    )
    _tell(order, event, by)
    return event


def _held(ref: str) -> Order:
    order = order_with_all(ref)
    if order is None:
        refuse("Haven access rule 3", "There is no such order").require()
    assert order is not None
    hold_case(order.case_id)
    return order


def _complete(command: RecordTag, at: datetime) -> None:
    if command.what not in EquipmentEvent.WHAT:
        refuse("Haven tag what", "Choose what happened").require()
    if command.what == "not_fitted" and command.why not in EquipmentEvent.WHY:
        refuse("Haven tag why", "Choose why it could not be fitted").require()
    if command.told_by not in EquipmentEvent.TOLD_BY:
        refuse("Haven tag teller", "Choose who told you").require()
    if command.happened_at > at:
        refuse(TIME, "The time cannot be in the future").require()
    if command.told_at > at:
        refuse(TOLD, "The time cannot be in the future").require()
    if command.told_at < command.happened_at:
        refuse(TOLD, "You cannot have been told before it happened").require()


def _asked_for(order: Order, clause: int, at: datetime) -> bool:
    """Whether a clause of this number asked for a tag at an instant."""
    version = version_at(order, at)
    row = clause_in(version, clause) if version is not None else None
    stood = order.effective_at is not None and in_force(order.effective_at, order.ends_at, order.ended_at, at)
    return stood and row is not None and row.term == TERM and clause_ran(row, at)


def _tell(order: Order, event: EquipmentEvent, by: User) -> None:
    facts = {
        "order": order.ref,
        "clause": event.clause,
        "what": event.what,
        "words": event.get_what_display().lower(),
        "why": event.get_why_display().lower(),
        "who": event.get_told_by_display().lower(),
        "told": _moment(event.told_at),
        "equipment": str(event.public_id),
    }
    duty = "fitting" if event.why == "refused" else DUTIES.get(event.what)
    findings = tag_duty(duty).findings if duty is not None else ()
    kind = EVENTS[event.what]
    record(order.case, kind, by=by, at=event.happened_at, about=("order", order.ref), facts=facts, findings=findings)


def _moment(at: datetime) -> str:
    local = to_london(at)
    return f"{in_words(local.date())} at {local:%H:%M}"
