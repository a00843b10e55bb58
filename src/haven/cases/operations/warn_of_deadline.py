"""Raise the due rungs of a clock, and tell the next in the chain when nobody has answered. Done by the watch, which is
no person: nothing here asks who may."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.cases import ladder
from haven.cases.chronology import record
from haven.cases.clock_words import clock_words
from haven.cases.ladder import Told, rung_words
from haven.cases.models import Case, Deadline, DeadlineRung

BY = "Clock watch"
WATCH_WAS_DOWN = "Not told in time: the watch was down"
RECORDED_LATE = "Not told in time: the clock was recorded after this"
TOGETHER = "Said together with a more severe warning"


@dataclass(frozen=True)
class Raised:
    """What was done with one clock."""

    raised: int = 0
    passed_over: int = 0
    escalated: int = 0


class CaseBusy(Exception):
    """Somebody is at work on the case at this moment. The next run of the watch sees to the clock."""


def hold(deadline_id: int) -> Deadline | None:
    """The clock with its case locked, if it still runs. The case is locked first, in the order every operation takes,
    so that nobody waits in a circle. Raises CaseBusy when somebody else holds it."""
    case_id = Deadline.objects.filter(pk=deadline_id).values_list("case_id", flat=True).get()
    held = Case.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=case_id).first()
    if held is None:
        raise CaseBusy
    rows = Deadline.objects.select_for_update(of=("self",)).select_related("case", "owner_team")
    return rows.filter(pk=deadline_id, closed_at__isnull=True, voided_at__isnull=True, replaced_by__isnull=True).first()


@transaction.atomic
def warn_of_deadline(deadline_id: int, *, at: datetime, listed: bool = False, was_down: bool = False) -> Raised:
    """Raise every rung of a clock that is due, once. Only the most severe speaks; the earlier ones are marked raised
    with the reason why they did not.

    `listed`: a hearing is listed. `was_down`: the watch did not run for a while before this."""
    deadline = hold(deadline_id)
    if deadline is None:
        return Raised()
    unraised = DeadlineRung.objects.select_for_update().filter(deadline=deadline, raised_at__isnull=True)
    due = sorted((r for r in unraised if ladder.rung_due(r, at)), key=ladder.severity)
    if not due:
        return Raised()
    *earlier, speaks = due
    for rung in earlier:
        _pass_over(rung, deadline, at, was_down)
    _speak(speaks, deadline, at, [r.rung for r in due], listed)
    return Raised(raised=1, passed_over=len(earlier))


@transaction.atomic
def tell_the_next(rung_id: int, *, at: datetime) -> Raised:
    """Nobody has answered a rung in time: tell the next role of the chain, and give them their time to answer."""
    deadline = hold(DeadlineRung.objects.filter(pk=rung_id).values_list("deadline_id", flat=True).get())
    if deadline is None:
        return Raised()
    waiting = DeadlineRung.objects.select_for_update().filter(pk=rung_id, acknowledged_at__isnull=True)
    rung = waiting.filter(escalate_at__lte=at).first()
    if rung is None:
        return Raised()
    entries, place = ladder.tell_next(deadline, rung.escalated + 1, at, last=ladder.last_told(rung.told))
    rung.told = [*rung.told, *(entry.as_json() for entry in entries)]
    rung.escalated, rung.escalate_at = place, at + ladder.acknowledge_within(deadline, at)
    rung.save(update_fields=["told", "escalated", "escalate_at"])
    return Raised(escalated=1)


def _pass_over(rung: DeadlineRung, deadline: Deadline, at: datetime, was_down: bool) -> None:
    late = RECORDED_LATE if rung.due_at < deadline.recorded_at else TOGETHER
    rung.raised_at = at
    rung.told = [Told("", None, at, WATCH_WAS_DOWN if was_down else late).as_json()]
    rung.save(update_fields=["raised_at", "told"])


def _speak(rung: DeadlineRung, deadline: Deadline, at: datetime, due: list[str], listed: bool) -> None:
    """Tell the owner and whoever must know besides, write the line in the chronology, and start waiting for an answer.
    Earlier rungs of this clock stop asking: this one asks for the same thing, louder."""
    entries, place = ladder.tell_next(deadline, 0, at)
    for role in ladder.also_told(deadline, due, listed=listed):
        if not any(entry.role == role for entry in entries):
            entries.append(ladder.told_at(deadline, role, at, None))
    rung.raised_at, rung.told, rung.escalated = at, [entry.as_json() for entry in entries], place
    rung.escalate_at = at + ladder.acknowledge_within(deadline, at)
    rung.save(update_fields=["raised_at", "told", "escalated", "escalate_at"])
    earlier = DeadlineRung.objects.filter(deadline=deadline, escalate_at__isnull=False).exclude(pk=rung.pk)
    earlier.update(escalate_at=None)
    facts = {
        "clock": clock_words(deadline.kind).name,
        "rung": rung.rung,
        "when": rung_words(rung.rung),
        "told": _told_words(entries),
        "passed_over": [code for code in due if code != rung.rung],
    }
    kind = ladder.EVENT_OF.get(rung.rung, "deadline.warned")
    record(deadline.case, kind, by=BY, at=at, about=(deadline.about_kind, deadline.about_ref), facts=facts)


def _told_words(entries: list[Told]) -> str:
    """Which roles were told, in words without names: names of staff stay in the list of the rung."""
    told = [ladder.ROLE_WORDS.get(entry.role, entry.role).lower() for entry in entries if entry.user is not None]
    missed = [ladder.ROLE_WORDS.get(entry.role, entry.role).lower() for entry in entries if entry.note == ladder.UNHELD]
    words = f"Told: {', '.join(told)}." if told else "Nobody could be told."
    return f"{words} Nobody held: {', '.join(missed)}." if missed else words
