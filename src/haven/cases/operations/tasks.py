"""What a person must do, and that it was done: when, by whom, with what proof."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

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
    return Task.objects.create(
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


def _given(case: Case, new: NewTask) -> Task | None:
    """The task that stands for the same event, or, where it is given once, the open one about the same thing."""
    same = Q(from_event=new.from_event) if new.from_event is not None else Q(pk__in=[])
    if new.once:
        same |= Q(done_at__isnull=True, about_ref=new.about[1])
    found = Task.objects.filter(same, case=case, kind=new.kind).order_by("pk").values_list("pk", flat=True)[:1]
    return Task.objects.get(pk=found[0]) if found else None


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
