"""How was it for you? Opened by a code on a card, without an account. What was answered travels in the page itself until
it is sent: nothing is kept of a form that somebody leaves."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from haven.feedback.codes import tidy_code
from haven.feedback.questions import MOST_WORDS, clean_answers
from haven.web.public import feedback_doors as doors
from haven.web.public.feedback_forms import AnswerForm, CodeForm, SafeForm, carried, groups_of
from haven.web.public.pages import FOOT


def page(request: HttpRequest, name: str, status: int = 200, **values: Any) -> HttpResponse:
    base = {"foot": FOOT, "practice": settings.PRACTICE}
    answer = render(request, f"public/feedback/{name}.html.j2", base | values, status=status)
    # A browser that may say nothing of where it comes from sends forms without their origin, and they would be refused.
    answer["Referrer-Policy"] = "same-origin"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """The code is typed. Whether it is one is said on the next page, and alike for every code that is none."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return HttpResponseRedirect(reverse("say_with", args=[tidy_code(form.cleaned_data["code"]) or "-"]))
    return page(request, "enter", 422 if form.errors else 200, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, code: str, easy: bool = False) -> HttpResponse:
    """The questions under a code, a short group or, in Easy Read, one to a page."""
    opened = doors.open_code(code, request.META.get("REMOTE_ADDR", ""), timezone.now())
    if opened.moment is None:
        return page(request, "held" if opened.held else "no_code", 429 if opened.held else 404)
    if request.method != "POST":
        return page(request, "first", form=SafeForm(), code=tidy_code(code), easy=easy)
    if "step" not in request.POST:
        return _begin(request, code, opened.moment, easy)
    return _go_on(request, code, opened.moment, easy)


def _begin(request: HttpRequest, code: str, moment: str, easy: bool) -> HttpResponse:
    form = SafeForm(request.POST)
    if not form.is_valid():
        return page(request, "first", 422, form=form, code=tidy_code(code), easy=easy)
    if form.cleaned_data["safe_now"] == "no":
        return page(request, "later")
    return _questions(request, moment, easy, 0, {}, str(uuid.uuid4()))


def _go_on(request: HttpRequest, code: str, moment: str, easy: bool) -> HttpResponse:
    groups = groups_of(moment, easy)
    typed = request.POST.get("step", "")
    step = min(int(typed), len(groups) - 1) if typed.isascii() and typed.isdigit() and len(typed) < 3 else 0
    form = AnswerForm(request.POST, questions=groups[step], easy=easy)
    so_far = carried(moment, request.POST, groups[step])
    if not form.is_valid():
        return _questions(request, moment, easy, step, so_far, _id(request), form)
    said = so_far | form.given()
    if request.POST.get("go") == "back":
        return _questions(request, moment, easy, max(step - 1, 0), said, _id(request))
    if step + 1 < len(groups):
        return _questions(request, moment, easy, step + 1, said, _id(request))
    return _send(request, code, moment, easy, said)


def _id(request: HttpRequest) -> str:
    try:
        return str(uuid.UUID(request.POST.get("id", "")))
    except ValueError:
        return str(uuid.uuid4())


def _questions(
    request: HttpRequest,
    moment: str,
    easy: bool,
    step: int,
    said: dict[str, list[str]],
    ident: str,
    form: AnswerForm | None = None,
) -> HttpResponse:
    groups = groups_of(moment, easy)
    codes = [question.code for question in groups[step]]
    if form is None:
        start = {q.code: said.get(q.code, []) if q.several else said.get(q.code, [""])[0] for q in groups[step]}
        form = AnswerForm(initial=start, questions=groups[step], easy=easy)
    others = [(code, value) for code, values in said.items() if code not in codes for value in values]
    values = {"form": form, "questions": groups[step], "step": step, "steps": len(groups), "others": others}
    name = "easy" if easy else "questions"
    return page(request, name, 422 if form.errors else 200, ident=ident, **values)


def _send(request: HttpRequest, code: str, moment: str, easy: bool, said: dict[str, list[str]]) -> HttpResponse:
    at = timezone.now()
    answered = doors.Answered(
        code=code,
        id=uuid.UUID(_id(request)),
        day=timezone.localdate(at),
        language="cy" if get_language() == "cy" else "en",
        version="easy_read" if easy else "online",
        answers=clean_answers(moment, said),
        words=" ".join(said.get("change", []))[:MOST_WORDS],
    )
    if not doors.send(answered, at):
        return page(request, "no_code", 404)
    return HttpResponseRedirect(reverse("say_thanks"), status=303)


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """The same for everybody, whatever was answered."""
    return page(request, "thanks")


@require_safe
def did(request: HttpRequest) -> HttpResponse:
    """You said, we did."""
    return page(request, "did", rows=doors.published())
