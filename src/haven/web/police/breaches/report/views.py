"""The pages of a report: one question a page, saved on the server at every step, sent once."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haven.accounts.once import run_once
from haven.accounts.references import tidy_reference
from haven.audit.models import DoorstepCheckRecord
from haven.breaches.models import Candidate
from haven.breaches.operations.report_breach import find_thing
from haven.cases.models import Draft
from haven.cases.operations.drafts import StaleDraft, close_draft, discard_draft, held, save_draft, start_draft
from haven.cases.permissions import may
from haven.notices import notice_states
from haven.notices.models import Notice
from haven.notices.queries import drafts_of
from haven.orders import states as order_states
from haven.orders.models import Order
from haven.parties.queries import display_name
from haven.web.asking import StaffRequest, require, who
from haven.web.parts.words import day_time
from haven.web.police.breaches.report.command import carry_out
from haven.web.police.breaches.report.flow import START, Flow, Typed
from haven.web.police.breaches.report.forms import DangerForm
from haven.web.police.breaches.report.questions import BY_CODE, QUESTIONS, Question
from haven.web.police.propose.steps import StepForm
from haven_law.clock import to_london
from haven_law.findings import Finding, Refused

KIND = "breach"


def address(draft: Draft, name: str = "breach_question", *args: str) -> str:
    return reverse(name, args=[draft.public_id, *args])


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: StaffRequest, about: str) -> HttpResponse:
    """The first question, with what the report is about. Answering it begins the report; twice begins one."""
    require(request, "report_breach")
    thing = _thing(request, about)
    form = DangerForm(request.POST or None, now=request.now, auto_id="id_%s")
    if request.method == "POST" and form.is_valid():
        return HttpResponseRedirect(address(_begun(request, thing, form), "breach_question", "when"))
    values = {
        "form": form,
        "question": QUESTIONS[0],
        "caption": _("Question 1 of %(total)s") % {"total": len(QUESTIONS)},
        "page_title": QUESTIONS[0].title,
        "paper": paper_of(thing, request.now),
        "command_id": request.POST.get("command_id") or uuid4(),
        "draft": None,
        "stale": None,
        "from_check": False,
        "then": None,
        "of_notice": isinstance(thing, Notice),
        "field": True,
        "back_href": reverse("breaches"),
    }
    return render(request, "police/breaches/question.html.j2", values, status=422 if form.errors else 200)


def _thing(request: StaffRequest, about: str) -> Notice | Order:
    """What is reported on, if this person may report on it. A closed or unknown one is not found."""
    try:
        thing = find_thing(tidy_reference(about) or "")
    except Refused as none:
        raise Http404 from none
    may(request.user, "report_breach", thing.case, request.now).require()
    return thing


def _begun(request: StaffRequest, thing: Notice | Order, form: DangerForm) -> Draft:
    """The draft that this answer begins: the same one when it is sent twice."""
    answers: dict[str, Any] = {
        START: {
            "about": thing.ref,
            "check": _own_check(request),
            "sign": _sign(request, thing),
            "at": request.now.isoformat(),
        },
        "danger": {"in_danger": [form.cleaned_data["in_danger"]]},
    }
    answers |= answers_of_sign(answers[START]["sign"])

    def action() -> dict[str, Any]:
        return {"draft": str(start_draft(KIND, by=request.user, at=request.now, answers=answers).public_id)}

    made = run_once(by=request.user, command_id=_command(request), what=f"begin report {thing.ref}", action=action)
    return get_object_or_404(Draft, owner=request.user, public_id=made["draft"])


def _own_check(request: StaffRequest) -> str:
    """The check at a door that led here, if it is this officer's own."""
    given = request.GET.get("check", "")
    rows = DoorstepCheckRecord.objects.filter(public_id=given[:32], by_key=who(request).key)
    return given if given.isalnum() and rows.exists() else ""


def _sign(request: StaffRequest, thing: Notice | Order) -> str:
    """The sign that led here, if it is an open one of this case."""
    given = request.GET.get("sign", "")
    rows = Candidate.objects.filter(public_id=given[:32], case=thing.case_id, dismissed_at__isnull=True)
    return given if given.isalnum() and rows.filter(breach__isnull=True, voided_at__isnull=True).exists() else ""


def answers_of_sign(sign: str) -> dict[str, Any]:
    """What the sign says of when it happened and of which clause, as if it had been typed: to be looked at, and changed
    where it is wrong."""
    found = Candidate.objects.filter(public_id=sign).first() if sign else None
    if found is None:
        return {}
    clause = {"clauses": {"clauses": [str(found.clause)]}} if found.clause is not None else {}
    return clause | _when_of(found)


