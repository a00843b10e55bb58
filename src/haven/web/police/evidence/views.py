"""The evidence of one breach: what there is, what is being checked, and the proof that the subject knew."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from haven.accounts.references import tidy_reference
from haven.audit.operations.record_reading import record_reading
from haven.breaches.models import Breach
from haven.breaches.queries import visible_breaches
from haven.cases.permissions import may
from haven.evidence.knowledge import knowledge_of
from haven.evidence.queries import exhibits_of, on_their_way
from haven.parties.queries import display_name
from haven.sealed.ciphers import decipher
from haven.web.asking import StaffRequest, rights, who
from haven.web.police.evidence.words import MARKS, line, size_words


def breach_or_404(request: StaffRequest, ref: str) -> Breach:
    """The breach, if it exists for this person."""
    return get_object_or_404(visible_breaches(request.user, request.now), ref=tidy_reference(ref))


@require_safe
def evidence(request: StaffRequest, ref: str) -> HttpResponse:
    """The page; or, for a page that waits for a check, the list alone."""
    breach = breach_or_404(request, ref)
    may(request.user, "see_evidence", breach.case, request.now).require()
    record_reading(who(request), "see_evidence", case_ref=breach.case.ref, person_ref=breach.ref)
    part = request.headers.get("HX-Request") == "true"
    template = "police/evidence/list.html.j2" if part else "police/evidence/evidence.html.j2"
    return render(request, template, _values(request, breach))


def _values(request: StaffRequest, breach: Breach) -> dict[str, Any]:
    may_do = rights(request, breach.case)
    lines = [line(e) for e in exhibits_of(breach)]
    return {
        "breach": breach,
        "case": breach.case,
        "name": display_name(breach.case.subject),
        "page_title": _("Evidence"),
        "lines": lines,
        "checking": any(row["waiting"] for row in lines),
        "unfinished": [_unfinished(breach, upload) for upload in on_their_way(breach, request.user)],
        "knowledge": knowledge_of(breach),
        "packs": list(breach.packs.all()),
        "may_add": may_do("add_evidence"),
        "may_pack": may_do("make_pack"),
        "now": request.now,
    }


def _unfinished(breach: Breach, upload: Any) -> dict[str, Any]:
    return {
        "upload": upload,
        "words": decipher(breach.case.ref, upload.words_enc),
        "mark": MARKS[upload.state],
        "here": size_words(upload.received) if upload.received else "",
    }
