"""What follows from the acts of a planned case, at once: the followers of its events, and the tasks of old cases, which
people did long ago."""

from datetime import datetime, timedelta

from django.db.models import Q

from haven.accounts.models import User
from haven.cases.models import Case, CaseEvent, FollowUp, PendingEvent, Task
from haven.cases.operations.tasks import do_task
from haven.jobs.practice import texts
from haven.jobs.practice.house import House
from haven.jobs.react import name_of
from haven.reactions import FOLLOWERS, SETTLING, Follower
from haven.support.models import Update
from haven.support.operations.mark_told import mark_told

# Tasks younger than this are left for whoever practises.
LEFT_OPEN = timedelta(hours=20)
DONE_WITHIN, MINUTE = timedelta(hours=3), timedelta(minutes=1)


def follow(case: Case, now: datetime, house: House) -> None:
    """Run the followers of every event of the case, within its transaction, and note each as the worker would."""
    people = {user.pk: user for user in house.users.values()}
    pending = PendingEvent.objects.filter(event__case=case)
    notes: list[FollowUp] = []
    settling: dict[Follower, CaseEvent] = {}
    found = list(CaseEvent.objects.filter(pending__in=pending).order_by("pk"))
    for event in found:
        event.case = case
        if event.recorded_by_id in people:
            event.recorded_by = people[event.recorded_by_id]
        for follower in FOLLOWERS.get(event.kind, ()):
            if follower in SETTLING:
                settling[follower] = event
            else:
                follower(event)
            notes.append(FollowUp(event=event, follower=name_of(follower), done_at=now))
    for follower, event in settling.items():
        follower(event)
    FollowUp.objects.bulk_create(notes)
    if found:
        pending.delete()


def do_old_tasks(
    case: Case, house: House, officer: User, now: datetime, *, restricted: bool, forgetful: bool = False
) -> None:
    """The tasks of long ago and those whose time is over are done, by the officer or by somebody of the team; in a
    restricted case by those named. A forgetful officer has left one that is late, as happens."""
    people = {user.pk: user for user in house.users.values()}
    old = Q(made_at__lt=now - LEFT_OPEN) | Q(due_at__lt=now)
    rows = case.tasks.filter(old, done_at__isnull=True).select_related("for_team").order_by("made_at", "pk")
    for task in rows if not forgetful else _but_one_of_today(list(rows), now):
        task.case = case
        by = house.users["nair"] if restricted else _who(task, people, house, officer)
        do_task(task, proof=texts.PROOF, by=by, at=min(task.made_at + DONE_WITHIN, max(task.made_at, now - MINUTE)))


def _but_one_of_today(tasks: list[Task], now: datetime) -> list[Task]:
    late = [task for task in tasks if task.made_at >= now - LEFT_OPEN]
    return [task for task in tasks if task not in late[:1]]


def tell_old_news(case: Case, now: datetime, *, by: User) -> None:
    """What the protected person was to be told long ago, and no task says, was told by the officer."""
    old = Update.objects.filter(case=case, event__at__lt=now - LEFT_OPEN).exclude(state="closed")
    for update in old.select_related("event").order_by("event__at", "pk"):
        update.case = case
        mark_told(update, how="in_person", by=by, at=update.event.at + DONE_WITHIN)


def _who(task: Task, people: dict[int, User], house: House, officer: User) -> User:
    if task.for_user_id is not None:
        return people.get(task.for_user_id, officer)
    by_team = {"unit": "nair", "legal": "fenwick", "inspectors": "halloran"}
    code = by_team.get(task.for_team.kind)
    return house.users[code] if code is not None else officer
