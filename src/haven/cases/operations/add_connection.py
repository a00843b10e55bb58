"""Another thing that the subject is to the protected person (s.2)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import lock_case, record
from haven.cases.models import Case, Connection
from haven.cases.operations.open_case import ConnectionFacts
from haven.cases.permissions import may
from haven_law.definitions import CONNECTIONS
from haven_law.findings import refuse


@transaction.atomic
def add_connection(case: Case, facts: ConnectionFacts, *, by: User, at: datetime) -> Connection:
    """Record another connection: a case may have several. Refused for a code that is already there, or to a role that
    may not. Raises ValueError for a code that is not in CONNECTIONS."""
    may(by, "record_case_facts", case, at).require()
    if facts.code not in CONNECTIONS:
        raise ValueError(f"'{facts.code}' is not a kind of connection.")
    lock_case(case.pk)
    if case.connections.filter(code=facts.code, voided_at__isnull=True).exists():
        refuse("Haven connection rule", "This connection is already recorded").require()
    row = Connection.objects.create(
        case=case, code=facts.code, since=facts.since, until=facts.until, basis=facts.basis, recorded_by=by
    )
    said = {"words": CONNECTIONS[facts.code].words}
    record(case, "connection.recorded", by=by, at=at, about=("case", case.ref), facts=said)
    return row
