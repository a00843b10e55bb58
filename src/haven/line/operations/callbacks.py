"""A call that was promised: made in her hours, twice at most, then somebody reaches her in another way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import hold_case, record
from haven.cases.deadlines import NewDeadline, close_all, meet, start
from haven.cases.models import Case
from haven.cases.operations.tasks import NewTask, make_task
from haven.cases.permissions import may
from haven.cases.teams import team_of_force
from haven.line.models import Call, CallbackTask, CallbackTry
from haven.line.slots import WHY_NOT, Slot, may_ring, slot_of
from haven.line.standing import TAKE, is_restricted
from haven.parties.models import Channel
from haven.sealed.operations import use_for_sending
from haven.support.plans import plan_row, plan_view
from haven_law.findings import refuse

RULE = "Haven call-back rule"
SYSTEM = "system:line"
TELL_WITHIN = timedelta(hours=24)
OTHER_WAY = (
    "They were promised a call and were not reached. Do not ring again: reach them in another way that the plan allows"
)


@dataclass(frozen=True)
class Ringing:
    """One try, and the number to ring: said to whoever rings, in the answer to their press, and on no page afterwards."""

    attempt: CallbackTry
    number: str
    withheld_ok: bool
    voicemail: str


@transaction.atomic
def make_callback(call: Call, case: Case, at: datetime) -> CallbackTask | None:
    """Promise a call in one case of hers. None where her plan lets nobody ring, or the case is kept from those who ring: then
    it is a person's task. One promise stands at a time."""
    hold_case(case.pk)
    held = CallbackTask.objects.filter(case=case, done_at__isnull=True).first()
    if held is not None:
        return held
    if is_restricted(case):
        _to_person(
            case,
            "They asked to be rung. Somebody named on the restriction rings them, as their plan allows",
            "standards",
            at,
        )
        return None
    slot = slot_of(plan_view(case.protected_id, at), at)
    if isinstance(slot, str):
        _to_person(case, WHY_NOT[slot], "unit", at)
        return None
    made = CallbackTask.objects.create(case=case, call=call, asked_at=at, opens_at=slot.opens, closes_at=slot.closes)
    start(case, _clock(made, case, slot))
    facts = {"opens": slot.opens.isoformat(), "closes": slot.closes.isoformat()}
    record(case, "callback.booked", by=call.taken_by or SYSTEM, at=at, about=_about(made), facts=facts)
    return made


@transaction.atomic
def ring(callback: CallbackTask, *, by: User, at: datetime) -> Ringing:
    """Begin a try. Answers her number, read from where it is sealed, and recorded. Refused: a third time; outside her hours;
    while somebody else is ringing; when her plan lets nobody ring any more; to a role or in a case that may not."""
    may(by, TAKE, callback.case, at).require()
    hold_case(callback.case_id)
    callback = CallbackTask.objects.select_for_update(of=("self",)).select_related("case").get(pk=callback.pk)
    if callback.done_at is not None:
        refuse(RULE, "This call-back is over").require()
    if callback.attempts >= CallbackTask.MOST_TRIES:
        refuse(RULE, "They were rung twice. Nobody rings a third time").require()
    if callback.tries.filter(ended_at__isnull=True).exists():
        refuse(RULE, "Somebody is ringing them now, or has not said how it went").require()
    plan = plan_row(callback.case.protected_id, lock=True)
    if plan is None or not may_ring(plan_view(callback.case.protected_id, at), at):
        refuse(RULE, "These are not their safe hours. Nobody rings now").require()
    channel = Channel.objects.filter(plan=plan, kind="call", handle__isnull=False).order_by("pk").first()
    assert channel is not None and channel.handle is not None  # may_ring has asked
    attempt = CallbackTry.objects.create(callback=callback, by=by, at=at, recorded_by=by)
    callback.attempts += 1
    callback.save(update_fields=["attempts"])
    number = use_for_sending(handle=channel.handle, purpose="call-back", by=f"user:{by.pk}")
    return Ringing(attempt, number, channel.withheld_ok, Channel.VOICEMAIL[channel.voicemail])


