"""The dated rows of the law with their sources: bank holidays, areas, values; what runs out when, and its alarms."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from haven.lawdata.models import EMAvailability
from haven.lawdata.queries import area_rows, calendar, dated_values, force_rows, what_runs_out
from haven.lawkeeping.models import LawAlarm
from haven.lawkeeping.operations.see_alarm import see_alarm
from haven.lawkeeping.watching import alarms, standing
from haven.web.asking import StaffRequest, require, who
from haven.web.parts.words import in_london
from haven.web.staff.law.forms import AlarmForm
from haven_law.areas import AREAS
from haven_law.calendar import CERTAIN, CONTESTED, good_friday
from haven_law.dated import LABELS, DatedValue
from haven_law.findings import Refused
from haven_law.pilot_courts import ForceLive
from haven_law.runs_out import AREA

FIRST_YEAR, LAST_YEAR = 2020, 2040


@require_safe
def bank_holidays(request: StaffRequest) -> HttpResponse:
    """The days that are left out in a year, each with its source and how certain it is."""
    require(request, "read_law")
    today = in_london(request.now).date()
    typed = request.GET.get("year", "")
    year = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else today.year
    year = year if FIRST_YEAR <= year <= LAST_YEAR else today.year
    used = calendar()
    values = {
        "year": year,
        "years": [y for y in range(today.year - 2, today.year + 5) if FIRST_YEAR <= y <= LAST_YEAR],
        "rows": sorted([*_always(year), *map(_holiday, used.bank_holidays(year))], key=lambda row: row["day"]),
        "gone": sorted(day for day in used.withdrawn if day.year == year),
        "confirmed": used.confirmed(date(year, 12, 31)),
        "confirmed_until": used.confirmed_until,
        "listed": year in used.listed_years,
        "version": used.version,
        "may_keep": "administrator" in who(request).roles,
    }
    return render(request, "staff/law/bank_holidays.html.j2", values)


def _always(year: int) -> list[dict[str, Any]]:
    """The two days that the section names (s.29(3)(b)-(c))."""
    named = ((good_friday(year), "Good Friday", "c"), (date(year, 12, 25), "Christmas Day", "b"))
    return [
        {"day": day, "name": name, "source": f"DAA 2021 s.29(3)({letter})", "kind": "plain", "said": "Always"}
        for day, name, letter in named
    ]


def _holiday(row: Any) -> dict[str, Any]:
    words = {
        CERTAIN: ("plain", "Confirmed") if row.confirmed else ("wait", "Expected, not proclaimed yet"),
        CONTESTED: ("wait", "Good readings differ (A2)"),
    }
    kind, said = words.get(row.certainty, ("wait", "Entered, its source not read"))
    return {"day": row.day, "name": row.name, "source": row.source, "kind": kind, "said": said}


@require_safe
def areas(request: StaffRequest) -> HttpResponse:
    """Where and when the provisions are in force, instrument by instrument."""
    require(request, "read_law")
    today = in_london(request.now).date()
    lines: dict[tuple[date, date | None, str, bool, bool], list[str]] = {}
    for row in area_rows():
        key = (row.from_day, row.last_day, row.instrument, row.certain, row.practice_only)
        lines.setdefault(key, []).append(row.area_name)
    values = {
        "lines": [
            {
                "from_day": first,
                "last_day": last,
                "instrument": instrument,
                "certain": certain,
                "practice": practice,
                "names": sorted(names),
                "over": last is not None and last < today,
                "now": first <= today and (last is None or today <= last),
            }
            for (first, last, instrument, certain, practice), names in sorted(
                lines.items(), key=lambda line: line[0][0]
            )
        ],
        "forces": _forces(today),
        "over": _over(today),
        "may_keep": "administrator" in who(request).roles,
    }
    return render(request, "staff/law/areas.html.j2", values)


def _forces(today: date) -> list[tuple[str, ForceLive, bool]]:
    """The districts where it is known since when the force is live, the last line of each, and whether it is now."""
    last = {row.area: row for row in force_rows()}
    return sorted((AREAS[code], row, row.from_day is not None and row.from_day <= today) for code, row in last.items())


def _over(today: date) -> dict[str, Any] | None:
    """The areas whose last line is over: how many, since when, and what follows."""
    ended = [one for one in what_runs_out(today) if one.kind == AREA and one.over and not one.practice_only]
    if not ended:
        return None
    names = {name for one in ended for name in one.names}
    return {"count": len(names), "day": min(one.last_day for one in ended), "then": ended[0].then}


@require_safe
def dated(request: StaffRequest) -> HttpResponse:
    """Numbers and duties that change by date, old and new side by side."""
    require(request, "read_law")
    today = in_london(request.now).date()
    tables: dict[str, list[DatedValue]] = {}
    for row in dated_values():
        tables.setdefault(row.key, []).append(row)
    values = {
        "tables": [
            (key, LABELS.get(key, key), [(row, _decides(row, rows, today)) for row in rows])
            for key, rows in tables.items()
        ],
        "monitoring": EMAvailability.objects.filter(withdrawn_at__isnull=True).order_by(
            "local_justice_area", "notified_on"
        ),
        "may_keep": "administrator" in who(request).roles,
    }
    return render(request, "staff/law/values.html.j2", values)


def _decides(row: DatedValue, rows: list[DatedValue], on: date) -> bool:
    """Whether the row is the one that decides on a day: the latest of those that cover it."""
    covering = [r for r in rows if r.covers(on)]
    return bool(covering) and covering[-1] is row


@require_safe
def runs_out(request: StaffRequest) -> HttpResponse:
    """What runs out when, what follows, what to do; and what was found by whoever looked."""
    require(request, "see_law_data")
    today = in_london(request.now).date()
    reached = {one.key: alarm for one, alarm in standing(request.now)}
    values = {
        "rows": [
            {"one": one, "reached": one.key in reached, "alarm": reached.get(one.key)}
            for one in what_runs_out(today)
            if not one.practice_only
        ],
        "answered": [a for a in alarms()[:60] if a.seen_at is not None],
        "may_answer": bool(who(request).roles & {"administrator", "police_lawyer"}),
        "may_keep": "administrator" in who(request).roles,
    }
    return render(request, "staff/law/runs_out.html.j2", values)


@require_http_methods(["GET", "HEAD", "POST"])
def answer_alarm(request: StaffRequest, pk: int) -> HttpResponse:
    """Say what was found; the alarm is then quiet until its next step."""
    require(request, "check_law_change")
    alarm = get_object_or_404(LawAlarm, pk=pk)
    form = AlarmForm(request.POST if request.method == "POST" else None, now=request.now)
    if request.method == "POST" and form.is_valid():
        try:
            see_alarm(alarm, form.cleaned_data["found"], by=request.user, at=request.now)
            return HttpResponseRedirect(reverse("law_runs_out"))
        except Refused as problem:
            form.refuse(problem.findings)
    values = {"form": form, "alarm": alarm}
    return render(request, "staff/law/alarm.html.j2", values, status=422 if form.errors else 200)
