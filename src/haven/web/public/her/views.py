"""Her page: where things stand now, what is next, what it says, the news that waits for her, and her visit."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haven.compliance.envelope import HER_POST, close_up
from haven.support.her_view import Paper
from haven.web.parts.words import day
from haven.web.public.her import doors, visit
from haven.web.public.her.clause_words import clause_words
from haven.web.public.her.words import news_words, plan_words, standing

MOST_TOLD = 12


def looked(request: visit.HerRequest) -> doors.Look:
    """All that this visit may see, read once a request."""
    found = doors.look(request.token, request.now)
    assert found is not None, "the visit was touched a moment ago"
    return found


def whom(look: doors.Look, case: int) -> str:
    """Which of several people a paper is against: a number, or the name where she asked for names; nothing for one."""
    if case < len(look.subjects):
        return look.subjects[case]
    several = len({p.case for p in look.view.papers} | {s.case for s in look.view.sittings}) > 1
    return _("Person %(number)s") % {"number": case + 1} if several else ""


def labels(look: doors.Look, papers: Sequence[Paper]) -> dict[str, str]:
    """What each paper is called where one is to be chosen: kind, day, and whom it is against if there are several."""
    found = {}
    for paper in papers:
        name = _("The order of %(day)s") if paper.kind == "order" else _("The notice of %(day)s")
        said = name % {"day": day(paper.made)}
        found[paper.ref] = f"{said} ({whom(look, paper.case)})" if whom(look, paper.case) else said
    return found


@require_safe
@visit.proven
def home(request: visit.HerRequest) -> HttpResponse:
    """Wireframe I. Nothing on it names anybody unless she asked for it."""
    look, at = looked(request), request.now
    holding = [p for p in look.view.papers if p.holds(at)] or list(look.view.papers[:1])
    waits = [p for p in look.view.papers if p not in holding and p.stands(at) == "waiting"]
    next_one = look.view.next_sitting(at)
    values: dict[str, Any] = {
        "look": look,
        "now": [(standing(p, at), whom(look, p.case)) for p in [*holding, *waits]],
        "earlier": [(standing(p, at), whom(look, p.case)) for p in look.view.papers if p not in [*holding, *waits]],
        "next_one": next_one,
        "next_whom": whom(look, next_one.case) if next_one else "",
        "plan": [line for line in plan_words(look.view.plan) if line],
        "told": [(u, news_words(u["kind"])) for u in look.told[:MOST_TOLD]],
        "updates_seen": request.visit.may("see_updates"),
        "begun": request.visit.may("report") and bool(doors.kept(request.token, request.now, "tell")),
    }
    return visit.page(request, "home", **values)


@require_safe
@visit.allowed("see_updates")
def says(request: visit.HerRequest) -> HttpResponse:
    """What each paper says, in plain words, with its number for a call to the police."""
    look = looked(request)
    return visit.page(request, "says", papers=_papers(look, request), names=request.visit.names)


def _papers(look: doors.Look, request: visit.HerRequest) -> list[dict[str, Any]]:
    found = []
    for paper in look.view.papers:
        version = paper.version_at(request.now)
        clauses = [(c.number, clause_words(c)) for c in version.clauses] if version else []
        found.append({"now": standing(paper, request.now), "whom": whom(look, paper.case), "clauses": clauses})
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@visit.allowed("see_updates")
def news(request: visit.HerRequest) -> HttpResponse:
    """What she was not told yet. Once she says that she has read it, she was told; a friend who reads it is not her."""
    look = looked(request)
    if request.method == "POST":
        refs = [u["ref"] for u in look.waiting if u["ref"] in request.POST.getlist("ref")]
        if refs and request.visit.scopes is None:
            sent(request, "read", {"refs": refs}, uuid.uuid4())
        return HttpResponseRedirect(reverse("her_home") + "?read=1", status=303)
    rows = [(u, news_words(u["kind"])) for u in look.waiting]
    return visit.page(request, "news", rows=rows, hers=request.visit.scopes is None)


def sent(request: visit.HerRequest, kind: str, said: dict[str, Any], command: uuid.UUID) -> str:
    """Put something into the post box, closed: kept, closed or full."""
    closed = close_up(HER_POST, json.dumps(said))
    return doors.post(request.token, request.now, command=command, kind=kind, closed=closed)


@require_safe
@visit.proven
def sent_list(request: visit.HerRequest) -> HttpResponse:
    """What was sent, whether it is recorded, and what happens next."""
    kinds = {
        "tell": _("Something happened"),
        "contact": _("How we contact you"),
        "needs": _("What would help you"),
        "change": _("To change or end it"),
        "people": _("To add somebody who helps you"),
        "consent_ended": _("Somebody no longer helps you"),
    }
    look, just = looked(request), request.GET.get("just", "")
    values: dict[str, Any] = {"rows": look.sent, "kinds": kinds, "just": just if just in kinds else ""}
    return visit.page(request, "sent", **values)


@require_http_methods(["GET", "HEAD"])
@visit.proven
def stay(request: visit.HerRequest) -> HttpResponse:
    """One press and the visit goes on: to have asked is enough."""
    if request.headers.get("X-Stay") == "1":
        return HttpResponse(status=204)
    return HttpResponseRedirect(reverse("her_home"), status=303)


@require_POST
@visit.proven
def set_visit(request: visit.HerRequest) -> HttpResponse:
    """A short visit or the usual one; names on the screen for this visit, or not."""
    minutes, names = (request.POST.get(name, "") for name in ("minutes", "names"))
    if minutes in ("5", "20"):
        doors.set_visit(request.token, request.now, minutes=int(minutes))
    if names in ("on", "off"):
        doors.set_visit(request.token, request.now, names=names == "on")
    return HttpResponseRedirect(reverse("her_home"), status=303)


@require_safe
@visit.herself
def save(request: visit.HerRequest) -> HttpResponse:
    """What can be taken away from here, and what that may mean on a device that others see."""
    return visit.page(request, "save")


@require_safe
@visit.herself
def summary(request: visit.HerRequest) -> HttpResponse:
    """Her page as one to print: no names, no numbers, nothing of how we reach her."""
    look = looked(request)
    values: dict[str, Any] = {
        "papers": _papers(look, request),
        "next_one": look.view.next_sitting(request.now),
        "at": request.now,
    }
    if request.GET.get("as") != "file":
        return visit.page(request, "summary", **values)
    text = visit.page(request, "summary_text", **values)
    answer = HttpResponse(text.content, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="notes.txt"'
    answer["Referrer-Policy"] = text["Referrer-Policy"]
    return answer
