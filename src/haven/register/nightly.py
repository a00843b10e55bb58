"""What the register does each night: how rare names are, who may be one person, and what the log of changes may forget."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection

from haven.parties.operations.keep_search import count_bearers, keep_missing
from haven.register.operations.same_person import suggest_like

CHANGED_WITHIN = timedelta(hours=26)
FORGOTTEN_AFTER = timedelta(days=2)


def tend_register(at: datetime) -> dict[str, int]:
    """Search rows that are missing, counts of words, suggestions for people changed since yesterday, and the log of changes
    cut to two days: a memory is filled anew each hour."""
    rows = keep_missing()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT person_id FROM register_change WHERE recorded_at > %s AND person_id > 0",
            [at - CHANGED_WITHIN],
        )
        changed = [row[0] for row in cursor.fetchall()]
    suggested = suggest_like(changed, at)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM register_change WHERE recorded_at < %s", [at - FORGOTTEN_AFTER])
    return {"rows": rows, "words": count_bearers(), "suggested": suggested}
