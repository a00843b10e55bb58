"""Unfinished answers about a hearing or an application, kept on the server at every change. One draft a thing, whoever
writes; nobody overwrites what they have not seen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from haven.accounts.actors import words_at
from haven.accounts.models import User
from haven.cases.chronology import lock_case
from haven.cases.models import Case, Draft
from haven.cases.permissions import may
from haven.courts.facts import london_day
from haven.lawdata.queries import policy
from haven.sealed.ciphers import decipher, encipher
from haven_law.findings import Decision, Finding, Refused

STALE_RULE = "Haven draft rule"
# Which permission an unfinished thing needs.
NEEDS = {"outcome": "record_outcome", "application": "prepare_application", "variation": "vary_order"}
MOST_BYTES = 400_000
PAGE = "page"


@dataclass(frozen=True)
class Kept:
    """A draft as it stands. Version 0: nothing was kept yet."""

    answers: dict[str, Any] = field(default_factory=dict)
    version: int = 0
    saved_at: datetime | None = None
    saved_by: str = ""
    saved_by_id: int | None = None


class StaleDraft(Refused):
    """Somebody changed the answers since this page was opened. What is typed here was not kept."""

    def __init__(self, kept: Kept) -> None:
        because = f"{kept.saved_by or 'Somebody'} changed these answers since you opened this page"
        super().__init__(Decision((Finding(STALE_RULE, False, because),)))
        self.kept = kept


def read_draft(kind: str, about_ref: str, case: Case) -> Kept:
    """The answers kept so far."""
    draft = _open(kind, about_ref).select_related("owner").first()
    return _kept(draft, case) if draft is not None else Kept()


@transaction.atomic
def keep_draft(
    kind: str,
    about_ref: str,
    case: Case,
    answers: Mapping[str, Any],
    *,
    seen: int,
    by: User,
    at: datetime,
    page: str = "",
) -> Kept:
    """Keep the answers. `seen` is the version that the page was made from. `page` names one opened page: what it saved
    itself a moment ago does not stand in its way.

    Refused: to a role that may not; answers too large to be meant. StaleDraft when another version was kept since."""
    may(by, NEEDS[kind], case, at).require()
    lock_case(case.pk)
    text = json.dumps({**answers, PAGE: page})
    if len(text) > MOST_BYTES:
        raise Refused(Decision((Finding(STALE_RULE, False, "These answers are too long to be kept"),)))
    draft = _open(kind, about_ref).select_for_update().first()
    kept = _kept(draft, case) if draft is not None else Kept()
    if kept.version != seen and not (page and kept.answers.get(PAGE) == page):
        raise StaleDraft(kept)
    expires = at + timedelta(days=policy("draft_keep_days", london_day(at)))
    cipher = encipher(case.ref, text)
    if draft is None:
        draft = Draft.objects.create(
            kind=kind, about_ref=about_ref, owner=by, answers_enc=cipher, version=1, saved_at=at, expires_at=expires
        )
    else:
        draft.answers_enc, draft.version, draft.owner = cipher, draft.version + 1, by
        draft.saved_at, draft.expires_at = at, expires
        draft.save(update_fields=["answers_enc", "version", "owner", "saved_at", "expires_at"])
    return _kept(draft, case)


def settle_draft(kind: str, about_ref: str, submitted_ref: str) -> None:
    """The answers were acted on: the draft is closed."""
    _open(kind, about_ref).update(submitted_ref=submitted_ref)


def _open(kind: str, about_ref: str) -> QuerySet[Draft]:
    return Draft.objects.filter(kind=kind, about_ref=about_ref, submitted_ref="", discarded_at__isnull=True)


def _kept(draft: Draft, case: Case) -> Kept:
    owner = draft.owner
    return Kept(
        answers=json.loads(decipher(case.ref, draft.answers_enc)),
        version=draft.version,
        saved_at=draft.saved_at,
        saved_by=words_at(owner, draft.saved_at),
        saved_by_id=owner.pk,
    )
