"""The list of cases: a search above, filters as chips, the newest first, a page at a time by key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from haven.accounts.references import tidy_reference
from haven.audit.operations.record_reading import record_reading
from haven.cases.models import Assignment, Case
from haven.cases.permissions import visible_to
from haven.cases.queries import holder_words
from haven.parties.keys import fold
from haven.parties.queries import born_words, display_name
from haven.register.search import name_scores
from haven.web.asking import StaffRequest, require
from haven.web.parts.keyset import newest_first
from haven.web.parts.text import has_unprintable, tidy_line
from haven.web.staff.cases.standing import standings

PAGE = 25
MOST_COUNTED = 1000
SHOW = {"mine": "Mine", "team": "My team's", "open": "Open", "closed": "Closed"}
LONGEST = 200


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    case: Case
    name: str
    born: str
    held_by: str
    state: tuple[str, str]


@require_safe
def cases(request: StaffRequest) -> HttpResponse:
    """Only the cases that exist for this user are listed and counted."""
    asking = require(request, "see_case")
    typed = tidy_line(request.GET.get("q", ""))[:LONGEST]
    problem = _("Search has characters that cannot be printed. Delete them") if has_unprintable(typed) else ""
    ref = tidy_reference(typed)
    visible = visible_to(asking, request.now)
    if ref is not None and ref.startswith("DC-") and visible.filter(ref=ref).exists():
        return HttpResponseRedirect(reverse("case", args=[ref]))
    chosen = {k: request.GET[k] for k in ("show", "area") if request.GET.get(k)}
    chosen = {k: v for k, v in chosen.items() if k != "show" or v in SHOW}
    rows = _filtered(visible, chosen, asking, request.now)
    if typed and not problem:
        rows = _matching(rows, typed, ref)
    count = rows[:MOST_COUNTED].count()
    found, older = newest_first(rows, "opened_at", request.GET.get("before", ""), PAGE)
    if typed:
        record_reading(asking, "search_cases", reason="", row_count=len(found))
    values: dict[str, Any] = {
        "typed": typed,
        "problem": problem,
        "count": count,
        "many": count >= MOST_COUNTED,
        "rows": _rows(found, request.now),
        "chips": _chips(chosen, typed),
        "more": _more(chosen, typed, request.user.force.police_areas),
        "chosen": chosen,
        "older": _address(chosen, typed, older) if older else None,
        "newer": _address(chosen, typed) if request.GET.get("before") else None,
    }
    return render(request, "staff/cases/list.html.j2", values)


def _filtered(rows: QuerySet[Case], chosen: dict[str, str], asking: Any, at: datetime) -> QuerySet[Case]:
    rows = rows.select_related("subject").prefetch_related("subject__names")
    if "area" in chosen:
        rows = rows.filter(area=chosen["area"])
    now = Q(from_at__lte=at) & (Q(until_at__isnull=True) | Q(until_at__gt=at))
    held = Assignment.objects.filter(now, case=OuterRef("pk"))
    show = chosen.get("show")
    if show == "mine":
        return rows.filter(Exists(held.filter(user_id=asking.user_id)))
    if show == "team":
        return rows.filter(Exists(held.filter(team_id=asking.team_id)))
    if show == "open":
        return rows.filter(Q(closed_at__isnull=True) | Q(closed_at__gt=at))
    return rows.filter(closed_at__lte=at) if show == "closed" else rows


def _matching(rows: QuerySet[Case], typed: str, ref: str | None) -> QuerySet[Case]:
    """By the reference of the case or of a paper in it, or by the subject's name."""
    if ref is not None:
        papers = Q(notices__ref=ref) | Q(orders__ref=ref) | Q(breaches__ref=ref) | Q(applications__ref=ref)
        found = Case.objects.filter(Q(ref=ref) | papers | Q(proposals__ref=ref)).values("pk")
        return rows.filter(pk__in=found)
    if not fold(typed):
        return rows.none()
    return rows.filter(subject_id__in=list(name_scores(typed, rows.order_by())))


def _rows(found: list[Case], at: datetime) -> list[Row]:
    held: dict[int, list[Assignment]] = {}
    now = Q(from_at__lte=at) & (Q(until_at__isnull=True) | Q(until_at__gt=at))
    for a in Assignment.objects.filter(now, case__in=found).select_related("user", "team").order_by("-role"):
        held.setdefault(a.case_id, []).append(a)
    where = standings(found, at)
    return [
        Row(c, display_name(c.subject), born_words(c.subject), holder_words(held.get(c.pk, [])), where[c.pk].state(at))
        for c in found
    ]


def _chips(chosen: dict[str, str], typed: str) -> list[tuple[str, str]]:
    chips = []
    for key, value in chosen.items():
        left = {k: v for k, v in chosen.items() if k != key}
        chips.append((SHOW[value] if key == "show" else value, _address(left, typed)))
    if typed:
        chips.append((f"“{typed}”", _address(chosen, "")))
    return chips


def _more(chosen: dict[str, str], typed: str, areas: list[str]) -> list[tuple[str, str]]:
    """What the list can be narrowed to besides. The areas are those of the force, whatever cases there are in them."""
    more = [
        (words, _address(chosen | {"show": code}, typed)) for code, words in SHOW.items() if chosen.get("show") != code
    ]
    if "area" not in chosen:
        more += [(area, _address(chosen | {"area": area}, typed)) for area in areas[:12]]
    return more


def _address(chosen: dict[str, str], typed: str, before: str = "") -> str:
    query = urlencode(chosen | ({"q": typed} if typed else {}) | ({"before": before} if before else {}))
    return reverse("cases") + (f"?{query}" if query else "")
