"""The watch of the law's dated rows: raises the alarm of what runs out, and brings clocks that were reckoned with an older
calendar to today's. It looks at how things are, so a run that never came is made up by the next."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from haven.cases.models import Heartbeat
from haven.lawdata.queries import calendar, what_runs_out
from haven.lawkeeping.models import LawAlarm
from haven.lawkeeping.moves import carry_out, running
from haven_law.clock import to_london
from haven_law.runs_out import RunsOut

WATCH = "law"
OVER = -1
BY = "Watch of the calendar"


def watch_law(now: datetime) -> int:
    """Raise every alarm that is reached once, and end those that are over; answers how many were new. Run twice at one
    instant, it does nothing the second time."""
    new = settle_alarms(now)
    now_used = calendar()
    older = running().exclude(calendar_version__in=["", now_used.version])
    carry_out(now_used, by=BY, at=now, because="It was reckoned with an older calendar", clocks=older)
    Heartbeat.objects.update_or_create(watch=WATCH, defaults={"at": now})
    return new


def settle_alarms(now: datetime) -> int:
    """The alarms as they should stand: a step that is reached is raised once; what a newer row follows, and a step that
    the next one took over, is ended. Also called when a change counts, so that a newer line is seen at once."""
    new, stand = 0, set()
    for one in what_runs_out(to_london(now).date()):
        if one.alarm and not one.practice_only:
            alarm, made = LawAlarm.objects.get_or_create(
                key=one.key[:120], rung=step_of(one), defaults=_values(one, now)
            )
            stand.add(alarm.pk)
            new += made
    LawAlarm.objects.filter(ended_at__isnull=True).exclude(pk__in=stand).update(ended_at=now)
    LawAlarm.objects.filter(ended_at__isnull=False, pk__in=stand).update(ended_at=None)
    return new


def step_of(one: RunsOut) -> int:
    """The rung as a number of days; once it is over, one below all of them."""
    return OVER if one.over or one.rung is None else one.rung


def _values(one: RunsOut, now: datetime) -> dict[str, object]:
    words = f"{one.words} {one.then}"[:600]
    return {
        "words": words,
        "last_day": one.last_day,
        "raised_at": now,
        "kind": one.kind,
        "about": len(set(one.names)),
    }


def standing(now: datetime) -> list[tuple[RunsOut, LawAlarm | None]]:
    """What has reached a step and has not been followed by a newer row, with its alarm (none before the watch ran)."""
    reached = [one for one in what_runs_out(to_london(now).date()) if one.alarm and not one.practice_only]
    rows = {(a.key, a.rung): a for a in alarms().filter(key__in=[one.key[:120] for one in reached])}
    return [(one, rows.get((one.key[:120], step_of(one)))) for one in reached]


def unanswered(now: datetime) -> list[RunsOut]:
    """What nobody has looked into since its last step: over things first."""
    return [one for one, alarm in standing(now) if alarm is None or alarm.seen_at is None]


def open_alarms() -> list[LawAlarm]:
    """What stands and nobody has answered, as the watch left it: one query, for the bar of every page."""
    return list(LawAlarm.objects.filter(ended_at__isnull=True, seen_at__isnull=True).order_by("last_day", "pk"))


def alarms() -> QuerySet[LawAlarm]:
    return LawAlarm.objects.select_related("seen_by").order_by("-raised_at", "-pk")
