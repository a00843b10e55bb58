"""What the pages of courts and orders share: who sees which, the note of a reading, and the small page with one act."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms as django_forms
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from haven.accounts.once import run_once
from haven.audit.models import ReadingLog
from haven.cases.models import Case
from haven.cases.permissions import may, visible_to
from haven.courts.models import Application, Hearing
from haven.orders.models import Order
from haven.orders.queries import EVERYTHING
from haven.parties.queries import AT_COURT, display_name, needs_of, needs_words
from haven.web.asking import StaffRequest, who
from haven.web.parts.forms import HavenForm
from haven_law.findings import Finding, LawyerMustDecide, Refused

Action = Callable[[dict[str, Any]], str]


class ActForm(HavenForm):
    """A form that changes something: sending it twice has one effect."""

    command_id = django_forms.UUIDField(widget=django_forms.HiddenInput)


def needs_at_court(case: Case) -> list[tuple[str, str]]:
    """What either of them needs at a hearing, as the court and who lists it must know: (who, what)."""
    people = ((_("The protected person"), case.protected_id), (_("The subject"), case.subject_id))
    found = [(who_, [n for n in needs_of(person) if n.kind in AT_COURT]) for who_, person in people]
    return [(who_, "; ".join(needs_words(needs))) for who_, needs in found if needs]


def the_application(request: StaffRequest, ref: str) -> Application:
    """The application, if its case exists for this user: else there is no such page."""
    rows = Application.objects.filter(voided_at__isnull=True, case__in=visible_to(request.user, request.now))
    related = ("case__subject", "case__protected", "court", "force", "after_notice", "document")
    found = rows.select_related(*related).prefetch_related(
        "hearings__outcomes", "hearings__court", "case__subject__names"
    )
    return get_object_or_404(found, ref=ref)


def the_hearing(request: StaffRequest, public_id: str) -> Hearing:
    """The hearing, if its case exists for this user: else there is no such page."""
    rows = Hearing.objects.filter(voided_at__isnull=True, application__case__in=visible_to(request.user, request.now))
    related = (
        "application__case__subject", "application__case__protected", "application__case__lead_force",
        "application__after_notice__proposal", "application__court", "application__force", "court", "sitting",
        "notice_document",
    )  # fmt: skip
    found = rows.select_related(*related).prefetch_related(
        "outcomes__next_hearing__court", "outcomes__orders", "application__case__subject__names"
    )
    return get_object_or_404(found, public_id=public_id)


def the_order(request: StaffRequest, ref: str) -> Order:
    """The order, if its case exists for this user: else there is no such page."""
    return _seen(request, ref, Order.objects.filter(voided_at__isnull=True))


def any_order(request: StaffRequest, ref: str) -> Order:
    """As `the_order`, and one that was entered in error: its page says so."""
    return _seen(request, ref, Order.objects.all())


def _seen(request: StaffRequest, ref: str, orders: QuerySet[Order]) -> Order:
    rows = orders.filter(case__in=visible_to(request.user, request.now))
    return get_object_or_404(_whole(rows), ref=ref)


def the_order_to_serve(request: StaffRequest, ref: str) -> Order:
    """As `the_order`, and for an officer of another force, who may serve an order without seeing the rest of the case."""
    seen = Order.objects.filter(ref=ref, voided_at__isnull=True, case__in=visible_to(request.user, request.now))
    if seen.exists():
        return get_object_or_404(_whole(seen), ref=ref)
    order = get_object_or_404(_whole(Order.objects.filter(voided_at__isnull=True)), ref=ref)
    may(request.user, "serve_order", order.case, request.now).require()
    return order


def _whole(rows: QuerySet[Order]) -> QuerySet[Order]:
    related = ("case__subject", "case__protected", "subject", "made_by", "outcome__hearing__application__after_notice")
    return rows.select_related(*related, "effect_waits_for").prefetch_related(
        *EVERYTHING, "versions__document", "versions__service__attempt__by_user", "case__subject__names"
    )


def may_do(request: StaffRequest, operation: str, case: Case) -> bool:
    return may(request.user, operation, case, request.now).lawful is True


def log(request: StaffRequest, case: Case, operation: str) -> None:
    """Who looked, written before anything is shown."""
    asking = who(request)
    roles = ", ".join(sorted(asking.roles))
    ReadingLog.objects.create(actor_key=asking.key, role=roles, operation=operation, case_ref=case.ref)


@dataclass(frozen=True)
class ActPage:
    """A small page with one act. `action` carries it out with the cleaned answers and says where to go then; `fields_of`
    puts the reason of a refusal beside its field, by provision."""

    template: str
    form: type[HavenForm]
    operation: str
    case: Case
    what: str
    action: Action
    initial: Mapping[str, Any] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)
    form_options: Mapping[str, Any] = field(default_factory=dict)
    fields_of: Mapping[str, str] = field(default_factory=dict)


def act_page(request: StaffRequest, page: ActPage) -> HttpResponse:
    """Show the page, or carry the act out. Who may is asked before it is shown; a refusal is said on it, and what was
    typed stays."""
    may(request.user, page.operation, page.case, request.now).require()
    options = {"now": request.now, **page.form_options}
    if request.method == "POST":
        form = page.form(request.POST, **options)
        answer = _carry_out(request, page, form) if form.is_valid() else None
        if answer is not None:
            return answer
    else:
        form = page.form(initial={"command_id": uuid.uuid4(), **page.initial}, **options)
    context = {
        "form": form,
        "case": page.case,
        "name": display_name(page.case.subject),
        "now": request.now,
        **page.more,
    }
    return render(request, page.template, context, status=422 if form.errors else 200)


def _carry_out(request: StaffRequest, page: ActPage, form: HavenForm) -> HttpResponse | None:
    def act() -> dict[str, Any]:
        return {"next": page.action(form.cleaned_data)}

    try:
        done = run_once(by=request.user, command_id=form.cleaned_data["command_id"], what=page.what, action=act)
    except Refused as problem:
        refuse_beside(form, problem.findings, page.fields_of)
        if isinstance(problem, LawyerMustDecide):
            form.add_error(None, "A lawyer must decide first")
        return None
    return HttpResponseRedirect(done["next"])


def refuse_beside(form: HavenForm, findings: Iterable[Finding], fields_of: Mapping[str, str]) -> None:
    """Each reason beside its field, the rest at the top."""
    for finding in findings:
        name = fields_of.get(finding.provision)
        form.refuse([finding], name if name in form.fields else None)
