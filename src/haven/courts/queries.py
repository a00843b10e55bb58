"""When courts sit: the last sitting before a deadline, and sittings between two instants.

A hearing must begin by its deadline (s.29(2)), so a sitting is "before" an instant when it starts at or before it."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from haven.cases.models import Case
from haven.courts.models import Application, Court, Hearing, HearingOutcome, Sitting
from haven.courts.states import ADJOURNED, AWAITING_ASSESSMENT, MADE, with_application_status

Where = Court | str


def sittings_between(where: Where | Iterable[str], start: datetime, end: datetime) -> QuerySet[Sitting]:
    """The sittings of a court, of an area, or of several areas, that start from `start` to `end`, both included.

    For areas these are the magistrates' courts that sit for them: an application after a notice goes there (s.28)."""
    rows = Sitting.objects.filter(cancelled_at__isnull=True, starts_at__gte=start, starts_at__lte=end)
    return rows.filter(_at(where)).select_related("court").order_by("starts_at", "pk")


def last_sitting_before(where: Where, instant: datetime, *, after: datetime | None = None) -> Sitting | None:
    """The last sitting that starts at or before `instant`; with `after`, only one that is not over by then."""
    rows = Sitting.objects.filter(_at(where), cancelled_at__isnull=True, starts_at__lte=instant)
    if after is not None:
        rows = rows.filter(ends_at__gt=after)
    return rows.select_related("court").order_by("starts_at", "pk").last()


def sittings_by_area(areas: Iterable[str], start: datetime, end: datetime) -> dict[str, list[Sitting]]:
    """The sittings of many areas in one query, each area with its own, in order. For boards and watches."""
    wanted = sorted(set(areas))
    found: dict[str, list[Sitting]] = {area: [] for area in wanted}
    if not wanted:
        return found
    for sitting in sittings_between(wanted, start, end):
        for area in set(sitting.court.areas) & found.keys():
            found[area].append(sitting)
    return found


def last_of(sittings: Iterable[Sitting], instant: datetime, *, after: datetime | None = None) -> Sitting | None:
    """As `last_sitting_before`, from sittings that were read before."""
    usable = [s for s in sittings if s.starts_at <= instant and (after is None or s.ends_at > after)]
    return max(usable, key=lambda s: (s.starts_at, s.pk), default=None)


def hearings_of_notices(refs: Iterable[str]) -> dict[str, list[Hearing]]:
    """The hearings of applications made after notices, by the notice's reference: not vacated, not voided, of
    applications that stand. With their court, outcomes and application; two queries whatever their number."""
    found: dict[str, list[Hearing]] = {}
    rows = Hearing.objects.filter(
        application__after_notice__ref__in=list(refs),
        application__withdrawn_at__isnull=True,
        application__voided_at__isnull=True,
        vacated_at__isnull=True,
        voided_at__isnull=True,
    )
    rows = rows.select_related("application__after_notice", "court").prefetch_related("outcomes").order_by("listed_for")
    for hearing in rows:
        notice = hearing.application.after_notice
        if notice is not None:
            found.setdefault(notice.ref, []).append(hearing)
    return found


def listed_notices(refs: Iterable[str], by: Mapping[str, datetime]) -> frozenset[str]:
    """Which of these notices have a hearing listed that would begin by the instant given for each."""
    hearings = hearings_of_notices(refs)
    return frozenset(ref for ref, rows in hearings.items() if any(h.listed_for <= by[ref] for h in rows))


def _at(where: Where | Iterable[str]) -> Q:
    if isinstance(where, Court):
        return Q(court=where)
    areas = [where] if isinstance(where, str) else sorted(set(where))
    chosen = Q(pk__in=[])
    for area in areas:
        chosen |= Q(court__areas__contains=[area])
    return Q(court__kind="magistrates_court") & chosen


def hearings_on(cases: QuerySet[Case], start: datetime, end: datetime) -> QuerySet[Hearing]:
    """The hearings of these cases that are listed from `start` until before `end`, in the order of the day. Vacated ones
    are left out; what is listed stays in the list when it is decided."""
    rows = Hearing.objects.filter(
        voided_at__isnull=True,
        vacated_at__isnull=True,
        listed_for__gte=start,
        listed_for__lt=end,
        application__case__in=cases,
        application__voided_at__isnull=True,
    )
    related = ("application__case__subject", "application__after_notice", "court")
    people = "application__case__subject__names"
    rows = rows.select_related(*related).prefetch_related("outcomes__orders", people)
    return rows.order_by("listed_for", "court__name", "room", "pk")


def next_listed_after(cases: QuerySet[Case], instant: datetime) -> Hearing | None:
    """The next hearing of these cases that is listed at or after an instant."""
    rows = Hearing.objects.filter(
        voided_at__isnull=True, vacated_at__isnull=True, listed_for__gte=instant, application__case__in=cases
    )
    return rows.select_related("court").order_by("listed_for", "pk").first()


def undecided_before(cases: QuerySet[Case], instant: datetime) -> QuerySet[Hearing]:
    """Hearings of these cases that were listed before an instant and have no outcome: somebody must record it."""
    decided = HearingOutcome.objects.filter(hearing=OuterRef("pk"), voided_at__isnull=True)
    rows = Hearing.objects.filter(
        voided_at__isnull=True,
        vacated_at__isnull=True,
        listed_for__lt=instant,
        application__case__in=cases,
        application__withdrawn_at__isnull=True,
        application__determined_at__isnull=True,
        application__voided_at__isnull=True,
    )
    related = ("application__case__subject", "application__after_notice", "court")
    rows = rows.filter(~Exists(decided)).select_related(*related)
    return rows.prefetch_related("outcomes__orders", "application__case__subject__names").order_by("listed_for", "pk")


def not_listed(cases: QuerySet[Case], at: datetime) -> list[Application]:
    """Applications of these cases that were sent or adjourned and have no hearing that stands, each with its `status`."""
    rows = with_application_status(Application.objects.filter(case__in=cases, made_at__lte=at), at)
    decided = HearingOutcome.objects.filter(hearing=OuterRef("pk"), voided_at__isnull=True, decided_at__lte=at)
    hearings = Hearing.objects.filter(application=OuterRef("pk"), voided_at__isnull=True, listed_at__lte=at)
    standing = hearings.filter(Q(vacated_at__isnull=True) | Q(vacated_at__gt=at)).filter(~Exists(decided))
    adjourned = Q(("status__in", (ADJOURNED, AWAITING_ASSESSMENT))) & ~Q(Exists(standing))
    rows = rows.filter(Q(("status", MADE)) | adjourned).select_related("case__subject", "after_notice", "court")
    return list(rows.prefetch_related("case__subject__names").order_by("made_at", "pk"))
