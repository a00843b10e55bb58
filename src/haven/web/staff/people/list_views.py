"""Everybody who signs in, and what waits for a second administrator."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from haven.accounts.actors import held_on, words
from haven.accounts.models import ROLES, RoleGrant, User
from haven.staffing.models import StaffAct
from haven.staffing.rules import kept_people
from haven.web.asking import StaffRequest, require
from haven.web.parts.text import has_unprintable, tidy_line
from haven.web.staff.people.common import standing, waiting_count

PAGE, LONGEST, SHOWN = 25, 200, 100
SHOW = {"open": "Open", "closed": "Closed", "new": "No password yet"}


@require_safe
def people(request: StaffRequest) -> HttpResponse:
    """By name, a page at a time, found by name, number or work email."""
    require(request, "see_people")
    typed = tidy_line(request.GET.get("q", ""))[:LONGEST]
    problem = _("Search has characters that cannot be printed. Delete them") if has_unprintable(typed) else ""
    show = request.GET.get("show", "")
    show = show if show in SHOW else ""
    rows = _filtered(kept_people(request.user, request.now), show)
    if typed and not problem:
        rows = rows.filter(Q(name__icontains=typed) | Q(email__icontains=typed) | Q(collar_no=typed))
    count = rows.count()
    found, after = _page(rows, request.GET.get("after", ""))
    values: dict[str, Any] = {
        "typed": typed,
        "problem": problem,
        "count": count,
        "rows": [_row(person, request) for person in found],
        "show": show,
        "shows": [("", _("Everybody")), *SHOW.items()],
        "older": _address(show, typed, after) if after else None,
        "newer": _address(show, typed, "") if request.GET.get("after") else None,
        "here": "people",
        "waits": waiting_count(request.user),
    }
    return render(request, "staff/people/people.html.j2", values)


@require_safe
def asked(request: StaffRequest) -> HttpResponse:
    """What waits for a second administrator, then what was done, the newest first."""
    require(request, "see_people")
    rows = StaffAct.objects.select_related("user__force", "asked_by", "decided_by").order_by("-asked_at", "-pk")
    mine = Q(user__in=kept_people(request.user, request.now)) | Q(user__isnull=True)
    values = {
        "waiting": list(rows.filter(decision="")[:SHOWN]),
        "rows": list(rows.filter(mine).exclude(decision="")[:SHOWN]),
        "here": "asked",
        "waits": waiting_count(request.user),
    }
    return render(request, "staff/people/asked.html.j2", values)


def _filtered(rows: QuerySet[User], show: str) -> QuerySet[User]:
    if show == "closed":
        return rows.filter(is_active=False)
    if show == "new":
        return rows.filter(is_active=True, password__startswith="!")  # noqa: S106  marks one that is not usable
    return rows.filter(is_active=True) if show == "open" else rows


def _page(rows: QuerySet[User], after: str) -> tuple[list[User], str]:
    """A page by name, after a person, and the number of its last one (empty on the last page)."""
    last = (
        User.objects.filter(pk=int(after)).first() if after.isascii() and after.isdigit() and len(after) < 18 else None
    )
    if last is not None:
        rows = rows.filter(Q(name__gt=last.name) | Q(name=last.name, pk__gt=last.pk))
    grants = Prefetch("role_grants", RoleGrant.objects.order_by("from_at"))
    found = list(
        rows.select_related("force", "team").prefetch_related(grants, "ranks").order_by("name", "pk")[: PAGE + 1]
    )
    return (found[:PAGE], str(found[PAGE - 1].pk)) if len(found) > PAGE else (found, "")


def _row(person: User, request: StaffRequest) -> dict[str, Any]:
    at, rank = request.now, held_on(person, request.now)
    held = [g for g in person.role_grants.all() if g.from_at <= at and (g.until_at is None or g.until_at > at)]
    return {
        "person": person,
        "words": words(person, rank.rank if rank else None),
        "roles": ", ".join(ROLES[grant.role] for grant in held),
        "state": standing(person),
    }


def _address(show: str, typed: str, after: str) -> str:
    query = {name: value for name, value in (("show", show), ("q", typed), ("after", after)) if value}
    return f"{reverse('people')}?{urlencode(query)}"
