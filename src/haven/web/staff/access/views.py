"""Acts on a whole case: a page that lists what this person may do, and a small page for each."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from haven.accounts.once import run_once
from haven.cases.models import Case
from haven.cases.operations.assign_case import AssignCase, assign_case
from haven.cases.operations.close_case import CloseCase, close_case
from haven.cases.operations.declare_conflict import FOR_OTHERS, DeclareConflict, declare_conflict
from haven.cases.operations.name_on_restriction import NameOnRestriction, name_on_restriction
from haven.cases.operations.restrict_case import RestrictCase, restrict_case
from haven.cases.operations.share_case import EndSharing, ShareCase, end_sharing, share_case
from haven.cases.operations.transfer_case import TransferCase, transfer_case
from haven.cases.permissions import may, visible_to
from haven.parties.queries import display_name
from haven.web.asking import StaffRequest, rights, who
from haven.web.parts.case_facts import RECORD, offered_facts
from haven.web.staff.access import forms
from haven_law.findings import Refused

Carry = Callable[[StaffRequest, Case, Any], object]


@dataclass(frozen=True)
class Act:
    """One act: its words, the operation that must be allowed, its form, and how it is carried out."""

    words: Any
    operation: str
    form: type[forms.ActForm]
    carry_out: Carry
    note: Any = ""
    own_force: bool = True


def _assign(request: StaffRequest, case: Case, form: forms.AssignForm) -> object:
    team, user = form.chosen()
    return assign_case(AssignCase(case.ref, form.cleaned_data["role"], team, user), by=request.user, at=request.now)


def _share(request: StaffRequest, case: Case, form: forms.ShareForm) -> object:
    typed = form.cleaned_data
    command = ShareCase(case.ref, typed["force"], typed["access"], typed["why"], form.ends_at())
    return share_case(command, by=request.user, at=request.now)


def _end_sharing(request: StaffRequest, case: Case, form: forms.EndSharingForm) -> object:
    typed = form.cleaned_data
    return end_sharing(EndSharing(case.ref, typed["force"], typed["why"]), by=request.user, at=request.now)


def _transfer(request: StaffRequest, case: Case, form: forms.TransferForm) -> object:
    typed = form.cleaned_data
    command = TransferCase(case.ref, typed["force"], typed["why"], typed["area"])
    return transfer_case(command, by=request.user, at=request.now)


def _conflict(request: StaffRequest, case: Case, form: forms.ConflictForm) -> object:
    typed = form.cleaned_data
    user = int(typed["user"]) if typed.get("user") else None
    command = DeclareConflict(case.ref, typed["nature"], typed["whom"], user)
    return declare_conflict(command, by=request.user, at=request.now)


def _restrict(request: StaffRequest, case: Case, form: forms.RestrictForm) -> object:
    typed = form.cleaned_data
    return restrict_case(RestrictCase(case.ref, typed["because"], typed["desk"]), by=request.user, at=request.now)


def _name(request: StaffRequest, case: Case, form: forms.NameForm) -> object:
    command = NameOnRestriction(case.ref, int(form.cleaned_data["user"]), form.ends_at())
    return name_on_restriction(command, by=request.user, at=request.now)


def _close(request: StaffRequest, case: Case, form: forms.CloseForm) -> object:
    return close_case(CloseCase(case.ref, form.cleaned_data["because"]), by=request.user, at=request.now)


ACTS: dict[str, Act] = {
    "assign": Act(gettext_lazy("Give the case to somebody"), "assign_case", forms.AssignForm, _assign),
    "share": Act(gettext_lazy("Share it with another force"), "share_case", forms.ShareForm, _share),
    "end-sharing": Act(
        gettext_lazy("End a sharing"),
        "share_case",
        forms.EndSharingForm,
        _end_sharing,
        gettext_lazy("That force no longer sees the case from now on. What it has read stays recorded."),
    ),
    "transfer": Act(
        gettext_lazy("Move it to another force"),
        "transfer_case",
        forms.TransferForm,
        _transfer,
        gettext_lazy(
            "The other force leads the case from now on. This force can read it for 12 months. While a notice is live the "
            "case stays with the force that gave it, which must apply to the court: share the case instead."
        ),
    ),
    "conflict": Act(
        gettext_lazy("Declare a conflict"),
        "declare_conflict",
        forms.ConflictForm,
        _conflict,
        gettext_lazy(
            "The case no longer exists for that person: no list and no page shows it. Two people can lift this."
        ),
        own_force=False,
    ),
    "restrict": Act(
        gettext_lazy("Restrict it to named people"),
        "restrict_case",
        forms.RestrictForm,
        _restrict,
        gettext_lazy("For everybody else the case does not exist, but for the answer at a door."),
    ),
    "name": Act(gettext_lazy("Name somebody on the restriction"), "name_on_restriction", forms.NameForm, _name),
    "close": Act(
        gettext_lazy("Close the case"),
        "close_case",
        forms.CloseForm,
        _close,
        gettext_lazy("It stays readable. It can be closed only when nothing of it runs."),
    ),
}


def the_case(request: StaffRequest, ref: str) -> Case:
    rows = visible_to(request.user, request.now).select_related("subject", "lead_force")
    return get_object_or_404(rows.prefetch_related("subject__names"), ref=ref)


def offered(request: StaffRequest, case: Case) -> list[tuple[str, Any]]:
    """What this person may do with this case as it stands: address and words."""
    restricted = case.restrictions.filter(lifted_at__isnull=True).exists()
    leads = request.user.force_id == case.lead_force_id
    allowed, found = rights(request, case), []
    for code, act in ACTS.items():
        fits = {
            "name": restricted,
            "restrict": not restricted,
            "close": not case.closed_at,
            "end-sharing": bool(forms.shared_with(case, request.now)),
        }.get(code, True)
        if fits and (leads or not act.own_force) and allowed(act.operation):
            found.append((reverse("case_act", args=[case.ref, code]), act.words))
    if restricted and allowed("lift_restriction"):
        found.append((reverse("case_restriction", args=[case.ref]), _("Lift the restriction")))
    return found + _elsewhere(case, allowed)


def _elsewhere(case: Case, allowed: Callable[[str], bool]) -> list[tuple[str, Any]]:
    """Pages of other parts that begin from a case."""
    found = []
    if allowed("record_case_facts"):
        found.append((reverse("subject_event", args=[case.ref]), _("Record death, prison or removal of the subject")))
    if case.subject.died_on is not None and allowed("correct_death"):
        found.append((reverse("correct_death", args=[case.ref]), _("Correct the record of the death")))
    if allowed("reveal_place"):
        found.append((reverse("case_sealed", args=[case.ref]), _("Open what is sealed, with a second person")))
    if allowed("propose_notice"):
        found.append((reverse("propose_in_case", args=[case.ref]), _("Ask for a notice in this case")))
    return found


@require_safe
def acts(request: StaffRequest, ref: str) -> HttpResponse:
    case = the_case(request, ref)
    may(request.user, "see_case", case, request.now).require()
    standards = may(request.user, "lift_conflict", case, request.now).lawful
    conflicts = []
    if standards:
        people = [case.subject_id, case.protected_id]
        rows = case.conflicts.model.objects.filter(lifted_at__isnull=True).select_related("user")
        conflicts = [c for c in rows.filter(person__in=people) | rows.filter(case=case)]
    values = {
        "case": case,
        "name": display_name(case.subject),
        "facts": offered_facts(case) if rights(request, case)(RECORD) else [],
        "offered": offered(request, case),
        "conflicts": conflicts,
    }
    return render(request, "staff/access/acts.html.j2", values)


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: StaffRequest, ref: str, act: str) -> HttpResponse:
    """Who may is asked before the page is shown; a refusal is said on it, and what was typed stays."""
    chosen = ACTS.get(act)
    if chosen is None:
        raise Http404
    case = the_case(request, ref)
    may(request.user, chosen.operation, case, request.now).require()
    form_class = chosen.form
    if act == "conflict" and not who(request).roles & FOR_OTHERS:
        form_class = forms.OwnConflictForm
    if request.method == "POST":
        form = form_class(request.POST, now=request.now, case=case)
        if form.is_valid() and _done(request, case, act, chosen, form):
            return HttpResponseRedirect(_after(request, case))
    else:
        form = form_class(initial=_initial(request), now=request.now, case=case)
    values = {
        "form": form,
        "act": act,
        "case": case,
        "name": display_name(case.subject),
        "page_title": chosen.words,
        "note": chosen.note,
        "fields": [f for f in form.fields if f != "command_id"],
    }
    return render(request, "staff/access/act.html.j2", values, status=422 if form.errors else 200)


def _initial(request: StaffRequest) -> dict[str, Any]:
    return {"command_id": uuid.uuid4(), "user": str(request.user.pk)}


def _done(request: StaffRequest, case: Case, act: str, chosen: Act, form: forms.ActForm) -> bool:
    def action() -> dict[str, Any]:
        chosen.carry_out(request, case, form)
        return {}

    try:
        run_once(by=request.user, command_id=form.cleaned_data["command_id"], what=f"{act} {case.ref}", action=action)
    except Refused as refused:
        form.refuse(refused.findings)
        return False
    return True


def _after(request: StaffRequest, case: Case) -> str:
    """Back to the case, or to the list where it no longer exists for this person."""
    still = visible_to(request.user, request.now).filter(pk=case.pk).exists()
    return reverse("case", args=[case.ref]) if still else reverse("cases")
