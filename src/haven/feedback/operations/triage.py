"""A response is read, taken on, seen to, put to an action, replied to and closed: each by a person, each once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import hold_case, record
from haven.cases.deadlines import meet, open_deadlines
from haven.cases.models import Case, CaseEvent, Task
from haven.cases.operations.acknowledge_rung import answered_by_act
from haven.cases.operations.tasks import do_task
from haven.cases.permissions import may
from haven.feedback.models import REPLY_HOW, FeedbackAction, FeedbackResponse
from haven.feedback.operations.alerts import ABOUT, REPLY, SAFETY
from haven.feedback.states import is_alert
from haven.lawdata.queries import policy
from haven.sealed.ciphers import decipher, encipher
from haven_law.clock import to_london
from haven_law.findings import refuse

RULE = "Haven feedback rule"
LEAST_WORDS = 10


def case_of(row: FeedbackResponse) -> Case | None:
    """The case, where it was kept. For whoever has taken the response on, and for nobody else."""
    if row.reply_case_enc is None:
        return None
    ref = decipher(f"feedback:{row.ref}", row.reply_case_enc)
    return Case.objects.select_related("protected", "lead_force").get(ref=ref)


def _held(row: FeedbackResponse) -> FeedbackResponse:
    return FeedbackResponse.objects.select_for_update(of=("self",)).select_related("action").get(pk=row.pk)


def _of_the_force(row: FeedbackResponse, by: User) -> None:
    if row.force_id != by.force_id:
        refuse("Haven access rule 3", "There is no such feedback").require()


@transaction.atomic
def read_response(row: FeedbackResponse, *, by: User, at: datetime) -> FeedbackResponse:
    """Note that a person has read it. The first reader counts. Warnings of danger climb no further; the hour runs on."""
    may(by, "triage_feedback", None, at).require()
    _of_the_force(row, by)
    held = _held(row)
    if held.read_at is None:
        held.read_at, held.read_by = at, by
        held.save(update_fields=["read_at", "read_by"])
        _answer_warnings(held, by, at)
    return held


def _answer_warnings(held: FeedbackResponse, by: User, at: datetime) -> None:
    """Nobody further is told that something may mean danger, until the next rung: somebody looks at it."""
    for clock in open_deadlines(str(held.ref), SAFETY).select_related("case"):
        hold_case(clock.case_id)
        answered_by_act(clock, by=by, at=at)


@transaction.atomic
def take_on(row: FeedbackResponse, *, by: User, at: datetime) -> FeedbackResponse:
    """Become the one person who sees whose it is. Refused: where no case was kept; where another has taken it on, unless
    the hour of an alert is over; to a role that may not; to somebody who may not know of the case."""
    _of_the_force(row, by)
    held = _held(row)
    case = case_of(held)
    if case is None:
        refuse(RULE, "Nobody can see whose this is: no reply was asked for, and it was kept without the case").require()
    assert case is not None
    may(by, "handle_feedback_alert" if held.signs else "triage_feedback", case, at).require()
    hour = timedelta(minutes=policy("feedback_safety_minutes", to_london(at).date()))
    late = is_alert(held) and held.taken_at is not None and at > held.taken_at + hour
    if held.taken_by_id not in (None, by.pk) and not late:
        refuse(RULE, "Somebody else has taken this on. Only one person sees whose it is").require()
    if held.taken_by_id != by.pk:
        held.taken_at, held.taken_by = at, by
        held.save(update_fields=["taken_at", "taken_by"])
        _answer_warnings(held, by, at)
    return held


@transaction.atomic
def record_safe(row: FeedbackResponse, words: str, *, by: User, at: datetime) -> FeedbackResponse:
    """Record that somebody spoke to her, and what was found. Ends the hour. Refused: by anybody but who has taken it on;
    twice; without a sentence; where there was no sign."""
    held = _held(row)
    case = _own_case(held, by)
    may(by, "handle_feedback_alert", case, at).require()
    if not is_alert(held):
        refuse(RULE, "There is no open sign here, or it was seen to already").require()
    if len(words.strip()) < LEAST_WORDS:
        refuse(RULE, "Say in a sentence who spoke to them and what was found").require()
    hold_case(case.pk)
    for task in Task.objects.filter(about_ref=str(held.ref), kind=SAFETY, done_at__isnull=True).select_related("case"):
        do_task(task, proof="Recorded with the feedback", by=by, at=at, may_by="handle_feedback_alert")
    return _safe(held, case, words.strip()[:1000], by, at)


def _own_case(held: FeedbackResponse, by: User) -> Case:
    case = case_of(held)
    if case is None or held.taken_by_id != by.pk:
        refuse(RULE, "Take it on first: only one person sees whose it is").require()
    assert case is not None
    return case


def _safe(held: FeedbackResponse, case: Case, words: str, by: User, at: datetime) -> FeedbackResponse:
    held.safe_at, held.safe_by = at, by
    held.safe_words_enc = encipher(f"feedback:{held.ref}", words)
    held.save(update_fields=["safe_at", "safe_by", "safe_words_enc"])
    meet(str(held.ref), SAFETY, at=at)
    record(case, "feedback.seen_safe", by=by, at=at, about=(ABOUT, str(held.ref)))
    return held


@transaction.atomic
def record_reply(row: FeedbackResponse, how: str, *, by: User, at: datetime) -> FeedbackResponse:
    """Record that she had her reply, and how. Refused: by anybody but who has taken it on; twice; where none was asked
    for. Raises ValueError for an unknown way."""
    if how not in REPLY_HOW:
        raise ValueError(f"{how!r} is not a way to reply. There are: {', '.join(REPLY_HOW)}.")
    held = _held(row)
    case = _own_case(held, by)
    may(by, "triage_feedback", case, at).require()
    if not held.reply_wanted or held.replied_at is not None:
        refuse(RULE, "No reply was asked for, or it is recorded already").require()
    hold_case(case.pk)
    for task in Task.objects.filter(about_ref=str(held.ref), kind=REPLY, done_at__isnull=True).select_related("case"):
        do_task(task, proof="Recorded with the feedback", by=by, at=at, may_by="triage_feedback")
    return _replied(held, case, how, by, at)


def _replied(held: FeedbackResponse, case: Case, how: str, by: User, at: datetime) -> FeedbackResponse:
    held.replied_at, held.replied_by, held.replied_how = at, by, how
    held.save(update_fields=["replied_at", "replied_by", "replied_how"])
    meet(str(held.ref), REPLY, at=at)
    facts = {"how": REPLY_HOW[how].lower()}
    record(case, "feedback.replied", by=by, at=at, about=(ABOUT, str(held.ref)), facts=facts)
    return held


@transaction.atomic
def done_by_task(event: CaseEvent) -> None:
    """The task was done on the page of tasks: what it was for is done too."""
    task = Task.objects.filter(public_id=event.about_ref).select_related("done_by", "case").first()
    if task is None or task.done_by is None or task.done_at is None:
        return
    held = FeedbackResponse.objects.select_for_update(of=("self",)).filter(ref=task.about_ref).first()
    if held is None:
        return
    if task.kind == SAFETY and is_alert(held):
        _safe(held, task.case, task.proof, task.done_by, task.done_at)
    if task.kind == REPLY and held.reply_wanted and held.replied_at is None:
        _replied(held, task.case, "call", task.done_by, task.done_at)


@transaction.atomic
def put_to_action(row: FeedbackResponse, action: FeedbackAction, *, by: User, at: datetime) -> FeedbackResponse:
    """Count it towards something that is being done. Refused: of another force; when it is closed."""
    may(by, "triage_feedback", None, at).require()
    _of_the_force(row, by)
    held = _held(row)
    if held.closed_at is not None or action.force_id != held.force_id:
        refuse(RULE, "This feedback is closed, or the action is another force's").require()
    if held.read_at is None:
        held.read_at, held.read_by = at, by
    held.action = action
    held.save(update_fields=["read_at", "read_by", "action"])
    return held


@transaction.atomic
def close_feedback(row: FeedbackResponse, why: str, *, by: User, at: datetime) -> FeedbackResponse:
    """Close it. Refused: unread; while a sign is open; before the reply that she asked for; without a reason; twice."""
    may(by, "triage_feedback", None, at).require()
    _of_the_force(row, by)
    held = _held(row)
    if held.closed_at is not None:
        refuse(RULE, "This feedback is closed already").require()
    if held.read_at is None:
        refuse(RULE, "Nobody has read it yet").require()
    if is_alert(held):
        refuse(RULE, "Somebody must first see that they are safe").require()
    if held.reply_wanted and held.replied_at is None:
        refuse(
            RULE, "They asked for a reply and have none yet. Record the reply, or that it could not be given"
        ).require()
    if not why.strip():
        refuse(RULE, "Say why it is closed").require()
    held.closed_at, held.closed_by, held.closed_why = at, by, why.strip()[:200]
    held.save(update_fields=["closed_at", "closed_by", "closed_why"])
    return held