def _when_of(found: Candidate) -> dict[str, Any]:
    start, until = to_london(found.happened.lower), to_london(found.happened.upper)
    if found.happened_precision == "day":
        return {"when": {"when": ["day"]} | _boxes("day", start, clock=False)}
    if found.happened_precision == "between" and until > start:
        return {"when": {"when": ["between"]} | _boxes("start", start) | _boxes("until", until)}
    return {"when": {"when": ["at"]} | _boxes("at", start)}


def _boxes(name: str, at: datetime, clock: bool = True) -> Typed:
    """The boxes of a day, and of a time with the answer for the night the clocks go back."""
    parts = {"day": str(at.day), "month": str(at.month), "year": str(at.year)}
    if clock:
        parts |= {"time": f"{at:%H:%M}", "fold": "after" if at.fold else "before"}
    return {f"{name}-{part}": [value] for part, value in parts.items()}


def flow_of(request: StaffRequest, public_id: UUID) -> Flow:
    """The open report of this person, or 404: a sent or discarded one, and anybody else's, is not here."""
    require(request, "report_breach")
    draft = get_object_or_404(drafts_of(request.user, KIND), public_id=public_id)
    flow = Flow.of(draft, request.user, request.now)
    _thing(request, flow.about)
    return flow


@require_safe
def resume(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Where the report was left: the first question without an answer, or the check page."""
    flow = flow_of(request, public_id)
    left = flow.left()
    if not left:
        return HttpResponseRedirect(address(flow.draft, "breach_check"))
    return HttpResponseRedirect(address(flow.draft, "breach_question", left[0].code))


@require_POST
def discard(request: StaffRequest, public_id: UUID) -> HttpResponse:
    flow = flow_of(request, public_id)
    discard_draft(public_id, by=request.user, at=request.now)
    return HttpResponseRedirect(reverse("breach_new") + f"?discarded={flow.about}")


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: StaffRequest, public_id: UUID, code: str) -> HttpResponse:
    """One question. What is posted is saved as it is, then judged."""
    asked = BY_CODE.get(code)
    flow = flow_of(request, public_id)
    if asked is None or asked not in flow.questions:
        return resume(request, public_id)
    if code == "clauses" and flow.span is None:
        return HttpResponseRedirect(address(flow.draft, "breach_question", "when"))
    if request.method != "POST":
        return _show(request, flow, asked)
    typed = flow.typed_of(asked, request.POST)
    if _version(request) != flow.draft.version:
        return _stale(request, flow, asked, typed)
    try:
        return _answered(request, flow, asked, typed)
    except StaleDraft:
        return _stale(request, flow_of(request, public_id), asked, typed)


def _answered(request: StaffRequest, flow: Flow, asked: Question, typed: Typed) -> HttpResponse:
    answers = flow.raw | {asked.code: typed}
    public_id, version = flow.draft.public_id, flow.draft.version
    draft = save_draft(public_id, answers, version=version, step=asked.code, by=request.user, at=request.now)
    after = Flow(draft, answers, flow.user, flow.now)
    form = after.form(asked, typed)
    if not form.is_valid():
        return _show(request, after, asked, form=form)
    return _next(request, after, asked)


def _next(request: StaffRequest, flow: Flow, asked: Question) -> HttpResponse:
    left = flow.left()
    if _from_check(request):
        if not left:
            return HttpResponseRedirect(address(flow.draft, "breach_check"))
        return HttpResponseRedirect(address(flow.draft, "breach_question", left[0].code) + "?from=check")
    after = flow.neighbours(asked)[1]
    if after is None:
        return HttpResponseRedirect(address(flow.draft, "breach_check"))
    return HttpResponseRedirect(address(flow.draft, "breach_question", after.code))


def _from_check(request: StaffRequest) -> bool:
    return "check" in (request.POST.get("from"), request.GET.get("from"))


def _version(request: StaffRequest) -> int:
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else -1


def _stale(request: StaffRequest, flow: Flow, asked: Question, typed: Typed) -> HttpResponse:
    """Saved in another window since this page was opened. The same answer again is no harm; another one is shown beside
    what is saved, and nothing is overwritten until the person says so."""
    if flow.raw.get(asked.code) == typed and flow.saved(asked.code):
        return _next(request, flow, asked)
    saved = flow.saved(asked.code)
    there = [(label, words) for label, words in saved.pairs() if words] if saved is not None else []
    form = flow.form(asked, typed)
    form.is_valid()
    return _show(request, flow, asked, form=form, stale=there, status=409)


def _show(
    request: StaffRequest,
    flow: Flow,
    asked: Question,
    *,
    form: StepForm | None = None,
    stale: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    if form is None:
        typed = flow.raw.get(asked.code)
        form = flow.form(asked, typed)
        if typed is not None:
            form.is_valid()
    before = flow.neighbours(asked)[0]
    number, total = flow.questions.index(asked) + 1, len(flow.questions)
    caption = _("Question %(n)s of %(total)s") % {"n": number, "total": total}
    values = {
        "question": asked,
        "form": form,
        "draft": flow.draft,
        "caption": f"{caption} · {flow.subject_name}",
        "page_title": asked.title,
        "page_has_error": stale is not None,
        "stale": stale,
        "from_check": _from_check(request),
        "back_href": address(flow.draft, "breach_question", before.code) if before else reverse("breaches"),
        "paper": paper_of(flow.thing, flow.now) if asked.code == "danger" else None,
        "then": then_of(flow) if asked.code == "clauses" else None,
        "of_notice": flow.of_notice,
        "field": True,
    }
    return render(
        request, "police/breaches/question.html.j2", values, status=422 if form.errors and status == 200 else status
    )


def paper_of(thing: Notice | Order, at: Any) -> dict[str, Any]:
    """What the first page says of the paper: whose, where it stands now, and that the subject knew of it."""
    if isinstance(thing, Notice):
        state, served = notice_states.mark(thing, at), thing.served_at
    else:
        version = order_states.version_at(thing, at)
        state, served = order_states.mark(thing, at), version.served_at if version else None
    return {
        "ref": thing.ref,
        "kind": "notice" if isinstance(thing, Notice) else "order",
        "name": display_name(thing.case.subject),
        "state": state,
        "served": _("Served %(when)s") % {"when": day_time(served)} if served else _("Not served yet"),
    }


def then_of(flow: Flow) -> dict[str, Any]:
    """What was in force at the time given, in a few words."""
    answer, findings = flow.whole
    marks = {
        "yes": ("live", _("In force then")),
        "no": ("end", _("Not in force then")),
        "lawyer": ("wait", _("For a lawyer")),
    }
    return {"state": marks[answer], "answer": answer, "findings": findings, "when": flow.when_words, "ref": flow.about}


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Check the answers. A press sends the report."""
    if request.method != "POST":
        return _show_check(request, flow_of(request, public_id))
    require(request, "report_breach")
    sent = _already_sent(request, public_id)
    if sent is not None:
        return HttpResponseRedirect(_sent_address(sent))
    flow = flow_of(request, public_id)
    if flow.left():
        return _show_check(request, flow, status=409)
    return _send(request, flow)


def _already_sent(request: StaffRequest, public_id: UUID) -> str | None:
    row = Draft.objects.filter(owner=request.user, public_id=public_id, kind=KIND).exclude(submitted_ref="").first()
    return row.submitted_ref if row is not None else None


def _sent_address(ref: str) -> str:
    return reverse("breach", args=[ref]) + "?sent=1"


def _send(request: StaffRequest, flow: Flow) -> HttpResponse:
    public_id = flow.draft.public_id

    def action() -> dict[str, Any]:
        draft = held(public_id, by=request.user)
        breach = carry_out(Flow.of(draft, request.user, request.now))
        close_draft(draft, submitted_ref=breach.ref, answers={})
        return {"ref": breach.ref}

    try:
        done = run_once(by=request.user, command_id=_command(request), what=f"report {public_id}", action=action)
    except Refused as refused:
        sent = _already_sent(request, public_id)
        if sent is not None:
            return HttpResponseRedirect(_sent_address(sent))
        return _show_check(request, flow, refused=refused.findings, status=409)
    return HttpResponseRedirect(_sent_address(str(done["ref"])))


def _command(request: StaffRequest) -> UUID:
    try:
        return UUID(request.POST.get("command_id", ""))
    except ValueError:
        return uuid4()


def _pairs(form: StepForm | None) -> list[tuple[str, str]]:
    """The answers in words; that one of them could be left out is said no more."""
    optional = str(_(" (optional)"))
    return [(label.replace(optional, ""), words) for label, words in form.pairs()] if form is not None else []


def _show_check(
    request: StaffRequest, flow: Flow, *, refused: tuple[Finding, ...] = (), status: int = 200
) -> HttpResponse:
    left = {question.code for question in flow.left()}
    rows = []
    for asked in flow.questions:
        form = flow.saved(asked.code)
        pairs = [("", flow.when_words)] if asked.code == "when" and form else _pairs(form)
        rows.append({"question": asked, "pairs": pairs, "left": asked.code in left})
    values = {
        "rows": rows,
        "left": len(left),
        "refused": refused,
        "draft": flow.draft,
        "command_id": uuid4(),
        "caption": flow.subject_name,
        "page_title": _("Check your answers"),
        "page_has_error": bool(refused) or status == 409,
        "back_href": address(flow.draft, "breach_question", QUESTIONS[-1].code),
        "of_notice": flow.of_notice,
        "then": then_of(flow) if flow.span is not None and not flow.duty_ref else None,
        "field": True,
    }
    return render(request, "police/breaches/check.html.j2", values, status=status)
