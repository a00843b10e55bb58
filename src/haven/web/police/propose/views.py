"""The pages of a request: one question a page, saved on the server at every step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from haven.cases.models import Draft
from haven.cases.operations.drafts import StaleDraft, discard_draft, save_draft, start_draft
from haven.cases.permissions import may
from haven.notices.queries import drafts_of, proposals_of
from haven.parties.queries import display_name
from haven.web.area_strip import area_strip
from haven.web.police.propose.acting import acting
from haven.web.police.propose.flow import Flow, Typed, item_index, shown_again
from haven.web.police.propose.in_case import recorded
from haven.web.police.propose.preview import bail_lines, clauses_of
from haven.web.police.propose.questions import BY_CODE, Question
from haven.web.police.propose.request_views import request_mark
from haven.web.police.propose.steps import AnotherForm, StepForm
from haven.web.police.propose.stops import stop_of

Answers = dict[str, dict[str, Any]]


def address(draft: Draft, name: str = "propose_question", *args: str) -> str:
    return reverse(name, args=[draft.public_id, *args])


def flow_of(request: HttpRequest, public_id: UUID) -> Flow:
    """The open request of this person, or 404: a sent or discarded one, and anybody else's, is not here."""
    user, now = acting(request)
    may(user, "propose_notice", None, now).require()
    draft = get_object_or_404(drafts_of(user), public_id=public_id)
    flow = Flow.of(draft, user, now)
    if draft.about_ref and flow.case is None:
        raise Http404
    return flow


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Before you start. A press starts a draft."""
    user, now = acting(request)
    may(user, "propose_notice", None, now).require()
    if request.method == "POST":
        draft = start_draft("notice", by=user, at=now)
        return HttpResponseRedirect(address(draft, "propose_question", "subject"))
    values = {"unfinished": drafts_of(user).count(), "area_strip": area_strip(user.force, now)}
    return render(request, "police/propose/new.html.j2", values)


def drafts(request: HttpRequest) -> HttpResponse:
    """The requests that this person has begun and not sent."""
    user, now = acting(request)
    may(user, "propose_notice", None, now).require()
    rows = []
    for draft in drafts_of(user)[:50]:
        flow = Flow.of(draft, user, now)
        if draft.about_ref and flow.case is None:
            continue
        stop = stop_of(flow, "check")
        rows.append({"draft": draft, "name": flow.subject_name, "left": len(flow.left()), "stop": stop})
    mine = [(p, display_name(p.case.subject), request_mark(p)) for p in proposals_of(user, now)[:30]]
    return render(request, "police/propose/drafts.html.j2", {"rows": rows, "mine": mine})


def resume(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Where the request was left: the first question without an answer, or the check page."""
    flow = flow_of(request, public_id)
    left = flow.left()
    return HttpResponseRedirect(
        address(flow.draft, "propose_question", left[0].code) if left else address(flow.draft, "propose_check")
    )


@require_POST
def discard(request: HttpRequest, public_id: UUID) -> HttpResponse:
    flow = flow_of(request, public_id)
    discard_draft(public_id, by=flow.user, at=flow.now)
    return HttpResponseRedirect(reverse("propose_drafts"))


@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, public_id: UUID, code: str) -> HttpResponse:
    """One question. What is posted is saved as it is, then judged."""
    flow = flow_of(request, public_id)
    asked = BY_CODE.get(code)
    if asked is None or asked not in flow.visible():
        return resume(request, public_id)
    if request.method == "GET":
        return _show(request, flow, asked)
    typed = flow.typed_of(asked, request.POST)
    if _version(request) != flow.draft.version:
        return _stale(request, flow, asked, typed)
    answer = _many(request, flow, asked, typed) if asked.many else _one(request, flow, asked, typed)
    try:
        return answer()
    except StaleDraft:
        return _stale(request, flow_of(request, public_id), asked, typed)


