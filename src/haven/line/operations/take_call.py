"""A person answers: the call is opened, what is asked first is noted, and it ends. No number and no word of the caller is
kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from haven.accounts.models import User
from haven.cases.permissions import may
from haven.line.models import Call, CallStep
from haven.line.standing import TAKE
from haven.support.asking import source_key
from haven_law.findings import refuse

RULE = "Haven call rule"
# A call that nobody ended: what was proven in it opens nothing any more.
LASTS = timedelta(hours=2)
NOBODY_SAFE = "no"


@dataclass(frozen=True)
class OpenCall:
    """A call that rings. `number`: what the telephone shows, if it does; it is made into a keyed hash, to be counted.
    `relay`: somebody types or signs for the caller."""

    number: str = ""
    relay: bool = False


@transaction.atomic
def open_call(command: OpenCall, *, by: User, at: datetime) -> Call:
    """Answer a call. Refused: to a role that takes none."""
    may(by, TAKE, None, at).require()
    number = _number(command.number)
    cli = source_key(f"number {number}") if number else ""
    call = Call.objects.create(
        line="handler", taken_by=by, began_at=at, heard_at=at, relay=command.relay, cli_hash=cli
    )  # fmt: skip
    add_step(call, "began", at)
    return call


def _number(shown: str) -> str:
    """A number as the automated line gets it, however the telephone shows it; nothing where it shows none."""
    digits = "".join(c for c in shown if c.isdecimal())
    if not digits:
        return ""
    return (
        f"+44{digits[1:]}"
        if digits.startswith("0") and not digits.startswith("00")
        else f"+{digits.removeprefix('00')}"
    )


@transaction.atomic
def note_caller(call: Call, *, safe: str, claims: str, relay: bool, by: User, at: datetime) -> Call:
    """Note whether they can talk safely, and who they say they are. Neither proves anything. Refused: for an answer that
    there is not; for somebody else's call, or one that is over."""
    call = held_call(call, by=by, at=at)
    if safe not in Call.SAFE or claims not in Call.CLAIMS:
        refuse(RULE, "Choose one of the answers shown").require()
    call.safe, call.claims, call.relay = safe, claims, relay
    call.save(update_fields=["safe", "claims", "relay"])
    add_step(call, "asked", at)
    return call


@transaction.atomic
def end_call(call: Call, *, how: str, by: User, at: datetime) -> Call:
    """The call is over, and how. Refused: for an end that there is not; for somebody else's call; twice."""
    call = held_call(call, by=by, at=at)
    if how not in Call.ENDED:
        refuse(RULE, "Choose one of the ends shown").require()
    if how == "told" and not call.told.exists():
        refuse(RULE, "Nothing is marked as told in this call").require()
    call.ended_at, call.ended_how = at, how
    call.save(update_fields=["ended_at", "ended_how"])
    add_step(call, "ended", at)
    return call


def held_call(call: Call, *, by: User, at: datetime) -> Call:
    """The call, locked, if it is theirs and goes on. Refused otherwise."""
    may(by, TAKE, None, at).require()
    found = Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
    if found.taken_by_id != by.pk:
        refuse(RULE, "Somebody else answers this call").require()
    if found.ended_at is not None or at - found.began_at > LASTS:
        refuse(RULE, "This call is over").require()
    return found


def add_step(call: Call, kind: str, at: datetime, *, waits: bool = False) -> CallStep:
    """One more step of a call that is held. `waits`: the worker sees to what follows from it."""
    step = CallStep.objects.create(call=call, n=call.step, kind=kind, at=at, seen_at=None if waits else at)
    call.step, call.heard_at = call.step + 1, at
    call.save(update_fields=["step", "heard_at"])
    return step
