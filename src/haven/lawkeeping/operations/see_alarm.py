"""Somebody looked into what runs out, and says what they found. The alarm is quiet until its next step."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.permissions import may
from haven.lawkeeping.changes import RULE
from haven.lawkeeping.models import LawAlarm
from haven_law.findings import refuse

LEAST_FOUND = 10


@transaction.atomic
def see_alarm(alarm: LawAlarm, found: str, *, by: User, at: datetime) -> LawAlarm:
    """Answer an alarm. Refused: to who may not act on it; without what was looked at; twice."""
    may(by, "check_law_change", None, at).require()
    held = LawAlarm.objects.select_for_update().get(pk=alarm.pk)
    if held.seen_at is not None:
        refuse(RULE, "Somebody has answered this alarm already").require()
    if len(found.strip()) < LEAST_FOUND:
        refuse(RULE, "Say in a sentence where you looked and what you found").require()
    held.seen_by, held.seen_at, held.found = by, at, found.strip()[:500]
    held.save(update_fields=["seen_by", "seen_at", "found"])
    return held
