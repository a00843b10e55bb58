"""What a protected person needs in order to take part: how we speak with them, and what the court is asked for."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from haven.cases.operations.record_needs import RecordNeeds, record_needs
from haven.parties.models import Need
from haven.parties.queries import display_name, needs_of, needs_words
from haven.web.asking import StaffRequest
from haven.web.once import once
from haven.web.parts.forms import HavenForm, SeveralOf, TextField, YesNo
from haven.web.staff.support.views import the_case

SPEAKING = ("bsl", "text_relay", "welsh_spoken", "welsh_written", "easy_read", "appropriate_adult", "intermediary")
COURT = ("screens", "separate_entrance", "separate_waiting", "video_link")


class NeedsForm(HavenForm):
    """All of it at once: what is not ticked has ended."""

    command_id = forms.UUIDField(widget=forms.HiddenInput)
    interpreter = YesNo(
        label=_("Do they need an interpreter?"),
        help_text=_("A professional one, never family, friends or somebody from their community"),
        called="whether they need an interpreter",
    )
    dialect = TextField(
        label=_("Language and dialect"), called="the language and dialect", required=False, max_length=120
    )
    speaking = SeveralOf(
        [(code, Need.KINDS[code]) for code in SPEAKING],
        label=_("To understand and be understood (optional)"),
        called="what they need to understand",
        required=False,
    )
    court = SeveralOf(
        [(code, Need.KINDS[code]) for code in COURT],
        label=_("To be safe at court (optional)"),
        called="what they need at court",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("interpreter") and not data.get("dialect") and "dialect" not in self.errors:
            self.add_error("dialect", _("Enter the language and dialect of the interpreter"))
        return data

    def needs(self) -> tuple[tuple[str, str], ...]:
        data = self.cleaned_data
        spoken = (("interpreter", data["dialect"]),) if data["interpreter"] else ()
        return (*spoken, *((kind, "") for kind in (*data["speaking"], *data["court"])))


@require_http_methods(["GET", "HEAD", "POST"])
def needs(request: StaffRequest, ref: str) -> HttpResponse:
    """The questions, with what is known already. A language that was recorded with the request stays."""
    case = the_case(request, ref, "record_case_facts")
    held = needs_of(case.protected_id)
    asked = {"interpreter", *SPEAKING, *COURT}
    kept = tuple((need.kind, need.detail) for need in held if need.kind not in asked)
    form = NeedsForm(request.POST or None, initial=_as_it_is(held), now=request.now)
    if request.method == "POST" and form.is_valid():
        command = RecordNeeds(case.ref, (*kept, *form.needs()))

        act = lambda: record_needs(command, by=request.user, at=request.now)  # noqa: E731
        if once(request, form, f"needs {case.ref}", act):
            return HttpResponseRedirect(reverse("case_people", args=[case.ref]))
    theirs = "; ".join(needs_words(need for need in held if need.asked_by_them))
    values = {"case": case, "form": form, "name": display_name(case.subject), "theirs": theirs}
    return render(request, "staff/support/needs.html.j2", values, status=422 if form.errors else 200)


def _as_it_is(held: list[Need]) -> dict[str, Any]:
    interpreter = next((need for need in held if need.kind == "interpreter"), None)
    kinds = [need.kind for need in held]
    return {
        "command_id": uuid.uuid4(),
        "interpreter": interpreter is not None if held else None,
        "dialect": interpreter.detail if interpreter is not None else "",
        "speaking": [kind for kind in kinds if kind in SPEAKING],
        "court": [kind for kind in kinds if kind in COURT],
    }
