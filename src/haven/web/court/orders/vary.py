"""A variation as the court decided it, clause by clause: gathered on one page, kept as it grows, recorded in one act."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from haven.accounts.once import run_once
from haven.cases.permissions import may
from haven.courts.operations.keep_draft import Kept, StaleDraft, keep_draft, read_draft, settle_draft
from haven.courts.requirements import Lasts
from haven.orders.content import look_at, of_variation
from haven.orders.facts import clause_in, versions_of
from haven.orders.models import Order
from haven.orders.operations.vary_order import DONE_AS, vary_order
from haven.orders.states import can_move, last_instant
from haven.orders.variation import ClauseDecision, VaryOrder, facts_of, next_number, variation_report
from haven.parties.queries import display_name
from haven.web.asking import StaffRequest
from haven.web.court import terms
from haven.web.court.common import log, the_order
from haven.web.court.orders import forms
from haven_law.findings import Finding, Refused
from haven_law.terms import VOCABULARY
from haven_law.variation import ADD, REPLACE
from haven_law.wording import plain_wording

KIND = "variation"


@dataclass
class Desk:
    """What the court decided so far. `decisions`: stored ones, each with its key, change, clause and answers."""

    order: Order
    kept: Kept
    typed: dict[str, list[str]]
    decisions: list[dict[str, Any]]

    def answers(self) -> dict[str, Any]:
        return {"typed": self.typed, "decisions": self.decisions, "of_version": versions_of(self.order)[-1].seq}


def _desk(request: StaffRequest, ref: str) -> Desk:
    order = the_order(request, ref)
    may(request.user, "vary_order", order.case, request.now).require()
    can_move(order, "vary", last_instant(order, request.now)).require()
    kept = read_draft(KIND, ref, order.case)
    # What was gathered for a version that has been superseded meanwhile no longer fits.
    fits = kept.answers.get("of_version") == versions_of(order)[-1].seq
    if not kept.version or not fits:
        return Desk(order, kept, {}, [])
    return Desk(order, kept, dict(kept.answers["typed"]), list(kept.answers["decisions"]))


@require_http_methods(["GET", "HEAD", "POST"])
def vary(request: StaffRequest, ref: str) -> HttpResponse:
    """The page of a variation: its clauses, what was weighed, and one button that records it."""
    desk = _desk(request, ref)
    if request.method != "POST":
        log(request, desk.order.case, "open_variation")
        form = _form(request, desk, None)
        form.is_valid()
        return _page(request, desk, form, [])
    form = _form(request, desk, request.POST)
    form.is_valid()
    do, _colon, key = str(request.POST.get("do", "save")).partition(":")
    if do == "drop":
        desk.decisions = [d for d in desk.decisions if d["key"] != key]
    desk.typed = _typed(request.POST, form)
    try:
        _keep(request, desk, form.cleaned_data.get("version") or 0, form.cleaned_data.get("page") or "")
    except StaleDraft as stale:
        form.refuse(stale.findings)
        return _page(request, desk, form, [], status=409)
    if do == "issue":
        return _issue(request, desk, form)
    if do.startswith("change-"):
        change = do.removeprefix("change-")
        return HttpResponseRedirect(reverse("order_vary_clause", args=[ref, change, int(key) if key.isdigit() else 0]))
    if do == "add":
        return HttpResponseRedirect(reverse("order_vary_add", args=[ref]))
    return HttpResponseRedirect(reverse("order_vary", args=[ref]))


def _form(request: StaffRequest, desk: Desk, post: QueryDict | None) -> forms.VaryForm:
    if post is not None:
        return forms.VaryForm(post, now=request.now)
    data = QueryDict(mutable=True)
    for name, values in desk.typed.items():
        data.setlist(name, values)
    data["version"], data["page"], data["command_id"] = str(desk.kept.version), uuid.uuid4().hex, str(uuid.uuid4())
    return forms.VaryForm(data, now=request.now)


def _typed(post: QueryDict, form: forms.VaryForm) -> dict[str, list[str]]:
    names = set(form.fields) - {"version", "page", "command_id"}
    parts = ("day", "month", "year", "time", "fold")
    found = {}
    for name in post:
        base = name.rsplit("-", 1)[0] if name.rsplit("-", 1)[-1] in parts else name
        if base in names:
            found[name] = [v[:20_000].replace("\x00", "\N{REPLACEMENT CHARACTER}") for v in post.getlist(name)][:20]
    return found


def _keep(request: StaffRequest, desk: Desk, seen: int, page: str = "") -> None:
    desk.kept = keep_draft(
        KIND, desk.order.ref, desk.order.case, desk.answers(), seen=seen, by=request.user, at=request.now, page=page
    )


def _page(
    request: StaffRequest, desk: Desk, form: forms.VaryForm, fixes: list[tuple[str, str]], status: int = 200
) -> HttpResponse:
    order = desk.order
    chosen = {d["clause"]: d for d in desk.decisions if d["clause"] is not None}
    context = {
        "vary_form": form,
        "order": order,
        "case": order.case,
        "name": display_name(order.case.subject),
        "rows": [
            {
                "number": row.clause,
                "label": VOCABULARY[row.term].label,
                "text": plain_wording(row.term, row.params),
                "until": row.last_day,
                "decision": _said(chosen[row.clause]) if row.clause in chosen else None,
            }
            for row in versions_of(order)[-1].requirements.all()
        ],
        "added": _added(desk),
        "looks": _looks(request, desk, form),
        "fixes": fixes,
        "problems": [str(e) for e in form.non_field_errors()],
        "page_has_error": bool(fixes) or status != 200,
        "version": desk.kept.version,
        "kept": desk.kept,
        "now": request.now,
    }
    return render(request, "court/vary.html.j2", context, status=422 if fixes and status == 200 else status)


def _looks(request: StaffRequest, desk: Desk, form: forms.VaryForm) -> list[Finding]:
    """What to look at before the new version is issued (s.35(1), s.36(1)); nothing while nothing is changed."""
    if not desk.decisions:
        return []
    clauses = of_variation(_command(request, desk, form), desk.order)
    checks = look_at(clauses, desk.order.case, by=request.user, at=request.now, without=desk.order)
    return [check.finding for check in checks]


def _said(stored: dict[str, Any]) -> dict[str, Any]:
    """A decision in words."""
    words = {"extend": "Lasts longer", "lighten": "Made lighter", "replace": "Replaced", "remove": "Removed"}
    new = ""
    if stored["change"] in ("lighten", REPLACE):
        new = plain_wording(stored["term"], stored["answers"].get("params") or {})
    return {"key": stored["key"], "words": words[stored["change"]], "new": new, "change": stored["change"]}


def _added(desk: Desk) -> list[dict[str, Any]]:
    first = next_number(desk.order)
    rows = [d for d in desk.decisions if d["change"] == ADD]
    return [
        {
            "key": d["key"],
            "number": first + n,
            "label": VOCABULARY[d["term"]].label,
            "text": plain_wording(d["term"], d["answers"].get("params") or {}),
        }
        for n, d in enumerate(rows)
    ]


def _command(request: StaffRequest, desk: Desk, form: forms.VaryForm) -> VaryOrder:
    data = form.cleaned_data
    lasts = data.get("lasts") or ""
    found = data.get("order_found")
    return VaryOrder(
        desk.order.ref,
        data.get("decided_at") or request.now,
        data.get("presence") or "",
        bool(data.get("notice_given")) or data.get("presence") in ("person", "video", "audio"),
        data.get("reasons") or "",
        changes=tuple(_decision(d, desk.order) for d in desk.decisions),
        lasts=Lasts(lasts, data.get("last_day"), data.get("months"), data.get("event") or "")
        if lasts not in ("", "as_now")
        else None,
        order_necessary=found,
        order_less=found,
        conflicts_considered=True if data.get("conflicts") else None,
        bench=data.get("bench") or "",
        considered={name: _considered(data.get(name)) for name in ("child_welfare", "protected_opinion")},
    )


def _considered(answer: str | None) -> bool | None:
    return {"yes": True, "na": None}.get(answer or "", False)


def _decision(stored: dict[str, Any], order: Order) -> ClauseDecision:
    answers = stored["answers"]
    new = None
    if stored["change"] in (ADD, REPLACE, "lighten"):
        new = terms.facts_of({"term": stored["term"], **answers})
    return ClauseDecision(
        stored["change"],
        stored["clause"],
        new=new,
        lasts=terms.lasts_of(answers, default="order") if stored["change"] == "extend" else None,
        necessary=answers.get("necessary"),
        no_longer_necessary=answers.get("no_longer"),
        conditions_fail=bool(answers.get("fails")),
    )


def _issue(request: StaffRequest, desk: Desk, form: forms.VaryForm) -> HttpResponse:
    command = _command(request, desk, form)
    fixes = [(f"id_{name}", str(words)) for name, errors in form.errors.items() for words in errors]
    if not command.presence:
        fixes.append(("id_presence", "Say whether the subject was here"))
    if len(command.reasons.strip()) < 10:
        fixes.append(("id_reasons", "Enter the reasons given in court"))
    judged = variation_report(command, desk.order)
    fixes += [(_anchor(f.provision, f.because), f.because) for f in judged.whole.unmet]
    for position, decision in enumerate(judged.changes):
        stored = desk.decisions[position]
        number = stored["clause"] or "new"
        fixes += [("clauses", f"Clause {number}, {DONE_AS[stored['change']]}: {f.because}") for f in decision.unmet]
    if fixes:
        return _page(request, desk, form, fixes)

    def act() -> dict[str, Any]:
        vary_order(command, by=request.user, at=request.now)
        settle_draft(KIND, desk.order.ref, desk.order.ref)
        return {"next": reverse("order", args=[desk.order.ref])}

    try:
        done = run_once(
            by=request.user,
            command_id=form.cleaned_data.get("command_id") or uuid.uuid4(),
            what=f"vary {desk.order.ref}",
            action=act,
        )
    except Refused as problem:
        form.refuse(problem.findings)
        return _page(request, desk, form, [("clauses", f.because) for f in problem.findings])
    return HttpResponseRedirect(done["next"])


def _anchor(provision: str, because: str) -> str:
    if provision == "DAA 2021 s.36(1)":
        return "id_conflicts"
    if provision == "DAA 2021 s.44(6)":
        return "id_child_welfare" if "under 18" in because else "id_protected_opinion"
    return "clauses" if provision == "Haven variation rule" else "id_lasts"


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: StaffRequest, ref: str) -> HttpResponse:
    """Choose the kind of clause to add."""
    desk = _desk(request, ref)
    if request.method == "POST":
        form = terms.ChooseTerm(request.POST)
        if form.is_valid():
            return HttpResponseRedirect(reverse("order_vary_term", args=[ref, "add", 0, form.cleaned_data["term"]]))
    else:
        form = terms.ChooseTerm()
    context = _small(desk) | {"form": form}
    return render(request, "court/choose_term.html.j2", context, status=422 if form.errors else 200)


def _small(desk: Desk) -> dict[str, Any]:
    return {
        "name": display_name(desk.order.case.subject),
        "back": reverse("order_vary", args=[desk.order.ref]),
        "caption": desk.order.ref,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def clause(request: StaffRequest, ref: str, change: str, number: int) -> HttpResponse:
    """What the court decided about a clause that stands. To replace it, the kind is chosen first."""
    desk = _desk(request, ref)
    row = clause_in(versions_of(desk.order)[-1], number)
    if row is None or change not in forms.CHANGE_WORDS:
        raise Http404
    if change != REPLACE:
        return _decide(request, desk, change, number, row.term)
    if request.method == "POST":
        form = terms.ChooseTerm(request.POST)
        if form.is_valid():
            return HttpResponseRedirect(
                reverse("order_vary_term", args=[ref, REPLACE, number, form.cleaned_data["term"]])
            )
    else:
        form = terms.ChooseTerm()
    return render(
        request, "court/choose_term.html.j2", _small(desk) | {"form": form}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
def clause_term(request: StaffRequest, ref: str, change: str, number: int, term: str) -> HttpResponse:
    """A clause that is added, or stands in the place of another."""
    desk = _desk(request, ref)
    there = change == ADD or clause_in(versions_of(desk.order)[-1], number) is not None
    if term not in VOCABULARY or change not in (ADD, REPLACE) or not there:
        raise Http404
    return _decide(request, desk, change, number if change == REPLACE else None, term)


def _decide(request: StaffRequest, desk: Desk, change: str, number: int | None, term: str) -> HttpResponse:
    row = clause_in(versions_of(desk.order)[-1], number) if number is not None else None
    others = {
        r.clause: VOCABULARY[r.term].label for r in versions_of(desk.order)[-1].requirements.all() if r.clause != number
    }
    options: dict[str, Any] = {
        "term": term, "of_order": True, "others": others, "change": change, "now": request.now,
    }  # fmt: skip
    if request.method == "POST":
        form = forms.ClauseForm(request.POST, **options)
        if form.is_valid() and _written(request, desk, form, number):
            return HttpResponseRedirect(reverse("order_vary", args=[desk.order.ref]) + "#clauses")
    else:
        start: dict[str, Any] = {"lasts": "order"}
        if row is not None and change == "lighten":
            start = terms.initial_of(terms.stored_of(facts_of(row, Lasts("order"))))
        form = forms.ClauseForm(initial=start, **options)
    context = _small(desk) | {
        "form": form,
        "kind": VOCABULARY[term],
        "number": number,
        "change": change,
        "change_words": forms.CHANGE_WORDS.get(change, "Add a clause"),
        "version": request.POST.get("version") or desk.kept.version,
    }
    return render(request, "court/vary_clause.html.j2", context, status=422 if form.errors else 200)


def _written(request: StaffRequest, desk: Desk, form: forms.ClauseForm, number: int | None) -> bool:
    data = form.cleaned_data
    answers = form.stored() | {name: data.get(name) for name in ("necessary", "no_longer", "fails")}
    answers["evidence"] = bool(data.get("evidence"))
    stored = {
        "key": uuid.uuid4().hex[:8],
        "change": form.change,
        "clause": number,
        "term": form.kind.code,
        "answers": answers,
    }
    desk.decisions = [d for d in desk.decisions if number is None or d["clause"] != number] + [stored]
    typed = str(request.POST.get("version", ""))
    seen = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1
    try:
        _keep(request, desk, seen)
    except Refused as problem:
        form.refuse(problem.findings)
        return False
    return True
