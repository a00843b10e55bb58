"""A name or date of birth of the subject or the protected person is put right: one asks, another decides."""

from __future__ import annotations

import uuid
from datetime import date

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from haven.audit.operations.record_reading import record_reading
from haven.cases.models import Case, PersonCorrection
from haven.cases.operations.correct_person import (
    PROTECTED,
    SUBJECT,
    WHO,
    DecidePersonCorrection,
    ask_person_correction,
    corrections_of,
    decide_person_correction,
    person_of,
)
from haven.cases.permissions import may, visible_to
from haven.parties.queries import born_words, display_name
from haven.sealed.ciphers import decipher
from haven.web.asking import StaffRequest, who
from haven.web.once import once
from haven.web.parts.words import day, plain_day
from haven.web.staff.cases import correct_forms as forms

TITLES = {
    "name": gettext_lazy("A name is wrong"),
    "later_name": gettext_lazy("A later name"),
    "born": gettext_lazy("The date of birth is wrong"),
}
FORMS: dict[str, type[forms.CorrectForm]] = {
    "name": forms.NameForm,
    "later_name": forms.LaterNameForm,
    "born": forms.BornForm,
}


def _case(request: StaffRequest, ref: str, operation: str, person: str) -> Case:
    """The case, once this person may. The page says the name, so of the protected person it is a look at the name."""
    rows = visible_to(who(request), request.now).select_related("subject", "protected")
    case = get_object_or_404(rows, ref=ref)
    may(request.user, operation, case, request.now).require()
    if person == PROTECTED:
        may(request.user, "see_names", case, request.now).require()
        record_reading(who(request), "see_names", case_ref=case.ref, person_ref=str(case.protected.public_id))
    return case


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: StaffRequest, ref: str, whom: str, what: str) -> HttpResponse:
    """Ask that something be put right. What is refused is said on the page, and what was typed stays."""
    if whom not in WHO or what not in FORMS:
        raise Http404
    case = _case(request, ref, "correct_person", whom)
    person, first = person_of(case, whom), {"command_id": uuid.uuid4()}
    form = FORMS[what](request.POST or None, initial=first, person=person, who=whom, now=request.now)
    if request.method == "POST" and form.is_valid():
        act = lambda: ask_person_correction(form.command(case.ref), by=request.user, at=request.now)  # noqa: E731
        if once(request, form, f"correct {whom} {what} {case.ref}", act):
            return HttpResponseRedirect(reverse("case_people", args=[case.ref]))
    values = {
        "case": case,
        "form": form,
        "what": what,
        "page_title": TITLES[what],
        "caption": _("The subject") if whom == SUBJECT else _("The protected person"),
        "name": display_name(person),
        "born": born_words(person),
        "others": [(reverse("case_correct", args=[case.ref, whom, w]), TITLES[w]) for w in FORMS if w != what],
    }
    return render(request, "staff/cases/correct.html.j2", values, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: StaffRequest, ref: str, pk: int) -> HttpResponse:
    """Decide it, as another person. Once it is decided the case may be closed to whoever decided: then to the list."""
    asked = get_object_or_404(PersonCorrection.objects.select_related("asked_by", "case"), pk=pk, case__ref=ref)
    whom = SUBJECT if asked.person_id == asked.case.subject_id else PROTECTED
    case = _case(request, ref, "decide_person_correction", whom)
    form = forms.DecideForm(request.POST or None, initial={"command_id": uuid.uuid4()}, now=request.now)
    if request.method == "POST" and form.is_valid():
        command = DecidePersonCorrection(case.ref, asked.pk, form.cleaned_data["accept"] == "yes")
        act = lambda: decide_person_correction(command, by=request.user, at=request.now)  # noqa: E731
        if once(request, form, f"decide correction {asked.pk}", act):
            still = visible_to(request.user, request.now).filter(pk=case.pk).exists()
            return HttpResponseRedirect(reverse("case_people", args=[case.ref]) if still else reverse("cases"))
    values = {
        "case": case,
        "form": form,
        "asked": asked,
        "what": TITLES[asked.what],
        "caption": _("The subject") if whom == SUBJECT else _("The protected person"),
        "pairs": (value_words(asked.before), value_words(asked.after)),
        "reasons": decipher(case.ref, asked.reasons_enc),
        "own": asked.asked_by_id == request.user.pk,
    }
    return render(request, "staff/cases/correction.html.j2", values, status=422 if form.errors else 200)


def value_words(value: dict[str, str]) -> str | None:
    """A name, or a date of birth, as it is said."""
    if "words" in value:
        kind = f", {value['kind'].replace('_', ' ')}" if value.get("kind") else ""
        since = (
            _(" from %(day)s") % {"day": plain_day(date.fromisoformat(value["from_day"]))}
            if value.get("from_day")
            else ""
        )
        return f"{value['words']}{kind}{since}" or None
    if not value.get("born"):
        return _("Not known")
    born = date.fromisoformat(value["born"])
    return plain_day(born) if value["precision"] == "day" else str(born.year)


def corrected_lines(case: Case, whom: str) -> list[str]:
    """What was put right of a person, for the tab of people: papers made before say the old value."""
    found = []
    for row in corrections_of(person_of(case, whom)):
        assert row.decided_at is not None
        said = {
            "what": str(TITLES[row.what]).lower() if row.what == "later_name" else PersonCorrection.WHAT[row.what],
            "before": value_words(row.before) or _("nothing"),
            "after": value_words(row.after),
            "day": day(row.decided_at),
        }
        if row.what == "later_name":
            found.append(_("%(after)s was added on %(day)s. Papers issued before stay as they were.") % said)
        else:
            line = _(
                "%(what)s was put right on %(day)s: not %(before)s but %(after)s. Papers issued before stay as they were."
            )
            found.append((line % said)[:1].upper() + (line % said)[1:])
    return found
