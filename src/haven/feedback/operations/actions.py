"""You said, we did: written by the feedback manager, and made public only where nobody can be known by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.permissions import may
from haven.feedback.models import FeedbackAction
from haven_law.clock import to_london
from haven_law.findings import refuse

RULE = "Haven feedback rule"
# Fewer people than this behind an action could be known by it (experience 5.2).
LEAST_PEOPLE = 5


@dataclass(frozen=True)
class WriteAction:
    """What people said, what is done about it, whose it is and by when."""

    theme: str
    said: str
    did: str
    due: date


@transaction.atomic
def write_action(command: WriteAction, *, by: User, at: datetime) -> FeedbackAction:
    """Write it down. Nobody outside sees it. Refused to any but a feedback manager, and with a part left empty."""
    may(by, "triage_feedback", None, at).require()
    if not all(part.strip() for part in (command.theme, command.said, command.did)):
        refuse(RULE, "Say what it is about, what people said and what is done").require()
    return FeedbackAction.objects.create(
        force=by.force,
        theme=command.theme.strip()[:80],
        said=command.said.strip()[:300],
        did=command.did.strip()[:300],
        owner=by,
        due=command.due,
        made_at=at,
        recorded_by=by,
    )


@dataclass(frozen=True)
class PublishAction:
    """Who looked at it for people who live with abuse (an adviser, not of the police), and the Welsh, if there is one."""

    reviewer: str
    said_cy: str = ""
    did_cy: str = ""
    translator: str = ""


@transaction.atomic
def publish_action(action: FeedbackAction, command: PublishAction, *, by: User, at: datetime) -> FeedbackAction:
    """Make it public. Refused: to any but a feedback manager of the force; with fewer than five responses behind it;
    without who reviewed it; with half of the Welsh; twice."""
    may(by, "triage_feedback", None, at).require()
    held = FeedbackAction.objects.select_for_update().get(pk=action.pk)
    if held.force_id != by.force_id:
        refuse("Haven access rule 3", "There is no such action").require()
    if held.published_on is not None:
        refuse(RULE, "It is public already").require()
    people = held.responses.count()
    if people < LEAST_PEOPLE:
        words = "Fewer than five people said this, and somebody could be known by it. Put more responses to it first"
        refuse(RULE, words).require()
    if not command.reviewer.strip():
        refuse(RULE, "Say who reviewed it for people who live with abuse").require()
    welsh = [part.strip() for part in (command.said_cy, command.did_cy, command.translator)]
    if any(welsh) and not all(welsh):
        refuse(RULE, "The Welsh needs both sentences and the name of its translator").require()
    held.reviewer, held.people = command.reviewer.strip()[:120], people
    held.said_cy, held.did_cy, held.translator = welsh[0][:300], welsh[1][:300], welsh[2][:120]
    held.published_on, held.published_by = to_london(at).date(), by
    held.save()
    return held
