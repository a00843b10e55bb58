"""A protected person is invited to say how it was. Her code stands on the answer to the press and on paper, and on no
page afterwards."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from haven.feedback.codes import code_hash
from haven.feedback.models import FeedbackInvitation
from haven.feedback.operations.invite import RULE, invite_feedback, may_invite
from haven.feedback.operations.receive import NO_SUCH_CODE
from haven.feedback.papers import make_paper
from haven.web.asking import StaffRequest
from haven.web.once import once
from haven.web.parts.words import in_london
from haven.web.staff.cases.contact import contact_alert
from haven.web.staff.feedback.forms import InviteForm
from haven.web.staff.support.views import the_case
from haven_law.findings import refuse


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: StaffRequest, ref: str) -> HttpResponse:
    """Whether it is safe and fair now, in sentences, and the form where it is."""
    case = the_case(request, ref, "invite_feedback")
    form = InviteForm(request.POST or None, initial={"command_id": uuid.uuid4(), "how": "card", "language": "en"})
    made: list[Any] = []
    if request.method == "POST" and form.is_valid():
        act = lambda: made.append(invite_feedback(form.command(case.ref), by=request.user, at=request.now))  # noqa: E731
        if once(request, form, f"invite {case.ref}", act):
            invitation, code = made[0] if made else (None, "")
            values = {"case": case, "invitation": invitation, "code": code, "site": settings.PUBLIC_URL.split("//")[-1]}
            return render(request, "staff/feedback/invited.html.j2", values)
    values = {
        "case": case,
        "form": form,
        "findings": may_invite(case, request.now).findings,
        "contact": contact_alert(case.protected, request.now),
    }
    return render(request, "staff/feedback/invite.html.j2", values, status=422 if form.errors else 200)


@require_POST
def paper(request: StaffRequest, ref: str) -> HttpResponse:
    """The card or form with the code that was just made, for whoever holds the code. It is kept nowhere."""
    case = the_case(request, ref, "invite_feedback")
    code = request.POST.get("code", "")
    held = FeedbackInvitation.objects.filter(case=case, used_on__isnull=True, expires_at__gt=request.now)
    invitation = held.filter(code_hash=code_hash(code)).first()
    if invitation is None:
        refuse(RULE, NO_SUCH_CODE).require()
    assert invitation is not None
    day = in_london(request.now).date()
    made = make_paper(invitation.how, code, invitation.moment, invitation.language, day, settings.PUBLIC_URL)
    answer = HttpResponse(made.bytes, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="views.pdf"'
    return answer