@transaction.atomic
def say_how_it_went(attempt: CallbackTry, *, result: str, by: User, at: datetime) -> CallbackTask:
    """Record what became of a try. After the second that did not reach her a person is told. Refused: a second time; a
    result that there is not; to a role that may not."""
    may(by, TAKE, attempt.callback.case, at).require()
    hold_case(attempt.callback.case_id)
    attempt = CallbackTry.objects.select_for_update(of=("self",)).select_related("callback__case").get(pk=attempt.pk)
    if attempt.ended_at is not None:
        refuse(RULE, "It is recorded already how this try went").require()
    if result not in CallbackTry.RESULTS:
        refuse(RULE, "Choose one of the results shown").require()
    attempt.result, attempt.ended_at = result, at
    attempt.save(update_fields=["result", "ended_at"])
    callback = attempt.callback
    facts = {"result": CallbackTry.RESULTS[result].lower()}
    record(callback.case, "callback.tried", by=by, at=at, about=_about(callback), facts=facts)
    if result == "spoke":
        end_callback(callback, "spoke", by=by, at=at)
    elif callback.attempts >= CallbackTask.MOST_TRIES:
        end_callback(callback, "unreached", by=by, at=at)
    return callback


@transaction.atomic
def end_callback(callback: CallbackTask, how: str, *, by: User | str, at: datetime) -> None:
    """The promise is over. What did not reach her is a person's task; a clock that was not kept stays in the record."""
    callback = CallbackTask.objects.select_for_update(of=("self",)).select_related("case").get(pk=callback.pk)
    if callback.done_at is not None:
        return
    callback.done_at, callback.done_how = at, how
    callback.save(update_fields=["done_at", "done_how"])
    ref = str(callback.public_id)
    if how == "spoke":
        meet(ref, "callback", at=at)
    else:
        close_all(ref, at=at, because=how, kinds=["callback"])
    record(
        callback.case,
        "callback.ended",
        by=by,
        at=at,
        about=_about(callback),
        facts={"how": CallbackTask.DONE[how].lower()},
    )
    if how in ("unreached", "too_late", "unsafe"):
        _to_person(callback.case, OTHER_WAY, "unit", at)


def tend_callbacks(now: datetime) -> int:
    """End the promises whose hours are over. Level-triggered: any number of workers may run it. Answers how many."""
    late = list(CallbackTask.objects.filter(done_at__isnull=True, closes_at__lte=now).order_by("pk")[:200])
    for callback in late:
        with transaction.atomic():
            hold_case(callback.case_id)
            end_callback(callback, "too_late", by=SYSTEM, at=now)
    return len(late)


@transaction.atomic
def plan_was_changed(case: Case, at: datetime) -> None:
    """Her plan is another one: what was promised by the old one moves to its hours, or to a person."""
    for callback in CallbackTask.objects.filter(case__protected=case.protected_id, done_at__isnull=True).select_related(
        "case"
    ):
        hold_case(callback.case_id)
        slot = slot_of(plan_view(case.protected_id, at), at)
        if isinstance(slot, str):
            end_callback(callback, "unsafe", by=SYSTEM, at=at)
        elif (slot.opens, slot.closes) != (callback.opens_at, callback.closes_at):
            CallbackTask.objects.filter(pk=callback.pk).update(opens_at=slot.opens, closes_at=slot.closes)
            start(callback.case, _clock(callback, callback.case, slot))


def _clock(callback: CallbackTask, case: Case, slot: Slot) -> NewDeadline:
    team = team_of_force(case.lead_force_id, "control")
    if team is None:
        raise LookupError(f"The force of {case.ref} has no team")
    halfway = slot.opens + (slot.closes - slot.opens) / 2
    return NewDeadline(
        kind="callback", about=_about(callback), starts_at=callback.asked_at, act_by=slot.closes, outer_limit=slot.closes,
        owner_role="control_room", owner_team=team, policy_key="callback", nature="policy", ladder="C",
        extra_rungs=(("h1", min(halfway, slot.closes - timedelta(hours=1))),) if halfway > slot.opens else (),
    )  # fmt: skip


def _about(callback: CallbackTask) -> tuple[str, str]:
    return "callback", str(callback.public_id)


def _to_person(case: Case, words: str, team_kind: str, at: datetime) -> None:
    team = team_of_force(case.lead_force_id, team_kind)
    if team is not None:
        new = NewTask(
            "reach_her", words, team, at + TELL_WITHIN, "our rule", duty_role="unit_desk", about=("case", case.ref)
        )
        make_task(case, new, by=None, at=at)
