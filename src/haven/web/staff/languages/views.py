"""The Welsh of texts for the public: which version is here, who approved it, and what people see meanwhile."""

from __future__ import annotations

import uuid

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from haven.languages.asking import LINE, MESSAGES, SITE, site_version
from haven.languages.models import TextApproval
from haven.languages.operations.approve_text import approve_text, withdraw_approval
from haven.line import words as line_words
from haven.outbox.texts import welsh_version
from haven.web.asking import StaffRequest, require
from haven.web.once import once
from haven.web.staff.languages.forms import ApproveForm


@require_http_methods(["GET", "HEAD", "POST"])
def translations(request: StaffRequest) -> HttpResponse:
    """Each text with its version and its approval, and the form that records one."""
    require(request, "approve_text")
    form = ApproveForm(request.POST or None, initial={"command_id": uuid.uuid4()}, now=request.now)
    if request.method == "POST" and form.is_valid() and _approve(request, form):
        return HttpResponseRedirect(reverse("translations"))
    approvals = list(TextApproval.objects.select_related("recorded_by", "withdrawn_by").order_by("-at", "-pk"))
    held = {(a.text, a.version): a for a in approvals if a.withdrawn_at is None}
    here = {SITE: site_version(), MESSAGES: welsh_version(), LINE: line_words.welsh_version()}
    values = {
        "rows": [(TextApproval.TEXTS[text], version, held.get((text, version))) for text, version in here.items()],
        "approvals": approvals,
        "texts": TextApproval.TEXTS,
        "form": form,
    }
    return render(request, "staff/languages/translations.html.j2", values, status=422 if form.errors else 200)


def _approve(request: StaffRequest, form: ApproveForm) -> bool:
    command = form.command()

    what = f"approve {command.text} {command.version}"
    return once(request, form, what, lambda: approve_text(command, by=request.user, at=request.now))


@require_POST
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """The approval is taken back: the text is in English from now on."""
    require(request, "approve_text")
    withdraw_approval(get_object_or_404(TextApproval, pk=pk), by=request.user, at=request.now)
    return HttpResponseRedirect(reverse("translations"))
