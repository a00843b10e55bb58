"""The queue of feedback, one response with what may be done about it, and figures in which nobody can be known."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from haven.audit.operations.record_reading import record_reading
from haven.cases.ladder import kept_from
from haven.cases.models import Case, Deadline
from haven.feedback import measures, queries, states
from haven.feedback.models import REPLY_HOW, FeedbackAction, FeedbackResponse
from haven.feedback.operations import triage
from haven.feedback.operations.actions import LEAST_PEOPLE
from haven.feedback.operations.alerts import SAFETY
from haven.feedback.questions import ASKED, MOMENTS
from haven.feedback.signs import SIGNS
from haven.parties.queries import display_name
from haven.sealed.ciphers import decipher
from haven.web.asking import StaffRequest, require, who
from haven.web.once import once
from haven.web.parts.words import in_london
from haven.web.staff.cases.contact import contact_alert
from haven.web.staff.feedback.forms import CloseForm, CountForm, ReplyForm, SafeForm, Sent

VERSION_WORDS = {"online": "Online", "easy_read": "Easy Read", "phone": "On a call", "paper": "On paper"}


@require_safe
def queue_page(request: StaffRequest) -> HttpResponse:
    """What waits, open signs first; or what is closed."""
    asking = require(request, "handle_feedback_alert")
    closed = request.GET.get("closed") == "1"
    today = in_london(request.now).date()
    rows = queries.queue(request.user, asking.roles, closed=closed)
    values = {
        "rows": [
            (row, states.WORDS[states.status(row)], states.is_alert(row), states.is_late(row, today)) for row in rows
        ],
        "closed": closed,
        "moments": MOMENTS,
        "versions": VERSION_WORDS,
        "manager": "feedback_manager" in asking.roles,
    }
    return render(request, "staff/feedback/queue.html.j2", values)


def _row(request: StaffRequest, ref: uuid.UUID) -> FeedbackResponse:
    """A response of the own force; for an inspector only one with a sign. One whose case this person may not know of does
    not exist for them."""
    asking = require(request, "handle_feedback_alert")
    rows = FeedbackResponse.objects.filter(force_id=request.user.force_id).select_related(
        "taken_by", "action", "safe_by"
    )
    row = get_object_or_404(rows, ref=ref)
    if "feedback_manager" not in asking.roles and not row.signs:
        raise Http404
    case = triage.case_of(row)
    if case is not None and kept_from(request.user, case, request.now):
        raise Http404
    return row


@require_safe
def response(request: StaffRequest, ref: uuid.UUID) -> HttpResponse:
    return _page(request, _row(request, ref))


def _page(request: StaffRequest, row: FeedbackResponse, problem: Any = None, act: str = "") -> HttpResponse:
    asking, mine = who(request), row.taken_by_id == request.user.pk
    case = triage.case_of(row) if mine else None
    record_reading(asking, "read_feedback", case_ref=case.ref if case else "", reason=f"feedback {row.ref}")
    owner = f"feedback:{row.ref}"
    forms = _forms(row)
    if problem is not None:
        forms[act] = problem
    values = {
        "row": row,
        "answers": [
            (q.words, [dict(q.answers)[c] for c in row.answers.get(q.code, [])]) for q in ASKED[row.moment] if q.answers
        ],
        "words": decipher(owner, row.words_enc) if row.words_enc else "",
        "safe_words": decipher(owner, row.safe_words_enc) if row.safe_words_enc else "",
        "state": states.WORDS[states.status(row)],
        "alert": states.is_alert(row),
        "late": states.is_late(row, in_london(request.now).date()),
        "by": _by_when(row),
        "signs": [SIGNS[code] for code in row.signs],
        "moment": MOMENTS[row.moment],
        "version": VERSION_WORDS[row.version],
        "reply_how": REPLY_HOW,
        "mine": mine,
        "manager": "feedback_manager" in asking.roles,
        "whose": _whose(request, case) if case is not None else None,
        "forms": forms,
        "form": problem if problem is not None else {"errors": {}},
    }
    return render(request, "staff/feedback/response.html.j2", values, status=422 if problem is not None else 200)


def _by_when(row: FeedbackResponse) -> Any:
    """The end of the hour in which somebody speaks to them, while it runs."""
    clock = Deadline.objects.filter(about_ref=str(row.ref), kind=SAFETY, closed_at__isnull=True).order_by("pk").last()
    return clock.act_by if clock is not None else None


def _whose(request: StaffRequest, case: Case) -> dict[str, Any]:
    name, contact = display_name(case.protected), contact_alert(case.protected, request.now)
    return {"name": name, "case": case.ref, "contact": contact, "sees_case": "see_case" in _ops(request)}


def _ops(request: StaffRequest) -> frozenset[str]:
    return frozenset({"see_case"}) if "authorising_inspector" in who(request).roles else frozenset()


def _forms(row: FeedbackResponse) -> dict[str, Any]:
    def fresh() -> dict[str, Any]:
        return {"command_id": uuid.uuid4()}

    return {
        "read": Sent(initial=fresh()),
        "take": Sent(initial=fresh()),
        "safe": SafeForm(initial=fresh()),
        "reply": ReplyForm(initial=fresh()),
        "count": CountForm(initial=fresh(), actions=_open_actions(row)),
        "close": CloseForm(initial=fresh()),
    }


def _open_actions(row: FeedbackResponse) -> list[FeedbackAction]:
    return list(FeedbackAction.objects.filter(force_id=row.force_id, published_on__isnull=True).order_by("theme", "pk"))


@require_POST
def act(request: StaffRequest, ref: uuid.UUID, act: str) -> HttpResponse:
    """One thing that is done about a response. What is refused is said on the page, beside what was typed."""
    row = _row(request, ref)
    by, at = request.user, request.now
    makers: dict[str, Callable[[], Any]] = {
        "read": lambda: Sent(request.POST),
        "take": lambda: Sent(request.POST),
        "safe": lambda: SafeForm(request.POST),
        "reply": lambda: ReplyForm(request.POST),
        "count": lambda: CountForm(request.POST, actions=_open_actions(row)),
        "close": lambda: CloseForm(request.POST),
    }
    if act not in makers:
        raise Http404
    form = makers[act]()
    doing: dict[str, Callable[[], object]] = {
        "read": lambda: triage.read_response(row, by=by, at=at),
        "take": lambda: triage.take_on(row, by=by, at=at),
        "safe": lambda: triage.record_safe(row, form.cleaned_data["words"], by=by, at=at),
        "reply": lambda: triage.record_reply(row, form.cleaned_data["how"], by=by, at=at),
        "count": lambda: triage.put_to_action(
            row, FeedbackAction.objects.get(ref=form.cleaned_data["action"]), by=by, at=at
        ),
        "close": lambda: triage.close_feedback(row, form.cleaned_data["why"], by=by, at=at),
    }
    if form.is_valid() and once(request, form, f"{act} feedback {row.ref}", doing[act]):
        return HttpResponseRedirect(reverse("feedback_response", args=[row.ref]))
    return _page(request, row, form, act)


@require_safe
def figures(request: StaffRequest) -> HttpResponse:
    """How many answer, and how content they are. Counts under five, and what would give them away, are not shown."""
    require(request, "see_feedback_figures")
    today, force = in_london(request.now).date(), request.user.force_id
    values = {
        "rates": queries.response_rates(force, today),
        "shares_of": queries.satisfaction(force, today),
        "promises": measures.promises(force, request.now, today),
        "half": measures.half_spoken_to(force, request.now, today),
        "definitions": measures.DEFINITIONS,
        "least": LEAST_PEOPLE,
        "today": today,
    }
    return render(request, "staff/feedback/figures.html.j2", values)
