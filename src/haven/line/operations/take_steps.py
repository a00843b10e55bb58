"""What follows from the steps of calls, seen to by the worker: it costs a caller nothing that could be counted, and a
worker that is killed loses none and repeats none."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from haven.cases.chronology import record
from haven.cases.operations.hand_over import HandedOver, hand_over
from haven.cases.operations.post_box import FAILING_FOR, MOST_FAILURES
from haven.line.models import Call, CallStep
from haven.line.operations.alerts import raise_duress, raise_other_person
from haven.line.operations.callbacks import SYSTEM, make_callback
from haven.line.standing import cases_of

logger = logging.getLogger(__name__)

SEVERAL_CARDS, WITHIN = 3, timedelta(hours=24)
# A call that the provider never said was over.
SILENT_FOR = timedelta(hours=2)
What = Callable[[Call, datetime], None]


def take_steps(now: datetime, limit: int = 200) -> int:
    """See to the steps that nobody has seen to, the oldest first. Any number of workers may run it. Answers how many."""
    waiting = CallStep.objects.filter(seen_at__isnull=True).order_by("pk").values_list("pk", flat=True)
    Call.objects.filter(line="automated", ended_at__isnull=True, heard_at__lt=now - SILENT_FOR).update(
        ended_at=now, held=None
    )
    done = 0
    for pk in list(waiting[:limit]):
        try:
            done += _take(pk, now)
        except Exception as problem:  # noqa: BLE001  one step that fails holds up no other: danger may stand behind it
            logger.error("A step of a call waits: %s", type(problem).__name__)
            _count(pk, now)
    return done


@transaction.atomic
def _take(pk: int, now: datetime) -> int:
    rows = CallStep.objects.select_for_update(skip_locked=True, of=("self",)).select_related("call__taken_by")
    step = rows.filter(pk=pk, seen_at__isnull=True).first()
    if step is None:
        return 0
    what = FOLLOWS.get(step.kind)
    if what is not None:
        what(step.call, step.at)
    CallStep.objects.filter(pk=pk).update(seen_at=now)
    return 1


def _count(pk: int, now: datetime) -> None:
    """One failure more; after some, whose call it was is a person's."""
    CallStep.objects.filter(pk=pk).update(failures=F("failures") + 1)
    try:
        _to_a_person(pk, now)
    except Exception as problem:  # noqa: BLE001  as above: it is tried at the next turn
        logger.error("A step of a call did not reach a person: %s", type(problem).__name__)


@transaction.atomic
def _to_a_person(pk: int, now: datetime) -> None:
    rows = CallStep.objects.select_for_update(skip_locked=True, of=("self",)).select_related("call")
    step = rows.filter(pk=pk, seen_at__isnull=True, failures__gte=MOST_FAILURES, at__lte=now - FAILING_FOR).first()
    if step is None:
        return
    person = step.call.person_id or step.call.named_id
    for case in cases_of(person) if person is not None else ():
        hand_over(case, _handed(step), at=now)
    CallStep.objects.filter(pk=pk).update(seen_at=now)


def _handed(step: CallStep) -> HandedOver:
    """A call in which words for danger were said is for the control room. The caller's own words are kept nowhere."""
    call = step.call
    what = WHAT.get(step.kind, "A step of a call")
    lines = [("Line", Call.LINES[call.line]), ("Proof", Call.PROOFS[call.proof]), ("What was to follow", what)]
    if call.duress:
        lines.append(("Danger", "Words or a PIN for danger were said: send help as the plan says"))
    return HandedOver(f"call {call.public_id} {step.n}", "A caller", what, step.at, tuple(lines), call.duress)


def _told(call: Call, at: datetime) -> None:
    _proven(call, at)
    if call.person_id is not None:
        for case in cases_of(call.person_id):
            facts = {"what": "in force or not, given or not, the day of the next hearing"}
            record(case, "call.told", by=SYSTEM, at=at, about=_about(call), facts=facts)


def _not_told(call: Call, at: datetime) -> None:
    """Proven and nothing to say, danger, or neither."""
    if call.duress and call.named_id is not None:
        raise_duress(call, call.named_id, by=SYSTEM, at=at)
    elif call.person_id is not None:
        _proven(call, at)
    elif call.named_id is not None and call.cli_hash:
        _several_cards(call, at)


def _proven(call: Call, at: datetime) -> None:
    for case in cases_of(call.person_id) if call.person_id is not None else ():
        facts = {
            "line": Call.LINES[call.line].lower(), "who": "The protected person", "proof": Call.PROOFS[call.proof].lower(),
        }  # fmt: skip
        if not case.events.filter(kind="call.proven", about_ref=str(call.public_id)).exists():
            record(case, "call.proven", by=SYSTEM, at=at, about=_about(call), facts=facts)


def _several_cards(call: Call, at: datetime) -> None:
    """One number that tries the cards of several people is none of them."""
    rows = Call.objects.filter(
        cli_hash=call.cli_hash, began_at__gt=at - WITHIN, person__isnull=True, named__isnull=False
    )
    if rows.values("named").distinct().count() >= SEVERAL_CARDS and "several_cards" not in call.signs:
        call.signs = [*call.signs, "several_cards"]
        call.save(update_fields=["signs"])
        assert call.named_id is not None
        raise_other_person(call, call.named_id, ["several_cards"], by=SYSTEM, at=at)


def _callback(call: Call, at: datetime) -> None:
    """Whoever asks, proven or not: she is rung by her plan and at no number that a caller gives."""
    person = call.person_id or call.named_id
    for case in cases_of(person) if person is not None else ():
        make_callback(call, case, at)


def _about(call: Call) -> tuple[str, str]:
    return "call", str(call.public_id)


WHAT = {"told": "A call that was answered", "no_update": "A call without an answer", "callback": "A call back"}
FOLLOWS: dict[str, What] = {"told": _told, "no_update": _not_told, "callback": _callback}
