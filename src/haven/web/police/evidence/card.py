"""What the page of a breach says of its evidence."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q

from haven.breaches.models import Breach
from haven.evidence.knowledge import knowledge_of
from haven.evidence.models import Evidence
from haven.web.asking import StaffRequest, rights


def evidence_card(request: StaffRequest, breach: Breach) -> dict[str, Any] | None:
    """How many exhibits there are and how they stand; None for who may not see evidence."""
    may_do = rights(request, breach.case)
    if not may_do("see_evidence"):
        return None
    rows = Evidence.objects.filter(breach=breach, voided_at__isnull=True)
    counts = rows.aggregate(
        usable=Count("pk", filter=Q(upload__state="accepted", withdrawn_at__isnull=True)),
        checking=Count("pk", filter=Q(upload__state="quarantined")),
        refused=Count("pk", filter=Q(upload__state="refused")),
    )
    pack = breach.packs.first()
    return {**counts, "pack": pack, "missing": knowledge_of(breach).missing, "may_add": may_do("add_evidence")}
