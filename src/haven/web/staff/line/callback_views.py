"""Calls that were promised: which may be made now, the number in the answer to the press, and how it went."""

from __future__ import annotations

import uuid

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haven.audit.operations.record_reading import record_reading
from haven.cases.permissions import may
from haven.line.models import CallbackTask, CallbackTry
from haven.line.operations.callbacks import Ringing, ring, say_how_it_went
from haven.line.operations.take_call import OpenCall, open_call
from haven.line.standing import callbacks_of
from haven.support.models import PlanWishes
from haven.support.plans import plan_row, wishes_of
from haven.web.asking import StaffRequest, require, who
from haven.web.once import once_to
from haven.web.staff.line.forms import ActForm, WentForm

TAKE = "take_call"


@require_safe
def callbacks(request: StaffRequest) -> HttpResponse:
    """Those whose hours are open, the first to close first; then those to come."""
    rows = list(callbacks_of(require(request, TAKE)).select_related("case")[:200])
    now = [row for row in rows if row.opens_at <= request.now]
    values = {
        "due": sorted(now, key=lambda row: row.closes_at),
        "later": [row for row in rows if row.opens_at > request.now],
        "now": request.now,
    }
    return render(request, "staff/line/callbacks.html.j2", values)


@require_http_methods(["GET", "HEAD", "POST"])
def callback(request: StaffRequest, public_id: uuid.UUID) -> HttpResponse:
    """One promise. The press that begins a try is answered with the number, once; no other page has it."""
    row = _callback(request, public_id)
    form = ActForm(request.POST or None, initial={"command_id": uuid.uuid4()}, now=request.now)
    rung: list[Ringing] = []
    if request.method == "POST" and form.is_valid():
        act = lambda: rung.append(ring(row, by=request.user, at=request.now))  # noqa: E731
        once_to(request, form, f"ring {row.public_id}", act)
        row.refresh_from_db()
    return _page(request, row, form, rung[0] if rung else None, WentForm(initial={"command_id": uuid.uuid4()}))


@require_POST
def callback_went(request: StaffRequest, public_id: uuid.UUID) -> HttpResponse:
    """How a try went. Whoever was reached is asked to prove who they are, like every caller."""
    row = _callback(request, public_id)
    form = WentForm(request.POST, now=request.now)
    attempt = CallbackTry.objects.filter(callback=row).order_by("pk").last()
    if form.is_valid() and attempt is not None:
        result = form.cleaned_data["result"]

        def act() -> str:
            say_how_it_went(attempt, result=result, by=request.user, at=request.now)
            if result != "spoke":
                return reverse("line_callbacks")
            opened = open_call(OpenCall(), by=request.user, at=request.now)
            return reverse("line_call", args=[opened.public_id])

        done = once_to(request, form, f"went {row.public_id}", act)
        if done is not None:
            return HttpResponseRedirect(done)
    row.refresh_from_db()
    return _page(request, row, ActForm(initial={"command_id": uuid.uuid4()}), None, form)


def _callback(request: StaffRequest, public_id: uuid.UUID) -> CallbackTask:
    rows = callbacks_of(require(request, TAKE)).select_related("case__protected")
    row = get_object_or_404(rows, public_id=public_id)
    may(request.user, TAKE, row.case, request.now).require()
    record_reading(who(request), TAKE, case_ref=row.case.ref)
    return row


def _page(
    request: StaffRequest, row: CallbackTask, form: ActForm, ringing: Ringing | None, went: WentForm
) -> HttpResponse:
    plan = plan_row(row.case.protected_id)
    tries = list(row.tries.order_by("pk"))
    values = {
        "c": row,
        "form": form,
        "went": went,
        "wrong": went if went.errors else form,
        "ringing": ringing,
        "open_try": next((t for t in tries if t.ended_at is None), None),
        "tries": [t for t in tries if t.ended_at is not None],
        "plan": plan,
        "others": dict(PlanWishes.OTHERS).get(wishes_of(plan).other_answers, "") if plan is not None else "",
        "greeting": wishes_of(plan).greeting if plan is not None else "",
        "may_now": row.opens_at <= request.now < row.closes_at and row.attempts < CallbackTask.MOST_TRIES,
        "results": CallbackTry.RESULTS,
        "now": request.now,
    }
    status = 422 if form.errors or went.errors else 200
    return render(request, "staff/line/callback.html.j2", values, status=status)
