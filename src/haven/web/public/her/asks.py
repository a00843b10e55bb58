"""What she asks for: another way to reach her, help at court, a change, somebody who helps. A person answers each."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from haven.web.public.her import doors, keeping, visit
from haven.web.public.her.forms import AskForm, ChangeForm, ContactForm, NeedsForm, PeopleForm
from haven.web.public.her.views import labels, looked, sent
from haven.web.public.her.words import plan_words


@require_http_methods(["GET", "HEAD", "POST"])
@keeping.keeps("contact")
@visit.allowed("change_plan_with_her")
def contact(request: visit.HerRequest) -> HttpResponse:
    """How we reach her, and what should change. It is confirmed by a person who speaks to her, never over the way that is
    being changed; until then nothing leaves by the old plan."""
    look = looked(request)
    plan = look.view.plan
    form = _form(request, ContactForm, "contact", ways=plan.ways if plan is not None else ())
    hers = request.visit.scopes is None
    return _asked(request, "contact", form, plan=[w for w in plan_words(plan) if w] if hers else [])


@require_http_methods(["GET", "HEAD", "POST"])
@keeping.keeps("needs")
@visit.herself
def needs(request: visit.HerRequest) -> HttpResponse:
    """What would help her: at court, to understand, to be reminded."""
    return _asked(request, "needs", _form(request, NeedsForm, "needs"))


@require_http_methods(["GET", "HEAD", "POST"])
@keeping.keeps("change")
@visit.allowed("help_apply")
def change(request: visit.HerRequest) -> HttpResponse:
    """To change or end what protects her. Nothing changes by it: a person speaks to her alone, not before three days."""
    look = looked(request)
    papers = [p for p in look.view.papers if p.stands(request.now) != "ended"]
    if not papers:
        return visit.page(request, "change_nothing")
    named = labels(look, papers)
    form = _form(request, ChangeForm, "change", papers=[(p.ref, named[p.ref]) for p in papers])
    return _asked(request, "change", form, several=len(papers) > 1)


@require_http_methods(["GET", "HEAD", "POST"])
@keeping.keeps("people")
@visit.herself
def people(request: visit.HerRequest) -> HttpResponse:
    """Who helps her and what each may do; ended at once, added only face to face."""
    look = looked(request)
    return _asked(request, "people", _form(request, PeopleForm, "people"), people=look.people)


@require_POST
@visit.herself
def end_consent(request: visit.HerRequest) -> HttpResponse:
    """From this instant they may no longer; where they are signed in, their visit ends."""
    code = request.POST.get("consent", "")
    if code.isascii() and code.isdigit() and len(code) < 18:
        doors.end_consent(request.token, request.now, int(code))
    return HttpResponseRedirect(reverse("her_people"), status=303)


def _form(request: visit.HerRequest, form: type[AskForm], kind: str, **kwargs: Any) -> AskForm:
    """With what is typed now, else with what was begun before, as far as it is right."""
    if request.method == "POST":
        return form(request.POST, now=request.now, **kwargs)
    initial: dict[str, Any] = {"command_id": uuid.uuid4()}
    begun = keeping.begun(request, kind).get(kind)
    if begun is not None:
        initial |= {
            "words": begun.get("words", ""),
            "wants": begun.getlist("wants"),
            "about": begun.get("about"),
            "language": begun.get("language", ""),
        }
        if form is ChangeForm:
            initial["wants"] = begun.get("wants")
    return form(initial=initial, now=request.now, **kwargs)


def _asked(request: visit.HerRequest, kind: str, form: AskForm, **values: Any) -> HttpResponse:
    full = False
    if request.method == "POST":
        keeping.keep(request, kind)
        if form.is_valid():
            answer = sent(request, kind, form.told(), form.cleaned_data["command_id"])
            if answer == "kept":
                return HttpResponseRedirect(reverse("her_sent") + f"?just={kind}", status=303)
            full = True
    status = 422 if form.errors or full else 200
    return visit.page(request, kind, status, form=form, full=full, **values)
