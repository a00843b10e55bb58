"""The decision on charge for the breach of an order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.breaches.models import Breach
from haven.breaches.operations.decide_breach import RULE, locked
from haven.breaches.states import may_move
from haven.cases.chronology import record
from haven.cases.permissions import may
from haven_law.findings import refuse


@dataclass(frozen=True)
class RecordCharge:
    """The prosecutor's decision at `at`. Without a charge, why."""

    breach: str
    charged: bool
    reason: str = ""


@transaction.atomic
def record_charge(command: RecordCharge, *, by: User, at: datetime) -> Breach:
    """Record that somebody was charged with the offence of breaching the order (s.39), or was not and why.

    Refused: to a role that may not; for a notice, whose breach is no offence (s.26); before the breach is pursued, or
    after it ended; without the reason when nobody was charged."""
    breach = locked(command.breach)
    may(by, "record_breach_result", breach.case, at).require()
    may_move(breach, "charge", at).require()
    if not command.charged and not command.reason.strip():
        refuse(RULE, "Say why there is no charge").require()
    breach.charge_decided_at, breach.charged = at, command.charged
    breach.charge_reason = command.reason.strip()
    breach.save(update_fields=["charge_decided_at", "charged", "charge_reason"])
    kind = "breach.charged" if command.charged else "breach.no_charge"
    record(breach.case, kind, by=by, at=at, about=("breach", breach.ref), facts={"ref": breach.ref})
    return breach
