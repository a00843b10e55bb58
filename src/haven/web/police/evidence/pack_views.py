"""The pack for the prosecutor: ask for it, see it being made, take it, record that it was sent."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from haven.accounts.once import run_once
from haven.audit.operations.record_reading import record_reading
from haven.breaches.models import Breach
from haven.cases.permissions import may
from haven.evidence.knowledge import knowledge_of
from haven.evidence.models import Evidence, Pack
from haven.evidence.operations.ask_pack import AskPack, SendPack, ask_pack, may_be_sent, send_pack
from haven.evidence.queries import exhibits_of, pack_parts, visible_packs
from haven.parties.queries import display_name
from haven.sealed.ciphers import decipher
from haven.web.asking import StaffRequest, who
from haven.web.police.evidence import forms
from haven.web.police.evidence.serving import stream
from haven.web.police.evidence.views import breach_or_404
from haven.web.police.evidence.words import in_groups, size_words
from haven_law.findings import Refused

SHORT = 80


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest, ref: str) -> HttpResponse:
    """What goes in. Every exhibit that may go is offered and none is chosen beforehand."""
    breach = breach_or_404(request, ref)
    may(request.user, "make_pack", breach.case, request.now).require()
    every = exhibits_of(breach)
    held = [(e, _words(e)) for e in every if may_be_sent(e)]
    if request.method == "POST":
        form = forms.PackForm(request.POST, held=held, now=request.now)
        public_id = _ask(request, breach, form) if form.is_valid() else None
        if public_id is not None:
            return HttpResponseRedirect(reverse("pack", args=[public_id]))
    else:
        form = forms.PackForm(initial={"command_id": uuid.uuid4()}, held=held, now=request.now)
    values = {
        "form": form,
        "breach": breach,
        "name": display_name(breach.case.subject),
        "page_title": _("Make a pack for the prosecutor"),
        "held": held,
        "left_out": [e for e in every if not may_be_sent(e)],
        "missing": knowledge_of(breach).missing,
    }
    return render(request, "police/evidence/pack_new.html.j2", values, status=422 if form.errors else 200)


def _words(exhibit: Evidence) -> str:
    words = decipher(exhibit.breach.case.ref, exhibit.upload.words_enc)
    return words if len(words) <= SHORT else words[: SHORT - 1] + "…"


def _ask(request: StaffRequest, breach: Breach, form: forms.PackForm) -> str | None:
    typed = form.cleaned_data
    command = AskPack(breach.ref, tuple(typed["exhibits"]), typed["looked"])

    def action() -> dict[str, Any]:
        return {"public_id": ask_pack(command, by=request.user, at=request.now).public_id}

    try:
        what = f"make pack {breach.ref}"
        answer = run_once(by=request.user, command_id=typed["command_id"], what=what, action=action)
    except Refused as refused:
        form.refuse(refused.findings)
        return None
    return str(answer["public_id"])


def _pack(request: StaffRequest, public_id: str) -> Pack:
    found = get_object_or_404(visible_packs(request.user, request.now), public_id=public_id)
    may(request.user, "see_evidence", found.breach.case, request.now).require()
    return found


@require_safe
def pack(request: StaffRequest, public_id: str) -> HttpResponse:
    """One pack: how far it is, or what is in it and its hash."""
    found = _pack(request, public_id)
    record_reading(who(request), "see_pack", case_ref=found.breach.case.ref, person_ref=found.breach.ref)
    part = request.headers.get("HX-Request") == "true"
    may_make = may(request.user, "make_pack", found.breach.case, request.now).lawful is True
    values = {
        "pack": found,
        "breach": found.breach,
        "name": display_name(found.breach.case.subject),
        "page_title": _("Pack for the prosecutor"),
        "working": found.state in ("asked", "making"),
        "hash": in_groups(found.sha256),
        "size": size_words(found.size),
        "files": [(f["path"], f["what"], size_words(f["size"])) for f in (found.manifest or {}).get("files", [])],
        "may_take": may_make and found.state == "ready",
        "may_send": may_make and found.state == "ready" and found.sent_at is None,
        "file_name": _file_name(found),
    }
    template = "police/evidence/pack_part.html.j2" if part else "police/evidence/pack.html.j2"
    return render(request, template, values)


def _file_name(found: Pack) -> str:
    return f"{found.breach.ref}-pack-{found.pk}.zip"


@require_safe
def file(request: StaffRequest, public_id: str) -> HttpResponseBase:
    """The pack itself, to who may make one. It leaves the house: written down as a disclosure."""
    found = _pack(request, public_id)
    may(request.user, "make_pack", found.breach.case, request.now).require()
    if found.state != "ready":
        raise Http404
    ref = found.breach.ref
    record_reading(who(request), "take_pack", op="disclosure", case_ref=found.breach.case.ref, person_ref=ref)
    return stream(pack_parts(found), name=_file_name(found), mime="application/zip", size=found.size)


@require_http_methods(["GET", "HEAD", "POST"])
def sent(request: StaffRequest, public_id: str) -> HttpResponse:
    """How it was sent, to whom and when."""
    found = _pack(request, public_id)
    may(request.user, "make_pack", found.breach.case, request.now).require()
    if request.method == "POST":
        form = forms.SentForm(request.POST, now=request.now)
        if form.is_valid() and _send(request, found, form):
            return HttpResponseRedirect(reverse("pack", args=[found.public_id]))
    else:
        form = forms.SentForm(initial={"command_id": uuid.uuid4()}, now=request.now)
    values = {
        "form": form,
        "pack": found,
        "breach": found.breach,
        "name": display_name(found.breach.case.subject),
        "page_title": _("Record that the pack was sent"),
    }
    return render(request, "police/evidence/pack_sent.html.j2", values, status=422 if form.errors else 200)


def _send(request: StaffRequest, found: Pack, form: forms.SentForm) -> bool:
    typed = form.cleaned_data
    command = SendPack(found.public_id, typed["how"], typed["to"], typed["at"])

    def action() -> dict[str, Any]:
        send_pack(command, by=request.user, at=request.now)
        return {}

    try:
        what = f"pack sent {found.public_id}"
        run_once(by=request.user, command_id=typed["command_id"], what=what, action=action)
    except Refused as refused:
        form.refuse(refused.findings)
        return False
    return True
