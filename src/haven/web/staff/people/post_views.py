"""Roles and ranks: asked for, agreed or not by a second administrator, ended."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from haven.accounts.models import ROLES, User
from haven.accounts.once import run_once
from haven.staffing.models import StaffAct
from haven.staffing.operations.agree_post import agree_post, decline_post, take_back_post
from haven.staffing.operations.ask_post import ConferRank, GrantRole, confer_rank, grant_role
from haven.staffing.operations.end_post import end_rank, end_role
from haven.staffing.rules import roles_for
from haven.web.asking import StaffRequest, require
from haven.web.once import once
from haven.web.parts.words import in_london
from haven.web.staff.people.common import fresh, the_person
from haven.web.staff.people.forms import (
    BESIDE_RANK,
    BESIDE_ROLE,
    DecideForm,
    EndRankForm,
    PressForm,
    RankForm,
    ReasonForm,
    RoleForm,
)
from haven.web.staff.people.person_views import ANY, code_page
from haven_law.definitions import RANKS
from haven_law.findings import Refused


@require_http_methods(ANY)
def role(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask that somebody gets a role."""
    require(request, "ask_post")
    held = the_person(request, pk)
    form = RoleForm(request.POST or None, initial=fresh(), now=request.now)
    form.fields["role"].set_options(list(roles_for(held.force).items()))  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        command = GrantRole(data["role"], data["from_day"], data["last_day"], data["reason"])
        ask = lambda: grant_role(held, command, by=request.user, at=request.now)  # noqa: E731
        if pressed(request, form, f"role of {pk}", ask, BESIDE_ROLE):
            return _to(held)
    return _page(request, "staff/people/role.html.j2", form, held)


@require_http_methods(ANY)
def rank(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask that a rank is recorded."""
    require(request, "ask_post")
    held = the_person(request, pk)
    form = RankForm(request.POST or None, initial=fresh(), now=request.now, person=held)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        conferrer = data["conferrer"] if data["held"] != "substantive" else None
        command = ConferRank(data["rank"], data["held"], conferrer, data["from_day"], data["last_day"], data["reason"])
        ask = lambda: confer_rank(held, command, by=request.user, at=request.now)  # noqa: E731
        if pressed(request, form, f"rank of {pk}", ask, BESIDE_RANK):
            return _to(held)
    return _page(request, "staff/people/rank.html.j2", form, held)


@require_http_methods(ANY)
def role_end(request: StaffRequest, pk: int, row: int) -> HttpResponse:
    """End a role."""
    require(request, "end_post")
    held = the_person(request, pk)
    grant = get_object_or_404(held.role_grants, pk=row)
    form = ReasonForm(request.POST or None, initial=fresh())
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["reason"]
        end = lambda: end_role(held, grant.pk, why, by=request.user, at=request.now)  # noqa: E731
        if once(request, form, f"end role {row}", end):
            return _to(held)
    values = {
        "person": held,
        "form": form,
        "page_title": _("End the role: %(role)s") % {"role": ROLES[grant.role]},
        "note": _("It ends at once, also in the middle of what they are doing. What they did with it stays."),
        "kind": "warning",
    }
    return render(request, "staff/people/reason.html.j2", values, status=422 if form.errors else 200)


@require_http_methods(ANY)
def rank_end(request: StaffRequest, pk: int, row: int) -> HttpResponse:
    """End a rank."""
    require(request, "end_post")
    held = the_person(request, pk)
    rank = get_object_or_404(held.ranks, pk=row)
    form = EndRankForm(
        request.POST or None, initial=fresh() | {"last_day": in_london(request.now).date()}, now=request.now
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        end = lambda: end_rank(held, rank.pk, data["last_day"], data["reason"], by=request.user, at=request.now)  # noqa: E731
        beside = {"cannot end before": "last_day", "already": "last_day"}
        if pressed(request, form, f"end rank {row}", end, beside):
            return _to(held)
    values = {
        "person": held,
        "form": form,
        "page_title": _("End the rank: %(rank)s") % {"rank": RANKS[rank.rank]},
        "note": _("What was authorised while it was held stays authorised."),
        "kind": "warning",
    }
    return render(request, "staff/people/reason.html.j2", values, status=422 if form.errors else 200)


@require_http_methods(ANY)
def act(request: StaffRequest, public_id: str) -> HttpResponse:
    """What was asked for, and the second look at it. A code that is agreed to is shown in the answer, once."""
    require(request, "agree_post")
    rows = StaffAct.objects.select_related("user__force", "user__team", "asked_by", "decided_by")
    row = get_object_or_404(rows, public_id=public_id, user__isnull=False)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    form = DecideForm(request.POST if do == "decide" else None, initial=fresh())
    if do == "take_back":
        take_back_post(row, by=request.user, at=request.now)
        return HttpResponseRedirect(reverse("people_act", args=[public_id]))
    if do == "decide" and form.is_valid():
        done = _decided(request, row, form)
        if done is not None:
            return done
    mine = row.asked_by_id == request.user.pk
    values = {
        "act": row,
        "form": form,
        "mine": mine,
        "about_me": row.user_id == request.user.pk,
        "may_decide": not row.decision and not mine and row.user_id != request.user.pk,
        "codes": row.kind == "code",
    }
    return render(request, "staff/people/act.html.j2", values, status=422 if form.errors else 200)


def _decided(request: StaffRequest, row: StaffAct, form: DecideForm) -> HttpResponse | None:
    assert row.user is not None
    try:
        if form.cleaned_data["decision"] == "decline":
            decline_post(row, form.cleaned_data["note"], by=request.user, at=request.now)
        else:
            agreed = agree_post(row, by=request.user, at=request.now)
            if agreed.code:
                return code_page(request, row.user, agreed.code)
    except Refused as problem:
        form.refuse_beside(problem.findings, {"why not": "note"})
        return None
    return HttpResponseRedirect(reverse("people_act", args=[row.public_id]))


def pressed(request: StaffRequest, form: PressForm, what: str, act_: Any, beside: dict[str, str]) -> bool:
    """Once for one press; what is refused stands beside its field."""

    def action() -> dict[str, Any]:
        act_()
        return {}

    try:
        run_once(by=request.user, command_id=form.cleaned_data["command_id"], what=what, action=action)
    except Refused as problem:
        form.refuse_beside(problem.findings, beside)
        return False
    return True


def _page(request: StaffRequest, template: str, form: PressForm, held: User) -> HttpResponse:
    return render(request, template, {"form": form, "person": held}, status=422 if form.errors else 200)


def _to(held: User) -> HttpResponse:
    return HttpResponseRedirect(reverse("person", args=[held.pk]))
