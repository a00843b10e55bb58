"""The page of an order, and what is recorded from it: service, awareness, review, correction, end."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from haven.accounts.once import run_once
from haven.cases.permissions import may, visible_to
from haven.courts.requirements import Lasts
from haven.orders.changes import facts_of
from haven.orders.facts import clause_in, versions_of
from haven.orders.models import Order
from haven.orders.operations.correct_order import CorrectOrder, correct_order
from haven.orders.operations.end_order import (
    AskEventEnd,
    DischargeOrder,
    ask_event_end,
    decline_event_end,
    discharge_order,
    end_order_by_event,
    pending_end,
)
from haven.orders.operations.keep_watch import ReviewOrder, SubjectEvent, record_subject_event, review_order
from haven.orders.operations.serve_order import (
    CAPACITY_RULE,
    IDENTITY_RULE,
    TIME_RULE,
    RecordAwareness,
    record_awareness,
    serve_order,
)
from haven.parties.queries import display_name
from haven.web.asking import StaffRequest, who
from haven.web.court import terms
from haven.web.court.common import ActPage, act_page, any_order, log, may_do, the_order, the_order_to_serve
from haven.web.court.orders import forms
from haven.web.court.orders.page import order_context
from haven_law.findings import Refused
from haven_law.terms import VOCABULARY

# Beside which field the reason of a refused service stands.
SERVICE_BESIDE = {
    "MCR 1981 r.19": "result",
    CAPACITY_RULE: "capacity",
    IDENTITY_RULE: "identity",
    TIME_RULE: "served_at",
    "Haven order states": "served_at",
}


@require_safe
def show(request: StaffRequest, ref: str) -> HttpResponse:
    """An order: where it stands, its clauses, its versions, its service, what may be done."""
    order = any_order(request, ref)
    may(request.user, "see_case", order.case, request.now).require()
    log(request, order.case, "see_order")
    context = order_context(request, order) | {"may_correct": may_do(request, "correct_order", order.case)}
    return render(request, "court/order.html.j2", context)


def _back(ref: str) -> str:
    return reverse("order", args=[ref])


@require_http_methods(["GET", "HEAD", "POST"])
def serve(request: StaffRequest, ref: str) -> HttpResponse:
    """Record that the newest version was handed over, or that somebody tried. The court does so in court."""
    order = the_order_to_serve(request, ref)
    version = versions_of(order)[-1]
    own = visible_to(request.user, request.now).filter(pk=order.case_id).exists()

    def action(data: dict[str, Any]) -> str:
        form = forms.ServeForm(request.POST, now=request.now, capacities=_capacities(request))
        form.is_valid()
        serve_order(form.command(ref, version.seq), by=request.user, at=request.now)
        return _back(ref) if own else reverse("home")

    court = "court_user" in who(request).roles
    start = {"capacity": "court", "place_kind": "court"} if court else {}
    page = ActPage(
        "court/serve_order.html.j2",
        forms.ServeForm,
        "serve_order",
        order.case,
        f"serve {ref} {version.seq}",
        action,
        initial={"served_at": request.now} | start,
        more={"order": order, "version": version, "own": own, "court": court},
        form_options={"capacities": _capacities(request)},
        fields_of=SERVICE_BESIDE,
    )
    return act_page(request, page)


def _capacities(request: StaffRequest) -> tuple[str, ...]:
    """The capacities that this person can hold."""
    asking = who(request)
    found: list[str] = []
    if "court_user" in asking.roles:
        found.append("court")
    if asking.constable:
        found.append("constable")
    if asking.police:
        found.append("police_employee")
    return (*found, "process_server", "other_as_directed")


@require_http_methods(["GET", "HEAD", "POST"])
def awareness(request: StaffRequest, ref: str) -> HttpResponse:
    def action(data: dict[str, Any]) -> str:
        command = RecordAwareness(ref, data["how"], data["aware_at"], data["proof"])
        record_awareness(command, by=request.user, at=request.now)
        return _back(ref)

    return _small(request, ref, "awareness", "serve_order", forms.AwarenessForm, action, {"aware_at": request.now})


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: StaffRequest, ref: str) -> HttpResponse:
    def action(data: dict[str, Any]) -> str:
        review_order(ReviewOrder(ref, bool(data["still_needed"])), by=request.user, at=request.now)
        return _back(ref)

    return _small(request, ref, "review", "end_order_by_event", forms.ReviewForm, action)


@require_http_methods(["GET", "HEAD", "POST"])
def discharge(request: StaffRequest, ref: str) -> HttpResponse:
    def action(data: dict[str, Any]) -> str:
        command = DischargeOrder(
            ref,
            data["decided_at"],
            data["reasons"],
            no_longer_necessary=data["no_longer_necessary"],
            asked_by_protected=bool(data["asked_by_protected"]),
            protected_heard=data["protected_heard"],
            police_heard_or_not_wished=data["police_heard"],
        )
        discharge_order(command, by=request.user, at=request.now)
        return _back(ref)

    start = {"decided_at": request.now}
    beside = {
        "DAA 2021 s.44(13)": "no_longer_necessary",
        "DAA 2021 s.44(4)(a)": "police_heard",
        "DAA 2021 s.44(4)(b)": "protected_heard",
    }
    return _small(request, ref, "discharge", "vary_order", forms.DischargeForm, action, start, beside)


@require_http_methods(["GET", "HEAD", "POST"])
def event(request: StaffRequest, ref: str) -> HttpResponse:
    """One officer says that the event happened; a second one confirms."""
    order = the_order(request, ref)
    asked = pending_end(order)
    if asked is not None:

        def decide(data: dict[str, Any]) -> str:
            act = end_order_by_event if data["decision"] == "yes" else decline_event_end
            act(ref, by=request.user, at=request.now)
            return _back(ref)

        more = {"order": order, "asked": asked, "own": asked.asked_by.pk == request.user.pk}
        page = ActPage(
            "court/order_event_decide.html.j2",
            forms.DecideEventForm,
            "end_order_by_event",
            order.case,
            f"decide event {ref}",
            decide,
            more=more,
        )
        return act_page(request, page)

    def ask(data: dict[str, Any]) -> str:
        ask_event_end(AskEventEnd(ref, data["proof"], data["happened_at"]), by=request.user, at=request.now)
        return _back(ref)

    return _small(request, ref, "event", "end_order_by_event", forms.AskEventForm, ask)


def _small(
    request: StaffRequest,
    ref: str,
    name: str,
    operation: str,
    form: Any,
    action: Any,
    initial: dict[str, Any] | None = None,
    fields_of: dict[str, str] | None = None,
) -> HttpResponse:
    order = the_order(request, ref)
    page = ActPage(
        f"court/order_{name}.html.j2",
        form,
        operation,
        order.case,
        f"{name} {ref}",
        action,
        initial=initial or {},
        more={"order": order},
        fields_of=fields_of or {},
    )
    return act_page(request, page)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: StaffRequest, ref: str, clause: int) -> HttpResponse:
    """The slip rule: a clause as it should have read."""
    order = the_order(request, ref)
    may(request.user, "correct_order", order.case, request.now).require()
    row = clause_in(versions_of(order)[-1], clause)
    if row is None:
        raise Http404
    others = {
        r.clause: VOCABULARY[r.term].label for r in versions_of(order)[-1].requirements.all() if r.clause != clause
    }
    options: dict[str, Any] = {"term": row.term, "of_order": False, "others": others, "now": request.now}
    if request.method == "POST":
        form = forms.CorrectForm(request.POST, **options)
        _only_blanks(form)
        if form.is_valid() and _corrected(request, order, clause, form):
            return HttpResponseRedirect(_back(ref))
    else:
        start = terms.initial_of(terms.stored_of(facts_of(row, Lasts("order"))))
        start |= {"command_id": uuid.uuid4(), "corrected_at": request.now}
        form = forms.CorrectForm(initial=start, **options)
        _only_blanks(form)
    context = {
        "form": form,
        "order": order,
        "kind": VOCABULARY[row.term],
        "clause": clause,
        "name": display_name(order.case.subject),
        "names": [name for name in form.fields if name.startswith("p_")],
    }
    return render(request, "court/order_correct.html.j2", context, status=422 if form.errors else 200)


def _only_blanks(form: forms.CorrectForm) -> None:
    for name in terms.OF_COURT:
        form.fields.pop(name, None)


def _corrected(request: StaffRequest, order: Order, clause: int, form: forms.CorrectForm) -> bool:
    data = form.cleaned_data
    command = CorrectOrder(order.ref, data["corrected_at"], data["why"], {clause: form.params()})

    def act() -> dict[str, Any]:
        correct_order(command, by=request.user, at=request.now)
        return {}

    try:
        run_once(by=request.user, command_id=data["command_id"], what=f"correct {order.ref} {clause}", action=act)
    except Refused as problem:
        form.refuse(problem.findings)
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def subject_event(request: StaffRequest, ref: str) -> HttpResponse:
    """Death, prison, removal of the subject of a case. No order ends by it."""
    case = get_object_or_404(visible_to(request.user, request.now).select_related("subject", "protected"), ref=ref)

    def action(data: dict[str, Any]) -> str:
        command = SubjectEvent(ref, data["kind"], data["happened_at"], data["words"])
        record_subject_event(command, by=request.user, at=request.now)
        order = case.orders.filter(voided_at__isnull=True).order_by("-made_at").first()
        return _back(order.ref) if order is not None else reverse("case", args=[ref])

    page = ActPage(
        "court/subject_event.html.j2",
        forms.SubjectEventForm,
        "record_case_facts",
        case,
        f"subject event {ref}",
        action,
    )
    return act_page(request, page)
