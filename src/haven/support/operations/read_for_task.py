"""What is sealed and a task cannot be done without: read once, by who has the task, and recorded before it is read. The
school that must be told; the number or address by which the protected person is told as the plan says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.actors import actor
from haven.accounts.models import User
from haven.audit.operations.record_reading import record_reading
from haven.cases.chronology import hold_case, record
from haven.cases.models import Task
from haven.cases.permissions import may
from haven.cases.sealed_things import SealedThing, schools_in, ways_in
from haven.parties.contact.windows import open_at
from haven.sealed.operations import use_for_sending
from haven.support.plans import plan_view
from haven_law.findings import Decision, allow, refuse

RULE, OPERATION, READ = "Haven sealed task rule", "read_for_task", "sealed.read_for_task"
SCHOOL, TELL = "school_told", "tell_protected"
KINDS = (SCHOOL, TELL)
# Somebody who is let go may go straight there: then a sergeant may judge that it cannot wait for the safe hours.
URGENT = ("detention.ended", "custody.ended")
ASK_TWO = "Ask a second person of the unit to open it with you"
NOT_BY_US = {
    "they_contact": "By their plan they contact us. Nobody rings or writes: the news is ready for when they do",
    "via_supporter": "Their plan says to go through somebody whom they trust. Speak to that person alone",
}


@dataclass(frozen=True)
class Reading:
    """One value, for the answer to one press and nothing else."""

    words: str
    value: str


@transaction.atomic
def read_for_task(task: Task, *, by: User, at: datetime) -> tuple[Reading, ...]:
    """Read what the task needs. Refused: to a role that may not; to anybody but who has the task; a second time; once it is
    done; where nothing is sealed; for telling the protected person, without a plan that lets us, or outside its hours."""
    may(by, OPERATION, task.case, at).require()
    hold_case(task.case_id)
    task.refresh_from_db()
    may_read(task, by, at).require()
    case = task.case
    purpose = "tell a school" if task.kind == SCHOOL else "tell the protected person"
    person = str(case.protected.public_id)
    things = things_of(task)
    record_reading(
        actor(by, at), OPERATION, case_ref=case.ref, person_ref=person, reason=task.words, row_count=len(things)
    )
    facts = {"words": task.words, "kind": task.kind}
    record(case, READ, by=by, at=at, about=("task", str(task.public_id)), facts=facts)
    return tuple(
        Reading(thing.words, use_for_sending(handle=thing.handle, purpose=purpose, by=f"user:{by.pk}"))
        for thing in things
    )


def things_of(task: Task) -> list[SealedThing]:
    """What is sealed and this task is about; nothing for any other task."""
    if task.kind == SCHOOL:
        return schools_in(task.case)
    return ways_in(task.case) if task.kind == TELL else []


def may_read(task: Task, by: User, at: datetime) -> Decision:
    """Is it possible now, for this person? Who may at all is asked of the table of access."""
    if task.kind not in KINDS or task.done_at is not None:
        return refuse(RULE, "Only for a task that is open, and about a school or about telling the protected person")
    if not _has(task, by, at):
        return refuse(RULE, "Only who has the task may read it, or a sergeant of the team")
    if task.case.events.filter(kind=READ, about_ref=str(task.public_id)).exists():
        return refuse(RULE, f"It was read once for this task already. {ASK_TWO}")
    if task.kind == TELL:
        held = _plan_lets(task, by, at)
        if not held.lawful:
            return held
    if not things_of(task):
        return refuse(RULE, "Nothing that this task needs is sealed")
    return allow(RULE, "It can be read once")


def _has(task: Task, by: User, at: datetime) -> bool:
    """Whose task it is; without a name it is the team's."""
    if task.for_user_id == by.pk:
        return True
    return by.team_id == task.for_team_id and (task.for_user_id is None or "sergeant" in actor(by, at).roles)


def _plan_lets(task: Task, by: User, at: datetime) -> Decision:
    plan = plan_view(task.case.protected_id, at, lock=False)
    if plan is None:
        return refuse(RULE, "No safe contact plan is agreed. Speak to them in person, away from the subject")
    if plan.mode != "we_contact":
        return refuse(RULE, NOT_BY_US.get(plan.mode, NOT_BY_US["they_contact"]))
    if open_at(plan, at) is not None:
        return allow(RULE, "These are their safe hours")
    if task.from_event is not None and task.from_event.kind in URGENT:
        if "sergeant" in actor(by, at).roles:
            return allow(RULE, "A sergeant judges that it cannot wait")
        return refuse(RULE, "These are not their safe hours. For a release a sergeant of the team may read it now")
    return refuse(RULE, "These are not their safe hours. Nobody rings or writes now")
