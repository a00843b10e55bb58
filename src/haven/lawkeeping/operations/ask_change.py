"""An administrator asks for a change of the law's dated rows. It counts only when a second person has looked at it."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from haven.accounts.actors import actor
from haven.accounts.models import User
from haven.audit.operations.record_reading import record_reading
from haven.cases.permissions import may
from haven.lawkeeping.changes import RULE, NewChange, possible, words_of
from haven.lawkeeping.models import LawChange
from haven_law.findings import refuse

LEAST_REASON = 10
MOST_REASON = 1000


@transaction.atomic
def ask_change(new: NewChange, *, by: User, at: datetime) -> LawChange:
    """Ask for a change. Nothing counts yet.

    Refused: to any but an administrator; a day that is left out or counts already, a year out of turn, a line or a value
    that another covers; without a source; while the same is waiting for its second look."""
    may(by, "keep_law", None, at).require()
    possible(new).require()
    waiting = LawChange.objects.filter(decision="", kind=new.kind, payload=new.payload())
    if waiting.exists():
        refuse(RULE, "The same change is waiting for its second look already").require()
    change = LawChange.objects.create(
        public_id=secrets.token_hex(16),
        kind=new.kind,
        payload=new.payload(),
        words=words_of(new)[:400],
        source=new.source.strip()[:300],
        confirmed=new.confirmed,
        reason=new.reason.strip()[:MOST_REASON],
        asked_by=by,
        asked_at=at,
    )
    record_reading(actor(by, at), "ask_law_change", op="collection", reason=change.words)
    return change


@transaction.atomic
def ask_undo(change: LawChange, reason: str, *, by: User, at: datetime) -> LawChange:
    """Ask that a change which counts is taken back. It is looked at by a second person like any other.

    Refused: to any but an administrator; for a change that does not count, or whose undoing was asked already; without
    a reason."""
    may(by, "keep_law", None, at).require()
    held = LawChange.objects.select_for_update().get(pk=change.pk)
    if held.decision != "counted":
        refuse(RULE, "This change does not count, so there is nothing to undo").require()
    if held.kind == "undo":
        refuse(RULE, "This one took another back. Ask for that change again instead").require()
    if held.undone_by.filter(decision__in=["", "counted"]).exists():
        refuse(RULE, "Somebody asked already that this is undone").require()
    if len(reason.strip()) < LEAST_REASON:
        refuse(RULE, "Say in a sentence why it must be undone").require()
    undo = LawChange.objects.create(
        public_id=secrets.token_hex(16),
        kind="undo",
        words=f"Undo: {held.words}"[:400],
        source=held.source,
        confirmed=held.confirmed,
        reason=reason.strip()[:MOST_REASON],
        asked_by=by,
        asked_at=at,
        undoes=held,
    )
    record_reading(actor(by, at), "ask_law_change", op="collection", reason=undo.words)
    return undo
