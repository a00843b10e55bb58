"""The pages of a worker of a support organisation: whom they help, the news to bring, a report, their notes, hand-over and
cover. Everything is asked anew each time within the consents that stand: a consent that is withdrawn closes its pages at once."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haven.support.her_view import HerView, Paper, read_view
from haven.support.kinds import BY_CODE
from haven.web.parts.forms import HavenForm
from haven.web.public import worker_doors as doors
from haven.web.public.her.clause_words import clause_words
from haven.web.public.her.words import standing
from haven.web.public.two_steps import WORKERS
from haven.web.public.work_sign_in import page, signed_in
from haven.web.public.work_support_forms import AwayForm, HandOverForm, NoteForm, OneCommand, ReportForm, ToldForm

SCOPES = {
    "see_updates": "see where things stand",
    "hear_updates": "bring them the news",
    "report": "tell the police that something happened",
    "change_plan_with_her": "change with them how they are reached",
    "help_apply": "help them to apply or to ask for a change",
}
HOW = {
    "in_person": "by the police, in person",
    "call": "by the police, on a call",
    "message_read_back": "by a message that they read back",
    "collected": "when they asked",
    "supporter": "by somebody who helps them",
}
SENT = {"told": "You told them news", "report": "Your report", "hand_over": "Hand-over"}
CLOSED = "This is no longer open to you. The consent is over, or somebody else has it now"
# A consent or a cover ends with a day: its last moment stands for that day.
LAST = timedelta(seconds=1)
Request = Any


def may_words(scopes: tuple[str, ...]) -> str:
    """What they agreed to, as the end of a sentence."""
    words = [SCOPES[scope] for scope in SCOPES if scope in scopes]
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


@require_safe
@signed_in(WORKERS)
def people(request: Request) -> HttpResponse:
    """Whom they help, first those with news that nobody has told them yet."""
    rows = [
        (held, may_words(held.scopes), held.until - LAST) for held in doors.caseload(request.work_token, request.now)
    ]
    cover = doors.cover(request.work_token, request.now)
    values: dict[str, Any] = {"rows": rows, "cover": cover, "cover_until": cover[2] - LAST if cover else None}
    return page(request, "people", person=request.work_person, **values)


@require_safe
@signed_in(WORKERS)
def person(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """One of them: where things stand, the news, what was sent, the notes."""
    return _person_page(request, public_id)


def _the_case(request: Request, public_id: uuid.UUID) -> doors.OneCase:
    found = doors.one_case(request.work_token, request.now, public_id)
    if found is None:
        raise Http404
    return found


def _view(found: doors.OneCase) -> HerView:
    """What stands in this case alone."""
    whole = read_view(found.shown)
    return HerView(
        tuple(p for p in whole.papers if p.case == found.number),
        tuple(s for s in whole.sittings if s.case == found.number),
    )


def _person_page(
    request: Request, public_id: uuid.UUID, note_form: NoteForm | None = None, status: int = 200
) -> HttpResponse:
    found, at = _the_case(request, public_id), request.now
    view = _view(found)
    values = {
        "person": request.work_person,
        "public_id": public_id,
        "found": found,
        "sees": "see_updates" in found.scopes,
        "standing": [(standing(p, at), _says(p, at)) for p in view.papers],
        "sitting": view.next_sitting(at),
        "news": [(n, BY_CODE[n.kind].words, _told_form(n)) for n in found.news],
        "how": HOW,
        "may": may_words(found.scopes),
        "last": found.until - LAST,
        "sent_words": SENT,
        "at": at,
        "notes": doors.notes(request.work_token, at, public_id),
        "form": note_form or NoteForm(initial={"command_id": uuid.uuid4()}),
    }
    return page(request, "person", status, **values)


def _says(paper: Paper, at: datetime) -> list[str]:
    version = paper.version_at(at)
    return [clause_words(clause) for clause in version.clauses] if version is not None else []


def _told_form(news: doors.News) -> ToldForm:
    return ToldForm(initial={"command_id": uuid.uuid4(), "update": news.ref})


@require_POST
@signed_in(WORKERS)
def told(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """One press: they were told this piece of news."""
    form = ToldForm(request.POST)
    if not form.is_valid():
        raise Http404
    said = {"update": str(form.cleaned_data["update"])}
    command = form.cleaned_data["command_id"]
    if not doors.post(request.work_token, request.now, "told", command, said, public_id):
        raise Http404
    return HttpResponseRedirect(reverse("person", args=[public_id]) + "#sent")


@require_POST
@signed_in(WORKERS)
def note(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """A note for the organisation. What was typed is kept beside what is wrong with it."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _person_page(request, public_id, form, 422)
    data = form.cleaned_data
    if not doors.add_note(request.work_token, request.now, public_id, data["command_id"], data["words"]):
        raise Http404
    return HttpResponseRedirect(reverse("person", args=[public_id]) + "#notes")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(WORKERS)
