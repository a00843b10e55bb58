"""One person: opened, shown, changed, closed, opened again, and the code that is handed over."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from haven.accounts.actors import held_on, words
from haven.accounts.models import DUTY_ROLES, ROLES, DutyHolding, User
from haven.staffing.codes import LASTS
from haven.staffing.models import StaffAct
from haven.staffing.operations.close_user import close_user
from haven.staffing.operations.open_user import change_user, open_user, reopen_user
from haven.staffing.operations.passwords import new_code
from haven.web.asking import StaffRequest, require
from haven.web.once import once
from haven.web.parts.words import in_london
from haven.web.staff.people.common import fresh, standing, the_person, their_teams
from haven.web.staff.people.forms import PersonForm, ReasonForm
from haven_law.definitions import RANKS
from haven_law.findings import Refused

HISTORY = 100
ANY = ["GET", "HEAD", "POST"]


@require_http_methods(ANY)
def new(request: StaffRequest) -> HttpResponse:
    """Open a sign-in. The page that answers is the only one that ever shows the code: it is made by the press."""
    require(request, "open_user")
    form = PersonForm(request.POST or None, initial=fresh(), teams=their_teams(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = open_user(form.details(), by=request.user, at=request.now)
            return code_page(request, made.user, made.code)
        except Refused as problem:
            form.refuse(problem.findings)
    values = {"form": form, "page_title": _("Add a person"), "press": _("Add the person"), "back": reverse("people")}
    return render(request, "staff/people/details.html.j2", values, status=422 if form.errors else 200)


@require_safe
def person(request: StaffRequest, pk: int) -> HttpResponse:
    """Roles, ranks and duties with their days, what waits, and everything that was done, the newest first."""
    require(request, "see_people")
    held = the_person(request, pk)
    today = in_london(request.now).date()
    acts = held.staff_acts.select_related("asked_by", "decided_by").order_by("-asked_at", "-pk")
    now_held = Q(from_at__lte=request.now) & (Q(until_at__isnull=True) | Q(until_at__gt=request.now))
    duties = DutyHolding.objects.filter(now_held, user=held).select_related("team")
    rank = held_on(held, request.now)
    values: dict[str, Any] = {
        "person": held,
        "state": standing(held),
        "is_me": held.pk == request.user.pk,
        "rank": _rank_words(rank) if rank is not None else None,
        "grants": _roles(held, request),
        "ranks": [(row, _rank_words(row), _rank_state(row, today)) for row in _by_day(held)],
        "duties": ", ".join(f"{DUTY_ROLES[d.duty_role]} ({d.team.name})" for d in duties),
        "waiting": list(acts.filter(decision="")),
        "history": [_told(act) for act in acts[:HISTORY]],
        "police": held.force.kind != "court",
    }
    return render(request, "staff/people/person.html.j2", values)


@require_http_methods(ANY)
def change(request: StaffRequest, pk: int) -> HttpResponse:
    """Another name, number, work email or team."""
    require(request, "change_user")
    held = the_person(request, pk)
    now = {"name": held.name, "email": held.email, "number": held.collar_no, "team": str(held.team_id or "")}
    teams = [team for team in their_teams(request) if team.force_id == held.force_id]
    form = PersonForm(request.POST or None, initial=fresh() | now, teams=teams, person=held)
    if request.method == "POST" and form.is_valid():
        what = f"change person {pk}"
        if once(request, form, what, lambda: change_user(held, form.details(), by=request.user, at=request.now)):
            return _back(pk)
    title = _("Change details of %(who)s") % {"who": held.name}
    values = {"form": form, "page_title": title, "press": _("Save the details"), "back": reverse("person", args=[pk])}
    return render(request, "staff/people/details.html.j2", values, status=422 if form.errors else 200)


@require_http_methods(ANY)
def close(request: StaffRequest, pk: int) -> HttpResponse:
    """Close the sign-in."""
    require(request, "close_user")
    held = the_person(request, pk)
    form = ReasonForm(request.POST or None, initial=fresh())
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["reason"]
        if once(request, form, f"close person {pk}", lambda: close_user(held, why, by=request.user, at=request.now)):
            return _back(pk)
    note = _(
        "They are signed out at once. Roles, ranks and duties end, and their open tasks go back to their team. Nothing is deleted."
    )
    values = {"form": form, "person": held, "page_title": _("Close the sign-in"), "note": note, "kind": "warning"}
    return render(request, "staff/people/reason.html.j2", values, status=422 if form.errors else 200)


@require_http_methods(ANY)
def reopen(request: StaffRequest, pk: int) -> HttpResponse:
    """Open a closed sign-in again, with a code that is shown once."""
    require(request, "open_user")
    held = the_person(request, pk)
    form = ReasonForm(request.POST or None, initial=fresh())
    if request.method == "POST" and form.is_valid():
        try:
            made = reopen_user(held, form.cleaned_data["reason"], by=request.user, at=request.now)
            return code_page(request, made.user, made.code)
        except Refused as problem:
            form.refuse(problem.findings)
    note = _("They choose a new password with a code. They have no role until each is asked for and agreed anew.")
    values = {"form": form, "person": held, "page_title": _("Open the sign-in again"), "note": note, "kind": "primary"}
    return render(request, "staff/people/reason.html.j2", values, status=422 if form.errors else 200)


@require_http_methods(ANY)
def code(request: StaffRequest, pk: int) -> HttpResponse:
    """A new code: at once for who has no role, else when a second administrator agrees."""
    require(request, "ask_post")
    held = the_person(request, pk)
    form = ReasonForm(request.POST or None, initial=fresh())
    if request.method == "POST" and form.is_valid():
        try:
            _act, made = new_code(held, form.cleaned_data["reason"], by=request.user, at=request.now)
            return code_page(request, held, made) if made else _back(pk)
        except Refused as problem:
            form.refuse(problem.findings)
    note = _(
        "Speak to them yourself first. Who has a role gets it from a second administrator, because whoever has the code "
        "could act in their name."
    )
    values = {"form": form, "person": held, "page_title": _("New code"), "note": note, "kind": "primary"}
    return render(request, "staff/people/reason.html.j2", values, status=422 if form.errors else 200)


def code_page(request: StaffRequest, held: User, made: str) -> HttpResponse:
    """The page that shows a code, once."""
    values = {"person": held, "code": made, "days": LASTS.days, "where": request.build_absolute_uri("/first-password")}
    return render(request, "staff/people/code.html.j2", values)


def _back(pk: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("person", args=[pk]))


def _roles(held: User, request: StaffRequest) -> list[dict[str, Any]]:
    rows = sorted(
        held.role_grants.all(), key=lambda g: (g.until_at is not None and g.until_at <= request.now, g.from_at)
    )
    return [
        {
            "row": grant,
            "words": ROLES[grant.role],
            "by": grant.granted_by.name if grant.granted_by else "",
            "over": grant.until_at is not None and grant.until_at <= request.now,
            "later": grant.from_at > request.now,
        }
        for grant in rows
    ]


def _by_day(held: User) -> list[Any]:
    return sorted(held.ranks.all(), key=lambda row: (row.from_day, row.pk), reverse=True)


def _rank_words(row: Any) -> str:
    words_of = RANKS[row.rank]
    return words_of[0].upper() + words_of[1:] if row.held == "substantive" else f"{row.get_held_display()} {words_of}"


def _rank_state(row: Any, today: Any) -> str:
    """void, over, later or now."""
    if row.voided_at is not None:
        return "void"
    if row.until_day is not None and row.until_day < today:
        return "over"
    return "later" if row.from_day > today else "now"


def _told(act: StaffAct) -> dict[str, Any]:
    """One line of the history."""
    by = words(act.asked_by) if act.asked_by else _("the command at the machine")
    more = ""
    if act.decision not in ("", "done"):
        who = act.decided_by.name if act.decided_by else ""
        more = _("%(what)s: %(who)s. ") % {"what": act.get_decision_display(), "who": who} + act.note
    elif not act.decision:
        more = _("Waits for a second administrator")
    return {"act": act, "by": by, "more": more.strip()}
