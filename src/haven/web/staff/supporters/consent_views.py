"""A protected person consents to a worker of a support organisation, face to face with an officer who records it."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from haven.parties.queries import display_name
from haven.support.models import Consent
from haven.support.operations.consents import age_of
from haven.support.plans import plan_row, wishes_of
from haven.supporters.models import Worker
from haven.supporters.operations.consents import GiveConsent, give_consent
from haven.web.asking import StaffRequest
from haven.web.once import once
from haven.web.parts.forms import Confirmed, DayField, HavenForm, OneOf, SeveralOf, TextField, YesNo
from haven.web.staff.support.views import the_case
from haven_law.clock import day_end, to_london

USUAL = timedelta(days=90)
ADULT = 18


class ConsentForm(HavenForm):
    """What the protected person agreed to, and what was asked about the worker."""

    command_id = forms.UUIDField(widget=forms.HiddenInput)
    in_person = Confirmed(
        label=_("The protected person agrees to this, face to face, and the subject cannot see or hear us"),
        missing="Who helps them is agreed face to face only, apart from the subject",
    )
    worker = OneOf((), label=_("Who is to help?"), called="who is to help")
    knows = YesNo(label=_("Does the worker know the subject?"), called="whether the worker knows the subject")
    household = YesNo(
        label=_("Does the worker live with the subject?"), called="whether the worker lives with the subject"
    )
    related = YesNo(
        label=_("Is the worker family or a partner of the subject?"), called="whether they are family or a partner"
    )
    scopes = SeveralOf(list(Consent.SCOPES.items()), label=_("What may they do?"), called="what they may do")
    colleagues = YesNo(
        label=_("May a colleague cover, or take over?"),
        help_text=_("They are told who before it changes, and may say no"),
        called="whether a colleague may cover",
    )
    called = TextField(
        label=_("What shall the worker's page call them?"),
        help_text=_("They choose: a first name, initials, another name"),
        called="what the page calls them",
        max_length=40,
    )
    until = DayField(label=_("Until which day?"), called="the last day")

    def __init__(self, *args: Any, workers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].set_options(workers)  # type: ignore[attr-defined]

    def command(self, case_ref: str) -> GiveConsent:
        data = self.cleaned_data
        return GiveConsent(
            case=case_ref,
            worker=int(data["worker"]),
            scopes=tuple(data["scopes"]),
            until_at=day_end(data["until"]),
            called=data["called"],
            colleagues=bool(data["colleagues"]),
            in_person=data["in_person"],
            knows_subject=bool(data["knows"]),
            lives_with_subject=bool(data["household"]),
            related_to_subject=bool(data["related"]),
        )


@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: StaffRequest, ref: str) -> HttpResponse:
    """The questions, and the record."""
    case = the_case(request, ref, "keep_consents")
    rows = Worker.objects.filter(ended_at=None, organisation__ended_at=None, organisation__made_for=case.lead_force_id)
    workers = [
        (str(w.pk), f"{w.user.name}, {w.organisation.name}") for w in rows.select_related("user", "organisation")
    ]
    plan = plan_row(case.protected_id)
    start = {
        "command_id": uuid.uuid4(),
        "until": to_london(request.now).date() + USUAL,
        "called": wishes_of(plan).greeting if plan is not None else "",
    }
    form = ConsentForm(request.POST or None, workers=workers, initial=start, now=request.now)
    if request.method == "POST" and form.is_valid():
        act = lambda: give_consent(form.command(case.ref), by=request.user, at=request.now)  # noqa: E731
        if once(request, form, f"consent {case.ref}", act):
            return HttpResponseRedirect(reverse("case_helpers", args=[case.ref]))
    age = age_of(case.protected, request.now)
    values = {"case": case, "form": form, "name": display_name(case.subject), "minor": age is None or age < ADULT}
    return render(request, "staff/supporters/consent.html.j2", values, status=422 if form.errors else 200)
