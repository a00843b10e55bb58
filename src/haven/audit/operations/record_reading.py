"""One look at one thing, written before it is shown (Data Protection Act 2018 s.62)."""

from __future__ import annotations

from haven.accounts.actors import Actor
from haven.accounts.models import ROLES
from haven.audit.models import ReadingLog


def record_reading(
    who: Actor,
    operation: str,
    *,
    case_ref: str = "",
    person_ref: str = "",
    reason: str = "",
    op: str = "consultation",
    outcome: str = "shown",
    row_count: int = 1,
) -> ReadingLog:
    """Write that `who` looked. `operation` says at what; `op` is one of the six of s.62."""
    return ReadingLog.objects.create(
        actor_key=who.key,
        role=", ".join(ROLES[role] for role in sorted(who.roles)),
        operation=operation,
        op=op,
        case_ref=case_ref,
        person_ref=person_ref,
        outcome=outcome,
        reason=reason[:300],
        row_count=row_count,
    )
