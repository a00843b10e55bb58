"""A named translator's approval of the Welsh of a text is recorded, or taken back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.actors import actor
from haven.accounts.models import User
from haven.accounts.policy import decide
from haven.languages.models import TextApproval
from haven_law.findings import refuse

RULE = "Haven languages rule"
VERSION = re.compile(r"[0-9a-f]{12}")


@dataclass(frozen=True)
class ApproveText:
    """Which version of which text, who approved it, and what makes them able to."""

    text: str
    version: str
    translator: str
    standing: str


@transaction.atomic
def approve_text(command: ApproveText, *, by: User, at: datetime) -> TextApproval:
    """Record that a translator approved this version. It may be one that comes with the next release: then its pages are
    in Welsh from their first minute. Refused: to any but an administrator; without a name or what makes them able to; a
    version that is no version; twice. Raises ValueError for a text that there is not."""
    decide(actor(by, at), "approve_text").require()
    if command.text not in TextApproval.TEXTS:
        raise ValueError(f"There is no text {command.text!r}. There are: {', '.join(TextApproval.TEXTS)}.")
    if not VERSION.fullmatch(command.version):
        refuse(RULE, "The version is twelve letters and digits, as it is shown with the text").require()
    if not command.translator.strip() or not command.standing.strip():
        refuse(RULE, "Say who approved it, and what makes them able to").require()
    held = TextApproval.objects.filter(text=command.text, version=command.version, withdrawn_at__isnull=True)
    if held.select_for_update().exists():
        refuse(RULE, "The approval of this version is recorded already").require()
    return TextApproval.objects.create(
        text=command.text,
        version=command.version,
        translator=command.translator.strip()[:120],
        standing=command.standing.strip()[:160],
        at=at,
        recorded_by=by,
    )


@transaction.atomic
def withdraw_approval(approval: TextApproval, *, by: User, at: datetime) -> TextApproval:
    """Take an approval back: from now on the text is in English. Refused: to any but an administrator; twice."""
    decide(actor(by, at), "approve_text").require()
    held = TextApproval.objects.select_for_update().get(pk=approval.pk)
    if held.withdrawn_at is not None:
        refuse(RULE, "This approval was taken back already").require()
    held.withdrawn_at, held.withdrawn_by = at, by
    held.save(update_fields=["withdrawn_at", "withdrawn_by"])
    return held
