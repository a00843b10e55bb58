"""What follows a report, each act a small page of its own."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from haven.accounts.actors import actor
from haven.accounts.models import User
from haven.accounts.once import run_once
from haven.accounts.references import tidy_reference
from haven.breaches.assessing import held_then
from haven.breaches.course import steps_of
from haven.breaches.models import Breach
from haven.breaches.operations.correct_breach import UNDO, value_of, what_words
from haven.breaches.operations.record_charge import may_be_charged
from haven.breaches.operations.report_breach import thing_of
from haven.breaches.queries import visible_breaches
from haven.breaches.states import may_move
from haven.cases.permissions import may
from haven.notices.unnamed import unnamed
from haven.parties.queries import display_name
from haven.web.asking import StaffRequest
from haven.web.parts.fields import Option
from haven.web.parts.words import day_time, plain_day
from haven.web.police.breaches import forms
from haven.web.police.breaches.acts import ACTS, Act, may_own
from haven.web.police.breaches.report.forms import OTHER, ClausesForm
from haven_law.findings import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: StaffRequest, ref: str, act: str) -> HttpResponse:
    """Who may, and whether it can be done now, is asked before the page is shown. A refusal is said on it."""
    chosen = ACTS.get(act)
    if chosen is None:
        raise Http404
    found = get_object_or_404(visible_breaches(request.user, request.now), ref=tidy_reference(ref))
    may(request.user, chosen.operation, found.case, request.now).require()
    if request.method == "POST":
        form = _form(request, found, act, request.POST)
        if form.is_valid() and _done(request, found, act, chosen, form):
            return HttpResponseRedirect(reverse("breach", args=[found.ref]))
    else:
        if chosen.move:
            may_move(found, chosen.move, request.now).require()
        form = _form(request, found, act, None)
    values = {
        "form": form,
        "act": act,
        "page_title": chosen.words,
        "breach": found,
        "name": display_name(found.case.subject),
        "command_id": request.POST.get("command_id") or uuid.uuid4(),
        "open_points": may_be_charged(found).undecided if act == "advice" else (),
    }
    return render(request, "police/breaches/act.html.j2", values, status=422 if form.errors else 200)


def _form(request: StaffRequest, found: Breach, act: str, posted: Any) -> Any:
    """The form of an act, with what this breach lets one choose."""
    if act == "identify":
        protected = found.case.protected
        held = held_then(thing_of(found), found.happened.lower, found.happened.upper)
        clauses = [_unnamed(c, protected) for c in held]
        chosen = [str(c.clause) for c in found.clauses.all()] + ([OTHER] if found.other_offence else [])
        first = {"clauses": chosen, "other_offence": found.other_offence}
        return ClausesForm(posted, initial=first, now=request.now, held=clauses, bail=[], auto_id="id_%s")
    given: dict[str, Any] = {"initial": {"command_id": uuid.uuid4()}, "now": request.now, "breach": found}
    form = ACTS[act].form(posted, **given)
    if act == "assign":
        form.among(people_for(found, request.now))
    if act == "correct":
        form.among(correctable(found))
    return form


def _unnamed(clause: Any, protected: Any) -> Any:
    return replace(clause, legal=unnamed(clause.legal, protected))


def people_for(found: Breach, at: datetime) -> list[User]:
    """The people of the force who may own it and may see the case. Whoever is kept from the case is not in the list."""
    rows = User.objects.filter(force_id=found.case.lead_force_id, is_active=True).select_related("team", "force")
    people = rows.prefetch_related("role_grants", "ranks").order_by("name", "pk")
    able = [person for person in people if person.pk != found.owner_id and may_own(actor(person, at).roles)]
    return [person for person in able if may(person, "see_case", found.case, at).lawful]


def correctable(found: Breach) -> list[Option]:
    """What is recorded and can be set right: each date, then each act that can be taken back."""
    waiting = {c.what for c in found.corrections.all() if c.decided_at is None and c.voided_at is None}
    options = []
    for step in steps_of(found):
        if step.mark and not step.mark.startswith("undo_"):
            when = plain_day(step.at) if step.precision == "day" else day_time(step.at)
            options.append(Option(step.mark, f"{what_words(step.mark)}: {when}"))
    undo = [code for code in UNDO if value_of(found, code) is not None]
    undo += [s.mark for s in steps_of(found) if s.mark.startswith("undo_outcome")]
    undo += [f"undo_milestone:{m.kind}" for m in found.milestones.all() if m.voided_at is None]
    for place, code in enumerate(undo):
        words = what_words(code)
        options.append(Option(code, f"Take back: {words[:1].lower()}{words[1:]}", divider="or" if not place else ""))
    return [o for o in options if o.value not in waiting]


def _done(request: StaffRequest, found: Breach, act: str, chosen: Act, form: Any) -> bool:
    def action() -> dict[str, Any]:
        chosen.carry_out(request, found, form)
        return {}

    try:
        run_once(by=request.user, command_id=_command(request), what=f"{act} {found.ref}", action=action)
    except Refused as refused:
        if isinstance(form, forms.ActForm):
            form.refuse(refused.findings)
        else:
            form.refuse(refused.findings, "clauses")
        return False
    return True


def _command(request: StaffRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("command_id", ""))
    except ValueError:
        return uuid.uuid4()
