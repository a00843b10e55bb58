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
    """Raise every alarm that is reached once; answers how many were new. Run twice at one instant, it does nothing the
    second time."""
    new = 0
    for one in what_runs_out(to_london(now).date()):
        if one.alarm and not one.practice_only:
            _alarm, made = LawAlarm.objects.get_or_create(
                key=one.key[:120], rung=step_of(one), defaults=_values(one, now)
            )
            new += made
    now_used = calendar()
    older = running().exclude(calendar_version__in=["", now_used.version])
    carry_out(now_used, by=BY, at=now, because="It was reckoned with an older calendar", clocks=older)
    Heartbeat.objects.update_or_create(watch=WATCH, defaults={"at": now})
    return new


def step_of(one: RunsOut) -> int:
    """The rung as a number of days; once it is over, one below all of them."""
    return OVER if one.over or one.rung is None else one.rung


def _values(one: RunsOut, now: datetime) -> dict[str, object]:
    return {"words": f"{one.words} {one.then}"[:600], "last_day": one.last_day, "raised_at": now}


def standing(now: datetime) -> list[tuple[RunsOut, LawAlarm | None]]:
    """What has reached a step and has not been followed by a newer row, with its alarm (none before the watch ran)."""
    reached = [one for one in what_runs_out(to_london(now).date()) if one.alarm and not one.practice_only]
    rows = {(a.key, a.rung): a for a in alarms().filter(key__in=[one.key[:120] for one in reached])}
    return [(one, rows.get((one.key[:120], step_of(one)))) for one in reached]


def unanswered(now: datetime) -> list[RunsOut]:
    """What nobody has looked into since its last step: over things first."""
    return [one for one, alarm in standing(now) if alarm is None or alarm.seen_at is None]


def alarms() -> QuerySet[LawAlarm]:
    return LawAlarm.objects.select_related("seen_by").order_by("-raised_at", "-pk")
