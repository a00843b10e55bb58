"""Who owns a breach: takes it from its report to its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.actors import actor
from haven.accounts.models import User
from haven.accounts.policy import ROLES_FOR
from haven.breaches.assessing import RULE
from haven.breaches.models import Breach
from haven.breaches.operations.holding import locked
from haven.cases.chronology import record
from haven.cases.permissions import may
from haven_law.findings import refuse


@dataclass(frozen=True)
class AssignBreach:
    """`to` None: nobody owns it by name, so that it falls to the owner of the case."""

    breach: str
    to: User | None


@transaction.atomic
def assign_breach(command: AssignBreach, *, by: User, at: datetime) -> Breach:
    """Give a breach to somebody, or take it. Refused: to a role that may not (an officer may take it, and give it to
    nobody else); to a person who may not own one or may not see the case; when they own it already."""
    breach = locked(command.breach)
    taking = command.to is not None and command.to.pk == by.pk
    may(by, "own_breach" if taking else "assign_breach", breach.case, at).require()
    if command.to is not None:
        if not actor(command.to, at).roles & set(ROLES_FOR["own_breach"]):
            refuse(RULE, "That person’s role does not own breaches").require()
        if not may(command.to, "see_case", breach.case, at).lawful:
            refuse(RULE, "That person cannot own this breach. Choose another").require()
    if breach.owner_id == (command.to.pk if command.to else None):
        refuse(RULE, "That person owns it already").require()
    breach.owner = command.to
    breach.save(update_fields=["owner"])
    facts = {"ref": breach.ref, "to": command.to.name if command.to else "the owner of the case"}
    record(breach.case, "breach.assigned", by=by, at=at, about=("breach", breach.ref), facts=facts)
    return breach
