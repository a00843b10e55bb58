"""What the acts on a whole case share: the case by its reference, and that it is the acting person's force that has it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from haven.accounts.models import Force, User
from haven.cases.chronology import lock_case
from haven.cases.models import Case
from haven.cases.permissions import may
from haven_law.findings import refuse

RULE = "Haven case rule"


def case_for(ref: str, operation: str, *, by: User, at: datetime, own_force: bool = True) -> Case:
    """The case, locked, once this person may do this with it. Refused: when there is no such case, or none for them;
    with `own_force` also to a force that the case is only shared with."""
    case = Case.objects.filter(ref=ref).first()
    if case is None:
        refuse("Haven access rule 3", "There is no such case").require()
    assert case is not None
    may(by, operation, case, at).require()
    if own_force and by.force_id != case.lead_force_id:
        refuse("Haven access rule 1", "Only the force that leads the case may do this").require()
    return lock_case(case.pk)


def live_notice(case: Case, force: Force | None = None) -> Any:
    """The notice of the case that is authorised or served and has not ended, or None; with `force`, only one that this
    force gave. The stage of notices is later than this one, so it is asked through the rows that point at the case."""
    rows = case.notices.filter(ended_at__isnull=True, authority_withdrawn_at__isnull=True, voided_at__isnull=True)
    return (rows.filter(force=force) if force is not None else rows).select_related("force").order_by("pk").first()


def require_words(text: str, sentence: str) -> str:
    """The text, trimmed. Refused with the sentence when nothing was said."""
    if not text.strip():
        refuse(RULE, sentence).require()
    return text.strip()
