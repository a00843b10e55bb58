"""What the page of a call shows. Before proof nothing of a case is read at all."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from haven.audit.operations.record_reading import record_reading
from haven.cases.models import Case
from haven.line.aloud import standing_aloud
from haven.line.models import Call
from haven.line.operations.prove_caller import CANNOT_TALK
from haven.line.script import READ
from haven.line.standing import cases_for
from haven.parties.contact.windows import open_at
from haven.parties.queries import needs_of
from haven.sealed.ciphers import decipher
from haven.support.models import Secret, Update
from haven.support.plans import plan_row, plan_view
from haven.support.proving import DURESS, NOT_PROVEN, PROVEN
from haven.web.asking import StaffRequest, who
from haven.web.parts.words import short_day
from haven.web.staff.cases.contact import contact_alert
from haven.web.staff.line.forms import AskForm, EndForm, PassForm, ProveForm, SignsForm, ToldForm

# What the last try to prove it came to, for the handler. The words to say are the same for all but the first.
TRIES = (PROVEN, NOT_PROVEN, DURESS, CANNOT_TALK)


@dataclass(frozen=True)
class Panel:
    """One case after proof: how it stands, and the news of it that was not told. `alert` is her plan in a sentence; `outside`
    says that these are not the hours she called safe."""

    case: Case
    standing: list[str]
    alert: tuple[str, str, str]
    needs: list[str]
    outside: bool
    told_as: str
    told_before: list[Update]


def last_try(call: Call) -> str:
    """What the last try came to; empty when there was none."""
    step = call.steps.filter(kind__in=TRIES).order_by("n").last()
    return step.kind if step is not None else ""


def proven_cases(call: Call, request: StaffRequest) -> list[Case]:
    """The cases that may be spoken of in this call; each look is written down. None without proof, after words for danger,
    or when the call is over."""
    if call.person_id is None or call.duress or call.ended_at is not None:
        return []
    cases = cases_for(call.person_id, request.user, request.now)
    for case in cases:
        record_reading(who(request), "take_call", case_ref=case.ref)
    return cases


def panel(case: Case, at: datetime) -> Panel:
    plan, view = plan_row(case.protected_id), plan_view(case.protected_id, at)
    needs = [need.get_kind_display() for need in needs_of(case.protected_id)]
    if plan is not None and plan.interpreter_wanted:
        needs.append(plan.interpreter_wanted)
    return Panel(
        case=case,
        standing=standing_aloud(case, at),
        alert=contact_alert(case.protected, at),
        needs=list(dict.fromkeys(needs)),
        outside=view is not None and open_at(view, at) is None,
        told_as=_staff_words(case.protected_id),
        told_before=list(Update.objects.filter(case=case, told_at__isnull=False).order_by("-told_at")[:3]),
    )


def _staff_words(person: int) -> str:
    """The words by which she knows that it is us: the one secret that staff may read."""
    row = Secret.objects.filter(person=person, kind="staff_words", replaced_at__isnull=True).first()
    return decipher(f"person:{person}", row.cipher) if row is not None else ""


def news_to_tell(cases: list[Case]) -> list[tuple[str, str, str]]:
    """The news that was not told, as an answer of a form: its reference, the words to read aloud, the day."""
    rows = (
        Update.objects.filter(case__in=cases)
        .exclude(state="closed")
        .select_related("event")
        .order_by("event__at", "pk")
    )
    return [(str(u.ref), READ[u.kind], short_day(u.event.at)) for u in rows]


def forms_of(call: Call, news: list[tuple[str, str, str]], at: datetime) -> dict[str, Any]:
    """An empty form for each act. What was said to prove it is in none of them."""
    fresh = {"command_id": uuid.uuid4()}
    return {
        "ask": AskForm(initial={"safe": call.safe, "claims": call.claims, "relay": call.relay}, now=at),
        "prove": ProveForm(now=at),
        "told": ToldForm(initial=fresh, news=news, now=at),
        "pass": PassForm(initial={"command_id": uuid.uuid4()}, now=at),
        "signs": SignsForm(initial={"command_id": uuid.uuid4()}, now=at),
        "end": EndForm(initial={"command_id": uuid.uuid4()}, now=at),
    }