def _one(request: HttpRequest, flow: Flow, asked: Question, typed: Typed) -> Callable[[], HttpResponse]:
    def answer() -> HttpResponse:
        after = _save(flow, asked, flow.with_typed(asked, typed))
        form = after.form(asked, typed)
        if "preview" in request.POST or not form.is_valid():
            return _show(request, after, asked, form=form)
        return _next(request, after, asked)

    return answer


def _many(request: HttpRequest, flow: Flow, asked: Question, typed: Typed) -> Callable[[], HttpResponse]:
    """A list: another one is added, changed or left out, until there is no other."""
    held_now = flow.raw.get(asked.code, {})
    items: list[Typed] = list(held_now.get("items", []))
    index = item_index(request.POST.get("item"), len(items))

    def answer() -> HttpResponse:
        if "remove" in request.POST:
            place = item_index(request.POST.get("remove"), len(items))
            kept = [item for n, item in enumerate(items) if n != place]
            after = _save(flow, asked, flow.raw | {asked.code: {"items": kept, "done": bool(kept)}})
            return HttpResponseRedirect(address(after.draft, "propose_question", asked.code))
        choice = request.POST.get("another")
        if choice == "no" and index is None:
            answers: dict[str, Any] = {"items": items, "done": True}
            if _anything(typed):
                answers["typed"] = typed
            after = _save(flow, asked, flow.raw | {asked.code: answers})
            return _next(request, after, asked)
        form = flow.form(asked, typed)
        right = form.is_valid()
        if choice != "yes" and index is None:
            after = _save(flow, asked, flow.with_typed(asked, typed))
            return _show(request, after, asked, form=after.form(asked, typed), another_missing=True)
        if not right:
            after = _save(flow, asked, flow.with_typed(asked, typed))
            return _show(request, after, asked, form=form, index=index, another="yes")
        changed = [*items, typed] if index is None else [typed if n == index else i for n, i in enumerate(items)]
        after = _save(flow, asked, flow.raw | {asked.code: {"items": changed, "done": True}})
        return HttpResponseRedirect(address(after.draft, "propose_question", asked.code) + _from(request))

    return answer


def _anything(typed: Typed) -> bool:
    return any("".join(values).strip() for values in typed.values())


def _save(flow: Flow, asked: Question, answers: Answers) -> Flow:
    draft = save_draft(
        flow.draft.public_id, answers, version=flow.draft.version, step=asked.code, by=flow.user, at=flow.now
    )
    return Flow(draft, answers, flow.user, flow.now)


def _next(request: HttpRequest, flow: Flow, asked: Question) -> HttpResponse:
    if stop_of(flow, asked.code) is not None:
        return HttpResponseRedirect(address(flow.draft, "propose_stop", asked.code))
    left = flow.left()
    if request.POST.get("from") == "check" or request.GET.get("from") == "check":
        target = address(flow.draft, "propose_question", left[0].code) if left else address(flow.draft, "propose_check")
        return HttpResponseRedirect(target + ("?from=check" if left else ""))
    _before, after = flow.neighbours(asked)
    if after is None:
        return HttpResponseRedirect(address(flow.draft, "propose_check"))
    return HttpResponseRedirect(address(flow.draft, "propose_question", after.code))


def _from(request: HttpRequest) -> str:
    return "?from=check" if "check" in (request.POST.get("from"), request.GET.get("from")) else ""


def _version(request: HttpRequest) -> int:
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else -1


def _stale(request: HttpRequest, flow: Flow, asked: Question, typed: Typed) -> HttpResponse:
    """Saved in another window since this page was opened. The same answer again is no harm; another one is shown beside
    what is saved, and nothing is overwritten until the person says so."""
    if not asked.many and flow.raw.get(asked.code, {}).get("typed") == typed and flow.saved(asked.code):
        return _next(request, flow, asked)
    there = [(label, words) for label, words in flow.pairs(asked) if words]
    form = flow.form(asked, typed)
    form.is_valid()
    index = item_index(request.POST.get("item"), len(flow.raw.get(asked.code, {}).get("items", [])))
    another = request.POST.get("another") or ""
    return _show(request, flow, asked, form=form, index=index, another=another, stale=there, status=409)


