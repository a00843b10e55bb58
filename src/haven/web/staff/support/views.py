"""News to tell, how a protected person may be reached, and the card that proves that it is them."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Case as CaseOf
from django.db.models import When
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from haven.audit.operations.record_reading import record_reading
from haven.cases.models import Case
from haven.cases.permissions import may, visible_to
from haven.parties.models import Channel
from haven.parties.queries import display_name
from haven.support.kinds import BY_CODE, is_danger
from haven.support.models import Asked, LineCredential, NewsPreference, Update
from haven.support.operations.agree_plan import AgreePlan, agree_plan
from haven.support.operations.give_card import give_card
from haven.support.operations.mark_told import mark_told
from haven.support.operations.record_attempt import attempts, record_attempt
from haven.support.plans import plan_row, plan_view, wishes_of
from haven.web.asking import StaffRequest, require, who
from haven.web.once import once
from haven.web.staff.cases.contact import contact_alert
from haven.web.staff.support.forms import WAYS, AttemptForm, CardForm, PlanForm, ToldForm

PAGE = 40
# The row of the gate's table that says: this cannot wait.
CALL_NOW = 2


def the_case(request: StaffRequest, ref: str, operation: str) -> Case:
    """The case, if it exists for this person and they may do this; the look at it is written down."""
    rows = visible_to(who(request), request.now).select_related("subject", "protected")
    case = get_object_or_404(rows.prefetch_related("subject__names"), ref=ref)
    may(request.user, operation, case, request.now).require()
    record_reading(who(request), operation, case_ref=case.ref)
    return case


@require_safe
def updates(request: StaffRequest) -> HttpResponse:
    """What protected people have not been told yet, the earliest clock first."""
    asking = require(request, "tell_protected")
    rows = Update.objects.filter(case__in=visible_to(asking, request.now)).exclude(state="closed")
    rows = rows.select_related("case__subject", "clock", "event").prefetch_related("case__subject__names")
    start = request.GET.get("from", "0")
    first = int(start) if start.isascii() and start.isdigit() and len(start) < 7 else 0
    urgent = CaseOf(When(gate_rule=CALL_NOW, then=0), default=1)
    found = list(rows.order_by(urgent, "clock__act_by", "pk")[first : first + PAGE + 1])
    values = {
        "rows": [
            (u, BY_CODE[u.kind].words, display_name(u.case.subject), u.clock.act_by < request.now) for u in found[:PAGE]
        ],
        "older": f"/updates?from={first + PAGE}" if len(found) > PAGE else None,
        "newer": "/updates" if first else None,
        "states": Update.STATES,
        "call_now": CALL_NOW,
        "may_manage": may(request.user, "manage_support_workers", None, request.now).lawful,
        "now": request.now,
    }
    return render(request, "staff/support/updates.html.j2", values)


@require_http_methods(["GET", "HEAD", "POST"])
def told(request: StaffRequest, ref: uuid.UUID) -> HttpResponse:
    """One piece of news: what may be done with it now by the plan, what was tried, and the record that they were told."""
    update = _update(request, ref)
    form = ToldForm(request.POST or None, initial={"command_id": uuid.uuid4()}, now=request.now)
    if request.method == "POST" and form.is_valid():
        act = lambda: mark_told(update, how=form.cleaned_data["how"], by=request.user, at=request.now)  # noqa: E731
        if once(request, form, f"told {update.ref}", act):
            return HttpResponseRedirect(reverse("updates"))
    return _told_page(request, update, told_form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def attempt(request: StaffRequest, ref: uuid.UUID) -> HttpResponse:
    """They were not reached: by which way. The same page, opened at the other question."""
    update = _update(request, ref)
    form = AttemptForm(request.POST or None, initial={"command_id": uuid.uuid4()}, now=request.now)
    if request.method == "POST" and form.is_valid():
        how = form.cleaned_data["tried"]
        act = lambda: record_attempt(update, how=how, by=request.user, at=request.now)  # noqa: E731
        if once(request, form, f"attempt {update.ref}", act):
            return HttpResponseRedirect(reverse("update", args=[update.ref]))
    return _told_page(request, update, attempt_form=form)


def _update(request: StaffRequest, ref: uuid.UUID) -> Update:
    asking = require(request, "tell_protected")
    rows = Update.objects.filter(case__in=visible_to(asking, request.now))
    related = ("case__subject", "case__protected", "clock", "event", "told_by")
    update: Update = get_object_or_404(rows.select_related(*related), ref=ref)
    may(request.user, "tell_protected", update.case, request.now).require()
    record_reading(asking, "tell_protected", case_ref=update.case.ref)
    return update


def _told_page(
    request: StaffRequest,
    update: Update,
    told_form: ToldForm | None = None,
    attempt_form: AttemptForm | None = None,
) -> HttpResponse:
    start = {"command_id": uuid.uuid4()}
    told_form = told_form or ToldForm(initial=start, now=request.now)
    sent = attempt_form or told_form
    values = {
        "update": update,
        "words": BY_CODE[update.kind].words,
        "subject": display_name(update.case.subject),
        "contact": contact_alert(update.case.protected, request.now),
        "form": sent,
        "told_form": told_form,
        "attempt_form": attempt_form or AttemptForm(initial=start, now=request.now),
        "attempting": attempt_form is not None,
        "tried": attempts(update),
        "danger": is_danger(BY_CODE[update.kind], update.event.facts),
        "how_words": Update.TOLD_HOW,
        "states": Update.STATES,
    }
    return render(request, "staff/support/told.html.j2", values, status=422 if sent.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: StaffRequest, ref: str) -> HttpResponse:
    """The plan in a sentence, and the questions that make a new version of it."""
    case = the_case(request, ref, "agree_safe_contact")
    plan = plan_row(case.protected_id)
    kept = frozenset(Channel.objects.filter(plan=plan, handle__isnull=False).values_list("kind", flat=True)) & set(WAYS)
    if request.method == "POST":
        form = PlanForm(request.POST, kept=frozenset(kept), now=request.now)
        if form.is_valid() and once(request, form, f"plan {case.ref}", lambda: _agree(request, case, form)):
            return HttpResponseRedirect(reverse("case", args=[case.ref]))
    else:
        form = PlanForm(initial=_as_it_is(plan, kept), kept=frozenset(kept), now=request.now)
    values = {
        "case": case,
        "form": form,
        "ways": [(way, f"{way}_use") for way in WAYS],
        "contact": contact_alert(case.protected, request.now),
        "name": display_name(case.subject),
        "never_open": bool(form["never_days"].value() or form["never_from"].value() or form["never_to"].value()),
        "asks_open": bool(form["asks"].value()),
        "stale": plan is not None and bool((view := plan_view(case.protected_id, request.now)) and view.triggered),
        "may_give_card": may(request.user, "give_card", case, request.now).lawful,
        "asked": Asked.objects.filter(case=case, answered_at__isnull=True),
    }
    return render(request, "staff/support/contact.html.j2", values, status=422 if form.errors else 200)


def _agree(request: StaffRequest, case: Case, form: PlanForm) -> None:
    command = AgreePlan(
        case.ref, form.facts(), form.wishes(), form.ways_kept(), after_version=form.cleaned_data["after_version"]
    )
    agree_plan(command, by=request.user, at=request.now)


def _as_it_is(plan: Any, kept: Any) -> dict[str, Any]:
    """The answers of the version that stands, as far as they may be shown: no number, no address."""
    initial: dict[str, Any] = {"command_id": uuid.uuid4(), "after_version": 0}
    if plan is None:
        return initial
    wishes = wishes_of(plan)
    initial |= {f"{way}_use": "keep" if way in kept else "no" for way in WAYS}
    for window in plan.windows.order_by("-pk"):
        initial |= {
            f"{window.kind}_days": [str(n) for n in window.days],
            f"{window.kind}_from": window.from_local,
            f"{window.kind}_to": window.to_local,
        }
    asked = NewsPreference.objects.filter(plan=plan, when="if_asked").values_list("update_kind", flat=True)
    return initial | {
        "after_version": plan.version,
        "mode": plan.mode,
        "greeting": wishes.greeting,
        "language": wishes.language,
        "others": wishes.other_answers,
        "told_as": plan.told_as,
        "interpreter": plan.interpreter_wanted,
        "line_news": wishes.line_news_allowed,
        "asks": list(asked),
        "feedback": plan.feedback_ok,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def card(request: StaffRequest, ref: str) -> HttpResponse:
    """Give or renew the card. Its number stands on the answer to the press, and on no page afterwards."""
    case = the_case(request, ref, "give_card")
    held = LineCredential.objects.filter(person=case.protected, ended_at__isnull=True).first()
    form = CardForm(request.POST or None, initial={"command_id": uuid.uuid4()}, now=request.now)
    given: list[LineCredential] = []
    if request.method == "POST" and form.is_valid():
        act = lambda: given.append(give_card(form.command(case.ref), by=request.user, at=request.now))  # noqa: E731
        if once(request, form, f"card {case.ref}", act):
            new = given[0] if given and (held is None or given[0].pk != held.pk) else None
            given_values = {"case": case, "card": new, "again": not given}
            return render(request, "staff/support/card_given.html.j2", given_values)
    # What was typed is not sent back: not even the person who typed it sees it again.
    shown = CardForm(initial={"command_id": uuid.uuid4()}, now=request.now) if not form.errors else form
    values: dict[str, Any] = {"case": case, "form": shown, "held": held, "name": display_name(case.subject)}
    return render(request, "staff/support/card.html.j2", values, status=422 if form.errors else 200)
