"""Presses beside the acts: take a breach, dismiss a sign, decide a correction that another person asked for."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from haven.accounts.once import run_once
from haven.accounts.references import tidy_reference
from haven.breaches.models import Breach, Candidate, Correction
from haven.breaches.operations.assign_breach import AssignBreach, assign_breach
from haven.breaches.operations.correct_breach import DecideCorrection, decide_correction, what_words
from haven.breaches.operations.raise_candidate import DismissCandidate, dismiss_candidate
from haven.breaches.queries import open_candidates, visible_breaches
from haven.cases.permissions import may
from haven.parties.queries import display_name
from haven.sealed.ciphers import decipher
from haven.web.asking import StaffRequest
from haven.web.parts.words import day_time
from haven.web.police.breaches.forms import DecideCorrectionForm, DismissForm
from haven_law.findings import Refused


def _breach(request: StaffRequest, ref: str) -> Breach:
    return get_object_or_404(visible_breaches(request.user, request.now), ref=tidy_reference(ref))


@require_POST
def take(request: StaffRequest, ref: str) -> HttpResponse:
    """I own it now. Pressed twice it is mine once."""
    found = _breach(request, ref)
    may(request.user, "own_breach", found.case, request.now).require()
    if found.owner_id != request.user.pk:
        assign_breach(AssignBreach(found.ref, request.user), by=request.user, at=request.now)
    return HttpResponseRedirect(reverse("breach", args=[found.ref]))


@require_http_methods(["GET", "HEAD", "POST"])
def dismiss(request: StaffRequest, public_id: str) -> HttpResponse:
    """A sign that is no breach, with reasons."""
    found: Candidate = get_object_or_404(open_candidates(request.user, request.now), public_id=public_id)
    may(request.user, "decide_breach", found.case, request.now).require()
    form = DismissForm(request.POST or None, initial={"command_id": uuid.uuid4()}, now=request.now)
    if request.method == "POST" and form.is_valid():
        command = DismissCandidate(found.public_id, form.cleaned_data["reasons"])

        def action() -> dict[str, Any]:
            return {"sign": dismiss_candidate(command, by=request.user, at=request.now).public_id}

        try:
            key = form.cleaned_data["command_id"]
            run_once(by=request.user, command_id=key, what=f"dismiss {found.public_id}", action=action)
            return HttpResponseRedirect(reverse("breaches"))
        except Refused as refused:
            form.refuse(refused.findings)
    values = {"form": form, "sign": found, "name": display_name(found.case.subject)}
    return render(request, "police/breaches/dismiss.html.j2", values, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: StaffRequest, ref: str, pk: int) -> HttpResponse:
    """A correction that waits: what stands, what it would become, why; decided by another person than who asked."""
    found = _breach(request, ref)
    may(request.user, "decide_correction", found.case, request.now).require()
    asked: Correction = get_object_or_404(found.corrections.filter(voided_at__isnull=True), pk=pk)
    form = DecideCorrectionForm(request.POST or None, initial={"command_id": uuid.uuid4()}, now=request.now)
    if request.method == "POST" and form.is_valid():
        command = DecideCorrection(asked.pk, form.cleaned_data["accept"])

        def action() -> dict[str, Any]:
            return {"correction": decide_correction(command, by=request.user, at=request.now).pk}

        try:
            key = form.cleaned_data["command_id"]
            run_once(by=request.user, command_id=key, what=f"correction {asked.pk}", action=action)
            return HttpResponseRedirect(reverse("breach", args=[found.ref]))
        except Refused as refused:
            form.refuse(refused.findings)
    values = {
        "form": form,
        "breach": found,
        "asked": asked,
        "what": what_words(asked.what),
        "pairs": pairs_of(asked),
        "reasons": decipher(found.case.ref, asked.reasons_enc),
        "own": asked.asked_by_id == request.user.pk,
    }
    return render(request, "police/breaches/correction.html.j2", values, status=422 if form.errors else 200)


def pairs_of(asked: Correction) -> tuple[str, str]:
    """What stood and what stands instead, in words."""
    return value_words(asked.before), value_words(asked.after)


def value_words(value: dict[str, Any]) -> str:
    """Plain values of a correction in words: a time, two times, or what it was."""
    if not value:
        return "taken back"
    moments = [_moment(value[name]) for name in ("at", "from", "until", "decided_at") if value.get(name)]
    if "result" in value:
        return f"{value['result']}, {moments[0]}".replace("_", " ")
    if "at" in value:
        return moments[0]
    if "from" in value:
        return " to ".join(moments)
    first = next((str(v) for v in value.values() if v), "")
    try:
        return _moment(first)
    except ValueError:
        return first


def _moment(text: str) -> str:
    return day_time(datetime.fromisoformat(text))
