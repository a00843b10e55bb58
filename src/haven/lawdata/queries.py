"""The rows as the values that haven_law takes: calendar, areas, dated values."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from django.conf import settings
from django.db.models import Q

from haven.lawdata.models import BankHoliday, CommencementArea, DatedValue, EMAvailability
from haven.lawdata.reading import read_once
from haven_law.areas import SHIPPED_AREAS, AreaRow, area_code, area_in_force
from haven_law.calendar import CERTAIN, UNREAD, Calendar
from haven_law.calendar import BankHoliday as LawHoliday
from haven_law.commencement import offered_on_screen
from haven_law.dated import SHIPPED_VALUES
from haven_law.dated import DatedValue as LawValue
from haven_law.findings import Decision
from haven_law.pilot_courts import SHIPPED_FORCES, ForceLive, force_live
from haven_law.runs_out import RunsOut, runs_out

# Times that are our rule, not the Act's. A DatedValue row of the same key replaces the value here.
POLICY: dict[str, int] = {
    "decide_notice_minutes": 30,
    "serve_notice_hours": 24,
    "commanding_officer_hours": 24,
    "hearing_notice_hours": 4,
    "papers_before_sitting_hours": 2,
    "breach_decision_hours": 24,
    "breach_progress_days": 14,
    "inform_working_days": 1,
    "hearing_reminder_days": 5,
    "inform_release_hours": 1,
    "acknowledge_minutes": 15,
    "acknowledge_minutes_last_hours": 5,
    "plan_recheck_days": 30,
    "draft_keep_days": 30,
    "order_review_days": 182,
    "supervision_first_days": 7,
    "supervision_report_days": 28,
    "check_visit_protected_days": 28,
    "check_subject_days": 28,
    "feedback_safety_minutes": 60,
    "feedback_answer_minutes": 15,
    "feedback_read_days": 1,
    "feedback_reply_days": 10,
    "feedback_code_days": 14,
    "feedback_apart_days": 30,
    "feedback_quiet_hours": 24,
}


def policy(key: str, on: date) -> int:
    """A policy number as it stands on a day."""
    for name, from_day, last_day, value in read_once("policy", _policy_rows):
        if name == key and from_day <= on and (last_day is None or last_day >= on):
            return int(value)
    return POLICY[key]


def _policy_rows() -> list[tuple[str, date, date | None, str]]:
    """What was set in place of POLICY, the earliest row first: a few in all."""
    rows = DatedValue.objects.filter(key__in=POLICY, withdrawn_at__isnull=True).order_by("pk")
    return list(rows.values_list("key", "from_day", "last_day", "value"))


@dataclass(frozen=True)
class CalendarChange:
    """One change of the shipped calendar as a value: its effect (comes, goes, confirms), day, name, source."""

    effect: str
    day: date
    name: str
    source: str
    confirmed: bool


def calendar_changes() -> tuple[CalendarChange, ...]:
    """The changes that count now."""
    return read_once("calendar", _calendar_rows)


def _calendar_rows() -> tuple[CalendarChange, ...]:
    rows = BankHoliday.objects.filter(withdrawn_at__isnull=True).order_by("day", "effect")
    return tuple(CalendarChange(*row) for row in rows.values_list("effect", "day", "name", "source", "confirmed"))


def calendar() -> Calendar:
    """The shipped calendar with the days that an administrator added, took away or confirmed."""
    return calendar_with(calendar_changes())


@lru_cache(maxsize=64)
def calendar_with(changes: tuple[CalendarChange, ...]) -> Calendar:
    """The shipped calendar with changes. A day that comes or goes unconfirmed is contested: it counts where the earlier
    date is reckoned and is left out where the later one is, so that a date moves later only for what was read (F15)."""
    made = Calendar.shipped()
    if not changes:
        return made
    days, gone = [], []
    for change in changes:
        certainty = CERTAIN if change.confirmed else UNREAD
        if change.effect == "comes" or (change.effect == "goes" and not change.confirmed):
            known = made.bank_holiday(change.day)
            name = known.name if change.effect == "goes" and known is not None else change.name
            days.append(LawHoliday(change.day, name, change.source, change.confirmed, certainty))
        elif change.effect == "goes":
            gone.append(change.day)
    confirmed = _confirmed_until(made, changes)
    days += [
        replace(row, confirmed=True)
        for year in range(made.confirmed_until.year + 1, confirmed.year + 1)
        for row in made.bank_holidays(year)
        if row.day not in {day.day for day in days}
    ]
    return made.with_days(days, confirmed).without_days(gone)


def _confirmed_until(shipped: Calendar, changes: tuple[CalendarChange, ...]) -> date:
    """The end of the last year that is confirmed without a gap."""
    years = {change.day.year for change in changes if change.effect == "confirms"}
    last = shipped.confirmed_until.year
    while last + 1 in years:
        last += 1
    return date(last, 12, 31) if last > shipped.confirmed_until.year else shipped.confirmed_until


def area_rows() -> tuple[AreaRow, ...]:
    """The shipped table of pilot areas with the rows that were added. Practice rows are read only in practice, because
    the table refuses them elsewhere: settings differ, the code does not."""
    return read_once("areas", _areas)[0]


def force_rows() -> tuple[ForceLive, ...]:
    """Since when a force works with notices in a district, where that is known (A22): the shipped lines, and those of the
    added areas that say it, which decide where both do."""
    return read_once("areas", _areas)[1]


def area_offered(area: str, on: date) -> Decision:
    """Whether a notice is offered for a subject who lives in an area (A22): the provisions in force there, and the force
    live where it is known when it went live. What is valid is the first finding alone: service, register and breach do
    not ask the others. Where nothing is known of the force the law decides alone."""
    law, known = area_in_force(area, on, area_rows()).decision, force_live(area, on, force_rows())
    if law.lawful is not True or known.lawful is None:
        return law
    code = area_code(area)
    since = [row.from_day for row in force_rows() if row.area == code][-1]
    return Decision.all(offered_on_screen(area, on, since, area_rows()), known)


def _areas() -> tuple[tuple[AreaRow, ...], tuple[ForceLive, ...]]:
    rows = CommencementArea.objects.filter(practice_only__in=[False, settings.PRACTICE], withdrawn_at__isnull=True)
    kept = list(rows.order_by("from_day", "pk"))
    live = tuple(
        ForceLive(area_code(r.area_name) or r.area_code, r.force_live_from, r.source, r.confirmed)
        for r in kept
        if r.force_live_from is not None
    )
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
        for r in kept
    )
    return SHIPPED_AREAS + added, SHIPPED_FORCES + live


def dated_values() -> tuple[LawValue, ...]:
    """The shipped dated values with the rows of statute that were added; an added row stands after the shipped ones of
    its key, so that it decides for the days that both cover."""
    return read_once("dated values", _dated_values)


def _dated_values() -> tuple[LawValue, ...]:
    rows = DatedValue.objects.filter(is_policy=False, withdrawn_at__isnull=True).order_by("from_day", "pk")
    return SHIPPED_VALUES + tuple(found for row in rows if (found := _law_value(row)) is not None)


def _law_value(row: DatedValue) -> LawValue | None:
    """A row as the law takes it: unit, provision and what it turns on are those of its key."""
    same = next((v for v in reversed(SHIPPED_VALUES) if v.key == row.key), None)
    if same is None:
        return None
    number = isinstance(same.value, int) and row.value.isascii() and row.value.isdigit()
    value: int | str = int(row.value) if number else row.value
    return replace(
        same, value=value, from_day=row.from_day, last_day=row.last_day, source=row.source, confirmed=row.confirmed
    )


def what_runs_out(on: date, within: timedelta | None = None) -> tuple[RunsOut, ...]:
    """What ends and when, of the shipped and the added rows together."""
    return runs_out(on, within, areas=area_rows(), calendar=calendar(), values=dated_values())


def monitoring_available(local_justice_areas: Collection[str], on: date) -> bool:
    """Has monitoring been notified as available in one of these areas on that day (s.37(4))?"""
    rows = EMAvailability.objects.filter(
        local_justice_area__in=local_justice_areas, notified_on__lte=on, withdrawn_at__isnull=True
    )
    return rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=on)).exists()