def report(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """Report for them that something happened, with their consent to do so."""
    found, at = _the_case(request, public_id), request.now
    if "report" not in found.scopes:
        raise Http404
    papers = [(p.ref, f"The {p.kind} {p.ref}") for p in read_view(found.shown).papers if p.case == found.number]
    form = ReportForm(request.POST or None, papers=papers, now=at, initial={"command_id": uuid.uuid4()})
    if request.method == "POST" and form.is_valid() and _sent(request, form, "report", form.said(), public_id):
        return HttpResponseRedirect(reverse("person", args=[public_id]) + "#sent")
    values = {"person": request.work_person, "found": found, "public_id": public_id, "form": form, "papers": papers}
    return page(request, "person_report", 422 if form.errors else 200, **values)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(WORKERS)
def hand_over(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """A colleague takes it on: only who has it, and only where they agreed to a colleague."""
    found, at = _the_case(request, public_id), request.now
    if not found.mine:
        raise Http404
    form = HandOverForm(
        request.POST or None, colleagues=doors.colleagues(request.work_token, at), initial={"command_id": uuid.uuid4()}
    )
    if request.method == "POST" and form.is_valid():
        said = {"to": form.cleaned_data["to"], "they_know": form.cleaned_data["they_know"]}
        if _sent(request, form, "hand_over", said, public_id):
            return HttpResponseRedirect(reverse("person", args=[public_id]) + "#sent")
    values = {"person": request.work_person, "found": found, "public_id": public_id, "form": form}
    return page(request, "person_hand_over", 422 if form.errors else 200, **values)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(WORKERS)
def away(request: Request) -> HttpResponse:
    """Who covers while the worker is away, and that they are back."""
    token, at = request.work_token, request.now
    if request.POST.get("act") == "back":
        back = OneCommand(request.POST)
        if back.is_valid() and _sent(request, back, "cover_end", {}):
            return HttpResponseRedirect(reverse("people_away"))
    form = AwayForm(
        request.POST if request.POST and request.POST.get("act") != "back" else None,
        colleagues=doors.colleagues(token, at), now=at, initial={"command_id": uuid.uuid4()},
    )  # fmt: skip
    if form.is_bound and form.is_valid() and _sent(request, form, "cover", form.said()):
        return HttpResponseRedirect(reverse("people_away"))
    cover = doors.cover(token, at)
    values = {
        "person": request.work_person,
        "form": form,
        "cover": cover,
        "last": doors.last_post(token, at),
        "cover_until": cover[2] - LAST if cover else None,
        "back_id": uuid.uuid4(),
    }
    return page(request, "people_away", 422 if form.errors else 200, **values)


def _sent(
    request: HttpRequest, form: HavenForm, kind: str, said: dict[str, Any], public_id: uuid.UUID | None = None
) -> bool:
    token, at = request.work_token, request.now  # type: ignore[attr-defined]
    kept = doors.post(token, at, kind, form.cleaned_data["command_id"], said, public_id)
    if not kept:
        form.add_error(None, CLOSED)
    return kept
