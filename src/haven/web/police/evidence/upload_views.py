"""Add evidence: first the words, which are kept, then the file, in parts by the script or whole by the plain form."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.request import UnreadablePostError
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from haven.accounts.once import run_once
from haven.breaches.models import Breach
from haven.breaches.queries import visible_breaches
from haven.cases.permissions import may
from haven.evidence.checker import sniff
from haven.evidence.models import Evidence, Upload
from haven.evidence.operations.finish_upload import finish_upload
from haven.evidence.operations.receive_file import AnnounceFile, announce_file, attach_file, receive_part
from haven.evidence.operations.start_upload import StartUpload, start_upload
from haven.parties.queries import display_name
from haven.sealed.chunks import PIECE
from haven.sealed.ciphers import decipher
from haven.web.asking import StaffRequest
from haven.web.police.evidence.forms import ENDINGS, DetailsForm, FileForm
from haven.web.police.evidence.incoming import FIELD, Quarantine
from haven.web.police.evidence.views import breach_or_404
from haven.web.police.evidence.words import size_words
from haven_law.findings import Refused

# The longest part that the script may send, and the first: whole numbers of pieces, so that each that came stays. The
# script makes parts longer while the line is fast, so that a long film is not a thousand requests.
PART, FIRST = 128 * PIECE, 16 * PIECE
# The rest of a form beside its file.
BESIDE = 64 * 1024


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: StaffRequest, ref: str) -> HttpResponse:
    """What the file shows. Kept before the file is sent, so that no broken connection can lose it."""
    breach = breach_or_404(request, ref)
    may(request.user, "add_evidence", breach.case, request.now).require()
    if request.method == "POST":
        form = DetailsForm(request.POST, now=request.now)
        public_id = _start(request, breach, form) if form.is_valid() else None
        if public_id is not None:
            return HttpResponseRedirect(reverse("evidence_file", args=[public_id]))
    else:
        form = DetailsForm(initial={"command_id": uuid.uuid4()}, now=request.now)
    values = {
        "form": form,
        "breach": breach,
        "name": display_name(breach.case.subject),
        "page_title": _("Add evidence"),
    }
    return render(request, "police/evidence/add.html.j2", values, status=422 if form.errors else 200)


def _start(request: StaffRequest, breach: Breach, form: DetailsForm) -> str | None:
    typed = form.cleaned_data
    command = StartUpload(breach.ref, typed["kind"], typed["words"], typed["taken_by"], typed["captured_at"])

    def action() -> dict[str, Any]:
        return {"public_id": start_upload(command, by=request.user, at=request.now).public_id}

    try:
        what = f"add evidence {breach.ref}"
        answer = run_once(by=request.user, command_id=typed["command_id"], what=what, action=action)
    except Refused as refused:
        form.refuse(refused.findings)
        return None
    return str(answer["public_id"])


def _own(request: StaffRequest, public_id: str) -> Upload:
    """A file that this person began to add, to a breach that exists for them."""
    seen = visible_breaches(request.user, request.now).values("pk")
    rows = Upload.objects.filter(recorded_by=request.user, breach__in=seen).select_related("breach__case__subject")
    upload = get_object_or_404(rows, public_id=public_id)
    may(request.user, "add_evidence", upload.breach.case, request.now).require()
    return upload


@csrf_exempt  # asked for below, when it is settled where the file goes
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: StaffRequest, public_id: str) -> HttpResponse:
    """The file itself. Who sends it is asked before a byte of it is read."""
    upload = _own(request, public_id)
    here = Evidence.objects.filter(upload=upload).first()
    if here is not None:
        return HttpResponseRedirect(reverse("exhibit", args=[here.public_id]))
    if request.method != "POST":
        return _page(request, upload, FileForm())
    if int(request.META.get("CONTENT_LENGTH") or 0) > sniff.MOST_BYTES + BESIDE:
        return _too_large(request, upload)
    quarantine = Quarantine(upload.breach.case.ref)
    request.upload_handlers = [quarantine]
    try:
        response = _take(request, upload)
    except UnreadablePostError:
        quarantine.drop()
        return HttpResponse(status=400)
    except BaseException:
        quarantine.drop()
        raise
    if quarantine.too_large:
        response = _too_large(request, upload)
    if quarantine.taken and not Upload.objects.filter(file_name=quarantine.taken).exists():
        quarantine.drop()
    return response


@csrf_protect
def _take(request: StaffRequest, upload: Upload) -> HttpResponse:
    form = FileForm(request.POST)
    incoming = request.FILES.get(FIELD)
    try:
        if incoming is not None:
            attach_file(upload.public_id, incoming.stored, by=request.user, at=request.now)  # type: ignore[attr-defined]
        elif upload.state != "receiving" or upload.received != upload.size:
            form.add_error("file", _("Choose the file"))
            return _page(request, upload, form, 422)
        exhibit = finish_upload(upload.public_id, by=request.user, at=request.now)
    except Refused as refused:
        upload.refresh_from_db()
        for finding in refused.findings:
            form.add_error("file", finding.because)
        return _page(request, upload, form, 422)
    return HttpResponseRedirect(reverse("exhibit", args=[exhibit.public_id]) + "?added=1")


def _too_large(request: StaffRequest, upload: Upload) -> HttpResponse:
    form = FileForm({})
    most = sniff.MOST_BYTES // 1_000_000
    form.add_error("file", _("The file is larger than %(most)s MB, the most that is taken") % {"most": most})
    return _page(request, upload, form, 413)


def _page(request: StaffRequest, upload: Upload, form: FileForm, status: int = 200) -> HttpResponse:
    owner = upload.breach.case.ref
    half = upload.state == "receiving" and 0 < upload.received < (upload.size or 0)
    values = {
        "form": form,
        "upload": upload,
        "breach": upload.breach,
        "name": display_name(upload.breach.case.subject),
        "words": decipher(owner, upload.words_enc),
        "page_title": _("Send the file"),
        "accept": ",".join(f".{ending}" for ending in ENDINGS),
        "part": PART,
        "most": sniff.MOST_BYTES,
        "limits": [(words, sniff.MOST_MEGABYTES[kind]) for kind, words in LIMITS],
        "half": (decipher(owner, upload.name_enc), size_words(upload.received), size_words(upload.size))
        if half
        else None,
    }
    return render(request, "police/evidence/file.html.j2", values, status=status)


LIMITS = (("jpeg", _("Pictures")), ("pdf", _("PDF documents")), ("text", _("Plain text")), ("mp4", _("Sound and film")))


@require_POST
def announce(request: StaffRequest, public_id: str) -> HttpResponse:
    """A file will come in parts: from where?"""
    upload = _own(request, public_id)
    size = request.POST.get("size", "")
    if not size.isascii() or not size.isdigit() or len(size) > 15:
        return _no(_("The size of the file is not a number"), 400)
    told = {name: request.POST.get(name, "") for name in ("name", "type", "head")}
    command = AnnounceFile(upload.public_id, told["name"][:500], int(size), told["type"], told["head"])
    try:
        upload = announce_file(command, by=request.user, at=request.now)
    except Refused as refused:
        return _no(refused.findings[0].because)
    return JsonResponse({"offset": upload.received, "part": FIRST, "most": PART})


@require_POST
def part(request: StaffRequest, public_id: str) -> HttpResponse:
    """One part, as the body of the request. Where it broke, the answer to the next announcement says."""
    upload = _own(request, public_id)
    offset = request.GET.get("from", "")
    if not offset.isascii() or not offset.isdigit() or len(offset) > 15:
        return _no(_("The place in the file is not a number"), 400)
    if int(request.META.get("CONTENT_LENGTH") or 0) > PART:
        return _no(_("The part is too long"), 413)
    try:
        upload = receive_part(upload.public_id, int(offset), _body(request), by=request.user, at=request.now)
    except Refused as refused:
        return _no(refused.findings[0].because)
    except UnreadablePostError:
        return HttpResponse(status=400)
    return JsonResponse({"offset": upload.received})


def _body(request: StaffRequest) -> Iterator[bytes]:
    """The part, and then nothing of it: a request lives on until the collector finds it, and would keep what it read."""
    came = 0
    while data := request.read(PIECE):
        came += len(data)
        if came > PART:
            return
        yield data
    request.META.pop("wsgi.input", None)
    request._stream = BytesIO()


def _no(why: str, status: int = 409) -> JsonResponse:
    return JsonResponse({"why": why}, status=status)
