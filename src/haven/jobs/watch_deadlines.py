"""The clock watch: every minute, by any number of workers at once, and by hand. It looks at what is due now, not at what
was planned, so a stop of any length is caught up by the next run."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db.models import Exists, OuterRef, Q, QuerySet

from haven.cases.models import Deadline, DeadlineRung, Heartbeat
from haven.cases.operations.warn_of_counter import counters_due, warn_of_counter
from haven.cases.operations.warn_of_deadline import CaseBusy, Raised, tell_the_next, warn_of_deadline
from haven.courts.models import Sitting
from haven.courts.queries import last_of, listed_notices, sittings_by_area
from haven.lawkeeping.moves import Move
from haven.lawkeeping.sittings import LONGEST, follow_sittings, moved_by_sittings

logger = logging.getLogger(__name__)

WATCH = "deadlines"
# Longer than this since the last full run, and warnings that came due meanwhile were not given in time.
DOWN_AFTER = timedelta(minutes=3)
LAST_SITTING = "last_sitting"
# The clocks that a sitting decides, and until when it must begin: for a hearing the clock itself says it, for the
# application the hearing that follows it.
SITTING_KINDS = ("hearing", "apply")


@dataclass
class Report:
    """What one run did. `failed` counts clocks that could not be seen to: then no heartbeat is written, and the alarm
    on every staff page says that the watch has stopped."""

    raised: int = 0
    passed_over: int = 0
    escalated: int = 0
    busy: int = 0
    failed: int = 0

    def add(self, one: Raised) -> None:
        self.raised += one.raised
        self.passed_over += one.passed_over
        self.escalated += one.escalated


def watch(now: datetime) -> Report:
    """Raise every due rung of every running clock once, tell the next where nobody has answered, and leave a
    heartbeat. Run twice at one instant, it does nothing the second time."""
    report = Report()
    for move in moved_by_sittings(now):
        _one(report, "clock", partial(_follow, move, now))
    plan_last_sittings(now)
    was_down = _was_down(now)
    due = list(_due_clocks(now))
    listed = listed_notices([d.about_ref for d in due], {d.about_ref: d.act_by for d in due})
    for deadline in due:
        known = deadline.about_ref in listed
        _one(report, "clock", partial(warn_of_deadline, deadline.pk, at=now, listed=known, was_down=was_down))
    for pk in list(_unanswered(now)):
        _one(report, "warning", partial(tell_the_next, pk, at=now))
    for pk in counters_due(now):
        _one(report, "counter-allegation", partial(_tell_of_counter, pk, now))
    if not report.failed:
        _beat(now)
    return report


def _follow(move: Move, now: datetime) -> Raised:
    follow_sittings(move, at=now)
    return Raised()


def _tell_of_counter(pk: int, now: datetime) -> Raised:
    """No clock of a case: it is not among the warnings that were raised."""
    warn_of_counter(pk, at=now)
    return Raised()


def plan_last_sittings(now: datetime) -> None:
    """Give every running clock of a hearing, and of the application for it, its rung at the last sitting before the
    hearing, and move that rung when sittings are added or cancelled. With no sitting at all the rung of the hearing is
    due at once, and the application has none. A rung that was raised stays as it is."""
    rungs = DeadlineRung.objects.filter(deadline=OuterRef("pk"), rung=LAST_SITTING, raised_at__isnull=False)
    running = _running().filter(~Exists(rungs), Q(outer_limit__gte=now) | Q(kind="apply"), kind__in=SITTING_KINDS)
    clocks = [c for c in running.select_related("case") if c.kind != "apply" or _hear_by(c) >= now]
    if not clocks:
        return
    start, end = min(c.starts_at for c in clocks) - LONGEST, max(_hear_by(c) for c in clocks)
    sittings = sittings_by_area({c.case.area for c in clocks}, start, end)
    planned = {r.deadline_id: r for r in DeadlineRung.objects.filter(deadline__in=clocks, rung=LAST_SITTING)}
    for clock in clocks:
        due = _last_sitting_due(clock, sittings[clock.case.area])
        rung = planned.get(clock.pk)
        if due is None:
            DeadlineRung.objects.filter(deadline=clock, rung=LAST_SITTING, raised_at__isnull=True).delete()
        elif rung is None:
            new = DeadlineRung(deadline=clock, rung=LAST_SITTING, due_at=due)
            DeadlineRung.objects.bulk_create([new], ignore_conflicts=True)
        elif rung.due_at != due:
            DeadlineRung.objects.filter(pk=rung.pk, raised_at__isnull=True).update(due_at=due)


def _hear_by(clock: Deadline) -> datetime:
    """By when the hearing must begin."""
    said = clock.inputs.get("hear_by") if clock.kind == "apply" else None
    return datetime.fromisoformat(said) if said else clock.act_by


def _last_sitting_due(clock: Deadline, sittings: list[Sitting]) -> datetime | None:
    last = last_of(sittings, _hear_by(clock), after=clock.starts_at)
    if last is not None:
        return max(last.starts_at, clock.starts_at)
    return clock.starts_at if clock.kind == "hearing" else None


def _running() -> QuerySet[Deadline]:
    return Deadline.objects.filter(closed_at__isnull=True, voided_at__isnull=True, replaced_by__isnull=True)


def _due_clocks(now: datetime) -> QuerySet[Deadline]:
    due = DeadlineRung.objects.filter(deadline=OuterRef("pk"), raised_at__isnull=True, due_at__lte=now)
    return _running().filter(Exists(due)).order_by("act_by", "pk")


def _unanswered(now: datetime) -> QuerySet[DeadlineRung, int]:
    rows = DeadlineRung.objects.filter(acknowledged_at__isnull=True, escalate_at__isnull=False, escalate_at__lte=now)
    still = Q(deadline__closed_at__isnull=True, deadline__voided_at__isnull=True, deadline__replaced_by__isnull=True)
    return rows.filter(still).order_by("escalate_at", "pk").values_list("pk", flat=True)


def _one(report: Report, what: str, act: "partial[Raised]") -> None:
    """One clock. A fault with it must not keep the others from being seen to: it is logged without case data, and the
    missing heartbeat tells everybody."""
    try:
        report.add(act())
    except CaseBusy:
        report.busy += 1
    except Exception as problem:  # noqa: BLE001  whatever is wrong with one clock, the others are seen to
        report.failed += 1
        logger.error("The clock watch could not see to %s %s: %s", what, act.args, type(problem).__name__)


def _was_down(now: datetime) -> bool:
    beat = Heartbeat.objects.filter(watch=WATCH).values_list("at", flat=True).first()
    return beat is not None and now - beat > DOWN_AFTER


def _beat(now: datetime) -> None:
    """Note that a run came to its end. The later of two runs counts."""
    Heartbeat.objects.bulk_create([Heartbeat(watch=WATCH, at=now)], ignore_conflicts=True)
    Heartbeat.objects.filter(watch=WATCH, at__lt=now).update(at=now)
