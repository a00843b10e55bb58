"""Somebody may need help now: what the control room sees of it, and the record that somebody acts."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from haven.accounts.duty import holder
from haven.cases.models import Conflict, Restriction, Task
from haven.cases.operations.tasks import do_task
from haven.web.asking import StaffRequest, require, who
from haven.web.staff.line.forms import HelpForm
from haven_law.findings import Refused

KINDS = ("call_duress", "duress_pin")


@dataclass(frozen=True)
class Help:
    """One task of danger. Of a restricted case the control room learns whom to ring, and nothing of the case."""

    task: Task
    ref: str
    ring: str


def open_help(request: StaffRequest) -> list[Help]:
    """Those that stand for the team of whoever asks, the oldest first."""
    rows = _rows(request).annotate(
        kept=Exists(Restriction.objects.filter(case=OuterRef("case"), lifted_at__isnull=True))
    )  # fmt: skip
    duty = holder(who(request).force_id, "duty_inspector", request.now)
    inspector = duty.user.name if duty is not None else "the duty inspector"
    return [
        Help(
            task,
            "" if task.kept else task.case.ref,  # type: ignore[attr-defined]
            "Professional Standards" if task.kept else inspector,  # type: ignore[attr-defined]
        )
        for task in rows.select_related("case").order_by("made_at", "pk")[:20]
    ]


def _rows(request: StaffRequest) -> QuerySet[Task]:
    asking = who(request)
    conflict = Conflict.objects.filter(lifted_at__isnull=True, user_id=asking.user_id).filter(
        Q(case=OuterRef("case")) | Q(person=OuterRef("case__subject")) | Q(person=OuterRef("case__protected"))
    )
    rows = Task.objects.filter(kind__in=KINDS, done_at__isnull=True, for_team=asking.team_id)
    return rows.filter(~Exists(conflict), case__lead_force=asking.force_id)


@require_http_methods(["GET", "HEAD", "POST"])
def act_on_help(request: StaffRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say that help was sent, and how one knows."""
    require(request, "take_call")
    task = get_object_or_404(_rows(request).select_related("case"), public_id=public_id)
    form = HelpForm(request.POST or None, initial={"command_id": uuid.uuid4()}, now=request.now)
    if request.method == "POST" and form.is_valid():
        try:
            do_task(task, proof=form.cleaned_data["proof"], by=request.user, at=request.now, may_by="answer_help")
        except Refused as refused:
            form.refuse(refused.findings)
        else:
            return HttpResponseRedirect(reverse("line"))
    shown = next(h for h in open_help(request) if h.task.pk == task.pk)
    return render(
        request,
        "staff/line/help.html.j2",
        {"form": form, "h": shown, "now": request.now},
        status=422 if form.errors else 200,
    )