def _show(
    request: HttpRequest,
    flow: Flow,
    asked: Question,
    *,
    form: StepForm | None = None,
    index: int | None = None,
    another: str = "",
    another_missing: bool = False,
    stale: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    saved = flow.raw.get(asked.code, {})
    items = saved.get("items", [])
    if form is None:
        index = item_index(request.GET.get("item"), len(items)) if asked.many else None
        typed = items[index] if index is not None else saved.get("typed")
        form = _form_again(flow, asked, typed, bool(saved.get("done")) and index is None)
    number, total = flow.position(asked)
    before, _after = flow.neighbours(asked)
    from_check = bool(_from(request))
    context = {
        "question": asked,
        "form": form,
        "draft": flow.draft,
        "saved": bool(saved) or flow.draft.version > 1,
        "caption": " · ".join(p for p in (f"Question {number} of {total}", flow.subject_name) if p),
        "items": [", ".join(words for _l, words in f.pairs()) for f in flow.items(asked.code)] if asked.many else [],
        "index": index,
        "another": _another(asked, saved, index, another, another_missing) if asked.many else None,
        "stale": stale,
        "from_check": from_check,
        "back_href": _back(flow, before, from_check),
        "field": True,
        "page_title": asked.title,
        "page_has_error": another_missing or stale is not None,
        "recorded": recorded(flow.case, asked.code, flow.now) if flow.case is not None else [],
        "kept": [name for name in form.sealed if _holds(saved, index, name)],
    }
    if asked.aside == "terms":
        context |= {"clauses": clauses_of(form), "bail": bail_lines(flow, form), "shared_home": flow.shared_home}
    return render(request, "police/propose/question.html.j2", context, status=status)


def _another(
    asked: Question, saved: dict[str, Any], index: int | None, chosen: str, missing: bool
) -> AnotherForm | None:
    """The question that a list asks: is there one, is there another? Not while one of them is being changed."""
    if index is not None:
        return None
    if not chosen and not missing and saved.get("typed") and not saved.get("done"):
        chosen = "yes"
    form = AnotherForm({"another": chosen}, label=asked.many if saved.get("items") else asked.title)
    if not missing:
        form.errors.clear()
    return form


def _form_again(flow: Flow, asked: Question, typed: Typed | None, done: bool) -> StepForm:
    """A saved answer as it was typed, with its errors if it is not right; sealed values left out. What was typed for
    another item of a list, and then not wanted, stays without errors."""
    if typed is None:
        return flow.form(asked)
    form = flow.form(asked, typed)
    again = flow.form(asked, shown_again(form, typed))
    again.full_clean()
    again.errors.clear()
    if not done:
        again.errors.update(form.errors)
    return again


def _holds(saved: dict[str, Any], index: int | None, name: str) -> bool:
    typed = saved.get("items", [])[index] if index is not None else saved.get("typed") or {}
    return bool("".join(typed.get(name, [])).strip())


def _back(flow: Flow, before: Question | None, from_check: bool) -> str:
    if from_check:
        return address(flow.draft, "propose_check")
    if before is None:
        return reverse("propose_in_case", args=[flow.case.ref]) if flow.case is not None else reverse("propose_new")
    return address(flow.draft, "propose_question", before.code)


def stop(request: HttpRequest, public_id: UUID, code: str) -> HttpResponse:
    """A hard stop as a page, with the provision. The answers stay."""
    flow = flow_of(request, public_id)
    found = stop_of(flow, code)
    if found is None:
        return resume(request, public_id)
    context = {"stop": found, "draft": flow.draft, "page_title": found.title, "field": True, "saved": True}
    return render(request, "police/propose/stop.html.j2", context)


@require_POST
def preview(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The exact wording of what is chosen, as a part of the page. Saves nothing."""
    flow = flow_of(request, public_id)
    asked = BY_CODE["terms"]
    form = flow.form(asked, flow.typed_of(asked, request.POST))
    form.is_valid()
    context = {"clauses": clauses_of(form), "bail": bail_lines(flow, form), "shared_home": flow.shared_home}
    return render(request, "police/propose/preview.html.j2", context)
