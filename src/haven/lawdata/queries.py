"""The rows as the values that haven_law takes: calendar, areas, dated values."""

from datetime import date, datetime

from django.conf import settings
from django.db.models import Q

from haven.lawdata.models import BankHoliday, CommencementArea, DatedValue, EMAvailability
from haven_law.areas import SHIPPED_AREAS, AreaRow
from haven_law.calendar import BankHoliday as LawHoliday
from haven_law.calendar import Calendar

# Times that are our rule, not the Act's. A DatedValue row of the same key replaces the value here.
POLICY: dict[str, int] = {
    "decide_notice_minutes": 30,
    "serve_notice_hours": 24,
    "commanding_officer_hours": 24,
    "hearing_notice_hours": 4,
    "papers_before_sitting_hours": 2,
    "breach_decision_hours": 24,
    "acknowledge_minutes": 15,
    "acknowledge_minutes_last_hours": 5,
    "plan_recheck_days": 30,
    "draft_keep_days": 30,
    "order_review_days": 182,
}


def policy(key: str, on: date) -> int:
    """A policy number as it stands on a day."""
    row = (
        DatedValue.objects.filter(key=key, from_day__lte=on)
        .filter(Q(last_day__isnull=True) | Q(last_day__gte=on))
        .first()
    )
    return int(row.value) if row else POLICY[key]


def calendar(known_at: datetime | None = None) -> Calendar:
    """The shipped calendar with the days that an administrator added."""
    rows = BankHoliday.objects.filter(withdrawn_at__isnull=True)
    added = [LawHoliday(day=r.day, name=r.name, source=r.source, confirmed=r.confirmed) for r in rows]
    shipped = Calendar.shipped()
    return shipped.with_days(added) if added else shipped


def area_rows() -> tuple[AreaRow, ...]:
    """The shipped table of pilot areas with the rows that were added. Practice rows are read only in practice, because
    the table refuses them elsewhere: settings differ, the code does not."""
    rows = CommencementArea.objects.filter(practice_only__in=[False, settings.PRACTICE])
    added = tuple(
        AreaRow(
            area_code=r.area_code,
            area_name=r.area_name,
            provisions=r.provisions,
            from_day=r.from_day,
            last_day=r.last_day,
            instrument=r.instrument,
            confirmed=r.confirmed,
            practice_only=r.practice_only,
        )
        for r in rows
    )
    return SHIPPED_AREAS + added


def monitoring_available(local_justice_area: str, on: date) -> bool:
    """Has monitoring been notified as available in the area on that day (s.37(4))?"""
    rows = EMAvailability.objects.filter(local_justice_area=local_justice_area, notified_on__lte=on)
    return rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=on)).exists()
