"""Why this date: how a deadline was reckoned, whose it is, what happens if it is missed, and who was warned."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from haven.accounts.actors import Actor, actor, words
from haven.accounts.models import User
from haven.cases import ladder
from haven.cases.clock_words import clock_words, spoken_ref
from haven.cases.ladder import ROLE_WORDS, may_know, rung_words
from haven.cases.models import Deadline, DeadlineRung
from haven.cases.operations.acknowledge_rung import AcknowledgeRung, acknowledge_rung, open_to_answer
from haven.cases.permissions import visible_to
from haven.lawdata.queries import calendar
from haven.parties.queries import display_name
from haven.web.asking import who
from haven.web.parts.wording import upper_first
from haven.web.parts.words import day_time, duration_words, short_day_time
from haven_law.clock import hearing_deadline

# A row of the step table: from, until, hours counted (none: not counted), why, provision.
StepRow = tuple[str, str, str | None, str, str]


@dataclass(frozen=True)
class WarningRow:
    """One rung on the page."""

    pk: int
    words: str
    due_at: datetime
    raised_at: datetime | None
    told: tuple[str, ...]
    answered: str
    can_answer: bool
    spoke: bool


def deadlines_visible(request: HttpRequest) -> QuerySet[Deadline]:
    """The clocks of the cases that exist for whoever asks."""
    cases = visible_to(who(request), request.now)  # type: ignore[attr-defined]
    return Deadline.objects.filter(case__in=cases)


def deadline(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of one clock. Of a case that does not exist for whoever asks there is no clock either."""
    rows = deadlines_visible(request).select_related("case__subject", "owner_team", "replaced_by")
    clock = get_object_or_404(rows.prefetch_related("case__subject__names"), pk=pk)
    asking, at = who(request), request.now  # type: ignore[attr-defined]
    provision = clock.provision or _("Our rule")
    outer = clock.inputs.get("steps_outer") or []
    values: dict[str, Any] = {
        "clock": clock,
        "words": clock_words(clock.kind),
        "ref": spoken_ref(clock.about_kind, clock.about_ref, clock.case.ref),
        "now": at,
        "subject": display_name(clock.case.subject),
        "settled": clock.act_by == clock.outer_limit,
        "past": at > clock.outer_limit,
        "running": clock.closed_at is None and clock.voided_at is None and clock.replaced_by is None,
        "provision": provision,
        "steps": step_rows(clock.steps, clock),
        "steps_outer": step_rows(outer, clock) if clock.act_by != clock.outer_limit else [],
        "total": counted_total(clock.steps),
        "left_out": left_out(clock),
        "inputs": input_rows(clock.inputs),
        "owner": owner_words(clock, at),
        "warnings": warning_rows(clock, asking, at),
        "newer_calendar": newer_calendar(clock),
    }
    return render(request, "staff/deadlines/deadline.html.j2", values)


@require_POST
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """I have this."""
    rungs = DeadlineRung.objects.filter(deadline__in=_clocks_to_answer(request))
    rung = get_object_or_404(rungs, pk=pk)
    acknowledge_rung(AcknowledgeRung(rung.pk), by=request.user, at=request.now)  # type: ignore[arg-type, attr-defined]
    if request.POST.get("back") == "duty":
        return HttpResponseRedirect(reverse("duty"))
    return HttpResponseRedirect(reverse("deadline", args=[rung.deadline_id]))


def _clocks_to_answer(request: HttpRequest) -> QuerySet[Deadline]:
    """What this person may see; and, for the control room, whose desk sees no case, what they were told of."""
    known = may_know(request.user.pk, request.now, "deadline__case")  # type: ignore[arg-type, attr-defined]
    told = DeadlineRung.objects.filter(known, told__contains=[{"user": request.user.pk}])
    return Deadline.objects.filter(pk__in=deadlines_visible(request).values("pk")) | Deadline.objects.filter(
        pk__in=told.values("deadline"), case__lead_force_id=who(request).force_id
    )


def step_rows(steps: Iterable[Mapping[str, Any]], clock: Deadline) -> list[StepRow]:
    """The reckoning day by day as rows of a table."""
    cal, rows = calendar(), []
    section = "26(4)" if clock.kind == "custody" else "29(3)"
    for step in steps:
        start, end = datetime.fromisoformat(step["from"]), datetime.fromisoformat(step["to"])
        why_not = step.get("why_not")
        counted = None if why_not else duration_words(timedelta(minutes=step["counted_minutes"]))
        provision = cal.why_provision(date.fromisoformat(step["day"]), section) if why_not else ""
        rows.append((short_day_time(start), short_day_time(end), counted, why_not or _("Counts"), provision or ""))
    return rows


