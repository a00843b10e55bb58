"""Who may be one person, decided by two; and checks by address that wait for a supervisor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from haven.accounts.models import User
from haven.audit.operations.record_reading import record_reading
from haven.parties.models import Person
from haven.parties.queries import born_words, display_name
from haven.register.models import AddressLock, SamePerson, SealedProbe
from haven.register.operations.same_person import OPEN, decide, evidence_of, to_decide
from haven.register.operations.sealed_address import open_address_checks
from haven.web.asking import StaffRequest, require
from haven.web.parts.forms import HavenForm, TextField, WholeNumberField
from haven_law.findings import Refused

# What may be done in each state: the step, its words, and whether it is the other person's.
STEPS: dict[str, list[tuple[str, Any, bool]]] = {
    "suggested": [
        ("propose", gettext_lazy("They are one person"), False),
        ("apart", gettext_lazy("They are two people"), False),
    ],
    "proposed": [
        ("merge", gettext_lazy("Agree: one person"), True),
        ("apart", gettext_lazy("They are two people"), False),
    ],
    "merged": [("undo", gettext_lazy("Take them apart again"), False)],
    "undoing": [
        ("split", gettext_lazy("Agree: take them apart"), True),
        ("keep", gettext_lazy("They stay one person"), True),
    ],
}


class StepForm(HavenForm):
    pair = WholeNumberField(label="", least=1, most=2**60)
    step = TextField(label="", max_length=10)
    because = TextField(label=gettext_lazy("What shows it"), required=False, max_length=400)


@dataclass(frozen=True)
class Side:
    """One of the two rows, as it is recorded."""

    name: str
    born: str
    other_names: str
    postcodes: str
    cases: int
    since: Any


@require_http_methods(["GET", "HEAD", "POST"])
def same_person(request: StaffRequest) -> HttpResponse:
    """Pairs side by side with the evidence. One step a press, each with its reason; the second is another person's."""
    asking = require(request, "decide_same_person")
    form = StepForm(request.POST or None, now=request.now)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            row = decide(typed["pair"], typed["step"], because=typed["because"], by=request.user, at=request.now)
        except Refused as refused:
            form.refuse(refused.findings, "because")
        except ValueError:
            form.add_error("because", _("Choose what to do with the two"))
        else:
            return HttpResponseRedirect(f"{reverse('same_person')}?said={row.state}")
    rows = to_decide(request.user, request.now)
    record_reading(asking, "see_same_person", row_count=len(rows))
    values = {
        "form": form,
        "open_rows": [_pair(row, request) for row in rows if row.state in OPEN],
        "merged_rows": [_pair(row, request) for row in rows if row.state == "merged"],
        "pair": form["pair"].value() if form.is_bound else None,
        "said": SAID.get(request.GET.get("said", "")),
    }
    return render(request, "staff/register/same_person.html.j2", values, status=422 if form.errors else 200)


SAID = {
    "proposed": gettext_lazy("Proposed. Somebody else decides it."),
    "merged": gettext_lazy("They are one person now. Either row finds everything."),
    "undoing": gettext_lazy("Proposed to take apart. Somebody else decides it."),
    "apart": gettext_lazy("They stay two people. This pair is not suggested again."),
}


def _pair(row: SamePerson, request: StaffRequest) -> dict[str, Any]:
    mine = row.asked_by_id == request.user.pk
    return {
        "row": row,
        "sides": [_side(row.kept), _side(row.merged)],
        "evidence": row.evidence or evidence_of(row.kept, row.merged, request.now),
        "steps": [(step, words) for step, words, other in STEPS.get(row.state, []) if not (other and mine)],
        "mine": mine,
        "history": [(STEP_WORDS[s.step], s) for s in row.steps.all()],
    }


STEP_WORDS = {
    "suggested": gettext_lazy("Suggested by the nightly comparison"),
    "propose": gettext_lazy("Proposed as one person"),
    "merge": gettext_lazy("Agreed: one person"),
    "apart": gettext_lazy("Two people"),
    "undo": gettext_lazy("Proposed to take apart"),
    "split": gettext_lazy("Taken apart"),
    "keep": gettext_lazy("Stays one person"),
}


def _side(person: Person) -> Side:
    names = [n.as_written for n in person.names.all() if n.voided_at is None]
    shown = display_name(person)
    codes = sorted({a.postcode for a in person.addresses.all() if a.voided_at is None and a.postcode})
    cases = person.cases_as_subject.count() + person.cases_as_protected.count()
    others = ", ".join(n for n in dict.fromkeys(names) if n != shown)
    return Side(shown, born_words(person), others, ", ".join(codes), cases, person.recorded_at)


class LookedForm(HavenForm):
    user = WholeNumberField(label="", least=1, most=2**60)
    words = TextField(label=gettext_lazy("What you looked at, and what you found"), required=False, max_length=400)


@require_http_methods(["GET", "HEAD", "POST"])
def address_checks(request: StaffRequest) -> HttpResponse:
    """Officers of the force to whom checks by address are closed. A supervisor says what they found, and opens them."""
    asking = require(request, "open_address_checks")
    form = LookedForm(request.POST or None, now=request.now)
    if request.method == "POST" and form.is_valid():
        officer = get_object_or_404(User, pk=form.cleaned_data["user"], force=request.user.force)
        try:
            open_address_checks(officer, words=form.cleaned_data["words"], by=request.user, at=request.now)
        except Refused as refused:
            form.refuse(refused.findings, "words")
        else:
            return HttpResponseRedirect(f"{reverse('address_checks')}?said=open")
    locks = (
        AddressLock.objects.filter(looked_at=None, user__force=request.user.force)
        .select_related("user")
        .order_by("from_at")
    )
    record_reading(asking, "see_address_checks", row_count=len(locks))
    rows = [
        (lock, SealedProbe.objects.filter(user=lock.user, at__lte=lock.from_at).order_by("-at")[:10]) for lock in locks
    ]
    said = _("Checks by address are open again.") if request.GET.get("said") == "open" else None
    values = {"form": form, "rows": rows, "officer": form["user"].value() if form.is_bound else None, "said": said}
    return render(request, "staff/register/address_checks.html.j2", values, status=422 if form.errors else 200)
