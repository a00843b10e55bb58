"""What the figures of feedback count, in words, and the two promises that stand beside them: told in time, and spoken to
within the hour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from django.db.models import F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from haven.cases.models import Deadline
from haven.feedback.operations.actions import LEAST_PEOPLE
from haven.feedback.operations.alerts import SAFETY
from haven.feedback.queries import YEAR, Share, share
from haven.support.models import Update
from haven_law.clock import start_of

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Definition:
    """One group of figures: what is counted, and what one might expect and is not in it."""

    name: str | Promise
    counts: str | Promise
    leaves_out: str | Promise


DEFINITIONS = (
    Definition(
        gettext_lazy("How many codes were used"),
        gettext_lazy(
            "Codes under which somebody answered, of the codes made within the year that were used or whose time is over, by "
            "the way in which people were asked"
        ),
        gettext_lazy("Codes that can still be used"),
    ),
    Definition(
        gettext_lazy("How many were content"),
        gettext_lazy(
            "Answers of the year on the good side of a question: always and most of the time, yes, safer, told of support or "
            "rights. Partly, mostly in your safe way, the same and too late are on the other side"
        ),
        gettext_lazy("Who left the question out or could not say, and who was not asked it"),
    ),
    Definition(
        gettext_lazy("Told in time"),
        gettext_lazy(
            "News for protected people whose time to be told ended within the year: a person told them by then, of all that "
            "they had to be told"
        ),
        gettext_lazy("News that later news overtook, and what they asked not to be told"),
    ),
    Definition(
        gettext_lazy("Spoken to within the hour"),
        gettext_lazy(
            "Answers of the year that could mean danger: somebody had spoken to the person when the hour was over, of all of them"
        ),
        gettext_lazy("Those whose hour still runs, and answers that were kept without the case"),
    ),
)


def promises(force_id: int, now: datetime, today: date) -> list[Share]:
    """How many were told in time, and how many were spoken to within the hour, of the year before now."""
    since = start_of(today - YEAR)
    news = Update.objects.filter(case__lead_force_id=force_id, to="protected", clock__act_by__gt=since)
    news = news.filter(clock__act_by__lte=now).exclude(closed_because__in=["superseded", "she_asked_not"])
    told = news.filter(told_at__lte=F("clock__act_by")).count()
    hours = _hours(force_id, since, now)
    spoken = hours.filter(met_at__lte=F("act_by")).count()
    return [
        share(_("Told in time"), told, news.count() - told),
        share(_("Spoken to within the hour"), spoken, hours.count() - spoken),
    ]


def _hours(force_id: int, since: datetime, now: datetime) -> QuerySet[Deadline]:
    """The hours of answers that could mean danger, which are over or in which somebody spoke to the person."""
    rows = Deadline.objects.filter(kind=SAFETY, case__lead_force_id=force_id, voided_at__isnull=True)
    return rows.filter(Q(met_at__isnull=False) | Q(act_by__lte=now), starts_at__gt=since, starts_at__lte=now)


def half_spoken_to(force_id: int, now: datetime, today: date) -> int | None:
    """In how many minutes half of them had been spoken to; none where fewer than five people stand behind it."""
    rows = _hours(force_id, start_of(today - YEAR), now).filter(met_at__isnull=False)
    return middle([met - began for began, met in rows.values_list("starts_at", "met_at") if met is not None])


def middle(took: Sequence[timedelta]) -> int | None:
    """The middle one, in whole minutes, where at least five people stand behind it."""
    return round(median(each / MINUTE for each in took)) if len(took) >= LEAST_PEOPLE else None
