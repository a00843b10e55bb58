"""One exhibit: its check, its copy, its continuity, and what may be done with it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from haven.accounts.once import run_once
from haven.audit.operations.record_reading import record_reading
from haven.cases.permissions import may
from haven.evidence.checker import sniff
from haven.evidence.models import Evidence, Handling
from haven.evidence.operations.exhibit_acts import (
    HandEvidence,
    TakeOriginal,
    WithdrawEvidence,
    hand_evidence,
    take_original,
    withdraw_evidence,
)
from haven.evidence.queries import copy_parts, original_parts, visible_evidence
from haven.parties.queries import display_name
from haven.sealed.ciphers import decipher, decipher_bytes
from haven.web.asking import StaffRequest, rights, who
from haven.web.parts.forms import HavenForm
from haven.web.parts.words import day_time
from haven.web.police.evidence import forms
from haven.web.police.evidence.serving import stream, whole
from haven.web.police.evidence.words import SCANNED, in_groups, line, notes_of, size_words
from haven_law.findings import Refused


def _exhibit(request: StaffRequest, public_id: str, operation: str, reading: str) -> Evidence:
    """The exhibit, if it exists for this person and they may; the look is written before anything is shown."""
    found = get_object_or_404(visible_evidence(request.user, request.now), public_id=public_id)
    may(request.user, operation, found.breach.case, request.now).require()
    if reading:
        ref = f"{found.breach.ref}/{found.number}"
        record_reading(who(request), reading, case_ref=found.breach.case.ref, person_ref=ref)
    return found


@require_safe
def exhibit(request: StaffRequest, public_id: str) -> HttpResponse:
    """One exhibit; or, while it is being checked, what has changed."""
    found = _exhibit(request, public_id, "see_evidence", "see_exhibit")
    part = request.headers.get("HX-Request") == "true"
    template = "police/evidence/checked.html.j2" if part else "police/evidence/exhibit.html.j2"
    return render(request, template, _values(request, found))


def _values(request: StaffRequest, found: Evidence) -> dict[str, Any]:
    owner, upload = found.breach.case.ref, found.upload
    may_do = rights(request, found.breach.case)
    accepted = upload.state == "accepted"
    steps = [_step(step, decipher(owner, step.why_enc)) for step in found.handlings.all()]
    return {
        **line(found),
        "upload": upload,
        "breach": found.breach,
        "name": display_name(found.breach.case.subject),
        "page_title": _("Exhibit %(n)s") % {"n": found.number},
        "file_name": decipher(owner, upload.name_enc),
        "notes": notes_of(upload),
        "scanned": SCANNED[upload.scan] if upload.checked_at else "",
        "hash": in_groups(found.sha256),
        "copy_hash": in_groups(found.copy_sha256),
        "copy_words": sniff.WORDS.get(found.copy_type, ""),
        "in_place": found.copy_type in sniff.PICTURES,
        "steps": list(reversed(steps)),
        "copy_size": size_words(found.copy_size),
        "withdrawn_why": decipher(owner, found.withdrawn_why_enc) if found.withdrawn_at else "",
        "may_hand": may_do("hand_evidence"),
        "may_withdraw": may_do("withdraw_evidence") and found.withdrawn_at is None,
        "may_take": may_do("take_original") and accepted,
        "added": request.GET.get("added") == "1",
        "now": request.now,
    }


def _step(step: Handling, why: str) -> dict[str, Any]:
    note = _("From: %(who)s. %(why)s") % {"who": step.from_words, "why": why if why.endswith(".") else f"{why}."}
    return {"title": step.to_words, "moment": day_time(step.at), "note": note}


@require_safe
def preview(request: StaffRequest, public_id: str) -> HttpResponseBase:
    """A small picture of the copy."""
    found = _exhibit(request, public_id, "see_evidence", "preview_exhibit")
    if found.preview_enc is None:
        raise Http404
    content = decipher_bytes(found.breach.case.ref, found.preview_enc)
    return whole(content, name=f"{_base(found)}-small.jpg", mime="image/jpeg")


@require_safe
def copy(request: StaffRequest, public_id: str) -> HttpResponseBase:
    """The copy without hidden data. A picture is shown in place, anything else is given to keep."""
    found = _exhibit(request, public_id, "see_evidence", "open_exhibit_copy")
    if not found.copy_name:
        raise Http404
    name = f"{_base(found)}-copy.{sniff.ENDINGS[found.copy_type]}"
    inline = found.copy_type in sniff.PICTURES
    mime = sniff.MIME[found.copy_type]
    return stream(copy_parts(found), name=name, mime=mime, size=found.copy_size, inline=inline)


def _base(found: Evidence) -> str:
    return f"{found.breach.ref}-exhibit-{found.number}"


@require_http_methods(["GET", "HEAD", "POST"])
def original(request: StaffRequest, public_id: str) -> HttpResponseBase:
    """The original, unaltered, to who says why; the taking is a step of continuity."""
    found = _exhibit(request, public_id, "take_original", "")
    if request.method == "POST":
        form = forms.OriginalForm(request.POST, now=request.now)
        if form.is_valid():
            command = TakeOriginal(found.public_id, form.cleaned_data["why"])
            try:
                take_original(command, by=request.user, at=request.now)
            except Refused as refused:
                form.refuse(refused.findings)
            else:
                return _given(request, found)
    else:
        form = forms.OriginalForm(initial={"command_id": uuid.uuid4()}, now=request.now)
    return _act_page(request, found, form, _("Take the original"), "original")


def _given(request: StaffRequest, found: Evidence) -> HttpResponseBase:
    ref = f"{found.breach.ref}/{found.number}"
    record_reading(who(request), "open_exhibit_original", case_ref=found.breach.case.ref, person_ref=ref)
    name = f"{_base(found)}-original.{sniff.ENDINGS[found.upload.found_type]}"
    return stream(original_parts(found), name=name, mime="application/octet-stream", size=found.upload.size)


@require_http_methods(["GET", "HEAD", "POST"])
def hand(request: StaffRequest, public_id: str) -> HttpResponse:
    """Who has the original now."""
    found = _exhibit(request, public_id, "hand_evidence", "")

    def act(typed: dict[str, Any]) -> object:
        return hand_evidence(HandEvidence(found.public_id, typed["to"], typed["why"]), by=request.user, at=request.now)

    return _act(request, found, forms.HandForm, act, _("Record who has it now"), "hand")


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: StaffRequest, public_id: str) -> HttpResponse:
    """No longer relied on; it stays."""
    found = _exhibit(request, public_id, "withdraw_evidence", "")

    def act(typed: dict[str, Any]) -> object:
        return withdraw_evidence(WithdrawEvidence(found.public_id, typed["why"]), by=request.user, at=request.now)

    return _act(request, found, forms.WithdrawForm, act, _("Withdraw the exhibit"), "withdraw")


def _act(
    request: StaffRequest,
    found: Evidence,
    form_class: type[HavenForm],
    act: Callable[[dict[str, Any]], object],
    title: str,
    code: str,
) -> HttpResponse:
    if request.method == "POST":
        form = form_class(request.POST, now=request.now)
        if form.is_valid() and _once(request, found, form, act, code):
            return HttpResponseRedirect(reverse("exhibit", args=[found.public_id]))
    else:
        form = form_class(initial={"command_id": uuid.uuid4()}, now=request.now)
    return _act_page(request, found, form, title, code)


def _once(
    request: StaffRequest, found: Evidence, form: HavenForm, act: Callable[[dict[str, Any]], object], code: str
) -> bool:
    def action() -> dict[str, Any]:
        act(form.cleaned_data)
        return {}

    try:
        what = f"{code} {found.public_id}"
        run_once(by=request.user, command_id=form.cleaned_data["command_id"], what=what, action=action)
    except Refused as refused:
        form.refuse(refused.findings)
        return False
    return True


def _act_page(request: StaffRequest, found: Evidence, form: HavenForm, title: str, code: str) -> HttpResponse:
    values = {
        "form": form,
        "act": code,
        "page_title": title,
        "exhibit": found,
        "breach": found.breach,
        "number": found.number,
        "name": display_name(found.breach.case.subject),
    }
    return render(request, "police/evidence/act.html.j2", values, status=422 if form.errors else 200)
