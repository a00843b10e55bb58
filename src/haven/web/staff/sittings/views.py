"""When the courts sit: a week at a time; sittings are added and cancelled here by the unit and the court."""

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from haven.accounts.once import run_once
from haven.cases.permissions import visible_to
from haven.courts.models import Court, Sitting
from haven.courts.operations.add_sitting import AddSitting, add_sitting, own_court
from haven.courts.operations.cancel_sitting import CancelSitting, can_cancel, cancel_sitting
from haven.lawdata.queries import calendar
from haven.web.asking import require
from haven.web.parts.forms import HavenForm, LocalMomentField, LocalTimeField, OneOf, Picked, TextField
from haven.web.parts.words import in_london, short_day
from haven_law.clock import local_instants, start_of
from haven_law.findings import Refused


class SittingForm(HavenForm):
    """A new sitting."""

    court = Picked((), label=gettext_lazy("Court"))
    room = TextField(label=gettext_lazy("Court room"), help_text=gettext_lazy("For example, Court 1"), max_length=40)
    kind = OneOf(list(Sitting.KINDS.items()), label=gettext_lazy("Kind of sitting"))
    starts = LocalMomentField(label=gettext_lazy("When it starts"), called="the start")
    ends = LocalTimeField(
        label=gettext_lazy("When it ends"),
        help_text=gettext_lazy("The same day. For example, 1pm"),
        called="the end",
    )
    papers = LocalMomentField(
        label=gettext_lazy("Latest time for papers"),
        help_text=gettext_lazy("Leave empty for our usual time before the start"),
        called="the latest time for papers",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """The end as an instant of the day of the start."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        starts, ends = values.get("starts"), values.get("ends")
        if isinstance(starts, datetime) and isinstance(ends, time):
            meant = local_instants(datetime.combine(in_london(starts).date(), ends)).instants
            if meant:
                values["ends_at"] = meant[-1]
            else:
                self.add_error("ends", _("This time did not happen on that day: the clocks went forward"))
        return values


def sittings(request: HttpRequest) -> HttpResponse:
    """The sittings of one week."""
    asking = require(request, "keep_sittings")
    at = request.now  # type: ignore[attr-defined]
    monday = _monday(request.GET.get("week", ""), in_london(at).date())
    courts = _courts(request)
    rows = Sitting.objects.filter(
        court__in=courts, starts_at__gte=start_of(monday), starts_at__lt=start_of(monday + timedelta(days=7))
    )
    # A count of hearings that a reader may not see would tell of a case that does not exist for them.
    live = Q(hearings__vacated_at__isnull=True, hearings__voided_at__isnull=True)
    live &= Q(hearings__application__case__in=visible_to(asking, at).values("pk"))
    rows = rows.annotate(listed=Count("hearings", filter=live)).select_related("court").order_by("starts_at", "pk")
    cal = calendar()
    days = [monday + timedelta(days=n) for n in range(7)]
    values = {
        "days": [(day, (cal.why_disregarded(day) or ("", True))[0], _on(rows, day)) for day in days],
        "week": f"{short_day(monday)} {monday.year}",
        "before": (monday - timedelta(days=7)).isoformat(),
        "after": (monday + timedelta(days=7)).isoformat(),
        "this_week": monday <= in_london(at).date() < monday + timedelta(days=7),
        "now": at,
        "kinds": Sitting.KINDS,
        "courts": len(courts),
    }
    return render(request, "staff/sittings/sittings.html.j2", values)


def add(request: HttpRequest) -> HttpResponse:
    """Add one."""
    require(request, "keep_sittings")
    courts = {str(court.pk): court for court in _courts(request)}
    form = SittingForm(request.POST or None, now=request.now)  # type: ignore[attr-defined]
    form.fields["court"].set_options([(pk, court.name) for pk, court in courts.items()])  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid() and _added(request, form, courts[form.cleaned_data["court"]]):
        monday = _monday("", in_london(form.cleaned_data["starts"]).date())
        return HttpResponseRedirect(f"{reverse('sittings')}?week={monday.isoformat()}")
    values = {"form": form, "command_id": request.POST.get("command_id") or uuid.uuid4()}
    return render(request, "staff/sittings/add.html.j2", values, status=422 if form.errors else 200)


def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask first, then cancel."""
    require(request, "keep_sittings")
    at = request.now  # type: ignore[attr-defined]
    sitting = get_object_or_404(Sitting.objects.filter(court__in=_courts(request)).select_related("court"), pk=pk)
    if request.method == "POST":
        cancel_sitting(CancelSitting(sitting.pk), by=request.user, at=at)  # type: ignore[arg-type]
        monday = _monday("", in_london(sitting.starts_at).date())
        return HttpResponseRedirect(f"{reverse('sittings')}?week={monday.isoformat()}")
    possible = can_cancel(sitting, at)
    values = {
        "sitting": sitting,
        "possible": possible.lawful,
        "because": possible.because,
        "findings": possible.findings,
    }
    return render(request, "staff/sittings/cancel.html.j2", values)


def _added(request: HttpRequest, form: SittingForm, court: Court) -> bool:
    values = form.cleaned_data
    command = AddSitting(
        court=court,
        room=values["room"],
        starts_at=values["starts"],
        ends_at=values["ends_at"],
        kind=values["kind"],
        papers_by=values["papers"],
    )

    def act() -> dict[str, int]:
        return {"sitting": add_sitting(command, by=request.user, at=request.now).pk}  # type: ignore[arg-type, attr-defined]

    try:
        key = uuid.UUID(request.POST.get("command_id", ""))
    except ValueError:
        key = uuid.uuid4()
    try:
        run_once(by=request.user, command_id=key, what=f"add sitting {command}", action=act)  # type: ignore[arg-type]
    except Refused as refused:
        form.refuse(refused.findings)
        return False
    return True


def _courts(request: HttpRequest) -> list[Court]:
    """The magistrates' courts whose sittings this person keeps."""
    at = request.now  # type: ignore[attr-defined]
    rows: QuerySet[Court] = Court.objects.filter(kind="magistrates_court").order_by("name")
    return [court for court in rows if own_court(court, request.user, at).lawful]  # type: ignore[arg-type]


def _on(rows: QuerySet[Sitting], day: date) -> list[Sitting]:
    return [sitting for sitting in rows if in_london(sitting.starts_at).date() == day]


def _monday(typed: str, today: date) -> date:
    """The Monday of the week asked for; of today's where the text is no date that a page can show."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        day = today
    if not 2000 <= day.year <= 2100:
        day = today
    return day - timedelta(days=day.weekday())
