"""Answers heard on a call, or read from paper, entered under the code. The questions are read out word for word."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from haven.feedback.codes import code_hash
from haven.feedback.models import FeedbackInvitation
from haven.feedback.operations.receive import NO_SUCH_CODE, enter_feedback
from haven.feedback.questions import ASKED
from haven.web.asking import StaffRequest, require
from haven.web.once import once
from haven.web.staff.feedback.forms import CodeForm, EnterForm

# How somebody who was invited in a way most likely answered. Whoever enters it may say otherwise.
ANSWERED = {"form": "paper", "easy": "easy_read"}


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: StaffRequest) -> HttpResponse:
    """First the code, then the script. Whose the code is, is said nowhere."""
    require(request, "enter_feedback")
    if request.method != "POST":
        return render(request, "staff/feedback/code.html.j2", {"form": CodeForm()})
    form = CodeForm(request.POST)
    open_ones = FeedbackInvitation.objects.filter(used_on__isnull=True, expires_at__gt=request.now)
    found = open_ones.filter(case__lead_force_id=request.user.force_id)
    invitation = found.filter(code_hash=code_hash(form.cleaned_data["code"])).first() if form.is_valid() else None
    sent = "command_id" in request.POST
    if invitation is None and not sent:
        if not form.errors:
            form.add_error("code", NO_SUCH_CODE)
        return render(request, "staff/feedback/code.html.j2", {"form": form}, status=422)
    questions = ASKED[invitation.moment] if invitation is not None else ()
    how = invitation.how if invitation is not None else ""
    start = {
        "command_id": uuid.uuid4(),
        "code": form.cleaned_data.get("code", ""),
        "version": ANSWERED.get(how, "phone"),
    }
    if invitation is not None:
        start["language"] = invitation.language
    script = EnterForm(request.POST if sent else None, initial=start, questions=questions, easy=how == "easy")
    if sent and invitation is not None and script.is_valid():
        act = lambda: enter_feedback(script.command(), by=request.user, at=request.now)  # noqa: E731
        if once(request, script, "enter feedback", act):
            return render(request, "staff/feedback/entered.html.j2", {})
    if sent and invitation is None:  # sent twice, or used meanwhile
        return render(request, "staff/feedback/entered.html.j2", {"again": True})
    values = {"form": script, "questions": questions}
    return render(request, "staff/feedback/script.html.j2", values, status=422 if script.errors else 200)
