"""What is sealed and a task needs: in the answer to one press, and on no page afterwards."""

from __future__ import annotations

import uuid

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from haven.support.operations.read_for_task import Reading, read_for_task
from haven.web.asking import StaffRequest, require
from haven.web.once import once
from haven.web.parts.forms import HavenForm
from haven.web.staff.cases.contact import contact_alert
from haven.web.staff.tasks.views import visible_tasks


class PressForm(HavenForm):
    command_id = forms.UUIDField(widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
def read(request: StaffRequest, public_id: uuid.UUID) -> HttpResponse:
    """The press is answered with the value. Loading the page again leads back to the task, which does not have it."""
    found = get_object_or_404(visible_tasks(require(request, "do_task"), request.now), public_id=public_id)
    form = PressForm(request.POST, now=request.now)
    shown: list[Reading] = []
    act = lambda: shown.extend(read_for_task(found, by=request.user, at=request.now))  # noqa: E731
    if request.method != "POST" or (
        form.is_valid() and once(request, form, f"read {found.public_id}", act) and not shown
    ):
        return HttpResponseRedirect(reverse("task", args=[found.public_id]))
    values = {
        "task": found,
        "form": form,
        "shown": shown,
        "contact": contact_alert(found.case.protected, request.now) if found.kind == "tell_protected" else None,
    }
    answer = render(request, "staff/tasks/read.html.j2", values, status=422 if form.errors else 200)
    answer["Cache-Control"] = "no-store"
    return answer
