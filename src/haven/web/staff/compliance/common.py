"""What these pages share: the order or requirement that exists for whoever asks, and the small page with one act."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms as django_forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render

from haven.accounts.once import run_once
from haven.audit.operations.record_reading import record_reading
from haven.cases.models import Case
from haven.cases.permissions import may, visible_to
from haven.compliance.models import Supervision
from haven.orders.models import Order
from haven.orders.queries import EVERYTHING
from haven.parties.queries import display_name
from haven.web.asking import StaffRequest, who
from haven.web.parts.forms import HavenForm
from haven_law.findings import Finding, Refused

Action = Callable[[dict[str, Any]], str]


class ActForm(HavenForm):
    """A form that changes something: sending it twice has one effect."""

    command_id = django_forms.UUIDField(widget=django_forms.HiddenInput)


def the_order(request: StaffRequest, ref: str, reading: str = "") -> Order:
    """The order, if its case exists for this user; a look at it is written down first."""
    rows = Order.objects.filter(voided_at__isnull=True, case__in=visible_to(request.user, request.now))
    related = ("case__subject", "case__protected", "subject", "made_by", "force")
    found = rows.select_related(*related).prefetch_related(*EVERYTHING, "case__subject__names")
    order = get_object_or_404(found, ref=ref)
    if reading:
        record_reading(who(request), reading, case_ref=order.case.ref)
    return order


def the_order_at_a_station(request: StaffRequest, ref: str) -> tuple[Order, bool]:
    """The order, also for an officer of another force, at whose station the subject may have to notify (s.42(2)). Whether
    the case exists for them otherwise."""
    own = Order.objects.filter(ref=ref, voided_at__isnull=True, case__in=visible_to(request.user, request.now)).exists()
    if own:
        return the_order(request, ref), True
    rows = Order.objects.filter(voided_at__isnull=True).select_related("case__subject", "subject", "made_by", "force")
    order = get_object_or_404(rows, ref=ref)
    may(request.user, "record_notification", order.case, request.now).require()
    return order, False


def the_supervision(request: StaffRequest, public_id: uuid.UUID) -> Supervision:
    rows = Supervision.objects.filter(order__case__in=visible_to(request.user, request.now))
    related = (
        "order__case__subject", "order__force", "order__outcome__hearing__application", "responsible", "account__user",
    )  # fmt: skip
    found = rows.select_related(*related).prefetch_related("order__case__subject__names", "reports__recorded_by")
    return get_object_or_404(found, public_id=public_id)


def may_do(request: StaffRequest, operation: str, case: Case | None) -> bool:
    return may(request.user, operation, case, request.now).lawful is True


@dataclass(frozen=True)
class ActPage:
    """A small page with one act. `action` carries it out with the cleaned answers and says where to go then; `fields_of`
    puts the reason of a refusal beside its field, by provision."""

    template: str
    form: type[HavenForm]
    operation: str
    case: Case | None
    what: str
    action: Action
    initial: Mapping[str, Any] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)
    form_options: Mapping[str, Any] = field(default_factory=dict)
    fields_of: Mapping[str, str] = field(default_factory=dict)


def act_page(request: StaffRequest, page: ActPage) -> HttpResponse:
    """Show the page, or carry the act out. A refusal is said on it, and what was typed stays."""
    may(request.user, page.operation, page.case, request.now).require()
    options = {"now": request.now, **page.form_options}
    if request.method == "POST":
        form = page.form(request.POST, **options)
        answer = _carry_out(request, page, form) if form.is_valid() else None
        if answer is not None:
            return answer
    else:
        form = page.form(initial={"command_id": uuid.uuid4(), **page.initial}, **options)
    name = display_name(page.case.subject) if page.case is not None else ""
    context = {"form": form, "case": page.case, "name": name, "now": request.now, **page.more}
    return render(request, page.template, context, status=422 if form.errors else 200)


def _carry_out(request: StaffRequest, page: ActPage, form: HavenForm) -> HttpResponse | None:
    def act() -> dict[str, Any]:
        return {"next": page.action(form.cleaned_data)}

    try:
        done = run_once(by=request.user, command_id=form.cleaned_data["command_id"], what=page.what, action=act)
    except Refused as problem:
        refuse_beside(form, problem.findings, page.fields_of)
        return None
    return HttpResponseRedirect(done["next"])


def refuse_beside(form: HavenForm, findings: Iterable[Finding], fields_of: Mapping[str, str]) -> None:
    """Each reason beside its field, the rest at the top."""
    for finding in findings:
        name = fields_of.get(finding.provision)
        form.refuse([finding], name if name in form.fields else None)
