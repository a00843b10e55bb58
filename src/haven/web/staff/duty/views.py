"""Who is on duty: see it, take it, hand it over with a note; and the page a team hands over with."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from haven.accounts.duty import EXPECTED, holdings_at
from haven.accounts.models import DUTY_ROLES, Team
from haven.accounts.once import run_once
from haven.cases.operations.hand_over_duty import HandOverDuty, hand_over_duty
from haven.cases.operations.warn_of_counter import counters_told
from haven.notices.queries_notices import people_at
from haven.web.asking import require
from haven.web.parts.forms import HavenForm, Picked, ReasonField
from haven.web.staff.duty import reads
from haven_law.findings import Refused


class HandOverForm(HavenForm):
    """To whom, and what they must know."""

    to = Picked((), label=gettext_lazy("Who takes over"), called="who takes over")
    note = ReasonField(
        label=gettext_lazy("Note for them"),
        help_text=gettext_lazy("What is running, and what they must do first. No addresses."),
        called="the note",
    )


def duty(request: HttpRequest) -> HttpResponse:
    """Who holds what, and the warnings that wait for me."""
    who, at = require(request, "hold_duty"), request.now  # type: ignore[attr-defined]
    values = {
        "duties": reads.duties(who, at),
        "warnings": reads.warnings_shown(reads.told_to(who, at), who, at),
        "counters": counters_told(who.user_id),
        "decides": "authorising_inspector" in who.roles,
        "now": at,
        "command_id": uuid.uuid4(),
    }
    return render(request, "staff/duty/duty.html.j2", values)


@require_POST
def take(request: HttpRequest, pk: int, role: str) -> HttpResponse:
    """Take a duty from now on."""
    require(request, "hold_duty")
    team = _team(request, pk, role)
    command = HandOverDuty(team_id=team.pk, duty_role=role, to=request.user)  # type: ignore[arg-type]
    hand_over_duty(command, by=request.user, at=request.now)  # type: ignore[arg-type, attr-defined]
    return HttpResponseRedirect(reverse("duty"))


def hand_over(request: HttpRequest, pk: int, role: str) -> HttpResponse:
    """Hand a duty that I hold to somebody else."""
    who, at = require(request, "hold_duty"), request.now  # type: ignore[attr-defined]
    team = _team(request, pk, role)
    people = {str(u.pk): u for u in reads.able_to_hold(role, team, at) if u.pk != who.user_id}
    form = HandOverForm(request.POST or None)
    form.fields["to"].set_options(  # type: ignore[attr-defined]
        sorted(
            ((str(p), words) for p, words in people_at(dict.fromkeys(people.values(), at)).items()), key=lambda o: o[1]
        )
    )
    if request.method == "POST" and form.is_valid():
        done = _handed_over(
            request, form, HandOverDuty(team.pk, role, people[form.cleaned_data["to"]], form.cleaned_data["note"])
        )
        if done:
            return HttpResponseRedirect(reverse("duty_team", args=[team.pk]))
    held = holdings_at(at).filter(team=team, duty_role=role, user_id=who.user_id).exists()
    values = {
        "form": form,
        "team": team,
        "role": DUTY_ROLES[role],
        "held": held,
        "people": bool(people),
        "command_id": request.POST.get("command_id") or uuid.uuid4(),
    }
    return render(request, "staff/duty/hand_over.html.j2", values, status=422 if form.errors else 200)


def team_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What a team hands over: running clocks, unanswered warnings, open tasks, notes. Made to be printed."""
    who, at = require(request, "hold_duty"), request.now  # type: ignore[attr-defined]
    team = get_object_or_404(Team, pk=pk, force_id=who.force_id)
    unanswered = reads.unanswered(who.force_id).filter(deadline__owner_team=team)
    values = {
        "team": team,
        "now": at,
        "duties": [d for d in reads.duties(who, at) if d.team.pk == team.pk],
        "clocks": reads.running_clocks(team, who, at),
        "warnings": [w for w in reads.warnings_shown(unanswered, who, at) if w.clock_id is not None],
        "tasks": list(reads.open_tasks(team, who, at)[:200]),
        "notes": reads.handed_over(team),
        "duty_words": DUTY_ROLES,
    }
    return render(request, "staff/duty/team.html.j2", values)


def _team(request: HttpRequest, pk: int, role: str) -> Team:
    team = get_object_or_404(Team, pk=pk, force_id=request.user.force_id)  # type: ignore[union-attr]
    if role not in EXPECTED.get(team.kind, ()):
        raise Http404
    return team


def _handed_over(request: HttpRequest, form: HandOverForm, command: HandOverDuty) -> bool:
    """Do it once; a refusal is said on the form."""

    def act() -> dict[str, int]:
        return {"holding": hand_over_duty(command, by=request.user, at=request.now).pk}  # type: ignore[arg-type, attr-defined]

    try:
        run_once(
            by=request.user,  # type: ignore[arg-type]
            command_id=command_id(request),
            what=f"hand over {command.duty_role} of {command.team_id}",
            action=act,
        )
    except Refused as refused:
        form.refuse(refused.findings)
        return False
    return True


def command_id(request: HttpRequest) -> uuid.UUID:
    """The hidden identity of a form, so that sending it twice has one effect. A broken one counts as new."""
    try:
        return uuid.UUID(request.POST.get("command_id", ""))
    except ValueError:
        return uuid.uuid4()
