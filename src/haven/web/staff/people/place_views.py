"""Teams, forces and magistrates' courts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from haven.accounts.models import Force, Team
from haven.courts.models import Court
from haven.staffing.operations.places import (
    AddCourt,
    AddForce,
    AddTeam,
    add_court,
    add_force,
    add_team,
    change_areas,
)
from haven.staffing.rules import kept_forces
from haven.web.asking import StaffRequest, require
from haven.web.staff.people.common import fresh, waiting_count
from haven.web.staff.people.forms import BESIDE_PLACE, AreasForm, CourtForm, ForceForm, PressForm, TeamForm
from haven.web.staff.people.person_views import ANY
from haven.web.staff.people.post_views import pressed


@require_safe
def teams(request: StaffRequest) -> HttpResponse:
    """Forces and courts with their teams and how many people are in each."""
    require(request, "keep_places")
    counted = Count("users", filter=Q(users__is_active=True))
    rows = Team.objects.annotate(people=counted).order_by("name")
    found: dict[int, list[Team]] = {}
    for team in rows:
        found.setdefault(team.force_id, []).append(team)
    forces = kept_forces(request.user, request.now)
    values = {
        "forces": [(force, found.get(force.pk, [])) for force in forces],
        "kinds": Force.KINDS,
        "here": "teams",
        "waits": waiting_count(request.user),
    }
    return render(request, "staff/people/teams.html.j2", values)


@require_safe
def courts(request: StaffRequest) -> HttpResponse:
    """The magistrates' courts and the areas for which they sit."""
    require(request, "keep_places")
    rows = Court.objects.filter(kind="magistrates_court").select_related("force").order_by("name")
    values = {"courts": rows, "here": "courts", "waits": waiting_count(request.user)}
    return render(request, "staff/people/courts.html.j2", values)


@require_http_methods(ANY)
def new_team(request: StaffRequest) -> HttpResponse:
    require(request, "keep_places")
    form = TeamForm(request.POST or None, initial=fresh(), forces=kept_forces(request.user, request.now))

    def act() -> Any:
        data = form.cleaned_data
        command = AddTeam(form.forces[data["force"]], data["name"], data["kind"], data["area"])
        return add_team(command, by=request.user, at=request.now)

    return _added(request, form, act, "add team", "teams", _("Add a team"))


@require_http_methods(ANY)
def new_force(request: StaffRequest) -> HttpResponse:
    require(request, "keep_places")
    form = ForceForm(request.POST or None, initial=fresh())

    def act() -> Any:
        data = form.cleaned_data
        return add_force(AddForce(data["name"], data["kind"], tuple(data["areas"])), by=request.user, at=request.now)

    note = _(
        "From when Part 3 is in force in an area is not asked here: it stands in the table of areas, which two people change."
    )
    return _added(request, form, act, "add force", "teams", _("Add a force"), note)


@require_http_methods(ANY)
def new_court(request: StaffRequest) -> HttpResponse:
    require(request, "keep_places")
    form = CourtForm(request.POST or None, initial=fresh())

    def act() -> Any:
        data = form.cleaned_data
        body = form.bodies.get(data["body"])
        command = AddCourt(data["name"], data["justice_area"], tuple(data["areas"]), data["address"], body)
        return add_court(command, by=request.user, at=request.now)

    note = _("Applications are made to a magistrates’ court for the area where the subject lives.")
    return _added(request, form, act, "add court", "courts", _("Add a magistrates’ court"), note)


@require_http_methods(ANY)
def force(request: StaffRequest, pk: int) -> HttpResponse:
    """Other areas for a force."""
    require(request, "keep_places")
    held = get_object_or_404(kept_forces(request.user, request.now).exclude(kind="court"), pk=pk)
    return _areas(request, held, held.police_areas, "teams")


@require_http_methods(ANY)
def court(request: StaffRequest, pk: int) -> HttpResponse:
    """Other areas for a court."""
    require(request, "keep_places")
    held = get_object_or_404(Court.objects.filter(kind="magistrates_court"), pk=pk)
    return _areas(request, held, held.areas, "courts")


def _areas(request: StaffRequest, held: Force | Court, areas: list[str], back: str) -> HttpResponse:
    form = AreasForm(request.POST or None, initial=fresh() | {"areas": areas})

    def act() -> Any:
        data = form.cleaned_data
        return change_areas(held, tuple(data["areas"]), data["reason"], by=request.user, at=request.now)

    title = _("Areas of %(name)s") % {"name": held.name}
    return _added(request, form, act, f"areas of {back} {held.pk}", back, title, press=_("Save the areas"))


def _added(
    request: StaffRequest,
    form: PressForm,
    act: Callable[[], Any],
    what: str,
    back: str,
    title: str,
    note: str = "",
    press: str = "",
) -> HttpResponse:
    """Ask, do it once, and go back to the list; what is refused stands beside its field."""
    if request.method == "POST" and form.is_valid() and pressed(request, form, what, act, BESIDE_PLACE):
        return HttpResponseRedirect(reverse(back))
    values = {"form": form, "page_title": title, "note": note, "press": press or title, "back": reverse(back)}
    return render(request, "staff/people/place.html.j2", values, status=422 if form.errors else 200)
