"""Who is the primary aggressor: the inspector's pages. Neither case is reachable from them."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from haven.accounts.models import User
from haven.accounts.once import run_once
from haven.cases.counter_allegations import account_of, asked_of
from haven.cases.models import CounterAllegation
from haven.cases.operations.primary_aggressor import (
    already_words,
    decide_counter_allegation,
    waiting,
    why_may_not_decide,
)
from haven.cases.permissions import may
from haven.web.parts.fields import OneOf, Option, ReasonField
from haven.web.parts.forms import HavenForm
from haven.web.police.propose.acting import acting
from haven_law.findings import Refused


class DecideForm(HavenForm):
    proceed = OneOf(
        (
            Option("yes", "The request may go on", hint="This subject is or may be the primary aggressor"),
            Option("no", "The request may not go on", hint="The protected person in it is the primary aggressor"),
        ),
        label="Who is the primary aggressor?",
        called="whether the request may go on",
    )
    reasons = ReasonField(label="Reasons", help_text="Say what you looked at, and why you decided so")


def counter_allegations(request: HttpRequest) -> HttpResponse:
    """What waits for an independent inspector."""
    user, now = acting(request)
    may(user, "decide_notice", None, now).require()
    rows = [(row, asked_of(row)) for row in waiting(user)]
    context = {"rows": rows, "now": now, "page_title": "Counter-allegations"}
    return render(request, "police/propose/counter_allegations.html.j2", context)


@require_http_methods(["GET", "POST"])
def counter_allegation(request: HttpRequest, pk: int) -> HttpResponse:
    """One question: read it and decide it."""
    user, now = acting(request)
    may(user, "decide_notice", None, now).require()
    row = _row(pk, user)
    form = DecideForm(request.POST if request.method == "POST" else None, now=now)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _decide(request, row, form)
                return HttpResponseRedirect(reverse("counter_allegations"))
            except Refused as refused:
                form.refuse(refused.findings)
                status = 409
        row.refresh_from_db()
    context = {
        "row": row,
        "asked": asked_of(row),
        "account": account_of(row),
        "form": form,
        "typed": form.data.get("reasons", "") if form.is_bound else "",
        "decided": already_words(row) if row.decided_at is not None else "",
        "command_id": uuid4(),
        "page_title": "Who is the primary aggressor?",
        "back_href": reverse("counter_allegations"),
    }
    return render(request, "police/propose/counter_allegation.html.j2", context, status=status)


def _row(pk: int, user: User) -> CounterAllegation:
    """A question of this person's force, decided or not; for who may not decide it there is no such question."""
    rows = CounterAllegation.objects.filter(asked_by__force_id=user.force_id)
    row = get_object_or_404(rows.select_related("asked_by", "decided_by"), pk=pk)
    if why_may_not_decide(row, by=user):
        raise Http404
    return row


def _decide(request: HttpRequest, row: CounterAllegation, form: DecideForm) -> None:
    user, now = acting(request)
    answer = form.cleaned_data

    def action() -> dict[str, str]:
        decide_counter_allegation(
            row, may_proceed=answer["proceed"] == "yes", reasons=answer["reasons"], by=user, at=now
        )
        return {}

    run_once(by=user, command_id=_command(request), what=f"counter-allegation {row.pk}", action=action)


def _command(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("command_id", ""))
    except ValueError:
        return uuid4()
