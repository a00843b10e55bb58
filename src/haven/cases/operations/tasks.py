"""What a person must do, and that it was done: when, by whom, with what proof."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from haven.accounts.composed import Composed, insert
from haven.accounts.models import Team, User
from haven.cases.chronology import hold_case, record
from haven.cases.deadlines import meet
from haven.cases.models import Case, CaseEvent, Task
from haven.cases.permissions import may
from haven_law.findings import refuse


@dataclass(frozen=True)
class NewTask:
    """A task to give. `basis` is the provision, or "our rule". With `once` it is not given again while an open one of
    its kind stands in the case; for one event there is never a second of a kind."""

    kind: str
    words: str
    team: Team
    due_at: datetime | None = None
    basis: str = ""
    user: User | None = None
    duty_role: str = ""
    about: tuple[str, str] = ("", "")
    from_event: CaseEvent | None = None
    once: bool = True


@transaction.atomic(savepoint=False)
def make_task(case: Case, new: NewTask, *, by: User | None, at: datetime) -> Task:
    """Give a task. `by` is None when it follows from an event. Answers the open task that stands already, if one does."""
    hold_case(case.pk)
    held = _given(case, new)
    if held is not None:
        return held
    task = Task(
        case=case,
        kind=new.kind,
        words=new.words,
        about_kind=new.about[0],
        about_ref=new.about[1],
        for_user=new.user,
        for_team=new.team,
        duty_role=new.duty_role,
        made_at=at,
        due_at=new.due_at,
        basis=new.basis,
        from_event=new.from_event,
        recorded_by=by,
    )
    if new.from_event is None:
        insert(task)
    elif not insert(task, unless=_ONE_FOR_AN_EVENT):
        return Task.objects.get(from_event=new.from_event, kind=new.kind)
    return task


_ONE_FOR_AN_EVENT = "(from_event_id, kind) WHERE from_event_id IS NOT NULL"


def _given(case: Case, new: NewTask) -> Task | None:
    """Where it is given once: the task that stands for the same event, or the open one about the same thing."""
    event, about = new.from_event, new.about[1]
    if not new.once:
        return None
    if event is None:
        return _OPEN.first(case.pk, new.kind, about)
    return _OF_EVENT_OR_OPEN.first(case.pk, new.kind, event.pk, about)


def _of_kind(case_id: int, kind: str) -> QuerySet[Task]:
    return Task.objects.filter(case_id=case_id, kind=kind).order_by("pk")


def _open(about_ref: str) -> Q:
    return Q(done_at__isnull=True, about_ref=about_ref)


_OPEN = Composed[Task](lambda case, kind, about: _of_kind(case, kind).filter(_open(about))[:1])
_OF_EVENT_OR_OPEN = Composed[Task](
    lambda case, kind, event, about: _of_kind(case, kind).filter(Q(from_event_id=event) | _open(about))[:1]
)


@transaction.atomic
def do_task(task: Task, *, proof: str, by: User, at: datetime, may_by: str = "do_task") -> Task:
    """Record that the task was done. `proof` is the receipt, the number or the person who took it. Refused when it was
    done already, without proof, to another force, or to a role that may not (`may_by`: do the act that it was done by)."""
    may(by, may_by, task.case, at).require()
    hold_case(task.case_id)
    if not proof.strip():
        refuse("Haven task rule", "Say how you know that it was done: a receipt, a number, or who took it").require()
    if at < task.made_at:
        refuse("Haven task rule", "A task cannot be done before it was given").require()
    # One statement asks whether it is still open and closes it: two people who do it at once have one proof.
    if not Task.objects.filter(pk=task.pk, done_at__isnull=True).update(done_at=at, done_by=by, proof=proof):
        refuse("Haven task rule", "This task has already been recorded as done").require()
    task.done_at, task.done_by, task.proof = at, by, proof
    if task.kind == "tell_protected":  # the clock that waits for it, where one does
        meet(str(task.public_id), "inform", at=at)
    facts = {"words": task.words, "kind": task.kind}
    record(task.case, "task.done", by=by, at=at, about=("task", str(task.public_id)), facts=facts)
    return task


@transaction.atomic(savepoint=False)
def task_done_by_itself(task: Task, *, proof: str, at: datetime) -> None:
    """What was asked for came about without any of us: `proof` says how. One that is done already stays as it is."""
    hold_case(task.case_id)
    Task.objects.filter(pk=task.pk, done_at__isnull=True).update(done_at=at, proof=proof)
