"""The pages of a responsible person: the clauses they supervise, and a report on each. Nothing here reads a table; nothing
here says where anybody can be found."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from haven.compliance.envelope import POST, close_up
from haven.web.public import doors
from haven.web.public.two_steps import SUPERVISORS
from haven.web.public.work_forms import ReportForm
from haven.web.public.work_sign_in import page, signed_in

PUBLIC_WORDS = {
    "in_progress": "It goes on as it should",
    "failed": "They failed to comply",
    "complied_all": "They have complied with all of it",
    "instructed": "You told them how to keep in touch",
}
ABOUT_WORDS = {"in_touch": "Keeping in touch", "new_home": "Telling of a new home"}


@require_safe
@signed_in(SUPERVISORS)
def work(request: HttpRequest) -> HttpResponse:
    """What they supervise, the earliest report first."""
    rows = [_row(w, request.now) for w in doors.work(request.work_token, request.now)]  # type: ignore[attr-defined]
    return page(request, "work", person=request.work_person, rows=rows)  # type: ignore[attr-defined]


def _row(found: doors.Work, at: datetime) -> dict[str, Any]:
    if found.completed_at is not None:
        mark = ("plain", "Complied with")
    elif found.due is None:
        mark = ("end", "No report due")
    else:
        soon = found.due < at + timedelta(days=3)
        mark = (
            ("act", "Report late") if found.due < at else ("wait", "Report due soon") if soon else ("live", "Going on")
        )
    return {"w": found, "shown": found.shown, "mark": mark}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(SUPERVISORS)
def clause(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One requirement: what the order asks, what they said, and a new report. The look at it is written down first."""
    token, at = request.work_token, request.now  # type: ignore[attr-defined]
    found = next((w for w in doors.work(token, at) if w.public_id == public_id), None)
    if found is None or not doors.note_reading(token, at, public_id):
        raise Http404
    begun = date.fromisoformat(found.shown["starts"]) if found.shown["starts"] else None
    form = ReportForm(request.POST or None, now=at, begun=begun, initial=_start(at))
    if request.method == "POST" and form.is_valid() and _send(token, at, public_id, form):
        return HttpResponseRedirect(f"{reverse('work_clause', args=[public_id])}?sent=1#said")
    days = {name: date.fromisoformat(found.shown[name]) if found.shown[name] else None for name in ("starts", "until")}
    return page(
        request,
        "clause",
        422 if form.errors else 200,
        person=request.work_person,  # type: ignore[attr-defined]
        w=found,
        shown=found.shown,
        days=days,
        mark=_row(found, at)["mark"],
        said=doors.said(token, at, public_id),
        says_words=PUBLIC_WORDS,
        about_words=ABOUT_WORDS,
        form=form,
        sent=request.GET.get("sent") == "1",
    )


def _start(at: datetime) -> dict[str, Any]:
    today = timezone.localdate(at)
    return {"command_id": uuid.uuid4(), "about": "requirement", "happened_from": today, "happened_to": today}


def _send(token: str, at: datetime, public_id: uuid.UUID, form: ReportForm) -> bool:
    data = form.cleaned_data
    kept = doors.post(
        token,
        at,
        public_id,
        command=data["command_id"],
        says=data["says"],
        about=data["about"],
        days=(data["happened_from"], data["happened_to"]),
        words=close_up(POST, data["words"]),
    )
    if not kept:
        form.add_error(None, "You no longer supervise this requirement. Ring the unit")
    return kept
