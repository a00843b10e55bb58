"""What a person must do, and that it was done: when, by whom, with what proof."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import Team, User
from haven.cases.chronology import lock_case, record
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


@transaction.atomic
def make_task(case: Case, new: NewTask, *, by: User | None, at: datetime) -> Task:
    """Give a task. `by` is None when it follows from an event. Answers the open task that stands already, if one does."""
    lock_case(case.pk)
    same = Task.objects.filter(case=case, kind=new.kind)
    held = same.filter(from_event=new.from_event).first() if new.from_event is not None else None
    if held is None and new.once:
        held = same.filter(done_at__isnull=True, about_ref=new.about[1]).first()
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


@transaction.atomic
def do_task(task: Task, *, proof: str, by: User, at: datetime) -> Task:
    """Record that the task was done. `proof` is the receipt, the number or the person who took it. Refused when it was
    done already, without proof, to another force, or to a role that may not."""
    may(by, "do_task", task.case, at).require()
    lock_case(task.case_id)
    task.refresh_from_db()
    if task.done_at is not None:
        refuse("Haven task rule", "This task has already been recorded as done").require()
    if not proof.strip():
        refuse("Haven task rule", "Say how you know that it was done: a receipt, a number, or who took it").require()
    if at < task.made_at:
        refuse("Haven task rule", "A task cannot be done before it was given").require()
    task.done_at, task.done_by, task.proof = at, by, proof
    task.save(update_fields=["done_at", "done_by", "proof"])
    facts = {"words": task.words, "kind": task.kind}
    record(task.case, "task.done", by=by, at=at, about=("task", str(task.public_id)), facts=facts)
    return task
