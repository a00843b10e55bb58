"""She tells us that something happened: four short pages, each kept at its press, then all of it once more, then it is sent."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haven.support.her_view import Clause, Paper
from haven.web.parts.forms import HavenForm
from haven.web.parts.words import day, day_time
from haven.web.public.her import doors, keeping, visit
from haven.web.public.her.clause_words import clause_words
from haven.web.public.her.forms import UNKNOWN, NowForm, SafeForm, WhatForm, WhenForm
from haven.web.public.her.views import labels, looked, sent

STEPS = ("now", "when", "what", "safe")
Typed = dict[str, QueryDict]


@require_safe
@visit.allowed("report")
def start(request: visit.HerRequest) -> HttpResponse:
    """The first page; where nothing protects her that could be broken, whom to call."""
    if not looked(request).view.papers:
        return visit.page(request, "tell_nothing")
    return HttpResponseRedirect(reverse("her_tell_step", kwargs={"step": "now"}), status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@keeping.keeps()
@visit.allowed("report")
def step(request: visit.HerRequest, step: str) -> HttpResponse:
    """One page. What was typed is kept as it is, right or wrong."""
    if step not in STEPS:
        raise Http404
    look, begun = looked(request), keeping.begun(request, "tell")
    if not look.view.papers:
        return HttpResponseRedirect(reverse("her_tell"), status=303)
    if request.method == "POST":
        keeping.keep(request, f"tell_{step}")
        begun[f"tell_{step}"] = request.POST.copy()
    form = form_of(request, look, step, begun)
    if request.method == "POST" and form.is_valid():
        return HttpResponseRedirect(_after(step), status=303)
    values: dict[str, Any] = {"form": form, "step": step, "number": STEPS.index(step) + 1, "back": _before(step)}
    return visit.page(request, f"tell_{step}", 422 if form.is_bound and form.errors else 200, **values)


def _after(step: str) -> str:
    place = STEPS.index(step) + 1
    return reverse("her_tell_step", kwargs={"step": STEPS[place]}) if place < len(STEPS) else reverse("her_tell_check")


def _before(step: str) -> str:
    place = STEPS.index(step)
    return reverse("her_tell_step", kwargs={"step": STEPS[place - 1]}) if place else reverse("her_home")


def form_of(request: visit.HerRequest, look: doors.Look, step: str, begun: Typed) -> Any:
    """The form of a page with what was typed on it, now or before."""
    typed = begun.get(f"tell_{step}")
    if step == "now":
        papers = [(p.ref, labels(look, look.view.papers)[p.ref]) for p in look.view.papers]
        return NowForm(typed, papers=papers, now=request.now)
    if step == "when":
        return WhenForm(typed, now=request.now)
    if step == "what":
        return WhatForm(typed, held=_held(request, look, begun), now=request.now)
    return SafeForm(typed, now=request.now)


def _paper(request: visit.HerRequest, look: doors.Look, begun: Typed) -> Paper | None:
    """The paper it is about. She need not know which: then the one that held at that time, else the newest."""
    form = form_of(request, look, "now", begun)
    about = form.cleaned_data.get("about") if form.is_bound and form.is_valid() else ""
    if about and about != UNKNOWN:
        return look.view.paper(about)
    times = _when(request, look, begun)
    holding = [p for p in look.view.papers if times is not None and p.holds(times[0])]
    return next(iter([*holding, *look.view.papers]), None)


def _when(request: visit.HerRequest, look: doors.Look, begun: Typed) -> Any:
    form = form_of(request, look, "when", begun)
    return form.span() if form.is_bound and form.is_valid() else None


def _held(request: visit.HerRequest, look: doors.Look, begun: Typed) -> Sequence[Clause]:
    """What the paper said at that time."""
    paper, times = _paper(request, look, begun), _when(request, look, begun)
    version = paper.version_at(times[0] if times is not None else request.now) if paper is not None else None
    return version.clauses if version is not None else ()


@require_http_methods(["GET", "HEAD", "POST"])
@visit.allowed("report")
def check(request: visit.HerRequest) -> HttpResponse:
    """All of it once more, and the press that sends it."""
    look, begun = looked(request), keeping.begun(request, "tell")
    forms: dict[str, HavenForm] = {}
    for name in STEPS:
        forms[name] = form_of(request, look, name, begun)
        if not forms[name].is_bound or not forms[name].is_valid():
            return HttpResponseRedirect(reverse("her_tell_step", kwargs={"step": name}), status=303)
    full = False
    if request.method == "POST":
        answer = sent(request, "tell", _told(request, look, begun, forms), _command(request))
        if answer == "kept":
            return HttpResponseRedirect(reverse("her_sent") + "?just=tell", status=303)
        full = True
    values = {"forms": forms, "rows": _rows(request, look, begun, forms), "command_id": uuid.uuid4(), "full": full}
    return visit.page(request, "tell_check", 422 if full else 200, **values)


def _command(request: visit.HerRequest) -> uuid.UUID:
    """The number of this sending, so that a second press has no effect; one that was tampered with counts as new."""
    try:
        return uuid.UUID(request.POST.get("command_id", ""))
    except ValueError:
        return uuid.uuid4()


def _told(request: visit.HerRequest, look: doors.Look, begun: Typed, forms: dict[str, Any]) -> dict[str, Any]:
    paper = _paper(request, look, begun)
    assert paper is not None, "the page of the first step offers only papers that there are"
    start_at, until, precision = forms["when"].span()
    what, safe = forms["what"].cleaned_data, forms["safe"].cleaned_data
    return {
        "about": paper.ref,
        "from": start_at.isoformat(),
        "until": until.isoformat() if until is not None else None,
        "precision": precision,
        "clauses": what.get("clauses", []),
        "account": what["account"],
        "where": what["where"],
        "place": what.get("place") or "",
        "online": what.get("online") or "",
        "danger": forms["now"].cleaned_data["danger"],
        "safe": safe["safe"],
        "contact": safe["contact"],
    }


def _rows(
    request: visit.HerRequest, look: doors.Look, begun: Typed, forms: dict[str, Any]
) -> list[tuple[str, str, str]]:
    """What will be sent: a name, the answer, and the page where it can be changed."""
    paper = _paper(request, look, begun)
    named = labels(look, look.view.papers)
    shown = [
        ("now", "danger"), ("when", "when"), ("what", "account"), ("what", "where"), ("safe", "safe"), ("safe", "contact"),
    ]  # fmt: skip
    rows = [(_("About"), named[paper.ref] if paper else "", "now")]
    for name, field in shown:
        form = forms[name]
        value = _span_words(form) if field == "when" else form.cleaned_data[field]
        chosen = dict((str(k), str(v)) for k, v in getattr(form.fields[field], "choices", []))
        rows.append((str(form.fields[field].label), chosen.get(str(value), str(value)), name))
    broken = [
        clause_words(c)
        for c in _held(request, look, begun)
        if str(c.number) in forms["what"].cleaned_data.get("clauses", [])
    ]
    return [*rows[:5], (_("What they did not keep to"), " ".join(broken) or _("Nothing chosen"), "what"), *rows[5:]]


def _span_words(form: WhenForm) -> str:
    start, until, precision = form.span()
    if precision == "day":
        return day(start)
    return (
        _("Between %(from)s and %(to)s") % {"from": day_time(start), "to": day_time(until)}
        if until
        else day_time(start)
    )


@require_POST
@visit.proven
def forget(request: visit.HerRequest) -> HttpResponse:
    """What was begun and not sent is removed, at her wish."""
    kind = request.POST.get("kind", "")
    if kind in ("tell", "contact", "needs", "change", "people"):
        doors.drop(request.token, request.now, kind)
    return HttpResponseRedirect(reverse("her_home"), status=303)
