"""What protected people asked for on their pages: the list, each in their words, spoken to alone, and the answer."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haven.accounts.actors import Actor
from haven.audit.operations.record_reading import record_reading
from haven.cases.permissions import may, visible_to
from haven.parties.queries import display_name
from haven.sealed.ciphers import decipher
from haven.support.models import Asked, Visit
from haven.support.operations.answer_asked import ANSWERS_OF, AnswerAsked, answer_asked, record_alone
from haven.web.asking import StaffRequest, require
from haven.web.once import once
from haven.web.parts.forms import AccountField, HavenForm, OneOf
from haven.web.staff.cases.contact import contact_alert

PAGE, WEEK = 40, timedelta(days=7)


class AnswerForm(HavenForm):
    command_id = forms.UUIDField(widget=forms.HiddenInput)
    answer = OneOf((), label=_("What became of it?"), called="what became of it")
    words = AccountField(label=_("What was said and done"), called="what was said and done", max_length=2000)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].set_options([(code, Asked.ANSWERS[code]) for code in ANSWERS_OF[kind]])  # type: ignore[attr-defined]


def _visible(asking: Actor, request: StaffRequest) -> QuerySet[Asked]:
    rows = Asked.objects.filter(case__in=visible_to(asking, request.now))
    return rows.select_related("case__subject", "case__protected", "task", "alone_by", "answered_by", "by_supporter")


@require_safe
def asked_list(request: StaffRequest) -> HttpResponse:
    """What waits for an answer, the earliest first."""
    asking = require(request, "answer_asked")
    rows = _visible(asking, request).filter(answered_at__isnull=True).order_by("asked_at", "pk")
    found = [(a, display_name(a.case.subject), _wants(a)) for a in rows[:PAGE]]
    return render(request, "staff/support/asked_list.html.j2", {"rows": found, "now": request.now})


@require_http_methods(["GET", "HEAD", "POST"])
def asked(request: StaffRequest, ref: uuid.UUID) -> HttpResponse:
    """One of them, in their words; the look is written down."""
    asking = require(request, "answer_asked")
    found = get_object_or_404(_visible(asking, request), ref=ref)
    may(request.user, "answer_asked", found.case, request.now).require()
    record_reading(asking, "answer_asked", case_ref=found.case.ref)
    form = AnswerForm(request.POST or None, kind=found.kind, initial={"command_id": uuid.uuid4()}, now=request.now)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        command = AnswerAsked(str(found.ref), data["answer"], data["words"])
        if once(request, form, f"answer {ref}", lambda: answer_asked(command, by=request.user, at=request.now)):
            return HttpResponseRedirect(reverse("asked", args=[ref]))
    values = {
        "a": found,
        "form": form,
        "wants": _wants(found),
        "words": _open(found, found.words_enc),
        "answered": _open(found, found.answer_enc),
        "subject": display_name(found.case.subject),
        "contact": contact_alert(found.case.protected, request.now),
        "now": request.now,
        "visits": _visits(found) if found.kind == "change" else [],
    }
    return render(request, "staff/support/asked.html.j2", values, status=422 if form.errors else 200)


@require_POST
def alone(request: StaffRequest, ref: uuid.UUID) -> HttpResponse:
    """They were spoken to alone."""
    found = get_object_or_404(_visible(require(request, "answer_asked"), request), ref=ref)
    record_alone(str(found.ref), by=request.user, at=request.now)
    return HttpResponseRedirect(reverse("asked", args=[ref]))


def _visits(found: Asked) -> list[datetime]:
    """When their page was opened in the week before, to be held against where the subject was then."""
    rows = Visit.objects.filter(person=found.case.protected, opened_at__gt=found.asked_at - WEEK)
    return list(
        rows.filter(opened_at__lte=found.asked_at).order_by("-opened_at").values_list("opened_at", flat=True)[:20]
    )


def _wants(found: Asked) -> str:
    return ", ".join(Asked.WANTS[want] for want in found.wants)


def _open(found: Asked, cipher: Any) -> str:
    return decipher(found.case.ref, bytes(cipher)) if cipher else ""
