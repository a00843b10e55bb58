"""What follows from events: each follower of an event runs after its commit, once, in a transaction of its own together
with the note that it ran. A worker that is killed in between loses nothing and repeats nothing."""

import logging
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction

from haven.cases.models import CaseEvent, FollowUp, PendingEvent
from haven.cases.operations.tasks import NewTask, make_task
from haven.cases.teams import team_of_force
from haven.reactions import FOLLOWERS, Follower

logger = logging.getLogger(__name__)

Table = Mapping[str, Sequence[Follower]]
# After this many tries a person is told. It is still tried once an hour, so that a repaired fault clears by itself.
TRIES = 10
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(hours=1)


@dataclass
class Report:
    """What one run did: followers run, events finished, followers that failed."""

    followed: int = 0
    finished: int = 0
    failed: int = 0


def react(now: datetime, limit: int = 200, followers: Table = FOLLOWERS) -> Report:
    """Run what is pending, oldest event first, at most `limit` events. Any number of workers may do so at once: an event
    that another one holds is left to it."""
    report = Report()
    report.finished += _nothing_follows(limit, followers)
    waiting = PendingEvent.objects.filter(not_before__lte=now).order_by("event_id").values_list("event_id", flat=True)
    for event_id in list(waiting[:limit]):
        _one_event(event_id, now, followers, report)
    return report


def name_of(follower: Follower) -> str:
    """The name under which it is noted that a follower ran. It must stay the same when code moves."""
    return follower.__name__[:60]


def _nothing_follows(limit: int, followers: Table) -> int:
    """Events of a kind that nothing follows are finished at once, many at a time."""
    kinds = [kind for kind, found in followers.items() if found]
    with transaction.atomic():
        rows = PendingEvent.objects.select_for_update(skip_locked=True, of=("self",)).exclude(event__kind__in=kinds)
        done = list(rows.order_by("event_id").values_list("pk", flat=True)[: max(limit, 1000)])
        PendingEvent.objects.filter(pk__in=done).delete()
    return len(done)


def _one_event(event_id: int, now: datetime, followers: Table, report: Report) -> None:
    """Every follower of one event, each in its transaction; one that fails does not keep the others from running."""
    event = CaseEvent.objects.select_related("case").get(pk=event_id)
    failures = []
    for follower in followers.get(event.kind, ()):
        try:
            report.followed += _one_follower(event, follower, now, followers)
        except Exception as problem:  # noqa: BLE001  a follower may fail in any way; each is noted and tried again
            failures.append(_what_failed(follower, problem))
    if failures:
        report.failed += len(failures)
        _try_again(event, failures, now)
    else:
        report.finished += _finish(event, followers)


def _one_follower(event: CaseEvent, follower: Follower, now: datetime, followers: Table) -> int:
    """Run one follower unless it ran, with its note, while holding the pending row. 1 if it ran now."""
    with transaction.atomic():
        held = PendingEvent.objects.select_for_update(skip_locked=True).filter(event_id=event.pk).first()
        if held is None or FollowUp.objects.filter(event=event, follower=name_of(follower)).exists():
            return 0
        follower(event)
        FollowUp.objects.create(event=event, follower=name_of(follower), done_at=now)
        if _all_ran(event, followers):
            held.delete()
    return 1


def _all_ran(event: CaseEvent, followers: Table) -> bool:
    ran = set(FollowUp.objects.filter(event=event).values_list("follower", flat=True))
    return {name_of(f) for f in followers.get(event.kind, ())} <= ran


def _finish(event: CaseEvent, followers: Table) -> int:
    """Delete a row that is still pending though all of its followers ran: the table of followers was changed."""
    with transaction.atomic():
        held = PendingEvent.objects.select_for_update(skip_locked=True).filter(event_id=event.pk).first()
        if held is not None and _all_ran(event, followers):
            held.delete()
            return 1
    return int(not PendingEvent.objects.filter(event_id=event.pk).exists())


def _what_failed(follower: Follower, problem: Exception) -> str:
    """Where it failed, never what with: the text of an error may hold what must not be kept."""
    frames = traceback.extract_tb(problem.__traceback__)
    where = f"{Path(frames[-1].filename).name} line {frames[-1].lineno}" if frames else "an unknown place"
    words = f"{name_of(follower)}: {type(problem).__name__} in {where}"
    logger.error("A follower failed: %s", words)
    return words


def _try_again(event: CaseEvent, failures: list[str], now: datetime) -> None:
    with transaction.atomic():
        held = PendingEvent.objects.select_for_update(skip_locked=True).filter(event_id=event.pk).first()
        if held is None:
            return
        held.tries += 1
        held.last_error = "; ".join(failures)[:300]
        held.not_before = now + min(FIRST_WAIT * 2 ** min(held.tries - 1, 12), LONGEST_WAIT)
        held.save(update_fields=["tries", "last_error", "not_before"])
        if held.tries >= TRIES:
            _tell_a_person(event, now)


def _tell_a_person(event: CaseEvent, now: datetime) -> None:
    """One task for an event, made once: the unit learns that something which should follow did not."""
    team = team_of_force(event.case.lead_force_id, "unit")
    if team is None:
        logger.error("No team can be told that a follower keeps failing in force %s", event.case.lead_force_id)
        return
    words = (
        "Something that should have followed by itself did not. Look at the last events of the case, do what is missing by "
        "hand, and tell the administrator"
    )
    task = NewTask(
        kind="follow_up_failed",
        words=words,
        team=team,
        duty_role="unit_desk",
        basis="Haven rule: nothing fails silently",
        about=(event.about_kind, event.about_ref),
        from_event=event,
        once=False,
    )
    make_task(event.case, task, by=None, at=now)
