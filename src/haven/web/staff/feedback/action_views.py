"""You said, we did: written, counted, reviewed, made public."""

from __future__ import annotations

import uuid

from django.db.models import Count
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from haven.feedback.models import FeedbackAction
from haven.feedback.operations.actions import LEAST_PEOPLE, publish_action, write_action
from haven.web.asking import StaffRequest, require
from haven.web.once import once
from haven.web.staff.feedback.forms import ActionForm, PublishForm


@require_http_methods(["GET", "HEAD", "POST"])
def actions(request: StaffRequest) -> HttpResponse:
    require(request, "triage_feedback")
    form = ActionForm(request.POST or None, initial={"command_id": uuid.uuid4()}, now=request.now)
    if request.method == "POST" and form.is_valid():
        act = lambda: write_action(form.command(), by=request.user, at=request.now)  # noqa: E731
        if once(request, form, "write feedback action", act):
            return HttpResponseRedirect(reverse("feedback_actions"))
    rows = FeedbackAction.objects.filter(force_id=request.user.force_id).select_related("owner")
    values = {"rows": rows.annotate(behind=Count("responses")).order_by("published_on", "due", "pk"), "form": form}
    return render(request, "staff/feedback/actions.html.j2", values, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def action(request: StaffRequest, ref: uuid.UUID) -> HttpResponse:
    require(request, "triage_feedback")
    row = get_object_or_404(FeedbackAction.objects.select_related("owner"), ref=ref, force_id=request.user.force_id)
    form = PublishForm(request.POST or None, initial={"command_id": uuid.uuid4()}, now=request.now)
    if request.method == "POST" and form.is_valid():
        act = lambda: publish_action(row, form.command(), by=request.user, at=request.now)  # noqa: E731
        if once(request, form, f"publish action {row.ref}", act):
            return HttpResponseRedirect(reverse("feedback_actions"))
    values = {"row": row, "form": form, "behind": row.responses.count(), "least": LEAST_PEOPLE}
    return render(request, "staff/feedback/action.html.j2", values, status=422 if form.errors else 200)
