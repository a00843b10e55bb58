"""Answers being given: kept enciphered at every step, resumed by the person who gave them, never overwritten unseen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from haven.accounts.models import User
from haven.cases.models import CounterAllegation, Draft
from haven.cases.permissions import may
from haven.lawdata.queries import policy
from haven.sealed.ciphers import decipher, encipher
from haven_law.clock import to_london
from haven_law.findings import refuse

# kind of draft -> the operation that its owner must be allowed
OPERATION_OF = {"notice": "propose_notice", "breach": "report_breach"}


class StaleDraft(Exception):
    """The draft was saved elsewhere since this page was opened. Holds it as it stands now; nothing was overwritten."""

    def __init__(self, draft: Draft) -> None:
        super().__init__("This draft was saved in another window")
        self.draft = draft


def owner_key(draft: Draft) -> str:
    """Under whose key the answers of a draft are enciphered: its own."""
    return f"draft:{draft.public_id}"


@transaction.atomic
def start_draft(
    kind: str, *, by: User, at: datetime, answers: Mapping[str, Any] | None = None, about_ref: str = ""
) -> Draft:
    """Start a draft. Refused to a role that may not do what the draft is for."""
    may(by, OPERATION_OF[kind], None, at).require()
    keep = timedelta(days=policy("draft_keep_days", to_london(at).date()))
    draft = Draft(kind=kind, about_ref=about_ref, owner=by, saved_at=at, expires_at=at + keep)
    draft.answers_enc = encipher(owner_key(draft), json.dumps(answers or {}))
    draft.save()
    return draft


@transaction.atomic
def draft_about(kind: str, about_ref: str, *, by: User, at: datetime, answers: Mapping[str, Any]) -> Draft:
    """The open draft of this person about a thing, or a new one with these answers. Pressed twice at once, it is one."""
    try:
        with transaction.atomic():
            held_now = Draft.objects.filter(
                owner=by, kind=kind, about_ref=about_ref, submitted_ref="", discarded_at__isnull=True
            ).first()
            return held_now or start_draft(kind, by=by, at=at, answers=answers, about_ref=about_ref)
    except IntegrityError:
        return Draft.objects.get(owner=by, kind=kind, about_ref=about_ref, submitted_ref="", discarded_at__isnull=True)


def read_draft(draft: Draft) -> dict[str, Any]:
    """The answers as they were last saved."""
    answers: dict[str, Any] = json.loads(decipher(owner_key(draft), draft.answers_enc))
    return answers


@transaction.atomic
def save_draft(
    public_id: UUID, answers: Mapping[str, Any], *, version: int, step: str, by: User, at: datetime
) -> Draft:
    """Save the answers over those of `version`. Raises StaleDraft when they were saved elsewhere since, and refuses a
    draft that was sent or discarded, or is another person's."""
    draft = held(public_id, by=by)
    if draft.version != version:
        raise StaleDraft(draft)
    draft.answers_enc = encipher(owner_key(draft), json.dumps(answers))
    draft.version += 1
    draft.step, draft.saved_at = step, at
    draft.expires_at = at + timedelta(days=policy("draft_keep_days", to_london(at).date()))
    draft.save(update_fields=["answers_enc", "version", "step", "saved_at", "expires_at"])
    return draft


def held(public_id: UUID, *, by: User) -> Draft:
    """The open draft of this person, locked until the transaction ends."""
    draft = Draft.objects.select_for_update().get(public_id=public_id, owner=by)
    if draft.submitted_ref or draft.discarded_at is not None:
        refuse("Haven draft rule", "This request has already been sent or discarded. Nothing was changed").require()
    return draft


@transaction.atomic
def close_draft(draft: Draft, *, submitted_ref: str, answers: Mapping[str, Any]) -> Draft:
    """Note what the draft became, and keep the answers given here: without what was sealed on the way."""
    draft.submitted_ref = submitted_ref
    draft.answers_enc = encipher(owner_key(draft), json.dumps(answers))
    draft.save(update_fields=["submitted_ref", "answers_enc"])
    return draft


@transaction.atomic
def discard_draft(public_id: UUID, *, by: User, at: datetime) -> Draft:
    """Throw a draft away: its answers are overwritten. Refused when it was sent, or is another person's."""
    draft = held(public_id, by=by)
    draft.discarded_at = at
    draft.answers_enc = encipher(owner_key(draft), "{}")
    draft.save(update_fields=["discarded_at", "answers_enc"])
    return draft


def discard_expired_drafts(*, at: datetime) -> int:
    """Empty what somebody began and did not send in time, of every kind: the answers are gone, the line stays. One that
    waits for the decision of an inspector is left. Answers how many."""
    waiting = CounterAllegation.objects.filter(draft=OuterRef("pk"), decided_at__isnull=True)
    rows = Draft.objects.filter(expires_at__lte=at, submitted_ref="", discarded_at__isnull=True)
    return rows.filter(~Exists(waiting)).update(discarded_at=at, answers_enc=b"")
