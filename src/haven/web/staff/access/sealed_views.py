"""What is sealed in a case, and opening it by two people: asked for with reasons, agreed to, read once."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from haven.audit.operations.record_reading import record_reading
from haven.cases.models import Case, Task
from haven.cases.operations import second_person
from haven.cases.operations.reveal_place import (
    KIND,
    LEAST_REASONS,
    MOST_REASONS,
    OPERATION,
    AskToReveal,
    Revealed,
    RevealPlace,
    agree_to_reveal,
    agreed_for,
    ask_to_reveal,
    reveal_place,
)
from haven.cases.permissions import may
from haven.cases.sealed_things import SealedThing, sealed_in, sealed_thing
from haven.parties.queries import display_name
from haven.web.asking import StaffRequest, who
from haven.web.once import once
from haven.web.parts.forms import HavenForm, ReasonField
from haven.web.staff.access.forms import ConfirmForm
from haven.web.staff.access.views import the_case
from haven_law.findings import refuse


class AskForm(HavenForm):
    """Why it must be opened."""

    command_id = forms.UUIDField(widget=forms.HiddenInput)
    reasons = ReasonField(
        label=_("Why must it be opened?"),
        help_text=_("Without any place, number or school. It is kept, and whoever audits reads it"),
        called="why it must be opened",
        least=LEAST_REASONS,
        max_length=MOST_REASONS,
    )


def _case(request: StaffRequest, ref: str) -> Case:
    """The case, once this person may open what is sealed in it; the look is written down."""
    case = the_case(request, ref)
    may(request.user, OPERATION, case, request.now).require()
    if request.user.force_id != case.lead_force_id:
        refuse("Haven access rule 1", "Only the force that leads the case may do this").require()
    record_reading(who(request), "see_what_is_sealed", case_ref=case.ref)
    return case


@require_safe
def sealed_list(request: StaffRequest, ref: str) -> HttpResponse:
    """The kinds of what is sealed, each with its page."""
    case = _case(request, ref)
    values = {"case": case, "name": display_name(case.subject), "things": sealed_in(case)}
    return render(request, "staff/access/sealed.html.j2", values)


@require_http_methods(["GET", "HEAD", "POST"])
def sealed_one(request: StaffRequest, ref: str, thing: str) -> HttpResponse:
    """One of them, by where it stands: to ask for, to agree to, to wait, or to read. The value stands only in the answer to
    the press that reads it."""
    case = _case(request, ref)
    found = sealed_thing(case, thing)
    if found is None:
        refuse("Haven rule of two people", "There is nothing of this kind sealed in the case now").require()
    assert found is not None
    asked = second_person.asked(case, KIND, ("sealed", found.key))
    ready = agreed_for(case, found.key, by=request.user, at=request.now) is not None
    step = _step(request, asked, ready)
    shown: list[Revealed] = []
    sent = request.POST.get("step") if request.method == "POST" else None
    form_class = AskForm if (sent or step) == "ask" else ConfirmForm
    form = form_class(request.POST or None, initial={"command_id": uuid.uuid4()}, now=request.now)
    if sent is not None and form.is_valid():
        done = once(
            request, form, f"sealed {sent} {case.ref} {found.key}", _act(request, case, found, sent, form, shown)
        )
        if done and not shown:
            return HttpResponseRedirect(reverse("case_sealed_one", args=[case.ref, found.key]))
    values: dict[str, Any] = {
        "case": case,
        "name": display_name(case.subject),
        "thing": found,
        "form": form,
        "step": sent if form.errors and sent else step,
        "asked": asked,
        "shown": shown[0] if shown else None,
    }
    answer = render(request, "staff/access/sealed_one.html.j2", values, status=422 if form.errors else 200)
    answer["Cache-Control"] = "no-store"
    return answer


def _step(request: StaffRequest, asked: Task | None, ready: bool) -> str:
    if ready:
        return "read"
    if asked is None:
        return "ask"
    return "wait" if asked.recorded_by_id == request.user.pk else "agree"


def _act(
    request: StaffRequest, case: Case, found: SealedThing, sent: str, form: Any, shown: list[Revealed]
) -> Callable[[], object]:
    """What a press of this step does. A step that there is not asks for a second person like any other."""
    command = RevealPlace(case.ref, found.key)
    if sent == "ask":
        reasons = str(form.cleaned_data["reasons"]) if "reasons" in form.cleaned_data else ""
        return lambda: ask_to_reveal(AskToReveal(case.ref, found.key, reasons), by=request.user, at=request.now)
    if sent == "agree":
        return lambda: agree_to_reveal(command, by=request.user, at=request.now)
    return lambda: shown.append(reveal_place(command, by=request.user, at=request.now))