def counted_total(steps: Iterable[Mapping[str, Any]]) -> tuple[str, str] | None:
    minutes = sum(int(step["counted_minutes"]) for step in steps)
    return (_("Counted together"), duration_words(timedelta(minutes=minutes))) if minutes else None


def left_out(clock: Deadline) -> list[str]:
    """Days left out, each with its reason; a contested one says so."""
    said = []
    for step in clock.inputs.get("steps_outer") or clock.steps:
        if step.get("why_not"):
            day, why = date.fromisoformat(step["day"]), step["why_not"]
            said.append(f"{day:%A} {day.day} {day:%B}" + ("" if why == "Sunday" else f": {why}"))
    return said


INPUT_WORDS = {
    "given_at": "Notice given (served in person)",
    "served_at": "Served",
    "notice": "Notice",
    "hear_by": "Must be heard by",
    "last_sitting": "Last sitting before that",
    "papers_by": "Papers must be in for it by",
    "from": "Counted under",
    "order": "Order",
    "made_at": "Order made",
    "hours": "Hours",
    "arrested_at": "Arrested",
    "hearing_at": "Hearing listed for",
    "warning": "Mind",
}


def input_rows(inputs: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What it was reckoned from, in words. Times are written out; tables of steps have a place of their own."""
    rows = []
    for name, value in inputs.items():
        if isinstance(value, list | dict) or name not in INPUT_WORDS:
            continue
        rows.append((_(INPUT_WORDS[name]), _moment(value)))
    return rows


def _moment(value: object) -> str:
    try:
        at = datetime.fromisoformat(str(value))
    except ValueError:
        return str(value)
    return day_time(at) if at.tzinfo else str(value)


def owner_words(clock: Deadline, at: datetime) -> str:
    """Who owns it now: the role, and who holds it."""
    role = ROLE_WORDS.get(clock.owner_role, clock.owner_role)
    user = ladder.holder_of(clock, clock.owner_role, at)
    held = words(user, actor(user, at).rank) if user else _("nobody holds this now")
    return f"{role}, {clock.owner_team.name}: {held}"


def warning_rows(clock: Deadline, asking: Actor, at: datetime) -> list[WarningRow]:
    """Every rung: when it is due, when it was raised, who was told, and who has it."""
    rungs = list(clock.rungs.select_related("acknowledged_by", "deadline").order_by("due_at", "pk"))
    people = {pk for rung in rungs for entry in rung.told if (pk := entry.get("user"))}
    names = dict(User.objects.filter(pk__in=people).values_list("pk", "name"))
    return [
        WarningRow(
            pk=rung.pk,
            words=upper_first(rung_words(rung.rung)),
            due_at=rung.due_at,
            raised_at=rung.raised_at,
            told=tuple(told_words(entry, names) for entry in rung.told),
            answered=rung.acknowledged_by.name if rung.acknowledged_by else "",
            spoke=any(entry.get("user") for entry in rung.told),
            can_answer=open_to_answer(rung).lawful is True and rung.escalate_at is not None,
        )
        for rung in rungs
    ]


def told_words(entry: Mapping[str, Any], names: Mapping[int, str]) -> str:
    """One entry of who was told: time, role, name, and why nobody was."""
    at = short_day_time(datetime.fromisoformat(entry["at"]))
    role = ROLE_WORDS.get(entry["role"], entry["role"])
    whom = ", ".join(part for part in (role, names.get(entry["user"] or 0, "")) if part)
    note = entry.get("note", "")
    return f"{at}: {whom or note}{'. ' + note if whom and note else ''}"


def newer_calendar(clock: Deadline) -> str:
    """Whether the days left out would be others today: the sentence that says so, or nothing."""
    if clock.kind != "hearing" or not clock.calendar_version:
        return ""
    current = calendar()
    if current.version == clock.calendar_version:
        return ""
    now = hearing_deadline(clock.starts_at, current)
    if (now.act_by, now.outer_limit) == (clock.act_by, clock.outer_limit):
        return ""
    return _(
        "The bank holidays have changed since. Reckoned today the date would be %(date)s: tell the administrator."
    ) % {"date": day_time(now.act_by)}
