"""Leaflets: which versions there are and who approved them, to print, and what was given in a case."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from haven.leaflets.models import LeafletHandout, LeafletVersion
from haven.leaflets.operations.give import give_leaflet
from haven.leaflets.operations.publish import publish_leaflet
from haven.leaflets.papers import make_paper
from haven.leaflets.queries import current, current_version, words_here
from haven.leaflets.texts import FORMATS, LANGUAGES, PAPERS
from haven.web.asking import StaffRequest, require, who
from haven.web.once import once
from haven.web.parts.words import in_london
from haven.web.staff.cases.contact import contact_alert
from haven.web.staff.leaflets.forms import GiveForm, PublishForm
from haven.web.staff.support.views import the_case


@require_http_methods(["GET", "HEAD", "POST"])
def leaflets(request: StaffRequest) -> HttpResponse:
    """Each language and format with the version that counts; for the administrator the form that makes one count."""
    asking = require(request, "see_leaflets")
    publisher = "administrator" in asking.roles
    form = PublishForm(request.POST or None, initial={"command_id": uuid.uuid4()}, now=request.now)
    if request.method == "POST" and form.is_valid():
        act = lambda: publish_leaflet(form.command(), by=request.user, at=request.now)  # noqa: E731
        if once(request, form, "publish leaflet", act):
            return HttpResponseRedirect(reverse("leaflets"))
    now = {(row.language, row.format): row for row in current(in_london(request.now).date())}
    rows = [
        (language, fmt, now.get((language, fmt)), words_here(language, fmt))
        for language in LANGUAGES
        for fmt in FORMATS
    ]
    values = {
        "rows": rows,
        "languages": LANGUAGES,
        "formats": FORMATS,
        "papers": PAPERS,
        "practice": settings.PRACTICE,
        "older": LeafletVersion.objects.order_by("-from_day", "-pk")[:40],
        "form": form,
        "publisher": publisher,
        "public": settings.PUBLIC_URL,
    }
    return render(request, "staff/leaflets/leaflets.html.j2", values, status=422 if form.errors else 200)


def _pdf(content: bytes) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="information.pdf"'
    return answer


@require_safe
def print_today(request: StaffRequest, language: str, fmt: str) -> HttpResponse:
    """The paper that counts today; in practice, where nobody approved one, the draft with its mark."""
    require(request, "see_leaflets")
    if language not in LANGUAGES or fmt not in PAPERS:
        raise Http404
    version = current_version(language, fmt, in_london(request.now).date())
    if version is not None:
        return _pdf(bytes(version.document or b""))
    if not settings.PRACTICE:
        raise Http404
    return _pdf(make_paper(fmt, language, settings.PUBLIC_URL, approved=False).bytes)


@require_safe
def kept(request: StaffRequest, pk: int) -> HttpResponse:
    """A version as it was, also after its last day."""
    require(request, "see_leaflets")
    version = get_object_or_404(LeafletVersion, pk=pk, document__isnull=False)
    return _pdf(bytes(version.document or b""))


@require_http_methods(["GET", "HEAD", "POST"])
def give(request: StaffRequest, ref: str) -> HttpResponse:
    """What was offered in this case, and the record of one more."""
    case = the_case(request, ref, "give_leaflet")
    form = GiveForm(request.POST or None, initial={"command_id": uuid.uuid4(), "language": "en"}, now=request.now)
    if request.method == "POST" and form.is_valid():
        act = lambda: give_leaflet(form.command(case.ref), by=request.user, at=request.now)  # noqa: E731
        if once(request, form, f"leaflet {case.ref}", act):
            return HttpResponseRedirect(reverse("case_leaflet", args=[case.ref]))
    values = {
        "case": case,
        "form": form,
        "given": LeafletHandout.objects.filter(case=case)
        .select_related("recorded_by", "version")
        .order_by("-at", "-pk"),
        "formats": FORMATS,
        "languages": LANGUAGES,
        "papers": PAPERS,
        "contact": contact_alert(case.protected, request.now),
        "who": who(request).words,
    }
    return render(request, "staff/leaflets/give.html.j2", values, status=422 if form.errors else 200)
