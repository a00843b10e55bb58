"""The desk of the updates line: a call is answered, proven or not, told what may be told, and ended."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from haven.line import script
from haven.line.models import Call
from haven.line.operations.flag_call import flag_duress, flag_other_person
from haven.line.operations.prove_caller import prove_caller
from haven.line.operations.take_call import end_call, note_caller, open_call
from haven.line.operations.tell_caller import book_callback, pass_on, tell_caller
from haven.line.standing import callbacks_of
from haven.web.asking import StaffRequest, require
from haven.web.once import once, once_to
from haven.web.parts.forms import HavenForm
from haven.web.staff.line import page
from haven.web.staff.line.forms import AskForm, EndForm, OpenForm, PassForm, ProveForm, SignsForm, ToldForm
from haven.web.staff.line.help_views import open_help
from haven_law.findings import Refused

TAKE = "take_call"


@require_http_methods(["GET", "HEAD", "POST"])
def line(request: StaffRequest) -> HttpResponse:
    """Answer a call; who may need help now, first; the calls that I hold."""
    asking = require(request, TAKE)
    form = OpenForm(request.POST or None, initial={"command_id": uuid.uuid4()}, now=request.now)
    if request.method == "POST" and form.is_valid():
        act = lambda: str(open_call(form.command(), by=request.user, at=request.now).public_id)  # noqa: E731
        opened = once_to(request, form, "open a call", act)
        if opened is not None:
            return HttpResponseRedirect(reverse("line_call", args=[opened]))
    values = {
        "form": form,
        "help": open_help(request),
        "mine": Call.objects.filter(taken_by=request.user, ended_at__isnull=True).order_by("-began_at")[:10],
        "callbacks": callbacks_of(asking).filter(opens_at__lte=request.now).count(),
        "hello": script.HELLO.format(name=request.user.name.split()[0]),
        "now": request.now,
    }
    return render(request, "staff/line/line.html.j2", values, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def call(request: StaffRequest, public_id: uuid.UUID) -> HttpResponse:
    """One call. Until it is proven the page holds nothing of any case, whatever was typed."""
    require(request, TAKE)
    held = get_object_or_404(Call.objects.filter(taken_by=request.user, line="handler"), public_id=public_id)
    bound: dict[str, HavenForm] = {}
    if request.method == "POST":
        name = request.POST.get("act", "")
        if name not in ACTS:
            raise Http404
        done = ACTS[name](request, held)
        if done is None:
            return HttpResponseRedirect(reverse("line_call", args=[held.public_id]))
        bound = {name: done}
    held.refresh_from_db()
    return _page(request, held, bound)


def _page(request: StaffRequest, held: Call, bound: dict[str, HavenForm]) -> HttpResponse:
    cases = page.proven_cases(held, request)
    news = page.news_to_tell(cases)
    kinds = set(held.steps.values_list("kind", flat=True))
    values = {
        "call": held,
        "forms": page.forms_of(held, news, request.now) | bound,
        "wrong": next(iter(bound.values()), None),
        "panels": [page.panel(case, request.now) for case in cases],
        "news": news,
        "last": page.last_try(held),
        "booked": "callback" in kinds,
        "danger": held.duress,
        "passed": [words for code, words in PASSED_WORDS.items() if code in kinds],
        "script": script,
        "me": request.user.name.split()[0],
        "who_words": Call.CLAIMS,
        "signs": [Call.SIGNS[sign] for sign in held.signs],
        "told": list(held.told.order_by("pk")),
        "read": script.READ,
        "now": request.now,
    }
    return render(request, "staff/line/call.html.j2", values, status=422 if bound else 200)


PASSED_WORDS = {
    "happened": "Somebody is told that something has happened",
    "officer": "Their officer is asked to reach them",
    "plan": "The unit is asked to agree another plan with them",
}
# Each answers None when it was done, or the form that says what is wrong.
Act = Callable[[StaffRequest, Call], HavenForm | None]


def _ask(request: StaffRequest, held: Call) -> HavenForm | None:
    form = AskForm(request.POST, now=request.now)
    return form if not form.is_valid() else _plain(
        form, lambda: note_caller(held, **form.cleaned_data, by=request.user, at=request.now)
    )  # fmt: skip


def _prove(request: StaffRequest, held: Call) -> HavenForm | None:
    form = ProveForm(request.POST, now=request.now)
    return form if not form.is_valid() else _plain(
        form, lambda: prove_caller(held, form.command(), by=request.user, at=request.now)
    )  # fmt: skip


def _told(request: StaffRequest, held: Call) -> HavenForm | None:
    news = page.news_to_tell(page.proven_cases(held, request))
    form = ToldForm(request.POST, news=news, now=request.now)

    def act() -> None:
        tell_caller(held, [uuid.UUID(ref) for ref in form.cleaned_data["news"]], by=request.user, at=request.now)

    return form if not form.is_valid() else _sent_once(request, form, f"told {held.public_id}", act)


def _pass(request: StaffRequest, held: Call) -> HavenForm | None:
    form = PassForm(request.POST, now=request.now)
    act = lambda: pass_on(held, form.cleaned_data["what"], by=request.user, at=request.now)  # noqa: E731
    return form if not form.is_valid() else _sent_once(request, form, f"pass {held.public_id}", act)


def _signs(request: StaffRequest, held: Call) -> HavenForm | None:
    form = SignsForm(request.POST, now=request.now)
    act = lambda: flag_other_person(held, form.cleaned_data["signs"], by=request.user, at=request.now)  # noqa: E731
    return form if not form.is_valid() else _sent_once(request, form, f"signs {held.public_id}", act)


def _end(request: StaffRequest, held: Call) -> HavenForm | None:
    form = EndForm(request.POST, now=request.now)
    act = lambda: end_call(held, how=form.cleaned_data["how"], by=request.user, at=request.now)  # noqa: E731
    return form if not form.is_valid() else _sent_once(request, form, f"end {held.public_id}", act)


def _callback(request: StaffRequest, held: Call) -> HavenForm | None:
    book_callback(held, by=request.user, at=request.now)
    return None


def _danger(request: StaffRequest, held: Call) -> HavenForm | None:
    flag_duress(held, by=request.user, at=request.now)
    return None


def _plain(form: HavenForm, act: Callable[[], object]) -> HavenForm | None:
    try:
        act()
    except Refused as refused:
        form.refuse(refused.findings)
        return form
    return None


def _sent_once(request: StaffRequest, form: HavenForm, what: str, act: Callable[[], object]) -> HavenForm | None:
    """None when it is done, else the form with what is wrong."""
    return None if once(request, form, what, act) else form


ACTS: dict[str, Act] = {
    "ask": _ask, "prove": _prove, "told": _told, "pass": _pass, "signs": _signs, "end": _end, "callback": _callback,
    "danger": _danger,
}  # fmt: skip
