"""Who looked at what: for auditors, by case, person and day. What was searched for is not shown here."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from haven.accounts.models import User
from haven.accounts.references import tidy_reference
from haven.audit.models import ReadingLog
from haven.audit.operations.record_reading import record_reading
from haven.cases.models import Case
from haven.web.asking import StaffRequest, require
from haven.web.parts.forms import DayField, HavenForm, TextField
from haven.web.parts.keyset import newest_first
from haven_law.clock import end_of, start_of

PAGE = 50
WORDS = {
    "see_case": "Opened the case",
    "see_case_people": "Opened the people of the case",
    "see_case_requirements": "Opened the requirements",
    "see_case_deadlines": "Opened the deadlines",
    "see_case_documents": "Opened the list of papers",
    "see_case_breaches": "Opened the breaches of the case",
    "see_case_history": "Opened the history",
    "see_names": "Showed the protected person's name",
    "see_breach": "Opened a breach",
    "see_notice": "Opened a notice",
    "open_paper": "Opened a paper",
    "see_doorstep_answer": "Read an answer at a door",
    "search_cases": "Searched the cases",
    "search_register": "Searched the register",
    "read_audit": "Read this log",
}


class AuditForm(HavenForm):
    case = TextField(label=_("Case"), required=False, max_length=20)
    person = TextField(label=_("Name or number of the person"), required=False, max_length=80)
    first = DayField(label=_("From"), called="the first day", required=False)
    last = DayField(label=_("To"), called="the last day", required=False)


@require_safe
def audit(request: StaffRequest) -> HttpResponse:
    asking = require(request, "read_audit")
    form = AuditForm(request.GET or None, now=request.now)
    rows: QuerySet[ReadingLog] = _of_force(request)
    if form.is_bound and form.is_valid():
        rows = _filtered(rows, form.cleaned_data)
    found, older = newest_first(rows, "at", request.GET.get("before", ""), PAGE)
    record_reading(asking, "read_audit", row_count=len(found))
    names = {f"user:{u.pk}": u.name for u in User.objects.filter(pk__in=_users(found))}
    values: dict[str, Any] = {
        "form": form,
        "rows": [
            (r, names.get(r.actor_key, r.actor_key), WORDS.get(r.operation, r.operation.replace("_", " ").capitalize()))
            for r in found
        ],
        "older": _address(request, older) if older else None,
        "newer": _address(request, "") if request.GET.get("before") else None,
    }
    return render(request, "staff/access/audit.html.j2", values, status=422 if form.errors else 200)


def _of_force(request: StaffRequest) -> QuerySet[ReadingLog]:
    """What people of this force looked at, and who looked at the cases that it leads."""
    users = [f"user:{pk}" for pk in User.objects.filter(force_id=request.user.force_id).values_list("pk", flat=True)]
    led = Case.objects.filter(lead_force_id=request.user.force_id).values("ref")
    return ReadingLog.objects.filter(actor_key__in=users) | ReadingLog.objects.filter(case_ref__in=led)


def _filtered(rows: QuerySet[ReadingLog], typed: dict[str, Any]) -> QuerySet[ReadingLog]:
    if typed["case"]:
        rows = rows.filter(case_ref=tidy_reference(typed["case"]) or "none")
    if typed["person"]:
        words = typed["person"]
        users = User.objects.filter(name__icontains=words) | User.objects.filter(collar_no=words)
        rows = rows.filter(actor_key__in=[f"user:{pk}" for pk in users.values_list("pk", flat=True)])
    return _between(rows, typed["first"], typed["last"])


def _between(rows: QuerySet[ReadingLog], first: date | None, last: date | None) -> QuerySet[ReadingLog]:
    if first is not None:
        rows = rows.filter(at__gte=start_of(first))
    return rows.filter(at__lt=end_of(last)) if last is not None else rows


def _users(found: list[ReadingLog]) -> list[int]:
    return [int(r.actor_key.removeprefix("user:")) for r in found if r.actor_key.removeprefix("user:").isdigit()]


def _address(request: HttpRequest, before: str) -> str:
    kept = [(k, str(v)) for k, v in request.GET.items() if k != "before"] + ([("before", before)] if before else [])
    return reverse("audit") + (f"?{urlencode(kept)}" if kept else "")
