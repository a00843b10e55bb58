"""Reads of tags that pages share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from haven.monitoring.models import EquipmentEvent
from haven.monitoring.states import Equipment, equipment
from haven.orders.facts import clause_ran, versions_of
from haven.orders.models import Order, Requirement
from haven.orders.states import BINDING, status

TERM = "electronic_monitoring"


@dataclass(frozen=True)
class Tag:
    """One clause that asks for a tag: as it was last written, where the equipment stands, and what was told, newest first."""

    row: Requirement
    equipment: Equipment
    told: list[EquipmentEvent]


def tags_of(order: Order, at: datetime) -> list[Tag]:
    """Every clause of an order that asks, or asked, for a tag."""
    versions = versions_of(order)
    rows = {row.clause: row for version in versions for row in version.requirements.all() if row.term == TERM}
    if not rows:
        return []
    told = list(EquipmentEvent.objects.filter(order=order, voided_at__isnull=True))
    binding, newest = status(order, at) in BINDING, versions[-1].pk
    found = []
    for clause, row in sorted(rows.items()):
        of_it = [event for event in told if event.clause == clause]
        running = binding and row.version_id == newest and clause_ran(row, at)
        found.append(Tag(row, equipment(of_it, at, running=running), of_it))
    return found
