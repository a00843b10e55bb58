"""Somebody may need help now, or a caller was not who they said: who is told, and what they must do. Nothing of it is
heard in the call."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import record
from haven.cases.ladder import case_owner, kept_from
from haven.cases.models import Case, CaseEvent
from haven.cases.operations.tasks import NewTask, make_task
from haven.cases.teams import team_of_force
from haven.line.models import Call
from haven.line.standing import heard_by, is_restricted

HELP_WITHIN, LOOK_WITHIN = timedelta(minutes=5), timedelta(hours=2)
HELP = "A word or PIN for danger was used in a call. Help may be needed now. The caller was told nothing. Do not ring them back"
OTHER = (
    "A caller may have been the other person, asking in another's name. Nothing was told. See the protected person alone, "
    "and check plan and card"
)
UNHEARD = (
    "They rang and proved who they are, to somebody who may not see this case. Call them back as their plan allows"
)


@transaction.atomic
def raise_duress(call: Call, person_id: int, *, by: User | str, at: datetime, heard: bool = False) -> None:
    """Write it down in her cases, once a call; who is told follows from the event. `heard`: by a handler, without a word or
    PIN for it."""
    about = ("call", str(call.public_id))
    for case in heard_by(person_id, at):
        if not CaseEvent.objects.filter(case=case, kind="call.duress", about_ref=about[1]).exists():
            record(
                case,
                "call.duress",
                by=by,
                at=at,
                about=about,
                facts={"line": Call.LINES[call.line].lower(), "heard": heard},
            )


@transaction.atomic
def raise_other_person(call: Call, person_id: int, signs: list[str], *, by: User | str, at: datetime) -> None:
    """Write down the signs, and what is known of the number: how often it has rung, never which it is."""
    words = [Call.SIGNS[sign].lower() for sign in signs]
    facts = {"signs": words, "number": number_words(call)}
    for case in heard_by(person_id, at):
        record(case, "call.other_person", by=by, at=at, about=("call", str(call.public_id)), facts=facts)


def number_words(call: Call) -> str:
    """What may be said of the number that rang: it is kept as a keyed hash, to be counted."""
    if not call.cli_hash:
        return "withheld"
    others = Call.objects.filter(cli_hash=call.cli_hash).exclude(pk=call.pk).count()
    return f"rang {others} time{'' if others == 1 else 's'} before" if others else "had not rung before"


@transaction.atomic
def alert_duress(event: CaseEvent, at: datetime) -> None:
    """The duty inspector within five minutes, and the officer in the case; of a restricted case those named on it, through
    professional standards, in place of the inspector. The control room has its task from the try (`see_tries`); where there
    was none, from here."""
    team, role = ("standards", "") if is_restricted(event.case) else ("inspectors", "duty_inspector")
    _task(event, "call_duress", HELP, team, role, at, HELP_WITHIN)
    if event.facts.get("heard"):
        _task(event, "call_duress", HELP, "control", "control_room", at, HELP_WITHIN)
    officer = case_owner(event.case, at)
    if officer is not None and officer.team is not None and not kept_from(officer, event.case, at):
        _give(
            event, NewTask("call_duress", HELP, officer.team, at + HELP_WITHIN, "our rule", user=officer), "officer", at
        )


@transaction.atomic
def alert_other_person(event: CaseEvent, at: datetime) -> None:
    """The unit sees her alone: somebody knows that there may be something to ask for."""
    _task(event, "call_other_person", OTHER, *_unit_of(event.case), at, LOOK_WITHIN)


@transaction.atomic
def alert_unheard(event: CaseEvent, at: datetime) -> None:
    """She was answered as if nothing were known, because whoever answered may not know: somebody who may rings her."""
    _task(event, "call_unheard", UNHEARD, *_unit_of(event.case), at, LOOK_WITHIN)


def _unit_of(case: Case) -> tuple[str, str]:
    return ("standards", "") if is_restricted(case) else ("unit", "unit_desk")


def _task(event: CaseEvent, kind: str, words: str, team_kind: str, role: str, at: datetime, within: timedelta) -> None:
    team = team_of_force(event.case.lead_force_id, team_kind)
    if team is not None:
        _give(event, NewTask(kind, words, team, at + within, "our rule", duty_role=role), team_kind, at)


def _give(event: CaseEvent, new: NewTask, to: str, at: datetime) -> None:
    """One for each who is told, of one call, however often the event is followed."""
    if not event.case.tasks.filter(kind=new.kind, about_kind=to, about_ref=event.about_ref).exists():
        make_task(event.case, replace(new, about=(to, event.about_ref), once=False), by=None, at=at)
