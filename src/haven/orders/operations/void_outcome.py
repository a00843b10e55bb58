"""An outcome that was recorded wrongly is taken back by a second person. What followed from it is taken back with it: an
order that it made was never one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import record
from haven.cases.deadlines import close_all
from haven.cases.permissions import may
from haven.courts.models import Correction, Hearing, HearingOutcome
from haven.courts.operations.correcting import keep_correction, last_line, second_person, why_of
from haven.courts.operations.holding import hold_hearing, must
from haven.courts.operations.reopening import reopen_application
from haven.courts.states import outcome_of
from haven.orders.clocks import close_life
from haven.orders.models import Order, OrderEnd
from haven.orders.operations.ending import standing_end

IN_ERROR = "entered_in_error"
# result -> what it ended the notice as
NOTICE_END = {"made": "order_made", "refused": "application_refused", "withdrawn": "application_withdrawn"}
# result -> the line of the chronology that it wrote, and whether that is about the application
LINE = {
    "made": ("application.determined", True),
    "refused": ("application.determined", True),
    "withdrawn": ("application.withdrawn", True),
    "adjourned": ("hearing.adjourned", False),
}


@dataclass(frozen=True)
class VoidOutcome:
    """`why`: how it is known that the record was wrong. It is the record that is put right, never what the court did."""

    hearing_id: str
    why: str


@transaction.atomic
def void_outcome(command: VoidOutcome, *, by: User, at: datetime) -> HearingOutcome:
    """Take back the outcome of a hearing: it stays, voided, and the hearing is as it was before it, so that what the court
    did decide can be recorded. The application is open again and the notice that ended by it goes on. An order that it made
    was entered in error. A hearing that an adjournment listed is taken back with it.

    Refused: to who may not; to whoever recorded it; where none is recorded; without why; when the hearing after it has
    begun, or the notice cannot go on because another was given since."""
    hearing = hold_hearing(command.hearing_id)
    case = hearing.application.case
    may(by, "void_outcome", case, at).require()
    outcome = outcome_of(hearing)
    must(outcome is not None, "No outcome is recorded for this hearing")
    assert outcome is not None
    second_person(by, outcome.recorded_by_id)
    why = why_of(command.why)
    before = {"result": outcome.result, "decided_at": outcome.decided_at.isoformat()}
    kept = keep_correction(case, "outcome", hearing.public_id, before=before, after={}, why=why, by=by, at=at)
    void = _Void(hearing, outcome, kept, by, at)
    facts = _UNDO[outcome.result](void)
    void.row(outcome)
    kind, of_application = LINE[outcome.result]
    line = last_line(case, hearing.application.ref if of_application else hearing.public_id, kind)
    facts = {"words": outcome.get_result_display().lower(), "result": outcome.result} | facts
    about = ("hearing", hearing.public_id)
    record(case, "outcome.voided", by=by, at=at, about=about, facts=facts, corrects=line)
    return outcome


@dataclass(frozen=True)
class _Void:
    """One taking back: of what, where its reasons are kept, by whom, when."""

    hearing: Hearing
    outcome: HearingOutcome
    kept: Correction
    by: User
    at: datetime

    def row(self, row: Any) -> None:
        row.voided_at, row.voided_by, row.void_reason = self.at, self.by, str(self.kept)
        row.save(update_fields=["voided_at", "voided_by", "void_reason"])


def _adjourned(void: _Void) -> dict[str, Any]:
    following = void.outcome.next_hearing
    assert following is not None
    # One that was vacated may have been listed again: that one goes with it.
    after = Hearing.objects.filter(application=void.hearing.application, voided_at=None, hearing_kind="adjourned")
    rows = list(after.filter(listed_at__gte=void.outcome.decided_at).order_by("pk"))
    begun = any(row.begun_at is not None for row in (following, *rows))
    must(not begun, "The hearing after it has begun, so this cannot be taken back any more")
    for row in rows:
        void.row(row)
    for hearing_id in {following.public_id, *(row.public_id for row in rows)}:
        close_all(hearing_id, at=void.at, because="corrected")
    return {"next_hearing": following.public_id}


def _decided(void: _Void) -> dict[str, Any]:
    reopen_application(
        void.hearing.application,
        decided_at=void.outcome.decided_at,
        result=void.outcome.result,
        notice_because=NOTICE_END[void.outcome.result],
        by=void.by,
        now=void.at,
    )
    return {}


def _made(void: _Void) -> dict[str, Any]:
    found = [
        _enter_in_error(void, order) for order in void.outcome.orders.filter(voided_at=None).select_related("case")
    ]
    _decided(void)
    return {"orders": found}


def _enter_in_error(void: _Void, order: Order) -> str:
    """The order was never one. It is voided, with the end that says why; its clocks stop. Its versions and papers stay."""
    end = standing_end(order)
    if end is not None:
        void.row(end)
    OrderEnd.objects.create(order=order, at=order.made_at, because=IN_ERROR, recorded_by=void.by)
    void.row(order)
    close_life(order, at=void.at, because=IN_ERROR)
    waiting = Order.objects.filter(effect_waits_for=order, effective_at=None, voided_at=None)
    facts = {"order": order.ref, "waiting": list(waiting.order_by("pk").values_list("ref", flat=True))}
    line = last_line(order.case, order.ref, "order.made")
    about = ("order", order.ref)
    record(order.case, f"order.{IN_ERROR}", by=void.by, at=void.at, about=about, facts=facts, corrects=line)
    return order.ref


_UNDO: dict[str, Callable[[_Void], dict[str, Any]]] = {
    "adjourned": _adjourned,
    "refused": _decided,
    "withdrawn": _decided,
    "made": _made,
}
