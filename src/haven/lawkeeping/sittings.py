"""The date by which to apply follows the sittings: when one is added or cancelled, the clock is replaced by one for the last
sitting as it is now known, the old one is kept, and the case says so (our rule under s.28(3))."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from haven.cases.models import Deadline
from haven.cases.operations.warn_of_deadline import hold
from haven.courts.models import Sitting
from haven.courts.queries import last_of, sittings_by_area
from haven.lawkeeping.moves import Move, application_dates, put

BY = "Watch of the sittings"
BECAUSE = "The sittings of the court changed"
# No sitting lasts longer: one that had begun before service and was not over counts too.
LONGEST = timedelta(days=1)


def moved_by_sittings(at: datetime) -> list[Move]:
    """The running clocks of applying that would get another date from the sittings as they are now. One query for all
    sittings. A date that was over and stays over moves for nobody."""
    found = []
    for clock, hear_by, last in _with_last_sitting(at):
        to = application_dates(clock, hear_by, last)
        if to.act_by != clock.act_by and max(to.act_by, clock.act_by) >= at:
            found.append(Move(clock, to))
    return found


@transaction.atomic
def follow_sittings(move: Move, *, at: datetime) -> bool:
    """Give one clock its new date. Answers whether it still ran. Raises CaseBusy when somebody is at work on the case."""
    clock = hold(move.clock.pk)
    if clock is None or clock.act_by != move.clock.act_by:
        return False
    put(replace(move, clock=clock), by=BY, at=at, because=BECAUSE, cause="sittings")
    return True


def _with_last_sitting(at: datetime) -> list[tuple[Deadline, datetime, Sitting | None]]:
    """Running clocks of applying whose hearing can still be in time, by when it must begin, and the last sitting before."""
    running = Deadline.objects.filter(closed_at__isnull=True, voided_at__isnull=True, replaced_by__isnull=True)
    clocks = list(running.filter(kind="apply").select_related("case"))
    hearings = running.filter(kind="hearing", about_ref__in=[c.about_ref for c in clocks], act_by__gte=at)
    by = dict(hearings.values_list("about_ref", "act_by"))
    clocks = [c for c in clocks if c.about_ref in by]
    if not clocks:
        return []
    start = min(c.starts_at for c in clocks) - LONGEST
    sittings = sittings_by_area({c.case.area for c in clocks}, start, max(by.values()))
    return [(c, by[c.about_ref], last_of(sittings[c.case.area], by[c.about_ref], after=c.starts_at)) for c in clocks]
