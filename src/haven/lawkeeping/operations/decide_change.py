"""The second look at a change of the law's dated rows: it counts, or it does not. Clocks that move get their new date."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from haven.accounts.actors import actor
from haven.accounts.models import User
from haven.audit.operations.record_reading import record_reading
from haven.cases.permissions import may
from haven.lawdata.queries import calendar
from haven.lawkeeping.changes import OF_CALENDAR, RULE, from_row, possible, write_rows
from haven.lawkeeping.models import LawChange
from haven.lawkeeping.moves import carry_out
from haven.lawkeeping.watching import settle_alarms
from haven_law.findings import refuse

SEPARATION_RULE = "Haven separation of duties"
LEAST_NOTE = 10


@transaction.atomic
def count_change(change: LawChange, *, by: User, at: datetime, note: str = "") -> LawChange:
    """A second person has read where it stands: the change counts from now. Every running clock whose date it moves is
    replaced, the old one kept, and each case says so.

    Refused: to who may not; to the person who asked; when it was decided already; when it fits no longer."""
    held = _held(change, by, at)
    if held.asked_by_id == by.pk:
        refuse(SEPARATION_RULE, "Somebody other than the person who asked must look at it").require()
    if held.kind != "undo":
        possible(from_row(held)).require()
    try:
        with transaction.atomic():
            held.rows = write_rows(held, at)
    except IntegrityError:
        refuse(RULE, "Another change for the same days came first. Look at the table again").require()
    settle_alarms(at)
    held.moved = carry_out(calendar(), by=by, at=at, because=held.words) if _of_calendar(held) else 0
    return _decided(held, "counted", note, by, at)


@transaction.atomic
def decline_change(change: LawChange, note: str, *, by: User, at: datetime) -> LawChange:
    """The second person does not let it count. Refused: to the person who asked, who takes it back instead; without a
    reason; when it was decided already."""
    held = _held(change, by, at)
    if held.asked_by_id == by.pk:
        refuse(SEPARATION_RULE, "You asked for it: take it back instead").require()
    if len(note.strip()) < LEAST_NOTE:
        refuse(RULE, "Say in a sentence why it does not count").require()
    return _decided(held, "declined", note, by, at)


@transaction.atomic
def take_back_change(change: LawChange, *, by: User, at: datetime) -> LawChange:
    """Whoever asked does not want it any more. Refused to anybody else, and when it was decided already."""
    held = LawChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    may(by, "keep_law", None, at).require()
    _waits(held)
    if held.asked_by_id != by.pk:
        refuse(RULE, "Only the person who asked takes it back").require()
    return _decided(held, "taken_back", "", by, at)


def _held(change: LawChange, by: User, at: datetime) -> LawChange:
    may(by, "check_law_change", None, at).require()
    held = LawChange.objects.select_for_update(of=("self",)).select_related("asked_by", "undoes").get(pk=change.pk)
    _waits(held)
    return held


def _waits(held: LawChange) -> None:
    if held.decision:
        refuse(RULE, f"This was decided already: {held.get_decision_display().lower()}").require()


def _of_calendar(change: LawChange) -> bool:
    kind = change.undoes.kind if change.kind == "undo" and change.undoes is not None else change.kind
    return kind in OF_CALENDAR


def _decided(held: LawChange, decision: str, note: str, by: User, at: datetime) -> LawChange:
    held.decision, held.decided_by, held.decided_at, held.note = decision, by, at, note.strip()[:1000]
    held.save(update_fields=["decision", "decided_by", "decided_at", "note", "rows", "moved"])
    record_reading(actor(by, at), "decide_law_change", op="alteration", outcome=decision, reason=held.words)
    return held
