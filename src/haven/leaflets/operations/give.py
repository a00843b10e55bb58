"""A leaflet is offered to a protected person, apart from the subject. That it is not safe to leave one is an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import lock_case, record
from haven.cases.models import Case, Task
from haven.cases.operations.tasks import do_task
from haven.cases.permissions import may
from haven.leaflets.models import LeafletHandout
from haven.leaflets.queries import current_version
from haven.leaflets.texts import FORMATS, LANGUAGES
from haven_law.clock import to_london
from haven_law.findings import refuse

RULE = "Haven leaflet rule"
# The task of the officer in the case, which this ends.
TASK = "give_leaflet"


@dataclass(frozen=True)
class GiveLeaflet:
    """What was offered and what came of it. `format` and `language` count where something was left or read out."""

    case: str
    answer: str
    language: str = "en"
    format: str = ""


@transaction.atomic
def give_leaflet(command: GiveLeaflet, *, by: User, at: datetime) -> LeafletHandout:
    """Record it, with the version that was given; whatever the answer, what the officer was asked to do is done. Refused:
    to a role that may not; in production a leaflet that nobody approved; a format left open where something was given.
    Raises ValueError for an answer, language or format that is none."""
    if command.answer not in LeafletHandout.ANSWERS or command.language not in LANGUAGES:
        raise ValueError("There is no such answer or language of a leaflet.")
    case = Case.objects.get(ref=command.case)
    may(by, "give_leaflet", case, at).require()
    lock_case(case.pk)
    left = command.answer in LeafletHandout.LEFT_WITH
    if left and command.format not in FORMATS:
        refuse(RULE, "Choose which one was given or read out").require()
    on = to_london(at).date()
    version = current_version(command.language, command.format, on) if left else None
    if left and version is None and not settings.PRACTICE:
        refuse(
            RULE, "Nobody has approved this one yet. Choose another language or format, or read the rights aloud"
        ).require()
    row = LeafletHandout.objects.create(
        case=case,
        version=version,
        language=command.language,
        format=command.format if left else "",
        answer=command.answer,
        at=at,
        recorded_by=by,
    )
    facts = {"answer": LeafletHandout.ANSWERS[command.answer].lower()}
    record(case, "leaflet.given", by=by, at=at, about=("case", case.ref), facts=facts)
    for task in Task.objects.filter(case=case, kind=TASK, done_at__isnull=True, made_at__lte=at).select_related("case"):
        do_task(task, proof=_proof(row), by=by, at=at, may_by="give_leaflet")
    return row


def _proof(row: LeafletHandout) -> str:
    """What became of it, and which one it was: "Given on paper: Welsh, Card"."""
    answer = LeafletHandout.ANSWERS[row.answer]
    return f"{answer}: {LANGUAGES[row.language]}, {FORMATS[row.format]}" if row.format else answer
