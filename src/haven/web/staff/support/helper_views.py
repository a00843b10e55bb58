"""People who help a protected person: who may what until when, a friend added face to face, and the end of it."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from haven.parties.queries import display_name
from haven.support.models import Consent
from haven.support.operations.consents import Named, NameFriend, name_friend, revoke_consent
from haven.web.asking import StaffRequest
from haven.web.once import once
from haven.web.parts.forms import Confirmed, DayField, HavenForm, OneOf, PersonNameField, SeveralOf, TextField, YesNo
from haven.web.staff.support.views import the_case
from haven_law.clock import day_end, to_london

KINDS = (("friend", _("A friend or relative")), ("guardian", _("Somebody who speaks for a child")))


class HelperForm(HavenForm):
    """What they agreed, face to face. The phrase is the friend's own; nobody reads it afterwards."""

    command_id = forms.UUIDField(widget=forms.HiddenInput)
    in_person = Confirmed(
        label=_("The protected person asks for this, face to face, and the subject cannot see or hear us"),
        missing="Who helps them is agreed face to face only, apart from the subject",
    )
    name = PersonNameField(label=_("Name of the friend"), called="the name of the friend", max_length=120)
    kind = OneOf(KINDS, label=_("Who is it?"), called="who it is")
    household = YesNo(
        label=_("Does the friend live with the subject?"), called="whether the friend lives with the subject"
    )
    related = YesNo(
        label=_("Is the friend family or a partner of the subject?"),
        help_text=_("For a person under 18 nobody of them may help or speak"),
        called="whether they are family or a partner",
    )
    scopes = SeveralOf(
        [(code, words) for code, words in Consent.SCOPES.items()],
        label=_("What may they do?"),
        called="what they may do",
    )
    until = DayField(label=_("Until which day?"), called="the last day")
    phrase = TextField(
        label=_("The friend's own phrase: three words"),
        help_text=_("Typed by the friend, who is here. Not names, dates or pets"),
        called="the phrase",
        max_length=80,
    )

    def command(self, case_ref: str) -> NameFriend:
        data = self.cleaned_data
        return NameFriend(
            case=case_ref,
            name=data["name"],
            kind=data["kind"],
            scopes=tuple(data["scopes"]),
            until_at=day_end(data["until"]),
            phrase=data["phrase"],
            in_person=data["in_person"],
            lives_with_subject=bool(data["household"]),
            related_to_subject=bool(data["related"]),
        )


@require_http_methods(["GET", "HEAD", "POST"])
def helpers(request: StaffRequest, ref: str) -> HttpResponse:
    """Who helps, and the questions for one more. The number of a friend's card stands on the answer alone."""
    case = the_case(request, ref, "keep_consents")
    form = HelperForm(request.POST or None, initial=_start(request.now), now=request.now)
    made: list[Named] = []
    if request.method == "POST" and form.is_valid():
        act = lambda: made.append(name_friend(form.command(case.ref), by=request.user, at=request.now))  # noqa: E731
        if once(request, form, f"helper {case.ref}", act):
            values: dict[str, Any] = {"case": case, "number": made[0].card_number if made else ""}
            return render(request, "staff/support/helper_named.html.j2", values)
    rows = Consent.objects.filter(person=case.protected).select_related("supporter").order_by("-from_at", "-pk")
    values = {
        "case": case,
        "form": form,
        "name": display_name(case.subject),
        "rows": [(c, [Consent.SCOPES[s] for s in c.scopes], _stands(c, request.now)) for c in rows[:40]],
    }
    return render(request, "staff/support/helpers.html.j2", values, status=422 if form.errors else 200)


def _start(at: datetime) -> dict[str, Any]:
    return {"command_id": uuid.uuid4(), "until": to_london(at).date() + timedelta(days=90)}


def _stands(consent: Consent, at: datetime) -> str:
    if consent.revoked_at is not None:
        return "ended"
    return "over" if consent.until_at <= at else "live"


@require_POST
def end(request: StaffRequest, ref: str, pk: int) -> HttpResponse:
    """It ends now, at the protected person's wish."""
    case = the_case(request, ref, "keep_consents")
    consent = get_object_or_404(Consent.objects.select_related("supporter"), pk=pk, person=case.protected)
    revoke_consent(consent, by=request.user, at=request.now)
    return HttpResponseRedirect(reverse("case_helpers", args=[case.ref]))
